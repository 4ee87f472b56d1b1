/* Faults go back to the innermost point; without one the program ends and says why. */
#include "base/arena.h"
#include "base/fault.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void a_fault_comes_back_with_its_message(void **state)
{
    (void)state;
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        fault("disk %s is full, %d bytes short", "a", 12);
    else
        assert_string_equal(here.message, "disk a is full, 12 bytes short");
    FAULT_END(&here);
    assert_null(fault_here);
}

static void work_without_a_fault_leaves_no_point(void **state)
{
    (void)state;
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        assert_ptr_equal(fault_here, &here);
    else
        fail();
    FAULT_END(&here);
    assert_null(fault_here);
}

static void a_long_message_is_cut(void **state)
{
    (void)state;
    struct fault here;
    char message[2000];

    memset(message, 'x', sizeof message - 1);
    message[sizeof message - 1] = '\0';
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        fault("%s", message);
    else
        assert_int_equal(strlen(here.message), sizeof here.message - 1);
    FAULT_END(&here);
}

static void assert_unwritten(int why, bool full)
{
    struct fault here, outer;

    FAULT_BEGIN(&outer);
    if (setjmp(outer.back) == 0) {
        FAULT_BEGIN(&here);
        if (setjmp(here.back) == 0)
            fault_unwritten("a file", why);
        FAULT_END(&here);
        fault_again(&here);
    }
    FAULT_END(&outer);
    assert_int_equal(here.full, full);
    assert_int_equal(outer.full, full);
    assert_int_equal(strncmp(outer.message, "writing a file: ", 16), 0);
}

static void a_disk_that_is_full_is_told_as_such(void **state)
{
    (void)state;
    assert_unwritten(ENOSPC, true);
    assert_unwritten(EDQUOT, true);
    assert_unwritten(EFBIG, true);
    assert_unwritten(EIO, false);
}

/* Faults within a point of its own, and passes on what it caught. */
static void work_that_passes_on(void)
{
    struct fault inner;

    FAULT_BEGIN(&inner);
    if (setjmp(inner.back) == 0)
        fault("inner");
    FAULT_END(&inner);
    fault("outer of %s", inner.message);
}

static void points_nest(void **state)
{
    (void)state;
    struct fault outer;

    FAULT_BEGIN(&outer);
    if (setjmp(outer.back) == 0)
        work_that_passes_on();
    else
        assert_string_equal(outer.message, "outer of inner");
    assert_ptr_equal(fault_here, &outer);
    FAULT_END(&outer);
    assert_null(fault_here);
}

/* As it comes to the outer point when the inner one passes it on. */
static struct fault passed_on(void (*fails)(const char *))
{
    static struct fault outer, inner;

    FAULT_BEGIN(&outer);
    if (setjmp(outer.back) == 0) {
        FAULT_BEGIN(&inner);
        if (setjmp(inner.back) == 0)
            fails("no luck");
        FAULT_END(&inner);
        fault_again(&inner);
    }
    FAULT_END(&outer);
    return outer;
}

static void fails_plainly(const char *what)
{
    fault("%s", what);
}

static void what_goes_on_stays_what_it_is(void **state)
{
    static const struct { void (*fails)(const char *); bool busy, slow, unsure, full; } all[] = {
        { fails_plainly, .busy = false },
        { fault_busy, .busy = true },
        { fault_slow, .busy = true, .slow = true },
        { fault_unsure, .busy = true, .unsure = true },
        { fault_full, .full = true },
    };
    (void)state;

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct fault f = passed_on(all[i].fails);
        assert_string_equal(f.message, "no luck");
        assert_int_equal(f.busy, all[i].busy);
        assert_int_equal(f.slow, all[i].slow);
        assert_int_equal(f.unsure, all[i].unsure);
        assert_int_equal(f.full, all[i].full);
    }
}

static void an_inner_point_leaves_the_outer_one_alone(void **state)
{
    (void)state;
    struct fault outer, inner;

    FAULT_BEGIN(&outer);
    if (setjmp(outer.back) == 0) {
        FAULT_BEGIN(&inner);
        if (setjmp(inner.back) == 0)
            fault("mended inside");
        FAULT_END(&inner);
        assert_ptr_equal(fault_here, &outer);
    } else {
        fail();
    }
    FAULT_END(&outer);
}

static void set_flag(void *flag)
{
    *(bool *)flag = true;
}

static void an_arena_dropped_after_a_fault_closes_what_was_open(void **state)
{
    (void)state;
    static struct arena arena;
    static bool closed;
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        arena_on_end(&arena, set_flag, &closed);
        arena_fail_at(1);
        arena_take(&arena, 1);
        fail();
    }
    FAULT_END(&here);
    assert_false(closed);
    arena_drop(&arena);
    assert_true(closed);
}

static void without_a_point_the_program_aborts_and_says_why(void **state)
{
    (void)state;
    int ends[2], status = 0;
    char said[100] = "";

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        fault("nobody to tell, %d", 7);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(ends[0]);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_string_equal(said, "nobody to tell, 7\n");
}

static void a_fault_says_whether_others_were_busy(void **state)
{
    struct fault here;
    volatile int turn = 0;
    (void)state;

    for (; turn < 2; turn++) {
        FAULT_BEGIN(&here);
        if (setjmp(here.back) == 0) {
            if (turn == 0)
                fault_busy("others write");
            fault("the disk is full");
        }
        FAULT_END(&here);
        assert_int_equal(here.busy, turn == 0);
        assert_string_equal(here.message, turn == 0 ? "others write" : "the disk is full");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_comes_back_with_its_message),
        cmocka_unit_test(work_without_a_fault_leaves_no_point),
        cmocka_unit_test(a_long_message_is_cut),
        cmocka_unit_test(a_disk_that_is_full_is_told_as_such),
        cmocka_unit_test(points_nest),
        cmocka_unit_test(what_goes_on_stays_what_it_is),
        cmocka_unit_test(an_inner_point_leaves_the_outer_one_alone),
        cmocka_unit_test(an_arena_dropped_after_a_fault_closes_what_was_open),
        cmocka_unit_test(without_a_point_the_program_aborts_and_says_why),
        cmocka_unit_test(a_fault_says_whether_others_were_busy),
    };
    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
