/* monotonic.h - a clock that no one sets: how long something takes, or may take. */
#ifndef BASE_MONOTONIC_H
#define BASE_MONOTONIC_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

static inline int64_t monotonic_milliseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A moment of that clock, for pthread_cond_timedwait() of a condition that was made by the next. */
static inline struct timespec monotonic_moment(int64_t milliseconds)
{
    return (struct timespec){ milliseconds / 1000, milliseconds % 1000 * 1000000 };
}

static inline void monotonic_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

#endif
