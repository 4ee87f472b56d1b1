/* demo_articles.h - what the example administration sells. */
#ifndef DOMAIN_DEMO_ARTICLES_H
#define DOMAIN_DEMO_ARTICLES_H

#include "domain/vat.h"

#include <stddef.h>

struct demo_article {
    const char *code, *description, *unit, *revenue_group;
    int64_t     sales_price, purchase_price;    /* cents */
    enum vat    vat;
};

extern const struct demo_article demo_articles[];
extern const size_t demo_article_count;

#endif
