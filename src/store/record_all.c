#include "store/record_all.h"

#include "store/sought.h"

/* The next ones behind this id. */
static size_t read_batch(struct record_batch *b, int64_t id)
{
    const struct entity *e = b->entity;
    struct str sql = str_print(b->arena, "SELECT %s FROM %s WHERE id > $1 ORDER BY id LIMIT %d",
                               record_columns(b->arena, e).at, e->name, MOST_BATCHED);
    struct query *q = db_ask(b->db, sql.at, GIVE(id));

    for (b->count = 0; db_next(q); b->count++) {
        b->records[b->count] = arena_take(b->arena, e->size);
        record_take(b->arena, q, 0, e, b->records[b->count]);
    }
    return b->count;
}

void record_each_batch(struct arena *a, struct db *db, const struct entity *e,
                       void (*batch)(struct record_batch *, void *of), void *of)
{
    struct record_batch *b = TAKE(a, struct record_batch);
    int64_t behind = 0;

    b->arena = TAKE(a, struct arena);
    b->db = db;
    b->entity = e;
    arena_within(a, b->arena);
    while (read_batch(b, behind) > 0) {
        behind = ((const struct record *)b->records[b->count - 1])->id.id;
        batch(b, of);
        arena_reset(b->arena);
    }
}

static void index_batch(struct record_batch *b, void *unused)
{
    struct buf rows = { .arena = b->arena };
    bool copies = db_copies(b->db);

    (void)unused;
    for (size_t i = 0; i < b->count; i++) {
        struct ref id = ((const struct record *)b->records[i])->id;
        struct str sought = record_sought(b->arena, b->entity, b->records[i]);
        if (copies)
            db_copy_row(&rows, (const struct value[]){ VALUE(id), VALUE(sought) }, 2);
        else
            db_search_put(b->db, b->entity->name, id.id, sought);
    }
    if (copies)
        db_search_copy(b->db, b->entity->name, buf_str(&rows));
}

void record_index(struct arena *a, struct db *db, const struct entity *e)
{
    record_each_batch(a, db, e, index_batch, NULL);
}
