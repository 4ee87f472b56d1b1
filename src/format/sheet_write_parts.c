#include "format/sheet_write_parts.h"

#include "format/sheet.h"
#include "format/xml_chars.h"

#define T(literal) { literal, sizeof(literal) - 1 }
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define LINKS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-"
#define LINK(id, type, target) \
    "<Relationship Id=\"" id "\" Type=\"" LINKS type "\" Target=\"" target "\"/>"
#define PART(name, type) \
    "<Override PartName=\"" name "\" ContentType=\"" TYPE "officedocument.spreadsheetml." type "+xml\"/>"

#define FONT(more) "<font>" more "<name val=\"Calibri\"/><family val=\"2\"/></font>"
#define FILL(pattern) "<fill><patternFill patternType=\"" pattern "</patternFill></fill>"
/* One cell style: number format, font, fill, and what else it says. */
#define STYLE(format, font, fill, more) \
    "<xf numFmtId=\"" format "\" fontId=\"" font "\" fillId=\"" fill "\" borderId=\"0\" xfId=\"0\"" \
    " applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\"" more "/>"

/* In the order of enum sheet_style. */
static const char styles[] = HEAD
    "<styleSheet xmlns=\"" MAIN "\">"
    "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd\\-mm\\-yyyy\"/></numFmts>"
    "<fonts count=\"3\">"
    FONT("<sz val=\"11\"/>")
    FONT("<b/><sz val=\"11\"/>")
    FONT("<b/><sz val=\"11\"/><color rgb=\"FFC00000\"/>")
    "</fonts><fills count=\"3\">"
    FILL("none\">")
    FILL("gray125\">")
    FILL("solid\"><fgColor rgb=\"FFFFC7CE\"/><bgColor indexed=\"64\"/>")
    "</fills><borders count=\"1\">"
    "<border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"12\">"
    STYLE("0",   "0", "0", "")
    STYLE("49",  "0", "0", "")
    STYLE("49",  "0", "0", " quotePrefix=\"1\"")
    STYLE("164", "0", "0", "")
    STYLE("4",   "0", "0", "")
    STYLE("49",  "1", "0", "")
    STYLE("49",  "2", "0", "")
    STYLE("0",   "0", "2", "")
    STYLE("49",  "0", "2", "")
    STYLE("49",  "0", "2", " quotePrefix=\"1\"")
    STYLE("164", "0", "2", "")
    STYLE("4",   "0", "2", "")
    "</cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

const struct str sheet_write_begin = T(HEAD
    "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" LINKS "\"><sheetViews><sheetView");
const struct str sheet_write_panes = T(" workbookViewId=\"0\">"
    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    "<selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>"
    "<sheetFormatPr defaultRowHeight=\"15\"/>");

bool sheet_has_notes(const struct sheet *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->columns[i].note.len)
            return true;
    return false;
}

static void add_part(struct zip_writer *zip, struct str name, struct buf *xml)
{
    zip_writer_part(zip, name);
    zip_writer_add(zip, buf_str(xml));
    xml->len = 0;
}

static void add_content_types(struct buf *b, const struct sheet *sheets, size_t count)
{
    buf_add(b, S(HEAD "<Types xmlns=\"" PACKAGE "content-types\">"
                 "<Default Extension=\"rels\" ContentType=\"" TYPE "package.relationships+xml\"/>"
                 "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                 "<Default Extension=\"vml\" ContentType=\"" TYPE "officedocument.vmlDrawing\"/>"
                 PART("/xl/workbook.xml", "sheet.main") PART("/xl/styles.xml", "styles")));
    for (size_t i = 1; i <= count; i++) {
        buf_print(b, PART("/xl/worksheets/sheet%zu.xml", "worksheet"), i);
        if (sheet_has_notes(&sheets[i - 1]))
            buf_print(b, PART("/xl/comments%zu.xml", "comments"), i);
    }
    buf_add(b, S("</Types>"));
}

/* It names no range that filters, as Excel does: there are programs that make a cell of each place of a range that has
 * a name. */
