/* The data folder: the directory and each administration in a database of its own. */
#include "domain/house.h"

#include "../store/scratch.h"
#include "domain/customer.h"
#include "domain/directory.h"
#include "store/listing.h"

#include <sys/stat.h>

static struct arena arena;
static struct house *house;
static const char *folder, *place;
static const struct moment now = { 1000 };

static int open_house(void **state)
{
    (void)state;
    static int count;
    folder = str_print(&arena, "%s/house-%d", scratch_folder, ++count).at;
    house = house_open(place = place_house(&arena, folder));
    return 0;
}

static int close_house(void **state)
{
    (void)state;
    house_close(house);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static int64_t customers(int64_t administration)
{
    struct db *db = house_administration(house, administration);
    int64_t n = db_one(db, -1, "SELECT count(*) FROM customer", GIVE_NOTHING);

    assert_int_equal(n, record_count(db, &customer_entity, false));
    house_give(house, db);
    return n;
}

static void add_customer(int64_t administration, int64_t number)
{
    struct db *db = house_administration(house, administration);
    struct customer c = { .number = number, .name = S("Jansen") };

    db_begin(db, true);
    assert_int_equal(record_put(&arena, db, &customer_entity, &c, NULL, &(struct actor){ .now = now }), PUT_DONE);
    db_commit(db);
    house_give(house, db);
}

static void the_folder_is_made_and_for_its_owner_alone(void **state)
{
    (void)state;
    static const char *const inside[] = { "", "/uploads", "/administrations" };
    struct stat st;

    if (place_is_server())
        skip();                         /* the next test */
    for (size_t i = 0; i < COUNT(inside); i++) {
        assert_int_equal(stat(str_print(&arena, "%s%s", folder, inside[i]).at, &st), 0);
        assert_true(S_ISDIR(st.st_mode));
        assert_int_equal(st.st_mode & 0777, 0700);
    }
    assert_int_equal(stat(str_print(&arena, "%s/poolster.db", folder).at, &st), 0);
    assert_string_equal(house_uploads(house), str_print(&arena, "%s/uploads", folder).at);
}

static void at_a_server_files_on_their_way_are_seen_by_their_owner_alone_and_go(void **state)
{
    (void)state;
    struct stat st;

    if (!place_is_server())
        skip();                         /* the test before */
    struct house *other = house_open(place);
    const char *uploads = str_copy(&arena, str_from(house_uploads(other))).at;
    assert_string_not_equal(uploads, house_uploads(house));
    assert_int_equal(stat(uploads, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    fclose(fopen(str_print(&arena, "%s/upload", uploads).at, "w"));
    house_close(other);
    assert_int_not_equal(stat(uploads, &st), 0);
    assert_int_equal(stat(house_uploads(house), &st), 0);
}

static void what_was_kept_is_there_when_it_opens_again(void **state)
{
    (void)state;
    struct db *db = house_directory(house);
    db_do(db, "INSERT INTO person (email, name, password, created) VALUES ('a@b.nl', 'A', '', 1)", GIVE_NOTHING);
    house_give(house, db);
    house_make_administration(house, 1, now);
    add_customer(1, 5);
    house_close(house);

    house = house_open(place);
    db = house_directory(house);
    assert_true(directory_has_users(db));
    house_give(house, db);
    assert_int_equal(customers(1), 2);
}

static void a_new_administration_has_a_customer_unknown(void **state)
{
    (void)state;
    struct customer c;

    house_make_administration(house, 1, now);
    struct db *db = house_administration(house, 1);
    assert_true(record_find(&arena, db, &customer_entity, S("-2"), &c));
    assert_text(c.name, "Klant onbekend");
    assert_int_equal(c.record.version, 1);
    assert_int_equal(c.archived.on, 0);
    assert_int_equal(c.payment_term, 30);
    const struct listing_query q = { .entity = &customer_entity, .search = S("onbekend"), .sort = &customer_entity.fields[0],
                                     .most = 5, .searched = 5 };
    assert_int_equal(listing(&arena, db, &q).count, 1);
    struct change *changes;
    assert_int_equal(record_changes(&arena, db, &customer_entity, c.record.id.id, 0, 5, &changes), 1);
    assert_text(changes[0].who, "Poolster");
    house_give(house, db);
    assert_int_equal(customers(1), 1);
}

static void administrations_do_not_see_each_others_rows(void **state)
{
    (void)state;
    house_make_administration(house, 1, now);
    house_make_administration(house, 2, now);
    add_customer(1, 5);
    add_customer(1, 6);
    add_customer(2, 5);                                 /* the same number */
    assert_int_equal(customers(1), 3);
    assert_int_equal(customers(2), 2);
    struct db *db = house_administration(house, 2);
    struct customer c;
    assert_false(record_find(&arena, db, &customer_entity, S("6"), &c));
    house_give(house, db);
}

static void take_absent(void *id)
{
    house_give(house, house_administration(house, *(int64_t *)id));
}

static void an_administration_that_is_not_there_is_not_made_by_asking(void **state)
{
    (void)state;
    int64_t wrong[] = { 99, 0, -1, INT64_MAX };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_says(faults(take_absent, &wrong[i]), "can not open");
        assert_says(faults(take_absent, &wrong[i]), "can not open");
    }
}

static void open_folder(void *path)
{
    house_close(house_open(path));
}

static void a_folder_that_can_not_be_made_is_a_fault(void **state)
{
    (void)state;
    assert_says(faults(open_folder, "/proc/no/such"), "can not make the folder /proc/no/such");
}

/* ---- an earlier attempt ---- */

static const char *administration_place(int id)
{
    return str_print(&arena, place_is_server() ? "%s#a_%d" : "%s/administrations/%d.db", place, id).at;
}

static void write_file(const char *name, const char *text)
{
    FILE *f = fopen(str_print(&arena, "%s/administrations/%s", folder, name).at, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void what_an_earlier_attempt_left_goes(void **state)
{
    (void)state;
    struct db *db = db_open(administration_place(7), true);
    db_script(db, "CREATE TABLE schema_version (number bigint NOT NULL, serves bigint NOT NULL)");
    db_drop(db);
    house_make_administration(house, 7, now);
    assert_int_equal(customers(7), 1);
}

static void what_a_loss_of_power_left_goes(void **state)
{
    (void)state;
    if (place_is_server())
        db_drop(db_open(administration_place(7), true));
    else {
        write_file("7.db", "");
        write_file("7.db-wal", "left by a loss of power");
        write_file("7.db-shm", "left by a loss of power");
    }
    house_make_administration(house, 7, now);
    assert_int_equal(customers(7), 1);
}

/* The row in the directory was rolled back, so the next one gets the same number. */
static void what_lay_idle_of_an_earlier_attempt_goes_too(void **state)
{
    (void)state;
    house_make_administration(house, 7, now);
    int64_t first = customers(7);
    house_make_administration(house, 7, now);
    assert_int_equal(customers(7), first);
    add_customer(7, 1);
    assert_int_equal(customers(7), 2);
}

static void make_seven(void *unused)
{
    (void)unused;
    house_make_administration(house, 7, now);
}

static void memory_may_end_anywhere_in_the_making(void **state)
{
    (void)state;
    size_t n = 1;

    for (;; n++) {
        arena_fail_at(n);
        const char *wrong = faults(make_seven, NULL);
        arena_fail_at(0);
        if (!*wrong)
            break;
        assert_says(wrong, "out of memory");
    }
    assert_true(n > 20);
    assert_int_equal(customers(7), 1);
    add_customer(7, 1);
}

/* ---- a directory of before ---- */

/* As one that was restored from a backup: it knows none of the administrations that came later. */
static int64_t add_administration(void)
{
    struct db *db = house_directory(house);

    db_begin(db, true);
    int64_t id = house_add_administration(house, db, S("Bakkerij"), 528, PACKAGE_INKAART, 0, now);
    db_commit(db);
    house_give(house, db);
    return id;
}

static void forget_administrations(void)
{
    struct db *db = house_directory(house);

    db_do(db, "DELETE FROM administration", GIVE_NOTHING);
    db_set_last_id(db, "administration", 0);
    house_give(house, db);
}

static void delete_customer(int64_t administration, const char *number)
{
    struct db *db = house_administration(house, administration);
    struct customer c;

    db_begin(db, true);
    assert_true(record_find(&arena, db, &customer_entity, str_from(number), &c));
    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &(struct actor){ .now = now }), DB_DONE);
    db_commit(db);
    house_give(house, db);
}

static void rename_unknown(int64_t administration)
{
    struct db *db = house_administration(house, administration);
    struct customer c;

    db_begin(db, true);
    assert_true(record_find(&arena, db, &customer_entity, S("-2"), &c));
    c.name = S("Passant");
    assert_int_equal(record_put(&arena, db, &customer_entity, &c, NULL, &(struct actor){ .now = now }), PUT_DONE);
    db_commit(db);
    house_give(house, db);
}

static void an_administration_with_records_that_the_directory_forgot_is_not_wiped(void **state)
{
    (void)state;
    for (int64_t id = 1; id <= 4; id++)
        assert_int_equal(add_administration(), id);
    add_customer(1, 5);
    add_customer(2, 5);
    delete_customer(2, "5");
    rename_unknown(3);
    forget_administrations();
    assert_int_equal(add_administration(), 4);          /* where nobody did anything */
    assert_int_equal(add_administration(), 5);
    assert_int_equal(customers(1), 2);
    assert_int_equal(customers(4), 1);
    forget_administrations();
    assert_int_equal(add_administration(), 4);
}

static void make_one(void *unused)
{
    (void)unused;
    house_make_administration(house, 1, now);
}

static void nobody_wipes_records(void **state)
{
    (void)state;
    house_make_administration(house, 1, now);
    add_customer(1, 5);
    assert_string_equal(faults(make_one, NULL), "administration 1 is to be made, but its database holds records");
    assert_int_equal(customers(1), 2);
}

static void what_can_not_be_read_is_not_wiped(void **state)
{
    (void)state;
    static const char damaged[] = "records of years, whose first page was damaged";
    char kept[sizeof damaged] = "";

    if (place_is_server()) {
        struct db *db = db_open(administration_place(7), true);
        db_script(db, "CREATE TABLE customer (name text); INSERT INTO customer VALUES ('chair');"
                      "CREATE TABLE schema_version (number bigint, serves bigint); INSERT INTO schema_version VALUES (1, 1)");
        assert_says(faults(make_seven, NULL), "does not exist");
        assert_int_equal(db_one(db, 0, "SELECT count(*) FROM customer", GIVE_NOTHING), 1);
        db_drop(db);
        return;
    }
    write_file("7.db", damaged);
    assert_says(faults(make_seven, NULL), "/administrations/7.db: file is not a database");
    FILE *f = fopen(administration_place(7), "r");
    assert_int_equal(fread(kept, 1, sizeof damaged - 1, f), sizeof damaged - 1);
    fclose(f);
    assert_string_equal(kept, damaged);
}

/* ---- the folder's own name ---- */

static void a_folder_in_a_folder_called_administrations_is_a_house_too(void **state)
{
    (void)state;
    if (place_is_server())
        skip();                         /* which has no folder */
    const char *outer = str_print(&arena, "%s/administrations", folder).at;
    struct house *inner = house_open(str_print(&arena, "%s/inner", outer).at);
    struct db *db = house_directory(inner);

    assert_false(directory_has_users(db));
    house_give(inner, db);
    house_make_administration(inner, 1, now);
    house_close(inner);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_folder_is_made_and_for_its_owner_alone),
        TEST(at_a_server_files_on_their_way_are_seen_by_their_owner_alone_and_go),
        TEST(what_was_kept_is_there_when_it_opens_again),
        TEST(a_new_administration_has_a_customer_unknown),
        TEST(administrations_do_not_see_each_others_rows),
        TEST(an_administration_that_is_not_there_is_not_made_by_asking),
        TEST(a_folder_that_can_not_be_made_is_a_fault),
        TEST(what_an_earlier_attempt_left_goes),
        TEST(what_a_loss_of_power_left_goes),
        TEST(what_lay_idle_of_an_earlier_attempt_goes_too),
        TEST(memory_may_end_anywhere_in_the_making),
        TEST(an_administration_with_records_that_the_directory_forgot_is_not_wiped),
        TEST(nobody_wipes_records),
        TEST(what_can_not_be_read_is_not_wiped),
        TEST(a_folder_in_a_folder_called_administrations_is_a_house_too),
    };
    return cmocka_run_group_tests_name("house", tests, scratch_make, remove_all);
}
