/* db_postgres_search.h - what db_postgres.c passes on about searching. */
#ifndef STORE_DB_POSTGRES_SEARCH_H
#define STORE_DB_POSTGRES_SEARCH_H

#include "store/db.h"

/* As their namesakes in db.h. */
void       postgres_search_schema(struct buf *, struct str table);
struct str postgres_search_select(struct arena *, const char *table, const char *placeholder, size_t most);
struct str postgres_search_words(struct arena *, struct db *, const char *table, const struct str *words, size_t count,
                                 const struct str *others, size_t other_count, size_t enough);
void       postgres_search_put(struct db *, const char *table, int64_t id, struct str text);
void       postgres_search_remove(struct db *, const char *table, int64_t id, struct str text);
void       postgres_search_entries(struct db *, const char *table, void (*entry)(void *, struct str, int64_t), void *of);

#endif
