#include "domain/import_undo.h"

#include "base/fault.h"
#include "domain/usage.h"
#include "store/rows.h"

#include <string.h>

enum { BATCH_RECORDS = 256 };

struct str undo_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE import_added (\n  import {number} NOT NULL REFERENCES import,\n  first_id {number} NOT NULL,\n"
        "  last_id {number} NOT NULL,\n  PRIMARY KEY (import, first_id)\n{end}\n"
        "CREATE TABLE import_change (\n  import {number} NOT NULL REFERENCES import,\n  record {number} NOT NULL,\n"
        "  version {number} NOT NULL,\n  old_values {text} NOT NULL,\n  PRIMARY KEY (import, record)\n{end}\n"));
}

/* ---- keeping ---- */

struct undo_keeper {
    struct db           *db;
    const struct entity *entity;
    int64_t              import;
    int64_t              first, last;   /* ids of the range on its way; 0: none */
    struct rows         *changes;
};

struct undo_keeper *undo_keeper(struct arena *a, struct db *db, const struct entity *e, int64_t import)
{
    struct undo_keeper *k = TAKE(a, struct undo_keeper);

    *k = (struct undo_keeper){
        .db = db, .entity = e, .import = import,
        .changes = rows_into(a, db, "import_change", "import, record, version, old_values", true),
    };
    return k;
}

static void keep_range(struct undo_keeper *k)
{
    if (k->first)
        db_do(k->db, "INSERT INTO import_added (import, first_id, last_id) VALUES ($1, $2, $3)",
              GIVE(k->import, k->first, k->last));
    k->first = 0;
}

void undo_keep_added(struct undo_keeper *k, int64_t id)
{
    if (!k->first || id != k->last + 1) {
        keep_range(k);
        k->first = id;
    }
    k->last = id;
}

/* A line "name length value" for each field; of what is no text the number that is kept. */
static struct str old_values(struct arena *a, const struct entity *e, const void *was, const void *record)
{
    struct buf b = { .arena = a };

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        struct buf digits = { .arena = a };
        if (f->rules & UNKEPT || field_same(f, was, record))
            continue;
        struct str value = S("");
        if (kinds[f->type].is_text) {
            value = field_str(f, was);
        } else {
            buf_int(&digits, field_int(f, was));
            value = buf_str(&digits);
        }
        buf_add(&b, str_from(f->name));
        buf_char(&b, ' ');
        buf_int(&b, (int64_t)value.len);
        buf_char(&b, ' ');
        buf_add(&b, value);
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

/* A record that the import itself added changes when it gets its references. */
void undo_keep_changed(struct undo_keeper *k, struct arena *a, const void *was, const void *record)
{
    const struct record *head = record;

    rows_add(k->changes, GIVE(k->import, head->id, head->version, old_values(a, k->entity, was, record)));
}

void undo_keep_end(struct undo_keeper *k)
{
    keep_range(k);
    rows_end(k->changes);
}

void undo_sweep(struct db *db, struct moment now)
{
    int64_t before = now.seconds - IMPORT_UNDO_SECONDS;

    db_do(db, "DELETE FROM import_added WHERE import IN (SELECT id FROM import WHERE at < $1)", GIVE(before));
    db_do(db, "DELETE FROM import_change WHERE import IN (SELECT id FROM import WHERE at < $1)", GIVE(before));
}

/* ---- undoing ---- */

struct undo {
    struct arena           *arena;      /* of what is said */
    struct arena            batch;
    struct db              *db;
    const struct entity    *entity;
    int64_t                 import, done;
    const struct actor     *by;
    const struct undo_told *told;
    void                   *record;
};

struct range { int64_t first, last; };

static void step(struct undo *u, size_t done)
{
    u->done += (int64_t)done;
    arena_reset(&u->batch);
    u->told->told(u->told->what, u->done);
}

/* klant 10008 (Bakkerij Smit) */
static struct str named(struct undo *u, int64_t id)
{
    struct record_names names = record_names(u->db);
    struct context cx = { u->arena, &names.names, 0 };
    const struct entity *e = u->entity;
    void *record = arena_take(u->arena, e->size);

    if (!record_get(u->arena, u->db, e, id, record))
        return S("");
    return str_print(u->arena, "%s %s (%s)", e->title, field_text(&cx, entity_key(e), record).at,
                     field_text(&cx, entity_name_field(e), record).at);
}

static struct str not_possible(struct undo *u, int64_t id, const char *why)
{
    struct str name = named(u, id);

