#include "domain/import.h"

#include "base/fault.h"
#include "domain/import_cell.h"
#include "domain/import_coupling.h"
#include "domain/import_refs.h"
#include "domain/import_report.h"
#include "domain/import_stage.h"
#include "domain/import_wrong.h"
#include "format/sheet_ahead.h"
#include "store/record_finder.h"

#include <string.h>

enum {
    BATCH_ROWS = 256,                   /* after which what they took is given back */
    EXAMPLE_ROWS = 20,                  /* in which an example of an unknown column is sought */
};

static const char *const mode_words[IMPORT_MODES] = {
    [IMPORT_ADDS] = "nieuw", [IMPORT_BOTH] = "beide", [IMPORT_UPDATES] = "bijwerken",
};

const char *import_mode_word(enum import_mode mode)
{
    return mode_words[mode];
}

bool import_mode_called(struct str word, enum import_mode *out)
{
    for (size_t i = 0; i < IMPORT_MODES; i++) {
        if (str_is(word, str_from(mode_words[i]))) {
            *out = (enum import_mode)i;
            return true;
        }
    }
    return false;
}

/* ---- a check on its way ---- */

struct check;

/* The row as a source of the entity: typed cells as text. */
struct row_source { struct source source; struct check *check; };

/* The database's names, and those that the sheet itself adds. */
struct sheet_names { struct names names; struct record_names known; struct check *check; };

struct check {
    const struct import_task *task;
    const struct entity      *entity;
    const struct field       *key_field, *name_field;
    struct db                *db;
    struct arena              batch;    /* what the rows of a batch take */
    struct record_finder     *finder;
    struct context            context;
    struct row_source         source;
    struct sheet_names        names;
    struct import_columns     columns;
    struct import_keys       *keys;
    struct import_refs        refs;
    struct stage_writer      *stage;
    struct import_wrong      *wrong;    /* NULL: not wanted */
    struct reporter           reporter;
    int64_t                   known;    /* the highest key there is */
    int64_t                   highest, unnumbered;      /* key, also of the sheet; rows that ask for the next one */

    const struct sheet_row   *row;      /* the present one */
    size_t                    field;    /* which is read now */
    const char               *notes[MOST_FIELDS];
    struct sheet_refs         row_refs;
    struct str                key;      /* in one form; empty: it asks for the next one */
    bool                      found;    /* the record is there already */
    void                     *was, *record;
    const void               *blank;    /* a new record */
};

static const struct sheet_cell *cell_of(const struct check *c, size_t field)
{
    static const struct sheet_cell empty;
    int column = c->columns.of_field[field];

    return column >= 0 && (size_t)column < c->row->count ? &c->row->cells[column] : &empty;
}

static size_t index_of(const struct check *c, const struct field *f)
{
    return (size_t)(f - c->entity->fields);
}

static bool source_text(const struct source *source, struct arena *a, const struct field *f, struct str *out,
                        const char **why)
{
    struct check *c = ((const struct row_source *)source)->check;

    c->field = index_of(c, f);
    if (c->columns.of_field[c->field] < 0)
        return false;
    struct cell_text cell = import_cell(a, f, cell_of(c, c->field));
    *out = cell.text;
    *why = cell.why;
    c->notes[c->field] = cell.note;
    return true;
}

static int64_t name_id(const struct names *names, struct arena *a, const struct entity *e, struct str key)
{
    const struct sheet_names *n = (const struct sheet_names *)names;
    struct check *c = n->check;
    int64_t id = n->known.names.id(&n->known.names, a, e, key), number;
    struct buf digits = { .arena = a };

    if (id || e != c->entity)
        return id;
    if (c->key_field->type == FIELD_INT) {
        if (!str_number(key, &number))
            return 0;
        buf_int(&digits, number);
        key = buf_str(&digits);
    }
    c->row_refs.at[c->row_refs.count].field = c->field;
    c->row_refs.at[c->row_refs.count++].key = key;
    return REF_TO_SHEET;
}

