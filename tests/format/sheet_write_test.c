/* What is written is read back as it was, by us and (tests/format/oracle.sh) by others. */
#include "made.h"

#include "format/sheet_write.h"
#include "format/zip.h"
#include "format/zip_write.h"

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static const struct sheet_column columns[] = {
    { .heading = { "Relatiecode", 11 }, .kind = SHEET_INT, .required = true },
    { .heading = { "Naam", 4 }, .kind = SHEET_TEXT, .required = true, .width = 40 },
    { .heading = { "Krediet & <limiet>", 18 }, .kind = SHEET_DECIMAL, .decimals = 2 },
    { .heading = { "Sinds", 5 }, .kind = SHEET_DATE },
    { .heading = { "Nonactief", 9 }, .kind = SHEET_FLAG },
};
enum { COLUMNS = COUNT(columns) };

#define TEXT(t) { .kind = SHEET_TEXT, .text = { t, sizeof t - 1 } }

static void take(struct sheet_writer *w, struct buf *file)
{
    buf_add(file, sheet_writer_take(w));
}

static struct str written(struct str title, const struct sheet_value (*rows)[COLUMNS], size_t count)
{
    struct buf file = { .arena = &arena };
    struct file_error error = { 0 };
    struct sheet_writer *w = sheet_writer_start(&arena, title, columns, COLUMNS);

    for (size_t i = 0; i < count; i++) {
        assert_true(sheet_writer_row(w, rows[i], &error));
        take(w, &file);
    }
    assert_true(sheet_writer_end(w, &error));
    take(w, &file);
    take(w, &file);                                 /* nothing is given twice */
    assert_int_equal(error.problem, FILE_FINE);
    return buf_str(&file);
}

static struct str part(struct str file, const char *name)
{
    struct file_error error = { 0 };
    struct buf b = { .arena = &arena };
    char some[4096];
    struct zip *z = zip_open(&arena, made_file(file), &sheet_limits_usual, &error);
    struct zip_part *p = zip_part_open(z, &arena, str_from(name), &error);

    assert_non_null(p);
    for (size_t n; (n = zip_part_read(p, some, sizeof some, &error)) > 0;)
        buf_add(&b, (struct str){ some, n });
    assert_int_equal(error.problem, FILE_FINE);
    return buf_str(&b);
}

static void values_come_back_as_they_were(void **state)
{
    static const struct sheet_value rows[][COLUMNS] = {
        { { .kind = SHEET_INT, .n = 1001 }, TEXT("Jansen & <Zn> \"x\""), { .kind = SHEET_DECIMAL, .n = 125050, .decimals = 2 },
          { .kind = SHEET_DATE, .n = 20260131 }, { .kind = SHEET_FLAG, .n = 1 } },
        { { .kind = SHEET_INT, .n = -7 }, TEXT("0612345678"), { .kind = SHEET_DECIMAL, .n = -5, .decimals = 4 },
          { .kind = SHEET_DATE, .n = 19000301 }, { .kind = SHEET_FLAG, .n = 0 } },
        { { .kind = SHEET_EMPTY }, TEXT(" twee\n\tregels "), { .kind = SHEET_DECIMAL, .n = 0, .decimals = 2 },
          { .kind = SHEET_DATE, .n = 99991231 }, { .kind = SHEET_TEXT } },
        { { .kind = SHEET_INT, .n = 999999999999999 }, TEXT("a\rb\x01_x000D__x12_"), { .kind = SHEET_DECIMAL, .n = 100, .decimals = 2 },
          { .kind = SHEET_DATE, .n = 18991231 }, { .kind = SHEET_EMPTY, .wrong = true } },
        { { .kind = SHEET_INT, .n = INT64_MIN }, TEXT("bad \xff utf, \xef\xbf\xbf"), { .kind = SHEET_DECIMAL, .n = INT64_MAX, .decimals = 18 },
          { .kind = SHEET_EMPTY }, { .kind = SHEET_INT, .n = 1000000000000000 } },
        { { .kind = SHEET_INT, .n = 5, .wrong = true }, TEXT("Z\xc3\xab \xf0\x9f\x98\x80"), { .kind = SHEET_DECIMAL, .n = 12345, .decimals = 0 },
          { .kind = SHEET_DATE, .n = 20240229, .wrong = true }, { .kind = SHEET_FLAG, .n = 1, .wrong = true } },
    };
    struct file_error error = { 0 };
    struct str shown =
        made_show(&arena, written(S("Klanten"), rows, COUNT(rows)), &sheet_limits_usual, &error);
    (void)state;

    assert_int_equal(error.problem, FILE_FINE);
    assert_string_equal(shown.at,
        "1:Relatiecode|Naam|Krediet & <limiet>|Sinds|Nonactief\n"
        "2:#1001|Jansen & <Zn> \"x\"|#1250.5|@20260131+0|?1\n"
        "3:#-7|0612345678|#-0.00050000000000000001|@19000301+0|?0\n"
        "4:| twee\n\tregels |#0|@99991231+0\n"
        "5:#999999999999999|a\rb\x01_x000D__x12_|#1|1899-12-31\n"
        "6:-9223372036854775808|bad \xef\xbf\xbd utf, _xFFFF_|9.223372036854775807||1000000000000000\n"
        "7:#5|Z\xc3\xab \xf0\x9f\x98\x80|#12345|@20240229+0|?1\n");
}

