/* import_stage.h - what an import is going to do, in a file: the typed records, in the order of the
 * sheet, between the check and the writing.
 *
 * Of this program's own making and for its own use, on the same machine: a stage of another version
 * of the entity is not read. */
#ifndef DOMAIN_IMPORT_STAGE_H
#define DOMAIN_IMPORT_STAGE_H

#include "base/field.h"

/* The id of a reference to a record that the same sheet adds; its key is kept beside it. */
enum { REF_TO_SHEET = -1 };

/* References of one row to records that its sheet adds, in the order of the fields. */
struct sheet_refs { struct { size_t field; struct str key; } at[MOST_FIELDS]; size_t count; };

struct stage_writer;
/* Writes in the file from its beginning; the arena is the writer's lifetime. */
struct stage_writer *stage_begin(struct arena *, const struct entity *, int fd);
void                 stage_put(struct stage_writer *, uint32_t row, const void *record, const struct sheet_refs *);
/* left_out: rows that are not to be done after all, rising.  highest: of the keys of the sheet. */
void                 stage_end(struct stage_writer *, int64_t highest, const uint32_t *left_out, size_t count);

struct stage_reader {
    const struct entity *entity;
    struct arena        *arena;
    int                  fd;
    int64_t              highest, records;      /* of the keys; how many are to be done */
    const uint32_t      *left_out;
    size_t               left_out_count, left_out_next;
    uint64_t             at, end;       /* in the file */
    char                *block;         /* bytes from `from` on */
    size_t               size, from;
};

/* False: this is no whole stage of this entity. */
bool stage_open(struct arena *, const struct entity *, int fd, struct stage_reader *);
/* The next record that is to be done; its texts are in this arena.  False at the end. */
bool stage_next(struct stage_reader *, struct arena *, uint32_t *row, void *record, struct sheet_refs *);
void stage_rewind(struct stage_reader *);

#endif
