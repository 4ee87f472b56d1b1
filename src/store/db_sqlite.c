/* db_sqlite.c - db.h over SQLite: one file, many readers, one writer at a time. */
#include "base/fault.h"
#include "store/db_sqlite_inner.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sqlite_query {
    struct query  query;
    sqlite3_stmt *statement;
    unsigned char place[MOST_GIVEN];    /* place[n - 1]: SQLite numbers $2, $1 by order of appearance */
    bool          is_empty[MOST_GIVEN]; /* the last text given for it, which SQLite still has; most of a record's are */
};

static sqlite3 *handle_of(const struct db *db)
{
    return sqlite_of(db)->handle;
}

static sqlite3_stmt *statement_of(const struct query *q)
{
    return ((const struct sqlite_query *)q)->statement;
}

/* Of a quota, and of what stands beside the database, SQLite says no more than that it could not write, and errno why. */
static bool is_full(sqlite3 *handle)
{
    int code = sqlite3_errcode(handle) & 0xff;
    return code == SQLITE_FULL || (code == SQLITE_IOERR && fault_is_full(errno));
}

void sqlite_broken(sqlite3 *handle, const char *sql)
{
    bool full = is_full(handle);
    char what[300];

    if ((sqlite3_errcode(handle) & 0xff) == SQLITE_BUSY)
        fault_busy("sqlite: others were writing for too long");
    snprintf(what, sizeof what, "sqlite: %s%s (%d) in: %.200s", full ? "no room: " : "", sqlite3_errmsg(handle),
             sqlite3_extended_errcode(handle), sql);
    if (full)
        fault_full(what);
    fault("%s", what);
}

static void __attribute__((noreturn)) broken(struct db *db, const char *sql)
{
    sqlite_broken(handle_of(db), sql);
}

/* ---- opening ---- */

static void close_handle(struct db *db)
{
    sqlite_fill_end(db);
    sqlite3_close(handle_of(db));
    free(db);
}

/* Counting what is allocated would take a lock each time. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static _Noreturn void can_not_open(struct db *db, const char *path)
{
    char why[400];
    bool full = is_full(handle_of(db));

    snprintf(why, sizeof why, "can not open %.200s: %s", path, sqlite3_errmsg(handle_of(db)));
    close_handle(db);
    if (full)
        fault_full(why);
    fault("%s", why);
}

/* A new file becomes one with a WAL once.  Whoever opens it at that moment is told that it is locked at
 * once, since waiting for each other would last for ever; so it waits here. */
static int set_manner(struct db *db)
{
    static const char manner[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        " PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF; " SQLITE_USUAL_MEMORY;
    int done = SQLITE_BUSY;

    for (int waited = 0; (done & 0xff) == SQLITE_BUSY && waited < PATIENCE_MILLISECONDS; waited++) {
        if (waited)
            sqlite3_sleep(1);
        done = sqlite3_exec(handle_of(db), manner, NULL, NULL, NULL);
    }
    return done;
}

void db_temporary_folder(const char *folder)
{
    if (setenv("SQLITE_TMPDIR", folder, 1) != 0)
        fault("out of memory: for the name of a folder");
}

struct db *sqlite_open(const char *path, bool create)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sqlite *made = calloc(1, sizeof *made);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);

    if (!made)
        fault("out of memory");
    made->db.calls = &sqlite_calls;
    pthread_once(&once, configure);
    if (sqlite3_open_v2(path, &made->handle, flags, NULL) != SQLITE_OK)
        can_not_open(&made->db, path);
    sqlite3_extended_result_codes(made->handle, 1);
    if (set_manner(&made->db) != SQLITE_OK)
        can_not_open(&made->db, path);
    sqlite3_busy_timeout(made->handle, PATIENCE_MILLISECONDS);
    return &made->db;
}

void sqlite_remove(const char *path)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    char name[4096];

    for (size_t i = 0; i < COUNT(endings); i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

/* ---- asking ---- */

static bool take_places(struct sqlite_query *q, sqlite3_stmt *statement)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        int64_t n;
        const char *name = sqlite3_bind_parameter_name(statement, i);
        if (!name || !str_number(str_from(name + 1), &n) || n < 1 || n > MOST_GIVEN)
            return false;
        q->place[n - 1] = (unsigned char)i;
        q->query.places = (size_t)n > q->query.places ? (size_t)n : q->query.places;
    }
    return true;
}

static struct query *prepare(struct db *db, const char *sql, bool returns_id)
{
    sqlite3_stmt *statement;

