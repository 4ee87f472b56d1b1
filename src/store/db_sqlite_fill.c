/* db_sqlite_fill.c - what db.h says about filling a table, for SQLite.
 *
 * The indexes of the table are dropped, and made anew in the end: sorting is quicker than keeping in order, and it is
 * done on threads of SQLite's own.
 *
 * What is to be searched for goes to an index of the same kind in a temporary database, which a second thread fills
 * meanwhile; in the end its content takes the place of that of the table.  The content of such an index is rows of
 * ordinary tables, so that it can be copied row by row, as the shell of SQLite does when it dumps one.  What was in the
 * index before is in that database first. */
#include "base/fault.h"
#include "base/relay.h"
#include "store/db_sqlite_inner.h"

#include <stdio.h>
#include <string.h>

/* While very many rows are written, and then while indexes are made of them: what is sorted goes to a file when it is
 * larger than the cache. */
#define WRITING_MEMORY  "PRAGMA cache_size = -16384"
#define INDEXING_MEMORY "PRAGMA cache_size = -3072; PRAGMA temp_store = FILE; PRAGMA threads = 2;\n"
/* Nothing that is lost with the process. */
#define BESIDE "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -6144; BEGIN"

struct beside {
    struct arena   arena;               /* of all that is open of it */
    sqlite3       *handle;
    sqlite3_stmt  *put, *remove;
    struct behind *behind;              /* the number: twice the id, and 1 for what is to be removed */
};

struct sqlite_fill {
    struct arena   arena;
    const char    *table;
    struct str     indexes;             /* SQL */
    struct beside *beside;              /* NULL: nothing was to be searched for so far */
};

/* ---- indexes ---- */

/* An index of some rows is kept, for few new ones are among those: archived, or referring to another.  That of the rows that
 * are not archived (record_schema.c ends it with "= 0") is not such a one. */
static struct str indexes_off(struct arena *a, struct db *db, const char *table)
{
    struct buf off = { .arena = a }, on = { .arena = a };
    struct query *q = db_ask(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1"
                                 " AND sql IS NOT NULL AND (sql NOT LIKE '% WHERE %' OR sql LIKE '% = 0')"
                                 " ORDER BY rowid", GIVE(table));
    buf_add(&on, S(INDEXING_MEMORY));
    while (db_next(q)) {
        buf_print(&off, "DROP INDEX %s;", str_copy(a, db_str(q, 0)).at);
        buf_print(&on, "%s;\n", str_copy(a, db_str(q, 1)).at);
    }
    db_script(db, WRITING_MEMORY);
    db_script(db, buf_str(&off).at);
    return buf_str(&on);
}

/* ---- a search index beside that of the table ---- */

static void must(sqlite3 *handle, int done, const char *sql)
{
    if (done != SQLITE_OK && done != SQLITE_DONE && done != SQLITE_ROW)
        sqlite_broken(handle, sql);
}

static void run(sqlite3 *handle, const char *sql)
{
    must(handle, sqlite3_exec(handle, sql, NULL, NULL, NULL), sql);
}

static void finalize(void *statement)
{
    sqlite3_finalize(statement);
}

/* Lives as long as the arena. */
static sqlite3_stmt *prepare(struct arena *a, sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    must(handle, sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), sql);
    arena_on_end(a, finalize, statement);
    return statement;
}

/* All rows of one of the tables that hold an index; of two columns or three. */
static void copy_rows(struct arena *a, sqlite3 *from, sqlite3 *to, const char *table, const char *part, bool three)
{
    char read[200], write[200];
    bool more = true;

    snprintf(read, sizeof read, "SELECT * FROM %s_search_%s", table, part);
    snprintf(write, sizeof write, "INSERT INTO %s_search_%s VALUES (?, ?%s)", table, part, three ? ", ?" : "");
    sqlite3_stmt *rows = prepare(a, from, read), *insert = prepare(a, to, write);
    while (more) {
        int found = sqlite3_step(rows);
        must(from, found, read);
        more = found == SQLITE_ROW;
        for (int i = 0; more && i < (three ? 3 : 2); i++)
            must(to, sqlite3_bind_value(insert, i + 1, sqlite3_column_value(rows, i)), write);
        if (more) {
            must(to, sqlite3_step(insert), write);
            must(to, sqlite3_reset(insert), write);
        }
    }
}

/* To an index that was made in this transaction.  It remembers what it has read, until it is told of a savepoint that
 * was rolled back. */
