/* import_page.h - a sheet into the records of any entity: choose, check, done.  As a dialog over the
 * overview, or as a page without a script. */
#ifndef WEB_IMPORT_PAGE_H
#define WEB_IMPORT_PAGE_H

#include "domain/import_history.h"
#include "web/request.h"

void import_show(struct request *);             /* GET  /klanten/importeren */
void import_upload(struct request *);           /* POST /klanten/importeren */
void import_show_one(struct request *);         /* GET  /klanten/importeren/:key, ?fouten=1 */
void import_confirm(struct request *);          /* POST /klanten/importeren/:key */

/* ---- its views ---- */

struct import_choice { enum import_mode mode; struct str title, text; };

struct import_form {
    const struct entity *entity;
    struct import_choice choices[IMPORT_MODES];
    enum import_mode     mode;          /* chosen */
    const char          *problem;       /* with the file; NULL: none */
};
void page_import_form(struct buf *, struct request *, const struct import_form *);

struct import_badge { const char *class, *word; };

struct import_page {
    const struct entity *entity;
    struct import        import;
    struct import_line  *lines;
    size_t               line_count;
    int64_t              rows, wanted;  /* of the sheet; that will be written */
    bool                 wrong_only, again;     /* again: checked anew, for records have changed */
    struct str           shown;         /* which lines these are */
    struct str           result;        /* in a sentence */
};
struct import_badge import_badge(enum import_verdict);
void page_import_check(struct buf *, struct request *, const struct import_page *);
void page_import_result(struct buf *, struct request *, const struct import_page *);

#endif
