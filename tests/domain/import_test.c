#include "import_world.h"

#include "base/fault.h"
#include "domain/import_cell.h"
#include "domain/import_command.h"

#include <inttypes.h>

static void assert_counts(const struct import_report *r, int added, int changed, int skipped, int wrong)
{
    if (r->refused.len)
        fail_msg("refused: %s", r->refused.at);
    assert_int_equal(r->count[IMPORT_NEW], added);
    assert_int_equal(r->count[IMPORT_CHANGED], changed);
    assert_int_equal(r->count[IMPORT_SKIPPED], skipped);
    assert_int_equal(r->count[IMPORT_WRONG], wrong);
}

static void assert_line(const struct import_report *r, int row, const char *column, const char *value, const char *reason)
{
    for (size_t i = 0; i < r->line_count; i++) {
        const struct import_line *l = &r->lines[i];
        if (l->row == row && str_is(l->column, str_from(column)) && str_is(l->value, str_from(value))
            && strstr(str_copy(&arena, l->reason).at, reason))
            return;
    }
    for (size_t i = 0; i < r->line_count; i++)
        print_error("%" PRId64 " %s: \"%s\": %s\n", r->lines[i].row, r->lines[i].column.at, r->lines[i].value.at, r->lines[i].reason.at);
    fail_msg("no line: %d %s: \"%s\": %s", row, column, value, reason);
}

static void assert_refused(int sheet, const char *why)
{
    struct import_report r = import_as(IMPORT_BOTH, sheet);
    if (!strstr(r.refused.at ? r.refused.at : "", why))
        fail_msg("refused with: %s", r.refused.at);
}

#define assert_text(found, wanted) do { struct str f = (found); assert_string_equal(str_copy(&arena, f).at, wanted); } while (0)

/* ---- cells ---- */

static const struct field *field(const char *column)
{
    for (size_t i = 0; i < customer_entity.count; i++)
        if (customer_entity.fields[i].column && strcmp(customer_entity.fields[i].column, column) == 0)
            return &customer_entity.fields[i];
    fail_msg("no column %s", column);
    return NULL;
}

static void assert_number(const char *column, const char *raw, const char *text)
{
    struct sheet_cell cell = { .type = CELL_NUMBER, .text = str_from(raw), .number = strtod(raw, NULL) };
    struct cell_text found = import_cell(&arena, field(column), &cell);

    if (text) {
        assert_null(found.why);
        assert_text(found.text, text);
    } else {
        assert_non_null(found.why);
    }
}

static void numbers_are_read_exactly(void **state)
{
    (void)state;
    assert_number("KredietLimiet", "1234.5", "1234,5");
    assert_number("KredietLimiet", "0.30000000000000004", "0,3");
    assert_number("KredietLimiet", "1234.5600000000001", "1234,56");
    assert_number("KredietLimiet", "99999.999999999985", "100000");
    assert_number("KredietLimiet", "99999999999999.94", "99999999999999,9");
    assert_number("KredietLimiet", "-0.05", "-0,05");
    assert_number("KredietLimiet", "5E3", "5000");
    assert_number("KredietLimiet", "1.25E-2", "0,0125");
    assert_number("KredietLimiet", "0", "0");
    assert_number("KredietLimiet", "0.0", "0");
    assert_number("KredietLimiet", "1234567890123456", NULL);
    assert_number("Krediettermijn", "30.0", "30");
    assert_number("Krediettermijn", "-30", "-30");
    assert_number("Krediettermijn", "30.5", "30,5");
    assert_number("LandId", "528", "528");
    assert_number("UblBestandAlsBijlage", "1", "1");
}

static void numbers_that_were_text_are_rescued_where_that_is_certain(void **state)
{
    (void)state;
    assert_number("Telefoon", "201234567", "0201234567");
    assert_number("MobieleTelefoon", "6.12345678E+8", "0612345678");
    assert_number("MobieleTelefoon", "31612345678", "+31612345678");
    assert_number("Telefoon", "112", NULL);
    assert_number("Telefoon", "4915112345678", NULL);
    assert_number("KvkNummer", "12345678", "12345678");
    assert_number("KvkNummer", "1234567", "01234567");
    assert_number("KvkNummer", "123456", "123456");             /* the field's own check refuses it */
    assert_number("Oin", "1234567890123456789", NULL);
    assert_number("Postcode", "1000", "1000");
    assert_number("Adres", "12.5", "12,5");

    struct sheet_cell zeros = { .type = CELL_NUMBER, .text = S("1234567"), .number = 1234567, .shown = S("01234567") };
    assert_text(import_cell(&arena, field("KvkNummer"), &zeros).text, "01234567");
}