    if (name.len == 0)
        return str_print(u->arena, "Ongedaan maken kan niet meer: een van de bijgewerkte %s is intussen verwijderd.",
                         u->entity->titles);
    return str_print(u->arena, "Ongedaan maken kan niet meer: %s %s", name.at, why);
}

#define IS_ADDED(record) "EXISTS (SELECT 1 FROM import_added AS a WHERE a.import = $1 AND " record \
    " BETWEEN a.first_id AND a.last_id)"

/* One that is not as the import left it, or that is in use since; 0: none.  What was added and is gone already
 * is in nobody's way. */
static int64_t changed_since(struct undo *u)
{
    const char *table = u->entity->name;
    struct str changed = str_print(u->arena,
        "SELECT c.record FROM import_change AS c LEFT JOIN %s AS r ON r.id = c.record WHERE c.import = $1"
        " AND (r.version <> c.version OR (r.id IS NULL AND NOT " IS_ADDED("c.record") ")) LIMIT 1", table);
    struct str added = str_print(u->arena,
        "SELECT r.id FROM import_added AS a JOIN %s AS r ON r.id BETWEEN a.first_id AND a.last_id WHERE a.import = $1"
        " AND r.version <> 1 AND NOT EXISTS (SELECT 1 FROM import_change AS c WHERE c.import = $1 AND c.record = r.id)"
        " LIMIT 1", table);
    int64_t id = db_one(u->db, 0, changed.at, GIVE(u->import));

    return id ? id : db_one(u->db, 0, added.at, GIVE(u->import));
}

static int64_t noted_since(struct undo *u)
{
    return db_one(u->db, 0, "SELECT n.record FROM import_added AS a JOIN note AS n ON n.record BETWEEN a.first_id AND a.last_id"
                            " WHERE a.import = $1 AND n.entity = $2 LIMIT 1", GIVE(u->import, u->entity->name));
}

/* ---- old values ---- */

static bool set_old(struct undo *u, const struct field *f, struct str value)
{
    int64_t n;
    char *member = (char *)u->record + f->at;

    if (kinds[f->type].is_text) {
        *(struct str *)(void *)member = value;
        return true;
    }
    if (!str_number(value, &n))
        return false;
    memcpy(member, &n, sizeof n);
    struct record_names names = record_names(u->db);
    return f->type != FIELD_REF || n == 0 || names.names.key(&names.names, &u->batch, f->of, n).len > 0;
}

/* False: a field or what it refers to is not there any more. */
static bool set_all_old(struct undo *u, struct str values)
{
    while (values.len) {
        const struct field *f = entity_field(u->entity, str_cut(&values, ' '));
        int64_t length;
        if (!f || !str_number(str_cut(&values, ' '), &length) || length < 0 || (size_t)length >= values.len)
            return false;
        if (!set_old(u, f, (struct str){ values.at, (size_t)length }))
            return false;
        values.at += length + 1;
        values.len -= (size_t)length + 1;
    }
    return true;
}

static bool restore_one(struct undo *u, struct record_writer *writer, const void *was, struct str values)
{
    if (!was)
        return false;
    memcpy(u->record, was, u->entity->size);
    if (!set_all_old(u, values))
        return false;
    enum put done = record_change(writer, &u->batch, u->record, was);
    return done == PUT_DONE || done == PUT_SAME;
}

/* The next ones behind this id, and their old values; how many. */
static size_t read_changed(struct undo *u, int64_t behind, int64_t *ids, struct str *values)
{
    struct str sql = str_print(&u->batch, "SELECT c.record, c.old_values FROM import_change AS c WHERE c.import = $1"
                                          " AND c.record > $2 AND NOT " IS_ADDED("c.record")
                                          " ORDER BY c.record LIMIT %d", BATCH_RECORDS);
    struct query *q = db_ask(u->db, sql.at, GIVE(u->import, behind));
    size_t count = 0;

    for (; db_next(q); count++) {
        ids[count] = db_int(q, 0);
        values[count] = str_copy(&u->batch, db_str(q, 1));
    }
    return count;
}

/* What was changed since was found before, so that what is refused at the end is our own mistake. */
static struct str restore(struct undo *u)
{
    struct record_writer *writer = record_writer(u->arena, u->db, u->entity, u->by);
    int64_t ids[BATCH_RECORDS], behind = 0;
    struct str values[BATCH_RECORDS];
    void *was[BATCH_RECORDS];
    size_t count;

