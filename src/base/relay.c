#include "base/relay.h"

#include "base/at.h"
#include "base/fault.h"
#include "base/monotonic.h"
#include "base/nameless.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

#define FILE_OF_BEHIND "the file of what waits for a thread"

enum { BLOCK = 64 * 1024 };

/* Between who makes and who uses; one of the two is the second thread. */
struct relay {
    bool          threaded;
    pthread_t     thread;
    pthread_mutex_t lock;               /* of all that follows */
    pthread_cond_t  changed;
    size_t        made, taken;          /* blocks so far */
    bool          ended, stopped;       /* nothing more is made; or used */
    struct fault  fault;                /* of the thread, when it says something */
};

struct ahead {
    struct relay relay;
    void        *blocks[RELAY_MOST];
    size_t       count;
    bool       (*make)(void *, void *);
    void       (*pause)(void *);        /* NULL: there is nothing to give up */
    unsigned     patience;              /* milliseconds */
    void        *what;
};

/* In the file there is of each block the size in front. */
struct behind {
    struct relay relay;
    void       (*use)(void *, int64_t, struct str);
    void        *what;
    int          file;
    struct arena given_arena, used_arena;
    struct buf   given;                 /* the block that is being filled, with its size in front */
    uint64_t     given_end, used_end;   /* in the file: of who gives, and of who uses */
};

/* In a block, in front of its text. */
struct piece { int64_t number; size_t len; };

static bool is_of_use(void)
{
    cpu_set_t ours;

    return sched_getaffinity(0, sizeof ours, &ours) == 0 && CPU_COUNT(&ours) > 1;
}

static void start(struct relay *r, void *(*work)(void *), void *what, bool always)
{
    pthread_mutex_init(&r->lock, NULL);
    monotonic_condition(&r->changed);
    r->threaded = (always || is_of_use()) && pthread_create(&r->thread, NULL, work, what) == 0;
}

/* Of so many blocks the one in use is that before those that wait for it; the lock is held. */
static bool is_full(const struct relay *r, size_t blocks)
{
    return !r->stopped && r->made + 1 - r->taken >= blocks;
}

/* Whether there is room, or nothing more is wanted, within so many milliseconds. */
static bool comes_room(struct relay *r, size_t blocks, unsigned milliseconds)
{
    const struct timespec end = monotonic_moment(monotonic_milliseconds() + milliseconds);
    int late = 0;

    pthread_mutex_lock(&r->lock);
    while (is_full(r, blocks) && !late)
        late = pthread_cond_timedwait(&r->changed, &r->lock, &end);
    bool comes = !is_full(r, blocks);
    pthread_mutex_unlock(&r->lock);
    return comes;
}

