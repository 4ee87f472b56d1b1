#include "domain/country.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static int64_t find(const char *text)
{
    const struct country *c = country_find(&arena, str_from(text));

    return c ? c->number : 0;
}

static int64_t guess(const char *postcode, const char *vat_number)
{
    return country_guess(&arena, str_from(postcode), str_from(vat_number), 744);
}

static void all_countries_are_there_once(void **state)
{
    (void)state;
    assert_int_equal(country_count, 249);
    for (size_t i = 0; i < country_count; i++) {
        const struct country *c = &countries[i];
        assert_int_equal(strlen(c->alpha2), 2);
        assert_int_equal(strlen(c->alpha3), 3);
        assert_in_range(c->number, 4, 894);
        assert_true(str_chars(str_from(c->name)) <= 50);
        assert_ptr_equal(country_by_number(c->number), c);
        assert_ptr_equal(country_by_alpha2(str_from(c->alpha2)), c);
        assert_int_equal(find(c->alpha3), c->number);
        assert_int_equal(find(c->name), c->number);
        assert_int_equal(find(c->english), c->number);
    }
}

static void they_stand_in_order_of_name(void **state)
{
    (void)state;
    for (size_t i = 1; i < country_count; i++) {
        struct str before = str_fold(&arena, str_from(countries[i - 1].name));
        struct str after = str_fold(&arena, str_from(countries[i].name));
        if (str_compare(before, after) >= 0)
            fail_msg("%s stands before %s", countries[i - 1].name, countries[i].name);
    }
}

static void the_choice_of_a_field_is_the_same_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < country_count; i++) {
        assert_int_equal(country_options[i].code, countries[i].number);
        assert_string_equal(country_options[i].label, countries[i].name);
        assert_string_equal(country_options[i].also,
                            str_print(&arena, "%s %s", countries[i].alpha2, countries[i].alpha3).at);
    }
    assert_null(country_options[country_count].label);
}

static void a_country_is_found_as_people_write_it(void **state)
{
    static const struct { const char *text; int64_t number; } written[] = {
        { "528", 528 },          { "NL", 528 },         { "nld", 528 },     { "Nederland", 528 },
        { " nederland ", 528 },  { "NEDERLAND", 528 },  { "Netherlands", 528 }, { "Holland", 528 },
        { "56", 56 },            { "056", 56 },         { "Belgie", 56 },   { "BELGI\xc3\x8b", 56 },
        { "Cura\xc3\xa7" "ao", 531 }, { "curacao", 531 }, { "Germany", 276 }, { "Oekraine", 804 },
        { "EL", 300 },           { "GR", 300 },         { "XI", 826 },      { "UK", 826 },
        { "Groot-Brittanni\xc3\xab", 826 }, { "United  Kingdom", 826 },      { "VS", 840 },
        { "", 0 },               { "0", 0 },            { "-528", 0 },      { "999", 0 },
        { "ZZ", 0 },             { "Nederlan", 0 },     { "Atlantis", 0 },  { "99999999999999999999", 0 },
        { "\xff\xfe", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(written); i++)
        if (find(written[i].text) != written[i].number)
            fail_msg("'%s' is not %d", written[i].text, (int)written[i].number);
}

static void a_vat_number_names_its_country(void **state)
{
    (void)state;
    assert_int_equal(vat_number_country(S("NL123456789B13")), 528);
    assert_int_equal(vat_number_country(S("EL094259216")), 300);
    assert_int_equal(vat_number_country(S("XI980780684")), 826);
    assert_int_equal(vat_number_country(S("be0428759497")), 56);
    assert_int_equal(vat_number_country(S("ZZ1")), 0);
    assert_int_equal(vat_number_country(S("123456789")), 0);
    assert_int_equal(vat_number_country(S("NL")), 0);
    assert_int_equal(vat_number_country(S("")), 0);
}

static void an_address_tells_its_country(void **state)
{
    static const struct { const char *postcode, *vat_number; int64_t number; } addresses[] = {
        { "1234 AB", "", 528 },         { "1234ab", "", 528 },          { "1234 AB", "DE136695976", 528 },
        { "NL-1234 AB", "", 528 },      { "nl 1234 AB", "", 528 },      { "B-1000", "", 56 },
        { "BE 1000", "", 56 },          { "BEL-1000", "", 56 },         { "D-10115", "", 276 },
        { "DE-10115", "", 276 },        { "L-1234", "", 442 },          { "F-75001", "", 250 },
        { "AT-1010", "", 40 },          { "A-1010", "", 40 },           { "CH-8001", "", 756 },
        { "SE - 111 22", "", 752 },     { "FIN-00100", "", 246 },       { "SLO-1000", "", 705 },
        { "SW1A 1AA", "", 826 },        { "M1 1AE", "", 826 },          { "b338th", "", 826 },
        { "EC1A 1BB", "NL123456789B13", 826 },
        { "10115", "DE136695976", 276 }, { "", "EL094259216", 300 },    { "1000", "NL123456789B13", 528 },
        { "10115", "", 744 },           { "", "", 744 },                { "0123 AB", "", 744 },
        { "X-1000", "", 744 },          { "BE1000", "", 744 },          { "B-", "", 744 },
        { "B -", "", 744 },             { "Postbus 12", "", 744 },      { "", "123", 744 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(addresses); i++)
        if (guess(addresses[i].postcode, addresses[i].vat_number) != addresses[i].number)
            fail_msg("'%s' '%s' is not %d", addresses[i].postcode, addresses[i].vat_number,
                     (int)addresses[i].number);
}

static void only_a_dutch_postcode_has_a_form(void **state)
{
    struct str value = S(" 1234ab ");

    (void)state;
    assert_null(postcode_check(&arena, COUNTRY_NETHERLANDS, &value));
    assert_string_equal(value.at, "1234 AB");
    value = S("B-1000");
    assert_string_equal(postcode_check(&arena, COUNTRY_NETHERLANDS, &value),
        "Een postcode heeft 4 cijfers en 2 letters, bijvoorbeeld 1234 AB.");
    value = S(" b-1000 ");
    assert_null(postcode_check(&arena, COUNTRY_BELGIUM, &value));
    assert_true(str_is(value, S("b-1000")));
    value = S("1234ab");
    assert_null(postcode_check(&arena, 0, &value));
    assert_true(str_is(value, S("1234ab")));
    value = S(" ");
    assert_non_null(postcode_check(&arena, COUNTRY_GERMANY, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(all_countries_are_there_once, drop_arena),
        cmocka_unit_test_teardown(they_stand_in_order_of_name, drop_arena),
        cmocka_unit_test_teardown(the_choice_of_a_field_is_the_same_list, drop_arena),
        cmocka_unit_test_teardown(a_country_is_found_as_people_write_it, drop_arena),
        cmocka_unit_test_teardown(a_vat_number_names_its_country, drop_arena),
        cmocka_unit_test_teardown(an_address_tells_its_country, drop_arena),
        cmocka_unit_test_teardown(only_a_dutch_postcode_has_a_form, drop_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