static void other_cells_are_read_or_refused(void **state)
{
    (void)state;
    const struct sheet_cell yes = { .type = CELL_FLAG, .flag = { 1 } }, broken = { .type = CELL_ERROR, .text = S("#N/A") },
        day = { .type = CELL_DATE, .day = { 20260112 }, .text = S("46034") };
    assert_text(import_cell(&arena, field("FactuurEmailen"), &yes).text, "1");
    assert_non_null(import_cell(&arena, field("Naam"), &yes).why);
    assert_non_null(import_cell(&arena, field("Naam"), &broken).why);
    assert_non_null(import_cell(&arena, field("Adres"), &day).why);
    assert_non_null(import_cell(&arena, field("Krediettermijn"), &day).why);
}

/* ---- adding and changing ---- */

static void new_customers_are_added_with_what_a_new_card_shows(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Postcode|KredietLimiet|FactuurEmailen|FactuurEmailAdres|Telefoon",
        CELLS(N(1001), T("Van Vliet B.V."), T("1234ab"), { .kind = SHEET_DECIMAL, .decimals = 2, .n = 123450 }, B(1), T("a@vliet.nl"), N(201234567),
              T("1002"), T("Özdemir"), E, T("1.234,50"), T("False"), E, T("+31 6 1"))));
    assert_counts(&r, 2, 0, 0, 0);
    assert_int_equal(r.columns, 7);
    assert_line(&r, 2, "Telefoon", "201234567", "0 vooraan");
    struct customer c = customer("1001");
    assert_text(c.name, "Van Vliet B.V.");
    assert_text(c.postcode, "1234 AB");
    assert_text(c.phone, "0201234567");
    assert_int_equal(c.credit_limit.cents, 123450);
    assert_int_equal(c.payment_term, 30);
    assert_int_equal(c.dunning_mode.code, DUNNING_BUSINESS);
    assert_int_equal(c.country.code, 528);
    assert_true(c.invoice_mailed.on);
    c = customer("1002");
    assert_int_equal(c.credit_limit.cents, 123450);
    assert_text(c.phone, "+31 6 1");
}

static void a_column_that_is_absent_is_left_alone_and_an_empty_cell_clears(void **state)
{
    (void)state;
    import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Plaats|Memo", CELLS(N(1), T("Een"), T("Gouda"), T("hallo"))));
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Plaats", CELLS(N(1), T("Een"), E)));
    assert_counts(&r, 0, 1, 0, 0);
    assert_line(&r, 2, "", "", "Plaats gewijzigd");
    assert_text(customer("1").city, "");
    assert_text(customer("1").memo, "hallo");

    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Plaats", CELLS(N(1), E, T("Delft"))));
    assert_counts(&r, 0, 0, 0, 1);
    assert_line(&r, 2, "Naam", "", "verplicht");
    assert_text(customer("1").name, "Een");
    assert_text(customer("1").city, "");
}

static void the_three_modes_add_and_change_what_they_say(void **state)
{
    (void)state;
    import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(N(1), T("Een"))));
    struct import_report r = import_as(IMPORT_ADDS, sheet_of("Relatiecode|Naam", CELLS(N(1), T("Ander"), N(2), T("Twee"))));
    assert_counts(&r, 1, 0, 1, 0);
    assert_line(&r, 2, "", "", "Staat al in je administratie");
    assert_text(customer("1").name, "Een");
    r = import_as(IMPORT_UPDATES, sheet_of("Relatiecode|Naam", CELLS(N(1), T("Ander"), N(3), T("Drie"), N(0), T("Vier"))));
    assert_counts(&r, 0, 1, 2, 0);
    assert_line(&r, 3, "", "", "Staat nog niet in je administratie");
    assert_text(customer("1").name, "Ander");
    assert_int_equal(customers(), 3);           /* with Klant onbekend */
}

