/* A zip archive gives what was put in, or says that it can not be trusted. */
#include "made.h"

#include "format/zip.h"

static struct arena arena;

static struct str part_read(struct zip *z, const char *name, struct file_error *error)
{
    struct buf b = { .arena = &arena };
    struct zip_part *p = zip_part_open(z, &arena, str_from(name), error);
    char some[1000];

    buf_add(&b, S(""));
    for (size_t n; p && (n = zip_part_read(p, some, sizeof some, error)) > 0;)
        buf_add(&b, (struct str){ some, n });
    return buf_str(&b);
}

/* The problem of opening the archive and reading its part "a". */
static enum file_problem problem_of(struct str file, const struct sheet_limits *limits)
{
    struct file_error error = { 0 };
    int fd = made_file(file);
    struct zip *z = zip_open(&arena, fd, limits, &error);

    if (z)
        part_read(z, "a", &error);
    close(fd);
    assert_true((error.problem == FILE_FINE) == (error.what == NULL));
    return error.problem;
}

static struct str one(struct made_part p)
{
    struct made_zip z = { .data.arena = &arena };

    if (!p.name.len)
        p.name = S("a");
    if (!p.bytes.len)
        p.bytes = S("hello hello hello hello");
    made_add(&z, p);
    return made_end(&z);
}

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void parts_are_found_without_case_and_with_either_slash(void **state)
{
    struct made_zip m = { .data.arena = &arena };
    struct file_error error = { 0 };
    (void)state;

    made_add(&m, (struct made_part){ .name = S("xl\\Sheets\\One.XML"), .bytes = S("one") });
    made_add(&m, (struct made_part){ .name = S("/b"), .bytes = S("two"), .stored = true });
    made_add(&m, (struct made_part){ .name = S("a/"), .bytes = S("") });
    struct zip *z = zip_open(&arena, made_file(made_end(&m)), &sheet_limits_usual, &error);
    assert_non_null(z);
    assert_true(zip_has(z, S("XL/sheets/one.xml")));
    assert_true(zip_has(z, S("/xl/sheets/one.xml")));
    assert_false(zip_has(z, S("xl/sheets/one")));
    assert_string_equal(part_read(z, "xl/sheets/one.xml", &error).at, "one");
    assert_string_equal(part_read(z, "B", &error).at, "two");
    assert_string_equal(part_read(z, "a/", &error).at, "");
    assert_int_equal(error.problem, FILE_FINE);
    assert_null(zip_part_open(z, &arena, S("c"), &error));
    assert_int_equal(error.problem, FILE_FINE);
}

static void what_is_not_true_is_refused(void **state)
{
    static const struct {
        const char *what;
        struct made_part part;
        enum file_problem problem;
    } cases[] = {
        { "as it should be", { .stored = false }, FILE_FINE },
        { "stored", { .stored = true }, FILE_FINE },
        { "crc", { .crc_wrong = 1 }, FILE_DAMAGED },
        { "crc, stored", { .crc_wrong = 1, .stored = true }, FILE_DAMAGED },
        { "larger", { .size_wrong = -1 }, FILE_DAMAGED },
        { "smaller", { .size_wrong = 1 }, FILE_DAMAGED },
        { "sizes differ", { .size_wrong = 1, .stored = true }, FILE_DAMAGED },
        { "data goes on", { .packed_wrong = 5 }, FILE_DAMAGED },
        { "data cut", { .packed_wrong = -1 }, FILE_DAMAGED },
        { "header elsewhere", { .at_wrong = 1 }, FILE_DAMAGED },
        { "header outside", { .at_wrong = 1000 }, FILE_DAMAGED },
        { "encrypted", { .flags = 1 }, FILE_PASSWORD },
        { "strongly encrypted", { .flags = 1 << 6 }, FILE_PASSWORD },
        { "bzip2", { .method = 12 }, FILE_DAMAGED },
        { "stored as deflated", { .method = 8, .stored = true }, FILE_DAMAGED },
        { "two names", { .local_name = { "b", 1 } }, FILE_DAMAGED },
        { "huge", { .size_wrong = 2000000000 }, FILE_BOMB },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        enum file_problem problem = problem_of(one(cases[i].part), &sheet_limits_usual);
        if (problem != cases[i].problem)
            fail_msg("%s: %d", cases[i].what, (int)problem);
    }
}

