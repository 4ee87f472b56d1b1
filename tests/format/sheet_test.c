/* A workbook gives its rows as Excel shows them, whatever program wrote it; each case is read by
 * the scanner and, made unusual by a comment, by way of libxml2 as well. */
#include "format/sheet_ahead.h"

#include "made.h"

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static const char strings[] = MADE_HEAD
    "<sst xmlns=\"" MADE_MAIN "\" count=\"999999999\" uniqueCount=\"1\">"
    "<si><t>een</t></si><si><t xml:space=\"preserve\"> twee </t></si>"
    "<si><r><t>Jan</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">sen </t></r><r><t>BV</t></r>"
    "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh><phoneticPr fontId=\"0\"/></si><si><t/></si><si/>"
    "<si><t>a_x000D_b_x005F_x000D_&amp;</t></si><extLst><ext><si><t>no</t></si></ext></extLst></"
    "sst>";

static const char styles[] = MADE_HEAD "<styleSheet xmlns=\"" MADE_MAIN "\"><numFmts count=\"2\">"
    "<numFmt numFmtId=\"164\" formatCode=\"dd/mm/jjjj\"/><numFmt numFmtId=\"165\" formatCode=\"00000000\"/></numFmts>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf/>"
    "</cellXfs></styleSheet>";

#define INLINE(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"