static void the_same_file_twice_changes_nothing(void **state)
{
    (void)state;
    const struct sheet_value cells[] = { N(1), T("Een"), T("nl91 abna 0417 1643 00"), N(1), N(2), T("Twee"), E, E };
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Iban|FactuurRelatieId", cells, COUNT(cells)));
    assert_line(&r, 2, "FactuurRelatieId", "1", "verwijst naar zichzelf");
    assert_counts(&r, 1, 0, 0, 1);
    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Iban", CELLS(N(1), T("Een"), T("nl91 abna 0417 1643 00"))));
    assert_counts(&r, 1, 0, 0, 0);
    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Iban", CELLS(N(1), T("Een"), T("nl91 abna 0417 1643 00"))));
    assert_counts(&r, 0, 0, 1, 0);
    assert_line(&r, 2, "", "", "Geen wijzigingen");
    assert_int_equal(customer("1").record.version, 1);
}

static void zero_asks_for_the_next_free_number(void **state)
{
    (void)state;
    import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(N(0), T("Eerste"))));
    assert_text(customer("1").name, "Eerste");
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam",
        CELLS(N(0), T("Een"), N(100), T("Honderd"), T("0"), T("Nog een"), N(101), T("Ook"))));
    assert_counts(&r, 4, 0, 0, 0);
    assert_text(customer("102").name, "Een");
    assert_text(customer("103").name, "Nog een");
    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(E, T("Leeg"), N(-5), T("Min"), T("1x"), T("X"))));
    assert_counts(&r, 0, 0, 0, 3);
    assert_line(&r, 2, "Relatiecode", "", "verplicht");
    assert_line(&r, 3, "Relatiecode", "-5", "Van 0 tot");
    assert_line(&r, 4, "Relatiecode", "1x", "geheel getal");
    assert_refused(sheet_of("Relatiecode|Naam", CELLS(N(2147483647), T("Laatste"), N(0), T("Te veel"))), "geen volgend nummer");
}

static void a_wrong_row_is_left_out_and_told_with_row_column_and_value(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Krediettermijn|Email|FactuurEmailen|Telefoon|Incasseren",
        CELLS(N(1), T("Goed"), N(14), E, B(0), E, N(0),
              N(2), T("Fout"), T("dertig"), T("geen adres"), B(0), E, N(0),
              N(3), T("Zonder adres"), N(14), E, B(1), E, N(0),
              N(4), T("Telefoon"), N(14), E, B(0), N(112), N(0),
              N(5), T("Incasso"), N(14), E, B(0), E, N(1))));
    assert_counts(&r, 1, 0, 0, 4);
    assert_line(&r, 3, "Krediettermijn", "dertig", "Vul een geheel getal in.");
    assert_line(&r, 3, "Email", "geen adres", "");
    assert_line(&r, 4, "FactuurEmailAdres", "", "Vul een e-mailadres in");
    assert_line(&r, 5, "Telefoon", "112", "kolom op tekst");
    assert_line(&r, 6, "Iban", "", "IBAN");
    assert_int_equal(customers(), 2);
}

static void a_key_that_stands_there_twice_is_told_with_the_first_row(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam",
        CELLS(N(1000), T("A"), N(1001), T("B"), T("01001"), T("C"), N(1002), T("D"))));
    assert_counts(&r, 3, 0, 0, 1);
    assert_line(&r, 4, "Relatiecode", "01001", "Relatiecode 1001 staat ook op regel 3");
    assert_text(customer("1001").name, "B");
}

static void klant_onbekend_may_change_and_not_be_archived(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Plaats|Nonactief", CELLS(N(-2), T("Klant onbekend"), T("Ede"), B(0))));
    assert_counts(&r, 0, 1, 0, 0);
    assert_text(customer("-2").city, "Ede");
    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Nonactief", CELLS(N(-2), T("Klant onbekend"), T("Waar"))));
    assert_counts(&r, 0, 0, 0, 1);
    assert_line(&r, 2, "Nonactief", "Waar", "kan niet worden gearchiveerd");
}

