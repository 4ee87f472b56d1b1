#include "domain/import_wrong.h"

#include "base/fault.h"
#include "domain/import_cell.h"
#include "format/sheet_write.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { MOST_REASON = 1000, TAKE_ROWS = 64 };

struct import_wrong {
    struct arena                *arena, row;    /* row: what the cells of one take */
    const struct entity         *entity;
    const struct import_columns *columns;
    int                          fd;
    size_t                       fields[MOST_FIELDS], count;    /* in the order of the sheet */
    struct sheet_writer         *writer;        /* NULL until there is a row */
    struct sheet_value           cells[MOST_FIELDS + 1];
    int64_t                      rows;
};

struct import_wrong *import_wrong_begin(struct arena *a, const struct entity *e, const struct import_columns *columns, int fd)
{
    struct import_wrong *w = TAKE(a, struct import_wrong);

    *w = (struct import_wrong){ .arena = a, .entity = e, .columns = columns, .fd = fd };
    arena_within(a, &w->row);
    return w;
}

static void start(struct import_wrong *w)
{
    struct sheet_column *columns = TAKE_MANY(w->arena, struct sheet_column, w->entity->count + 1);

    for (size_t column = 0; column < w->columns->width; column++)
        for (size_t i = 0; i < w->entity->count; i++)
            if (w->columns->of_field[i] == (int)column)
                w->fields[w->count++] = i;
    for (size_t k = 0; k < w->count; k++) {
        const struct field *f = &w->entity->fields[w->fields[k]];
        columns[k] = (struct sheet_column){
            .heading = str_from(f->column), .kind = SHEET_TEXT, .required = (f->rules & REQUIRED) != 0,
        };
    }
    columns[w->count] = (struct sheet_column){ .heading = S(IMPORT_REASON_COLUMN), .kind = SHEET_TEXT, .width = 60 };
    w->writer = sheet_writer_start(w->arena, str_from(w->entity->titles), columns, w->count + 1);
}

static void take(struct import_wrong *w)
{
    struct str made = sheet_writer_take(w->writer);

    while (made.len) {
        ssize_t n = write(w->fd, made.at, made.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            fault_unwritten("the wrong rows of an import", errno);
        made.at += n;
        made.len -= (size_t)n;
    }
}

/* What could be read stands there as it was read, with the zeros that Excel had left out. */
static struct sheet_value value_of(struct import_wrong *w, const struct field *f, const struct sheet_cell *cell)
{
    struct cell_text read = import_cell(&w->row, f, cell);

    if (cell->type == CELL_EMPTY)
        return (struct sheet_value){ 0 };
    if (cell->type == CELL_FLAG)
        return (struct sheet_value){ .kind = SHEET_FLAG, .n = cell->flag.on };
    return (struct sheet_value){ .kind = SHEET_TEXT, .text = read.why ? sheet_cell_text(&w->row, cell) : read.text };
}

static void add_reason(struct buf *b, const char *heading, const char *why)
{
    if (b->len < MOST_REASON)
        buf_print(b, "%s%s: %s", b->len ? " " : "", heading, why);
}

void import_wrong_row(struct import_wrong *w, const struct sheet_row *row, const struct problems *bad)
{
    static const struct sheet_cell empty;
    struct buf reason = { .arena = &w->row };
    struct file_error error = { 0 };

    if (!w->writer)
        start(w);
    for (size_t k = 0; k < w->count; k++) {
        size_t i = w->fields[k], column = (size_t)w->columns->of_field[i];
        const struct field *f = &w->entity->fields[i];
        w->cells[k] = value_of(w, f, column < row->count ? &row->cells[column] : &empty);
        w->cells[k].wrong = bad->of[i] != NULL;
    }
    for (size_t i = 0; i < w->entity->count; i++)
        if (bad->of[i])
            add_reason(&reason, heading_of(&w->entity->fields[i]), bad->of[i]);
    w->cells[w->count] = (struct sheet_value){ .kind = SHEET_TEXT, .text = buf_str(&reason) };
    if (!sheet_writer_row(w->writer, w->cells, &error))
        fault("the wrong rows of an import: %s", error.what);
    arena_reset(&w->row);
    if (++w->rows % TAKE_ROWS == 0)
        take(w);
}

void import_wrong_end(struct import_wrong *w)
{
    struct file_error error = { 0 };

    if (!w->writer)
        return;
    if (!sheet_writer_end(w->writer, &error))
        fault("the wrong rows of an import: %s", error.what);
    take(w);
}
