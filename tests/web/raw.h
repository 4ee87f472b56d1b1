/* raw.h - a server with a handler of the test's own, and a client that sends any bytes.
 *
 * Every wait of the client is bounded, and no test waits for a time to pass. */
#ifndef TESTS_WEB_RAW_H
#define TESTS_WEB_RAW_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fault.h"
#include "web/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 10 * 1000 };          /* ms that a test waits for what must come */

/* ---- the server ---------------------------------------------------------------------------- */

/* What the handler and the test tell each other. */
struct site {
    sem_t      entered, go, closed;
    atomic_int handled, closes;
    char       folder[64];
};

static inline int64_t numbers_read(void *what, char *at, size_t room)
{
    int64_t *left = what;
    size_t size = *left < (int64_t)room ? (size_t)*left : room;

    memset(at, 'n', size);
    *left -= (int64_t)size;
    return (int64_t)size;
}

static inline int64_t broken_read(void *what, char *at, size_t room)
{
    int64_t *left = what;

    return *left ? numbers_read(what, at, room) : -1;
}

/* A stream counts its closing in the site, which stands behind the number. */
struct counted { int64_t left; struct site *site; };

static inline void count_close(void *what)
{
    struct counted *c = what;

    atomic_fetch_add(&c->site->closes, 1);
    sem_post(&c->site->closed);
}

static inline void answer_stream(struct site *site, struct arena *a, struct response *out,
                                 int64_t length, bool broken)
{
    struct counted *c = TAKE(a, struct counted);

    *c = (struct counted){ length, site };
    out->stream.read = broken ? broken_read : numbers_read;
    out->stream.close = count_close;
    out->stream.what = c;
}

static inline void answer_file(const struct http_request *q, struct response *out)
{
    FILE *f = q->upload ? fopen(q->upload->path, "rb") : NULL;

    for (size_t i = 0; i < q->fields.count; i++)
        buf_print(&out->body, "%.*s=%.*s;", (int)q->fields.at[i].name.len, q->fields.at[i].name.at,
                  (int)q->fields.at[i].value.len, q->fields.at[i].value.at);
    if (!f)
        return;
    buf_print(&out->body, "%.*s:%.*s:", (int)q->upload->field.len, q->upload->field.at,
              (int)q->upload->name.len, q->upload->name.at);
    char *at = buf_open(&out->body, (size_t)q->upload->size + 1);
    out->body.len += fread(at, 1, (size_t)q->upload->size + 1, f);
    fclose(f);
}

static inline void answer_echo(const struct http_request *q, struct response *out)
{
#define TELL(member) buf_print(&out->body, #member "=%.*s\n", (int)q->member.len, q->member.at)
    TELL(method), TELL(path), TELL(query), TELL(cookie), TELL(type), TELL(origin);
    TELL(fetch_site), TELL(host), TELL(address), TELL(body);
#undef TELL
    buf_print(&out->body, "secure=%d fragment=%d too_large=%d fields=%zu\n", q->secure, q->fragment,
              q->too_large, q->fields.count);
}

static inline void test_handle(struct site *site, struct arena *a, const struct http_request *q,
                               struct response *out)
{
    atomic_fetch_add(&site->handled, 1);
    out->status = q->too_large ? 413 : 200;
    out->type = "text/plain; charset=utf-8";
    if (str_begins(q->path, S("/slow"))) {
        sem_post(&site->entered);
        sem_wait(&site->go);
        out->fixed = S("slow");
    } else if (str_is(q->path, S("/stream"))) {
        answer_stream(site, a, out, 200000, false);
    } else if (str_is(q->path, S("/broken"))) {
        answer_stream(site, a, out, 200000, true);
    } else if (str_is(q->path, S("/endless"))) {
        answer_stream(site, a, out, INT64_MAX, false);
    } else if (str_begins(q->path, S("/file"))) {
        answer_file(q, out);
    } else if (str_is(q->path, S("/page"))) {
        out->type = "text/html; charset=utf-8";
        for (int i = 0; i < 500; i++)
            buf_print(&out->body, "<p>Klant %d</p>\n", i);
    } else if (str_is(q->path, S("/bad-header"))) {
        out->headers[out->header_count++] = (struct header){ "X-Test", S("a\r\nX-Other: b") };
    } else if (str_is(q->path, S("/hello"))) {
        struct str both = S("one two");
        out->headers[out->header_count++] = (struct header){ "X-Test", { both.at, 3 } };
        out->fixed = S("hello");
    } else {
        answer_echo(q, out);
    }
}

static inline bool test_waits(const struct http_request *q)
{
    return str_begins(q->path, S("/slow")) || str_is(q->path, S("/file-later"));
}

static inline bool test_takes_upload(const struct http_request *q)
{
    return str_begins(q->path, S("/file"));
}

/* One test's server, client and memory. */
struct trial {
    struct arena   arena;
    struct site    site;
    struct server *server;
};

static inline void trial_begin(struct trial *t, struct server_limits limits, bool behind_proxy)
{
    struct str problem;

    memset(t, 0, sizeof *t);
    sem_init(&t->site.entered, 0, 0);
    sem_init(&t->site.go, 0, 0);
    sem_init(&t->site.closed, 0, 0);
    snprintf(t->site.folder, sizeof t->site.folder, "/tmp/server-test-XXXXXX");
    assert_non_null(mkdtemp(t->site.folder));
    t->server = server_start(&t->arena, &(struct server_options){
        .address = "127.0.0.1", .threads = 2, .upload_folder = t->site.folder,
        .behind_proxy = behind_proxy, .limits = limits,
    }, &(struct server_handler){ &t->site, test_handle, test_waits, test_takes_upload }, &problem);
    assert_non_null(t->server);
}

