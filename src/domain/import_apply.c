#include "domain/import.h"

#include "base/relay.h"
#include "domain/import_stage.h"
#include "domain/import_undo.h"

#include <string.h>

enum { BATCH_RECORDS = 128, BATCHES = 3, MANY_RECORDS = 10000 };

/* A record of the stage; what follows from it when it is new; how it is in the database when it is not. */
struct staged { void *record; struct sheet_refs *refs; struct record_row *row; void *was; };

struct batch { struct arena arena; struct staged at[BATCH_RECORDS]; size_t count; };

struct apply {
    const struct import_task *task;
    const struct entity      *entity;
    const struct field       *key;
    struct db                *db;
    const struct actor       *by;
    struct arena              arena, work;
    struct batch              batches[BATCHES];
    struct stage_reader       stage;    /* this and what comes next are of who reads the stage, ahead of the rest */
    int64_t                   highest;  /* key so far */
    bool                      refs_later;       /* first without references to records of the sheet */
    bool                      too_many;         /* keys: there is no next one */
    struct record_writer     *writer;   /* of this time through the stage */
    int64_t                   next_key, done;
    bool                      sheet_refs;       /* there are records that refer to others of the sheet */
};

static void set_int(const struct field *f, void *record, int64_t n)
{
    memcpy((char *)record + f->at, &n, sizeof n);
}

/* What it refers to may have been deleted since the check; but not what it refers to already. */
static bool refs_hold(struct apply *p, const void *record, const void *was)
{
    struct record_names names = record_names(p->db);

    for (size_t i = 0; i < p->entity->count; i++) {
        const struct field *f = &p->entity->fields[i];
        if (f->type != FIELD_REF || !field_int(f, record) || (was && field_same(f, was, record)))
            continue;
        if (names.names.key(&names.names, &p->work, f->of, field_int(f, record)).len == 0)
            return false;
    }
    return true;
}

static bool add(struct apply *p, const struct staged *s)
{
    const struct record *head = s->record;

    if (!refs_hold(p, s->record, NULL) || record_add_row(p->writer, s->row, s->record) != PUT_DONE)
        return false;
    if (p->task->undo)
        undo_keep_added(p->task->undo, head->id.id);
    return true;
}

/* was: NULL, when it is not there any more. */
static bool change(struct apply *p, void *record, const void *was)
{
    if (!was || !refs_hold(p, record, was))
        return false;
    enum put done = record_change(p->writer, &p->work, record, was);
    if (done == PUT_DONE && p->task->undo)
        undo_keep_changed(p->task->undo, &p->work, was, record);
    return done == PUT_DONE || done == PUT_SAME;
}

/* The references to records of the sheet, which are all there by now. */
static bool set_refs(struct apply *p, void *record, const struct sheet_refs *refs)
{
    struct record_names names = record_names(p->db);

    for (size_t i = 0; i < refs->count; i++) {
        int64_t id = names.names.id(&names.names, &p->work, p->entity, refs->at[i].key);
        if (!id)
            return false;
        set_int(&p->entity->fields[refs->at[i].field], record, id);
    }
    return true;
}

/* First every record that needs no other of the sheet, and the new ones without such references. */
static bool apply_first(struct apply *p, const struct staged *s)
{
    const struct record *head = s->record;

    p->sheet_refs = p->sheet_refs || s->refs;
    if (head->id.id && s->refs)
        return true;
    return head->id.id ? change(p, s->record, s->was) : add(p, s);
}

/* Then the rest: those that change, whole; those that are new by now, their references. */
static bool apply_refs(struct apply *p, const struct staged *s)
{
    struct context cx = { &p->work, NULL, 0 };
    const struct record *head = s->record;
    void *record = s->record, *was = s->was;

    if (!s->refs)
        return true;
    if (!head->id.id) {
        record = arena_take(&p->work, p->entity->size);
        was = arena_take(&p->work, p->entity->size);
        if (!record_find(&p->work, p->db, p->entity, field_text(&cx, p->key, s->record), was))
            return false;
        memcpy(record, was, p->entity->size);
    }
    return set_refs(p, record, s->refs) && change(p, record, was);
}

/* ---- reading the stage, which may be on another thread ---- */

/* False: it asks for a key, and there is none. */
static bool give_key(struct apply *p, void *record)
{
    if (p->key->type == FIELD_INT && field_int(p->key, record) == 0)
        set_int(p->key, record, ++p->highest);
    return !p->key->most || p->highest <= p->key->most;
}

