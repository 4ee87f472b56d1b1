#include "web/compress.h"

#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>

enum {
    LEAST       = 1024,                 /* below it, it all goes in one packet anyway */
    BROTLI_WORK = 4,
    BROTLI_SPAN = 18,                   /* looks back 256 KB, more than a page has */
    GZIP_WORK   = 5,
    GZIP_SPAN   = MAX_WBITS + 16,       /* + 16: with gzip's head and sum */
    GZIP_MEMORY = 8,
};

bool compress_pays(const char *type, size_t size)
{
    struct str t = str_from(type);

    return size > LEAST &&
        (str_begins(t, S("text/")) || str_begins(t, S("application/json")) ||
         str_begins(t, S("image/svg+xml")));
}

/* q=0 refuses (RFC 9110, 12.4.2); any other weight is a yes, as the preference is ours. */
static bool is_refused(struct str parameters)
{
    while (parameters.len) {
        struct str p = str_trim(str_cut(&parameters, ';'));
        if (!str_begins(p, S("q=0")) && !str_begins(p, S("Q=0")))
            continue;
        for (size_t i = 3; i < p.len; i++)
            if (p.at[i] >= '1' && p.at[i] <= '9')
                return false;
        return true;
    }
    return false;
}

static bool accepts_coding(struct str accepts, struct str coding)
{
    while (accepts.len) {
        struct str rest = str_cut(&accepts, ',');
        struct str name = str_trim(str_cut(&rest, ';'));
        if (str_is_nocase(name, coding))
            return !is_refused(rest);
    }
    return false;
}

static size_t brotli(struct str body, char *at, size_t room)
{
    size_t size = room;

    if (!BrotliEncoderCompress(BROTLI_WORK, BROTLI_SPAN, BROTLI_MODE_TEXT, body.len,
                               (const uint8_t *)body.at, &size, (uint8_t *)at))
        return 0;
    return size;
}

static size_t gzip(struct str body, char *at, size_t room)
{
    /* zlib's input is not const by an old habit; it does not write to it. */
    z_stream z = { .next_in = (Bytef *)(uintptr_t)body.at, .avail_in = (uInt)body.len,
                   .next_out = (Bytef *)at, .avail_out = (uInt)room };

    if (deflateInit2(&z, GZIP_WORK, Z_DEFLATED, GZIP_SPAN, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    deflateEnd(&z);
    return done ? z.total_out : 0;
}

const char *compress_body(struct arena *a, struct str accepts, struct str body, struct str *out)
{
    bool by_brotli = accepts_coding(accepts, S("br"));

    if ((!by_brotli && !accepts_coding(accepts, S("gzip"))) || body.len > UINT32_MAX / 2)
        return NULL;
    size_t room = body.len - 1;         /* no room for a result that is not smaller */
    char *at = arena_take(a, room);
    size_t size = by_brotli ? brotli(body, at, room) : gzip(body, at, room);
    *out = (struct str){ at, size };
    return size == 0 ? NULL : by_brotli ? "br" : "gzip";
}
