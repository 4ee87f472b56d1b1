#include "web/show.h"

#include "web/asset.h"

/* What a byte becomes on a page, NULL for itself. Control characters have no place there. */
static const char *escape(unsigned char c)
{
    switch (c) {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\'': return "&#39;";
    case '\t': case '\n': case '\r': return NULL;
    default:   return c < ' ' || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

void show_text(struct buf *b, struct str s)
{
    size_t plain = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *other = escape((unsigned char)s.at[i]);
        if (!other)
            continue;
        buf_add(b, (struct str){ s.at + plain, i - plain });
        buf_add(b, str_from(other));
        plain = i + 1;
    }
    buf_add(b, (struct str){ s.at + plain, s.len - plain });
}

void show_icon(struct buf *b, struct icon i)
{
    buf_add(b, S("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/static/"));
    buf_add(b, str_from(asset_hash));
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

void show_url(struct buf *b, struct url u)
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
