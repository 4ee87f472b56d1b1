/* The two roads to a schema end in one place, whoever walks them at the same time. */
#include "domain/house.h"
#include "scratch.h"
#include "store/migrate.h"

#include <pthread.h>
#include <sys/wait.h>

static struct arena arena;

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static const struct schema *const schemas[] = { &administration_schema, &directory_schema };

static void add_answer(struct buf *b, struct db *db, const char *sql)
{
    struct query *q = db_ask(db, sql, GIVE_NOTHING);

    while (db_next(q)) {
        struct str line = db_str(q, 0);
        for (size_t k = 0; k < line.len; k++)           /* blanks are as the writer liked them */
            if (line.at[k] != ' ' && line.at[k] != '\n')
                buf_char(b, line.at[k]);
        buf_char(b, '\n');
    }
}

/* What a database holds, line by line: tables by their columns, so that one that was added later is none
 * the less the same (its place and its default tell only when it came); the rest by its text. */
static const char *described(struct db *db)
{
    static const char *const of_postgres[] = {
        "SELECT 'table' || table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1",
        "SELECT table_name || '.' || column_name || ':' || data_type || is_nullable || is_identity"
        " || coalesce(collation_name, '') FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1",
        "SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = current_schema()::regnamespace ORDER BY 1",
        "SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()"
        " ORDER BY indexname",
        "SELECT 'schema' || number || 'serves' || serves FROM schema_version",
    };
    static const char *const of_sqlite[] = {
        "SELECT type || name || tbl_name || CASE WHEN type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' THEN ''"
        " ELSE coalesce(sql, '') END FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%' ORDER BY type, name",
        "SELECT m.name || '.' || x.name || ':' || x.type || x.\"notnull\" || x.pk || x.hidden FROM sqlite_master m"
        " JOIN pragma_table_xinfo(m.name) x WHERE m.type = 'table' ORDER BY m.name, x.name",
        "SELECT m.name || '.' || f.\"from\" || '>' || f.\"table\" || f.on_delete FROM sqlite_master m"
        " JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1",
        "SELECT m.name || i.\"unique\" || i.origin || i.partial || group_concat(c.name) FROM sqlite_master m"
        " JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c WHERE m.type = 'table'"
        " GROUP BY m.name, i.name ORDER BY 1",
        "SELECT name || strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' ORDER BY name",
        "SELECT 'schema' || number || 'serves' || serves FROM schema_version",
    };
    struct buf b = { .arena = &arena };

    for (size_t i = 0; i < (place_is_server() ? COUNT(of_postgres) : COUNT(of_sqlite)); i++)
        add_answer(&b, db, (place_is_server() ? of_postgres : of_sqlite)[i]);
    return buf_str(&b).at;
}

static void make(struct db *db, const char *schema)
{
    db_script(db, db_dialect(&arena, db_make(db), str_from(schema)).at);
}

static void both_roads_end_in_the_same_schema(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(schemas); i++) {
        struct db *present = db_open(scratch_path(&arena), true), *past = db_open(scratch_path(&arena), true);
        migrate(&arena, present, schemas[i]);
        migrate_from_nothing(&arena, past, schemas[i]);
        const char *as_it_is = described(present), *as_it_became = described(past);
        assert_says(as_it_is, "schema");
        assert_null(strstr(as_it_is, "schema0"));
        assert_string_equal(as_it_is, as_it_became);
        db_drop(present);
        db_drop(past);
    }
}

static void a_column_that_came_later_is_the_same_column(void **state)
{
    (void)state;
    struct db *at_once = db_open(scratch_path(&arena), true), *later = db_open(scratch_path(&arena), true);

    make(at_once, "CREATE TABLE schema_version (number bigint, serves bigint);"
                  "CREATE TABLE t (a {number} NOT NULL, b {text} NOT NULL, c {text} {end}");
    make(later, "CREATE TABLE schema_version (number bigint, serves bigint);"
                "CREATE TABLE t (a {number} NOT NULL, c {text} {end}"
                "ALTER TABLE t ADD COLUMN b {text} NOT NULL DEFAULT ''");
    assert_string_equal(described(at_once), described(later));
    db_script(later, "CREATE UNIQUE INDEX t_by_b ON t (b)");
    assert_string_not_equal(described(at_once), described(later));
    db_drop(at_once);
    db_drop(later);
}

