/* What is not as the program would keep it is found, and what is, is not. */
#include "domain/check.h"

#include "copied_house.h"

static struct arena arena;
static struct house *house;
static const char *folder;
static struct db *db;
static char *said;

static int open_one(void **state)
{
    (void)state;
    static int count;
    folder = str_print(&arena, "%s/house-%d", scratch_folder, ++count).at;
    house = house_open(place_house(&arena, folder));
    fill_house(&arena, house);
    db = house_administration(house, 2);
    return 0;
}

static int close_one(void **state)
{
    (void)state;
    free(said);
    said = NULL;
    house_give(house, db);
    house_close(house);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

/* The database that was damaged is given back first. */
static int64_t findings(int64_t administration)
{
    struct arena a = { 0 };
    size_t size;

    free(said);
    FILE *out = open_memstream(&said, &size);
    house_give(house, db);
    db = NULL;
    int64_t count = administration ? check_one(&a, house, administration, out) : check_all(&a, house, out);
    fclose(out);
    arena_drop(&a);
    return count;
}

static void assert_one_finding(const char *what)
{
    if (findings(0) != 1)
        fail_msg("%s", said);
    assert_says(said, what);
    assert_says(said, ", 1 findings");
}

static void what_is_sound_has_no_findings(void **state)
{
    (void)state;
    assert_int_equal(findings(0), 0);
    char *all = said;
    said = NULL;
    assert_int_equal(findings(1), 0);
    assert_true(strtol(all, NULL, 10) == 2 * strtol(said, NULL, 10));
    free(all);
}

static void a_value_that_the_gate_refuses(void **state)
{
    (void)state;
    db_do(db, "UPDATE customer SET iban = 'NL00' WHERE number = 7", GIVE_NOTHING);
    assert_one_finding("Tweede: customer 7, iban: Controleer het IBAN");
}

static void a_value_that_is_not_in_its_own_form(void **state)
{
    (void)state;
    db_do(db, "UPDATE customer SET postcode = '1234ab', country = 528 WHERE number = 7", GIVE_NOTHING);
    db_search_remove(db, "customer", 8, S(""));         /* so that the index fits no more either */
    assert_true(findings(0) >= 1);
    assert_says(said, "customer 7, postcode: would be kept otherwise");
}

static void a_choice_that_does_not_exist(void **state)
{
    (void)state;
    db_do(db, "UPDATE customer SET dunning_mode = 77 WHERE number = 7", GIVE_NOTHING);
    assert_one_finding("Tweede: customer 7, dunning_mode: Dit is geen van de mogelijkheden.");
}

static void a_reference_that_leads_nowhere(void **state)
{
    (void)state;
    db_script(db, place_is_server() ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF");
    db_do(db, "UPDATE customer SET invoice_to = 88888 WHERE number = 7", GIVE_NOTHING);
    db_script(db, place_is_server() ? "SET session_replication_role = DEFAULT" : "PRAGMA foreign_keys = ON");
    assert_true(findings(0) >= 1);
    assert_says(said, "Tweede: customer 7, invoice_to: refers to a row of customer that is not there");
    if (!place_is_server())
        assert_says(said, "Tweede: database: row 8 of customer refers to a row of customer that is not there");
}

static void a_folded_copy_that_differs(void **state)
{
    (void)state;
    db_do(db, "UPDATE customer SET city_key = 'x' WHERE number = 7", GIVE_NOTHING);
    assert_one_finding("Tweede: customer 7, city: its folded copy, by which it is sorted, differs");
}

static void a_count_that_differs(void **state)
{
    (void)state;
    db_do(db, "UPDATE tally SET records = records + 1 WHERE entity = 'article'", GIVE_NOTHING);
    assert_one_finding("Tweede: article: there are 1 not archived, and 2 were counted");
}

static void a_word_too_many_in_the_search_index(void **state)
{
    (void)state;
    db_search_put(db, "supplier", 88888, S("ajansen"));
    assert_one_finding("Tweede: supplier: the search index leads ");
}

static void a_word_that_leads_to_another(void **state)
{
    (void)state;
    db_do(db, "UPDATE article SET code = 'ART-2', code_key = 'art-2'", GIVE_NOTHING);
    assert_one_finding("Tweede: article: the search index does not lead to the records that hold its words");
}

static void a_version_without_a_trail(void **state)
{
    (void)state;
    db_do(db, "UPDATE customer SET version = 3 WHERE number = 7", GIVE_NOTHING);
    assert_one_finding("Tweede: customer 7: its version 3 is not the last one of its trail");
}

static void a_note_of_nothing(void **state)
{
    (void)state;
    db_do(db, "UPDATE note SET record = 88888", GIVE_NOTHING);
    assert_one_finding("Tweede: note 1, record: is of a record that is not there");
}

static void an_id_that_comes_again(void **state)
{
    (void)state;
    db_set_last_id(db, "customer", 3);
    assert_one_finding("Tweede: customer, id: the next one is in use already");
}

static void a_role_and_a_package_that_do_not_exist(void **state)
{
    (void)state;
    struct db *directory = house_directory(house);
    db_do(directory, "UPDATE role SET role = 9 WHERE person = 1", GIVE_NOTHING);
    db_do(directory, "UPDATE administration SET package = 9, name = '' WHERE id = 1", GIVE_NOTHING);
    house_give(house, directory);
    assert_int_equal(findings(0), 3);
    assert_says(said, "users and roles: role, role: is none of the roles");
    assert_says(said, "users and roles: administration 1, package: is none of the packages");
    assert_says(said, "users and roles: administration 1, name: Vul een naam in.");
    assert_int_equal(findings(2), 0);
}

static void an_administration_that_is_not_there(void **state)
{
    (void)state;
    struct db *directory = house_directory(house);
    directory_add_administration(directory, S("Derde"), 528, PACKAGE_INSTAP, 0, (struct moment){ 5 });
    house_give(house, directory);
    assert_one_finding("Derde: can not be read: ");
}

static void a_file_that_was_damaged(void **state)
{
    (void)state;
    char noise[8192];

    if (place_is_server())
        return;
    house_give(house, db);
    db = NULL;
    house_close(house);
    memset(noise, 'x', sizeof noise);
    FILE *f = fopen(str_print(&arena, "%s/administrations/2.db", folder).at, "r+");
    assert_true(f && fseek(f, 10 * (long)sizeof noise, SEEK_SET) == 0 && fwrite(noise, sizeof noise, 1, f) == 1);
    fclose(f);
    house = house_open(folder);
    assert_true(findings(0) >= 1);
    assert_says(said, "Tweede: ");
    assert_null(strstr(said, "Eerste: "));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_sound_has_no_findings),
        TEST(a_value_that_the_gate_refuses),
        TEST(a_value_that_is_not_in_its_own_form),
        TEST(a_choice_that_does_not_exist),
        TEST(a_reference_that_leads_nowhere),
        TEST(a_folded_copy_that_differs),
        TEST(a_count_that_differs),
        TEST(a_word_too_many_in_the_search_index),
        TEST(a_word_that_leads_to_another),
        TEST(a_version_without_a_trail),
        TEST(a_note_of_nothing),
        TEST(an_id_that_comes_again),
        TEST(a_role_and_a_package_that_do_not_exist),
        TEST(an_administration_that_is_not_there),
        TEST(a_file_that_was_damaged),
    };
    return cmocka_run_group_tests_name("check", tests, scratch_make, remove_all);
}
