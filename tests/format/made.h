/* made.h - files for the tests of format/, made here: archives with any fault one likes, workbooks
 * from the XML of their rows, and rows as a line of text to compare. */
#ifndef TESTS_FORMAT_MADE_H
#define TESTS_FORMAT_MADE_H

#include "base/fault.h"
#include "format/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#define MADE_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MADE_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define MADE_LINKS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MADE_RELS                                                                                  \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

/* A file in memory. */
static inline int made_file(struct str bytes)
{
    int fd = memfd_create("made", MFD_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.at, bytes.len), (ssize_t)bytes.len);
    return fd;
}

/* ---- archives: what a part claims can be changed before it is added -------------------------- */

struct made_part {
    struct str name, bytes;
    struct str local_name;              /* empty: the same */
    bool       stored;
    unsigned   flags, method;           /* method: 0 as it is */
    uint32_t   crc_wrong;               /* added to what is right, and so are: */
    int64_t    size_wrong, packed_wrong, at_wrong;
};

struct made_zip { struct buf data, directory; size_t count; };

static inline void made_number(struct buf *b, uint64_t n, int bytes)
{
    for (; bytes > 0; bytes--, n >>= 8)
        buf_char(b, (char)n);
}

static inline struct str made_deflated(struct arena *a, struct str bytes)
{
    z_stream z = { 0 };
    uLong room = compressBound(bytes.len) + 64;
    char *to = arena_take(a, room);

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, -15, 8, 0), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)bytes.at;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (struct str){ to, room - z.avail_out };
}

static inline void made_common(struct buf *b, const struct made_part *p, struct str packed,
                               struct str name)
{
    made_number(b, 20, 2);
    made_number(b, p->flags, 2);
    made_number(b, p->method ? p->method : p->stored ? 0 : 8, 2);
    made_number(b, 0, 4);
    made_number(b,
                (uint32_t)crc32(0, (const Bytef *)p->bytes.at, (uInt)p->bytes.len) + p->crc_wrong,
                4);
    made_number(b, (uint64_t)((int64_t)packed.len + p->packed_wrong), 4);
    made_number(b, (uint64_t)((int64_t)p->bytes.len + p->size_wrong), 4);
    made_number(b, name.len, 2);
    made_number(b, 0, 2);
}

static inline void made_add(struct made_zip *z, struct made_part p)
{
    struct arena *a = z->data.arena;
    struct str packed = p.stored ? p.bytes : made_deflated(a, p.bytes);
    uint64_t at = z->data.len;

    z->directory.arena = a;
    z->count++;
    buf_add(&z->data, S("PK\3\4"));
    made_common(&z->data, &p, packed, p.local_name.len ? p.local_name : p.name);
    buf_add(&z->data, p.local_name.len ? p.local_name : p.name);
    buf_add(&z->data, packed);
    buf_add(&z->directory, S("PK\1\2"));
    made_number(&z->directory, 20, 2);
    made_common(&z->directory, &p, packed, p.name);
    made_number(&z->directory, 0, 10);
    made_number(&z->directory, (uint64_t)((int64_t)at + p.at_wrong), 4);
    buf_add(&z->directory, p.name);
}

static inline struct str made_end(struct made_zip *z)
{
    uint64_t at = z->data.len, size = z->directory.len;

    if (size)
        buf_add(&z->data, buf_str(&z->directory));
    buf_add(&z->data, S("PK\5\6"));
    made_number(&z->data, 0, 4);
    made_number(&z->data, z->count, 2);
    made_number(&z->data, z->count, 2);
    made_number(&z->data, size, 4);
    made_number(&z->data, at, 4);
    made_number(&z->data, 0, 2);
    return buf_str(&z->data);
}

/* ---- workbooks ------------------------------------------------------------------------------- */

struct made_book {
    const char *workbook;       /* whole parts; NULL: the usual ones, with a sheet "Blad1" */
    const char *rels;
    const char *sheet;
    const char *strings;        /* NULL: no such part */
    const char *styles;
    const char *book_properties;
};

static inline void made_text_part(struct made_zip *z, const char *name, const char *text)
{
    if (text)
        made_add(z, (struct made_part){ .name = str_from(name), .bytes = str_from(text) });
}

#define MADE_LINK(id, type, target) \
    "<Relationship Id=\"" id "\" Type=\"" MADE_LINKS type "\" Target=\"" target "\"/>"