static void nonactief_archives_and_bankieren_is_noted(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Nonactief|Bankieren",
        CELLS(N(1), T("Een"), T("WAAR"), T("ja"), N(2), T("Twee"), T("onwaar"), T("Nee"))));
    assert_counts(&r, 2, 0, 0, 0);
    assert_line(&r, 2, "Bankieren", "ja", "leveranciers");
    assert_true(customer("1").archived.on);
    assert_false(customer("2").archived.on);
    struct db *db = house_administration(house, 1);
    assert_int_equal(record_count(db, &customer_entity, true), 1);
    house_give(house, db);
}

/* ---- references within the sheet ---- */

static void a_reference_may_stand_before_what_it_refers_to(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|FactuurRelatieId",
        CELLS(N(1), T("A"), N(3), N(2), T("B"), T("01"), N(3), T("C"), N(1), N(0), T("D"), N(2))));
    assert_counts(&r, 4, 0, 0, 0);
    assert_int_equal(customer("1").invoice_to.id, customer("3").record.id.id);
    assert_int_equal(customer("2").invoice_to.id, customer("1").record.id.id);
    assert_int_equal(customer("3").invoice_to.id, customer("1").record.id.id);
    assert_int_equal(customer("4").invoice_to.id, customer("2").record.id.id);
    r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|FactuurRelatieId", CELLS(N(1), T("A"), N(9), N(9), T("Nieuw"), E)));
    assert_counts(&r, 1, 1, 0, 0);
    assert_int_equal(customer("1").invoice_to.id, customer("9").record.id.id);
}

static void what_refers_to_a_wrong_row_is_wrong_too(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam|Krediettermijn|FactuurRelatieId",
        CELLS(N(1), T("A"), N(1), N(2), N(2), T("B"), N(1), N(3), N(3), T("C"), T("x"), E, N(4), T("D"), N(1), N(77),
              N(5), T("E"), N(1), N(6), N(6), T("F"), N(1), E)));
    assert_counts(&r, 2, 0, 0, 4);
    assert_line(&r, 2, "FactuurRelatieId", "2", "staat op regel 3");
    assert_line(&r, 3, "FactuurRelatieId", "3", "staat op regel 4");
    assert_line(&r, 4, "Krediettermijn", "x", "");
    assert_line(&r, 5, "FactuurRelatieId", "77", "bestaat niet");
    assert_text(r.lines[0].name, "A");
    for (size_t i = 1; i < r.line_count; i++)
        assert_true(r.lines[i - 1].row <= r.lines[i].row);
    assert_int_equal(customers(), 3);
}

/* ---- headings and files ---- */

static void headings_may_differ_in_case_and_blanks_and_stand_in_any_order(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of(" NAAM |Plaats|relatiecode", CELLS(T("Een"), T("Ede"), N(7))));
    assert_counts(&r, 1, 0, 0, 0);
    assert_non_null(strstr(r.notes.at, "' NAAM ' is gelezen als Naam."));
    assert_non_null(strstr(r.notes.at, "'relatiecode' is gelezen als Relatiecode."));
    assert_null(strstr(r.notes.at, "Plaats"));
    assert_text(customer("7").city, "Ede");
}

static void a_file_with_other_headings_is_refused_with_advice(void **state)
{
    (void)state;
    assert_refused(sheet_of("Relatiecode|Naam klant", CELLS(N(1), T("A"))), "'Naam klant' ken ik niet; bedoel je Naam?");
    assert_refused(sheet_of("Klantnummer|Naam", CELLS(N(1), T("A"))), "'Klantnummer' ken ik niet; bedoel je Relatiecode?");
    assert_refused(sheet_of("Relatiecode|Naam|E-mail adres", CELLS(N(1), T("A"), E)), "bedoel je Email?");
    assert_refused(sheet_of("Relatiecode|Naam|KvK nr", CELLS(N(1), T("A"), E)), "bedoel je KvkNummer?");
    assert_refused(sheet_of("Relatiecode|Naam|Qwzxqwzx", CELLS(N(1), T("A"), E)), "'Qwzxqwzx' ken ik niet. ");
    assert_refused(sheet_of("Relatiecode|Naam|naam", CELLS(N(1), T("A"), E)), "Naam staat twee keer in je bestand (B en C)");
    assert_refused(sheet_of("FldKlantCode|FldNaam", CELLS(N(1), T("A"))), "SnelStart 12");
    assert_refused(sheet_of("Relatiecode|Plaats", CELLS(N(1), T("A"))), "De verplichte kolom Naam ontbreekt.");
    assert_refused(sheet_of("Plaats", CELLS(T("A"))), "De verplichte kolommen Relatiecode en Naam ontbreken.");
    assert_refused(sheet_of("Relatiecode|Naam||Plaats", CELLS(N(1), T("A"), T("x"), T("Ede"))), "Kolom C heeft geen kop, maar op regel 2");
    assert_refused(sheet_of("Relatiecode|Naam", NULL, 0), "alleen een kop");
    assert_int_equal(customers(), 1);
}