    while ((count = read_changed(u, behind, ids, values)) > 0) {
        record_get_many(&u->batch, u->db, u->entity, ids, count, was);
        for (size_t i = 0; i < count; i++)
            if (!restore_one(u, writer, was[i], values[i]))
                return not_possible(u, ids[i], "kan zijn oude waarden niet terugkrijgen, omdat iets waar die naar verwezen er"
                                               " niet meer is.");
        behind = ids[count - 1];
        step(u, count);
    }
    if (record_writer_end(writer) != PUT_DONE)
        fault("old values of %s do not fit any more", u->entity->name);
    return S("");
}

/* ---- what was added ---- */

static size_t ranges_of(struct undo *u, struct range **out)
{
    size_t most = (size_t)db_one(u->db, 0, "SELECT count(*) FROM import_added WHERE import = $1", GIVE(u->import)), n = 0;
    struct query *q = db_ask(u->db, "SELECT first_id, last_id FROM import_added WHERE import = $1 ORDER BY first_id",
                             GIVE(u->import));

    *out = TAKE_MANY(u->arena, struct range, most);
    while (db_next(q))
        (*out)[n++] = (struct range){ db_int(q, 0), db_int(q, 1) };
    return n;
}

/* So that they do not hold each other. */
static void forget_references(struct undo *u, struct range r)
{
    for (size_t i = 0; i < u->entity->count; i++) {
        const struct field *f = &u->entity->fields[i];
        if (f->type == FIELD_REF && f->of == u->entity)
            db_do(u->db, str_print(&u->batch, "UPDATE %s SET %s = NULL WHERE id BETWEEN $1 AND $2 AND %s IS NOT NULL",
                                   u->entity->name, f->name, f->name).at, GIVE(r.first, r.last));
    }
}

/* Those of a piece of a range that are still there. */
static size_t read_records(struct undo *u, struct range r, const void **records)
{
    int64_t ids[BATCH_RECORDS];
    void *all[BATCH_RECORDS];
    size_t asked = 0, count = 0;

    for (int64_t id = r.first; id <= r.last; id++)
        ids[asked++] = id;
    record_get_many(&u->batch, u->db, u->entity, ids, asked, all);
    for (size_t i = 0; i < asked; i++)
        if (all[i])
            records[count++] = all[i];
    return count;
}

static struct str remove_records(struct undo *u, const void **records, size_t count)
{
    size_t used;

    if (record_delete_all(&u->batch, u->db, u->entity, records, count, u->by, &used) == DB_DONE)
        return S("");
    int64_t id = ((const struct record *)records[used])->id.id;
    struct str reason = usage_reason(u->arena, u->db, u->entity, id);
    return not_possible(u, id, str_print(u->arena, "wordt intussen gebruikt. %s", reason.at).at);
}

/* By rising id, for the search index writes to disk at each step back. */
static struct str remove_range(struct undo *u, struct range r)
{
    const void *records[BATCH_RECORDS];
    struct str why = S("");

    for (int64_t id = r.first; id <= r.last && why.len == 0; id += BATCH_RECORDS) {
        int64_t last = id + BATCH_RECORDS - 1 < r.last ? id + BATCH_RECORDS - 1 : r.last;
        size_t count = read_records(u, (struct range){ id, last }, records);
        why = remove_records(u, records, count);
        step(u, count);
    }
    return why;
}

static struct str remove_added(struct undo *u)
{
    struct range *ranges;
    size_t count = ranges_of(u, &ranges);
    struct str why = S("");

    for (size_t i = 0; i < count; i++)
        forget_references(u, ranges[i]);
    for (size_t i = 0; i < count && why.len == 0; i++)
        why = remove_range(u, ranges[i]);
    return why;
}

static struct str take_back(struct undo *u)
{
    int64_t id = changed_since(u);
    struct str why;

    if (id)
        return not_possible(u, id, "is na de import gewijzigd.");
    id = noted_since(u);
    if (id)
        return not_possible(u, id, "heeft intussen een notitie.");
    why = restore(u);
    return why.len ? why : remove_added(u);
}

struct str undo_import(struct arena *a, struct db *db, const struct entity *e, int64_t import, const struct actor *by,
                       const struct undo_told *told)
{
    struct undo *u = TAKE(a, struct undo);

    *u = (struct undo){
        .arena = a, .db = db, .entity = e, .import = import, .by = by, .told = told,
        .record = arena_take(a, e->size),
    };
    arena_within(a, &u->batch);
    struct str why = take_back(u);
    if (why.len == 0) {
        db_do(db, "DELETE FROM import_added WHERE import = $1", GIVE(import));
        db_do(db, "DELETE FROM import_change WHERE import = $1", GIVE(import));
    }
    return why;
}
