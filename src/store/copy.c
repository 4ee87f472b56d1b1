#include "store/copy.h"

#include "base/fault.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Of one batch: so many rows, or fewer when they are long. */
enum { BATCH_ROWS = 1000, ENOUGH_BYTES = 4 << 20 };

struct reader {
    struct db                *db;
    const struct table       *table;
    const struct renumbering *renumber;
    struct query             *rows;     /* NULL: behind the last */
    struct arena              batch;
    int64_t                   last;     /* of the first column of the key, when that is a number */
};

/* ---- SQL ---- */

static void add_columns(struct buf *b, const struct table *t)
{
    for (size_t i = 0; i < t->count; i++)
        buf_print(b, "%s%s", i ? ", " : "", t->columns[i].name);
}

static void add_key(struct buf *b, const struct table *t)
{
    for (size_t i = 0; i < t->key_count; i++)
        buf_print(b, "%s%s", i ? ", " : "", t->columns[t->key[i]].name);
}

static const char *select_sql(struct arena *a, const struct table *t)
{
    struct buf sql = { .arena = a };

    buf_add(&sql, S("SELECT "));
    add_columns(&sql, t);
    buf_print(&sql, " FROM %s ORDER BY ", t->name);
    add_key(&sql, t);
    return buf_str(&sql).at;
}

static const char *insert_sql(struct arena *a, const struct table *t)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "INSERT INTO %s (", t->name);
    add_columns(&sql, t);
    buf_add(&sql, S(") VALUES ("));
    for (size_t i = 0; i < t->count; i++)
        buf_print(&sql, "%s$%zu", i ? ", " : "", i + 1);
    buf_char(&sql, ')');
    return buf_str(&sql).at;
}

static const char *copy_sql(struct arena *a, const struct table *t)
{
    struct buf sql = { .arena = a };

    buf_print(&sql, "COPY %s (", t->name);
    add_columns(&sql, t);
    buf_add(&sql, S(") FROM STDIN"));
    return buf_str(&sql).at;
}

/* ---- reading ---- */

static struct reader *reader(struct arena *a, struct db *db, const struct table *t, const struct renumbering *renumber)
{
    struct reader *r = TAKE(a, struct reader);

    if (t->key_count == 0)
        fault("the table %s has no key to read it by", t->name);
    arena_within(a, &r->batch);
    r->db = db;
    r->table = t;
    r->renumber = renumber;
    r->rows = db_ask_by_batch(db, select_sql(a, t), GIVE_NOTHING);
    return r;
}

static int by_from(const void *a, const void *b)
{
    int64_t x = ((const struct renumbered *)a)->from, y = ((const struct renumbered *)b)->from;
    return (x > y) - (x < y);
}

static int64_t number_at(const struct reader *r, size_t column, int64_t n)
{
    const struct renumbering *to = r->renumber;

    if (!to || strcmp(r->table->columns[column].name, to->column) != 0)
        return n;
    const struct renumbered *found = to->count ? bsearch(&(struct renumbered){ .from = n }, to->numbers, to->count,
                                                         sizeof *to->numbers, by_from) : NULL;
    return found ? found->to : 0;
}

static void read_row(const struct reader *r, struct query *q, struct value *values)
{
    for (int i = 0; i < (int)r->table->count; i++)
        values[i] = db_is_null(q, i) ? (struct value){ 0 }
                    : r->table->columns[i].is_text ? VALUE(db_str(q, i)) : VALUE(number_at(r, (size_t)i, db_int(q, i)));
}

static void insert_row(struct query *insert, const struct value *values, size_t count)
{
    db_ask_again(insert, (struct given){ values, count });
    while (db_next(insert))
        ;
}

/* The next rows as text, in which alike is the same; each is inserted too, unless insert is NULL.  How many. */
static size_t read_batch(struct reader *r, struct buf *text, struct query *insert)
{
    const struct table *t = r->table;
    struct value values[MOST_COLUMNS];
    size_t rows = 0;

    arena_reset(&r->batch);
    *text = (struct buf){ .arena = &r->batch };
    while (r->rows && rows < BATCH_ROWS && text->len < ENOUGH_BYTES) {
        if (!db_next(r->rows)) {
            r->rows = NULL;
            break;
        }
        read_row(r, r->rows, values);
        db_copy_row(text, values, t->count);
        if (insert)
            insert_row(insert, values, t->count);
        r->last = values[t->key[0]].n;
        rows++;
    }
    return rows;
}

/* ---- from the one to the other ---- */

void table_copy(struct arena *a, struct db *from, struct db *to, const struct table *t,
                const struct renumbering *renumber)
{
    struct reader *r = reader(a, from, t, renumber);
    struct query *insert = db_copies(to) ? NULL : db_query(to, insert_sql(a, t));
    const char *copy = copy_sql(a, t);
    struct buf text;

    db_fill(to, t->name);
    while (read_batch(r, &text, insert) > 0)
        if (!insert && db_copy(to, copy, buf_str(&text)) != DB_DONE)
            fault("the rows of %s do not fit in the table there", t->name);
    db_filled(to, t->name);
    if (t->gives_ids) {
        int64_t given = db_last_id(from, t->name), last = r->last;
        db_set_last_id(to, t->name, given > last ? given : last);
    }
}

bool table_has_rows(struct arena *a, struct db *db, const struct table *t)
{
    return db_one(db, 0, str_print(a, "SELECT 1 FROM %s LIMIT 1", t->name).at, GIVE_NOTHING) != 0;
}

struct table_sum table_sum(struct arena *a, struct db *db, const struct table *t, const struct renumbering *renumber)
{
    struct reader *r = reader(a, db, t, renumber);
    struct table_sum out = { 0 };
    crypto_generichash_state state;
    struct buf text;
    size_t rows;

    crypto_generichash_init(&state, NULL, 0, sizeof out.sum);
    while ((rows = read_batch(r, &text, NULL)) > 0) {
        crypto_generichash_update(&state, (const unsigned char *)text.at, text.len);
        out.rows += (int64_t)rows;
    }
    crypto_generichash_final(&state, out.sum, sizeof out.sum);
    return out;
}
