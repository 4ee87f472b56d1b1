/* article.h - what we sell. */
#ifndef DOMAIN_ARTICLE_H
#define DOMAIN_ARTICLE_H

#include "base/field.h"

struct article {
    struct record  record;
    struct str     code;                /* by which people know it */
    struct str     description;
    struct str     unit;                /* stuk, uur, doos */
    struct decimal sales_price;         /* euros, without VAT */
    struct decimal purchase_price;
    struct choice  vat;                 /* enum vat */
    struct str     revenue_group;
    struct flag    archived;
};

extern const struct entity article_entity;

#endif
