/* db_sqlite_search.c - what db.h says about searching, by FTS5.
 *
 * Words come folded and split (sought.h), so the tokenizer that splits at what is not a letter or digit
 * of ASCII finds exactly them.  No text and no positions are kept.
 *
 * What is asked must cost little however many it finds.  FTS5 reads the records of a whole word one by
 * one, as far as they are wanted, but those of the beginning of a word all at once.  So the beginnings
 * of up to PREFIX letters are kept as words of their own, and a longer beginning is asked as the whole
 * words that begin so, as long as these are few. */
#include "store/db_sqlite_inner.h"

#include <stdio.h>

enum {
    PREFIX = 4,                 /* characters; the first is the letter of the state, see sought.c */
    MOST_TERMS = 16,
    GATHERED = 2 << 20,         /* bytes of words before they become a part of the index: what a processor's cache holds */
    PARTS = 16,                 /* of one size, which then become one of the next */
};

void sqlite_search_schema(struct buf *b, struct str table)
{
    buf_print(b, "CREATE VIRTUAL TABLE %.*s_search USING fts5(words, content = '', columnsize = 0,"
                 " detail = none, prefix = '2 3 4', tokenize = 'ascii');\n"
                 "INSERT INTO %.*s_search(%.*s_search, rank) VALUES ('hashsize', %d), ('automerge', %d);\n"
                 "CREATE VIRTUAL TABLE %.*s_terms USING fts5vocab(%.*s_search, instance);",
              (int)table.len, table.at, (int)table.len, table.at, (int)table.len, table.at, GATHERED, PARTS,
              (int)table.len, table.at, (int)table.len, table.at);
}

struct str sqlite_search_select(struct arena *a, const char *table, const char *placeholder, size_t most)
{
    return str_print(a, "SELECT rowid AS found FROM %s_search WHERE %s_search MATCH %s LIMIT %zu", table, table, placeholder,
                     most);
}

static size_t records_of(struct arena *a, struct db *db, const char *table, struct str term, size_t most)
{
    struct str sql = str_print(a, "SELECT count(*) FROM (SELECT 1 FROM %s_terms WHERE term = $1 LIMIT $2) AS some", table);
    return (size_t)db_one(db, 0, sql.at, GIVE(term, most));
}

/* The whole words of the index that begin so, at most MOST_TERMS + 1, or fewer when these hold enough
 * records.  Each is found by the least word that can come behind the last one: that with a 0 at its end. */
static size_t terms_of(struct arena *a, struct db *db, const char *table, struct str word, size_t enough,
                       struct str *terms)
{
    struct buf end = { .arena = a };
    struct str sql = str_print(a, "SELECT term FROM %s_terms WHERE term >= $1 AND term < $2 LIMIT 1", table);
    struct str from = word;
    size_t count = 0, records = 0;

    buf_add(&end, word);
    buf_char(&end, '\xff');             /* in no UTF-8 */
    while (count <= MOST_TERMS && (!enough || records < enough)) {
        struct query *q = db_ask(db, sql.at, GIVE(from, buf_str(&end)));
        bool found = db_next(q);
        if (found)
            terms[count] = str_copy(a, db_str(q, 0));
        db_close_query(q);
        if (!found)
            break;
        if (enough)
            records += records_of(a, db, table, terms[count], enough - records);
        from = str_print(a, "%s0", terms[count++].at);
    }
    return count;
}

static void add_terms(struct buf *b, const struct str *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_print(b, "%s\"%.*s\"", i ? " OR " : "(", (int)terms[i].len, terms[i].at);
    buf_char(b, ')');
}

static void add_beginning(struct buf *b, struct str word)
{
    buf_print(b, "\"%.*s\"*", (int)word.len, word.at);
}

/* False when nothing begins so.  enough: how many records will do when they hold this word alone; 0: all
 * are wanted, since they must hold others too. */
static bool add_word(struct buf *b, struct db *db, const char *table, struct str word, size_t enough)
{
    struct str terms[MOST_TERMS + 1];

    if (str_chars(word) <= PREFIX) {
        add_beginning(b, word);
        return true;
    }
    size_t count = terms_of(b->arena, db, table, word, enough, terms);
    if (count > MOST_TERMS)
        add_beginning(b, word);
    else if (count)
        add_terms(b, terms, count);
    return count > 0;
}

/* The same of all of these words. */
static bool add_words(struct buf *b, struct db *db, const char *table, const struct str *words, size_t count, size_t enough)
{
    for (size_t i = 0; i < count; i++) {
        buf_add(b, i ? S(" AND ") : S(""));
        if (!add_word(b, db, table, words[i], enough))
            return false;
    }
    return count > 0;
}

struct str sqlite_search_words(struct arena *a, struct db *db, const char *table, const struct str *words, size_t count,
                               const struct str *others, size_t other_count, size_t enough)
{
    struct buf all = { .arena = a }, other = { .arena = a };
    bool found = add_words(&all, db, table, words, count, count == 1 && !other_count ? enough : 0);

    if (!add_words(&other, db, table, others, other_count, 0))
        return found ? buf_str(&all) : S("");
    if (!found)
        return buf_str(&other);
    return str_print(a, "(%s) OR (%s)", buf_str(&all).at, buf_str(&other).at);
}

void sqlite_search_put(struct db *db, const char *table, int64_t id, struct str text)
{
    char sql[200];

    if (sqlite_fill_takes(db, table, false, id, text))
        return;
    snprintf(sql, sizeof sql, SQLITE_SEARCH_PUT, table);
    db_do(db, sql, GIVE(id, text));
}

void sqlite_search_remove(struct db *db, const char *table, int64_t id, struct str text)
{
    char sql[200];

    if (sqlite_fill_takes(db, table, true, id, text))
        return;
    snprintf(sql, sizeof sql, SQLITE_SEARCH_REMOVE, table, table);
    db_do(db, sql, GIVE(id, text));
}

void sqlite_search_entries(struct db *db, const char *table, void (*entry)(void *, struct str, int64_t), void *of)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT term, doc FROM %s_terms", table);
    struct query *q = db_ask(db, sql, GIVE_NOTHING);

    while (db_next(q))
        entry(of, db_str(q, 0), db_int(q, 1));
}
