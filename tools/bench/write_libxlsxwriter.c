/* write_libxlsxwriter.c - writes all customers of an administration as `poolster export` does, but by way of libxlsxwriter in
 * its constant-memory mode: the same cells of the same records, read by the same code.
 *
 *     write_libxlsxwriter DATA ADMINISTRATION FILE
 *
 * Prints the seconds of processor time that went to libxlsxwriter alone, without the reading. */
#include "domain/customer.h"
#include "domain/directory.h"
#include "domain/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <xlsxwriter.h>

enum { BATCH = 500 };

struct book {
    lxw_worksheet *rows;
    lxw_format    *text, *date, *money;
    lxw_row_t      row;                 /* the next */
};

static double processor_time(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static lxw_format *numbers_as(lxw_workbook *book, const char *format)
{
    lxw_format *f = workbook_add_format(book);
    format_set_num_format(f, format);
    return f;
}

static void write_cell(const struct book *s, lxw_col_t column, const struct sheet_value *v)
{
    static const double powers[] = { 1, 10, 100, 1000, 10000 };

    switch (v->kind) {
    case SHEET_EMPTY:
        break;
    case SHEET_TEXT:
        worksheet_write_string(s->rows, s->row, column, v->text.at, s->text);
        break;
    case SHEET_FLAG:
        worksheet_write_boolean(s->rows, s->row, column, (int)v->n, NULL);
        break;
    case SHEET_INT:
        worksheet_write_number(s->rows, s->row, column, (double)v->n, NULL);
        break;
    case SHEET_DECIMAL:
        worksheet_write_number(s->rows, s->row, column, (double)v->n / powers[v->decimals],
                               v->decimals == 2 ? s->money : NULL);
        break;
    case SHEET_DATE: {
        lxw_datetime day = { .year = (int)(v->n / 10000), .month = (int)(v->n / 100 % 100), .day = (int)(v->n % 100) };
        worksheet_write_datetime(s->rows, s->row, column, &day, s->date);
        break;
    }
    }
}

/* All that are archived, or all that are not; returns the seconds that writing took. */
static double write_records(struct book *s, struct db *db, struct sheet_value *cells, size_t count, bool archived)
{
    struct arena batches[2] = { { 0 }, { 0 } };
    struct listing_query q = {
        .entity = &customer_entity, .archived = archived, .sort = entity_key(&customer_entity), .most = BATCH, .whole = true,
    };
    struct record_names names = record_names(db);
    double seconds = 0;

    for (size_t turn = 0;; turn = !turn) {
        struct arena *a = &batches[turn];
        struct context cx = { a, &names.names, 0 };
        arena_reset(a);
        struct listing batch = listing(a, db, &q);
        for (size_t i = 0; i < batch.count; i++) {
            export_cells(&cx, &customer_entity, batch.records[i], cells + i * count);
            q.after = batch.records[i];
        }
        double began = processor_time();
        for (size_t i = 0; i < batch.count; i++, s->row++)
            for (size_t c = 0; c < count; c++)
                write_cell(s, (lxw_col_t)c, &cells[i * count + c]);
        seconds += processor_time() - began;
        if (!batch.more_behind)
            break;
    }
    arena_drop(&batches[0]);
    arena_drop(&batches[1]);
    return seconds;
}

int main(int count, char **arguments)
{
    struct arena a = { 0 };
    struct sheet_column *columns;

    if (count != 4) {
        fputs("usage: write_libxlsxwriter DATA ADMINISTRATION FILE\n", stderr);
        return 2;
    }
    struct house *house = house_open(arguments[1]);
    struct db *directory = house_directory(house);
    int64_t administration = directory_administration_called(directory, str_from(arguments[2]));
    struct db *db = house_administration(house, administration);
    size_t width = export_columns(&a, &customer_entity, &columns);
    struct sheet_value *cells = TAKE_MANY(&a, struct sheet_value, width * BATCH);

    double began = processor_time();
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    lxw_workbook *book = workbook_new_opt(arguments[3], &options);
    struct book s = {
        .rows = workbook_add_worksheet(book, "Klanten"), .text = numbers_as(book, "@"),
        .date = numbers_as(book, "dd-mm-yyyy"), .money = numbers_as(book, "#,##0.00"),
    };
    for (size_t c = 0; c < width; c++)
        worksheet_write_string(s.rows, 0, (lxw_col_t)c, columns[c].heading.at, s.text);
    s.row = 1;
    double seconds = processor_time() - began;
    seconds += write_records(&s, db, cells, width, false);
    seconds += write_records(&s, db, cells, width, true);
    began = processor_time();
    lxw_error wrong = workbook_close(book);
    seconds += processor_time() - began;
    if (wrong)
        fprintf(stderr, "%s\n", lxw_strerror(wrong));
    else
        printf("%.3f\n", seconds);
    house_give(house, directory);
    house_give(house, db);
    house_close(house);
    arena_drop(&a);
    return wrong != LXW_NO_ERROR;
}
