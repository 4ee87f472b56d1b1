#include "store/record.h"

#include "store/record_inner.h"
#include "store/sought.h"

#include <string.h>

struct record_adder {
    struct db           *db;
    const struct entity *entity;
    const struct actor  *by;
    struct query        *insert;
    int64_t              first, last;   /* ids */
    int64_t              added[2];      /* archived or not */
};

static struct str insert_sql(struct arena *a, const struct entity *e)
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
    return buf_str(&sql);
}

struct record_adder *record_adder(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    struct record_adder *adder = TAKE(a, struct record_adder);

    *adder = (struct record_adder){
        .db = db, .entity = e, .by = by, .insert = db_query(db, insert_sql(a, e).at),
    };
    return adder;
}

struct record_row {
    struct given values;
    struct str   sought;
};

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
    const struct entity *e = adder->entity;
    struct record *head = record;
    enum refusal refused = db_try_insert(adder->insert, row->values, &head->id.id);

    if (refused != DB_DONE)
        return record_taken(e, refused);
    head->version = 1;
    db_search_put(adder->db, e->name, head->id.id, row->sought);
    adder->added[record_is_archived(e, record)]++;
    adder->last = head->id.id;
    if (!adder->first)
        adder->first = head->id.id;
    return PUT_DONE;
}

enum put record_add(struct record_adder *adder, struct arena *a, void *record)
{
    return record_add_row(adder, record_row(a, adder->entity, record), record);
}

/* Who may write does so alone, so that all ids between the first and the last are of this adder. */
void record_adder_end(struct arena *a, struct record_adder *adder)
{
    const struct entity *e = adder->entity;
    const struct actor *by = adder->by;

    if (!adder->first)
        return;
    db_do(adder->db, str_print(a, "INSERT INTO audit_log (entity, record, version, at, user_id, who, field, old_text, new_text)"
                                  " SELECT $1, id, 1, $2, $3, $4, '', '', '' FROM %s WHERE id BETWEEN $5 AND $6 ORDER BY id",
                               e->name).at,
          GIVE(e->name, by->now, by->user, by->name, adder->first, adder->last));
    for (int archived = 0; archived < 2; archived++)
        if (adder->added[archived])
            record_tally(adder->db, e, archived, adder->added[archived]);
}
