/* entities.h - everything that an administration keeps by a field table. */
#ifndef DOMAIN_ENTITIES_H
#define DOMAIN_ENTITIES_H

#include "base/field.h"

extern const struct entity *const entities[];
extern const size_t entity_count;

/* By the word people use for many, as the command line has it: "klanten".  NULL: no such. */
const struct entity *entity_called(struct str titles);

/* deze or dit, nieuwe or nieuw: as the title that follows asks. */
const char *entity_this(const struct entity *);
const char *entity_new_word(const struct entity *);

#endif
