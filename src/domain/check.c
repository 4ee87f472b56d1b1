#include "domain/check.h"

#include "base/fault.h"
#include "domain/directory.h"
#include "domain/entities.h"
#include "store/record_all.h"
#include "store/record_check.h"
#include "store/table.h"

#include <inttypes.h>
#include <string.h>

struct checking {
    struct finder finder;
    struct arena *arena;
    struct arena  step;                 /* of one database */
    struct house *house;
    FILE         *out;
    struct db    *db;
    struct str    where;                /* the name of what it is of */
    int64_t       country, records, findings;
};

/* ---- telling ---- */

static const struct entity *entity_of(const char *table)
{
    for (size_t i = 0; i < entity_count; i++)
        if (strcmp(entities[i]->name, table) == 0)
            return entities[i];
    return NULL;
}

/* Records by the key that people know, other rows by their id. */
static void tell(struct finder *finder, const char *table, int64_t id, const char *column, const char *why)
{
    struct checking *c = (struct checking *)finder;
    struct record_names names = record_names(c->db);
    const struct entity *e = entity_of(table);

    fprintf(c->out, "%.*s: %s", (int)c->where.len, c->where.at, table);
    if (id && e)
        fprintf(c->out, " %s", names.names.key(&names.names, &c->step, e, id).at);
    else if (id)
        fprintf(c->out, " %" PRId64, id);
    fprintf(c->out, "%s%s: %s\n", *column ? ", " : "", column, why);
    c->findings++;
}

/* Each row of the answer is one: its first column is the id. */
static void tell_all(struct checking *c, const char *table, const char *column, const char *why, const char *sql)
{
    struct query *q = db_ask(c->db, sql, GIVE_NOTHING);

    while (db_next(q))
        tell(&c->finder, table, db_int(q, 0), column, why);
}

/* ---- records ---- */

struct kept {
    struct source         source;
    const struct context *cx;
    const void           *record;
};

/* As a sheet would hold it. */
static bool kept_text(const struct source *s, struct arena *a, const struct field *f, struct str *text,
                      const char **why)
{
    const struct kept *k = (const struct kept *)s;
    struct buf digits = { .arena = a };

    (void)why;
    if (f->rules & UNKEPT)
        return false;
    if (kinds[f->type].is_text) {
        *text = field_str(f, k->record);
    } else if (f->type == FIELD_CHOICE && field_int(f, k->record)) {
        buf_int(&digits, field_int(f, k->record));
        *text = buf_str(&digits);
    } else {
        *text = field_text(k->cx, f, k->record);
    }
    return true;
}

/* What is empty may be filled in with what follows from the rest. */
static bool is_otherwise(const struct field *f, const void *record, const void *read)
{
    bool empty = kinds[f->type].is_text ? field_str(f, record).len == 0 : field_int(f, record) == 0;
    return !(f->rules & UNKEPT) && !empty && !field_same(f, record, read);
}

static void check_record(struct checking *c, const struct context *cx, const struct entity *e, const void *record)
{
    const struct kept kept = { { kept_text }, cx, record };
    struct problems bad = { 0 };
    void *read = arena_take(cx->arena, e->size);
    const struct record *head = record;

    memcpy(read, record, e->size);
    entity_read(cx, e, read, &kept.source, &bad);
    for (size_t i = 0; i < e->count; i++)
        if (bad.of[i])
            tell(&c->finder, e->name, head->id.id, e->fields[i].name, bad.of[i]);
        else if (is_otherwise(&e->fields[i], record, read))
            tell(&c->finder, e->name, head->id.id, e->fields[i].name, "would be kept otherwise when it is saved");
    if (head->version < 1)
        tell(&c->finder, e->name, head->id.id, "version", "is not a number from 1 on");
}

static void check_batch(struct record_batch *b, void *of)
{
    struct checking *c = of;
    struct record_names names = record_names(b->db);
    const struct context cx = { b->arena, &names.names, c->country };

    for (size_t i = 0; i < b->count; i++)
        check_record(c, &cx, b->entity, b->records[i]);
    c->records += (int64_t)b->count;
}

/* ---- tables ---- */

static void check_references(struct checking *c, const struct table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const char *name = t->columns[i].name, *of = t->columns[i].of;
        if (of)
            tell_all(c, t->name, name, str_print(&c->step, "refers to a row of %s that is not there", of).at,
                     str_print(&c->step, "SELECT %s FROM %s AS r WHERE r.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s"
                                         " AS o WHERE o.id = r.%s)", t->gives_ids ? "r.id" : "0", t->name, name, of,
                               name).at);
    }
}

static void check_tables(struct checking *c, const struct schema *schema)
{
    struct table *tables;
    size_t count = schema_tables(&c->step, schema, &tables);

    for (size_t i = 0; i < count; i++) {
        check_references(c, &tables[i]);
        if (tables[i].gives_ids && db_last_id(c->db, tables[i].name)
            < db_one(c->db, 0, str_print(&c->step, "SELECT max(id) FROM %s", tables[i].name).at, GIVE_NOTHING))
            tell(&c->finder, tables[i].name, 0, "id", "the next one is in use already");
    }
}

