#include "base/relay.h"

#include "base/fault.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

/* Between who makes and who uses; one of the two is the second thread. */
struct relay {
    void         *blocks[RELAY_MOST];
    size_t        count;
    bool          threaded;
    pthread_t     thread;
    pthread_mutex_t lock;               /* of all that follows */
    pthread_cond_t  changed;
    size_t        made, taken;          /* blocks so far */
    bool          ended, stopped;       /* nothing more is made; or used */
    struct fault  fault;                /* of the thread, when it says something */
};

struct ahead  { struct relay relay; bool (*make)(void *, void *); void *what; };
struct behind { struct relay relay; void (*use)(void *, void *); void *what; };

static bool is_of_use(void)
{
    cpu_set_t ours;

    return sched_getaffinity(0, sizeof ours, &ours) == 0 && CPU_COUNT(&ours) > 1;
}

static void start(struct relay *r, void *const *blocks, size_t count, void *(*work)(void *), void *what)
{
    memcpy(r->blocks, blocks, count * sizeof blocks[0]);
    r->count = count;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    r->threaded = is_of_use() && pthread_create(&r->thread, NULL, work, what) == 0;
}

static void *next_to_make(const struct relay *r)
{
    return r->blocks[r->made % r->count];
}

/* The block in use is the one before those that wait for it.  False: nothing more is wanted. */
static bool wait_for_room(struct relay *r)
{
    pthread_mutex_lock(&r->lock);
    while (!r->stopped && r->made + 1 - r->taken >= r->count)
        pthread_cond_wait(&r->changed, &r->lock);
    bool wanted = !r->stopped;
    pthread_mutex_unlock(&r->lock);
    return wanted;
}

static void tell(struct relay *r, bool one_more, bool ended)
{
    pthread_mutex_lock(&r->lock);
    r->made += one_more;
    r->ended = r->ended || ended;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

/* NULL: there are no more. */
static void *wait_for_block(struct relay *r)
{
    pthread_mutex_lock(&r->lock);
    while (r->made == r->taken && !r->ended && !r->stopped)
        pthread_cond_wait(&r->changed, &r->lock);
    void *block = r->made == r->taken || r->stopped ? NULL : r->blocks[r->taken++ % r->count];
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    return block;
}

static void want_no_more(struct relay *r)
{
    pthread_mutex_lock(&r->lock);
    r->stopped = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

/* Ends the thread: at once, or when all that was made until now is used. */
static void stop(struct relay *r, bool at_once)
{
    if (!r->threaded)
        return;
    pthread_mutex_lock(&r->lock);
    r->stopped = r->stopped || at_once;
    r->ended = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    r->threaded = false;
}

static void fault_of_thread(const struct relay *r)
{
    if (r->fault.message[0])
        fault_again(&r->fault);
}

/* ---- ahead ---- */

static bool make_guarded(struct ahead *a, void *block)
{
    volatile bool more = false;

    FAULT_BEGIN(&a->relay.fault);
    if (setjmp(a->relay.fault.back) == 0)
        more = a->make(a->what, block);
    FAULT_END(&a->relay.fault);
    return more;
}

static void *make_all(void *what)
{
    struct ahead *a = what;

    for (bool more = true; more && wait_for_room(&a->relay); ) {
        more = make_guarded(a, next_to_make(&a->relay));
        tell(&a->relay, more, !more);
    }
    return NULL;
}

static void end_ahead(void *what)
{
    ahead_end(what);
}

struct ahead *ahead_start(struct arena *arena, void *const *blocks, size_t count, bool (*make)(void *, void *),
                          void *what)
{
    struct ahead *a = TAKE(arena, struct ahead);

    *a = (struct ahead){ .make = make, .what = what };
    arena_on_end(arena, end_ahead, a);
    start(&a->relay, blocks, count, make_all, a);
    return a;
}

void *ahead_next(struct ahead *a)
{
    struct relay *r = &a->relay;

    if (!r->threaded) {
        r->ended = r->ended || !a->make(a->what, r->blocks[0]);
        return r->ended ? NULL : r->blocks[0];
    }
    void *block = wait_for_block(r);
    if (!block)
        fault_of_thread(r);
    return block;
}

void ahead_end(struct ahead *a)
{
    stop(&a->relay, true);
    a->relay.ended = true;
}

/* ---- behind ---- */

static bool use_guarded(struct behind *b, void *block)
{
    volatile bool used = false;

    FAULT_BEGIN(&b->relay.fault);
    if (setjmp(b->relay.fault.back) == 0) {
        b->use(b->what, block);
        used = true;
    }
    FAULT_END(&b->relay.fault);
    return used;
}

static void *use_all(void *what)
{
    struct behind *b = what;
    void *block;

    while ((block = wait_for_block(&b->relay)) && use_guarded(b, block))
        ;
    want_no_more(&b->relay);
    return NULL;
}

static void end_behind(void *what)
{
    struct behind *b = what;
    stop(&b->relay, true);
}

struct behind *behind_start(struct arena *arena, void *const *blocks, size_t count, void (*use)(void *, void *),
                            void *what)
{
    struct behind *b = TAKE(arena, struct behind);

    *b = (struct behind){ .use = use, .what = what };
    arena_on_end(arena, end_behind, b);
    start(&b->relay, blocks, count, use_all, b);
    return b;
}

void *behind_block(struct behind *b)
{
    struct relay *r = &b->relay;

    if (r->threaded && !wait_for_room(r))
        fault_of_thread(r);
    return next_to_make(r);
}

void behind_give(struct behind *b)
{
    struct relay *r = &b->relay;

    if (!r->threaded) {
        b->use(b->what, r->blocks[r->made++ % r->count]);
        return;
    }
    tell(r, true, false);
}

void behind_end(struct behind *b)
{
    stop(&b->relay, false);
    fault_of_thread(&b->relay);
}
