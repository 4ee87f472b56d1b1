#include "domain/export.h"

#include "base/fault.h"
#include "base/relay.h"

#include <string.h>

/* A portal gives so many batches; sooner it is given up when nobody takes them. */
enum { BATCH = 500, BLOCKS = 3, PORTAL_BATCHES = 20, PATIENCE_MILLISECONDS = 50 };

/* ---- cells ---- */

static const struct { enum sheet_kind kind; unsigned decimals; } looks[FIELD_TYPES] = {
    [FIELD_TEXT]    = { SHEET_TEXT, 0 },
    [FIELD_INT]     = { SHEET_INT, 0 },
    [FIELD_FLAG]    = { SHEET_FLAG, 0 },
    [FIELD_MONEY]   = { SHEET_DECIMAL, 2 },
    [FIELD_DECIMAL] = { SHEET_DECIMAL, 4 },
    [FIELD_DATE]    = { SHEET_DATE, 0 },
    [FIELD_CHOICE]  = { SHEET_INT, 0 },
    [FIELD_REF]     = { SHEET_TEXT, 0 },        /* or as the key that it holds */
};

static enum sheet_kind kind_of(const struct field *f)
{
    if (f->rules & BY_WORD)
        return SHEET_TEXT;
    return looks[f->type == FIELD_REF ? entity_key(f->of)->type : f->type].kind;
}

size_t export_columns(struct arena *a, const struct entity *e, struct sheet_column **out)
{
    struct sheet_column *columns = TAKE_MANY(a, struct sheet_column, e->count);
    size_t count = 0;

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (f->column)
            columns[count++] = (struct sheet_column){
                .heading = str_from(f->column), .kind = kind_of(f), .decimals = looks[f->type].decimals,
                .required = (f->rules & REQUIRED) != 0,
            };
    }
    *out = columns;
    return count;
}

static bool has_code_0(const struct field *f)
{
    for (const struct alternative *o = f->options; o->label; o++)
        if (o->code == 0)
            return true;
    return false;
}

static bool says_nothing_by_0(const struct field *f)
{
    return f->type == FIELD_DATE || (f->type == FIELD_CHOICE && !has_code_0(f)) ||
           (f->rules & UNKEPT && f->type != FIELD_FLAG);
}

/* How a column is filled, told once for all rows. */
struct filling {
    const struct field *field;
    enum sheet_kind     kind;
    unsigned            decimals;
    bool                is_plain_text, nothing_by_0;
};

static struct filling *fillings_of(struct arena *a, const struct entity *e, size_t *count)
{
    struct filling *fillings = TAKE_MANY(a, struct filling, e->count);

    *count = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (f->column)
            fillings[(*count)++] = (struct filling){
                .field = f, .kind = kind_of(f), .decimals = looks[f->type].decimals,
                .is_plain_text = f->type == FIELD_TEXT && !(f->rules & UNKEPT), .nothing_by_0 = says_nothing_by_0(f),
            };
    }
    return fillings;
}

static void text_cell(struct sheet_value *cell, struct str s)
{
    cell->kind = s.len ? SHEET_TEXT : SHEET_EMPTY;
    cell->text = s;
}

static void ref_cell(const struct context *cx, const struct filling *f, const void *record, struct sheet_value *cell)
{
    text_cell(cell, field_text(cx, f->field, record));
    if (f->kind == SHEET_INT && str_number(cell->text, &cell->n))
        cell->kind = SHEET_INT;
}

/* The cells are all zeroes before, or as an earlier record left them. */
static void fill(const struct context *cx, const struct filling *fillings, size_t count, const void *record,
                 struct sheet_value *cells)
{
    for (size_t i = 0; i < count; i++) {
        const struct filling *f = &fillings[i];
        struct sheet_value *cell = &cells[i];
        if (f->is_plain_text) {
            text_cell(cell, field_str(f->field, record));
        } else if (f->field->type == FIELD_TEXT) {
            text_cell(cell, S(""));
        } else if (f->field->type == FIELD_REF) {
            ref_cell(cx, f, record, cell);
        } else if (f->field->rules & BY_WORD) {
            text_cell(cell, field_text(cx, f->field, record));
        } else {
            cell->n = field_int(f->field, record);
            cell->kind = cell->n == 0 && f->nothing_by_0 ? SHEET_EMPTY : f->kind;
            cell->decimals = f->decimals;
        }
    }
}

