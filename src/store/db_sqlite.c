/* db_sqlite.c - db.h over SQLite: one file, many readers, one writer at a time. */
#include "store/db.h"

#include "base/fault.h"
#include "store/db_sqlite_search.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GIVEN = 250, BUCKETS = 64, BUSY_MILLISECONDS = 10000 };

/* Of the pages of a database, for each handle; temporary files are as good as never written. */
#define USUAL_MEMORY "PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY"
/* While very many rows are written, and then while indexes are made of them: what is sorted for an index goes to
 * a file when it is larger than the cache. */
#define WRITING_MEMORY  "PRAGMA cache_size = -16384"
#define INDEXING_MEMORY "PRAGMA cache_size = -6144; PRAGMA temp_store = FILE;\n"

struct query {
    struct query *next_kept;            /* of one bucket */
    struct query *next_open;
    struct db    *db;
    sqlite3_stmt *statement;
    uint64_t      hash;
    bool          open;
    int           places;               /* how many $n */
    unsigned char place[MOST_GIVEN];    /* place[n - 1]: SQLite numbers $2, $1 by order of appearance */
};

struct db {
    sqlite3      *handle;
    struct query *kept[BUCKETS];
    struct query *opened;
    bool          writes_many;          /* WRITING_MEMORY, until the transaction ends */
    bool        (*stops)(void *);       /* NULL: nobody asks */
    void         *stops_of;
};

static _Noreturn void broken(struct db *db, const char *sql)
{
    if ((sqlite3_errcode(db->handle) & 0xff) == SQLITE_BUSY)
        fault_busy("sqlite: others were writing for too long");
    fault("sqlite: %s (%d) in: %.200s", sqlite3_errmsg(db->handle), sqlite3_extended_errcode(db->handle), sql);
}

/* ---- opening ---- */

static void close_handle(struct db *db)
{
    for (size_t b = 0; b < BUCKETS; b++) {
        for (struct query *q = db->kept[b], *next; q; q = next) {
            next = q->next_kept;
            sqlite3_finalize(q->statement);
            free(q);
        }
    }
    sqlite3_close(db->handle);
    free(db);
}

/* Counting what is allocated would take a lock each time. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static _Noreturn void can_not_open(struct db *db, const char *path)
{
    char why[200];

    snprintf(why, sizeof why, "%s", sqlite3_errmsg(db->handle));
    close_handle(db);
    fault("can not open %s: %s", path, why);
}

/* A new file becomes one with a WAL once.  Whoever opens it at that moment is told that it is locked at
 * once, since waiting for each other would last for ever; so it waits here. */
static int set_manner(struct db *db)
{
    static const char manner[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        " PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF; " USUAL_MEMORY;
    int done = SQLITE_BUSY;

    for (int waited = 0; (done & 0xff) == SQLITE_BUSY && waited < BUSY_MILLISECONDS; waited++) {
        if (waited)
            sqlite3_sleep(1);
        done = sqlite3_exec(db->handle, manner, NULL, NULL, NULL);
    }
    return done;
}

void db_temporary_folder(const char *folder)
{
    if (setenv("SQLITE_TMPDIR", folder, 1) != 0)
        fault("out of memory: for the name of a folder");
}

struct db *db_open(const char *path, bool create)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct db *db = calloc(1, sizeof *db);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);

    if (!db)
        fault("out of memory");
    pthread_once(&once, configure);
    if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK)
        can_not_open(db, path);
    sqlite3_extended_result_codes(db->handle, 1);
    if (set_manner(db) != SQLITE_OK)
        can_not_open(db, path);
    sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
    return db;
}

void db_drop(struct db *db)
{
    if (db)
        close_handle(db);
}

/* ---- asking ---- */

/* As FNV-1a, with eight bytes at a time where there are: a question may be a thousand bytes. */
static uint64_t hash_of(const char *sql)
{
    uint64_t h = 14695981039346656037u, word;
    size_t left = strlen(sql);

    for (; left >= sizeof word; sql += sizeof word, left -= sizeof word) {
        memcpy(&word, sql, sizeof word);
        h = (h ^ word) * 1099511628211u;
        h ^= h >> 32;                           /* or the bucket would follow from a few of the bytes */
    }
    for (; left; sql++, left--)
        h = (h ^ (unsigned char)*sql) * 1099511628211u;
    return h;
}

