/* entities_test.c - what can be done with a customer can be done with each entity, in its own words. */
#include "page.h"

#include "domain/article.h"
#include "domain/entities.h"
#include "web/show.h"

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

static const char *said(const char *pattern, const char *word)
{
    return str_print(&world->arena, pattern, word).at;
}

static const char *capital(const char *word)
{
    return title_case(&world->arena, str_from(word)).at;
}

/* A new card with the examples of the template and this key; where its address is. */
static const char *add(struct client *c, const struct entity *e, const char *key)
{
    struct form f = card_of(c, said("%s/nieuw", e->path));

    for (size_t i = 0; i < e->count; i++) {
        const struct field *of = &e->fields[i];
        if (of->section >= 0 && of->example && of->type != FIELD_CHOICE && of->type != FIELD_FLAG)
            form_set(&f, of->name, of == entity_key(e) ? key : of->example);
    }
    struct answer r = submit(c, said("%s/nieuw", e->path), &f);
    if (r.status != 303)
        fail_msg("%s %s: %d %s", e->title, key, r.status, between(r.body, "message-error", "</span>").at);
    struct str where = header_of(&r, "Location");
    return str_copy(&world->arena, str_cut(&where, '?')).at;
}

static const char *key_of(const struct entity *e)
{
    return entity_key(e)->type == FIELD_INT ? "77" : "ZZ 77";
}

static const char *name_of(const struct entity *e)
{
    return entity_name_field(e)->example;
}

static void test_the_overview_speaks_of_what_it_shows(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < entity_count; i++) {
        const struct entity *e = entities[i];
        struct answer r = get(&c, e->path);
        assert_true(is_page(&r));
        check_markup(&c, e->path, &r);
        assert_shows(&r, said("<h1>%s</h1>", capital(e->titles)));
        assert_shows(&r, said("placeholder=\"Zoek op %s\"", e->finds));
        assert_shows(&r, said("Toon gearchiveerde %s", e->titles));
        assert_shows(&r, said("data-go=\"%s\"", e->go));
        if (e->unknown) {
            assert_shows(&r, e->unknown_name);
            assert_shows(&r, said("Standaard%s</span>", e->title));
            assert_shows(&r, said("<b>1</b> %s", e->title));
        } else {
            assert_shows(&r, said("Nog geen %s", e->titles));
            assert_shows(&r, said("<b>0</b> %s", e->titles));
        }
        r = get(&c, said("%s?q=nergens", e->path));
        assert_shows(&r, said("Geen %s gevonden voor", e->titles));
    }
}

static void test_the_top_bar_knows_which_stand_side_by_side(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = get(&c, "/leveranciers");

    assert_shows(&r, "<a href=\"/klanten\" data-go=\"k\" aria-current=\"true\">");
    assert_shows(&r, "<nav class=\"sub-navigation\" aria-label=\"Relaties\">");
    assert_shows(&r, "<a href=\"/leveranciers\" aria-current=\"page\">Leveranciers</a>");
    r = get(&c, "/artikelen");
    assert_shows(&r, "<a href=\"/artikelen\" data-go=\"a\" aria-current=\"true\">");
    assert_not_shows(&r, "class=\"sub-navigation\"");
}

