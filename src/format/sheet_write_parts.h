/* sheet_write_parts.h - what is the same in every workbook we write: the small parts, and the text
 * around the rows.  ISO 29500-1; also what Excel wants beyond it (the default cell style). */
#ifndef FORMAT_SHEET_WRITE_PARTS_H
#define FORMAT_SHEET_WRITE_PARTS_H

#include "base/str.h"

/* Places in cellXfs of the styles part; the marked form of the first five comes as much further. */
enum sheet_style {
    STYLE_PLAIN, STYLE_TEXT, STYLE_QUOTED, STYLE_DATE, STYLE_MONEY, STYLE_HEADING, STYLE_REQUIRED,
    STYLE_MARKED,
};

enum { SHEET_WRITE_PARTS = 4 };
struct sheet_write_part { struct str name, bytes; };
extern const struct sheet_write_part sheet_write_parts[SHEET_WRITE_PARTS];

extern const struct str sheet_write_begin;              /* of the sheet, before the columns */
extern const struct str sheet_write_workbook_begin;     /* then the title */
extern const struct str sheet_write_workbook_end;

#endif
