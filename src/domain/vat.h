/* vat.h - the Dutch value added tax (btw) on what is sold, and how high it was when. */
#ifndef DOMAIN_VAT_H
#define DOMAIN_VAT_H

#include "base/field.h"

enum vat { VAT_HIGH, VAT_LOW, VAT_NONE, VAT_REVERSED, VATS };   /* reversed: the buyer pays it (verlegd) */

extern const struct alternative vat_options[];  /* the same, as the choice of a field */

/* What is paid over something supplied on that day; nothing over what is none or reversed.  False: the day lies
 * before what is told here. */
bool vat_percent(enum vat, struct date, struct decimal *percent);

#endif
