#include "domain/identifier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

typedef const char *check(struct arena *, struct str *);

/* What is typed, and what is stored: NULL when it is wrong. */
struct sample { const char *typed, *stored; };

static const struct sample ibans[] = {
    { "NL91ABNA0417164300",          "NL91ABNA0417164300" },
    { "nl91 abna 0417 1643 00",      "NL91ABNA0417164300" },
    { "\tNL91-ABNA-0417.1643.00 ",   "NL91ABNA0417164300" },
    { "NL91\xc2\xa0" "ABNA 0417164300", "NL91ABNA0417164300" },
    { "NL86INGB0002445588",          "NL86INGB0002445588" },
    { "DE89370400440532013000",      "DE89370400440532013000" },
    { "BE68539007547034",            "BE68539007547034" },
    { "FR1420041010050500013M02606", "FR1420041010050500013M02606" },
    { "GB29NWBK60161331926819",      "GB29NWBK60161331926819" },
    { "NO9386011117947",             "NO9386011117947" },
    { "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S" },
    { "", NULL },                    { "NL", NULL },                  { "NL91", NULL },
    { "NL92ABNA0417164300", NULL },  { "NL91ABNA0471164300", NULL },  /* changed, swapped */
    { "NL91ABNA041716430", NULL },   { "NL91ABNA04171643000", NULL }, /* 17 and 19 */
    { "NL91ABN10417164300", NULL },  { "NL91ABNA041716430O", NULL },  /* a digit and a letter astray */
    { "XX91ABNA0417164300", NULL },  { "91ABNA0417164300", NULL },
    { "NL00ABNA0417164300", NULL },  { "NLO1ABNA0417164300", NULL },
    { "NL91ABNA0417164300 x", NULL }, { "NL91\xc3\x84" "BNA0417164300", NULL },
    { "DE8937040044053201300", NULL }, { "DE89370400440532013001", NULL },
};

/* All countries, each with an account of which only form and check digits are real. */
static const char *const ibans_of_the_world[] = {
    "AD1200012030200359100100", "AE070331234567890123456", "AL47212110090000000235698741",
    "AT611904300234573201", "AZ21NABZ00000000137010001944", "BA391290079401028494", "BE68539007547034",
    "BG80BNBG96611020345678", "BH67BMAG00001299123456", "BI4210000100010000332045181",
    "BR1800360305000010009795493C1", "BY13NBRB3600900000002Z00AB00", "CH9300762011623852957",
    "CR05015202001026284066", "CY17002001280000001200527600", "CZ6508000000192000145399",
    "DE89370400440532013000", "DJ2100010000000154000100186", "DK5000400440116243",
    "DO28BAGR00000001212453611324", "EE382200221020145685", "EG380019000500000000263180002",
    "ES9121000418450200051332", "FI2112345600000785", "FK88SC123456789012", "FO6264600001631634",
    "FR1420041010050500013M02606", "GB29NWBK60161331926819", "GE29NB0000000101904917",
    "GI75NWBK000000007099453", "GL8964710001000206", "GR1601101250000000012300695",
    "GT82TRAJ01020000001210029690", "HN88CABF00000000000250005469", "HR1210010051863000160",
    "HU42117730161111101800000000", "IE29AIBK93115212345678", "IL620108000000099999999",
    "IQ98NBIQ850123456789012", "IS140159260076545510730339", "IT60X0542811101000000123456",
    "JO94CBJO0010000000000131000302", "KW81CBKU0000000000001234560101", "KZ86125KZT5004100100",
    "LB62099900000001001901229114", "LC55HEMM000100010012001200023015", "LI21088100002324013AA",
    "LT121000011101001000", "LU280019400644750000", "LV80BANK0000435195001",
    "LY83002048000020100120361", "MC5811222000010123456789030", "MD24AG000225100013104168",
    "ME25505000012345678951", "MK07250120000058984", "MN121234123456789123",
    "MR1300020001010000123456753", "MT84MALT011000012345MTLCAST001S",
    "MU17BOMM0101101030300200000MUR", "NI45BAPR00000013000003558124", "NL91ABNA0417164300",
    "NO9386011117947", "OM810180000001299123456", "PK36SCBL0000001123456702",
    "PL61109010140000071219812874", "PS92PALS000000000400123456702", "PT50000201231234567890154",
    "QA58DOHB00001234567890ABCDEFG", "RO49AAAA1B31007593840000", "RS35260005601001611379",
    "RU0304452522540817810538091310419", "SA0380000000608010167519",
    "SC18SSCB11010000000000001497USD", "SD2129010501234001", "SE4550000000058398257466",
    "SI56263300012039086", "SK3112000000198742637541", "SM86U0322509800000000270100",
    "SO211000001001000100141", "ST23000100010051845310146", "SV62CENR00000000000000700025",
    "TL380080012345678910157", "TN5910006035183598478831", "TR330006100519786457841326",
    "UA213223130000026007233566001", "VA59001123000012345678", "VG96VPVG0000012345678901",
    "XK051212012345678906", "YE15CBYE0001018861234567891234",
};

