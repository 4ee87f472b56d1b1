#include "domain/import.h"

#include "domain/import_stage.h"
#include "domain/import_undo.h"

#include <string.h>

enum { BATCH_RECORDS = 256, MANY_RECORDS = 10000 };

struct apply {
    const struct import_task *task;
    const struct entity      *entity;
    const struct field       *key;
    struct db                *db;
    const struct actor       *by;
    struct arena              arena, batch;
    struct stage_reader       stage;
    struct record_adder      *adder;
    int64_t                   next_key, done;
    bool                      sheet_refs;       /* there are records that refer to others of the sheet */
    void                     *record;
};

static bool asks_number(const struct apply *p)
{
    return p->key->type == FIELD_INT && field_int(p->key, p->record) == 0;
}

static void set_int(const struct field *f, void *record, int64_t n)
{
    memcpy((char *)record + f->at, &n, sizeof n);
}

/* What it refers to may have been deleted since the check. */
static bool refs_hold(struct apply *p, const void *record)
{
    struct record_names names = record_names(p->db);

    for (size_t i = 0; i < p->entity->count; i++) {
        const struct field *f = &p->entity->fields[i];
        if (f->type != FIELD_REF || !field_int(f, record))
            continue;
        if (names.names.key(&names.names, &p->batch, f->of, field_int(f, record)).len == 0)
            return false;
    }
    return true;
}

static bool add(struct apply *p, void *record)
{
    const struct record *head = record;

    if (!refs_hold(p, record) || record_add(p->adder, &p->batch, record) != PUT_DONE)
        return false;
    if (p->task->undo)
        undo_keep_added(p->task->undo, head->id.id);
    return true;
}

static bool change(struct apply *p, void *record)
{
    const struct record *head = record;
    void *was = arena_take(&p->batch, p->entity->size);

    if (!refs_hold(p, record) || !record_get(&p->batch, p->db, p->entity, head->id.id, was))
        return false;
    enum put done = record_put(&p->batch, p->db, p->entity, record, was, p->by);
    if (done == PUT_DONE && p->task->undo)
        undo_keep_changed(p->task->undo, &p->batch, was, record);
    return done == PUT_DONE || done == PUT_SAME;
}

/* The references to records of the sheet, which are all there by now. */
static bool set_refs(struct apply *p, void *record, const struct sheet_refs *refs)
{
    struct record_names names = record_names(p->db);

    for (size_t i = 0; i < refs->count; i++) {
        int64_t id = names.names.id(&names.names, &p->batch, p->entity, refs->at[i].key);
        if (!id)
            return false;
        set_int(&p->entity->fields[refs->at[i].field], record, id);
    }
    return true;
}

/* First every record that needs no other of the sheet, and the new ones without such references. */
static bool apply_first(struct apply *p, const struct sheet_refs *refs)
{
    const struct record *head = p->record;

    p->sheet_refs = p->sheet_refs || refs->count > 0;
    if (head->id.id && refs->count)
        return true;
    for (size_t i = 0; i < refs->count; i++)
        set_int(&p->entity->fields[refs->at[i].field], p->record, 0);
    return head->id.id ? change(p, p->record) : add(p, p->record);
}

/* Then the rest: those that change, whole; those that are new by now, their references. */
static bool apply_refs(struct apply *p, const struct sheet_refs *refs)
{
    struct context cx = { &p->batch, NULL, 0 };
    const struct record *head = p->record;
    void *record = p->record;

    if (refs->count == 0)
        return true;
    if (!head->id.id) {
        record = arena_take(&p->batch, p->entity->size);
        if (!record_find(&p->batch, p->db, p->entity, field_text(&cx, p->key, p->record), record))
            return false;
    }
    return set_refs(p, record, refs) && change(p, record);
}

static bool each(struct apply *p, bool (*step)(struct apply *, const struct sheet_refs *))
{
    struct sheet_refs refs;
    uint32_t row;
    int64_t highest = p->next_key;

    while (stage_next(&p->stage, &p->batch, &row, p->record, &refs)) {
        if (asks_number(p))
            set_int(p->key, p->record, ++highest);
        if ((p->key->most && highest > p->key->most) || !step(p, &refs))
            return false;
        if (++p->done % BATCH_RECORDS == 0) {
            arena_reset(&p->batch);
            if (p->task->progress)
                p->task->progress(p->task->what, p->done);
        }
    }
    return true;
}

/* Those of the table, when making them anew is quicker than keeping them. */
static struct str indexes_off(struct apply *p)
{
    int64_t there = record_count(p->db, p->entity, false) + record_count(p->db, p->entity, true);
    bool many = p->stage.records >= MANY_RECORDS && p->stage.records >= there / 3;

    return many ? db_indexes_off(&p->arena, p->db, p->entity->name) : S("");
}

static bool apply(struct apply *p, int stage)
{
    if (!stage_open(&p->arena, p->entity, stage, &p->stage))
        return false;
    p->record = arena_take(&p->arena, p->entity->size);
    if (p->key->type == FIELD_INT) {
        int64_t highest = record_highest_key(p->db, p->entity);
        p->next_key = highest > p->stage.highest ? highest : p->stage.highest;
        p->next_key = p->next_key < 0 ? 0 : p->next_key;
    }
    struct str indexes = indexes_off(p);
    p->adder = record_adder(&p->arena, p->db, p->entity, p->by);
    if (!each(p, apply_first))
        return false;
    record_adder_end(&p->batch, p->adder);
    stage_rewind(&p->stage);
    if (p->sheet_refs && !each(p, apply_refs))
        return false;
    db_script(p->db, indexes.at);
    return true;
}

bool import_apply(struct arena *a, struct db *db, const struct import_task *task, int stage, const struct actor *by)
{
    struct apply *p = TAKE(a, struct apply);

    *p = (struct apply){ .task = task, .entity = task->entity, .key = entity_key(task->entity), .db = db, .by = by };
    arena_within(a, &p->arena);
    arena_within(a, &p->batch);
    bool done = apply(p, stage);
    if (task->undo)
        undo_keep_end(task->undo);
    arena_drop(&p->arena);
    arena_drop(&p->batch);
    return done;
}