static void test_one_is_added_copied_archived_put_back_and_deleted(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < entity_count; i++) {
        const struct entity *e = entities[i];
        const char *path = add(&c, e, key_of(e)), *what = said(e->neuter ? "Dit %s" : "Deze %s", e->title);
        struct answer r = get(&c, path);
        check_markup(&c, path, &r);
        assert_shows(&r, said("aria-label=\"%s\"", capital(e->card)));
        assert_shows(&r, said("%s toegevoegd", capital(e->title)));

        struct form f = card_of(&c, said("%s/nieuw", e->path));
        form_set(&f, entity_key(e)->name, key_of(e));
        form_set(&f, entity_name_field(e)->name, "Nog een");
        r = submit(&c, said("%s/nieuw", e->path), &f);
        assert_int_equal(r.status, 422);
        assert_shows(&r, "is al in gebruik.");
        assert_shows(&r, said(e->neuter ? "<h1>Nieuw %s</h1>" : "<h1>Nieuwe %s</h1>", e->title));

        f = card_of(&c, str_print(&world->arena, "%s/nieuw?kopie=%s", e->path, strrchr(path, '/') + 1).at);
        assert_string_equal(form_get(&f, entity_name_field(e)->name), name_of(e));
        assert_string_equal(form_get(&f, entity_key(e)->name), entity_key(e)->type == FIELD_INT ? "78" : "");

        r = post(&c, said("%s/archiveren", path), "");
        assert_goes_to(&r, e->path);
        r = get(&c, path);
        assert_shows(&r, said("%s is gearchiveerd.", what));
        r = get(&c, said("%s?toon=archief", e->path));
        assert_shows(&r, name_of(e));
        r = post(&c, said("%s/terugzetten", path), "");
        assert_goes_to(&r, e->path);
        r = get(&c, said("%s/acties", path));
        assert_shows(&r, said("%s/archiveren", path));
        r = post(&c, said("%s/notities", path), "notitie=Bel+eerst");
        assert_int_equal(r.status, 303);
        r = get(&c, said("%s?tab=notities", path));
        assert_shows(&r, "Bel eerst");
        r = get(&c, said("%s/verwijderen", path));
        assert_shows(&r, said("%s verwijderen</button>", capital(e->title)));
        r = post(&c, said("%s/verwijderen", path), "");
        assert_goes_to(&r, e->path);
        r = get(&c, path);
        assert_int_equal(r.status, 404);
        assert_shows(&r, said("%s is er niet (meer).", what));
    }
}

static void test_the_one_that_stays_asks_and_stays(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < entity_count; i++) {
        const struct entity *e = entities[i];
        if (!e->unknown)
            continue;
        const char *path = str_print(&world->arena, "%s/%d", e->path, (int)e->unknown).at;
        struct form f = card_of(&c, path);
        form_set(&f, "city", "Nergens");
        struct answer r = submit(&c, path, &f);
        assert_int_equal(r.status, 422);
        assert_shows(&r, said("Het advies is om deze %s ongewijzigd te laten", e->title));
        r = post(&c, said("%s/archiveren", path), "");
        assert_int_equal(r.status, 409);
        r = post(&c, said("%s/verwijderen", path), "");
        assert_int_equal(r.status, 409);
        r = get(&c, path);
        assert_shows(&r, e->unknown_name);
    }
}

static void test_two_who_save_the_same_one_choose(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < entity_count; i++) {
        const struct entity *e = entities[i];
        const char *path = add(&c, e, key_of(e)), *name = entity_name_field(e)->name;
        struct form mine = card_of(&c, path), theirs = mine;
        form_set(&theirs, name, "Van de een");
        struct answer r = submit(&c, path, &theirs);
        assert_int_equal(r.status, 303);
        form_set(&mine, name, "Van de ander");
        r = submit(&c, path, &mine);
        assert_int_equal(r.status, 409);
        assert_shows(&r, said(e->neuter ? "heeft dit %s intussen gewijzigd" : "heeft deze %s intussen gewijzigd", e->title));
        assert_shows(&r, "Van de een");
        post(&c, said("%s/verwijderen", path), "");
    }
}

/* ---- a code in an address ------------------------------------------------------------------------- */

