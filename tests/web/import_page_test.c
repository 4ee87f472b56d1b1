/* import_page_test.c - import and export as a browser sees them, with a script and without. */
#include "client.h"

#include "../format/made.h"
#include "domain/export.h"
#include "domain/job.h"
#include "format/sheet.h"
#include "web/job_runner.h"

#include <fcntl.h>

static struct world *world;

/* A world in which jobs wait; start_jobs() does them, and each answer waits for its own. */
static int begin_idle(void **state)
{
    (void)state;
    world = world_with_owner();
    world->site.jobs = job_runner_new(&world->arena, world->house);
    return 0;
}

static void start_jobs(void)
{
    world->site.patience = 60000;
    assert_true(job_runner_start(world->site.jobs, 2));
}

static int begin(void **state)
{
    begin_idle(state);
    start_jobs();
    return 0;
}

static int end(void **state)
{
    (void)state;
    job_runner_stop(world->site.jobs);
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

static struct answer upload_called(struct client *c, struct str name, struct str file, const char *mode)
{
    struct arena *a = &world->arena;
    const char *path = str_print(a, "%s/upload-test", house_uploads(world->house)).at;
    const struct upload sent = { S("file"), name, path, (int64_t)file.len };
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

static struct answer upload(struct client *c, struct str file, const char *mode)
{
    return upload_called(c, S("klanten <oktober>.xlsx"), file, mode);
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

static void a_file_whose_name_is_no_text_is_read_too(void **state)
{
    (void)state;
    static const struct str names[] = { { "klanten\xff.xlsx", 13 }, { "klanten\0.xlsx", 13 } };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(upload_called(&c, names[i], sheet(1, 2, 0, "Naam"), "beide").status, 303);
    assert_int_equal(number_in(world, world->administration, "SELECT count(*) FROM import WHERE file_name = 'bestand'"), 2);
}

static void a_refused_file_shows_the_form_again_and_keeps_nothing(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, S("Relatiecode;Naam\n"), "bijwerken");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "tekstbestand") && shows(&r, "value=\"bijwerken\" checked"));
    r = upload(&c, sheet(1, 2, 0, "FldNaam"), "beide");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "SnelStart 12"));
    r = upload(&c, S(""), "beide");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "Kies eerst een bestand."));
    r = upload(&c, sheet(1, 2, 0, "Naam"), "alles");
    assert_int_equal(r.status, 422);
    assert_int_equal(number_in(world, world->administration, "SELECT count(*) FROM import WHERE state <> 2"), 0);
    assert_int_equal(rmdir(house_uploads(world->house)), 0);   /* it is empty */
}

/* ---- mending ---- */

static void unknown_headings_are_coupled_and_remembered(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 2, 0, "Bedrijf <b>"), "beide");
    assert_int_equal(r.status, 303);
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    const char *couple = str_print(&world->arena, "%s/koppelen", path).at;
    r = get(&c, path);
    assert_true(shows(&r, "Kolommen koppelen") && shows(&r, "Bedrijf &lt;b&gt;") && shows(&r, "Klant &lt;1&gt;"));
    assert_true(shows(&r, "<option value=\"name\"") && !shows(&r, "<option value=\"number\""));      /* that one is there */

    r = post(&c, couple, "kolom-1=");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "Kies een veld, of kies Niet importeren."));
    r = post(&c, couple, "kolom-1=number");
    assert_int_equal(r.status, 422);
    r = post(&c, couple, "kolom-1=%22%3E");
    assert_int_equal(r.status, 422);

    r = post(&c, couple, "kolom-1=name");
    assert_int_equal(r.status, 303);
    assert_string_equal(header_of(&r, "Location").at, path);
    r = get(&c, path);
    assert_true(shows(&r, "&#39;Bedrijf &lt;b&gt;&#39; is gelezen als Naam, want zo is die kolom gekoppeld."));
    assert_true(shows(&r, "2 klanten importeren"));
    r = post(&c, couple, "kolom-1=name");
    assert_int_equal(r.status, 404);            /* nothing is left to couple */

    r = get(&c, "/klanten/importeren");
    assert_true(shows(&r, "Gekoppelde kolommen") && shows(&r, "<b>Bedrijf &lt;b&gt;</b> is Naam"));
    r = post(&c, "/klanten/importeren/koppelingen", "");
    assert_int_equal(r.status, 303);
    r = get(&c, "/klanten/importeren");
    assert_true(!shows(&r, "Gekoppelde kolommen"));
}

