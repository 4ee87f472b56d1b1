#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fault.h"
#include "web/multipart.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static const struct multipart_limits limits = { .fields = 3, .text = 100, .file = 50 };
static const char type[] = "multipart/form-data; charset=utf-8; Boundary=\"x-Y\"";

#define FIELD_HEAD "\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n"
#define FILE_HEAD "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.b\"\r\n\r\n"

/* Feeds it in two pieces, and writes down what came of it. */
static enum multipart_result read_form(struct arena *a, const char *body, size_t size, size_t cut,
                                       struct buf *out)
{
    struct multipart *m = multipart_begin(a, str_from(type), folder, &limits);
    struct pairs fields = { 0 };
    const struct upload *upload = NULL;
    char content[64] = "";

    multipart_feed(m, body, cut);
    multipart_feed(m, body + cut, size - cut);
    enum multipart_result result = multipart_end(m, &fields, &upload);
    for (size_t i = 0; i < fields.count; i++)
        buf_print(out, "%s=%s;", fields.at[i].name.at, fields.at[i].value.at);
    if (upload) {
        FILE *f = fopen(upload->path, "rb");
        assert_non_null(f);
        assert_int_equal(fread(content, 1, sizeof content, f), upload->size);
        fclose(f);
        buf_print(out, "%s:%s:%s", upload->field.at, upload->name.at, content);
    }
    return result;
}

static const struct {
    const char *body;
    enum multipart_result result;
    const char *what;
} rows[] = {
    { "--x-Y" FIELD_HEAD "v\r\n--x-Y--", MULTIPART_GOOD, "f=v;" },
    { "--x-Y" FIELD_HEAD "\r\n--x-Y--\r\nepilogue \r\n--x-Y", MULTIPART_GOOD, "f=;" },
    { "preamble\r\n--x-Y \t" FIELD_HEAD "v\r\n--x-Y--\r\n", MULTIPART_GOOD, "f=v;" },
    { "--x-Y" FIELD_HEAD "a\r\n\r\r\n--x-\r\n--x-y\r\n--\r\n\r\n--x-Y--\r\n", MULTIPART_GOOD,
      "f=a\r\n\r\r\n--x-\r\n--x-y\r\n--\r\n;" },
    { "--x-Y" FIELD_HEAD "1\r\n--x-Y" FILE_HEAD "\r\n--x-Z\r\n\r\n--x-Y" FIELD_HEAD "2\r\n--x-Y--",
      MULTIPART_GOOD, "f=1;f=2;f:a.b:\r\n--x-Z\r\n" },
    { "--x-Y" FILE_HEAD "\r\n--x-Y--", MULTIPART_GOOD, "f:a.b:" },
    { "--x-Y\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--x-Y--",
      MULTIPART_GOOD, "" },
    { "--x-Y\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION:form-data;NAME = f ; z\r\n\r\nv\r\n--x-Y--",
      MULTIPART_GOOD, "f=v;" },
    { "--x-Y\r\nContent-Disposition: form-data; name=\"a\\\"b\\c;d\"\r\n\r\nv\r\n--x-Y--",
      MULTIPART_GOOD, "a\"b\\c;d=v;" },
    { "--x-Y\r\nContent-Disposition: form-data; name=f; filename=\"../../etc/pass\x01wd\"\r\n\r\n"
      "v\r\n--x-Y--", MULTIPART_GOOD, "f:passwd:v" },
    { "--x-Y--", MULTIPART_GOOD, "" },

    { "", MULTIPART_WRONG, "" },
    { "no form", MULTIPART_WRONG, "" },
    { "--x-Y" FIELD_HEAD "v", MULTIPART_WRONG, "" },
    { "--x-Y" FIELD_HEAD "v\r\n--x-Y", MULTIPART_WRONG, "" },
    { "--x-Y" FIELD_HEAD "v\r\n--x-Y\r\n", MULTIPART_WRONG, "" },
    { "--x-Y" FIELD_HEAD "v\r\n--x-YZ\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y" FIELD_HEAD "v\r\n--x-Y-\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y\n" FIELD_HEAD "v\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y                    " FIELD_HEAD "v\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y\r\n\r\nv\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y\r\nContent-Disposition: attachment; name=f\r\n\r\nv\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x-Y--", MULTIPART_WRONG, "" },
    { "--x-Y" FILE_HEAD "1\r\n--x-Y" FILE_HEAD "2\r\n--x-Y--", MULTIPART_WRONG, "" },

    { "--x-Y" FIELD_HEAD "\r\n--x-Y" FIELD_HEAD "\r\n--x-Y" FIELD_HEAD "\r\n--x-Y--", MULTIPART_GOOD,
      "f=;f=;f=;" },
    { "--x-Y" FIELD_HEAD "\r\n--x-Y" FIELD_HEAD "\r\n--x-Y" FIELD_HEAD "\r\n--x-Y" FIELD_HEAD
      "\r\n--x-Y--", MULTIPART_TOO_LARGE, "" },
    { "--x-Y" FIELD_HEAD "123456789 123456789 123456789 123456789 123456789 123456789 123456789 "
      "123456789 123456789 123456789\r\n--x-Y--", MULTIPART_GOOD,
      "f=123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 "
      "123456789;" },
    { "--x-Y" FIELD_HEAD "123456789 123456789 123456789 123456789 123456789 123456789 123456789 "
      "123456789 123456789 123456789 \r\n--x-Y--", MULTIPART_TOO_LARGE, "" },
    { "--x-Y" FILE_HEAD "123456789 123456789 123456789 123456789 1234567890\r\n--x-Y--",
      MULTIPART_GOOD, "f:a.b:123456789 123456789 123456789 123456789 1234567890" },
    { "--x-Y" FILE_HEAD "123456789 123456789 123456789 123456789 12345678901\r\n--x-Y--",
      MULTIPART_TOO_LARGE, "" },
};

