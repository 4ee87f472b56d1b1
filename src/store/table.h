/* table.h - which tables and columns a schema has, as the statements that make it say: no other list of them exists. */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

#include "store/migrate.h"

enum { MOST_COLUMNS = 100, MOST_KEY_COLUMNS = 4 };

struct column {
    const char *name;
    bool        is_text;                /* else a whole number */
    const char *of;                     /* the table whose ids it holds; NULL: none */
};

struct table {
    const char   *name;
    struct column columns[MOST_COLUMNS];
    size_t        count;
    size_t        key[MOST_KEY_COLUMNS];        /* the columns that tell one row from another */
    size_t        key_count;            /* 0: none do */
    bool          gives_ids;
};

/* In an order in which what a table refers to comes before it.  What a search index consists of is not among them. */
size_t schema_tables(struct arena *, const struct schema *, struct table **);

#endif
