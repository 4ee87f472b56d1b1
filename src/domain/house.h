/* house.h - the data folder: the directory, and each administration in a database of its own.
 *
 *     DIR/poolster.db                 users, sessions, administrations, roles
 *     DIR/administrations/<id>.db     everything a business owns
 *     DIR/uploads                     files on their way in
 *
 * No query can reach another administration's rows, since they are in another database. */
#ifndef DOMAIN_HOUSE_H
#define DOMAIN_HOUSE_H

#include "store/record.h"

struct house;

/* Makes what is missing in the folder; faults when that can not be done. */
struct house *house_open(const char *folder);
void          house_close(struct house *);

/* Give back what you took, also after a fault: house_give() does nothing with NULL. */
struct db    *house_directory(struct house *);
struct db    *house_administration(struct house *, int64_t id);
void          house_give(struct house *, struct db *);

const char   *house_uploads(const struct house *);

/* Makes the database of a new administration, with its Klant onbekend. */
void          house_make_administration(struct house *, int64_t id, struct moment now);

extern const struct schema administration_schema, directory_schema;

#endif
