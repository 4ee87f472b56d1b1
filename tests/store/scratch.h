/* scratch.h - databases in a folder that goes when the test ends, and faults as answers. */
#ifndef TESTS_STORE_SCRATCH_H
#define TESTS_STORE_SCRATCH_H

#include "base/fault.h"
#include "../place.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char scratch_folder[64];

/* For cmocka: the folder is made before and removed after the tests. */
static inline int scratch_make(void **state)
{
    (void)state;
    snprintf(scratch_folder, sizeof scratch_folder, "%s/store-test-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");      /* in memory, where writing waits for no disk */
    return mkdtemp(scratch_folder) ? 0 : -1;
}

static inline int scratch_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static inline int scratch_remove(void **state)
{
    (void)state;
    return nftw(scratch_folder, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A database that was not asked for before. */
static inline const char *scratch_path(struct arena *a)
{
    return place_new(a, scratch_folder);
}

static _Thread_local bool fault_was_busy;       /* the last of faults() */

/* What work(with) says when it faults; empty when it does not. */
static inline const char *faults(void (*work)(void *), void *with)
{
    static _Thread_local struct fault here;

    here.message[0] = '\0';
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        work(with);
    FAULT_END(&here);
    fault_was_busy = here.busy;
    return here.message;
}

static inline void assert_says(const char *message, const char *part)
{
    if (!strstr(message, part))
        fail_msg("'%s' does not say '%s'", message, part);
}

/* A number that grows when a row of this table is written. */
static inline int64_t scratch_writes(struct arena *a, struct db *db, const char *table)
{
    return db_one(db, -1, str_print(a, place_either("SELECT total_changes() /* %s */", "SELECT sum(xmin::text::bigint) FROM %s"),
                                    table).at, GIVE_NOTHING);
}

static inline void assert_text(struct str got, const char *wanted)
{
    if (!str_is(got, str_from(wanted)))
        fail_msg("'%.*s' is not '%s'", (int)got.len, got.at, wanted);
}

#endif