static struct str name_key(const struct names *names, struct arena *a, const struct entity *e, int64_t id)
{
    const struct sheet_names *n = (const struct sheet_names *)names;
    return id == REF_TO_SHEET ? S("") : n->known.names.key(&n->known.names, a, e, id);
}

/* ---- telling ---- */

static struct str row_name(struct check *c)
{
    return str_trim(import_cell(&c->batch, c->name_field, cell_of(c, index_of(c, c->name_field))).text);
}

static void tell(struct check *c, enum import_verdict verdict, const struct field *f, const char *reason)
{
    struct import_line line = {
        .row = (int64_t)c->row->number, .verdict = verdict, .name = row_name(c), .reason = str_from(reason),
    };

    if (f) {
        line.column = str_from(heading_of(f));
        line.value = sheet_cell_text(&c->batch, cell_of(c, index_of(c, f)));
    }
    reporter_line(&c->reporter, &line);
}

static void skip(struct check *c, const char *reason)
{
    reporter_row(&c->reporter, IMPORT_SKIPPED);
    tell(c, IMPORT_SKIPPED, NULL, reason);
}

static void refuse(struct check *c, const struct problems *bad)
{
    reporter_row(&c->reporter, IMPORT_WRONG);
    for (size_t i = 0; i < c->entity->count; i++)
        if (bad->of[i])
            tell(c, IMPORT_WRONG, &c->entity->fields[i], bad->of[i]);
    if (c->wrong)
        import_wrong_row(c->wrong, c->row, bad);
}

static bool is_changed(const struct check *c, size_t i)
{
    const struct field *f = &c->entity->fields[i];
    return !(f->rules & UNKEPT) && !field_same(f, c->was, c->record);
}

/* Labels in one sentence: "E-mail en telefoon gewijzigd"; those that are written in capitals stay so. */
static void add_label(struct buf *b, const char *label)
{
    struct str s = str_from(label), small = str_lower(b->arena, s);
    bool plain = s.len > 0 && strcmp(s.at + 1, small.at + 1) == 0;
    buf_add(b, b->len && plain ? small : s);
}

static const char *changes(struct check *c)
{
    enum { NAMED = 3 };
    struct buf b = { .arena = &c->batch };
    size_t count = 0, shown = 0;

    for (size_t i = 0; i < c->entity->count; i++)
        count += is_changed(c, i);
    for (size_t i = 0; i < c->entity->count && shown < NAMED; i++) {
        if (!is_changed(c, i))
            continue;
        if (shown)
            buf_add(&b, shown + 1 == count ? S(" en ") : S(", "));
        add_label(&b, c->entity->fields[i].label);
        shown++;
    }
    if (count > shown)
        buf_print(&b, " en nog %zu %s", count - shown, count - shown == 1 ? "veld" : "velden");
    buf_add(&b, S(" gewijzigd"));
    return buf_str(&b).at;
}

static void accept(struct check *c, enum import_verdict verdict, const struct problems *bad)
{
    bool noted = false;

    reporter_row(&c->reporter, verdict);
    for (size_t i = 0; i < c->entity->count; i++) {
        const char *note = bad->note[i] ? bad->note[i] : c->notes[i];
        if (!note)
            continue;
        tell(c, verdict, &c->entity->fields[i], note);
        noted = true;
    }
    if (!noted)
        tell(c, verdict, NULL, verdict == IMPORT_CHANGED ? changes(c) : "");
}

/* ---- one row ---- */

/* The row's key in one form.  False: it is none, which reading the record will tell. */
static bool read_key(struct check *c)
{
    struct cell_text cell = import_cell(&c->batch, c->key_field, cell_of(c, index_of(c, c->key_field)));
    struct str text = str_trim(cell.text);
    int64_t n;

    c->key = S("");
    if (cell.why)
        return false;
    if (c->entity->unknown && str_number(text, &n) && n == c->entity->unknown) {
        c->key = text;
        return true;
    }
    if (field_set(&c->context, c->key_field, c->record, text))
        return false;
    if (c->key_field->type != FIELD_INT || field_int(c->key_field, c->record) != 0)
        c->key = field_text(&c->context, c->key_field, c->record);
    return true;
}

