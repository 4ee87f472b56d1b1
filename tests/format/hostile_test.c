/* Files that are traps, or no workbooks at all: each is refused with what to do about it, or read
 * without harm. */
#include "made.h"

#include <time.h>

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static struct str repeated(const char *begin, const char *part, size_t times, const char *end)
{
    struct buf b = { .arena = &arena };

    buf_add(&b, str_from(begin));
    for (size_t i = 0; i < times; i++)
        buf_add(&b, str_from(part));
    buf_add(&b, str_from(end));
    return buf_str(&b);
}

/* Text that deflate makes little of, of characters that XML leaves alone. */
static struct str noise(size_t n)
{
    char *to = arena_take(&arena, n + 1);
    uint64_t dice = 1;

    for (size_t i = 0; i < n; i++) {
        dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        to[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"[dice >> 58];
    }
    return (struct str){ to, n };
}

/* The problem of reading all of a file, and what was shown before it; it may take so long. */
static enum file_problem problem_of(struct str file, const struct sheet_limits *limits, struct str *shown)
{
    struct file_error error = { 0 };
    clock_t begin = clock();

    *shown = made_show(&arena, file, limits, &error);
    assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
    assert_true((error.problem == FILE_FINE) == (error.what == NULL));
    return error.problem;
}

static enum file_problem problem_of_book(struct made_book book)
{
    struct str shown;

    return problem_of(made_workbook(&arena, book), &sheet_limits_usual, &shown);
}

static enum file_problem problem_of_rows(const char *rows)
{
    return problem_of_book((struct made_book){ .sheet = made_sheet(&arena, "", rows, "") });
}

/* ---- too much -------------------------------------------------------------------------------- */

static void what_grows_a_thousandfold_is_a_bomb(void **state)
{
    (void)state;
    assert_int_equal(problem_of_rows(repeated("", " ", 20 << 20, "").at), FILE_BOMB);
    assert_int_equal(problem_of_rows(repeated("", "<row/>", 3 << 20, "").at), FILE_BOMB);
}

static void no_entity_is_ever_expanded(void **state)
{
    static const char *const types[] = {
        "<!DOCTYPE w [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x \"&b;&b;&b;&b;&b;&b;&b;\">]>",
        "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE w [<!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">]>",
        "<!DOCTYPE w SYSTEM \"http://127.0.0.1:9/x.dtd\">",
        "<!DOCTYPE w [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]>",
    };
    (void)state;

    for (size_t i = 0; i < COUNT(types); i++) {
        const char *sheet = str_print(&arena, "%s<worksheet xmlns=\"" MADE_MAIN "\"><sheetData><row><c t=\"str\">"
                                      "<v>&x;</v></c></row></sheetData></worksheet>", types[i]).at;
        const char *strings = str_print(&arena, "%s<sst xmlns=\"" MADE_MAIN "\"><si><t>&x;</t></si></sst>", types[i]).at;
        assert_int_equal(problem_of_book((struct made_book){ .sheet = sheet }), FILE_FORBIDDEN);
        assert_int_equal(problem_of_book((struct made_book){ .sheet = made_sheet(&arena, "", "", ""), .strings = strings }),
                         FILE_FORBIDDEN);
    }
    assert_int_equal(problem_of_rows("<row><c t=\"str\"><v>&x;</v></c></row>"), FILE_DAMAGED);
}

static void a_cell_has_as_many_characters_as_in_excel(void **state)
{
    const char *most = repeated("<row><c t=\"inlineStr\"><is><t>", "\xc3\xab", 32767, "</t></is></c></row>").at;
    const char *more = repeated("<row><c t=\"inlineStr\"><is><t>", "\xc3\xab", 32768, "</t></is></c></row>").at;
    (void)state;

    assert_int_equal(problem_of_rows(most), FILE_FINE);
    assert_int_equal(problem_of_rows(more), FILE_CELL_TOO_LONG);
    assert_int_equal(problem_of_rows(str_print(&arena, "<row><c><f>%s</f></c></row>", noise(1 << 20).at).at), FILE_FINE);
}

