#include "store/record.h"

#include "store/record_inner.h"
#include "store/rows.h"
#include "store/sought.h"

#include <string.h>

struct record_writer {
    struct arena        *arena;
    struct db           *db;
    const struct entity *entity;
    const struct actor  *by;
    struct staging      *staging;       /* NULL: one by one */
    struct query        *insert;        /* one by one; this and what follows: NULL until it is needed */
    const char          *update;        /* SQL */
    struct rows         *trail;         /* of changes */
    int64_t              next, reserved;        /* ids of our own that no record has yet */
    size_t               reserving;     /* how many of them the last time */
    int64_t              first, last;   /* ids that were added */
    int64_t              more[2];       /* archived or not */
};

struct record_row {
    struct given values;
    struct str   sought;
};

struct record_writer *record_writer_of_one(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    struct record_writer *w = TAKE(a, struct record_writer);

    *w = (struct record_writer){ .arena = a, .db = db, .entity = e, .by = by };
    return w;
}

struct record_writer *record_writer(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    struct record_writer *w = record_writer_of_one(a, db, e, by);

    if (db_copies(db))
        w->staging = staging(a, db, e);
    return w;
}

/* ---- adding ---- */

static const char *insert_sql(struct arena *a, const struct entity *e)
{
    struct str names[MOST_VALUES];
    size_t count = record_value_columns(a, e, names);
    struct buf sql = { .arena = a };

    buf_print(&sql, "INSERT INTO %s (version", e->name);
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", %s", names[i].at);
    buf_add(&sql, S(") VALUES (1"));
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", $%zu", i + 1);
    buf_char(&sql, ')');
    return buf_str(&sql).at;
}

static enum refusal add_one(struct record_writer *w, const struct record_row *row, struct record *head)
{
    if (!w->insert)
        w->insert = db_query_insert(w->db, insert_sql(w->arena, w->entity));
    enum refusal refused = db_try_insert(w->insert, row->values, &head->id.id);

    if (refused == DB_DONE)
        db_search_put(w->db, w->entity->name, head->id.id, row->sought);
    return refused;
}

static enum refusal add_later(struct record_writer *w, const struct record_row *row, struct record *head)
{
    enum { FIRST_RESERVED = 1000, MOST_RESERVED = 64000 };

    if (w->next == w->reserved) {               /* the more there were, the more are likely to come */
        w->reserving = w->reserving ? w->reserving * 2 : FIRST_RESERVED;
        w->reserving = w->reserving < MOST_RESERVED ? w->reserving : MOST_RESERVED;
        w->next = db_reserve(w->db, w->entity->name, w->reserving);
        w->reserved = w->next + (int64_t)w->reserving;
    }
    head->id.id = w->next++;
    head->version = 0;
    staging_add(w->staging, head, row->values, VALUE(row->sought));
    return DB_DONE;
}

struct record_row *record_row(struct arena *a, const struct entity *e, const void *record)
{
    struct record_row *row = TAKE(a, struct record_row);
    struct value values[MOST_VALUES], *kept;
    size_t count = record_values(a, e, record, values);

    kept = arena_take_raw(a, count * sizeof kept[0]);
    memcpy(kept, values, count * sizeof kept[0]);
    *row = (struct record_row){ { kept, count }, record_sought(a, e, record) };
    return row;
}

enum put record_add_row(struct record_writer *w, const struct record_row *row, void *record)
{
    struct record *head = record;
    enum refusal refused = (w->staging ? add_later : add_one)(w, row, head);

    if (refused != DB_DONE)
        return record_taken(w->entity, refused);
    head->version = 1;
    w->more[record_is_archived(w->entity, record)]++;
    w->last = head->id.id;
    if (!w->first)
        w->first = head->id.id;
    return PUT_DONE;
}

enum put record_add(struct record_writer *w, struct arena *a, void *record)
{
    return record_add_row(w, record_row(a, w->entity, record), record);
}

/* ---- changing ---- */