static void numbers_are_printed_exactly(void **state)
{
    static const struct sheet_value rows[][COLUMNS] = {
        { { .kind = SHEET_INT, .n = 0 }, { .kind = SHEET_DECIMAL, .n = 10, .decimals = 1 }, { .kind = SHEET_DECIMAL, .n = 123456, .decimals = 2 },
          { .kind = SHEET_DECIMAL, .n = -1, .decimals = 2 }, { .kind = SHEET_DECIMAL, .n = 7, .decimals = 14 } },
    };
    struct str sheet = part(written(S("x"), rows, 1), "xl/worksheets/sheet1.xml");
    (void)state;

    assert_non_null(strstr(
        sheet.at,
        "<c r=\"A2\"><v>0</v></c><c r=\"B2\"><v>1</v></c><c r=\"C2\" s=\"4\"><v>1234.56</v></c>"
        "<c r=\"D2\" s=\"4\"><v>-0.01</v></c><c r=\"E2\"><v>0.00000000000007</v></c>"));
}

static void text_like_a_formula_is_quoted(void **state)
{
    static const struct sheet_value rows[][COLUMNS] = {
        { TEXT("=1+1"), TEXT("+31612345678"), TEXT("-5"), TEXT("@x"), TEXT("\tx") },
        { TEXT("\rx"), TEXT("x=1"), { .kind = SHEET_TEXT, .text = { "=2", 2 }, .wrong = true }, TEXT("'x"), TEXT("|x") },
    };
    struct str file = written(S("x"), rows, 2), sheet = part(file, "xl/worksheets/sheet1.xml");
    struct file_error error = { 0 };
    (void)state;

    for (char column = 'A'; column <= 'E'; column++)
        assert_non_null(strstr(sheet.at, str_print(&arena, "<c r=\"%c2\" s=\"2\"", column).at));
    assert_non_null(strstr(sheet.at, "<c r=\"A3\" s=\"2\" t=\"inlineStr\"><is><t>_x000D_x</t>"));
    assert_non_null(strstr(sheet.at, "<c r=\"B3\" s=\"1\""));
    assert_non_null(strstr(sheet.at, "<c r=\"C3\" s=\"9\""));
    assert_non_null(strstr(sheet.at, "<c r=\"D3\" s=\"1\""));
    assert_string_equal(made_show(&arena, file, &sheet_limits_usual, &error).at,
        "1:Relatiecode|Naam|Krediet & <limiet>|Sinds|Nonactief\n"
        "2:=1+1|+31612345678|-5|@x|\tx\n3:\rx|x=1|=2|'x||x\n");
}

