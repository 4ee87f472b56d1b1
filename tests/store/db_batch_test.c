/* Rows that do not come all at once: at every number of them around the borders of batches, with other questions between;
 * and those that go so. */
#include "scratch.h"

enum { BATCH = 500 };                   /* of the make that has any */

static struct arena arena;
static struct db *db;

static int open_db(void **state)
{
    (void)state;
    db = db_open(scratch_path(&arena), true);
    db_script(db, db_dialect(&arena, db_make(db), S("CREATE TABLE town ({id}, name {text} {end}"
                                               "CREATE TABLE street ({id}, name {text} {end}")).at);
    return 0;
}

static int drop_db(void **state)
{
    (void)state;
    db_drop(db);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static void add_towns(int64_t count)
{
    db_do(db, "INSERT INTO town (id, name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
              " SELECT i, 'Town ' || i FROM n", GIVE(count));
}

#define TOWNS "SELECT id, name FROM town WHERE id <= $1 AND name >= $2 ORDER BY id"

static struct query *ask_towns(int64_t most)
{
    return db_ask_by_batch(db, TOWNS, GIVE(most, "Town"));
}

/* The next ones from this one on, or to the end when count is more than there are. */
static int64_t read_on(struct query *q, int64_t id, int64_t count)
{
    for (; count-- && db_next(q); id++) {
        assert_int_equal(db_int(q, 0), id);
        assert_true(str_is(db_str(q, 1), str_print(&arena, "Town %d", (int)id)));
    }
    return id;
}

static void each_comes_once_and_in_order(void **state)
{
    (void)state;
    static const int64_t counts[] = { 0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH, 3 * BATCH + 1 };

    add_towns(4 * BATCH);
    for (int writes = 0; writes < 2; writes++) {
        db_begin(db, writes);
        for (size_t i = 0; i < COUNT(counts); i++)
            assert_int_equal(read_on(ask_towns(counts[i]), 1, INT64_MAX), counts[i] + 1);
        db_commit(db);
    }
}

static void outside_a_transaction_they_come_too(void **state)
{
    (void)state;
    add_towns(2 * BATCH + 1);
    assert_int_equal(read_on(ask_towns(INT64_MAX), 1, INT64_MAX), 2 * BATCH + 2);
}

static void others_may_be_asked_between(void **state)
{
    (void)state;
    int64_t a = 1, b = 1;

    add_towns(2 * BATCH + 7);
    db_begin(db, true);
    struct query *first = ask_towns(INT64_MAX), *second = ask_towns(BATCH + 1);
    for (int i = 0; i < 30; i++) {
        a = read_on(first, a, 34);
        b = i < 15 ? read_on(second, b, 30) : b;
        db_do(db, "INSERT INTO street (name) VALUES ($1)", GIVE("Markt"));
        assert_int_equal(db_one(db, 0, "SELECT count(*) FROM street", GIVE_NOTHING), i + 1);
    }
    assert_int_equal(a, 2 * BATCH + 8);
    assert_int_equal(read_on(second, b, INT64_MAX), BATCH + 2);
    db_commit(db);
}

/* Those that go in one message may be of both kinds. */
static void they_are_asked_with_others_that_come_at_once(void **state)
{
    (void)state;
    add_towns(BATCH + 1);
    db_begin(db, false);
    struct query *one = db_ask(db, "SELECT count(*) FROM town", GIVE_NOTHING), *all = ask_towns(INT64_MAX);
    struct query *other = db_ask(db, TOWNS, GIVE(3, "Town"));
    db_last(db);
    assert_true(db_next(one));
    assert_int_equal(db_int(one, 0), BATCH + 1);
    assert_int_equal(read_on(all, 1, INT64_MAX), BATCH + 2);
    assert_int_equal(read_on(other, 1, INT64_MAX), 4);
    db_rollback(db);
}

static void what_is_not_read_on_goes_with_its_transaction(void **state)
{
    (void)state;
    add_towns(2 * BATCH);
    for (int times = 0; times < 3; times++) {
        db_begin(db, true);
        read_on(ask_towns(INT64_MAX), 1, BATCH + times - 1);
        struct query *closed = ask_towns(INT64_MAX);
        read_on(closed, 1, 10);
        db_close_query(closed);
        assert_int_equal(read_on(ask_towns(3), 1, INT64_MAX), 4);
        if (times)
            db_rollback(db);
        else
            db_commit(db);
    }
    assert_int_equal(read_on(db_ask(db, TOWNS, GIVE(2, "Town")), 1, INT64_MAX), 3);     /* the same all at once */
    db_script(db, "DROP TABLE town");
}

static void read_wrongly(void *sql)
{
    struct query *q = db_ask_by_batch(db, sql, GIVE_NOTHING);
    while (db_next(q))
        ;
}

static void what_can_not_be_asked_is_a_fault(void **state)
{
    (void)state;
    static char nowhere[] = "SELECT id FROM nowhere", halfway[] = "SELECT abs(-9223372036854775806 - id) FROM town";

    add_towns(2);
    db_begin(db, false);
    assert_says(faults(read_wrongly, nowhere), "SELECT id FROM nowhere");
    db_rollback(db);
    db_begin(db, false);
    faults(read_wrongly, halfway);                      /* too large a number */
    db_rollback(db);
    db_begin(db, false);
    assert_int_equal(read_on(ask_towns(INT64_MAX), 1, INT64_MAX), 3);
    db_rollback(db);
}

/* ---- a COPY that goes on ---- */

#define INTO(table) "COPY " table " (name) FROM STDIN"

static int64_t rows_of(const char *table)
{
    return db_one(db, -1, str_print(&arena, "SELECT count(*) FROM %s", table).at, GIVE_NOTHING);
}

static void rows_arrive_before_anything_else_is_asked(void **state)
{
    (void)state;
    if (!db_copies(db))
        return;
    db_begin(db, true);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 1000; k++)
            db_copy_on(db, INTO("town"), S("Delft\n"));
        assert_int_equal(rows_of("town"), 1000 * (i + 1));
        db_copy_on(db, INTO("town"), S("Gou"));         /* a row need not come at once either */
        db_copy_on(db, INTO("town"), S("da\nEde\n"));
        db_copy_on(db, INTO("street"), S("Markt\n"));
        db_do(db, "DELETE FROM town WHERE name IN ('Gouda', 'Ede')", GIVE_NOTHING);
        assert_int_equal(db_changes(db), 2);
        assert_int_equal(rows_of("street"), i + 1);
    }
    db_copy_on(db, INTO("street"), S("Plein\n"));
    db_commit(db);
    assert_int_equal(rows_of("street"), 4);
}

