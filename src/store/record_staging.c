#include "store/record_inner.h"

#include <string.h>

struct staging {
    struct db           *db;
    const struct entity *entity;
    struct str           make, copy, merge;     /* SQL */
    struct arena         arena;
    struct buf           rows;                  /* of what was not copied yet */
    size_t               waiting, staged;
};

/* ---- SQL ---- */

/* The types are those of the tables, and no rule of theirs.  Empty, also when an earlier staging of this transaction was not. */
static struct str make_sql(struct arena *a, const char *table, const char *columns)
{
    return str_print(a, "CREATE TEMPORARY TABLE IF NOT EXISTS %s_staged ON COMMIT DROP AS SELECT id, version, %s, words"
                        " FROM %s JOIN %s_search USING (id) WITH NO DATA; TRUNCATE %s_staged",
                     table, columns, table, table, table);
}

/* Version 0 is that of a new record.  Gives how many records are as they were staged now. */
static struct str merge_sql(struct arena *a, const char *table, const char *columns, const struct str *names, size_t count)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "WITH changed AS (UPDATE %s AS kept SET version = kept.version + 1", table);
    for (size_t i = 0; i < count; i++)
        buf_print(&sql, ", %s = staged.%s", names[i].at, names[i].at);
    buf_print(&sql, " FROM %s_staged AS staged WHERE staged.version > 0 AND kept.id = staged.id"
                    " AND kept.version = staged.version RETURNING 1)", table);
    buf_print(&sql, ", added AS (INSERT INTO %s (id, version, %s) SELECT id, 1, %s FROM %s_staged WHERE version = 0"
                    " RETURNING 1)", table, columns, columns, table);
    buf_print(&sql, ", found AS (INSERT INTO %s_search (id, words) SELECT id, words FROM %s_staged WHERE words IS NOT NULL"
                    " ON CONFLICT (id) DO UPDATE SET words = excluded.words)", table, table);
    buf_add(&sql, S(" SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM added)"));
    return buf_str(&sql);
}

struct staging *staging(struct arena *a, struct db *db, const struct entity *e)
{
    struct staging *s = TAKE(a, struct staging);
    struct str names[MOST_VALUES];
    size_t count = record_value_columns(a, e, names);
    struct buf columns = { .arena = a };

    for (size_t i = 0; i < count; i++)
        buf_print(&columns, "%s%s", i ? ", " : "", names[i].at);
    const char *listed = buf_str(&columns).at;
    *s = (struct staging){
        .db = db, .entity = e, .make = make_sql(a, e->name, listed),
        .copy = str_print(a, "COPY %s_staged (id, version, %s, words) FROM STDIN", e->name, listed),
        .merge = merge_sql(a, e->name, listed, names, count),
    };
    arena_within(a, &s->arena);
    return s;
}

/* ---- rows ---- */

static void copy_waiting(struct staging *s)
{
    if (s->waiting && s->staged == 0)
        db_script(s->db, s->make.at);
    if (s->waiting)
        db_copy_on(s->db, s->copy.at, buf_str(&s->rows));
    s->staged += s->waiting;
    s->waiting = 0;
    arena_reset(&s->arena);
}

/* Few enough to be on their way at once. */
void staging_add(struct staging *s, const struct record *head, struct given values, struct value words)
{
    enum { BATCH = 100 };
    struct value row[MOST_VALUES + 3] = { VALUE(head->id), VALUE(head->version) };

    memcpy(row + 2, values.values, values.count * sizeof row[0]);
    row[2 + values.count] = words;
    if (s->waiting == 0)
        s->rows = (struct buf){ .arena = &s->arena };
    db_copy_row(&s->rows, row, values.count + 3);
    if (++s->waiting == BATCH)
        copy_waiting(s);
}

/* The database plans for what it knows of a table, and of a new one that is nothing. */
enum put staging_merge(struct staging *s)
{
    int64_t merged;

    copy_waiting(s);
    if (s->staged == 0)
        return PUT_DONE;
    db_script(s->db, str_print(&s->arena, "ANALYZE %s_staged (id, version)", s->entity->name).at);
    enum refusal refused = db_try(s->db, s->merge.at, GIVE_NOTHING, &merged);
    if (refused != DB_DONE)
        return record_taken(s->entity, refused);
    return merged == (int64_t)s->staged ? PUT_DONE : PUT_STALE;
}
