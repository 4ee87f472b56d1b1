/* job.h - work on an import that goes on when nobody looks: its check, its writing, its undoing.
 *
 * Each is a row of the directory from when it is asked until it has ended, so that it can be told how far
 * it is while the administration's own database is in a long transaction.  Of an administration one runs at
 * a time, in the order they were asked.  What came of it stands with the import (import_history.h). */
#ifndef DOMAIN_JOB_H
#define DOMAIN_JOB_H

#include "domain/import.h"

enum job_what { JOB_CHECK, JOB_IMPORT, JOB_UNDO };

struct job {
    int64_t              id, administration;
    enum job_what        what;
    const struct entity *entity;
    struct str           token, file;   /* of the import */
    enum import_mode     mode;
    struct actor         by;            /* who asked, and when */
    bool                 runs;          /* else it waits for its turn */
    int64_t              done, total;   /* rows or records; total 0: not known */
    int64_t              slow;          /* times that it was broken off for taking long */
};

struct str job_schema(struct arena *, enum make);

/* All use the directory, in no transaction of the caller. */

/* False: something is done for this import already. */
bool   job_add(struct db *, const struct job *);
/* Takes the oldest one that may begin; false when there is none.  owner: the process. */
bool   job_take(struct arena *, struct db *, struct str owner, struct moment now, struct job *);
void   job_tell(struct db *, int64_t id, int64_t done, int64_t total, struct moment now);
/* It has ended, or waits once more.  slow: it was broken off for taking long. */
void   job_end(struct db *, int64_t id);
void   job_put_back(struct db *, int64_t id, bool slow);
/* That this process, which has those that run, is there still. */
void   job_alive(struct db *, struct str owner, struct moment now);
/* Those that run, of processes that were not heard of since; those of one process. */
size_t job_silent(struct arena *, struct db *, struct moment since, struct job **);
size_t job_of_owner(struct arena *, struct db *, struct str owner, struct job **);

/* What is done, or waits, for an import. */
bool   job_find(struct arena *, struct db *, int64_t administration, struct str token, struct job *);
/* What must end before a job that waits can begin; false: nothing of its administration. */
bool   job_before(struct arena *, struct db *, const struct job *, struct job *);
/* Those of an entity, the oldest first. */
size_t job_list(struct arena *, struct db *, int64_t administration, const struct entity *, size_t most, struct job **);

#endif