void export_cells(const struct context *cx, const struct entity *e, const void *record, struct sheet_value *cells)
{
    size_t count;
    const struct filling *fillings = fillings_of(cx->arena, e, &count);

    fill(cx, fillings, count, record, cells);
}

struct str export_title(struct arena *a, const struct entity *e)
{
    struct str title = str_copy(a, str_from(e->titles));
    return str_print(a, "%s%s", str_upper(a, (struct str){ title.at, 1 }).at, title.at + 1);
}

/* ---- records ---- */

enum { FAULT_CHARS = sizeof ((struct fault *)0)->message };

/* Some records as cells: width of each, one record after the other. */
struct block { struct sheet_value *cells; size_t count; };

struct export {
    struct arena        *arena;
    struct house        *house;
    int64_t              administration;
    struct export_view   view;
    struct sheet_writer *writer;
    struct filling      *fillings;
    size_t               width;         /* columns */
    struct block         blocks[BLOCKS];
    struct ahead        *ahead;
    bool                 ended;         /* the file is */
    const char          *refused;
    struct str           ready;         /* made and not read */
    const char          *problem;
    char                 fault[FAULT_CHARS];

    /* of who reads the records, ahead of who writes them */
    struct arena         batches[BLOCKS + 1];   /* a record outlives its block by one: what follows comes behind it */
    size_t               batch;         /* which of these is the last */
    struct block        *block;
    struct db           *db;            /* NULL: it is not held */
    struct listing_query portal_query;
    struct arena         portal_arena;
    struct listing_reader *portal;      /* NULL: to be opened */
    size_t               portal_batches;        /* that it gave */
    const void          *last;          /* record that was read */
    bool                 others, all;   /* the first kind of the two is read; both are */
    const int64_t       *ids;           /* of a selection or of what a search found; NULL: by the order alone */
    size_t               id_count, id_done;
    char                 read_fault[FAULT_CHARS];       /* "": none */
};

static void give_back(void *what)
{
    struct export *x = what;

    house_give(x->house, x->db);
    x->db = NULL;
    x->portal = NULL;
    arena_reset(&x->portal_arena);
}

static void close_export(void *what)
{
    struct export *x = what;
    give_back(x);
    arena_drop(&x->portal_arena);
    for (size_t i = 0; i < COUNT(x->batches); i++)
        arena_drop(&x->batches[i]);
}

static struct listing_query query_of(const struct export *x)
{
    return (struct listing_query){
        .entity = x->view.entity, .search = x->view.search, .archived = x->view.archived != x->others,
        .falling = x->view.falling, .sort = x->view.sort, .after = x->last, .most = PORTAL_BATCHES * BATCH,
        .searched = SHEET_ROWS - 1, .whole = true,
    };
}

struct reading { void *records[BATCH]; size_t count; bool more_behind; };

static void next_chosen(struct export *x, struct arena *a, struct reading *out)
{
    size_t left = x->id_count - x->id_done, count = left < BATCH ? left : BATCH;
    void *records[BATCH];

    record_get_many(a, x->db, x->view.entity, x->ids + x->id_done, count, records);
    for (size_t i = 0; i < count; i++)
        if (records[i])
            out->records[out->count++] = records[i];
    out->more_behind = left > count;
    x->id_done += count;
}

static void next_of_portal(struct export *x, struct arena *a, struct reading *out)
{
    if (!x->portal) {
        x->portal_query = query_of(x);
        x->portal = listing_reader(&x->portal_arena, x->db, &x->portal_query);
        x->portal_batches = 0;
    }
    out->count = listing_next(x->portal, a, out->records, BATCH);
    out->more_behind = out->count == BATCH;
    if (!out->more_behind || ++x->portal_batches == PORTAL_BATCHES)
        x->portal = NULL;
}

static void open_database(struct export *x)
{
    x->db = house_administration(x->house, x->administration);
    db_begin(x->db, false);
}

static void read_records(struct export *x)
{
    struct arena *a = &x->batches[x->batch = (x->batch + 1) % COUNT(x->batches)];
    struct record_names names = record_names(x->db);
    struct context cx = { a, &names.names, 0 };
    struct reading batch = { .count = 0 };

    arena_reset(a);
    (x->ids ? next_chosen : next_of_portal)(x, a, &batch);
    x->block->count = batch.count;
    for (size_t i = 0; i < batch.count; i++)
        fill(&cx, x->fillings, x->width, batch.records[i], x->block->cells + i * x->width);
    x->last = batch.count ? batch.records[batch.count - 1] : x->last;
    if (!batch.more_behind && x->view.both && !x->others) {
        x->others = true;
        x->last = NULL;
    } else if (!batch.more_behind) {
        x->all = true;
    }
}

