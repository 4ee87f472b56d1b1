/* Many changes, and additions, in one transaction: all that follows from them follows, over the borders of batches too, and
 * what is refused is told at the end at the latest. */
#include "customers.h"
#include "store/listing.h"
#include "store/record_check.h"

#include <inttypes.h>

enum { MANY = 2500 };                   /* some batches */

static struct arena arena;
static struct db *db;
static struct customer was[MANY], now[MANY];
static struct record_writer *writer;

static int open_db(void **state)
{
    (void)state;
    db = customers_open(&arena);
    db_begin(db, true);
    writer = record_writer(&arena, db, &customer_entity, &anna);
    for (int i = 0; i < MANY; i++) {
        was[i] = (struct customer){ .number = i + 1, .name = str_print(&arena, "Klant %d", i + 1), .city = S("Delft") };
        assert_int_equal(record_add(writer, &arena, &was[i]), PUT_DONE);
        now[i] = was[i];
    }
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    db_begin(db, true);
    writer = record_writer(&arena, db, &customer_entity, &anna);
    return 0;
}

static void is_wrong(struct finder *f, const char *table, int64_t id, const char *column, const char *why)
{
    (void)f;
    fail_msg("%s %" PRId64 " %s: %s", table, id, column, why);
}

static void assert_whole(void)
{
    struct finder finder = { is_wrong };

    record_check(&arena, db, &customer_entity, &finder);
    customers_assert_whole(db);
}

