#include "domain/identifier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

/* What is typed, and what is stored: NULL when it is wrong. */
struct sample { const char *typed, *stored; };

static const struct sample emails[] = {
    { "info@bedrijf.nl", "info@bedrijf.nl" },           { "  Info@Bedrijf.NL\r\n", "Info@Bedrijf.NL" },
    { "jan.van-den.berg+f@sub.bedrijf.co.uk", "jan.van-den.berg+f@sub.bedrijf.co.uk" },
    { "o'neill@bedrijf.ie", "o'neill@bedrijf.ie" },     { "1@2.nl", "1@2.nl" },
    { "info@m\xc3\xbcller.de", "info@m\xc3\xbcller.de" },      /* müller */
    { "info@xn--mller-kva.de", "info@xn--mller-kva.de" },
    { "info@bedrijf.xn--p1ai", "info@bedrijf.xn--p1ai" },
    { "info@\xd0\xbf\xd1\x80.\xd1\x80\xd1\x84", "info@\xd0\xbf\xd1\x80.\xd1\x80\xd1\x84" },    /* пр.рф */
    { "", NULL },                   { "@", NULL },                  { "info", NULL },
    { "info@", NULL },              { "@bedrijf.nl", NULL },        { "info@bedrijf", NULL },
    { "info@bedrijf.n", NULL },     { "info@bedrijf.1a", NULL },    { "info@127.0.0.1", NULL },
    { "info@[127.0.0.1]", NULL },   { "info@@bedrijf.nl", NULL },   { "a@b@c.nl", NULL },
    { ".info@bedrijf.nl", NULL },   { "info.@bedrijf.nl", NULL },   { "in..fo@bedrijf.nl", NULL },
    { "in fo@bedrijf.nl", NULL },   { "info@bed rijf.nl", NULL },   { "info@bedrijf..nl", NULL },
    { "info@.bedrijf.nl", NULL },   { "info@bedrijf.nl.", NULL },   { "info@-bedrijf.nl", NULL },
    { "info@bedrijf-.nl", NULL },   { "info@bed_rijf.nl", NULL },   { "\"info\"@bedrijf.nl", NULL },
    { "Jan <jan@bedrijf.nl>", NULL }, { "mailto:jan@bedrijf.nl", NULL }, { "jos\xc3\xa9@bedrijf.nl", NULL },
    { "info@bedrijf.nl\r\nBcc: a@b.nl", NULL },         { "in\tfo@bedrijf.nl", NULL },
    { "in\x7f@bedrijf.nl", NULL },  { "info@bed\xc2\xa0rijf.nl", NULL }, { "info@bed\xe2\x80\x8brijf.nl", NULL },
    { "info@bedrijf\xef\xbc\x8enl", NULL }, { "info@bed\xff.nl", NULL }, { "a,b@c.nl", NULL },
};

static const struct sample lists[] = {
    { "a@b.nl", "a@b.nl" },             { " a@b.nl ; c@d.nl ", "a@b.nl;c@d.nl" },
    { "a@b.nl;", "a@b.nl" },            { ";;a@b.nl;\n;c@d.nl", "a@b.nl;c@d.nl" },
    { "", NULL },                       { " ; ", NULL },
    { "a@b.nl, c@d.nl", NULL },         { "a@b.nl;c", NULL },        { "a@b.nl c@d.nl", NULL },
};