/* The folder must be empty by now: uploads end with their requests. */
static inline void trial_end(struct trial *t)
{
    if (t->server)
        server_stop(t->server);
    assert_int_equal(rmdir(t->site.folder), 0);
    arena_drop(&t->arena);
}

static inline void await(sem_t *s)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += PATIENCE / 1000;
    while (sem_timedwait(s, &t) != 0)
        assert_int_equal(errno, EINTR);
}

/* ---- the client ---------------------------------------------------------------------------- */

static inline int dial_port(uint16_t port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    return fd;
}

static inline int dial(struct trial *t)
{
    int fd = dial_port(server_port(t->server));

    assert_true(fd >= 0);
    return fd;
}

/* False when the server has closed its side. */
static inline bool say_bytes(int fd, const char *at, size_t size)
{
    while (size > 0) {
        ssize_t done = send(fd, at, size, MSG_NOSIGNAL);
        if (done <= 0)
            return false;
        at += done;
        size -= (size_t)done;
    }
    return true;
}

static inline bool say(int fd, const char *text)
{
    return say_bytes(fd, text, strlen(text));
}

struct answer {
    int    status;                      /* 0: the connection ended before a whole head */
    char  *text;                        /* head and body; ends in a NUL */
    char  *body;
    size_t size;                        /* of the body */
    bool   whole;                       /* the body came to its end */
};

/* One more read; 0 at the end of the connection, which a reset is too. */
static inline size_t hear_some(int fd, char *at, size_t room)
{
    struct pollfd p = { fd, POLLIN, 0 };

    assert_int_equal(poll(&p, 1, PATIENCE), 1);
    ssize_t size = recv(fd, at, room, 0);
    return size > 0 ? (size_t)size : 0;
}

/* What is in the chunks from at up to end, moved together; NULL while the last one is not there. */
static inline char *unchunk(char *at, char *end, size_t *size)
{
    char *to = at;
    *size = 0;
    for (;;) {
        char *line = strstr(at, "\r\n");
        if (!line)
            return NULL;
        size_t length = strtoul(at, NULL, 16);
        if ((size_t)(end - line) < length + 4)
            return NULL;
        if (length == 0)
            return line + 4;
        memmove(to + *size, line + 2, length);
        *size += length;
        at = line + 2 + length + 2;
    }
}

/* Reads one answer and not a byte more.  head_only: to a HEAD. */
static inline struct answer hear_answer(int fd, bool head_only)
{
    size_t room = 4u << 20, used = 0, length;
    struct answer out = { .text = calloc(1, room) };
    char *end = NULL;

    while (!(end = strstr(out.text, "\r\n\r\n"))) {
        if (hear_some(fd, out.text + used, 1) == 0)
            return out;
        used++;
    }
    out.status = (int)strtol(out.text + 9, NULL, 10);
    out.body = end + 4;
    const char *given = strcasestr(out.text, "\r\nContent-Length:");
    bool chunked = strcasestr(out.text, "\r\nTransfer-Encoding: chunked") != NULL;
    length = given ? strtoul(given + 17, NULL, 10) : 0;
    if (head_only || out.status == 304 || out.status == 100) {
        out.whole = true;
        return out;
    }
    size_t until = (size_t)(out.body - out.text) + length;
    assert_true(until < room);
    while (chunked ? used < room - 1 : used < until) {
        size_t more = hear_some(fd, out.text + used, chunked ? 1 : until - used);
        if (more == 0)
            return out;
        used += more;
        if (chunked && used > 5 && memcmp(out.text + used - 5, "0\r\n\r\n", 5) == 0)
            break;
    }
    out.size = length;
    if (chunked)
        out.whole = unchunk(out.body, out.text + used, &out.size) != NULL;
    else
        out.whole = true;
    out.body[out.size] = '\0';
    return out;
}

static inline struct answer hear(int fd)
{
    return hear_answer(fd, false);
}

/* Sends, and reads the one answer. */
static inline struct answer ask(int fd, const char *request)
{
    say(fd, request);
    return hear(fd);
}

static inline bool ends(int fd)
{
    char c;

    return hear_some(fd, &c, 1) == 0;
}

static inline void assert_answer(struct answer a, int status, const char *within)
{
    assert_int_equal(a.status, status);
    if (within && !strstr(a.text, within))
        fail_msg("\"%s\" is not in:\n%.2000s", within, a.text);
    free(a.text);
}

/* The connection ends, and nothing was answered with success until then.  Of what the library
 * itself refuses at the end of a head, it sends the answer's head twice. */
static inline bool ends_refusing(int fd)
{
    char rest[4096] = "";
    size_t used = 0, more;

    while (used < sizeof rest - 1 &&
           (more = hear_some(fd, rest + used, sizeof rest - 1 - used)) > 0)
        used += more;
    return !strstr(rest, "HTTP/1.1 2");
}

/* A new connection, one request, its status; the connection must end when told so. */
static inline void assert_status_bytes(struct trial *t, const char *at, size_t size, int status,
                                       bool closes)
{
    int fd = dial(t);

    say_bytes(fd, at, size);
    struct answer a = hear(fd);
    if (a.status != status)
        fail_msg("%d and not %d to:\n%.*s", a.status, status, (int)size, at);
    if (closes && !ends_refusing(fd))
        fail_msg("something else came after the %d to:\n%.*s", status, (int)size, at);
    free(a.text);
    close(fd);
}

#endif
