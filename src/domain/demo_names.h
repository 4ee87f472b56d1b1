/* demo_names.h - customers who do not exist, for the example administration and the benchmarks.
 *
 * The same seed and index give the same customer for ever, whichever others were asked for and in
 * what order.  All values pass the checks of identifier.h and country.h and the lengths of a
 * customer.  Places, postcodes, area codes and banks fit each other; people, firms, domains and
 * numbers are made up, and one may happen to exist: never send anything to them. */
#ifndef DOMAIN_DEMO_NAMES_H
#define DOMAIN_DEMO_NAMES_H

#include "base/arena.h"
#include "base/str.h"

/* Text that a customer does not have is empty. */
struct demo_customer {
    bool       consumer;                /* a person; else a business or institution */
    struct str name;
    struct str coc_number, vat_number;
    struct str website;
    struct str memo;

    struct str contact;
    struct str street;                  /* with the house number */
    struct str postcode, city;
    int64_t    country;                 /* ISO 3166-1 numeric: mostly 528, some 56 and 276 */

    struct str postal_contact;          /* a few want their letters elsewhere */
    struct str postal_street;
    struct str postal_postcode, postal_city;
    int64_t    postal_country;          /* 0 without such an address */

    struct str phone, mobile;
    struct str email;

    int64_t    payment_term;            /* days */
    int64_t    credit_limit_cents;      /* 0: none */
    int64_t    invoice_discount;        /* ten-thousandths of a percent: 25000 is 2.5 % */
    struct str iban, bic;
    int        debit_mode;              /* 0 none, 1 Core, 2 B2B (no consumers); 0 without IBAN */
    int        dunning_mode;            /* 0 none, 1 business, 2 consumer */
};

/* Text lives in the arena; nothing is kept. */
void demo_customer(struct arena *, uint64_t seed, uint64_t index, struct demo_customer *out);

#endif
