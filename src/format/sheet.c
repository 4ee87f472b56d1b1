#include "format/sheet.h"

#include "format/sheet_glance.h"
#include "format/sheet_number.h"
#include "format/sheet_package.h"
#include "format/sheet_strings.h"
#include "format/sheet_styles.h"
#include "format/sheet_text.h"

#include <string.h>

struct sheet_reader {
    struct arena              *arena;
    struct arena               opening;         /* what is needed until the sheet itself is open */
    struct arena               row_arena;       /* what this row needed beside the window */
    struct zip                *zip;
    struct xml                *xml;
    const struct sheet_limits *limits;
    struct file_error         *error;
    struct sheet_package       package;
    struct sheet_styles        styles;
    struct sheet_strings      *strings;
    struct sheet_cell         *cells;
    size_t                     room, count;     /* of cells: at most, and in this row */
    size_t                     last, row;       /* numbers of the row before and of this one */
    bool                       row_is_told;     /* by the row, or by a cell in it */
    size_t                     given;           /* rows so far */
    uint64_t                   row_text, text;  /* bytes of shared strings: in this row, and so far */
    bool                       carefully, in_rows, ended;
};

/* What the attributes of a cell say. */
struct cell_head { size_t column; int64_t style; struct str type; };

/* ---- references ------------------------------------------------------------------------------ */

/* 1 to 9999999; 0: no row number. */
static size_t row_number(struct str s)
{
    size_t n = 0;

    if (s.len == 0 || s.len > 7)
        return 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!char_is_digit(s.at[i]))
            return 0;
        n = n * 10 + (size_t)(s.at[i] - '0');
    }
    return n;
}

/* B12: the column, and the row, which must be the one it stands in; of a row that does not tell its
 * number the first cell may.  A column past XFD is one too many. */
static bool cell_place(struct sheet_reader *r, struct str s, size_t *column)
{
    size_t i = 0, n = 0;

    for (; i < s.len && char_is_letter(s.at[i]) && n <= SHEET_COLUMNS; i++)
        n = n * 26 + (size_t)((s.at[i] | 0x20) - 'a' + 1);
    *column = n - 1;
    if (n == 0 || n > SHEET_COLUMNS)
        return n > 0;
    size_t row = row_number((struct str){ s.at + i, s.len - i });
    if (!r->row_is_told && row > r->row)
        r->row = row;
    r->row_is_told = true;
    return row == r->row;
}

struct str sheet_column_name(struct arena *a, size_t column)
{
    char name[8], *at = name + sizeof name;

    for (column++; column > 0 && at > name; column = (column - 1) / 26)
        *--at = (char)('A' + (column - 1) % 26);
    return str_copy(a, (struct str){ at, (size_t)(name + sizeof name - at) });
}

/* ---- values ---------------------------------------------------------------------------------- */

static unsigned char look_of(const struct sheet_reader *r, int64_t style)
{
    return style >= 0 && (uint64_t)style < r->styles.count ? r->styles.looks[style] : LOOK_PLAIN;
}

/* A whole number with as many zeros in front as its format shows. */
static struct str shown_with_zeros(struct arena *a, double number, unsigned char zeros)
{
    bool fits = number >= 0 && number < 1e15 && number == (double)(int64_t)number;

    return fits ? str_print(a, "%0*lld", zeros, (long long)number) : (struct str){ 0 };
}

static void number_set(struct sheet_reader *r, struct sheet_cell *cell, struct str text,
                       int64_t style)
{
    unsigned char look = look_of(r, style);

    cell->text = text;
    if (!number_parse(text, &cell->number)) {
        cell->type = CELL_TEXT;
        return;
    }
    cell->type = CELL_NUMBER;
    if (look == LOOK_DATE
        && serial_to_day(cell->number, r->package.dates_from_1904, &cell->day, &cell->seconds))
        cell->type = CELL_DATE;
    else if (look != LOOK_PLAIN && look != LOOK_DATE)
        cell->shown = shown_with_zeros(&r->row_arena, cell->number, look);
}

/* False: it points to a string that is not there, or the row, or the sheet, holds more text than is
 * taken: a long string may be pointed to from every cell. */
