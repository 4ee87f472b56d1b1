/* arena.h - memory by lifetime.
 *
 * An arena is a lifetime: a request, a batch of an import, the program.  What is taken from it dies
 * with it, so nothing is freed one by one, and a function that takes no arena keeps nothing.
 * Memory comes back zeroed and aligned for any type.  It never comes back NULL: a request that runs
 * out of memory ends there (fault.h). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena {
    struct chunk   *chunks;
    struct closing *closings;
};

void *arena_take(struct arena *, size_t size);
/* The same, not zeroed: for what is written at once. */
void *arena_take_raw(struct arena *, size_t size);

/* When the arena ends, close(what) runs: for what is not memory (a statement, a file).  The last
 * one registered is closed first.  close() must not fault. */
void  arena_on_end(struct arena *, void (*close)(void *what), void *what);
/* The inner arena, which must stay where it is, is dropped when the outer one ends; it may be before. */
void  arena_within(struct arena *outer, struct arena *inner);

/* Ends the lifetime: everything is closed and given back.  reset keeps one chunk for the next use. */
void  arena_drop(struct arena *);
void  arena_reset(struct arena *);

/* Makes the n-th taking from now fault, on this thread; 0: none.  For the test that memory may end
 * anywhere. */
void  arena_fail_at(size_t n);

#define TAKE(arena, type)         ((type *)arena_take(arena, sizeof(type)))
#define TAKE_MANY(arena, type, n) ((type *)arena_take_many(arena, sizeof(type), n))

/* size * count bytes; a product that does not fit is a fault. */
void *arena_take_many(struct arena *, size_t size, size_t count);

#endif
