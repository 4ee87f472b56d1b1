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
    const struct field         *read[MOST_FIELDS];      /* the columns behind id and version */
    size_t                      read_count;
    struct value                given[MOST_GIVEN];
    size_t                      given_count;
};

static void choose_fields(struct work *w)
{
    const struct entity *e = w->q->entity;
    const struct field *name = entity_name_field(e);

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (field_is_kept(f) && (w->q->whole || f->rules & LISTED || f == name))
            w->read[w->read_count++] = f;
    }
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

static void add_columns(struct buf *sql, const struct work *w)
{
    buf_add(sql, S("SELECT id, version"));
    for (size_t i = 0; i < w->read_count; i++) {
        buf_add(sql, S(", "));
        buf_add(sql, str_from(w->read[i]->name));
    }
}

/* Which records: by state, which an index begins with; or by the search index, which knows the state. */
static void add_which(struct work *w, struct buf *sql)
{
    const struct entity *e = w->q->entity;
    const struct field *archives = entity_archives(e);

    if (w->words.len)                   /* CROSS: first the few that were found, then their rows */
        buf_print(sql, " FROM (SELECT found FROM hit LIMIT %zu) AS few CROSS JOIN %s WHERE id = few.found",
                  w->q->searched, e->name);
    else if (archives)
        buf_print(sql, " FROM %s WHERE %s = $%zu", e->name, archives->name, give(w, VALUE(w->q->archived)));
    else
        buf_print(sql, " FROM %s WHERE 1 = 1", e->name);
}

static struct str select_rows(struct work *w)
{
    struct buf sql = { .arena = w->arena };

    if (w->words.len)
        buf_print(&sql, "WITH hit AS MATERIALIZED (%s LIMIT %zu) ",
                  db_search_select(w->arena, db_make(w->db), w->q->entity->name,
                                   str_print(w->arena, "$%zu", give(w, VALUE(w->words))).at).at, w->q->searched + 1);
    add_columns(&sql, w);
    buf_print(&sql, ", %s AS place%s", w->order, w->words.len ? ", (SELECT count(*) FROM hit)" : "");
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

static void take(const struct work *w, struct query *found, void *record)
{
    *(struct record *)record = (struct record){ { db_int(found, 0) }, db_int(found, 1) };
    for (size_t i = 0; i < w->read_count; i++) {
        const struct field *f = w->read[i];
        void *member = (char *)record + f->at;
        if (kinds[f->type].is_text)
            *(struct str *)member = str_copy(w->arena, db_str(found, (int)i + 2));
        else
            *(int64_t *)member = db_int(found, (int)i + 2);
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
        if (w->words.len)
            out->total = db_int(found, (int)w->read_count + 3);
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

struct listing listing(struct arena *a, struct db *db, const struct listing_query *q)
{
    struct work w = { .arena = a, .db = db, .q = q, .order = order_column(a, q->sort) };
    struct listing out = { 0 };

    choose_fields(&w);
    if (q->search.len) {
        w.words = record_search_words(a, db, q->entity, q->archived, q->search, q->searched + 1);
        if (w.words.len == 0)           /* only signs, or words that are nowhere */
            return out;
    } else {
        out.total = record_count(db, q->entity, q->archived);
    }
    read_page(&w, &out);
    out.too_many = q->search.len && out.total > (int64_t)q->searched;
    out.total -= out.too_many;
    return out;
}