static inline struct str made_workbook(struct arena *a, struct made_book b)
{
    struct made_zip z = { .data.arena = a };

    if (!b.workbook)
        b.workbook =
            str_print(a,
                      MADE_HEAD
                      "<workbook xmlns=\"" MADE_MAIN "\" xmlns:r=\"" MADE_LINKS
                      "\">%s<sheets><sheet name=\"Blad1\" sheetId=\"1\" r:id=\"b\"/></sheets>"
                      "</workbook>",
                      b.book_properties ? b.book_properties : "")
                .at;
    if (!b.rels)
        b.rels = str_print(a, MADE_HEAD MADE_RELS MADE_LINK("b", "/worksheet", "sheet.xml")
                           "%s%s</Relationships>",
                           b.strings ? MADE_LINK("c", "/sharedStrings", "s.xml") : "",
                           b.styles ? MADE_LINK("d", "/styles", "st.xml") : "").at;
    made_text_part(&z, "_rels/.rels", MADE_HEAD MADE_RELS
                   MADE_LINK("a", "/officeDocument", "xl/workbook.xml") "</Relationships>");
    made_text_part(&z, "xl/workbook.xml", b.workbook);
    made_text_part(&z, "xl/_rels/workbook.xml.rels", b.rels);
    made_text_part(&z, "xl/sheet.xml", b.sheet);
    made_text_part(&z, "xl/s.xml", b.strings);
    made_text_part(&z, "xl/st.xml", b.styles);
    return made_end(&z);
}

/* The sheet part around rows; begin and end stand before and behind sheetData. */
static inline const char *made_sheet(struct arena *a, const char *begin, const char *rows,
                                     const char *end)
{
    return str_print(a, MADE_HEAD "<worksheet xmlns=\"" MADE_MAIN "\">%s<sheetData>%s</sheetData>%s"
                     "</worksheet>", begin, rows, end).at;
}

/* The same XML with a blank in the tags of cells and strings: not the form that is read at a
 * glance. */
static inline struct str made_spaced(struct arena *a, struct str xml)
{
    static const struct str tags[] = { { "<c ", 3 }, { "<c>", 3 }, { "<si>", 4 } };
    struct buf b = { .arena = a };

    buf_add(&b, S(""));
    for (size_t i = 0; i < xml.len; i++) {
        for (size_t k = 0; k < COUNT(tags); k++) {
            if (!str_begins((struct str){ xml.at + i, xml.len - i }, tags[k]))
                continue;
            buf_add(&b, (struct str){ tags[k].at, tags[k].len - 1 });
            buf_char(&b, ' ');
            i += tags[k].len - 1;
            break;
        }
        buf_char(&b, xml.at[i]);
    }
    return buf_str(&b);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static inline void made_show_cell(struct buf *b, const struct sheet_cell *c)
{
    switch (c->type) {
    case CELL_EMPTY:
        break;
    case CELL_TEXT:
        buf_add(b, c->text);
        break;
    case CELL_NUMBER:
        buf_print(b, "#%.17g", c->number);
        if (c->shown.len)
            buf_print(b, "=%.*s", (int)c->shown.len, c->shown.at);
        break;
    case CELL_FLAG:
        buf_print(b, "?%d", (int)c->flag.on);
        break;
    case CELL_DATE:
        buf_print(b, "@%d+%u", (int)c->day.ymd, c->seconds);
        break;
    case CELL_ERROR:
        buf_print(b, "!%.*s", (int)c->text.len, c->text.at);
        break;
    }
}

static inline void made_show_row(struct buf *b, const struct sheet_row *row)
{
    buf_print(b, "%zu:", row->number);
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            buf_char(b, '|');
        made_show_cell(b, &row->cells[i]);
    }
    buf_char(b, '\n');
}

/* All rows: 1:Naam|#12|?1|@20240101+0|!#N/A, one on a line; what went wrong, if anything, last. */
static inline struct str made_show(struct arena *a, struct str file,
                                   const struct sheet_limits *limits, struct file_error *error)
{
    struct buf b = { .arena = a };
    struct sheet_row row;
    int fd = made_file(file);
    struct arena *reading = TAKE(a, struct arena);
    struct sheet_reader *sheet = sheet_open(reading, fd, S(""), limits, error);

    buf_add(&b, S(""));
    while (sheet && sheet_next(sheet, &row))
        made_show_row(&b, &row);
    arena_drop(reading);
    close(fd);
    return buf_str(&b);
}

#endif
