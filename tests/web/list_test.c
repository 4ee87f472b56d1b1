/* list_test.c - the overview: what is found, in which order, page by page. */
#include "page.h"
#include "web/entity_list.h"

static struct world *world;
static int64_t demo, empty;

enum { DEMO = 60, SPECIAL = 36, ALL = DEMO + SPECIAL + 1 };      /* with Klant onbekend */

static void add(int64_t number, const char *name, const char *city)
{
    add_customer(world, demo, (struct customer){ .number = number, .name = str_from(name), .city = str_from(city) });
}

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    empty = world->administration;
    demo = demo_make(world->house, DEMO, present(), NULL);
    set_role(world, world->owner, demo, ROLE_OWNER);
    set_package(world, demo, PACKAGE_INBALANS);
    add(1, "<script>alert(1)</script>", "\"><b>Sneek</b>");
    add(2, "Özdemir & Zoon's \"Groothandel\"", "Café-dorp");
    add_customer(world, demo, (struct customer){
        .number = 3, .name = S("Vindbaar"), .city = S("Ångström"), .email = S("info@heel-apart.example"),
        .phone = S("020-123 45 67"), .mobile = S("+31 6 98765432"), .postcode = S("9999 ZX"), .coc_number = S("00112233") });
    for (int i = 0; i < SPECIAL - 3; i++)
        add(9000 + i, i % 2 ? "Zelfde naam" : "zelfde NÁÁM", i % 3 ? "" : "Zuidlaren");
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

static struct client visitor(int64_t administration)
{
    struct client c = client_of(world, world->owner);
    struct answer r = post(&c, str_print(&world->arena, "/administraties/%d/openen", (int)administration).at, "");
    assert_goes_to(&r, "/");
    return c;
}

/* ---- reading a page ------------------------------------------------------------------------------ */

struct rows { int64_t numbers[250]; struct str cells[250][8]; size_t count; };

/* The numbers and cells of the rows, in the order they stand in. */
static void read_rows(const struct answer *r, struct rows *out)
{
    struct str rest = between(r->body, "<tbody", "</tbody>");

    str_cut(&rest, '>');
    while (rest.len) {
        struct str row = between(rest, "<tr", "</tr>"), cells = row, inner;
        if (row.len == 0)
            break;
        assert_true(out->count < 250);
        assert_true(str_number(between(row, "href=\"/klanten/", "\""), &out->numbers[out->count]));
        str_cut(&cells, '>');
        assert_true(str_begins(cells, S("<td role=\"cell\"><input type=\"checkbox\" name=\"kies\" value=\"")));
        cells = (struct str){ cells.at + 3, cells.len - 3 };
        for (size_t c = 0; c < 8 && (inner = between(cells, "<t", "</t")).len; c++) {
            cells.len -= (size_t)(inner.at + inner.len - cells.at), cells.at = inner.at + inner.len;
            str_cut(&inner, '>');
            struct str name = between(inner, "data-initials=", "</a>");
            str_cut(&name, '>');
            out->cells[out->count][c] = unescaped(&world->arena, name.len ? name : inner);
        }
        out->count++;
        rest.len -= (size_t)(row.at + row.len - rest.at), rest.at = row.at + row.len;
    }
}

static struct rows *rows_of(const struct answer *r)
{
    struct rows *rows = TAKE(&world->arena, struct rows);
    assert_int_equal(r->status, 200);
    read_rows(r, rows);
    return rows;
}

static size_t found(struct client *c, const char *typed)
{
    struct buf b = { .arena = &world->arena };
    buf_add(&b, S("/klanten?q="));
    escape_into(&b, str_from(typed));
    struct answer r = get(c, buf_str(&b).at);
    return rows_of(&r)->count;
}

static const char *link_to(const struct answer *r, const char *rel)
{
    struct str link = between(r->body, str_print(&world->arena, "rel=\"%s\" href=\"", rel).at, "\"");
    return link.len ? unescaped(&world->arena, link).at : NULL;
}

/* ---- the tile before a name ----------------------------------------------------------------------- */

