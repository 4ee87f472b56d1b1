/* db_postgres.c - db.h over PostgreSQL: each database is a schema, each struct db a connection that looks in it.
 *
 * What is asked goes out together with what it needs before it (the beginning of a transaction, a savepoint, the
 * preparing of a statement), so that it takes one round trip (libpq's pipeline mode).  A transaction begins with its
 * first question, and the end of one that only read is not waited for.
 *
 * Of a schema one transaction writes at a time, as in SQLite: it holds a lock that waits for its turn, and so can not
 * be refused later.  One that reads sees everything as it was when it began. */
#include "base/fault.h"
#include "store/db_postgres_inner.h"
#include "store/db_postgres_search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OLDEST = 140000 };

/* ---- opening ---- */

bool postgres_is_place(const char *place)
{
    return str_begins(str_from(place), S("postgresql://")) || str_begins(str_from(place), S("postgres://"));
}

/* Which schema the place names; it goes into SQL, so it is plain letters. */
static const char *schema_of(const char *place)
{
    const char *mark = strrchr(place, '#');
    const char *schema = mark ? mark + 1 : "";

    if (*schema == '\0' || strspn(schema, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(schema)
        || strlen(schema) >= sizeof ((struct postgres *)0)->schema)
        fault("postgres: can not open a schema whose name is not of small letters, digits and _ alone, at most 63");
    return schema;
}

/* What libpq is to take.  Of an address that it misreads it would tell a part, which may be of the password; so a
 * password with a sign that means something there, as / and @, is to be written with %2F and %40. */
static void server_of(const char *place, char *room, size_t size)
{
    snprintf(room, size, "%.*s", (int)(strrchr(place, '#') - place), place);
    const char *host = strstr(room, "://") + 3, *last = strrchr(host, '@');
    PQconninfoOption *read = PQconninfoParse(room, NULL);

    PQconninfoFree(read);
    if (!read || (last && strcspn(host, "/?@") != (size_t)(last - host)))
        fault("postgres: this is no address as postgresql://user:password@host/database; the signs / ? @ %% in a"
              " password are written %%2F %%3F %%40 %%25");
}

static void silent(void *unused, const PGresult *notice)
{
    (void)unused, (void)notice;
}

static _Noreturn void can_not_open(struct postgres *p, const char *what)
{
    char why[sizeof p->wrong.message];

    snprintf(why, sizeof why, "%s", what);
    for (char *c = why; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    bool again = postgres_may_work_again(p), full = postgres_is(p, POSTGRES_FULL);
    PQfinish(p->connection);
    free(p);
    if (again)
        fault_busy(why);
    if (full)
        fault_full(why);
    fault("%s", why);
}

/* Besides patience: when we are gone without a word, the server is to let go of what we held. */
#define SETTING(name, value) "set_config('" name "', '" value "', false)"
#define SETTINGS "SELECT " SETTING("jit", "off") ", " SETTING("client_connection_check_interval", "2000") ", " \
    SETTING("tcp_keepalives_idle", "5") ", " SETTING("tcp_keepalives_interval", "3") ", " SETTING("tcp_keepalives_count", "3")

/* What the URL says otherwise goes before the first of these.  A server that is gone without a word is noticed within a
 * quarter of a minute, and of several the one is taken that can be written to. */
static void connect_to(struct postgres *p, const char *server)
{
    static const char *const names[] = {
        "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
        "target_session_attrs", "dbname", "client_encoding", "fallback_application_name", NULL,
    };
    const char *const values[] = { "5", "5", "3", "3", "10000", "read-write", server, "UTF8", "poolster", NULL };
    char patience[60];

    p->connection = PQconnectdbParams(names, values, 1);
    if (PQstatus(p->connection) != CONNECTION_OK)
        can_not_open(p, PQerrorMessage(p->connection));
    if (PQserverVersion(p->connection) < OLDEST)
        can_not_open(p, "PostgreSQL 14 or later is needed, and this is an older one");
    PQsetNoticeReceiver(p->connection, silent, NULL);
    PQenterPipelineMode(p->connection);
    snprintf(patience, sizeof patience, "SET lock_timeout = %d", PATIENCE_MILLISECONDS);
    postgres_send(p, patience);
    postgres_send(p, SETTINGS);
    postgres_send_sync(p);
    PQclear(postgres_receive(p, 0));
    if (*p->wrong.message)
        can_not_open(p, p->wrong.message);
}

static void stand_for(struct postgres *p, const char *schema)
{
    snprintf(p->schema, sizeof p->schema, "%s", schema);
    p->lock = 7046029254386353131;              /* FNV-1a, from a number of our own */
    for (const char *c = schema; *c; c++)
        p->lock = (int64_t)(((uint64_t)p->lock ^ (unsigned char)*c) * 1099511628211u);
}

/* False when there is no such schema. */
static bool look_in(struct postgres *p, const char *schema, bool create)
{
    char sql[160];

    snprintf(sql, sizeof sql, "SELECT set_config('search_path', nspname, false) FROM pg_namespace WHERE nspname = '%s'",
             schema);
    postgres_send(p, sql);
    postgres_send_sync(p);
    PGresult *r = postgres_receive(p, 0);
    bool found = r && PQntuples(r) == 1;
    PQclear(r);
    if (found)
        stand_for(p, schema);
    if (found || !create || *p->wrong.message)
        return found;
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", schema);
    bool made = postgres_tell(p, sql);
    if (!made && !postgres_is(p, "42P06") && !postgres_is(p, "23505"))      /* another process was faster */
        return false;
    return look_in(p, schema, false);
}

static struct postgres *connected(const char *place)
{
    char server[4096];

    server_of(place, server, sizeof server);
    struct postgres *p = calloc(1, sizeof *p);
    if (!p)
        fault("out of memory");
    p->db.calls = &postgres_calls;
    connect_to(p, server);
    return p;
}

struct db *postgres_open(const char *place, bool create)
{
    const char *schema = schema_of(place);
    struct postgres *p = connected(place);

    if (!look_in(p, schema, create)) {
        char what[sizeof p->wrong.message + 100];
        snprintf(what, sizeof what, "postgres: can not %s the schema %s: %s", create ? "make" : "open", schema,
                 *p->wrong.message ? p->wrong.message : "it is not there");
        can_not_open(p, what);
    }
    return &p->db;
}

static void close_connection(struct db *db)
{
    PQfinish(postgres_of(db)->connection);
    free(db);
}

bool postgres_exists(const char *place)
{
    const char *schema = schema_of(place);
    struct postgres *p = connected(place);
    bool found = look_in(p, schema, false);

    if (*p->wrong.message)
        can_not_open(p, p->wrong.message);
    close_connection(&p->db);
    return found;
}

static bool move(struct db *db, const char *place)
{
    struct postgres *p = postgres_of(db);
    const char *schema = schema_of(place);

    if (!look_in(p, schema, false)) {
        if (*p->wrong.message)
            postgres_broken(db, "a change of schema");
        fault("postgres: can not open the schema %s: it is not there", schema);
    }
    return true;
}

void postgres_remove(const char *place)
{
    struct db *db = postgres_open(place, true);
    char sql[120];

    snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE", postgres_of(db)->schema);
    if (!postgres_tell(postgres_of(db), sql)) {
        char why[sizeof postgres_of(db)->wrong.message];
        memcpy(why, postgres_of(db)->wrong.message, sizeof why);
        db_drop(db);
        fault("postgres: %s", why);
    }
    db_drop(db);
}

/* ---- transactions ---- */

static void begin(struct db *db, bool writes)
{
    struct postgres *p = postgres_of(db);

    if (p->transaction != OUTSIDE)
        fault("postgres: a transaction within a transaction");
    p->transaction = writes ? TO_WRITE : TO_READ;
    p->last = false;
}

/* Its end goes out with it: the server wakes up once instead of twice. */
static void last(struct db *db)
{
    postgres_of(db)->last = true;
}

static void commit(struct db *db)
{
    struct postgres *p = postgres_of(db);
    bool began = p->transaction == READING || p->transaction == WRITING, wrote = p->transaction == WRITING;

    postgres_end_copy(p, NULL);
    p->transaction = OUTSIDE;
    if (!began)
        return;
    postgres_send(p, "COMMIT");
    postgres_send_sync(p);
    if (!wrote)
        return;
    PGresult *r = postgres_receive(p, 0);
    if (postgres_is_lost(db))
        fault_unsure("postgres: the connection broke while a transaction was being kept");
    bool kept = r && strcmp(PQcmdStatus(r), "COMMIT") == 0;     /* or ROLLBACK, of one that failed before */
    PQclear(r);
    if (!kept)
        postgres_broken(db, *p->wrong.message ? "COMMIT" : "COMMIT of a transaction that had failed before");
}

static void rollback(struct db *db)
{
    struct postgres *p = postgres_of(db);
    bool began = p->transaction == READING || p->transaction == WRITING;

    p->transaction = OUTSIDE;
    postgres_end_copy(p, "it is rolled back");
    if (p->sent)                        /* a fault came in between */
        postgres_send_sync(p);
    if (!postgres_is_lost(db) && began && PQsendQueryParams(p->connection, "ROLLBACK", 0, NULL, NULL, NULL, NULL, 0))
        postgres_send_sync(p);
}

/* A connection that was asked when there were few rows may have a plan for few at hand; that of a million reads all. */
static void filled(struct db *db, const char *table)
{
    char search[100], sql[250];

    snprintf(search, sizeof search, "%s_search", table);
    bool is_searched = db_one(db, 0, "SELECT count(to_regclass($1))", GIVE(search)) != 0;
    snprintf(sql, sizeof sql, "ANALYZE %s%s%s", table, is_searched ? ", " : "", is_searched ? search : "");
    db_script(db, sql);
}

/* Of none it begins with 1. */
static void set_last_id(struct db *db, const char *table, int64_t id)
{
    db_do(db, "SELECT setval(pg_get_serial_sequence($1, 'id'), greatest($2, 1), $2 > 0)", GIVE(table, id));
}

const struct make_calls postgres_calls = {
    .id = "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", .number = "bigint", .text = "text COLLATE \"C\"",
    .end = ");", .put_off = "SET CONSTRAINTS ALL DEFERRED",
    .last_id = "SELECT pg_sequence_last_value(pg_get_serial_sequence($1, 'id'))",
    .prepare = postgres_prepare, .finalize = postgres_finalize, .give = postgres_give, .step = postgres_step,
    .reset = postgres_reset, .integer = postgres_integer, .chars = postgres_chars, .is_null = postgres_is_null,
    .inserted = postgres_inserted, .changes = postgres_changes, .broken = postgres_broken,
    .set_last_id = set_last_id, .reserve = postgres_reserve, .copy = postgres_copy, .copy_on = postgres_copy_on,
    .script = postgres_script, .begin = begin, .last = last, .commit = commit, .rollback = rollback, .filled = filled, .move = move,
    .is_lost = postgres_is_lost, .close = close_connection,
    .search_schema = postgres_search_schema, .search_select = postgres_search_select,
    .search_words = postgres_search_words, .search_put = postgres_search_put, .search_remove = postgres_search_remove,
    .search_entries = postgres_search_entries,
};
