#include "web/job_runner.h"

#include "base/fault.h"
#include "base/monotonic.h"
#include "base/secret.h"
#include "domain/import_job.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { MOST_THREADS = 16, TELL_MILLISECONDS = 250, AGAIN_MILLISECONDS = 1000 };

/* That something takes longer than the database allows may be since it waits for someone; three times it is not. */
enum { MOST_SLOW = 3 };

/* At a server several processes do the jobs of one directory.  Each says that it is there; the jobs of one that was not
 * heard for so long are told to have not happened.  Until then nobody begins with the next of that administration. */
enum { ALIVE_MILLISECONDS = 2000, LEASE_SECONDS = 20 };

struct job_runner {
    struct house   *house;
    struct str      owner;
    pthread_mutex_t lock;
    pthread_cond_t  changed;            /* a job came or ended, or it is time to stop */
    uint64_t        changes;
    atomic_bool     stopping;
    pthread_t       threads[MOST_THREADS + 1];
    unsigned        thread_count;
    bool            shares;             /* the jobs with other processes */
};

/* A job on its way. */
struct turn {
    struct arena       arena, work;     /* of the job itself; of what is done for it, which may fault */
    struct job_runner *runner;
    struct db         *directory;
    struct job         job;
    int64_t            told;            /* when it was last told how far it is */
    bool               taken;
    bool               slow;            /* it was broken off for taking long */
    const char        *why;             /* it did not happen */
};

static struct moment now(void)
{
    return (struct moment){ time(NULL) };
}

/* ---- telling each other ---- */

static uint64_t changes(struct job_runner *r)
{
    pthread_mutex_lock(&r->lock);
    uint64_t n = r->changes;
    pthread_mutex_unlock(&r->lock);
    return n;
}

