#include "format/zip_write.h"

#include "base/fault.h"
#include "format/deflate.h"
#include "format/zip_inner.h"

enum {
    VERSION = 20,               /* deflate */
    DAY = 1 << 5 | 1,           /* 1 January 1980, the first that a zip knows */
    MOST_PARTS = 64,
};

struct written { struct str name; uint32_t crc, at; uint64_t packed, size; };

struct zip_writer {
    struct buf       out;
    bool             is_taken, is_open;
    uint64_t         sent;              /* bytes taken before those in out */
    struct deflater *deflater;
    struct written   parts[MOST_PARTS];
    size_t           count;
};

struct zip_writer *zip_writer_start(struct arena *a)
{
    struct zip_writer *w = TAKE(a, struct zip_writer);

    w->out.arena = a;
    w->deflater = deflater_start(a);
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

static void deflate_some(struct zip_writer *w, struct str bytes, bool last)
{
    uint64_t from = w->out.len;

    deflater_add(w->deflater, bytes, last, &w->out);
    w->parts[w->count - 1].packed += w->out.len - from;
}

static void part_end(struct zip_writer *w)
{
    if (!w->is_open)
        return;
    struct written *p = &w->parts[w->count - 1];
    deflate_some(w, S(""), true);
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
    *p = (struct written){ .name = name, .at = (uint32_t)place(w) };
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
        p->crc = deflate_crc(p->crc, now);
        p->size += now.len;
        deflate_some(w, now, false);
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