/* PostgreSQL takes no half character, and the job that was to tell of the heading failed. */
static void a_long_heading_is_cut_between_characters(void **state)
{
    (void)state;
    for (size_t shift = 1; shift <= 2; shift++) {
        struct buf headings = { .arena = &arena };
        buf_print(&headings, "Relatiecode|Naam|%.*s", (int)shift, "qq");
        for (int i = 0; i < 150; i++)
            buf_add(&headings, S("é"));
        struct import_report r = import_as(IMPORT_BOTH, sheet_of(buf_str(&headings).at, CELLS(N(1), T("A"), E)));
        assert_non_null(strstr(r.refused.at, "ken ik niet"));
        assert_true(str_is_utf8(r.refused));
    }
}

static void a_file_that_is_no_workbook_is_refused(void **state)
{
    (void)state;
    assert_refused(file_of(S("")), "leeg");
    assert_refused(file_of(S("Relatiecode;Naam\n1;A\n")), "tekstbestand");
    struct str template = export_template(&arena, &customer_entity);
    assert_refused(file_of((struct str){ template.at, template.len / 2 }), "niet compleet");
}

static void empty_rows_and_columns_between_do_not_matter(void **state)
{
    (void)state;
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode||Naam", CELLS(E, E, E, N(5), E, T("Vijf"), E, E, E)));
    assert_counts(&r, 1, 0, 0, 0);
    assert_int_equal(r.lines[0].row, 3);
}

/* ---- all or nothing ---- */

static void what_changed_since_the_check_is_not_overwritten(void **state)
{
    (void)state;
    import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(N(1), T("Een"))));
    int sheet = sheet_of("Relatiecode|Naam", CELLS(N(2), T("Twee"), N(1), T("Van het bestand"))), stage = file_of(S(""));
    struct import_report r = check_as(IMPORT_BOTH, sheet, stage);
    assert_counts(&r, 1, 1, 0, 0);
    import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(N(1), T("Van een ander"))));
    assert_false(apply_stage(stage));
    assert_text(customer("1").name, "Van een ander");
    assert_int_equal(customers(), 2);
    close(stage);
    r = import_as(IMPORT_BOTH, sheet);          /* checked again, it may */
    assert_counts(&r, 1, 1, 0, 0);
    assert_text(customer("1").name, "Van het bestand");
}

static void what_a_row_refers_to_may_be_gone_when_it_is_written(void **state)
{
    (void)state;
    import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", CELLS(N(1), T("Een"))));
    int sheet = sheet_of("Relatiecode|Naam|FactuurRelatieId", CELLS(N(2), T("Twee"), N(1))), stage = file_of(S(""));
    struct import_report r = check_as(IMPORT_BOTH, sheet, stage);
    assert_counts(&r, 1, 0, 0, 0);
    struct db *db = house_administration(house, 1);
    db_begin(db, true);
    struct customer c;
    assert_true(record_find(&arena, db, &customer_entity, S("1"), &c));
    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &somebody), DB_DONE);
    db_commit(db);
    house_give(house, db);
    assert_false(apply_stage(stage));
    close(stage);
    r = import_as(IMPORT_BOTH, sheet);
    assert_counts(&r, 0, 0, 0, 1);
}

static void a_stage_that_is_not_whole_is_not_applied(void **state)
{
    (void)state;
    int stage = file_of(S("import1"));
    assert_false(apply_stage(stage));
    close(stage);
}

