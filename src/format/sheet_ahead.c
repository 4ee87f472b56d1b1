#include "format/sheet_ahead.h"

#include "base/relay.h"

#include <string.h>

/* A block of rows ends with the row by which it holds so many, or so many bytes. */
enum { BLOCKS = 4, ROWS = 256, BYTES = 256 << 10 };

struct rows {
    struct arena     arena;
    struct sheet_row rows[ROWS];
    size_t           count, bytes;
};

struct sheet_ahead {
    struct sheet_reader *sheet;
    struct rows          blocks[BLOCKS];
    struct ahead        *ahead;
    const struct rows   *block;         /* of which rows are given; NULL: none yet */
    size_t               given;
};

/* ---- on the thread ---- */

static void keep_text(struct rows *b, struct str *s)
{
    if (s->len == 0)
        return;
    char *copy = arena_take_raw(&b->arena, s->len + 1);
    memcpy(copy, s->at, s->len);
    copy[s->len] = '\0';
    s->at = copy;
    b->bytes += s->len;
}

static void keep_row(struct rows *b, const struct sheet_row *row)
{
    size_t size = row->count * sizeof row->cells[0];
    struct sheet_cell *cells = arena_take_raw(&b->arena, size + 1);

    memcpy(cells, row->cells, size);
    for (size_t i = 0; i < row->count; i++) {
        if (cells[i].type == CELL_EMPTY)
            continue;
        keep_text(b, &cells[i].text);
        keep_text(b, &cells[i].shown);
    }
    b->bytes += size;
    b->rows[b->count++] = (struct sheet_row){ row->number, row->count, cells };
}

static bool read_rows(void *what, void *block)
{
    struct sheet_ahead *a = what;
    struct rows *b = block;
    struct sheet_row row;

    arena_reset(&b->arena);
    b->count = b->bytes = 0;
    while (b->count < ROWS && b->bytes < BYTES && sheet_next(a->sheet, &row))
        keep_row(b, &row);
    return b->count > 0;
}

/* ---- who takes them ---- */

struct sheet_ahead *sheet_ahead_start(struct arena *arena, struct sheet_reader *sheet)
{
    struct sheet_ahead *a = TAKE(arena, struct sheet_ahead);
    void *blocks[BLOCKS];

    a->sheet = sheet;
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = &a->blocks[i];
        arena_within(arena, &a->blocks[i].arena);
    }
    a->ahead = ahead_start(arena, blocks, BLOCKS, read_rows, a);
    return a;
}

bool sheet_ahead_next(struct sheet_ahead *a, struct sheet_row *row)
{
    if (!a->block || a->given == a->block->count) {
        a->block = ahead_next(a->ahead);
        a->given = 0;
    }
    if (!a->block)
        return false;
    *row = a->block->rows[a->given++];
    return true;
}

void sheet_ahead_end(struct sheet_ahead *a)
{
    ahead_end(a->ahead);
}
