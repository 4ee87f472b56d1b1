/* db_postgres_search.c - what db.h says about searching, by a GIN index of words.
 *
 * Words come folded and split (sought.h) and are kept as they come: no dictionary of PostgreSQL, which may differ from
 * server to server, looks at them.
 *
 * What is asked must cost little however many it finds.  GIN gathers all records that hold a beginning, of each word
 * that is typed, before it gives the first.  So a sixteenth of the records has an index of its own, which is asked
 * first.  When that finds enough, they will do.  Otherwise few are to be found in all, and who looks for several words
 * may look at each record of the longest, which is likely to be in the fewest: when the sample says that there are not
 * many of those, or that enough of them hold the others too. */
#include "store/db_postgres_search.h"

#include <stdio.h>
#include <string.h>

enum {
    SAMPLED = 16,               /* one record of so many */
    TOGETHER = 64,              /* in runs of so many ids, for these lie together */
    MANY = 500,                 /* records of the longest word in the sample, */
    MANY_FOR_EACH = 8,          /* and so many more for each there that holds all words */
};

void postgres_search_schema(struct buf *b, struct str table)
{
    int n = (int)table.len;

    buf_print(b, "CREATE TABLE %.*s_search (id bigint PRIMARY KEY, words tsvector NOT NULL);\n", n, table.at);
    buf_print(b, "CREATE INDEX %.*s_search_by_words ON %.*s_search USING gin (words);\n", n, table.at, n, table.at);
    buf_print(b, "CREATE INDEX %.*s_search_sample ON %.*s_search USING gin (words) WHERE id / %d %% %d = 0;", n, table.at,
              n, table.at, TOGETHER, SAMPLED);
}

/* Each index is asked for what a SELECT gives, so that it is not planned for the words: it would read all records up to
 * as many as are wanted, when it believes that many hold them, and does not know that they may stand at the end. */
struct str postgres_search_select(struct arena *a, const char *table, const char *placeholder, size_t most)
{
    struct str all = str_print(a, "words @@ (SELECT split_part(%s, E'\\n', 1)::tsquery)", placeholder);
    struct str longest = str_print(a, "words @@ (SELECT split_part(%s, E'\\n', 2)::tsquery)", placeholder);
    struct buf sql = { .arena = a };

    buf_print(&sql, "WITH sample AS MATERIALIZED (SELECT id AS found FROM %s_search WHERE id / %d %% %d = 0 AND %s"
                    " LIMIT %zu),", table, TOGETHER, SAMPLED, all.at, most);
    buf_print(&sql, " many AS MATERIALIZED (SELECT %d + %d * count(*) AS count FROM sample),", MANY, MANY_FOR_EACH);
    buf_print(&sql, " likely AS MATERIALIZED (SELECT FROM %s_search WHERE id / %d %% %d = 0 AND %s"
                    " LIMIT (SELECT count FROM many))", table, TOGETHER, SAMPLED, longest.at);
    buf_print(&sql, " SELECT found FROM sample WHERE (SELECT count(*) FROM sample) = %zu", most);
    buf_print(&sql, " UNION ALL SELECT id FROM (SELECT id, words FROM %s_search WHERE %s OFFSET 0) AS each"
                    " WHERE (SELECT count(*) FROM sample) < %zu AND (SELECT count(*) FROM likely) < (SELECT count FROM many)"
                    " AND %s", table, longest.at, most, all.at);
    buf_print(&sql, " UNION ALL SELECT id FROM %s_search"
                    " WHERE (SELECT count(*) FROM sample) < %zu AND (SELECT count(*) FROM likely) = (SELECT count FROM many)"
                    " AND %s LIMIT %zu", table, most, all.at, most);
    return buf_str(&sql);
}

enum { MOST_WORD = 2046 };              /* bytes of a word that PostgreSQL keeps */

/* The beginnings of these words, which are of letters and digits alone, so that no sign of a query is in them. */
static void add_beginnings(struct buf *b, const struct str *words, size_t count)
{
    buf_add(b, b->len ? S(" | ") : S(""));
    for (size_t i = 0; i < count; i++)
        buf_print(b, "%s'%.*s':*", i ? " & " : "", (int)words[i].len, words[i].at);
}

/* All of them, and the longest; nothing when nothing can hold them. */
static void add_words(struct buf *all, struct buf *longest, const struct str *words, size_t count)
{
    size_t long_one = 0;

    for (size_t i = 0; i < count; i++) {
        if (words[i].len > MOST_WORD)
            return;
        if (words[i].len > words[long_one].len)
            long_one = i;
    }
    if (count == 0)
        return;
    add_beginnings(all, words, count);
    add_beginnings(longest, words + long_one, 1);
}

struct str postgres_search_words(struct arena *a, struct db *db, const char *table, const struct str *words, size_t count,
                                 const struct str *others, size_t other_count, size_t enough)
{
    struct buf all = { .arena = a }, longest = { .arena = a };

    (void)db, (void)table, (void)enough;
    add_words(&all, &longest, words, count);
    add_words(&all, &longest, others, other_count);
    return all.len ? str_print(a, "%s\n%s", buf_str(&all).at, buf_str(&longest).at) : S("");
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

void postgres_search_entries(struct db *db, const char *table, void (*entry)(void *, struct str, int64_t), void *of)
{
    char sql[200];

    snprintf(sql, sizeof sql, "SELECT id, array_to_string(tsvector_to_array(words), ' ') FROM %s_search", table);
    struct query *q = db_ask_by_batch(db, sql, GIVE_NOTHING);
    while (db_next(q)) {
        struct str words = db_str(q, 1);
        while (words.len)
            entry(of, str_cut(&words, ' '), db_int(q, 0));
    }
}
