#include "web/strict.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

/* The headers that are read at all. */
struct known {
    struct str host, length, coding, accepts, cookie, type, origin, fetch_site, htmx;
    struct str forwarded_for, forwarded_proto;
};

#define NAME(literal) { literal, sizeof(literal) - 1 }

static const struct {
    struct str name;
    size_t     at;                      /* in struct known */
    bool       list;                    /* may be repeated; the last one counts */
} known_headers[] = {
    { NAME("Host"),              offsetof(struct known, host),            false },
    { NAME("Content-Length"),    offsetof(struct known, length),          false },
    { NAME("Transfer-Encoding"), offsetof(struct known, coding),          false },
    { NAME("Accept-Encoding"),   offsetof(struct known, accepts),         true  },
    { NAME("Cookie"),            offsetof(struct known, cookie),          false },
    { NAME("Content-Type"),      offsetof(struct known, type),            false },
    { NAME("Origin"),            offsetof(struct known, origin),          false },
    { NAME("Sec-Fetch-Site"),    offsetof(struct known, fetch_site),      false },
    { NAME("HX-Request"),        offsetof(struct known, htmx),            false },
    { NAME("X-Forwarded-For"),   offsetof(struct known, forwarded_for),   true  },
    { NAME("X-Forwarded-Proto"), offsetof(struct known, forwarded_proto), true  },
};

static bool is_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 9110, 5.6.2. */
static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_word((unsigned char)s.at[i]) && s.at[i] != '-' &&
            !memchr("!#$%&'*+.^_`|~", s.at[i], 14))
            return false;
    return s.len > 0;
}

/* RFC 9110, 5.5, with its obs-text: any byte but control characters; a tab is white space. */
static bool is_value(struct str s)
{
    bool wrong = false;

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        wrong |= (c < ' ' && c != '\t') | (c == 0x7f);
    }
    return !wrong;
}

/* RFC 9112, 3.2.1, the origin form alone: printable ASCII, the rest percent-encoded. */
static bool is_target(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] <= ' ' || s.at[i] > '~' || s.at[i] == '#')
            return false;
    return s.len > 0 && s.at[0] == '/';
}

static bool is_host(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_word((unsigned char)s.at[i]) && !memchr("-._:[]", s.at[i], 6))
            return false;
    return s.len > 0;
}

/* Takes a piece of this length, and the NULs behind it. */
static bool cut_piece(struct str *rest, size_t length, size_t nuls)
{
    if (rest->len < length + nuls)
        return false;
    for (size_t i = 0; i < nuls; i++)
        if (rest->at[length + i] != '\0')
            return false;
    rest->at += length + nuls;
    rest->len -= length + nuls;
    return true;
}

/* Whether the head has exactly the pieces that were parsed: one NUL where a blank or a colon was,
 * two for CR LF.  A NUL that was sent, two blanks, a line that ended in LF alone and one that
 * continued the line above it (obs-fold) leave another pattern, and show in nothing else. */
static bool is_plain(const struct head *head)
{
    struct str rest = head->raw;

    if (!cut_piece(&rest, head->method.len, 1) || !cut_piece(&rest, head->target.len, 1) ||
        !str_begins(rest, head->version) || !cut_piece(&rest, head->version.len, 2))
        return false;
    for (size_t i = 0; i < head->headers.count; i++) {
        size_t name = strnlen(rest.at, rest.len);
        if (name == 0 || !cut_piece(&rest, name, 1) ||
            !cut_piece(&rest, strnlen(rest.at, rest.len), 2))
            return false;
    }
    return cut_piece(&rest, 0, 2) && rest.len == 0;
}

/* Who asks: the entry that our own proxy added.  What stands before it, anybody can have sent. */
static struct str last_forwarded(struct str list, struct str otherwise)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;
    struct str last = list;

    while (list.len)
        last = str_cut(&list, ',');
    last = str_trim(last);
    if (last.len == 0 || last.len >= sizeof text)
        return otherwise;
    memcpy(text, last.at, last.len);
    text[last.len] = '\0';
    if (inet_pton(AF_INET, text, &address) != 1 && inet_pton(AF_INET6, text, &address) != 1)
        return otherwise;
    return last;
}

static bool read_headers(const struct head *head, struct known *known)
{
    for (size_t i = 0; i < head->headers.count; i++) {
        const struct pair *h = &head->headers.at[i];
        if (!is_token(h->name) || !is_value(h->value))
            return false;
        for (size_t k = 0; k < COUNT(known_headers); k++) {
            if (!str_is_nocase(h->name, known_headers[k].name))
                continue;
            struct str *at = (struct str *)((char *)known + known_headers[k].at);
            if (at->at && !known_headers[k].list)
                return false;
            *at = h->value;
            break;
        }
    }
    return true;
}

/* RFC 9112, 6.3, without its leniencies. */
static int read_framing(const struct known *known, bool http_1_0, struct framing *out)
{
    if (known->coding.at) {
        if (http_1_0 || known->length.at)
            return 400;
        if (!str_is_nocase(known->coding, S("chunked")))
            return 501;
        out->chunked = true;
    }
    if (known->length.at)
        for (size_t i = 0; i < known->length.len; i++)
            if (known->length.at[i] < '0' || known->length.at[i] > '9')
                return 400;
    if (known->length.at && !str_number(known->length, &out->length))
        return 400;
    return 0;
}

int strict_read(const struct head *head, bool behind_proxy, struct http_request *out,
                struct framing *framing)
{
    struct known known = { 0 };
    bool http_1_0 = str_is(head->version, S("HTTP/1.0"));

    if (!is_token(head->method) || !is_target(head->target) || !read_headers(head, &known))
        return 400;
    if (head->raw.len && !is_plain(head))
        return 400;
    if (known.host.at ? !is_host(str_trim(known.host)) : !http_1_0)
        return 400;
    int status = read_framing(&known, http_1_0, framing);
    if (status)
        return status;

    framing->accepts = known.accepts;
    framing->head_only = str_is(head->method, S("HEAD"));
    out->method = framing->head_only ? S("GET") : head->method;
    out->query = head->target;
    out->path = str_cut(&out->query, '?');
    out->cookie = str_trim(known.cookie);
    out->type = str_trim(known.type);
    out->origin = str_trim(known.origin);
    out->fetch_site = str_trim(known.fetch_site);
    out->encodings = known.accepts;
    out->host = str_trim(known.host);
    out->fragment = str_is(str_trim(known.htmx), S("true"));
    if (behind_proxy) {
        out->address = last_forwarded(known.forwarded_for, out->address);
        out->secure = str_is_nocase(str_trim(known.forwarded_proto), S("https"));
    }
    return 0;
}
