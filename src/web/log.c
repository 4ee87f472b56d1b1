#include "web/log.h"

#include "base/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Of 48 random bits: short enough to read out over the telephone. */
struct str log_request_id(char room[REQUEST_ID_ROOM])
{
    enum { BYTES = 6 };
    unsigned char raw[BYTES];

    random_bytes(raw, sizeof raw);
    sodium_bin2hex(room, REQUEST_ID_ROOM, raw, sizeof raw);
    return (struct str){ room, 2 * BYTES };
}

static struct str method_of(const struct request *req)
{
    struct str m = req->http->method;
    for (size_t i = 0; i < m.len; i++)
        if (!char_is_letter(m.at[i]))
            return S("?");
    return m.len && m.len < 20 ? m : S("?");
}

static void add_digits(struct buf *b, int64_t n, int least)
{
    for (int64_t size = 10; least > 1; least--, size *= 10)
        if (n < size)
            buf_char(b, '0');
    buf_int(b, n);
}

static void add_number(struct buf *b, struct str name, int64_t n)
{
    buf_add(b, name);
    buf_int(b, n);
}

static void add_time(struct buf *b, struct moment m)
{
    struct date day = date_of(m);
    int64_t of_day = m.seconds % 86400;
    const int64_t parts[] = { day.ymd / 100 % 100, day.ymd % 100, of_day / 3600, of_day / 60 % 60, of_day % 60 };

    buf_add(b, S("time="));
    buf_int(b, day.ymd / 10000);
    for (size_t i = 0; i < COUNT(parts); i++) {
        buf_char(b, "--T::"[i]);
        add_digits(b, parts[i], 2);
    }
    buf_char(b, 'Z');
}

/* The pattern, not the path: a path may hold what somebody typed. The line has room enough, so that
 * nothing is asked of an arena, which may have ended. */
void log_request(struct request *req, const struct timespec *began)
{
    enum { ADDRESS = 64 };
    struct timespec now;
    char line[1024];
    struct buf b = { .at = line, .room = sizeof line };
    struct str address = req->http->address;

    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t micros = (now.tv_sec - began->tv_sec) * 1000000 + (now.tv_nsec - began->tv_nsec) / 1000;
    address.len = address.len < ADDRESS ? address.len : ADDRESS;
    add_time(&b, req->now);
    buf_add(&b, S(" id="));
    buf_add(&b, req->id);
    buf_add(&b, S(" method="));
    buf_add(&b, method_of(req));
    buf_add(&b, S(" route="));
    buf_add(&b, str_from(req->route ? req->route->path : "-"));
    add_number(&b, S(" status="), req->response->status);
    add_number(&b, S(" ms="), micros / 1000);
    buf_char(&b, '.');
    add_digits(&b, micros % 1000, 3);
    if (req->response->stream.read)     /* nobody knows yet */
        buf_add(&b, S(" bytes=-"));
    else
        add_number(&b, S(" bytes="), (int64_t)(req->response->fixed.len ? req->response->fixed.len : req->response->body.len));
    add_number(&b, S(" user="), req->session.user.id);
    add_number(&b, S(" administration="), req->session.administration.id);
    buf_add(&b, S(" address="));
    buf_add(&b, address);
    buf_char(&b, '\n');
    fwrite(b.at, 1, b.len, stderr);
}

void log_fault(struct request *req, const char *message)
{
    char clean[512];
    size_t n = 0;

    for (; message[n] && n < sizeof clean - 1; n++)
        clean[n] = (unsigned char)message[n] < ' ' || message[n] == '"' ? ' ' : message[n];
    clean[n] = '\0';
    fprintf(stderr, "level=fault id=%s route=%s message=\"%s\"\n", req->id.at,
            req->route ? req->route->path : "-", clean);
}
