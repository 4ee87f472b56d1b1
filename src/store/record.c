#include "store/record.h"

#include "base/fault.h"
#include "store/record_inner.h"
#include "store/sought.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- columns ---- */

struct str record_columns(struct arena *a, const struct entity *e)
{
    struct buf b = { .arena = a };
    buf_add(&b, S("id, version"));
    for (size_t i = 0; i < e->count; i++) {
        if (field_is_kept(&e->fields[i])) {
            buf_add(&b, S(", "));
            buf_add(&b, str_from(e->fields[i].name));
        }
    }
    return buf_str(&b);
}

int record_column(const struct entity *e, const struct field *field)
{
    int column = 2;                     /* behind id and version */

    for (const struct field *f = e->fields; f < field; f++)
        column += field_is_kept(f);
    return column;
}

void record_take(struct arena *a, struct query *q, int first, const struct entity *e, void *record)
{
    struct record *head = record;

    *head = (struct record){ { db_int(q, first) }, db_int(q, first + 1) };
    first += 2;
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        void *member = (char *)record + f->at;
        if (!field_is_kept(f))
            continue;
        if (kinds[f->type].is_text)
            *(struct str *)member = str_copy(a, db_str(q, first));
        else
            *(int64_t *)member = db_int(q, first);
        first++;
    }
}

/* ---- counting ---- */

void record_tally(struct db *db, const struct entity *e, bool archived, int64_t more)
{
    db_do(db, "INSERT INTO tally (entity, archived, records) VALUES ($1, $2, $3)"
              " ON CONFLICT (entity, archived) DO UPDATE SET records = tally.records + excluded.records",
          GIVE(e->name, archived, more));
}

int64_t record_count(struct db *db, const struct entity *e, bool archived)
{
    return db_one(db, 0, "SELECT records FROM tally WHERE entity = $1 AND archived = $2", GIVE(e->name, archived));
}

int64_t record_highest_key(struct db *db, const struct entity *e)
{
    const struct field *key = entity_key(e);
    char sql[200];

    snprintf(sql, sizeof sql, "SELECT max(%s) FROM %s", key->name, e->name);
    return db_one(db, 0, sql, GIVE_NOTHING);
}

/* ---- the trail ---- */

struct rows *record_trail(struct arena *a, struct db *db, bool many)
{
    return rows_into(a, db, "audit_log", "entity, record, version, at, user_id, who, field, old_text, new_text", many);
}

void record_trail_add(struct rows *trail, const struct entity *e, const struct record *head, const struct actor *by,
                      const char *field, struct str from, struct str to)
{
    const struct value given[] = {
        VALUE(e->name), VALUE(head->id), VALUE(head->version), VALUE(by->now), VALUE(by->user),
        VALUE(by->name), VALUE(field), VALUE(from), VALUE(to),
    };
    rows_add(trail, (struct given){ given, COUNT(given) });
}

struct query *record_changes_ask(struct db *db, const struct entity *e, int64_t id, int64_t since_version, size_t most)
{
    return db_ask(db, "SELECT field, old_text, new_text, who, at, version FROM audit_log"
                      " WHERE (entity = $1 AND record = $2 OR id = " RUN_OF("$2") ")"
                      " AND version > $3 ORDER BY id DESC LIMIT $4", GIVE(e->name, id, since_version, most));
}

size_t record_changes_read(struct arena *a, struct query *q, size_t most, struct change **out)
{
    struct change *changes = TAKE_MANY(a, struct change, most);
    size_t count = 0;

    while (db_next(q))
        changes[count++] = (struct change){
            str_copy(a, db_str(q, 0)), str_copy(a, db_str(q, 1)), str_copy(a, db_str(q, 2)),
            str_copy(a, db_str(q, 3)), { db_int(q, 4) }, db_int(q, 5),
        };
    *out = changes;
    return count;
}

