#include "domain/import_report.h"

#include <string.h>

enum { NOTED_ROWS = 100, MOST_TEXT = 200 };

void reporter_begin(struct reporter *r, struct arena *a, struct import_report *report)
{
    *report = (struct import_report){ .lines = TAKE_MANY(a, struct import_line, IMPORT_MOST_LINES) };
    *r = (struct reporter){ .arena = a, .report = report };
}

void reporter_row(struct reporter *r, enum import_verdict verdict)
{
    r->rows++;
    r->report->count[verdict]++;
}

struct str import_short_copy(struct arena *a, struct str s)
{
    if (s.len > MOST_TEXT) {
        s.len = MOST_TEXT;
        while (s.len && ((unsigned char)s.at[s.len] & 0xC0) == 0x80)
            s.len--;
        return str_print(a, "%.*s…", (int)s.len, s.at);
    }
    return str_copy(a, s);
}

static bool is_kept(struct reporter *r, const struct import_line *line)
{
    if (line->row == r->last_row)
        return r->kept;
    r->last_row = line->row;
    r->kept = r->rows <= IMPORT_SAMPLE_ROWS
        || (line->verdict == IMPORT_WRONG && r->wrong_rows < IMPORT_WRONG_ROWS)
        || (line->verdict != IMPORT_WRONG && line->column.len && r->noted_rows < NOTED_ROWS);
    if (r->kept) {
        r->wrong_rows += line->verdict == IMPORT_WRONG;
        r->noted_rows += line->verdict != IMPORT_WRONG && line->column.len;
    }
    return r->kept;
}

void reporter_line(struct reporter *r, const struct import_line *line)
{
    struct import_report *report = r->report;

    if (!is_kept(r, line) || report->line_count == IMPORT_MOST_LINES)
        return;
    report->lines[report->line_count++] = (struct import_line){
        line->row, line->verdict, import_short_copy(r->arena, line->name), import_short_copy(r->arena, line->column),
        import_short_copy(r->arena, line->value), str_copy(r->arena, line->reason),
    };
}

void reporter_undo(struct reporter *r, enum import_verdict before, const struct import_line *wrong)
{
    struct import_report *report = r->report;
    struct import_line line = *wrong;
    size_t kept = 0;

    report->count[before]--;
    report->count[IMPORT_WRONG]++;
    for (size_t i = 0; i < report->line_count; i++) {
        if (report->lines[i].row == wrong->row)
            line.name = report->lines[i].name;
        else
            report->lines[kept++] = report->lines[i];
    }
    report->line_count = kept;
    reporter_line(r, &line);
}

/* All but those of reporter_undo() are in order already. */
void reporter_end(struct reporter *r)
{
    struct import_line *lines = r->report->lines;

    for (size_t i = 1; i < r->report->line_count; i++) {
        struct import_line line = lines[i];
        size_t k = i;
        for (; k > 0 && lines[k - 1].row > line.row; k--)
            lines[k] = lines[k - 1];
        lines[k] = line;
    }
}
