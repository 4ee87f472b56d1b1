/* sign_in_test.c - the first start, coming in, staying in, and going out. */
#include "page.h"

static int begin(void **state)
{
    *state = world_with_owner();
    return 0;
}

static int begin_empty(void **state)
{
    *state = world_open();
    return 0;
}

static int end(void **state)
{
    world_close(*state);
    return 0;
}

#define GOOD "email=vera%40voorbeeld.nl&password=drie+groene+fietsen"
#define BAD  "email=vera%40voorbeeld.nl&password=vier+groene+fietsen"
#define WRONG_WORDS "Dit e-mailadres en wachtwoord horen niet bij elkaar."
#define THROTTLED_WORDS "Er is te vaak een verkeerd wachtwoord gebruikt."

/* ---- the first start ----------------------------------------------------------------------------- */

static struct str setup_code(struct world *w)
{
    struct db *db = house_directory(w->house);
    struct str code = directory_setup_code(&w->arena, db, present());
    house_give(w->house, db);
    return code;
}

static struct form first_user(struct world *w)
{
    struct form f = { .arena = &w->arena };

    form_set(&f, "code", setup_code(w).at);
    form_set(&f, "company", "Bakkerij Smit");
    form_set(&f, "person", "Vera Smit");
    form_set(&f, "email", " Vera@Voorbeeld.nl ");
    form_set(&f, "password", OWNER_PASSWORD);
    return f;
}

static void test_the_first_start_makes_a_user_and_an_administration_once(void **state)
{
    struct world *w = *state;
    struct client c = { .world = w };
    struct answer r = get(&c, "/inloggen");

    assert_goes_to(&r, "/welkom");
    r = get(&c, "/welkom?code=abc%3Cdef");
    assert_int_equal(r.status, 200);
    assert_shows(&r, "<h1>Welkom</h1>");
    assert_shows(&r, "value=\"abc&lt;def\"");
    struct form f = first_user(w);
    r = submit(&c, "/welkom", &f);
    assert_goes_to(&r, "/");
    r = get(&c, "/klanten");
    assert_int_equal(r.status, 200);
    assert_shows(&r, "Bakkerij Smit");
    assert_shows(&r, "Klant onbekend");
    assert_int_equal(number_in(w, 0, "SELECT role FROM role"), ROLE_OWNER);
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM person WHERE email = 'vera@voorbeeld.nl'"), 1);

    struct client late = { .world = w };                /* the code opened once */
    r = get(&late, "/welkom");
    assert_goes_to(&r, "/inloggen");
    form_set(&f, "email", "ander@voorbeeld.nl");
    r = submit(&late, "/welkom", &f);
    assert_int_equal(r.status, 403);
    assert_shows(&r, "Poolster is al ingericht. Log in.");
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM person"), 1);
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM setup_code"), 0);
    r = post(&late, "/inloggen", GOOD);
    assert_goes_to(&r, "/");
}

