#include "base/str.h"

#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

struct str str_from(const char *s)
{
    return (struct str){ s ? s : "", s ? strlen(s) : 0 };
}

struct str str_copy(struct arena *a, struct str s)
{
    if (s.len == 0)
        return S("");
    char *at = arena_take_raw(a, s.len + 1);
    memcpy(at, s.at, s.len);
    at[s.len] = '\0';
    return (struct str){ at, s.len };
}

static size_t blank_at_start(struct str s)
{
    if (s.len && (unsigned char)s.at[0] <= ' ')
        return 1;
    return s.len >= 2 && memcmp(s.at, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static size_t blank_at_end(struct str s)
{
    if (s.len && (unsigned char)s.at[s.len - 1] <= ' ')
        return 1;
    return s.len >= 2 && memcmp(s.at + s.len - 2, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

struct str str_trim(struct str s)
{
    for (size_t n; (n = blank_at_start(s)); s.len -= n)
        s.at += n;
    for (size_t n; (n = blank_at_end(s)); )
        s.len -= n;
    return s;
}

bool str_is(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

bool str_is_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

bool str_begins(struct str s, struct str head)
{
    return s.len >= head.len && str_is((struct str){ s.at, head.len }, head);
}

int str_compare(struct str a, struct str b)
{
    size_t least = a.len < b.len ? a.len : b.len;
    int order = least ? memcmp(a.at, b.at, least) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

size_t str_chars(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

struct str str_cut(struct str *rest, char at)
{
    const char *found = rest->len ? memchr(rest->at, at, rest->len) : NULL;
    struct str part = *rest;

    if (!found) {
        if (rest->len)                  /* nothing may be NULL, and nothing is added to that */
            rest->at += rest->len;
        rest->len = 0;
        return part;
    }
    part.len = (size_t)(found - rest->at);
    rest->at = found + 1;
    rest->len -= part.len + 1;
    return part;
}

struct str str_upper(struct arena *a, struct str s)
{
    char *at = arena_take_raw(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        at[i] = upper(s.at[i]);
    at[s.len] = '\0';
    return (struct str){ at, s.len };
}

struct str str_lower(struct arena *a, struct str s)
{
    char *at = arena_take(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        at[i] = lower(s.at[i]);
    return (struct str){ at, s.len };
}

struct str str_only(struct arena *a, struct str s, bool (*keep)(char))
{
    char *at = arena_take(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (keep(s.at[i]))
            at[n++] = s.at[i];
    return (struct str){ at, n };
}

bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool char_is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool char_is_word(char c)
{
    return char_is_digit(c) || char_is_letter(c);
}

bool str_number(struct str s, int64_t *out)
{
    bool minus = s.len && s.at[0] == '-';
    int64_t n = 0;

    if (s.len == minus)
        return false;
    for (size_t i = minus; i < s.len; i++) {
        if (!char_is_digit(s.at[i]) || __builtin_mul_overflow(n, 10, &n)
            || __builtin_sub_overflow(n, s.at[i] - '0', &n))
            return false;
    }
    if (!minus && n == INT64_MIN)
        return false;
    *out = minus ? n : -n;
    return true;
}

/* The bytes of the character that begins here, 0 where none does. */
static size_t utf8_step(struct str s)
{
    utf8proc_int32_t c;

    if (s.len && (unsigned char)s.at[0] < 0x80)
        return 1;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.len, &c);
    return n > 0 ? (size_t)n : 0;
}

bool str_is_utf8(struct str s)
{
    for (size_t n; s.len; s.at += n, s.len -= n)
        if ((n = utf8_step(s)) == 0)
            return false;
    return true;
}

/* How many bytes in front are from ' ' to '~', which most text is made of: eight by eight, and then the rest. */
static size_t plain(struct str s)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t word;
    size_t n = 0;

    for (; s.len - n >= sizeof word; n += sizeof word) {
        memcpy(&word, s.at + n, sizeof word);
        if ((word | (word - ones * ' ') | (word + ones)) & highs)
            break;
    }
    while (n < s.len && s.at[n] >= ' ' && s.at[n] <= '~')
        n++;
    return n;
}

bool str_is_plain(struct str s)
{
    return plain(s) == s.len;
}

bool str_is_text(struct str s)
{
    for (size_t i = plain(s); i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
            return false;
        if (c == 0xc2 && i + 1 < s.len && (unsigned char)s.at[i + 1] < 0xa0)    /* C1 controls */
            return false;
    }
    return str_is_utf8(s);
}

static bool is_ascii(struct str s)
{
    for (size_t i = plain(s); i < s.len; i++)
        if ((unsigned char)s.at[i] >= 0x80)
            return false;
    return true;
}

/* Lower case, one blank between words, none at the ends; in place. */
static size_t squeeze(char *at, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = (unsigned char)at[i] <= ' ' ? ' ' : lower(at[i]);
        if (c != ' ' || (n && at[n - 1] != ' '))
            at[n++] = c;
    }
    while (n && at[n - 1] == ' ')
        n--;
    at[n] = '\0';
    return n;
}

struct str str_fold(struct arena *a, struct str s)
{
    char *at;
    size_t len = s.len;

    if (is_ascii(s)) {
        at = arena_take_raw(a, len + 1);
        if (len)
            memcpy(at, s.at, len);
    } else {
        const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)s.at;
        const utf8proc_option_t how =
            UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
        utf8proc_ssize_t n = utf8proc_decompose(from, (utf8proc_ssize_t)len, NULL, 0, how);
        if (n < 0)                      /* not UTF-8: nothing to be found by */
            return S("");
        utf8proc_int32_t *points = arena_take_many(a, sizeof *points, (size_t)n + 1);
        utf8proc_decompose(from, (utf8proc_ssize_t)len, points, n, how);
        n = utf8proc_reencode(points, n, how);          /* in place */
        if (n < 0)
            return S("");
        at = (char *)points;
        len = (size_t)n;
    }
    return (struct str){ at, squeeze(at, len) };
}

char *buf_grow(struct buf *b, size_t more)
{
    if (more > SIZE_MAX / 4 || b->room > SIZE_MAX / 4)
        fault("out of memory: text of %zu bytes", b->room);
    size_t room = (b->room + more + 64) * 2;
    char *at = arena_take_raw(b->arena, room);
    if (b->len)
        memcpy(at, b->at, b->len);
    b->at = at;
    b->room = room;
    return at + b->len;
}

void buf_int(struct buf *b, int64_t n)
{
    static const char pairs[] = "00010203040506070809" "10111213141516171819" "20212223242526272829" "30313233343536373839"
                                "40414243444546474849" "50515253545556575859" "60616263646566676869" "70717273747576777879"
                                "80818283848586878889" "90919293949596979899";
    char digits[24], *at = digits + sizeof digits;
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    for (; left >= 10; left /= 100) {
        at -= 2;
        memcpy(at, pairs + left % 100 * 2, 2);
    }
    if (left || at == digits + sizeof digits)
        *--at = (char)('0' + left);
    if (n < 0)
        *--at = '-';
    buf_add(b, (struct str){ at, (size_t)(digits + sizeof digits - at) });
}

__attribute__((format(printf, 2, 0)))
static void buf_vprint(struct buf *b, const char *format, va_list ap)
{
    enum { USUAL = 200 };
    va_list again;

    buf_open(b, USUAL);
    va_copy(again, ap);
    size_t room = b->room - b->len;
    int n = vsnprintf(b->at + b->len, room, format, ap);
    if (n < 0)
        fault("text that can not be printed: %s", format);
    if ((size_t)n >= room)
        vsnprintf(buf_open(b, (size_t)n), (size_t)n + 1, format, again);
    b->len += (size_t)n;
    va_end(again);
}

void buf_print(struct buf *b, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    buf_vprint(b, format, ap);
    va_end(ap);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){ b->at ? b->at : "", b->len };
}

struct str str_join(struct arena *a, const struct str *parts, size_t count)
{
    struct buf b = { .arena = a };

    for (size_t i = 0; i < count; i++)
        buf_add(&b, parts[i]);
    return buf_str(&b);
}

struct str str_print(struct arena *a, const char *format, ...)
{
    struct buf b = { .arena = a };
    va_list ap;
    va_start(ap, format);
    buf_vprint(&b, format, ap);
    va_end(ap);
    return buf_str(&b);
}
