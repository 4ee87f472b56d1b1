/* db.h - one database: the directory, or one administration.  The same SQL for every make.
 *
 *     struct query *q = db_ask(db, "SELECT name FROM customer WHERE city = $1", GIVE(city));
 *     while (db_next(q))
 *         show(db_str(q, 0));
 *
 * SQL holds $1 $2 ...; values are given, never glued in.  A struct db is used by one request at a
 * time.  Statements are kept for the next time; a query that is not read to its end is closed by the
 * next transaction's end.  Whatever the database can not do (a full disk, SQL that does not parse) is
 * a fault; a refusal that a user can cause (a number in use, a record in use) is a value, given by
 * db_try() alone, which leaves the transaction as it was before. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/field.h"

struct db;
struct query;

/* Where this process may put what it sorts and does not fit in memory; before any is opened. */
void db_temporary_folder(const char *folder);

/* ---- values ---- */

struct value {
    enum value_type { VALUE_NULL, VALUE_INT, VALUE_TEXT } type;
    int64_t    n;
    struct str text;
};

static inline struct value value_str(struct str s)        { return (struct value){ VALUE_TEXT, 0, s }; }
static inline struct value value_chars(const char *s)     { return value_str(str_from(s)); }
static inline struct value value_int(int64_t n)           { return (struct value){ VALUE_INT, n, { 0, 0 } }; }
static inline struct value value_size(size_t n)           { return value_int((int64_t)n); }
static inline struct value value_plain(int n)             { return value_int(n); }
static inline struct value value_bool(bool b)             { return value_int(b); }
static inline struct value value_moment(struct moment m)  { return value_int(m.seconds); }
static inline struct value value_money(struct money m)    { return value_int(m.cents); }
static inline struct value value_ref(struct ref r)
{
    return r.id ? value_int(r.id) : (struct value){ 0 };
}
static inline struct value value_value(struct value v)    { return v; }

#define VALUE(v) _Generic((v), struct str: value_str, char *: value_chars, const char *: value_chars, \
    int64_t: value_int, int: value_plain, size_t: value_size, bool: value_bool, struct ref: value_ref, \
    struct moment: value_moment, struct money: value_money, struct value: value_value)(v)

/* GIVE(a, b): the values of $1 and $2, up to eight.  More: an array of struct value and a count. */
struct given { const struct value *values; size_t count; };
#define GIVE(...) ((struct given){ (const struct value[]){ GIVE_ALL(__VA_ARGS__) }, \
    sizeof((const struct value[]){ GIVE_ALL(__VA_ARGS__) }) / sizeof(struct value) })
#define GIVE_NOTHING ((struct given){ 0 })
#define GIVE_ALL(...) GIVE_PICK(__VA_ARGS__, GIVE_8, GIVE_7, GIVE_6, GIVE_5, GIVE_4, GIVE_3, GIVE_2, GIVE_1, 0)(__VA_ARGS__)
#define GIVE_PICK(a, b, c, d, e, f, g, h, chosen, ...) chosen
#define GIVE_1(a)      VALUE(a)
#define GIVE_2(a, ...) VALUE(a), GIVE_1(__VA_ARGS__)
#define GIVE_3(a, ...) VALUE(a), GIVE_2(__VA_ARGS__)
#define GIVE_4(a, ...) VALUE(a), GIVE_3(__VA_ARGS__)
#define GIVE_5(a, ...) VALUE(a), GIVE_4(__VA_ARGS__)
#define GIVE_6(a, ...) VALUE(a), GIVE_5(__VA_ARGS__)
#define GIVE_7(a, ...) VALUE(a), GIVE_6(__VA_ARGS__)
#define GIVE_8(a, ...) VALUE(a), GIVE_7(__VA_ARGS__)

/* ---- asking ---- */

/* Who only reads, and asks more before reading the first, has all answers come in one message where they come from
 * elsewhere. */
struct query *db_ask(struct db *, const char *sql, struct given);
/* The same, of more rows than are to be in memory at once: where they come from elsewhere, they come some hundred at a time
 * as long as the transaction lasts. */
struct query *db_ask_by_batch(struct db *, const char *sql, struct given);
bool          db_next(struct query *);                  /* false at the end, which closes the query */
void          db_close_query(struct query *);           /* before its end */
int64_t       db_int(struct query *, int column);       /* 0 for NULL */
struct str    db_str(struct query *, int column);       /* a view until the next db_next(); '' for NULL */
bool          db_is_null(struct query *, int column);

/* A query that is kept at hand, for what is asked very often: db_ask_again() gives it other values.  It
 * belongs to the database. */
struct query *db_query(struct db *, const char *sql);
struct query *db_query_insert(struct db *, const char *sql);    /* for db_try_insert() */
void          db_ask_again(struct query *, struct given);

/* The first column of the first row, or otherwise. */
int64_t       db_one(struct db *, int64_t otherwise, const char *sql, struct given);
void          db_do(struct db *, const char *sql, struct given);
void          db_script(struct db *, const char *sql);  /* several statements, no values */

