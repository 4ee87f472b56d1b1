/* Limits are changed by name, within what makes sense. */
#include "made.h"

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void a_limit_is_changed_by_its_name(void **state)
{
    struct sheet_limits limits = sheet_limits_usual;
    (void)state;

    assert_null(limits_change(&limits, S("file=20"), &arena));
    assert_int_equal(limits.file_bytes, 20 << 20);
    assert_null(limits_change(&limits, S("texts=1000"), &arena));
    assert_int_equal(limits.texts, 1000);
    assert_null(limits_change(&limits, S("unpacked=1"), &arena));
    assert_int_equal(limits.total_bytes, 1 << 20);
}

static void what_is_no_limit_is_told(void **state)
{
    static const char *const bad[] = {
        "", "=", "file", "file=", "file=0", "file=-1", "file=x", "file=1x", "file=4096", "file=99999999999999999999",
        "File=1", "text=4096", "styles=1",
    };
    struct sheet_limits limits = sheet_limits_usual;
    (void)state;

    for (size_t i = 0; i < COUNT(bad); i++) {
        if (!limits_change(&limits, str_from(bad[i]), &arena))
            fail_msg("taken: %s", bad[i]);
    }
    assert_memory_equal(&limits, &sheet_limits_usual, sizeof limits);
    assert_true(strstr(limits_change(&limits, S("x=1"), &arena), "unpacked") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_limit_is_changed_by_its_name, end_arena),
        cmocka_unit_test_teardown(what_is_no_limit_is_told, end_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