static size_t files_left(void)
{
    size_t count = 0;
    DIR *d = opendir(folder);

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        count += e->d_name[0] != '.';
    closedir(d);
    return count;
}

static void test_forms_cut_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t size = strlen(rows[i].body);
        for (size_t cut = 0; cut <= size; cut++) {
            struct arena a = { 0 };
            struct buf out = { .arena = &a };
            buf_open(&out, 1000);
            enum multipart_result result = read_form(&a, rows[i].body, size, cut, &out);
            if (result != rows[i].result || !str_is(buf_str(&out), str_from(rows[i].what)))
                fail_msg("row %zu cut at %zu: %d, %.*s", i, cut, result, (int)out.len, out.at);
            arena_drop(&a);
        }
    }
    assert_int_equal(files_left(), 0);
}

static void test_large_and_odd_heads(void **state)
{
    struct arena a = { 0 };
    struct buf body = { .arena = &a }, out = { .arena = &a };
    static const char nul[] = "--x-Y\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n"
                              "\r\n--x-Y--";
    (void)state;

    assert_int_equal(read_form(&a, nul, sizeof nul - 1, 0, &out), MULTIPART_WRONG);
    buf_add(&body, S("--x-Y\r\nContent-Disposition: form-data; name=\""));
    while (body.len < 5000)
        buf_char(&body, 'x');
    buf_add(&body, S("\"\r\n\r\nv\r\n--x-Y--"));
    assert_int_equal(read_form(&a, body.at, body.len, 100, &out), MULTIPART_WRONG);
    arena_drop(&a);
}

static void test_boundaries(void **state)
{
    static const struct { const char *type; enum multipart_result result; } types[] = {
        { "multipart/form-data; boundary=b", MULTIPART_GOOD },
        { "multipart/form-data ;BOUNDARY=\"b\" ", MULTIPART_GOOD },
        { "multipart/form-data; a=\"; boundary=c\"; boundary=b", MULTIPART_GOOD },
        { "multipart/form-data", MULTIPART_WRONG },
        { "multipart/form-data; boundary=", MULTIPART_WRONG },
        { "multipart/form-data; boundary=\"", MULTIPART_WRONG },
        { "multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678"
          "9012345678901", MULTIPART_WRONG },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        struct arena a = { 0 };
        struct pairs fields;
        const struct upload *upload;
        struct multipart *m = multipart_begin(&a, str_from(types[i].type), folder, &limits);
        assert_int_equal(multipart_feed(m, "--b--", 5), types[i].result);
        assert_int_equal(multipart_end(m, &fields, &upload), types[i].result);
        arena_drop(&a);
    }
}

static void test_a_disk_that_fails(void **state)
{
    struct arena a = { 0 };
    struct multipart *m = multipart_begin(&a, str_from(type), "/nowhere", &limits);
    static const char body[] = "--x-Y" FILE_HEAD "v\r\n--x-Y--";
    (void)state;

    assert_int_equal(multipart_feed(m, body, sizeof body - 1), MULTIPART_NO_DISK);
    arena_drop(&a);
}

/* Wherever memory ends, the file does not stay. */
static void test_memory_that_ends(void **state)
{
    static const char body[] = "--x-Y" FIELD_HEAD "v\r\n--x-Y" FILE_HEAD "w\r\n--x-Y--";
    static volatile size_t n;
    static volatile bool ended;
    (void)state;

    ended = true;
    for (n = 1; ended; n++) {
        struct arena a = { 0 }, other = { 0 };
        struct buf out = { .arena = &other };
        struct fault here;

        buf_open(&out, 1000);
        arena_fail_at(n);
        FAULT_BEGIN(&here);
        ended = true;
        if (setjmp(here.back) == 0) {
            assert_int_equal(read_form(&a, body, sizeof body - 1, 0, &out), MULTIPART_GOOD);
            ended = false;
        }
        FAULT_END(&here);
        arena_fail_at(0);
        arena_drop(&a);
        arena_drop(&other);
        assert_int_equal(files_left(), 0);
    }
    assert_true(n > 5);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/multipart-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms_cut_anywhere),
        cmocka_unit_test(test_large_and_odd_heads),
        cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_a_disk_that_fails),
        cmocka_unit_test(test_memory_that_ends),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
