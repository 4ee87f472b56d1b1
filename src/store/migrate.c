#include "store/migrate.h"

#include "base/fault.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SERVES "-- serves: "

struct version {
    int64_t number;                     /* of the last migration */
    int64_t serves;                     /* the oldest version whose programs can go on with it */
};

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Of "administration/0002-notes.sql" when it is of this schema, else 0. */
static struct version version_of_file(const struct schema *s, const struct migration *m)
{
    size_t folder = strlen(s->name);
    struct version v = { 0 };

    if (strncmp(m->name, s->name, folder) != 0 || m->name[folder] != '/')
        return v;
    v.number = v.serves = strtol(m->name + folder + 1, NULL, 10);
    if (str_begins(str_from(m->sql), S(SERVES)))
        v.serves = strtol(m->sql + sizeof SERVES - 1, NULL, 10);
    return v;
}

/* What comes after another serves no older program than that did. */
static struct version after(struct version before, struct version next)
{
    return (struct version){ next.number, larger(before.serves, next.serves) };
}

static struct version last_version(const struct schema *s)
{
    struct version last = { 0 };

    for (const struct migration *m = s->migrations; m->name; m++) {
        struct version v = version_of_file(s, m);
        if (v.number)
            last = after(last, v);
    }
    return last;
}

/* Refused when another process is faster, and then it is there. */
static void make_stamp(struct db *db)
{
    db_try(db, "CREATE TABLE IF NOT EXISTS schema_version (number bigint NOT NULL, serves bigint NOT NULL)", GIVE_NOTHING,
           NULL);
}

static struct version version_of(struct db *db)
{
    struct query *q = db_ask(db, "SELECT number, serves FROM schema_version", GIVE_NOTHING);
    struct version v = { 0 };

    if (db_next(q))
        v = (struct version){ db_int(q, 0), db_int(q, 1) };
    db_close_query(q);
    return v;
}

static void stamp(struct db *db, struct version v)
{
    db_do(db, "DELETE FROM schema_version", GIVE_NOTHING);
    db_do(db, "INSERT INTO schema_version (number, serves) VALUES ($1, $2)", GIVE(v.number, v.serves));
}

/* "0002-indexes.sqlite.sql" is of that make alone. */
static bool is_of(const struct migration *m, enum make make)
{
    return make == SQLITE || !strstr(m->name, ".sqlite.");
}

/* Files come in the order of their names, which is that of their numbers. */
static void run_lacking(struct arena *a, struct db *db, const struct schema *s)
{
    for (const struct migration *m = s->migrations; m->name; m++) {
        struct version next = version_of_file(s, m);
        if (next.number <= version_of(db).number)
            continue;
        db_begin(db, true);
        struct version now = version_of(db);
        if (next.number > now.number) {         /* no other process was faster */
            if (is_of(m, db_make(db)))
                db_script(db, db_dialect(a, db_make(db), str_from(m->sql)).at);
            stamp(db, after(now, next));
        }
        db_commit(db);
    }
}

void migrate_from_nothing(struct arena *a, struct db *db, const struct schema *s)
{
    make_stamp(db);
    run_lacking(a, db, s);
}

static void refuse_beyond(struct arena *a, const struct schema *s, int64_t oldest, int64_t number)
{
    int64_t known = last_version(s).number;

    if (oldest > known)
        fault_busy(str_print(a, "this database has schema %" PRId64 ", newer than this program knows (%" PRId64 ")", number,
                             known).at);
}

void migrate_refuse_newer(struct arena *a, struct db *db, const struct schema *s)
{
    int64_t number = version_of(db).number;
    refuse_beyond(a, s, number, number);
}

void migrate(struct arena *a, struct db *db, const struct schema *s)
{
    make_stamp(db);
    struct version version = version_of(db);

    refuse_beyond(a, s, version.serves, version.number);
    if (version.number > 0) {
        run_lacking(a, db, s);
        return;
    }
    db_begin(db, true);
    if (version_of(db).number == 0) {           /* no other process was faster */
        db_script(db, s->present(a, db_make(db)).at);
        stamp(db, last_version(s));
    }
    db_commit(db);
}
