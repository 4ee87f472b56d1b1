#include "web/log.h"

#include "base/secret.h"

#include <inttypes.h>
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

/* The pattern, not the path: a path may hold what somebody typed. */
void log_request(struct request *req, const struct timespec *began)
{
    struct timespec now;
    struct tm day;
    char line[512];
    struct str method = method_of(req);

    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t micros = (now.tv_sec - began->tv_sec) * 1000000 + (now.tv_nsec - began->tv_nsec) / 1000;
    gmtime_r(&(time_t){ req->now.seconds }, &day);
    size_t bytes = req->response->fixed.len ? req->response->fixed.len : req->response->body.len;
    int n = snprintf(line, sizeof line,
                     "time=%04d-%02d-%02dT%02d:%02d:%02dZ id=%s method=%.*s route=%s status=%d ms=%" PRId64 ".%03d"
                     " bytes=%zu user=%" PRId64 " administration=%" PRId64 " address=%.*s\n",
                     day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, day.tm_hour, day.tm_min, day.tm_sec,
                     req->id.at, (int)method.len, method.at, req->route ? req->route->path : "-",
                     req->response->status, micros / 1000, (int)(micros % 1000), bytes,
                     req->session.user.id, req->session.administration.id,
                     (int)(req->http->address.len < 64 ? req->http->address.len : 64), req->http->address.at);
    if (n > 0)
        fwrite(line, 1, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1, stderr);
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
