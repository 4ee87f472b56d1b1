/* seeds FOLDER - writes what the fuzzers begin with: FOLDER/NAME_fuzz/NUMBER, for each fuzzer. */
#include "reading.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SHEET_OF(rows) "<worksheet xmlns=\"" MADE_MAIN "\"><sheetData>" rows "</sheetData></worksheet>"
#define STRINGS_OF(items) "<sst xmlns=\"" MADE_MAIN "\" count=\"2\" uniqueCount=\"2\">" items "</sst>"
#define STYLES_OF(inner) "<styleSheet xmlns=\"" MADE_MAIN "\">" inner "</styleSheet>"

static const struct { enum part part; struct str bytes; } parts[] = {
    { SHEET, READING_TEXT(SHEET_OF("<row r=\"1\" spans=\"1:3\" ht=\"15\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>"
        "<c r=\"C1\" t=\"b\"><v>1</v></c></row><row r=\"3\"><c r=\"AA3\" t=\"e\"><v>#N/A</v></c></row>")) },
    { SHEET, READING_TEXT(SHEET_OF("<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a_x000D_&amp;&#10;</t></is></c>"
        "<c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>b</t></r><r><t>c</t></r><rPh sb=\"0\" eb=\"1\"><t>d</t></rPh></is></c></row>")) },
    { SHEET, READING_TEXT(SHEET_OF("<row><c s=\"1\"><v>45292.75</v></c><c><v>6.12E+8</v></c><c t=\"d\"><v>2024-01-01T10:00:00Z</v>"
        "</c><c t=\"str\"><f t=\"shared\" ref=\"A1:B2\" si=\"0\">A1&amp;\"x\"</f><v>y</v></c><c t=\"n\"><v>-0.1</v></c></row>")) },
    { SHEET, READING_TEXT("\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<x:worksheet xmlns:x=\""
        MADE_MAIN "\"><x:sheetData><x:row r=\"2\"><x:c r=\"B2\"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>") },
    { SHEET, READING_TEXT("<worksheet xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><!-- c --><?pi x?><sheetData><row>"
        "<c t=\"inlineStr\"><is><t><![CDATA[<b>]]></t></is></c></row></sheetData><extLst><ext/></extLst></worksheet>") },
    { SHEET, READING_TEXT("<!DOCTYPE w [<!ENTITY x \"y\">]>" SHEET_OF("<row><c><v>&x;</v></c></row>")) },
    { STRINGS, READING_TEXT(STRINGS_OF("<si><t>text</t></si><si><t xml:space=\"preserve\"> more </t></si>")) },
    { STRINGS, READING_TEXT(STRINGS_OF("<si><r><t>a</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> b</t></r></si><si/>")) },
    { STRINGS, READING_TEXT(STRINGS_OF("<si><t>a_x005F_x000D_&lt;&#x20AC;</t><phoneticPr fontId=\"1\"/></si><si><t/></si>")) },
    { STRINGS, READING_TEXT(STRINGS_OF("<!-- --><si><t><![CDATA[a]]>b</t></si><si><t>\xc3\xab\xf0\x9f\x98\x80</t></si>")) },
    { STRINGS, READING_TEXT("<\0s\0s\0t\0 \0x\0m\0l\0n\0s\0=\0\"\0\"\0/\0>\0") },
    { STYLES, READING_TEXT(STYLES_OF("<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/jjjj\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"00000000;[Red]&quot;d&quot;\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"164\" applyNumberFormat=\"1\"><alignment/></xf><xf numFmtId=\"165\"/></cellXfs>")) },
    { STYLES, READING_TEXT(STYLES_OF("<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf/><xf numFmtId=\"22\"/></cellXfs>"
        "<dxfs><dxf><numFmt numFmtId=\"14\" formatCode=\"\\d[h]:mm\"/></dxf></dxfs>")) },
    { BOOK, READING_TEXT("<workbook xmlns=\"" MADE_MAIN "\" xmlns:r=\"" MADE_LINKS "\"><workbookPr date1904=\"true\"/><sheets>"
        "<sheet name=\"a\" state=\"hidden\" r:id=\"z\"/><sheet name=\"X\" sheetId=\"2\" r:id=\"a\"/></sheets></workbook>") },
    { LINKS, READING_TEXT(MADE_RELS MADE_LINK("a", "/worksheet", "/sheet") MADE_LINK("b", "/sharedStrings", "../strings")
        "<Relationship Id=\"c\" Type=\"x\" Target=\"http://127.0.0.1/\" TargetMode=\"External\"/></Relationships>") },
};

static const char *const fuzzers[PARTS] = { [SHEET] = "sheet_xml", [STRINGS] = "strings", [STYLES] = "styles" };

static void seed(struct arena *a, const char *folder, const char *fuzzer, size_t number, struct str bytes)
{
    const char *path = str_print(a, "%s/%s_fuzz", folder, fuzzer).at;

    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        fault("no folder %s", folder);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        fault("no folder %s", path);
    path = str_print(a, "%s/%zu", path, number).at;
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes.at, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        fault("not written: %s", path);
}

/* Archives as programs make them: deflated, stored, with data descriptors, a name with '\'. */
static struct str archive(struct arena *a, size_t kind)
{
    struct made_zip z = { .data.arena = a };

    made_add(&z, (struct made_part){ .name = S("_rels/.rels"), .stored = kind == 1,
             .bytes = S(MADE_RELS MADE_LINK("a", "/officeDocument", "book") "</Relationships>") });
    for (int i = 0; i < PARTS; i++) {
        struct str name = reading_usual[i].name;
        if (i == LINKS && kind == 2)
            name = S("_rels\\book.rels");
        made_add(&z, (struct made_part){ .name = name, .stored = kind == 1, .flags = kind == 3 ? 1 << 3 : 0,
                 .bytes = reading_usual[i].bytes });
    }
    return made_end(&z);
}

int main(int argc, char **argv)
{
    struct arena a = { 0 };
    size_t number = 0;

    if (argc != 2)
        return 64;
    for (; number < COUNT(parts); number++) {
        struct str whole[PARTS] = { 0 };
        struct buf joined = { .arena = &a };
        whole[parts[number].part] = parts[number].bytes;
        for (int i = 0; i < PARTS; i++) {
            buf_add(&joined, whole[i].at ? whole[i] : reading_usual[i].bytes);
            buf_char(&joined, '\0');
        }
        if (fuzzers[parts[number].part])
            seed(&a, argv[1], fuzzers[parts[number].part], number, parts[number].bytes);
        seed(&a, argv[1], "reader", number, buf_str(&joined));
        seed(&a, argv[1], "inflate", number, buf_str(&joined));
        seed(&a, argv[1], "zip", number, reading_archive(&a, whole));
    }
    for (size_t kind = 0; kind < 4; kind++, number++) {
        seed(&a, argv[1], "zip", number, archive(&a, kind));
        seed(&a, argv[1], "reader", number, archive(&a, kind));
    }
    arena_drop(&a);
    return 0;
}