static const struct { const char *rows, *shown; } cases[] = {
    { "", "" },
    { "<row r=\"1\"/>", "" },
    { "<row r=\"1\"><c r=\"A1\"><v>12</v></c></row>",                       "1:#12\n" },
    { "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1:#1|#2\n2:#3\n" },
    { "<row r=\"3\"><c r=\"C3\"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "3:||#1|#2\n4:#3\n" },
    { "<row r=\"2\"><c r=\"B2\"><v>2</v></c><c r=\"A2\"><v>1</v></c></row>", "2:#1|#2\n" },
    { "<row r=\"1\"><c r=\"AA1\"><v>1</v></c></row>", "1:||||||||||||||||||||||||||#1\n" },
    { "<row r=\"1048576\" ht=\"15\"><c r=\"A1048576\" s=\"1\"/></row>", "" },
    { "<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c>"
      "<c t=\"s\"><v>4</v></c><c t=\"s\"><v>5</v></c></row>", "1:een| twee |Jansen BV|||a\rb_x000D_&\n" },
    { "<row>" INLINE("x &lt; y") INLINE("  trimmed ") INLINE("") INLINE("&#10;") INLINE("a&#10;b") "</row>",
      "1:x < y|trimmed|||a\nb\n" },
    { "<row><c t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r><rPh><t>no</t></rPh></is></c></row>",
      "1:a b\n" },
    { "<row>" INLINE("_xD83D__xDE00_") INLINE("_xD83D_") INLINE("_x0000_") INLINE("_x00e9_") INLINE("_x12_") "</row>",
      "1:\xf0\x9f\x98\x80|_xD83D_|_x0000_|\xc3\xa9|_x12_\n" },
    { "<row><c t=\"inlineStr\"><v>loose</v></c><c t=\"str\"><f>\"a\"</f><v>ab</v></c><c t=\"str\"><v> kept </v></c></row>",
      "1:loose|ab| kept \n" },
    { "<row><c><f>1+2</f><v>3</v></c><c><f>1+2</f></c><c t=\"b\"><f>1=1</f><v>1</v></c></row>", "1:#3||?1\n" },
    { "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"b\"><v>true</v></c><c t=\"b\"><v>2</v></c></row>",
      "1:?1|?0|?1|2\n" },
    { "<row><c t=\"e\"><v>#N/A</v></c><c t=\"e\"><v>#DIV/0!</v></c></row>", "1:!#N/A|!#DIV/0!\n" },
    { "<row><c s=\"1\"><v>45292</v></c><c s=\"2\"><v>45292.75</v></c><c s=\"1\"><v>60</v></c><c s=\"1\"><v>-5</v></c></row>",
      "1:@20240101+0|@20240101+64800|#60|#-5\n" },
    { "<row><c s=\"3\"><v>1234567</v></c><c s=\"3\"><v>1.5</v></c><c s=\"3\"><v>-1</v></c><c s=\"3\"><v>1.2E7</v></c>"
      "<c s=\"4\"><v>1</v></c><c s=\"999\"><v>1</v></c></row>",
      "1:#1234567=01234567|#1.5|#-1|#12000000=12000000|#1|#1\n" },
    { "<row><c t=\"d\"><v>2024-01-01</v></c><c t=\"d\" s=\"1\"><v>2024-01-01T18:00:00</v></c><c t=\"d\"><v>x</v></c></row>",
      "1:@20240101+0|@20240101+64800|x\n" },
    { "<row><c t=\"n\"><v> 5 </v></c><c><v>abc</v></c><c><v>1,5</v></c><c><v>1e999</v></c><c><v/></c></row>",
      "1:#5|abc|1,5|1e999\n" },
    { "<row><c r=\"B3\"><v>1</v></c></row><row><c><v>2</v></c></row><row><c/><c r=\"B9\"><v>3</v></c></row>",
      "3:|#1\n4:#2\n9:|#3\n" },
    { "<row><c><v>1</v><extLst><ext><v>9</v></ext></extLst></c></row><notrow/>text<row><c><v>2</v></c></row>",
      "1:#1\n2:#2\n" },
};

/* How a sheet reads, with something before and behind its rows. */
static struct str read_sheet(const char *begin, const char *rows, const char *end,
                             struct file_error *error)
{
    struct made_book book = { .sheet = made_sheet(&arena, begin, rows, end),
                              .strings = strings,
                              .styles = styles };

    *error = (struct file_error){ 0 };
    return made_show(&arena, made_workbook(&arena, book), &sheet_limits_usual, error);
}

static void cells_are_what_excel_shows(void **state)
{
    static const struct { const char *begin, *end; } around[] = {
        { "", "" },
        { "<dimension ref=\"A1:XFD1048576\"/><sheetViews><sheetView/></sheetViews>",
          "<extLst><ext xmlns:x=\"urn:x\"><row r=\"9\"><c r=\"A9\"><v>9</v></c></row></ext></extLst>" },
        { "", "<!-- unusual when all rows were given -->" },
        { "<!-- unusual at once -->", "" },
        { "<a:b xmlns:a=\"urn:x\"><sheetData><row><c><v>7</v></c></row></sheetData></a:b>", "" },
    };
    struct file_error error;
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t k = 0; k < COUNT(around); k++) {
            struct str shown = read_sheet(around[k].begin, cases[i].rows, around[k].end, &error);
            if (error.problem != FILE_FINE || !str_is(shown, str_from(cases[i].shown)))
                fail_msg("%s (%zu): %s%s", cases[i].rows, k, shown.at,
                         error.what ? error.what : "");
        }
    }
}

static void what_is_read_at_a_glance_is_what_tokens_give(void **state)
{
    struct file_error error;
    struct made_book book = { .strings = made_spaced(&arena, str_from(strings)).at, .styles = styles };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        book.sheet = made_spaced(&arena, str_from(made_sheet(&arena, "", cases[i].rows, ""))).at;
        error = (struct file_error){ 0 };
        struct str shown = made_show(&arena, made_workbook(&arena, book), &sheet_limits_usual, &error);
        if (error.problem != FILE_FINE || !str_is(shown, str_from(cases[i].shown)))
            fail_msg("%s: %s%s", cases[i].rows, shown.at, error.what ? error.what : "");
    }
}

