/* import_cell.h - what a cell of a sheet says for a field, as a person would have typed it.
 *
 * Excel keeps numbers as doubles: a telephone number loses its zero, 0,3 becomes
 * 0.30000000000000004, the sixteenth digit is gone.  What was certainly meant is put back, with a
 * note; what can not be told any more is refused. */
#ifndef DOMAIN_IMPORT_CELL_H
#define DOMAIN_IMPORT_CELL_H

#include "base/field.h"
#include "format/sheet.h"

struct cell_text {
    struct str  text;
    const char *why;            /* refused: Dutch, what to do; else NULL */
    const char *note;           /* what was put back; else NULL */
};

/* The text may be the cell's own. */
struct cell_text import_cell(struct arena *, const struct field *, const struct sheet_cell *);

#endif
