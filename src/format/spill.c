#include "format/spill.h"

#include "base/at.h"
#include "base/fault.h"
#include "base/nameless.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define FILE_OF_OURS "a temporary file"

/* A page has one slot: pages that follow each other never push each other out. */
enum { BLOCK = 256 * 1024, PAGE = 2 * 1024, SLOTS = 512 };

struct spill {
    struct arena *arena;
    const char   *folder;
    char        **blocks;                   /* what is in memory */
    size_t        block_count;              /* at most */
    uint64_t      size;
    int           file;                     /* -1: none yet */
    char         *waiting;                  /* the last bytes, not yet written */
    size_t        waiting_len;
    char        (*pages)[PAGE];
    uint64_t      page_of[SLOTS];           /* counted from 1; 0: none */
};

struct spill *spill_new(struct arena *a, size_t in_memory, const char *folder)
{
    struct spill *s = TAKE(a, struct spill);

    s->arena = a;
    s->folder = folder;
    s->file = -1;
    s->block_count = in_memory / BLOCK;
    s->blocks = TAKE_MANY(a, char *, s->block_count);
    return s;
}

uint64_t spill_size(const struct spill *s)
{
    return s->size;
}

static uint64_t in_memory(const struct spill *s)
{
    return (uint64_t)s->block_count * BLOCK;
}

/* ---- the file -------------------------------------------------------------------------------- */

static void open_file(struct spill *s)
{
    s->file = nameless_file(s->arena, s->folder ? s->folder : temporary_folder());
    s->waiting = arena_take_raw(s->arena, BLOCK);
    s->pages = arena_take_raw(s->arena, sizeof s->pages[0] * SLOTS);
}

static void write_waiting(struct spill *s)
{
    uint64_t at = s->size - s->waiting_len - in_memory(s);

    s->page_of[at / PAGE % SLOTS] = 0;      /* it grows */
    write_at(s->file, s->waiting, s->waiting_len, at, FILE_OF_OURS);
    s->waiting_len = 0;
}

/* The last page may be shorter than a page: nobody asks for what is behind it. */
static const char *page(struct spill *s, uint64_t number)
{
    size_t slot = number % SLOTS;

    if (s->page_of[slot] == number + 1)
        return s->pages[slot];
    s->page_of[slot] = 0;
    if (read_at(s->file, s->pages[slot], PAGE, number * PAGE, FILE_OF_OURS) == 0)
        fault("a temporary file is too short");
    s->page_of[slot] = number + 1;
    return s->pages[slot];
}

/* ---- adding and reading ---------------------------------------------------------------------- */

void spill_add(struct spill *s, const void *what, size_t n)
{
    const char *from = what;

    while (n > 0) {
        size_t block = (size_t)(s->size / BLOCK), at = (size_t)(s->size % BLOCK), now;
        char *to;
        if (block < s->block_count) {
            if (!s->blocks[block])
                s->blocks[block] = arena_take_raw(s->arena, BLOCK);
            to = s->blocks[block] + at;
            now = BLOCK - at < n ? BLOCK - at : n;
        } else {
            if (s->file < 0)
                open_file(s);
            if (s->waiting_len == BLOCK)
                write_waiting(s);
            to = s->waiting + s->waiting_len;
            now = BLOCK - s->waiting_len < n ? BLOCK - s->waiting_len : n;
            s->waiting_len += now;
        }
        memcpy(to, from, now);
        s->size += now;
        from += now;
        n -= now;
    }
}

void spill_copy(struct spill *s, void *to, uint64_t at, size_t n)
{
    char *out = to;

    if (s->waiting_len > 0)
        write_waiting(s);
    while (n > 0) {
        bool is_near = at < in_memory(s);
        uint64_t place = is_near ? at : at - in_memory(s);
        size_t unit = is_near ? BLOCK : PAGE, inside = (size_t)(place % unit);
        size_t now = unit - inside < n ? unit - inside : n;
        const char *from = is_near ? s->blocks[place / BLOCK] : page(s, place / PAGE);
        memcpy(out, from + inside, now);
        out += now;
        at += now;
        n -= now;
    }
}

const void *spill_at(struct spill *s, struct arena *copies, uint64_t at, size_t n)
{
    if (at + n <= in_memory(s) && at % BLOCK + n <= BLOCK)
        return n > 0 ? s->blocks[at / BLOCK] + at % BLOCK : "";
    char *copy = arena_take_raw(copies, n + 1);
    spill_copy(s, copy, at, n);
    copy[n] = '\0';
    return copy;
}
