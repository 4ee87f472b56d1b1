/* A value on a page can not break out of where it stands. */
#include "web/show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

/* As HTML has it, told once more and byte by byte. */
static const char *escape_of(char c)
{
    switch (c) {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\'': return "&#39;";
    case '\t': case '\n': case '\r': return NULL;
    default:   return (unsigned char)c < ' ' || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

/* Text is looked at in blocks, so each byte stands once at each place of a text of each length. */
static void test_text_is_escaped_wherever_it_stands(void **state)
{
    enum { LONGEST = 50 };
    char text[LONGEST];

    (void)state;
    for (size_t len = 1; len <= LONGEST; len++) {
        for (size_t at = 0; at < len; at++) {
            for (int c = 0; c < 256; c++) {
                struct buf shown = { .arena = &arena }, wanted = { .arena = &arena };
                memset(text, 'a', len);
                text[at] = (char)c;
                buf_add(&wanted, (struct str){ text, at });
                const char *escape = escape_of((char)c);
                buf_add(&wanted, escape ? str_from(escape) : (struct str){ text + at, 1 });
                buf_add(&wanted, (struct str){ text + at + 1, len - at - 1 });
                show(&shown, ((struct str){ text, len }));
                assert_true(str_is(buf_str(&shown), buf_str(&wanted)));
                assert_true(str_is(html_of(&arena, (struct str){ text, len }).markup, buf_str(&wanted)));
            }
            arena_reset(&arena);
        }
    }
}

static void test_an_address_of_elsewhere_is_left_out(void **state)
{
    static const struct { const char *address, *shown; } cases[] = {
        { "/klanten?q=a&toon=archief", "/klanten?q=a&amp;toon=archief" }, { "https://a.example/\"", "https://a.example/&quot;" },
        { "http://a.example", "http://a.example" }, { "#panel", "#panel" }, { "//a.example", "" }, { "/\\a.example", "" },
        { "/a\nb", "" }, { "javascript:alert(1)", "" }, { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf b = { .arena = &arena };
        show_url(&b, url(str_from(cases[i].address)));
        assert_string_equal(buf_str(&b).at, cases[i].shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_escaped_wherever_it_stands),
        cmocka_unit_test(test_an_address_of_elsewhere_is_left_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_drop(&arena);
    return failed;
}
