/* The template: a sheet to fill in, with one example, and a sheet that explains its columns. */
#include "domain/export.h"

#include "base/fault.h"

#include <inttypes.h>

enum { NAME, TAB, LABEL, NEEDED, KIND, LIMITS, EXAMPLE, HINT, CODE, MEANING, COLUMNS };

static const char explains[] = "Uitleg";

static const struct sheet_column explaining[COLUMNS] = {
    [NAME]    = { .heading = { "Kolom", 5 },            .kind = SHEET_TEXT, .width = 34 },
    [TAB]     = { .heading = { "Tabblad", 7 },          .kind = SHEET_TEXT, .width = 14 },
    [LABEL]   = { .heading = { "Op de kaart", 11 },     .kind = SHEET_TEXT, .width = 34 },
    [NEEDED]  = { .heading = { "Verplicht", 9 },        .kind = SHEET_TEXT },
    [KIND]    = { .heading = { "Soort", 5 },            .kind = SHEET_TEXT, .width = 26 },
    [LIMITS]  = { .heading = { "Grenzen", 7 },          .kind = SHEET_TEXT, .width = 40 },
    [EXAMPLE] = { .heading = { "Voorbeeld", 9 },        .kind = SHEET_TEXT, .width = 28 },
    [HINT]    = { .heading = { "Toelichting", 11 },     .kind = SHEET_TEXT, .width = 60 },
    [CODE]    = { .heading = { "Code", 4 },             .kind = SHEET_INT },
    [MEANING] = { .heading = { "Betekenis", 9 },        .kind = SHEET_TEXT, .width = 34 },
};

static struct sheet_value text(struct str s)
{
    return s.len ? (struct sheet_value){ .kind = SHEET_TEXT, .text = s } : (struct sheet_value){ 0 };
}

static const char *kind_told(struct arena *a, const struct field *f)
{
    static const char *const told[FIELD_TYPES] = {
        [FIELD_TEXT] = "Tekst", [FIELD_INT] = "Geheel getal", [FIELD_FLAG] = "Waar of Onwaar", [FIELD_MONEY] = "Bedrag",
        [FIELD_DECIMAL] = "Getal", [FIELD_DATE] = "Datum", [FIELD_CHOICE] = "Keuze",
    };
    if (f->type == FIELD_REF)
        return str_print(a, "%s van een %s", entity_key(f->of)->column, f->of->title).at;
    return field_in_euros(f) ? told[FIELD_MONEY] : told[f->type];
}

static struct str range_told(const struct context *cx, const struct field *f)
{
    switch (f->type) {
    case FIELD_TEXT: return f->max ? str_print(cx->arena, "Hoogstens %zu tekens.", f->max) : S("");
    case FIELD_FLAG: return S("Waar, Onwaar, Ja, Nee, 1 of 0.");
    case FIELD_CHOICE: return f->rules & BY_WORD ? S("De betekenis.") : S("De code of de betekenis.");
    default: break;
    }
    if (f->least == f->most)
        return S("");
    return f->unit ? str_print(cx->arena, "%s (%s)", field_range(cx, f), f->unit) : str_from(field_range(cx, f));
}

/* ---- where choices are told: behind the columns, once for all fields that share them ---- */

static bool is_told_before(const struct entity *e, const struct field *f)
{
    for (const struct field *other = e->fields; other < f; other++)
        if (other->column && other->options == f->options)
            return true;
    return false;
}

static size_t count_options(const struct field *f)
{
    size_t n = 0;
    for (const struct alternative *o = f->options; o->label; o++)
        n++;
    return n;
}

/* The row of the explaining sheet with the first option of a choice. */
static size_t row_of_options(const struct entity *e, const struct field *of)
{
    size_t row = 2;

    for (size_t i = 0; i < e->count; i++)
        row += e->fields[i].column != NULL;
    for (const struct field *f = e->fields; f->options != of->options; f++)
        if (f->column && f->options && !is_told_before(e, f))
            row += count_options(f);
    return row;
}

/* ---- the sheet to fill in ---- */

static struct str options_note(struct arena *a, const struct field *f)
{
    enum { FEW = 10 };
    struct buf b = { .arena = a };

    buf_add(&b, f->rules & BY_WORD ? S("Kies uit de lijst.") : S("Kies uit de lijst, of typ de code of de betekenis."));
    if (count_options(f) > FEW) {
        buf_print(&b, "\nAlle mogelijkheden staan op het blad %s.", explains);
        return buf_str(&b);
    }
    for (const struct alternative *o = f->options; o->label && !(f->rules & BY_WORD); o++)
        buf_print(&b, "\n%" PRId64 " = %s", o->code, o->label);
    return buf_str(&b);
}

