#include "web/watch.h"

#include "base/monotonic.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t  changed;            /* the first connection, or the end */
    pthread_t       thread;
    struct watched *all, *free;
    unsigned        count, open, pause;
    bool            stopped;
};

int64_t watch_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void watch_within(struct watched *w, unsigned milliseconds)
{
    atomic_store_explicit(&w->until, milliseconds ? watch_now() + milliseconds : INT64_MAX,
                          memory_order_relaxed);
}

/* shutdown() and not close(): the socket is the library's, which sees it end and closes it. */
static void cut_late(struct watch *w)
{
    int64_t now = watch_now();

    for (unsigned i = 0; i < w->count; i++) {
        struct watched *c = &w->all[i];
        if (c->socket >= 0 && atomic_load_explicit(&c->until, memory_order_relaxed) < now)
            shutdown(c->socket, SHUT_RDWR);
    }
}

static void *look(void *what)
{
    struct watch *w = what;

    pthread_mutex_lock(&w->lock);
    while (!w->stopped) {
        if (w->open == 0) {
            pthread_cond_wait(&w->changed, &w->lock);
            continue;
        }
        const struct timespec next = monotonic_moment(monotonic_milliseconds() + w->pause);
        pthread_cond_timedwait(&w->changed, &w->lock, &next);
        cut_late(w);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

struct watch *watch_start(struct arena *a, unsigned count, unsigned pause)
{
    struct watch *w = TAKE(a, struct watch);

    w->pause = pause;
    w->count = count;
    w->all = TAKE_MANY(a, struct watched, count);
    for (unsigned i = count; i-- > 0;) {
        w->all[i].socket = -1;
        w->all[i].next = w->free;
        w->free = &w->all[i];
    }
    pthread_mutex_init(&w->lock, NULL);
    monotonic_condition(&w->changed);
    return pthread_create(&w->thread, NULL, look, w) == 0 ? w : NULL;
}

void watch_stop(struct watch *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopped = true;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
}

static void write_address(const struct sockaddr *from, char *out)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    out[0] = '\0';
    if (from && from->sa_family == AF_INET) {
        memcpy(&v4, from, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, out, INET6_ADDRSTRLEN);
    } else if (from && from->sa_family == AF_INET6) {
        memcpy(&v6, from, sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], out, INET6_ADDRSTRLEN);
        else
            inet_ntop(AF_INET6, &v6.sin6_addr, out, INET6_ADDRSTRLEN);
    }
}

struct watched *watch_add(struct watch *w, int socket, const struct sockaddr *from, unsigned within)
{
    pthread_mutex_lock(&w->lock);
    struct watched *c = w->free;
    if (c) {
        w->free = c->next;
        c->socket = socket;
        watch_within(c, within);
        write_address(from, c->address);
        if (w->open++ == 0)
            pthread_cond_signal(&w->changed);
    }
    pthread_mutex_unlock(&w->lock);
    return c;
}

void watch_remove(struct watch *w, struct watched *c)
{
    pthread_mutex_lock(&w->lock);
    c->socket = -1;
    c->next = w->free;
    w->free = c;
    w->open--;
    pthread_mutex_unlock(&w->lock);
}