enum refusal {
    DB_DONE,
    DB_TAKEN,                   /* unique: another row has it */
    DB_USED,                    /* a foreign key: another row refers to it, or what it refers to is not there */
};
/* In a savepoint.  *returned, when not NULL, gets the first column of the first row. */
enum refusal  db_try(struct db *, const char *sql, struct given, int64_t *returned);
/* The same for a db_query_insert() of one row in a table with an {id}, which *id gets.  It and db_changes()
 * are there since SQLite writes its full text index to disk at every RETURNING. */
enum refusal  db_try_insert(struct query *, struct given, int64_t *id);

/* Many rows in one stream, on a make where that is quicker than one by one.  db_copies(): whether it is. */
bool          db_copies(const struct db *);
/* So many ids of a table that nothing else gets; the first one. */
int64_t       db_reserve(struct db *, const char *table, size_t count);
/* The highest id that a table ever gave out, also when that row is gone; and that it goes on behind another. */
int64_t       db_last_id(struct db *, const char *table);
void          db_set_last_id(struct db *, const char *table, int64_t id);
/* Adds a row to a text of rows: its values, in the order of the columns. */
void          db_copy_row(struct buf *, const struct value *, size_t count);
/* sql: "COPY table (columns) FROM STDIN".  What is refused leaves nothing of the whole transaction. */
enum refusal  db_copy(struct db *, const char *sql, struct str rows);
/* The same of one COPY that goes on until something else is asked: the server reads what came while more is made.  What is
 * refused is a fault, of what is asked next.  The SQL lives as long. */
void          db_copy_on(struct db *, const char *sql, struct str rows);
/* How many rows the last INSERT, UPDATE or DELETE changed. */
int64_t       db_changes(const struct db *);

/* ---- transactions ---- */

/* A request is one transaction.  A writing one waits for its turn (bounded) and can not be refused
 * later.  Rolling back where nothing has begun does nothing. */
void db_begin(struct db *, bool writes);
/* Of a reading one, where that saves a message: what is read next, with what was asked before, is the last.  What is
 * asked after it none the less sees another moment. */
void db_last(struct db *);
void db_commit(struct db *);
void db_rollback(struct db *);

/* Around the writing of so many rows of one table, in one transaction, that making its indexes anew is quicker than
 * keeping them in order.  Until it is filled reading it by an index is slow, and searching it finds what was there
 * before; rows stay unique.  Others read on with the indexes as they were.  Where they would have to wait for that, on
 * another make, they are kept; there the end alone counts, from which on questions are planned for so many rows. */
void db_fill(struct db *, const char *table);
void db_filled(struct db *, const char *table);

/* From here to the end of the transaction a row may refer to one that comes later. */
void db_put_off_references(struct db *);

/* Asks now and then, on the same thread, whether a statement on its way is to be broken off, which is a
 * fault.  NULL: never. */
void db_stop_when(struct db *, bool (*stops)(void *what), void *what);

/* ---- what the makes do differently ---- */

enum make { SQLITE, POSTGRES };
enum make     db_make(const struct db *);
/* SQL in which {id} {number} {text} {end} stand for what differs between makes: a generated primary
 * key, the two column types, the end of a CREATE TABLE; {search customer} for the index that finds
 * customers by words. */
struct str    db_dialect(struct arena *, enum make, struct str pattern);
/* A SELECT of the ids, AS found, of the records that hold words beginning as those of the placeholder; of more than most
 * of them any most. */
struct str    db_search_select(struct arena *, enum make, const char *table, const char *placeholder, size_t most);
/* What to give for that placeholder: each word must be found, or else each of the others, if there are any.
 * Empty when nothing can be found.  enough: that many records will do, whichever they are. */
struct str    db_search_words(struct arena *, struct db *, const char *table, const struct str *words, size_t count,
                              const struct str *others, size_t other_count, size_t enough);
void          db_search_put(struct db *, const char *table, int64_t id, struct str text);
/* The same for rows of id and text by db_copy_row(), on a make that copies. */
void          db_search_copy(struct db *, const char *table, struct str rows);
void          db_search_remove(struct db *, const char *table, int64_t id, struct str text);

/* Each word in the index with each record that it leads to. */
void          db_search_entries(struct db *, const char *table, void (*entry)(void *of, struct str word, int64_t id), void *of);

/* What the database itself finds to be damaged, a row each; NULL: nothing looks at that here. */
struct query *db_damage(struct db *);

/* ---- opening ---- */

/* A place is the path of an SQLite file, or of a schema in PostgreSQL: postgresql://host/database#schema, of which
 * the part before the # is what libpq takes.  Opens it, or faults.  create: makes it when it is not there. */
struct db *db_open(const char *place, bool create);
enum make  db_make_of(const char *place);
void       db_drop(struct db *);

/* Whether there is one; faults when its server can not be asked. */
bool       db_exists(const char *place);
/* Removes a database with all that is in it; nobody may have it open. */
void       db_remove(const char *place);

/* Makes an open database stand for another place at the same server, where opening takes longer than that;
 * false: this make does not. */
bool       db_move(struct db *, const char *place);

/* The connection broke: nothing can be asked any more. */
bool       db_is_lost(const struct db *);

#endif
