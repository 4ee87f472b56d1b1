#include "domain/import_stage.h"

#include "base/at.h"
#include "base/fault.h"

#include <string.h>

#define STAGE "the stage of an import"

enum { BLOCK = 256 * 1024 };

struct head {
    char     magic[8];                  /* "" until the stage is whole */
    uint64_t entity;                    /* fingerprint of its fields */
    uint64_t records_end;               /* where left_out begins */
    int64_t  highest;
    uint64_t records, left_out;
};

static const char magic[8] = "import1";

/* ---- what both know ---- */

static uint64_t mix(uint64_t h, uint64_t n)
{
    return (h ^ n) * 1099511628211u;
}

static uint64_t fingerprint(const struct entity *e)
{
    uint64_t h = mix(14695981039346656037u, e->size);

    for (size_t i = 0; i < e->count; i++) {
        for (const char *c = e->fields[i].name; *c; c++)
            h = mix(h, (unsigned char)*c);
        h = mix(mix(h, e->fields[i].type), e->fields[i].at);
    }
    return h;
}

/* ---- writing ---- */

struct stage_writer {
    const struct entity *entity;
    int                  fd;
    uint64_t             at, records;
    struct buf           block;
};

static void flush(struct stage_writer *w)
{
    write_at(w->fd, w->block.at, w->block.len, w->at, STAGE);
    w->at += w->block.len;
    w->block.len = 0;
}

static void add(struct stage_writer *w, const void *from, size_t size)
{
    buf_add(&w->block, (struct str){ from, size });
}

static void add_str(struct stage_writer *w, struct str s)
{
    uint32_t len = (uint32_t)s.len;
    add(w, &len, sizeof len);
    add(w, s.at, s.len);
}

struct stage_writer *stage_begin(struct arena *a, const struct entity *e, int fd)
{
    struct stage_writer *w = TAKE(a, struct stage_writer);
    struct head head = { 0 };

    *w = (struct stage_writer){ .entity = e, .fd = fd, .block = { .arena = a } };
    buf_open(&w->block, 2 * BLOCK);
    add(w, &head, sizeof head);
    return w;
}

void stage_put(struct stage_writer *w, uint32_t row, const void *record, const struct sheet_refs *refs)
{
    const struct entity *e = w->entity;

    w->records++;
    add(w, &row, sizeof row);
    add(w, record, sizeof(struct record));
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        int64_t n;
        if (f->rules & UNKEPT)
            continue;
        if (kinds[f->type].is_text) {
            add_str(w, field_str(f, record));
        } else {
            n = field_int(f, record);
            add(w, &n, sizeof n);
        }
    }
    for (size_t i = 0; i < refs->count; i++)
        add_str(w, refs->at[i].key);
    if (w->block.len >= BLOCK)
        flush(w);
}

void stage_end(struct stage_writer *w, int64_t highest, const uint32_t *left_out, size_t count)
{
    struct head head = {
        .entity = fingerprint(w->entity), .highest = highest, .records = w->records, .left_out = count,
    };

    flush(w);
    head.records_end = w->at;
    memcpy(head.magic, magic, sizeof magic);
    write_at(w->fd, left_out, count * sizeof left_out[0], w->at, STAGE);
    write_at(w->fd, &head, sizeof head, 0, STAGE);
}

/* ---- reading ---- */

bool stage_open(struct arena *a, const struct entity *e, int fd, struct stage_reader *r)
{
    struct head head;

    if (read_at(fd, &head, sizeof head, 0, STAGE) != sizeof head || memcmp(head.magic, magic, sizeof magic) != 0
        || head.entity != fingerprint(e))
        return false;
    uint32_t *left_out = TAKE_MANY(a, uint32_t, head.left_out);
    size_t size = head.left_out * sizeof left_out[0];
    if (read_at(fd, left_out, size, head.records_end, STAGE) != size)
        return false;
    *r = (struct stage_reader){
        .entity = e, .arena = a, .fd = fd, .highest = head.highest,
        .records = (int64_t)(head.records - head.left_out), .left_out = left_out, .left_out_count = head.left_out, .end = head.records_end, .block = arena_take(a, BLOCK),
    };
    stage_rewind(r);
    return true;
}

void stage_rewind(struct stage_reader *r)
{
    r->at = sizeof(struct head);
    r->size = r->from = r->left_out_next = 0;
}

/* Bytes that follow; those of a stage that is whole are always there. */
static void get(struct stage_reader *r, void *into, size_t size)
{
    char *to = into;

    while (size) {
        if (r->from == r->size) {
            size_t left = r->end - r->at < BLOCK ? (size_t)(r->end - r->at) : BLOCK;
            r->size = read_at(r->fd, r->block, left, r->at, STAGE);
            r->at += r->size;
            r->from = 0;
            if (r->size == 0)
                fault("the stage of an import ends too soon");
        }
        size_t n = r->size - r->from < size ? r->size - r->from : size;
        memcpy(to, r->block + r->from, n);
        r->from += n;
        to += n;
        size -= n;
    }
}

static struct str get_str(struct stage_reader *r, struct arena *a)
{
    uint32_t len;

    get(r, &len, sizeof len);
    char *at = arena_take(a, (size_t)len + 1);
    get(r, at, len);
    return (struct str){ at, len };
}

static void get_record(struct stage_reader *r, struct arena *a, void *record, struct sheet_refs *refs)
{
    const struct entity *e = r->entity;

    memset(record, 0, e->size);
    get(r, record, sizeof(struct record));
    refs->count = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        void *member = (char *)record + f->at;
        if (f->rules & UNKEPT)
            continue;
        if (kinds[f->type].is_text)
            *(struct str *)member = get_str(r, a);
        else
            get(r, member, sizeof(int64_t));
        if (f->type == FIELD_REF && *(int64_t *)member == REF_TO_SHEET)
            refs->at[refs->count++].field = i;
    }
    for (size_t i = 0; i < refs->count; i++)
        refs->at[i].key = get_str(r, a);
}

static bool is_left_out(struct stage_reader *r, uint32_t row)
{
    while (r->left_out_next < r->left_out_count && r->left_out[r->left_out_next] < row)
        r->left_out_next++;
    return r->left_out_next < r->left_out_count && r->left_out[r->left_out_next] == row;
}

bool stage_next(struct stage_reader *r, struct arena *a, uint32_t *row, void *record, struct sheet_refs *refs)
{
    while (r->from < r->size || r->at < r->end) {
        get(r, row, sizeof *row);
        get_record(r, a, record, refs);
        if (!is_left_out(r, *row))
            return true;
    }
    return false;
}
