/* Tables as their schema says, and their rows from one database to another. */
#include "store/copy.h"

#include "domain/house.h"
#include "scratch.h"

static struct arena arena;

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static struct str present(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE person (\n  {id},\n  name {text} NOT NULL UNIQUE,\n"
        "  boss {number} REFERENCES person DEFERRABLE\n{end}\n"
        "CREATE INDEX person_by_name ON person (name, id);\n{search person}\n"
        "CREATE TABLE word (\n  list {text} NOT NULL,\n  place {number} NOT NULL,\n  user_id {number},\n"
        "  PRIMARY KEY (list, place)\n{end}\n"
        "CREATE TABLE loose (\n  n {number}\n{end}\n"));
}

static const struct schema schema = { "test", present, migration_files };

static struct db *new_database(const char *place)
{
    struct db *db = db_open(place, true);
    db_script(db, present(&arena, db_make(db)).at);
    return db;
}

/* The one end is a file, the other of the make that is tested. */
static struct db *in_file(void)
{
    static int count;
    return new_database(str_print(&arena, "%s/file-%d.db", scratch_folder, ++count).at);
}

static struct table *tables(void)
{
    struct table *all;
    assert_int_equal(schema_tables(&arena, &schema, &all), 3);
    return all;
}

static void tables_are_as_their_statements_say(void **state)
{
    (void)state;
    const struct table *t = tables();

    assert_string_equal(t[0].name, "person");
    assert_int_equal(t[0].count, 3);
    assert_string_equal(t[0].columns[0].name, "id");
    assert_true(t[0].gives_ids && t[0].key_count == 1 && t[0].key[0] == 0);
    assert_true(t[0].columns[1].is_text && !t[0].columns[2].is_text && !t[0].columns[1].of);
    assert_string_equal(t[0].columns[2].of, "person");
    assert_string_equal(t[1].name, "word");
    assert_true(!t[1].gives_ids && t[1].key_count == 2 && t[1].key[0] == 0 && t[1].key[1] == 1);
    assert_int_equal(t[2].key_count, 0);
}

/* A table comes behind those that it refers to, or refers to itself. */
static void all_schemas_can_be_copied_in_their_order(void **state)
{
    (void)state;
    const struct schema *const schemas[] = { &administration_schema, &directory_schema };
    struct table *t;

    for (size_t s = 0; s < COUNT(schemas); s++) {
        size_t count = schema_tables(&arena, schemas[s], &t);
        assert_true(count >= 7);
        for (size_t i = 0; i < count; i++) {
            assert_true(t[i].key_count > 0 || strcmp(t[i].name, "setup_code") == 0);
            for (size_t k = 0; k < t[i].count; k++) {
                size_t of = 0;
                while (t[i].columns[k].of && strcmp(t[of].name, t[i].columns[k].of) != 0)
                    of++;
                assert_true(of <= i);
            }
        }
    }
}

static void copy_rows(struct db *from, struct db *to, const struct table *t, const struct renumbering *renumber)
{
    db_begin(from, false);
    db_begin(to, true);
    db_put_off_references(to);
    table_copy(&arena, from, to, t, renumber);
    db_commit(to);
    db_rollback(from);
}

static bool are_same(struct db *a, struct db *b, const struct table *t)
{
    const struct table_sum x = table_sum(&arena, a, t, NULL), y = table_sum(&arena, b, t, NULL);
    return x.rows == y.rows && memcmp(x.sum, y.sum, sizeof x.sum) == 0;
}

enum { ROWS = 2500 };

/* The first row refers to the last. */
static struct db *filled(void)
{
    struct db *db = in_file();

    db_begin(db, true);
    db_put_off_references(db);
    for (int i = 1; i <= ROWS; i++)
        db_do(db, "INSERT INTO person (name, boss) VALUES ($1, $2)",
              GIVE(str_print(&arena, "%d\t\\N\n", i), i == 1 ? value_int(ROWS) : (struct value){ 0 }));
    db_commit(db);
    return db;
}