size_t record_changes(struct arena *a, struct db *db, const struct entity *e, int64_t id, int64_t since_version,
                      size_t most, struct change **out)
{
    return record_changes_read(a, record_changes_ask(db, e, id, since_version, most), most, out);
}

/* ---- reading ---- */

static bool read_one(struct arena *a, struct db *db, const struct entity *e, const char *column,
                     struct value key, void *record)
{
    struct buf sql = { .arena = a };

    buf_add(&sql, S("SELECT "));
    buf_add(&sql, record_columns(a, e));
    buf_print(&sql, " FROM %s WHERE %s = $1", e->name, column);
    struct query *q = db_ask(db, sql.at, GIVE(key));
    bool found = db_next(q);

    if (found)
        record_take(a, q, 0, e, record);
    db_close_query(q);
    return found;
}

bool record_get(struct arena *a, struct db *db, const struct entity *e, int64_t id, void *record)
{
    return read_one(a, db, e, "id", VALUE(id), record);
}

enum { AT_ONCE = 128 };                 /* ids that a question holds; those that are not wanted are NULL */

static struct str select_many(struct arena *a, const struct entity *e)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "SELECT %s FROM %s WHERE id IN (", record_columns(a, e).at, e->name);
    for (int i = 1; i <= AT_ONCE; i++)
        buf_print(&sql, "%s$%d", i > 1 ? ", " : "", i);
    buf_char(&sql, ')');
    return buf_str(&sql);
}

/* They come in an order of their own, mostly that of the ids. */
static void take_many(struct arena *a, struct query *q, const struct entity *e, const int64_t *ids, size_t count,
                      void **records)
{
    for (size_t at = 0; db_next(q); ) {
        int64_t id = db_int(q, 0);
        for (size_t looked = 0; ids[at] != id && looked < count; looked++)
            at = at + 1 < count ? at + 1 : 0;
        records[at] = arena_take(a, e->size);
        record_take(a, q, 0, e, records[at]);
    }
}

void record_get_many(struct arena *a, struct db *db, const struct entity *e, const int64_t *ids, size_t count,
                     void **records)
{
    struct str sql = select_many(a, e);

    for (size_t done = 0, some; done < count; done += some) {
        struct value given[AT_ONCE] = { 0 };
        some = count - done < AT_ONCE ? count - done : AT_ONCE;
        for (size_t i = 0; i < some; i++) {
            given[i] = VALUE(ids[done + i]);
            records[done + i] = NULL;
        }
        take_many(a, db_ask(db, sql.at, (struct given){ given, AT_ONCE }), e, ids + done, some, records + done);
    }
}

bool record_key_value(const struct entity *e, struct str key, struct value *out)
{
    int64_t n;

    if (kinds[entity_key(e)->type].is_text) {
        *out = VALUE(key);
        return true;
    }
    if (!str_number(key, &n))
        return false;
    *out = VALUE(n);
    return true;
}

bool record_find(struct arena *a, struct db *db, const struct entity *e, struct str key, void *record)
{
    struct value value;
    return record_key_value(e, key, &value) && read_one(a, db, e, entity_key(e)->name, value, record);
}

/* ---- writing ---- */

static struct value value_of(const struct field *f, const void *record)
{
    if (kinds[f->type].is_text)
        return VALUE(field_str(f, record));
    int64_t n = field_int(f, record);
    return n == 0 && kinds[f->type].none_is_null ? (struct value){ 0 } : VALUE(n);
}

size_t record_value_columns(struct arena *a, const struct entity *e, struct str *names)
{
    size_t n = 0;
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]))
            names[n++] = str_from(e->fields[i].name);
    for (size_t i = 0; i < e->count; i++)
        if (field_has_key(&e->fields[i]))
            names[n++] = str_print(a, "%s_key", e->fields[i].name);
    return n;
}