static void a_coupling_that_leaves_out_what_is_required_is_refused(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 2, 0, "Bedrijf"), "beide");
    r = post(&c, str_print(&world->arena, "%s/koppelen", header_of(&r, "Location").at).at, "kolom-1=-");
    assert_int_equal(r.status, 422);
    assert_true(shows(&r, "De verplichte kolom Naam ontbreekt.") && shows(&r, "wordt niet gelezen"));
    assert_int_equal(customers(), 0);
}

static void the_wrong_rows_can_be_fetched(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 5, 3, "Naam"), "beide");
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    const char *wrong = str_print(&world->arena, "%s/fouten.xlsx", path).at;
    for (int imported = 0; imported < 2; imported++) {
        r = get(&c, path);
        assert_true(shows(&r, "Fouten downloaden"));
        r = get(&c, wrong);
        assert_int_equal(r.status, 200);
        assert_string_equal(header_of(&r, "Content-Disposition").at, "attachment; filename=\"klanten-fouten.xlsx\"");
        assert_true(str_begins(r.body, S("PK\x03\x04")));
        if (!imported)
            post(&c, path, "");
    }
    r = upload(&c, sheet(1, 5, 0, "Naam"), "beide");
    path = str_copy(&world->arena, header_of(&r, "Location")).at;
    r = get(&c, path);
    assert_true(!shows(&r, "Fouten downloaden"));
    r = get(&c, str_print(&world->arena, "%s/fouten.xlsx", path).at);
    assert_int_equal(r.status, 404);
}

/* A file of spaces that is a thousand times smaller as it is sent. */
static struct str bomb(struct arena *a)
{
    char *rows = arena_take(a, (32 << 20) + 1);

    memset(rows, ' ', 32 << 20);
    return made_workbook(a, (struct made_book){ .sheet = made_sheet(a, "", rows, "") });
}

static void a_trap_or_another_file_says_what_to_do_and_leaves_nothing(void **state)
{
    (void)state;
    struct arena *a = &world->arena;
    struct client c = client_of(world, world->owner);
    struct str whole = sheet(1, 50, 0, "Naam"), changed = str_copy(a, whole);
    ((char *)(uintptr_t)changed.at)[changed.len / 3] ^= 1;
    const char *entities = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet xmlns=\"" MADE_MAIN "\"/>";
    const struct { struct str file; const char *shows; } cases[] = {
        { S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "oude Excel-werkmap (.xls). Open hem in Excel en kies Opslaan als" },
        { S("\x89PNG\r\n\x1a\n"), "Dit is een afbeelding" },
        { S("%PDF-1.7\n"), "Dit is een pdf" },
        { (struct str){ whole.at, whole.len / 2 }, "niet compleet" },
        { changed, "beschadigd" },
        { bomb(a), "onredelijk groot" },
        { made_workbook(a, (struct made_book){ .sheet = entities }), "om veiligheid niet gelezen" },
        { made_workbook(a, (struct made_book){ .sheet = made_sheet(a, "", "<row><c r=\"XFE1\"><v>1</v></c></row>", "") }),
          "hooguit 16.384 kolommen" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer r = upload(&c, cases[i].file, "beide");
        if (r.status != 422 || !shows(&r, cases[i].shows))
            fail_msg("not shown: %s", cases[i].shows);
    }
    assert_int_equal(customers(), 0);
    assert_int_equal(number_in(world, world->administration, "SELECT count(*) FROM import WHERE state <> 2"), 0);
    assert_int_equal(rmdir(house_uploads(world->house)), 0);       /* it is empty */
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
    assert_int_equal(rmdir(house_uploads(world->house)), 0);   /* nothing waits */
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

/* ---- what goes on ---- */

static void wait_for_jobs(const char *path)
{
    struct db *directory = house_directory(world->house);
    struct str token = str_from(strrchr(path, '/') + 1);
    assert_true(job_runner_wait(world->site.jobs, &world->arena, directory, world->administration, token, 60000));
    house_give(world->house, directory);
}

static const char *progress(const char *path)
{
    return str_print(&world->arena, "%s/voortgang", path).at;
}

static void what_takes_long_is_told_on_a_page_that_asks_again(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 5, 3, "Naam"), "beide");
    assert_int_equal(r.status, 303);
    const char *first = str_copy(&world->arena, header_of(&r, "Location")).at;
    r = get(&c, first);
    assert_int_equal(r.status, 200);
    assert_shows(&r, "Wacht op zijn beurt…");
    assert_shows(&r, "Dit begint zo.");
    assert_shows(&r, "<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>");
    assert_shows(&r, str_print(&world->arena, "data-progress=\"%s\"", first).at);

    c.fragment = true;
    r = upload(&c, sheet(6, 7, 0, "Naam"), "beide");            /* the second waits, and says for whom */
    assert_int_equal(r.status, 200);
    assert_true(str_begins(r.body, S("<dialog class=\"dialog\" id=\"import\" data-open")));
    assert_shows(&r, "Er loopt nog een controle van Vera Smit; deze begint daarna.");
    const char *second = str_copy(&world->arena, between(r.body, "data-progress=\"", "\"")).at;
    r = get(&c, progress(second));
    assert_int_equal(r.status, 200);
    assert_string_equal(r.type, "text/event-stream; charset=utf-8");
    assert_true(str_is(r.body, S("retry: 400\nevent: voortgang\ndata: wacht\ndata: 0\ndata: 0\ndata: Wacht op zijn beurt…\n"
                                 "data: Er loopt nog een controle van Vera Smit; deze begint daarna.\n\n")));

    start_jobs();
    wait_for_jobs(first);
    wait_for_jobs(second);
    r = get(&c, progress(second));
    assert_true(str_is(r.body, S("retry: 400\nevent: voortgang\ndata: klaar\n\n")));
    r = get(&c, second);
    assert_shows(&r, "2 klanten importeren");
    r = get(&c, first);
    assert_shows(&r, "4 klanten importeren");
}

