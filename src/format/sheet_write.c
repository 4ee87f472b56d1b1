#include "format/sheet_write.h"

#include "base/fault.h"
#include "format/sheet_number.h"
#include "format/sheet_write_parts.h"
#include "format/xml_chars.h"
#include "format/zip_write.h"

#include <stdio.h>
#include <string.h>

enum {
    PAGE = 64 * 1024,
    CELL_MOST = 128,            /* all of a cell but its text */
    DIGITS_MOST = 15,           /* that a double keeps */
    NARROWEST = 8, WIDEST = 60, FILTER_BUTTON = 3,
};

struct sheet_writer {
    struct zip_writer         *zip;
    struct arena              *arena;
    struct str                 title;
    const struct sheet_column *columns;
    size_t                     count;
    size_t                     rows;            /* written, the headings counted */
    struct str                 row_name;        /* of the row being written: "12" */
    char                       row_digits[24];
    struct { char at[3]; unsigned char len; } *column_names;
    size_t                     len;
    char                       page[PAGE];      /* XML on its way to the zip */
};

/* ---- bytes ----------------------------------------------------------------------------------- */

static void flush(struct sheet_writer *w)
{
    zip_writer_add(w->zip, (struct str){ w->page, w->len });
    w->len = 0;
}

static void put(struct sheet_writer *w, struct str s)
{
    if (PAGE - w->len < s.len) {
        flush(w);
        if (s.len > PAGE) {
            zip_writer_add(w->zip, s);
            return;
        }
    }
    memcpy(w->page + w->len, s.at, s.len);
    w->len += s.len;
}

static struct str int_digits(char room[24], uint64_t n)
{
    char *at = room + 24;

    do
        *--at = (char)('0' + n % 10);
    while (n /= 10);
    return (struct str){ at, (size_t)(room + 24 - at) };
}

/* ---- text ------------------------------------------------------------------------------------ */

/* _x, four hexadecimal digits, _: what a reader would take for an escape. */
static bool looks_escaped(struct str s)
{
    if (s.len < 7 || s.at[1] != 'x' || s.at[6] != '_')
        return false;
    for (size_t i = 2; i < 6; i++) {
        char c = s.at[i];
        if (!char_is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
            return false;
    }
    return true;
}

/* What XML does not know, at the start of s: written as Excel does; returns how long it was. */
static size_t put_unsound(struct sheet_writer *w, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    unsigned char c = (unsigned char)s.at[0];
    char control[] = { '_', 'x', '0', '0', hex[c >> 4], hex[c & 15], '_' };

    if (c < 0x20) {
        put(w, (struct str){ control, sizeof control });
        return 1;
    }
    if (str_begins(s, S("\xef\xbf\xbe")) || str_begins(s, S("\xef\xbf\xbf"))) {
        put(w, s.at[2] == '\xbe' ? S("_xFFFE_") : S("_xFFFF_"));
        return 3;
    }
    put(w, S("\xef\xbf\xbd"));
    return 1;
}

/* Characters that XML knows. */
static void put_sound(struct sheet_writer *w, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.len; i++) {
        struct str code;
        switch (s.at[i]) {
        case '&':  code = S("&amp;");   break;
        case '<':  code = S("&lt;");    break;
        case '>':  code = S("&gt;");    break;
        case '"':  code = S("&quot;");  break;
        case '\r': code = S("_x000D_"); break;
        case '_':
            if (!looks_escaped((struct str){ s.at + i, s.len - i }))
                continue;
            code = S("_x005F_");
            break;
        default:
            continue;
        }
        put(w, (struct str){ s.at + from, i - from });
        put(w, code);
        from = i + 1;
    }
    put(w, (struct str){ s.at + from, s.len - from });
}

static void put_text(struct sheet_writer *w, struct str s)
{
    while (s.len > 0) {
        size_t n = xml_sound(s.at, s.len);
        if (n > 0)
            put_sound(w, (struct str){ s.at, n });
        else
            n = put_unsound(w, s);
        s = (struct str){ s.at + n, s.len - n };
    }
}

/* As Excel counts: a character beyond U+FFFF is two. */
static bool is_too_long(struct str s)
{
    size_t units = 0;

    if (s.len <= SHEET_CELL_CHARS)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        units += (c & 0xc0) != 0x80;
        units += c >= 0xf0;
    }
    return units > SHEET_CELL_CHARS;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* <c r="B12" s="3" and what comes after */