    (void)returns_id;                   /* SQLite tells of itself */
    if (sqlite3_prepare_v3(handle_of(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        broken(db, sql);
    struct sqlite_query *q = calloc(1, sizeof *q);
    if (!q || !take_places(q, statement)) {
        free(q);
        sqlite3_finalize(statement);
        fault("sqlite: out of memory, or other values than $1 to $%d in: %.200s", MOST_GIVEN, sql);
    }
    q->statement = statement;
    q->query.sql = sqlite3_sql(statement);
    return &q->query;
}

static void finalize(struct query *q)
{
    sqlite3_finalize(statement_of(q));
    free(q);
}

static void bind(struct query *q, int place, const struct value *v)
{
    sqlite3_stmt *statement = statement_of(q);
    int done = SQLITE_OK;

    switch (v->type) {
    case VALUE_NULL: done = sqlite3_bind_null(statement, place); break;
    case VALUE_INT:  done = sqlite3_bind_int64(statement, place, v->n); break;
    case VALUE_TEXT: done = sqlite3_bind_text64(statement, place, v->text.at ? v->text.at : "", v->text.len,
                                                SQLITE_STATIC, SQLITE_UTF8); break;
    }
    if (done != SQLITE_OK)
        broken(q->db, q->sql);
}

static void give(struct query *q, struct given given)
{
    struct sqlite_query *s = (struct sqlite_query *)q;

    for (size_t i = 0; i < given.count; i++) {
        bool empty = given.values[i].type == VALUE_TEXT && given.values[i].text.len == 0;
        if (s->place[i] && !(empty && s->is_empty[i]))
            bind(q, s->place[i], &given.values[i]);
        s->is_empty[i] = empty;
    }
}

static bool reset(struct query *q)
{
    return sqlite3_reset(statement_of(q)) == SQLITE_OK;
}

/* A refused statement undoes itself here; the savepoint that other makes need is not. */
static enum step step(struct query *q)
{
    switch (sqlite3_step(statement_of(q))) {
    case SQLITE_ROW:
        return STEP_ROW;
    case SQLITE_DONE:
        return STEP_DONE;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return STEP_TAKEN;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER:
        return STEP_USED;
    default:
        return STEP_BROKEN;
    }
}

static int64_t integer(struct query *q, int column)
{
    return sqlite3_column_int64(statement_of(q), column);
}

static struct str chars(struct query *q, int column)
{
    sqlite3_value *value = sqlite3_column_value(statement_of(q), column);       /* of a database that one thread uses: it needs no lock */
    int len = sqlite3_value_bytes(value);       /* the text as UTF-8, so that asking for it is no more work */
    return len ? (struct str){ (const char *)sqlite3_value_text(value), (size_t)len } : S("");
}

static bool is_null(struct query *q, int column)
{
    return sqlite3_column_type(statement_of(q), column) == SQLITE_NULL;
}

static int64_t inserted(struct query *q)
{
    return sqlite3_last_insert_rowid(handle_of(q->db));
}

static int64_t changes(const struct db *db)
{
    return sqlite3_changes64(handle_of(db));
}

/* SQLite keeps no more than one row of a table, and none before its first. */
static void set_last_id(struct db *db, const char *table, int64_t id)
{
    db_do(db, "DELETE FROM sqlite_sequence WHERE name = $1", GIVE(table));
    db_do(db, "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", GIVE(table, id));
}

static void script(struct db *db, const char *sql)
{
    if (sqlite3_exec(handle_of(db), sql, NULL, NULL, NULL) != SQLITE_OK)
        broken(db, sql);
}

/* ---- transactions ---- */

static void begin(struct db *db, bool writes)
{
    db_do(db, writes ? "BEGIN IMMEDIATE" : "BEGIN", GIVE_NOTHING);
}

static void commit(struct db *db)
{
    db_do(db, "COMMIT", GIVE_NOTHING);
    sqlite_fill_end(db);
}

static void rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(handle_of(db)))         /* nothing to undo costs nothing */
        sqlite3_exec(handle_of(db), "ROLLBACK", NULL, NULL, NULL);      /* what fails here has failed before */
    sqlite_fill_end(db);
}

static int is_to_stop(void *what)
{
    const struct db *db = what;
    return db->stops(db->stops_of);
}

static void stop_when(struct db *db)
{
    enum { STEPS = 10000 };             /* a few milliseconds */

    sqlite3_progress_handler(handle_of(db), STEPS, db->stops ? is_to_stop : NULL, db);
}

const struct make_calls sqlite_calls = {
    .id = "id INTEGER PRIMARY KEY AUTOINCREMENT", .number = "INTEGER", .text = "TEXT", .end = ") STRICT;",
    .put_off = "PRAGMA defer_foreign_keys = ON", .last_id = "SELECT seq FROM sqlite_sequence WHERE name = $1",
    .damage = "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' UNION ALL"
              " SELECT 'row ' || rowid || ' of ' || \"table\" || ' refers to a row of ' || parent || ' that is not there'"
              " FROM pragma_foreign_key_check",
    .prepare = prepare, .finalize = finalize, .give = give, .step = step, .reset = reset, .integer = integer,
    .chars = chars, .is_null = is_null, .inserted = inserted, .changes = changes, .broken = broken, .script = script,
    .set_last_id = set_last_id, .begin = begin, .commit = commit, .rollback = rollback,
    .fill = sqlite_fill, .filled = sqlite_filled, .stop_when = stop_when, .close = close_handle,
    .search_schema = sqlite_search_schema, .search_select = sqlite_search_select, .search_words = sqlite_search_words,
    .search_put = sqlite_search_put, .search_remove = sqlite_search_remove, .search_entries = sqlite_search_entries,
};
