#include "format/deflate.h"

#include "base/fault.h"

enum { OUT_LEAST = 32 * 1024 };

#ifdef WITH_ISAL

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

struct deflater {
    struct isal_zstream stream;
    unsigned char       tables[ISAL_DEF_LVL2_DEFAULT];
};

/* ISA-L leaves the upper halves of the vector registers in use, which makes all that is compiled for any processor
 * run at half its speed from then on. */
#ifdef __x86_64__
__attribute__((target("avx"))) static void clear_upper_halves(void)
{
    __builtin_ia32_vzeroupper();
}

static void leave_isal(void)
{
    if (__builtin_cpu_supports("avx"))
        clear_upper_halves();
}
#else
static void leave_isal(void)
{
}
#endif

struct deflater *deflater_start(struct arena *a)
{
    struct deflater *d = TAKE(a, struct deflater);

    isal_deflate_init(&d->stream);
    d->stream.level = 2;
    d->stream.level_buf = d->tables;
    d->stream.level_buf_size = sizeof d->tables;
    return d;
}

void deflater_add(struct deflater *d, struct str bytes, bool last, struct buf *out)
{
    struct isal_zstream *s = &d->stream;
    int result;

    s->next_in = (uint8_t *)(uintptr_t)bytes.at;        /* it does not write there */
    s->avail_in = (uint32_t)bytes.len;
    s->end_of_stream = last;
    do {
        s->next_out = (uint8_t *)buf_open(out, OUT_LEAST);
        s->avail_out = OUT_LEAST;
        result = isal_deflate(s);
        out->len += OUT_LEAST - s->avail_out;
    } while (result == COMP_OK && s->avail_out == 0);
    if (last)
        isal_deflate_reset(s);
    leave_isal();
    if (result != COMP_OK)
        fault("deflate went wrong: %d", result);
}

struct inflater { struct inflate_state stream; };

struct inflater *inflater_start(struct arena *a)
{
    struct inflater *i = TAKE(a, struct inflater);

    isal_inflate_init(&i->stream);
    return i;
}

/* Some streams that are broken it neither refuses nor goes on with.  Of bits beyond the end it may hold whole bytes. */
enum inflated inflater_read(struct inflater *i, struct str *packed, char *into, size_t room, size_t *given)
{
    struct inflate_state *s = &i->stream;

    s->next_in = (uint8_t *)(uintptr_t)packed->at;      /* it does not write there */
    s->avail_in = (uint32_t)packed->len;
    s->next_out = (uint8_t *)into;
    s->avail_out = (uint32_t)room;
    int result = isal_inflate(s);
    leave_isal();
    bool stands_still = s->avail_in == packed->len && s->avail_out == room;
    *packed = (struct str){ (const char *)s->next_in, s->avail_in };
    *given = room - s->avail_out;
    if (result != ISAL_DECOMP_OK)
        return INFLATED_WRONG;
    if (s->block_state == ISAL_BLOCK_FINISH)
        return s->read_in_length < 8 ? INFLATED_ALL : INFLATED_WRONG;
    return stands_still ? INFLATED_WRONG : INFLATED_SOME;
}

uint32_t deflate_crc(uint32_t crc, struct str bytes)
{
    crc = crc32_gzip_refl(crc, (const uint8_t *)bytes.at, bytes.len);
    leave_isal();
    return crc;
}

#else

#include <zlib.h>

struct deflater { z_stream stream; };

static void end_deflate(void *what)
{
    deflateEnd(what);
}

struct deflater *deflater_start(struct arena *a)
{
    struct deflater *d = TAKE(a, struct deflater);

    arena_on_end(a, end_deflate, &d->stream);           /* may fault itself: before the memory */
    if (deflateInit2(&d->stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        fault("out of memory: to deflate");
    return d;
}

void deflater_add(struct deflater *d, struct str bytes, bool last, struct buf *out)
{
    z_stream *s = &d->stream;
    int result;

    s->next_in = (Bytef *)(uintptr_t)bytes.at;          /* zlib does not write there */
    s->avail_in = (uInt)bytes.len;
    do {
        s->next_out = (Bytef *)buf_open(out, OUT_LEAST);
        s->avail_out = OUT_LEAST;
        result = deflate(s, last ? Z_FINISH : Z_NO_FLUSH);
        out->len += OUT_LEAST - s->avail_out;
    } while (result == Z_OK && (s->avail_out == 0 || last));
    if (last)
        deflateReset(s);
    if (result == Z_STREAM_ERROR)
        fault("deflate went wrong");
}

struct inflater { z_stream stream; };

static void end_inflate(void *what)
{
    inflateEnd(what);
}

struct inflater *inflater_start(struct arena *a)
{
    struct inflater *i = TAKE(a, struct inflater);

    arena_on_end(a, end_inflate, &i->stream);
    if (inflateInit2(&i->stream, -MAX_WBITS) != Z_OK)
        fault("out of memory: to inflate");
    return i;
}

enum inflated inflater_read(struct inflater *i, struct str *packed, char *into, size_t room, size_t *given)
{
    z_stream *s = &i->stream;

    s->next_in = (Bytef *)(uintptr_t)packed->at;        /* zlib does not write there */
    s->avail_in = (uInt)packed->len;
    s->next_out = (Bytef *)into;
    s->avail_out = (uInt)room;
    int result = inflate(s, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR)
        fault("out of memory: to inflate");
    *packed = (struct str){ (const char *)s->next_in, s->avail_in };
    *given = room - s->avail_out;
    if (result == Z_STREAM_END)
        return INFLATED_ALL;
    return result == Z_OK ? INFLATED_SOME : INFLATED_WRONG;     /* Z_BUF_ERROR: it wants more, and there is none */
}

uint32_t deflate_crc(uint32_t crc, struct str bytes)
{
    return (uint32_t)crc32(crc, (const Bytef *)bytes.at, (uInt)bytes.len);
}

#endif
