/* import_files.h - the files of an import in the uploads folder: the sheet, the stage of its check, and its wrong rows.
 *
 * Their names hold the import's token, which nobody can guess.  They go when nothing needs them any
 * more, or after a day. */
#ifndef DOMAIN_IMPORT_FILES_H
#define DOMAIN_IMPORT_FILES_H

#include "domain/house.h"

enum { IMPORT_WAITS_SECONDS = 24 * 3600 };

struct str import_new_token(struct arena *);
/* Keeps the file at path, which may be gone after, as the sheet of a new import, whose token it returns.
 * Also removes what waited for more than a day. */
struct str import_take_sheet(struct arena *, const struct house *, const char *path, struct moment now);
/* Closed when the arena ends.  -1: it is not there (any more). */
int        import_open_sheet(struct arena *, const struct house *, struct str token);
int        import_open_stage(struct arena *, const struct house *, struct str token, bool fresh);
int        import_open_wrong(struct arena *, const struct house *, struct str token, bool fresh);
void       import_remove_files(struct arena *, const struct house *, struct str token);
/* All but the wrong rows, which may be fetched for a day. */
void       import_keep_wrong(struct arena *, const struct house *, struct str token);

#endif
