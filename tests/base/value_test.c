/* Amounts, days and moments: as people write them, as machines do, and back. */
#include "base/value.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROUNDS = 20000 };

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void assert_text(struct str got, const char *wanted)
{
    if (!str_is(got, str_from(wanted)))
        fail_msg("'%.*s' is not '%s'", (int)got.len, got.at, wanted);
}

static void assert_reads(const char *text, int decimals, int64_t wanted)
{
    int64_t n = -77;

    if (!scaled_parse(str_from(text), decimals, &n))
        fail_msg("'%s' is refused", text);
    if (n != wanted)
        fail_msg("'%s' is read as %" PRId64, text, n);
}

static void assert_refuses(const char *text, int decimals)
{
    int64_t n = -77;

    if (scaled_parse(str_from(text), decimals, &n))
        fail_msg("'%s' is read as %" PRId64, text, n);
    assert_int_equal(n, -77);
}

/* ---- numbers ---- */

static void amounts_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t cents; } rows[] = {
        { "0", 0 }, { "7", 700 }, { "1234", 123400 }, { "1.234", 123400 }, { "1.234,5", 123450 },
        { "-1234,56", -123456 }, { "1234,56", 123456 }, { "12.5", 1250 }, { "12.50", 1250 }, { "1234.56", 123456 },
        { "1.234.567,89", 123456789 }, { "12.345.678", 1234567800 }, { "0,01", 1 }, { "-0,01", -1 }, { "-0", 0 },
        { "007", 700 }, { "1,230", 123 }, { "1,2300000", 123 }, { "12.500", 1250000 }, { "12.5000", 1250 },
        { "999999999999999", 99999999999999900 }, { "-999.999.999.999.999,99", -99999999999999999 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_reads(rows[i].text, 2, rows[i].cents);
}

static void what_is_no_amount_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "", "-", "+5", "--5", "5-", "- 5", " 5", "5 ", ",", ".", ",5", ".5", "5,", "5.", "1.234,", "1.23,4", "1,2,3", "1,234",
        "1.2345,6", "1234.567,8", "1.234.56", "1.234.5", "1.23.456", "1..234", "1,23.4", "1,.5", "12a", "a", "1e5", "0x1F", "1'234",
        "1 234", "\xe2\x82\xac 5", "1234567890123456", "0000000000000001", "-1234567890123456", "NaN", "1.234.567.890.123.456",
        "99999999999999999999999999",
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_refuses(rows[i], 2);
    int64_t n;
    assert_false(scaled_parse((struct str){ "1\0" "2", 3 }, 2, &n));
    assert_false(scaled_parse((struct str){ "1,\0", 3 }, 2, &n));
    assert_false(scaled_parse((struct str){ 0 }, 2, &n));
}

static void other_numbers_of_decimals_are_read_too(void **state)
{
    (void)state;
    assert_reads("2,5", 4, 25000);
    assert_reads("0,0001", 4, 1);
    assert_reads("1.2345", 4, 12345);
    assert_reads("99999999999999,9999", 4, 999999999999999999);
    assert_refuses("999999999999999,9999", 4);          /* more than 64 bits */
    assert_refuses("0,00001", 4);
    assert_reads("12", 0, 12);
    assert_reads("12,0", 0, 12);
    assert_refuses("12,5", 0);
    assert_reads("0,1234", 4, 1234);
}

/* A point before three digits groups thousands, but nobody writes 500 as 0.500. */
static void a_point_behind_a_zero_is_a_comma(void **state)
{
    (void)state;
    assert_reads("0.125", 4, 1250);
    assert_reads("-0.500", 2, -50);
    assert_refuses("0.125", 2);
    assert_refuses("0.125.000", 2);
    assert_refuses("00.125", 2);
}

