#include "domain/identifier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* A right number of each kind that a state has, and the same with a typing error. */
static const struct { const char *right, *wrong; } numbers[] = {
    { "ATU13585627",       "ATU13585628" },
    { "BE0428759497",      "BE0428759498" },
    { "BG175074752",       "BG175074753" },
    { "BG7523169263",      "BG7523169264" },            /* citizen */
    { "BG7111042925",      "BG7111042926" },            /* foreigner */
    { "CY10259033P",       "CY10259034P" },
    { "CZ25123891",        "CZ25123892" },
    { "CZ7103192745",      "CZ7103192746" },            /* person */
    { "CZ640903926",       "CZ640903927" },             /* person without a birth number */
    { "CZ395601439",       "CZ395631439" },             /* born before 1954; 31 June */
    { "DE136695976",       "DE136695977" },
    { "DK13585628",        "DK13585629" },
    { "EE100594102",       "EE100594103" },
    { "EL094259216",       "EL094259217" },
    { "ESB64717838",       "ESB64717839" },
    { "ES54362315K",       "ES54362316K" },             /* DNI */
    { "ESX5253868R",       "ESX5253869R" },             /* NIE */
    { "ESP4698162G",       "ESP46981627" },             /* a municipality ends in a letter */
    { "FI20774740",        "FI20774741" },
    { "FR23334175221",     "FR23334175222" },
    { "FRK7399859412",     "FRK7399859413" },
    { "FR4Z123456782",     "FR4Y123456782" },
    { "HR33392005961",     "HR33392005962" },
    { "HU12892312",        "HU12892313" },
    { "IE6433435F",        "IE6433436F" },
    { "IE6433435OA",       "IE6433435OB" },
    { "IE8D79739I",        "IE8D79739J" },
    { "IT00743110157",     "IT00743110158" },
    { "LT119511515",       "LT119511516" },
    { "LT100001919017",    "LT100001919018" },
    { "LU15027442",        "LU15027443" },
    { "LV40003521600",     "LV40003521601" },
    { "LV16117519997",     "LV16137519997" },           /* person; month 13 */
    { "MT11679112",        "MT11679113" },
    { "NL004495445B01",    "NL004495446B01" },          /* 11-proef */
    { "NL123456789B13",    "NL123456789B12" },          /* mod 97 */
    { "NL000099998B57",    "NL000099998B58" },
    { "PL8567346215",      "PL8567346216" },
    { "PT501964843",       "PT501964844" },
    { "RO14399840",        "RO14399841" },
    { "RO1630615123457",   "RO1630615123458" },         /* person */
    { "SE123456789701",    "SE123456789702" },
    { "SI50223054",        "SI50223055" },
    { "SK2022749619",      "SK2022749610" },
    { "XI980780684",       "XI980780685" },
    { "XIGD001",           "XIGD500" },
    { "XIHA500",           "XIHA499" },
};

/* As typed, and as stored. */
static const struct { const char *typed, *stored; } normal_forms[] = {
    { " nl 0044.95.445.b.01 ",  "NL004495445B01" },
    { "BE 0428.759.497",        "BE0428759497" },
    { "BE 428.759.497",         "BE0428759497" },       /* as before 2008 */
    { "GR 094259216",           "EL094259216" },
    { "FR 23 334 175 221",      "FR23334175221" },
    { "de-136-695-976",         "DE136695976" },
};

static const char *const hopeless[] = {
    "", " ", "NL", "B01", "12345678", "XX123456789", "GB980780684", "NL000000000B01", "NL004495445B00",
    "NL111222333B00", "NL004495445", "NL004495445A01", "NL004495445B1", "NL12345678B01",
    "NL1234567890B01", "NL00449544\303\251B01", "ATU1358562", "AT13585627", "BE2428759497", "CY12259033P",
    "FRIO334175221", "IT00743119157", "LV32867300679", "LT119511505", "ES!4717838A", "MT01679112", "DK03585628",
    "IE8?79739J", "SI05022305", "RO0", "XIGD", "XIXX001", "BG1750747529", "SK2022749619\n1",
};

