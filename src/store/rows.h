/* rows.h - many rows for one table: copied a thousand at a time on a make that copies, one by one on the other. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store/db.h"

/* columns: "a, b, c".  many: false, when there will be so few that copying is no quicker. */
struct rows;
struct rows *rows_into(struct arena *, struct db *, const char *table, const char *columns, bool many);
/* What the table refuses is a fault, now or later. */
void         rows_add(struct rows *, struct given);
/* All are there. */
void         rows_end(struct rows *);

#endif
