#include "format/sheet_styles.h"

#include "format/xml.h"

#include <string.h>

struct number_format { int64_t id; unsigned char look; };

/* ECMA-376 part 1, 18.8.30: days and times of all languages. */
unsigned char number_look_builtin(int64_t id)
{
    bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47)
        || (id >= 50 && id <= 58);

    return is_date ? LOOK_DATE : LOOK_PLAIN;
}

static size_t zeros(struct str code)
{
    size_t n = 0;

    while (n < code.len && code.at[n] == '0')
        n++;
    return n;
}

/* Letters of days and years outside quotes and brackets; j is the Dutch y.  Only the first
 * section counts, the one of positive numbers. */
unsigned char number_look(struct str code)
{
    if (str_is_nocase(code, S("general")) || str_is_nocase(code, S("standaard")))
        return LOOK_PLAIN;
    for (size_t i = 0; i < code.len && code.at[i] != ';'; i++) {
        char c = code.at[i];
        const char *close = NULL;
        if (c == '"' || c == '[') {
            close = memchr(code.at + i + 1, c == '"' ? '"' : ']', code.len - i - 1);
            i = close ? (size_t)(close - code.at) : code.len;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (strchr("dmyjDMYJ", c)) {
            return LOOK_DATE;
        }
    }
    struct str first = str_cut(&code, ';');
    size_t n = zeros(first);
    return n == first.len && n >= 2 && n <= LOOK_MOST_ZEROS ? (unsigned char)n : LOOK_PLAIN;
}

static unsigned char look_of(int64_t id, const struct number_format *formats, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (formats[i].id == id)
            return formats[i].look;
    }
    return number_look_builtin(id);
}

bool sheet_styles_read(struct zip *zip, struct arena *a, struct arena *scratch, struct str part,
                       struct sheet_styles *out, struct file_error *error)
{
    const struct sheet_limits *limits = zip_limits(zip);
    struct xml *x = xml_open(zip, scratch, part, true, error);
    size_t count = 0, format_count = 0;
    struct number_format *formats = TAKE_MANY(scratch, struct number_format, limits->formats);
    unsigned short *ids = TAKE_MANY(scratch, unsigned short, limits->styles);
    bool in_cell_styles = false;
    enum xml_token token;

    if (!x)
        return file_refuse(error, FILE_DAMAGED, 0);
    while ((token = xml_next(x)) != XML_STOP) {
        int64_t id = 0;
        if (x->depth == 1 && token == XML_START && !str_is(x->name, S("styleSheet")))
            return file_refuse(error, FILE_DAMAGED, 0);
        if (token == XML_START && x->depth == 2)
            in_cell_styles = str_is(x->name, S("cellXfs"));
        if (token != XML_START || x->depth != 3)
            continue;
        if (!str_number(xml_attribute(x, S("numFmtId")), &id) || id < 0 || id > UINT16_MAX)
            id = 0;
        bool is_style = in_cell_styles && str_is(x->name, S("xf")), is_format = str_is(x->name, S("numFmt"));
        if ((is_style && count == limits->styles) || (is_format && format_count == limits->formats))
            return file_refuse(error, FILE_TOO_LARGE, 0);
        if (is_style)
            ids[count++] = (unsigned short)id;
        else if (is_format)
            formats[format_count++] = (struct number_format){
                id, number_look(xml_text(scratch, xml_attribute(x, S("formatCode")))) };
    }
    xml_close(x);
    unsigned char *looks = TAKE_MANY(a, unsigned char, count);
    for (size_t i = 0; i < count; i++)
        looks[i] = look_of(ids[i], formats, format_count);
    *out = (struct sheet_styles){ looks, count };
    return error->problem == FILE_FINE;
}