/* What a search finds is asked for once: each batch would find all of it again. */
static void look_ahead(struct export *x)
{
    const struct listing_query q = query_of(x);
    int64_t count = (int64_t)x->view.chosen_count;

    if (!x->ids && x->view.search.len) {
        int64_t *found;
        count = (int64_t)(x->id_count = listing_ids(x->arena, x->db, &q, &found));
        x->ids = count ? found : TAKE(x->arena, int64_t);
    } else if (!x->ids) {
        count = record_count(x->db, q.entity, q.archived) + (x->view.both ? record_count(x->db, q.entity, !q.archived) : 0);
    }
    if (count >= SHEET_ROWS)
        x->problem = x->refused = str_print(x->arena, "In een Excel-blad passen %s %s, en dit zijn er meer. Zoek eerst, zodat"
                                            " het er minder zijn.", scaled_print(x->arena, SHEET_ROWS - 1, 0, 0).at,
                                            x->view.entity->titles).at;
}

/* A step in which a fault ends: who reads is the server, which knows of none. */
static bool guarded(struct export *x, void (*step)(struct export *), char *message)
{
    struct fault here;

    message[0] = '\0';
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        step(x);
    else
        memcpy(message, here.message, sizeof here.message);
    FAULT_END(&here);
    return message[0] == '\0';
}

/* What can not go on, or is not read on, holds no database. */
static bool with_database(struct export *x, void (*step)(struct export *), char *message)
{
    bool good = (x->db || guarded(x, open_database, message)) && guarded(x, step, message);

    if (!good || !x->portal)
        give_back(x);
    return good;
}

static bool read_block(void *what, void *block)
{
    struct export *x = what;

    x->block = block;
    x->block->count = 0;
    while (!x->all && x->block->count == 0)
        if (!with_database(x, read_records, x->read_fault))
            return false;
    return x->block->count > 0;
}

/* The next records, or the end of the file. */
static void make_more(struct export *x)
{
    struct file_error error = { 0 };
    const struct block *b = ahead_next(x->ahead);
    bool good = b || !*x->read_fault;

    for (size_t i = 0; good && b && i < b->count; i++)
        good = sheet_writer_row(x->writer, b->cells + i * x->width, &error);
    if (good && !b) {
        x->ended = true;
        good = sheet_writer_end(x->writer, &error);
    }
    if (!good)
        x->problem = error.what ? error.what : x->read_fault;
    x->ready = sheet_writer_take(x->writer);
}

struct export *export_begin(struct arena *a, struct house *house, int64_t administration,
                            const struct export_view *view)
{
    struct export *x = TAKE(a, struct export);
    struct sheet_column *columns;
    void *blocks[BLOCKS];
    size_t count = export_columns(a, view->entity, &columns);

    *x = (struct export){ .house = house, .administration = administration, .view = *view };
    x->arena = a;
    x->ids = view->chosen;
    x->id_count = view->chosen_count;
    arena_on_end(a, close_export, x);
    x->fillings = fillings_of(a, view->entity, &x->width);
    x->writer = sheet_writer_start(a, export_title(a, view->entity), columns, count);
    if (!with_database(x, look_ahead, x->fault))
        x->problem = x->fault;
    for (size_t i = 0; i < BLOCKS; i++) {
        x->blocks[i].cells = TAKE_MANY(a, struct sheet_value, x->width * BATCH);
        blocks[i] = &x->blocks[i];
    }
    if (!x->problem)
        x->ahead = ahead_start_pausing(a, blocks, BLOCKS, read_block, give_back, PATIENCE_MILLISECONDS, x);
    return x;
}

int64_t export_read(struct export *x, char *at, size_t room)
{
    while (!x->problem && !x->ended && x->ready.len == 0)
        if (!guarded(x, make_more, x->fault))
            x->problem = x->fault;
    if (x->problem)
        return -1;
    size_t n = x->ready.len < room ? x->ready.len : room;
    if (n)
        memcpy(at, x->ready.at, n);
    x->ready.at += n;
    x->ready.len -= n;
    return (int64_t)n;
}

const char *export_problem(const struct export *x)
{
    return x->problem;
}

const char *export_refused(const struct export *x)
{
    return x->refused;
}