static void the_schemas_are_those_of_their_files(void **state)
{
    (void)state;
    static const char *const holds[][2] = { { "tablecustomer", "tablesession" }, { "tableperson", "tablecustomer" } };
    for (size_t i = 0; i < COUNT(schemas); i++) {
        struct db *db = db_open(scratch_path(&arena), true);
        migrate(&arena, db, schemas[i]);
        assert_says(described(db), holds[i][0]);
        assert_null(strstr(described(db), holds[i][1]));
        db_drop(db);
    }
}

static void what_is_up_to_date_is_left_alone(void **state)
{
    (void)state;
    struct db *db = db_open(scratch_path(&arena), true);

    migrate(&arena, db, &directory_schema);
    db_do(db, "INSERT INTO person (email, name, password, created) VALUES ('a', 'b', 'c', 1)", GIVE_NOTHING);
    int64_t writes = scratch_writes(&arena, db, "schema_version");
    migrate(&arena, db, &directory_schema);
    migrate_from_nothing(&arena, db, &directory_schema);
    assert_int_equal(scratch_writes(&arena, db, "schema_version"), writes);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM person", GIVE_NOTHING), 1);
    db_drop(db);
}

static void migrate_it(void *db)
{
    migrate(&arena, db, &administration_schema);
}

static void a_newer_database_is_refused_untouched(void **state)
{
    (void)state;
    struct db *db = db_open(scratch_path(&arena), true);

    migrate(&arena, db, &administration_schema);
    db_do(db, "UPDATE schema_version SET number = 999, serves = 999", GIVE_NOTHING);
    const char *before = described(db);
    assert_says(faults(migrate_it, db), "schema 999, newer than this program knows (");
    db_rollback(db);
    assert_string_equal(described(db), before);
    db_drop(db);
}

static struct str broken(struct arena *a, enum make make)
{
    (void)a, (void)make;
    return S("CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);");
}

static void migrate_broken(void *db)
{
    const struct schema s = { "administration", broken, migration_files };
    migrate(&arena, db, &s);
}

static void what_fails_halfway_leaves_nothing(void **state)
{
    (void)state;
    struct db *db = db_open(scratch_path(&arena), true);

    assert_says(faults(migrate_broken, db), "already exists");
    db_rollback(db);
    assert_null(strstr(described(db), "half"));
    migrate(&arena, db, &administration_schema);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM customer", GIVE_NOTHING), 0);
    db_drop(db);
}

/* ---- versions beside each other, of a schema that is made up ---- */

static const struct migration made_up[] = {
    { "made/0001-first.sql", "CREATE TABLE thing ({id}, name {text} NOT NULL{end}" },
    { "made/0002-colour.sql", "-- serves: 0001\nALTER TABLE thing ADD COLUMN colour {text} NOT NULL DEFAULT ''" },
    { "made/0003-colour-alone.sql", "-- serves: 0002\nALTER TABLE thing DROP COLUMN name" },
    { "made/0004-size.sql", "-- serves: 0001\nALTER TABLE thing ADD COLUMN size {number}" },
    { "made/0005-another.sql", "ALTER TABLE thing RENAME TO object" },
    { NULL, NULL },
};

static struct str made_first(struct arena *a, enum make make)
{
    return db_dialect(a, make, S("CREATE TABLE thing ({id}, name {text} NOT NULL{end}"));
}

/* The schema as the program of this version knows it. */
static struct schema of_version(size_t number)
{
    struct migration *known = TAKE_MANY(&arena, struct migration, number + 1);

    memcpy(known, made_up, number * sizeof *known);
    return (struct schema){ "made", made_first, known };
}

struct opening { struct db *db; size_t version; };

static void open_by(void *what)
{
    const struct opening *o = what;
    const struct schema s = of_version(o->version);
    migrate(&arena, o->db, &s);
}

