/* job_runner.h - threads that do the jobs of the directory (domain/job.h), whoever is looking. */
#ifndef WEB_JOB_RUNNER_H
#define WEB_JOB_RUNNER_H

#include "domain/house.h"

struct job_runner;

/* Does nothing yet: what is asked waits.  The struct lives in the arena. */
struct job_runner *job_runner_new(struct arena *, struct house *);

/* First settles what an earlier process left undone, and says so on standard error; then begins with what
 * waits.  False when the threads can not be made. */
bool job_runner_start(struct job_runner *, unsigned threads);

/* There is a new job. */
void job_runner_wake(struct job_runner *);

/* At most so long, until nothing is done for this import any more; whether that is so. */
bool job_runner_wait(struct job_runner *, struct arena *, struct db *directory, int64_t administration, struct str token,
                     unsigned milliseconds);

/* Breaks off what runs, at its next word of how far it is, and tells of it in the history. */
void job_runner_stop(struct job_runner *);

#endif
