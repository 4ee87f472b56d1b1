#include "domain/import_heading.h"

#include "domain/import_report.h"

#include <string.h>

enum {
    LONGEST = 64,                       /* of a heading that is compared by distance */
    MOST_HEADING = 400,                 /* bytes of one that is kept: what nobody calls a column is no heading */
};

const char *heading_of(const struct field *f)
{
    return f->column ? f->column : f->label;
}

/* ---- the nearest known heading ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be added, dropped or changed to make one of the other (Levenshtein). */
static size_t distance(struct str from, struct str to)
{
    size_t row[LONGEST + 1];

    from.len = least(from.len, LONGEST);
    to.len = least(to.len, LONGEST);
    for (size_t k = 0; k <= to.len; k++)
        row[k] = k;
    for (size_t i = 1; i <= from.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= to.len; k++) {
            size_t above = row[k];
            row[k] = least(diagonal + (from.at[i - 1] != to.at[k - 1]), 1 + least(above, row[k - 1]));
            diagonal = above;
        }
    }
    return row[to.len];
}

static size_t same_beginning(struct str a, struct str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.at[n] == b.at[n])
        n++;
    return n;
}

static struct str letters_of(struct arena *a, struct str s)
{
    return str_only(a, str_fold(a, s), char_is_word);
}

/* How unlike a heading is: letters that differ, and of two as far the one that begins less alike.
 * NONE: too unlike, a third of the letters must be right. */
enum { NONE = LONGEST * LONGEST * 2 };

static size_t unlike(struct arena *a, struct str found, const char *known)
{
    struct str want = letters_of(a, str_from(known));
    size_t wrong = distance(found, want), longest = found.len > want.len ? found.len : want.len;

    if (wrong * 3 > longest * 2)
        return NONE;
    return wrong * LONGEST + LONGEST - least(same_beginning(found, want), LONGEST);
}

/* By its heading or by what the card calls it.  NULL: nothing is like it. */
static const struct field *nearest(struct arena *a, const struct entity *e, struct str heading)
{
    const struct field *best = NULL;
    struct str found = letters_of(a, heading);
    size_t smallest = NONE;

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (!f->column)
            continue;
        size_t n = least(unlike(a, found, f->column), unlike(a, found, f->label));
        if (n < smallest) {
            smallest = n;
            best = f;
        }
    }
    return best;
}

/* So like it that it may be proposed: few letters differ, it begins the same, or one is within the other. */
static bool is_likely(struct arena *a, struct str heading, const char *known)
{
    enum { ENOUGH = 4 };
    struct str found = letters_of(a, heading), want = letters_of(a, str_from(known));
    size_t longest = found.len > want.len ? found.len : want.len;

    return distance(found, want) * 3 <= longest || same_beginning(found, want) >= ENOUGH
        || (want.len >= ENOUGH && memmem(found.at, found.len, want.at, want.len))
        || (found.len >= ENOUGH && memmem(want.at, want.len, found.at, found.len));
}

/* ---- what is refused ---- */

static const char *unknown(struct arena *a, const struct import_heading *u)
{
    const char *heading = import_short_copy(a, u->heading).at;

    if (u->field)
        return str_print(a, "'%s' ken ik niet; bedoel je %s? Gebruik de koppen van het sjabloon, of verwijder"
                         " kolom %s.", heading, u->field->column, sheet_column_name(a, u->column).at).at;
    return str_print(a, "'%s' ken ik niet. Gebruik de koppen van het sjabloon, of verwijder kolom %s.", heading,
                     sheet_column_name(a, u->column).at).at;
}

static const char *missing(struct arena *a, const struct entity *e, const struct import_columns *columns)
{
    struct buf names = { .arena = a };
    size_t count = 0;

    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (f->column && f->rules & REQUIRED && columns->of_field[i] < 0)
            buf_print(&names, "%s%s", count++ ? " en " : "", f->column);
    }
    if (count == 0)
        return NULL;
    return str_print(a, "De verplichte %s %s %s. Gebruik de koppen van het sjabloon; de rode zijn verplicht.",
                     count == 1 ? "kolom" : "kolommen", names.at, count == 1 ? "ontbreekt" : "ontbreken").at;
}

/* Headings of its import files all begin so. */
static bool is_snelstart_12(const struct sheet_row *row, struct arena *a)
{
    for (size_t i = 0; i < row->count; i++)
        if (str_begins(str_trim(sheet_cell_text(a, &row->cells[i])), S("Fld")))
            return true;
    return false;
}