static const struct sample bics[] = {
    { "ABNANL2A", "ABNANL2A" },       { "rabo nl 2u 001", "RABONL2U001" },  { "DEUTDEFF500", "DEUTDEFF500" },
    { "NCBVXKPR", "NCBVXKPR" },       { "", NULL },                       { "ABNANL2", NULL },
    { "ABNANL2AXX", NULL },           { "ABNANL2A0001", NULL },           { "ABNA1L2A", NULL },
    { "ABNAZZ2A", NULL },             { "1BNANL2A", NULL },               { "ABNANL2\xc3\x84", NULL },
};

static const struct sample creditor_ids[] = {
    { "NL39ZZZ342838400000", "NL39ZZZ342838400000" }, { "nl39 abc 34283840 0000", "NL39ABC342838400000" },
    { "NL79ZZZ999999990000", "NL79ZZZ999999990000" }, { "DE98ZZZ09999999999", "DE98ZZZ09999999999" },
    { "", NULL },                       { "NL", NULL },                   { "NL39ZZZ", NULL },
    { "NL38ZZZ342838400000", NULL },    { "NL39ZZZ34283840", NULL },      { "NL39ZZZ342838410000", NULL },
    { "ZZ39ZZZ342838400000", NULL },    { "NL12ZZZ342838400001", NULL },  { "DE98Z!Z09999999999", NULL },
};

static const struct sample rsins[] = {
    { "123456782", "123456782" }, { "1112.22.333", "111222333" }, { "", NULL }, { "123456789", NULL },
    { "12345678", NULL }, { "1234567820", NULL }, { "000000000", NULL }, { "12345678A", NULL },
};

static const struct sample coc_numbers[] = {
    { "12345678", "12345678" }, { "01234567", "01234567" }, { "12.345.678", "12345678" }, { "1234 5678", "12345678" },
    { "", NULL }, { "1234567", NULL }, { "123456789", NULL }, { "1234567A", NULL }, { "00000000", NULL },
};

static const struct sample branch_numbers[] = {
    { "000038509504", "000038509504" }, { "0000 3850 9504", "000038509504" }, { "", NULL }, { "38509504", NULL },
    { "0000385095041", NULL }, { "00003850950A", NULL },
};

static const struct sample oins[] = {
    { "00000003123456780000", "00000003123456780000" }, { "00000001 123456782 000", "00000001123456782000" },
    { "00000004003214345001", "00000004003214345001" }, { "", NULL }, { "0000000312345678000", NULL },
    { "000000031234567800000", NULL }, { "00000003123456780001", NULL }, { "00000001123456782001", NULL },
    { "0000000312345678A000", NULL }, { "00000000123456780000", NULL }, { "10000003123456780000", NULL },
};

static const struct sample postcodes[] = {
    { "1234 AB", "1234 AB" },    { "1234ab", "1234 AB" },     { " 1234  Ab ", "1234 AB" },
    { "2601\xc2\xa0" "DC", "2601 DC" }, { "NL-1234 AB", "1234 AB" }, { "nl - 1234ab", "1234 AB" },
    { "9999 ZZ", "9999 ZZ" },    { "5038 IQ", "5038 IQ" },    { "", NULL },        { "NL-", NULL },
    { "0123 AB", NULL },         { "2611 SS", NULL },         { "2611 sa", NULL }, { "2611 SD", NULL },
    { "26112 ET", NULL },        { "261 ET", NULL },          { "2611 E1", NULL }, { "2611", NULL },
    { "2611 E\xc3\x89", NULL },  { "2611 ETA", NULL },        { "BE-1000", NULL }, { "2611-ET", NULL },
};

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void assert_samples(check *right, const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str value = str_from(samples[i].typed);
        const char *wrong = right(&arena, &value);
        if (wrong && samples[i].stored)
            fail_msg("'%s' is right, but: %s", samples[i].typed, wrong);
        if (!wrong && !samples[i].stored)
            fail_msg("'%s' is wrong", samples[i].typed);
        assert_true(str_is(value, str_from(wrong ? samples[i].typed : samples[i].stored)));
        if (wrong)
            assert_int_equal(wrong[strlen(wrong) - 1], '.');        /* a sentence */
    }
}

#define SAMPLES(name, right, samples)                        \
    static void name(void **state)                           \
    {                                                        \
        (void)state;                                         \
        assert_samples(right, samples, COUNT(samples));      \
    }

SAMPLES(iban_has_form_and_check_digits, iban_check, ibans)
SAMPLES(bic_has_a_country, bic_check, bics)
SAMPLES(creditor_id_has_check_digits, creditor_id_check, creditor_ids)
SAMPLES(rsin_passes_eleven, rsin_check, rsins)
SAMPLES(coc_number_has_eight_digits, coc_number_check, coc_numbers)
SAMPLES(branch_number_has_twelve_digits, branch_number_check, branch_numbers)
SAMPLES(oin_has_prefix_and_suffix, oin_check, oins)
SAMPLES(postcode_has_four_digits_and_two_letters, dutch_postcode_check, postcodes)

