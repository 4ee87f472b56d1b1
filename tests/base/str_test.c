/* Text: views, cuts, numbers, folding, what is text at all, and text that grows. */
#include "base/fault.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

#define ASSERT_STR(actual, expected) assert_str(actual, S(expected), __LINE__)

static void assert_str(struct str actual, struct str expected, int line)
{
    if (!str_is(actual, expected))
        fail_msg("line %d: '%.*s' is not '%.*s'", line, (int)actual.len, actual.at,
                 (int)expected.len, expected.at);
}

static void views_know_their_length(void **state)
{
    (void)state;
    ASSERT_STR(str_from("abc"), "abc");
    assert_int_equal(str_from(NULL).len, 0);
    assert_non_null(str_from(NULL).at);
    assert_int_equal(S("a\0b").len, 3);

    struct str copy = str_copy(&arena, (struct str){ "abcdef", 3 });
    assert_string_equal(copy.at, "abc");
    assert_string_equal(str_copy(&arena, (struct str){ NULL, 0 }).at, "");
    ASSERT_STR(str_print(&arena, "%s-%05d", "K", 42), "K-00042");
}

static void trim_takes_all_blanks_at_the_ends_alone(void **state)
{
    (void)state;
    ASSERT_STR(str_trim(S(" \t\r\n a b \v\f ")), "a b");
    ASSERT_STR(str_trim(S("\u00a0 \u00a0Jansen\u00a0")), "Jansen");
    ASSERT_STR(str_trim(S("\u00a0")), "");
    ASSERT_STR(str_trim(S("   ")), "");
    ASSERT_STR(str_trim(S("")), "");
    ASSERT_STR(str_trim((struct str){ NULL, 0 }), "");
    ASSERT_STR(str_trim(S("\xc2")), "\xc2");
    ASSERT_STR(str_trim(S("à")), "à");
}

static void comparing(void **state)
{
    (void)state;
    assert_true(str_is(S(""), (struct str){ NULL, 0 }));
    assert_false(str_is(S("a"), S("a\0")));
    assert_true(str_is_nocase(S("BTW-Nummer"), S("btw-nUMMER")));
    assert_false(str_is_nocase(S("@["), S("`{")));
    assert_false(str_is_nocase(S("É"), S("é")));
    assert_true(str_begins(S("klanten/12"), S("klanten/")));
    assert_true(str_begins(S("a"), S("")));
    assert_false(str_begins(S("kl"), S("klanten")));
    assert_true(str_compare(S("a"), S("b")) < 0);
    assert_true(str_compare(S("ab"), S("a")) > 0);
    assert_true(str_compare(S("\xff"), S("a")) > 0);
    assert_int_equal(str_compare(S(""), (struct str){ NULL, 0 }), 0);
}

static void characters_are_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(str_chars(S("")), 0);
    assert_int_equal(str_chars(S("Özdemir")), 7);
    assert_int_equal(str_chars(S("€ 😀")), 3);
}

static void cut_takes_parts_until_nothing_is_left(void **state)
{
    (void)state;
    struct str rest = S("a,,bc");

    ASSERT_STR(str_cut(&rest, ','), "a");
    ASSERT_STR(str_cut(&rest, ','), "");
    ASSERT_STR(rest, "bc");
    ASSERT_STR(str_cut(&rest, ','), "bc");
    assert_int_equal(rest.len, 0);
    ASSERT_STR(str_cut(&rest, ','), "");

    rest = S("a,");
    ASSERT_STR(str_cut(&rest, ','), "a");
    assert_int_equal(rest.len, 0);
}

static void case_and_choice_of_ascii_letters(void **state)
{
    (void)state;
    ASSERT_STR(str_upper(&arena, S("nl02 abna é")), "NL02 ABNA é");
    ASSERT_STR(str_lower(&arena, S("NL02 ABNA É")), "nl02 abna É");
    ASSERT_STR(str_only(&arena, S("NL02 ABNA-0123"), char_is_digit), "020123");
    ASSERT_STR(str_only(&arena, S("NL02 ABNA-é"), char_is_letter), "NLABNA");
    ASSERT_STR(str_only(&arena, S("1234 AB."), char_is_word), "1234AB");
    for (int c = 128; c < 256; c++)
        assert_false(char_is_word((char)c));
}

