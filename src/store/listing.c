#include "store/listing.h"

#include "store/record_inner.h"
#include "store/sought.h"

#include <string.h>

enum { MOST_GIVEN = 7 };

struct work {
    struct arena               *arena;
    struct db                  *db;
    const struct listing_query *q;
    struct str                  words;          /* of the search, as the index wants them */
    const char                 *order;          /* the column that is sorted by */
    bool                        by_batch;
    const struct field         *read[MOST_FIELDS];      /* the columns behind id and, of whole records, version */
    size_t                      read_count;
    int                         state;          /* the column that says of which state a record is; 0: all are of one */
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

/* Adds a placeholder, and what goes into it. */
static void give(struct work *w, struct buf *sql, struct value v)
{
    w->given[w->given_count++] = v;
    buf_char(sql, '$');
    buf_int(sql, (int64_t)w->given_count);
}

static void add_columns(struct buf *sql, const struct work *w)
{
    buf_add(sql, w->q->whole ? S("SELECT id, version") : S("SELECT id"));
    for (size_t i = 0; i < w->read_count; i++) {
        buf_add(sql, S(", "));
        buf_add(sql, str_from(w->read[i]->name));
    }
}

/* The first column behind those of the record: how many there are in all, or the state of what comes by the batch. */
static int column_behind(const struct work *w)
{
    return (int)w->read_count + 1 + w->q->whole;
}

/* How many there are in all, in each row: one question fewer. */
static void add_total(struct work *w, struct buf *sql)
{
    if (w->words.len) {
        buf_add(sql, S(", (SELECT count(*) FROM hit)"));
        return;
    }
    buf_add(sql, S(", (SELECT records FROM tally WHERE entity = "));
    give(w, sql, VALUE(w->q->entity->name));
    buf_add(sql, S(" AND archived = "));
    give(w, sql, VALUE(w->q->archived));
    buf_char(sql, ')');
}

/* Which records: by state, unless the reach begins with that, or by the search index, which knows the state. */
static void add_which(const struct work *w, struct buf *sql, bool of_any_state)
{
    const struct entity *e = w->q->entity;
    const struct field *archives = entity_archives(e);

    buf_add(sql, S(" FROM "));
    if (w->words.len) {                 /* CROSS: first the few that were found, then their rows */
        buf_print(sql, "(SELECT found FROM hit LIMIT %zu) AS few CROSS JOIN %s WHERE id = few.found", w->q->searched,
                  e->name);
        return;
    }
    buf_add(sql, str_from(e->name));
    if (!archives || of_any_state)
        buf_add(sql, S(" WHERE 1 = 1"));
    else
        buf_print(sql, " WHERE %s = %d", archives->name, w->q->archived);
}

static void add_hits(struct work *w, struct buf *sql)
{
    struct buf place = { .arena = w->arena };

    give(w, &place, VALUE(w->words));
    buf_print(sql, "WITH hit AS MATERIALIZED (%s) ",
              db_search_select(w->arena, db_make(w->db), w->q->entity->name, buf_str(&place).at, w->q->searched + 1).at);
}

static void take(const struct work *w, struct query *found, void *record)
{
    struct record *head = record;
    int column = 0;

    head->id.id = db_int(found, column++);
    if (w->q->whole)
        head->version = db_int(found, column++);
    for (size_t i = 0; i < w->read_count; i++, column++) {
        const struct field *f = w->read[i];
        void *member = (char *)record + f->at;
        if (kinds[f->type].is_text)
            *(struct str *)member = str_copy(w->arena, db_str(found, column));
        else
            *(int64_t *)member = db_int(found, column);
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

/* Where a page begins, and which way it goes from there. */
struct start {
    bool         moved;                 /* not at the beginning of the order */
    bool         backwards, falling;    /* falling: of the order and the way together */
    int64_t      id;                    /* of the record that the page is beyond */
    struct value place;                 /* what that is sorted by */
    bool         looked_up;             /* or the question itself looks it up; then it may be of no record */
    int64_t      state;                 /* whether it is archived */
};

enum reach { ALL, WITHIN_KEY, OTHER_KEYS, BOTH, OF_STATE };

/* A value that PostgreSQL does not plan for, so that it keeps the plan: to make one takes twice as long as to read a page.
 * What comes by the batch is planned once, and better for its values. */
static void give_unseen(struct work *w, struct buf *sql, struct value v)
{
    bool unseen = db_make(w->db) == POSTGRES && !w->by_batch;

    if (unseen)
        buf_add(sql, S("(SELECT "));
    give(w, sql, v);
    if (unseen)
        buf_char(sql, ')');
}

/* (archived, key, id) > (1, 2, 3), or without the state. */
static void add_row(struct work *w, struct buf *sql, const struct start *at, bool of_state)
{
    buf_add(sql, S(" AND ("));
    if (of_state)
        buf_print(sql, "%s, ", entity_archives(w->q->entity)->name);
    buf_print(sql, "%s, id) %c (", w->order, at->falling ? '<' : '>');
    if (of_state) {
        give_unseen(w, sql, VALUE(at->state));
        buf_add(sql, S(", "));
    }
    if (at->looked_up) {
        buf_print(sql, "(SELECT %s FROM %s WHERE id = ", w->order, w->q->entity->name);
        give(w, sql, VALUE(at->id));
        buf_char(sql, ')');
    } else {
        give_unseen(w, sql, at->place);
    }
    buf_add(sql, S(", "));
    give_unseen(w, sql, VALUE(at->id));
    buf_char(sql, ')');
}

static void add_reach(struct work *w, struct buf *sql, const struct start *at, enum reach reach)
{
    struct str beyond = at->falling ? S(" < ") : S(" > ");

    if (reach == BOTH || reach == OF_STATE)
        add_row(w, sql, at, reach == OF_STATE);
    if (reach != WITHIN_KEY && reach != OTHER_KEYS)
        return;
    buf_add(sql, S(" AND "));
    buf_add(sql, str_from(w->order));
    buf_add(sql, reach == WITHIN_KEY ? S(" = ") : beyond);
    give(w, sql, at->place);
    if (reach == WITHIN_KEY) {
        buf_add(sql, S(" AND id"));
        buf_add(sql, beyond);
        give(w, sql, VALUE(at->id));
    }
}

/* How many there are at the most stands in the text, since PostgreSQL plans for it. */
static void add_order(const struct work *w, struct buf *sql, bool falling, enum reach reach, size_t most)
{
    const char *way = falling ? "DESC" : "ASC";

    buf_add(sql, S(" ORDER BY "));
    if (reach == OF_STATE)
        buf_print(sql, "%s %s, ", entity_archives(w->q->entity)->name, way);
    buf_print(sql, "%s %s, id %s LIMIT %zu", w->order, way, way, most);
}

static struct query *ask_rows(struct work *w, const struct start *at, enum reach reach, size_t most)
{
    struct buf sql = { .arena = w->arena };

    w->given_count = 0;
    if (w->words.len)
        add_hits(w, &sql);
    add_columns(&sql, w);
    if (!w->by_batch)
        add_total(w, &sql);
    w->state = reach == OF_STATE ? column_behind(w) + !w->by_batch : 0;
    if (w->state)
        buf_print(&sql, ", %s", entity_archives(w->q->entity)->name);
    add_which(w, &sql, reach == OF_STATE);
    add_reach(w, &sql, at, reach);
    add_order(w, &sql, at->falling, reach, most);
    return (w->by_batch ? db_ask_by_batch : db_ask)(w->db, buf_str(&sql).at, (struct given){ w->given, w->given_count });
}

/* False behind the last record, and where those of the next state begin. */
static bool next_row(const struct work *w, struct query *rows)
{
    if (!db_next(rows))
        return false;
    bool is_next_state = w->state && db_int(rows, w->state) != w->q->archived;
    if (is_next_state)
        db_close_query(rows);
    return !is_next_state;
}

/* Adds rows, until there are most + 1. */
static void read_rows(struct work *w, const struct start *at, enum reach reach, struct listing *out)
{
    if (out->count > w->q->most)
        return;
    if (w->q->last && reach != WITHIN_KEY)
        db_last(w->db);
    struct query *found = ask_rows(w, at, reach, w->q->most + 1);
    while (out->count <= w->q->most && next_row(w, found)) {
        out->total = db_int(found, column_behind(w));
        out->records[out->count] = arena_take(w->arena, w->q->entity->size);
        take(w, found, out->records[out->count++]);
    }
    db_close_query(found);
}

/* In front of all records of the state that is asked for, or, falling, behind them: in front of the next state. */
static void begin_at_the_end(const struct work *w, struct start *at)
{
    at->state += at->falling;
    at->place = kinds[w->q->sort->type].is_text ? VALUE("") : VALUE(INT64_MIN);
    at->id = 0;
}

static struct start start_of(struct work *w, bool look_up)
{
    const struct listing_query *q = w->q;
    struct start at = { .id = q->after ? ((const struct record *)q->after)->id.id : q->before ? q->before : q->behind };

    if (q->after)
        at.place = place_of_record(w, q->after);
    at.looked_up = look_up && at.id && !q->after;
    at.moved = q->after || at.looked_up || (at.id && place_of(w, at.id, &at.place));
    at.backwards = at.moved && !q->after && q->before;
    at.falling = q->falling != at.backwards;
    at.state = q->archived;
    if (!at.moved)
        begin_at_the_end(w, &at);
    return at;
}

/* Whether no two records share a key at one moment; texts that differ may fold alike. */
static bool is_distinct(const struct field *sort)
{
    return (sort->rules & UNIQUE) && !kinds[sort->type].is_text;
}

/* Beyond a place come first the records that share its key, then those of other keys: each is a range that
 * an index leads to. Of (key, id) > (1, 2) SQLite uses the key alone, and would wade through all that
 * share it; PostgreSQL uses all, and what a search found is few enough to look at each.
 *
 * PostgreSQL knows that what is sorted by (key, id) in one state may be read by any index on the key; if that of a
 * unique key is smaller it takes that, and reads past all records of the other state.  So it is asked for the order of
 * the index, (archived, key, id), and who reads stops where the next state begins: an end of the range would be one of
 * the indexes on other keys too, of which it guesses that few records lie within it.  There a question costs more than
 * what it answers, so it looks up the place where it begins. */
struct reaches { enum reach at[2]; size_t count; };

static bool is_of_state(const struct work *w)
{
    return db_make(w->db) == POSTGRES && !w->words.len && entity_archives(w->q->entity);
}

static struct reaches reaches_of(const struct work *w, const struct start *at)
{
    if (is_of_state(w))
        return (struct reaches){ { OF_STATE }, 1 };
    if (!at->moved)
        return (struct reaches){ { ALL }, 1 };
    if (w->words.len || db_make(w->db) == POSTGRES)
        return (struct reaches){ { BOTH }, 1 };
    if (!w->q->after && is_distinct(w->q->sort))
        return (struct reaches){ { OTHER_KEYS }, 1 };
    return (struct reaches){ { WITHIN_KEY, OTHER_KEYS }, 2 };
}

static void read_page(struct work *w, struct listing *out)
{
    struct start at = start_of(w, is_of_state(w));
    const struct reaches reaches = reaches_of(w, &at);

    out->records = TAKE_MANY(w->arena, void *, w->q->most + 1);
    for (size_t i = 0; i < reaches.count; i++)
        read_rows(w, &at, reaches.at[i], out);
    if (at.looked_up && out->count == 0 && !(at = start_of(w, false)).moved)
        read_rows(w, &at, OF_STATE, out);
    bool more = out->count > w->q->most;
    out->count -= more;
    if (at.backwards)
        reverse(out->records, out->count);
    out->more_before = at.moved && (!at.backwards || more);
    out->more_behind = at.backwards || more;
}

struct listing_reader {
    struct work    work;
    struct arena  *own;                 /* of questions */
    struct start   at;
    struct reaches reaches;
    size_t         reach;               /* that is asked for next */
    struct query  *rows;                /* NULL: of none yet, or behind its last */
    size_t         read;
};

struct listing_reader *listing_reader(struct arena *a, struct db *db, const struct listing_query *q)
{
    struct listing_reader *r = TAKE(a, struct listing_reader);

    r->own = a;
    r->work = (struct work){ .arena = a, .db = db, .q = q, .order = order_column(a, q->sort), .by_batch = true };
    choose_fields(&r->work);
    r->at = start_of(&r->work, false);
    r->reaches = reaches_of(&r->work, &r->at);
    return r;
}

/* False: there are no more. */
static bool read_on(struct listing_reader *r)
{
    while (!r->rows || !next_row(&r->work, r->rows)) {
        r->rows = NULL;
        if (r->reach == r->reaches.count)
            return false;
        r->work.arena = r->own;
        r->rows = ask_rows(&r->work, &r->at, r->reaches.at[r->reach++], r->work.q->most);
    }
    return true;
}

size_t listing_next(struct listing_reader *r, struct arena *a, void **records, size_t most)
{
    size_t count = 0;

    while (count < most && r->read < r->work.q->most && read_on(r)) {
        r->work.arena = a;
        records[count] = arena_take(a, r->work.q->entity->size);
        take(&r->work, r->rows, records[count++]);
        r->read++;
    }
    return count;
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
    }
    read_page(&w, &out);
    if (out.count == 0 && out.more_before && !q->search.len)    /* beyond the last, so that no row tells it */
        out.total = record_count(db, q->entity, q->archived);
    out.too_many = q->search.len && out.total > (int64_t)q->searched;
    out.total -= out.too_many;
    return out;
}

size_t listing_ids(struct arena *a, struct db *db, const struct listing_query *q, int64_t **ids)
{
    struct work w = { .arena = a, .db = db, .q = q, .order = order_column(a, q->sort) };
    struct buf sql = { .arena = a }, bytes = { .arena = a };

    w.words = record_search_words(a, db, q->entity, q->archived, q->search, q->searched + 1);
    if (w.words.len) {
        add_hits(&w, &sql);
        buf_add(&sql, S("SELECT id"));
        add_which(&w, &sql, false);
        add_order(&w, &sql, q->falling, ALL, q->searched + 1);
        struct query *found = db_ask_by_batch(db, buf_str(&sql).at, (struct given){ w.given, w.given_count });
        while (db_next(found)) {
            int64_t id = db_int(found, 0);
            buf_add(&bytes, (struct str){ (const char *)&id, sizeof id });
        }
    }
    *ids = (int64_t *)(void *)bytes.at;
    return bytes.len / sizeof **ids;
}
