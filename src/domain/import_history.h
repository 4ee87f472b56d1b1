/* import_history.h - imports of an administration: those that were checked and wait for a yes, those that
 * were done, and those that were not, with why.
 *
 * What waits, waits a day.  What is done for an import just now is a job (job.h). */
#ifndef DOMAIN_IMPORT_HISTORY_H
#define DOMAIN_IMPORT_HISTORY_H

#include "domain/import.h"

enum import_state {
    IMPORT_CHECKED,                     /* waits for the yes of who began it */
    IMPORT_COUPLES,                     /* waits until who began it coupled its headings: these are its lines */
    IMPORT_REFUSED,                     /* no sheet that can be imported: nothing was done */
    IMPORT_FAILED,                      /* the server stopped, or could not: nothing was done */
    IMPORT_DONE,
    IMPORT_UNDONE,
};

struct import {
    int64_t           id;
    struct str        token;            /* in its address, and in the names of its files */
    struct str        file;             /* as its owner called it */
    enum import_mode  mode;
    enum import_state state;
    struct moment     at;               /* checked, or when done imported */
    int64_t           user;
    struct str        who;
    int64_t           columns, count[IMPORT_VERDICTS];
    struct str        notes;
    struct str        remark;           /* about its state, in sentences; empty when there is nothing to say */
};

struct str import_schema(struct arena *, enum make);

/* In the caller's writing transaction. */

/* A new one of this task and token, with what its check found; its id. */
int64_t import_add(struct db *, const struct import_task *, struct str token, struct str file,
                   const struct import_report *, const struct actor *);
/* What a new check found of one that is there. */
void    import_set_report(struct db *, int64_t id, const struct import_report *, struct moment now);
/* at: when it was done; 0: leave it. */
void    import_set_state(struct db *, int64_t id, enum import_state, struct moment at, struct str remark);
/* Removes what waited for more than a day. */
void    import_sweep(struct db *, struct moment now);

/* False: there is no such import of this entity. */
bool    import_get(struct arena *, struct db *, const struct entity *, struct str token, struct import *);
/* The latest first, from before this id on; 0: the very latest. */
size_t  import_list(struct arena *, struct db *, const struct entity *, int64_t before, size_t most, struct import **);
/* What was found, by row. */
size_t  import_lines(struct arena *, struct db *, int64_t id, bool wrong_only, size_t most, struct import_line **);

#endif
