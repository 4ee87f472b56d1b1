#include "store/rows.h"

#include "base/fault.h"

enum { BATCH = 1000 };

struct rows {
    struct db    *db;
    const char   *table;
    struct query *insert;               /* one by one; or NULL, then they are copied by the batch */
    const char   *copy;
    struct arena  batch;
    struct buf    text;                 /* of what was not copied yet */
    size_t        waiting;
};

static const char *insert_sql(struct arena *a, const char *table, const char *columns)
{
    struct buf sql = { .arena = a };
    int places = 1;

    buf_print(&sql, "INSERT INTO %s (%s) VALUES ($1", table, columns);
    for (const char *c = columns; *c; c++)
        if (*c == ',')
            buf_print(&sql, ", $%d", ++places);
    buf_char(&sql, ')');
    return buf_str(&sql).at;
}

struct rows *rows_into(struct arena *a, struct db *db, const char *table, const char *columns, bool many)
{
    struct rows *r = TAKE(a, struct rows);

    r->db = db;
    r->table = table;
    if (many && db_copies(db))
        r->copy = str_print(a, "COPY %s (%s) FROM STDIN", table, columns).at;
    else
        r->insert = db_query(db, insert_sql(a, table, columns));
    arena_within(a, &r->batch);
    return r;
}

void rows_end(struct rows *r)
{
    if (r->waiting && db_copy(r->db, r->copy, buf_str(&r->text)) != DB_DONE)
        fault("rows do not fit in %s", r->table);
    arena_reset(&r->batch);
    r->waiting = 0;
}

void rows_add(struct rows *r, struct given row)
{
    if (r->insert) {
        db_ask_again(r->insert, row);
        while (db_next(r->insert))
            ;
        return;
    }
    if (r->waiting == 0)
        r->text = (struct buf){ .arena = &r->batch };
    db_copy_row(&r->text, row.values, row.count);
    if (++r->waiting == BATCH)
        rows_end(r);
}
