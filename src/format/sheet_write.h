/* sheet_write.h - an Excel workbook (.xlsx), written row by row as a stream; most have one sheet.
 *
 *     struct sheet_writer *w = sheet_writer_start(arena, S("Klanten"), columns, count);
 *     while (a row)
 *         if (!sheet_writer_row(w, values, &error))  refuse
 *         send(sheet_writer_take(w))         now and then: what is not taken stays in memory
 *     if (!sheet_writer_end(w, &error))              refuse
 *     send(sheet_writer_take(w))
 *
 * The first row holds the headings, bold, those of required columns red; it stays in sight and
 * filters.  Values keep what they are: text stays text, also 0612345678 and =1+1 (in the style
 * that Excel itself uses for a cell typed as '=1+1), and so does what a person types later into
 * a text column; amounts are printed from whole numbers, never by way of a double. */
#ifndef FORMAT_SHEET_WRITE_H
#define FORMAT_SHEET_WRITE_H

#include "base/value.h"
#include "format/file_error.h"
#include "format/limits.h"

enum sheet_kind { SHEET_EMPTY, SHEET_TEXT, SHEET_INT, SHEET_DECIMAL, SHEET_FLAG, SHEET_DATE };

struct sheet_column {
    struct str      heading;
    enum sheet_kind kind;       /* how cells look that a person fills in later */
    unsigned        decimals;   /* of SHEET_DECIMAL; two are shown as 1.234,50 */
    unsigned        width;      /* in characters; 0: as the heading asks */
    bool            required;
    struct str      note;       /* shown when the pointer is on the heading; empty: none */
    struct str      choices;    /* what the first 5,000 cells offer in a list: a formula, "yes,no" with its quotes or
                                 * Sheet!$A$2:$A$9; empty: none.  Something else may be typed too */
};

struct sheet {
    struct str                 title;   /* at most 31 characters, none of []:*?/\ */
    const struct sheet_column *columns;
    size_t                     count;   /* at least one, at most 16,384 */
};

/* A cell.  What Excel could not keep as a number (more than fifteen digits) or as a day (before
 * March 1900) becomes text that says the same. */
struct sheet_value {
    enum sheet_kind kind;
    bool            wrong;      /* marked light red; also an empty one */
    unsigned        decimals;   /* 0 to 18: n counts ten-to-the-minus-decimals */
    int64_t         n;          /* a whole number, 0 or 1, yyyymmdd */
    struct str      text;       /* UTF-8; what is not becomes U+FFFD */
};

struct sheet_writer;

/* What is given must live as long as the writer; the writer lives as long as the arena.  Rows are the
 * first sheet's until sheet_writer_next() begins the second. */
struct sheet_writer *sheet_writer_start(struct arena *, struct str title,
                                        const struct sheet_column *, size_t count);
struct sheet_writer *sheet_writer_start_all(struct arena *, const struct sheet *, size_t count);
void                 sheet_writer_next(struct sheet_writer *);

/* One value for each column.  False, with the reason: a row too many, a text too long, a file too
 * large; what was made until then is worthless. */
bool                 sheet_writer_row(struct sheet_writer *, const struct sheet_value *,
                                      struct file_error *);
bool                 sheet_writer_end(struct sheet_writer *, struct file_error *);

/* The bytes of the file made since the last time; they live until the next call. */
struct str           sheet_writer_take(struct sheet_writer *);

#endif