void job_runner_wake(struct job_runner *r)
{
    pthread_mutex_lock(&r->lock);
    r->changes++;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

/* Until something changed since, or until then; 0: for ever. */
static void wait_for_change(struct job_runner *r, uint64_t since, int64_t until)
{
    const struct timespec end = monotonic_moment(until);
    int done = 0;

    pthread_mutex_lock(&r->lock);
    while (r->changes == since && !r->stopping && done == 0)
        done = until ? pthread_cond_timedwait(&r->changed, &r->lock, &end) : pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
}

bool job_runner_wait(struct job_runner *r, struct arena *a, struct db *directory, int64_t administration,
                     struct str token, unsigned most)
{
    int64_t until = monotonic_milliseconds() + most;
    struct job job;

    for (;;) {
        uint64_t seen = changes(r);
        if (!job_find(a, directory, administration, token, &job))
            return true;
        if (monotonic_milliseconds() >= until || r->stopping)
            return false;
        wait_for_change(r, seen, until);
    }
}

/* ---- doing ---- */

static bool attempt(struct turn *t, void (*what)(struct turn *), struct fault *here)
{
    volatile bool done = false;

    FAULT_BEGIN(here);
    if (setjmp(here->back) == 0) {
        what(t);
        done = true;
    }
    FAULT_END(here);
    return done;
}

static void write_told(struct turn *t)
{
    job_tell(t->directory, t->job.id, t->job.done, t->job.total, now());
}

/* That it can not be told stops no import.  That all was seen is told at once, where something was before: what then
 * follows may take long, and tells nothing. */
static void told(void *what, int64_t done, int64_t total)
{
    struct turn *t = what;
    struct fault here;
    int64_t at = monotonic_milliseconds();
    bool all_seen = total && done == total && t->job.done && t->job.done < total;

    if (at < t->told + TELL_MILLISECONDS && !all_seen)
        return;
    t->job.done = done;
    t->job.total = total;
    attempt(t, write_told, &here);
    t->told = monotonic_milliseconds();
}

static bool stops(void *what)
{
    return ((struct turn *)what)->runner->stopping;
}

static void take(struct turn *t)
{
    t->directory = house_directory(t->runner->house);
    t->taken = job_take(&t->arena, t->directory, t->runner->owner, now(), &t->job);
}

static void run(struct turn *t)
{
    const struct job_told tells = { told, stops, t };

    t->told = monotonic_milliseconds();
    import_job_run(&t->work, t->runner->house, &t->job, now(), &tells);
}

static void fail(struct turn *t)
{
    import_job_failed(&t->work, t->runner->house, &t->job, now(), t->why);
}

/* Another connection to the directory: ours may have been broken while the job went on. */
static void reach_directory(struct turn *t)
{
    house_give(t->runner->house, t->directory);
    t->directory = NULL;
    t->directory = house_directory(t->runner->house);
}

static void end(struct turn *t)
{
    reach_directory(t);
    job_end(t->directory, t->job.id);
}

static void put_back(struct turn *t)
{
    reach_directory(t);
    job_put_back(t->directory, t->job.id, t->slow);
}

static void log_job(const struct job *job, const char *level, const char *message)
{
    static const char *const words[] = { [JOB_CHECK] = "check", [JOB_IMPORT] = "import", [JOB_UNDO] = "undo" };

    fprintf(stderr, "level=%s job=%" PRId64 " what=%s import=%.*s administration=%" PRId64 " message=\"%s\"\n", level,
            job->id, words[job->what], (int)job->token.len, job->token.at, job->administration, message);
}

static void wait_a_while(struct job_runner *r)
{
    wait_for_change(r, changes(r), monotonic_milliseconds() + AGAIN_MILLISECONDS);
}

static const char *reason(const struct fault *f)
{
    if (f->full)
        return "De schijf van de server is vol.";
    return f->slow ? "Dit duurt langer dan de database toestaat. Vraag je beheerder om meer tijd (statement_timeout)."
                   : "Er ging iets mis.";
}

/* In the administration, which may have to wait for room, or for a server that went down when there was none. */
static void tell_failed(struct turn *t, const struct fault *what)
{
    struct fault here;

    t->why = reason(what);
    while (!attempt(t, fail, &here) && !t->runner->stopping) {
        log_job(&t->job, "fault", here.message);
        if (!here.full && !here.busy)
            return;
        arena_drop(&t->work);
        wait_a_while(t->runner);
    }
}

/* What another holds for too long is tried again, and what took too long some times; what faults for another reason did
 * not happen. */
static void run_taken(struct turn *t)
{
    struct fault here;
    void (*after)(struct turn *) = end;

    if (!attempt(t, run, &here)) {
        arena_drop(&t->work);                   /* gives the database back, and so undoes what was not done */
        if (t->runner->stopping)
            return;
        t->slow = here.slow;
        if (here.busy && !(t->slow && t->job.slow + 1 >= MOST_SLOW)) {
            log_job(&t->job, "warning", here.message);
            wait_a_while(t->runner);
            after = put_back;
        } else {
            log_job(&t->job, "fault", here.message);
            tell_failed(t, &here);
        }
    }
    arena_drop(&t->work);
    while (!attempt(t, after, &here) && !t->runner->stopping) {
        log_job(&t->job, "fault", here.message);
        wait_a_while(t->runner);
    }
}

/* Whether there may be more to do. */
static bool do_one(struct job_runner *r)
{
    struct turn t = { .runner = r };
    struct fault here;

    if (!attempt(&t, take, &here))
        fprintf(stderr, "level=fault message=\"the jobs can not be read: %s\"\n", here.message);
    if (t.taken)
        run_taken(&t);
    arena_drop(&t.arena);
    house_give(r->house, t.directory);
    if (t.taken)
        job_runner_wake(r);
    return t.taken;
}

static void *work(void *what)
{
    struct job_runner *r = what;

    while (!r->stopping) {
        uint64_t seen = changes(r);
        if (!do_one(r))                 /* of what others ask, or end, nobody tells */
            wait_for_change(r, seen, r->shares ? monotonic_milliseconds() + AGAIN_MILLISECONDS : 0);
    }
    return NULL;
}

/* ---- start and stop ---- */

static void settle(struct turn *t)
{
    if (import_job_failed(&t->work, t->runner->house, &t->job, now(), "De server is tussentijds gestopt."))
        log_job(&t->job, "warning", "did not happen: the server stopped before its end; nothing was written");
    job_end(t->directory, t->job.id);
}

/* A folder has one process: what ran before it began runs no more.  What we broke off ourselves, neither. */
static size_t find_lost(struct turn *t, struct job **jobs)
{
    struct moment since = { t->runner->shares ? now().seconds - LEASE_SECONDS : INT64_MAX };

    if (t->runner->stopping)
        return job_of_owner(&t->arena, t->directory, t->runner->owner, jobs);
    job_alive(t->directory, t->runner->owner, now());
    return job_silent(&t->arena, t->directory, since, jobs);
}

static void settle_lost(struct turn *t)
{
    struct fault here;
    struct job *jobs;

    t->directory = house_directory(t->runner->house);
    size_t count = find_lost(t, &jobs);
    for (size_t i = 0; i < count; i++) {
        t->job = jobs[i];
        if (!attempt(t, settle, &here))         /* its transaction may still be there: then the next time */
            log_job(&t->job, "warning", here.message);
        arena_drop(&t->work);
    }
}

static bool settle_all(struct job_runner *r, struct fault *here)
{
    struct turn t = { .runner = r };
    bool done = attempt(&t, settle_lost, here);

    arena_drop(&t.arena);
    house_give(r->house, t.directory);
    return done;
}

static void *stay_alive(void *what)
{
    struct job_runner *r = what;
    struct fault here;

    while (!r->stopping) {
        if (!settle_all(r, &here))
            fprintf(stderr, "level=fault message=\"the jobs can not be looked after: %s\"\n", here.message);
        int64_t until = monotonic_milliseconds() + ALIVE_MILLISECONDS;
        while (!r->stopping && monotonic_milliseconds() < until)
            wait_for_change(r, changes(r), until);
    }
    return NULL;
}

struct job_runner *job_runner_new(struct arena *a, struct house *h)
{
    struct job_runner *r = TAKE(a, struct job_runner);

    r->house = h;
    r->shares = house_is_at_server(h);
    r->owner = str_print(a, "%d-%s", (int)getpid(), random_hex(a, 4).at);      /* of all machines */
    pthread_mutex_init(&r->lock, NULL);
    monotonic_condition(&r->changed);
    return r;
}

bool job_runner_start(struct job_runner *r, unsigned threads)
{
    struct fault here;

    if (!settle_all(r, &here))
        fault_again(&here);
    threads = (threads < MOST_THREADS ? threads : MOST_THREADS) + r->shares;
    while (r->thread_count < threads
           && pthread_create(&r->threads[r->thread_count], NULL, r->shares && r->thread_count == 0 ? stay_alive : work, r) == 0)
        r->thread_count++;
    return r->thread_count == threads;
}

void job_runner_stop(struct job_runner *r)
{
    struct fault here;

    atomic_store(&r->stopping, true);
    job_runner_wake(r);
    for (unsigned i = 0; i < r->thread_count; i++)
        pthread_join(r->threads[i], NULL);
    if (!settle_all(r, &here))
        fprintf(stderr, "level=fault message=\"what was broken off is told at the next start: %s\"\n", here.message);
}
