#include "domain/import_row.h"

#include "domain/import_cell.h"

#include <string.h>

/* ---- what it is read from ---- */

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

void import_row_check(struct check *c)
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

/* ---- all of them ---- */

static const void *blank_record(struct arena *a, const struct import_task *task)
{
    void *blank = arena_take(a, task->entity->size);
    entity_new(&(struct context){ a, NULL, task->country }, task->entity, blank);
    return blank;
}

struct check *import_row_begin(struct arena *a, struct db *db, const struct import_task *task, int stage, struct arena *reports,
                               struct import_report *report)
{
    const struct entity *e = task->entity;
    struct check *c = TAKE(a, struct check);

    *c = (struct check){
        .task = task, .entity = e, .key_field = entity_key(e), .name_field = entity_name_field(e), .db = db,
        .finder = record_finder(a, db, e), .context = { &c->batch, &c->names.names, task->country },
        .source = { { source_text }, c },
        .names = { { name_id, name_key }, record_names(db), c }, .keys = import_keys_new(a),
        .refs = { .arena = a }, .stage = stage_begin(a, e, stage),
        .was = arena_take(a, e->size), .record = arena_take(a, e->size), .blank = blank_record(a, task),
    };
    arena_within(a, &c->batch);
    if (c->key_field->type == FIELD_INT)
        c->known = c->highest = record_highest_key(db, e);
    reporter_begin(&c->reporter, reports, report);
    return c;
}

void import_row_end(struct check *c)
{
    record_finder_end(c->finder);
}