/* Numbers above the highest are new: most sheets bring many of those. */
static bool may_exist(const struct check *c)
{
    int64_t n;
    return c->key_field->type != FIELD_INT || !str_number(c->key, &n) || n <= c->known;
}

static void read_record(struct check *c, struct problems *bad)
{
    memcpy(c->record, c->found ? c->was : c->blank, c->entity->size);
    c->row_refs.count = 0;
    entity_read(&c->context, c->entity, c->record, &c->source.source, bad);
    for (size_t i = 0; i < c->row_refs.count; i++)
        if (!c->found && str_is(c->row_refs.at[i].key, c->key))
            problem(bad, c->entity, c->entity->fields[c->row_refs.at[i].field].at,
                    "Deze regel verwijst naar zichzelf. Laat de cel leeg of kies een ander nummer.");
}

static bool all_same(const struct check *c)
{
    for (size_t i = 0; i < c->entity->count; i++)
        if (is_changed(c, i))
            return false;
    return true;
}

/* The row says nothing new; what the entity's rules fill in by themselves (a country) does not count. */
static bool nothing_new(struct check *c)
{
    struct problems ignored = { 0 };

    if (all_same(c))
        return true;
    if (c->entity->check)
        c->entity->check(&c->context, c->was, &ignored);
    return all_same(c);
}

static void keep(struct check *c, enum import_verdict verdict)
{
    uint32_t row = (uint32_t)c->row->number;

    stage_put(c->stage, row, c->record, &c->row_refs);
    for (size_t i = 0; i < c->row_refs.count; i++)
        import_refs_add(&c->refs, (struct import_ref){
            .row = row, .field = (uint32_t)c->row_refs.at[i].field, .verdict = (uint8_t)verdict,
            .own = verdict == IMPORT_NEW ? c->key : S(""), .key = c->row_refs.at[i].key,
        });
    if (verdict != IMPORT_NEW)
        return;
    if (c->key.len)
        import_keys_adds(c->keys, c->key, true);
    else
        c->unnumbered++;
    if (c->key_field->type == FIELD_INT && field_int(c->key_field, c->record) > c->highest)
        c->highest = field_int(c->key_field, c->record);
}

static void decide(struct check *c, const struct problems *bad)
{
    enum import_verdict verdict = c->found ? IMPORT_CHANGED : IMPORT_NEW;

    if (bad->count) {
        refuse(c, bad);
    } else if (c->found && nothing_new(c)) {
        skip(c, "Geen wijzigingen");
    } else {
        accept(c, verdict, bad);
        keep(c, verdict);
    }
}

static void check_row(struct check *c)
{
    struct problems bad = { 0 };
    uint32_t earlier = 0;
    bool has_key = read_key(c);

    memset(c->notes, 0, sizeof c->notes);
    c->found = false;
    if (has_key && c->key.len) {
        earlier = import_keys_add(c->keys, c->key, (uint32_t)c->row->number);
        c->found = may_exist(c) && record_finder_find(c->finder, &c->batch, c->key, c->was);
    }
    if (earlier) {
        problem(&bad, c->entity, c->key_field->at,
                str_print(&c->batch, "%s %s staat ook op regel %u. Verwijder een van beide.", c->key_field->column,
                          c->key.at, earlier).at);
        refuse(c, &bad);
        return;
    }
    if (c->found && c->task->mode == IMPORT_ADDS) {
        skip(c, "Staat al in je administratie");
    } else if (has_key && !c->found && c->task->mode == IMPORT_UPDATES) {
        skip(c, "Staat nog niet in je administratie");
    } else {
        read_record(c, &bad);
        decide(c, &bad);
    }
}

/* ---- the whole sheet ---- */

/* Something to the right of the headings, or below an empty one: nothing may be lost in silence. */
static const char *beside_headings(struct check *c)
{
    bool known[SHEET_COLUMNS];

    memcpy(known, c->columns.left_out, sizeof known);
    for (size_t i = 0; i < c->entity->count; i++)
        if (c->columns.of_field[i] >= 0)
            known[c->columns.of_field[i]] = true;
    for (size_t column = 0; column < c->row->count; column++)
        if (!known[column] && c->row->cells[column].type != CELL_EMPTY)
            return str_print(c->reporter.arena, "Kolom %s heeft geen kop, maar op regel %zu staat er wel iets."
                             " Geef de kolom een kop van het sjabloon, of maak hem leeg.",
                             sheet_column_name(&c->batch, column).at, c->row->number).at;
    return NULL;
}