static void rows_that_can_not_be_are_refused(void **state)
{
    static const struct { const char *rows; enum file_problem problem; size_t row; } bad[] = {
        { "<row r=\"0\"/>", FILE_DAMAGED, 0 },
        { "<row r=\"-1\"/>", FILE_DAMAGED, 0 },
        { "<row r=\"1048577\"/>", FILE_TOO_MANY_ROWS, 1048577 },
        { "<row r=\"99999999999999999999\"/>", FILE_DAMAGED, 0 },
        { "<row r=\"\"/>", FILE_DAMAGED, 0 },
        { "<row r=\"2\"/><row r=\"1\"/>", FILE_DAMAGED, 2 },
        { "<row r=\"2\"/><row r=\"2\"/>", FILE_DAMAGED, 2 },
        { "<row r=\"1048576\"/><row/>", FILE_TOO_MANY_ROWS, 1048577 },
        { "<row r=\"5\"><c r=\"A4\"><v>1</v></c></row>", FILE_DAMAGED, 5 },
        { "<row><c/><c r=\"B3\"/><c r=\"C4\"/></row>", FILE_DAMAGED, 3 },
        { "<row><c/></row><row><c r=\"A1\"/></row>", FILE_DAMAGED, 2 },
        { "<row><c r=\"A1048577\"/></row>", FILE_TOO_MANY_ROWS, 1048577 },
        { "<row r=\"1\"><c r=\"A\"/></row>", FILE_DAMAGED, 1 },
        { "<row r=\"1\"><c r=\"1\"/></row>", FILE_DAMAGED, 1 },
        { "<row r=\"1\"><c r=\"A1B\"/></row>", FILE_DAMAGED, 1 },
        { "<row r=\"1\"><c r=\"\"/></row>", FILE_DAMAGED, 1 },
        { "<row r=\"1\"><c r=\"XFE1\"/></row>", FILE_TOO_WIDE, 1 },
        { "<row r=\"1\"><c r=\"XFD1\"/><c/></row>", FILE_TOO_WIDE, 1 },
        { "<row r=\"1\"><c r=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1\"/></row>", FILE_TOO_WIDE, 1 },
        { "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", FILE_DAMAGED, 1 },
        { "<row r=\"1\"><c s=\"x\"/></row>", FILE_DAMAGED, 1 },
        { "<row r=\"3\"><c t=\"s\"><v>6</v></c></row>", FILE_DAMAGED, 3 },
        { "<row r=\"3\"><c t=\"s\"><v>-1</v></c></row>", FILE_DAMAGED, 3 },
        { "<row r=\"3\"><c t=\"s\"><v>99999999999999999999</v></c></row>", FILE_DAMAGED, 3 },
        { "<row r=\"3\"><c t=\"s\"><v>1.5</v></c></row>", FILE_DAMAGED, 3 },
    };
    struct file_error error;
    (void)state;

    for (size_t i = 0; i < COUNT(bad); i++) {
        for (int carefully = 0; carefully < 2; carefully++) {
            read_sheet(carefully ? "<!-- -->" : "", bad[i].rows, "", &error);
            if (error.problem != bad[i].problem || (bad[i].row && error.row != bad[i].row))
                fail_msg("%s: %d, row %zu", bad[i].rows, (int)error.problem, error.row);
        }
    }
}

static void a_broken_file_is_never_a_short_one(void **state)
{
    struct str whole = str_from(
        made_sheet(&arena, "", "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", ""));
    (void)state;

    for (size_t len = 0; len < whole.len; len++) {
        struct file_error error = { 0 };
        struct made_book book = { .sheet = str_copy(&arena, (struct str){ whole.at, len }).at };
        made_show(&arena, made_workbook(&arena, book), &sheet_limits_usual, &error);
        assert_int_equal(error.problem, FILE_DAMAGED);
    }
}

