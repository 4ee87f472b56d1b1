/* actions_test.c - what is done to a customer as a whole: archived, put back, deleted; and what not to
 * Klant onbekend. */
#include "page.h"

static struct world *world;
static int64_t administration;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    administration = world->administration;
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

static void add(int64_t number, const char *name)
{
    add_full_customer(world, administration, number, name);
}

static const char *city_of_unknown(void)
{
    struct customer c;
    assert_true(find_customer(world, administration, "-2", &c));
    return c.city.at;
}

/* ---- klant onbekend ------------------------------------------------------------------------------- */

static void test_klant_onbekend_asks_before_it_changes(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct form f = card_of(&c, "/klanten/-2");

    assert_string_equal(form_get(&f, "number"), "-2");
    form_set(&f, "city", "Nergens");
    struct answer r = submit(&c, "/klanten/-2", &f);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Het advies is om deze klant ongewijzigd te laten");
    assert_shows(&r, "Toch wijzigen");
    assert_string_equal(city_of_unknown(), "");
    f = form_in(&c, &r, "card");
    assert_string_equal(form_get(&f, "city"), "Nergens");
    assert_string_equal(form_get(&f, "zeker"), "ja");
    r = submit(&c, "/klanten/-2", &f);
    assert_goes_to(&r, "/klanten/-2?tab=algemeen");
    assert_string_equal(city_of_unknown(), "Nergens");
}

static void test_klant_onbekend_stays_what_it_is(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    static const char *const posts[] = { "/klanten/-2/archiveren", "/klanten/-2/verwijderen", "/klanten/-2/terugzetten" };
    struct answer r;

    for (size_t i = 0; i < COUNT(posts); i++) {
        r = post(&c, posts[i], "");
        assert_int_equal(r.status, 409);
        assert_shows(&r, "Klant onbekend kan niet");
    }
    static const char *const numbers[] = { "5", "0", "", "-1", "-3" };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        r = post(&c, "/klanten/-2", str_print(&world->arena, "number=%s&zeker=ja", numbers[i]).at);
        if (r.status != 422)
            fail_msg("number %s answers %d", numbers[i], r.status);
    }
    r = post(&c, "/klanten/nieuw", "number=-2&name=Tweede+onbekende");
    assert_int_equal(r.status, 422);
    r = get(&c, "/klanten/-2/verwijderen");
    assert_shows(&r, "Dit kan niet");
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM customer WHERE number < 0 AND archived = 0"), 1);
}

/* ---- archive, delete ------------------------------------------------------------------------------ */

static void test_archiving_is_undone_with_one_click(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(80, "Tachtig");
    c.fragment = true;
    struct answer r = post(&c, "/klanten/80/archiveren", "");

    assert_int_equal(r.status, 200);
    assert_true(str_begins(r.body, S("<div class=\"toast\"")));
    assert_shows(&r, "Tachtig is gearchiveerd");
    assert_shows(&r, "action=\"/klanten/80/terugzetten\"");
    c.fragment = false;
    r = get(&c, "/klanten/80");
    assert_shows(&r, "Deze klant is gearchiveerd.");
    assert_shows(&r, "Terugzetten");
    r = post(&c, "/klanten/80/archiveren", "");         /* twice is once */
    assert_goes_to(&r, "/klanten");
    assert_int_equal(number_in(world, administration, "SELECT archived FROM customer WHERE number = 80"), 1);
    r = post(&c, "/klanten/80/terugzetten", "");
    assert_goes_to(&r, "/klanten");
    assert_int_equal(number_in(world, administration, "SELECT archived FROM customer WHERE number = 80"), 0);
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM audit_log WHERE field = 'archived' AND record ="
                                                      " (SELECT id FROM customer WHERE number = 80)"), 2);
}