static void add_workbook(struct buf *b, const struct sheet *sheets, size_t count)
{
    buf_add(b, S(HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" LINKS "\"><bookViews><workbookView/></bookViews><sheets>"));
    for (size_t i = 1; i <= count; i++) {
        buf_add(b, S("<sheet name=\""));
        xml_escape(b, sheets[i - 1].title);
        buf_print(b, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i, i);
    }
    buf_add(b, S("</sheets></workbook>"));
}

static void add_workbook_links(struct buf *b, size_t count)
{
    buf_add(b, S(HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"));
    for (size_t i = 1; i <= count; i++)
        buf_print(b, LINK("rId%zu", "/worksheet", "worksheets/sheet%zu.xml"), i, i);
    buf_print(b, LINK("rId%zu", "/styles", "styles.xml") "</Relationships>", count + 1);
}

/* The workbook stands before the rows, for programs that read as a stream want it first. */
void sheet_write_package(struct zip_writer *zip, struct arena *a, const struct sheet *sheets, size_t count)
{
    struct buf b = { .arena = a };

    add_content_types(&b, sheets, count);
    add_part(zip, S("[Content_Types].xml"), &b);
    buf_add(&b, S(HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
                  LINK("rId1", "/officeDocument", "xl/workbook.xml") "</Relationships>"));
    add_part(zip, S("_rels/.rels"), &b);
    add_workbook_links(&b, count);
    add_part(zip, S("xl/_rels/workbook.xml.rels"), &b);
    buf_add(&b, (struct str)T(styles));
    add_part(zip, S("xl/styles.xml"), &b);
    add_workbook(&b, sheets, count);
    add_part(zip, S("xl/workbook.xml"), &b);
}

/* ---- notes: the text in one part, and in another the box it is shown in, which Excel does not do without ---- */

static void add_boxes(struct buf *b, const struct sheet *s, size_t number)
{
    size_t box = number * 1024;

    buf_print(b, "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\""
                 " xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"
                 "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"%zu\"/></o:shapelayout>"
                 "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\""
                 " path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>"
                 "<v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>", number);
    for (size_t i = 0; i < s->count; i++)
        if (s->columns[i].note.len)
            buf_print(b, "<v:shape id=\"_x0000_s%zu\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\""
                         " fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>"
                         "<v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>"
                         "<v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>"
                         "<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>"
                         "<x:Anchor>%zu, 15, 1, 2, %zu, 15, 8, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
                         "<x:Row>0</x:Row><x:Column>%zu</x:Column></x:ClientData></v:shape>", ++box, i + 1, i + 4, i);
    buf_add(b, S("</xml>"));
}

static void add_notes(struct buf *b, const struct sheet *s)
{
    buf_add(b, S(HEAD "<comments xmlns=\"" MAIN "\"><authors><author></author></authors><commentList>"));
    for (size_t i = 0; i < s->count; i++) {
        if (s->columns[i].note.len == 0)
            continue;
        buf_add(b, S("<comment ref=\""));
        buf_add(b, sheet_column_name(b->arena, i));
        buf_add(b, S("1\" authorId=\"0\"><text><r><rPr><sz val=\"9\"/><color indexed=\"81\"/><rFont val=\"Tahoma\"/>"
                     "<family val=\"2\"/></rPr><t>"));
        xml_escape(b, s->columns[i].note);
        buf_add(b, S("</t></r></text></comment>"));
    }
    buf_add(b, S("</commentList></comments>"));
}

void sheet_write_notes(struct zip_writer *zip, struct arena *a, const struct sheet *s, size_t number)
{
    struct buf b = { .arena = a };

    if (!sheet_has_notes(s))
        return;
    buf_print(&b, HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
                  LINK("rId1", "/vmlDrawing", "../drawings/vmlDrawing%zu.vml")
                  LINK("rId2", "/comments", "../comments%zu.xml") "</Relationships>", number, number);
    add_part(zip, str_print(a, "xl/worksheets/_rels/sheet%zu.xml.rels", number), &b);
    add_boxes(&b, s, number);
    add_part(zip, str_print(a, "xl/drawings/vmlDrawing%zu.vml", number), &b);
    add_notes(&b, s);
    add_part(zip, str_print(a, "xl/comments%zu.xml", number), &b);
}