/* Whatever stands where the window ends: many rows of many lengths, all with other content. */
static void rows_may_stand_across_the_end_of_the_window(void **state)
{
    struct buf xml = { .arena = &arena }, expected = { .arena = &arena };
    struct file_error error;
    (void)state;

    for (int i = 1; xml.len < 3 * 1024 * 1024; i++) {
        buf_print(
            &xml,
            "<row r=\"%d\"><c r=\"A%d\" t=\"s\"><v>%d</v></c><c r=\"B%d\" t=\"inlineStr\"><is><t>",
            i, i, i % 3, i);
        buf_print(&expected, "%d:%s|", i, i % 3 == 0 ? "een" : i % 3 == 1 ? " twee " : "Jansen BV");
        for (int n = i % 41; n >= 0; n--) {
            buf_add(&xml, S("t\xc3\xa9&amp;"));
            buf_add(&expected, S("t\xc3\xa9&"));
        }
        buf_print(&xml, "</t></is></c><c r=\"C%d\" t=\"b\"><v>%d</v></c></row>", i, i % 2);
        buf_print(&expected, "|?%d\n", i % 2);
    }
    for (int carefully = 0; carefully < 2; carefully++) {
        struct str shown = read_sheet("", xml.at, carefully ? "<!-- -->" : "", &error);
        assert_int_equal(error.problem, FILE_FINE);
        assert_true(str_is(shown, buf_str(&expected)));
    }
}

static void a_row_larger_than_the_window_is_read(void **state)
{
    struct buf xml = { .arena = &arena };
    struct file_error error;
    (void)state;

    buf_add(&xml, S("<row>"));
    for (int i = 0; i < SHEET_COLUMNS; i++)
        buf_print(&xml, INLINE("cell %d &amp; more"), i);
    buf_add(&xml, S("</row>"));
    struct str shown = read_sheet("", xml.at, "", &error);
    assert_int_equal(error.problem, FILE_FINE);
    assert_non_null(strstr(shown.at, "1:cell 0 & more|cell 1 & more|"));
    assert_non_null(strstr(shown.at, "|cell 16383 & more\n"));
}

static void the_sheet_is_the_first_that_is_seen_or_the_one_wanted(void **state)
{
    struct arena *a = &arena;
    const char *links = MADE_HEAD MADE_RELS
        "<Relationship Id=\"1\" Type=\"" MADE_LINKS "/worksheet\" Target=\"none.xml\"/>"
        "<Relationship Id=\"2\" Type=\"" MADE_LINKS "/worksheet\" Target=\"/xl/sheet.xml\"/>"
        "<Relationship Id=\"3\" Type=\"" MADE_LINKS "/worksheet\" Target=\".\\x/../%73.xml\"/>"
        "<Relationship Id=\"4\" Type=\"" MADE_LINKS "/chartsheet\" Target=\"none.xml\"/></Relationships>";
    struct made_book book = {
        .rels = links,
        .sheet = made_sheet(a, "", "<row><c><v>1</v></c></row>", ""),
        .strings = made_sheet(a, "", "<row><c><v>2</v></c></row>", ""),
        .workbook = MADE_HEAD
        "<workbook xmlns=\"" MADE_MAIN "\" xmlns:r=\"" MADE_LINKS "\"><sheets>"
        "<sheet name=\"Lijsten\" state=\"hidden\" r:id=\"1\"/><sheet name=\"Grafiek\" r:id=\"4\"/>"
        "<sheet name=\"Uitleg &amp; meer\" r:id=\"2\"/><sheet name=\"Klanten\" state=\"visible\" "
        "r:id=\"3\"/>"
        "<sheet name=\"Zeer verborgen\" state=\"veryHidden\" r:id=\"1\"/></sheets></workbook>",
    };
    static const struct { struct str wanted; const char *title; double number; } wishes[] = {
        { { "", 0 }, "Uitleg & meer", 1 }, { { "KLANTEN", 7 }, "Klanten", 2 },
        { { "Lijsten", 7 }, "Uitleg & meer", 1 }, { { "Geen", 4 }, "Uitleg & meer", 1 },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(wishes); i++) {
        struct file_error error = { 0 };
        struct sheet_row row;
        struct sheet_reader *sheet = sheet_open(a, made_file(made_workbook(a, book)),
                                                wishes[i].wanted, &sheet_limits_usual, &error);
        assert_non_null(sheet);
        assert_true(sheet_next(sheet, &row));
        assert_true(row.cells[0].number == wishes[i].number);
        assert_string_equal(sheet_title(sheet).at, wishes[i].title);
        assert_false(sheet_next(sheet, &row));
        assert_int_equal(error.problem, FILE_FINE);
    }
}

