/* Any file at all given to the reader: it reads it or refuses it, in bounded memory, and both ways
 * of reading a sheet that is read give the same cells.
 *
 * The fuzzer seldom gets through deflate and CRC-32 by itself, so an input whose first byte is
 * below 4 is not a file but a part (the sheet, the strings, the styles, the workbook), which is
 * put into a sound archive here. */
#include "base/fault.h"
#include "format/sheet.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define LINKS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define LINK(id, type) "<Relationship Id=\"" id "\" Type=\"" LINKS "/" type "\" Target=\""
#define RELS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

enum { SHEET, STRINGS, STYLES, WORKBOOK, PARTS, FIXED = PARTS + 2 };

static const struct sheet_limits limits = {
    .file_bytes = 8 << 20, .entries = 100, .directory_bytes = 1 << 20,
    .total_bytes = 32 << 20, .ratio = 100, .ratio_from = 1 << 20, .row_bytes = 1 << 20,
    .cell_chars = SHEET_CELL_CHARS, .columns = SHEET_COLUMNS, .rows = SHEET_ROWS,
    .texts = 10000, .text_bytes = 4 << 20, .styles = 1000, .formats = 100, .sheets = 100,
};

#define TEXT(literal) { literal, sizeof(literal) - 1 }

static const struct { struct str name, bytes; } usual[FIXED] = {
    { TEXT("sheet"),
      TEXT("<worksheet xmlns=\"" MAIN "\"><sheetData><row><c t=\"s\"><v>0</v></c>"
           "<c s=\"1\"><v>45292</v></c></row></sheetData></worksheet>") },
    { TEXT("strings"), TEXT("<sst xmlns=\"" MAIN "\"><si><t>text</t></si></sst>") },
    { TEXT("styles"),
      TEXT("<styleSheet xmlns=\"" MAIN "\"><cellXfs><xf numFmtId=\"0\"/>"
           "<xf numFmtId=\"14\"/></cellXfs></styleSheet>") },
    { TEXT("book"),
      TEXT("<workbook xmlns=\"" MAIN "\" xmlns:r=\"" LINKS "\"><sheets>"
           "<sheet name=\"x\" r:id=\"a\"/></sheets></workbook>") },
    { TEXT("_rels/.rels"), TEXT(RELS LINK("a", "officeDocument") "book\"/></Relationships>") },
    { TEXT("_rels/book.rels"),
      TEXT(RELS LINK("a", "worksheet") "sheet\"/>" LINK("b", "sharedStrings") "strings\"/>"
           LINK("c", "styles") "styles\"/></Relationships>") },
};

static void number(struct buf *b, uint64_t n, int bytes)
{
    for (; bytes > 0; bytes--, n >>= 8)
        buf_char(b, (char)n);
}

static void common(struct buf *b, struct str name, struct str bytes)
{
    number(b, 20, 10);
    number(b, crc32(0, (const Bytef *)bytes.at, (uInt)bytes.len), 4);
    number(b, bytes.len, 4);
    number(b, bytes.len, 4);
    number(b, name.len, 4);
}

/* A stored archive of the usual parts, but for one; with, when asked, a comment behind the
 * sheet. */
static struct str archive(struct arena *a, int part, struct str bytes, bool unusual)
{
    struct buf data = { .arena = a }, directory = { .arena = a };

    for (int i = 0; i < FIXED; i++) {
        struct buf now = { .arena = a };
        size_t at = data.len;
        buf_add(&now, i == part ? bytes : usual[i].bytes);
        if (i == SHEET && unusual)
            buf_add(&now, S("<!-- -->"));
        buf_add(&data, S("PK\3\4"));
        common(&data, usual[i].name, buf_str(&now));
        buf_add(&data, usual[i].name);
        buf_add(&data, buf_str(&now));
        buf_add(&directory, S("PK\1\2"));
        number(&directory, 20, 2);
        common(&directory, usual[i].name, buf_str(&now));
        number(&directory, 0, 10);
        number(&directory, at, 4);
        buf_add(&directory, usual[i].name);
    }
    size_t at = data.len;
    buf_add(&data, buf_str(&directory));
    buf_add(&data, S("PK\5\6"));
    number(&data, 0, 4);
    number(&data, FIXED, 2);
    number(&data, FIXED, 2);
    number(&data, directory.len, 4);
    number(&data, at, 4);
    number(&data, 0, 2);
    return buf_str(&data);
}

static uint64_t mix(uint64_t hash, const void *at, size_t n)
{
    const unsigned char *p = at;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * UINT64_C(1099511628211);
    return hash;
}

/* A number that all cells go into, 0 when the file was refused. */
static uint64_t read_all(struct str file)
{
    struct arena a = { 0 };
    struct file_error error = { 0 };
    struct sheet_row row;
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    uint64_t hash = 1;

    if (fd < 0 || write(fd, file.at, file.len) != (ssize_t)file.len)
        fault("no file in memory");
    struct sheet_reader *sheet = sheet_open(&a, fd, S("x"), &limits, &error);
    while (sheet && sheet_next(sheet, &row)) {
        hash = mix(hash, &row.number, sizeof row.number);
        for (size_t i = 0; i < row.count; i++) {
            const struct sheet_cell *c = &row.cells[i];
            struct arena scratch = { 0 };
            struct str text = sheet_cell_text(&scratch, c);
            hash = mix(hash, &c->type, sizeof c->type);
            hash = mix(mix(hash, c->text.at, c->text.len), text.at, text.len);
            arena_drop(&scratch);
        }
    }
    if ((error.problem == FILE_FINE) != (error.what == NULL) || (!sheet && !error.what))
        fault("refused without a reason");
    arena_drop(&a);
    close(fd);
    return error.problem == FILE_FINE ? hash | 1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str input = { (const char *)data, size };
    struct arena a = { 0 };

    if (size == 0 || data[0] >= PARTS) {
        read_all(input);
        return 0;
    }
    struct str part = { input.at + 1, input.len - 1 };
    uint64_t plain = read_all(archive(&a, data[0], part, false));
    uint64_t unusual = read_all(archive(&a, data[0], part, true));
    if (plain != 0 && unusual != 0 && plain != unusual)
        fault("the two ways differ");
    arena_drop(&a);
    return 0;
}
