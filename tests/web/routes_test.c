/* routes_test.c - what the table of routes promises, tried on every row of it. */
#include "client.h"
#include "web/token.h"

static struct world *world;
static int64_t customer, reader, stranger;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    reader = add_user(world, "rob@voorbeeld.nl", "Rob Lees", "een lezer leest hier");
    set_role(world, reader, world->administration, ROLE_READER);
    stranger = add_user(world, "sam@voorbeeld.nl", "Sam Nergens", "nergens is ook ergens");
    customer = add_customer(world, world->administration, (struct customer){ .number = 7, .name = S("Klant Zeven") });
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

/* A path that fits the pattern: of the customer that is there, or of the administration. */
static const char *sample(const struct route *r)
{
    struct buf b = { .arena = &world->arena };
    struct str rest = str_from(r->path);

    str_cut(&rest, '/');
    do {
        struct str part = str_cut(&rest, '/');
        buf_char(&b, '/');
        if (str_is(part, S(":key")))
            buf_add(&b, r->of ? S("7") : S("1"));
        else
            buf_add(&b, str_is(part, S(":part")) ? S("1") : part);
    } while (rest.len);
    return buf_str(&b).at;
}

static struct answer send(struct client *c, const struct route *r)
{
    return r->method == GET ? get(c, sample(r)) : post(c, sample(r), "");
}

/* All that a request could change, as text. */
static struct str everything(void)
{
    static const char *const of_directory[] = {
        "SELECT count(*) FROM person", "SELECT count(*) FROM administration", "SELECT sum(package) FROM administration",
        "SELECT sum(length(name)) FROM administration", "SELECT sum(role) FROM role", "SELECT count(*) FROM session",
    };
    static const char *const of_administration[] = {
        "SELECT count(*) FROM customer", "SELECT sum(version) FROM customer", "SELECT count(*) FROM note",
        "SELECT count(*) FROM audit_log", "SELECT sum(archived) FROM customer",
    };
    struct buf b = { .arena = &world->arena };

    for (size_t i = 0; i < COUNT(of_directory); i++)
        buf_print(&b, "%d ", (int)number_in(world, 0, of_directory[i]));
    for (size_t i = 0; i < COUNT(of_administration); i++)
        buf_print(&b, "%d ", (int)number_in(world, world->administration, of_administration[i]));
    return buf_str(&b);
}

static bool is_wild(struct str part)
{
    return part.len && part.at[0] == ':';
}

/* Whether a path that is b, or fits b, is taken by a. */
static bool hides(const char *a, const char *b)
{
    struct str first = str_from(a), second = str_from(b);

    while (first.len && second.len) {
        struct str x = str_cut(&first, '/'), y = str_cut(&second, '/');
        if (!str_is(x, y) && !is_wild(x))
            return false;
    }
    return first.len == 0 && second.len == 0;
}

static void test_no_row_hides_a_later_one(void **state)
{
    (void)state;
    assert_true(hides("/a/:key", "/a/new") && !hides("/a/new", "/a/:key") && !hides("/a", "/a/b"));
    for (size_t i = 0; i < route_count; i++)
        for (size_t k = i + 1; k < route_count; k++)
            if (routes[i].method == routes[k].method && hides(routes[i].path, routes[k].path))
                fail_msg("%s is hidden by %s", routes[k].path, routes[i].path);
}

static void test_without_a_session_only_open_pages_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        struct client c = { .world = world };
        struct answer r = send(&c, &routes[i]);

        if (routes[i].flags & OPEN) {
            assert_true(r.status == 200 || r.status == 303 || r.status == 403 || r.status == 422);
            assert_false(str_begins(header_of(&r, "Location"), S("/inloggen?")));
            continue;
        }
        if (r.status != 303 || !str_begins(header_of(&r, "Location"), S("/inloggen")))
            fail_msg("%s answers %d to nobody", routes[i].path, r.status);
        c.fragment = true;
        r = send(&c, &routes[i]);
        assert_int_equal(r.status, 401);
        assert_true(str_begins(header_of(&r, "HX-Redirect"), S("/inloggen")));
        assert_false(is_page(&r));
        assert_not_shows(&r, "Klant Zeven");
    }
}

static void test_after_signing_in_you_come_where_you_were(void **state)
{
    (void)state;
    struct client c = { .world = world };
    struct answer r = get(&c, "/klanten?q=caf%C3%A9&toon=archief");

    assert_goes_to(&r, "/inloggen?terug=/klanten%3Fq%3Dcaf%25C3%25A9%26toon%3Darchief");
    r = get(&c, "/");
    assert_goes_to(&r, "/inloggen");
    r = post(&c, "/klanten/7/archiveren", "");          /* what was sent is not sent again */
    assert_goes_to(&r, "/inloggen");
}