static void look_all_by(void *what)
{
    const struct opening *o = what;
    const struct schema s = of_version(o->version);
    migrate_refuse_newer(&arena, o->db, &s);
}

static struct db *made_by_the_first(void)
{
    struct db *db = db_open(scratch_path(&arena), true);

    open_by(&(struct opening){ db, 1 });
    db_do(db, "INSERT INTO thing (name) VALUES ('chair')", GIVE_NOTHING);
    return db;
}

static void an_older_program_goes_on_after_what_was_added(void **state)
{
    (void)state;
    struct db *db = made_by_the_first();

    open_by(&(struct opening){ db, 2 });
    const char *before = described(db);
    assert_says(before, "schema2serves1");
    open_by(&(struct opening){ db, 1 });
    db_do(db, "INSERT INTO thing (name) VALUES ('table')", GIVE_NOTHING);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM thing WHERE colour = ''", GIVE_NOTHING), 2);
    assert_string_equal(described(db), before);
    db_drop(db);
}

static void a_program_that_is_too_old_is_refused_others_go_on(void **state)
{
    (void)state;
    struct db *db = made_by_the_first();

    open_by(&(struct opening){ db, 3 });
    const char *before = described(db);
    assert_says(before, "schema3serves2");
    assert_string_equal(faults(open_by, &(struct opening){ db, 1 }),
                        "this database has schema 3, newer than this program knows (1)");
    assert_true(fault_was_busy);
    db_rollback(db);
    open_by(&(struct opening){ db, 2 });
    assert_string_equal(described(db), before);
    db_drop(db);
}

/* The fourth only adds, but comes after one that the first can not work with. */
static void what_comes_later_serves_no_older_program_again(void **state)
{
    (void)state;
    struct db *db = made_by_the_first();

    open_by(&(struct opening){ db, 4 });
    assert_says(described(db), "schema4serves2");
    assert_says(faults(open_by, &(struct opening){ db, 1 }), "schema 4, newer");
    db_rollback(db);
    open_by(&(struct opening){ db, 5 });
    assert_says(described(db), "schema5serves5");
    assert_says(faults(open_by, &(struct opening){ db, 4 }), "schema 5, newer than this program knows (4)");
    db_rollback(db);
    db_drop(db);
}

static void a_new_database_serves_the_same_programs_as_one_that_became_so(void **state)
{
    (void)state;
    for (size_t version = 1; version < COUNT(made_up); version++) {
        struct db *db = db_open(scratch_path(&arena), true), *old = made_by_the_first();
        open_by(&(struct opening){ db, version });
        open_by(&(struct opening){ old, version });
        for (size_t older = 1; older < version; older++)
            assert_int_equal(*faults(open_by, &(struct opening){ db, older }), *faults(open_by, &(struct opening){ old, older }));
        db_rollback(db);
        db_rollback(old);
        db_drop(db);
        db_drop(old);
    }
}

static void who_must_know_everything_is_refused_what_was_added(void **state)
{
    (void)state;
    struct db *db = made_by_the_first();

    look_all_by(&(struct opening){ db, 1 });
    open_by(&(struct opening){ db, 2 });
    assert_says(faults(look_all_by, &(struct opening){ db, 1 }), "schema 2, newer");
    look_all_by(&(struct opening){ db, 2 });
    db_drop(db);
}

enum { MANY = 4 };

static void open_all_by_the_fourth(void *all)
{
    for (size_t i = 0; i < MANY; i++)
        open_by(&(struct opening){ ((struct db **)all)[i], 4 });
}

static int64_t version_of(struct db *db)
{
    return db_one(db, 0, "SELECT number FROM schema_version", GIVE_NOTHING);
}

/* Those before the one that was broken off are as they were made, it is whole, and those behind it were not begun. */
static void assert_one_by_one(struct db **all, int64_t *writes)
{
    int64_t before = 4;

    for (size_t i = 0; i < MANY; i++) {
        int64_t version = version_of(all[i]), now = scratch_writes(&arena, all[i], "schema_version");
        assert_true(before == 4 || version == 1);
        assert_int_equal(db_one(all[i], -1, version < 3 ? "SELECT count(*) FROM thing WHERE name = 'chair'"
                                                        : "SELECT count(*) FROM thing WHERE colour = ''", GIVE_NOTHING), 1);
        if (writes[i])
            assert_int_equal(now, writes[i]);
        writes[i] = version == 4 ? now : 0;
        before = version;
    }
}