/* Whatever happened, all that is derived is right. */
static int drop_db(void **state)
{
    (void)state;
    db_rollback(db);
    assert_whole();
    db_drop(db);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static enum put change(int i)
{
    return record_change(writer, &arena, &now[i], &was[i]);
}

static void assert_kept(const struct customer *wanted)
{
    struct customer c = { 0 };

    assert_true(record_get(&arena, db, &customer_entity, wanted->record.id.id, &c));
    assert_true(customer_same(&c, wanted));
}

static int64_t finds(const char *typed, bool archived)
{
    const struct listing_query q = { .entity = &customer_entity, .search = str_from(typed), .archived = archived,
                                     .sort = &customer_entity.fields[0], .most = 1, .searched = 2 * MANY };
    return listing(&arena, db, &q).total;
}

static int64_t audited(void)
{
    return db_one(db, 0, "SELECT count(*) FROM audit_log", GIVE_NOTHING);
}

/* Changes the cities of all of them; what is told at the latest at the end. */
static enum put change_all(void)
{
    enum put told = PUT_DONE;

    for (int i = 0; i < MANY && told == PUT_DONE; i++) {
        now[i].city = S("Gouda");
        told = change(i);
    }
    return told == PUT_DONE ? record_writer_end(writer) : told;
}

static void what_follows_from_many_changes_follows(void **state)
{
    (void)state;
    int64_t trail = audited(), changed = 0, archived = 0, fields = 0;

    for (int i = 0; i < MANY; i++) {
        if (i % 7 == 0) {
            assert_int_equal(change(i), PUT_SAME);
            continue;
        }
        now[i].city = i % 2 ? S("'s-Gravenhage") : now[i].city;
        now[i].street = i % 2 ? S("") : S("Straat\t1\\\n\"2\"\r");     /* not sought, and hard to copy */
        now[i].archived.on = i % 3 == 0;
        now[i].credit_limit.cents = -i;
        assert_int_equal(change(i), PUT_DONE);
        assert_int_equal(now[i].record.version, 2);
        changed++;
        archived += now[i].archived.on;
        fields += 2 + now[i].archived.on;
    }
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    for (int i = 0; i < MANY; i++)
        assert_kept(&now[i]);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM customer WHERE version = 2", GIVE_NOTHING), changed);
    assert_int_equal(record_count(db, &customer_entity, true), archived);
    assert_int_equal(record_count(db, &customer_entity, false), MANY - archived);
    assert_int_equal(audited(), trail + fields);
    assert_int_equal(finds("gravenhage", false) + finds("gravenhage", true),
                     db_one(db, 0, "SELECT count(*) FROM customer WHERE city_key = '''s-gravenhage'", GIVE_NOTHING));
    assert_int_equal(finds("klant", true), archived);
}

static void each_changed_field_of_each_is_in_the_trail(void **state)
{
    (void)state;
    struct change *changes;

    for (int i = 0; i < MANY; i++) {
        now[i].name = str_print(&arena, "Nu %d", i + 1);
        now[i].invoice_to = was[0].record.id;
        assert_int_equal(change(i), PUT_DONE);
    }
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    for (int i = 0; i < MANY; i += 499) {
        assert_int_equal(record_changes(&arena, db, &customer_entity, was[i].record.id.id, 1, 10, &changes), 2);
        assert_text(changes[0].field, "invoice_to");
        assert_text(changes[0].from, "");
        assert_text(changes[0].to, "1");
        assert_text(changes[1].from, was[i].name.at);
        assert_text(changes[1].to, now[i].name.at);
        assert_text(changes[1].who, anna.name.at);
        assert_int_equal(changes[1].version, 2);
        assert_int_equal(changes[1].at.seconds, anna.now.seconds);
    }
    db_commit(db);
}

static void nothing_different_leaves_nothing(void **state)
{
    (void)state;
    int64_t trail = audited();

    for (int i = 0; i < MANY; i++)
        assert_int_equal(change(i), PUT_SAME);
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    assert_int_equal(audited(), trail);
    assert_kept(&was[0]);
}

static void several_go_one_after_the_other_in_a_transaction(void **state)
{
    (void)state;
    assert_int_equal(change_all(), PUT_DONE);
    writer = record_writer(&arena, db, &customer_entity, &anna);
    for (int i = 0; i < MANY; i++) {
        was[i] = now[i];
        now[i].name = S("Nogmaals");
        assert_int_equal(change(i), PUT_DONE);
    }
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    db_begin(db, true);                                 /* and in the next one */
    writer = record_writer(&arena, db, &customer_entity, &anna);
    was[3] = now[3];
    now[3].city = S("Ede");
    assert_int_equal(change(3), PUT_DONE);
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    assert_kept(&now[3]);
    assert_int_equal(now[3].record.version, 4);
    assert_kept(&now[MANY - 1]);
    assert_int_equal(finds("nogmaals", false), MANY);
}

/* ---- what is refused ---- */

static void assert_nothing_happened(void)
{
    db_rollback(db);
    for (int i = 0; i < MANY; i += 7)
        assert_kept(&was[i]);
    assert_int_equal(finds("gouda", false), 0);
    assert_int_equal(record_count(db, &customer_entity, false), MANY);
}

/* What is copied waits beside the table: a writer that never ends has not touched it. */
static void adds_and_changes_go_together(void **state)
{
    (void)state;
    struct customer added[MANY];
    int64_t trail = audited();

    for (int i = 0; i < MANY; i++) {
        added[i] = (struct customer){ .number = MANY + 1 + i, .name = S("Nieuw"), .archived.on = i % 2 };
        assert_int_equal(record_add(writer, &arena, &added[i]), PUT_DONE);
        assert_int_equal(added[i].record.version, 1);
        now[i].city = i % 2 ? S("Gouda") : was[i].city;
        assert_int_equal(change(i), i % 2 ? PUT_DONE : PUT_SAME);
    }
    if (db_copies(db))
        assert_int_equal(db_one(db, 0, "SELECT count(*) FROM customer WHERE city <> 'Delft'", GIVE_NOTHING), 0);
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    for (int i = 0; i < MANY; i++) {
        assert_kept(&added[i]);
        assert_kept(&now[i]);
    }
    assert_int_equal(record_count(db, &customer_entity, false), MANY + MANY / 2);
    assert_int_equal(finds("nieuw", true), MANY / 2);
    assert_int_equal(finds("gouda", false), MANY / 2);
    assert_int_equal(audited(), trail + 1 + MANY / 2);
}

static void one_that_was_changed_meanwhile_is_told(void **state)
{
    (void)state;
    struct customer other = was[1500];

    other.street = S("Markt 1");
    assert_int_equal(record_put(&arena, db, &customer_entity, &other, NULL, &anna), PUT_DONE);
    assert_int_equal(change_all(), PUT_STALE);
    assert_nothing_happened();
}

static void one_that_was_deleted_meanwhile_is_told(void **state)
{
    (void)state;
    assert_int_equal(record_delete(&arena, db, &customer_entity, &was[MANY - 1], &anna), DB_DONE);
    assert_int_equal(change_all(), PUT_STALE);
    assert_nothing_happened();
}

static void one_of_another_version_is_told_at_once(void **state)
{
    (void)state;
    struct customer older = now[0];

    older.record.version = 0;
    older.city = S("Gouda");
    assert_int_equal(record_change(writer, &arena, &older, &was[0]), PUT_STALE);
    assert_nothing_happened();
}

static void a_key_that_is_taken_is_told(void **state)
{
    (void)state;
    now[1500].number = 3;
    assert_int_equal(change_all(), PUT_TAKEN);
    assert_nothing_happened();
}

/* No import changes keys: it finds records by them.  One by one the first of the two is refused. */
static void keys_are_not_swapped(void **state)
{
    (void)state;
    now[10].number = was[20].number;
    now[20].number = was[10].number;
    assert_int_equal(change_all(), PUT_TAKEN);
    assert_nothing_happened();
}

static void a_key_that_another_gives_up_is_taken_or_refused(void **state)
{
    (void)state;
    now[10].number = MANY + 1;
    now[20].number = was[10].number;
    enum put told = change_all();
    if (told != PUT_DONE) {
        assert_int_equal(told, PUT_TAKEN);
        assert_nothing_happened();
        return;
    }
    db_commit(db);
    assert_kept(&now[10]);
    assert_kept(&now[20]);
}

static void refer_to_nothing(void *unused)
{
    (void)unused;
    now[1500].invoice_to.id = 777777;
    change_all();
}

static void a_reference_to_nothing_is_a_fault(void **state)
{
    (void)state;
    assert_says(faults(refer_to_nothing, NULL), "refers to what is not there");
    assert_nothing_happened();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)
    const struct CMUnitTest tests[] = {
        TEST(what_follows_from_many_changes_follows),
        TEST(each_changed_field_of_each_is_in_the_trail),
        TEST(nothing_different_leaves_nothing),
        TEST(several_go_one_after_the_other_in_a_transaction),
        TEST(adds_and_changes_go_together),
        TEST(one_that_was_changed_meanwhile_is_told),
        TEST(one_that_was_deleted_meanwhile_is_told),
        TEST(one_of_another_version_is_told_at_once),
        TEST(a_key_that_is_taken_is_told),
        TEST(keys_are_not_swapped),
        TEST(a_key_that_another_gives_up_is_taken_or_refused),
        TEST(a_reference_to_nothing_is_a_fault),
    };
    return cmocka_run_group_tests_name("record_change", tests, scratch_make, remove_all);
}
