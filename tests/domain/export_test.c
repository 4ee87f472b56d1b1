#include "import_world.h"

static struct str read_all(struct export *x)
{
    struct buf b = { .arena = &arena };
    int64_t n;

    while ((n = export_read(x, buf_open(&b, 1000), 1000)) > 0)
        b.len += (size_t)n;
    if (n < 0)
        fail_msg("%s", export_problem(x));
    return buf_str(&b);
}

static struct export_view all_customers(void)
{
    return (struct export_view){ .entity = &customer_entity, .both = true, .sort = entity_key(&customer_entity) };
}

static struct str exported(struct export_view view)
{
    return read_all(export_begin(&arena, house, 1, &view));
}

/* The rows of a workbook as text, a cell behind the other; *count: of rows. */
static struct str rows_of(struct str file, size_t *count)
{
    struct buf b = { .arena = &arena };
    struct file_error error = { 0 };
    struct sheet_row row;
    int fd = file_of(file);
    struct sheet_reader *sheet = sheet_open(&arena, fd, S(""), &sheet_limits_usual, &error);

    for (*count = 0; sheet && sheet_next(sheet, &row); ++*count)
        for (size_t i = 0; i < row.count; i++)
            buf_print(&b, "%d:%.*s%c", row.cells[i].type, (int)sheet_cell_text(&arena, &row.cells[i]).len,
                      sheet_cell_text(&arena, &row.cells[i]).at, i + 1 < row.count ? '|' : '\n');
    assert_int_equal(error.problem, FILE_FINE);
    close(fd);
    return buf_str(&b);
}

/* Customers 1 to count, each eleventh archived, with all kinds of values. */
static void fill(int count)
{
    static const char headings[] = "Relatiecode|Naam|KvkNummer|Plaats|Telefoon|Memo|Krediettermijn|Factuurkorting|KredietLimiet|Iban|UblBestandAlsBijlage|FactuurRelatieId|Nonactief|LandId";
    enum { WIDTH = 14 };
    struct sheet_value *cells = TAKE_MANY(&arena, struct sheet_value, (size_t)count * WIDTH);

    for (int i = 0; i < count; i++) {
        const struct sheet_value row[WIDTH] = {
            N(i + 1), { .kind = SHEET_TEXT, .text = str_print(&arena, "=Klant %d & \"Zn\"", i % 7) }, T("01234567"),
            { .kind = SHEET_TEXT, .text = str_print(&arena, "Plaats %d", i % 50) }, T("+31 6 12"), T("een\ntwee"),
            N(i % 60 - 20), { .kind = SHEET_DECIMAL, .decimals = 4, .n = i % 100 * 12345 % 1000000 },
            { .kind = SHEET_DECIMAL, .decimals = 2, .n = i * 1001 }, T("NL91ABNA0417164300"), B(i % 2),
            i % 5 == 1 ? (struct sheet_value)N(i) : (struct sheet_value)E, B(i % 11 == 0), N(528),
        };
        memcpy(cells + i * WIDTH, row, sizeof row);
    }
    struct import_report r = import_as(IMPORT_BOTH, sheet_of(headings, cells, (size_t)count * WIDTH));
    assert_string_equal(r.refused.len ? r.refused.at : "", "");
    assert_int_equal(r.count[IMPORT_NEW], count);
}

static void an_export_imported_changes_nothing_and_exports_the_same(void **state)
{
    (void)state;
    size_t rows;
    fill(1203);                                 /* more than two batches */
    struct str file = exported(all_customers()), before = rows_of(file, &rows);
    assert_int_equal(rows, 1 + 1 + 1203);       /* heading, Klant onbekend */

    struct import_report r = import_as(IMPORT_BOTH, file_of(file));
    assert_int_equal(r.refused.len, 0);
    assert_int_equal(r.count[IMPORT_SKIPPED], 1204);
    assert_int_equal(r.count[IMPORT_NEW] + r.count[IMPORT_CHANGED] + r.count[IMPORT_WRONG], 0);
    assert_string_equal(rows_of(exported(all_customers()), &rows).at, before.at);
}