static void amounts_are_printed_as_people_read_them(void **state)
{
    (void)state;
    assert_text(money_print(&arena, (struct money){ 123456 }), "1.234,56");
    assert_text(money_print(&arena, (struct money){ 0 }), "0,00");
    assert_text(money_print(&arena, (struct money){ -5 }), "-0,05");
    assert_text(money_print(&arena, (struct money){ 100000000 }), "1.000.000,00");
    assert_text(money_print(&arena, (struct money){ INT64_MIN }), "-92.233.720.368.547.758,08");
    assert_text(money_print(&arena, (struct money){ INT64_MAX }), "92.233.720.368.547.758,07");
    assert_text(scaled_print(&arena, 15000, 4, 0), "1,5");
    assert_text(scaled_print(&arena, 15000, 4, 2), "1,50");
    assert_text(scaled_print(&arena, 15001, 4, 2), "1,5001");
    assert_text(scaled_print(&arena, 10000, 4, 0), "1");
    assert_text(scaled_print(&arena, 1, 4, 0), "0,0001");
    assert_text(scaled_print(&arena, 1234, 0, 0), "1.234");
    assert_text(scaled_print_plain(&arena, -123456700, 4), "-12345.67");
    assert_text(scaled_print_plain(&arena, 123456700, 2), "1234567");
    assert_text(scaled_print_plain(&arena, 0, 2), "0");
}

/* Of any size: small ones most of all. */
static int64_t any_number(unsigned short seed[3])
{
    int64_t n = jrand48(seed);
    n = n * 2147483648 + (jrand48(seed) & 0x7fffffff);
    return n / ((int64_t)1 << (unsigned)(nrand48(seed) % 62)) % 999999999999999999;
}

static void what_is_printed_is_read_back(void **state)
{
    (void)state;
    unsigned short seed[3] = { 2, 0, 26 };

    for (int round = 0; round < ROUNDS; round++) {
        int64_t n = any_number(seed), again = 0;
        int decimals = round % 5, least = decimals ? round / 5 % (decimals + 1) : 0;
        if (decimals < 4)
            n /= 1000;
        struct str people = scaled_print(&arena, n, decimals, least);
        assert_true(people.len && people.at[people.len] == '\0');
        if (!scaled_parse(people, decimals, &again) || again != n)
            fail_msg("%" PRId64 " with %d decimals is '%s', read as %" PRId64, n, decimals, people.at, again);
        struct buf typed = { .arena = &arena };         /* without points */
        for (size_t i = 0; i < people.len; i++)
            if (people.at[i] != '.')
                buf_char(&typed, people.at[i]);
        assert_true(scaled_parse(buf_str(&typed), decimals, &again) && again == n);
        if (round % 1000 == 999)
            arena_reset(&arena);
    }
}

/* ---- days ---- */

static void days_are_read_as_people_and_machines_write_them(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t ymd; } rows[] = {
        { "31-12-2026", 20261231 }, { "31/12/2026", 20261231 }, { "2026-12-31", 20261231 }, { "1-2-2026", 20260201 },
        { "01-02-2026", 20260201 }, { "29-2-2024", 20240229 }, { "29-02-2000", 20000229 }, { "2028-02-29", 20280229 },
        { "30-4-2026", 20260430 }, { "31-12-9999", 99991231 }, { "0001-01-01", 10101 }, { "1-1-0001", 10101 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct date d = { 0 };
        if (!date_parse(str_from(rows[i].text), &d) || d.ymd != rows[i].ymd)
            fail_msg("'%s' is read as %" PRId64, rows[i].text, d.ymd);
    }
}

static void what_is_no_day_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "", "-", "/", "--", "29-2-2026", "29-02-2100", "29-2-1900", "2026-02-29", "30-2-2024", "31-4-2026", "31-6-2026", "31-9-2026",
        "31-11-2026", "32-1-2026", "0-1-2026", "1-0-2026", "1-13-2026", "1-1-0000", "0000-01-01", "2026-13-01", "2026-00-10",
        "2026-1-1", "2026/12/31", "31-12-26", "31-12-20266", "31.12.2026", "31 12 2026", "31-12", "2026", "20261231", "a-b-cdef",
        "31-12-202a", "2026-1a-01", "2026-12/31", "-1-1-2026", "1--1-2026", "001-1-2026", "1-001-2026", "31-12-2026 ", "31-12-2026x",
        "46022", "1/12/2026/1",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct date d = { -77 };
        if (date_parse(str_from(rows[i]), &d))
            fail_msg("'%s' is read as %" PRId64, rows[i], d.ymd);
        assert_int_equal(d.ymd, -77);
    }
    assert_false(date_parse((struct str){ 0 }, &(struct date){ 0 }));
}

