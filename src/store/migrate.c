#include "store/migrate.h"

#include "base/fault.h"
#include "store/migration_files.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The number of "administration/0002-notes.sql" when it is of this schema, else 0. */
static int64_t number_of(const struct schema *s, const char *file)
{
    size_t folder = strlen(s->name);

    if (strncmp(file, s->name, folder) != 0 || file[folder] != '/')
        return 0;
    return strtol(file + folder + 1, NULL, 10);
}

static int64_t last_number(const struct schema *s)
{
    int64_t last = 0;
    for (size_t i = 0; i < migration_file_count; i++) {
        int64_t n = number_of(s, migration_files[i].name);
        last = n > last ? n : last;
    }
    return last;
}

/* Refused when another process is faster, and then it is there. */
static void make_stamp(struct db *db)
{
    db_try(db, "CREATE TABLE IF NOT EXISTS schema_version (number bigint NOT NULL)", GIVE_NOTHING, NULL);
}

static int64_t version_of(struct db *db)
{
    return db_one(db, 0, "SELECT number FROM schema_version", GIVE_NOTHING);
}

static void stamp(struct db *db, int64_t number)
{
    db_do(db, "DELETE FROM schema_version", GIVE_NOTHING);
    db_do(db, "INSERT INTO schema_version (number) VALUES ($1)", GIVE(number));
}

/* Files come in the order of their names, which is that of their numbers. */
static void run_lacking(struct arena *a, struct db *db, const struct schema *s)
{
    for (size_t i = 0; i < migration_file_count; i++) {
        int64_t number = number_of(s, migration_files[i].name);
        if (number <= version_of(db))
            continue;
        db_begin(db, true);
        if (number > version_of(db)) {          /* no other process was faster */
            db_script(db, db_dialect(a, db_make(db), str_from(migration_files[i].sql)).at);
            stamp(db, number);
        }
        db_commit(db);
    }
}

void migrate_from_nothing(struct arena *a, struct db *db, const struct schema *s)
{
    make_stamp(db);
    run_lacking(a, db, s);
}

void migrate(struct arena *a, struct db *db, const struct schema *s)
{
    make_stamp(db);
    int64_t version = version_of(db);

    if (version > last_number(s))
        fault_busy(str_print(a, "this database has schema %" PRId64 ", newer than this program knows (%" PRId64 ")", version,
                             last_number(s)).at);
    if (version > 0) {
        run_lacking(a, db, s);
        return;
    }
    db_begin(db, true);
    if (version_of(db) == 0) {                  /* no other process was faster */
        db_script(db, s->present(a, db_make(db)).at);
        stamp(db, last_number(s));
    }
    db_commit(db);
}
