/* Administrations go to another house and are there as they were, or not at all. */
#include "domain/copy.h"

#include "copied_house.h"
#include "domain/check.h"
#include "store/listing.h"

static struct arena arena;
static struct house *from, *to;
static char *said;
static FILE *out;
static size_t said_size;

/* In files, whichever make is tested: the other end is of that make. */
static struct house *in_files(void)
{
    static int count;
    return house_open(str_print(&arena, "%s/files-%d", scratch_folder, ++count).at);
}

static struct house *elsewhere(void)
{
    static int count;
    return house_open(place_house(&arena, str_print(&arena, "%s/house-%d", scratch_folder, ++count).at));
}

static int open_houses(void **state)
{
    (void)state;
    from = in_files();
    fill_house(&arena, from);
    to = elsewhere();
    out = open_memstream(&said, &said_size);
    return 0;
}

static int close_houses(void **state)
{
    (void)state;
    fclose(out);
    free(said);
    house_close(from);
    house_close(to);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

/* What was said since the last time. */
static const char *heard(void)
{
    fflush(out);
    const char *text = str_copy(&arena, (struct str){ said, said_size }).at;
    rewind(out);
    return text;
}

static bool copies(struct house *source, struct house *target)
{
    struct arena a = { 0 };
    bool good = copy_all(&a, source, target, out, out);
    arena_drop(&a);
    return good;
}

static bool copies_one(const char *name)
{
    struct arena a = { 0 };
    bool good = copy_one(&a, from, to, str_from(name), out, out);
    arena_drop(&a);
    return good;
}

static void assert_sound(struct house *house)
{
    struct arena a = { 0 };
    heard();
    if (check_all(&a, house, out) != 0)
        fail_msg("%s", heard());
    arena_drop(&a);
}

static int64_t in_directory(struct house *house, const char *sql)
{
    struct db *db = house_directory(house);
    int64_t n = ask_number(db, sql);
    house_give(house, db);
    return n;
}

static int64_t in_administration(struct house *house, int64_t id, const char *sql)
{
    struct db *db = house_administration(house, id);
    int64_t n = ask_number(db, sql);
    house_give(house, db);
    return n;
}

/* ---- everything ---- */

static void everything_arrives_there_and_back(void **state)
{
    (void)state;
    struct house *back = in_files();

    assert_true(copies(from, to));
    assert_says(heard(), "Tweede: copied, ");
    assert_true(copies(to, back));
    assert_sound(from);
    assert_sound(to);
    assert_sound(back);
    heard();
    assert_true(copies(from, back));            /* so they are the same, row by row */
    const char *text = heard();
    assert_says(text, "Eerste: was there already, ");
    assert_says(text, "Tweede: was there already, ");
    assert_says(text, "users and roles: was there already, ");
    house_close(back);
}

static void what_is_of_the_moment_stays_behind(void **state)
{
    (void)state;
    assert_true(copies(from, to));
    assert_int_equal(in_directory(from, "SELECT count(*) FROM session"), 1);
    assert_int_equal(in_directory(to, "SELECT count(*) FROM session"), 0);
    assert_int_equal(in_directory(to, "SELECT count(*) FROM role"), 3);
}

static void records_are_found_changed_and_added(void **state)
{
    (void)state;
    const struct actor by = { 2, S("Sanne"), { 3000 } };
    struct customer c, new = { .number = 5000, .name = S("Nieuw") };
    struct listing_query q = {
        .entity = &customer_entity, .search = S("ozdemir graven"), .sort = entity_key(&customer_entity), .most = 5,
        .searched = 5000,
    };
    assert_true(copies(from, to));
    struct db *db = house_administration(to, 2);
    db_begin(db, true);
    assert_int_equal(listing(&arena, db, &q).total, CUSTOMERS - 1 - CUSTOMERS / 3);
    assert_true(record_find(&arena, db, &customer_entity, S("1"), &c));
    assert_text(c.memo, "tab\t, regel\n\\ en \\N");
    assert_int_equal(c.record.version, 2);
    c.name = S("Slagerij Smit");
    keep(&arena, db, &customer_entity, &c, &by);
    keep(&arena, db, &customer_entity, &new, &by);
    assert_int_equal(new.record.id.id, CUSTOMERS + 3);  /* one was there with the house, and one is gone */
    db_commit(db);
    house_give(to, db);
    assert_sound(to);
}

static void a_target_with_others_is_refused_untouched(void **state)
{
    (void)state;
    struct db *db = house_directory(to);
    db_do(db, "INSERT INTO person (email, name, password, created) VALUES ('a@b.nl', 'A', '', 1)", GIVE_NOTHING);
    house_give(to, db);
    assert_false(copies(from, to));
    assert_says(heard(), "the target is not empty: it has other users");
    assert_int_equal(in_directory(to, "SELECT count(*) FROM person"), 1);
    assert_int_equal(in_directory(to, "SELECT count(*) FROM administration"), 0);
}

static void an_administration_that_changed_is_refused_untouched(void **state)
{
    (void)state;
    assert_true(copies(from, to));
    struct db *db = house_administration(to, 2);
    db_do(db, "UPDATE import_coupling SET field = 'memo' WHERE heading = ''", GIVE_NOTHING);
    house_give(to, db);
    heard();
    assert_false(copies(from, to));
    assert_says(heard(), "it has an administration with the number of Tweede (2) and other rows");
    assert_int_equal(in_administration(to, 2, "SELECT count(*) FROM import_coupling WHERE field = 'memo'"), 1);
}

/* ---- broken off ---- */

static struct arena work;

static void copy_now(void *unused)
{
    (void)unused;
    if (!copy_all(&work, from, to, out, out))
        fault("refused: %s", heard());
}

static void copy_one_now(void *unused)
{
    (void)unused;
    if (!copy_one(&work, from, to, S("Tweede"), out, out))
        fault("refused: %s", heard());
}

/* Faults at ever later moments, and goes on with what the one before left, until it is done. */
static size_t attempts(void (*copy)(void *), const char *nothing)
{
    size_t count = 1;

    for (size_t n = 1;; n += n / 5 + 1, count++) {
        arena_fail_at(n);
        const char *wrong = faults(copy, NULL);
        arena_fail_at(0);
        arena_drop(&work);
        if (!*wrong)
            return count;
        assert_says(wrong, "out of memory");
        assert_int_equal(in_directory(to, nothing), 0);
    }
}

static void what_was_broken_off_goes_on(void **state)
{
    (void)state;
    assert_true(attempts(copy_now, "SELECT count(*) FROM administration") > 20);
    assert_says(heard(), "Eerste: was there already, ");
    assert_sound(to);
    assert_true(copies(from, to));
}

static void one_that_was_broken_off_is_not_there(void **state)
{
    (void)state;
    assert_true(attempts(copy_one_now, "SELECT count(*) FROM administration") > 20);
    assert_int_equal(in_directory(to, "SELECT id FROM administration"), 1);     /* none of before is left */
    assert_sound(to);
}

/* ---- one administration ---- */

static void one_goes_where_there_are_others(void **state)
{
    (void)state;
    struct house *other = from;
    struct db *db = house_directory(to);

    db_begin(db, true);
    db_script(db, "INSERT INTO person (email, name, password, created) VALUES ('sanne@x.nl', 'S', '', 1)");
    int64_t there = directory_add_administration(db, S("Derde"), 528, PACKAGE_INSTAP, 1, (struct moment){ 5 });
    house_make_administration(to, there, (struct moment){ 6 });
    db_commit(db);
    house_give(to, db);
    assert_true(copies_one("Eerste"));
    const char *text = heard();
    assert_says(text, "piet@x.nl is no user there, and has no role in it");
    assert_null(strstr(text, "sanne"));
    assert_int_equal(in_directory(to, "SELECT id FROM administration WHERE name = 'Eerste' AND package = 2"), 2);
    assert_int_equal(in_directory(to, "SELECT role FROM role WHERE person = 1 AND administration = 2"), ROLE_OWNER);
    assert_int_equal(in_administration(other, 1, "SELECT user_id FROM note"), 2);
    assert_int_equal(in_administration(to, 2, "SELECT user_id FROM note"), 1);  /* she is another number here */
    assert_sound(to);

    heard();
    assert_false(copies_one("Eerste"));
    assert_says(heard(), "the target has an administration Eerste already");
    assert_false(copies_one("Vierde"));
    assert_says(heard(), "there is no administration Vierde");
    assert_int_equal(in_directory(to, "SELECT count(*) FROM administration"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_houses, close_houses)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_arrives_there_and_back),
        TEST(what_is_of_the_moment_stays_behind),
        TEST(records_are_found_changed_and_added),
        TEST(a_target_with_others_is_refused_untouched),
        TEST(an_administration_that_changed_is_refused_untouched),
        TEST(what_was_broken_off_goes_on),
        TEST(one_that_was_broken_off_is_not_there),
        TEST(one_goes_where_there_are_others),
    };
    return cmocka_run_group_tests_name("copy", tests, scratch_make, remove_all);
}
