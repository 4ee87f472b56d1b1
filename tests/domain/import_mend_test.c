/* What a user mends after a check: wrong rows, in a workbook of their own, and headings of another
 * program, coupled to fields. */
#include "import_world.h"

#include "domain/import_coupling.h"
#include "domain/import_wrong.h"

#define assert_text(found, wanted) do { struct str f = (found); assert_string_equal(str_copy(&arena, f).at, wanted); } while (0)

/* ---- wrong rows ---- */

/* Each row as its cells with | between. */
static size_t rows_of(int sheet, struct str *rows, size_t most)
{
    struct file_error error = { 0 };
    struct sheet_reader *reader = sheet_open(&arena, sheet, S("klanten"), &sheet_limits_usual, &error);
    struct sheet_row row;
    size_t count = 0;

    assert_non_null(reader);
    while (sheet_next(reader, &row) && count < most) {
        struct buf b = { .arena = &arena };
        for (size_t i = 0; i < row.count; i++) {
            buf_add(&b, i ? S("|") : S(""));
            buf_add(&b, sheet_cell_text(&arena, &row.cells[i]));
        }
        rows[count++] = buf_str(&b);
    }
    assert_int_equal(error.problem, FILE_FINE);
    return count;
}

static struct import_report check_into(int sheet, int wrong)
{
    const struct import_task task = { .entity = &customer_entity, .mode = IMPORT_BOTH, .country = 528 };
    struct db *db = house_administration(house, 1);
    struct import_report report;
    int stage = file_of(S(""));

    db_begin(db, false);
    import_check(&arena, db, &task, sheet, stage, wrong, &report);
    house_give(house, db);
    close(stage);
    return report;
}

static int sheet_with_mistakes(void)
{
    return sheet_of("Plaats|Relatiecode|Naam|KvkNummer|Telefoon|Incasseren|Iban|FactuurRelatieId", CELLS(
        T("Ede"),    N(1), T("Goed"),      T("12345678"), E,              E,    E,             E,
        T("Epe"),    N(2), T("Fout B.V."), T("123"),      N(201234567),   N(1), T("NL00FOUT"), E,
        T("Elst"),   N(3), E,              E,             E,              E,    E,             N(2),
        T("Eersel"), N(4), T("Wijst op 2"), E,            T("=1+1"),      E,    E,             N(2),
        T("Emmen"),  N(5), T("Wijst op 4"), E,            E,              E,    E,             N(4)));
}

static void the_wrong_rows_are_a_workbook_as_they_stood_with_the_reason(void **state)
{
    (void)state;
    int sheet = sheet_with_mistakes(), wrong = file_of(S(""));
    struct import_report r = check_into(sheet, wrong);
    struct str rows[8];

    assert_int_equal(r.count[IMPORT_NEW], 1);
    assert_int_equal(r.count[IMPORT_WRONG], 4);
    assert_int_equal(rows_of(wrong, rows, 8), 5);
    assert_text(rows[0], "Plaats|Relatiecode|Naam|KvkNummer|Telefoon|Incasseren|Iban|FactuurRelatieId|Reden");
    assert_true(str_begins(rows[1], S("Epe|2|Fout B.V.|123|0201234567|1|NL00FOUT||KvkNummer: ")));
    assert_non_null(strstr(rows[1].at, " Iban: "));
    assert_true(str_begins(rows[2], S("Elst|3||||||2|Naam: ")));
    assert_true(str_begins(rows[3], S("Eersel|4|Wijst op 2||=1+1|||2|FactuurRelatieId: Dit nummer staat op regel 3, ")));
    assert_true(str_begins(rows[4], S("Emmen|5|Wijst op 4|||||4|FactuurRelatieId: Dit nummer staat op regel 5, ")));
    close(sheet);
    close(wrong);
}

static void a_workbook_of_wrong_rows_is_wrong_in_the_same_way_until_it_is_mended(void **state)
{
    (void)state;
    int sheet = sheet_with_mistakes(), wrong = file_of(S("")), again = file_of(S(""));
    struct str rows[8], same[8];

    check_into(sheet, wrong);
    struct import_report r = check_into(wrong, again);
    assert_int_equal(r.count[IMPORT_WRONG], 4);
    assert_non_null(strstr(r.notes.at, "De kolom 'Reden' is niet gelezen."));
    assert_int_equal(rows_of(wrong, rows, 8), rows_of(again, same, 8));
    for (size_t i = 0; i < 3; i++)
        assert_text(same[i], rows[i].at);
    close(sheet);
    close(wrong);
    close(again);

    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|KvkNummer|Reden", CELLS(
        N(2), T("Goed B.V."), T("12345678"), T("KvkNummer: fout"), N(3), T("Ook goed"), E, T("Naam: leeg"))));
    assert_int_equal(r.count[IMPORT_NEW], 2);
    assert_int_equal(r.count[IMPORT_WRONG], 0);
    assert_text(customer("2").coc_number, "12345678");
}

