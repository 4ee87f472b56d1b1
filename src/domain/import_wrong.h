/* import_wrong.h - the wrong rows of a sheet as a workbook of their own: as they stood there, what is
 * wrong marked, and in a last column why.  Mended, it imports: that column is not read. */
#ifndef DOMAIN_IMPORT_WRONG_H
#define DOMAIN_IMPORT_WRONG_H

#include "domain/import_heading.h"

struct import_wrong;

/* Fills the empty file from the first wrong row on; without any it stays empty.  The columns must live
 * as long as the arena, as does what this returns. */
struct import_wrong *import_wrong_begin(struct arena *, const struct entity *, const struct import_columns *, int fd);
void                 import_wrong_row(struct import_wrong *, const struct sheet_row *, const struct problems *);
void                 import_wrong_end(struct import_wrong *);

#endif
