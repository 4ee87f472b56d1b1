/* import_heading.h - which column of a sheet is which field: told by its first row, once. */
#ifndef DOMAIN_IMPORT_HEADING_H
#define DOMAIN_IMPORT_HEADING_H

#include "base/field.h"
#include "format/sheet.h"

struct import_coupling { struct str heading; const struct field *field; };     /* NULL: the column is left out */
struct import_couplings { const struct import_coupling *at; size_t count; };

/* A column of the sheet that has a heading.  Unknown: the field is that which is called most like it, and likely if
 * that is enough to propose it. */
struct import_heading { struct str heading, example; size_t column; const struct field *field; bool unknown, likely; };

enum { IMPORT_MOST_HEADINGS = MOST_FIELDS + 100 };      /* with more it is no sheet of this entity */

struct import_columns {
    size_t     count;                   /* of columns that are a field */
    size_t     width;                   /* of columns, with those that have no heading */
    int        of_field[MOST_FIELDS];   /* the column of each field; -1: the sheet does not have it */
    struct str notes;                   /* what was read though not written exactly; empty: nothing */
    bool       left_out[SHEET_COLUMNS]; /* columns that are not read, as was agreed */
    struct import_heading headings[IMPORT_MOST_HEADINGS];
    size_t     heading_count, unknown_count;
};

/* What a field is called to who made the sheet. */
const char *heading_of(const struct field *);

/* The last column of a sheet of wrong rows, which says why; it is not read. */
#define IMPORT_REASON_COLUMN "Reden"

/* Headings are field.column, or coupled, whatever their case and the blanks around them.  NULL, or why
 * the file is refused: an unknown heading, one that stands there twice, a required one that is missing. */
const char *import_bind(struct arena *, const struct entity *, const struct sheet_row *headings,
                        const struct import_couplings *, struct import_columns *);

#endif
