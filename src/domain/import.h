/* import.h - a sheet of records into an administration, for any entity: first checked, then written.
 *
 * The check reads the sheet row by row, in memory that does not grow with what a row holds, compares
 * each with the record of its key, and writes what is to be done to a stage: a file of typed records.
 * It changes nothing.  The writing applies that stage, in one transaction, and only to what is still
 * as the check found it: so it does what was shown, or nothing.
 *
 * A column that is absent leaves its field alone; an empty cell in one that is present clears it.  A
 * row with anything wrong is left out and told.  A file that is no valid sheet of this entity is
 * refused as a whole, before any row. */
#ifndef DOMAIN_IMPORT_H
#define DOMAIN_IMPORT_H

#include "domain/import_heading.h"
#include "store/record.h"

enum import_mode { IMPORT_ADDS, IMPORT_BOTH, IMPORT_UPDATES, IMPORT_MODES };
/* nieuw, beide, bijwerken: in forms and on the command line. */
const char *import_mode_word(enum import_mode);
bool        import_mode_called(struct str word, enum import_mode *);

enum import_verdict { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SKIPPED, IMPORT_WRONG, IMPORT_VERDICTS };

/* Something to tell about a row.  A wrong row has a line for each thing that is wrong with it. */
struct import_line {
    int64_t             row;            /* as Excel counts */
    enum import_verdict verdict;
    struct str          name;           /* of the record; empty when not known */
    struct str          column, value;  /* the heading and what stands there, when it is about one cell */
    struct str          reason;
};

enum { IMPORT_SAMPLE_ROWS = 100, IMPORT_WRONG_ROWS = 1000, IMPORT_MOST_LINES = 2500 };

struct import_report {
    struct str          refused;        /* why the file is not taken, and what to do; empty when it is */
    struct import_heading *headings;    /* if some must be coupled first: all; else NULL */
    size_t              heading_count;
    int64_t             columns;        /* recognised */
    int64_t             count[IMPORT_VERDICTS];         /* of rows */
    struct str          notes;          /* about the headings, a sentence each; empty when there is nothing */
    struct import_line *lines;          /* by row: the first rows, and the first wrong ones */
    size_t              line_count;
};

struct import_task {
    const struct entity *entity;
    enum import_mode     mode;
    int64_t              country;       /* of the administration */
    /* Told now and then how many rows were read or records written; may be NULL.  A fault of its own ends
     * the work, as any fault does. */
    void               (*progress)(void *what, int64_t done);
    void                *what;
    struct undo_keeper  *undo;          /* keeps what is written; NULL: nobody does */
};

/* Reads the sheet in the file `sheet`, and fills the empty file `stage`, and the empty file `wrong` with
 * a sheet of the wrong rows if there are any (import_wrong.h; -1: it is not wanted).  Best in a reading
 * transaction, so that all rows see the same records. */
void import_check(struct arena *, struct db *, const struct import_task *, int sheet, int stage, int wrong,
                  struct import_report *);

/* Does what the stage says, in the caller's writing transaction.  False: what it builds on has changed
 * since the check, or the stage is of another version of the program; roll back and check again. */
bool import_apply(struct arena *, struct db *, const struct import_task *, int stage, const struct actor *);

#endif
