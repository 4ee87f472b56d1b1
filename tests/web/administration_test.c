/* administration_test.c - several administrations of several users, each with its own rows. */
#include "page.h"

static struct world *world;
static int64_t first, second, foreign, stranger;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    first = world->administration;
    second = add_administration(world, "Tweede <zaak>", world->owner);
    stranger = add_user(world, "sam@voorbeeld.nl", "Sam Ander", "anders dan anderen");
    foreign = add_administration(world, "Geheime zaak", stranger);
    add_customer(world, first, (struct customer){ .number = 1001, .name = S("Alleen in de eerste") });
    add_customer(world, second, (struct customer){ .number = 2002, .name = S("Alleen in de tweede") });
    add_customer(world, foreign, (struct customer){ .number = 3003, .name = S("Alleen bij Sam") });
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

static const char *path(int64_t administration, const char *behind)
{
    return str_print(&world->arena, "/administraties/%d%s", (int)administration, behind).at;
}

static struct client in(int64_t administration)
{
    struct client c = client_of(world, world->owner);
    struct answer r = post(&c, path(administration, "/openen"), "");
    assert_goes_to(&r, "/");
    return c;
}

static void test_the_list_shows_the_users_own_with_role_and_package(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = get(&c, "/administraties");

    assert_int_equal(r.status, 200);
    assert_shows(&r, "<h1>Administratiebeheer</h1>");
    assert_shows(&r, "Bakkerij Smit</button>");
    assert_shows(&r, "Tweede &lt;zaak&gt;</button>");
    assert_shows(&r, "<td>inKaart</td><td>Hoofdgebruiker</td>");
    assert_shows(&r, "Nieuw</a>");
    assert_shows(&r, "Naam wijzigen");
    assert_not_shows(&r, "Geheime zaak");
    r = get(&c, "/klanten");                            /* nor in the switch of the top bar */
    assert_shows(&r, "class=\"administration-switch\"");
    assert_shows(&r, "Tweede &lt;zaak&gt;");
    assert_not_shows(&r, "Geheime zaak");
}

static void test_switching_shows_the_other_customers_alone(void **state)
{
    (void)state;
    static const char *const paths[] = { "/klanten/1001", "/klanten/1001/acties", "/klanten/1001/verwijderen" };
    static const char *const posts[] = {
        "/klanten/1001", "/klanten/1001/archiveren", "/klanten/1001/terugzetten", "/klanten/1001/verwijderen", "/klanten/1001/notities",
    };
    struct client c = in(second);
    struct answer r = get(&c, "/klanten");

    assert_shows(&r, "Alleen in de tweede");
    assert_not_shows(&r, "Alleen in de eerste");
    r = get(&c, "/klanten?q=alleen");
    assert_shows(&r, "<b>1</b> klant gevonden");
    r = get(&c, "/zoeken?q=eerste");
    assert_not_shows(&r, "Alleen in de eerste");
    for (size_t i = 0; i < COUNT(paths); i++) {
        r = get(&c, paths[i]);
        assert_int_equal(r.status, 404);
    }
    for (size_t i = 0; i < COUNT(posts); i++) {
        r = post(&c, posts[i], "name=Gekaapt&notitie=x&version=1");
        if (r.status != 404)
            fail_msg("%s answers %d", posts[i], r.status);
    }
    r = post(&c, "/klanten/2002", "invoice_to=1001");
    assert_int_equal(r.status, 422);
    r = get(&c, "/klanten/nieuw?kopie=1001");
    assert_not_shows(&r, "Alleen in de eerste");
    struct customer kept;
    assert_true(find_customer(world, first, "1001", &kept));
    assert_string_equal(kept.name.at, "Alleen in de eerste");
    r = post(&c, path(first, "/openen"), "");
    r = get(&c, "/klanten");
    assert_shows(&r, "Alleen in de eerste");
}

