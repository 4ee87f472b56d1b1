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

#include "domain/directory.h"
#include "store/record.h"

struct house;

/* A folder, or postgresql://...  Makes what is missing there; faults when that can not be done. */
struct house *house_open(const char *place);
/* The same where there is one already; faults when there is none, and makes nothing. */
struct house *house_find(const char *place);
void          house_close(struct house *);
/* What to do instead after a fault, when databases may be in use: what is of this process alone goes. */
void          house_abandon(struct house *);

/* Give back what you took, also after a fault: house_give() does nothing with NULL. */
struct db    *house_directory(struct house *);
struct db    *house_administration(struct house *, int64_t id);
void          house_give(struct house *, struct db *);
/* Room for one that you take, which is given back when the arena ends. */
struct db   **house_room(struct arena *, struct house *);

/* A folder for files on their way.  At a server it is seen by this process alone, and goes with it. */
const char   *house_uploads(const struct house *);
bool          house_is_at_server(const struct house *);

/* Adds an administration to the directory, in the caller's writing transaction, and makes its database.  Its number; one
 * whose database holds records, which the directory has forgotten, is passed over, and told on standard error. */
int64_t       house_add_administration(struct house *, struct db *directory, struct str name, int64_t country, enum package,
                                       int64_t owner, struct moment now);
/* So that what directory_add_administration() adds next is no such number. */
void          house_pass_over(struct house *, struct db *directory);

/* Makes the database of a new administration, with its Klant onbekend. */
void          house_make_administration(struct house *, int64_t id, struct moment now);
/* One without a record, in the place of what an earlier attempt left, which is a fault when that holds records; and one
 * that is made only when it is not there.  Give back what you took. */
struct db    *house_new_administration(struct house *, int64_t id);
struct db    *house_administration_or_new(struct house *, int64_t id);

extern const struct schema administration_schema, directory_schema;

#endif
