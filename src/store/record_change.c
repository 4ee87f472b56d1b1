#include "store/record.h"

#include "store/record_inner.h"
#include "store/rows.h"
#include "store/sought.h"

#include <inttypes.h>

/* What waits to be changed at once: the rows are copied into a table of this transaction alone, from which one statement
 * changes them all. */
struct changes {
    struct arena arena;
    struct buf   rows;
    struct buf   ids, words;            /* of those that are found by other words now */
    size_t       waiting;
    struct str   empty, copy;           /* SQL */
};

struct record_changer {
    struct db           *db;
    const struct entity *entity;
    const struct actor  *by;
    struct str           update;        /* SQL */
    struct rows         *trail;
    struct changes      *changes;       /* NULL: one by one */
    enum put             told;          /* what went wrong with those that waited */
    int64_t              more[2];       /* archived or not */
};

/* ---- SQL ---- */

static struct str update_one(struct arena *a, const struct entity *e, const struct str *names, size_t count)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "UPDATE %s SET version = version + 1", e->name);
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", %s = $%zu", names[i].at, i + 1);
    buf_print(&sql, " WHERE id = $%zu AND version = $%zu", count + 1, count + 2);
    return buf_str(&sql);
}

static struct str update_many(struct arena *a, const struct entity *e, const struct str *names, size_t count)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "UPDATE %s AS kept SET version = kept.version + 1", e->name);
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", %s = changed.%s", names[i].at, names[i].at);
    buf_print(&sql, " FROM %s_changed AS changed WHERE kept.id = changed.id AND kept.version = changed.version", e->name);
    return buf_str(&sql);
}

static struct changes *changes(struct arena *a, const struct entity *e, const struct str *names, size_t count)
{
    struct changes *c = TAKE(a, struct changes);
    struct buf columns = { .arena = a };

    for (size_t i = 0; i < count; i++)
        buf_print(&columns, "%s, ", names[i].at);
    buf_add(&columns, S("id, version"));
    c->empty = str_print(a, "CREATE TEMPORARY TABLE IF NOT EXISTS %s_changed ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA;"
                            " TRUNCATE %s_changed", e->name, columns.at, e->name, e->name);
    c->copy = str_print(a, "COPY %s_changed (%s) FROM STDIN", e->name, columns.at);
    arena_within(a, &c->arena);
    return c;
}

static struct record_changer *changer(struct arena *a, struct db *db, const struct entity *e, const struct actor *by, bool many)
{
    struct record_changer *c = TAKE(a, struct record_changer);
    struct str names[MOST_VALUES];
    size_t count = record_value_columns(a, e, names);

    *c = (struct record_changer){
        .db = db, .entity = e, .by = by, .trail = record_trail(a, db, many),
        .update = (many ? update_many : update_one)(a, e, names, count), .changes = many ? changes(a, e, names, count) : NULL,
    };
    return c;
}

struct record_changer *record_changer_of_one(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    return changer(a, db, e, by, false);
}

struct record_changer *record_changer(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    return changer(a, db, e, by, db_copies(db));
}

/* ---- by the batch ---- */

/* Nothing refuses the copy: the table has no rules. */
static enum put change_all(struct record_changer *c, struct changes *waiting)
{
    db_script(c->db, waiting->empty.at);
    db_copy(c->db, waiting->copy.at, buf_str(&waiting->rows));
    enum refusal refused = db_try(c->db, c->update.at, GIVE_NOTHING, NULL);
    if (refused != DB_DONE)
        return record_taken(c->entity, refused);
    if (db_changes(c->db) != (int64_t)waiting->waiting)
        return PUT_STALE;
    if (waiting->ids.len)
        db_search_copy_anew(c->db, c->entity->name, buf_str(&waiting->ids), buf_str(&waiting->words));
    return PUT_DONE;
}

static void flush(struct record_changer *c)
{
    struct changes *waiting = c->changes;

    if (waiting->waiting && c->told == PUT_DONE)
        c->told = change_all(c, waiting);
    arena_reset(&waiting->arena);
    waiting->waiting = 0;
}

static enum put change_later(struct record_changer *c, struct given row)
{
    struct changes *waiting = c->changes;

    if (waiting->waiting++ == 0)
        waiting->rows = waiting->ids = waiting->words = (struct buf){ .arena = &waiting->arena };
    db_copy_row(&waiting->rows, row.values, row.count);
    return c->told;
}

/* ---- one by one ---- */

static enum put change_one(struct record_changer *c, struct given row)
{
    enum refusal refused = db_try(c->db, c->update.at, row, NULL);

    if (refused != DB_DONE)
        return record_taken(c->entity, refused);
    return db_changes(c->db) ? PUT_DONE : PUT_STALE;
}

/* ---- what follows ---- */

static void follow_in_search(struct record_changer *c, struct arena *a, const struct record *head, const void *was)
{
    struct str before = record_sought(a, c->entity, was), after = record_sought(a, c->entity, head);

    if (str_is(before, after))
        return;
    if (c->changes) {
        buf_print(&c->changes->ids, "%s%" PRId64, c->changes->ids.len ? "," : "", head->id.id);
        db_copy_row(&c->changes->words, (const struct value[]){ VALUE(head->id), VALUE(after) }, 2);
        return;
    }
    db_search_remove(c->db, c->entity->name, head->id.id, before);
    db_search_put(c->db, c->entity->name, head->id.id, after);
}

static void follow_in_trail(struct record_changer *c, struct arena *a, const void *record, const void *was)
{
    struct record_names names = record_names(c->db);
    struct context cx = { a, &names.names, 0 };

    for (size_t i = 0; i < c->entity->count; i++) {
        const struct field *f = &c->entity->fields[i];
        if (field_is_kept(f) && !field_same(f, was, record))
            record_trail_add(c->trail, c->entity, record, c->by, f->name, field_text(&cx, f, was), field_text(&cx, f, record));
    }
}

static bool all_same(const struct entity *e, const void *was, const void *record)
{
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]) && !field_same(&e->fields[i], was, record))
            return false;
    return true;
}

/* ---- the one or the other ---- */

enum put record_change(struct record_changer *c, struct arena *a, void *record, const void *was)
{
    enum { BATCH = 1000 };
    struct record *head = record;
    struct value values[MOST_VALUES];

    if (((const struct record *)was)->version != head->version)
        return PUT_STALE;
    if (all_same(c->entity, was, record))
        return PUT_SAME;
    size_t count = record_values(a, c->entity, record, values);
    values[count++] = VALUE(head->id);
    values[count++] = VALUE(head->version);
    const struct given row = { values, count };
    enum put done = (c->changes ? change_later : change_one)(c, row);
    if (done != PUT_DONE)
        return done;
    head->version++;
    follow_in_search(c, a, head, was);
    follow_in_trail(c, a, record, was);
    c->more[record_is_archived(c->entity, was) ? 1 : 0]--;
    c->more[record_is_archived(c->entity, record) ? 1 : 0]++;
    if (c->changes && c->changes->waiting == BATCH)
        flush(c);
    return c->told;
}

enum put record_changer_end(struct record_changer *c)
{
    if (c->changes)
        flush(c);
    if (c->told != PUT_DONE)
        return c->told;
    rows_end(c->trail);
    for (int archived = 0; archived < 2; archived++)
        if (c->more[archived])
            record_tally(c->db, c->entity, archived, c->more[archived]);
    return PUT_DONE;
}