static const struct sample urls[] = {
    { "https://www.bedrijf.nl", "https://www.bedrijf.nl" },     { "http://bedrijf.nl", "http://bedrijf.nl" },
    { "www.bedrijf.nl", "https://www.bedrijf.nl" },             { "bedrijf.nl/a", "https://bedrijf.nl/a" },
    { " HTTPS://Bedrijf.nl ", "https://Bedrijf.nl" },           { "bedrijf.nl:8080/x", "https://bedrijf.nl:8080/x" },
    { "https://bedrijf.nl:443?a=b#c", "https://bedrijf.nl:443?a=b#c" },
    { "bedrijf.nl/?naar=https://a.nl/@b", "https://bedrijf.nl/?naar=https://a.nl/@b" },
    { "https://m\xc3\xbcller.de/\xc3\xa9", "https://m\xc3\xbcller.de/\xc3\xa9" },
    { "", NULL },                       { "http://", NULL },                { "https:///pad", NULL },
    { "bedrijf", NULL },                { "localhost:8080", NULL },         { "http://127.0.0.1/", NULL },
    { "ftp://bedrijf.nl", NULL },       { "file:///etc/passwd", NULL },     { "javascript:alert(1)", NULL },
    { "javascript://bedrijf.nl/%0aalert(1)", NULL }, { "data:text/html,x", NULL }, { "mailto:a@b.nl", NULL },
    { "https://jan@bedrijf.nl", NULL }, { "https://jan:geheim@bedrijf.nl", NULL },
    { "https://bedrijf.nl\\@a.nl", NULL }, { "https://bed rijf.nl", NULL }, { "https://bedrijf.nl/a b", NULL },
    { "https://bedrijf.nl/\"", NULL },  { "https://bedrijf.nl/<", NULL },   { "https://bedrijf.nl/\na", NULL },
    { "https://bedrijf.nl:0", NULL },   { "https://bedrijf.nl:65536", NULL }, { "https://bedrijf.nl:", NULL },
    { "https://bedrijf.nl:-1", NULL },  { "https://bedrijf.nl/\xff", NULL }, { "https:bedrijf.nl", NULL },
    { "//bedrijf.nl", NULL },           { "https://https://bedrijf.nl", NULL },
};

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void assert_samples(const char *(*check)(struct arena *, struct str *),
                           const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str value = str_from(samples[i].typed);
        const char *wrong = check(&arena, &value);
        if (wrong && samples[i].stored)
            fail_msg("'%s' is right, but: %s", samples[i].typed, wrong);
        if (!wrong && !samples[i].stored)
            fail_msg("'%s' is wrong", samples[i].typed);
        assert_true(str_is(value, str_from(wrong ? samples[i].typed : samples[i].stored)));
    }
}

static void an_email_address_is_a_dot_atom_at_a_domain(void **state)
{
    (void)state;
    assert_samples(email_check, emails, COUNT(emails));
}

static void email_addresses_are_parted_by_semicolons(void **state)
{
    (void)state;
    assert_samples(email_list_check, lists, COUNT(lists));

    struct str commas = S("a@b.nl, c@d.nl");
    assert_string_equal(email_list_check(&arena, &commas),
        "Zet een puntkomma (;) tussen e-mailadressen, geen komma.");
}

static void a_website_is_http_or_https(void **state)
{
    (void)state;
    assert_samples(url_check, urls, COUNT(urls));
}

/* n times the letter a. */
static const char *letters(size_t n)
{
    return memset(arena_take(&arena, n + 1), 'a', n);
}

static bool is_email(const char *local, const char *domain)
{
    struct str value = str_print(&arena, "%s@%s", local, domain);

    return email_check(&arena, &value) == NULL;
}

static void lengths_are_those_of_rfc_5321(void **state)
{
    (void)state;
    assert_true(is_email(letters(64), "bedrijf.nl"));
    assert_false(is_email(letters(65), "bedrijf.nl"));
    assert_true(is_email("a", str_print(&arena, "%s.nl", letters(63)).at));
    assert_false(is_email("a", str_print(&arena, "%s.nl", letters(64)).at));

    struct str three = str_print(&arena, "%s.%s.%s.", letters(63), letters(63), letters(63));
    assert_true(is_email("a", str_print(&arena, "%s%s.nl", three.at, letters(60)).at));     /* 255 */
    assert_false(is_email("a", str_print(&arena, "%s%s.nl", three.at, letters(61)).at));
}

static void a_nul_is_refused(void **state)
{
    struct str email = S("info\0@bedrijf.nl"), url = S("https://bedrijf.nl/\0");

    (void)state;
    assert_non_null(email_check(&arena, &email));
    url.at = "https://bedrijf.nl/\0x";
    url.len += 1;
    assert_non_null(url_check(&arena, &url));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_email_address_is_a_dot_atom_at_a_domain, drop_arena),
        cmocka_unit_test_teardown(email_addresses_are_parted_by_semicolons, drop_arena),
        cmocka_unit_test_teardown(a_website_is_http_or_https, drop_arena),
        cmocka_unit_test_teardown(lengths_are_those_of_rfc_5321, drop_arena),
        cmocka_unit_test_teardown(a_nul_is_refused, drop_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