static const struct field *field_called(const struct entity *e, struct str heading)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].column && str_is_nocase(heading, str_from(e->fields[i].column)))
            return &e->fields[i];
    return NULL;
}

static const struct import_coupling *coupling_of(const struct import_couplings *all, struct str heading)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_is_nocase(heading, all->at[i].heading))
            return &all->at[i];
    return NULL;
}

static const char *bind_column(struct arena *a, const struct entity *e, const struct field *f, size_t column,
                               struct import_columns *out)
{
    int *of_field = &out->of_field[f - e->fields];

    if (*of_field >= 0)
        return str_print(a, "De kolom %s staat twee keer in je bestand (%s en %s). Verwijder er een.", f->column,
                         sheet_column_name(a, (size_t)*of_field).at, sheet_column_name(a, column).at).at;
    *of_field = (int)column;
    out->count++;
    return NULL;
}

static void note(struct buf *notes, const char *how, struct str written, const char *column)
{
    buf_add(notes, notes->len ? S(" ") : S(""));
    buf_print(notes, how, (int)written.len, written.at, column);
}

/* One that nobody knows is set aside: all of them are told at once. */
static const char *bind_heading(struct arena *a, const struct entity *e, struct str written, size_t column,
                                const struct import_couplings *couplings, struct buf *notes, struct import_columns *out)
{
    struct import_heading h = { .heading = str_copy(a, str_trim(written)), .column = column };
    const struct import_coupling *coupled;

    if (out->heading_count == IMPORT_MOST_HEADINGS)
        return "Dit bestand heeft te veel kolommen met een kop. Gebruik het sjabloon.";
    if (h.heading.len > MOST_HEADING)
        return str_print(a, "De kop van kolom %s is te lang. Gebruik de koppen van het sjabloon.",
                         sheet_column_name(a, column).at).at;
    if ((h.field = field_called(e, h.heading))) {
        if (!str_is(written, str_from(h.field->column)))
            note(notes, "'%.*s' is gelezen als %s.", written, h.field->column);
    } else if ((coupled = coupling_of(couplings, h.heading))) {
        h.field = coupled->field;
        note(notes, h.field ? "'%.*s' is gelezen als %s, want zo is die kolom gekoppeld."
                            : "De kolom '%.*s' is niet gelezen, want zo is dat gekozen.", h.heading, h.field ? h.field->column : "");
    } else if (str_is_nocase(h.heading, S(IMPORT_REASON_COLUMN))) {
        note(notes, "De kolom '%.*s' is niet gelezen.", h.heading, "");
    } else {
        h.field = nearest(a, e, h.heading);
        h.likely = h.field && (is_likely(a, h.heading, h.field->column) || is_likely(a, h.heading, h.field->label));
        h.unknown = true;
        out->unknown_count++;
    }
    out->headings[out->heading_count++] = h;
    out->left_out[column] = !h.field;
    return h.field && !h.unknown ? bind_column(a, e, h.field, column, out) : NULL;
}

static const struct import_heading *first_unknown(const struct import_columns *columns)
{
    const struct import_heading *h = columns->headings;
    while (!h->unknown)
        h++;
    return h;
}

const char *import_bind(struct arena *a, const struct entity *e, const struct sheet_row *row,
                        const struct import_couplings *couplings, struct import_columns *out)
{
    struct buf notes = { .arena = a };
    const char *why = NULL;

    *out = (struct import_columns){ .width = row->count };
    for (size_t i = 0; i < e->count; i++)
        out->of_field[i] = -1;
    if (is_snelstart_12(row, a))
        return "Dit is een importbestand van SnelStart 12. De kolomnamen daarvan zijn anders. Download het"
               " sjabloon, zet je gegevens daarin en importeer dat bestand.";
    for (size_t column = 0; column < row->count && !why; column++) {
        struct str written = sheet_cell_text(a, &row->cells[column]);
        if (str_trim(written).len)
            why = bind_heading(a, e, written, column, couplings, &notes, out);
    }
    out->notes = buf_str(&notes);
    if (why)
        out->unknown_count = 0;         /* coupling does not help */
    if (out->unknown_count)
        return unknown(a, first_unknown(out));
    return why ? why : missing(a, e, out);
}
