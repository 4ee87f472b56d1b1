/* import_heading.h - which column of a sheet is which field: told by its first row, once. */
#ifndef DOMAIN_IMPORT_HEADING_H
#define DOMAIN_IMPORT_HEADING_H

#include "base/field.h"
#include "format/sheet.h"

struct import_columns {
    size_t     count;                   /* of columns that are a field */
    size_t     width;                   /* of columns, with those that have no heading */
    int        of_field[MOST_FIELDS];   /* the column of each field; -1: the sheet does not have it */
    struct str headings[MOST_FIELDS];   /* exact, of each field */
    struct str notes;                   /* what was read though not written exactly; empty: nothing */
};

/* Headings are field.column, whatever their case and the blanks around them.  NULL, or why the file
 * is refused: an unknown heading, one that stands there twice, a required one that is missing. */
const char *import_bind(struct arena *, const struct entity *, const struct sheet_row *headings,
                        struct import_columns *);

#endif
