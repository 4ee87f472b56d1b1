/* The scanner gives the tokens of plain XML, calls all else unusual, and what libxml2 makes of that
 * reads the same. */
#include "made.h"

#include "format/xml.h"

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static struct zip *zip_of(struct str xml)
{
    struct made_zip m = { .data.arena = &arena };
    struct file_error error = { 0 };

    made_add(&m, (struct made_part){ .name = S("a"), .bytes = xml });
    struct zip *z = zip_open(&arena, made_file(made_end(&m)), &sheet_limits_usual, &error);
    assert_non_null(z);
    return z;
}

/* <name a=1 b=2>text</name> as "(name a=1 b=2 'text' )": then "?" when unusual, "!" when
 * refused. */
static struct str tokens(struct zip *z, bool carefully)
{
    struct buf b = { .arena = &arena };
    struct file_error error = { 0 };
    struct xml *x = xml_open(z, &arena, S("a"), carefully, &error);
    enum xml_token token;

    buf_add(&b, S(""));
    while (x && (token = xml_next(x)) != XML_STOP) {
        if (token == XML_TEXT) {
            struct str text = xml_text(&arena, x->text);
            bool joins = b.len > 0 && b.at[b.len - 1] == '\'';
            b.len -= joins;
            buf_print(&b, joins ? "%.*s'" : "'%.*s'", (int)text.len, text.at);
        } else if (token == XML_END) {
            buf_char(&b, ')');
        } else {
            buf_print(&b, "(%.*s", (int)x->name.len, x->name.at);
            for (size_t i = 0; i < x->attribute_count; i++) {
                struct xml_attribute *a = &x->attributes[i];
                struct str value = xml_text(&arena, a->value);
                if (!str_begins(a->name, S("xmlns")) && a->name.at[1] != ':')
                    buf_print(&b, " %.*s=%.*s", (int)a->name.len, a->name.at, (int)value.len,
                              value.at);
            }
        }
    }
    assert_true(x != NULL || error.problem != FILE_FINE);
    if (error.problem != FILE_FINE)
        buf_char(&b, '!');
    else if (xml_is_unusual(x))
        buf_char(&b, '?');
    if (x)
        xml_close(x);
    return buf_str(&b);
}

#define ROOT "<w xmlns=\"" MADE_MAIN "\">"
#define OTHER " xmlns:o=\"urn:other\""

/* What both ways must make of it.  The scanner may leave the unusual to libxml2. */
static const struct { const char *xml, *tokens; bool plain; } cases[] = {
    { ROOT "</w>",                                      "(w)",                          true },
    { MADE_HEAD ROOT "</w>",                            "(w)",                          true },
    { "\xef\xbb\xbf" MADE_HEAD ROOT "</w>\n",           "(w)",                          true },
    { "<w xmlns='" MADE_MAIN "'/>",                     "(w)",                          true },
    { ROOT "<a/><b></b></w>",                           "(w(a)(b))",                    true },
    { ROOT "<a x='1' y=\"2\" /></w >",                  "(w(a x=1 y=2))",               true },
    { ROOT "<a>x &amp;&lt;&#65;&#x20AC;\r\ny</a></w>",  "(w(a'x &<A\xe2\x82\xac\ny'))", true },
    { ROOT "a > b ] ]] \"'</w>",                        "(w'a > b ] ]] \"'')",          true },
    { ROOT "<o:a" OTHER "><b/></o:a><c/></w>",          "(w(c))",                       false },
    { "<w xmlns=\"" MADE_MAIN "\"" OTHER "><o:a><b/>x</o:a>y</w>", "(w'y')",            true },
    { "<p:w xmlns:p=\"" MADE_MAIN "\"><p:a/></p:w>",    "(w(a))",                       false },
    { ROOT "<a><!-- x --><b/></a></w>",                 "(w(a(b)))",                    false },
    { ROOT "<a>x<!-- y -->z</a></w>",                   "(w(a'xz'))",                   false },
    { ROOT "<a><![CDATA[<b> & ]]></a></w>",             "(w(a'<b> & '))",               false },
    { ROOT "<a><?pi x?></a></w>",                       "(w(a))",                       false },
    { ROOT "<b xmlns='urn:x'><c/></b><d/></w>",         "(w(d))",                       false },
    { ROOT "<a x='1&amp;2'/></w>",                      "(w(a x=1&2))",                 false },
    { "<?xml version='1.0' encoding='ISO-8859-1'?>" ROOT "\xe9</w>", "(w'\xc3\xa9')",   false },
    { "<w/>",                                           "!",                            false },
    { "<w xmlns='urn:x'/>",                             "!",                            false },
    { ROOT "<a></w>",                                   "(w(a!",                        false },
    { ROOT "<a></b></a></w>",                           "(w(a!",                        false },
    { ROOT "<a x='1' x='2'/></w>",                      "(w!",                          false },
    { ROOT "<a x=1/></w>",                              "(w!",                          false },
    { ROOT "<a x='<'/></w>",                            "(w!",                          false },
    { ROOT "<a x='1'y='2'/></w>",                       "(w!",                          false },
    { ROOT "&unknown;</w>",                             "(w!",                          false },
    { ROOT "&#0;</w>",                                  "(w!",                          false },
    { ROOT "&#xFFFE;</w>",                              "(w!",                          false },
    { ROOT "a ]]> b</w>",                               "(w!",                          false },
    { ROOT "a & b</w>",                                 "(w!",                          false },
    { ROOT "\xff</w>",                                  "(w!",                          false },
    { ROOT "\xc0\xaf</w>",                              "(w!",                          false },
    { ROOT "\xed\xa0\x80</w>",                          "(w!",                          false },
    { ROOT "\xef\xbf\xbe</w>",                          "(w!",                          false },
    { ROOT "\x01</w>",                                  "(w!",                          false },
    { ROOT "</w><w/>",                                  "(w)!",                         false },
    { ROOT "</w>x",                                     "(w)!",                         false },
    { "x" ROOT "</w>",                                  "!",                            false },
    { "<!DOCTYPE w>" ROOT "</w>",                       "!",                            false },
    { "<!DOCTYPE w [<!ENTITY e 'x'>]>" ROOT "&e;</w>",  "!",                            false },
    { "",                                               "!",                            false },
    { "<",                                              "!",                            false },
};

