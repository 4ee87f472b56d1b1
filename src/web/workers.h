/* workers.h - threads for what may take long: a password, a write, a file.
 *
 * The number of threads is fixed and so is the queue before them, so that more work than can be
 * done is told to whoever asks, at once, instead of piling up. */
#ifndef WEB_WORKERS_H
#define WEB_WORKERS_H

#include "base/arena.h"

#include <stdbool.h>

struct workers;

/* NULL when the threads can not be made.  The struct lives in the arena. */
struct workers *workers_start(struct arena *, unsigned threads, unsigned queue,
                              void (*run)(void *job));

/* False when the queue is full, or stopped. */
bool workers_give(struct workers *, void *job);

/* Finishes the jobs it has and ends the threads.  Whoever still gives one is told no. */
void workers_stop(struct workers *);

#endif
