/* Memory may end at any moment: a rollback leaves the database as it was. */
#include "customers.h"
#include "store/listing.h"

static struct arena arena, work_arena;
static struct db *db;
static struct customer standing, leaving;

static int open_db(void **state)
{
    (void)state;
    db = customers_open(&arena);
    standing = customer_add(&arena, db, 1, "Blijft staan");
    leaving = customer_add(&arena, db, 2, "Gaat weg");
    return 0;
}

static int drop_db(void **state)
{
    (void)state;
    db_drop(db);
    arena_drop(&work_arena);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

/* All rows of all tables, those of the search index too. */
static struct str contents(void)
{
    struct buf b = { .arena = &arena };
    struct query *tables = db_ask(db, place_either(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'customer_search' ORDER BY name",
        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1"), GIVE_NOTHING);

    while (db_next(tables)) {
        const char *table = str_copy(&arena, db_str(tables, 0)).at;
        int columns = (int)db_one(db, 0, place_either(
            "SELECT count(*) FROM pragma_table_xinfo($1)",
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1"),
            GIVE(table));
        struct query *rows = db_ask(db, str_print(&arena, "SELECT * FROM %s", table).at, GIVE_NOTHING);
        buf_print(&b, "%s\n", table);
        while (db_next(rows)) {
            for (int i = 0; i < columns; i++) {
                buf_add(&b, db_str(rows, i));
                buf_char(&b, '|');
            }
            buf_char(&b, '\n');
        }
    }
    return buf_str(&b);
}

/* A request that adds, changes, lists, searches and deletes. */
static void work(void *unused)
{
    (void)unused;
    struct customer added = { .number = 3, .name = S("Özdemir B.V."), .city = S("Delft"), .invoice_to = standing.record.id };
    struct customer changed = standing, gone = leaving;
    struct listing_query q = { .entity = &customer_entity, .sort = customer_field("city"), .most = 2, .searched = 10, .whole = true };

    db_begin(db, true);
    assert_int_equal(record_put(&work_arena, db, &customer_entity, &added, NULL, &anna), PUT_DONE);
    changed.name = S("Staat nu anders");
    changed.archived.on = 1;
    assert_int_equal(record_put(&work_arena, db, &customer_entity, &changed, NULL, &anna), PUT_DONE);
    q.behind = leaving.record.id.id;
    assert_int_equal(listing(&work_arena, db, &q).count, 1);
    q.search = S("delft ozd");
    assert_int_equal(listing(&work_arena, db, &q).total, 1);
    assert_int_equal(record_delete(&work_arena, db, &customer_entity, &gone, &anna), DB_DONE);
    struct change *changes;
    assert_int_equal(record_changes(&work_arena, db, &customer_entity, changed.record.id.id, 1, 9, &changes), 2);
    db_commit(db);
}

static void a_rollback_after_any_fault_leaves_the_database_as_it_was(void **state)
{
    (void)state;
    struct str before = contents();
    size_t n = 1;

    for (;; n++) {
        arena_fail_at(n);
        const char *wrong = faults(work, NULL);
        arena_fail_at(0);
        if (!*wrong)
            break;
        assert_says(wrong, "out of memory");
        db_rollback(db);
        arena_reset(&work_arena);
        if (!str_is(contents(), before))
            fail_msg("the fault at %zu leaves something", n);
    }
    assert_true(n > 50);
    assert_false(str_is(contents(), before));
    assert_int_equal(record_count(db, &customer_entity, false), 1);
    assert_int_equal(record_count(db, &customer_entity, true), 1);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM customer", GIVE_NOTHING), 2);
    customers_assert_whole(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rollback_after_any_fault_leaves_the_database_as_it_was, open_db, drop_db),
    };
    return cmocka_run_group_tests_name("torture", tests, scratch_make, remove_all);
}
