/* db_postgres_search.c - what db.h says about searching, by a GIN index of words.
 *
 * Words come folded and split (sought.h) and are kept as they come: no dictionary of PostgreSQL, which may differ from
 * server to server, looks at them. */
#include "store/db_postgres_search.h"

#include <stdio.h>
#include <string.h>

void postgres_search_schema(struct buf *b, struct str table)
{
    buf_print(b, "CREATE TABLE %.*s_search (id bigint PRIMARY KEY, words tsvector NOT NULL);\n"
                 "CREATE INDEX %.*s_search_by_words ON %.*s_search USING gin (words);",
              (int)table.len, table.at, (int)table.len, table.at, (int)table.len, table.at);
}

struct str postgres_search_select(struct arena *a, const char *table, const char *placeholder)
{
    return str_print(a, "SELECT id AS found FROM %s_search WHERE words @@ %s::tsquery", table, placeholder);
}

bool postgres_search_asks(const char *sql)
{
    return strstr(sql, "@@") != NULL;
}

enum { MOST_WORD = 2046 };              /* bytes of a word that PostgreSQL keeps */

/* The beginnings of all these words, of letters and digits alone, so that no sign of a query is in them.  False when
 * nothing can hold them. */
static bool add_beginnings(struct buf *b, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].len > MOST_WORD)
            return false;
        buf_print(b, "%s'%.*s':*", i ? " & " : "", (int)words[i].len, words[i].at);
    }
    return count > 0;
}

struct str postgres_search_words(struct arena *a, struct db *db, const char *table, const struct str *words, size_t count,
                                 const struct str *others, size_t other_count, size_t enough)
{
    struct buf all = { .arena = a }, other = { .arena = a };
    bool found = add_beginnings(&all, words, count);

    (void)db, (void)table, (void)enough;
    if (!add_beginnings(&other, others, other_count))
        return found ? buf_str(&all) : S("");
    if (!found)
        return buf_str(&other);
    return str_print(a, "%s | %s", buf_str(&all).at, buf_str(&other).at);
}

void postgres_search_put(struct db *db, const char *table, int64_t id, struct str text)
{
    char sql[200];
    snprintf(sql, sizeof sql, "INSERT INTO %s_search (id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))",
             table);
    db_do(db, sql, GIVE(id, text));
}

void postgres_search_remove(struct db *db, const char *table, int64_t id, struct str text)
{
    char sql[200];
    (void)text;
    snprintf(sql, sizeof sql, "DELETE FROM %s_search WHERE id = $1", table);
    db_do(db, sql, GIVE(id));
}

/* By pieces, since all that is asked at once is in memory at once. */
void postgres_search_entries(struct db *db, const char *table, void (*entry)(void *, struct str, int64_t), void *of)
{
    char sql[200];
    int64_t behind = 0;
    bool more = true;

    snprintf(sql, sizeof sql, "SELECT id, array_to_string(tsvector_to_array(words), ' ') FROM %s_search WHERE id > $1"
                              " ORDER BY id LIMIT 1000", table);
    while (more) {
        struct query *q = db_ask(db, sql, GIVE(behind));
        for (more = false; db_next(q); more = true) {
            struct str words = db_str(q, 1);
            behind = db_int(q, 0);
            while (words.len)
                entry(of, str_cut(&words, ' '), behind);
        }
    }
}
