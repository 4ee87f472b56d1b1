/* The scanner.  It reads inside the window only: behind the last byte in sight stands a NUL, at
 * which every loop ends, and no NUL or other character that XML does not know ever comes into
 * sight.  A token that is not whole yet is begun anew when more has come. */
#include "format/xml.h"

#include "format/xml_careful.h"
#include "format/xml_chars.h"

#include <string.h>

enum { WINDOW = 256 * 1024, SOURCE_LEAST = 4 * 1024 };

enum seen { WHOLE, MORE, ODD };         /* of a token: it is there, it goes on, it is not plain */

/* What a character may do: separate, stand in a name, end a stretch of text, end one of a value. */
enum { B = 1, N = 2, T = 4, V = 8 };

static const unsigned char ways[256] = {
    [0] = T | V, [' '] = B, ['\t'] = B | V, ['\n'] = B | V, ['\r'] = B | T | V,
    ['<'] = T | V, ['&'] = T | V, [']'] = T, ['"'] = V, ['\''] = V, ['_'] = N, ['-'] = N, ['.'] = N, [':'] = N,
    ['0'] = N, ['1'] = N, ['2'] = N, ['3'] = N, ['4'] = N, ['5'] = N, ['6'] = N, ['7'] = N, ['8'] = N, ['9'] = N,
    ['A'] = N, ['B'] = N, ['C'] = N, ['D'] = N, ['E'] = N, ['F'] = N, ['G'] = N, ['H'] = N, ['I'] = N, ['J'] = N,
    ['K'] = N, ['L'] = N, ['M'] = N, ['N'] = N, ['O'] = N, ['P'] = N, ['Q'] = N, ['R'] = N, ['S'] = N, ['T'] = N,
    ['U'] = N, ['V'] = N, ['W'] = N, ['X'] = N, ['Y'] = N, ['Z'] = N,
    ['a'] = N, ['b'] = N, ['c'] = N, ['d'] = N, ['e'] = N, ['f'] = N, ['g'] = N, ['h'] = N, ['i'] = N, ['j'] = N,
    ['k'] = N, ['l'] = N, ['m'] = N, ['n'] = N, ['o'] = N, ['p'] = N, ['q'] = N, ['r'] = N, ['s'] = N, ['t'] = N,
    ['u'] = N, ['v'] = N, ['w'] = N, ['x'] = N, ['y'] = N, ['z'] = N,
};

static bool may(char c, unsigned way)
{
    return ways[(unsigned char)c] & way;
}

static const char *blanks(const char *p)
{
    while (may(*p, B))
        p++;
    return p;
}

static const char *name(const char *p)
{
    if (may(*p, N) && *p != '-' && *p != '.' && !char_is_digit(*p)) {
        while (may(*p, N))
            p++;
    }
    return p;
}

static struct str between(const char *from, const char *to)
{
    return (struct str){ from, (size_t)(to - from) };
}

/* The text is not whole, or not plain: which of the two the character tells that did not fit. */
static enum seen no(char c)
{
    return c == '\0' ? MORE : ODD;
}

/* ---- namespaces ------------------------------------------------------------------------------ */

bool xml_namespace_is_ours(struct str uri)
{
    return str_is(uri, S("http://schemas.openxmlformats.org/spreadsheetml/2006/main"))
        || str_is(uri, S("http://purl.oclc.org/ooxml/spreadsheetml/main"))
        || str_is(uri, S("http://schemas.openxmlformats.org/package/2006/relationships"));
}

bool xml_namespace_is_links(struct str uri)
{
    return str_is(uri, S("http://schemas.openxmlformats.org/officeDocument/2006/relationships"))
        || str_is(uri, S("http://purl.oclc.org/ooxml/officeDocument/relationships"));
}

/* Our namespace is the default one from the root on, has no prefix, and nothing is declared
 * further in: then what has a prefix is foreign and what has none is ours.  (What is passed over
 * may declare.) */