static void a_cell_without_end_is_given_up(void **state)
{
    static const char *const forms[] = {
        "<row><c t=\"inlineStr\"><is><t>%s</t></is></c></row>", "<row><c><v>%s</v></c></row>", "<row a=\"%s\"/>",
        "<row><c><f>%s</f></c></row>", "<row><c t=\"inlineStr\"><is><t><![CDATA[%s]]></t></is></c></row>",
    };
    struct str text = noise(6 << 20);
    (void)state;

    for (size_t i = 0; i < COUNT(forms); i++) {
        struct buf b = { .arena = &arena };
        struct str end = str_from(forms[i]), begin = str_cut(&end, '%');
        buf_add(&b, begin);
        buf_add(&b, text);
        buf_add(&b, (struct str){ end.at + 1, end.len - 1 });
        enum file_problem problem = problem_of_rows(buf_str(&b).at);
        if (problem != FILE_ROW_TOO_LONG)
            fail_msg("%zu: %d", i, (int)problem);
    }
    const char *strings = str_print(&arena, "<sst xmlns=\"" MADE_MAIN "\"><si><t>%s</t></si></sst>", text.at).at;
    assert_int_equal(problem_of_book((struct made_book){ .sheet = made_sheet(&arena, "", "", ""), .strings = strings }),
                     FILE_ROW_TOO_LONG);
}

static void a_long_text_is_not_multiplied_by_pointing_at_it(void **state)
{
    struct made_book book = {
        .sheet = made_sheet(&arena, "", repeated("<row>", "<c t=\"s\"><v>0</v></c>", 16384, "</row>").at, ""),
        .strings = repeated("<sst xmlns=\"" MADE_MAIN "\"><si><t>", "x", 32767, "</t></si></sst>").at,
    };
    (void)state;

    assert_int_equal(problem_of_book(book), FILE_ROW_TOO_LONG);

    struct sheet_limits limits = sheet_limits_usual;
    struct str shown;
    limits.total_bytes = 50 * 32767;
    book.sheet = made_sheet(&arena, "", repeated("", "<row><c t=\"s\"><v>0</v></c></row>", 50, "").at, "");
    assert_int_equal(problem_of(made_workbook(&arena, book), &limits, &shown), FILE_FINE);
    book.sheet = made_sheet(&arena, "", repeated("", "<row><c t=\"s\"><v>0</v></c></row>", 51, "").at, "");
    assert_int_equal(problem_of(made_workbook(&arena, book), &limits, &shown), FILE_BOMB);
}

static void a_sheet_is_as_wide_and_long_as_in_excel(void **state)
{
    (void)state;
    assert_int_equal(problem_of_rows(repeated("<row>", "<c><v>1</v></c>", 16384, "</row>").at), FILE_FINE);
    assert_int_equal(problem_of_rows(repeated("<row>", "<c><v>1</v></c>", 16385, "</row>").at), FILE_TOO_WIDE);
    assert_int_equal(problem_of_rows("<row><c r=\"XFD1\"><v>1</v></c></row>"), FILE_FINE);
    assert_int_equal(problem_of_rows("<row><c r=\"XFE1\"><v>1</v></c></row>"), FILE_TOO_WIDE);
    assert_int_equal(problem_of_rows("<row r=\"1048576\"><c><v>1</v></c></row>"), FILE_FINE);
    assert_int_equal(problem_of_rows("<row r=\"1048576\"/><row/>"), FILE_TOO_MANY_ROWS);
}

static void texts_are_counted_and_weighed(void **state)
{
    struct sheet_limits limits = sheet_limits_usual;
    struct made_book book = {
        .sheet = made_sheet(&arena, "", "<row><c t=\"s\"><v>99999</v></c></row>", ""),
        .strings = repeated("<sst xmlns=\"" MADE_MAIN "\">", "<si><t>tekst</t></si>", 100000, "</sst>").at,
    };
    struct str file = made_workbook(&arena, book), shown;
    (void)state;

    limits.text_memory = 0;                     /* all in the file */
    assert_int_equal(problem_of(file, &limits, &shown), FILE_FINE);
    assert_string_equal(shown.at, "1:tekst\n");
    limits.texts = 99999;
    assert_int_equal(problem_of(file, &limits, &shown), FILE_TOO_MANY_TEXTS);
    limits.texts = 100000;
    limits.text_bytes = 499999;
    assert_int_equal(problem_of(file, &limits, &shown), FILE_TOO_MANY_TEXTS);
}