static void put_head(struct sheet_writer *w, size_t column, unsigned style, struct str rest)
{
    if (PAGE - w->len < CELL_MOST)
        flush(w);
    put(w, S("<c r=\""));
    put(w, (struct str){ w->column_names[column].at, w->column_names[column].len });
    put(w, w->row_name);
    if (style != STYLE_PLAIN) {
        char room[24];
        put(w, S("\" s=\""));
        put(w, int_digits(room, style));
    }
    put(w, rest);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static void put_text_cell(struct sheet_writer *w, size_t column, unsigned style, struct str text)
{
    bool keep = is_blank(text.at[0]) || is_blank(text.at[text.len - 1]);

    put_head(w, column, style, S("\" t=\"inlineStr\"><is><t"));
    put(w, keep ? S(" xml:space=\"preserve\">") : S(">"));
    put_text(w, text);
    put(w, S("</t></is></c>"));
}

/* Text that Excel would calculate, if it were typed. */
static bool looks_like_formula(struct str text)
{
    return memchr("=+-@\t\r", text.at[0], 6) != NULL;
}

/* 12.50 from 1250 and 2; returns how many digits count. */
static size_t decimal_print(char room[48], int64_t n, unsigned decimals, struct str *out)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    char *at = room + 48;
    size_t digits = 0;

    for (; decimals > 0 && size % 10 == 0; decimals--)
        size /= 10;
    for (unsigned i = 0; i < decimals; i++, size /= 10, digits++)
        *--at = (char)('0' + size % 10);
    if (decimals > 0)
        *--at = '.';
    do {
        *--at = (char)('0' + size % 10);
        digits++;
    } while (size /= 10);
    if (n < 0)
        *--at = '-';
    *out = (struct str){ at, (size_t)(room + 48 - at) };
    return digits;
}

static void put_number_cell(struct sheet_writer *w, size_t column, const struct sheet_value *v,
                            unsigned marked)
{
    char room[48];
    struct str number;
    unsigned decimals = v->kind == SHEET_INT ? 0 : v->decimals;

    if (decimals > 18)
        fault("%u decimals in a cell", decimals);
    if (decimal_print(room, v->n, decimals, &number) > DIGITS_MOST) {
        put_text_cell(w, column, STYLE_TEXT + marked, number);
        return;
    }
    put_head(w, column, (decimals == 2 ? STYLE_MONEY : STYLE_PLAIN) + marked, S("\"><v>"));
    put(w, number);
    put(w, S("</v></c>"));
}

static void put_date_cell(struct sheet_writer *w, size_t column, const struct sheet_value *v,
                          unsigned marked)
{
    char room[24], iso[48];

    if (v->n < 19000301 || v->n > 99991231) {
        snprintf(iso, sizeof iso, "%04d-%02d-%02d", (int)(v->n / 10000), (int)(v->n / 100 % 100),
                 (int)(v->n % 100));
        put_text_cell(w, column, STYLE_TEXT + marked, str_from(iso));
        return;
    }
    put_head(w, column, STYLE_DATE + marked, S("\"><v>"));
    put(w, int_digits(room, (uint64_t)serial_of_day((struct date){ v->n })));
    put(w, S("</v></c>"));
}

static unsigned column_style(const struct sheet_column *c)
{
    if (c->kind == SHEET_DECIMAL && c->decimals == 2)
        return STYLE_MONEY;
    return c->kind == SHEET_TEXT ? STYLE_TEXT : c->kind == SHEET_DATE ? STYLE_DATE : STYLE_PLAIN;
}