static bool shared_set(struct sheet_reader *r, struct sheet_cell *cell, struct str number)
{
    uint64_t n = 0;

    for (size_t i = 0; i < number.len; i++) {
        if (!char_is_digit(number.at[i]) || n > UINT32_MAX)
            return false;
        n = n * 10 + (uint64_t)(number.at[i] - '0');
    }
    if (number.len == 0 || !r->strings || !sheet_strings_get(r->strings, &r->row_arena, n, &cell->text))
        return false;
    cell->type = CELL_TEXT;
    r->row_text += cell->text.len;
    r->text += cell->text.len;
    if (r->row_text > r->limits->row_bytes)
        return file_refuse(r->error, FILE_ROW_TOO_LONG, r->row);
    return r->text <= r->limits->total_bytes || file_refuse(r->error, FILE_BOMB, r->row);
}

/* What a value means by the type of its cell (18.18.11).  False: it points to a string that is
 * not there. */
static bool value_set(struct sheet_reader *r, struct sheet_cell *cell, const struct cell_head *head,
                      struct str text)
{
    struct str bare = str_trim(text);
    char type = head->type.len == 0 ? 'n' : head->type.len == 1 ? head->type.at[0] : '\0';

    cell->text = text;
    cell->type = CELL_TEXT;
    switch (type) {
    case 'n':
        number_set(r, cell, bare, head->style);
        break;
    case 's':
        return shared_set(r, cell, bare);
    case 'b':
        if (bare.len == 1 ? bare.at[0] == '0' || bare.at[0] == '1'
                          : str_is(bare, S("true")) || str_is(bare, S("false"))) {
            cell->type = CELL_FLAG;
            cell->flag.on = bare.at[0] == '1' || bare.at[0] == 't';
        }
        break;
    case 'd':
        if (iso_to_day(bare, &cell->day, &cell->seconds))
            cell->type = CELL_DATE;
        break;
    case 'e':
        cell->type = CELL_ERROR;
        break;
    default:
        break;
    }
    return true;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* The cell of a column of this row; those that the row did not have yet are empty. */
static struct sheet_cell *cell_at(struct sheet_reader *r, size_t column)
{
    if (column >= r->room) {
        size_t room = r->room * 2 > column ? r->room * 2 : column + 1;
        struct sheet_cell *wider = TAKE_MANY(r->arena, struct sheet_cell, room);
        memcpy(wider, r->cells, r->count * sizeof wider[0]);
        r->cells = wider;
        r->room = room;
    }
    if (column >= r->count) {
        memset(r->cells + r->count, 0, (column + 1 - r->count) * sizeof r->cells[0]);
        r->count = column + 1;
    }
    return &r->cells[column];
}

/* What one attribute of a cell says; r, s and t count. */
static bool head_set(struct sheet_reader *r, struct cell_head *head, char name, struct str text)
{
    if (name == 't')
        head->type = text;
    else if (name == 's' && !str_number(text, &head->style))
        return file_refuse(r->error, FILE_DAMAGED, r->row);
    else if (name == 'r' && !cell_place(r, text, &head->column))
        return file_refuse(r->error, FILE_DAMAGED, r->row);
    return true;
}

static bool head_read(struct sheet_reader *r, struct cell_head *head)
{
    const struct xml *x = r->xml;

    for (size_t i = 0; i < x->attribute_count; i++) {
        struct str name = x->attributes[i].name;
        if (name.len == 1 && !head_set(r, head, name.at[0], x->attributes[i].value))
            return false;
    }
    return true;
}

/* What a cell holds that is not empty. */
static bool cell_set(struct sheet_reader *r, const struct cell_head *head, bool is_inline, struct str text)
{
    if (head->column >= r->limits->columns)
        return file_refuse(r->error, FILE_TOO_WIDE, r->row);
    if (text.len == 0)
        return true;
    struct sheet_cell *cell = cell_at(r, head->column);
    if (cell->type != CELL_EMPTY)
        return file_refuse(r->error, FILE_DAMAGED, r->row);      /* two cells in one place */
    if (is_inline) {
        cell->type = CELL_TEXT;
        cell->text = text;
    } else if (!value_set(r, cell, head, text)) {
        return file_refuse(r->error, FILE_DAMAGED, r->row);
    }
    if (cell->type == CELL_TEXT && cell->text.len == 0)
        cell->type = CELL_EMPTY;
    if (cell->text.len > r->limits->cell_chars && str_chars(cell->text) > r->limits->cell_chars)
        return file_refuse(r->error, FILE_CELL_TOO_LONG, r->row);
    return true;
}

/* The cell whose element has just begun; next is the column after the one before.  False:
 * stopped. */
static bool cell_read(struct sheet_reader *r, size_t *next)
{
    struct xml *x = r->xml;
    struct cell_head head = { .column = *next };
    struct str text = { 0 };
    bool is_inline = false;
    enum xml_token token;

    if (!head_read(r, &head))
        return false;
    *next = head.column + 1;
    while ((token = xml_next(x)) != XML_END) {
        if (token == XML_STOP)
            return false;
        if (token != XML_START)
            continue;
        bool is_rich = str_is(x->name, S("is")), is_value = str_is(x->name, S("v"));
        is_inline |= is_rich;
        if (is_rich    ? !sheet_rich_text(x, &r->row_arena, &text)
            : is_value ? !sheet_plain_text(x, &r->row_arena, &text)
                       : !xml_skip(x))
            return false;
    }
    if (xml_moved(x))                   /* text points nowhere; row_read() comes back */
        return true;
    return cell_set(r, &head, is_inline, text);
}

/* As many cells as are plain; then comes one that is not, or the end of what is in sight. */
static bool cells_glance(struct sheet_reader *r, size_t *next)
{
    struct glance g;

    for (size_t n; (n = glance_cell(xml_ahead(r->xml), &g)) > 0; xml_pass(r->xml, n)) {
        struct cell_head head = { .column = *next };
        if ((g.place.at && !head_set(r, &head, 'r', g.place)) || (g.style.at && !head_set(r, &head, 's', g.style)))
            return false;
        head.type = g.type;
        *next = head.column + 1;
        struct str text = g.is_inline && !g.preserve ? sheet_trim(g.text) : g.text;
        if (!cell_set(r, &head, g.is_inline, sheet_unescape(&r->row_arena, text)))
            return false;
    }
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The row whose element has just begun.  False: stopped. */
static bool row_read_once(struct sheet_reader *r)
{
    struct xml *x = r->xml;
    struct str place = xml_attribute(x, S("r"));
    size_t next = 0;
    enum xml_token token;

    r->count = 0;
    r->row_text = 0;
    arena_reset(&r->row_arena);
    r->row_is_told = place.at != NULL;
    r->row = place.at ? row_number(place) : r->last + 1;
    if (r->row <= r->last)
        return file_refuse(r->error, FILE_DAMAGED, r->last);
    do {
        if (!cells_glance(r, &next))
            return false;
        token = xml_next(x);
        if (token == XML_START && (str_is(x->name, S("c")) ? !cell_read(r, &next) : !xml_skip(x)))
            return false;
    } while (token == XML_START || token == XML_TEXT);
    if (r->row > r->limits->rows)
        return file_refuse(r->error, FILE_TOO_MANY_ROWS, r->row);
    return token == XML_END;
}

/* Texts of cells point into the window: a row during which that moved is read once more, now
 * that it is in sight as a whole. */
static bool row_read(struct sheet_reader *r)
{
    xml_mark(r->xml);
    while (row_read_once(r)) {
        if (!xml_moved(r->xml))
            return true;
        xml_rewind(r->xml);
        xml_next(r->xml);
    }
    return false;
}

static bool has_content(const struct sheet_reader *r)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->cells[i].type != CELL_EMPTY)
            return true;
    }
    return false;
}

