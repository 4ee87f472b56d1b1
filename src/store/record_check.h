/* record_check.h - whether what record_put() derives from records is as it would be made now. */
#ifndef STORE_RECORD_CHECK_H
#define STORE_RECORD_CHECK_H

#include "store/record.h"

/* Hears what is wrong with a row of a table.  id 0: with the table as a whole, column "": with the row. */
struct finder {
    void (*found)(struct finder *, const char *table, int64_t id, const char *column, const char *why);
};

/* Folded copies, counts, search index, trail. */
void record_check(struct arena *, struct db *, const struct entity *, struct finder *);

#endif