static void test_a_post_without_a_token_of_this_session_changes_nothing(void **state)
{
    (void)state;
    struct client foreign = client_of(world, reader), ended = client_of(world, world->owner);
    struct client c = client_of(world, world->owner);
    struct str of_other = token_of(&foreign), of_ended = token_of(&ended), own = token_of(&c);
    struct answer r = post(&ended, "/uitloggen", "");

    assert_int_equal(r.status, 303);
    const struct str tokens[] = {
        S(""), S("x"), of_other, of_ended, { own.at, own.len - 1 }, S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    };
    struct str before = everything();
    for (size_t i = 0; i < route_count; i++) {
        for (size_t t = 0; t < COUNT(tokens) && routes[i].method == POST && !(routes[i].flags & OPEN); t++) {
            c.no_token = true;
            const char *form = str_print(&world->arena, "name=Ander&naam=Ander&pakket=inZicht&notitie=x&token=%.*s",
                                         (int)tokens[t].len, tokens[t].at).at;
            r = post(&c, sample(&routes[i]), form);
            if (r.status != 403)
                fail_msg("%s answers %d to token %zu", routes[i].path, r.status, t);
            assert_shows(&r, "Deze pagina is verlopen");
        }
    }
    assert_string_equal(everything().at, before.at);
}

static void test_tokens_differ_each_time_and_all_count(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct str first = token_of(&c);

    c.token = S("");
    assert_false(str_is(first, token_of(&c)));
    assert_true(form_token_is(c.cookies[0].value, first));
}

static void test_a_form_from_another_site_is_refused(void **state)
{
    (void)state;
    static const struct { const char *origin, *fetch_site; int status; } cases[] = {
        { NULL, "cross-site", 403 }, { NULL, "same-site", 403 }, { "https://evil.example", NULL, 403 },
        { "null", NULL, 403 }, { "https://poolster.example.evil.example", NULL, 403 }, { "poolster.example", NULL, 403 },
        { "https://evil.example", "same-origin", 303 },         /* what the browser says itself counts */
        { NULL, "same-origin", 303 }, { NULL, "none", 303 }, { "https://poolster.example", NULL, 303 },
        { "http://POOLSTER.example", NULL, 303 }, { NULL, NULL, 303 },
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(cases); i++) {
        c.origin = cases[i].origin, c.fetch_site = cases[i].fetch_site;
        struct answer r = post(&c, "/instellingen/account/sneltoetsen", "sneltoetsen=aan");
        if (r.status != cases[i].status)
            fail_msg("case %zu: %d", i, r.status);
        if (r.status == 403)
            assert_shows(&r, "kwam van een andere website");
    }
    c.origin = NULL, c.fetch_site = "cross-site";
    struct answer r = post(&c, "/inloggen", "email=a%40b.nl&password=x");
    assert_int_equal(r.status, 403);
    r = get(&c, "/klanten");                                    /* a link from elsewhere may open a page */
    assert_int_equal(r.status, 200);
}

static void test_who_may_less_gets_403_and_changes_nothing(void **state)
{
    (void)state;
    static const struct { enum role role; unsigned may; } roles[] = {
        { ROLE_READER, MAY_READ }, { ROLE_STANDARD, MAY_READ | MAY_WRITE },
    };
    struct str before;
    size_t refused = 0;

    for (size_t k = 0; k < COUNT(roles); k++) {
        set_role(world, reader, world->administration, roles[k].role);
        struct client c = client_of(world, reader);
        before = everything();
        for (size_t i = 0; i < route_count; i++) {
            if ((routes[i].needs & ~roles[k].may) == 0)
                continue;
            struct answer r = send(&c, &routes[i]);
            if (r.status != 403)
                fail_msg("%s answers %d to %s", routes[i].path, r.status, role_name(roles[k].role));
            assert_shows(&r, "Je hebt hiervoor geen rechten. Vraag een beheerder.");
            refused++;
        }
        assert_string_equal(everything().at, before.at);
    }
    assert_true(refused > 5);
    set_role(world, reader, world->administration, ROLE_READER);
}

