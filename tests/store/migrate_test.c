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
        "SELECT 'schema' || number FROM schema_version",
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
        "SELECT 'schema' || number FROM schema_version",
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

    make(at_once, "CREATE TABLE schema_version (number bigint);"
                  "CREATE TABLE t (a {number} NOT NULL, b {text} NOT NULL, c {text} {end}");
    make(later, "CREATE TABLE schema_version (number bigint); CREATE TABLE t (a {number} NOT NULL, c {text} {end}"
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
    db_do(db, "UPDATE schema_version SET number = 999", GIVE_NOTHING);
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
    const struct schema s = { "administration", broken };
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
        cmocka_unit_test(threads_may_migrate_at_once),
        cmocka_unit_test(processes_may_migrate_at_once),
    };
    return cmocka_run_group_tests_name("migrate", tests, scratch_make, remove_all);
}
