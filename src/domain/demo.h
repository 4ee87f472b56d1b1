/* demo.h - the example administration: believable customers, suppliers and articles, the same each time. */
#ifndef DOMAIN_DEMO_H
#define DOMAIN_DEMO_H

#include "domain/house.h"

enum { DEMO_CUSTOMERS = 2500 };
#define DEMO_NAME "Demo"
#define DEMO_EMAIL "demo@voorbeeld.nl"

/* Makes the administration "Demo" with so many customers, and some suppliers and articles.  Its id; 0 when there is one already.
 * told, when not NULL, hears how many are made. */
int64_t demo_make(struct house *, int64_t customers, struct moment now, void (*told)(int64_t made));

/* The user of the example, who may do everything there: the password, a fresh one each time, since
 * whoever starts the program reads it. */
struct str demo_user(struct arena *, struct house *, struct moment now);

#endif
