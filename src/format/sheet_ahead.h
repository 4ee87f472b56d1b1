/* sheet_ahead.h - the rows of a sheet, read on a second thread some rows ahead of who takes them (base/relay.h).
 *
 *     struct sheet_ahead *rows = sheet_ahead_start(arena, sheet);
 *     while (sheet_ahead_next(rows, &row))
 *         ...
 *     sheet_ahead_end(rows);               from here on the sheet is the caller's again, behind what was read */
#ifndef FORMAT_SHEET_AHEAD_H
#define FORMAT_SHEET_AHEAD_H

#include "format/sheet.h"

struct sheet_ahead;

struct sheet_ahead *sheet_ahead_start(struct arena *, struct sheet_reader *);
/* As sheet_next(), whose error is filled in by the time that this says false. */
bool                sheet_ahead_next(struct sheet_ahead *, struct sheet_row *);
/* The end of the arena does so too. */
void                sheet_ahead_end(struct sheet_ahead *);

#endif