/* The next row with content, in the part as it is open now. */
static bool next_row(struct sheet_reader *r, struct sheet_row *row)
{
    struct xml *x = r->xml;
    enum xml_token token;

    xml_unmark(x);
    while ((token = xml_next(x)) != XML_STOP) {
        if (token == XML_END && r->in_rows && x->depth == 1) {
            r->in_rows = false;
            xml_drain(x);
            return false;
        }
        if (token != XML_START)
            continue;
        if (x->depth == 1 && !str_is(x->name, S("worksheet")))
            return file_refuse(r->error, FILE_DAMAGED, 0);
        if (x->depth == 2 && str_is(x->name, S("sheetData"))) {
            r->in_rows = true;
        } else if (r->in_rows && str_is(x->name, S("row"))) {
            if (!row_read(r))
                return false;
            r->last = r->row;
            if (has_content(r)) {
                *row = (struct sheet_row){ r->row, r->count, r->cells };
                return true;
            }
            xml_unmark(x);
        } else if (x->depth > 1 && !xml_skip(x)) {
            return false;
        }
    }
    return false;
}

/* Begins the sheet again, by the careful way, and passes over the rows that were given already. */
static bool begin_carefully(struct sheet_reader *r)
{
    struct sheet_row row;

    xml_close(r->xml);
    r->carefully = true;
    r->in_rows = false;
    r->last = 0;
    r->xml = xml_open(r->zip, r->arena, r->package.sheet, true, r->error);
    if (!r->xml)
        return file_refuse(r->error, FILE_DAMAGED, 0);
    for (size_t i = 0; i < r->given; i++) {
        if (!next_row(r, &row))
            return file_refuse(r->error, FILE_DAMAGED, 0);
    }
    return true;
}