static void without_a_wrong_row_there_is_no_workbook(void **state)
{
    (void)state;
    int sheet = sheet_of("Relatiecode|Naam", CELLS(N(1), T("Goed"))), wrong = file_of(S(""));

    check_into(sheet, wrong);
    assert_int_equal(lseek(wrong, 0, SEEK_END), 0);
    close(sheet);
    close(wrong);
}

/* ---- couplings ---- */

static void couple(const char *heading, const char *name)
{
    struct db *db = house_administration(house, 1);

    db_begin(db, true);
    import_couple(db, &customer_entity, str_from(heading), name ? entity_field(&customer_entity, str_from(name)) : NULL);
    db_commit(db);
    house_give(house, db);
}

static int sheet_of_another_program(void)
{
    return sheet_of("Klantnr|Bedrijfsnaam|Woonplaats|Kleur", CELLS(
        N(1), T("Een"), E, T("rood"), N(2), T("Twee"), T("Ede"), E));
}

static void all_unknown_headings_are_told_with_an_example_and_what_they_are_like(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of_another_program());

    assert_true(str_begins(r.refused, S("'Klantnr' ken ik niet; bedoel je Relatiecode?")));
    assert_int_equal(r.heading_count, 4);
    assert_text(r.headings[0].heading, "Klantnr");
    assert_text(r.headings[0].example, "1");
    assert_string_equal(r.headings[0].field->name, "number");
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(r.headings[i].likely, i < 3);  /* Kleur is like KvkNummer, but not enough */
    assert_text(r.headings[2].heading, "Woonplaats");
    assert_text(r.headings[2].example, "Ede");
    assert_int_equal(customers(), 1);
}

static void a_coupled_heading_is_read_and_said_and_remembered(void **state)
{
    (void)state;
    couple("klantnr", "number");
    couple("Bedrijfsnaam", "name");
    couple("Woonplaats", "city");
    struct import_report r = import_as(IMPORT_BOTH, sheet_of_another_program());
    assert_non_null(strstr(r.refused.at, "'Kleur' ken ik niet"));
    assert_int_equal(r.heading_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(r.headings[i].unknown, i == 3);
    assert_string_equal(r.headings[2].field->name, "city");

    couple("Kleur", NULL);
    r = import_as(IMPORT_BOTH, sheet_of_another_program());
    assert_int_equal(r.refused.len, 0);
    assert_int_equal(r.count[IMPORT_NEW], 2);
    assert_text(customer("2").city, "Ede");
    assert_non_null(strstr(r.notes.at, "'Klantnr' is gelezen als Relatiecode, want zo is die kolom gekoppeld."));
    assert_non_null(strstr(r.notes.at, "De kolom 'Kleur' is niet gelezen, want zo is dat gekozen."));

    couple("Woonplaats", "name");               /* the last word counts */
    r = import_as(IMPORT_BOTH, sheet_of_another_program());
    assert_non_null(strstr(r.refused.at, "De kolom Naam staat twee keer in je bestand (B en C)"));
}

static void a_file_that_coupling_does_not_mend_is_refused_at_once(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Klantnr|Naam|naam", CELLS(N(1), T("A"), T("B"))));
    assert_true(str_begins(r.refused, S("De kolom Naam staat twee keer in je bestand (B en C).")));
    assert_int_equal(r.heading_count, 0);

    char headings[600] = "Relatiecode|Naam|";
    memset(headings + strlen(headings), 'x', 500);
    r = import_as(IMPORT_BOTH, sheet_of(headings, CELLS(N(1), T("A"), E)));
    assert_true(str_begins(r.refused, S("De kop van kolom C is te lang.")));
    assert_int_equal(r.heading_count, 0);
}

static void our_own_headings_come_before_what_was_coupled(void **state)
{
    (void)state;
    couple("Plaats", "name");
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Plaats", CELLS(N(1), T("A"), T("Ede"))));
    assert_int_equal(r.count[IMPORT_NEW], 1);
    assert_text(customer("1").city, "Ede");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(the_wrong_rows_are_a_workbook_as_they_stood_with_the_reason),
        TEST(a_workbook_of_wrong_rows_is_wrong_in_the_same_way_until_it_is_mended),
        TEST(without_a_wrong_row_there_is_no_workbook),
        TEST(all_unknown_headings_are_told_with_an_example_and_what_they_are_like),
        TEST(a_coupled_heading_is_read_and_said_and_remembered),
        TEST(a_file_that_coupling_does_not_mend_is_refused_at_once),
        TEST(our_own_headings_come_before_what_was_coupled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
