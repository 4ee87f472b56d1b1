#include "domain/import.h"

#include "base/fault.h"
#include "domain/import_coupling.h"
#include "domain/import_row.h"
#include "format/sheet_ahead.h"

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

/* ---- the rows ---- */

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
            import_row_check(c);
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

static struct arena *inner_arena(struct arena *a)
{
    struct arena *inner = TAKE(a, struct arena);
    arena_within(a, inner);
    return inner;
}

void import_check(struct arena *a, struct db *db, const struct import_task *task, int sheet, int stage, int wrong,
                  struct import_report *report)
{
    struct arena *work = inner_arena(a), *reading = inner_arena(work);
    struct check *c = import_row_begin(work, db, task, stage, a, report);
    struct file_error error = { 0 };

    struct sheet_reader *reader = sheet_open(reading, sheet, str_from(task->entity->titles), &sheet_limits_usual, &error);
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
    import_row_end(c);
    arena_drop(work);
}
