/* Numbers are read to the last bit, and days as Excel counts them. */
#include "made.h"

#include "format/sheet_number.h"
#include "format/sheet_styles.h"

#include <stdlib.h>

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void numbers_are_those_of_strtod(void **state)
{
    static const char *const texts[] = {
        "0", "-0", "1", "-12", "1.5", "0.1", "0.10000000000000001", "1E+21", "1e-7", "+5", "1.50", "1.", ".5",
        "12345678901234567", "999999999999999", "123456789.123456", "0.000000000000001", "1.7976931348623157e308",
        "4.9e-324", "0001234567", "2.2250738585072014E-308", "612345678", "6.12345678E8", "1e-400",
        "0.30000000000000004", "9007199254740993",
    };
    (void)state;

    for (size_t i = 0; i < COUNT(texts); i++) {
        double n = -1;
        assert_true(number_parse(str_from(texts[i]), &n));
        if (n != strtod(texts[i], NULL))
            fail_msg("%s: %.17g", texts[i], n);
    }
}

static void what_is_no_number_is_none(void **state)
{
    static const char *const texts[] = {
        "", "-", "+", ".", "abc", "1,5", "0x10", "NaN", "inf", "INF", "1e999", "-1e999", "1e", "1e+", "1 2", " 1",
        "1.2.3", "--1", "1-", "e5", "1e5.5",
    };
    double n;
    (void)state;

    for (size_t i = 0; i < COUNT(texts); i++) {
        if (number_parse(str_from(texts[i]), &n))
            fail_msg("%s: %.17g", texts[i], n);
    }
}

static void numbers_are_shown_as_people_type_them(void **state)
{
    static const struct { double n; const char *text; } cases[] = {
        { 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -1250.5, "-1250.5" }, { 0.1, "0.1" }, { 0.30000000000000004, "0.30000000000000004" },
        { 6.12345678e8, "612345678" }, { 31612345678, "31612345678" }, { 1e15, "1000000000000000" },
        { 123456789012345680.0, "123456789012345680" }, { 1e20, "100000000000000000000" }, { 1e21, "1e+21" },
        { 1e-7, "0.0000001" }, { 0.000123, "0.000123" }, { 1e300, "1e+300" }, { 5e-324, "5e-324" }, { 100, "100" },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str text = number_print(&arena, cases[i].n);
        double back = strtod(text.at, NULL);
        assert_true(back == cases[i].n);
        assert_string_equal(text.at, cases[i].text);
    }
}

static void every_day_there_and_back(void **state)
{
    struct date before = { 19000228 }, day;
    uint32_t seconds;
    (void)state;

    for (int serial = 61; serial <= 2958465; serial++) {
        assert_true(serial_to_day(serial, false, &day, &seconds));
        assert_true(day.ymd > before.ymd);
        assert_int_equal(serial_of_day(day), serial);
        before = day;
    }
    assert_int_equal(before.ymd, 99991231);
}

static void days_are_those_of_excel(void **state)
{
    static const struct {
        double serial;
        bool from_1904;
        int64_t day;
        uint32_t seconds;
    } cases[] = {
        { 1, false, 19000101, 0 },
        { 59, false, 19000228, 0 },
        { 60, false, 0, 0 },
        { 61, false, 19000301, 0 },
        { 25569, false, 19700101, 0 },
        { 45292, false, 20240101, 0 },
        { 45292.75, false, 20240101, 64800 },
        { 45292.999999, false, 20240102, 0 },
        { 2958465, false, 99991231, 0 },
        { 2958466, false, 0, 0 },
        { 0, false, 0, 0 },
        { -5, false, 0, 0 },
        { 0.75, false, 0, 0 },
        { 1e300, false, 0, 0 },
        { 0, true, 19040101, 0 },
        { 43830, true, 20240101, 0 },
        { -1, true, 0, 0 },
        { 45350, false, 20240228, 0 },
        { 45351, false, 20240229, 0 },
        { 45352, false, 20240301, 0 },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date day = { 0 };
        uint32_t seconds = 0;
        assert_int_equal(serial_to_day(cases[i].serial, cases[i].from_1904, &day, &seconds),
                         cases[i].day != 0);
        assert_int_equal(day.ymd, cases[i].day);
        assert_int_equal(seconds, cases[i].seconds);
    }
}

static void iso_days_are_read(void **state)
{
    static const struct { const char *text; int64_t day; uint32_t seconds; } cases[] = {
        { "2024-01-01", 20240101, 0 },                  { "2024-02-29", 20240229, 0 },
        { "2024-01-01T18:00:00", 20240101, 64800 },     { "2024-01-01T18:00:01.5Z", 20240101, 64801 },
        { "2024-01-01 18:00", 20240101, 64800 },        { "2023-02-29", 0, 0 },
        { "2024-01-01T24:00:00", 0, 0 },                { "2024-01-01T18", 0, 0 },
        { "2024-01-01T18:00:00x", 0, 0 },               { "01-01-2024", 0, 0 },         { "", 0, 0 },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date day;
        uint32_t seconds;
        bool is_day = iso_to_day(str_from(cases[i].text), &day, &seconds);
        assert_int_equal(is_day, cases[i].day != 0);
        if (is_day) {
            assert_int_equal(day.ymd, cases[i].day);
            assert_int_equal(seconds, cases[i].seconds);
        }
    }
}

static void formats_tell_days_and_zeros(void **state)
{
    static const struct { const char *code; unsigned char look; } cases[] = {
        { "General", LOOK_PLAIN },              { "Standaard", LOOK_PLAIN },            { "0", LOOK_PLAIN },
        { "0.00", LOOK_PLAIN },                 { "#,##0.00", LOOK_PLAIN },             { "@", LOOK_PLAIN },
        { "00000000", 8 },                      { "0000000000", 10 },                   { "00;-00", 2 },
        { "dd\\-mm\\-yyyy", LOOK_DATE },        { "dd/mm/jjjj", LOOK_DATE },            { "JJJJ", LOOK_DATE },
        { "[$-413]d\\ mmmm\\ yyyy;@", LOOK_DATE }, { "\"dag \"0.00\" sd\"", LOOK_PLAIN }, { "[Red]0", LOOK_PLAIN },
        { "0.00;[Red]-0.00 \"d\"", LOOK_PLAIN }, { "\\d0", LOOK_PLAIN },                { "_d0", LOOK_PLAIN },
        { "*d0", LOOK_PLAIN },                  { "h:mm", LOOK_DATE },                  { "[h]:mm", LOOK_DATE },
        { "0.00E+00", LOOK_PLAIN },             { "\"open", LOOK_PLAIN },               { "", LOOK_PLAIN },
        { "0;d", LOOK_PLAIN },                  { "0000000000000000000000000000000", LOOK_PLAIN },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned char look = number_look(str_from(cases[i].code));
        if (look != cases[i].look)
            fail_msg("%s: %d", cases[i].code, look);
    }
    assert_int_equal(number_look((struct str){ 0 }), LOOK_PLAIN);       /* a format without a code */
    assert_int_equal(number_look_builtin(14), LOOK_DATE);
    assert_int_equal(number_look_builtin(0), LOOK_PLAIN);
    assert_int_equal(number_look_builtin(49), LOOK_PLAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_strtod),
        cmocka_unit_test(what_is_no_number_is_none),
        cmocka_unit_test_teardown(numbers_are_shown_as_people_type_them, end_arena),
        cmocka_unit_test(every_day_there_and_back),
        cmocka_unit_test(days_are_those_of_excel),
        cmocka_unit_test(iso_days_are_read),
        cmocka_unit_test(formats_tell_days_and_zeros),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
