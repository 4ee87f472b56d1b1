#include "format/sheet_strings.h"

#include "format/sheet_text.h"

#include <string.h>

/* Texts stand behind each other in blocks, each after its length (seven bits a byte, the lowest
 * first).  The index says for each where: block * BLOCK + offset, which reaches 4 GB. */
enum {
    BLOCK = 1 << 20, PAGE = 16 * 1024, LENGTH_MOST = 4,
    BLOCKS = 4096, PAGES = 4096,
};

struct sheet_strings {
    struct arena *arena;
    char         *blocks[BLOCKS];
    uint32_t     *pages[PAGES];
    size_t        block_count, used;    /* bytes in the last block */
    size_t        count;
};

static size_t length_put(char *to, size_t len)
{
    size_t n = 0;

    for (; len > 0x7f; len >>= 7)
        to[n++] = (char)(len | 0x80);
    to[n++] = (char)len;
    return n;
}

static bool add(struct sheet_strings *s, struct str text, const struct sheet_limits *limits)
{
    size_t need = text.len + LENGTH_MOST;

    if (need > BLOCK || s->count == limits->texts || s->count == (size_t)PAGES * PAGE)
        return false;
    if (s->block_count == 0 || BLOCK - s->used < need) {
        if (s->block_count == BLOCKS || s->block_count >= limits->text_bytes / BLOCK)
            return false;
        s->blocks[s->block_count++] = arena_take(s->arena, BLOCK);
        s->used = 0;
    }
    if (s->count % PAGE == 0)
        s->pages[s->count / PAGE] = TAKE_MANY(s->arena, uint32_t, PAGE);
    s->pages[s->count / PAGE][s->count % PAGE] = (uint32_t)((s->block_count - 1) * BLOCK + s->used);
    s->count++;
    char *to = s->blocks[s->block_count - 1] + s->used;
    size_t n = length_put(to, text.len);
    memcpy(to + n, text.at, text.len);
    s->used += n + text.len;
    return true;
}

bool sheet_strings_get(const struct sheet_strings *s, uint64_t number, struct str *out)
{
    if (number >= s->count)
        return false;
    uint32_t place = s->pages[number / PAGE][number % PAGE];
    const char *p = s->blocks[place / BLOCK] + place % BLOCK;
    size_t len = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char c = (unsigned char)*p++;
        len |= (size_t)(c & 0x7f) << shift;
        if (c < 0x80)
            break;
    }
    *out = (struct str){ p, len };
    return true;
}

/* The string whose element has just begun. */
static bool string_read(struct xml *x, struct sheet_strings *s, struct arena *scratch,
                        const struct sheet_limits *limits, struct file_error *error)
{
    struct str text;
    bool whole;

    xml_mark(x);
    while ((whole = sheet_rich_text(x, scratch, &text)) && xml_moved(x)) {
        xml_rewind(x);
        xml_next(x);                    /* the start, again */
    }
    xml_unmark(x);
    if (!whole)
        return false;
    if (text.len > limits->cell_chars && str_chars(text) > limits->cell_chars)
        return file_refuse(error, FILE_CELL_TOO_LONG, 0);
    return add(s, text, limits) || file_refuse(error, FILE_TOO_MANY_TEXTS, 0);
}

static void strings_read(struct xml *x, struct sheet_strings *s, struct arena *scratch,
                         const struct sheet_limits *limits, struct file_error *error)
{
    enum xml_token token;

    while ((token = xml_next(x)) != XML_STOP) {
        if (token != XML_START)
            continue;
        if (x->depth == 1 && !str_is(x->name, S("sst"))) {
            file_refuse(error, FILE_DAMAGED, 0);
            break;
        }
        if (x->depth == 1)
            continue;
        if (str_is(x->name, S("si")) ? !string_read(x, s, scratch, limits, error) : !xml_skip(x))
            break;
        arena_reset(scratch);
    }
}

struct sheet_strings *sheet_strings_read(struct zip *zip, struct arena *a, struct arena *scratch,
                                         struct str part, struct file_error *error)
{
    for (int carefully = 0; carefully < 2; carefully++) {
        struct xml *x = xml_open(zip, a, part, carefully, error);
        if (!x)
            break;
        struct sheet_strings *s = TAKE(a, struct sheet_strings);
        s->arena = a;
        strings_read(x, s, scratch, zip_limits(zip), error);
        xml_close(x);
        if (error->problem == FILE_FINE && !xml_is_unusual(x))
            return s;
    }
    file_refuse(error, FILE_DAMAGED, 0);
    return NULL;
}
