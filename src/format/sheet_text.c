#include "format/sheet_text.h"

#include "format/xml_chars.h"

#include <string.h>

/* _xHHHH_ at p: its value.  False: something else. */
static bool escape_read(const char *p, size_t n, uint32_t *unit)
{
    *unit = 0;
    if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return false;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

/* The character that one escape, or two that make a pair, stand for; returns how many bytes they
 * take. */
static size_t escaped_character(const char *p, size_t n, uint32_t *character)
{
    uint32_t low;

    if (!escape_read(p, n, character) || *character == 0
        || (*character >= 0xdc00 && *character <= 0xdfff) || *character >= 0xfffe)
        return 0;
    if (*character < 0xd800 || *character > 0xdbff)
        return 7;
    if (!escape_read(p + 7, n - 7, &low) || low < 0xdc00 || low > 0xdfff)
        return 0;
    *character = 0x10000 + ((*character - 0xd800) << 10) + (low - 0xdc00);
    return 14;
}

struct str sheet_unescape(struct arena *a, struct str s)
{
    if (s.len < 7 || !memchr(s.at, '_', s.len))
        return s;
    char *to = arena_take(a, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len;) {
        uint32_t character;
        size_t taken = s.at[i] == '_' ? escaped_character(s.at + i, s.len - i, &character) : 0;
        if (taken > 0)
            len += utf8_put(to + len, character);
        else
            to[len++] = s.at[i];
        i += taken ? taken : 1;
    }
    return (struct str){ to, len };
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str sheet_trim(struct str s)
{
    while (s.len > 0 && is_blank(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

/* Pieces of text joined; one piece alone is not copied. */
struct joined { struct str text; struct buf copy; };

static void join(struct joined *j, struct arena *a, struct str piece)
{
    if (piece.len == 0)
        return;
    if (j->text.len == 0) {
        j->text = piece;
        return;
    }
    j->copy.arena = a;
    if (j->copy.len == 0)
        buf_add(&j->copy, j->text);
    buf_add(&j->copy, piece);
    j->text = buf_str(&j->copy);
}

/* The text of the element that has just begun, still escaped. */
static bool raw_text(struct xml *x, struct arena *a, struct str *out)
{
    struct joined joined = { .text = S("") };
    size_t depth = x->depth;
    enum xml_token token;

    while ((token = xml_next(x)) != XML_STOP) {
        if (token == XML_TEXT) {
            join(&joined, a, x->text_is_coded ? xml_text(a, x->text) : x->text);
        } else if (token == XML_START) {
            if (!xml_skip(x))
                return false;
        } else if (x->depth < depth) {
            *out = joined.text;
            return true;
        }
    }
    return false;
}

bool sheet_plain_text(struct xml *x, struct arena *a, struct str *out)
{
    if (!raw_text(x, a, out))
        return false;
    *out = sheet_unescape(a, *out);
    return true;
}

static bool run_text(struct xml *x, struct arena *a, struct str *out)
{
    bool preserve = str_is(xml_attribute(x, S("xml:space")), S("preserve"));

    if (!raw_text(x, a, out))
        return false;
    *out = sheet_unescape(a, preserve ? *out : sheet_trim(*out));
    return true;
}

bool sheet_rich_text(struct xml *x, struct arena *a, struct str *out)
{
    struct joined joined = { .text = S("") };
    size_t depth = x->depth;
    enum xml_token token;

    while ((token = xml_next(x)) != XML_STOP) {
        struct str run;
        if (token == XML_END && x->depth < depth) {
            *out = joined.text;
            return true;
        }
        if (token != XML_START || str_is(x->name, S("r")))      /* the t of a run is in it */
            continue;
        if (!str_is(x->name, S("t")) ? !xml_skip(x) : !run_text(x, a, &run))
            return false;
        if (str_is(x->name, S("t")))
            join(&joined, a, run);
    }
    return false;
}
