/* usage.h - whether a record was ever used: then it can be archived, not deleted.
 *
 * The database itself refuses (foreign keys); this only explains. */
#ifndef DOMAIN_USAGE_H
#define DOMAIN_USAGE_H

#include "store/db.h"

/* "Heeft historie: 3 facturen. Archiveren kan wel."; empty when nothing refers to it. */
struct str    usage_reason(struct arena *, struct db *, const struct entity *, int64_t id);

/* The same, asked first and read later; see db_ask(). */
struct usage *usage_ask(struct arena *, struct db *, const struct entity *, int64_t id);
struct str    usage_read(struct usage *);

#endif
