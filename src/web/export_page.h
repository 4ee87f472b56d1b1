/* export_page.h - the records of an overview, and an empty sheet, as Excel files. */
#ifndef WEB_EXPORT_PAGE_H
#define WEB_EXPORT_PAGE_H

#include "web/request.h"

void export_download(struct request *);         /* GET /klanten/export.xlsx: what the overview shows, or ?kies=1&kies=2 */
void export_download_template(struct request *);        /* GET /klanten/sjabloon.xlsx */

/* Says that the answer is a workbook of this name, without .xlsx; who calls gives its bytes. */
void respond_workbook(struct request *, struct str name);

#endif
