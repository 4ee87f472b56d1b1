#include "web/show.h"

#include "web/asset.h"

#include <string.h>

/* What a byte becomes on a page, NULL for itself. Control characters have no place there. */
#define CONTROL "\xef\xbf\xbd"
static const char *const escapes[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;", [0x7f] = CONTROL,
    [0] = CONTROL, [1] = CONTROL, [2] = CONTROL, [3] = CONTROL, [4] = CONTROL, [5] = CONTROL, [6] = CONTROL,
    [7] = CONTROL, [8] = CONTROL, [11] = CONTROL, [12] = CONTROL, [14] = CONTROL, [15] = CONTROL,
    [16] = CONTROL, [17] = CONTROL, [18] = CONTROL, [19] = CONTROL, [20] = CONTROL, [21] = CONTROL,
    [22] = CONTROL, [23] = CONTROL, [24] = CONTROL, [25] = CONTROL, [26] = CONTROL, [27] = CONTROL,
    [28] = CONTROL, [29] = CONTROL, [30] = CONTROL, [31] = CONTROL,
};

static void show_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char *other = escapes[(unsigned char)s.at[i]];
        buf_add(b, other ? str_from(other) : (struct str){ s.at + i, 1 });
    }
}

/* So many bytes are looked at at once: the compiler makes of it what the processor has for that. */
enum { BLOCK = 16 };

/* Whether all of a block is surely shown as it is. */
static bool is_plain(const char *at)
{
    typedef unsigned char block __attribute__((vector_size(BLOCK)));
    block c;
    uint64_t halves[2];

    memcpy(&c, at, BLOCK);
    block other = (block)((c < ' ') | (c == '&') | (c == '<') | (c == '>') | (c == '"') | (c == '\'') | (c == 0x7f));
    memcpy(halves, &other, BLOCK);
    return (halves[0] | halves[1]) == 0;
}

/* Whether the end of a text is: its last block, or the two ends of one that is shorter, which make a block. */
static bool ends_plain(struct str s)
{
    enum { HALF = BLOCK / 2 };
    char ends[BLOCK];

    if (s.len >= BLOCK)
        return is_plain(s.at + s.len - BLOCK);
    if (s.len < HALF)
        return false;
    memcpy(ends, s.at, HALF);
    memcpy(ends + HALF, s.at + s.len - HALF, HALF);
    return is_plain(ends);
}

/* How much at the beginning is shown as it is: nearly all text holds nothing to escape. */
static size_t plain_length(struct str s)
{
    size_t n = 0;

    while (s.len - n >= BLOCK && is_plain(s.at + n))
        n += BLOCK;
    if (s.len - n < BLOCK && ends_plain(s))
        return s.len;
    while (n < s.len && !escapes[(unsigned char)s.at[n]])
        n++;
    return n;
}

void show_text(struct buf *b, struct str s)
{
    size_t plain = plain_length(s);

    buf_add(b, (struct str){ s.at, plain });
    if (plain < s.len)
        show_escaped(b, (struct str){ s.at + plain, s.len - plain });
}

struct html html_of(struct arena *a, struct str s)
{
    struct buf b = { .arena = a };

    if (plain_length(s) == s.len)
        return (struct html){ s };
    show_text(&b, s);
    return (struct html){ buf_str(&b) };
}

void show_icon(struct buf *b, struct icon i)
{
    buf_add(b, S("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/static/"));
    buf_add(b, (struct str){ asset_hash, ASSET_HASH_LENGTH });
    buf_add(b, S("/icons.svg#"));
    buf_add(b, str_from(i.name));
    buf_add(b, S("\"/></svg>"));
}

bool is_own_path(struct str path)
{
    for (size_t i = 0; i < path.len; i++)
        if ((unsigned char)path.at[i] < ' ')
            return false;
    return str_begins(path, S("/")) && !str_begins(path, S("//")) && !str_begins(path, S("/\\"));
}

void show_address(struct buf *b, struct url u)
{
    if (is_own_path(u.text) || str_begins(u.text, S("https://")) || str_begins(u.text, S("http://"))
        || str_begins(u.text, S("#")))
        show_text(b, u.text);
}

struct str thousands(struct arena *a, int64_t n)
{
    return scaled_print(a, n, 0, 0);
}

struct str counted(struct arena *a, int64_t n, const char *one, const char *many)
{
    struct buf b = { .arena = a };
    buf_add(&b, thousands(a, n));
    buf_char(&b, ' ');
    buf_add(&b, str_from(n == 1 ? one : many));
    return buf_str(&b);
}

struct str title_case(struct arena *a, struct str s)
{
    struct str first = { s.at, s.len > 0 }, rest = { s.at + first.len, s.len - first.len };
    struct buf b = { .arena = a };
    buf_add(&b, str_upper(a, first));
    buf_add(&b, rest);
    return buf_str(&b);
}
