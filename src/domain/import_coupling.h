/* import_coupling.h - headings of other programs that somebody coupled to fields, kept in the
 * administration: the next sheet that has them is read so too, and says so. */
#ifndef DOMAIN_IMPORT_COUPLING_H
#define DOMAIN_IMPORT_COUPLING_H

#include "domain/import_heading.h"
#include "store/db.h"

struct str import_coupling_schema(struct arena *, enum make);

struct import_couplings import_couplings(struct arena *, struct db *, const struct entity *);

/* In the place of what was coupled before.  field NULL: the column is left out; that is remembered too. */
void import_couple(struct db *, const struct entity *, struct str heading, const struct field *);
/* From now on all are unknown again. */
void import_uncouple_all(struct db *, const struct entity *);

#endif
