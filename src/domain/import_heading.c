#include "domain/import_heading.h"

#include <string.h>

enum { LONGEST = 64 };                  /* of a heading that is compared by distance */

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

/* ---- what is refused ---- */

static const char *unknown(struct arena *a, const struct entity *e, struct str heading, size_t column)
{
    const struct field *f = nearest(a, e, heading);

    if (heading.len > 100)
        heading.len = 100;
    if (f)
        return str_print(a, "'%.*s' ken ik niet; bedoel je %s? Gebruik de koppen van het sjabloon, of verwijder"
                         " kolom %s.", (int)heading.len, heading.at, f->column, sheet_column_name(a, column).at).at;
    return str_print(a, "'%.*s' ken ik niet. Gebruik de koppen van het sjabloon, of verwijder kolom %s.",
                     (int)heading.len, heading.at, sheet_column_name(a, column).at).at;
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

static int field_called(const struct entity *e, struct str heading)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].column && str_is_nocase(heading, str_from(e->fields[i].column)))
            return (int)i;
    return -1;
}

static void note(struct buf *notes, struct str written, const char *column)
{
    if (str_is(written, str_from(column)))
        return;
    buf_print(notes, "%s'%.*s' is gelezen als %s.", notes->len ? " " : "", (int)written.len, written.at, column);
}

const char *import_bind(struct arena *a, const struct entity *e, const struct sheet_row *row,
                        struct import_columns *out)
{
    struct buf notes = { .arena = a };

    *out = (struct import_columns){ .width = row->count };
    for (size_t i = 0; i < e->count; i++)
        out->of_field[i] = -1;
    if (is_snelstart_12(row, a))
        return "Dit is een importbestand van SnelStart 12. De kolomnamen daarvan zijn anders. Download het"
               " sjabloon, zet je gegevens daarin en importeer dat bestand.";
    for (size_t column = 0; column < row->count; column++) {
        struct str written = sheet_cell_text(a, &row->cells[column]), heading = str_trim(written);
        if (heading.len == 0)
            continue;
        int i = field_called(e, heading);
        if (i < 0)
            return unknown(a, e, heading, column);
        if (out->of_field[i] >= 0)
            return str_print(a, "De kolom %s staat twee keer in je bestand (%s en %s). Verwijder er een.",
                             e->fields[i].column, sheet_column_name(a, (size_t)out->of_field[i]).at,
                             sheet_column_name(a, column).at).at;
        out->of_field[i] = (int)column;
        out->headings[i] = str_from(e->fields[i].column);
        out->count++;
        note(&notes, written, e->fields[i].column);
    }
    out->notes = buf_str(&notes);
    return missing(a, e, out);
}
