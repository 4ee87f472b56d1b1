/* error_page.h - a page, or for htmx a fragment, that says what went wrong and what to do. */
#ifndef WEB_ERROR_PAGE_H
#define WEB_ERROR_PAGE_H

#include "web/request.h"

void refuse(struct request *, int status, const char *why);
/* 503: others are busy, and it may work in a while. */
void refuse_busy(struct request *, bool unsure);
/* 403: this comes with a larger package. */
void refuse_package(struct request *, enum package);

#endif
