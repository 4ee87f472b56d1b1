/* house.h - where the data is: the directory, and each administration in a database of its own.
 *
 *     in a folder                     in PostgreSQL
 *     DIR/poolster.db                 schema poolster         users, sessions, administrations, roles
 *     DIR/administrations/<id>.db     schema a_<id>           everything a business owns
 *     DIR/uploads                     a folder of the process files on their way in
 *
 * No query can reach another administration's rows, since they are in another database. */
#ifndef DOMAIN_HOUSE_H
#define DOMAIN_HOUSE_H

#include "store/record.h"

struct house;

/* A folder, or postgresql://...  Makes what is missing there; faults when that can not be done. */
struct house *house_open(const char *place);
void          house_close(struct house *);

/* Give back what you took, also after a fault: house_give() does nothing with NULL. */
struct db    *house_directory(struct house *);
struct db    *house_administration(struct house *, int64_t id);
void          house_give(struct house *, struct db *);

/* A folder for files on their way.  At a server it is seen by this process alone, and goes with it. */
const char   *house_uploads(const struct house *);
bool          house_is_at_server(const struct house *);

/* Makes the database of a new administration, with its Klant onbekend. */
void          house_make_administration(struct house *, int64_t id, struct moment now);

extern const struct schema administration_schema, directory_schema;

#endif
