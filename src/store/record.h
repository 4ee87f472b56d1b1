/* record.h - keeps any entity in a table, from its field table alone.
 *
 * Beside the fields each table has an id, a version (how often the record was changed), and for each
 * text that the overview sorts a folded copy, name_key, that orders as people expect on every
 * database.  record_put() keeps all that is derived right: keys, search index, counts and the trail
 * of changes. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "store/db.h"

/* Who changes, and when: for the trail. */
struct actor { int64_t user; struct str name; struct moment now; };

/* The statements that make the entity's table and indexes, for a database of this make. */
struct str record_schema(struct arena *, enum make, const struct entity *);
/* The statements for what all entities share: the trail of changes and the counts. */
struct str record_common_schema(struct arena *, enum make);

enum put {
    PUT_DONE,
    PUT_SAME,                   /* nothing was different; nothing was written */
    PUT_TAKEN,                  /* another record has this key */
    PUT_STALE,                  /* someone changed or deleted it since record->version */
};
/* Adds the record when its id is 0, else changes it if its version is still the one it was read
 * with; id and version are brought up to date.  `was`: the record as it is in the database, when the
 * caller has it, else NULL. */
enum put   record_put(struct arena *, struct db *, const struct entity *, void *record, const void *was,
                      const struct actor *);
/* Adds and changes many in one transaction, in which nothing else writes records of the entity, each of them once: quicker
 * than one by one.  They are so for all that reads, counted, and in the trail, from record_writer_end() on.  What is
 * PUT_TAKEN or PUT_STALE may be told later than by its own record_add() or record_change(); then the transaction is to be
 * rolled back.  PUT_TAKEN may also be a key that another of them gives up. */
struct record_writer;
struct record_writer *record_writer(struct arena *, struct db *, const struct entity *, const struct actor *);
/* PUT_DONE or PUT_TAKEN. */
enum put   record_add(struct record_writer *, struct arena *, void *record);
/* The same in two steps.  What follows from the record is the larger half of the work and asks no database, so
 * that another thread may do it. */
struct record_row;
struct record_row *record_row(struct arena *, const struct entity *, const void *record);
enum put   record_add_row(struct record_writer *, const struct record_row *, void *record);
/* As record_put() of one that is there, which is `was`. */
enum put   record_change(struct record_writer *, struct arena *, void *record, const void *was);
/* PUT_DONE, PUT_TAKEN or PUT_STALE. */
enum put   record_writer_end(struct record_writer *);

bool       record_get(struct arena *, struct db *, const struct entity *, int64_t id, void *record);
bool       record_find(struct arena *, struct db *, const struct entity *, struct str key, void *record);
/* As record_get() of each of these ids, which are different ones, in few questions; NULL for what is not there. */
void       record_get_many(struct arena *, struct db *, const struct entity *, const int64_t *ids, size_t count,
                           void **records);

/* DB_USED when other records refer to it: then nothing happened.  The record is as it was read in this
 * transaction. */
enum refusal record_delete(struct arena *, struct db *, const struct entity *, const void *record,
                           const struct actor *);
/* Many at once, which is quicker.  DB_USED: that of *used is in use, and the caller rolls back. */
enum refusal record_delete_all(struct arena *, struct db *, const struct entity *, const void *const *records,
                               size_t count, const struct actor *, size_t *used);

/* How many records, archived or not. */
void       record_tally(struct db *, const struct entity *, bool archived, int64_t more);
int64_t    record_count(struct db *, const struct entity *, bool archived);
int64_t    record_highest_key(struct db *, const struct entity *);

/* Reads the columns of record_columns(), from column `first` on, into a record. */
struct str record_columns(struct arena *, const struct entity *);
void       record_take(struct arena *, struct query *, int first, const struct entity *, void *record);

/* A change of one field since a version, latest first. */
struct change { struct str field, from, to, who; struct moment at; int64_t version; };
size_t     record_changes(struct arena *, struct db *, const struct entity *, int64_t id, int64_t since_version,
                          size_t most, struct change **);
/* The same, asked first and read later; see db_ask(). */
struct query *record_changes_ask(struct db *, const struct entity *, int64_t id, int64_t since_version, size_t most);
size_t     record_changes_read(struct arena *, struct query *, size_t most, struct change **);

/* References by key, as forms and sheets write them. */
struct record_names { struct names names; struct db *db; };
struct record_names record_names(struct db *);

#endif
