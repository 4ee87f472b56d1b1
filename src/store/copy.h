/* copy.h - the rows of a table go from one database to another, of whichever make.
 *
 * Rows are read in the order of their key, some at a time, so that memory does not grow with them, in one transaction of
 * the caller. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/table.h"

/* What a number stands for at the other end; those that are not there become 0.  Sorted by from. */
struct renumbered { int64_t from, to; };
struct renumbering {
    const char              *column;    /* of whichever table */
    const struct renumbered *numbers;
    size_t                   count;
};

/* Into a table without rows.  renumber may be NULL.  The ids that are given out from then on are those that the other
 * would have given. */
void table_copy(struct arena *, struct db *from, struct db *to, const struct table *, const struct renumbering *);

bool table_has_rows(struct arena *, struct db *, const struct table *);

/* Of all that is in a table: two that have the same are the same. */
enum { SUM_BYTES = 32 };
struct table_sum { int64_t rows; unsigned char sum[SUM_BYTES]; };
struct table_sum table_sum(struct arena *, struct db *, const struct table *, const struct renumbering *);

#endif
