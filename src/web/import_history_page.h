/* import_history_page.h - what was imported, by whom, and the way back. */
#ifndef WEB_IMPORT_HISTORY_PAGE_H
#define WEB_IMPORT_HISTORY_PAGE_H

#include "web/import_page.h"

void import_show_history(struct request *);     /* GET  /klanten/importeren/geschiedenis, ?voor=ID */
void import_undo(struct request *);             /* POST /klanten/importeren/:key/ongedaan */

struct history_row {
    struct import       import;         /* of what goes on only who, when and which file */
    struct import_badge state;
    struct str          words;          /* about its state; empty when there is nothing to say */
    struct str          path;           /* of its page; empty when this user has nothing to do there */
    bool                runs;           /* just now: how far it is changes */
    bool                counted;        /* its counts are known */
    struct str          undo;           /* what undoing does; empty when it can not be done */
};

struct history_page {
    const struct entity *entity;
    struct history_row  *rows;
    size_t               count;
    int64_t              older;         /* what the next page comes before; 0: this is the last */
};
void page_import_history(struct buf *, struct request *, const struct history_page *);

#endif
