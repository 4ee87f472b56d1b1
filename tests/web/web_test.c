/* web_test.c - what holds for every page: its headers, its markup, its links, and what it says when
 * something goes wrong. */
#include "page.h"

static struct world *world;
static int64_t demo;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    demo = demo_make(world->house, 60, present(), NULL);
    set_role(world, world->owner, demo, ROLE_OWNER);
    set_package(world, demo, PACKAGE_INBALANS);
    do_in(world, demo, "UPDATE customer SET invoice_to = (SELECT id FROM customer WHERE number = 10002)"
                       " WHERE number IN (10001, 10003)");
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

/* In the demo, with an archived customer, a note and a message on the next page. */
static struct client visitor(void)
{
    struct client c = client_of(world, world->owner);
    struct answer r = post(&c, str_print(&world->arena, "/administraties/%d/openen", (int)demo).at, "");

    assert_goes_to(&r, "/");
    r = post(&c, "/klanten/10005/notities", "notitie=Gebeld+over+de+levering");
    assert_int_equal(r.status, 303);
    r = post(&c, "/klanten/10004/archiveren", "");
    assert_int_equal(r.status, 303);
    return c;
}

/* ---- every page ---------------------------------------------------------------------------------- */

#define POLICY "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';" \
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static void check_headers(const char *where, const struct answer *r)
{
    const struct { const char *name, *value; } wanted[] = {
        { "Content-Security-Policy", POLICY }, { "X-Content-Type-Options", "nosniff" },
        { "Cache-Control", "private, no-cache" }, { "Vary", "HX-Request" }, { "Referrer-Policy", "same-origin" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
    };
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (!str_is(header_of(r, wanted[i].name), str_from(wanted[i].value)))
            fail_msg("%s: %s is not %s", where, wanted[i].name, wanted[i].value);
    for (size_t i = 0; i < r->header_count; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(strcmp(r->headers[i].name, r->headers[k].name) != 0
                        || strcmp(r->headers[i].name, "Set-Cookie") == 0);
}

/* ---- a walk along all links ---------------------------------------------------------------------- */

enum { MOST_PAGES = 2000 };

struct walk { const char *paths[MOST_PAGES]; size_t count; };

static void add_path(struct walk *w, struct str path)
{
    path.len = (size_t)((char *)memchr(path.at, '#', path.len) ? (const char *)memchr(path.at, '#', path.len) - path.at
                                                               : (ptrdiff_t)path.len);
    for (size_t i = 0; i < w->count; i++)
        if (str_is(str_from(w->paths[i]), path))
            return;
    if (w->count < MOST_PAGES && path.len)
        w->paths[w->count++] = str_copy(&world->arena, path).at;
}

/* {id} stands in what the script makes of a row. */
static struct str with_id(struct str path)
{
    struct str left = str_cut(&path, '{');
    return path.len ? str_print(&world->arena, "%.*s10006%.*s", (int)left.len, left.at, (int)path.len - 3,
                                path.at + 3) : left;
}

static void check_post(struct client *c, const char *where, struct str path)
{
    struct client without = *c;

    without.no_token = true;                    /* asks for the token: so it is there */
    struct answer r = post(&without, str_copy(&world->arena, path).at, "");
    if (r.status != 403)
        fail_msg("%s: a form goes to %.*s, which answers %d", where, (int)path.len, path.at, r.status);
}

static void follow(struct client *c, struct walk *w, const char *where, const struct answer *r)
{
    static const char *const to_get[] = { "href", "hx-get", "src", "data-href" };
    static const char *const to_post[] = { "hx-post", "formaction", "data-post" };
    struct arena *a = &world->arena;
    struct str rest = r->body, path, method;
    struct tag t;

    while (next_tag(&rest, &t)) {
        if (t.closes)
            continue;
        for (size_t i = 0; i < COUNT(to_get); i++)
            if (attribute(a, &t, to_get[i], &path) && str_begins(path, S("/")))
                add_path(w, with_id(path));
        for (size_t i = 0; i < COUNT(to_post); i++)
            if (attribute(a, &t, to_post[i], &path))
                check_post(c, where, with_id(path));
        if (!str_is(t.name, S("form")) || !attribute(a, &t, "action", &path))
            continue;
        if (attribute(a, &t, "method", &method) && str_is(method, S("post")))
            check_post(c, where, path);
        else
            add_path(w, path);
    }
}

static void test_all_links_of_all_pages_lead_somewhere(void **state)
{
    (void)state;
    static const char *const starts[] = {
        "/", "/klanten?q=zzzzzz", "/klanten?q=de&sorteer=name&richting=af", "/klanten?toon=archief", "/klanten/-2",
        "/klanten/10001", "/klanten/10002/acties", "/klanten/10002/verwijderen", "/klanten/10004", "/klanten/10005",
        "/klanten/-2/verwijderen", "/klanten/-2/acties", "/klanten?toon=archief&q=x", "/zoeken?q=a", "/inloggen", "/welkom",
    };
    struct client c = visitor();
    struct walk *w = TAKE(&world->arena, struct walk);
    size_t pages = 0;

    for (size_t i = 0; i < COUNT(starts); i++)
        add_path(w, str_from(starts[i]));
    for (size_t i = 0; i < w->count; i++) {
        struct answer r = get(&c, w->paths[i]);
        if (r.status != 200 && r.status != 303)
            fail_msg("%s answers %d", w->paths[i], r.status);
        if (r.status == 303 || strcmp(r.type, "text/html; charset=utf-8") != 0)
            continue;
        pages++;
        check_headers(w->paths[i], &r);
        check_markup(&c, w->paths[i], &r);
        follow(&c, w, w->paths[i], &r);
        c.fragment = true;
        r = get(&c, w->paths[i]);
        check_headers(w->paths[i], &r);
        check_markup(&c, w->paths[i], &r);
        c.fragment = false;
    }
    assert_true(pages > 150);
    assert_true(w->count < MOST_PAGES);
}

/* ---- what goes wrong ----------------------------------------------------------------------------- */

static struct answer bad_query(struct client *c)    { return get(c, "/klanten?q=%ff"); }
static struct answer bad_token(struct client *c)    { c->no_token = true; return post(c, "/uitloggen", ""); }
static struct answer not_there(struct client *c)    { return get(c, "/nergens"); }
static struct answer no_customer(struct client *c)  { return get(c, "/klanten/999"); }
static struct answer fixed(struct client *c)        { return post(c, "/klanten/-2/archiveren", ""); }
static struct answer in_use(struct client *c)       { return post(c, "/klanten/10002/verwijderen", ""); }
static struct answer other_type(struct client *c)   { c->type = "application/json"; return post(c, "/klanten/nieuw", "{}"); }
static struct answer odd_package(struct client *c)  { return post(c, "/instellingen/pakket", "pakket=inAlles"); }

static struct answer other_method(struct client *c)
{
    return ask(c, (struct http_request){ .method = S("DELETE"), .path = S("/klanten/10001") });
}

static struct answer too_large(struct client *c)
{
    return ask(c, (struct http_request){ .method = S("POST"), .path = S("/klanten/nieuw"), .too_large = true,
                                         .type = S("multipart/form-data; boundary=x") });
}

static struct answer faulty(struct client *c)
{
    struct log l = log_begin(world);
    arena_fail_at(100);
    struct answer r = get(c, "/klanten");
    log_end(world, l);
    return r;
}

static void test_each_error_is_a_page_and_a_fragment_with_a_code(void **state)
{
    (void)state;
    static const struct { struct answer (*make)(struct client *); int status; const char *says; } errors[] = {
        { bad_query, 400, "geen geldige UTF-8" }, { bad_token, 403, "Deze pagina is verlopen" },
        { not_there, 404, "Deze pagina bestaat niet" }, { no_customer, 404, "Deze klant is er niet (meer)." },
        { other_method, 405, "Dit kan hier niet" }, { fixed, 409, "Klant onbekend kan niet worden gearchiveerd" },
        { in_use, 409, "Heeft historie: 2 klanten (Factuur naar)" }, { too_large, 413, "meer dan Poolster" },
        { other_type, 415, "Deze vorm van gegevens" }, { odd_package, 422, "Dit pakket bestaat niet" },
        { faulty, 500, "Er ging iets mis. Er is niets opgeslagen." },
    };
    struct client base = visitor();

    for (size_t i = 0; i < COUNT(errors); i++) {
        for (int fragment = 0; fragment < 2; fragment++) {
            struct client c = base;
            c.fragment = fragment;
            token_of(&c);
            struct answer r = errors[i].make(&c);
            if (r.status != errors[i].status)
                fail_msg("%d wanted, %d came", errors[i].status, r.status);
            assert_shows(&r, errors[i].says);
            assert_int_equal(is_page(&r), !fragment);
            assert_shows(&r, str_print(&world->arena, "<code>%s</code>", header_of(&r, "X-Request-Id").at).at);
            assert_int_equal(header_of(&r, "X-Request-Id").len, 12);
            check_headers(errors[i].says, &r);
            check_markup(&c, errors[i].says, &r);
        }
    }
}

static void test_nobody_gets_errors_without_a_frame_of_an_administration(void **state)
{
    (void)state;
    struct client c = { .world = world };
    struct answer r = get(&c, "/nergens");

    assert_int_equal(r.status, 404);
    assert_true(is_page(&r));
    assert_not_shows(&r, "administration-switch");
    assert_shows(&r, "href=\"/inloggen\"");
    check_markup(&c, "/nergens", &r);
}

static size_t lines(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '\n';
    return n;
}

static void test_a_fault_is_logged_on_one_line_under_the_code_of_the_page(void **state)
{
    (void)state;
    struct client c = visitor();
    struct log l = log_begin(world);

    arena_fail_at(60);
    struct answer r = get(&c, "/klanten/10001");
    struct str log = log_end(world, l);
    assert_int_equal(r.status, 500);
    assert_int_equal(lines(log), 1);
    assert_string_equal(log.at, str_print(&world->arena, "level=fault id=%s route=/klanten/:key message=\"out of memory"
                                          " (as a test asked)\"\n", header_of(&r, "X-Request-Id").at).at);
    assert_not_shows(&r, "as a test asked");
    r = get(&c, "/klanten/10001");
    assert_int_equal(r.status, 200);
}

static void test_a_request_is_logged_on_one_line_without_what_was_typed(void **state)
{
    (void)state;
    struct client c = visitor();
    struct log l;

    world->site.quiet = false;
    l = log_begin(world);
    get(&c, "/klanten/10001?geheim=1%0Astatus=999");
    struct str log = log_end(world, l);
    assert_int_equal(lines(log), 1);
    assert_non_null(strstr(log.at, " method=GET route=/klanten/:key status=200 ms="));
    assert_non_null(strstr(log.at, str_print(&world->arena, " user=1 administration=%d address=127.0.0.1\n",
                                             (int)demo).at));
    assert_null(strstr(log.at, "geheim"));

    l = log_begin(world);
    get(&c, "/klanten/export.xlsx");
    log = log_end(world, l);
    assert_non_null(strstr(log.at, " status=200 "));
    assert_non_null(strstr(log.at, " bytes=- "));      /* it is not made yet */

    l = log_begin(world);
    ask(&c, (struct http_request){ .method = S("G\nX"), .path = S("/a\nstatus=999") });
    log = log_end(world, l);
    world->site.quiet = true;
    assert_int_equal(lines(log), 1);
    assert_non_null(strstr(log.at, " method=? route=- status=405 ") ? "" : strstr(log.at, " method=? route=- status=404 "));
}

/* ---- small things of all pages ------------------------------------------------------------------- */

static void test_over_tls_browsers_are_told_to_stay_there(void **state)
{
    (void)state;
    struct client c = visitor();
    struct answer r = get(&c, "/klanten");

    assert_int_equal(header_of(&r, "Strict-Transport-Security").len, 0);
    c.secure = true;
    r = get(&c, "/klanten");
    assert_string_equal(header_of(&r, "Strict-Transport-Security").at, "max-age=31536000");
}

static void test_a_message_shows_once_and_shows_only_text(void **state)
{
    (void)state;
    struct client c = visitor();
    struct answer r = post(&c, "/klanten/10007/archiveren", "");

    assert_goes_to(&r, "/klanten");
    r = get(&c, "/klanten");
    assert_shows(&r, " is gearchiveerd</p>");
    assert_shows(&r, "action=\"/klanten/10007/terugzetten\" data-undo");
    assert_shows(&r, "Ongedaan maken");
    r = get(&c, "/klanten");
    assert_not_shows(&r, " is gearchiveerd</p>");
    static const char *const forged[] = {
        "%3Cscript%3E|", "x|javascript:alert(1)", "x|//evil.example", "x|https%3A%2F%2Fevil.example", "%ff|", "%|", "|", "x|%",
    };
    for (size_t i = 0; i < COUNT(forged); i++) {
        c.cookies[1] = (struct pair){ S("melding"), str_from(forged[i]) };
        r = get(&c, "/klanten");
        assert_int_equal(r.status, 200);
        assert_not_shows(&r, "<script>");
        assert_not_shows(&r, "javascript:");
        assert_not_shows(&r, "evil.example");
    }
}

static void test_files_of_the_program_are_kept_for_ever(void **state)
{
    (void)state;
    struct client c = { .world = world };
    struct answer page = get(&c, "/inloggen");
    struct str path = between(page.body, "rel=\"stylesheet\" href=\"", "\"");
    struct answer r = get(&c, str_copy(&world->arena, path).at);

    assert_int_equal(r.status, 200);
    assert_string_equal(header_of(&r, "Cache-Control").at, "public, max-age=31536000, immutable");
    assert_string_equal(header_of(&r, "X-Content-Type-Options").at, "nosniff");
    assert_shows(&r, "{");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_links_of_all_pages_lead_somewhere),
        cmocka_unit_test(test_each_error_is_a_page_and_a_fragment_with_a_code),
        cmocka_unit_test(test_nobody_gets_errors_without_a_frame_of_an_administration),
        cmocka_unit_test(test_a_fault_is_logged_on_one_line_under_the_code_of_the_page),
        cmocka_unit_test(test_a_request_is_logged_on_one_line_without_what_was_typed),
        cmocka_unit_test(test_over_tls_browsers_are_told_to_stay_there),
        cmocka_unit_test(test_a_message_shows_once_and_shows_only_text),
        cmocka_unit_test(test_files_of_the_program_are_kept_for_ever),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
