#include "base/arena.h"

#include "base/fault.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct chunk {
    struct chunk *next;
    size_t        used, room;
    max_align_t   bytes[];
};

struct closing {
    struct closing *next;
    void          (*close)(void *);
    void           *what;
};

enum { CHUNK = 128 * 1024 };

static _Thread_local size_t fail_in;

void arena_fail_at(size_t n)
{
    fail_in = n;
}

static struct chunk *chunk_new(size_t room)
{
    struct chunk *c = malloc(sizeof *c + room);

    if (!c)
        fault("out of memory: %zu bytes asked", room);
    c->used = 0;
    c->room = room;
    return c;
}

void *arena_take_raw(struct arena *a, size_t size)
{
    const size_t step = sizeof(max_align_t);
    struct chunk *c = a->chunks;

    if (fail_in > 0 && --fail_in == 0)
        fault("out of memory (as a test asked)");
    if (size > SIZE_MAX / 2)
        fault("out of memory: %zu bytes asked", size);
    size = (size + step - 1) / step * step;
    if (c && size > CHUNK / 4 && c->room - c->used < size) {
        struct chunk *large = chunk_new(size);  /* goes behind, so that the open chunk stays in use */
        large->used = size;
        large->next = c->next;
        c->next = large;
        return large->bytes;
    }
    if (!c || c->room - c->used < size) {
        c = chunk_new(size > CHUNK ? size : CHUNK);
        c->next = a->chunks;
        a->chunks = c;
    }
    void *taken = (char *)c->bytes + c->used;
    c->used += size;
    return taken;
}

void *arena_take(struct arena *a, size_t size)
{
    return memset(arena_take_raw(a, size), 0, size);
}

void *arena_take_many(struct arena *a, size_t size, size_t count)
{
    if (count && size > SIZE_MAX / 2 / count)
        fault("out of memory: %zu times %zu bytes asked", count, size);
    return arena_take(a, size * count);
}

void arena_on_end(struct arena *a, void (*close)(void *), void *what)
{
    struct closing *c = TAKE(a, struct closing);
    *c = (struct closing){ a->closings, close, what };
    a->closings = c;
}

static void close_all(struct arena *a)
{
    while (a->closings) {
        struct closing *c = a->closings;
        a->closings = c->next;
        c->close(c->what);
    }
}

void arena_drop(struct arena *a)
{
    close_all(a);
    for (struct chunk *c = a->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    a->chunks = NULL;
}

void arena_reset(struct arena *a)
{
    close_all(a);
    struct chunk *keep = NULL;
    for (struct chunk *c = a->chunks, *next; c; c = next) {
        next = c->next;
        if (!keep && c->room == CHUNK) {
            c->used = 0;
            c->next = NULL;
            keep = c;
        } else {
            free(c);
        }
    }
    a->chunks = keep;
}

static void drop_inner(void *inner)
{
    arena_drop(inner);
}

void arena_within(struct arena *outer, struct arena *inner)
{
    arena_on_end(outer, drop_inner, inner);
}