static const char *check(struct arena *a, const char *typed, struct str *stored)
{
    *stored = str_from(typed);
    return vat_number_check(a, stored);
}

static void each_state_knows_its_numbers(void **state)
{
    struct arena a = { 0 };
    struct str stored;

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        if (check(&a, numbers[i].right, &stored))
            fail_msg("%s is right", numbers[i].right);
        assert_string_equal(stored.at, numbers[i].right);
        if (!check(&a, numbers[i].wrong, &stored))
            fail_msg("%s is wrong", numbers[i].wrong);
        assert_ptr_equal(stored.at, numbers[i].wrong);
    }
    arena_drop(&a);
}

static void a_character_too_many_or_too_few_is_seen(void **state)
{
    struct arena a = { 0 };
    struct str stored;

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct str right = str_from(numbers[i].right);
        if (!check(&a, str_print(&a, "%s9", right.at).at, &stored))
            fail_msg("%s9 is wrong", right.at);
        if (!check(&a, str_print(&a, "%.*s", (int)right.len - 1, right.at).at, &stored))
            fail_msg("%s without its end is wrong", right.at);
    }
    arena_drop(&a);
}

static void all_states_of_the_union_are_there(void **state)
{
    static const char all[] =
        "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI";
    struct str rest = { all, sizeof all - 1 };

    (void)state;
    while (rest.len) {
        struct str code = str_cut(&rest, ' ');
        bool found = false;
        for (size_t i = 0; i < COUNT(numbers); i++)
            found = found || str_begins(str_from(numbers[i].right), code);
        if (!found)
            fail_msg("no number of %.2s", code.at);
    }
}

static void people_type_them_in_other_ways(void **state)
{
    struct arena a = { 0 };
    struct str stored;

    (void)state;
    for (size_t i = 0; i < COUNT(normal_forms); i++) {
        assert_null(check(&a, normal_forms[i].typed, &stored));
        assert_string_equal(stored.at, normal_forms[i].stored);
    }
    arena_drop(&a);
}

static void what_is_no_number_is_refused(void **state)
{
    struct arena a = { 0 };
    struct str stored;

    (void)state;
    for (size_t i = 0; i < COUNT(hopeless); i++)
        if (!check(&a, hopeless[i], &stored))
            fail_msg("'%s' is wrong", hopeless[i]);
    arena_drop(&a);
}

static void the_message_says_what_is_wrong(void **state)
{
    struct arena a = { 0 };
    struct str stored;

    (void)state;
    assert_string_equal(check(&a, "GB980780684", &stored),
        "Een btw-nummer begint met de code van een EU-land, bijvoorbeeld NL004495445B01.");
    assert_string_equal(check(&a, "NL004495445", &stored),
        "Een Nederlands btw-nummer heeft 9 cijfers, een B en 2 cijfers, bijvoorbeeld NL004495445B01.");
    assert_string_equal(check(&a, "NL123456789B12", &stored),
        "Controleer het btw-nummer: er zit een typefout in, want het controlegetal klopt niet.");
    assert_string_equal(check(&a, "DE136695977", &stored),
        "Controleer het btw-nummer: het past niet bij de regels van dit land.");
    arena_drop(&a);
}

static void an_old_number_may_hold_a_bsn(void **state)
{
    (void)state;
    assert_true(vat_number_may_hold_bsn(S("NL111222333B01")));      /* 11-proef alone */
    assert_true(vat_number_may_hold_bsn(S("NL004495445B01")));
    assert_false(vat_number_may_hold_bsn(S("NL111222333B82")));     /* both */
    assert_false(vat_number_may_hold_bsn(S("NL123456789B13")));     /* mod 97 alone */
    assert_false(vat_number_may_hold_bsn(S("DE136695976")));
    assert_false(vat_number_may_hold_bsn(S("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_knows_its_numbers),
        cmocka_unit_test(a_character_too_many_or_too_few_is_seen),
        cmocka_unit_test(all_states_of_the_union_are_there),
        cmocka_unit_test(people_type_them_in_other_ways),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(the_message_says_what_is_wrong),
        cmocka_unit_test(an_old_number_may_hold_a_bsn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
