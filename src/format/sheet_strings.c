#include "format/sheet_strings.h"

#include "format/sheet_glance.h"
#include "format/sheet_text.h"
#include "format/spill.h"

/* Texts stand behind each other, a long one behind its length.  The index says of each so many where the first one begins,
 * and how long all of them are: little more than a byte each, so that it stays in memory. */
enum { GROUP = 16, LONG = UINT8_MAX, INDEX_MEMORY = 8 << 20 };

struct group { uint32_t place; uint8_t sizes[GROUP]; };      /* LONG: that and more */

struct sheet_strings {
    struct spill *texts, *index;        /* the index: groups; a place fits, for text_bytes is below 4 GB */
    struct group  last;                 /* which is not full yet, or was just added */
    size_t        count;
};

static bool add(struct sheet_strings *s, struct str text, const struct sheet_limits *limits)
{
    uint32_t len = (uint32_t)text.len;
    bool is_long = text.len >= LONG;
    size_t at = s->count % GROUP, size = text.len + (is_long ? sizeof len : 0);

    if (s->count == limits->texts || size > limits->text_bytes - spill_size(s->texts))
        return false;
    if (at == 0)
        s->last.place = (uint32_t)spill_size(s->texts);
    s->last.sizes[at] = (uint8_t)(is_long ? LONG : text.len);
    if (is_long)
        spill_add(s->texts, &len, sizeof len);
    spill_add(s->texts, text.at, text.len);
    if (++s->count % GROUP == 0)
        spill_add(s->index, &s->last, sizeof s->last);
    return true;
}

/* How long the text at this place is; a long one begins behind that. */
static size_t size_at(struct sheet_strings *s, uint64_t *place, uint8_t size)
{
    uint32_t len;

    if (size < LONG)
        return size;
    spill_copy(s->texts, &len, *place, sizeof len);
    *place += sizeof len;
    return len;
}

static uint64_t behind(struct sheet_strings *s, uint64_t place, uint8_t size)
{
    size_t len = size_at(s, &place, size);
    return place + len;
}

bool sheet_strings_get(struct sheet_strings *s, struct arena *copies, uint64_t number, struct str *out)
{
    struct group g = s->last;

    if (number >= s->count)
        return false;
    if (number < s->count - s->count % GROUP)
        spill_copy(s->index, &g, number / GROUP * sizeof g, sizeof g);
    uint64_t place = g.place;
    for (size_t i = 0; i < number % GROUP; i++)
        place = behind(s, place, g.sizes[i]);
    out->len = size_at(s, &place, g.sizes[number % GROUP]);
    out->at = spill_at(s->texts, copies, place, out->len);
    return true;
}

static bool keep(struct sheet_strings *s, struct str text, const struct sheet_limits *limits, struct file_error *error)
{
    if (text.len > limits->cell_chars && str_chars(text) > limits->cell_chars)
        return file_refuse(error, FILE_CELL_TOO_LONG, 0);
    return add(s, text, limits) || file_refuse(error, FILE_TOO_MANY_TEXTS, 0);
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
    return whole && keep(s, text, limits, error);
}

/* As many strings as are plain; then comes one that is not, or the end of what is in sight. */
static bool strings_glance(struct xml *x, struct sheet_strings *s, struct arena *scratch,
                           const struct sheet_limits *limits, struct file_error *error)
{
    struct glance g;

    for (size_t n; (n = glance_string(xml_ahead(x), &g)) > 0; xml_pass(x, n)) {
        if (!keep(s, sheet_unescape(scratch, g.preserve ? g.text : sheet_trim(g.text)), limits, error))
            return false;
    }
    return true;
}

static void strings_read(struct xml *x, struct sheet_strings *s, struct arena *scratch,
                         const struct sheet_limits *limits, struct file_error *error)
{
    enum xml_token token;

    while ((token = xml_next(x)) != XML_STOP) {
        if (token == XML_START && x->depth == 1 && !str_is(x->name, S("sst"))) {
            file_refuse(error, FILE_DAMAGED, 0);
            break;
        }
        if (token == XML_START && x->depth > 1
            && (str_is(x->name, S("si")) ? !string_read(x, s, scratch, limits, error) : !xml_skip(x)))
            break;
        if (x->depth == 1 && !strings_glance(x, s, scratch, limits, error))
            break;
        arena_reset(scratch);
    }
}

struct sheet_strings *sheet_strings_read(struct zip *zip, struct arena *a, struct arena *opening,
                                         struct arena *scratch, struct str part,
                                         struct file_error *error)
{
    for (int carefully = 0; carefully < 2; carefully++) {
        struct xml *x = xml_open(zip, opening, part, carefully, error);
        if (!x)
            break;
        const struct sheet_limits *limits = zip_limits(zip);
        struct sheet_strings *s = TAKE(a, struct sheet_strings);
        s->texts = spill_new(a, limits->text_memory, limits->folder);
        s->index = spill_new(a, INDEX_MEMORY, limits->folder);
        strings_read(x, s, scratch, limits, error);
        xml_close(x);
        if (error->problem == FILE_FINE && !xml_is_unusual(x))
            return s;
    }
    file_refuse(error, FILE_DAMAGED, 0);
    return NULL;
}
