/* limit scan FILE - reads every cell of a sheet through our reader and does nothing with it.
 * limit insert FROM TO - puts the customers of one database in another that holds none: bare prepared statements, with the
 * same table and indexes, the full text filled at the end, in one transaction and in the same manner (WAL, synchronous).
 *
 * What an import can not be quicker than.  Prints rows and seconds of processor time, user and system; reading FROM is
 * not counted. */
#include "base/fault.h"
#include "domain/customer.h"
#include "format/sheet.h"
#include "store/record.h"
#include "store/sought.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 5000, MOST_COLUMNS = 100 };

static double processor_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void told(int64_t rows, double seconds)
{
    printf("%" PRId64 " %.3f\n", rows, seconds);
}

/* ---- reading ---- */

static void scan(const char *path)
{
    struct arena a = { 0 };
    struct file_error error = { 0 };
    struct sheet_row row;
    int64_t rows = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        fault("can not open %s", path);
    double began = processor_time();
    struct sheet_reader *sheet = sheet_open(&a, fd, S(""), &sheet_limits_usual, &error);
    while (sheet && sheet_next(sheet, &row))
        rows++;
    if (error.problem != FILE_FINE)
        fault("%s", error.what);
    arena_drop(&a);
    told(rows, processor_time() - began);
}

/* ---- writing ---- */

struct copy {
    struct db    *from;
    sqlite3      *to;
    struct arena  batch;
    double        spent;
    int64_t       rows;
};

static void must(struct copy *c, int done)
{
    if (done != SQLITE_OK && done != SQLITE_DONE)
        fault("%s", sqlite3_errmsg(c->to));
}

static void run(struct copy *c, const char *sql)
{
    must(c, sqlite3_exec(c->to, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(struct copy *c, const char *sql)
{
    sqlite3_stmt *s = NULL;
    must(c, sqlite3_prepare_v2(c->to, sql, -1, &s, NULL));
    return s;
}

static void make_tables(struct copy *c)
{
    struct query *q = db_ask(c->from, "SELECT sql FROM sqlite_schema WHERE (tbl_name = 'customer' OR name = 'customer_search')"
                                      " AND sql IS NOT NULL ORDER BY rowid", GIVE_NOTHING);
    while (db_next(q))
        run(c, str_copy(&c->batch, db_str(q, 0)).at);
    run(c, "DELETE FROM customer");
}

static void insert(struct copy *c, sqlite3_stmt *s, struct value values[][MOST_COLUMNS], int columns, int rows)
{
    double began = processor_time();

    for (int r = 0; r < rows; r++) {
        for (int i = 0; i < columns; i++) {
            const struct value *v = &values[r][i];
            if (v->type == VALUE_NULL)
                sqlite3_bind_null(s, i + 1);
            else if (v->type == VALUE_INT)
                sqlite3_bind_int64(s, i + 1, v->n);
            else
                sqlite3_bind_text64(s, i + 1, v->text.at, v->text.len, SQLITE_STATIC, SQLITE_UTF8);
        }
        must(c, sqlite3_step(s));
        must(c, sqlite3_reset(s));
    }
    c->spent += processor_time() - began;
}

/* Also which columns hold text. */
static const char *insert_sql(struct copy *c, struct str *columns, bool *is_text, int *count)
{
    struct query *q = db_ask(c->from, "SELECT name, type = 'TEXT' FROM pragma_table_info('customer') ORDER BY cid", GIVE_NOTHING);
    struct buf names = { .arena = &c->batch }, places = { .arena = &c->batch };

    for (*count = 0; db_next(q); (*count)++) {
        buf_print(&names, "%s%s", *count ? ", " : "", db_str(q, 0).at);
        buf_add(&places, *count ? S(", ?") : S("?"));
        is_text[*count] = db_int(q, 1) != 0;
    }
    *columns = str_copy(&c->batch, buf_str(&names));
    return str_print(&c->batch, "INSERT INTO customer (%s) VALUES (%s)", names.at, places.at).at;
}

static void insert_rows(struct copy *c)
{
    static struct value values[BATCH][MOST_COLUMNS];
    struct str columns;
    bool is_text[MOST_COLUMNS];
    int count, n = 0;
    sqlite3_stmt *s = prepare(c, insert_sql(c, &columns, is_text, &count));
    const char *sql = str_print(&c->batch, "SELECT %s FROM customer ORDER BY id", columns.at).at;
    struct query *q = db_ask(c->from, sql, GIVE_NOTHING);

    for (bool more = true; more; ) {
        more = db_next(q);
        for (int i = 0; more && i < count; i++)
            values[n][i] = db_is_null(q, i) ? (struct value){ 0 }
                : is_text[i] ? VALUE(str_copy(&c->batch, db_str(q, i))) : VALUE(db_int(q, i));
        n += more;
        if (n == BATCH || !more) {
            insert(c, s, values, count, n);
            c->rows += n;
            n = 0;
            arena_reset(&c->batch);
        }
    }
    sqlite3_finalize(s);
}

static void fill_search(struct copy *c)
{
    static struct value values[BATCH][MOST_COLUMNS];
    sqlite3_stmt *s = prepare(c, "INSERT INTO customer_search(rowid, words) VALUES (?, ?)");
    struct query *q = db_ask(c->from, str_print(&c->batch, "SELECT %s FROM customer ORDER BY id",
                                                record_columns(&c->batch, &customer_entity).at).at, GIVE_NOTHING);
    struct customer record;
    int n = 0;

    for (bool more = true; more; ) {
        more = db_next(q);
        if (more) {
            record_take(&c->batch, q, 0, &customer_entity, &record);
            values[n][0] = VALUE(record.record.id);
            values[n++][1] = VALUE(record_sought(&c->batch, &customer_entity, &record));
        }
        if (n == BATCH || !more) {
            insert(c, s, values, 2, n);
            n = 0;
            arena_reset(&c->batch);
        }
    }
    sqlite3_finalize(s);
}

static void insert_all(const char *from, const char *to)
{
    struct copy c = { .from = db_open(from, false) };

    must(&c, sqlite3_open(to, &c.to));
    run(&c, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768");
    make_tables(&c);
    double began = processor_time();
    run(&c, "BEGIN IMMEDIATE");
    c.spent += processor_time() - began;
    insert_rows(&c);
    double rows = c.spent;
    fill_search(&c);
    double words = c.spent;
    began = processor_time();
    run(&c, "COMMIT");
    must(&c, sqlite3_close(c.to));
    c.spent += processor_time() - began;
    fprintf(stderr, "rows %.3f, full text %.3f, commit %.3f\n", rows, words - rows, c.spent - words);
    told(c.rows, c.spent);
    db_drop(c.from);
    arena_drop(&c.batch);
}

int main(int argc, char **argv)
{
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) != 0) {
        fprintf(stderr, "%s\n", here.message);
        return 1;
    }
    if (argc == 3 && strcmp(argv[1], "scan") == 0)
        scan(argv[2]);
    else if (argc == 4 && strcmp(argv[1], "insert") == 0)
        insert_all(argv[2], argv[3]);
    else
        fault("usage: limit scan FILE | limit insert FROM TO");
    FAULT_END(&here);
    return 0;
}