static struct job taken_by_another_process(struct moment now)
{
    struct db *directory = house_directory(world->house);
    struct job job;
    assert_true(job_take(&world->arena, directory, S("other"), now, &job));
    house_give(world->house, directory);
    return job;
}

static void tell_of(const struct job *job, int64_t done, int64_t total)
{
    struct db *directory = house_directory(world->house);
    job_tell(directory, job->id, done, total, present());
    house_give(world->house, directory);
}

static void the_bar_has_words_too(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 5, 0, "Naam"), "beide");
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    struct job job = taken_by_another_process(present());
    tell_of(&job, 1260, 0);
    r = get(&c, path);
    assert_shows(&r, "Bezig met controleren…");
    assert_shows(&r, "<progress aria-label=\"Voortgang\" aria-valuetext=\"1.260 regels gecontroleerd\"></progress>");
    do_in(world, 0, "UPDATE job SET what = 1");
    tell_of(&job, 1260, 4000);
    r = get(&c, path);
    assert_shows(&r, "Bezig met importeren…");
    assert_shows(&r, "<progress max=\"4000\" value=\"1260\" aria-label=\"Voortgang\" aria-valuetext=\"1.260 van 4.000 klanten\">");
    r = get(&c, progress(path));
    assert_shows(&r, "data: bezig\ndata: 1260\ndata: 4000\ndata: Bezig met importeren…\ndata: 1.260 van 4.000 klanten\n\n");
    tell_of(&job, 4000, 4000);                  /* what is left may take long, and nobody knows how long */
    r = get(&c, path);
    assert_shows(&r, "<progress aria-label=\"Voortgang\" aria-valuetext=\"Alles is gelezen, en wordt nu bewaard.\"></progress>");
    r = get(&c, progress(path));
    assert_shows(&r, "data: 4000\ndata: 0\ndata: Bezig met importeren…\ndata: Alles is gelezen, en wordt nu bewaard.\n\n");
    tell_of(&job, 1260, 4000);
    r = post(&c, path, "");                     /* asked twice is done once */
    assert_int_equal(r.status, 303);
    assert_int_equal(number_in(world, 0, "SELECT count(*) FROM job"), 1);
    r = get(&c, "/klanten/importeren/geschiedenis");
    assert_shows(&r, "Wordt geïmporteerd");
    assert_shows(&r, "1.260 van 4.000 klanten");
    assert_shows(&r, "http-equiv=\"refresh\"");
}