bool sheet_next(struct sheet_reader *r, struct sheet_row *row)
{
    if (r->ended || r->error->problem != FILE_FINE)
        return false;
    bool found = next_row(r, row);
    if (!found && xml_is_unusual(r->xml) && begin_carefully(r))
        found = next_row(r, row);
    if (found) {
        r->given++;
        return true;
    }
    r->ended = true;
    if (r->error->problem != FILE_FINE && r->error->row == 0 && r->in_rows)
        r->error->row = r->last + 1;
    xml_close(r->xml);
    return false;
}

/* ---- the workbook ---------------------------------------------------------------------------- */

/* All but the sheet itself. */
static bool package_open(struct sheet_reader *r, struct str preferred)
{
    const struct sheet_package *p = &r->package;

    if (!sheet_package_read(r->zip, &r->opening, preferred, &r->package, r->error))
        return false;
    r->package.title = str_copy(r->arena, p->title);
    r->package.sheet = str_copy(r->arena, p->sheet);
    if (p->styles.at
        && !sheet_styles_read(r->zip, r->arena, &r->opening, p->styles, &r->styles, r->error))
        return false;
    if (!p->strings.at)
        return true;
    r->strings = sheet_strings_read(r->zip, r->arena, &r->opening, &r->row_arena, p->strings, r->error);
    return r->strings != NULL;
}

struct sheet_reader *sheet_open(struct arena *a, int fd, struct str preferred,
                                const struct sheet_limits *limits, struct file_error *error)
{
    struct zip *zip = zip_open(a, fd, limits, error);
    struct sheet_reader *r = TAKE(a, struct sheet_reader);

    *r = (struct sheet_reader){ .arena = a, .zip = zip, .limits = limits, .error = error, .room = 64 };
    arena_within(a, &r->row_arena);
    arena_within(a, &r->opening);
    if (!zip || !package_open(r, preferred))
        return NULL;
    arena_drop(&r->opening);
    r->cells = TAKE_MANY(a, struct sheet_cell, r->room);
    r->xml = xml_open(zip, a, r->package.sheet, false, error);
    return r->xml ? r : NULL;
}

struct str sheet_title(const struct sheet_reader *r)
{
    return r->package.title;
}

struct str sheet_cell_text(struct arena *a, const struct sheet_cell *cell)
{
    switch (cell->type) {
    case CELL_EMPTY:
        break;
    case CELL_NUMBER:
        return cell->shown.len ? cell->shown : number_print(a, cell->number);
    case CELL_FLAG:
        return cell->flag.on ? S("1") : S("0");
    case CELL_DATE:
        if (cell->seconds == 0)
            return date_print_iso(a, cell->day);
        return str_print(a, "%s %02u:%02u:%02u", date_print_iso(a, cell->day).at,
                         cell->seconds / 3600, cell->seconds / 60 % 60, cell->seconds % 60);
    case CELL_TEXT:
    case CELL_ERROR:
        return cell->text;
    }
    return S("");
}