static bool names_are_plain(const struct xml *x)
{
    bool ours = x->root_seen;

    for (size_t i = 0; i < x->attribute_count; i++) {
        struct str n = x->attributes[i].name;
        if (str_is(n, S("xml:space")) && !str_is(x->name, S("t")))
            return false;                       /* holds for all within: not plain */
        if (!str_begins(n, S("xmlns")))
            continue;
        if (x->root_seen)
            return false;
        if (n.len == 5)
            ours = xml_namespace_is_ours(x->attributes[i].value);
        else if (xml_namespace_is_ours(x->attributes[i].value))
            return false;
    }
    return ours;
}

/* ---- the window ------------------------------------------------------------------------------ */

/* Makes room behind what is in sight: drops what is no longer needed, then grows. */
static bool make_room(struct xml *x)
{
    size_t keep = x->marked ? x->mark : x->token_at;

    if (keep > 0) {
        memmove(x->window, x->window + keep, x->end - keep);
        x->at -= keep;
        x->end -= keep;
        x->token_at -= keep;
        x->mark = 0;
        x->moved = true;
    }
    if (x->room - x->end < SOURCE_LEAST) {
        if (x->room * 2 > x->limits->row_bytes)
            return file_refuse(x->error, FILE_ROW_TOO_LONG, 0);
        char *wider = arena_take_raw(x->arena, x->room * 2);
        memcpy(wider, x->window, x->end);
        x->window = wider;
        x->room *= 2;
        x->moved = true;
    }
    return true;
}

/* Brings more into sight, as far as it is sound, or the news that this was all.  False: nothing
 * new. */