static void offer(struct arena *a, const struct entity *e, const struct field *f, struct sheet_column *c)
{
    struct str more = f->hint ? str_print(a, "\n%s", f->hint) : S("");

    if (f->type == FIELD_FLAG) {
        c->choices = S("\"Waar,Onwaar\"");
        c->note = str_print(a, "Waar of Onwaar.%s", more.at);
    } else if (f->type == FIELD_CHOICE) {
        size_t row = row_of_options(e, f);
        c->choices = str_print(a, "%s!$J$%zu:$J$%zu", explains, row, row + count_options(f) - 1);
        c->note = str_print(a, "%s%s", options_note(a, f).at, more.at);
    }
}

_Static_assert(MEANING == 9, "offer() names the column J");

static void offer_all(struct arena *a, const struct entity *e, struct sheet_column *columns)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].column)
            offer(a, e, &e->fields[i], columns++);
}

/* What has no example stays empty, also where a record would hold a zero. */
static void fill_example(const struct context *cx, const struct entity *e, struct sheet_value *cells)
{
    void *record = arena_take(cx->arena, e->size);

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        const char *wrong = f->example ? field_set(cx, f, record, str_from(f->example)) : NULL;
        if (wrong)
            fault("the example of %s.%s: %s", e->name, f->name, wrong);
    }
    export_cells(cx, e, record, cells);
    for (size_t i = 0; i < e->count; i++) {
        if (!e->fields[i].column)
            continue;
        if (!e->fields[i].example)
            *cells = (struct sheet_value){ 0 };
        cells++;
    }
}

/* ---- the sheet that explains ---- */

static void put_row(struct sheet_writer *w, const struct sheet_value *cells)
{
    struct file_error error = { 0 };

    if (!sheet_writer_row(w, cells, &error))
        fault("a row of a template: %s", error.what);
}

static void explain(const struct context *cx, const struct entity *e, const struct field *f, struct sheet_writer *w)
{
    const struct section *s = f->section >= 0 && e->section_count ? &e->sections[f->section] : NULL;
    struct str hint = f->rules & UNKEPT ? S("Wordt overgeslagen.") : str_from(f->hint);

    put_row(w, (struct sheet_value[COLUMNS]){
        [NAME] = text(str_from(f->column)), [TAB] = text(str_from(s ? s->tab : NULL)), [LABEL] = text(str_from(f->label)),
        [NEEDED] = text(f->rules & REQUIRED ? S("ja") : S("nee")), [KIND] = text(str_from(kind_told(cx->arena, f))),
        [LIMITS] = text(range_told(cx, f)), [EXAMPLE] = text(str_from(f->example)), [HINT] = text(hint),
    });
}

static void explain_options(const struct field *f, struct sheet_writer *w)
{
    for (const struct alternative *o = f->options; o->label; o++)
        put_row(w, (struct sheet_value[COLUMNS]){
            [NAME] = text(str_from(f->column)),
            [CODE] = { .kind = f->rules & BY_WORD ? SHEET_EMPTY : SHEET_INT, .n = o->code },
            [MEANING] = text(str_from(o->label)),
        });
}

static void explain_all(const struct context *cx, const struct entity *e, struct sheet_writer *w)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].column)
            explain(cx, e, &e->fields[i], w);
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (f->column && f->options && !is_told_before(e, f))
            explain_options(f, w);
    }
}

struct str export_template(struct arena *a, const struct entity *e)
{
    struct context cx = { a, NULL, 0 };
    struct sheet_column *columns;
    size_t count = export_columns(a, e, &columns);
    struct sheet_value *cells = TAKE_MANY(a, struct sheet_value, count);
    struct file_error error = { 0 };
    const struct sheet sheets[] = {
        { export_title(a, e), columns, count }, { str_from(explains), explaining, COLUMNS },
    };

    offer_all(a, e, columns);
    struct sheet_writer *w = sheet_writer_start_all(a, sheets, COUNT(sheets));
    fill_example(&cx, e, cells);
    put_row(w, cells);
    sheet_writer_next(w);
    explain_all(&cx, e, w);
    if (!sheet_writer_end(w, &error))
        fault("the template of %s: %s", e->name, error.what);
    return str_copy(a, sheet_writer_take(w));
}