static void an_export_imported_where_all_is_gone_exports_the_same(void **state)
{
    (void)state;
    size_t rows;
    fill(120);
    struct str file = exported(all_customers()), before = rows_of(file, &rows);
    struct db *db = house_administration(house, 1);
    db_begin(db, true);
    db_do(db, "UPDATE customer SET invoice_to = NULL", GIVE_NOTHING);
    db_do(db, "DELETE FROM customer WHERE number > 0", GIVE_NOTHING);
    db_commit(db);
    house_give(house, db);
    struct import_report r = import_as(IMPORT_BOTH, file_of(file));
    assert_int_equal(r.count[IMPORT_NEW], 120);
    assert_int_equal(r.count[IMPORT_WRONG], 0);
    assert_string_equal(rows_of(exported(all_customers()), &rows).at, before.at);
}

static void an_export_holds_the_view(void **state)
{
    (void)state;
    size_t rows;
    fill(100);
    struct export_view view = all_customers();
    view.both = false;
    rows_of(exported(view), &rows);
    assert_int_equal(rows, 1 + 1 + 90);
    view.archived = true;
    rows_of(exported(view), &rows);
    assert_int_equal(rows, 1 + 10);
    view = (struct export_view){ .entity = &customer_entity, .search = S("plaats 13"), .sort = entity_key(&customer_entity), .falling = true };
    struct str found = rows_of(exported(view), &rows);
    assert_int_equal(rows, 1 + 3);              /* and number 13 */
    assert_true(strstr(found.at, "2:64|") < strstr(found.at, "2:14|"));
    view.search = S("bestaatniet");
    rows_of(exported(view), &rows);
    assert_int_equal(rows, 1);
}

static void cells_have_types_and_text_stays_text(void **state)
{
    (void)state;
    size_t rows;
    fill(2);
    struct str text = rows_of(exported(all_customers()), &rows);
    assert_non_null(strstr(text.at, "2:2|1:=Klant 1 & \"Zn\"|1:01234567|"));
    assert_non_null(strstr(text.at, "|1:+31 6 12|"));
    assert_non_null(strstr(text.at, "|1:NL91ABNA0417164300|"));
    assert_non_null(strstr(text.at, "|2:528|"));
    assert_non_null(strstr(text.at, "|2:10.01|"));
    assert_non_null(strstr(text.at, "|3:0|2:1|3:0\n"));         /* Bankieren, FactuurRelatieId, Nonactief */
}

static void a_record_that_goes_or_moves_while_exporting_does_not_disturb(void **state)
{
    (void)state;
    size_t rows;
    char first[1];
    fill(1400);
    struct export_view view = all_customers();
    view.sort = entity_field(&customer_entity, S("city"));
    struct export *x = export_begin(&arena, house, 1, &view);
    assert_int_equal(export_read(x, first, 1), 1);              /* the first batch is made */

    struct db *db = house_administration(house, 1);
    db_begin(db, true);
    db_do(db, "UPDATE customer SET invoice_to = NULL", GIVE_NOTHING);
    for (int64_t n = 100; n < 110; n++)
        db_do(db, "DELETE FROM customer WHERE number = $1", GIVE(n));
    /* among those with the name of a place in the middle stands the last of the batch */
    db_do(db, "DELETE FROM customer WHERE id IN (SELECT id FROM customer WHERE archived = 0 ORDER BY city_key, id LIMIT 1 OFFSET 499)", GIVE_NOTHING);
    db_commit(db);
    house_give(house, db);

    struct str rest = read_all(x);
    char *whole = arena_take(&arena, rest.len + 1);
    whole[0] = first[0];
    memcpy(whole + 1, rest.at, rest.len);
    struct str text = rows_of((struct str){ whole, rest.len + 1 }, &rows);
    assert_in_range(rows, 1 + 1400 - 11 + 1, 1 + 1 + 1400);
    for (int i = 110; i <= 1400; i++) {
        char key[32];
        snprintf(key, sizeof key, "\n2:%d|", i);
        char *once = strstr(text.at, key);
        assert_true(!once || !strstr(once + 1, key));
    }
}

static void an_export_that_can_not_go_on_says_so(void **state)
{
    (void)state;
    char byte[1];
    struct export_view view = all_customers();
    struct export *x = export_begin(&arena, house, 7, &view);
    assert_int_equal(export_read(x, byte, 1), -1);
    assert_non_null(export_problem(x));
}

