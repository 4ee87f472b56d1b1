/* record_inner.h - what the files of record.h share, and no other. */
#ifndef STORE_RECORD_INNER_H
#define STORE_RECORD_INNER_H

#include "store/record.h"
#include "store/rows.h"

static inline bool field_is_kept(const struct field *f)
{
    return !(f->rules & UNKEPT);
}

/* Sorted by a folded copy, since databases differ about the order of text. */
static inline bool field_has_key(const struct field *f)
{
    return field_is_kept(f) && f->rules & LISTED && kinds[f->type].is_text;
}

static inline bool record_is_archived(const struct entity *e, const void *record)
{
    const struct field *archives = entity_archives(e);
    return archives && field_int(archives, record);
}

/* The columns behind id and version, and what goes into them, in one order. */
enum { MOST_VALUES = 2 * MOST_FIELDS + 4 };
size_t   record_value_columns(struct arena *, const struct entity *, struct str *names);
size_t   record_values(struct arena *, const struct entity *, const void *record, struct value *);

/* Where a field stands in record_columns(). */
int      record_column(const struct entity *, const struct field *);
/* A key as people write it; false when it can not be one. */
bool     record_key_value(const struct entity *, struct str key, struct value *);

/* For one record, or for some where others may add or change too: what is refused did not happen. */
struct record_writer *record_writer_of_one(struct arena *, struct db *, const struct entity *, const struct actor *);

/* What is to be added and changed, on a make that copies: COPY into a table of this transaction alone, from which one
 * statement merges it all.  One of an entity at a time. */
struct staging;
struct staging *staging(struct arena *, struct db *, const struct entity *);
/* The record, which is new when its version is 0; its record_values(); the words that it is found by, NULL as before. */
void            staging_add(struct staging *, const struct record *, struct given values, struct value words);
/* PUT_DONE, PUT_TAKEN or PUT_STALE. */
enum put        staging_merge(struct staging *);

/* SQL: the id of the line of the trail that tells of all that came together with a record (SQL), of the entity $1; no row
 * when it came alone.  Such runs never overlap. */
#define RUN_OF(record) "(SELECT id FROM (SELECT id, record FROM audit_log WHERE entity = $1 AND last_record >= " record \
    " ORDER BY last_record LIMIT 1) AS run WHERE run.record <= " record ")"

/* The trail of changes; a change of a field of a record, with the version that it has now. */
struct rows *record_trail(struct arena *, struct db *, bool many);
void         record_trail_add(struct rows *, const struct entity *, const struct record *, const struct actor *,
                              const char *field, struct str from, struct str to);

/* What a record refers to was looked up in the same transaction, so that it is there: PUT_TAKEN, or a fault. */
enum put record_taken(const struct entity *, enum refusal);

#endif