/* The administration's database is in the writing transaction of another meanwhile. */
static void a_file_is_taken_while_another_import_is_writing(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct db *db = house_administration(world->house, world->administration);
    db_begin(db, true);
    struct answer r = upload(&c, sheet(1, 5, 0, "Naam"), "beide");
    assert_int_equal(r.status, 303);
    r = get(&c, header_of(&r, "Location").at);
    assert_shows(&r, "Wacht op zijn beurt…");
    house_give(world->house, db);
}

static void a_start_says_which_import_did_not_happen(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = upload(&c, sheet(1, 5, 0, "Naam"), "beide");
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    taken_by_another_process((struct moment){ present().seconds - 3600 });      /* of which nothing was heard since */
    struct log log = log_begin(world);
    start_jobs();
    wait_for_jobs(path);
    struct str said = log_end(world, log);
    assert_non_null(strstr(said.at, "level=warning job=1 what=check import="));
    assert_non_null(strstr(said.at, "administration=1 message=\"did not happen: the server stopped"));
    r = get(&c, path);
    assert_shows(&r, "Niet uitgevoerd");
    assert_shows(&r, "De server is tussentijds gestopt. Er is niets geïmporteerd. Kies je bestand opnieuw.");
    r = get(&c, "/klanten/importeren/geschiedenis");
    assert_shows(&r, "Niet uitgevoerd");
    assert_int_equal(rmdir(house_uploads(world->house)), 0);
}

/* ---- the history ---- */

static const char *imported(struct client *c, int64_t from, int64_t to)
{
    struct answer r = upload(c, sheet(from, to, 0, "Naam"), "beide");
    const char *path = str_copy(&world->arena, header_of(&r, "Location")).at;
    assert_int_equal(post(c, path, "").status, 303);
    return path;
}

static void the_history_tells_who_did_what_and_undoes_it(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = get(&c, "/klanten/importeren/geschiedenis");
    assert_shows(&r, "Nog niets geïmporteerd");
    const char *path = imported(&c, 1, 4);
    const char *undo = str_print(&world->arena, "%s/ongedaan", path).at;
    r = get(&c, "/klanten/importeren/geschiedenis");
    assert_shows(&r, "klanten &lt;oktober&gt;.xlsx");
    assert_shows(&r, "Vera Smit");
    assert_shows(&r, "Geïmporteerd");
    assert_shows(&r, undo);

    r = post(&c, undo, "");
    assert_goes_to(&r, "/klanten/importeren/geschiedenis");
    assert_int_equal(customers(), 0);
    r = get(&c, "/klanten/importeren/geschiedenis");
    assert_shows(&r, "Ongedaan gemaakt door Vera Smit op ");
    assert_shows(&r, "is ongedaan gemaakt");
    assert_not_shows(&r, undo);
    assert_int_equal(post(&c, undo, "").status, 409);
    r = get(&c, path);
    assert_shows(&r, "Import ongedaan gemaakt");
}

static void undo_that_can_not_be_done_says_why(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    const char *path = imported(&c, 1, 2);
    assert_int_equal(post(&c, "/klanten/2/archiveren", "").status, 303);
    struct answer r = post(&c, str_print(&world->arena, "%s/ongedaan", path).at, "");
    assert_int_equal(r.status, 303);
    r = get(&c, "/klanten/importeren/geschiedenis");
    assert_shows(&r, "klant 2 (Klant &lt;2&gt;) is na de import gewijzigd.");
    assert_int_equal(customers(), 2);
}