static void many_that_were_broken_off_go_on_where_they_stopped(void **state)
{
    (void)state;
    struct db *all[MANY];
    int64_t writes[MANY] = { 0 };
    size_t n = 1, halfway = 0;
    const char *wrong;

    for (size_t i = 0; i < MANY; i++)
        all[i] = made_by_the_first();
    do {
        arena_fail_at(n++);
        wrong = faults(open_all_by_the_fourth, all);
        arena_fail_at(0);
        for (size_t i = 0; i < MANY; i++)
            db_rollback(all[i]);
        assert_one_by_one(all, writes);
        halfway += version_of(all[0]) == 4 && version_of(all[MANY - 1]) < 4;
    } while (*wrong);
    assert_true(halfway > 2);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(version_of(all[i]), 4);
        db_drop(all[i]);
    }
}

/* ---- at the same time ---- */

enum { AT_ONCE = 4, ROUNDS = 5 };

static void open_and_migrate(void *path)
{
    struct arena a = { 0 };
    struct db *db = db_open(path, true);

    migrate(&a, db, &administration_schema);
    db_drop(db);
    arena_drop(&a);
}

static void *in_thread(void *path)
{
    const char *wrong = faults(open_and_migrate, path);

    if (*wrong)
        fprintf(stderr, "%s\n", wrong);
    return *wrong ? path : NULL;
}

static void assert_migrated(const char *path)
{
    struct db *db = db_open(path, false), *other = db_open(scratch_path(&arena), true);

    migrate(&arena, other, &administration_schema);
    assert_string_equal(described(db), described(other));
    db_drop(db);
    db_drop(other);
}

static void threads_may_migrate_at_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[AT_ONCE];
        const char *path = scratch_path(&arena);
        int failed = 0;
        for (int i = 0; i < AT_ONCE; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, in_thread, (void *)(uintptr_t)path), 0);
        for (int i = 0; i < AT_ONCE; i++) {
            void *wrong;
            pthread_join(threads[i], &wrong);
            failed += wrong != NULL;
        }
        assert_int_equal(failed, 0);
        assert_migrated(path);
    }
}

static void processes_may_migrate_at_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        const char *path = scratch_path(&arena);
        pid_t children[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                const char *wrong = faults(open_and_migrate, (void *)(uintptr_t)path);
                if (*wrong)
                    fprintf(stderr, "%s\n", wrong);
                _exit(*wrong != '\0');
            }
        }
        int failed = 0;
        for (int i = 0; i < AT_ONCE; i++) {
            int status = -1;
            failed += waitpid(children[i], &status, 0) != children[i] || status != 0;
        }
        assert_int_equal(failed, 0);
        assert_migrated(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_roads_end_in_the_same_schema),
        cmocka_unit_test(a_column_that_came_later_is_the_same_column),
        cmocka_unit_test(the_schemas_are_those_of_their_files),
        cmocka_unit_test(what_is_up_to_date_is_left_alone),
        cmocka_unit_test(a_newer_database_is_refused_untouched),
        cmocka_unit_test(what_fails_halfway_leaves_nothing),
        cmocka_unit_test(an_older_program_goes_on_after_what_was_added),
        cmocka_unit_test(a_program_that_is_too_old_is_refused_others_go_on),
        cmocka_unit_test(what_comes_later_serves_no_older_program_again),
        cmocka_unit_test(a_new_database_serves_the_same_programs_as_one_that_became_so),
        cmocka_unit_test(who_must_know_everything_is_refused_what_was_added),
        cmocka_unit_test(many_that_were_broken_off_go_on_where_they_stopped),
        cmocka_unit_test(threads_may_migrate_at_once),
        cmocka_unit_test(processes_may_migrate_at_once),
    };
    return cmocka_run_group_tests_name("migrate", tests, scratch_make, remove_all);
}
