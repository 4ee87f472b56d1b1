/* The data of a part: found by its local header, inflated, measured and checked. */
#include "format/zip_inner.h"

#include "base/relay.h"
#include "base/fault.h"
#include "format/deflate.h"

#include <string.h>

enum {
    PACKED_BLOCK = 64 * 1024,
    BLOCK = 128 * 1024, BLOCKS = 4,     /* of a large part, inflated on a thread of its own */
    LARGE = 1 << 20,
};

struct unpacked { size_t len; char bytes[BLOCK]; };

struct zip_part {
    struct zip             *zip;
    const struct zip_entry *entry;
    uint64_t                at;         /* of the next packed byte in the file */
    uint64_t                unread;     /* packed bytes still in the file */
    uint64_t                given;      /* inflated bytes so far */
    uint32_t                crc;
    struct str              waiting;    /* packed bytes that were read */
    struct inflater        *inflater;
    bool                    ended;
    struct ahead           *ahead;      /* NULL: it is small; else what stands above is the thread's, but for `given` */
    struct file_error       error;      /* of the thread */
    struct unpacked        *block;      /* that is taken from; NULL: none yet */
    size_t                  taken;      /* of it */
    unsigned char           packed[PACKED_BLOCK];
};

static bool name_is(const struct zip_entry *e, const unsigned char *at, size_t n)
{
    if (n > 0 && (at[0] == '/' || at[0] == '\\')) {
        at++;
        n--;
    }
    if (n != e->name.len)
        return false;
    for (size_t i = 0; i < n; i++) {
        if ((at[i] == '\\' ? '/' : at[i]) != (unsigned char)e->name.at[i])
            return false;
    }
    return true;
}

/* The local header must say what the directory says; where the data begins only it knows. */
static bool header_check(struct zip *z, const struct zip_entry *e, uint64_t *data_at,
                         struct file_error *error)
{
    unsigned char head[ZIP_LOCAL_SIZE], name[65535];

    if (e->flags & ZIP_ENCRYPTED)
        return file_refuse(error, FILE_PASSWORD, 0);
    if (e->flags & ZIP_PATCHED || (e->method != ZIP_STORED && e->method != ZIP_DEFLATED))
        return file_refuse(error, FILE_DAMAGED, 0);
    if (!zip_read_at(z->fd, head, sizeof head, e->at))
        return file_refuse(error, FILE_TRUNCATED, 0);
    size_t name_len = zip_2(head + 26);
    uint64_t at = e->at + sizeof head + name_len + zip_2(head + 28);
    if (zip_4(head) != ZIP_LOCAL || zip_2(head + 8) != e->method
        || zip_2(head + 6) & (ZIP_ENCRYPTED | ZIP_PATCHED)
        || !zip_read_at(z->fd, name, name_len, e->at + sizeof head) || !name_is(e, name, name_len)
        || at > z->directory_at || e->packed > z->directory_at - at
        || (e->method == ZIP_STORED && e->packed != e->size))
        return file_refuse(error, FILE_DAMAGED, 0);
    if (e->size > z->limits->total_bytes || z->inflated > z->limits->total_bytes - e->size)
        return file_refuse(error, FILE_TOO_LARGE, 0);
    if (e->size > z->limits->ratio_from && e->size / z->limits->ratio > e->packed)
        return file_refuse(error, FILE_BOMB, 0);
    *data_at = at;
    return true;
}

/* More packed bytes, when those that were read are used up. */
static bool refill(struct zip_part *p, struct file_error *error)
{
    size_t n = p->unread < PACKED_BLOCK ? (size_t)p->unread : PACKED_BLOCK;

    if (p->waiting.len > 0 || n == 0)
        return true;
    if (!zip_read_at(p->zip->fd, p->packed, n, p->at))
        return file_refuse(error, FILE_TRUNCATED, 0);
    p->at += n;
    p->unread -= n;
    p->waiting = (struct str){ (const char *)p->packed, n };
    return true;
}

static size_t stored_read(struct zip_part *p, void *into, size_t room, struct file_error *error)
{
    if (!refill(p, error))
        return 0;
    size_t n = p->waiting.len < room ? p->waiting.len : room;
    p->ended = n == 0;
    memcpy(into, p->waiting.at, n);
    p->waiting.at += n;
    p->waiting.len -= n;
    return n;
}