static void test_any_code_has_an_address_of_its_own(void **state)
{
    (void)state;
    static const struct { const char *code, *path; } codes[] = {
        { "ART-001", "/artikelen/ART-001" }, { "nieuw", "/artikelen/~nieuw" }, { "importeren", "/artikelen/~importeren" },
        { "export.xlsx", "/artikelen/~export.xlsx" }, { "opties", "/artikelen/~opties" }, { "Nieuw", "/artikelen/Nieuw" },
        { ".", "/artikelen/~." }, { "..", "/artikelen/~.." }, { "../klanten", "/artikelen/~..%2Fklanten" },
        { "~nieuw", "/artikelen/~~nieuw" }, { "~", "/artikelen/~~" }, { "M6/20", "/artikelen/M6%2F20" },
        { "a b", "/artikelen/a%20b" }, { "50%", "/artikelen/50%25" }, { "a%2Fb", "/artikelen/a%252Fb" },
        { "é", "/artikelen/%C3%A9" }, { "<b>&\"'", "/artikelen/%3Cb%3E%26%22%27" }, { "?q=1#x", "/artikelen/%3Fq%3D1%23x" },
        { ":key", "/artikelen/~%3Akey" }, { "a1", "/artikelen/a1" }, { "A1", "/artikelen/A1" }, { "-1", "/artikelen/-1" },
        { "acties", "/artikelen/acties" }, { "007", "/artikelen/007" }, { "7", "/artikelen/7" }, { "\\", "/artikelen/%5C" },
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(codes); i++)
        assert_string_equal(add(&c, &article_entity, codes[i].code), codes[i].path);
    assert_int_equal(number_in(world, world->administration, "SELECT count(*) FROM article"), COUNT(codes));
    struct answer list = get(&c, "/artikelen?aantal=50");
    for (size_t i = 0; i < COUNT(codes); i++) {
        const char *path = codes[i].path;
        assert_shows(&list, said("href=\"%s\"", path));
        struct form f = card_of(&c, path);
        assert_string_equal(form_get(&f, "code"), codes[i].code);
        form_set(&f, "unit", "doos");
        struct answer r = submit(&c, path, &f);
        assert_goes_to(&r, said("%s?tab=algemeen", path));
        r = get(&c, path);
        assert_shows(&r, said("action=\"%s/archiveren\"", path));
        r = post(&c, said("%s/archiveren", path), "");
        r = get(&c, "/artikelen?toon=archief");         /* says so, with a way back */
        assert_shows(&r, said("action=\"%s/terugzetten\"", path));
        r = post(&c, said("%s/verwijderen", path), "");
        assert_goes_to(&r, "/artikelen");
    }
    assert_int_equal(number_in(world, world->administration, "SELECT count(*) FROM article"), 0);
}

static void test_a_code_is_required_and_is_not_too_long(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct form f = card_of(&c, "/artikelen/nieuw");

    assert_string_equal(form_get(&f, "code"), "");
    form_set(&f, "description", "Zonder code");
    struct answer r = submit(&c, "/artikelen/nieuw", &f);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Dit veld is verplicht.");
    form_set(&f, "code", "123456789012345678901234567890123456789012345678901");
    r = submit(&c, "/artikelen/nieuw", &f);
    assert_shows(&r, "Hooguit 50 tekens; dit zijn er 51.");
}

/* ---- the palette ---------------------------------------------------------------------------------- */

static void test_the_palette_finds_each_and_its_commands(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < entity_count; i++) {
        const struct entity *e = entities[i];
        const char *path = add(&c, e, key_of(e));
        struct answer r = get(&c, "/zoeken?q=voorbeeld");
        check_markup(&c, "palette", &r);
        assert_shows(&r, said("href=\"%s\"", path));
        r = get(&c, said("/zoeken?q=%s", e->titles));
        assert_shows(&r, said("href=\"%s/importeren\"", e->path));
        assert_shows(&r, said("%s exporteren naar Excel", capital(e->titles)));
        r = get(&c, "/sneltoetsen");
        assert_shows(&r, said("Naar %s", capital(e->titles)));
    }
    c.fragment = true;
    struct answer r = get(&c, "/zoeken?q=voorbeeld");
    for (size_t i = 0; i < entity_count; i++)
        assert_shows(&r, said("\">%s</p>", capital(entities[i]->titles)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_overview_speaks_of_what_it_shows),
        cmocka_unit_test(test_the_top_bar_knows_which_stand_side_by_side),
        cmocka_unit_test(test_one_is_added_copied_archived_put_back_and_deleted),
        cmocka_unit_test(test_the_one_that_stays_asks_and_stays),
        cmocka_unit_test(test_two_who_save_the_same_one_choose),
        cmocka_unit_test(test_any_code_has_an_address_of_its_own),
        cmocka_unit_test(test_a_code_is_required_and_is_not_too_long),
        cmocka_unit_test(test_the_palette_finds_each_and_its_commands),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
