/* country.h - the countries of ISO 3166-1, and what an address tells about its own.
 *
 * A country is kept as its number (528 is Nederland), which a code or a name can always be made of.
 * 0 is no country. */
#ifndef DOMAIN_COUNTRY_H
#define DOMAIN_COUNTRY_H

#include "base/field.h"

enum { COUNTRY_BELGIUM = 56, COUNTRY_GERMANY = 276, COUNTRY_NETHERLANDS = 528 };

struct country {
    int64_t     number;
    const char *alpha2, *alpha3;
    const char *name;           /* in Dutch */
    const char *english;
};

extern const struct country countries[];        /* by Dutch name, as a select box shows them */
extern const size_t         country_count;
extern const struct alternative  country_options[];  /* the same, as the choice of a field */

/* NULL when there is none. */
const struct country *country_by_number(int64_t number);
const struct country *country_by_alpha2(struct str code);       /* in any case */

/* By number, code, or name in Dutch or English, without regard to case and accents; EL and XI
 * (Greece and Northern Ireland in VAT numbers) too.  NULL when it is none of these. */
const struct country *country_find(struct arena *, struct str);

/* Whose VAT number this is: by its first two letters; 0 when they are no country.  It need not be
 * right otherwise. */
int64_t vat_number_country(struct str vat_number);

/* Which country an address is in that does not say so.  The first of:
 *   1. a postcode of Dutch form (1234 AB), or of British form (SW1A 1AA);
 *   2. a postcode with a code in front, and a hyphen or blank between: the two or three letters of
 *      ISO 3166-1 (NL-1234 AB, BE 1000, AT-1010), or those of cars in Europe (B-1000, D-10115);
 *   3. the VAT number's country;
 *   4. home, the administration's own. */
int64_t country_guess(struct arena *, struct str postcode, struct str vat_number, int64_t home);

/* A check as in identifier.h: a Dutch postcode must be right and is stored as `1234 AB`; any other
 * is only trimmed. */
const char *postcode_check(struct arena *, int64_t country, struct str *value);

#endif
