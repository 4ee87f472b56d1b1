/* What is inflated is what zlib makes of it, in whichever pieces it comes and goes: of sound streams, damaged ones, and bytes
 * that are none.  Nothing is read or written beside the pieces, which stand against pages that can not be touched: what we
 * inflate by is partly written in assembly, that a sanitizer does not see. */
#include "base/arena.h"
#include "base/fault.h"
#include "format/deflate.h"

#include <string.h>
#include <sys/mman.h>
#include <zlib.h>

enum { PAGE = 4096, MOST = 1 << 17, HEAD = 4 };

static char *guarded_page(void)
{
    char *at = mmap(NULL, 3 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (at == MAP_FAILED || mprotect(at + PAGE, PAGE, PROT_READ | PROT_WRITE) != 0)
        fault("no page");
    return at + PAGE;
}

/* Of at most MOST bytes.  True: the stream ended, with its last byte. */
static bool theirs(struct str stream, struct buf *out)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)stream.at, .avail_in = (uInt)stream.len };
    int result = inflateInit2(&z, -MAX_WBITS);

    z.next_out = (Bytef *)buf_open(out, MOST);
    z.avail_out = MOST;
    result = result == Z_OK ? inflate(&z, Z_FINISH) : result;
    out->len = MOST - z.avail_out;
    bool whole = result == Z_STREAM_END && z.avail_in == 0;
    inflateEnd(&z);
    return whole;
}

static bool ours(struct arena *a, struct str stream, size_t in, size_t room, struct buf *out)
{
    static char *packed, *page;
    struct inflater *inflater = inflater_start(a);
    enum inflated done = INFLATED_SOME;
    struct str waiting = S("");

    packed = packed ? packed : guarded_page();
    page = page ? page : guarded_page();
    while (done == INFLATED_SOME && out->len <= MOST) {
        size_t given, n = stream.len < in ? stream.len : in;
        char *into = page + PAGE - room;
        if (waiting.len == 0) {
            waiting = (struct str){ memcpy(packed + PAGE - n, stream.at, n), n };
            stream = (struct str){ stream.at + n, stream.len - n };
        }
        memset(page, 'x', PAGE);
        done = inflater_read(inflater, &waiting, into, room, &given);
        for (const char *c = page; c < into; c++)
            if (*c != 'x')
                fault("written in front of the piece");
        if (given > room)
            fault("more than there is room for");
        buf_add(out, (struct str){ into, given });
    }
    return done == INFLATED_ALL && waiting.len == 0 && stream.len == 0;
}

static void compare(struct arena *a, struct str stream, size_t in, size_t room)
{
    struct buf one = { .arena = a }, other = { .arena = a };
    bool whole = theirs(stream, &one), too = ours(a, stream, in, room, &other);

    if (whole && !too)
        fault("a sound stream is refused");
    if (whole && !str_is(buf_str(&one), buf_str(&other)))
        fault("something else was inflated");
}

static struct str deflated(struct arena *a, struct str plain, int level, int strategy)
{
    struct buf out = { .arena = a };
    z_stream z = { .next_in = (Bytef *)(uintptr_t)plain.at, .avail_in = (uInt)plain.len };
    size_t room = plain.len + plain.len / 100 + 1000;

    if (deflateInit2(&z, level, Z_DEFLATED, -MAX_WBITS, 8, strategy) != Z_OK)
        fault("no deflate");
    z.next_out = (Bytef *)buf_open(&out, room);
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        fault("not deflated");
    out.len = room - z.avail_out;
    deflateEnd(&z);
    return buf_str(&out);
}

/* The first bytes say how: the pieces, the level, and how many of the next bytes say what is damaged. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };

    if (size < HEAD)
        return 0;
    size_t in = 1 + data[0] * 16u, room = 1 + data[1] * 16u, damages = data[3] % 8u;
    struct str rest = { (const char *)data + HEAD, size - HEAD };
    compare(&a, rest, in, room);
    damages = damages * 3 < rest.len ? damages : 0;
    struct str plain = { rest.at + damages * 3, rest.len - damages * 3 };
    struct str stream = deflated(&a, plain, data[2] % 10, data[2] / 10 % 5);
    compare(&a, stream, in, room);
    for (size_t i = 0; i < damages; i++) {
        const uint8_t *d = data + HEAD + 3 * i;
        ((char *)(uintptr_t)stream.at)[(d[0] + 256u * d[1]) % stream.len] ^= (char)(d[2] | 1);
        compare(&a, stream, in, room);
    }
    arena_drop(&a);
    return 0;
}
