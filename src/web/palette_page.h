/* palette_page.h - Zoeken of opdracht: from anywhere to a record or a command. */
#ifndef WEB_PALETTE_PAGE_H
#define WEB_PALETTE_PAGE_H

#include "web/request.h"

void palette_show(struct request *);            /* GET /zoeken?q= */
void shortcuts_show(struct request *);          /* GET /sneltoetsen */

#endif