static void no_two_entries_share_a_name_or_data(void **state)
{
    struct made_zip names = { .data.arena = &arena }, data = { .data.arena = &arena };
    (void)state;

    made_add(&names, (struct made_part){ .name = S("a"), .bytes = S("1") });
    made_add(&names, (struct made_part){ .name = S("A"), .bytes = S("2") });
    assert_int_equal(problem_of(made_end(&names), &sheet_limits_usual), FILE_DAMAGED);
    made_add(&data, (struct made_part){ .name = S("a"), .bytes = S("1") });
    made_add(&data, (struct made_part){ .name = S("b"), .bytes = S("1"), .at_wrong = -34 });
    assert_int_equal(problem_of(made_end(&data), &sheet_limits_usual), FILE_DAMAGED);
}

static void a_file_cut_off_anywhere_is_refused(void **state)
{
    struct str whole = one((struct made_part){ .stored = true });
    (void)state;

    for (size_t len = 4; len < whole.len; len++)
        assert_int_equal(problem_of((struct str){ whole.at, len }, &sheet_limits_usual),
                         FILE_TRUNCATED);
    assert_int_equal(problem_of((struct str){ whole.at, 0 }, &sheet_limits_usual), FILE_EMPTY);
}

static void a_changed_byte_is_never_missed_in_the_data(void **state)
{
    struct str whole = one((struct made_part){ .stored = true });
    char *changed = (char *)(uintptr_t)whole.at;
    (void)state;

    for (size_t at = 31; at < 31 + 23; at++) {
        changed[at] = (char)(changed[at] ^ 4);
        assert_int_equal(problem_of(whole, &sheet_limits_usual), FILE_DAMAGED);
        changed[at] = (char)(changed[at] ^ 4);
    }
    assert_int_equal(problem_of(whole, &sheet_limits_usual), FILE_FINE);
}

/* The same archive with its end told in the wide records of zip64, and the size in the extra
 * field. */
static void wide_records_are_read(void **state)
{
    struct buf b = { .arena = &arena };
    struct str bytes = S("wide");
    (void)state;

    buf_add(&b, S("PK\3\4"));
    made_common(&b, &(struct made_part){ .bytes = bytes, .stored = true }, bytes, S("a"));
    buf_add(&b, S("awide"));
    size_t directory = b.len;
    buf_add(&b, S("PK\1\2"));
    made_number(&b, 45, 2);
    made_number(&b, 45, 2);
    made_number(&b, 0, 8);
    made_number(&b, (uint32_t)crc32(0, (const Bytef *)"wide", 4), 4);
    made_number(&b, 0xffffffff, 4);
    made_number(&b, 0xffffffff, 4);
    made_number(&b, 1, 2);
    made_number(&b, 28, 2);
    made_number(&b, 0, 10);
    made_number(&b, 0xffffffff, 4);
    buf_add(&b, S("a"));
    made_number(&b, 1, 2);
    made_number(&b, 24, 2);
    made_number(&b, 4, 8);
    made_number(&b, 4, 8);
    made_number(&b, 0, 8);
    size_t end = b.len;
    buf_add(&b, S("PK\6\6"));
    made_number(&b, 44, 8);
    made_number(&b, 45, 4);
    made_number(&b, 0, 8);
    made_number(&b, 1, 8);
    made_number(&b, 1, 8);
    made_number(&b, end - directory, 8);
    made_number(&b, directory, 8);
    buf_add(&b, S("PK\6\7"));
    made_number(&b, 0, 4);
    made_number(&b, end, 8);
    made_number(&b, 1, 4);
    buf_add(&b, S("PK\5\6"));
    made_number(&b, 0, 4);
    made_number(&b, 0xffff, 2);
    made_number(&b, 0xffff, 2);
    made_number(&b, 0xffffffff, 4);
    made_number(&b, 0xffffffff, 4);
    made_number(&b, 0, 2);
    assert_int_equal(problem_of(buf_str(&b), &sheet_limits_usual), FILE_FINE);
    assert_int_equal(problem_of((struct str){ b.at + 1, b.len - 1 }, &sheet_limits_usual),
                     FILE_DAMAGED);
}

