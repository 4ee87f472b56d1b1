#include "format/sheet_write_parts.h"

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

static const char content_types[] = HEAD
    "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"" TYPE "package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    PART("/xl/workbook.xml", "sheet.main")
    PART("/xl/worksheets/sheet1.xml", "worksheet")
    PART("/xl/styles.xml", "styles")
    "</Types>";

static const char package_links[] = HEAD
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    LINK("rId1", "/officeDocument", "xl/workbook.xml")
    "</Relationships>";

static const char workbook_links[] = HEAD
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    LINK("rId1", "/worksheet", "worksheets/sheet1.xml")
    LINK("rId2", "/styles", "styles.xml")
    "</Relationships>";

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

const struct sheet_write_part sheet_write_parts[SHEET_WRITE_PARTS] = {
    { T("[Content_Types].xml"),        { content_types, sizeof content_types - 1 } },
    { T("_rels/.rels"),                { package_links, sizeof package_links - 1 } },
    { T("xl/_rels/workbook.xml.rels"), { workbook_links, sizeof workbook_links - 1 } },
    { T("xl/styles.xml"),              { styles, sizeof styles - 1 } },
};

const struct str sheet_write_begin = T(HEAD
    "<worksheet xmlns=\"" MAIN "\">"
    "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    "<selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>"
    "<sheetFormatPr defaultRowHeight=\"15\"/>");

const struct str sheet_write_workbook_begin = T(HEAD
    "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" LINKS "\">"
    "<bookViews><workbookView/></bookViews><sheets><sheet name=\"");
const struct str sheet_write_workbook_end = T("\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