static void what_was_rolled_back_on_its_way_left_nothing(void **state)
{
    (void)state;
    if (!db_copies(db))
        return;
    db_begin(db, true);
    db_copy_on(db, INTO("town"), S("Delft\nGouda\nhalf a ro"));
    db_rollback(db);
    assert_int_equal(rows_of("town"), 0);
    db_begin(db, true);
    db_copy_on(db, INTO("town"), S("Delft\n"));
    db_commit(db);
    assert_int_equal(rows_of("town"), 1);
}

static void ask_anything(void *unused)
{
    (void)unused;
    rows_of("town");
}

static void commit_it(void *unused)
{
    (void)unused;
    db_commit(db);
}

static void begin_nowhere(void *unused)
{
    (void)unused;
    db_copy_on(db, INTO("nowhere"), S("Delft\n"));
}

static void rows_that_do_not_fit_are_a_fault_of_what_comes_next(void **state)
{
    (void)state;
    void (*const next[])(void *) = { ask_anything, commit_it };

    if (!db_copies(db))
        return;
    for (size_t i = 0; i < COUNT(next); i++) {
        db_begin(db, true);
        db_copy_on(db, INTO("town"), S("Delft\ttoo many\n"));
        assert_says(faults(next[i], NULL), "extra data after last expected column");
        db_rollback(db);
        assert_int_equal(rows_of("town"), 0);
    }
    db_begin(db, true);
    assert_says(faults(begin_nowhere, NULL), "nowhere");
    db_rollback(db);
    assert_int_equal(rows_of("town"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)
    const struct CMUnitTest tests[] = {
        TEST(each_comes_once_and_in_order),
        TEST(outside_a_transaction_they_come_too),
        TEST(others_may_be_asked_between),
        TEST(they_are_asked_with_others_that_come_at_once),
        TEST(what_is_not_read_on_goes_with_its_transaction),
        TEST(what_can_not_be_asked_is_a_fault),
        TEST(rows_arrive_before_anything_else_is_asked),
        TEST(what_was_rolled_back_on_its_way_left_nothing),
        TEST(rows_that_do_not_fit_are_a_fault_of_what_comes_next),
    };
    return cmocka_run_group_tests_name("db_batch", tests, scratch_make, remove_all);
}