/* The tokens up to where a refusal came: libxml2 may see a fault before the text in front of it. */
static bool same(struct str got, struct str expected)
{
    if (expected.at[expected.len - 1] != '!')
        return str_is(got, expected);
    return got.len > 0 && got.at[got.len - 1] == '!';
}

static void both_ways_read_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct zip *z = zip_of(str_from(cases[i].xml));
        struct str plain = tokens(z, false), careful = tokens(z, true),
                   expected = str_from(cases[i].tokens);
        if (!same(careful, expected))
            fail_msg("%s: carefully %s", cases[i].xml, careful.at);
        if (cases[i].plain ? !str_is(plain, expected) : plain.at[plain.len - 1] != '?')
            fail_msg("%s: plainly %s", cases[i].xml, plain.at);
    }
}

/* The same text in UTF-16, with a mark. */
static struct str utf16(struct str ascii, bool big)
{
    struct buf b = { .arena = &arena };

    buf_add(&b, big ? S("\xfe\xff") : S("\xff\xfe"));
    for (size_t i = 0; i < ascii.len; i++) {
        char pair[2] = { big ? '\0' : ascii.at[i], big ? ascii.at[i] : '\0' };
        buf_add(&b, (struct str){ pair, 2 });
    }
    return buf_str(&b);
}

static void utf16_is_unusual_and_readable(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct zip *z =
            zip_of(utf16(S("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" ROOT "x</w>"), big));
        assert_string_equal(tokens(z, false).at, "?");
        assert_string_equal(tokens(z, true).at, "(w'x')");
    }
}

/* Bytes that are none in the encoding they claim: libxml2 likes to say so on stderr. */
static void bad_encodings_are_refused_in_silence(void **state)
{
    int log = memfd_create("stderr", MFD_CLOEXEC), screen = dup(2);
    struct zip *z = zip_of(S("<?xml version='1.0' encoding='EUC-JP'?>" ROOT "\xd2\xce\x3e\xff</w>"));
    (void)state;

    dup2(log, 2);
    struct str got = tokens(z, true);
    dup2(screen, 2);
    close(screen);
    assert_true(got.at[got.len - 1] == '!');
    assert_int_equal(lseek(log, 0, SEEK_END), 0);
    close(log);
}

