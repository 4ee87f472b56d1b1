#include "format/zip_write.h"

#include "base/fault.h"
#include "format/zip_inner.h"

#include <string.h>
#include <zlib.h>

enum {
    LEVEL = 1,                  /* a fifth larger than level 6, and nearly three times as fast */
    OUT_LEAST = 16 * 1024,
    VERSION = 20,               /* deflate */
    DAY = 1 << 5 | 1,           /* 1 January 1980, the first that a zip knows */
    MOST_PARTS = 64,
};

struct written { struct str name; uint32_t crc, at; uint64_t packed, size; };

struct zip_writer {
    struct buf     out;
    bool           is_taken, is_open;
    uint64_t       sent;                /* bytes taken before those in out */
    z_stream       deflate;
    struct written parts[MOST_PARTS];
    size_t         count;
};

static void end_deflate(void *what)
{
    deflateEnd(what);
}

struct zip_writer *zip_writer_start(struct arena *a)
{
    struct zip_writer *w = TAKE(a, struct zip_writer);

    w->out.arena = a;
    arena_on_end(a, end_deflate, &w->deflate);          /* may fault itself: before the memory */
    if (deflateInit2(&w->deflate, LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        fault("out of memory: to deflate");
    return w;
}

static uint64_t place(const struct zip_writer *w)
{
    return w->sent + w->out.len;
}

static void begin(struct zip_writer *w)
{
    if (!w->is_taken)
        return;
    w->sent += w->out.len;
    w->out.len = 0;
    w->is_taken = false;
}

static void add_2(struct zip_writer *w, unsigned n)
{
    char bytes[2] = { (char)n, (char)(n >> 8) };

    buf_add(&w->out, (struct str){ bytes, sizeof bytes });
}

static void add_4(struct zip_writer *w, uint64_t n)
{
    add_2(w, (unsigned)n & 0xffff);
    add_2(w, (unsigned)(n >> 16) & 0xffff);
}

/* What a local header and the directory say alike; a local header does not know the sizes yet. */
static void add_common(struct zip_writer *w, const struct written *p, bool known)
{
    add_2(w, VERSION);
    add_2(w, ZIP_DESCRIBED);
    add_2(w, ZIP_DEFLATED);
    add_2(w, 0);
    add_2(w, DAY);
    add_4(w, known ? p->crc : 0);
    add_4(w, known ? p->packed : 0);
    add_4(w, known ? p->size : 0);
    add_2(w, (unsigned)p->name.len);
    add_2(w, 0);
}

static void deflate_some(struct zip_writer *w, struct str bytes, int flush)
{
    struct written *p = &w->parts[w->count - 1];
    int result;

    w->deflate.next_in = (Bytef *)(uintptr_t)bytes.at;          /* zlib does not write there */
    w->deflate.avail_in = (uInt)bytes.len;
    do {
        w->deflate.next_out = (Bytef *)buf_open(&w->out, OUT_LEAST);
        w->deflate.avail_out = OUT_LEAST;
        result = deflate(&w->deflate, flush);
        w->out.len += OUT_LEAST - w->deflate.avail_out;
        p->packed += OUT_LEAST - w->deflate.avail_out;
    } while (result == Z_OK && (w->deflate.avail_out == 0 || flush == Z_FINISH));
    if (result == Z_STREAM_ERROR)
        fault("deflate went wrong");
}

static void part_end(struct zip_writer *w)
{
    if (!w->is_open)
        return;
    struct written *p = &w->parts[w->count - 1];
    deflate_some(w, S(""), Z_FINISH);
    deflateReset(&w->deflate);
    add_4(w, ZIP_DESCRIPTOR);
    add_4(w, p->crc);
    add_4(w, p->packed);
    add_4(w, p->size);
    w->is_open = false;
}

void zip_writer_part(struct zip_writer *w, struct str name)
{
    begin(w);
    part_end(w);
    if (w->count == MOST_PARTS)
        fault("more than %d parts in a zip", MOST_PARTS);
    struct written *p = &w->parts[w->count++];
    *p = (struct written){ .name = name,
                           .at = (uint32_t)place(w),
                           .crc = (uint32_t)crc32(0, NULL, 0) };
    add_4(w, ZIP_LOCAL);
    add_common(w, p, false);
    buf_add(&w->out, name);
    w->is_open = true;
}

void zip_writer_add(struct zip_writer *w, struct str bytes)
{
    struct written *p = &w->parts[w->count - 1];

    begin(w);
    for (struct str rest = bytes; rest.len > 0;) {
        struct str now = { rest.at, rest.len < 1 << 30 ? rest.len : 1 << 30 };
        p->crc = (uint32_t)crc32(p->crc, (const Bytef *)now.at, (uInt)now.len);
        p->size += now.len;
        deflate_some(w, now, Z_NO_FLUSH);
        rest = (struct str){ rest.at + now.len, rest.len - now.len };
    }
}

void zip_writer_end(struct zip_writer *w)
{
    begin(w);
    part_end(w);
    uint64_t from = place(w);
    for (size_t i = 0; i < w->count; i++) {
        const struct written *p = &w->parts[i];
        add_4(w, ZIP_CENTRAL);
        add_2(w, VERSION);
        add_common(w, p, true);
        for (int zero = 0; zero < 3; zero++)            /* comment, disk, attributes */
            add_2(w, 0);
        add_4(w, 0);
        add_4(w, p->at);
        buf_add(&w->out, p->name);
    }
    uint64_t size = place(w) - from;
    add_4(w, ZIP_END);
    add_4(w, 0);
    add_2(w, (unsigned)w->count);
    add_2(w, (unsigned)w->count);
    add_4(w, size);
    add_4(w, from);
    add_2(w, 0);
}

struct str zip_writer_take(struct zip_writer *w)
{
    begin(w);
    w->is_taken = true;
    return buf_str(&w->out);
}

bool zip_writer_fits(const struct zip_writer *w)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->parts[i].size > UINT32_MAX)
            return false;
    }
    return place(w) < UINT32_MAX - (1 << 20);           /* the directory is to fit too */
}
