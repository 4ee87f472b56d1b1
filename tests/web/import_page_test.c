/* import_page_test.c - import and export as a browser sees them, with a script and without. */
#include "client.h"

#include "domain/export.h"
#include "format/sheet.h"

#include <fcntl.h>

static struct world *world;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

/* A sheet with customers `from` to `to`; the one numbered `wrong` has a wrong term. */
static struct str sheet(int64_t from, int64_t to, int64_t wrong, const char *name)
{
    struct arena *a = &world->arena;
    const struct sheet_column columns[] = {
        { .heading = S("Relatiecode") }, { .heading = str_from(name) }, { .heading = S("Krediettermijn") },
    };
    struct sheet_writer *w = sheet_writer_start(a, S("Klanten"), columns, COUNT(columns));
    struct file_error error = { 0 };

    for (int64_t n = from; n <= to; n++) {
        const struct sheet_value cells[] = {
            { .kind = SHEET_INT, .n = n }, { .kind = SHEET_TEXT, .text = str_print(a, "Klant <%d>", (int)n) },
            { .kind = n == wrong ? SHEET_TEXT : SHEET_INT, .n = 30, .text = S("<b>dertig</b>") },
        };
        assert_true(sheet_writer_row(w, cells, &error));
    }
    assert_true(sheet_writer_end(w, &error));
    return str_copy(a, sheet_writer_take(w));
}

static struct answer upload(struct client *c, struct str file, const char *mode)
{
    struct arena *a = &world->arena;
    const char *path = str_print(a, "%s/uploads/upload-test", world->folder).at;
    const struct upload sent = { S("file"), S("klanten <oktober>.xlsx"), path, (int64_t)file.len };
    const struct pair fields[] = { { S("token"), token_of(c) }, { S("mode"), str_from(mode) } };
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_int_equal(write(fd, file.at, file.len), file.len);
    close(fd);
    struct answer r = ask(c, (struct http_request){
        .method = S("POST"), .path = S("/klanten/importeren"), .type = S("multipart/form-data; boundary=x"),
        .fields = { fields, COUNT(fields) }, .upload = file.len ? &sent : NULL,
    });
    unlink(path);                               /* as the server does when the request ends */
    return r;
}

static int64_t customers(void)
{
    return number_in(world, world->administration, "SELECT count(*) FROM customer WHERE number > 0");
}

/* ---- importing ---- */

static void without_a_script_each_step_is_a_page(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = get(&c, "/klanten/importeren");
    assert_int_equal(r.status, 200);
    static const char *const words[] = {
        "<h1 id=\"import-title\">Klanten importeren</h1>", "Sjabloon downloaden", "Selecteer bestand", "of sleep het hierheen",
        "De kolommen in het rood zijn verplicht.", "Alleen nieuwe klanten toevoegen",
        "Bestaande klanten bijwerken en nieuwe toevoegen", "Alleen bestaande klanten bijwerken", ">Importeren<",
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (!shows(&r, words[i]))
            fail_msg("not on the page: %s", words[i]);

    r = upload(&c, sheet(1, 5, 3, "Naam"), "beide");
    assert_int_equal(r.status, 303);
    const char *path = header_of(&r, "Location").at;
    assert_true(str_begins(str_from(path), S("/klanten/importeren/")));
    assert_int_equal(customers(), 0);

    for (int reload = 0; reload < 2; reload++) {
        r = get(&c, path);
        assert_true(shows(&r, "Controle van je bestand") && shows(&r, "klanten &lt;oktober&gt;.xlsx"));
        assert_true(shows(&r, "5 regels · 3 kolommen herkend") && shows(&r, "4 klanten importeren"));
        assert_true(shows(&r, "&lt;b&gt;dertig&lt;/b&gt;") && shows(&r, "Vul een geheel getal in."));
        assert_true(shows(&r, "Klant &lt;1&gt;"));
    }
    r = get(&c, str_print(&world->arena, "%s?fouten=1", path).at);
    assert_true(shows(&r, "Krediettermijn") && !shows(&r, "Klant &lt;1&gt;") && shows(&r, "Alle regels"));

    r = post(&c, path, "");
    assert_int_equal(r.status, 303);
    assert_string_equal(header_of(&r, "Location").at, path);
    assert_int_equal(customers(), 4);
    r = get(&c, path);
    assert_true(shows(&r, "Klaar met importeren") && shows(&r, "4 klanten toegevoegd."));
    r = post(&c, path, "");                     /* once more does nothing */
    assert_int_equal(r.status, 303);
    assert_int_equal(customers(), 4);
}

static void with_a_script_each_step_is_a_dialog(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    c.fragment = true;
    struct answer r = get(&c, "/klanten/importeren");
    assert_true(str_begins(r.body, S("<dialog class=\"dialog\" id=\"import\" data-open")));
    r = upload(&c, sheet(1, 2, 0, "Naam"), "nieuw");
    assert_int_equal(r.status, 200);
    assert_true(str_begins(r.body, S("<dialog class=\"dialog dialog-wide\" id=\"import\"")));
    struct str path = between(r.body, "hx-post=\"", "\"");
    r = post(&c, str_copy(&world->arena, path).at, "");
    assert_int_equal(r.status, 200);
    assert_true(shows(&r, "data-refresh-list") && shows(&r, "2 klanten toegevoegd."));
    assert_int_equal(customers(), 2);
    r = upload(&c, sheet(1, 2, 0, "Naam"), "beide");
    assert_true(shows(&r, "Geen wijzigingen") && !shows(&r, "klanten importeren</button>"));
}

static void a_refused_file_shows_the_form_again_and_keeps_nothing(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 2, 0, "Naam klant"), "bijwerken");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "bedoel je Naam?") && shows(&r, "value=\"bijwerken\" checked"));
    r = upload(&c, S("Relatiecode;Naam\n"), "beide");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "tekstbestand"));
    r = upload(&c, S(""), "beide");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "Kies eerst een bestand."));
    r = upload(&c, sheet(1, 2, 0, "Naam"), "alles");
    assert_int_equal(r.status, 422);
    assert_int_equal(number_in(world, world->administration, "SELECT count(*) FROM import"), 0);
    assert_int_equal(rmdir(str_print(&world->arena, "%s/uploads", world->folder).at), 0);   /* it is empty */
}

