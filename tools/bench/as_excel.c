/* as_excel FILE OUT [inline] - copies the first sheet of a workbook that Poolster exported, twenty of its columns, in the
 * way Excel writes them: texts once each, in the shared strings, by number in the cells; or each text in its cell, as many
 * libraries do.  For measuring: texts are told apart by 64 bits of hash. */
#include "base/fault.h"
#include "format/sheet.h"
#include "format/zip_write.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const wanted[] = {
    "Relatiecode", "Naam", "KvkNummer", "BtwNummer", "WebsiteUrl", "Contactpersoon", "Adres", "Postcode", "Plaats", "LandId",
    "Telefoon", "MobieleTelefoon", "Email", "FactuurEmailen", "FactuurEmailAdres", "Krediettermijn", "KredietLimiet",
    "Iban", "Bic", "Aanmanen",
};
enum { COLUMNS = COUNT(wanted), BLOCK = 1 << 18 };

struct texts {
    struct slot { uint64_t hash; uint32_t number; } *slots;
    size_t    room;                     /* a power of two */
    uint32_t  count;
    uint64_t  uses;
    FILE     *xml;                      /* the items, in the order of their numbers */
};

struct copy {
    struct arena       arena;
    struct zip_writer *zip;
    FILE              *out;
    struct buf         xml;
    struct texts       texts;
    bool               in_cells;
    int                column[COLUMNS];
};

static _Noreturn void stop(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- the archive ---- */

static void drain(struct copy *c)
{
    struct str made = zip_writer_take(c->zip);

    if (fwrite(made.at, 1, made.len, c->out) != made.len)
        stop("writing");
}

static void put_xml(struct copy *c)
{
    zip_writer_add(c->zip, buf_str(&c->xml));
    c->xml.len = 0;
    drain(c);
}

static void put_part(struct copy *c, const char *name, const char *text)
{
    zip_writer_part(c->zip, str_from(name));
    zip_writer_add(c->zip, S("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"));
    zip_writer_add(c->zip, str_from(text));
}

#define MAIN_NAMESPACE "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define DOCUMENT "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."

static void put_frame(struct copy *c)
{
    put_part(c, "[Content_Types].xml", "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" KIND "sheet.main+xml\"/>"
        "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" KIND "worksheet+xml\"/>"
        "<Override PartName=\"/xl/styles.xml\" ContentType=\"" KIND "styles+xml\"/>"
        "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" KIND "sharedStrings+xml\"/></Types>");
    put_part(c, "_rels/.rels", "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\""
        DOCUMENT "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    put_part(c, "xl/workbook.xml", "<workbook " MAIN_NAMESPACE " xmlns:r=\"" DOCUMENT "\"><sheets>"
        "<sheet name=\"Klanten\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    put_part(c, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" DOCUMENT "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" DOCUMENT "/styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" DOCUMENT "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
    put_part(c, "xl/styles.xml", "<styleSheet " MAIN_NAMESPACE "><fonts count=\"1\"><font><sz val=\"11\"/></font></fonts>"
        "<fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><borders count=\"1\"><border/></borders>"
        "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"1\"><xf/></cellXfs></styleSheet>");
}

/* ---- texts ---- */

static void add_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '<': buf_add(b, S("&lt;")); break;
        case '>': buf_add(b, S("&gt;")); break;
        case '&': buf_add(b, S("&amp;")); break;
        default:  buf_char(b, s.at[i]);
        }
    }
}

static void add_text(struct buf *b, struct str s)
{
    bool edges = s.len && (s.at[0] == ' ' || s.at[s.len - 1] == ' ' || memchr(s.at, '\n', s.len));

    buf_add(b, edges ? S("<t xml:space=\"preserve\">") : S("<t>"));
    add_escaped(b, s);
    buf_add(b, S("</t>"));
}

static uint64_t hash_of(struct str s)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 1099511628211u;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
    return (h ^ h >> 33) | 1;           /* 0 is a free slot */
}

