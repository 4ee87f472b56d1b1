/* copy.h - administrations go from one house to another, of whichever make.
 *
 * Each goes in one transaction, in which both ends are read again and compared, so that what is there is there whole;
 * the directory goes last, so that nobody enters before.  When a copy was broken off, the next one goes on behind what
 * came.
 * Sessions, sign-ins that failed, the code of the first start, jobs and files on their way stay behind. */
#ifndef DOMAIN_COPY_H
#define DOMAIN_COPY_H

#include "domain/house.h"

#include <stdio.h>

/* All say on out what came and a checksum of it, and on wrong why nothing may: then they are false, and what was there
 * is as it was. */

/* Everything, to a house without users and administrations, or with those that an earlier copy brought. */
bool copy_all(struct arena *, struct house *from, struct house *to, FILE *out, FILE *wrong);
/* One administration, to a house that has none of its name.  It gets a number of its own there, and roles for the users
 * who are there too, by their e-mail address. */
bool copy_one(struct arena *, struct house *from, struct house *to, struct str name, FILE *out, FILE *wrong);

#endif
