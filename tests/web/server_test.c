#include "raw.h"

#include <brotli/decode.h>
#include <fcntl.h>
#include <pthread.h>
#include <zlib.h>

#define GET(path) GET_WITH(path, "")
#define GET_WITH(path, lines) "GET " path " HTTP/1.1\r\nHost: x\r\n" lines "\r\n"

static void test_answers_and_keeps_the_connection(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    for (int i = 0; i < 3; i++) {
        struct answer a = ask(fd, GET("/hello"));
        assert_string_equal(a.body, "hello");
        assert_non_null(strstr(a.text, "X-Test: one\r\n"));
        assert_non_null(strstr(a.text, "Content-Type: text/plain; charset=utf-8\r\n"));
        assert_null(strstr(a.text, "Connection: close"));
        assert_answer(a, 200, NULL);
    }
    assert_answer(ask(fd, GET_WITH("/hello", "Connection: close\r\n")), 200, NULL);
    assert_true(ends(fd));
    close(fd);
}

static void test_hands_on_what_the_head_says(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    assert_answer(ask(fd, "GET /a%2Fb/%C3%A9?q=1%202&q=&&x HTTP/1.1\r\nhost: x.nl:8080\r\n"
                          "COOKIE: s=abc; t=\"d\"\r\nOrigin: https://x.nl\r\n"
                          "Sec-Fetch-Site: same-origin\r\n"
                          "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"
                          "HX-Request: true\r\nContent-Type: text/plain \r\n\r\n"), 200,
                  "method=GET\npath=/a%2Fb/%C3%A9\nquery=q=1%202&q=&&x\ncookie=s=abc; t=\"d\"\n"
                  "type=text/plain\norigin=https://x.nl\nfetch_site=same-origin\nhost=x.nl:8080\n"
                  "address=127.0.0.1\nbody=\nsecure=0 fragment=1 too_large=0 fields=0\n");
    close(fd);
}

static void test_believes_its_proxy_only(void **state)
{
    struct trial t;
    (void)state;
    trial_begin(&t, (struct server_limits){ 0 }, true);
    int fd = dial(&t);

    assert_answer(ask(fd, "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1\r\n"
                          "X-Forwarded-For: evil, 2001:db8::7\r\nX-Forwarded-Proto: https\r\n\r\n"),
                  200, "address=2001:db8::7\nbody=\nsecure=1");
    assert_answer(ask(fd, GET_WITH("/", "X-Forwarded-For: 1.1.1.1, <b>\r\n")), 200,
                  "address=127.0.0.1\nbody=\nsecure=0");
    close(fd);
    trial_end(&t);
}

