/* export_page.h - the records of an overview, and an empty sheet, as Excel files. */
#ifndef WEB_EXPORT_PAGE_H
#define WEB_EXPORT_PAGE_H

#include "web/request.h"

void export_download(struct request *);         /* GET /klanten/export.xlsx, with what the overview shows */
void export_download_template(struct request *);        /* GET /klanten/sjabloon.xlsx */

#endif
