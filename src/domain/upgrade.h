/* upgrade.h - brings every database of a house to the schema of this program, one by one, instead of waiting until somebody
 * opens it. */
#ifndef DOMAIN_UPGRADE_H
#define DOMAIN_UPGRADE_H

#include "domain/house.h"

#include <stdio.h>

/* Says on out how many administrations there are, and on wrong which one could not be, with why: the others are, and it is
 * false.  Those that are up to date are left alone, so what was broken off goes on when it is begun again. */
bool upgrade(struct arena *, struct house *, FILE *out, FILE *wrong);

#endif