static bool read_staged(struct apply *p, struct arena *a, struct staged *s)
{
    struct sheet_refs refs;
    uint32_t row;

    *s = (struct staged){ .record = arena_take_raw(a, p->entity->size) };
    if (p->too_many || !stage_next(&p->stage, a, &row, s->record, &refs))
        return false;
    p->too_many = !give_key(p, s->record);
    if (refs.count) {
        s->refs = TAKE(a, struct sheet_refs);
        *s->refs = refs;
    }
    if (!p->refs_later || ((const struct record *)s->record)->id.id)
        return true;
    for (size_t i = 0; i < refs.count; i++)
        set_int(&p->entity->fields[refs.at[i].field], s->record, 0);
    s->row = record_row(a, p->entity, s->record);
    return true;
}

static bool read_batch(void *what, void *block)
{
    struct apply *p = what;
    struct batch *b = block;

    arena_reset(&b->arena);
    for (b->count = 0; b->count < BATCH_RECORDS && read_staged(p, &b->arena, &b->at[b->count]); )
        b->count++;
    return b->count > 0 && !p->too_many;
}

/* ---- all of it ---- */

/* Those that are not new, as they are now. */
static void read_was(struct apply *p, struct batch *b)
{
    struct staged *known[BATCH_RECORDS];
    int64_t ids[BATCH_RECORDS] = { 0 };
    void *was[BATCH_RECORDS];
    size_t count = 0;

    for (struct staged *s = b->at; s < b->at + b->count; s++) {
        const struct record *head = s->record;
        if (head->id.id) {
            ids[count] = head->id.id;
            known[count++] = s;
        }
    }
    record_get_many(&p->work, p->db, p->entity, ids, count, was);
    for (size_t i = 0; i < count; i++)
        known[i]->was = was[i];
}

static bool each_of(struct apply *p, struct batch *b, bool (*step)(struct apply *, const struct staged *))
{
    read_was(p, b);
    for (size_t i = 0; i < b->count; i++)
        if (!step(p, &b->at[i]))
            return false;
    arena_reset(&p->work);
    p->done += (int64_t)b->count;
    if (p->task->progress)
        p->task->progress(p->task->what, p->done);
    return true;
}

static bool each(struct apply *p, bool refs_later, bool (*step)(struct apply *, const struct staged *))
{
    void *blocks[BATCHES];
    struct batch *b;
    bool good = true;

    for (size_t i = 0; i < BATCHES; i++)
        blocks[i] = &p->batches[i];
    stage_rewind(&p->stage);
    p->highest = p->next_key;
    p->refs_later = refs_later;
    p->writer = record_writer(&p->arena, p->db, p->entity, p->by);
    struct ahead *stage = ahead_start(&p->arena, blocks, BATCHES, read_batch, p);
    while (good && (b = ahead_next(stage)))
        good = each_of(p, b, step);
    ahead_end(stage);
    return good && !p->too_many && record_writer_end(p->writer) == PUT_DONE;
}

static bool are_many(struct apply *p)
{
    int64_t there = record_count(p->db, p->entity, false) + record_count(p->db, p->entity, true);
    return p->stage.records >= MANY_RECORDS && p->stage.records >= there / 3;
}

static bool apply(struct apply *p, int stage)
{
    if (!stage_open(&p->arena, p->entity, stage, &p->stage))
        return false;
    if (p->key->type == FIELD_INT) {
        int64_t highest = record_highest_key(p->db, p->entity);
        p->next_key = highest > p->stage.highest ? highest : p->stage.highest;
        p->next_key = p->next_key < 0 ? 0 : p->next_key;
    }
    bool many = are_many(p);
    if (many)
        db_fill(p->db, p->entity->name);
    if (!each(p, true, apply_first))
        return false;
    if (p->sheet_refs && !each(p, false, apply_refs))
        return false;
    if (many)
        db_filled(p->db, p->entity->name);
    return true;
}

bool import_apply(struct arena *a, struct db *db, const struct import_task *task, int stage, const struct actor *by)
{
    struct apply *p = TAKE(a, struct apply);

    *p = (struct apply){ .task = task, .entity = task->entity, .key = entity_key(task->entity), .db = db, .by = by };
    for (size_t i = 0; i < BATCHES; i++)
        arena_within(a, &p->batches[i].arena);
    arena_within(a, &p->work);
    arena_within(a, &p->arena);         /* first to end: it stops who fills the batches */
    bool done = apply(p, stage);
    if (done && task->undo)             /* or else all of it is rolled back */
        undo_keep_end(task->undo);
    arena_drop(&p->arena);
    arena_drop(&p->work);
    for (size_t i = 0; i < BATCHES; i++)
        arena_drop(&p->batches[i].arena);
    return done;
}
