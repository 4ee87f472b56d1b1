/* sheet_write_parts.h - the small parts of the workbooks we write, and the text before the rows.  ISO 29500-1; also what Excel wants beyond it (the default cell style). */
#ifndef FORMAT_SHEET_WRITE_PARTS_H
#define FORMAT_SHEET_WRITE_PARTS_H

#include "format/sheet_write.h"
#include "format/zip_write.h"

/* Places in cellXfs of the styles part; the marked form of the first five comes as much further. */
enum sheet_style {
    STYLE_PLAIN, STYLE_TEXT, STYLE_QUOTED, STYLE_DATE, STYLE_MONEY, STYLE_HEADING, STYLE_REQUIRED,
    STYLE_MARKED,
};

/* The parts of the package before its sheets: which there are, and how cells look. */
void sheet_write_package(struct zip_writer *, struct arena *, const struct sheet *, size_t count);

/* The parts behind the sheet of that number, from 1: the notes of its headings, when it has any. */
void sheet_write_notes(struct zip_writer *, struct arena *, const struct sheet *, size_t number);
bool sheet_has_notes(const struct sheet *);

extern const struct str sheet_write_begin;              /* of the sheet */
extern const struct str sheet_write_panes;              /* and then, before the columns */

#endif