/* The window ends at every place of a token once: nothing changes by that. */
static void a_token_may_stand_across_the_end_of_the_window(void **state)
{
    static const char token[] = "<a b=\"1\">t\xe2\x82\xac&amp;</a>";
    (void)state;

    for (size_t shift = 0; shift < sizeof token + 4; shift++) {
        struct buf b = { .arena = &arena };
        buf_add(&b, S(ROOT));
        while (b.len < 256 * 1024 - 2 - shift)
            buf_char(&b, ' ');
        buf_print(&b, "%s</w>", token);
        struct zip *z = zip_of(buf_str(&b));
        for (int carefully = 0; carefully < 2; carefully++) {
            struct str got = tokens(z, carefully), end = S("(a b=1't\xe2\x82\xac&'))");
            assert_true(got.len > end.len);
            assert_string_equal(got.at + got.len - end.len, end.at);
        }
        arena_drop(&arena);
    }
}

static void what_is_marked_stays_in_sight(void **state)
{
    struct file_error error = { 0 };
    struct buf b = { .arena = &arena };
    char *filler = arena_take(&arena, 700001);
    (void)state;

    memset(filler, 'x', 700000);
    buf_print(&b, ROOT "<a>first</a><b>%s</b><c/></w>", filler);
    struct xml *x = xml_open(zip_of(buf_str(&b)), &arena, S("a"), false, &error);
    while (xml_next(x) != XML_START || !str_is(x->name, S("a")))
        continue;
    xml_mark(x);
    struct str first = { 0 };
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(xml_next(x), XML_TEXT);
        first = x->text;
        while (xml_next(x) != XML_START || !str_is(x->name, S("c")))
            continue;
        assert_int_equal(xml_moved(x), pass == 0);
        if (pass == 0) {
            xml_rewind(x);
            assert_int_equal(xml_next(x), XML_START);
            assert_true(str_is(x->name, S("a")));
        }
    }
    assert_true(str_is(first, S("first")));
    xml_drain(x);
    assert_false(xml_is_unusual(x));
    assert_int_equal(error.problem, FILE_FINE);
}

static void an_endless_token_is_refused(void **state)
{
    struct file_error error = { 0 };
    struct buf b = { .arena = &arena };
    char *filler = arena_take(&arena, (16 << 20) + 1);
    (void)state;

    memset(filler, 'x', 16 << 20);
    filler[1] = 'y';
    buf_print(&b, ROOT "<a b=\"%s\"/></w>", filler);
    struct sheet_limits limits = sheet_limits_usual;
    struct made_zip m = { .data.arena = &arena };
    limits.ratio_from = UINT64_MAX;
    made_add(&m, (struct made_part){ .name = S("a"), .bytes = buf_str(&b) });
    struct zip *z = zip_open(&arena, made_file(made_end(&m)), &limits, &error);
    for (int carefully = 0; carefully < 2; carefully++) {
        error = (struct file_error){ 0 };
        struct xml *x = xml_open(z, &arena, S("a"), carefully, &error);
        xml_drain(x);
        assert_true(error.problem == FILE_ROW_TOO_LONG || error.problem == FILE_DAMAGED);
    }
}

static void characters_are_counted_right(void **state)
{
    static const struct { struct str bytes; size_t sound; } texts[] = {
        { { "", 0 }, 0 },                           { { "abcdefghijklmnop", 16 }, 16 },
        { { "a\tb\nc\r", 6 }, 6 },                  { { "a\x0b" "b", 3 }, 1 },
        { { "12345678\x7f", 9 }, 9 },               { { "1234567\x1f" "9", 9 }, 7 },
        { { "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9 }, 9 },
        { { "ab\xe2\x82", 4 }, 2 },                 { { "ab\xf4\x90\x80\x80", 6 }, 2 },
        { { "\xef\xbf\xbd", 3 }, 3 },               { { "\xef\xbf\xbf", 3 }, 0 },
        { { "\xe0\x80\x80", 3 }, 0 },               { { "\0", 1 }, 0 },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(xml_sound(texts[i].bytes.at, texts[i].bytes.len), texts[i].sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(both_ways_read_the_same, end_arena),
        cmocka_unit_test_teardown(utf16_is_unusual_and_readable, end_arena),
        cmocka_unit_test_teardown(bad_encodings_are_refused_in_silence, end_arena),
        cmocka_unit_test_teardown(a_token_may_stand_across_the_end_of_the_window, end_arena),
        cmocka_unit_test_teardown(what_is_marked_stays_in_sight, end_arena),
        cmocka_unit_test_teardown(an_endless_token_is_refused, end_arena),
        cmocka_unit_test(characters_are_counted_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