static const char *check_rows(struct check *c, struct sheet_reader *sheet)
{
    struct sheet_row row;
    int64_t rows = 0;
    const char *why = NULL;
    struct sheet_ahead *ahead = sheet_ahead_start(c->refs.arena, sheet);

    c->row = &row;
    while (!why && sheet_ahead_next(ahead, &row)) {
        rows++;
        if (row.count > c->columns.count)
            why = beside_headings(c);
        if (!why)
            check_row(c);
        if (rows % BATCH_ROWS == 0) {
            arena_reset(&c->batch);
            if (c->task->progress)
                c->task->progress(c->task->what, rows);
        }
    }
    sheet_ahead_end(ahead);
    if (!why && rows == 0)
        why = "Dit bestand heeft alleen een kop en geen regels. Zet je gegevens eronder.";
    return why;
}

static struct str why_not_there(struct check *c, struct str key)
{
    uint32_t row = import_keys_row(c->keys, key);
    return row ? str_print(&c->batch, "Dit nummer staat op regel %u, en die wordt niet toegevoegd.", row)
               : str_from(kinds[FIELD_REF].wrong);
}

/* The reference of a row, from the next one on, to what will not be there. */
static const struct import_ref *lost_ref(struct check *c, uint32_t row, size_t *next)
{
    while (c->refs.at[*next].row != row)
        ++*next;
    while (import_keys_adding(c->keys, c->refs.at[*next].key))      /* this one holds */
        ++*next;
    return &c->refs.at[*next];
}

/* Row by row once more: these were right when they were read. */
static void write_wrong(struct check *c, struct sheet_reader *sheet, const uint32_t *rows, size_t count)
{
    struct sheet_row row;
    size_t next = 0;

    for (size_t i = 0; i < count && sheet && sheet_next(sheet, &row); ) {
        if (row.number != rows[i])
            continue;
        struct problems bad = { 0 };
        const struct import_ref *ref = lost_ref(c, rows[i++], &next);
        problem(&bad, c->entity, c->entity->fields[ref->field].at, why_not_there(c, ref->key).at);
        import_wrong_row(c->wrong, &row, &bad);
        arena_reset(&c->batch);
    }
}

/* What was right by itself, and refers to what will not be there: the rows, rising. */
static uint32_t *settle_refs(struct check *c, size_t *count)
{
    size_t next = 0;
    uint32_t *rows = import_refs_settle(&c->refs, c->keys, count);

    for (size_t i = 0; i < *count; i++) {
        const struct import_ref *ref = lost_ref(c, rows[i], &next);
        reporter_undo(&c->reporter, (enum import_verdict)ref->verdict, &(struct import_line){
            .row = ref->row, .verdict = IMPORT_WRONG, .column = str_from(heading_of(&c->entity->fields[ref->field])),
            .value = ref->key, .reason = why_not_there(c, ref->key),
        });
    }
    stage_end(c->stage, c->highest, rows, *count);
    return rows;
}

/* With an unknown heading: what the first rows hold shows which field is meant. */
static void tell_headings(struct check *c, struct sheet_reader *sheet)
{
    struct import_report *report = c->reporter.report;
    struct sheet_row row;

    report->heading_count = c->columns.heading_count;
    report->headings = TAKE_MANY(c->reporter.arena, struct import_heading, report->heading_count);
    memcpy(report->headings, c->columns.headings, report->heading_count * sizeof report->headings[0]);
    for (int rows = 0; rows < EXAMPLE_ROWS && sheet_next(sheet, &row); rows++) {
        for (struct import_heading *h = report->headings; h < report->headings + report->heading_count; h++)
            if (h->example.len == 0 && h->column < row.count)
                h->example = import_short_copy(c->reporter.arena, str_trim(sheet_cell_text(&c->batch, &row.cells[h->column])));
    }
}

