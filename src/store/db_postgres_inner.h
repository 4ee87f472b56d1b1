/* db_postgres_inner.h - what the files of the make share: db_postgres.c opens, begins and ends, db_postgres_ask.c asks,
 * db_postgres_wire.c sends and receives. */
#ifndef STORE_DB_POSTGRES_INNER_H
#define STORE_DB_POSTGRES_INNER_H

#include "store/make.h"

#include <libpq-fe.h>

#define POSTGRES_FULL "53100"           /* SQLSTATE of a disk without room */

struct postgres {
    struct db      db;
    PGconn        *connection;
    char           schema[64];
    int64_t        lock;                /* number of the lock that who writes here holds */
    enum { OUTSIDE, TO_READ, TO_WRITE, READING, WRITING } transaction;
    bool           last;                /* the next question ends it, when it reads */
    unsigned       sent, syncs;         /* commands since the last sync; syncs that were not read */
    PGresult     **ahead;               /* where the batch goes that was asked for and not read; NULL: none was */
    const char    *copying;             /* SQL of the COPY that goes on; NULL: none does */
    uint64_t       names;
    int64_t        changes;
    bool           lost;                /* though libpq does not say so: the server is a standby now, or was gone when it
                                         * was written to */
    struct postgres_wrong {             /* what went wrong last */
        char     state[6];              /* SQLSTATE */
        char     message[300];          /* "" nothing */
        unsigned at;                    /* number of the command behind its sync */
        const char *sql;                /* its question, where several were asked; else NULL */
    } wrong;
};

static inline struct postgres *postgres_of(const struct db *db)
{
    return (struct postgres *)db;
}

/* ---- db_postgres_wire.c ---- */

void           postgres_note(struct postgres *, const PGresult *);
bool           postgres_is(const struct postgres *, const char *class);     /* of SQLSTATE: how it begins */
bool           postgres_is_lost(const struct db *);
bool           postgres_may_work_again(const struct postgres *);
void           postgres_broken(struct db *, const char *sql) __attribute__((noreturn));

void           postgres_sent(struct postgres *, int done, const char *sql); /* what libpq said of sending a command */
void           postgres_send(struct postgres *, const char *sql);           /* a command without values */
void           postgres_send_sync(struct postgres *);
/* The next answer; what runs is broken off when someone asks to. */
PGresult      *postgres_result(struct postgres *);
/* Reads the answers up to the last sync, a batch that was asked ahead too; gives those of the commands with these numbers
 * behind the sync before it, or NULLs when anything went wrong there. */
void           postgres_receive_all(struct postgres *, const unsigned *wanted, PGresult **results, size_t count);
PGresult      *postgres_receive(struct postgres *, unsigned wanted);        /* of one */
/* One command that is not kept; false when it was refused. */
bool           postgres_tell(struct postgres *, const char *sql);

/* ---- db_postgres_ask.c: as in make.h ---- */

struct query  *postgres_prepare(struct db *, const char *sql, bool returns_id);
void           postgres_finalize(struct query *);
void           postgres_give(struct query *, struct given);
enum step      postgres_step(struct query *);
bool           postgres_reset(struct query *);
int64_t        postgres_integer(struct query *, int column);
struct str     postgres_chars(struct query *, int column);
bool           postgres_is_null(struct query *, int column);
int64_t        postgres_inserted(struct query *);
int64_t        postgres_changes(const struct db *);
void           postgres_script(struct db *, const char *sql);
enum step      postgres_copy(struct db *, const char *sql, struct str rows);
void           postgres_copy_on(struct db *, const char *sql, struct str rows);
/* Of one that goes on, before anything else is sent.  What was refused is a fault; why_not: nothing is to be kept of it. */
void           postgres_end_copy(struct postgres *, const char *why_not);
int64_t        postgres_reserve(struct db *, const char *table, size_t count);

#endif