static void every_country_with_iban_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(ibans_of_the_world); i++) {
        struct str iban = str_from(ibans_of_the_world[i]);
        struct str longer = str_print(&arena, "%s0", iban.at);
        const char *wrong = iban_check(&arena, &iban);
        if (wrong)
            fail_msg("'%s' is right, but: %s", iban.at, wrong);
        assert_non_null(iban_check(&arena, &longer));
    }
}

/* Mod 97 sees every single wrong digit and every pair swapped. */
static void iban_sees_each_typing_error(void **state)
{
    static const char right[] = "NL91ABNA0417164300";

    (void)state;
    for (size_t i = 8; i + 1 < sizeof right; i++) {
        for (char c = '0'; c <= '9'; c++) {
            struct str typed = str_from(right);
            char *changed = memcpy(arena_take(&arena, sizeof right), right, sizeof right);
            changed[i] = c;
            typed.at = changed;
            assert_int_equal(iban_check(&arena, &typed) == NULL, c == right[i]);
        }
    }
    for (size_t i = 8; i + 2 < sizeof right; i++) {
        struct str typed = str_from(right);
        char *swapped = memcpy(arena_take(&arena, sizeof right), right, sizeof right);
        swapped[i] = right[i + 1];
        swapped[i + 1] = right[i];
        typed.at = swapped;
        assert_int_equal(iban_check(&arena, &typed) == NULL, right[i] == right[i + 1]);
    }
}

static void iban_is_shown_in_fours(void **state)
{
    (void)state;
    assert_string_equal(iban_show(&arena, S("NL91ABNA0417164300")).at, "NL91 ABNA 0417 1643 00");
    assert_string_equal(iban_show(&arena, S("BE68539007547034")).at, "BE68 5390 0754 7034");
    assert_string_equal(iban_show(&arena, S("")).at, "");
}

static void messages_say_what_is_wrong(void **state)
{
    struct str value = S("NL91ABNA041716430");

    (void)state;
    assert_string_equal(iban_check(&arena, &value),
        "Controleer het IBAN: 18 tekens, bijvoorbeeld NL91 ABNA 0417 1643 00.");
    value = S("DE8937040044053201300");
    assert_string_equal(iban_check(&arena, &value),
        "Controleer het IBAN: voor dit land klopt het aantal tekens niet.");
    value = S("DE8937040044053201300A");
    assert_string_equal(iban_check(&arena, &value),
        "Controleer het IBAN: er staat een letter of cijfer op de verkeerde plaats.");
    value = S("1234567");
    assert_string_equal(coc_number_check(&arena, &value), "Een KvK-nummer heeft 8 cijfers.");
    value = S("0123 AB");
    assert_string_equal(dutch_postcode_check(&arena, &value),
        "Een postcode heeft 4 cijfers en 2 letters, bijvoorbeeld 1234 AB.");
}

static void a_postcode_may_have_the_dutch_form(void **state)
{
    (void)state;
    assert_true(postcode_is_dutch(S("1234 AB")));
    assert_true(postcode_is_dutch(S("1234ab")));
    assert_false(postcode_is_dutch(S("NL-1234 AB")));
    assert_false(postcode_is_dutch(S("1234")));
    assert_false(postcode_is_dutch(S("1234 SS")));
    assert_false(postcode_is_dutch(S("")));
}

static void the_number_of_letters_and_digits(void **state)
{
    (void)state;
    assert_int_equal(mod_97(S("")), 0);
    assert_int_equal(mod_97(S("98")), 1);
    assert_int_equal(mod_97(S("NL")), 2321 % 97);
    assert_true(passes_eleven(S("111222333")));
    assert_false(passes_eleven(S("111222334")));
    assert_false(passes_eleven(S("11122233")));
    assert_string_equal(identifier_compact(&arena, S(" a-b.c d\t1 ")).at, "ABCD1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(iban_has_form_and_check_digits, drop_arena),
        cmocka_unit_test_teardown(every_country_with_iban_is_known, drop_arena),
        cmocka_unit_test_teardown(iban_sees_each_typing_error, drop_arena),
        cmocka_unit_test_teardown(iban_is_shown_in_fours, drop_arena),
        cmocka_unit_test_teardown(bic_has_a_country, drop_arena),
        cmocka_unit_test_teardown(creditor_id_has_check_digits, drop_arena),
        cmocka_unit_test_teardown(rsin_passes_eleven, drop_arena),
        cmocka_unit_test_teardown(coc_number_has_eight_digits, drop_arena),
        cmocka_unit_test_teardown(branch_number_has_twelve_digits, drop_arena),
        cmocka_unit_test_teardown(oin_has_prefix_and_suffix, drop_arena),
        cmocka_unit_test_teardown(postcode_has_four_digits_and_two_letters, drop_arena),
        cmocka_unit_test_teardown(a_postcode_may_have_the_dutch_form, drop_arena),
        cmocka_unit_test_teardown(messages_say_what_is_wrong, drop_arena),
        cmocka_unit_test_teardown(the_number_of_letters_and_digits, drop_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