static void test_what_the_package_lacks_is_403_and_says_from_which_on(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    size_t gated = 0;

    for (size_t i = 0; i < route_count; i++) {
        if (routes[i].package == PACKAGE_INSTAP)
            continue;
        gated++;
        set_package(world, world->administration, routes[i].package - 1);
        struct answer r = send(&c, &routes[i]);
        if (r.status != 403)
            fail_msg("%s answers %d", routes[i].path, r.status);
        assert_shows(&r, str_print(&world->arena, "Vanaf pakket %s", package_name(routes[i].package)).at);
        assert_shows(&r, "Pakket wijzigen");
        set_package(world, world->administration, routes[i].package);
        r = send(&c, &routes[i]);
        assert_int_not_equal(r.status, 403);
    }
    assert_true(gated > 0);
    set_package(world, world->administration, PACKAGE_INKAART);
}

static void test_without_an_administration_you_choose_one_first(void **state)
{
    (void)state;
    struct client c = client_of(world, stranger);

    for (size_t i = 0; i < route_count; i++) {
        if (routes[i].flags & (OPEN | OUTSIDE))
            continue;
        struct answer r = send(&c, &routes[i]);
        assert_goes_to(&r, "/administraties");
    }
    struct answer r = get(&c, "/administraties");
    assert_shows(&r, "Nog geen administraties");
}

/* What the table allows on this path: the rows of its first pattern. */
static const char *allowed_on(const struct route *of)
{
    bool gets = false, posts = false;
    for (size_t i = 0; i < route_count; i++) {
        if (strcmp(routes[i].path, of->path) == 0) {
            gets = gets || routes[i].method == GET;
            posts = posts || routes[i].method == POST;
        }
    }
    return gets && posts ? "GET, HEAD, POST" : gets ? "GET, HEAD" : "POST";
}

static void test_another_method_is_405_with_what_is_allowed(void **state)
{
    (void)state;
    static const char *const odd[] = { "PUT", "DELETE", "PATCH", "TRACE", "get", "Post", "", "GETS", "BREW" };
    struct client c = client_of(world, world->owner);
    struct str before = everything();

    for (size_t i = 0; i < route_count; i++) {
        const char *allowed = allowed_on(&routes[i]);
        for (size_t k = 0; k < COUNT(odd) + 3; k++) {
            const char *method = k < COUNT(odd) ? odd[k] : (const char *[]){ "OPTIONS", "GET", "POST" }[k - COUNT(odd)];
            if (k > COUNT(odd) && strstr(allowed, method))
                continue;
            struct answer r = ask(&c, (struct http_request){ .method = str_from(method),
                                                             .path = str_from(sample(&routes[i])) });
            bool options = strcmp(method, "OPTIONS") == 0;
            if (r.status != (options ? 204 : 405))
                fail_msg("%s %s answers %d", method, routes[i].path, r.status);
            assert_string_equal(header_of(&r, "Allow").at, allowed);
            assert_true(options ? r.body.len == 0 : shows(&r, "Dit kan hier niet"));
        }
    }
    assert_string_equal(everything().at, before.at);
}

static void test_what_is_not_there_is_404(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/bestaat-niet", "/klanten/", "/klanten//7", "//klanten", "/klanten/7/", "/klanten/7/archief", "/Klanten",
        "/klanten/7/notities/1", "/klanten%2f7", "/administraties/1", "/static/", "/static/x/app.css", "/.", "/..",
        "/klanten/../inloggen", "/klanten/.", "/klanten;a=b", "/klanten.html", "/favicon.ico",
    };
    for (size_t who = 0; who < 2; who++) {
        struct client c = who ? client_of(world, world->owner) : (struct client){ .world = world };
        for (size_t i = 0; i < COUNT(paths); i++) {
            struct answer r = get(&c, paths[i]);
            bool behind_key = strcmp(paths[i], "/klanten/.") == 0;      /* a customer called "." */
            if (r.status != (behind_key && !who ? 303 : 404))
                fail_msg("%s answers %d", paths[i], r.status);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_row_hides_a_later_one),
        cmocka_unit_test(test_without_a_session_only_open_pages_answer),
        cmocka_unit_test(test_after_signing_in_you_come_where_you_were),
        cmocka_unit_test(test_a_post_without_a_token_of_this_session_changes_nothing),
        cmocka_unit_test(test_tokens_differ_each_time_and_all_count),
        cmocka_unit_test(test_a_form_from_another_site_is_refused),
        cmocka_unit_test(test_who_may_less_gets_403_and_changes_nothing),
        cmocka_unit_test(test_what_the_package_lacks_is_403_and_says_from_which_on),
        cmocka_unit_test(test_without_an_administration_you_choose_one_first),
        cmocka_unit_test(test_another_method_is_405_with_what_is_allowed),
        cmocka_unit_test(test_what_is_not_there_is_404),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
