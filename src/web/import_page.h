/* import_page.h - a sheet into the records of any entity: choose, check, done, each as far as it is.  As a
 * dialog over the overview, or as a page without a script. */
#ifndef WEB_IMPORT_PAGE_H
#define WEB_IMPORT_PAGE_H

#include "domain/import_coupling.h"
#include "domain/import_history.h"
#include "domain/job.h"
#include "web/request.h"

enum { REFRESH_SECONDS = 2 };                   /* of what goes on, without a script */

void import_show(struct request *);             /* GET  /klanten/importeren */
void import_upload(struct request *);           /* POST /klanten/importeren */
void import_show_one(struct request *);         /* GET  /klanten/importeren/:key, ?fouten=1 */
void import_confirm(struct request *);          /* POST /klanten/importeren/:key */
void import_progress(struct request *);         /* GET  /klanten/importeren/:key/voortgang */

/* The import of this token, and for who may see it: what waits for a yes is for who may give it.  False:
 * it was refused. */
bool import_find(struct request *, struct str token, struct import *);
/* Checks it once more, and shows what comes of it. */
void import_check_again(struct request *, const struct import *);
/* Asks for a job, and waits for it with the site's patience; db is in a new reading transaction then.
 * False: it goes on in the background. */
bool import_ask(struct request *, const struct job *);
/* What is done for this import, or waits. */
bool import_job_of(struct request *, struct str token, struct job *);
/* How far it is: 1.260 van 4.000 klanten; or what it waits for. */
struct str import_progress_words(struct request *, const struct job *);

/* ---- its views ---- */

/* A dialog, or a page without a script: around what a step shows. */
void page_import_begin(struct buf *, struct request *, const struct entity *, const char *title, const char *class);
void page_import_title(struct buf *, struct request *, struct str title);
void page_import_end(struct buf *, struct request *);

struct import_choice { enum import_mode mode; struct str title, text; };

struct import_form {
    const struct entity *entity;
    struct import_choice choices[IMPORT_MODES];
    enum import_mode     mode;          /* chosen */
    const char          *problem;       /* with the file; NULL: none */
    struct import_couplings couplings;
};
void page_import_form(struct buf *, struct request *, const struct import_form *);

struct import_badge { const char *class, *word; };

struct import_page {
    const struct entity *entity;
    struct import        import;
    struct import_line  *lines;
    size_t               line_count;
    int64_t              rows, wanted;  /* of the sheet; that will be written */
    bool                 wrong_only;
    struct str           shown;         /* which lines these are */
    struct str           result;        /* in a sentence */
};
struct import_badge import_badge(enum import_verdict);
void page_import_check(struct buf *, struct request *, const struct import_page *);
void page_import_result(struct buf *, struct request *, const struct import_page *);

/* Something that goes on in the background. */
struct progress_page {
    const struct entity *entity;
    struct job           job;
    const char          *title;
    struct str           words;
};
void page_import_progress(struct buf *, struct request *, const struct progress_page *);

#endif
