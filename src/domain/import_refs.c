#include "domain/import_refs.h"

#include <stdlib.h>
#include <string.h>

void import_refs_add(struct import_refs *r, struct import_ref ref)
{
    if (r->count == r->room) {
        size_t room = r->room ? r->room * 2 : 64;
        struct import_ref *wider = TAKE_MANY(r->arena, struct import_ref, room);
        if (r->count)
            memcpy(wider, r->at, r->count * sizeof wider[0]);
        r->at = wider;
        r->room = room;
    }
    ref.own = str_copy(r->arena, ref.own);
    ref.key = str_copy(r->arena, ref.key);
    r->last_row = ref.row;
    r->at[r->count++] = ref;
}

/* ---- rows that fall ---- */

struct fall {
    struct import_refs *refs;
    struct import_keys *keys;
    unsigned char      *fallen;         /* a bit for each row */
    uint32_t           *todo;           /* rows whose fall was not followed yet */
    size_t              todo_count, count;
};

static bool has_fallen(const struct fall *f, uint32_t row)
{
    return f->fallen[row / 8] >> row % 8 & 1;
}

static void let_fall(struct fall *f, const struct import_ref *ref)
{
    if (has_fallen(f, ref->row))
        return;
    f->fallen[ref->row / 8] |= (unsigned char)(1 << ref->row % 8);
    f->count++;
    if (ref->own.len)
        import_keys_adds(f->keys, ref->own, false);
    f->todo[f->todo_count++] = ref->row;
}

static int by_adder(const void *x, const void *y)
{
    uint32_t a = ((const struct import_ref *)x)->adder, b = ((const struct import_ref *)y)->adder;
    return (a > b) - (a < b);
}

static int by_row(const void *x, const void *y)
{
    const struct import_ref *a = x, *b = y;
    return a->row != b->row ? (a->row > b->row) - (a->row < b->row) : (a->field > b->field) - (a->field < b->field);
}

/* The first that refers to what this row adds. */
static size_t first_to(const struct import_refs *r, uint32_t adder)
{
    size_t low = 0, high = r->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->at[middle].adder < adder)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void all_to_fall(struct fall *f, uint32_t adder)
{
    for (size_t i = first_to(f->refs, adder); i < f->refs->count && f->refs->at[i].adder == adder; i++)
        let_fall(f, &f->refs->at[i]);
}

uint32_t *import_refs_settle(struct import_refs *r, struct import_keys *keys, size_t *count)
{
    struct fall f = {
        .refs = r, .keys = keys, .fallen = arena_take(r->arena, r->last_row / 8 + 1),
        .todo = TAKE_MANY(r->arena, uint32_t, r->count),
    };

    *count = 0;
    if (r->count == 0)
        return f.todo;
    for (size_t i = 0; i < r->count; i++)
        r->at[i].adder = import_keys_adding(keys, r->at[i].key);
    qsort(r->at, r->count, sizeof r->at[0], by_adder);
    all_to_fall(&f, 0);
    while (f.todo_count)
        all_to_fall(&f, f.todo[--f.todo_count]);
    qsort(r->at, r->count, sizeof r->at[0], by_row);
    uint32_t *rows = TAKE_MANY(r->arena, uint32_t, f.count);
    for (size_t i = 0; i < r->count; i++)
        if (has_fallen(&f, r->at[i].row) && (*count == 0 || rows[*count - 1] != r->at[i].row))
            rows[(*count)++] = r->at[i].row;
    return rows;
}