static void what_changed_since_the_check_asks_again(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 2, 0, "Naam"), "beide");
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    add_customer(world, world->administration, (struct customer){ .number = 2, .name = S("Van een ander") });
    r = post(&c, path, "");
    assert_int_equal(r.status, 409);
    assert_true(shows(&r, "Intussen is er iets gewijzigd") && shows(&r, "2 klanten importeren"));
    assert_int_equal(customers(), 1);
    r = post(&c, path, "");
    assert_int_equal(r.status, 303);
    assert_int_equal(customers(), 2);
    assert_int_equal(rmdir(str_print(&world->arena, "%s/uploads", world->folder).at), 0);   /* nothing waits */
}

static void an_import_is_for_who_began_it(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 2, 0, "Naam"), "beide");
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    int64_t other = add_user(world, "piet@voorbeeld.nl", "Piet", "nog een lange zin");
    set_role(world, other, world->administration, ROLE_STANDARD);
    struct client thief = client_of(world, other);
    r = get(&thief, "/administraties");
    r = post(&thief, str_print(&world->arena, "/administraties/%d/openen", (int)world->administration).at, "");
    r = get(&thief, path);
    assert_int_equal(r.status, 404);
    r = post(&thief, path, "");
    assert_int_equal(r.status, 404);
    assert_int_equal(customers(), 0);
    r = get(&c, "/klanten/importeren/999");
    assert_int_equal(r.status, 404);
    r = get(&c, "/klanten/importeren/x");
    assert_int_equal(r.status, 404);
}

static void the_package_and_the_role_are_asked(void **state)
{
    (void)state;
    static const char *const paths[] = { "/klanten/importeren", "/klanten/export.xlsx", "/klanten/sjabloon.xlsx" };
    struct client c = client_of(world, world->owner);
    set_package(world, world->administration, PACKAGE_INSTAP);
    for (size_t i = 0; i < COUNT(paths); i++)
        assert_int_equal(get(&c, paths[i]).status, 403);
    struct answer r = upload(&c, sheet(1, 2, 0, "Naam"), "beide");
    assert_int_equal(r.status, 403);
    set_package(world, world->administration, PACKAGE_INKAART);
    set_role(world, world->owner, world->administration, ROLE_READER);
    r = upload(&c, sheet(1, 2, 0, "Naam"), "beide");
    assert_int_equal(r.status, 403);
    assert_int_equal(get(&c, "/klanten/export.xlsx").status, 200);
}

/* ---- exporting ---- */

static size_t rows_of(struct str bytes)
{
    struct file_error error = { 0 };
    struct arena *a = &world->arena;
    const char *path = str_print(a, "%s/export.xlsx", world->folder).at;
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct sheet_row row;
    size_t rows = 0;

    assert_int_equal(write(fd, bytes.at, bytes.len), bytes.len);
    struct sheet_reader *reader = sheet_open(a, fd, S("Klanten"), &sheet_limits_usual, &error);
    while (reader && sheet_next(reader, &row))
        rows++;
    assert_int_equal(error.problem, FILE_FINE);
    close(fd);
    return rows;
}

static void the_export_is_a_file_with_what_the_overview_shows(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct customer archived = { .number = 3, .name = S("Oud"), .archived = { 1 } };
    world->site.today = (struct date){ 20261123 };
    add_customer(world, world->administration, (struct customer){ .number = 1, .name = S("Bakker Jansen") });
    add_customer(world, world->administration, (struct customer){ .number = 2, .name = S("Kapper Pietersen") });
    add_customer(world, world->administration, archived);

    struct answer r = get(&c, "/klanten/export.xlsx");
    assert_int_equal(r.status, 200);
    assert_string_equal(header_of(&r, "Content-Disposition").at, "attachment; filename=\"klanten-2026-11-23.xlsx\"");
    assert_int_equal(rows_of(r.body), 1 + 3);   /* and Klant onbekend */
    r = get(&c, "/klanten/export.xlsx?q=jansen");
    assert_int_equal(rows_of(r.body), 1 + 1);
    r = get(&c, "/klanten/export.xlsx?toon=archief&sorteer=name");
    assert_int_equal(rows_of(r.body), 1 + 1);
    r = get(&c, "/klanten/sjabloon.xlsx");
    assert_int_equal(rows_of(r.body), 1 + 1);
    r = upload(&c, r.body, "beide");
    assert_int_equal(r.status, 303);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(without_a_script_each_step_is_a_page),
        TEST(with_a_script_each_step_is_a_dialog),
        TEST(a_refused_file_shows_the_form_again_and_keeps_nothing),
        TEST(what_changed_since_the_check_asks_again),
        TEST(an_import_is_for_who_began_it),
        TEST(the_package_and_the_role_are_asked),
        TEST(the_export_is_a_file_with_what_the_overview_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