static void test_welcome_says_what_is_wrong_and_keeps_what_was_typed(void **state)
{
    struct world *w = *state;
    static const struct { const char *name, *value, *says; } cases[] = {
        { "code", "", "Deze code klopt niet." }, { "code", "AAAAAAAAAAAAAAAA", "Deze code klopt niet." },
        { "company", "", "Vul een naam in." }, { "company", "a\nb", "Hier staan tekens in" },
        { "company", "123456789012345678901234567890123456789012345678901234567890123456789012345678901", "hooguit 80 tekens" },
        { "person", "   ", "Vul je naam in." }, { "person", "a\x01" "b", "hooguit 80 tekens, op één regel" },
        { "email", "", "Vul je e-mailadres in." }, { "email", "vera", "message-error" },
        { "password", "", "minstens 10 tekens" }, { "password", "ééééééééé", "minstens 10 tekens" },
        { "password", "wachtwoord12", "wordt veel gebruikt" }, { "password", "aaaaaaaaaaaaa", "wordt veel gebruikt" },
        { "password", "0123456789", "wordt veel gebruikt" }, { "password", "vera@voorbeeld.nl", "lijkt te veel op je naam" },
        { "password", "Vera Smit 12", "lijkt te veel op je naam" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct client c = { .world = w };
        struct form f = first_user(w);
        form_set(&f, cases[i].name, cases[i].value);
        struct answer r = submit(&c, "/welkom", &f);
        if (r.status != 422)
            fail_msg("%s=%s answers %d", cases[i].name, cases[i].value, r.status);
        assert_shows(&r, cases[i].says);
        if (strcmp(cases[i].name, "company") != 0)
            assert_shows(&r, "value=\"Bakkerij Smit\"");
        assert_not_shows(&r, OWNER_PASSWORD);
        check_markup(&c, cases[i].says, &r);
    }
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM person"), 0);
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM administration"), 0);
}

static void test_a_new_code_ends_the_earlier_one(void **state)
{
    struct world *w = *state;
    struct client c = { .world = w };
    struct form f = first_user(w);

    setup_code(w);
    struct answer r = submit(&c, "/welkom", &f);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Deze code klopt niet.");
}

/* ---- coming in ----------------------------------------------------------------------------------- */

static void test_signing_in_gives_a_cookie_that_scripts_and_other_sites_do_not_get(void **state)
{
    struct world *w = *state;
    struct client c = { .world = w };
    struct answer r = get(&c, "/inloggen");

    assert_int_equal(r.status, 200);
    assert_shows(&r, "<h1>Inloggen</h1>");
    r = post(&c, "/inloggen", GOOD);
    assert_goes_to(&r, "/");
    const char *cookie = header_of(&r, "Set-Cookie").at;
    assert_non_null(strstr(cookie, "; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"));
    assert_null(strstr(cookie, "Secure"));
    assert_null(strstr(cookie, "Domain"));
    assert_int_equal(between(header_of(&r, "Set-Cookie"), "poolster=", ";").len, 43);     /* of 32 random bytes */
    assert_int_equal(number_in(w, 0, str_print(&w->arena, "SELECT count(*) FROM session WHERE token_hash LIKE '%%%s%%'",
                                               c.cookies[0].value.at).at), 0);

    struct client over_tls = { .world = w, .secure = true };
    r = post(&over_tls, "/inloggen", "email=VERA%40voorbeeld.nl+&password=drie+groene+fietsen");
    assert_goes_to(&r, "/");
    assert_non_null(strstr(header_of(&r, "Set-Cookie").at, "; Secure"));
    assert_false(str_is(c.cookies[0].value, over_tls.cookies[0].value));
    r = get(&c, "/inloggen?terug=/klanten/-2");         /* who is in, goes on */
    assert_goes_to(&r, "/klanten/-2");
}

static void test_an_unknown_address_and_a_wrong_password_get_the_same_answer(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {
        BAD, "email=niemand%40voorbeeld.nl&password=drie+groene+fietsen", "email=x&password=%00",
        "email=vera%40voorbeeld.nl&password=", "email=vera%40voorbeeld.nl&password=drie+groene+fietsen%00",
        "email=vera%40voorbeeld.nl%00x&password=drie+groene+fietsen", "email=vera%40voorbeeld.nl'--&password=x",
    };
    struct str first = S("");

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct client c = { .world = w };
        struct answer r = post(&c, "/inloggen", wrong[i]);
        assert_int_equal(r.status, 422);
        assert_shows(&r, WRONG_WORDS);
        assert_int_equal(header_of(&r, "Set-Cookie").len, 0);
        struct str before = between(r.body, "<form", "name=\"email\""), behind = between(r.body, "id=\"password\"", "</html>");
        if (i == 0)
            first = behind;
        assert_true(before.len && str_is(behind, first));
    }
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM session"), 0);
}

static void fail_often(struct world *w, const char *account, const char *address, int times, int64_t ago)
{
    for (int i = 0; i < times; i++)
        do_in(w, 0, str_print(&w->arena, "INSERT INTO sign_in_failure (account, address, at) VALUES ('%s', '%s', %lld)",
                              account, address, (long long)(present().seconds - ago)).at);
}

