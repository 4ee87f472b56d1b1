/* Memory by lifetime: zeroed, aligned, never NULL, and closed in the right order. */
#include "base/arena.h"
#include "base/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Whether taking count times size bytes faults. */
static bool taking_faults(struct arena *a, size_t size, size_t count)
{
    struct fault here;
    bool faulted = false;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        arena_take_many(a, size, count);
    else
        faulted = strstr(here.message, "out of memory") != NULL;
    FAULT_END(&here);
    return faulted;
}

static bool is_zero(const unsigned char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (at[i])
            return false;
    return true;
}

static void taken_memory_is_zero_aligned_and_its_own(void **state)
{
    (void)state;
    struct arena a = { 0 };
    unsigned char *taken[2000];
    size_t size[2000];

    for (size_t i = 0; i < 2000; i++) {
        size[i] = i % 500 ? i % 97 : 20000;
        taken[i] = arena_take(&a, size[i]);
        assert_non_null(taken[i]);
        assert_int_equal((uintptr_t)taken[i] % _Alignof(max_align_t), 0);
        assert_true(is_zero(taken[i], size[i]));
        memset(taken[i], (int)(i % 255 + 1), size[i]);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(taken[i][k], i % 255 + 1);
    arena_drop(&a);
}

static void a_large_one_leaves_the_open_chunk_in_use(void **state)
{
    (void)state;
    struct arena a = { 0 };
    char *before = arena_take(&a, sizeof(max_align_t));
    unsigned char *large = arena_take(&a, 5 * 1024 * 1024);
    char *after = arena_take(&a, 1);

    assert_ptr_equal(after, before + sizeof(max_align_t));
    assert_true(is_zero(large, 5 * 1024 * 1024));
    memset(large, 1, 5 * 1024 * 1024);
    assert_true(is_zero((unsigned char *)arena_take(&a, 4096), 4096));
    arena_drop(&a);
}

static void a_large_one_may_be_the_first(void **state)
{
    (void)state;
    struct arena a = { 0 };
    unsigned char *large = arena_take(&a, 100000);

    memset(large, 1, 100000);
    assert_true(is_zero((unsigned char *)arena_take(&a, 64), 64));
    assert_int_equal(large[99999], 1);
    arena_drop(&a);
}

static void sizes_that_do_not_fit_are_faults(void **state)
{
    (void)state;
    struct arena a = { 0 };

    assert_true(taking_faults(&a, SIZE_MAX, 1));
    assert_true(taking_faults(&a, SIZE_MAX / 2 + 2, 2));
    assert_true(taking_faults(&a, 16, SIZE_MAX / 8));
    assert_false(taking_faults(&a, 16, 0));
    assert_false(taking_faults(&a, 0, SIZE_MAX));
    assert_non_null(arena_take(&a, 1));
    arena_drop(&a);
}

static char closed[8];

static void note_closing(void *what)
{
    size_t n = strlen(closed);
    closed[n] = *(const char *)what;
    closed[n + 1] = '\0';
}

static void the_last_one_registered_is_closed_first(void **state)
{
    (void)state;
    struct arena a = { 0 };
    char names[] = "abc";

    memset(closed, 0, sizeof closed);
    for (size_t i = 0; i < 3; i++)
        arena_on_end(&a, note_closing, &names[i]);
    assert_string_equal(closed, "");
    arena_drop(&a);
    assert_string_equal(closed, "cba");
    arena_drop(&a);
    assert_string_equal(closed, "cba");
}

struct pair {
    struct arena *arena;
    char         *name;
};

static void close_and_register(void *what)
{
    struct pair *pair = what;
    arena_on_end(pair->arena, note_closing, pair->name);
    note_closing("1");
}

static void what_a_closing_registers_is_closed_too(void **state)
{
    (void)state;
    struct arena a = { 0 };
    char name[] = "2";
    struct pair pair = { &a, name };

    memset(closed, 0, sizeof closed);
    arena_on_end(&a, close_and_register, &pair);
    arena_drop(&a);
    assert_string_equal(closed, "12");
    assert_null(a.closings);
}

static void reset_closes_and_gives_zeroed_memory_again(void **state)
{
    (void)state;
    struct arena a = { 0 };
    char name[] = "x";

    memset(closed, 0, sizeof closed);
    char *first = arena_take(&a, 100);
    memset(first, 1, 100);
    memset(arena_take(&a, 100000), 1, 100000);
    arena_on_end(&a, note_closing, name);
    arena_reset(&a);
    assert_string_equal(closed, "x");

    unsigned char *again = arena_take(&a, 30000);
    assert_ptr_equal(again, first);
    assert_true(is_zero(again, 30000));
    arena_reset(&a);
    arena_reset(&a);
    arena_drop(&a);
    assert_null(a.chunks);
}

static void an_arena_can_be_used_again_after_its_end(void **state)
{
    (void)state;
    struct arena a = { 0 };

    arena_drop(&a);
    arena_reset(&a);
    memset(arena_take(&a, 10), 1, 10);
    arena_drop(&a);
    assert_true(is_zero(arena_take(&a, 10), 10));
    arena_drop(&a);
}

static void the_nth_taking_fails_when_asked(void **state)
{
    (void)state;
    struct arena a = { 0 };

    arena_fail_at(3);
    assert_false(taking_faults(&a, 1, 1));
    assert_false(taking_faults(&a, 1, 1));
    assert_true(taking_faults(&a, 1, 1));
    assert_false(taking_faults(&a, 1, 1));
    arena_fail_at(1);
    arena_fail_at(0);
    assert_false(taking_faults(&a, 1, 1));
    arena_drop(&a);
}

static void mark(void *what)
{
    ++*(int *)what;
}

static void an_inner_arena_ends_with_the_outer_one_and_may_end_before(void **state)
{
    (void)state;
    struct arena outer = { 0 }, inner = { 0 };
    int ended = 0;

    arena_within(&outer, &inner);
    arena_on_end(&inner, mark, &ended);
    arena_drop(&outer);
    assert_int_equal(ended, 1);
    arena_within(&outer, &inner);
    arena_on_end(&inner, mark, &ended);
    arena_drop(&inner);
    arena_drop(&outer);
    assert_int_equal(ended, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_inner_arena_ends_with_the_outer_one_and_may_end_before),
        cmocka_unit_test(taken_memory_is_zero_aligned_and_its_own),
        cmocka_unit_test(a_large_one_leaves_the_open_chunk_in_use),
        cmocka_unit_test(a_large_one_may_be_the_first),
        cmocka_unit_test(sizes_that_do_not_fit_are_faults),
        cmocka_unit_test(the_last_one_registered_is_closed_first),
        cmocka_unit_test(what_a_closing_registers_is_closed_too),
        cmocka_unit_test(reset_closes_and_gives_zeroed_memory_again),
        cmocka_unit_test(an_arena_can_be_used_again_after_its_end),
        cmocka_unit_test(the_nth_taking_fails_when_asked),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