static void a_selection_comes_in_the_order_it_was_given(void **state)
{
    (void)state;
    size_t rows;
    fill(600);
    int64_t *ids = TAKE_MANY(&arena, int64_t, 602);
    for (int i = 0; i < 600; i++) {
        struct customer c = customer(str_print(&arena, "%d", 600 - i).at);
        ids[i < 5 ? i : i + 1] = c.record.id.id;
    }
    ids[5] = 999999999;                         /* is not there any more */
    struct export_view view = { .entity = &customer_entity, .sort = entity_key(&customer_entity), .chosen = ids, .chosen_count = 601 };
    struct str text = rows_of(exported(view), &rows);
    assert_int_equal(rows, 1 + 600);
    char *at = strstr(text.at, "\n2:600|");
    for (int i = 599; i > 0; i--)
        assert_non_null(at = strstr(at, str_print(&arena, "\n2:%d|", i).at));
    view.chosen_count = 0;
    rows_of(exported(view), &rows);
    assert_int_equal(rows, 1);
}

static void what_a_search_finds_comes_whole_and_in_order(void **state)
{
    (void)state;
    size_t rows;
    fill(1203);
    struct export_view view = { .entity = &customer_entity, .search = S("klant"), .sort = entity_key(&customer_entity), .falling = true };
    struct str text = rows_of(exported(view), &rows);
    assert_int_equal(rows, 1 + 1 + 1203 - 110);         /* and Klant onbekend, last */
    const char *at = text.at;
    for (int i = 1203; i > 0; i--)
        if (i % 11 != 1)
            assert_non_null(at = strstr(at, str_print(&arena, "\n2:%d|", i).at));
    assert_non_null(strstr(at, "\n2:-2|"));
}

static void set_count(int64_t archived, int64_t count)
{
    struct db *db = house_administration(house, 1);
    db_begin(db, true);
    record_tally(db, &customer_entity, archived, count - record_count(db, &customer_entity, archived));
    db_commit(db);
    house_give(house, db);
}

static void more_than_a_sheet_has_room_for_is_refused_before_anything_is_read(void **state)
{
    (void)state;
    char byte[1];
    struct export_view view = all_customers();
    set_count(false, 1048570);
    set_count(true, 5);
    assert_null(export_refused(export_begin(&arena, house, 1, &view)));
    set_count(true, 6);
    struct export *x = export_begin(&arena, house, 1, &view);
    assert_string_equal(export_refused(x), "In een Excel-blad passen 1.048.575 klanten, en dit zijn er meer."
                                           " Zoek eerst, zodat het er minder zijn.");
    assert_ptr_equal(export_problem(x), export_refused(x));
    assert_int_equal(export_read(x, byte, 1), -1);
    view.both = false;
    assert_null(export_refused(export_begin(&arena, house, 1, &view)));
}

/* Nobody reads or writes: all of SQLite's log could be brought into the database, and be emptied; at a server nobody is in
 * a transaction, whose end is not waited for. */
static bool comes_to_rest(void)
{
    struct db *db = house_administration(house, 1);
    int64_t busy = 1;

    for (int times = 0; busy && times < 5000; times++, usleep(1000))
        busy = db_one(db, 1, place_either("PRAGMA wal_checkpoint(TRUNCATE)",
                                          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                          " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"), GIVE_NOTHING);
    house_give(house, db);
    return busy == 0;
}

/* More than is read ahead, and than one portal gives; who goes on gets the rest as it is then. */
static void an_export_that_is_not_read_on_holds_nothing(void **state)
{
    (void)state;
    enum { MANY = 12000, GONE = 11990 };
    struct arena reading = { 0 };
    char some[100];
    size_t rows;
    fill(MANY);
    struct export_view view = all_customers();
    struct export *x = export_begin(&reading, house, 1, &view);
    assert_int_equal(export_read(x, some, sizeof some), sizeof some);
    assert_true(comes_to_rest());
    struct db *db = house_administration(house, 1);
    db_do(db, "DELETE FROM customer WHERE number = $1", GIVE((int64_t)GONE));
    house_give(house, db);
    struct str rest = read_all(x);
    struct buf whole = { .arena = &arena };
    buf_add(&whole, (struct str){ some, sizeof some });
    buf_add(&whole, rest);
    rows_of(buf_str(&whole), &rows);
    assert_int_equal(rows, 1 + MANY + 1 - 1);           /* and Klant onbekend */
    arena_drop(&reading);
}

static void an_export_that_is_left_holds_nothing(void **state)
{
    (void)state;
    struct arena reading = { 0 };
    char some[100];
    fill(3000);
    struct export_view view = all_customers();
    struct export *x = export_begin(&reading, house, 1, &view);
    assert_int_equal(export_read(x, some, sizeof some), sizeof some);
    set_count(false, 3001);
    assert_int_equal(export_read(x, some, sizeof some), sizeof some);
    arena_drop(&reading);
    set_count(false, 3000);
    assert_true(comes_to_rest());
}

