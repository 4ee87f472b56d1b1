#include "store/record.h"

#include "store/record_inner.h"
#include "store/sought.h"

#include <string.h>

struct record_adder {
    struct db           *db;
    const struct entity *entity;
    const struct actor  *by;
    struct query        *insert;        /* one by one; or NULL, then they are copied by the batch */
    struct str           copy;
    struct arena         batch;         /* of the texts of what was not copied yet */
    struct buf           rows, words;
    size_t               waiting;
    int64_t              next, reserved;        /* ids of our own that no record has yet */
    enum refusal         refused;
    int64_t              first, last;   /* ids */
    int64_t              added[2];      /* archived or not */
};

struct record_row {
    struct given values;
    struct str   sought;
};

static void add_columns(struct buf *sql, const struct entity *e, const char *verb, const char *before)
{
    struct str names[MOST_VALUES];
    size_t count = record_value_columns(sql->arena, e, names);

    buf_print(sql, "%s %s (%sversion", verb, e->name, before);
    for (size_t i = 0; i < count; i++)
        buf_print(sql, ", %s", names[i].at);
    buf_char(sql, ')');
}

static struct str insert_sql(struct arena *a, const struct entity *e)
{
    struct str names[MOST_VALUES];
    size_t count = record_value_columns(a, e, names);
    struct buf sql = { .arena = a };

    add_columns(&sql, e, "INSERT INTO", "");
    buf_add(&sql, S(" VALUES (1"));
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", $%zu", i + 1);
    buf_char(&sql, ')');
    return buf_str(&sql);
}

static struct str copy_sql(struct arena *a, const struct entity *e)
{
    struct buf sql = { .arena = a };

    add_columns(&sql, e, "COPY", "id, ");
    buf_add(&sql, S(" FROM STDIN"));
    return buf_str(&sql);
}

struct record_adder *record_adder_of_one(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    struct record_adder *adder = TAKE(a, struct record_adder);

    *adder = (struct record_adder){ .db = db, .entity = e, .by = by, .insert = db_query_insert(db, insert_sql(a, e).at) };
    return adder;
}

struct record_adder *record_adder(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    if (!db_copies(db))
        return record_adder_of_one(a, db, e, by);
    struct record_adder *adder = TAKE(a, struct record_adder);

    *adder = (struct record_adder){ .db = db, .entity = e, .by = by, .copy = copy_sql(a, e) };
    arena_within(a, &adder->batch);
    return adder;
}

/* ---- by the batch ---- */

static void flush(struct record_adder *adder)
{
    if (adder->waiting && adder->refused == DB_DONE) {
        adder->refused = db_copy(adder->db, adder->copy.at, buf_str(&adder->rows));
        if (adder->refused == DB_DONE)
            db_search_copy(adder->db, adder->entity->name, buf_str(&adder->words));
    }
    arena_reset(&adder->batch);
    adder->rows = adder->words = (struct buf){ .arena = &adder->batch };
    adder->waiting = 0;
}

static enum refusal add_to_batch(struct record_adder *adder, const struct record_row *row, struct record *head)
{
    enum { BATCH = 1000 };
    struct value values[MOST_VALUES + 2] = { [1] = value_int(1) };

    if (adder->waiting == 0)
        adder->rows = adder->words = (struct buf){ .arena = &adder->batch };
    if (adder->next == adder->reserved) {
        adder->next = db_reserve(adder->db, adder->entity->name, BATCH);
        adder->reserved = adder->next + BATCH;
    }
    head->id.id = adder->next++;
    values[0] = VALUE(head->id);
    memcpy(values + 2, row->values.values, row->values.count * sizeof values[0]);
    db_copy_row(&adder->rows, values, row->values.count + 2);
    db_copy_row(&adder->words, (const struct value[]){ VALUE(head->id), VALUE(row->sought) }, 2);
    if (++adder->waiting == BATCH)
        flush(adder);
    return adder->refused;
}

/* ---- one by one ---- */

static enum refusal add_one(struct record_adder *adder, const struct record_row *row, struct record *head)
{
    enum refusal refused = db_try_insert(adder->insert, row->values, &head->id.id);

    if (refused == DB_DONE)
        db_search_put(adder->db, adder->entity->name, head->id.id, row->sought);
    return refused;
}

/* ---- the one or the other ---- */

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

enum put record_add_row(struct record_adder *adder, const struct record_row *row, void *record)
{
    struct record *head = record;
    enum refusal refused = (adder->insert ? add_one : add_to_batch)(adder, row, head);

    if (refused != DB_DONE)
        return record_taken(adder->entity, refused);
    head->version = 1;
    adder->added[record_is_archived(adder->entity, record)]++;
    adder->last = head->id.id;
    if (!adder->first)
        adder->first = head->id.id;
    return PUT_DONE;
}

enum put record_add(struct record_adder *adder, struct arena *a, void *record)
{
    return record_add_row(adder, record_row(a, adder->entity, record), record);
}

/* One line of the trail tells of all: who may write does so alone, so that all ids between the first and the last are of
 * this adder. */
enum put record_adder_end(struct record_adder *adder)
{
    const struct entity *e = adder->entity;
    const struct actor *by = adder->by;

    if (!adder->insert)
        flush(adder);
    if (adder->refused != DB_DONE)
        return record_taken(e, adder->refused);
    if (!adder->first)
        return PUT_DONE;
    db_do(adder->db, "INSERT INTO audit_log (entity, record, version, at, user_id, who, field, old_text, new_text, last_record)"
                     " VALUES ($1, $2, 1, $3, $4, $5, '', '', '', $6)",
          GIVE(e->name, adder->first, by->now, by->user, by->name,
               adder->last == adder->first ? (struct value){ 0 } : VALUE(adder->last)));
    for (int archived = 0; archived < 2; archived++)
        if (adder->added[archived])
            record_tally(adder->db, e, archived, adder->added[archived]);
    return PUT_DONE;
}
