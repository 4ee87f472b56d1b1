/* sought.h - by which words a record is found. */
#ifndef STORE_SOUGHT_H
#define STORE_SOUGHT_H

#include "store/db.h"

/* What people search a record by: folded words with blanks between, as the search index keeps them. */
struct str record_sought(struct arena *, const struct entity *, const void *record);
/* What to ask the index (db_search_select) for what someone typed; empty when nothing can be found by it.
 * enough: that many records will do. */
struct str record_search_words(struct arena *, struct db *, const struct entity *, bool archived, struct str typed,
                               size_t enough);

#endif
