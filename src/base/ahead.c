#include "base/ahead.h"

#include "base/fault.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

struct ahead {
    void         *blocks[AHEAD_MOST];
    size_t        count;
    bool        (*make)(void *, void *);
    void         *what;
    bool          threaded;
    pthread_t     thread;
    pthread_mutex_t lock;               /* of all that follows */
    pthread_cond_t  changed;
    size_t        made, given;          /* blocks so far */
    bool          ended, stopped;       /* nothing more is made; or wanted */
    struct fault  fault;                /* instead of the next block, when it says something */
};

static bool is_of_use(void)
{
    cpu_set_t ours;

    return sched_getaffinity(0, sizeof ours, &ours) == 0 && CPU_COUNT(&ours) > 1;
}

/* ---- on the thread ---- */

static bool make_guarded(struct ahead *a, void *block)
{
    volatile bool more = false;

    FAULT_BEGIN(&a->fault);
    if (setjmp(a->fault.back) == 0)
        more = a->make(a->what, block);
    FAULT_END(&a->fault);
    return more;
}

/* The block in use is the one before those that were made. */
static bool wait_for_room(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->stopped && a->made + 1 - a->given >= a->count)
        pthread_cond_wait(&a->changed, &a->lock);
    bool wanted = !a->stopped;
    pthread_mutex_unlock(&a->lock);
    return wanted;
}

static void *work(void *what)
{
    struct ahead *a = what;

    for (bool more = true; more && wait_for_room(a); ) {
        more = make_guarded(a, a->blocks[a->made % a->count]);
        pthread_mutex_lock(&a->lock);
        a->made += more;
        a->ended = !more;
        pthread_cond_signal(&a->changed);
        pthread_mutex_unlock(&a->lock);
    }
    return NULL;
}

/* ---- who takes ---- */

static void end(void *what)
{
    ahead_end(what);
}

struct ahead *ahead_start(struct arena *arena, void *const *blocks, size_t count, bool (*make)(void *, void *),
                          void *what)
{
    struct ahead *a = TAKE(arena, struct ahead);

    *a = (struct ahead){ .count = count, .make = make, .what = what };
    memcpy(a->blocks, blocks, count * sizeof blocks[0]);
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    arena_on_end(arena, end, a);
    a->threaded = is_of_use() && pthread_create(&a->thread, NULL, work, a) == 0;
    return a;
}

void *ahead_next(struct ahead *a)
{
    if (!a->threaded) {
        a->ended = a->ended || !a->make(a->what, a->blocks[0]);
        return a->ended ? NULL : a->blocks[0];
    }
    pthread_mutex_lock(&a->lock);
    while (a->made == a->given && !a->ended)
        pthread_cond_wait(&a->changed, &a->lock);
    void *block = a->made == a->given ? NULL : a->blocks[a->given++ % a->count];
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    if (!block && a->fault.message[0])
        fault_again(&a->fault);
    return block;
}

void ahead_end(struct ahead *a)
{
    if (!a->threaded)
        return;
    pthread_mutex_lock(&a->lock);
    a->stopped = true;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    pthread_join(a->thread, NULL);
    a->threaded = false;
    a->ended = true;
}