static size_t deflated_read(struct zip_part *p, void *into, size_t room, struct file_error *error)
{
    size_t given = 0;

    while (given < room && !p->ended) {
        size_t more;
        if (!refill(p, error))
            return 0;
        enum inflated done = inflater_read(p->inflater, &p->waiting, (char *)into + given, room - given, &more);
        given += more;
        p->ended = done == INFLATED_ALL;
        if (done == INFLATED_WRONG) {
            file_refuse(error, FILE_DAMAGED, 0);
            return 0;
        }
    }
    return given;
}

static size_t inflate_some(struct zip_part *p, void *into, size_t room, struct file_error *error)
{
    size_t n = 0;

    if (!p->ended)
        n = p->entry->method == ZIP_STORED ? stored_read(p, into, room, error) : deflated_read(p, into, room, error);
    p->crc = deflate_crc(p->crc, (struct str){ into, n });
    return n;
}

/* ---- ahead of who reads ---- */

static bool inflate_block(void *what, void *block)
{
    struct zip_part *p = what;
    struct unpacked *b = block;

    b->len = inflate_some(p, b->bytes, BLOCK, &p->error);
    return b->len > 0;
}

static void start_ahead(struct zip_part *p, struct arena *a)
{
    void *blocks[BLOCKS];

    for (size_t i = 0; i < BLOCKS; i++)
        blocks[i] = arena_take_raw(a, sizeof *p->block);
    p->ahead = ahead_start(a, blocks, BLOCKS, inflate_block, p);
}

static size_t take_inflated(struct zip_part *p, void *into, size_t room, struct file_error *error)
{
    if (!p->block || p->taken == p->block->len) {
        p->block = ahead_next(p->ahead);
        p->taken = 0;
    }
    if (!p->block) {
        if (p->error.problem != FILE_FINE)
            file_refuse(error, p->error.problem, 0);
        return 0;
    }
    size_t n = p->block->len - p->taken < room ? p->block->len - p->taken : room;
    memcpy(into, p->block->bytes + p->taken, n);
    p->taken += n;
    return n;
}

/* ---- opening and reading ---- */

static void part_end(void *what)
{
    zip_part_close(what);
}

void zip_part_close(struct zip_part *p)
{
    if (p->ahead)
        ahead_end(p->ahead);
}

struct zip_part *zip_part_open(struct zip *z, struct arena *a, struct str name,
                               struct file_error *error)
{
    const struct zip_entry *e = zip_entry(z, name);
    uint64_t at;

    if (!e || !header_check(z, e, &at, error))
        return NULL;
    struct zip_part *p = TAKE(a, struct zip_part);
    p->zip = z;
    p->entry = e;
    p->at = at;
    p->unread = e->packed;
    arena_on_end(a, part_end, p);
    p->waiting = S("");
    p->inflater = inflater_start(a);
    if (e->size >= LARGE)
        start_ahead(p, a);
    return p;
}

/* Refuses more than the directory promised, and more than is taken of all parts together. */
static bool count(struct zip_part *p, size_t n, struct file_error *error)
{
    const struct sheet_limits *limits = p->zip->limits;

    p->given += n;
    p->zip->inflated += n;
    if (p->given > p->entry->size)
        return file_refuse(error, FILE_DAMAGED, 0);
    if (p->zip->inflated > limits->total_bytes)
        return file_refuse(error, FILE_TOO_LARGE, 0);
    return true;
}

size_t zip_part_read(struct zip_part *p, void *into, size_t room, struct file_error *error)
{
    if (error->problem != FILE_FINE)
        return 0;
    if (room > 1 << 30)
        room = 1 << 30;
    size_t n = p->ahead ? take_inflated(p, into, room, error) : inflate_some(p, into, room, error);
    if (error->problem != FILE_FINE || !count(p, n, error))
        return 0;
    if (n == 0
        && (p->given != p->entry->size || p->unread > 0 || p->waiting.len > 0
            || p->crc != p->entry->crc))
        file_refuse(error, FILE_DAMAGED, 0);
    return n;
}
