#include "store/record_finder.h"

#include "store/record_inner.h"

/* A window of so many records is of use when every eighth was asked for; at least three questions in order before one of
 * more than a record is tried. */
enum { MOST_AHEAD = 256, OF_USE = 8, IN_ORDER = 3 };

/* The window is a question that was read as far as it was needed. */
struct record_finder {
    struct db           *db;
    const struct entity *entity;
    const char          *sql;           /* but for the number of records */
    int                  column;        /* of the key */
    struct arena         texts;         /* of this window */
    struct value         last;          /* the key that was asked for */
    struct query        *window;        /* at the first record that is not before it; NULL: behind all of them */
    size_t               room, read;    /* records: asked for, and taken so far */
    size_t               used;          /* questions that it answered */
    size_t               in_order;      /* questions since one that was not */
};

struct record_finder *record_finder(struct arena *a, struct db *db, const struct entity *e)
{
    struct record_finder *f = TAKE(a, struct record_finder);
    const char *key = entity_key(e)->name;

    *f = (struct record_finder){ .db = db, .entity = e, .column = record_column(e, entity_key(e)) };
    f->sql = str_print(a, "SELECT %s FROM %s WHERE %s >= $1 ORDER BY %s LIMIT", record_columns(a, e).at, e->name, key, key).at;
    arena_within(a, &f->texts);
    return f;
}

void record_finder_end(struct record_finder *f)
{
    if (f->window)
        db_close_query(f->window);
    f->window = NULL;
    f->room = 0;
}

/* Texts by their bytes, as both makes order them. */
static int compare(const struct value *a, const struct value *b)
{
    return a->type == VALUE_TEXT ? str_compare(a->text, b->text) : (a->n > b->n) - (a->n < b->n);
}

/* How the record that the window is at stands to a key. */
static int compare_there(const struct record_finder *f, const struct value *key)
{
    const struct value there = key->type == VALUE_TEXT ? VALUE(db_str(f->window, f->column))
                                                       : VALUE(db_int(f->window, f->column));
    return compare(&there, key);
}

static void step(struct record_finder *f)
{
    if (db_next(f->window))
        f->read++;
    else
        f->window = NULL;
}

static size_t next_room(const struct record_finder *f)
{
    if (f->room <= 1)
        return f->in_order < IN_ORDER ? 1 : 2;
    if (f->used * OF_USE <= f->room)
        return 1;
    return f->room < MOST_AHEAD ? f->room * 2 : MOST_AHEAD;
}

static void open_window(struct record_finder *f, const struct value *key)
{
    size_t room = next_room(f);

    record_finder_end(f);
    arena_reset(&f->texts);
    f->window = db_ask(f->db, str_print(&f->texts, "%s %zu", f->sql, room).at, GIVE(*key));
    f->room = room;
    f->read = f->used = 0;
    step(f);
}

/* False: the answer is not in the window. */
static bool go_on_to(struct record_finder *f, const struct value *key)
{
    while (f->window && compare_there(f, key) < 0)
        step(f);
    return f->window || f->read < f->room;
}

bool record_finder_find(struct record_finder *f, struct arena *a, struct str text, void *record)
{
    struct value key;

    if (!record_key_value(f->entity, text, &key))
        return false;
    int order = f->room ? compare(&key, &f->last) : -1;
    f->in_order = order > 0 ? f->in_order + 1 : 0;
    if (order < 0 || !go_on_to(f, &key))
        open_window(f, &key);
    f->used++;
    key.text = str_copy(&f->texts, key.text);
    f->last = key;
    if (!f->window || compare_there(f, &key) != 0)
        return false;
    record_take(a, f->window, 0, f->entity, record);
    return true;
}