static void test_deleting_asks_and_takes_the_notes_along(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(81, "Eenentachtig");
    struct answer r = post(&c, "/klanten/81/notities", "notitie=Weg+ermee");

    r = get(&c, "/klanten/81/verwijderen");
    assert_shows(&r, "Dit kun je niet ongedaan maken.");
    assert_shows(&r, "Klant verwijderen</button>");
    assert_true(find_customer(world, administration, "81", &(struct customer){ 0 }));
    r = post(&c, "/klanten/81/verwijderen", "");
    assert_goes_to(&r, "/klanten");
    assert_false(find_customer(world, administration, "81", &(struct customer){ 0 }));
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM note WHERE body = 'Weg ermee'"), 0);
    r = post(&c, "/klanten/81/verwijderen", "");
    assert_int_equal(r.status, 404);
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM audit_log WHERE old_text = '81' AND field = ''"), 1);
}

static void test_who_is_used_can_not_be_deleted(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(82, "Tweeëntachtig");
    add(83, "Drieëntachtig");
    struct answer r = post(&c, "/klanten/83", "invoice_to=82");

    assert_int_equal(r.status, 303);
    for (int archived = 0; archived < 2; archived++) {
        r = get(&c, "/klanten/82");
        assert_shows(&r, "Heeft historie: 1 klant (Factuur naar). Archiveren kan wel.");
        r = get(&c, "/klanten/82/verwijderen");
        assert_shows(&r, "Dit kan niet");
        r = post(&c, "/klanten/82/verwijderen", "");
        assert_int_equal(r.status, 409);
        assert_shows(&r, "Heeft historie: 1 klant (Factuur naar). Archiveren kan wel.");
        r = post(&c, "/klanten/82/archiveren", "");
        assert_int_equal(r.status, 303);
    }
    assert_true(find_customer(world, administration, "82", &(struct customer){ 0 }));
    r = post(&c, "/klanten/83", "invoice_to=");
    r = post(&c, "/klanten/82/verwijderen", "");
    assert_int_equal(r.status, 303);
    r = post(&c, "/klanten/83", "invoice_to=83");
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Kies een andere klant");
    r = post(&c, "/klanten/83", "invoice_to=82");
    assert_shows(&r, "Dit nummer bestaat niet.");
}

static int64_t id_of(const char *number)
{
    struct customer c;
    assert_true(find_customer(world, administration, number, &c));
    return c.record.id.id;
}

static bool is_archived(const char *number)
{
    struct customer c;
    assert_true(find_customer(world, administration, number, &c));
    return c.archived.on;
}

static void test_the_chosen_are_archived_and_put_back(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    add(701, "Een");
    add(702, "Twee");
    add(703, "Drie");
    const char *chosen = str_print(&world->arena, "kies=%d&kies=%d&kies=%d&kies=99999999&kies=x", (int)id_of("701"), (int)id_of("703"),
                                   (int)id_of("-2")).at;
    struct answer r = post(&c, "/klanten/archiveren", chosen);
    assert_goes_to(&r, "/klanten");
    assert_true(is_archived("701") && !is_archived("702") && is_archived("703") && !is_archived("-2"));
    r = get(&c, "/klanten");
    assert_shows(&r, "2 klanten zijn gearchiveerd");
    r = post(&c, "/klanten/terugzetten", str_print(&world->arena, "kies=%d", (int)id_of("703")).at);
    assert_goes_to(&r, "/klanten");
    assert_true(is_archived("701") && !is_archived("703"));
    r = get(&c, "/klanten");
    assert_shows(&r, "1 klant is teruggezet");
    r = post(&c, "/klanten/archiveren", "");
    assert_goes_to(&r, "/klanten");
    r = get(&c, "/klanten");
    assert_shows(&r, "0 klanten zijn gearchiveerd");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_klant_onbekend_asks_before_it_changes),
        cmocka_unit_test(test_klant_onbekend_stays_what_it_is),
        cmocka_unit_test(test_archiving_is_undone_with_one_click),
        cmocka_unit_test(test_deleting_asks_and_takes_the_notes_along),
        cmocka_unit_test(test_who_is_used_can_not_be_deleted),
        cmocka_unit_test(test_the_chosen_are_archived_and_put_back),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
