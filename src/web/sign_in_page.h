/* sign_in_page.h - coming in and going out: Welkom, Inloggen, Uitloggen. */
#ifndef WEB_SIGN_IN_PAGE_H
#define WEB_SIGN_IN_PAGE_H

#include "web/request.h"

void sign_in_show(struct request *);            /* GET  /inloggen */
void sign_in_try(struct request *);             /* POST /inloggen */
void sign_out(struct request *);                /* POST /uitloggen */
void sign_out_everywhere(struct request *);     /* POST /instellingen/account/uitloggen */
void welcome_show(struct request *);            /* GET  /welkom: the first start */
void welcome_make(struct request *);            /* POST /welkom */

#endif