/* The rows of the sheet Uitleg, a cell behind the other. */
static struct str explained(struct str file)
{
    struct buf b = { .arena = &arena };
    struct file_error error = { 0 };
    struct sheet_row row;
    int fd = file_of(file);
    struct sheet_reader *sheet = sheet_open(&arena, fd, S("Uitleg"), &sheet_limits_usual, &error);

    while (sheet_next(sheet, &row)) {
        for (size_t i = 0; i < row.count; i++)
            buf_print(&b, "%s|", str_copy(&arena, sheet_cell_text(&arena, &row.cells[i])).at);
        buf_char(&b, '\n');
    }
    assert_int_equal(error.problem, FILE_FINE);
    close(fd);
    return buf_str(&b);
}

static void the_template_explains_each_column(void **state)
{
    (void)state;
    struct str told = explained(export_template(&arena, &customer_entity));

    for (size_t i = 0; i < customer_entity.count; i++)
        assert_non_null(strstr(told.at, str_print(&arena, "\n%s|", customer_entity.fields[i].column).at));
    assert_non_null(strstr(told.at, "\nNaam|Algemeen|Naam|ja|Tekst|Hoogstens 50 tekens.|Voorbeeld B.V.|"));
    assert_non_null(strstr(told.at, "\nKrediettermijn|Financieel|Krediettermijn|nee|Geheel getal|Van -365 tot en met 1000. (dagen)|30|"));
    assert_non_null(strstr(told.at, "\nLandId||||||||528|Nederland|\n"));
    assert_null(strstr(told.at, "\nCorrespondentieAdresLandId||||"));          /* the same as those of LandId */
    assert_non_null(strstr(told.at, "\nIncasseren||||||||1|Standaard incasso Core|\n"));
}

static void what_the_lists_of_the_template_offer_can_be_imported(void **state)
{
    (void)state;
    for (size_t i = 0; i < customer_entity.count; i++) {
        const struct field *f = &customer_entity.fields[i];
        struct context cx = { &arena, NULL, 0 };
        struct customer c = { 0 };
        for (const struct alternative *o = f->options; o && o->label; o++) {
            assert_null(field_set(&cx, f, &c, str_from(o->label)));
            assert_int_equal(field_int(f, &c), o->code);
        }
    }
}

static void the_template_imported_adds_its_example(void **state)
{
    (void)state;
    size_t rows;
    struct str template = export_template(&arena, &customer_entity), text = rows_of(template, &rows);
    assert_int_equal(rows, 2);
    for (size_t i = 0; i < customer_entity.count; i++)
        assert_non_null(strstr(text.at, customer_entity.fields[i].column));

    struct import_report r = import_as(IMPORT_BOTH, file_of(template));
    assert_int_equal(r.refused.len, 0);
    assert_int_equal(r.count[IMPORT_NEW], 1);
    assert_int_equal(r.count[IMPORT_WRONG], 0);
    assert_int_equal(r.columns, (int64_t)customer_entity.count);
    assert_int_equal(customers(), 2);
    struct customer c = customer("1001");
    assert_string_equal(c.name.at, "Voorbeeld B.V.");
    assert_int_equal(c.country.code, 528);
    assert_int_equal(c.invoice_discount.n, 10000);
    assert_int_equal(c.debit_mode.code, DEBIT_CORE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(an_export_imported_changes_nothing_and_exports_the_same),
        TEST(an_export_imported_where_all_is_gone_exports_the_same),
        TEST(an_export_holds_the_view),
        TEST(cells_have_types_and_text_stays_text),
        TEST(a_record_that_goes_or_moves_while_exporting_does_not_disturb),
        TEST(an_export_that_can_not_go_on_says_so),
        TEST(a_selection_comes_in_the_order_it_was_given),
        TEST(what_a_search_finds_comes_whole_and_in_order),
        TEST(more_than_a_sheet_has_room_for_is_refused_before_anything_is_read),
        TEST(an_export_that_is_not_read_on_holds_nothing),
        TEST(an_export_that_is_left_holds_nothing),
        TEST(the_template_explains_each_column),
        TEST(what_the_lists_of_the_template_offer_can_be_imported),
        TEST(the_template_imported_adds_its_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