static void limits_hold(void **state)
{
    struct sheet_limits limits = sheet_limits_usual;
    char *many = arena_take(&arena, 1 << 20);
    struct str blanks = { many, 1 << 20 };
    (void)state;

    memset(many, ' ', blanks.len);
    struct str bomb = one((struct made_part){ .bytes = blanks });
    assert_int_equal(problem_of(bomb, &limits), FILE_FINE);
    limits.ratio_from = 1 << 16;
    assert_int_equal(problem_of(bomb, &limits), FILE_BOMB);
    limits = sheet_limits_usual;
    limits.total_bytes = 1000;
    assert_int_equal(problem_of(bomb, &limits), FILE_TOO_LARGE);
    limits = sheet_limits_usual;
    limits.file_bytes = bomb.len - 1;
    assert_int_equal(problem_of(bomb, &limits), FILE_TOO_LARGE);
    limits = sheet_limits_usual;
    limits.entries = 0;
    assert_int_equal(problem_of(bomb, &limits), FILE_TOO_LARGE);
    limits = sheet_limits_usual;
    limits.directory_bytes = 10;
    assert_int_equal(problem_of(bomb, &limits), FILE_TOO_LARGE);
}

static void what_is_no_archive_is_named(void **state)
{
    static const char encrypted[] =
        "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    static const struct { struct str bytes; enum file_problem problem; } cases[] = {
        { { "", 0 },                                            FILE_EMPTY },
        { { "Klantcode;Naam\r\n1;x\r\n", 21 },                  FILE_PLAIN_TEXT },
        { { "\xff\xfeK\0l\0", 6 },                              FILE_PLAIN_TEXT },
        { { "PKW-nummer;Naam\n", 16 },                          FILE_PLAIN_TEXT },
        { { "Z\xc3\xab\n", 4 },                                 FILE_PLAIN_TEXT },
        { { " \n<HTML><table>", 15 },                           FILE_HTML },
        { { "\xef\xbb\xbf<html>", 9 },                         FILE_HTML },
        { { "<table><tr><td>1</td></tr></table>", 34 },         FILE_HTML },
        { { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", 12 },   FILE_OLD_EXCEL },
        { { encrypted, sizeof encrypted },                      FILE_PASSWORD },
        { { "\x09\x08\x10\0\0\x06\x05\0", 8 },                  FILE_OLD_EXCEL },
        { { "%PDF-1.4\n%%EOF", 14 },                            FILE_PDF },
        { { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16 },              FILE_IMAGE },
        { { "\xff\xd8\xff\xe0\0\x10JFIF", 10 },                 FILE_IMAGE },
        { { "GIF89a\1\0", 8 },                                  FILE_IMAGE },
        { { "RIFF\0\0\0\0WEBP", 12 },                           FILE_IMAGE },
        { { "\0\0\0\0\0\0\0\0", 8 },                            FILE_UNKNOWN },
        { { "\x1f\x8b\x08\0\0\0\0\0", 8 },                      FILE_UNKNOWN },
        { { "PK\3\4\x14\0\0\0", 8 },                            FILE_TRUNCATED },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        enum file_problem problem = problem_of(cases[i].bytes, &sheet_limits_usual);
        if (problem != cases[i].problem)
            fail_msg("case %zu: %d", i, (int)problem);
    }
}

static void every_problem_has_a_text_that_says_what_to_do(void **state)
{
    (void)state;
    for (int i = FILE_FINE + 1; i < FILE_PROBLEMS; i++) {
        assert_non_null(file_problem_text((enum file_problem)i));
        assert_true(strlen(file_problem_text((enum file_problem)i)) > 40);
    }
    assert_null(file_problem_text(FILE_FINE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(parts_are_found_without_case_and_with_either_slash, end_arena),
        cmocka_unit_test_teardown(what_is_not_true_is_refused, end_arena),
        cmocka_unit_test_teardown(no_two_entries_share_a_name_or_data, end_arena),
        cmocka_unit_test_teardown(a_file_cut_off_anywhere_is_refused, end_arena),
        cmocka_unit_test_teardown(a_changed_byte_is_never_missed_in_the_data, end_arena),
        cmocka_unit_test_teardown(wide_records_are_read, end_arena),
        cmocka_unit_test_teardown(limits_hold, end_arena),
        cmocka_unit_test_teardown(what_is_no_archive_is_named, end_arena),
        cmocka_unit_test(every_problem_has_a_text_that_says_what_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