static void test_ten_wrong_passwords_stop_an_account_for_a_while(void **state)
{
    struct world *w = *state;
    struct client c = { .world = w };

    fail_often(w, "vera@voorbeeld.nl", "10.0.0.1", 9, 60);
    struct answer r = post(&c, "/inloggen", BAD);
    assert_int_equal(r.status, 422);
    c.address = "10.0.0.2";                             /* from wherever */
    r = post(&c, "/inloggen", GOOD);
    assert_int_equal(r.status, 429);
    assert_shows(&r, THROTTLED_WORDS);
    assert_string_equal(header_of(&r, "Retry-After").at, "900");
    assert_int_equal(header_of(&r, "Set-Cookie").len, 0);
    do_in(w, 0, "UPDATE sign_in_failure SET at = at - 901");
    r = post(&c, "/inloggen", GOOD);
    assert_goes_to(&r, "/");
}

static void test_fifty_wrong_passwords_stop_a_network_address(void **state)
{
    struct world *w = *state;
    struct client c = { .world = w, .address = "10.0.0.1" };

    fail_often(w, "een@ander.nl", "10.0.0.1", 50, 60);
    struct answer r = post(&c, "/inloggen", GOOD);
    assert_int_equal(r.status, 429);
    c.address = "10.0.0.2";
    r = post(&c, "/inloggen", GOOD);
    assert_goes_to(&r, "/");
}

static void test_signing_in_forgets_the_failures_of_the_account(void **state)
{
    struct world *w = *state;
    struct client c = { .world = w };

    fail_often(w, "vera@voorbeeld.nl", "10.0.0.1", 9, 60);
    struct answer r = post(&c, "/inloggen", GOOD);
    assert_goes_to(&r, "/");
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM sign_in_failure"), 0);
}