static void of_many_wrong_rows_the_first_thousand_are_kept(void **state)
{
    (void)state;
    enum { ROWS = 3000 };
    struct sheet_value *cells = TAKE_MANY(&arena, struct sheet_value, ROWS * 2);
    for (int i = 0; i < ROWS; i++) {
        cells[2 * i] = (struct sheet_value)N(i + 1);
        cells[2 * i + 1] = i < 500 ? (struct sheet_value)T("Goed") : (struct sheet_value)E;
    }
    struct import_report r = import_as(IMPORT_BOTH, sheet_of("Relatiecode|Naam", cells, ROWS * 2));
    assert_counts(&r, 500, 0, 0, 2500);
    assert_int_equal(r.line_count, IMPORT_SAMPLE_ROWS + IMPORT_WRONG_ROWS);
}

static void a_large_import_leaves_a_database_that_is_whole(void **state)
{
    (void)state;
    enum { ROWS = 12000 };
    struct sheet_value *cells = TAKE_MANY(&arena, struct sheet_value, ROWS * 3);
    struct db *db = house_administration(house, 1);
    struct str before = place_indexes(&arena, db);

    for (int i = 0; i < ROWS; i++) {                    /* every fourth refers to one that comes later */
        cells[3 * i] = (struct sheet_value)N(i + 1);
        cells[3 * i + 1] = (struct sheet_value){ .kind = SHEET_TEXT, .text = str_print(&arena, "Naam %d", ROWS - i) };
        cells[3 * i + 2] = i % 4 ? (struct sheet_value)E : (struct sheet_value)N(ROWS - i);
    }
    struct import_report r = import_as(IMPORT_ADDS, sheet_of("Relatiecode|Naam|FactuurRelatieId", cells, ROWS * 3));
    assert_counts(&r, ROWS, 0, 0, 0);
    assert_int_equal(customers(), ROWS + 1);            /* Klant onbekend */
    assert_int_equal(record_count(db, &customer_entity, false), ROWS + 1);
    assert_string_equal(place_indexes(&arena, db).at, before.at);
    if (!place_is_server())                             /* which keeps its indexes while it writes */
        assert_int_equal(db_one(db, 0, "SELECT count(*) FROM pragma_integrity_check() WHERE integrity_check <> 'ok'",
                                GIVE_NOTHING), 0);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM customer WHERE number > 0 AND EXISTS (SELECT 1 FROM audit_log t"
                                   " WHERE customer.id BETWEEN t.record AND t.last_record AND field = '' AND who = 'Sanne')",
                            GIVE_NOTHING), ROWS);
    assert_int_equal(customer("1").invoice_to.id, customer("12000").record.id.id);
    house_give(house, db);
}

/* ---- memory may end anywhere ---- */

static void fails_at(size_t n, int sheet, bool *failed)
{
    const struct import_task task = { .entity = &customer_entity, .mode = IMPORT_BOTH };
    struct arena a = { 0 };
    struct fault here;
    int stage = file_of(S(""));
    struct db *db = house_administration(house, 1);
    struct import_report report;

    *failed = true;
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        db_begin(db, true);
        arena_fail_at(n);
        import_check(&a, db, &task, sheet, stage, -1, &report);
        if (import_apply(&a, db, &task, stage, &somebody))
            *failed = false;
        arena_fail_at(0);
    }
    FAULT_END(&here);
    house_give(house, db);              /* rolls back */
    arena_drop(&a);
    close(stage);
}

static void without_memory_nothing_is_imported(void **state)
{
    (void)state;
    int sheet = sheet_of("Relatiecode|Naam|FactuurRelatieId", CELLS(N(1), T("A"), N(2), N(2), T("B"), E, N(3), E, E));
    bool failed = true;
    for (size_t n = 1; failed; n += 7) {
        fails_at(n, sheet, &failed);
        assert_int_equal(customers(), 1);
        assert_true(n < 100000);
    }
    close(sheet);
}

/* ---- the command line ---- */

static struct str printed(FILE *f)
{
    char *bytes = arena_take(&arena, 4096);
    rewind(f);
    size_t n = fread(bytes, 1, 4095, f);
    fclose(f);
    return (struct str){ bytes, n };
}

static int run_import(const char *path, bool check_only, struct str *out, struct str *wrong)
{
    const struct import_task task = { .entity = &customer_entity, .mode = IMPORT_BOTH, .country = 528 };
    FILE *o = tmpfile(), *w = tmpfile();
    int status = import_file(house, 1, &task, path, check_only, &somebody, o, w);

    *out = printed(o);
    *wrong = printed(w);
    return status;
}

