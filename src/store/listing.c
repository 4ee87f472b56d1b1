#include "store/listing.h"

#include "store/record_inner.h"
#include "store/sought.h"

#include <string.h>

enum { MOST_GIVEN = 4 };

struct work {
    struct arena               *arena;
    struct db                  *db;
    const struct listing_query *q;
    struct str                  words;          /* of the search, as the index wants them */
    const char                 *order;          /* the column that is sorted by */
    struct value                given[MOST_GIVEN];
    size_t                      given_count;
};

static bool is_read(const struct listing_query *q, const struct field *f)
{
    return field_is_kept(f) && (q->whole || f->rules & LISTED || f == entity_name_field(q->entity));
}

static const char *order_column(struct arena *a, const struct field *f)
{
    return kinds[f->type].is_text ? str_print(a, "%s_key", f->name).at : f->name;
}

static size_t give(struct work *w, struct value v)
{
    w->given[w->given_count++] = v;
    return w->given_count;
}

static void add_columns(struct buf *sql, const struct listing_query *q)
{
    buf_add(sql, S("SELECT id, version"));
    for (size_t i = 0; i < q->entity->count; i++) {
        if (is_read(q, &q->entity->fields[i])) {
            buf_add(sql, S(", "));
            buf_add(sql, str_from(q->entity->fields[i].name));
        }
    }
}

/* Which records: by state, which an index begins with; or by the search index, which knows the state. */
static void add_which(struct work *w, struct buf *sql)
{
    const struct entity *e = w->q->entity;
    const struct field *archives = entity_archives(e);

    if (w->words.len)                   /* CROSS: first the few that were found, then their rows */
        buf_print(sql, " FROM (%s LIMIT %zu) AS hit CROSS JOIN %s WHERE id = hit.found",
                  db_search_select(w->arena, db_make(w->db), e->name,
                                   str_print(w->arena, "$%zu", give(w, VALUE(w->words))).at).at,
                  w->q->searched, e->name);
    else if (archives)
        buf_print(sql, " FROM %s WHERE %s = $%zu", e->name, archives->name, give(w, VALUE(w->q->archived)));
    else
        buf_print(sql, " FROM %s WHERE 1 = 1", e->name);
}

static struct str select_rows(struct work *w)
{
    struct buf sql = { .arena = w->arena };

    add_columns(&sql, w->q);
    buf_print(&sql, ", %s AS place", w->order);
    add_which(w, &sql);
    return buf_str(&sql);
}

/* The rows beyond a place, each way one that an index leads to: first what shares the key, then the other
 * keys.  Of (key, id) > (1, 2) SQLite uses the key alone, and would wade through all that share it. */
static void add_beyond(const struct work *w, struct buf *sql, struct str rows, const char *beyond, size_t key, size_t id)
{
    if (w->words.len)                   /* few enough to look at each */
        buf_print(sql, " AND (%s, id) %s ($%zu, $%zu)", w->order, beyond, key, id);
    else
        buf_print(sql, " AND %s = $%zu AND id %s $%zu UNION ALL %s AND %s %s $%zu", w->order, key, beyond, id,
                  rows.at, w->order, beyond, key);
}

static void take(struct work *w, struct query *found, void *record)
{
    const struct entity *e = w->q->entity;
    int column = 2;

    *(struct record *)record = (struct record){ { db_int(found, 0) }, db_int(found, 1) };
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        void *member = (char *)record + f->at;
        if (!is_read(w->q, f))
            continue;
        if (kinds[f->type].is_text)
            *(struct str *)member = str_copy(w->arena, db_str(found, column));
        else
            *(int64_t *)member = db_int(found, column);
        column++;
    }
}

/* What the record that a page begins behind is sorted by; false when it is not there any more. */
static bool place_of(struct work *w, int64_t id, struct value *out)
{
    struct query *q = db_ask(w->db, str_print(w->arena, "SELECT %s FROM %s WHERE id = $1", w->order,
                                              w->q->entity->name).at, GIVE(id));
    bool found = db_next(q);

    if (found)
        *out = kinds[w->q->sort->type].is_text ? VALUE(str_copy(w->arena, db_str(q, 0))) : VALUE(db_int(q, 0));
    db_close_query(q);
    return found;
}

static struct value place_of_record(const struct work *w, const void *record)
{
    const struct field *f = w->q->sort;
    return kinds[f->type].is_text ? VALUE(str_fold(w->arena, field_str(f, record))) : VALUE(field_int(f, record));
}

static void reverse(void **records, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        void *kept = records[i];
        records[i] = records[count - 1 - i];
        records[count - 1 - i] = kept;
    }
}

static void read_page(struct work *w, struct listing *out)
{
    const struct listing_query *q = w->q;
    struct buf sql = { .arena = w->arena };
    struct value place;
    int64_t from = q->after ? ((const struct record *)q->after)->id.id : q->before ? q->before : q->behind;
    bool moved = q->after || (from && place_of(w, from, &place)), backwards = moved && !q->after && q->before;
    const char *way = q->falling != backwards ? "DESC" : "ASC";

    if (q->after)
        place = place_of_record(w, q->after);
    struct str rows = select_rows(w);
    buf_add(&sql, rows);
    if (moved) {
        size_t key = give(w, place), id = give(w, VALUE(from));
        add_beyond(w, &sql, rows, q->falling != backwards ? "<" : ">", key, id);
    }
    buf_print(&sql, " ORDER BY place %s, id %s LIMIT $%zu", way, way, give(w, VALUE(q->most + 1)));

    out->records = TAKE_MANY(w->arena, void *, q->most + 1);
    struct query *found = db_ask(w->db, buf_str(&sql).at, (struct given){ w->given, w->given_count });
    while (db_next(found)) {
        out->records[out->count] = arena_take(w->arena, q->entity->size);
        take(w, found, out->records[out->count++]);
    }
    bool more = out->count > q->most;
    out->count -= more;
    if (backwards)
        reverse(out->records, out->count);
    out->more_before = moved && (!backwards || more);
    out->more_behind = backwards || more;
}

static void count_found(struct work *w, struct listing *out)
{
    const struct listing_query *q = w->q;
    struct str sql = str_print(w->arena, "SELECT count(*) FROM (%s LIMIT %zu) AS found",
                               db_search_select(w->arena, db_make(w->db), q->entity->name, "$1").at, q->searched + 1);

    out->total = db_one(w->db, 0, sql.at, GIVE(w->words));
    out->too_many = out->total > (int64_t)q->searched;
    if (out->too_many)
        out->total = (int64_t)q->searched;
}

struct listing listing(struct arena *a, struct db *db, const struct listing_query *q)
{
    struct work w = { .arena = a, .db = db, .q = q, .order = order_column(a, q->sort) };
    struct listing out = { 0 };

    if (q->search.len) {
        w.words = record_search_words(a, db_make(db), q->archived, q->search);
        if (w.words.len == 0)           /* only signs, which nothing is found by */
            return out;
        count_found(&w, &out);
    } else {
        out.total = record_count(db, q->entity, q->archived);
    }
    read_page(&w, &out);
    return out;
}
