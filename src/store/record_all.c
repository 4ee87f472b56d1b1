#include "store/record_all.h"

#include "store/sought.h"

static void read_batch(struct record_batch *b, struct query *q)
{
    for (b->count = 0; b->count < MOST_BATCHED && db_next(q); b->count++) {
        b->records[b->count] = arena_take(b->arena, b->entity->size);
        record_take(b->arena, q, 0, b->entity, b->records[b->count]);
    }
}

void record_each_batch(struct arena *a, struct db *db, const struct entity *e,
                       void (*batch)(struct record_batch *, void *of), void *of)
{
    struct record_batch *b = TAKE(a, struct record_batch);
    struct str sql = str_print(a, "SELECT %s FROM %s ORDER BY id", record_columns(a, e).at, e->name);
    struct query *q = db_ask_by_batch(db, sql.at, GIVE_NOTHING);

    b->arena = TAKE(a, struct arena);
    b->db = db;
    b->entity = e;
    arena_within(a, b->arena);
    do {
        read_batch(b, q);
        if (b->count)
            batch(b, of);
        arena_reset(b->arena);
    } while (b->count == MOST_BATCHED);
    db_close_query(q);
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