static void the_heading_stays_in_sight_and_filters(void **state)
{
    static const struct sheet_value rows[][COLUMNS] = { { { .kind = SHEET_INT, .n = 1 } } };
    struct str file = written(S("Jan's <klanten>"), rows, 1),
               sheet = part(file, "xl/worksheets/sheet1.xml");
    struct str book = part(file, "xl/workbook.xml"), styles = part(file, "xl/styles.xml");
    struct file_error error = { 0 };
    (void)state;

    assert_non_null(strstr(
        sheet.at,
        "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"));
    assert_non_null(strstr(sheet.at, "<autoFilter ref=\"A1:E2\"/>"));
    assert_non_null(
        strstr(sheet.at, "<col min=\"2\" max=\"2\" width=\"40\" style=\"1\" customWidth=\"1\"/>"));
    assert_non_null(strstr(sheet.at, "<c r=\"B1\" s=\"6\""));           /* required: red */
    assert_non_null(strstr(sheet.at, "<c r=\"C1\" s=\"5\""));
    assert_non_null(strstr(styles.at, "<font><b/><sz val=\"11\"/><color rgb=\"FFC00000\"/>"));
    assert_non_null(strstr(book.at, "<sheet name=\"Jan's &lt;klanten&gt;\""));
    assert_null(strstr(book.at, "definedName"));
    struct sheet_reader *reader =
        sheet_open(&arena, made_file(file), S(""), &sheet_limits_usual, &error);
    assert_string_equal(sheet_title(reader).at, "Jan's <klanten>");
}

static void what_does_not_fit_is_refused(void **state)
{
    char *text = arena_take(&arena, 4 * SHEET_CELL_CHARS + 8);
    struct sheet_value row[COLUMNS] = { { .kind = SHEET_TEXT,
                                          .text = { text, SHEET_CELL_CHARS } } };
    struct file_error error = { 0 };
    struct sheet_writer *w = sheet_writer_start(&arena, S("x"), columns, COLUMNS);
    (void)state;

    memset(text, 'x', SHEET_CELL_CHARS + 1);
    assert_true(sheet_writer_row(w, row, &error));
    row[0].text.len++;
    assert_false(sheet_writer_row(w, row, &error));
    assert_int_equal(error.problem, FILE_CELL_TOO_LONG);
    assert_int_equal(error.row, 3);
    for (size_t i = 0; i < SHEET_CELL_CHARS / 2 + 1; i++)           /* two each, as Excel counts */
        memcpy(text + 4 * i, "\xf0\x9f\x98\x80", 4);
    error = (struct file_error){ 0 };
    row[0].text.len = SHEET_CELL_CHARS / 2 * 4;
    assert_true(sheet_writer_row(w, row, &error));
    row[0].text.len += 4;
    assert_false(sheet_writer_row(w, row, &error));
}

static void a_sheet_has_a_million_rows_and_no_more(void **state)
{
    static const struct sheet_column one = { .heading = { "x", 1 }, .kind = SHEET_INT };
    struct file_error error = { 0 };
    struct sheet_writer *w = sheet_writer_start(&arena, S("x"), &one, 1);
    struct buf file = { .arena = &arena };
    struct sheet_value value = { .kind = SHEET_INT };
    (void)state;

    for (value.n = 2; value.n <= SHEET_ROWS; value.n++) {
        assert_true(sheet_writer_row(w, &value, &error));
        if (value.n % 10000 == 0)
            take(w, &file);
    }
    assert_false(sheet_writer_row(w, &value, &error));
    assert_int_equal(error.problem, FILE_TOO_MANY_ROWS);
    error = (struct file_error){ 0 };
    assert_true(sheet_writer_end(w, &error));
    take(w, &file);

    struct sheet_row row;
    size_t count = 0;
    struct sheet_reader *reader =
        sheet_open(&arena, made_file(buf_str(&file)), S(""), &sheet_limits_usual, &error);
    while (sheet_next(reader, &row)) {
        count++;
        assert_true(row.number == count && row.count == 1);
        assert_true(count == 1 || row.cells[0].number == (double)count);
    }
    assert_int_equal(error.problem, FILE_FINE);
    assert_int_equal(count, SHEET_ROWS);
}

