#include "format/sheet_strings.h"

#include "format/sheet_glance.h"
#include "format/sheet_text.h"
#include "format/spill.h"

/* Texts stand behind each other; the index says where each begins, and where the last one ends. */
struct sheet_strings {
    struct spill *texts, *index;        /* the index: four bytes each, for text_bytes is below 4 GB */
    size_t        count;
};

enum { INDEX_MEMORY = 2 << 20 };

static void place_add(struct sheet_strings *s)
{
    uint32_t place = (uint32_t)spill_size(s->texts);

    spill_add(s->index, &place, sizeof place);
}

static bool add(struct sheet_strings *s, struct str text, const struct sheet_limits *limits)
{
    if (s->count == limits->texts || text.len > limits->text_bytes - spill_size(s->texts))
        return false;
    place_add(s);
    spill_add(s->texts, text.at, text.len);
    s->count++;
    return true;
}

bool sheet_strings_get(struct sheet_strings *s, struct arena *copies, uint64_t number, struct str *out)
{
    uint32_t places[2];

    if (number >= s->count)
        return false;
    spill_copy(s->index, places, number * sizeof places[0], sizeof places);
    out->len = places[1] - places[0];
    out->at = spill_at(s->texts, copies, places[0], out->len);
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
        place_add(s);
        xml_close(x);
        if (error->problem == FILE_FINE && !xml_is_unusual(x))
            return s;
    }
    file_refuse(error, FILE_DAMAGED, 0);
    return NULL;
}