static void whole_numbers_and_nothing_else(void **state)
{
    (void)state;
    const struct { struct str text; int64_t number; } right[] = {
        { S("0"), 0 }, { S("-0"), 0 }, { S("0012"), 12 }, { S("-12"), -12 },
        { S("9223372036854775807"), INT64_MAX }, { S("-9223372036854775808"), INT64_MIN },
    };
    const struct str wrong[] = {
        S(""), S("-"), S("--1"), S("+1"), S(" 1"), S("1 "), S("1.0"), S("1,0"), S("1e3"), S("0x10"), S("1\0"),
        S("9223372036854775808"), S("-9223372036854775809"), S("99999999999999999999999"), S("\u0661"),
    };
    int64_t n = 7;

    for (size_t i = 0; i < COUNT(right); i++) {
        assert_true(str_number(right[i].text, &n));
        assert_true(n == right[i].number);
    }
    n = 7;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(str_number(wrong[i], &n));
    assert_true(n == 7);
}

static void only_well_formed_utf8_is_utf8(void **state)
{
    (void)state;
    const struct str right[] = {
        S(""), S("a"), S("é"), S("€"), S("😀"), S("\xf4\x8f\xbf\xbf"), S("\xef\xbf\xbf"), S("a\0b"),
    };
    const struct str wrong[] = {
        S("\x80"), S("\xc3"), S("\xe2\x82"), S("\xf0\x9f\x98"), S("a\xff"), S("\xc0\xaf"), S("\xe0\x80\xaf"),
        S("\xed\xa0\x80"), S("\xf4\x90\x80\x80"), S("\xf8\x88\x80\x80\x80"), S("\xc3 "), S("\xe9" "en"),
    };

    for (size_t i = 0; i < COUNT(right); i++)
        assert_true(str_is_utf8(right[i]));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(str_is_utf8(wrong[i]));
        assert_false(str_is_text(wrong[i]));
    }
}

static void control_characters_are_no_text(void **state)
{
    (void)state;
    assert_true(str_is_text(S("")));
    assert_true(str_is_text(S("regel 1\r\n\tregel 2\u00a0€")));
    assert_true(str_is_text(S("\u00c2\u0142")));
    assert_false(str_is_text(S("a\0b")));
    assert_false(str_is_text(S("\x1b[31m")));
    assert_false(str_is_text(S("\x7f")));
    assert_false(str_is_text(S("\xc2\x80")));
    assert_false(str_is_text(S("a\xc2\x9f")));
}

/* Eight bytes are looked at together. */
static void each_byte_of_a_text_counts(void **state)
{
    (void)state;
    for (size_t len = 1; len < 20; len++) {
        for (size_t at = 0; at < len; at++) {
            char text[] = " ~ ~ ~ ~ ~ ~ ~ ~ ~ ~";
            assert_true(str_is_plain((struct str){ text, len }));
            for (int byte = 0; byte < 256; byte++) {
                text[at] = (char)byte;
                assert_int_equal(str_is_plain((struct str){ text, len }), byte >= ' ' && byte <= '~');
                bool line_end = byte == '\t' || byte == '\n' || byte == '\r';
                assert_int_equal(str_is_text((struct str){ text, len }), (byte >= ' ' && byte <= '~') || line_end);
            }
        }
    }
}

static void folding_forgets_case_accents_and_ligatures(void **state)
{
    (void)state;
    ASSERT_STR(str_fold(&arena, S("Özdemir")), "ozdemir");
    ASSERT_STR(str_fold(&arena, S("OZDEMIR")), "ozdemir");
    ASSERT_STR(str_fold(&arena, S("O\u0308zdemir")), "ozdemir");
    ASSERT_STR(str_fold(&arena, S("ĲSSEL")), "ijssel");
    ASSERT_STR(str_fold(&arena, S("ĳssel")), "ijssel");
    ASSERT_STR(str_fold(&arena, S("IJssel")), "ijssel");
    ASSERT_STR(str_fold(&arena, S("Straße")), "strasse");
    ASSERT_STR(str_fold(&arena, S("Ｆｕｌｌ")), "full");
    ASSERT_STR(str_fold(&arena, S("  Van \t der\u00a0\u00a0Meer\r\n")), "van der meer");
    ASSERT_STR(str_fold(&arena, S("")), "");
    ASSERT_STR(str_fold(&arena, S(" \u00a0 ")), "");
    ASSERT_STR(str_fold(&arena, S("\xff")), "");
}

