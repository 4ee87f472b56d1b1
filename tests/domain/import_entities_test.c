/* import_entities_test.c - each entity goes to Excel and comes back, by its own key. */
#include "import_world.h"

#include "domain/article.h"
#include "domain/entities.h"

static int64_t count_of(const struct entity *e)
{
    struct db *db = house_administration(house, 1);
    int64_t n = db_one(db, 0, str_print(&arena, "SELECT count(*) FROM %s", e->name).at, GIVE_NOTHING);

    house_give(house, db);
    return n;
}

static struct str exported(const struct entity *e)
{
    const struct export_view all = { .entity = e, .both = true, .sort = entity_key(e) };
    struct export *x = export_begin(&arena, house, 1, &all);
    struct buf bytes = { .arena = &arena };
    char block[4096];
    int64_t n;

    while ((n = export_read(x, block, sizeof block)) > 0)
        buf_add(&bytes, (struct str){ block, (size_t)n });
    assert_int_equal(n, 0);
    return buf_str(&bytes);
}

static void assert_counts(const struct import_report *r, int64_t new, int64_t changed, int64_t skipped, int64_t wrong)
{
    if (r->refused.len)
        fail_msg("%s: refused: %s", importing->titles, r->refused.at);
    for (size_t i = 0; i < r->line_count && r->count[IMPORT_WRONG] != wrong; i++)
        print_message("%s %d %s: %s\n", importing->titles, (int)r->lines[i].row, r->lines[i].column.at, r->lines[i].reason.at);
    assert_int_equal(r->count[IMPORT_NEW], new);
    assert_int_equal(r->count[IMPORT_CHANGED], changed);
    assert_int_equal(r->count[IMPORT_SKIPPED], skipped);
    assert_int_equal(r->count[IMPORT_WRONG], wrong);
}

static void the_template_adds_its_example_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < entity_count; i++) {
        importing = entities[i];
        int64_t before = count_of(importing);
        struct import_report r = import_as(IMPORT_BOTH, file_of(export_template(&arena, importing)));
        assert_counts(&r, 1, 0, 0, 0);
        assert_int_equal(count_of(importing), before + 1);
        r = import_as(IMPORT_BOTH, file_of(export_template(&arena, importing)));
        assert_counts(&r, 0, 0, 1, 0);
        r = import_as(IMPORT_ADDS, file_of(export_template(&arena, importing)));
        assert_counts(&r, 0, 0, 1, 0);
    }
}

static void what_was_exported_changes_nothing_and_exports_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < entity_count; i++) {
        importing = entities[i];
        struct str first = exported(importing);
        struct import_report r = import_as(IMPORT_BOTH, file_of(first));
        assert_counts(&r, 0, 0, count_of(importing), 0);
        assert_true(str_is(exported(importing), first));
    }
}

static struct article article(const char *code)
{
    struct article it = { 0 };
    struct db *db = house_administration(house, 1);

    if (!record_find(&arena, db, &article_entity, str_from(code), &it))
        fail_msg("there is no article %s", code);
    house_give(house, db);
    return it;
}

static void articles_are_matched_by_their_code_as_it_is_written(void **state)
{
    (void)state;
    importing = &article_entity;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Artikelcode|Omschrijving|Verkoopprijs|Btw",
        CELLS(T("007"), T("Met nullen"), N(12), T("Laag"), T("7"), T("Zonder nullen"), N(13), T("verlegd"),
              T("a1"), T("Klein"), E, E, T("A1"), T("Groot"), E, E, N(1001), T("Als getal"), E, T("Hoog"),
              T("M6/20 ~nieuw"), T("Vreemd"), T("0,1234"), T("Geen"))));
    assert_counts(&r, 6, 0, 0, 0);
    assert_int_equal(article("007").sales_price.n, 120000);
    assert_int_equal(article("7").vat.code, 3);
    assert_int_equal(article("M6/20 ~nieuw").sales_price.n, 1234);
    assert_true(str_is(article("1001").description, S("Als getal")));

    r = import_as(IMPORT_UPDATES, sheet_of("Artikelcode|Omschrijving",
        CELLS(T("a1"), T("Kleiner"), T("B1"), T("Nieuw"), T("A1"), T("Groot"))));
    assert_counts(&r, 0, 1, 2, 0);
    assert_true(str_is(article("a1").description, S("Kleiner")));
    assert_true(str_is(article("A1").description, S("Groot")));

    r = import_as(IMPORT_BOTH, sheet_of("Artikelcode|Omschrijving|Btw|Verkoopprijs",
        CELLS(T("C1"), T("Een"), T("Middel"), E, T(""), T("Zonder code"), E, E, T("C2"), T("Twee"), E, T("0,12345"),
              T("C3"), T(""), E, E, T("C4"), T("Goed"), E, E, T("C4"), T("Nog eens"), E, E)));
    assert_counts(&r, 1, 0, 0, 5);
}

static void suppliers_with_a_zero_get_the_next_number_of_suppliers(void **state)
{
    (void)state;
    importing = entity_called(S("leveranciers"));
    struct db *db = house_administration(house, 1);
    int64_t highest = record_highest_key(db, importing);
    house_give(house, db);
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Bankieren|Iban",
        CELLS(N(0), T("Eerste"), B(1), T("NL91ABNA0417164300"), N(0), T("Tweede"), B(0), E, N(0), T("Derde"), B(1), E)));
    assert_counts(&r, 2, 0, 0, 1);
    db = house_administration(house, 1);
    assert_int_equal(record_highest_key(db, importing), highest + 2);
    house_give(house, db);
}

static void a_column_of_another_entity_is_not_known(void **state)
{
    (void)state;
    importing = entity_called(S("leveranciers"));
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Incasseren", CELLS(N(5), T("Een"), N(1))));
    assert_non_null(strstr(r.refused.at, "'Incasseren' ken ik niet"));
    importing = &article_entity;
    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(N(5), T("Een"))));
    assert_true(r.refused.len > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_template_adds_its_example_once),
        cmocka_unit_test(articles_are_matched_by_their_code_as_it_is_written),
        cmocka_unit_test(suppliers_with_a_zero_get_the_next_number_of_suppliers),
        cmocka_unit_test(what_was_exported_changes_nothing_and_exports_the_same),
        cmocka_unit_test(a_column_of_another_entity_is_not_known),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