static void put_cell(struct sheet_writer *w, size_t column, const struct sheet_value *v)
{
    unsigned marked = v->wrong ? STYLE_MARKED : 0;

    switch (v->kind) {
    case SHEET_EMPTY:
        break;
    case SHEET_TEXT:
        if (v->text.len == 0)
            break;
        put_text_cell(w, column, (looks_like_formula(v->text) ? STYLE_QUOTED : STYLE_TEXT) + marked,
                      v->text);
        return;
    case SHEET_INT:
    case SHEET_DECIMAL:
        put_number_cell(w, column, v, marked);
        return;
    case SHEET_FLAG:
        put_head(w, column, STYLE_PLAIN + marked, v->n ? S("\" t=\"b\"><v>1</v></c>")
                                                       : S("\" t=\"b\"><v>0</v></c>"));
        return;
    case SHEET_DATE:
        put_date_cell(w, column, v, marked);
        return;
    }
    if (v->wrong)
        put_head(w, column, column_style(&w->columns[column]) + marked, S("\"/>"));
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void row_begin(struct sheet_writer *w)
{
    w->rows++;
    w->row_name = int_digits(w->row_digits, w->rows);
    put(w, S("<row r=\""));
    put(w, w->row_name);
    put(w, S("\">"));
}

bool sheet_writer_row(struct sheet_writer *w, const struct sheet_value *values,
                      struct file_error *error)
{
    if (w->rows == SHEET_ROWS)
        return file_refuse(error, FILE_TOO_MANY_ROWS, w->rows + 1);
    for (size_t i = 0; i < w->count; i++) {
        if (values[i].kind == SHEET_TEXT && is_too_long(values[i].text))
            return file_refuse(error, FILE_CELL_TOO_LONG, w->rows + 1);
    }
    row_begin(w);
    for (size_t i = 0; i < w->count; i++)
        put_cell(w, i, &values[i]);
    put(w, S("</row>"));
    return zip_writer_fits(w->zip) || file_refuse(error, FILE_TOO_LARGE, w->rows);
}

static void put_columns(struct sheet_writer *w)
{
    put(w, S("<cols>"));
    for (size_t i = 0; i < w->count; i++) {
        const struct sheet_column *c = &w->columns[i];
        size_t width = c->width ? c->width : str_chars(c->heading) + FILTER_BUTTON;
        width = width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
        put(w, str_print(w->arena, "<col min=\"%zu\" max=\"%zu\" width=\"%zu\" style=\"%u\" "
                         "customWidth=\"1\"/>", i + 1, i + 1, width, column_style(c)));
    }
    put(w, S("</cols>"));
}

static void name_columns(struct sheet_writer *w)
{
    w->column_names = arena_take_many(w->arena, sizeof w->column_names[0], w->count);
    for (size_t i = 0; i < w->count; i++) {
        size_t n = i + 1, len = n > 26 * 27 ? 3 : n > 26 ? 2 : 1;
        w->column_names[i].len = (unsigned char)len;
        for (; n > 0; n = (n - 1) / 26)
            w->column_names[i].at[--len] = (char)('A' + (n - 1) % 26);
    }
}

static struct str last_column(const struct sheet_writer *w)
{
    return (struct str){ w->column_names[w->count - 1].at, w->column_names[w->count - 1].len };
}

/* Before the rows, for programs that read as a stream want it first.  It names no range that filters, as
 * Excel does: there are programs that make a cell of each place of a range that has a name. */
static void put_workbook(struct sheet_writer *w)
{
    zip_writer_part(w->zip, S("xl/workbook.xml"));
    put(w, sheet_write_workbook_begin);
    put_text(w, w->title);
    put(w, sheet_write_workbook_end);
    flush(w);
}

struct sheet_writer *sheet_writer_start(struct arena *a, struct str title,
                                        const struct sheet_column *columns, size_t count)
{
    struct sheet_writer *w = TAKE(a, struct sheet_writer);

    if (count == 0 || count > SHEET_COLUMNS)
        fault("a sheet of %zu columns", count);
    w->arena = a;
    w->zip = zip_writer_start(a);
    w->title = title;
    w->columns = columns;
    w->count = count;
    name_columns(w);
    for (size_t i = 0; i < COUNT(sheet_write_parts); i++) {
        zip_writer_part(w->zip, sheet_write_parts[i].name);
        zip_writer_add(w->zip, sheet_write_parts[i].bytes);
    }
    put_workbook(w);
    zip_writer_part(w->zip, S("xl/worksheets/sheet1.xml"));
    put(w, sheet_write_begin);
    put_columns(w);
    put(w, S("<sheetData>"));
    row_begin(w);
    for (size_t i = 0; i < count; i++) {
        if (columns[i].heading.len > 0)
            put_text_cell(w, i, columns[i].required ? STYLE_REQUIRED : STYLE_HEADING,
                          columns[i].heading);
    }
    put(w, S("</row>"));
    return w;
}

bool sheet_writer_end(struct sheet_writer *w, struct file_error *error)
{
    struct str last = last_column(w);

    put(w, str_print(w->arena, "</sheetData><autoFilter ref=\"A1:%.*s%zu\"/>"
                     "<ignoredErrors><ignoredError sqref=\"A1:%.*s%zu\" numberStoredAsText=\"1\"/>"
                     "</ignoredErrors></worksheet>",
                     (int)last.len, last.at, w->rows, (int)last.len, last.at, w->rows));
    flush(w);
    bool fits = zip_writer_fits(w->zip);
    zip_writer_end(w->zip);
    return fits || file_refuse(error, FILE_TOO_LARGE, 0);
}

struct str sheet_writer_take(struct sheet_writer *w)
{
    return zip_writer_take(w->zip);
}
