/* sheetdump [--count] FILE [SHEET] - prints the rows of a workbook as JSON, as the reader gives them:
 *     {"rows":[[cell, ...], ...]}
 * where a cell is null, {"s":text}, {"n":"12.5"}, {"b":true}, {"d":"2024-01-01T18:00:00"} or
 * {"e":"#N/A"}. A row or cell that is missing in the file is [] or null.  With --count it only
 * says how many rows and cells there are, to measure the reader alone.  Exit status 1, with
 * the reason on stderr, when the file was refused; 2 when it could not be opened or something
 * else went wrong. */
#include "base/fault.h"
#include "format/sheet.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static void text_show(struct str s)
{
    putchar('"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 0x20)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void cell_show(const struct sheet_cell *cell)
{
    switch (cell->type) {
    case CELL_EMPTY:
        printf("null");
        return;
    case CELL_TEXT:
    case CELL_ERROR:
        printf(cell->type == CELL_TEXT ? "{\"s\":" : "{\"e\":");
        text_show(cell->text);
        break;
    case CELL_NUMBER:
        printf("{\"n\":\"%.17g\"", cell->number);
        break;
    case CELL_FLAG:
        printf("{\"b\":%s", cell->flag.on ? "true" : "false");
        break;
    case CELL_DATE:
        printf("{\"d\":\"%04d-%02d-%02d", (int)(cell->day.ymd / 10000),
               (int)(cell->day.ymd / 100 % 100), (int)(cell->day.ymd % 100));
        if (cell->seconds)
            printf("T%02u:%02u:%02u", cell->seconds / 3600, cell->seconds / 60 % 60,
                   cell->seconds % 60);
        putchar('"');
        break;
    }
    putchar('}');
}

static void count(struct sheet_reader *sheet)
{
    struct sheet_row row;
    size_t rows = 0, cells = 0;

    while (sheet_next(sheet, &row)) {
        rows++;
        for (size_t i = 0; i < row.count; i++)
            cells += row.cells[i].type != CELL_EMPTY;
    }
    printf("rows: %zu\ncells: %zu\n", rows, cells);
}

static void rows_show(struct sheet_reader *sheet)
{
    struct sheet_row row;
    size_t next = 1;

    printf("{\"rows\":[");
    while (sheet_next(sheet, &row)) {
        for (; next < row.number; next++)
            printf(next > 1 ? ",\n[]" : "[]");
        printf(next++ > 1 ? ",\n[" : "[");
        for (size_t i = 0; i < row.count; i++) {
            if (i > 0)
                putchar(',');
            cell_show(&row.cells[i]);
        }
        putchar(']');
    }
    printf("]}\n");
}

static int dump(struct arena *a, int fd, struct str sheet_name, void (*show)(struct sheet_reader *))
{
    struct file_error error = { 0 };
    struct sheet_reader *sheet = sheet_open(a, fd, sheet_name, &sheet_limits_usual, &error);

    if (sheet)
        show(sheet);
    if (error.problem != FILE_FINE) {
        if (error.row)
            fprintf(stderr, "rij %zu: ", error.row);
        fprintf(stderr, "%s\n", error.what);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct fault here;
    volatile int status = 2;
    const bool only_count = argc > 1 && strcmp(argv[1], "--count") == 0;

    const int files = argc - only_count;
    char *const *const file = argv + only_count + 1;

    if (files < 2 || files > 3) {
        fprintf(stderr, "gebruik: sheetdump [--count] BESTAND [WERKBLAD]\n");
        return 2;
    }
    int fd = open(file[0], O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        perror(file[0]);
        return 2;
    }
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        status = dump(&arena, fd, str_from(file[1]), only_count ? count : rows_show);
    else
        fprintf(stderr, "%s\n", here.message);
    FAULT_END(&here);
    arena_drop(&arena);
    return status;
}
