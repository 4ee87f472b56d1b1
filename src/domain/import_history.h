/* import_history.h - imports of an administration: those that were checked and wait for a yes, and
 * those that were done.
 *
 * A sheet that waits lies in the uploads folder with its stage, under a name that nobody can guess; it
 * goes when it was imported, or after a day.  Who started an import is the one who can finish it. */
#ifndef DOMAIN_IMPORT_HISTORY_H
#define DOMAIN_IMPORT_HISTORY_H

#include "domain/house.h"
#include "domain/import.h"

enum { IMPORT_WAITS_SECONDS = 24 * 3600 };

struct import {
    int64_t          id;
    struct str       token;             /* in the names of its files */
    struct str       file;              /* as its owner called it */
    enum import_mode mode;
    bool             done;
    struct moment    at;                /* checked, or when done imported */
    struct str       who;
    int64_t          columns, count[IMPORT_VERDICTS];
    struct str       notes;
};

struct str import_schema(struct arena *, enum make);

/* These use transactions of their own: db is in none. */

/* Checks the sheet at path, which may be gone after, and keeps it with what was found.  The new
 * import's id; 0 when it is refused: then why is in the report and nothing was kept. */
int64_t import_start(struct arena *, struct house *, struct db *, const struct import_task *, const char *path,
                     struct str name, const struct actor *, struct import_report *);

enum import_end {
    IMPORT_DONE,                        /* now, or before: db is in a transaction, which import_keep() commits */
    IMPORT_AGAIN,                       /* records changed since: nothing was done, and it was checked again */
    IMPORT_GONE,                        /* it waited too long */
};
enum import_end import_finish(struct arena *, struct house *, struct db *, const struct entity *, int64_t country,
                              int64_t id, const struct actor *);
/* Between the two an answer can be made, so that who is told of a fault is told the truth. */
void import_keep(struct arena *, struct house *, struct db *, const struct import *);

/* False: there is no such import of this entity by this user. */
bool   import_get(struct arena *, struct db *, const struct entity *, int64_t id, int64_t user, struct import *);
/* What was found, by row. */
size_t import_lines(struct arena *, struct db *, int64_t id, bool wrong_only, size_t most, struct import_line **);

#endif
