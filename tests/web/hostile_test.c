#include "raw.h"

/* ---- heads that can be read in two ways ------------------------------------------------------ */

#define BYTES(literal) literal, sizeof(literal) - 1
#define HEAD_OF(line) BYTES(line "\r\nHost: x\r\n\r\n")
#define GET_WITH(lines) BYTES("GET /x HTTP/1.1\r\nHost: x\r\n" lines "\r\n")
#define POST_WITH(lines, body) BYTES("POST /x HTTP/1.1\r\nHost: x\r\n" lines "\r\n" body)

/* Each is refused before a handler sees it, and nothing that was sent behind it is read. */
static const struct { const char *at; size_t size; int status; } refused[] = {
    { POST_WITH("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400 },
    { POST_WITH("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: 5, 5\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400 },
    { POST_WITH("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400 },
    { POST_WITH("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400 },
    { POST_WITH("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501 },
    { POST_WITH("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501 },
    { POST_WITH("Transfer-Encoding: chunked \r\n", "0\r\n\r\n"), 501 },
    { POST_WITH("Transfer-Encoding: \r\n", ""), 501 },
    { POST_WITH("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400 },
    { POST_WITH("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n"), 400 },
    { BYTES("POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400 },
    { POST_WITH("Content-Length : 5\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: +5\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: -5\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: 0x5\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: 5 6\r\n", "hello"), 400 },
    { POST_WITH("Content-Length: \r\n", "hello"), 400 },
    { POST_WITH("Content-Length: 99999999999999999999\r\n", "hello"), 413 },
    { POST_WITH("Content-Length: 9223372036854775808\r\n", "hello"), 400 },
    { GET_WITH("Host: y\r\n"), 400 },
    { GET_WITH("Cookie: s=1\r\nCookie: s=2\r\n"), 400 },
    { GET_WITH("Origin: https://x\r\norigin: https://y\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\n\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\nHost:\r\n\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\nHost: a b\r\n\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\nHost: a/../b\r\n\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\nHost: user@x\r\n\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\nHost: x, y\r\n\r\n"), 400 },
    { BYTES("GET /x HTTP/1.1\r\n Host: x\r\n\r\n"), 400 },
    { GET_WITH("X-A: a\0b\r\n"), 400 },
    { GET_WITH("X-A: \0\r\n"), 400 },
    { GET_WITH("X-A\0: b\r\n"), 400 },
    { GET_WITH("X-A: a\rb\r\n"), 400 },
    { GET_WITH("X-A: a\r\rb\r\n"), 400 },
    { GET_WITH("X-A: a\x01" "b\r\n"), 400 },
    { GET_WITH("X-A: a\x7f" "b\r\n"), 400 },
    { GET_WITH("X-A: a\nX-B: b\r\n"), 400 },
    { GET_WITH("X-A: a\r\n b\r\n"), 400 },
    { GET_WITH("X-A: a\r\n\tb\r\n"), 400 },
    { POST_WITH("Content-Lengt: 5\r\n h\r\n", "hello"), 400 },
    { GET_WITH(": b\r\n"), 400 },
    { GET_WITH("X A: b\r\n"), 400 },
    { GET_WITH("X-A b\r\n"), 400 },
    { GET_WITH("X-\xc3\xa9: b\r\n"), 400 },
    { GET_WITH("X(A): b\r\n"), 400 },
    { HEAD_OF("GET http://x/y HTTP/1.1"), 400 },
    { HEAD_OF("GET x HTTP/1.1"), 400 },
    { HEAD_OF("GET ../x HTTP/1.1"), 400 },
    { HEAD_OF("OPTIONS * HTTP/1.1"), 400 },
    { HEAD_OF("CONNECT x:80 HTTP/1.1"), 400 },
    { HEAD_OF("GET /a b HTTP/1.1"), 400 },
    { HEAD_OF("GET  /x HTTP/1.1"), 400 },
    { HEAD_OF("GET /x  HTTP/1.1"), 400 },
    { HEAD_OF("GET\t/x HTTP/1.1"), 400 },
    { HEAD_OF("GET /x#y HTTP/1.1"), 400 },
    { HEAD_OF("GET /\xc3\xa9 HTTP/1.1"), 400 },
    { HEAD_OF("GET /a\0b HTTP/1.1"), 400 },
    { HEAD_OF("GET /a?q=a\0b HTTP/1.1"), 400 },
    { HEAD_OF("GET /a\0HTTP/1.1 HTTP/1.1"), 400 },
    { HEAD_OF("GET /a\x01 HTTP/1.1"), 400 },
    { HEAD_OF("GET /a\r HTTP/1.1"), 400 },
    { HEAD_OF("G(T /x HTTP/1.1"), 400 },
    { HEAD_OF("GET /x HTTP/2.0"), 505 },
    { HEAD_OF("GET /x http/1.1"), 400 },
    { HEAD_OF("GET /x HTTP/1.1 "), 400 },
    { HEAD_OF("GET /x"), 400 },
    { BYTES("GET /x HTTP/1.1\nHost: x\n\n"), 400 },
    { BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505 },
    { BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), 0 },
};

static void test_doubtful_heads_are_refused(void **state)
{
    struct trial *t = *state;
    static const char behind[] = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    char all[1000];

    for (size_t i = 0; i < COUNT(refused); i++) {
        assert_status_bytes(t, refused[i].at, refused[i].size, refused[i].status, true);
        assert_true(refused[i].size + sizeof behind < sizeof all);
        memcpy(all, refused[i].at, refused[i].size);
        memcpy(all + refused[i].size, behind, sizeof behind - 1);
        assert_status_bytes(t, all, refused[i].size + sizeof behind - 1, refused[i].status, true);
    }
    assert_int_equal(atomic_load(&t->site.handled), 0);
}

/* Seen by the library once the head was taken: the handler is not reached, the connection ends. */
static void test_wrong_chunks_are_refused(void **state)
{
    struct trial *t = *state;
    static const char *const bodies[] = {
        "0x5\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "5\r\nhelloo\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "5 5\r\nhello\r\n0\r\n\r\n",
        "g\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    };
    char request[300];

    for (size_t i = 0; i < COUNT(bodies); i++) {
        int fd = dial(t);
        snprintf(request, sizeof request, "POST /x HTTP/1.1\r\nHost: x\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n%s", bodies[i]);
        struct answer a = ask(fd, request);
        assert_true(a.status == 400 || a.status == 413);
        assert_true(ends(fd));
        free(a.text);
        close(fd);
    }
    assert_int_equal(atomic_load(&t->site.handled), 0);
}

static void test_odd_but_plain_heads_pass(void **state)
{
    struct trial *t = *state;
    static const struct { const char *at; size_t size; } rows[] = {
        { GET_WITH("X-A:\r\n") },
        { GET_WITH("X-A:  \t b \t \r\n") },
        { GET_WITH("X-A: \xc3\xa9\xff\r\n") },
        { GET_WITH("!#$%&'*+-.^_`|~09azAZ: b\r\n") },
        { GET_WITH("X-A: 1\r\nX-A: 2\r\nAccept-Encoding: a\r\nAccept-Encoding: b\r\n") },
        { BYTES("GET /%00?a=%00&&=%zz&b HTTP/1.1\r\nHOST: [::1]:80\r\n\r\n") },
        { BYTES("GET //a/../b;c=d?e?f/g HTTP/1.1\r\nHost: x\r\n\r\n") },
        { BYTES("\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n") },
        { POST_WITH("Content-Length: 0\r\n", "") },
        { POST_WITH("Content-Length: 005\r\n", "hello") },
        { POST_WITH("transfer-encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n") },
        { POST_WITH("", "") },
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_status_bytes(t, rows[i].at, rows[i].size, 200, false);
}

/* ---- much ---------------------------------------------------------------------------------- */

static char *repeat(char *at, const char *what, size_t times)
{
    while (times-- > 0)
        at = stpcpy(at, what);
    return at;
}

static void test_large_heads(void **state)
{
    struct trial *t = *state;
    static char request[200000];
    char *at = stpcpy(request, "GET /");

    at = repeat(at, "x", 8000);
    at = stpcpy(at, " HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_status_bytes(t, request, (size_t)(at - request), 200, false);

    at = repeat(stpcpy(request, "GET /"), "x", 100000);
    at = stpcpy(at, " HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_status_bytes(t, request, (size_t)(at - request), 414, false);

    at = repeat(stpcpy(request, "GET /x HTTP/1.1\r\nHost: x\r\nCookie: "), "x", 17000);
    at = stpcpy(at, "\r\n\r\n");
    assert_status_bytes(t, request, (size_t)(at - request), 431, true);

    at = repeat(stpcpy(request, "GET /x HTTP/1.1\r\nHost: x\r\n"), "A: b\r\n", 101);
    at = stpcpy(at, "\r\n");
    assert_status_bytes(t, request, (size_t)(at - request), 431, true);
    assert_int_equal(atomic_load(&t->site.handled), 1);
}

/* Says a body of this many bytes behind a head; the server may end it. */
static struct answer send_body(int fd, const char *head, const char *begin, size_t size,
                               const char *end)
{
    static char block[65536];

    memset(block, 'x', sizeof block);
    say(fd, head);
    say(fd, begin);
    for (size_t left = size; left > 0;) {
        size_t part = left < sizeof block ? left : sizeof block;
        if (!say_bytes(fd, block, part))
            break;
        left -= part;
    }
    say(fd, end);
    return hear(fd);
}

#define LARGE_FORM "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: "

static void test_large_forms_are_read_and_told(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    struct answer a = send_body(fd, LARGE_FORM "1048576\r\n\r\n", "a=", 1048574, "");
    assert_non_null(strstr(a.text, "\nsecure=0 fragment=0 too_large=0"));
    assert_answer(a, 200, "body=a=xxxx");
    assert_answer(send_body(fd, LARGE_FORM "1048577\r\n\r\n", "a=", 1048575, ""), 413,
                  "body=\nsecure=0 fragment=0 too_large=1");
    assert_answer(send_body(fd, LARGE_FORM "10485760\r\n\r\n", "a=", 10485758, ""), 413,
                  "body=\nsecure=0 fragment=0 too_large=1");
    assert_answer(send_body(fd, "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                            "a00000\r\n", 10485760, "\r\n0\r\n\r\n"), 413, "too_large=1");
    close(fd);

    fd = dial(t);                       /* not worth reading: told at once, also when it waits */
    assert_answer(ask(fd, LARGE_FORM "99999999999\r\n\r\n"), 413, "too_large=1");
    assert_true(ends(fd));
    close(fd);
    fd = dial(t);
    sem_post(&t->site.go);
    assert_answer(ask(fd, "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"),
                  413, "slow");
    assert_true(ends(fd));
    close(fd);
    await(&t->site.entered);
}

static void test_a_body_without_end_is_cut(void **state)
{
    struct trial t;
    (void)state;
    trial_begin(&t, (struct server_limits){ .form = 1000, .drain = 100000 }, false);
    int fd = dial(&t);

    struct answer a = send_body(fd, "POST /x HTTP/1.1\r\nHost: x\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n", "7fffffff\r\n", 4000000, "");
    assert_int_equal(a.status, 0);
    assert_int_equal(atomic_load(&t.site.handled), 0);
    free(a.text);
    close(fd);
    trial_end(&t);
}

#define FORM_TO(path, length) "POST " path " HTTP/1.1\r\nHost: x\r\n" \
    "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " length "\r\n\r\n"
#define PART(name) "--b\r\nContent-Disposition: form-data; name=" name "\r\n\r\n"

static void test_large_files_are_read_and_told(void **state)
{
    struct trial t;
    char head[300];
    (void)state;
    trial_begin(&t, (struct server_limits){ .upload = 1000000, .form = 1000 }, false);
    int fd = dial(&t);
    const char *begin = PART("f; filename=a.xlsx"), *field = PART("f"), *end = "\r\n--b--\r\n";

    for (size_t size = 999999; size <= 1000001; size++) {
        snprintf(head, sizeof head, FORM_TO("/file", "%zu"), strlen(begin) + size + strlen(end));
        struct answer a = send_body(fd, head, begin, size, end);
        if (size <= 1000000)
            assert_int_equal(a.size, size + strlen("f:a.xlsx:"));
        assert_answer(a, size <= 1000000 ? 200 : 413, NULL);
    }
    snprintf(head, sizeof head, FORM_TO("/file", "%zu"), strlen(field) + 1001 + strlen(end));
    assert_answer(send_body(fd, head, field, 1001, end), 413, NULL);
    close(fd);
    trial_end(&t);
}

static void test_many_fields(void **state)
{
    struct trial *t = *state;
    static char request[700000];
    char head[300];

    for (size_t fields = 10000; fields <= 10001; fields++) {
        int fd = dial(t);
        char *at = repeat(request, PART("a") "\r\n", fields);
        at = stpcpy(at, "--b--\r\n");
        snprintf(head, sizeof head, FORM_TO("/file", "%zu"), (size_t)(at - request));
        say(fd, head);
        say_bytes(fd, request, (size_t)(at - request));
        struct answer a = hear(fd);
        assert_int_equal(a.size, fields == 10000 ? 30000 : 0);
        assert_answer(a, fields == 10000 ? 200 : 413, NULL);
        close(fd);
    }
}

static void test_more_connections_than_allowed(void **state)
{
    struct trial t;
    enum { ALLOWED = 8 };
    int fd[ALLOWED + 1];
    (void)state;
    trial_begin(&t, (struct server_limits){ .per_address = ALLOWED }, false);

    for (int i = 0; i < ALLOWED; i++) {
        fd[i] = dial(&t);
        assert_answer(ask(fd[i], "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"), 200, "hello");
    }
    fd[ALLOWED] = dial(&t);
    assert_true(ends(fd[ALLOWED]));
    for (int i = 0; i <= ALLOWED; i++)
        close(fd[i]);
    trial_end(&t);
}

/* ---- slow clients -------------------------------------------------------------------------- */

static const struct server_limits hasty = { .idle = 300, .patience = 300 };

enum { MOST_CLIENTS = 16 };

/* Each says its beginning and then nothing more, or a byte whenever 10 ms pass: all are cut. */
static void assert_all_cut(struct trial *t, const char *const *begins, size_t count, bool dripping)
{
    struct pollfd p[MOST_CLIENTS];
    size_t open = count;
    char c;

    assert_true(count <= MOST_CLIENTS);
    for (size_t i = 0; i < count; i++) {
        p[i] = (struct pollfd){ dial(t), POLLIN, 0 };
        say(p[i].fd, begins[i]);
    }
    for (int round = 0; open > 0 && round < PATIENCE / 10; round++) {
        poll(p, count, 10);
        for (size_t i = 0; i < count; i++) {
            if (p[i].fd >= 0 && p[i].revents && recv(p[i].fd, &c, 1, 0) <= 0) {
                close(p[i].fd);
                p[i].fd = -1;           /* poll() passes over it */
                open--;
            } else if (p[i].fd >= 0 && dripping) {
                say(p[i].fd, "a");
            }
        }
    }
    assert_int_equal(open, 0);
}

static void test_slow_clients_are_cut(void **state)
{
    static const char *const begins[] = {
        "", "GET /", "GET /hello HTTP/1.1\r\nHost: x\r\nX-A: ", LARGE_FORM "100000\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n",
        FORM_TO("/file", "100000") PART("f; filename=x"),
    };
    struct trial t;
    (void)state;
    trial_begin(&t, hasty, false);

    assert_all_cut(&t, begins, COUNT(begins), false);
    assert_all_cut(&t, begins, COUNT(begins), true);
    assert_int_equal(atomic_load(&t.site.handled), 0);
    trial_end(&t);
}

static void test_idle_and_unread_connections_are_cut(void **state)
{
    struct trial t;
    (void)state;
    trial_begin(&t, hasty, false);
    int fd = dial(&t);

    assert_answer(ask(fd, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"), 200, "hello");
    assert_true(ends(fd));
    close(fd);

    fd = dial(&t);                      /* who takes nothing of what he asked for */
    say(fd, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    await(&t.site.closed);
    close(fd);

    fd = dial(&t);                      /* a handler may take as long as it wants */
    say(fd, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    await(&t.site.entered);
    assert_all_cut(&t, (const char *[]){ "" }, 1, false);
    sem_post(&t.site.go);
    assert_answer(hear(fd), 200, "slow");
    close(fd);
    trial_end(&t);
}

/* What is larger than one piece may take longer than patience, as long as it moves.  On a busy machine the client stands
 * still for a while, too: patience is fifty times what it means to. */
static void test_a_steady_upload_is_not_cut(void **state)
{
    enum { STEPS = 60, STEP = 64 * 1024, PAUSE = 60, ALLOWED = 50 * PAUSE };
    static char block[STEP];
    struct trial t;
    char head[300];
    (void)state;
    trial_begin(&t, (struct server_limits){ .idle = ALLOWED, .patience = ALLOWED }, false);
    int fd = dial(&t);
    struct pollfd p = { fd, POLLIN, 0 };

    memset(block, 'x', sizeof block);
    const char *begin = PART("f; filename=a"), *end = "\r\n--b--\r\n";
    snprintf(head, sizeof head, FORM_TO("/file", "%zu"),
             strlen(begin) + STEPS * STEP + strlen(end));
    say(fd, head);
    say(fd, begin);
    for (int i = 0; i < STEPS; i++) {
        assert_true(say_bytes(fd, block, sizeof block));
        assert_int_equal(poll(&p, 1, PAUSE), 0);
    }
    say(fd, end);
    struct answer a = hear(fd);
    assert_int_equal(a.size, STEPS * STEP + strlen("f:a:"));
    assert_answer(a, 200, NULL);
    close(fd);
    trial_end(&t);
}

static int begin(void **state)
{
    *state = calloc(1, sizeof(struct trial));
    trial_begin(*state, (struct server_limits){ 0 }, false);
    return 0;
}

static int end(void **state)
{
    trial_end(*state);
    free(*state);
    return 0;
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(test_doubtful_heads_are_refused),
        WITH_SERVER(test_wrong_chunks_are_refused),
        WITH_SERVER(test_odd_but_plain_heads_pass),
        WITH_SERVER(test_large_heads),
        WITH_SERVER(test_large_forms_are_read_and_told),
        cmocka_unit_test(test_a_body_without_end_is_cut),
        cmocka_unit_test(test_large_files_are_read_and_told),
        WITH_SERVER(test_many_fields),
        cmocka_unit_test(test_more_connections_than_allowed),
        cmocka_unit_test(test_slow_clients_are_cut),
        cmocka_unit_test(test_idle_and_unread_connections_are_cut),
        cmocka_unit_test(test_a_steady_upload_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