static void test_the_way_back_leads_only_to_this_site(void **state)
{
    struct world *w = *state;
    static const struct { const char *asked, *goes; } cases[] = {
        { "%2Fklanten%3Fq%3Da%2520b", "/klanten?q=a%20b" }, { "/klanten/-2", "/klanten/-2" },
        { "", "/" }, { "//evil.example", "/" }, { "%2F%2Fevil.example", "/" }, { "/%5Cevil.example", "/" },
        { "https://evil.example", "/" }, { "javascript:alert(1)", "/" }, { "evil.example", "/" }, { "%5C/evil.example", "/" },
        { "%09//evil.example", "/" }, { "/%0D%0ASet-Cookie:x=1", "/" }, { "/%00", "/" }, { "/%C2%85", "/" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct client c = client_of(w, w->owner);
        struct answer r = get(&c, str_print(&w->arena, "/inloggen?terug=%s", cases[i].asked).at);
        assert_goes_to(&r, cases[i].goes);
        struct client out = { .world = w };
        r = get(&out, str_print(&w->arena, "/inloggen?terug=%s", cases[i].asked).at);
        assert_shows(&r, str_print(&w->arena, "name=\"terug\" value=\"%s\"", cases[i].goes).at);
    }
    struct client c = { .world = w };
    struct answer r = post(&c, "/inloggen", GOOD "&terug=//evil.example");
    assert_goes_to(&r, "/");
    c = (struct client){ .world = w };
    r = post(&c, "/inloggen", GOOD "&terug=%2Fklanten%2F-2");
    assert_goes_to(&r, "/klanten/-2");
    c = (struct client){ .world = w };
    r = post(&c, "/inloggen", BAD "&terug=%2Fklanten%2F-2");
    assert_shows(&r, "name=\"terug\" value=\"/klanten/-2\"");
}

/* A browser leaves the tab out, and then it is //evil.example; as a header it was a fault. */
static void test_a_tab_in_the_way_back_is_not_a_fault(void **state)
{
    struct world *w = *state;
    struct client c = client_of(w, w->owner);
    struct answer r = get(&c, "/inloggen?terug=/%09/evil.example");

    assert_goes_to(&r, "/");
}

/* ---- staying in, going out ----------------------------------------------------------------------- */

static void test_a_session_ends_by_time(void **state)
{
    struct world *w = *state;
    struct client c = client_of(w, w->owner);
    struct answer r = get(&c, "/klanten");

    assert_int_equal(r.status, 200);
    do_in(w, 0, "UPDATE session SET ends = ends - 12 * 3600");
    r = get(&c, "/klanten");
    assert_goes_to(&r, "/inloggen?terug=/klanten");
}

static void test_signing_out_is_a_post_and_ends_the_session_itself(void **state)
{
    struct world *w = *state;
    struct client c = client_of(w, w->owner), copy = c;
    struct answer r = get(&c, "/uitloggen");

    assert_int_equal(r.status, 405);
    r = get(&c, "/klanten");
    assert_int_equal(r.status, 200);
    r = post(&c, "/uitloggen", "");
    assert_goes_to(&r, "/inloggen");
    assert_non_null(strstr(header_of(&r, "Set-Cookie").at, "poolster=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    r = get(&copy, "/klanten");                         /* who kept the cookie is out too */
    assert_int_equal(r.status, 303);
    assert_int_equal(number_in(w, 0, "SELECT count(*) FROM session"), 0);
}

static void test_signing_out_everywhere_ends_all_sessions_of_that_user_alone(void **state)
{
    struct world *w = *state;
    int64_t other = add_user(w, "rob@voorbeeld.nl", "Rob Lees", "een lezer leest hier");
    struct client here = client_of(w, w->owner), there = client_of(w, w->owner), of_other = client_of(w, other);
    struct answer r = post(&here, "/instellingen/account/uitloggen", "");

    assert_goes_to(&r, "/inloggen");
    r = get(&there, "/klanten");
    assert_int_equal(r.status, 303);
    r = get(&of_other, "/sneltoetsen");
    assert_int_equal(r.status, 200);
}

static void test_no_cookie_but_the_right_one_opens(void **state)
{
    struct world *w = *state;
    struct client good = client_of(w, w->owner);
    struct str token = good.cookies[0].value;
    const struct str values[] = {
        S("x"), { token.at, token.len - 1 }, str_print(&w->arena, "%sA", token.at), str_print(&w->arena, "\"%s\"", token.at),
        S("' OR 1=1 --"), S("%00"), S("\xff\xfe"), str_lower(&w->arena, token),
    };
    for (size_t i = 0; i < COUNT(values); i++) {
        struct client c = { .world = w, .cookies = { { S("poolster"), values[i] } } };
        struct answer r = get(&c, "/klanten");
        assert_int_equal(r.status, 303);
    }
    struct client c = { .world = w, .cookies = { { S("xpoolster"), token }, { S("Poolster"), token } } };
    struct answer r = get(&c, "/klanten");
    assert_int_equal(r.status, 303);
    c = (struct client){ .world = w, .cookies = { { S("a"), S("1") }, { S("poolster"), token }, { S("b"), S("=;") } } };
    r = get(&c, "/klanten");
    assert_int_equal(r.status, 200);
}

#define IN(test) cmocka_unit_test_setup_teardown(test, begin, end)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, begin_empty, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EMPTY(test_the_first_start_makes_a_user_and_an_administration_once),
        EMPTY(test_welcome_says_what_is_wrong_and_keeps_what_was_typed),
        EMPTY(test_a_new_code_ends_the_earlier_one),
        IN(test_signing_in_gives_a_cookie_that_scripts_and_other_sites_do_not_get),
        IN(test_an_unknown_address_and_a_wrong_password_get_the_same_answer),
        IN(test_ten_wrong_passwords_stop_an_account_for_a_while),
        IN(test_fifty_wrong_passwords_stop_a_network_address),
        IN(test_signing_in_forgets_the_failures_of_the_account),
        IN(test_the_way_back_leads_only_to_this_site),
        IN(test_a_tab_in_the_way_back_is_not_a_fault),
        IN(test_a_session_ends_by_time),
        IN(test_signing_out_is_a_post_and_ends_the_session_itself),
        IN(test_signing_out_everywhere_ends_all_sessions_of_that_user_alone),
        IN(test_no_cookie_but_the_right_one_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
