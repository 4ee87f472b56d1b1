#include "store/pool.h"

#include "base/fault.h"
#include "base/monotonic.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct slot {
    struct slot *next;
    struct db   *db;
    char        *place;
};

struct pool {
    struct pool_options options;
    pthread_mutex_t     lock;
    pthread_cond_t      given;
    struct slot        *idle;           /* the most recently used first */
    struct slot        *taken;
    size_t              idle_count, open_count;
    int64_t             not_before;     /* milliseconds: the server could not be reached; 0: it could */
    bool                trying;         /* someone sees whether it still is */
};

struct pool *pool_new(const struct pool_options *options)
{
    struct pool *p = calloc(1, sizeof *p);

    if (!p)
        fault("out of memory");
    p->options = *options;
    pthread_mutex_init(&p->lock, NULL);
    monotonic_condition(&p->given);
    return p;
}

static void slot_free(struct slot *s)
{
    db_drop(s->db);
    free(s->place);
    free(s);
}

static void free_all(struct slot *s)
{
    for (struct slot *next; s; s = next) {
        next = s->next;
        slot_free(s);
    }
}

void pool_drop(struct pool *p)
{
    free_all(p->idle);
    pthread_cond_destroy(&p->given);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

/* Takes a slot out of the idle ones; the lock is held. */
static struct slot *unhook(struct pool *p, struct slot **at)
{
    struct slot *s = *at;

    *at = s->next;
    p->idle_count--;
    return s;
}

static struct slot *pick(struct pool *p, const char *place)
{
    for (struct slot **at = &p->idle; *at; at = &(*at)->next)
        if (strcmp((*at)->place, place) == 0)
            return unhook(p, at);
    return NULL;
}

static struct slot *least_recently_used(struct pool *p)
{
    struct slot **at = &p->idle;

    if (!*at)
        return NULL;
    while ((*at)->next)
        at = &(*at)->next;
    return unhook(p, at);
}

/* When a connection broke those that lie idle broke too: they went to the same server.  The lock is held. */
static struct slot *take_idle(struct pool *p)
{
    struct slot *all = p->idle;

    p->idle = NULL;
    p->open_count -= p->idle_count;
    p->idle_count = 0;
    return all;
}

static void one_less(struct pool *p, bool lost)
{
    pthread_mutex_lock(&p->lock);
    struct slot *close = lost ? take_idle(p) : NULL;
    p->open_count--;
    pthread_mutex_unlock(&p->lock);
    pthread_cond_signal(&p->given);
    free_all(close);
}

/* Of a server that could not be reached one finds out how long that lasts, and then nobody for a while: it may hold a
 * thread for seconds, in which those who wait for that thread are not told. */
static bool may_try(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    bool may = !p->not_before || (!p->trying && monotonic_milliseconds() >= p->not_before);
    p->trying |= may;
    pthread_mutex_unlock(&p->lock);
    return may;
}

static void was_tried(struct pool *p, bool reached)
{
    enum { PAUSE_MILLISECONDS = 1000 };

    pthread_mutex_lock(&p->lock);
    p->not_before = reached ? 0 : monotonic_milliseconds() + PAUSE_MILLISECONDS;
    p->trying = false;
    pthread_mutex_unlock(&p->lock);
}

static _Noreturn void give_up(struct pool *p, struct slot *s, const struct fault *why)
{
    bool lost = s->db && db_is_lost(s->db);

    slot_free(s);
    one_less(p, lost);
    fault_again(why);
}

/* Opens or moves what is in the slot; what can not be prepared is not kept open. */
static void make_ready(struct pool *p, struct slot *s, const char *place)
{
    struct fault here = { .busy = true, .message = "the database could not be reached a moment ago" };

    if (!s->db && p->options.most_open && !may_try(p))
        give_up(p, s, &here);
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        free(s->place);
        s->place = strdup(place);
        if (!s->place)
            fault("out of memory");
        if (s->db && !db_move(s->db, place)) {
            db_drop(s->db);
            s->db = NULL;
        }
        if (!s->db)
            s->db = db_open(place, false);
        was_tried(p, true);
        p->options.prepare(s->db, place);
        FAULT_END(&here);
        return;
    }
    FAULT_END(&here);
    if (!s->db)
        was_tried(p, !here.busy);       /* or it was reached, and said that there is no such database */
    give_up(p, s, &here);
}

/* One that is open, or room for a new one, or NULL when that takes too long; the lock is held. */
static struct slot *wait_for_slot(struct pool *p, const char *place)
{
    enum { PATIENCE_SECONDS = 10 };
    const struct timespec end = monotonic_moment(monotonic_milliseconds() + PATIENCE_SECONDS * 1000);
    struct slot *s;

    for (;;) {
        if ((s = pick(p, place)) != NULL)
            return s;
        if (!p->options.most_open || p->open_count < p->options.most_open) {
            s = calloc(1, sizeof *s);
            p->open_count += s != NULL;
            return s;
        }
        if ((s = least_recently_used(p)) != NULL)
            return s;
        if (pthread_cond_timedwait(&p->given, &p->lock, &end) != 0)
            return NULL;
    }
}

void pool_close(struct pool *p, const char *place)
{
    struct slot *s;

    do {
        pthread_mutex_lock(&p->lock);
        s = pick(p, place);
        p->open_count -= s != NULL;
        pthread_mutex_unlock(&p->lock);
        if (s)
            slot_free(s);
    } while (s);
}

struct db *pool_take(struct pool *p, const char *place)
{
    pthread_mutex_lock(&p->lock);
    struct slot *s = wait_for_slot(p, place);
    pthread_mutex_unlock(&p->lock);
    if (!s)
        fault_busy("all connections to the database are in use");
    if (!s->place || strcmp(s->place, place) != 0)
        make_ready(p, s, place);
    pthread_mutex_lock(&p->lock);
    s->next = p->taken;
    p->taken = s;
    pthread_mutex_unlock(&p->lock);
    return s->db;
}

/* Puts it back, or takes out what is to be closed: itself and all others when its connection broke, else the
 * last of the idle ones when there are too many. */
static struct slot *put_back(struct pool *p, struct slot *s)
{
    struct slot *close = NULL;

    s->next = p->idle;
    p->idle = s;
    p->idle_count++;
    if (db_is_lost(s->db)) {
        close = take_idle(p);
    } else if (p->idle_count > p->options.most_idle) {
        close = least_recently_used(p);
        close->next = NULL;
        p->open_count--;
    }
    return close;
}

bool pool_give(struct pool *p, struct db *db)
{
    struct slot **at, *s, *close = NULL;

    pthread_mutex_lock(&p->lock);
    for (at = &p->taken; *at && (*at)->db != db; )
        at = &(*at)->next;
    if ((s = *at) != NULL)
        *at = s->next;
    pthread_mutex_unlock(&p->lock);
    if (!s)
        return false;
    db_rollback(db);
    pthread_mutex_lock(&p->lock);
    close = put_back(p, s);
    pthread_mutex_unlock(&p->lock);
    pthread_cond_signal(&p->given);
    free_all(close);
    return true;
}
