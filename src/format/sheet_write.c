#include "format/sheet_write.h"

#include "base/fault.h"
#include "format/sheet.h"
#include "format/sheet_number.h"
#include "format/sheet_write_parts.h"
#include "format/xml_chars.h"
#include "format/zip_write.h"

#include <stdio.h>
#include <string.h>

enum {
    PAGE = 256 * 1024,          /* ISA-L copies what comes in smaller pieces first */
    CELL_MOST = 128,            /* all of a cell but its text */
    DIGITS_MOST = 15,           /* that a double keeps */
    DIGITS_ROOM = 48,
    NARROWEST = 8, WIDEST = 60, FILTER_BUTTON = 3,
    OFFERED = 5000,             /* rows that offer a list: exceljs makes a cell of each */
};

/* A little text that is copied whole, for a copy of known length is a few instructions. */
struct piece { char at[16]; size_t len; };

struct sheet_writer {
    struct zip_writer         *zip;
    struct arena              *arena;
    const struct sheet        *sheets;
    size_t                     sheet_count, sheet;      /* sheet: the one being written, from 1 */
    const struct sheet_column *columns;         /* of that sheet */
    size_t                     count;
    size_t                     rows;            /* written, the headings counted */
    struct piece               row_name;        /* of the row being written: 12 */
    struct piece              *cell_begins;     /* of each column: <c r="B */
    bool                       is_plain[256];   /* bytes of text that are written as they are */
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

/* Room for n bytes at the end of the page: who writes there says where that ended to filled(). */
static char *room(struct sheet_writer *w, size_t n)
{
    if (PAGE - w->len < n)
        flush(w);
    return w->page + w->len;
}

static void filled(struct sheet_writer *w, const char *to)
{
    w->len = (size_t)(to - w->page);
}

static inline char *add(char *to, struct str s)
{
    memcpy(to, s.at, s.len);
    return to + s.len;
}

static inline char *add_piece(char *to, const struct piece *p)
{
    memcpy(to, p->at, sizeof p->at);
    return to + p->len;
}

static char *add_int(char *to, uint64_t n)
{
    char digits[24], *at = digits + sizeof digits;

    do
        *--at = (char)('0' + n % 10);
    while (n /= 10);
    return add(to, (struct str){ at, (size_t)(digits + sizeof digits - at) });
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

/* Whether eight bytes are from ' ' to DEL and none of & < > " _, which differ from another by one bit. */
static inline bool eight_are_plain(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t quotes = (word & ~(ones * 4)) ^ (ones * '"'), angles = (word & ~(ones * 2)) ^ (ones * '<'),
             lines = word ^ (ones * '_');

    return !((word | (word - ones * 0x20) | (quotes - ones) | (angles - ones) | (lines - ones)) & highs);
}

/* What needs no more than copying, from the start of s; returns the rest. */
static struct str copy_plain(const struct sheet_writer *w, char **to, struct str s)
{
    uint64_t word;
    size_t n = 0;

    for (; s.len - n >= sizeof word; n += sizeof word) {
        memcpy(&word, s.at + n, sizeof word);
        if (!eight_are_plain(word))
            break;
        memcpy(*to + n, &word, sizeof word);
    }
    for (; n < s.len && w->is_plain[(unsigned char)s.at[n]]; n++)
        (*to)[n] = s.at[n];
    *to += n;
    return (struct str){ s.at + n, s.len - n };
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

/* <c r="B12" s="3 */
static inline char *add_head(const struct sheet_writer *w, char *to, size_t column, unsigned style)
{
    to = add_piece(to, &w->cell_begins[column]);
    to = add_piece(to, &w->row_name);
    if (style == STYLE_PLAIN)
        return to;
    to = add(to, S("\" s=\""));
    if (style >= 10)
        *to++ = '1';
    *to++ = (char)('0' + style % 10);
    return to;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static void put_text_cell(struct sheet_writer *w, size_t column, unsigned style, struct str text)
{
    bool keep = is_blank(text.at[0]) || is_blank(text.at[text.len - 1]);
    char *to = add_head(w, room(w, CELL_MOST + (text.len < PAGE / 2 ? text.len : 0)), column, style);

    to = add(to, S("\" t=\"inlineStr\"><is><t"));
    to = keep ? add(to, S(" xml:space=\"preserve\">")) : add(to, S(">"));
    if (text.len < PAGE / 2)
        text = copy_plain(w, &to, text);
    if (text.len) {
        filled(w, to);
        put_text(w, text);
        to = room(w, CELL_MOST);
    }
    filled(w, add(to, S("</t></is></c>")));
}

/* Text that Excel would calculate, if it were typed. */
static bool looks_like_formula(struct str text)
{
    char c = text.at[0];
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

/* 12.5 from 1250 and 2; returns how many digits count. */
static size_t decimal_print(char digits[DIGITS_ROOM], int64_t n, unsigned decimals, struct str *out)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    char *at = digits + DIGITS_ROOM;
    size_t count = 0;

    for (; decimals > 0 && size % 10 == 0; decimals--)
        size /= 10;
    for (unsigned i = 0; i < decimals; i++, size /= 10, count++)
        *--at = (char)('0' + size % 10);
    if (decimals > 0)
        *--at = '.';
    do {
        *--at = (char)('0' + size % 10);
        count++;
    } while (size /= 10);
    if (n < 0)
        *--at = '-';
    *out = (struct str){ at, (size_t)(digits + DIGITS_ROOM - at) };
    return count;
}

static void put_number_cell(struct sheet_writer *w, size_t column, const struct sheet_value *v,
                            unsigned marked)
{
    char digits[2 * DIGITS_ROOM];
    struct str number;
    unsigned decimals = v->kind == SHEET_INT ? 0 : v->decimals;

    if (decimals > 18)
        fault("%u decimals in a cell", decimals);
    if (decimal_print(digits, v->n, decimals, &number) > DIGITS_MOST) {
        put_text_cell(w, column, STYLE_TEXT + marked, number);
        return;
    }
    char *to = add_head(w, room(w, CELL_MOST), column, (decimals == 2 ? STYLE_MONEY : STYLE_PLAIN) + marked);
    to = add(to, S("\"><v>"));
    memcpy(to, number.at, DIGITS_ROOM / 2);     /* at most seventeen count: a copy of known length */
    filled(w, add(to + number.len, S("</v></c>")));
}

static void put_flag_cell(struct sheet_writer *w, size_t column, bool on, unsigned marked)
{
    char *to = add_head(w, room(w, CELL_MOST), column, STYLE_PLAIN + marked);
    filled(w, on ? add(to, S("\" t=\"b\"><v>1</v></c>")) : add(to, S("\" t=\"b\"><v>0</v></c>")));
}

static void put_date_cell(struct sheet_writer *w, size_t column, const struct sheet_value *v,
                          unsigned marked)
{
    char iso[48];

    if (v->n < 19000301 || v->n > 99991231) {
        snprintf(iso, sizeof iso, "%04d-%02d-%02d", (int)(v->n / 10000), (int)(v->n / 100 % 100),
                 (int)(v->n % 100));
        put_text_cell(w, column, STYLE_TEXT + marked, str_from(iso));
        return;
    }
    char *to = add_head(w, room(w, CELL_MOST), column, STYLE_DATE + marked);
    to = add(to, S("\"><v>"));
    to = add_int(to, (uint64_t)serial_of_day((struct date){ v->n }));
    filled(w, add(to, S("</v></c>")));
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
        put_flag_cell(w, column, v->n, marked);
        return;
    case SHEET_DATE:
        put_date_cell(w, column, v, marked);
        return;
    }
    if (v->wrong)
        filled(w, add(add_head(w, room(w, CELL_MOST), column, column_style(&w->columns[column]) + marked), S("\"/>")));
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void row_begin(struct sheet_writer *w)
{
    w->row_name.len = (size_t)(add_int(w->row_name.at, ++w->rows) - w->row_name.at);
    char *to = add(room(w, CELL_MOST), S("<row r=\""));
    to = add_piece(to, &w->row_name);
    filled(w, add(to, S("\">")));
}

bool sheet_writer_row(struct sheet_writer *w, const struct sheet_value *values,
                      struct file_error *error)
{
    if (w->rows == SHEET_ROWS)
        return file_refuse(error, FILE_TOO_MANY_ROWS, w->rows + 1);
    row_begin(w);
    for (size_t i = 0; i < w->count; i++) {
        if (values[i].text.len > SHEET_CELL_CHARS && values[i].kind == SHEET_TEXT && is_too_long(values[i].text))
            return file_refuse(error, FILE_CELL_TOO_LONG, w->rows);
        put_cell(w, i, &values[i]);
    }
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
    w->cell_begins = TAKE_MANY(w->arena, struct piece, w->count);
    for (size_t i = 0; i < w->count; i++) {
        char *to = add(w->cell_begins[i].at, S("<c r=\""));
        w->cell_begins[i].len = (size_t)(add(to, sheet_column_name(w->arena, i)) - w->cell_begins[i].at);
    }
}

static void sheet_begin(struct sheet_writer *w)
{
    const struct sheet *s = &w->sheets[w->sheet++];

    if (s->count == 0 || s->count > SHEET_COLUMNS)
        fault("a sheet of %zu columns", s->count);
    w->columns = s->columns;
    w->count = s->count;
    w->rows = 0;
    name_columns(w);
    zip_writer_part(w->zip, str_print(w->arena, "xl/worksheets/sheet%zu.xml", w->sheet));
    put(w, sheet_write_begin);
    put(w, w->sheet == 1 ? S(" tabSelected=\"1\"") : S(""));
    put(w, sheet_write_panes);
    put_columns(w);
    put(w, S("<sheetData>"));
    row_begin(w);
    for (size_t i = 0; i < w->count; i++) {
        if (w->columns[i].heading.len > 0)
            put_text_cell(w, i, w->columns[i].required ? STYLE_REQUIRED : STYLE_HEADING, w->columns[i].heading);
    }
    put(w, S("</row>"));
}

/* The lists that cells offer. */
static void put_choices(struct sheet_writer *w)
{
    size_t count = 0;

    for (size_t i = 0; i < w->count; i++)
        count += w->columns[i].choices.len > 0;
    if (count == 0)
        return;
    put(w, str_print(w->arena, "<dataValidations count=\"%zu\">", count));
    for (size_t i = 0; i < w->count; i++) {
        const char *column = sheet_column_name(w->arena, i).at;
        if (w->columns[i].choices.len == 0)
            continue;
        put(w, str_print(w->arena, "<dataValidation type=\"list\" allowBlank=\"1\" sqref=\"%s2:%s%d\"><formula1>",
                         column, column, OFFERED));
        put_text(w, w->columns[i].choices);
        put(w, S("</formula1></dataValidation>"));
    }
    put(w, S("</dataValidations>"));
}

static void sheet_end(struct sheet_writer *w)
{
    const struct sheet *s = &w->sheets[w->sheet - 1];
    const char *last = sheet_column_name(w->arena, w->count - 1).at;

    put(w, str_print(w->arena, "</sheetData><autoFilter ref=\"A1:%s%zu\"/>", last, w->rows));
    put_choices(w);
    put(w, str_print(w->arena, "<ignoredErrors><ignoredError sqref=\"A1:%s%zu\" numberStoredAsText=\"1\"/>"
                     "</ignoredErrors>", last, w->rows));
    put(w, sheet_has_notes(s) ? S("<legacyDrawing r:id=\"rId1\"/></worksheet>") : S("</worksheet>"));
    flush(w);
    sheet_write_notes(w->zip, w->arena, s, w->sheet);
}

struct sheet_writer *sheet_writer_start_all(struct arena *a, const struct sheet *sheets, size_t count)
{
    struct sheet_writer *w = TAKE(a, struct sheet_writer);

    w->arena = a;
    w->zip = zip_writer_start(a);
    w->sheets = sheets;
    w->sheet_count = count;
    for (size_t c = 0; c < COUNT(w->is_plain); c++)
        w->is_plain[c] = c == '\t' || c == '\n' || (c >= ' ' && c < 0x80 && !memchr("&<>\"_", (int)c, 5));
    sheet_write_package(w->zip, a, sheets, count);
    sheet_begin(w);
    return w;
}

struct sheet_writer *sheet_writer_start(struct arena *a, struct str title,
                                        const struct sheet_column *columns, size_t count)
{
    struct sheet *one = TAKE(a, struct sheet);

    *one = (struct sheet){ title, columns, count };
    return sheet_writer_start_all(a, one, 1);
}

void sheet_writer_next(struct sheet_writer *w)
{
    if (w->sheet == w->sheet_count)
        fault("there is no sheet behind sheet %zu", w->sheet);
    sheet_end(w);
    sheet_begin(w);
}

bool sheet_writer_end(struct sheet_writer *w, struct file_error *error)
{
    if (w->sheet != w->sheet_count)
        fault("sheet %zu was not begun", w->sheet + 1);
    sheet_end(w);
    bool fits = zip_writer_fits(w->zip);
    zip_writer_end(w->zip);
    return fits || file_refuse(error, FILE_TOO_LARGE, 0);
}

struct str sheet_writer_take(struct sheet_writer *w)
{
    return zip_writer_take(w->zip);
}