static void a_reader_sees_the_history_and_undoes_nothing(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    const char *path = imported(&c, 1, 2);
    const char *undo = str_print(&world->arena, "%s/ongedaan", path).at;
    upload(&c, sheet(1, 9, 0, "Naam"), "beide");
    set_role(world, world->owner, world->administration, ROLE_READER);
    struct answer r = get(&c, "/klanten/importeren/geschiedenis");
    assert_int_equal(r.status, 200);
    assert_shows(&r, "Wacht op akkoord");
    assert_not_shows(&r, undo);
    assert_int_equal(get(&c, path).status, 200);
    assert_int_equal(post(&c, undo, "").status, 403);
    assert_int_equal(customers(), 2);
    set_package(world, world->administration, PACKAGE_INSTAP);
    assert_int_equal(get(&c, "/klanten/importeren/geschiedenis").status, 403);
}

static void the_history_has_pages(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    for (int i = 1; i <= 27; i++)
        do_in(world, world->administration, str_print(&world->arena,
              "INSERT INTO import (entity, token, file_name, mode, state, at, user_id, who, columns_read, added, changed,"
              " skipped, wrong, notes, remark) VALUES ('customer', 't%d', 'bestand-%d.xlsx', 1, 3, 1700000000, 1, 'Vera', 1, 1, 0,"
              " 0, 0, '', '')", i, i).at);
    struct answer r = get(&c, "/klanten/importeren/geschiedenis");
    assert_true(shows(&r, "bestand-27.xlsx") && shows(&r, "bestand-3.xlsx") && !shows(&r, "bestand-2.xlsx"));
    assert_not_shows(&r, "/ongedaan");          /* of long ago */
    r = get(&c, str_copy(&world->arena, between(r.body, "panel-foot\"><a class=\"button\" href=\"", "\"")).at);
    assert_true(shows(&r, "bestand-2.xlsx") && shows(&r, "bestand-1.xlsx") && !shows(&r, "bestand-3.xlsx"));
    assert_not_shows(&r, "Oudere imports");
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

static void the_export_holds_those_that_were_chosen(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add_customer(world, world->administration, (struct customer){ .number = 1, .name = S("Bakker Jansen") });
    add_customer(world, world->administration, (struct customer){ .number = 2, .name = S("Kapper Pietersen") });

    struct answer r = get(&c, "/klanten/export.xlsx?kies=3&kies=99999999&kies=x");
    assert_int_equal(rows_of(r.body), 1 + 1);
    r = get(&c, "/klanten/export.xlsx?kies=3&kies=2");
    assert_int_equal(rows_of(r.body), 1 + 2);
}

static void more_than_a_sheet_holds_is_refused_on_a_page(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    do_in(world, world->administration, "UPDATE tally SET records = 1048576 WHERE archived = 0");
    struct answer r = get(&c, "/klanten/export.xlsx");
    assert_int_equal(r.status, 422);
    assert_shows(&r, "In een Excel-blad passen 1.048.575 klanten, en dit zijn er meer.");
    assert_int_equal(get(&c, "/klanten/export.xlsx?toon=archief").status, 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define IDLE(name) cmocka_unit_test_setup_teardown(name, begin_idle, end)
    const struct CMUnitTest tests[] = {
        TEST(without_a_script_each_step_is_a_page),
        TEST(with_a_script_each_step_is_a_dialog),
        TEST(a_file_whose_name_is_no_text_is_read_too),
        TEST(a_refused_file_shows_the_form_again_and_keeps_nothing),
        TEST(unknown_headings_are_coupled_and_remembered),
        TEST(a_coupling_that_leaves_out_what_is_required_is_refused),
        TEST(the_wrong_rows_can_be_fetched),
        TEST(a_trap_or_another_file_says_what_to_do_and_leaves_nothing),
        TEST(what_changed_since_the_check_asks_again),
        TEST(an_import_is_for_who_began_it),
        TEST(the_package_and_the_role_are_asked),
        IDLE(what_takes_long_is_told_on_a_page_that_asks_again),
        IDLE(the_bar_has_words_too),
        IDLE(a_file_is_taken_while_another_import_is_writing),
        IDLE(a_start_says_which_import_did_not_happen),
        TEST(the_history_tells_who_did_what_and_undoes_it),
        TEST(undo_that_can_not_be_done_says_why),
        TEST(a_reader_sees_the_history_and_undoes_nothing),
        TEST(the_history_has_pages),
        TEST(the_export_is_a_file_with_what_the_overview_shows),
        TEST(the_export_holds_those_that_were_chosen),
        TEST(more_than_a_sheet_holds_is_refused_on_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
