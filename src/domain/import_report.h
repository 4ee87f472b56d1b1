/* import_report.h - keeps of each row what is worth telling, and of a million rows no more than people
 * read. */
#ifndef DOMAIN_IMPORT_REPORT_H
#define DOMAIN_IMPORT_REPORT_H

#include "domain/import.h"

struct reporter {
    struct arena         *arena;
    struct import_report *report;
    int64_t               rows, wrong_rows, noted_rows, last_row;
    bool                  kept;         /* the row of the last line is */
};

void reporter_begin(struct reporter *, struct arena *, struct import_report *);
/* A row, once, before its lines. */
void reporter_row(struct reporter *, enum import_verdict);
/* The texts are copied; a line of a row that is neither among the first, nor wrong, nor worth a note
 * is not kept. */
void reporter_line(struct reporter *, const struct import_line *);
/* A row of before turns out wrong. */
void reporter_undo(struct reporter *, enum import_verdict before, const struct import_line *wrong);
/* As much of a text as people read, and no half characters. */
struct str import_short_copy(struct arena *, struct str);
/* Puts the lines in order of row. */
void reporter_end(struct reporter *);

#endif