static bool take_places(struct query *q, sqlite3_stmt *statement)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        int64_t n;
        const char *name = sqlite3_bind_parameter_name(statement, i);
        if (!name || !str_number(str_from(name + 1), &n) || n < 1 || n > MOST_GIVEN)
            return false;
        q->place[n - 1] = (unsigned char)i;
        q->places = n > q->places ? (int)n : q->places;
    }
    return true;
}

static struct query *prepare(struct db *db, const char *sql, uint64_t hash)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        broken(db, sql);
    struct query *q = calloc(1, sizeof *q);
    if (!q || !take_places(q, statement)) {
        free(q);
        sqlite3_finalize(statement);
        fault("sqlite: out of memory, or other values than $1 to $%d in: %.200s", MOST_GIVEN, sql);
    }
    q->db = db;
    q->statement = statement;
    q->hash = hash;
    q->next_kept = db->kept[hash % BUCKETS];
    db->kept[hash % BUCKETS] = q;
    return q;
}

static struct query *query_for(struct db *db, const char *sql)
{
    uint64_t hash = hash_of(sql);
    for (struct query *q = db->kept[hash % BUCKETS]; q; q = q->next_kept)
        if (q->hash == hash && !q->open && strcmp(sqlite3_sql(q->statement), sql) == 0)
            return q;
    return prepare(db, sql, hash);
}

static void bind(struct query *q, int place, const struct value *v)
{
    int done = SQLITE_OK;

    switch (v->type) {
    case VALUE_NULL: done = sqlite3_bind_null(q->statement, place); break;
    case VALUE_INT:  done = sqlite3_bind_int64(q->statement, place, v->n); break;
    case VALUE_TEXT: done = sqlite3_bind_text64(q->statement, place, v->text.at ? v->text.at : "", v->text.len,
                                                SQLITE_STATIC, SQLITE_UTF8); break;
    }
    if (done != SQLITE_OK)
        broken(q->db, sqlite3_sql(q->statement));
}

struct query *db_query(struct db *db, const char *sql)
{
    return query_for(db, sql);
}

void db_ask_again(struct query *q, struct given given)
{
    if (q->open)
        fault("sqlite: asked again before its end: %.200s", sqlite3_sql(q->statement));
    if ((size_t)q->places != given.count)
        fault("sqlite: %d values wanted, %zu given in: %.200s", q->places, given.count, sqlite3_sql(q->statement));
    for (size_t i = 0; i < given.count; i++)
        if (q->place[i])
            bind(q, q->place[i], &given.values[i]);
    q->open = true;
    q->next_open = q->db->opened;
    q->db->opened = q;
}

struct query *db_ask(struct db *db, const char *sql, struct given given)
{
    struct query *q = query_for(db, sql);

    db_ask_again(q, given);
    return q;
}

/* What goes wrong at the end of a statement is what its last step said, or, outside a transaction,
 * that what it wrote can not be kept. */
static int end(struct query *q)
{
    q->open = false;
    for (struct query **at = &q->db->opened; *at; at = &(*at)->next_open) {
        if (*at == q) {
            *at = q->next_open;
            break;
        }
    }
    return sqlite3_reset(q->statement);
}

void db_close_query(struct query *q)
{
    if (q->open && end(q) != SQLITE_OK)
        broken(q->db, sqlite3_sql(q->statement));
}

static void close_queries(struct db *db)
{
    while (db->opened)
        end(db->opened);
}

bool db_next(struct query *q)
{
    switch (sqlite3_step(q->statement)) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        db_close_query(q);
        return false;
    default:
        broken(q->db, sqlite3_sql(q->statement));
    }
}

int64_t db_int(struct query *q, int column)
{
    return sqlite3_column_int64(q->statement, column);
}

struct str db_str(struct query *q, int column)
{
    sqlite3_value *value = sqlite3_column_value(q->statement, column);  /* of a database that one thread uses: it needs no lock */
    int len = sqlite3_value_bytes(value);       /* the text as UTF-8, so that asking for it is no more work */
    return len ? (struct str){ (const char *)sqlite3_value_text(value), (size_t)len } : S("");
}

bool db_is_null(struct query *q, int column)
{
    return sqlite3_column_type(q->statement, column) == SQLITE_NULL;
}

int64_t db_one(struct db *db, int64_t otherwise, const char *sql, struct given given)
{
    struct query *q = db_ask(db, sql, given);
    int64_t n = db_next(q) ? db_int(q, 0) : otherwise;
    db_close_query(q);
    return n;
}