static void folded_text_folds_to_itself(void **state)
{
    (void)state;
    const struct str texts[] = {
        S("Özdemir & Zn."), S("ĲSSEL"), S("İstanbul"), S("ΑΣ"), S("ﬁets"), S("½ liter"), S("e\u0301\u0323"), S("  a  b "),
        S("\u1e9b\u0323"), S("한국"), S("\u00b4"), S("\u03d3"),
    };

    for (size_t i = 0; i < COUNT(texts); i++) {
        struct str once = str_fold(&arena, texts[i]);
        assert_str(str_fold(&arena, once), once, (int)i);
        assert_int_equal(once.at[once.len], '\0');
    }
}

static void a_buffer_grows_and_ends_in_nul(void **state)
{
    (void)state;
    struct buf b = { .arena = &arena };

    assert_string_equal(buf_str(&b).at, "");
    for (int i = 0; i < 20000; i++) {
        buf_add(&b, S("abc"));
        buf_char(&b, 'd');
        assert_int_equal(b.at[b.len], '\0');
    }
    assert_int_equal(b.len, 80000);
    for (size_t i = 0; i < b.len; i++)
        assert_int_equal(b.at[i], "abcd"[i % 4]);
}

static void a_buffer_takes_what_fits_exactly(void **state)
{
    (void)state;
    for (size_t n = 0; n < 300; n++) {
        struct buf b = { .arena = &arena };
        memset(buf_open(&b, n), 'x', n);
        b.len = n;
        buf_print(&b, "%s", "");
        assert_int_equal(strlen(buf_str(&b).at), n);
        buf_print(&b, "%0*d", (int)n + 1, 1);
        assert_int_equal(strlen(buf_str(&b).at), 2 * n + 1);
    }
}

static void a_buffer_prints(void **state)
{
    (void)state;
    struct buf b = { .arena = &arena };

    buf_print(&b, "%d %s|", 12, "é");
    buf_int(&b, INT64_MIN);
    buf_char(&b, '|');
    buf_int(&b, INT64_MAX);
    buf_char(&b, '|');
    buf_int(&b, 0);
    ASSERT_STR(buf_str(&b), "12 é|-9223372036854775808|9223372036854775807|0");
}

static void a_buffer_beyond_all_memory_is_a_fault(void **state)
{
    (void)state;
    struct buf b = { .arena = &arena };
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        buf_open(&b, SIZE_MAX - 8);
        fail();
    } else {
        assert_non_null(strstr(here.message, "out of memory"));
    }
    FAULT_END(&here);
    buf_char(&b, 'a');
    ASSERT_STR(buf_str(&b), "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_know_their_length),
        cmocka_unit_test(trim_takes_all_blanks_at_the_ends_alone),
        cmocka_unit_test(comparing),
        cmocka_unit_test(characters_are_not_bytes),
        cmocka_unit_test(cut_takes_parts_until_nothing_is_left),
        cmocka_unit_test(case_and_choice_of_ascii_letters),
        cmocka_unit_test(whole_numbers_and_nothing_else),
        cmocka_unit_test(only_well_formed_utf8_is_utf8),
        cmocka_unit_test(control_characters_are_no_text),
        cmocka_unit_test(each_byte_of_a_text_counts),
        cmocka_unit_test(folding_forgets_case_accents_and_ligatures),
        cmocka_unit_test(folded_text_folds_to_itself),
        cmocka_unit_test(a_buffer_grows_and_ends_in_nul),
        cmocka_unit_test(a_buffer_takes_what_fits_exactly),
        cmocka_unit_test(a_buffer_prints),
        cmocka_unit_test(a_buffer_beyond_all_memory_is_a_fault),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, drop_arena);
}
