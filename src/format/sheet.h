/* sheet.h - a worksheet of an Excel workbook (.xlsx), row by row, in memory that does not grow with
 * the rows.
 *
 *     struct file_error error = { 0 };
 *     struct sheet_reader *sheet = sheet_open(arena, fd, S("Klanten"),
 *                                             &sheet_limits_usual, &error);
 *     struct sheet_row row;
 *     while (sheet && sheet_next(sheet, &row))
 *         ...
 *     if (error.problem != FILE_FINE)
 *         tell(error.what, error.row);         a broken file is never a short one
 *
 * Reads what Excel, LibreOffice, Numbers and the usual libraries write; where nothing says what
 * a cell means, reference is ISO 29500-1 and Excel.  Formulas are never evaluated: the value
 * that was saved with them counts. What limits.h does not allow is refused in bounded time and
 * memory.  Nothing outside the file is read. */
#ifndef FORMAT_SHEET_H
#define FORMAT_SHEET_H

#include "base/value.h"
#include "format/file_error.h"
#include "format/limits.h"

enum cell_type {
    CELL_EMPTY,
    CELL_TEXT,      /* text; also what claims to be a number, a boolean or a day and is none */
    CELL_NUMBER,    /* number; text as in the file: 6.12E+8 */
    CELL_FLAG,      /* flag */
    CELL_DATE,      /* day, and seconds since it began; text as in the file: 45292 */
    CELL_ERROR,     /* text: #N/A, #REF! */
};

struct sheet_cell {
    enum cell_type type;
    uint32_t       seconds;
    double         number;
    struct str     text;
    struct str     shown;       /* of a number that shows zeros in front: 01234567; else empty */
    struct date    day;
    struct flag    flag;
};

struct sheet_row {
    size_t                   number;    /* as Excel counts, from 1 */
    size_t                   count;     /* of cells, from column A; a missing one is CELL_EMPTY */
    const struct sheet_cell *cells;
};

struct sheet_reader;

/* The visible sheet of the preferred name (without case), else the first visible one.  NULL,
 * with the reason, when the file can not be read.  Everything lives as long as the arena; fd
 * stays the caller's and must too. The error is filled in while reading as well, so it must live
 * as long. */
struct sheet_reader *sheet_open(struct arena *, int fd, struct str preferred,
                                const struct sheet_limits *, struct file_error *);

/* The next row that holds anything.  Its cells live until the next call.  False: no more, and
 * then the error tells whether that is the end. */
bool                 sheet_next(struct sheet_reader *, struct sheet_row *);

/* What people call the sheet that is read. */
struct str           sheet_title(const struct sheet_reader *);

/* A cell as a person would type it: text as it is; a number as shown or in plain digits
 * (612345678, not 6.12E+8); 1 or 0; 2024-01-01, or 2024-01-01 18:00:00; an error as its text. */
struct str           sheet_cell_text(struct arena *, const struct sheet_cell *);

/* Column 0 is A, 26 is AA. */
struct str           sheet_column_name(struct arena *, size_t column);

#endif
