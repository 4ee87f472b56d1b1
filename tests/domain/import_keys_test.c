/* The keys of a sheet: each is found again with its row, however many there are. */
#include "domain/import_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

enum { KEYS = 200000 };

static struct str key_of(struct arena *a, int n)
{
    return str_print(a, "%d", 10000 + n);
}

static void each_key_has_the_row_it_was_first_in(void **state)
{
    (void)state;
    struct arena a = { 0 }, scratch = { 0 };
    struct import_keys *k = import_keys_new(&a);

    for (int i = 0; i < KEYS; i++) {
        assert_int_equal(import_keys_add(k, key_of(&scratch, i), (uint32_t)i + 2), 0);
        import_keys_adds(k, key_of(&scratch, i), i % 3 == 0);
        arena_reset(&scratch);
    }
    for (int i = 0; i < KEYS; i++) {
        struct str key = key_of(&scratch, i);
        assert_int_equal(import_keys_row(k, key), i + 2);
        assert_int_equal(import_keys_add(k, key, 1), i + 2);
        assert_int_equal(import_keys_adding(k, key), i % 3 == 0 ? i + 2 : 0);
        arena_reset(&scratch);
    }
    arena_drop(&scratch);
    arena_drop(&a);
}

static void what_was_said_to_add_may_turn_out_not_to(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct import_keys *k = import_keys_new(&a);

    import_keys_adds(k, S("nobody"), true);             /* not in the sheet */
    assert_int_equal(import_keys_adding(k, S("nobody")), 0);
    assert_int_equal(import_keys_row(k, S("nobody")), 0);
    import_keys_add(k, S("A-1"), 1048576);
    import_keys_adds(k, S("A-1"), true);
    assert_int_equal(import_keys_adding(k, S("A-1")), 1048576);
    import_keys_adds(k, S("A-1"), false);
    assert_int_equal(import_keys_adding(k, S("A-1")), 0);
    assert_int_equal(import_keys_row(k, S("A-1")), 1048576);
    arena_drop(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_has_the_row_it_was_first_in),
        cmocka_unit_test(what_was_said_to_add_may_turn_out_not_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