void db_do(struct db *db, const char *sql, struct given given)
{
    struct query *q = db_ask(db, sql, given);
    while (db_next(q))
        ;
}

void db_script(struct db *db, const char *sql)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        broken(db, sql);
}

/* A refused statement undoes itself here; the savepoint that other makes need is not. */
static enum refusal try(struct query *q, int64_t *returned)
{
    bool first = true;

    for (;;) {
        switch (sqlite3_step(q->statement)) {
        case SQLITE_ROW:
            if (first && returned)
                *returned = db_int(q, 0);
            first = false;
            continue;
        case SQLITE_DONE:
            db_close_query(q);
            return DB_DONE;
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
            end(q);
            return DB_TAKEN;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
        case SQLITE_CONSTRAINT_TRIGGER:
            end(q);
            return DB_USED;
        default:
            broken(q->db, sqlite3_sql(q->statement));
        }
    }
}

enum refusal db_try(struct db *db, const char *sql, struct given given, int64_t *returned)
{
    return try(db_ask(db, sql, given), returned);
}

enum refusal db_try_insert(struct query *q, struct given given, int64_t *id)
{
    db_ask_again(q, given);
    enum refusal refused = try(q, NULL);

    if (refused == DB_DONE)
        *id = sqlite3_last_insert_rowid(q->db->handle);
    return refused;
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

/* ---- transactions ---- */

void db_begin(struct db *db, bool writes)
{
    db_do(db, writes ? "BEGIN IMMEDIATE" : "BEGIN", GIVE_NOTHING);
}

static void use_usual_memory(struct db *db)
{
    if (db->writes_many)
        sqlite3_exec(db->handle, USUAL_MEMORY, NULL, NULL, NULL);       /* what fails here is memory kept */
    db->writes_many = false;
}

void db_commit(struct db *db)
{
    close_queries(db);
    db_do(db, "COMMIT", GIVE_NOTHING);
    use_usual_memory(db);
}

void db_rollback(struct db *db)
{
    close_queries(db);
    if (!sqlite3_get_autocommit(db->handle))    /* nothing to undo costs nothing */
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);    /* what fails here has failed before */
    use_usual_memory(db);
}

/* Readers go on with the indexes that were there when they began. */
struct str db_indexes_off(struct arena *a, struct db *db, const char *table)
{
    struct buf off = { .arena = a }, on = { .arena = a };
    struct query *q = db_ask(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1"
                                 " AND sql IS NOT NULL ORDER BY rowid", GIVE(table));
    buf_add(&on, S(INDEXING_MEMORY));
    while (db_next(q)) {
        buf_print(&off, "DROP INDEX %s;", str_copy(a, db_str(q, 0)).at);
        buf_print(&on, "%s;\n", str_copy(a, db_str(q, 1)).at);
    }
    db->writes_many = true;
    db_script(db, WRITING_MEMORY);
    db_script(db, buf_str(&off).at);
    return buf_str(&on);
}

static int is_to_stop(void *what)
{
    const struct db *db = what;
    return db->stops(db->stops_of);
}

void db_stop_when(struct db *db, bool (*stops)(void *), void *what)
{
    enum { STEPS = 10000 };             /* a few milliseconds */

    db->stops = stops;
    db->stops_of = what;
    sqlite3_progress_handler(db->handle, STEPS, stops ? is_to_stop : NULL, db);
}

/* ---- what the makes do differently ---- */

enum make db_make(const struct db *db)
{
    (void)db;
    return SQLITE;
}

static void add_dialect(struct buf *b, struct str word)
{
    static const char *const words[][2] = {
        { "id", "id INTEGER PRIMARY KEY AUTOINCREMENT" }, { "number", "INTEGER" }, { "text", "TEXT" },
        { "end", ") STRICT;" },
    };

    if (str_begins(word, S("search "))) {
        sqlite_search_schema(b, (struct str){ word.at + 7, word.len - 7 });
        return;
    }
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is(str_from(words[i][0]), word)) {
            buf_add(b, str_from(words[i][1]));
            return;
        }
    }
    fault("sqlite: unknown {%.*s}", (int)word.len, word.at);
}

struct str db_dialect(struct arena *a, enum make make, struct str pattern)
{
    struct buf b = { .arena = a };

    (void)make;
    while (pattern.len) {
        buf_add(&b, str_cut(&pattern, '{'));
        if (pattern.len)
            add_dialect(&b, str_cut(&pattern, '}'));
    }
    return buf_str(&b);
}
