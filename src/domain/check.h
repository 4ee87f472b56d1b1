/* check.h - whether all that a house keeps is what the program would keep today. */
#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H

#include "domain/house.h"

#include <stdio.h>

/* Every record through the gate, every reference, and all that follows from records; what the database itself finds to
 * be damaged too.  A line on out for each finding, and how much was looked at; how many findings. */
int64_t check_all(struct arena *, struct house *, FILE *out);
/* The administration with this id alone. */
int64_t check_one(struct arena *, struct house *, int64_t id, FILE *out);

#endif