static struct slot *slot_of(struct slot *slots, size_t room, uint64_t hash)
{
    size_t i = hash >> 1 & (room - 1);
    while (slots[i].hash && slots[i].hash != hash)
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static void make_room(struct texts *t)
{
    size_t room = t->room ? t->room * 2 : 1 << 16;
    struct slot *slots = calloc(room, sizeof slots[0]);

    if (!slots)
        stop("memory");
    for (size_t i = 0; i < t->room; i++)
        if (t->slots[i].hash)
            *slot_of(slots, room, t->slots[i].hash) = t->slots[i];
    free(t->slots);
    t->slots = slots;
    t->room = room;
}

static uint32_t number_of(struct copy *c, struct str s)
{
    struct texts *t = &c->texts;

    t->uses++;
    if (t->count * 2 >= t->room)
        make_room(t);
    struct slot *slot = slot_of(t->slots, t->room, hash_of(s));
    if (!slot->hash) {
        struct buf item = { .arena = &c->arena };
        *slot = (struct slot){ hash_of(s), t->count++ };
        buf_add(&item, S("<si>"));
        add_text(&item, s);
        buf_add(&item, S("</si>"));
        if (fwrite(item.at, 1, item.len, t->xml) != item.len)
            stop("writing");
    }
    return slot->number;
}

static void put_texts(struct copy *c)
{
    static char block[BLOCK];
    size_t n;

    put_part(c, "xl/sharedStrings.xml", "");
    buf_print(&c->xml, "<sst " MAIN_NAMESPACE " count=\"%" PRIu64 "\" uniqueCount=\"%" PRIu32 "\">", c->texts.uses,
              c->texts.count);
    put_xml(c);
    rewind(c->texts.xml);
    while ((n = fread(block, 1, sizeof block, c->texts.xml)) > 0) {
        zip_writer_add(c->zip, (struct str){ block, n });
        drain(c);
    }
    zip_writer_add(c->zip, S("</sst>"));
}

/* ---- the sheet ---- */

static void put_cell(struct copy *c, size_t row, size_t column, const struct sheet_cell *cell)
{
    struct buf *b = &c->xml;

    if (cell->type == CELL_EMPTY)
        return;
    buf_add(b, S("<c r=\""));
    buf_char(b, (char)('A' + column));
    buf_int(b, (int64_t)row);
    buf_char(b, '"');
    if (cell->type == CELL_TEXT && c->in_cells) {
        buf_add(b, S(" t=\"inlineStr\"><is>"));
        add_text(b, cell->text);
        buf_add(b, S("</is></c>"));
        return;
    }
    if (cell->type == CELL_TEXT) {
        buf_add(b, S(" t=\"s\"><v>"));
        buf_int(b, number_of(c, cell->text));
    } else if (cell->type == CELL_FLAG) {
        buf_add(b, S(" t=\"b\"><v>"));
        buf_char(b, cell->flag.on ? '1' : '0');
    } else {
        buf_add(b, S("><v>"));
        buf_add(b, cell->text);
    }
    buf_add(b, S("</v></c>"));
}

static void bind(struct copy *c, const struct sheet_row *headings)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        c->column[i] = -1;
        for (size_t k = 0; k < headings->count; k++)
            if (str_is(headings->cells[k].text, str_from(wanted[i])))
                c->column[i] = (int)k;
        if (c->column[i] < 0) {
            fprintf(stderr, "there is no column %s\n", wanted[i]);
            exit(1);
        }
    }
}

static void put_row(struct copy *c, const struct sheet_row *row)
{
    buf_add(&c->xml, S("<row r=\""));
    buf_int(&c->xml, (int64_t)row->number);
    buf_add(&c->xml, S("\" spans=\"1:20\" x14ac:dyDescent=\"0.25\">"));
    for (size_t i = 0; i < COLUMNS; i++)
        if ((size_t)c->column[i] < row->count)
            put_cell(c, row->number, i, &row->cells[c->column[i]]);
    buf_add(&c->xml, S("</row>"));
}

static void put_sheet(struct copy *c, struct sheet_reader *sheet)
{
    struct sheet_row row;

    put_part(c, "xl/worksheets/sheet1.xml", "<worksheet " MAIN_NAMESPACE " xmlns:r=\"" DOCUMENT "\""
        " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"x14ac\""
        " xmlns:x14ac=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac\"><sheetData>");
    for (bool first = true; sheet_next(sheet, &row); first = false) {
        if (first)
            bind(c, &row);
        put_row(c, &row);
        if (c->xml.len > BLOCK / 2)
            put_xml(c);
        arena_reset(&c->arena);
    }
    buf_add(&c->xml, S("</sheetData></worksheet>"));
    put_xml(c);
}

static void copy(int fd, const char *to, bool in_cells)
{
    struct arena whole = { 0 };
    struct file_error error = { 0 };
    struct copy c = { .zip = zip_writer_start(&whole), .out = fopen(to, "wb"), .xml = { .arena = &whole },
                      .texts = { .xml = tmpfile() }, .in_cells = in_cells };
    struct sheet_reader *sheet = sheet_open(&whole, fd, S(""), &sheet_limits_usual, &error);

    if (!c.out || !c.texts.xml)
        stop(to);
    buf_open(&c.xml, BLOCK);
    put_frame(&c);
    if (sheet)
        put_sheet(&c, sheet);
    put_texts(&c);
    zip_writer_end(c.zip);
    drain(&c);
    if (error.problem != FILE_FINE || !zip_writer_fits(c.zip)) {
        fprintf(stderr, "%s\n", error.problem != FILE_FINE ? error.what : "larger than 4 GB");
        exit(1);
    }
    if (fclose(c.out) != 0)
        stop(to);
    fclose(c.texts.xml);
    free(c.texts.slots);
    arena_drop(&c.arena);
    arena_drop(&whole);
}

int main(int argc, char **argv)
{
    struct fault here;
    int fd = argc >= 3 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0) {
        fprintf(stderr, "usage: as_excel FILE OUT [inline]\n");
        return 1;
    }
    FAULT_BEGIN(&here);
    if (setjmp(here.back) != 0) {
        fprintf(stderr, "%s\n", here.message);
        return 1;
    }
    copy(fd, argv[2], argc > 3 && strcmp(argv[3], "inline") == 0);
    FAULT_END(&here);
    return 0;
}