static void test_a_tile_has_the_letters_of_two_words_that_matter(void **state)
{
    static const struct { const char *name, *letters; } cases[] = {
        { "Bakkerij De Vries", "BV" }, { "Van den Berg Holding B.V.", "VB" }, { "apotheek", "A" }, { "Jansen en Zn.", "J" },
        { "Groep Nederland", "G" }, { "Özdemir & zoon", "ÖZ" }, { "Kaas van 't Land", "KL" }, { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(name_initials(&world->arena, str_from(cases[i].name)).at, cases[i].letters);
}

/* ---- searching ----------------------------------------------------------------------------------- */

static void test_search_finds_by_any_of_its_fields_without_case_and_accents(void **state)
{
    (void)state;
    static const struct { const char *typed; size_t found; } cases[] = {
        { "vindbaar", 1 }, { "VINDBAAR", 1 }, { "vind", 1 }, { "indbaar", 0 }, { "angstrom", 1 }, { "ÅNG", 1 },
        { "heel-apart", 1 }, { "info@heel-apart.example", 1 }, { "9999zx", 1 }, { "9999 zx", 1 }, { "0201234567", 1 },
        { "020-123", 1 }, { "+31 6 98765432", 1 }, { "00112233", 1 }, { "0011", 1 }, { "112233", 0 },
        { "ozdemir", 1 }, { "Özdemir", 1 }, { "zoon ozd", 1 }, { "ozd zoon groot", 1 }, { "ozdemir vindbaar", 0 },
        { "zelfde naam", SPECIAL - 3 }, { "náám ZELF", SPECIAL - 3 }, { "  vindbaar  ", 1 }, { "cafe-dorp", 1 },
        { "<script>", 1 }, { "\"", 0 }, { "*", 0 }, { "' OR 1=1 --", 0 }, { "NEAR(a b)", 0 }, { "vind*", 1 }, { "%", 0 },
        { "onbekend", 1 }, { "a AND", 0 }, { "name:vindbaar", 0 }, { "vindbaar NOT x", 0 }, { "9000", 1 },
    };
    struct client c = visitor(demo);

    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = 0;
        c.fragment = i % 2;
        n = found(&c, cases[i].typed);
        if (n != (cases[i].found > 25 ? 25 : cases[i].found))
            fail_msg("%s finds %zu", cases[i].typed, n);
    }
}

static void test_odd_searches_are_answered(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct buf longest = { .arena = &world->arena }, words = { .arena = &world->arena };

    for (int i = 0; i < 5000; i++)
        buf_char(&longest, 'x');
    for (int i = 0; i < 1000; i++)
        buf_add(&words, S("zelfde "));
    assert_int_equal(found(&c, buf_str(&longest).at), 0);
    assert_int_equal(found(&c, buf_str(&words).at), 25);
    assert_int_equal(found(&c, "\xf0\x9f\xa5\x90"), 0);
    struct answer r = get(&c, "/klanten?q=%00");
    assert_int_equal(r.status, 200);
    r = get(&c, "/klanten?q=%ff");
    assert_int_equal(r.status, 400);
    r = get(&c, "/klanten?q=%zz");
    assert_int_equal(r.status, 400);
    r = get(&c, "/klanten?q=a&q=vindbaar&&=x&q");                /* the last one counts */
    assert_int_equal(r.status, 200);
}

static void test_what_was_searched_shows_as_text(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct answer r = get(&c, "/klanten?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E'%26");

    assert_shows(&r, "value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;\"");
    assert_not_shows(&r, "<script>");
    r = get(&c, "/klanten?q=%3Cb%3Energens");
    assert_shows(&r, "Geen klanten gevonden voor “&lt;b&gt;nergens”");
    assert_shows(&r, "Zoekopdracht wissen");
    check_markup(&c, "nothing found", &r);
    r = get(&c, "/klanten?q=script");
    assert_shows(&r, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assert_shows(&r, "&quot;&gt;&lt;b&gt;Sneek&lt;/b&gt;");
    assert_not_shows(&r, "<b>Sneek");
    check_markup(&c, "a name of markup", &r);
}

static void test_counts_are_right(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct answer r = get(&c, "/klanten");

    assert_shows(&r, "<b>97</b> klanten");
    assert_shows(&r, "1–25 van 97");
    assert_shows(&r, "aria-rowcount=\"98\"");
    r = get(&c, "/klanten?q=zelfde");
    assert_shows(&r, "<b>33</b> klanten gevonden");
    assert_shows(&r, "1–25 van 33");
    r = get(&c, "/klanten?q=vindbaar");
    assert_shows(&r, "<b>1</b> klant gevonden");
}

/* ---- order and pages ----------------------------------------------------------------------------- */

static struct str sorted_by(const struct rows *rows, size_t row, size_t column)
{
    return column == 0 ? S("") : str_fold(&world->arena, rows->cells[row][column]);
}

/* No row stands before one that it should follow. */
static void check_order(const struct rows *rows, size_t column, bool falling)
{
    for (size_t i = 1; i < rows->count; i++) {
        int order = column == 0 ? (rows->numbers[i - 1] > rows->numbers[i]) - (rows->numbers[i - 1] < rows->numbers[i])
                                : str_compare(sorted_by(rows, i - 1, column), sorted_by(rows, i, column));
        if (falling ? order < 0 : order > 0)
            fail_msg("column %zu: row %zu stands wrong: %s, %s", column, i, rows->cells[i - 1][column].at,
                     rows->cells[i][column].at);
    }
}

static void check_all_once(const struct rows *rows)
{
    assert_int_equal(rows->count, ALL);
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(rows->numbers[i], rows->numbers[k]);
}

/* Forward to the end and back again: the same pages. */
static void walk(struct client *c, const char *path, size_t column, bool falling)
{
    struct rows *all = TAKE(&world->arena, struct rows);
    const struct rows *pages[8];
    size_t count = 0;
    struct answer r;

    for (const char *next = path; next; next = link_to(&r, "next")) {
        assert_true(count < COUNT(pages));
        r = get(c, next);
        pages[count] = rows_of(&r);
        assert_shows(&r, str_print(&world->arena, "%zu–%zu van %d", all->count + 1, all->count + pages[count]->count, ALL).at);
        read_rows(&r, all);
        count++;
    }
    check_all_once(all);
    check_order(all, column, falling);
    assert_int_equal(count, 4);
    for (const char *previous = link_to(&r, "prev"); previous; previous = link_to(&r, "prev")) {
        r = get(c, previous);
        const struct rows *again = rows_of(&r), *was = pages[--count - 1];
        assert_int_equal(again->count, was->count);
        assert_memory_equal(again->numbers, was->numbers, was->count * sizeof was->numbers[0]);
        assert_shows(&r, str_print(&world->arena, "%zu–%zu van %d", (count - 1) * 25 + 1, count * 25, ALL).at);
    }
    assert_int_equal(count, 1);
}

static void test_every_column_sorts_both_ways_over_all_pages(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    size_t column = 0;

    for (size_t i = 0; i < customer_entity.count; i++) {
        const struct field *f = &customer_entity.fields[i];
        if (!(f->rules & LISTED))
            continue;
        for (int falling = 0; falling < 2; falling++) {
            const char *path = str_print(&world->arena, "/klanten?sorteer=%s%s", f->name, falling ? "&richting=af" : "").at;
            struct answer r = get(&c, path);
            assert_shows(&r, str_print(&world->arena, "data-column=\"%s\" %s", f->name,
                                       falling ? "aria-sort=\"descending\"" : "aria-sort=\"ascending\"").at);
            c.fragment = falling;
            walk(&c, path, column, falling);
        }
        column++;
    }
    assert_int_equal(column, 5);
}

static void test_a_head_sorts_by_its_column_and_then_the_other_way(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct answer r = get(&c, "/klanten?q=zelfde&aantal=25");

    assert_shows(&r, "href=\"/klanten?q=zelfde&amp;sorteer=name\"");
    r = get(&c, "/klanten?sorteer=name");
    assert_shows(&r, "href=\"/klanten?sorteer=name&amp;richting=af\"");
    r = get(&c, "/klanten?sorteer=name&richting=af");
    assert_shows(&r, "href=\"/klanten?sorteer=name\"");
}

static void test_pages_of_any_size(void **state)
{
    (void)state;
    static const struct { const char *query; size_t rows; } cases[] = {
        { "", 25 }, { "?aantal=50", 50 }, { "", 50 }, { "?aantal=200", ALL }, { "?aantal=100", ALL }, { "?aantal=25", 25 },
        { "?aantal=7", 25 }, { "?aantal=-1", 25 }, { "?aantal=abc", 25 }, { "?aantal=99999999999999999999", 25 },
        { "?aantal=25%20", 25 }, { "?aantal=0", 25 },
    };
    struct client c = visitor(demo);

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer r = get(&c, str_print(&world->arena, "/klanten%s", cases[i].query).at);
        if (rows_of(&r)->count != cases[i].rows)
            fail_msg("%s shows %zu rows", cases[i].query, rows_of(&r)->count);
    }
}

static void test_a_place_that_is_nonsense_shows_the_first_page(void **state)
{
    (void)state;
    static const char *const places[] = {
        "na=abc", "na=-1", "na=0", "na=999999999999999999999", "na=123456", "voor=abc", "voor=-9223372036854775808",
        "voor=123456", "na=123456&rij=51", "na=1&na=x&rij=2", "voor=1", "sorteer=postcode", "sorteer=nope&richting=zo",
        "sorteer=name;drop", "toon=alles", "richting=op",
    };
    struct client c = visitor(demo);

    for (size_t i = 0; i < COUNT(places); i++) {
        struct answer r = get(&c, str_print(&world->arena, "/klanten?%s", places[i]).at);
        const struct rows *rows = rows_of(&r);
        if (rows->count != 25 || rows->numbers[0] != -2 || !shows(&r, "1–25 van 97"))
            fail_msg("%s: %zu rows from %d", places[i], rows->count, (int)rows->numbers[0]);
    }
    struct answer r = get(&c, "/klanten?na=1&rij=999999999999");
    assert_int_equal(r.status, 200);
}

/* Its last row is what the page begins behind: it was NULL that was read then. */
static void test_behind_the_last_row_is_the_first_page(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    int64_t last = number_in(world, demo, "SELECT id FROM customer ORDER BY number DESC LIMIT 1");
    struct answer r = get(&c, str_print(&world->arena, "/klanten?na=%d&rij=98", (int)last).at);

    assert_int_equal(rows_of(&r)->count, 25);
    assert_shows(&r, "1–25 van 97");
    assert_null(link_to(&r, "prev"));
    r = get(&c, str_print(&world->arena, "/klanten?q=vindbaar&na=%d&rij=2", (int)last).at);
    assert_int_equal(rows_of(&r)->count, 1);
    assert_shows(&r, "1–1 van 1");
}

/* ---- the rest of the page ------------------------------------------------------------------------ */

static void test_the_words_of_the_overview(void **state)
{
    (void)state;
    static const char *const words[] = {
        ">Relaties<", ">Klanten</h1>", "Nieuw</a>", "<span>Actieve klanten</span>", "Toon gearchiveerde klanten",
        "Toon actieve klanten", "Exporteren naar Excel", "Importeren", "Klant onbekend", "Standaardklant", ">Klantnummer<",
        ">Naam<", ">Plaats<", ">E-mail<", ">Telefoon<", "Vorige", "Volgende", "Herstel kolombreedte", "Ververs data",
    };
    struct client c = visitor(demo);
    struct answer r = get(&c, "/klanten");

    for (size_t i = 0; i < COUNT(words); i++)
        assert_shows(&r, words[i]);
    r = get(&c, "/klanten?toon=archief");
    assert_shows(&r, "<span>Gearchiveerde klanten</span>");
}

static void test_archived_customers_are_a_list_of_their_own(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct answer r = get(&c, "/klanten?toon=archief");

    assert_shows(&r, "Geen gearchiveerde klanten");
    r = post(&c, "/klanten/3/archiveren", "");
    assert_int_equal(r.status, 303);
    assert_int_equal(found(&c, "vindbaar"), 0);
    r = get(&c, "/klanten?q=vindbaar&toon=archief");
    assert_int_equal(rows_of(&r)->count, 1);
    assert_shows(&r, "Gearchiveerd</span>");
    assert_shows(&r, "name=\"toon\" value=\"archief\"");
    r = get(&c, "/klanten");
    assert_shows(&r, "<b>96</b> klanten");
    r = post(&c, "/klanten/3/terugzetten", "");
    assert_int_equal(r.status, 303);
    assert_int_equal(found(&c, "vindbaar"), 1);
}

static void test_the_menu_of_a_row_holds_what_can_be_done(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct answer r;

    do_in(world, demo, "UPDATE customer SET invoice_to = (SELECT id FROM customer WHERE number = 9001) WHERE number = 9002");
    for (int fragment = 0; fragment < 2; fragment++) {
        c.fragment = fragment;
        r = get(&c, "/klanten/9000/acties");
        assert_int_equal(is_page(&r), !fragment);
        assert_shows(&r, "Wijzigen");
        assert_shows(&r, "Kopiëren");
        assert_shows(&r, "Archiveren");
        assert_shows(&r, "erwijderen");
        assert_not_shows(&r, "aria-disabled=\"true\"");
        r = get(&c, "/klanten/9001/acties");                     /* there, disabled, with the reason */
        assert_shows(&r, "aria-disabled=\"true\"");
        assert_shows(&r, "Heeft historie: 1 klant (Factuur naar). Archiveren kan wel.");
        assert_shows(&r, "erwijderen");
        assert_not_shows(&r, "/klanten/9001/verwijderen");
        r = get(&c, "/klanten/-2/acties");
        assert_not_shows(&r, "Archiveren");
        assert_not_shows(&r, "erwijderen");
    }
}

static void test_a_reader_sees_all_and_changes_nothing(void **state)
{
    (void)state;
    int64_t reader = add_user(world, "rob@voorbeeld.nl", "Rob Lees", "een lezer leest hier");
    set_role(world, reader, demo, ROLE_READER);
    struct client c = client_of(world, reader);
    struct answer r = get(&c, "/klanten");

    assert_shows(&r, "Klant onbekend");
    assert_not_shows(&r, "Nieuw</a>");
    assert_not_shows(&r, "Importeren");
    for (int fragment = 0; fragment < 2; fragment++) {
        c.fragment = fragment;
        r = get(&c, "/klanten/9000/acties");
        assert_shows(&r, "Bekijken");
        assert_not_shows(&r, "Wijzigen");
        assert_not_shows(&r, "Archiveren");
    }
}

static void test_a_small_package_shows_what_it_lacks_with_a_lock(void **state)
{
    (void)state;
    set_package(world, empty, PACKAGE_INSTAP);
    struct client c = visitor(empty);
    struct answer r = get(&c, "/klanten");

    assert_shows(&r, "Exporteren naar Excel<span class=\"gate-mark\">");
    assert_shows(&r, "Vanaf pakket inKaart");
    assert_shows(&r, "Importeren<span class=\"gate-mark\">");
    set_package(world, empty, PACKAGE_INKAART);
    r = get(&c, "/klanten");
    assert_not_shows(&r, "Vanaf pakket");
}

static void test_a_fragment_is_the_list_alone(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    c.fragment = true;
    struct answer r = get(&c, "/klanten?q=zelfde");

    assert_true(str_begins(r.body, S("<section class=\"list-card\" id=\"list\"")));
    assert_not_shows(&r, "<html");
    assert_not_shows(&r, "top-bar");
    check_markup(&c, "list", &r);
}

static void test_a_new_administration_lists_klant_onbekend(void **state)
{
    (void)state;
    struct client c = visitor(empty);
    struct answer r = get(&c, "/klanten");

    assert_int_equal(rows_of(&r)->count, 1);
    assert_shows(&r, "<b>1</b> klant");
    assert_shows(&r, "Klant onbekend");
    assert_shows(&r, "Standaardklant");
}

static void test_the_palette_finds_customers_and_commands(void **state)
{
    (void)state;
    struct client c = visitor(demo);
    struct answer r = get(&c, "/zoeken?q=vindbaar");

    assert_true(is_page(&r));
    assert_shows(&r, "href=\"/klanten/3\"");
    c.fragment = true;
    r = get(&c, "/zoeken?q=nieuwe+kl");
    assert_shows(&r, "Nieuwe klant");
    assert_not_shows(&r, "<html");
    r = get(&c, "/zoeken?q=%3Cscript%3Exyz");
    assert_shows(&r, "Niets gevonden voor “&lt;script&gt;xyz”");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tile_has_the_letters_of_two_words_that_matter),
        cmocka_unit_test(test_search_finds_by_any_of_its_fields_without_case_and_accents),
        cmocka_unit_test(test_odd_searches_are_answered),
        cmocka_unit_test(test_what_was_searched_shows_as_text),
        cmocka_unit_test(test_counts_are_right),
        cmocka_unit_test(test_every_column_sorts_both_ways_over_all_pages),
        cmocka_unit_test(test_a_head_sorts_by_its_column_and_then_the_other_way),
        cmocka_unit_test(test_pages_of_any_size),
        cmocka_unit_test(test_a_place_that_is_nonsense_shows_the_first_page),
        cmocka_unit_test(test_behind_the_last_row_is_the_first_page),
        cmocka_unit_test(test_the_words_of_the_overview),
        cmocka_unit_test(test_archived_customers_are_a_list_of_their_own),
        cmocka_unit_test(test_the_menu_of_a_row_holds_what_can_be_done),
        cmocka_unit_test(test_a_reader_sees_all_and_changes_nothing),
        cmocka_unit_test(test_a_small_package_shows_what_it_lacks_with_a_lock),
        cmocka_unit_test(test_a_fragment_is_the_list_alone),
        cmocka_unit_test(test_a_new_administration_lists_klant_onbekend),
        cmocka_unit_test(test_the_palette_finds_customers_and_commands),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