/* ---- leading elsewhere ----------------------------------------------------------------------- */

static void links_to_elsewhere_are_not_followed(void **state)
{
    static const char *const targets[] = {
        "../../../../etc/passwd", "/../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/sheet.xml",
        "..\\\\..\\\\..\\\\etc\\\\passwd", "//127.0.0.1/share/sheet.xml", "xl/../../sheet.xml",
    };
    struct made_book book = { .sheet = made_sheet(&arena, "", "<row><c><v>1</v></c></row>", "") };
    (void)state;

    for (size_t i = 0; i < COUNT(targets); i++) {
        book.rels = str_print(&arena, MADE_RELS "<Relationship Id=\"b\" Type=\"" MADE_LINKS "/worksheet\" Target=\"%s\"/>"
                              "</Relationships>", targets[i]).at;
        assert_int_equal(problem_of_book(book), FILE_DAMAGED);
    }
    book.rels = MADE_RELS "<Relationship Id=\"b\" Type=\"" MADE_LINKS "/worksheet\" Target=\"sheet.xml\" "
                "TargetMode=\"External\"/></Relationships>";
    assert_int_equal(problem_of_book(book), FILE_DAMAGED);
}

static void a_formula_to_another_file_is_the_value_that_was_saved(void **state)
{
    struct made_book book = {
        .sheet = made_sheet(&arena, "", "<row><c><f>[1]Blad1!A1</f><v>12</v></c><c t=\"str\"><f>WEBSERVICE(\"http://127.0.0.1:9\")"
                            "</f><v>oud</v></c><c><f>'file:///etc/[passwd]x'!A1</f></c></row>", ""),
        .rels = MADE_RELS MADE_LINK("b", "/worksheet", "sheet.xml") "<Relationship Id=\"x\" Type=\"" MADE_LINKS
                "/externalLink\" Target=\"http://127.0.0.1:9/boek.xlsx\" TargetMode=\"External\"/></Relationships>",
    };
    struct str shown;
    (void)state;

    assert_int_equal(problem_of(made_workbook(&arena, book), &sheet_limits_usual, &shown), FILE_FINE);
    assert_string_equal(shown.at, "1:#12|oud\n");
}

/* ---- something else -------------------------------------------------------------------------- */

static void archives_that_are_no_workbook_are_named(void **state)
{
    static const struct { const char *parts[3]; enum file_problem problem; } cases[] = {
        { { "mimetype", "content.xml" },                FILE_OPEN_DOCUMENT },
        { { "Index/Document.iwa", "Metadata/x" },       FILE_NUMBERS },
        { { "_rels/.rels", "word/document.xml" },       FILE_WORD },
        { { "_rels/.rels", "ppt/presentation.xml" },    FILE_WORD },
        { { "_rels/.rels", "xl/workbook.bin" },         FILE_BINARY_EXCEL },
        { { "klanten.xlsx" },                           FILE_ZIP },
        { { "../../klanten.xlsx", "/etc/passwd" },      FILE_ZIP },
        { { "[Content_Types].xml" },                    FILE_DAMAGED },
    };
    struct str shown;
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made_zip z = { .data.arena = &arena };
        for (size_t k = 0; k < COUNT(cases[i].parts) && cases[i].parts[k]; k++)
            made_text_part(&z, cases[i].parts[k], MADE_RELS "</Relationships>");
        enum file_problem problem = problem_of(made_end(&z), &sheet_limits_usual, &shown);
        if (problem != cases[i].problem)
            fail_msg("%s: %d", cases[i].parts[0], (int)problem);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, end_arena)
    const struct CMUnitTest tests[] = {
        TEST(what_grows_a_thousandfold_is_a_bomb),
        TEST(no_entity_is_ever_expanded),
        TEST(a_cell_has_as_many_characters_as_in_excel),
        TEST(a_cell_without_end_is_given_up),
        TEST(a_long_text_is_not_multiplied_by_pointing_at_it),
        TEST(a_sheet_is_as_wide_and_long_as_in_excel),
        TEST(texts_are_counted_and_weighed),
        TEST(links_to_elsewhere_are_not_followed),
        TEST(a_formula_to_another_file_is_the_value_that_was_saved),
        TEST(archives_that_are_no_workbook_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