static void any_column_has_its_name(void **state)
{
    struct sheet_column *many = TAKE_MANY(&arena, struct sheet_column, SHEET_COLUMNS);
    struct sheet_value *values = TAKE_MANY(&arena, struct sheet_value, SHEET_COLUMNS);
    struct file_error error = { 0 };
    (void)state;

    for (int64_t i = 0; i < SHEET_COLUMNS; i++) {
        many[i] = (struct sheet_column){ .heading = S("k"), .kind = SHEET_INT };
        values[i] = (struct sheet_value){ .kind = SHEET_INT, .n = i };
    }
    struct sheet_writer *w = sheet_writer_start(&arena, S("x"), many, SHEET_COLUMNS);
    assert_true(sheet_writer_row(w, values, &error));
    assert_true(sheet_writer_end(w, &error));
    struct str file = str_copy(&arena, sheet_writer_take(w));
    struct sheet_row row;
    struct sheet_reader *reader =
        sheet_open(&arena, made_file(file), S(""), &sheet_limits_usual, &error);
    assert_true(sheet_next(reader, &row) && sheet_next(reader, &row));
    assert_int_equal(row.count, SHEET_COLUMNS);
    for (size_t i = 0; i < row.count; i++)
        assert_true(row.cells[i].number == (double)i);
    struct str xml = part(file, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(xml.at, "<c r=\"ZZ2\"><v>701</v></c><c r=\"AAA2\"><v>702</v></c>"));
    assert_non_null(strstr(xml.at, "<autoFilter ref=\"A1:XFD2\"/>"));
}

static void a_second_sheet_notes_and_lists_come_along(void **state)
{
    static const struct sheet_column first[] = {
        { .heading = { "Naam", 4 }, .kind = SHEET_TEXT },
        { .heading = { "Ja?", 3 }, .kind = SHEET_FLAG, .note = { "Ja & <nee>", 10 }, .choices = { "\"Ja,Nee\"", 8 } },
    };
    static const struct sheet_column second[] = { { .heading = { "Meer", 4 }, .kind = SHEET_TEXT } };
    static const struct sheet sheets[] = { { { "Een", 3 }, first, 2 }, { { "Twee", 4 }, second, 1 } };
    struct file_error error = { 0 };
    struct sheet_row row;
    (void)state;

    struct sheet_writer *w = sheet_writer_start_all(&arena, sheets, 2);
    assert_true(sheet_writer_row(w, (struct sheet_value[]){ TEXT("a"), { .kind = SHEET_FLAG } }, &error));
    sheet_writer_next(w);
    assert_true(sheet_writer_row(w, (struct sheet_value[]){ TEXT("b") }, &error));
    assert_true(sheet_writer_end(w, &error));
    struct str file = str_copy(&arena, sheet_writer_take(w)), sheet = part(file, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(sheet.at, "<autoFilter ref=\"A1:B2\"/><dataValidations count=\"1\"><dataValidation type=\"list\""
                                     " allowBlank=\"1\" sqref=\"B2:B5000\"><formula1>&quot;Ja,Nee&quot;</formula1>"));
    assert_non_null(strstr(sheet.at, "</ignoredErrors><legacyDrawing r:id=\"rId1\"/></worksheet>"));
    assert_non_null(strstr(part(file, "xl/comments1.xml").at, "<comment ref=\"B1\""));
    assert_non_null(strstr(part(file, "xl/comments1.xml").at, "Ja &amp; &lt;nee&gt;"));
    assert_non_null(strstr(part(file, "xl/drawings/vmlDrawing1.vml").at, "<x:Row>0</x:Row><x:Column>1</x:Column>"));
    assert_non_null(strstr(part(file, "xl/worksheets/_rels/sheet1.xml.rels").at, "Target=\"../comments1.xml\""));
    assert_null(strstr(part(file, "xl/worksheets/sheet2.xml").at, "legacyDrawing"));
    assert_null(strstr(part(file, "xl/worksheets/sheet2.xml").at, "tabSelected"));

    struct sheet_reader *reader = sheet_open(&arena, made_file(file), S("Twee"), &sheet_limits_usual, &error);
    assert_string_equal(sheet_title(reader).at, "Twee");
    assert_true(sheet_next(reader, &row) && sheet_next(reader, &row));
    assert_true(str_is(sheet_cell_text(&arena, &row.cells[0]), S("b")));
    assert_string_equal(made_show(&arena, file, &sheet_limits_usual, &error).at, "1:Naam|Ja?\n2:a|?0\n");
}

