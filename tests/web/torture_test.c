/* torture_test.c - memory that ends anywhere, and a database that can not: an answer, and nothing half. */
#include "client.h"

static struct world *world;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    add_customer(world, world->administration, (struct customer){ .number = 7, .name = S("Klant Zeven") });
    for (int i = 0; i < 30; i++)
        add_customer(world, world->administration, (struct customer){ .number = 100 + i, .name = S("Klant <Zoveel>") });
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

/* How many the search index finds by the beginning of a word. */
static int64_t indexed(struct arena *a, struct str word)
{
    struct db *db = house_administration(world->house, world->administration);
    struct str words = db_search_words(a, db, "customer", &word, 1, NULL, 0, 1000);
    struct str select = db_search_select(a, db_make(db), "customer", "$1", 1000);
    int64_t n = words.len ? db_one(db, -1, str_print(a, "SELECT count(*) FROM (%s) AS hit", select.at).at, GIVE(words)) : 0;

    house_give(world->house, db);
    return n;
}

/* What must not change by halves; sessions and what was counted of failures aside. */
static struct str everything(struct arena *a)
{
    struct buf b = { .arena = a };
    static const char *const of_administration[] = {
        "SELECT count(*) FROM customer", "SELECT sum(version) FROM customer", "SELECT count(*) FROM note",
        "SELECT count(*) FROM audit_log", "SELECT sum(records) FROM tally", "SELECT sum(length(name)) FROM customer",
    };
    for (size_t i = 0; i < COUNT(of_administration); i++)
        buf_print(&b, "%d ", (int)number_in(world, world->administration, of_administration[i]));
    buf_print(&b, "%d %d ", (int)indexed(a, S("aklant")), (int)indexed(a, S("aanders")));
    buf_print(&b, "%d %d", (int)number_in(world, 0, "SELECT sum(length(name)) FROM administration"),
              (int)number_in(world, 0, "SELECT sum(package) FROM administration"));
    return buf_str(&b);
}

struct try { const char *path, *form; int right; bool fragment, first; };

/* One request in an arena of its own, in which the n-th taking fails. */
static int try(struct client *c, const struct try *t, size_t n)
{
    struct arena a = { 0 };
    struct response res;
    struct str path = str_from(t->path), query = path, form = S("");

    path = str_cut(&query, '?');
    if (t->form)
        form = str_print(&a, "%s&token=%s", t->form, token_of(c).at);
    struct http_request http = {
        .method = t->form ? S("POST") : S("GET"), .path = path, .query = query, .cookie = cookie_line(c), .body = form,
        .type = S("application/x-www-form-urlencoded"), .address = S("127.0.0.1"), .fragment = t->fragment,
    };
    arena_fail_at(n);
    web_handle(&world->site, &a, &http, &res);
    arena_fail_at(0);
    assert_true(res.fixed.len || res.body.len || res.status == 303);
    int status = res.status;
    arena_drop(&a);
    return status;
}

/* Fails each taking in turn, until the request has what it needs. */
static void torture(struct client *c, const struct try *t)
{
    struct arena a = { 0 };
    struct str before = everything(&a);
    struct log l = log_begin(world);
    size_t n = 1;
    int status;

    while ((status = try(c, t, n)) == 500) {
        struct str now = everything(&a);
        if (!str_is(now, before)) {
            log_end(world, l);
            fail_msg("%s: taking %zu failed and left %s where %s was", t->path, n, now.at, before.at);
        }
        n++;
        do_in(world, 0, "DELETE FROM sign_in_failure");
    }
    log_end(world, l);
    if (status != t->right)
        fail_msg("%s answers %d", t->path, status);
    assert_true(n > 5);
    arena_drop(&a);
}

static void test_memory_that_ends_is_500_and_changes_nothing(void **state)
{
    (void)state;
    static const struct try tries[] = {
        { .path = "/klanten", .right = 200 },
        { .path = "/klanten?q=klant&sorteer=name&richting=af", .right = 200, .fragment = true },
        { .path = "/klanten?na=5&rij=6", .right = 200 },
        { .path = "/klanten/7", .right = 200 },
        { .path = "/klanten/nieuw?kopie=7", .right = 200 },
        { .path = "/klanten/7/acties", .right = 200 },
        { .path = "/klanten/999", .right = 404 },
        { .path = "/klanten/controleer?iban=NL91ABNA0417164300", .right = 200 },
        { .path = "/zoeken?q=klant", .right = 200 },
        { .path = "/administraties", .right = 200 },
        { .path = "/nergens", .right = 404 },
        { .path = "/inloggen", .right = 303 },
        { .path = "/klanten/7", .form = "name=Anders&version=1&tab=adres", .right = 303 },
        { .path = "/klanten/7", .form = "name=&iban=onzin", .right = 422 },
        { .path = "/klanten/7", .form = "name=Alweer+anders&version=1", .right = 409, .fragment = true },
        { .path = "/klanten/nieuw", .form = "number=0&name=Nieuwe+klant&postcode=1234ab", .right = 303 },
        { .path = "/klanten/7/notities", .form = "notitie=Gebeld", .right = 303 },
        { .path = "/klanten/7/archiveren", .form = "", .right = 303 },
        { .path = "/klanten/7/terugzetten", .form = "", .right = 200, .fragment = true },
        { .path = "/klanten/7/verwijderen", .form = "", .right = 303 },
    };
    struct client c = client_of(world, world->owner);

    token_of(&c);
    for (size_t i = 0; i < COUNT(tries); i++)
        torture(&c, &tries[i]);
}

