/* import_files.h - the files of an import: the sheet, the stage of its check, and its wrong rows.
 *
 * Of a data folder they stand in its uploads; where the data is at a server they are kept in the directory, in pieces, since
 * the next step may be another process's.  Their names hold the import's token, which nobody can guess.  They go when
 * nothing needs them any more, or after a day.
 *
 * The directory that these take is in no transaction. */
#ifndef DOMAIN_IMPORT_FILES_H
#define DOMAIN_IMPORT_FILES_H

#include "domain/house.h"

enum { IMPORT_WAITS_SECONDS = 24 * 3600 };

struct import_place { const struct house *house; struct db *directory; struct str token; };

struct str import_files_schema(struct arena *, enum make);

struct str import_new_token(struct arena *);
/* Keeps the file at path, which may be gone after, as the sheet of the new import.  Also removes what waited for more
 * than a day. */
void       import_keep_sheet(struct arena *, const struct import_place *, const char *path, struct moment now);
/* Closed when the arena ends.  -1: it is not there (any more). */
int        import_open_sheet(struct arena *, const struct import_place *);
int        import_open_stage(struct arena *, const struct import_place *);
int        import_open_wrong(struct arena *, const struct import_place *);
/* Empty ones, to be filled by a check, and kept when they are whole. */
int        import_new_stage(struct arena *, const struct import_place *);
int        import_new_wrong(struct arena *, const struct import_place *);
void       import_keep_made(struct arena *, const struct import_place *, int stage, int wrong, struct moment now);
void       import_remove_files(struct arena *, const struct import_place *);
/* All but the wrong rows, which may be fetched for a day. */
void       import_remove_all_but_wrong(struct arena *, const struct import_place *);

#endif