static void test_a_strangers_administration_is_as_little_there_as_none(void **state)
{
    (void)state;
    static const char *const ids[] = { "999", "0", "-1", "abc", "1e1", "99999999999999999999", "1%00", "%31x", "1%2F..%2F2" };
    struct client c = in(first);
    struct answer r;

    for (size_t i = 0; i <= COUNT(ids); i++) {
        const char *id = i < COUNT(ids) ? ids[i] : str_print(&world->arena, "%d", (int)foreign).at;
        r = post(&c, str_print(&world->arena, "/administraties/%s/openen", id).at, "");
        if (r.status != 404)
            fail_msg("opening %s answers %d", id, r.status);
        r = get(&c, str_print(&world->arena, "/administraties/%s/naam", id).at);
        assert_int_equal(r.status, 404);
        assert_not_shows(&r, "Geheime");
        r = post(&c, str_print(&world->arena, "/administraties/%s/naam", id).at, "naam=Gekaapt");
        assert_int_equal(r.status, 404);
    }
    r = get(&c, "/klanten");
    assert_shows(&r, "Alleen in de eerste");
    assert_int_equal(number_in(world, 0, "SELECT count(*) FROM administration WHERE name = 'Gekaapt'"), 0);
}

static void test_a_role_that_is_taken_away_ends_at_once(void **state)
{
    (void)state;
    struct client sam = client_of(world, stranger);
    struct answer r = get(&sam, "/klanten");

    assert_shows(&r, "Alleen bij Sam");
    do_in(world, 0, str_print(&world->arena, "DELETE FROM role WHERE administration = %d", (int)foreign).at);
    r = get(&sam, "/klanten");
    assert_goes_to(&r, "/administraties");
    r = get(&sam, "/klanten/3003");
    assert_goes_to(&r, "/administraties");
    set_role(world, stranger, foreign, ROLE_OWNER);
}

static void test_a_new_one_is_opened_with_klant_onbekend_in_it(void **state)
{
    (void)state;
    struct client c = in(first);
    struct answer r = get(&c, "/administraties/nieuw");

    assert_shows(&r, "Nieuwe administratie");
    r = post(&c, "/administraties/nieuw", "naam=+Derde+%26+zoon+");
    assert_goes_to(&r, "/");
    r = get(&c, "/klanten");
    assert_shows(&r, "Derde &amp; zoon is aangemaakt.");
    assert_shows(&r, "<title>Klanten – Derde &amp; zoon</title>");
    assert_shows(&r, "<b>1</b> klant");
    assert_shows(&r, "Klant onbekend");
    assert_not_shows(&r, "Alleen in de eerste");
}

static void test_a_name_that_can_not_be_is_told_and_stays_typed(void **state)
{
    (void)state;
    static const struct { const char *typed, *says; } cases[] = {
        { "", "Vul een naam in." }, { "+%09+", "Vul een naam in." }, { "a%0Ab", "Hier staan tekens in" },
        { "a%0Db", "Hier staan tekens in" }, { "a%00b", "Hier staan tekens in" }, { "a%01b", "Hier staan tekens in" },
    };
    struct client c = in(first);
    int64_t before = number_in(world, 0, "SELECT count(*) FROM administration");
    struct buf longest = { .arena = &world->arena };
    struct answer r;

    for (size_t i = 0; i < COUNT(cases); i++) {
        r = post(&c, "/administraties/nieuw", str_print(&world->arena, "naam=%s", cases[i].typed).at);
        if (r.status != 422)
            fail_msg("%s answers %d", cases[i].typed, r.status);
        assert_shows(&r, cases[i].says);
        r = post(&c, path(first, "/naam"), str_print(&world->arena, "naam=%s", cases[i].typed).at);
        assert_int_equal(r.status, 422);
        check_markup(&c, cases[i].says, &r);
    }
    buf_add(&longest, S("naam="));
    for (int i = 0; i < 80; i++)
        buf_add(&longest, S("%C3%A9"));
    r = post(&c, path(second, "/naam"), buf_str(&longest).at);         /* 80 characters, 160 bytes */
    assert_goes_to(&r, "/administraties");
    buf_add(&longest, S("x"));
    r = post(&c, path(second, "/naam"), buf_str(&longest).at);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Een naam heeft hooguit 80 tekens.");
    assert_shows(&r, "éééx\"");
    r = post(&c, path(second, "/naam"), "naam=Tweede+%3Czaak%3E");
    assert_int_equal(r.status, 303);
    assert_int_equal(number_in(world, 0, "SELECT count(*) FROM administration"), before);
}