static void the_command_line_prints_counts_and_wrong_rows(void **state)
{
    (void)state;
    struct str out, wrong;
    const char *path = str_print(&arena, "%s/klanten.xlsx", house_uploads(house)).at;
    assert_int_equal(template_file(&customer_entity, path, stderr), COMMAND_DONE);
    assert_int_equal(run_import(path, true, &out, &wrong), COMMAND_DONE);
    assert_text(out, "nieuw: 1\nbijgewerkt: 0\novergeslagen: 0\nfouten: 0\n");
    assert_int_equal(customers(), 1);
    assert_int_equal(run_import(path, false, &out, &wrong), COMMAND_DONE);
    assert_int_equal(customers(), 2);
    assert_int_equal(export_file(house, 1, &customer_entity, path, stderr), COMMAND_DONE);
    assert_int_equal(run_import(path, false, &out, &wrong), COMMAND_DONE);
    assert_text(out, "nieuw: 0\nbijgewerkt: 0\novergeslagen: 2\nfouten: 0\n");

    const char *other = str_print(&arena, "%s/fout.xlsx", house_uploads(house)).at;
    int sheet = sheet_of("Relatiecode|Naam|Krediettermijn", CELLS(N(5), T("Goed"), N(14), N(6), T("Fout"), T("dertig")));
    save_sheet(sheet, other);
    assert_int_equal(run_import(other, false, &out, &wrong), COMMAND_ROWS_WRONG);
    assert_text(out, "nieuw: 1\nbijgewerkt: 0\novergeslagen: 0\nfouten: 1\n"
                     "regel 3, Krediettermijn: \"dertig\": Vul een geheel getal in.\n");
    unlink(other);

    FILE *f = fopen(path, "wb");
    fputs("Relatiecode;Naam\n", f);
    fclose(f);
    assert_int_equal(run_import(path, false, &out, &wrong), COMMAND_REFUSED);
    assert_int_equal(out.len, 0);
    assert_non_null(strstr(wrong.at, "tekstbestand"));
    unlink(path);
    assert_int_equal(run_import(path, false, &out, &wrong), COMMAND_REFUSED);
    f = tmpfile();
    assert_int_equal(export_file(house, 7, &customer_entity, path, f), COMMAND_REFUSED);
    assert_non_null(strstr(printed(f).at, path));
    assert_int_equal(access(path, F_OK), -1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(numbers_that_were_text_are_rescued_where_that_is_certain),
        cmocka_unit_test(other_cells_are_read_or_refused),
        TEST(new_customers_are_added_with_what_a_new_card_shows),
        TEST(a_column_that_is_absent_is_left_alone_and_an_empty_cell_clears),
        TEST(the_three_modes_add_and_change_what_they_say),
        TEST(the_same_file_twice_changes_nothing),
        TEST(zero_asks_for_the_next_free_number),
        TEST(a_wrong_row_is_left_out_and_told_with_row_column_and_value),
        TEST(a_key_that_stands_there_twice_is_told_with_the_first_row),
        TEST(klant_onbekend_may_change_and_not_be_archived),
        TEST(nonactief_archives_and_bankieren_is_noted),
        TEST(a_reference_may_stand_before_what_it_refers_to),
        TEST(what_refers_to_a_wrong_row_is_wrong_too),
        TEST(headings_may_differ_in_case_and_blanks_and_stand_in_any_order),
        TEST(a_file_with_other_headings_is_refused_with_advice),
        TEST(a_long_heading_is_cut_between_characters),
        TEST(a_file_that_is_no_workbook_is_refused),
        TEST(empty_rows_and_columns_between_do_not_matter),
        TEST(what_changed_since_the_check_is_not_overwritten),
        TEST(what_a_row_refers_to_may_be_gone_when_it_is_written),
        TEST(a_stage_that_is_not_whole_is_not_applied),
        TEST(of_many_wrong_rows_the_first_thousand_are_kept),
        TEST(a_large_import_leaves_a_database_that_is_whole),
        TEST(without_memory_nothing_is_imported),
        TEST(the_command_line_prints_counts_and_wrong_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