size_t record_values(struct arena *a, const struct entity *e, const void *record, struct value *values)
{
    size_t n = 0;
    for (size_t i = 0; i < e->count; i++)
        if (field_is_kept(&e->fields[i]))
            values[n++] = value_of(&e->fields[i], record);
    for (size_t i = 0; i < e->count; i++)
        if (field_has_key(&e->fields[i]))
            values[n++] = VALUE(str_fold(a, field_str(&e->fields[i], record)));
    return n;
}

enum put record_taken(const struct entity *e, enum refusal refused)
{
    if (refused == DB_USED)
        fault("a %s refers to what is not there", e->name);
    return PUT_TAKEN;
}

enum put record_put(struct arena *a, struct db *db, const struct entity *e, void *record, const void *was,
                    const struct actor *by)
{
    struct record_writer *one = record_writer_of_one(a, db, e, by);
    const struct record *head = record;

    if (head->id.id && !was) {
        void *read = arena_take(a, e->size);
        if (!record_get(a, db, e, head->id.id, read))
            return PUT_STALE;
        was = read;
    }
    enum put done = head->id.id ? record_change(one, a, record, was) : record_add(one, a, record);
    return done == PUT_DONE ? record_writer_end(one) : done;
}

static enum refusal delete_row(struct arena *a, struct db *db, const struct entity *e, const struct record *head)
{
    struct str sql = str_print(a, "DELETE FROM %s WHERE id = $1 AND version = $2", e->name);
    enum refusal refused = db_try(db, sql.at, GIVE(head->id, head->version), NULL);

    if (refused == DB_DONE && db_changes(db) == 0)      /* the words in the search index would not be those of this record */
        fault("%s %" PRId64 " was changed or deleted since it was read", e->name, head->id.id);
    return refused;
}

enum refusal record_delete(struct arena *a, struct db *db, const struct entity *e, const void *record,
                           const struct actor *by)
{
    size_t used;
    return record_delete_all(a, db, e, &record, 1, by, &used);
}

/* First all rows: with each, SQLite writes what it has of its full text index to disk. */
enum refusal record_delete_all(struct arena *a, struct db *db, const struct entity *e, const void *const *records,
                               size_t count, const struct actor *by, size_t *used)
{
    struct record_names names = record_names(db);
    struct context cx = { a, &names.names, 0 };
    struct rows *trail = record_trail(a, db, false);

    for (size_t i = 0; i < count; i++) {
        enum refusal refused = delete_row(a, db, e, records[i]);
        *used = i;
        if (refused != DB_DONE)
            return refused;
    }
    for (size_t i = 0; i < count; i++) {
        const struct record *head = records[i];
        db_search_remove(db, e->name, head->id.id, record_sought(a, e, head));
        record_tally(db, e, record_is_archived(e, head), -1);
        record_trail_add(trail, e, head, by, "", field_text(&cx, entity_key(e), head), S(""));
    }
    return DB_DONE;
}

/* ---- references by key ---- */

static int64_t id_of(const struct names *names, struct arena *a, const struct entity *e, struct str key)
{
    struct db *db = ((const struct record_names *)names)->db;
    struct value value;

    if (!record_key_value(e, key, &value))
        return 0;
    return db_one(db, 0, str_print(a, "SELECT id FROM %s WHERE %s = $1", e->name, entity_key(e)->name).at,
                  GIVE(value));
}

static struct str key_of(const struct names *names, struct arena *a, const struct entity *e, int64_t id)
{
    struct db *db = ((const struct record_names *)names)->db;
    const struct field *key = entity_key(e);
    struct query *q = db_ask(db, str_print(a, "SELECT %s FROM %s WHERE id = $1", key->name, e->name).at, GIVE(id));
    struct str text = S("");

    if (db_next(q))
        text = str_copy(a, db_str(q, 0));
    db_close_query(q);
    return text;
}

struct record_names record_names(struct db *db)
{
    return (struct record_names){ { id_of, key_of }, db };
}