static void test_renaming_asks_a_role_there_not_here(void **state)
{
    (void)state;
    int64_t clerk = add_user(world, "kim@voorbeeld.nl", "Kim Klerk", "kantoor en klerken");
    int64_t own = add_administration(world, "Van Kim", clerk);
    set_role(world, clerk, first, ROLE_STANDARD);
    struct client c = client_of(world, clerk);
    struct answer r = post(&c, path(own, "/openen"), "");

    r = get(&c, "/administraties");
    assert_shows(&r, str_print(&world->arena, "href=\"%s\"", path(own, "/naam")).at);
    assert_not_shows(&r, str_print(&world->arena, "href=\"%s\"", path(first, "/naam")).at);
    r = get(&c, path(first, "/naam"));
    assert_int_equal(r.status, 403);
    r = post(&c, path(first, "/naam"), "naam=Gekaapt");
    assert_int_equal(r.status, 403);
    assert_shows(&r, "Je hebt hiervoor geen rechten. Vraag een beheerder.");
    r = post(&c, path(own, "/naam"), "naam=Nog+van+Kim");
    assert_goes_to(&r, "/administraties");
    r = get(&c, "/administraties");
    assert_shows(&r, "De naam is gewijzigd.");
    assert_shows(&r, "Nog van Kim</button>");
}

static void test_the_package_is_changed_by_who_manages(void **state)
{
    (void)state;
    static const char *const names[] = { "inStap", "inKaart", "inBalans", "inZicht", "inControle" };
    struct client c = in(first);
    struct answer r;

    for (size_t i = 0; i < COUNT(names); i++) {
        r = post(&c, "/instellingen/pakket", str_print(&world->arena, "pakket=%s", names[i]).at);
        assert_goes_to(&r, "/instellingen/pakket");
        r = get(&c, "/instellingen/pakket");
        assert_shows(&r, str_print(&world->arena, "Het pakket is nu %s.", names[i]).at);
        assert_string_equal(str_copy(&world->arena, between(r.body, "aria-current=\"true\"><th scope=\"row\"><b>", "<")).at, names[i]);
    }
    assert_int_equal(number_in(world, 0, str_print(&world->arena, "SELECT package FROM administration WHERE id = %d",
                                                   (int)second).at), PACKAGE_INKAART);
    static const char *const wrong[] = { "pakket=", "pakket=instap", "pakket=5", "" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        r = post(&c, "/instellingen/pakket", wrong[i]);
        assert_int_equal(r.status, 422);
    }
    set_role(world, stranger, first, ROLE_STANDARD);
    struct client sam = client_of(world, stranger);
    r = post(&sam, path(first, "/openen"), "");
    r = get(&sam, "/instellingen/pakket");
    assert_int_equal(r.status, 200);
    assert_not_shows(&r, "Kies inStap");
    r = post(&sam, "/instellingen/pakket", "pakket=inStap");
    assert_int_equal(r.status, 403);
    set_role(world, stranger, first, ROLE_NONE);
    r = get(&sam, "/klanten");                          /* a role of nothing opens nothing */
    assert_true(r.status == 403 || r.status == 303);
    assert_not_shows(&r, "Alleen in de eerste");
}

static void test_keys_are_switched_off_and_on(void **state)
{
    (void)state;
    struct client c = in(first);
    struct answer r = get(&c, "/klanten");

    assert_shows(&r, "data-keys=\"on\"");
    r = post(&c, "/instellingen/account/sneltoetsen", "sneltoetsen=uit");
    assert_goes_to(&r, "/instellingen/account");
    r = get(&c, "/instellingen/account");
    assert_shows(&r, "data-keys=\"off\"");
    assert_shows(&r, "Sneltoetsen met één letter staan uit.");
    assert_shows(&r, "Zet sneltoetsen aan");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_list_shows_the_users_own_with_role_and_package),
        cmocka_unit_test(test_switching_shows_the_other_customers_alone),
        cmocka_unit_test(test_a_strangers_administration_is_as_little_there_as_none),
        cmocka_unit_test(test_a_role_that_is_taken_away_ends_at_once),
        cmocka_unit_test(test_a_new_one_is_opened_with_klant_onbekend_in_it),
        cmocka_unit_test(test_a_name_that_can_not_be_is_told_and_stays_typed),
        cmocka_unit_test(test_renaming_asks_a_role_there_not_here),
        cmocka_unit_test(test_the_package_is_changed_by_who_manages),
        cmocka_unit_test(test_keys_are_switched_off_and_on),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
