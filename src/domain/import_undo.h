/* import_undo.h - takes an import back: what it added goes, what it changed gets its old values; all of it or
 * nothing.
 *
 * An import keeps what it touches in its own transaction: of what it adds the ranges of ids, so that a
 * million cost a row; of each record it changes the fields that were different.  For a day, and as long as
 * nobody changed or used one of them since. */
#ifndef DOMAIN_IMPORT_UNDO_H
#define DOMAIN_IMPORT_UNDO_H

#include "store/record.h"

enum { IMPORT_UNDO_SECONDS = 24 * 3600 };

struct str undo_schema(struct arena *, enum make);

/* ---- keeping, in the transaction of the import ---- */

struct undo_keeper;
struct undo_keeper *undo_keeper(struct arena *, struct db *, const struct entity *, int64_t import);
void undo_keep_added(struct undo_keeper *, int64_t id);
/* Both with the version they were read and written with. */
void undo_keep_changed(struct undo_keeper *, struct arena *, const void *was, const void *record);
/* Once, behind the last. */
void undo_keep_end(struct undo_keeper *);

/* ---- undoing ---- */

struct undo_told { void (*told)(void *what, int64_t done); void *what; };

/* In a writing transaction of the caller.  Empty when it was done; else why not, in Dutch, and the caller
 * rolls back.  The imports of which nothing was kept can not be undone. */
struct str undo_import(struct arena *, struct db *, const struct entity *, int64_t import, const struct actor *,
                       const struct undo_told *);
/* Forgets what was kept of imports of more than a day ago. */
void       undo_sweep(struct db *, struct moment now);

#endif