static void a_cell_is_text_as_a_person_would_type_it(void **state)
{
    static const struct { struct sheet_cell cell; const char *text; } texts[] = {
        { { .type = CELL_EMPTY }, "" },
        { { .type = CELL_TEXT, .text = { "x", 1 } }, "x" },
        { { .type = CELL_NUMBER, .number = 6.12345678e8, .text = { "6.12345678E8", 12 } }, "612345678" },
        { { .type = CELL_NUMBER, .number = 1234567, .shown = { "01234567", 8 } }, "01234567" },
        { { .type = CELL_FLAG, .flag = { 1 } }, "1" },
        { { .type = CELL_FLAG, .flag = { 0 } }, "0" },
        { { .type = CELL_DATE, .day = { 20240101 } }, "2024-01-01" },
        { { .type = CELL_DATE, .day = { 20240101 }, .seconds = 64800 }, "2024-01-01 18:00:00" },
        { { .type = CELL_ERROR, .text = { "#N/A", 4 } }, "#N/A" },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(sheet_cell_text(&arena, &texts[i].cell).at, texts[i].text);
    assert_string_equal(sheet_column_name(&arena, 0).at, "A");
    assert_string_equal(sheet_column_name(&arena, 25).at, "Z");
    assert_string_equal(sheet_column_name(&arena, 26).at, "AA");
    assert_string_equal(sheet_column_name(&arena, 16383).at, "XFD");
}

static void days_may_begin_in_1904(void **state)
{
    struct file_error error = { 0 };
    struct made_book book = {
        .sheet = made_sheet(&arena, "",
                            "<row><c s=\"1\"><v>43830</v></c><c s=\"1\"><v>0</v></c></row>", ""),
        .styles = styles,
        .book_properties = "<workbookPr date1904=\"true\"/>",
    };
    (void)state;

    assert_string_equal(
        made_show(&arena, made_workbook(&arena, book), &sheet_limits_usual, &error).at,
        "1:@20240101+0|@19040101+0\n");
}

/* Memory may end anywhere: that is a fault, and leaves nothing behind (the sanitizer looks). */
static void no_memory_is_a_fault_wherever_it_ends(void **state)
{
    struct made_book book = {
        .sheet = made_sheet(&arena, "<!-- -->",
                            "<row>" INLINE("a&amp;b") "<c t=\"s\"><v>5</v></c></row>", ""),
        .strings = strings,
        .styles = styles
    };
    int fd = made_file(made_workbook(&arena, book));
    volatile bool whole = false;
    volatile size_t n = 0;
    (void)state;

    while (!whole) {
        struct arena reading = { 0 };
        struct file_error error = { 0 };
        struct sheet_row row;
        struct fault here;
        FAULT_BEGIN(&here);
        if (setjmp(here.back) == 0) {
            arena_fail_at(++n);
            struct sheet_reader *sheet =
                sheet_open(&reading, fd, S(""), &sheet_limits_usual, &error);
            whole = sheet && sheet_next(sheet, &row) && !sheet_next(sheet, &row)
                && error.problem == FILE_FINE;
            assert_true(whole);
        }
        FAULT_END(&here);
        arena_fail_at(0);
        arena_drop(&reading);
    }
    assert_true(n > 50);
    close(fd);
}

/* ---- rows ahead ---- */

static struct str shown_ahead(struct str file, const struct sheet_limits *limits, struct file_error *error)
{
    struct buf b = { .arena = &arena };
    struct arena reading = { 0 };
    struct sheet_row row;
    int fd = made_file(file);
    struct sheet_reader *sheet = sheet_open(&reading, fd, S(""), limits, error);
    struct sheet_ahead *rows = sheet ? sheet_ahead_start(&reading, sheet) : NULL;

    buf_add(&b, S(""));
    while (rows && sheet_ahead_next(rows, &row))
        made_show_row(&b, &row);
    arena_drop(&reading);
    close(fd);
    return buf_str(&b);
}

/* More than some blocks of them; the texts are of every length about where a longer one is kept in another way, and
 * the cells point to them forwards and backwards. */
static struct made_book many_rows(size_t count)
{
    struct buf rows = { .arena = &arena }, texts = { .arena = &arena };

    buf_add(&texts, S("<sst xmlns=\"" MADE_MAIN "\">"));
    for (size_t i = 0; i < count; i++) {
        buf_print(&rows, "<row><c t=\"s\"><v>%zu</v></c><c><v>%zu</v></c><c/><c t=\"s\"><v>%zu</v></c>" INLINE("in %zu")
                  "</row>", i, i, count - 1 - i, i);
        buf_add(&texts, S("<si><t>"));
        for (size_t k = 0; k < (i * 7) % 520; k++)
            buf_char(&texts, (char)('a' + (i + k) % 26));
        buf_add(&texts, S("</t></si>"));
    }
    buf_add(&texts, S("</sst>"));
    return (struct made_book){ .sheet = made_sheet(&arena, "", buf_str(&rows).at, ""), .strings = buf_str(&texts).at };
}

static void rows_read_ahead_are_the_same_rows(void **state)
{
    struct str file = made_workbook(&arena, many_rows(1000));
    struct sheet_limits spilled = sheet_limits_usual;
    struct file_error error = { 0 };
    (void)state;

    struct str shown = made_show(&arena, file, &sheet_limits_usual, &error);
    spilled.text_memory = 0;
    assert_int_equal(error.problem, FILE_FINE);
    assert_true(str_is(shown_ahead(file, &sheet_limits_usual, &error), shown));
    assert_true(str_is(shown_ahead(file, &spilled, &error), shown));
    assert_int_equal(error.problem, FILE_FINE);
    for (size_t i = 0; i < 1000; i++) {
        struct str line = str_cut(&shown, '\n');
        str_cut(&line, ':');
        struct str text = str_cut(&line, '|');
        assert_int_equal(text.len, i * 7 % 520);
        assert_true(text.len == 0 || (size_t)(text.at[0] - 'a') == i % 26);
    }
}

static void a_sheet_that_breaks_off_is_told_ahead_too(void **state)
{
    struct made_book book = many_rows(1000);
    struct file_error error = { 0 }, ahead = { 0 };
    (void)state;

    book.sheet = str_print(&arena, "%.*s", (int)(strlen(book.sheet) * 2 / 3), book.sheet).at;
    struct str file = made_workbook(&arena, book), shown = made_show(&arena, file, &sheet_limits_usual, &error);
    assert_int_equal(error.problem, FILE_DAMAGED);
    assert_true(str_is(shown_ahead(file, &sheet_limits_usual, &ahead), shown));
    assert_int_equal(ahead.problem, FILE_DAMAGED);
    assert_int_equal(ahead.row, error.row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(cells_are_what_excel_shows, end_arena),
        cmocka_unit_test_teardown(what_is_read_at_a_glance_is_what_tokens_give, end_arena),
        cmocka_unit_test_teardown(rows_that_can_not_be_are_refused, end_arena),
        cmocka_unit_test_teardown(a_broken_file_is_never_a_short_one, end_arena),
        cmocka_unit_test_teardown(rows_may_stand_across_the_end_of_the_window, end_arena),
        cmocka_unit_test_teardown(a_row_larger_than_the_window_is_read, end_arena),
        cmocka_unit_test_teardown(the_sheet_is_the_first_that_is_seen_or_the_one_wanted, end_arena),
        cmocka_unit_test_teardown(a_cell_is_text_as_a_person_would_type_it, end_arena),
        cmocka_unit_test_teardown(days_may_begin_in_1904, end_arena),
        cmocka_unit_test_teardown(rows_read_ahead_are_the_same_rows, end_arena),
        cmocka_unit_test_teardown(a_sheet_that_breaks_off_is_told_ahead_too, end_arena),
        cmocka_unit_test_teardown(no_memory_is_a_fault_wherever_it_ends, end_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