/* Foreign keys can not refer to one table or another. */
static void check_notes(struct checking *c)
{
    for (size_t i = 0; i < entity_count; i++)
        tell_all(c, "note", "record", "is of a record that is not there",
                 str_print(&c->step, "SELECT n.id FROM note AS n WHERE n.entity = '%s' AND NOT EXISTS (SELECT 1 FROM %s"
                                     " AS r WHERE r.id = n.record)", entities[i]->name, entities[i]->name).at);
}

/* What the database says of itself is told in full. */
static void check_database(struct checking *c)
{
    struct query *q = db_damage(c->db);

    while (q && db_next(q))
        tell(&c->finder, "database", 0, "", str_copy(&c->step, db_str(q, 0)).at);
}

/* ---- databases ---- */

static void check_administration(struct checking *c, int64_t id)
{
    struct db **db = house_room(&c->step, c->house);

    c->db = *db = house_administration(c->house, id);
    db_begin(c->db, false);
    check_database(c);
    for (size_t i = 0; i < entity_count; i++) {
        record_each_batch(&c->step, c->db, entities[i], check_batch, c);
        record_check(&c->step, c->db, entities[i], &c->finder);
    }
    check_tables(c, &administration_schema);
    check_notes(c);
}

static void check_directory(struct checking *c, int64_t unused)
{
    struct db **db = house_room(&c->step, c->house);

    (void)unused;
    c->db = *db = house_directory(c->house);
    db_begin(c->db, false);
    check_database(c);
    check_tables(c, &directory_schema);
    tell_all(c, "administration", "package", "is none of the packages",
             str_print(&c->step, "SELECT id FROM administration WHERE package NOT BETWEEN 0 AND %d", PACKAGES - 1).at);
    tell_all(c, "role", "role", "is none of the roles",
             str_print(&c->step, "SELECT 0 FROM role WHERE role NOT BETWEEN %d AND %d", ROLE_READER, ROLE_OWNER).at);
    struct query *q = db_ask(c->db, "SELECT id, name FROM administration", GIVE_NOTHING);
    while (db_next(q)) {
        const char *why = administration_name_check(db_str(q, 1));
        if (why)
            tell(&c->finder, "administration", db_int(q, 0), "name", why);
    }
}

/* What can not be read is a finding too, and the others are looked at none the less. */
static void look_at(struct checking *c, void (*check)(struct checking *, int64_t), int64_t id)
{
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        check(c, id);
    } else {
        fprintf(c->out, "%.*s: can not be read: %s\n", (int)c->where.len, c->where.at, here.message);
        c->findings++;
    }
    FAULT_END(&here);
    arena_reset(&c->step);
}

static struct checking *checking(struct arena *a, struct house *house, FILE *out)
{
    struct checking *c = TAKE(a, struct checking);

    *c = (struct checking){ .finder = { tell }, .arena = a, .house = house, .out = out, .where = S("users and roles") };
    arena_within(a, &c->step);
    return c;
}

static int64_t ended(const struct checking *c)
{
    fprintf(c->out, "%" PRId64 " records, %" PRId64 " findings\n", c->records, c->findings);
    return c->findings;
}

struct administered { int64_t id, country; struct str name; };

/* All of them, or one. */
static size_t administrations(struct checking *c, int64_t id, struct administered **out)
{
    struct db **db = house_room(&c->step, c->house);

    *db = house_directory(c->house);
    size_t most = (size_t)db_one(*db, 0, "SELECT count(*) FROM administration", GIVE_NOTHING), count = 0;
    struct query *q = db_ask(*db, "SELECT id, country, name FROM administration WHERE id = $1 OR $1 = 0 ORDER BY id",
                             GIVE(id));
    *out = TAKE_MANY(c->arena, struct administered, most);
    while (db_next(q) && count < most)
        (*out)[count++] = (struct administered){ db_int(q, 0), db_int(q, 1), str_copy(c->arena, db_str(q, 2)) };
    arena_reset(&c->step);
    return count;
}

static void check_administrations(struct checking *c, int64_t id)
{
    struct administered *all;
    size_t count = administrations(c, id, &all);

    for (size_t i = 0; i < count; i++) {
        c->where = all[i].name;
        c->country = all[i].country;
        look_at(c, check_administration, all[i].id);
    }
}

int64_t check_all(struct arena *a, struct house *house, FILE *out)
{
    struct checking *c = checking(a, house, out);

    look_at(c, check_directory, 0);
    check_administrations(c, 0);
    return ended(c);
}

int64_t check_one(struct arena *a, struct house *house, int64_t id, FILE *out)
{
    struct checking *c = checking(a, house, out);

    check_administrations(c, id);
    return ended(c);
}