static void test_memory_that_ends_while_signing_in_opens_nothing(void **state)
{
    (void)state;
    struct client nobody = { .world = world };
    static const struct try right = { .path = "/inloggen", .form = "email=vera%40voorbeeld.nl&password=drie+groene+fietsen",
                                      .right = 303 };
    static const struct try wrong = { .path = "/inloggen", .form = "email=vera%40voorbeeld.nl&password=x", .right = 422 };

    torture(&nobody, &right);
    torture(&nobody, &wrong);
}

/* It was made, and then there was no memory to say so. */
static void test_an_administration_is_not_made_when_the_answer_can_not_be(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    static const struct try tries[] = {
        { .path = "/administraties/1/naam", .form = "naam=Andere+naam", .right = 303 },
        { .path = "/administraties/1/openen", .form = "", .right = 303 },
        { .path = "/instellingen/pakket", .form = "pakket=inBalans", .right = 303 },
        { .path = "/administraties/nieuw", .form = "naam=Tweede", .right = 303 },
    };

    for (size_t i = 0; i < COUNT(tries); i++)
        torture(&c, &tries[i]);
}

static void test_a_database_that_can_not_is_500_and_the_next_page_comes(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct log l = log_begin(world);

    do_in(world, world->administration, "ALTER TABLE note RENAME TO note_away");
    struct answer r = get(&c, "/klanten/100");
    do_in(world, world->administration, "ALTER TABLE note_away RENAME TO note");
    struct str log = log_end(world, l);
    assert_int_equal(r.status, 500);
    const char *why = place_either("no such table", "does not exist");
    assert_non_null(strstr(log.at, why));
    assert_not_shows(&r, why);
    r = get(&c, "/klanten/100");
    assert_int_equal(r.status, 200);

    do_in(world, 0, "ALTER TABLE session RENAME TO session_away");     /* not even a frame can be shown */
    l = log_begin(world);
    r = get(&c, "/klanten/100");
    log_end(world, l);
    do_in(world, 0, "ALTER TABLE session_away RENAME TO session");
    assert_int_equal(r.status, 500);
    assert_shows(&r, "Er is niets opgeslagen");
    r = get(&c, "/klanten/100");
    assert_int_equal(r.status, 200);
}

static void script(const char *sql)
{
    struct db *db = house_administration(world->house, world->administration);
    db_script(db, sql);
    give_changed(world, db);
}

/* No page more than there are; or as a server says it, which has its own disk. */
static void fill_disk(void)
{
    script(place_either("PRAGMA max_page_count = 1",
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;"
        "CREATE TRIGGER no_room BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION no_room()"));
}

static void make_room(void)
{
    script(place_either("PRAGMA max_page_count = 1073741823", "DROP FUNCTION no_room CASCADE"));
}

static void test_a_disk_that_is_full_is_told_and_changes_nothing(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct buf memo = { .arena = &world->arena };

    buf_add(&memo, S("name=Vol&memo="));
    for (int i = 0; i < 4500; i++)
        buf_char(&memo, 'a');
    fill_disk();
    struct str before = everything(&world->arena);
    for (int fragment = 0; fragment < 2; fragment++) {
        struct log l = log_begin(world);
        c.fragment = fragment;
        struct answer r = post(&c, "/klanten/101", buf_str(&memo).at);
        struct str log = log_end(world, l);
        assert_int_equal(r.status, 500);
        assert_shows(&r, "<p>De schijf van de server is vol. Er is niets opgeslagen.");
        assert_non_null(strstr(log.at, place_either("database or disk is full (13)", "No space left on device (53100)")));
        assert_true(str_is(everything(&world->arena), before));
    }
    c.fragment = false;
    assert_int_equal(get(&c, "/klanten/101").status, 200);
    make_room();
    assert_int_equal(post(&c, "/klanten/101", buf_str(&memo).at).status, 303);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_database_that_can_not_is_500_and_the_next_page_comes),
        cmocka_unit_test(test_a_disk_that_is_full_is_told_and_changes_nothing),
        cmocka_unit_test(test_memory_that_ends_is_500_and_changes_nothing),
        cmocka_unit_test(test_memory_that_ends_while_signing_in_opens_nothing),
        cmocka_unit_test(test_an_administration_is_not_made_when_the_answer_can_not_be),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
