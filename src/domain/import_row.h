/* import_row.h - one row of an import: what it says, of which record, and whether that can be.  import.c reads the sheet. */
#ifndef DOMAIN_IMPORT_ROW_H
#define DOMAIN_IMPORT_ROW_H

#include "domain/import_heading.h"
#include "domain/import_keys.h"
#include "domain/import_refs.h"
#include "domain/import_report.h"
#include "domain/import_stage.h"
#include "domain/import_wrong.h"
#include "store/record_finder.h"

struct check;                           /* of a sheet, on its way */

/* The row as a source of the entity: typed cells as text. */
struct row_source { struct source source; struct check *check; };

/* The database's names, and those that the sheet itself adds. */
struct sheet_names { struct names names; struct record_names known; struct check *check; };

struct check {
    const struct import_task *task;
    const struct entity      *entity;
    const struct field       *key_field, *name_field;
    struct db                *db;
    struct arena              batch;    /* what the rows of a batch take */
    struct record_finder     *finder;
    struct context            context;
    struct row_source         source;
    struct sheet_names        names;
    struct import_columns     columns;
    struct import_keys       *keys;
    struct import_refs        refs;
    struct stage_writer      *stage;
    struct import_wrong      *wrong;    /* NULL: not wanted */
    struct reporter           reporter;
    int64_t                   known;    /* the highest key there is */
    int64_t                   highest, unnumbered;      /* key, also of the sheet; rows that ask for the next one */

    const struct sheet_row   *row;      /* the present one */
    size_t                    field;    /* which is read now */
    const char               *notes[MOST_FIELDS];
    struct sheet_refs         row_refs;
    struct str                key;      /* in one form; empty: it asks for the next one */
    bool                      found;    /* the record is there already */
    void                     *was, *record;
    const void               *blank;    /* a new record */
};

/* A check whose sheet is still to be opened.  It lives in the arena, the report and its texts in one of their own. */
struct check *import_row_begin(struct arena *, struct db *, const struct import_task *, int stage, struct arena *reports,
                               struct import_report *);
void          import_row_check(struct check *);     /* the present row */
void          import_row_end(struct check *);

#endif
