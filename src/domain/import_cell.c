#include "domain/import_cell.h"

#include <string.h>

enum { EXCEL_DIGITS = 15 };             /* that a number keeps */

/* 0.d1d2d3... times ten to the point. */
struct digits { char at[EXCEL_DIGITS + 1]; int count, point; bool minus; };

static const char rounded[] = "Excel heeft dit getal al afgerond. Zet de kolom op tekst en typ de waarde opnieuw.",
    made_day[] = "Excel heeft hier een datum van gemaakt. Zet de kolom op tekst en typ de waarde opnieuw.",
    made_number[] = "Excel heeft van dit telefoonnummer een getal gemaakt; wat ervoor stond is niet zeker."
                    " Zet de kolom op tekst en typ het nummer opnieuw.",
    broken[] = "Deze cel bevat een fout van Excel. Herstel de formule of typ de waarde.",
    zero_back[] = "De 0 vooraan was door Excel weggelaten en is teruggezet.",
    plus_back[] = "De + vooraan was door Excel weggelaten en is teruggezet.";

/* ---- numbers, exactly ---- */

static bool exponent(struct str s, int *out)
{
    int64_t n;
    if (s.len && s.at[0] == '+')
        s = (struct str){ s.at + 1, s.len - 1 };
    if (!str_number(s, &n) || n < -400 || n > 400)
        return false;
    *out = (int)n;
    return true;
}

static bool digits_read(struct str s, struct digits *out)
{
    bool behind = false;
    int given = 0, shift = 0;

    *out = (struct digits){ .minus = s.len && s.at[0] == '-' };
    for (size_t i = out->minus; i < s.len; i++) {
        char c = s.at[i];
        if (c == '.' && !behind) {
            behind = true;
        } else if (c == 'e' || c == 'E') {
            if (!exponent((struct str){ s.at + i + 1, s.len - i - 1 }, &shift))
                return false;
            break;
        } else if (!char_is_digit(c)) {
            return false;
        } else {
            given++;
            if (c == '0' && out->count == 0) {          /* zeros in front */
                out->point -= behind;
                continue;
            }
            out->point += !behind;
            if (out->count <= EXCEL_DIGITS)
                out->at[out->count++] = c;
        }
    }
    out->point += shift;
    return given > 0;
}

/* What stands behind the fifteenth digit is noise of the double. */
static void without_noise(struct digits *d)
{
    if (d->count > EXCEL_DIGITS) {
        bool up = d->at[EXCEL_DIGITS] >= '5';
        d->count = EXCEL_DIGITS;
        while (up && d->count && d->at[d->count - 1] == '9')
            d->count--;
        if (up && d->count)
            d->at[d->count - 1]++;
        if (up && !d->count) {
            d->at[d->count++] = '1';
            d->point++;
        }
    }
    while (d->count && d->at[d->count - 1] == '0')
        d->count--;
}

static struct str digits_print(struct arena *a, const struct digits *d)
{
    int begin = d->point < 0 ? d->point : 0, comma = d->point > 0 ? d->point : begin;
    struct buf b = { .arena = a };

    if (d->count == 0)
        return S("0");
    if (d->minus)
        buf_char(&b, '-');
    if (d->point <= 0)
        buf_char(&b, '0');
    for (int i = begin; i < d->count || i < d->point; i++) {
        if (i == comma)
            buf_char(&b, ',');
        buf_char(&b, i >= 0 && i < d->count ? d->at[i] : '0');
    }
    return buf_str(&b);
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.at[i]))
            return false;
    return s.len > 0;
}

/* As a Dutch person writes it: 1234,5.  Excel has already rounded what is longer. */
static struct cell_text number_text(struct arena *a, struct str raw)
{
    struct digits d;

    if (raw.len <= EXCEL_DIGITS && all_digits(raw) && raw.at[0] != '0')         /* most are so already */
        return (struct cell_text){ .text = raw };
    if (!digits_read(raw, &d))
        return (struct cell_text){ .text = raw };
    without_noise(&d);
    if (d.point > EXCEL_DIGITS)
        return (struct cell_text){ raw, rounded, NULL };
    if (d.point < -EXCEL_DIGITS)
        return (struct cell_text){ .text = raw };
    return (struct cell_text){ .text = digits_print(a, &d) };
}

/* ---- numbers where text was meant ---- */

static struct str with_front(struct arena *a, const char *front, struct str s)
{
    return str_print(a, "%s%.*s", front, (int)s.len, s.at);
}

/* Dutch numbers have nine digits behind the 0, or behind the 31 of the Netherlands. */
static struct cell_text phone_text(struct arena *a, struct str s)
{
    if (s.len == 9 && s.at[0] != '0')
        return (struct cell_text){ with_front(a, "0", s), NULL, zero_back };
    if (s.len == 11 && str_begins(s, S("31")) && s.at[2] != '0')
        return (struct cell_text){ with_front(a, "+", s), NULL, plus_back };
    return (struct cell_text){ s, made_number, NULL };
}

/* Wrong as it is and right with a zero in front: then that zero was there. */
static struct cell_text checked_text(struct arena *a, const struct field *f, struct str s)
{
    struct str as_is = s;

    if (!f->check || f->check(a, &as_is) == NULL)
        return (struct cell_text){ .text = s };
    struct str mended = with_front(a, "0", s);
    if (f->check(a, &mended) != NULL)
        return (struct cell_text){ .text = s };
    return (struct cell_text){ mended, NULL, zero_back };
}

static struct cell_text text_of_number(struct arena *a, const struct field *f, const struct sheet_cell *cell)
{
    if (cell->shown.len)                /* the format shows the zeros */
        return (struct cell_text){ .text = cell->shown };
    struct cell_text out = number_text(a, cell->text);
    if (out.why || !all_digits(out.text))
        return out;
    return f->rules & PHONE ? phone_text(a, out.text) : checked_text(a, f, out.text);
}

struct cell_text import_cell(struct arena *a, const struct field *f, const struct sheet_cell *cell)
{
    bool text_meant = kinds[f->type].is_text;

    switch (cell->type) {
    case CELL_EMPTY:
        break;
    case CELL_TEXT:
        return (struct cell_text){ .text = cell->text };
    case CELL_NUMBER:
        return text_meant ? text_of_number(a, f, cell) : number_text(a, cell->text);
    case CELL_FLAG:
        return (struct cell_text){ sheet_cell_text(a, cell),
                                   f->type == FIELD_FLAG ? NULL : kinds[f->type].wrong, NULL };
    case CELL_DATE:
        if (f->type == FIELD_DATE)
            return (struct cell_text){ .text = date_print_iso(a, cell->day) };
        return (struct cell_text){ sheet_cell_text(a, cell), made_day, NULL };
    case CELL_ERROR:
        return (struct cell_text){ cell->text, broken, NULL };
    }
    return (struct cell_text){ .text = S("") };
}
