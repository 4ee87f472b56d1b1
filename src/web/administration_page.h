/* administration_page.h - the administrations of a user, and what is set for one. */
#ifndef WEB_ADMINISTRATION_PAGE_H
#define WEB_ADMINISTRATION_PAGE_H

#include "web/request.h"

void administration_list(struct request *);             /* GET  /administraties */
void administration_new(struct request *);              /* GET  /administraties/nieuw */
void administration_make(struct request *);             /* POST /administraties/nieuw */
void administration_open(struct request *);             /* POST /administraties/:key/openen */
void administration_show_name(struct request *);        /* GET  /administraties/:key/naam */
void administration_rename(struct request *);           /* POST /administraties/:key/naam */

void settings_show(struct request *);                   /* GET  /instellingen */
void settings_show_package(struct request *);           /* GET  /instellingen/pakket */
void settings_choose_package(struct request *);         /* POST /instellingen/pakket */
void settings_show_account(struct request *);           /* GET  /instellingen/account */
void settings_set_keys(struct request *);               /* POST /instellingen/account/sneltoetsen */

#endif
