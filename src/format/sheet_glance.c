#include "format/sheet_glance.h"

/* What ends a text that needs no decoding: its end tag, or what makes it need that. */
static const bool ends[256] = { ['\0'] = true, ['<'] = true, ['&'] = true, [']'] = true, ['\r'] = true };

/* Letters and digits: what a reference, a number or a name of a type is made of. */
static const bool words[256] = {
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1,
    ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1,
    ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1,
    ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1,
    ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
};

/* Behind the literal, or NULL when something else stands there. */
static inline const char *behind(const char *p, const char *literal)
{
    while (*literal && *p == *literal) {
        p++;
        literal++;
    }
    return *literal ? NULL : p;
}

/* The text up to the literal that must follow it; behind that. */
static inline const char *text_to(const char *p, const char *literal, struct str *text)
{
    const char *from = p;

    while (!ends[(unsigned char)*p])
        p++;
    *text = (struct str){ from, (size_t)(p - from) };
    return behind(p, literal);
}

/* Letters and digits between quotes; behind them. */
static inline const char *quoted(const char *p, struct str *value)
{
    const char *from = p;

    while (words[(unsigned char)*p])
        p++;
    *value = (struct str){ from, (size_t)(p - from) };
    return p > from && *p == '"' ? p + 1 : NULL;
}

/* The attributes r, s and t in any order, each at most once; behind them. */
static inline const char *attributes(const char *p, struct glance *g)
{
    while (p && *p == ' ') {
        struct str *value = p[1] == 'r' ? &g->place : p[1] == 's' ? &g->style : p[1] == 't' ? &g->type : NULL;
        if (!value || value->at || p[2] != '=' || p[3] != '"')
            return NULL;
        p = quoted(p + 4, value);
    }
    return p;
}

static const char *string_text(const char *p, const char *end, struct glance *g)
{
    const char *inside = behind(p, "<t>");

    if (!inside) {
        inside = behind(p, "<t xml:space=\"preserve\">");
        g->preserve = inside != NULL;
    }
    return inside ? text_to(inside, end, &g->text) : NULL;
}

size_t glance_cell(const char *p, struct glance *g)
{
    const char *inside, *end;

    *g = (struct glance){ 0 };
    if (p[0] != '<' || p[1] != 'c' || !(inside = attributes(p + 2, g)))
        return 0;
    if (*inside == '/') {
        end = behind(inside, "/>");
    } else if (*inside == '>' && inside[1] == '<' && inside[2] == 'v') {
        end = behind(inside, "><v>");
        end = end ? text_to(end, "</v></c>", &g->text) : NULL;
    } else {
        end = behind(inside, "><is>");
        g->is_inline = true;
        end = end ? string_text(end, "</t></is></c>", g) : NULL;
    }
    return end ? (size_t)(end - p) : 0;
}

size_t glance_string(const char *p, struct glance *g)
{
    const char *inside = behind(p, "<si>"), *end;

    *g = (struct glance){ 0 };
    end = inside ? string_text(inside, "</t></si>", g) : NULL;
    return end ? (size_t)(end - p) : 0;
}
