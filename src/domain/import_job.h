/* import_job.h - does what a job asks: checks a sheet, imports it, takes an import back.
 *
 * What comes of it stands with the import (import_history.h), written in the same transaction as what was
 * imported or undone: so a server that is killed leaves all or nothing, and which of the two is known. */
#ifndef DOMAIN_IMPORT_JOB_H
#define DOMAIN_IMPORT_JOB_H

#include "domain/house.h"
#include "domain/job.h"

/* Told how far it is, and asked whether to stop, each now and then. */
struct job_told { void (*told)(void *what, int64_t done, int64_t total); bool (*stops)(void *what); void *what; };

/* Uses transactions of its own.  A fault in it, which a stop is too, leaves nothing done. */
void import_job_run(struct arena *, struct house *, const struct job *, struct moment now, const struct job_told *);

/* After a fault, or when a job is found that nobody does any more.  False: it was done after all. */
bool import_job_failed(struct arena *, struct house *, const struct job *, struct moment now, const char *why);

/* A sheet that is imported at once, outside a job: in the history too, and it can be undone.  In the
 * caller's writing transaction; false as import_apply(). */
bool import_apply_kept(struct arena *, struct db *, const struct import_task *, struct str file, int stage,
                       const struct import_report *, const struct actor *);

#endif
