#include "web/workers.h"

#include <pthread.h>

/* A request's stack; sanitizers make frames several times as large. */
enum { STACK = 512 * 1024 };

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t  given;
    void          (*run)(void *);
    void          **jobs;               /* a ring */
    size_t          room, first, count;
    bool            stopped;
    pthread_t      *threads;
    unsigned        thread_count;
};

static void *work(void *what)
{
    struct workers *w = what;

    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (w->count == 0 && !w->stopped)
            pthread_cond_wait(&w->given, &w->lock);
        if (w->count == 0)
            break;
        void *job = w->jobs[w->first];
        w->first = (w->first + 1) % w->room;
        w->count--;
        pthread_mutex_unlock(&w->lock);
        w->run(job);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

struct workers *workers_start(struct arena *a, unsigned threads, unsigned queue,
                              void (*run)(void *job))
{
    struct workers *w = TAKE(a, struct workers);
    pthread_attr_t attributes;

    w->run = run;
    w->room = queue;
    w->jobs = TAKE_MANY(a, void *, queue);
    w->threads = TAKE_MANY(a, pthread_t, threads);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->given, NULL);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    while (w->thread_count < threads &&
           pthread_create(&w->threads[w->thread_count], &attributes, work, w) == 0)
        w->thread_count++;
    pthread_attr_destroy(&attributes);
    if (w->thread_count < threads) {
        workers_stop(w);
        return NULL;
    }
    return w;
}

bool workers_give(struct workers *w, void *job)
{
    pthread_mutex_lock(&w->lock);
    bool fits = w->count < w->room && !w->stopped;
    if (fits)
        w->jobs[(w->first + w->count++) % w->room] = job;
    pthread_mutex_unlock(&w->lock);
    if (fits)
        pthread_cond_signal(&w->given);
    return fits;
}

void workers_stop(struct workers *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopped = true;
    pthread_cond_broadcast(&w->given);
    pthread_mutex_unlock(&w->lock);
    for (unsigned i = 0; i < w->thread_count; i++)
        pthread_join(w->threads[i], NULL);
}
