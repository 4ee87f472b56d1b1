/* reading.h - what the fuzzers of sheets share: a workbook around one part, all of it read, and two
 * readings compared.
 *
 * A fuzzer seldom gets through deflate and CRC-32 by itself: parts are put in a sound archive
 * here, and the sums of an archive that was changed are put right. */
#ifndef TESTS_FUZZ_READING_H
#define TESTS_FUZZ_READING_H

#include "../format/made.h"

enum part { BOOK, LINKS, SHEET, STRINGS, STYLES, PARTS };

static const struct sheet_limits reading_limits = {
    .file_bytes = 8 << 20, .entries = 100, .directory_bytes = 1 << 20,
    .total_bytes = 8 << 20, .ratio = 100, .ratio_from = 1 << 20, .row_bytes = 1 << 20,
    .cell_chars = SHEET_CELL_CHARS, .columns = SHEET_COLUMNS, .rows = SHEET_ROWS,
    .texts = 10000, .text_bytes = 4 << 20, .text_memory = 1 << 20, .styles = 1000, .formats = 100, .sheets = 100,
};

#define READING_TEXT(literal) { literal, sizeof(literal) - 1 }

static const struct { struct str name, bytes; } reading_usual[PARTS] = {
    [BOOK] = { READING_TEXT("book"),
        READING_TEXT("<workbook xmlns=\"" MADE_MAIN "\" xmlns:r=\"" MADE_LINKS "\"><sheets>"
                     "<sheet name=\"x\" r:id=\"a\"/></sheets></workbook>") },
    [LINKS] = { READING_TEXT("_rels/book.rels"),
        READING_TEXT(MADE_RELS MADE_LINK("a", "/worksheet", "sheet") MADE_LINK("b", "/sharedStrings", "strings")
                     MADE_LINK("c", "/styles", "styles") "</Relationships>") },
    [SHEET] = { READING_TEXT("sheet"),
        READING_TEXT("<worksheet xmlns=\"" MADE_MAIN "\"><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
                     "<c s=\"1\"><v>45292</v></c></row></sheetData></worksheet>") },
    [STRINGS] = { READING_TEXT("strings"),
        READING_TEXT("<sst xmlns=\"" MADE_MAIN "\"><si><t>text</t></si><si><t>more</t></si></sst>") },
    [STYLES] = { READING_TEXT("styles"),
        READING_TEXT("<styleSheet xmlns=\"" MADE_MAIN "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"
                     "</styleSheet>") },
};

/* A stored archive of these parts; one whose at is NULL is the usual one. */
static inline struct str reading_archive(struct arena *a, const struct str parts[PARTS])
{
    struct made_zip z = { .data.arena = a };

    made_add(&z, (struct made_part){ .name = S("_rels/.rels"), .stored = true,
             .bytes = S(MADE_RELS MADE_LINK("a", "/officeDocument", "book") "</Relationships>") });
    for (int i = 0; i < PARTS; i++)
        made_add(&z, (struct made_part){ .name = reading_usual[i].name, .stored = true,
                 .bytes = parts[i].at ? parts[i] : reading_usual[i].bytes });
    return made_end(&z);
}

static inline uint64_t reading_mix(uint64_t hash, const void *at, size_t n)
{
    const unsigned char *p = at;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * UINT64_C(1099511628211);
    return hash;
}

static inline uint64_t reading_mix_cell(uint64_t hash, const struct sheet_cell *c)
{
    struct arena scratch = { 0 };
    struct str text = sheet_cell_text(&scratch, c);

    hash = reading_mix(hash, &c->type, sizeof c->type);
    hash = reading_mix(reading_mix(hash, c->text.at, c->text.len), text.at, text.len);
    arena_drop(&scratch);
    return hash;
}

/* The same archive, in which the sums of stored parts are right. */
static inline struct str reading_mended(struct arena *a, struct str file)
{
    struct str copy = str_copy(a, file);
    unsigned char *at = (unsigned char *)(uintptr_t)copy.at, *end = at + copy.len;

    for (unsigned char *p = at; end - p >= 46; p++) {
        if (memcmp(p, "PK\1\2", 4) != 0)
            continue;
        uint32_t size, place;
        memcpy(&size, p + 20, 4);
        memcpy(&place, p + 42, 4);
        if (place > copy.len || copy.len - place < 30)
            continue;
        size_t from = place + 30U + at[place + 26] + at[place + 28];
        if (from > copy.len || size > copy.len - from)
            continue;
        uint32_t sum = (uint32_t)crc32(0, at + from, size);
        memcpy(p + 16, &sum, 4);
    }
    return copy;
}

/* A number that all cells go into, 0 when the file was refused. */
static inline uint64_t reading(struct str file, const struct sheet_limits *limits)
{
    struct arena a = { 0 };
    struct file_error error = { 0 };
    struct sheet_row row;
    int fd = made_file(file);
    uint64_t hash = 1;
    struct sheet_reader *sheet = sheet_open(&a, fd, S("x"), limits, &error);

    while (sheet && sheet_next(sheet, &row)) {
        hash = reading_mix(hash, &row.number, sizeof row.number);
        for (size_t i = 0; i < row.count; i++)
            hash = reading_mix_cell(hash, &row.cells[i]);
    }
    if ((error.problem == FILE_FINE) != (error.what == NULL) || (!sheet && !error.what))
        fault("refused without a reason");
    arena_drop(&a);
    close(fd);
    return error.problem == FILE_FINE ? hash | 1 : 0;
}

/* A part within a workbook; with a comment behind it, which the scanner does not take on; and with
 * blanks in its tags, which are not read at a glance, and no string in memory: all ways of reading
 * give the same cells. */
static inline void reading_part(enum part part, const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct buf odd = { .arena = &a };
    struct sheet_limits spilled = reading_limits;
    struct str parts[PARTS] = { 0 }, given = { size ? (const char *)data : "", size };

    spilled.text_memory = 0;
    parts[part] = given;
    uint64_t plain = reading(reading_archive(&a, parts), &reading_limits);
    buf_add(&odd, given);
    buf_add(&odd, S("<!-- -->"));
    parts[part] = buf_str(&odd);
    uint64_t unusual = reading(reading_archive(&a, parts), &reading_limits);
    if (plain != 0 && unusual != 0 && plain != unusual)
        fault("the scanner and libxml2 differ");
    parts[part] = made_spaced(&a, given);
    if (!memmem(given.at, given.len, "<!", 2) && !memmem(given.at, given.len, "<?", 2)
        && reading(reading_archive(&a, parts), part == STRINGS ? &spilled : &reading_limits) != plain)
        fault("a glance and tokens, or strings in memory and in a file, differ");
    arena_drop(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
