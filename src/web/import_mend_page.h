/* import_mend_page.h - what a user mends before an import: headings that are coupled to fields, and the
 * wrong rows as a workbook. */
#ifndef WEB_IMPORT_MEND_PAGE_H
#define WEB_IMPORT_MEND_PAGE_H

#include "domain/import_history.h"
#include "web/request.h"

void import_couple_columns(struct request *);   /* POST /klanten/importeren/:key/koppelen */
void import_forget_columns(struct request *);   /* POST /klanten/importeren/koppelingen */
void import_download_wrong(struct request *);   /* GET  /klanten/importeren/:key/fouten.xlsx */

/* The page of an import whose headings must be coupled first. */
void import_show_couple(struct request *, const struct import *);

/* ---- its view ---- */

struct couple_row {
    struct str          heading, example;
    const struct field *field;          /* chosen; NULL: none, or it is left out */
    bool                unknown, left_out;
    struct str          input;          /* name of its choice */
    const char         *problem;        /* with the choice; NULL: none */
};

struct couple_page {
    const struct entity *entity;
    struct import        import;
    struct couple_row   *rows;
    size_t               count, problems;
};
/* Whether a column may be coupled to this field: no other has its heading. */
bool couple_offers(const struct couple_page *, const struct field *);
void page_import_couple(struct buf *, struct request *, const struct couple_page *);

#endif