/* False: nothing more is wanted. */
static bool wait_for_room(struct relay *r, size_t blocks)
{
    pthread_mutex_lock(&r->lock);
    while (is_full(r, blocks))
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

/* False: there are no more. */
static bool wait_for_block(struct relay *r)
{
    pthread_mutex_lock(&r->lock);
    while (r->made == r->taken && !r->ended && !r->stopped)
        pthread_cond_wait(&r->changed, &r->lock);
    bool more = r->made != r->taken && !r->stopped;
    r->taken += more;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    return more;
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

static bool wait_or_pause(struct ahead *a)
{
    if (a->pause && !comes_room(&a->relay, a->count, a->patience))
        a->pause(a->what);
    return wait_for_room(&a->relay, a->count);
}

static void *make_all(void *what)
{
    struct ahead *a = what;

    for (bool more = true; more && wait_or_pause(a); ) {
        more = make_guarded(a, a->blocks[a->relay.made % a->count]);
        tell(&a->relay, more, !more);
    }
    return NULL;
}

static void end_ahead(void *what)
{
    ahead_end(what);
}

struct ahead *ahead_start_pausing(struct arena *arena, void *const *blocks, size_t count, bool (*make)(void *, void *),
                                  void (*pause)(void *), unsigned milliseconds, void *what)
{
    struct ahead *a = TAKE(arena, struct ahead);

    *a = (struct ahead){ .count = count, .make = make, .pause = pause, .patience = milliseconds, .what = what };
    memcpy(a->blocks, blocks, count * sizeof blocks[0]);
    arena_on_end(arena, end_ahead, a);
    start(&a->relay, make_all, a, pause != NULL);
    return a;
}

struct ahead *ahead_start(struct arena *arena, void *const *blocks, size_t count, bool (*make)(void *, void *),
                          void *what)
{
    return ahead_start_pausing(arena, blocks, count, make, NULL, 0, what);
}

void *ahead_next(struct ahead *a)
{
    struct relay *r = &a->relay;

    if (!r->threaded) {
        r->ended = r->ended || !a->make(a->what, a->blocks[0]);
        if (a->pause)
            a->pause(a->what);
        return r->ended ? NULL : a->blocks[0];
    }
    if (wait_for_block(r))
        return a->blocks[(r->taken - 1) % a->count];
    fault_of_thread(r);
    return NULL;
}

void ahead_end(struct ahead *a)
{
    stop(&a->relay, true);
    a->relay.ended = true;
}

/* ---- behind ---- */

static void read_next(struct behind *b, void *into, size_t size)
{
    if (read_at(b->file, into, size, b->used_end, FILE_OF_BEHIND) != size)
        fault(FILE_OF_BEHIND " is too short");
    b->used_end += size;
}

static void use_block(struct behind *b)
{
    size_t size;

    read_next(b, &size, sizeof size);
    char *block = arena_take_raw(&b->used_arena, size);
    read_next(b, block, size);
    for (size_t at = 0; at < size; ) {
        struct piece piece;
        memcpy(&piece, block + at, sizeof piece);
        b->use(b->what, piece.number, (struct str){ block + at + sizeof piece, piece.len });
        at += sizeof piece + piece.len;
    }
    arena_reset(&b->used_arena);
}

static bool use_guarded(struct behind *b)
{
    volatile bool used = false;

    FAULT_BEGIN(&b->relay.fault);
    if (setjmp(b->relay.fault.back) == 0) {
        use_block(b);
        used = true;
    }
    FAULT_END(&b->relay.fault);
    return used;
}

static void *use_all(void *what)
{
    struct behind *b = what;

    while (wait_for_block(&b->relay) && use_guarded(b))
        ;
    want_no_more(&b->relay);
    return NULL;
}

static void end_behind(void *what)
{
    struct behind *b = what;
    stop(&b->relay, true);
}

static void begin_block(struct behind *b)
{
    const size_t none = 0;

    b->given.len = 0;
    buf_add(&b->given, (struct str){ (const char *)&none, sizeof none });
}

struct behind *behind_start(struct arena *arena, void (*use)(void *, int64_t, struct str), void *what)
{
    struct behind *b = TAKE(arena, struct behind);

    *b = (struct behind){ .use = use, .what = what, .file = nameless_file(arena, temporary_folder()) };
    arena_within(arena, &b->given_arena);
    arena_within(arena, &b->used_arena);
    b->given.arena = &b->given_arena;
    buf_open(&b->given, 2 * BLOCK);
    begin_block(b);
    arena_on_end(arena, end_behind, b);
    start(&b->relay, use_all, b, false);
    return b;
}

static bool is_stopped(struct relay *r)
{
    pthread_mutex_lock(&r->lock);
    bool stopped = r->stopped;
    pthread_mutex_unlock(&r->lock);
    return stopped;
}

static void give_block(struct behind *b)
{
    size_t size = b->given.len - sizeof size;

    if (is_stopped(&b->relay))
        fault_of_thread(&b->relay);
    memcpy(b->given.at, &size, sizeof size);
    write_at(b->file, b->given.at, b->given.len, b->given_end, FILE_OF_BEHIND);
    b->given_end += b->given.len;
    begin_block(b);
    tell(&b->relay, true, false);
}

void behind_give(struct behind *b, int64_t number, struct str text)
{
    const struct piece piece = { number, text.len };

    if (!b->relay.threaded) {
        b->use(b->what, number, text);
        return;
    }
    buf_add(&b->given, (struct str){ (const char *)&piece, sizeof piece });
    buf_add(&b->given, text);
    if (b->given.len >= BLOCK)
        give_block(b);
}

void behind_end(struct behind *b)
{
    if (b->relay.threaded)
        give_block(b);
    stop(&b->relay, false);
    fault_of_thread(&b->relay);
}