static void days_are_printed_and_read_back(void **state)
{
    (void)state;
    int days = 0;

    assert_text(date_print(&arena, (struct date){ 0 }), "");
    assert_text(date_print_iso(&arena, (struct date){ 0 }), "");
    assert_text(date_print(&arena, (struct date){ 20260102 }), "02-01-2026");
    assert_text(date_print_iso(&arena, (struct date){ 20260102 }), "2026-01-02");
    for (int64_t seconds = 1; seconds < 4102444800; seconds += 86400, days++) {     /* until 2100 */
        struct date d = date_of((struct moment){ seconds }), dutch = { 0 }, iso = { 0 };
        assert_true(date_parse(date_print(&arena, d), &dutch) && date_parse(date_print_iso(&arena, d), &iso));
        assert_int_equal(dutch.ymd, d.ymd);
        assert_int_equal(iso.ymd, d.ymd);
        if (days % 1000 == 0)
            arena_reset(&arena);
    }
    assert_int_equal(days, 47482);
}

static void the_day_of_a_moment_is_that_in_utc(void **state)
{
    (void)state;
    static const struct { int64_t seconds, ymd; } rows[] = {
        { 0, 0 }, { 1, 19700101 }, { 86399, 19700101 }, { 86400, 19700102 }, { -1, 19691231 }, { -86400, 19691231 },
        { -86401, 19691230 }, { 951782400, 20000229 }, { 951868800, 20000301 }, { 1709164799, 20240228 },
        { 1709164800, 20240229 }, { 4107542400, 21000301 }, { 4107542399, 21000228 }, { -11644473600, 16010101 },
        { 253402300799, 99991231 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(date_of((struct moment){ rows[i].seconds }).ymd, rows[i].ymd);
}

/* ---- moments ---- */

static void moments_are_printed_in_dutch_time(void **state)
{
    (void)state;
    static const struct { int64_t seconds; const char *text; } rows[] = {
        { 0, "" },
        { 1798722300, "31-12-2026 14:05" },
        { 1798758000, "01-01-2027 00:00" },             /* the year begins an hour before that of UTC */
        { 1798757999, "31-12-2026 23:59" },
        { 1774745999, "29-03-2026 01:59" },             /* 29 March 2026, 01:00 UTC: 02:00 becomes 03:00 */
        { 1774746000, "29-03-2026 03:00" },
        { 1792889999, "25-10-2026 02:59" },             /* 25 October 2026, 01:00 UTC: 03:00 becomes 02:00 */
        { 1792890000, "25-10-2026 02:00" },
        { 1711846799, "31-03-2024 01:59" },             /* the last day of the month is itself a Sunday */
        { 1711846800, "31-03-2024 03:00" },
        { 1729990800, "27-10-2024 02:00" },
        { 1782864000, "01-07-2026 02:00" },
        { 1782856800, "01-07-2026 00:00" },             /* the day begins two hours before that of UTC */
        { 1709161200, "29-02-2024 00:00" },
        { 1, "01-01-1970 01:00" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_text(moment_print(&arena, (struct moment){ rows[i].seconds }), rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(other_numbers_of_decimals_are_read_too),
        cmocka_unit_test(a_point_behind_a_zero_is_a_comma),
        cmocka_unit_test(amounts_are_printed_as_people_read_them),
        cmocka_unit_test(what_is_printed_is_read_back),
        cmocka_unit_test(days_are_read_as_people_and_machines_write_them),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(days_are_printed_and_read_back),
        cmocka_unit_test(the_day_of_a_moment_is_that_in_utc),
        cmocka_unit_test(moments_are_printed_in_dutch_time),
    };
    return cmocka_run_group_tests_name("value", tests, NULL, drop_arena);
}