static const char *check_sheet(struct check *c, struct sheet_reader *sheet, int wrong)
{
    struct sheet_row headings;
    const char *why;

    if (!sheet_next(sheet, &headings))
        return "Dit werkblad is leeg. Gebruik het sjabloon, en zet je gegevens onder de kop.";
    struct import_couplings couplings = import_couplings(c->refs.arena, c->db, c->entity);
    why = import_bind(c->reporter.arena, c->entity, &headings, &couplings, &c->columns);
    if (c->columns.unknown_count)
        tell_headings(c, sheet);
    if (!why && wrong >= 0)
        c->wrong = import_wrong_begin(c->refs.arena, c->entity, &c->columns, wrong);
    if (!why)
        why = check_rows(c, sheet);
    if (!why && c->unnumbered && c->key_field->most
        && c->highest + c->unnumbered > c->key_field->most)
        why = "Er is geen volgend nummer meer voor de regels met een 0. Vul daar zelf vrije nummers in.";
    return why;
}

/* Says of which rows it has changed its mind, once it knows what all of them add. */
static void settle(struct check *c, struct arena *reading, int sheet)
{
    struct file_error error = { 0 };
    size_t count;
    uint32_t *rows = settle_refs(c, &count);

    if (c->wrong && count) {
        arena_reset(reading);
        write_wrong(c, sheet_open(reading, sheet, str_from(c->entity->titles), &sheet_limits_usual, &error), rows, count);
        if (error.problem != FILE_FINE)
            fault("a sheet that was read can not be read again: %s", error.what);
    }
    if (c->wrong)
        import_wrong_end(c->wrong);
}

static struct str why_refused(struct arena *a, const char *why, const struct file_error *error)
{
    if (error->problem == FILE_FINE)
        return str_copy(a, str_from(why));
    return error->row ? str_print(a, "%s (Het gaat mis bij regel %zu.)", error->what, error->row)
                      : str_copy(a, str_from(error->what));
}

static const void *blank_record(struct arena *a, const struct import_task *task)
{
    void *blank = arena_take(a, task->entity->size);
    entity_new(&(struct context){ a, NULL, task->country }, task->entity, blank);
    return blank;
}

static struct arena *inner_arena(struct arena *a)
{
    struct arena *inner = TAKE(a, struct arena);
    arena_within(a, inner);
    return inner;
}

void import_check(struct arena *a, struct db *db, const struct import_task *task, int sheet, int stage, int wrong,
                  struct import_report *report)
{
    const struct entity *e = task->entity;
    struct arena *work = inner_arena(a), *reading = inner_arena(work);
    struct check *c = TAKE(work, struct check);
    struct file_error error = { 0 };

    *c = (struct check){
        .task = task, .entity = e, .key_field = entity_key(e), .name_field = entity_name_field(e), .db = db,
        .finder = record_finder(work, db, e), .context = { &c->batch, &c->names.names, task->country },
        .source = { { source_text }, c },
        .names = { { name_id, name_key }, record_names(db), c }, .keys = import_keys_new(work),
        .refs = { .arena = work }, .stage = stage_begin(work, e, stage),
        .was = arena_take(work, e->size), .record = arena_take(work, e->size), .blank = blank_record(work, task),
    };
    arena_within(work, &c->batch);
    if (c->key_field->type == FIELD_INT)
        c->known = c->highest = record_highest_key(db, e);
    reporter_begin(&c->reporter, a, report);
    struct sheet_reader *reader = sheet_open(reading, sheet, str_from(e->titles), &sheet_limits_usual, &error);
    const char *why = reader ? check_sheet(c, reader, wrong) : NULL;
    if (why || error.problem != FILE_FINE) {
        *report = (struct import_report){
            .refused = why_refused(a, why, &error), .headings = report->headings, .heading_count = report->heading_count,
        };
    } else {
        settle(c, reading, sheet);
        reporter_end(&c->reporter);
        report->columns = (int64_t)c->columns.count;
        report->notes = c->columns.notes;
    }
    record_finder_end(c->finder);
    arena_drop(work);
}