static void rows_arrive_there_and_back(void **state)
{
    (void)state;
    const struct table *t = tables();
    struct db *from = filled(), *to = new_database(scratch_path(&arena)), *back = in_file();

    assert_false(table_has_rows(&arena, to, t));
    copy_rows(from, to, t, NULL);
    copy_rows(to, back, t, NULL);
    assert_true(table_has_rows(&arena, to, t));
    assert_true(are_same(from, to, t) && are_same(from, back, t));
    assert_int_equal(table_sum(&arena, to, t, NULL).rows, ROWS);
    db_do(to, "UPDATE person SET boss = 3 WHERE id = 2000", GIVE_NOTHING);
    assert_false(are_same(from, to, t));
    db_drop(from);
    db_drop(to);
    db_drop(back);
}

static void ids_that_were_given_out_are_not_given_again(void **state)
{
    (void)state;
    const struct table *t = tables();
    struct db *from = filled(), *to = new_database(scratch_path(&arena));

    db_do(from, "UPDATE person SET boss = NULL", GIVE_NOTHING);
    db_do(from, "DELETE FROM person WHERE id > 10", GIVE_NOTHING);
    copy_rows(from, to, t, NULL);
    assert_int_equal(db_last_id(to, "person"), ROWS);
    assert_int_equal(db_one(to, 0, "INSERT INTO person (name) VALUES ('new') RETURNING id", GIVE_NOTHING), ROWS + 1);
    db_drop(from);
    db_drop(to);
}

static void a_table_that_was_never_used_begins_with_1(void **state)
{
    (void)state;
    struct db *from = in_file(), *to = new_database(scratch_path(&arena));

    copy_rows(from, to, tables(), NULL);
    assert_int_equal(db_one(to, 0, "INSERT INTO person (name) VALUES ('new') RETURNING id", GIVE_NOTHING), 1);
    db_drop(from);
    db_drop(to);
}

static void numbers_stand_for_others_at_the_other_end(void **state)
{
    (void)state;
    static const struct renumbered numbers[] = { { 3, 30 }, { 7, 70 } };
    const struct renumbering renumber = { "user_id", numbers, COUNT(numbers) };
    const struct table *t = &tables()[1];
    struct db *from = in_file(), *to = new_database(scratch_path(&arena));

    db_script(from, "INSERT INTO word VALUES ('', 1, 3), ('', 2, 7), ('a', 1, 8), ('a', 3, NULL)");
    copy_rows(from, to, t, &renumber);
    static const char *const questions[] = {
        "SELECT user_id FROM word WHERE place = 2", "SELECT user_id FROM word WHERE list = 'a' AND place = 1",
        "SELECT user_id FROM word WHERE list = '' AND place = 1", "SELECT count(*) FROM word WHERE user_id IS NULL",
    };
    const int64_t answers[] = { 70, 0, 30, 1 };
    for (size_t i = 0; i < COUNT(answers); i++)
        assert_int_equal(db_one(to, -1, questions[i], GIVE_NOTHING), answers[i]);
    db_drop(from);
    db_drop(to);
}

static void read_loose(void *db)
{
    table_sum(&arena, db, &tables()[2], NULL);
}

static void a_table_without_a_key_is_not_read(void **state)
{
    (void)state;
    struct db *db = in_file();
    assert_says(faults(read_loose, db), "the table loose has no key to read it by");
    db_drop(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_as_their_statements_say),
        cmocka_unit_test(all_schemas_can_be_copied_in_their_order),
        cmocka_unit_test(rows_arrive_there_and_back),
        cmocka_unit_test(ids_that_were_given_out_are_not_given_again),
        cmocka_unit_test(a_table_that_was_never_used_begins_with_1),
        cmocka_unit_test(numbers_stand_for_others_at_the_other_end),
        cmocka_unit_test(a_table_without_a_key_is_not_read),
    };
    return cmocka_run_group_tests_name("copy", tests, scratch_make, remove_all);
}
