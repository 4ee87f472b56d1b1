/* The rates by day: a table is only as good as its edges. */
#include "domain/vat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void a_rate_holds_from_its_first_day_to_the_day_before_the_next(void **state)
{
    (void)state;
    static const struct { enum vat vat; int64_t day, percent; } days[] = {
        { VAT_HIGH, 20010101, 19 }, { VAT_HIGH, 20120930, 19 }, { VAT_HIGH, 20121001, 21 }, { VAT_HIGH, 20261231, 21 },
        { VAT_LOW, 19861001, 6 }, { VAT_LOW, 20121001, 6 }, { VAT_LOW, 20181231, 6 }, { VAT_LOW, 20190101, 9 },
        { VAT_LOW, 99991231, 9 }, { VAT_NONE, 20010101, 0 }, { VAT_NONE, 19000101, 0 }, { VAT_REVERSED, 20260101, 0 },
    };

    for (size_t i = 0; i < COUNT(days); i++) {
        struct decimal percent = { -1 };
        assert_true(vat_percent(days[i].vat, (struct date){ days[i].day }, &percent));
        assert_int_equal(percent.n, days[i].percent * 10000);
    }
}

static void before_what_is_told_there_is_no_rate(void **state)
{
    (void)state;
    struct decimal percent;

    assert_false(vat_percent(VAT_HIGH, (struct date){ 20001231 }, &percent));
    assert_false(vat_percent(VAT_LOW, (struct date){ 19860930 }, &percent));
    assert_false(vat_percent(VAT_HIGH, (struct date){ 0 }, &percent));
}

/* A choice that was never made, and an empty cell of a sheet, are the first. */
static void each_is_an_option_by_its_name_and_the_high_one_is_zero(void **state)
{
    (void)state;
    static const char *const names[VATS] = { "Hoog", "Laag", "Geen", "Verlegd" };

    for (int i = 0; i < VATS; i++) {
        assert_int_equal(vat_options[i].code, i);
        assert_string_equal(vat_options[i].label, names[i]);
    }
    assert_null(vat_options[VATS].label);
    assert_int_equal(VAT_HIGH, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_holds_from_its_first_day_to_the_day_before_the_next),
        cmocka_unit_test(before_what_is_told_there_is_no_rate),
        cmocka_unit_test(each_is_an_option_by_its_name_and_the_high_one_is_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
