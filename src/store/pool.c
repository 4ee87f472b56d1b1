#include "store/pool.h"

#include "base/fault.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct slot {
    struct slot *next;
    struct db   *db;
    char         path[];
};

struct pool {
    pthread_mutex_t lock;
    struct slot    *idle;               /* the most recently used first */
    struct slot    *taken;
    size_t          idle_count, most_idle;
    void          (*prepare)(struct db *, const char *);
};

struct pool *pool_new(size_t most_idle, void (*prepare)(struct db *, const char *))
{
    struct pool *p = calloc(1, sizeof *p);
    if (!p)
        fault("out of memory");
    p->most_idle = most_idle;
    p->prepare = prepare;
    pthread_mutex_init(&p->lock, NULL);
    return p;
}

static void slot_free(struct slot *s)
{
    db_drop(s->db);
    free(s);
}

void pool_drop(struct pool *p)
{
    for (struct slot *s = p->idle, *next; s; s = next) {
        next = s->next;
        slot_free(s);
    }
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static struct slot *pick(struct pool *p, const char *path)
{
    for (struct slot **at = &p->idle; *at; at = &(*at)->next) {
        struct slot *s = *at;
        if (strcmp(s->path, path) == 0) {
            *at = s->next;
            p->idle_count--;
            return s;
        }
    }
    return NULL;
}

static struct slot *opened(struct pool *p, const char *path, size_t size)
{
    struct db *db = db_open(path, false);
    struct fault here;
    struct slot *s = calloc(1, sizeof *s + size);

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        if (!s)
            fault("out of memory");
        p->prepare(db, path);
        FAULT_END(&here);
    } else {                            /* what can not be prepared is not kept open */
        FAULT_END(&here);
        db_drop(db);
        free(s);
        fault("%s", here.message);
    }
    s->db = db;
    memcpy(s->path, path, size);
    return s;
}

void pool_close(struct pool *p, const char *path)
{
    struct slot *s;

    do {
        pthread_mutex_lock(&p->lock);
        s = pick(p, path);
        pthread_mutex_unlock(&p->lock);
        if (s)
            slot_free(s);
    } while (s);
}

struct db *pool_take(struct pool *p, const char *path)
{
    size_t len = strlen(path) + 1;

    pthread_mutex_lock(&p->lock);
    struct slot *s = pick(p, path);
    pthread_mutex_unlock(&p->lock);
    if (!s)
        s = opened(p, path, len);
    pthread_mutex_lock(&p->lock);
    s->next = p->taken;
    p->taken = s;
    pthread_mutex_unlock(&p->lock);
    return s->db;
}

/* The last of the idle ones, when there are too many. */
static struct slot *surplus(struct pool *p)
{
    if (p->idle_count <= p->most_idle)
        return NULL;
    struct slot **at = &p->idle;
    while ((*at)->next)
        at = &(*at)->next;
    struct slot *s = *at;
    *at = NULL;
    p->idle_count--;
    return s;
}

void pool_give(struct pool *p, struct db *db)
{
    db_rollback(db);
    pthread_mutex_lock(&p->lock);
    struct slot **at = &p->taken;
    while ((*at)->db != db)
        at = &(*at)->next;
    struct slot *s = *at;
    *at = s->next;
    s->next = p->idle;
    p->idle = s;
    p->idle_count++;
    struct slot *close = surplus(p);
    pthread_mutex_unlock(&p->lock);
    if (close)
        slot_free(close);
}