static bool more(struct xml *x)
{
    if (x->source_ended || !make_room(x))
        return false;
    char *to = x->window + x->end;
    memcpy(to, x->cut, x->cut_len);
    size_t room = x->room - x->end - x->cut_len - 1;
    size_t n = x->careful ? xml_careful_read(x->careful, to + x->cut_len, room)
                          : zip_part_read(x->part, to + x->cut_len, room, x->error);
    if (x->error->problem != FILE_FINE) {
        *to = '\0';
        return false;
    }
    size_t sound = xml_sound(to, n + x->cut_len);
    x->cut_len += n - sound;
    x->source_ended = n == 0;
    if (x->cut_len >= (x->source_ended ? 1 : sizeof x->cut)) {
        x->unusual = true;
    } else {
        memcpy(x->cut, to + sound, x->cut_len);
        x->end += sound;
    }
    x->window[x->end] = '\0';
    return !x->unusual;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

/* To the end of a text, or of a value that ends with stop.  Other ends than those are for the
 * caller. */
static enum seen stretch(const char **at, unsigned ends, bool *coded)
{
    const char *p = *at;
    uint32_t character;

    *coded = false;
    for (;; p++) {
        while (!may(*p, ends))
            p++;
        if (*p == '&') {
            size_t len = xml_reference(p, &character);
            if (len == 0)
                return memchr(p, '\0', 12) ? MORE : ODD;
            p += len - 1;
            *coded = true;
        } else if (*p == '\r') {
            *coded = true;
        } else if (*p == ']') {
            if (p[1] == ']' && p[2] == '>')
                return ODD;
            if (p[1] == '\0' || p[2] == '\0')
                return MORE;
        } else {
            *at = p;
            return WHOLE;
        }
    }
}

static enum seen value(const char **at, char quote, bool *coded)
{
    for (;; ++*at) {
        bool now = false;
        enum seen seen = stretch(at, V, &now);
        *coded |= now;
        if (seen != WHOLE || **at == quote)
            return seen;
        if (**at == '\0' || **at == '<')
            return no(**at);
        *coded |= may(**at, B);
    }
}

static bool is_repeated(const struct xml *x, struct str attribute)
{
    for (size_t i = 0; i < x->attribute_count; i++) {
        if (str_is(x->attributes[i].name, attribute))
            return true;
    }
    return false;
}

/* The attributes of a start, from behind its name to its end. */
static enum seen attributes(struct xml *x, const char **at)
{
    const char *p = *at;

    for (x->attribute_count = 0;; x->attribute_count++) {
        const char *from = blanks(p), *to = name(from);
        if (to == from) {
            *at = from;
            return WHOLE;
        }
        if (from == p || *to != '=')
            return no(*to);
        if (to[1] != '"' && to[1] != '\'')
            return no(to[1]);
        const char *end = to + 2;
        bool coded = false;
        enum seen seen = value(&end, to[1], &coded);
        if (seen != WHOLE)
            return seen;
        struct str n = between(from, to);
        if ((coded && !x->lax && !x->careful) || x->attribute_count == XML_ATTRIBUTES
            || is_repeated(x, n))
            return ODD;
        x->attributes[x->attribute_count] = (struct xml_attribute){ n, between(to + 2, end) };
        p = end + 1;
    }
}

static enum seen start(struct xml *x)
{
    const char *from = x->window + x->at + 1, *p = name(from);

    x->name = between(from, p);
    if (x->name.len == 0 || *p == '\0')
        return no(*p);
    enum seen seen = attributes(x, &p);
    if (seen != WHOLE)
        return seen;
    bool is_empty = *p == '/';
    p += is_empty;
    if (*p != '>')
        return no(*p);
    if (x->depth == XML_DEPTH || x->name_end[x->depth] + x->name.len > XML_NAMES
        || (x->depth == 0 && x->root_seen))
        return ODD;
    if (!x->lax && !names_are_plain(x))
        return ODD;
    memcpy(x->names + x->name_end[x->depth], x->name.at, x->name.len);
    x->name_end[x->depth + 1] = x->name_end[x->depth] + x->name.len;
    x->depth++;
    x->root_seen = true;
    x->is_empty = is_empty;
    x->at = (size_t)(p + 1 - x->window);
    return WHOLE;
}

static enum xml_token close_element(struct xml *x)
{
    x->depth--;
    x->is_empty = false;
    x->name = between(x->names + x->name_end[x->depth], x->names + x->name_end[x->depth + 1]);
    return XML_END;
}

static enum seen end(struct xml *x)
{
    const char *from = x->window + x->at + 2;
    size_t len = x->depth ? x->name_end[x->depth] - x->name_end[x->depth - 1] : 0;

    if (x->depth == 0)
        return ODD;
    if (x->end - x->at - 2 <= len)
        return MORE;
    const char *p = blanks(from + len);
    if (memcmp(from, x->names + x->name_end[x->depth - 1], len) != 0 || *p != '>')
        return no(*p);
    x->at = (size_t)(p + 1 - x->window);
    return WHOLE;
}

/* <?xml version="1.0" encoding="UTF-8"?> and a byte order mark before it; nothing else of the
 * kind. */
static enum seen declaration(struct xml *x)
{
    const char *p = x->window;

    if (x->end < 256 && !x->source_ended)
        return MORE;
    if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    if (strncmp(p, "<?xml", 5) == 0 && may(p[5], B)) {
        const char *close = memmem(p, x->end - (size_t)(p - x->window), "?>", 2);
        if (!close)
            return ODD;
        struct str inside = between(p, close);
        const char *encoding = memmem(inside.at, inside.len, "encoding=", 9);
        if (!memmem(inside.at, inside.len, "1.0", 3)
            || (encoding
                && (close - encoding < 15
                    || !str_is_nocase((struct str){ encoding + 10, 5 }, S("utf-8"))))
            || (!encoding && memmem(inside.at, inside.len, "encoding", 8)))
            return ODD;
        p = close + 2;
    }
    x->at = (size_t)(p - x->window);
    x->begun = true;
    return WHOLE;
}

static enum seen text(struct xml *x)
{
    const char *from = x->window + x->at, *p = from;
    enum seen seen = stretch(&p, T, &x->text_is_coded);

    if (seen != WHOLE || *p != '<')
        return seen != WHOLE ? seen : no(*p);
    x->text = between(from, p);
    x->at = (size_t)(p - x->window);
    return WHOLE;
}

static enum seen scan(struct xml *x, enum xml_token *token)
{
    if (!x->begun) {
        enum seen seen = declaration(x);
        if (seen != WHOLE)
            return seen;
    }
    if (x->depth == 0)
        x->at = (size_t)(blanks(x->window + x->at) - x->window);
    const char *p = x->window + x->at;
    if (*p != '<') {
        *token = XML_TEXT;
        return x->depth == 0 ? no(*p) : text(x);
    }
    if (p[1] == '/') {
        *token = XML_END;
        return end(x);
    }
    *token = XML_START;
    return start(x);
}

/* ---- for those who read ---------------------------------------------------------------------- */

/* What is not plain is libxml2's to judge; what is still not plain when libxml2 has written it,
 * such as an element with a hundred attributes, is no part of a sheet. */
static enum xml_token stop(struct xml *x)
{
    if (x->error->problem == FILE_FINE
        && (x->depth > 0 || !x->root_seen || x->at < x->end || x->unusual)) {
        x->unusual = true;
        if (x->careful)
            file_refuse(x->error, FILE_DAMAGED, 0);
    }
    return XML_STOP;
}

enum xml_token xml_next(struct xml *x)
{
    enum xml_token token = XML_STOP;

    if (x->is_empty)
        return close_element(x);
    for (;;) {
        x->token_at = x->at;
        switch (scan(x, &token)) {
        case WHOLE:
            if (token == XML_END)
                return close_element(x);
            if (token == XML_TEXT || x->lax || !memchr(x->name.at, ':', x->name.len))
                return token;
            if (!xml_skip(x))
                return XML_STOP;
            break;
        case MORE:
            if (!more(x))
                return stop(x);
            break;
        case ODD:
            x->unusual = true;
            return stop(x);
        }
    }
}

bool xml_skip(struct xml *x)
{
    size_t depth = x->depth;
    bool lax = x->lax;
    enum xml_token token;

    x->lax = true;
    do
        token = xml_next(x);
    while (token != XML_STOP && !(token == XML_END && x->depth < depth));
    x->lax = lax;
    return token != XML_STOP;
}

void xml_drain(struct xml *x)
{
    x->lax = true;
    while (xml_next(x) != XML_STOP)
        continue;
}

const char *xml_ahead(const struct xml *x)
{
    return x->is_empty || !x->begun ? "" : x->window + x->at;
}

void xml_pass(struct xml *x, size_t n)
{
    x->at += n;
}

bool xml_is_unusual(const struct xml *x)
{
    return x->unusual && x->error->problem == FILE_FINE;
}

struct str xml_attribute(const struct xml *x, struct str wanted)
{
    for (size_t i = 0; i < x->attribute_count; i++) {
        if (str_is(x->attributes[i].name, wanted))
            return x->attributes[i].value;
    }
    return (struct str){ 0 };
}

void xml_mark(struct xml *x)
{
    x->mark = x->token_at;
    x->mark_depth = x->depth - 1;
    x->marked = true;
    x->moved = false;
}

void xml_unmark(struct xml *x)
{
    x->marked = false;
}

bool xml_moved(const struct xml *x)
{
    return x->moved;
}

void xml_rewind(struct xml *x)
{
    x->at = x->mark;
    x->depth = x->mark_depth;
    x->is_empty = false;
    x->moved = false;
}

void xml_close(struct xml *x)
{
    if (x->careful)
        xml_careful_close(x->careful);
    zip_part_close(x->part);
}

struct xml *xml_open(struct zip *zip, struct arena *a, struct str part, bool carefully,
                     struct file_error *error)
{
    struct zip_part *p = zip_part_open(zip, a, part, error);
    if (!p)
        return NULL;
    struct xml *x = TAKE(a, struct xml);
    x->arena = a;
    x->part = p;
    x->error = error;
    x->limits = zip_limits(zip);
    x->room = WINDOW;
    x->window = arena_take_raw(a, x->room);
    x->window[0] = '\0';
    if (carefully && !(x->careful = xml_careful_open(a, p, error)))
        return NULL;
    return x;
}