static void no_memory_is_a_fault_wherever_it_ends(void **state)
{
    static const struct sheet_value row[COLUMNS] = { TEXT("a & b"), { .kind = SHEET_INT, .n = 1 } };
    volatile bool whole = false;
    volatile size_t n = 0;
    (void)state;

    while (!whole) {
        struct arena writing = { 0 };
        struct file_error error = { 0 };
        struct fault here;
        FAULT_BEGIN(&here);
        if (setjmp(here.back) == 0) {
            arena_fail_at(++n);
            struct sheet_writer *w = sheet_writer_start(&writing, S("x"), columns, COLUMNS);
            whole = sheet_writer_row(w, row, &error) && sheet_writer_end(w, &error)
                && sheet_writer_take(w).len > 0;
            assert_true(whole);
        }
        FAULT_END(&here);
        arena_fail_at(0);
        arena_drop(&writing);
    }
    assert_true(n > 5);
}

static void the_same_rows_make_the_same_file(void **state)
{
    static const struct sheet_value rows[][COLUMNS] = { { TEXT("a") }, { TEXT("b") } };
    (void)state;

    assert_true(str_is(written(S("x"), rows, 2), written(S("x"), rows, 2)));
}

static void an_archive_is_taken_in_pieces(void **state)
{
    struct buf file = { .arena = &arena };
    struct zip_writer *z = zip_writer_start(&arena);
    char noise[5000];
    uint32_t seed = 1;
    (void)state;

    for (int p = 0; p < 3; p++) {
        zip_writer_part(z, p == 0 ? S("a") : p == 1 ? S("empty") : S("b/c"));
        for (int i = 0; p != 1 && i < 100; i++) {
            for (size_t k = 0; k < sizeof noise; k++)
                noise[k] = (char)((seed = seed * 1103515245 + 12345) >> 24);
            zip_writer_add(z, (struct str){ noise, sizeof noise });
            buf_add(&file, zip_writer_take(z));
        }
    }
    zip_writer_end(z);
    assert_true(zip_writer_fits(z));
    buf_add(&file, zip_writer_take(z));
    assert_int_equal(part(buf_str(&file), "a").len, 500000);
    assert_int_equal(part(buf_str(&file), "b/c").len, 500000);
    assert_true(memcmp(part(buf_str(&file), "b/c").at + 495000, noise, sizeof noise) == 0);
    assert_int_equal(part(buf_str(&file), "empty").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(values_come_back_as_they_were, end_arena),
        cmocka_unit_test_teardown(numbers_are_printed_exactly, end_arena),
        cmocka_unit_test_teardown(text_like_a_formula_is_quoted, end_arena),
        cmocka_unit_test_teardown(the_heading_stays_in_sight_and_filters, end_arena),
        cmocka_unit_test_teardown(what_does_not_fit_is_refused, end_arena),
        cmocka_unit_test_teardown(a_sheet_has_a_million_rows_and_no_more, end_arena),
        cmocka_unit_test_teardown(any_column_has_its_name, end_arena),
        cmocka_unit_test_teardown(a_second_sheet_notes_and_lists_come_along, end_arena),
        cmocka_unit_test_teardown(no_memory_is_a_fault_wherever_it_ends, end_arena),
        cmocka_unit_test_teardown(the_same_rows_make_the_same_file, end_arena),
        cmocka_unit_test_teardown(an_archive_is_taken_in_pieces, end_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