static void copy_index(struct sqlite_fill *f, sqlite3 *from, sqlite3 *to)
{
    struct arena *statements = TAKE(&f->arena, struct arena);
    const char *table = f->table;
    char empty[200];

    arena_within(&f->arena, statements);
    snprintf(empty, sizeof empty, "DELETE FROM %s_search_data; DELETE FROM %s_search_idx", table, table);
    run(to, empty);
    copy_rows(statements, from, to, table, "data", false);
    copy_rows(statements, from, to, table, "idx", true);
    arena_drop(statements);
    run(to, "SAVEPOINT copied; ROLLBACK TO copied; RELEASE copied");
}

static void put_or_remove(void *what, int64_t number, struct str text)
{
    struct beside *b = what;
    sqlite3_stmt *statement = number & 1 ? b->remove : b->put;

    must(b->handle, sqlite3_bind_int64(statement, 1, number >> 1), sqlite3_sql(statement));
    must(b->handle, sqlite3_bind_text64(statement, 2, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8),
         sqlite3_sql(statement));
    must(b->handle, sqlite3_step(statement), sqlite3_sql(statement));
    must(b->handle, sqlite3_reset(statement), sqlite3_sql(statement));
}

static void close_handle(void *handle)
{
    sqlite3_close(handle);
}

static void open_temporary(struct beside *b)
{
    int done = sqlite3_open_v2("", &b->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

    arena_on_end(&b->arena, close_handle, b->handle);
    must(b->handle, done, "a temporary database");
    run(b->handle, BESIDE);
}

static struct beside *open_beside(struct sqlite_fill *f, sqlite3 *main)
{
    struct beside *b = TAKE(&f->arena, struct beside);
    struct buf schema = { .arena = &f->arena };

    arena_within(&f->arena, &b->arena);
    open_temporary(b);
    sqlite_search_schema(&schema, str_from(f->table));
    run(b->handle, buf_str(&schema).at);
    copy_index(f, main, b->handle);
    b->put = prepare(&b->arena, b->handle, str_print(&f->arena, SQLITE_SEARCH_PUT, f->table).at);
    b->remove = prepare(&b->arena, b->handle, str_print(&f->arena, SQLITE_SEARCH_REMOVE, f->table, f->table).at);
    b->behind = behind_start(&b->arena, put_or_remove, b);
    return b;
}

bool sqlite_fill_takes(struct db *db, const char *table, bool removes, int64_t id, struct str text)
{
    struct sqlite_fill *f = sqlite_of(db)->fill;

    if (!f || strcmp(f->table, table) != 0)
        return false;
    if (!f->beside)
        f->beside = open_beside(f, sqlite_of(db)->handle);
    behind_give(f->beside->behind, id * 2 + removes, text);
    return true;
}

static void take_over(struct sqlite_fill *f, struct db *db)
{
    struct beside *b = f->beside;
    struct buf anew = { .arena = &f->arena };

    behind_end(b->behind);
    run(b->handle, "COMMIT");
    buf_print(&anew, "DROP TABLE %s_terms; DROP TABLE %s_search;\n", f->table, f->table);
    sqlite_search_schema(&anew, str_from(f->table));
    db_script(db, buf_str(&anew).at);
    copy_index(f, b->handle, sqlite_of(db)->handle);
    arena_drop(&b->arena);
}

/* ---- beginning and end ---- */

void sqlite_fill(struct db *db, const char *table)
{
    struct arena a = { 0 };

    if (sqlite_of(db)->fill)
        fault("sqlite: %s is being filled already", sqlite_of(db)->fill->table);
    struct sqlite_fill *f = TAKE(&a, struct sqlite_fill);
    f->arena = a;
    f->table = str_copy(&f->arena, str_from(table)).at;
    sqlite_of(db)->fill = f;
    f->indexes = indexes_off(&f->arena, db, f->table);
}

void sqlite_filled(struct db *db, const char *table)
{
    struct sqlite_fill *f = sqlite_of(db)->fill;

    if (!f || strcmp(f->table, table) != 0)
        fault("sqlite: %s was not being filled", table);
    db_script(db, f->indexes.at);       /* while the thread goes on with what is to be searched for */
    if (f->beside)
        take_over(f, db);
    sqlite_fill_end(db);
}

void sqlite_fill_end(struct db *db)
{
    struct sqlite *s = sqlite_of(db);

    if (!s->fill)
        return;
    struct arena a = s->fill->arena;    /* it lies in itself */
    s->fill = NULL;
    arena_drop(&a);
    /* What fails here is memory kept. */
    sqlite3_exec(s->handle, SQLITE_USUAL_MEMORY "; PRAGMA threads = 0", NULL, NULL, NULL);
}