static void test_head_is_get_without_a_body(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    say(fd, "HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    struct answer a = hear_answer(fd, true);
    assert_answer(a, 200, "Content-Length: 5\r\n");
    say(fd, "HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_answer(hear_answer(fd, true), 200, NULL);
    await(&t->site.closed);
    assert_answer(ask(fd, GET("/x")), 200, "method=GET\npath=/x\n");     /* not a byte of a body */
    close(fd);
}

static void test_other_methods_reach_the_handler(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    assert_answer(ask(fd, "OPTIONS /x HTTP/1.1\r\nHost: x\r\n\r\n"), 200, "method=OPTIONS\n");
    assert_answer(ask(fd, "PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"), 200,
                  "method=PUT\n");
    assert_answer(ask(fd, "BREW /x HTTP/1.1\r\nHost: x\r\n\r\n"), 200, "method=BREW\n");
    close(fd);
}

static void test_pipelined_requests_are_answered_in_order(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    sem_post(&t->site.go);
    say(fd, GET("/slow") GET("/hello") "POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"
            "a=b" GET("/last"));
    assert_answer(hear(fd), 200, "\r\n\r\nslow");
    assert_answer(hear(fd), 200, "\r\n\r\nhello");
    assert_answer(hear(fd), 200, "body=a=b\n");
    assert_answer(hear(fd), 200, "path=/last\n");
    await(&t->site.entered);
    close(fd);
}

static void test_bodies(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    assert_answer(ask(fd, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\na=1\r\n4;ext=1\r\n&b=2\r\n0\r\nX-Trailer: 1\r\n\r\n"), 200,
                  "body=a=1&b=2\n");
    say(fd, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\na=1");
    say(fd, "&b=2");
    assert_answer(hear(fd), 200, "body=a=1&b=2\n");
    say(fd, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    assert_answer(hear(fd), 100, NULL);
    say(fd, "a=1");
    assert_answer(hear(fd), 200, "body=a=1\n");
    assert_answer(ask(fd, GET_WITH("/x", "Content-Length: 3\r\n") "a=1"), 200, "body=\n");
    assert_answer(ask(fd, GET("/after")), 200, "path=/after\n");
    close(fd);
}

static void test_http_1_0(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    assert_answer(ask(fd, "GET /hello HTTP/1.0\r\n\r\n"), 200, "\r\n\r\nhello");
    assert_true(ends(fd));
    close(fd);
}

static void test_who_waits_holds_nobody_up(void **state)
{
    struct trial *t = *state;
    enum { SLOW = 4 };
    int slow[SLOW], fd = dial(t);

    for (int i = 0; i < SLOW; i++) {
        slow[i] = dial(t);
        say(slow[i], GET("/slow"));
        await(&t->site.entered);
    }
    for (int i = 0; i < 100; i++)
        assert_answer(ask(fd, GET("/hello")), 200, "hello");
    for (int i = 0; i < SLOW; i++)
        sem_post(&t->site.go);
    for (int i = 0; i < SLOW; i++) {
        assert_answer(hear(slow[i]), 200, "\r\n\r\nslow");
        close(slow[i]);
    }
    close(fd);
}

static void test_too_much_waiting_work_is_told(void **state)
{
    struct trial t;
    int fd[3];
    (void)state;
    trial_begin(&t, (struct server_limits){ .workers = 1, .queue = 1 }, false);

    fd[0] = dial(&t);
    say(fd[0], GET("/slow"));
    await(&t.site.entered);
    for (int i = 1; i < 3; i++) {
        fd[i] = dial(&t);
        say(fd[i], GET("/slow"));
    }
    struct pollfd p[2] = { { fd[1], POLLIN, 0 }, { fd[2], POLLIN, 0 } };
    assert_int_equal(poll(p, 2, PATIENCE), 1);
    int refused = p[0].revents ? 1 : 2;
    assert_answer(hear(fd[refused]), 503, "Retry-After: 5\r\n");
    sem_post(&t.site.go);
    sem_post(&t.site.go);
    for (int i = 0; i < 3; i++) {
        if (i != refused)
            assert_answer(hear(fd[i]), 200, "slow");
        close(fd[i]);

    }
    trial_end(&t);
}

static void test_streams(void **state)
{
    struct trial *t = *state;
    int closes = atomic_load(&t->site.closes), fd = dial(t);

    struct answer a = ask(fd, GET("/stream"));
    assert_true(a.whole);
    assert_int_equal(a.size, 200000);
    assert_int_equal(strspn(a.body, "n"), 200000);
    assert_answer(a, 200, NULL);
    await(&t->site.closed);

    a = ask(fd, GET("/broken"));        /* the connection is reset, and with it may go what was not read yet */
    assert_false(a.whole);
    free(a.text);
    await(&t->site.closed);
    close(fd);

    fd = dial(t);
    say(fd, GET("/endless"));
    char some[1000];
    assert_true(hear_some(fd, some, sizeof some) > 0);
    close(fd);
    await(&t->site.closed);

    fd = dial(t);                       /* a round trip later, none was closed twice */
    assert_answer(ask(fd, GET("/hello")), 200, NULL);
    assert_int_equal(atomic_load(&t->site.closes), closes + 3);
    close(fd);
}

static void test_an_answer_that_would_split_is_not_sent(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);

    say(fd, GET("/bad-header"));
    assert_true(ends(fd));
    close(fd);
}

static size_t expand_gzip(struct answer a, char *out, size_t room)
{
    z_stream z = { .next_in = (Bytef *)a.body, .avail_in = (uInt)a.size,
                   .next_out = (Bytef *)out, .avail_out = (uInt)room };

    assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return z.total_out;
}

static void test_pages_are_compressed_when_wanted(void **state)
{
    struct trial *t = *state;
    int fd = dial(t);
    char out[32768];
    size_t size = sizeof out;

    struct answer plain = ask(fd, GET("/page"));
    assert_null(strstr(plain.text, "Content-Encoding"));
    assert_non_null(strstr(plain.text, "Vary: Accept-Encoding\r\n"));

    struct answer a = ask(fd, GET_WITH("/page", "Accept-Encoding: gzip, deflate, br\r\n"));
    assert_non_null(strstr(a.text, "Content-Encoding: br\r\n"));
    assert_true(a.size < plain.size / 3);
    assert_int_equal(BrotliDecoderDecompress(a.size, (uint8_t *)a.body, &size, (uint8_t *)out),
                     BROTLI_DECODER_RESULT_SUCCESS);
    assert_int_equal(size, plain.size);
    assert_memory_equal(out, plain.body, size);
    assert_answer(a, 200, NULL);

    a = ask(fd, GET_WITH("/page", "Accept-Encoding: br;q=0.0, gzip;q=0.5\r\n"));
    assert_non_null(strstr(a.text, "Content-Encoding: gzip\r\n"));
    assert_int_equal(expand_gzip(a, out, sizeof out), plain.size);
    assert_memory_equal(out, plain.body, plain.size);
    assert_answer(a, 200, NULL);

    a = ask(fd, GET_WITH("/page", "Accept-Encoding: br;q=0, x-gzip, identity\r\n"));
    assert_int_equal(a.size, plain.size);
    assert_answer(a, 200, NULL);
    a = ask(fd, GET_WITH("/hello", "Accept-Encoding: br\r\n"));
    assert_null(strstr(a.text, "Content-Encoding"));
    assert_answer(a, 200, NULL);
    assert_answer(plain, 200, NULL);
    close(fd);
}

/* ---- files --------------------------------------------------------------------------------- */

#define BOUNDARY "----b\r\nContent-Disposition: form-data; name="

static void test_a_form_with_a_file(void **state)
{
    struct trial *t = *state;
    static char file[300000], body[400000], head[300];
    const char *paths[] = { "/file", "/file-later" };

    for (size_t i = 0; i < sizeof file; i++)
        file[i] = "\r\n----ab"[(i * i / 7) % 9];
    char *at = stpcpy(body, BOUNDARY "\"token\"\r\n\r\nabc\r\n"
                            BOUNDARY "\"sheet\"; filename=\"C:\\x\\kl\\\"an\ten.xlsx\"\r\n"
                            "Content-Type: a/b\r\n\r\n");
    memcpy(at, file, sizeof file);
    at = stpcpy(at + sizeof file, "\r\n" BOUNDARY "mode\r\n\r\nbeide\r\n----b--\r\n");
    for (size_t i = 0; i < COUNT(paths); i++) {
        int fd = dial(t);
        snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n"
                 "Content-Type: multipart/form-data; boundary=\"--b\"\r\n\r\n", paths[i],
                 (size_t)(at - body));
        say(fd, head);
        for (const char *from = body; from < at; from += 4999)
            say_bytes(fd, from, at - from < 4999 ? (size_t)(at - from) : 4999);
        struct answer a = hear(fd);
        const char *begin = "token=abc;mode=beide;sheet:kl\"anen.xlsx:";
        assert_memory_equal(a.body, begin, strlen(begin));
        assert_int_equal(a.size, strlen(begin) + sizeof file);
        assert_memory_equal(a.body + strlen(begin), file, sizeof file);
        assert_answer(a, 200, NULL);
        close(fd);
    }
}

static void test_forms_with_files_that_are_wrong(void **state)
{
    struct trial *t = *state;
    static const struct {
        const char *type, *path, *body;
        int         status;
        const char *within;
    } rows[] = {
        { "; boundary=--b", "/file", BOUNDARY "a\r\n\r\n1\r\n----b--\r\n", 200, "a=1;" },
        { "",               "/file", BOUNDARY "a\r\n\r\n1\r\n----b--\r\n", 400, "klopt niet" },
        { "; boundary=x",   "/file", BOUNDARY "a\r\n\r\n1\r\n----b--\r\n", 400, "klopt niet" },
        { "; boundary=--b", "/file", BOUNDARY "a\r\n\r\n1\r\n----b\r\n",   400, "klopt niet" },
        { "; boundary=--b", "/file", BOUNDARY "a\r\n\r\n1",                400, "klopt niet" },
        { "; boundary=--b", "/file", "",                                   400, "klopt niet" },
        { "; boundary=--b", "/elsewhere", BOUNDARY "a\r\n\r\n1\r\n----b--\r\n", 200, "fields=0" },
    };
    char request[1000];

    for (size_t i = 0; i < COUNT(rows); i++) {
        int fd = dial(t);
        snprintf(request, sizeof request, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n"
                 "Content-Type: multipart/form-data%s\r\n\r\n%s", rows[i].path,
                 strlen(rows[i].body), rows[i].type, rows[i].body);
        assert_answer(ask(fd, request), rows[i].status, rows[i].within);
        close(fd);
    }
}

static void test_a_client_that_leaves_leaves_no_file(void **state)
{
    struct trial t;
    (void)state;
    trial_begin(&t, (struct server_limits){ 0 }, false);
    int fd = dial(&t);

    say(fd, "POST /file HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n"
            "Content-Type: multipart/form-data; boundary=--b\r\n\r\n"
            BOUNDARY "f; filename=x\r\n\r\nabc");
    close(fd);
    trial_end(&t);                      /* the folder is empty */
}

/* ---- start and stop ------------------------------------------------------------------------ */

static void *stop(void *what)
{
    server_stop(what);
    return NULL;
}

static void test_stop_finishes_what_was_begun(void **state)
{
    struct trial t;
    pthread_t stopper;
    (void)state;
    trial_begin(&t, (struct server_limits){ 0 }, false);
    uint16_t port = server_port(t.server);
    int slow = dial(&t), idle = dial(&t);

    assert_answer(ask(idle, GET("/hello")), 200, NULL);
    say(slow, GET("/slow"));
    await(&t.site.entered);
    assert_int_equal(pthread_create(&stopper, NULL, stop, t.server), 0);
    for (int fd; (fd = dial_port(port)) >= 0;)
        close(fd);
    assert_answer(ask(idle, GET("/hello")), 200, "Connection: close");
    sem_post(&t.site.go);
    struct answer a = hear(slow);
    assert_non_null(strstr(a.text, "Connection: close"));
    assert_answer(a, 200, "\r\n\r\nslow");
    assert_true(ends(slow));
    pthread_join(stopper, NULL);
    t.server = NULL;
    close(slow);
    close(idle);
    trial_end(&t);
}

static void test_stop_does_not_wait_for_a_client_for_ever(void **state)
{
    struct trial t;
    (void)state;
    trial_begin(&t, (struct server_limits){ .stop = 50 }, false);
    int fd = dial(&t);

    say(fd, GET("/endless"));
    char c;
    assert_int_equal(hear_some(fd, &c, 1), 1);
    server_stop(t.server);
    t.server = NULL;
    await(&t.site.closed);
    close(fd);
    trial_end(&t);
}

struct visits { uint16_t port; atomic_bool over; };

static void *come_and_go(void *what)
{
    struct visits *v = what;

    while (!atomic_load(&v->over)) {
        int fd = dial_port(v->port);
        if (fd >= 0) {
            say(fd, GET("/hello"));
            close(fd);
        }
    }
    return NULL;
}

static int files_open(void)
{
    int count = 0;

    for (int fd = 0; fd < 1024; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void test_stop_while_clients_come_and_go(void **state)
{
    enum { ROUNDS = 40, VISITORS = 4 };
    int open = files_open();
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct trial t;
        pthread_t visitors[VISITORS];
        trial_begin(&t, (struct server_limits){ 0 }, false);
        struct visits v = { .port = server_port(t.server) };
        for (int j = 0; j < VISITORS; j++)
            assert_int_equal(pthread_create(&visitors[j], NULL, come_and_go, &v), 0);
        while (atomic_load(&t.site.handled) < 3)
            sched_yield();
        server_stop(t.server);
        t.server = NULL;
        assert_int_equal(dial_port(v.port), -1);
        atomic_store(&v.over, true);
        for (int j = 0; j < VISITORS; j++)
            pthread_join(visitors[j], NULL);
        trial_end(&t);
    }
    assert_in_range(files_open(), 0, open);
}

static void test_what_prevents_starting_is_said(void **state)
{
    struct trial *t = *state;
    struct arena a = { 0 };
    struct str problem;
    struct server_options o = { .address = "127.0.0.1", .port = server_port(t->server) };
    struct server_handler h = { &t->site, test_handle, test_waits, NULL };

    assert_null(server_start(&a, &o, &h, &problem));
    assert_non_null(strstr(problem.at, "is al in gebruik"));
    o.address = "nowhere";
    assert_null(server_start(&a, &o, &h, &problem));
    assert_non_null(strstr(problem.at, "nowhere"));
    o.upload_folder = "/nowhere/at/all";
    assert_null(server_start(&a, &o, &h, &problem));
    assert_non_null(strstr(problem.at, "/nowhere/at/all"));
    arena_drop(&a);
}

static void test_leftover_uploads_are_removed(void **state)
{
    struct trial t;
    struct str problem;
    char path[128];
    (void)state;
    trial_begin(&t, (struct server_limits){ 0 }, false);

    snprintf(path, sizeof path, "%s/upload-abcdef", t.site.folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fclose(f);
    struct server *s = server_start(&t.arena, &(struct server_options){
        .address = "127.0.0.1", .upload_folder = t.site.folder,
    }, &(struct server_handler){ &t.site, test_handle, test_waits, NULL }, &problem);
    assert_non_null(s);
    assert_int_not_equal(access(path, F_OK), 0);
    server_stop(s);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_and_keeps_the_connection),
        cmocka_unit_test(test_hands_on_what_the_head_says),
        cmocka_unit_test(test_believes_its_proxy_only),
        cmocka_unit_test(test_head_is_get_without_a_body),
        cmocka_unit_test(test_other_methods_reach_the_handler),
        cmocka_unit_test(test_pipelined_requests_are_answered_in_order),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_http_1_0),
        cmocka_unit_test(test_who_waits_holds_nobody_up),
        cmocka_unit_test(test_too_much_waiting_work_is_told),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_an_answer_that_would_split_is_not_sent),
        cmocka_unit_test(test_pages_are_compressed_when_wanted),
        cmocka_unit_test(test_a_form_with_a_file),
        cmocka_unit_test(test_forms_with_files_that_are_wrong),
        cmocka_unit_test(test_a_client_that_leaves_leaves_no_file),
        cmocka_unit_test(test_stop_finishes_what_was_begun),
        cmocka_unit_test(test_stop_does_not_wait_for_a_client_for_ever),
        cmocka_unit_test(test_stop_while_clients_come_and_go),
        cmocka_unit_test(test_what_prevents_starting_is_said),
        cmocka_unit_test(test_leftover_uploads_are_removed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