static const char *update_sql(struct arena *a, const struct entity *e)
{
    struct str names[MOST_VALUES];
    size_t count = record_value_columns(a, e, names);
    struct buf sql = { .arena = a };

    buf_print(&sql, "UPDATE %s SET version = version + 1", e->name);
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", %s = $%zu", names[i].at, i + 1);
    buf_print(&sql, " WHERE id = $%zu AND version = $%zu", count + 1, count + 2);
    return buf_str(&sql).at;
}

/* How a record is now: its values, and the words that it was found by and is. */
struct changed { struct value values[MOST_VALUES]; size_t count; struct str before, after; };

static enum put change_one(struct record_writer *w, const struct record *head, struct changed *c)
{
    if (!w->update)
        w->update = update_sql(w->arena, w->entity);
    c->values[c->count] = VALUE(head->id);
    c->values[c->count + 1] = VALUE(head->version);
    enum refusal refused = db_try(w->db, w->update, (struct given){ c->values, c->count + 2 }, NULL);

    if (refused != DB_DONE)
        return record_taken(w->entity, refused);
    if (db_changes(w->db) == 0)
        return PUT_STALE;
    if (!str_is(c->before, c->after)) {
        db_search_remove(w->db, w->entity->name, head->id.id, c->before);
        db_search_put(w->db, w->entity->name, head->id.id, c->after);
    }
    return PUT_DONE;
}

static enum put change_later(struct record_writer *w, const struct record *head, struct changed *c)
{
    staging_add(w->staging, head, (struct given){ c->values, c->count },
                str_is(c->before, c->after) ? (struct value){ 0 } : VALUE(c->after));
    return PUT_DONE;
}

static void follow_in_trail(struct record_writer *w, struct arena *a, const void *record, const void *was)
{
    struct record_names names = record_names(w->db);
    struct context cx = { a, &names.names, 0 };

    if (!w->trail)
        w->trail = record_trail(w->arena, w->db, w->staging != NULL);
    for (size_t i = 0; i < w->entity->count; i++) {
        const struct field *f = &w->entity->fields[i];
        if (field_is_kept(f) && !field_same(f, was, record))
            record_trail_add(w->trail, w->entity, record, w->by, f->name, field_text(&cx, f, was), field_text(&cx, f, record));
    }
}

static bool all_same(const struct entity *e, const void *was, const void *record)
{
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]) && !field_same(&e->fields[i], was, record))
            return false;
    return true;
}

enum put record_change(struct record_writer *w, struct arena *a, void *record, const void *was)
{
    struct record *head = record;
    struct changed now;

    if (((const struct record *)was)->version != head->version)
        return PUT_STALE;
    if (all_same(w->entity, was, record))
        return PUT_SAME;
    now.count = record_values(a, w->entity, record, now.values);
    now.before = record_sought(a, w->entity, was);
    now.after = record_sought(a, w->entity, record);
    enum put done = (w->staging ? change_later : change_one)(w, head, &now);
    if (done != PUT_DONE)
        return done;
    head->version++;
    follow_in_trail(w, a, record, was);
    w->more[record_is_archived(w->entity, was)]--;
    w->more[record_is_archived(w->entity, record)]++;
    return PUT_DONE;
}

/* ---- the end ---- */

/* One line of the trail tells of all that was added: who may write does so alone, so that all ids between the first and the
 * last are of this writer. */
static void tell_added(const struct record_writer *w)
{
    const struct actor *by = w->by;

    db_do(w->db, "INSERT INTO audit_log (entity, record, version, at, user_id, who, field, old_text, new_text, last_record)"
                 " VALUES ($1, $2, 1, $3, $4, $5, '', '', '', $6)",
          GIVE(w->entity->name, w->first, by->now, by->user, by->name,
               w->last == w->first ? (struct value){ 0 } : VALUE(w->last)));
}

enum put record_writer_end(struct record_writer *w)
{
    enum put done = w->staging ? staging_merge(w->staging) : PUT_DONE;

    if (done != PUT_DONE)
        return done;
    if (w->trail)
        rows_end(w->trail);
    if (w->first)
        tell_added(w);
    for (int archived = 0; archived < 2; archived++)
        if (w->more[archived])
            record_tally(w->db, w->entity, archived, w->more[archived]);
    return PUT_DONE;
}
