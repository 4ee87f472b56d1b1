/* db_sqlite_inner.h - what the files of SQLite share. */
#ifndef STORE_DB_SQLITE_INNER_H
#define STORE_DB_SQLITE_INNER_H

#include "store/make.h"

#include <sqlite3.h>

/* Of the pages of a database, for each handle; temporary files are as good as never written. */
#define SQLITE_USUAL_MEMORY "PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY"

struct sqlite {
    struct db           db;
    sqlite3            *handle;
    struct sqlite_fill *fill;           /* NULL: no table is being filled */
};

static inline struct sqlite *sqlite_of(const struct db *db)
{
    return (struct sqlite *)db;
}

/* A fault: what this handle can not do. */
_Noreturn void sqlite_broken(sqlite3 *, const char *sql);

/* ---- db_sqlite_fill.c ---- */

void sqlite_fill(struct db *, const char *table);
void sqlite_filled(struct db *, const char *table);
/* At the end of a transaction, however it ends. */
void sqlite_fill_end(struct db *);
/* Takes what is to be added to, or removed from, the search index of a table that is being filled. False: it is not. */
bool sqlite_fill_takes(struct db *, const char *table, bool removes, int64_t id, struct str text);

/* ---- db_sqlite_search.c: as their namesakes in db.h ---- */

void       sqlite_search_schema(struct buf *, struct str table);
struct str sqlite_search_select(struct arena *, const char *table, const char *placeholder, size_t most);
struct str sqlite_search_words(struct arena *, struct db *, const char *table, const struct str *words, size_t count,
                               const struct str *others, size_t other_count, size_t enough);
void       sqlite_search_put(struct db *, const char *table, int64_t id, struct str text);
void       sqlite_search_remove(struct db *, const char *table, int64_t id, struct str text);
void       sqlite_search_entries(struct db *, const char *table, void (*entry)(void *, struct str, int64_t), void *of);

/* What the two in the middle ask, with the name of the table for each %s. */
#define SQLITE_SEARCH_PUT    "INSERT INTO %s_search(rowid, words) VALUES ($1, $2)"
#define SQLITE_SEARCH_REMOVE "INSERT INTO %s_search(%s_search, rowid, words) VALUES ('delete', $1, $2)"

#endif
