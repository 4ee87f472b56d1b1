/* db_sqlite_search.h - between the files of db.h over SQLite alone. */
#ifndef STORE_DB_SQLITE_SEARCH_H
#define STORE_DB_SQLITE_SEARCH_H

#include "base/str.h"

/* The statements that make the search index of a table. */
void sqlite_search_schema(struct buf *, struct str table);

#endif
