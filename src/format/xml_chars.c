#include "format/xml_chars.h"

#include <string.h>

static bool is_character(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return c < 0xd800 || (c > 0xdfff && c <= 0x10ffff && c != 0xfffe && c != 0xffff);
}

/* The length of the character at p that is not ASCII; 0: it is none, or not whole. */
static size_t wide_character(const unsigned char *p, size_t n)
{
    size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    static const uint32_t least[] = { [2] = 0x80, [3] = 0x800, [4] = 0x10000 };
    uint32_t c = p[0] & (0x7fU >> len);

    if (p[0] < 0xc2 || p[0] > 0xf4 || len > n)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3f);
    }
    return c >= least[len] && is_character(c) ? len : 0;
}

size_t xml_sound(const char *at, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t i = 0;

    while (i < n) {
        while (n - i >= 8) {            /* eight at a time while all are from ' ' to '~' or DEL */
            uint64_t word;
            memcpy(&word, at + i, 8);
            if ((word | (word - ones * 0x20)) & ones * 0x80)
                break;
            i += 8;
        }
        for (size_t stop = n - i < 8 ? n : i + 8; i < stop;) {
            unsigned char c = (unsigned char)at[i];
            size_t len = is_character(c);
            if (c >= 0x80)
                len = wide_character((const unsigned char *)at + i, n - i);
            if (len == 0)
                return i;
            i += len;
        }
    }
    return i;
}

int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static size_t number_reference(const char *p, uint32_t *character)
{
    int base = p[2] == 'x' ? 16 : 10;
    const char *q = p + (base == 16 ? 3 : 2), *first = q;
    uint32_t c = 0;

    for (;; q++) {
        int digit = hex_digit(*q);
        if (digit < 0 || digit >= base)
            break;
        c = c * (uint32_t)base + (uint32_t)digit;
        if (c > 0x10ffff)
            return 0;
    }
    if (q == first || *q != ';' || !is_character(c))
        return 0;
    *character = c;
    return (size_t)(q + 1 - p);
}

size_t xml_reference(const char *p, uint32_t *character)
{
    static const struct { struct str name; char is; } entities[] = {
        { { "&amp;", 5 }, '&' }, { { "&lt;", 4 }, '<' }, { { "&gt;", 4 }, '>' },
        { { "&quot;", 6 }, '"' }, { { "&apos;", 6 }, '\'' },
    };

    if (p[1] == '#')
        return number_reference(p, character);
    for (size_t i = 0; i < COUNT(entities); i++) {
        if (strncmp(p, entities[i].name.at, entities[i].name.len) == 0) {
            *character = (unsigned char)entities[i].is;
            return entities[i].name.len;
        }
    }
    return 0;
}

size_t utf8_put(char *to, uint32_t c)
{
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = { [1] = 0, [2] = 0xc0, [3] = 0xe0, [4] = 0xf0 };

    for (size_t i = len; i-- > 1; c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)(first[len] | c);
    return len;
}

struct str xml_text(struct arena *a, struct str raw)
{
    if (raw.len == 0 || (!memchr(raw.at, '&', raw.len) && !memchr(raw.at, '\r', raw.len)))
        return raw;
    char *to = arena_take(a, raw.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < raw.len;) {
        uint32_t character = (unsigned char)raw.at[i];
        if (character == '&') {
            i += xml_reference(raw.at + i, &character);
            len += utf8_put(to + len, character);
        } else if (character == '\r') {
            i += i + 1 < raw.len && raw.at[i + 1] == '\n' ? 2 : 1;
            to[len++] = '\n';
        } else {
            to[len++] = raw.at[i++];
        }
    }
    return (struct str){ to, len };
}

void xml_escape(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '&': buf_add(b, S("&amp;"));  break;
        case '<': buf_add(b, S("&lt;"));   break;
        case '>': buf_add(b, S("&gt;"));   break;
        case '"': buf_add(b, S("&quot;")); break;
        default:  buf_char(b, s.at[i]);
        }
    }
}
