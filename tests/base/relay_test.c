/* The same with a second thread, where there are two processors, and without. */
#include "base/relay.h"

#include "base/fault.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { BLOCKS = 3, LAST = 1000 };

static struct arena arena;
static cpu_set_t all_processors;
static int numbers[BLOCKS];
static void *blocks[BLOCKS] = { &numbers[0], &numbers[1], &numbers[2] };

struct counter { int made, fault_at; bool busy; _Atomic int paused; };

static bool count_on(void *what, void *block)
{
    struct counter *c = what;

    if (++c->made == c->fault_at) {
        if (c->busy)
            fault_busy("others write");
        fault("number %d", c->made);
    }
    *(int *)block = c->made;
    return c->made <= LAST;
}

static int by_all(void **state)
{
    (void)state;
    return sched_setaffinity(0, sizeof all_processors, &all_processors);
}

static int by_one(void **state)
{
    cpu_set_t one;
    (void)state;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    return sched_setaffinity(0, sizeof one, &one);
}

static int drop(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static void blocks_come_in_order_until_the_last(void **state)
{
    (void)state;
    struct counter c = { 0 };
    struct ahead *a = ahead_start(&arena, blocks, BLOCKS, count_on, &c);

    for (int i = 1; i <= LAST; i++) {
        const int *n = ahead_next(a);
        assert_non_null(n);
        assert_int_equal(*n, i);
    }
    assert_null(ahead_next(a));
    assert_null(ahead_next(a));
    assert_int_equal(c.made, LAST + 1);
}

static void pause_counting(void *what)
{
    ((struct counter *)what)->paused++;
}

/* Once for each time that nobody comes; and all comes none the less. */
static void who_keeps_it_waiting_makes_it_pause(void **state)
{
    (void)state;
    struct counter c = { 0 };
    struct ahead *a = ahead_start_pausing(&arena, blocks, BLOCKS, count_on, pause_counting, 5, &c);

    for (int i = 1; i <= LAST; i++) {
        assert_int_equal(*(int *)ahead_next(a), i);
        for (int times = 0; i == 10 && c.paused == 0 && times < 10000; times++)
            usleep(1000);
    }
    assert_null(ahead_next(a));
    assert_in_range(c.paused, 1, LAST);
}

static void who_stops_waits_for_nothing_more(void **state)
{
    (void)state;
    struct counter c = { 0 };
    struct ahead *a = ahead_start(&arena, blocks, BLOCKS, count_on, &c);

    assert_int_equal(*(int *)ahead_next(a), 1);
    ahead_end(a);
    assert_in_range(c.made, 1, 1 + BLOCKS);
    ahead_end(a);
}

static void the_end_of_the_arena_stops_it(void **state)
{
    (void)state;
    struct counter c = { 0 };

    ahead_start(&arena, blocks, BLOCKS, count_on, &c);
    arena_drop(&arena);
    assert_in_range(c.made, 0, BLOCKS);
}

/* What was made before it is given first. */
static void check_fault(bool busy, const char *message)
{
    struct counter c = { .fault_at = 5, .busy = busy };
    struct ahead *a = ahead_start(&arena, blocks, BLOCKS, count_on, &c);
    struct fault here;
    static volatile int given;

    given = 0;
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        while (ahead_next(a))
            given++;
    FAULT_END(&here);
    assert_int_equal(given, 4);
    assert_string_equal(here.message, message);
    assert_int_equal(here.busy, busy);
}

static void a_fault_comes_in_its_turn(void **state)
{
    (void)state;
    check_fault(false, "number 5");
    check_fault(true, "others write");
}

/* ---- behind ---- */

struct adder { int sum, used, fault_at; };

static void add_up(void *what, int64_t number, struct str text)
{
    struct adder *a = what;

    if (++a->used == a->fault_at)
        fault("number %d", a->used);
    assert_int_equal(number, a->used);
    assert_int_equal(text.len, number * 100);
    assert_int_equal(text.at[text.len - 1], 'x');
    a->sum += (int)number;
}

/* More than a file would wait for in memory, and the last ones larger than a block. */
static void give_all(struct behind *b)
{
    static char text[LAST * 100];

    memset(text, 'x', sizeof text);
    for (int i = 1; i <= LAST; i++)
        behind_give(b, i, (struct str){ text, (size_t)i * 100 });
}

static void all_of_it_is_used_in_order(void **state)
{
    (void)state;
    struct adder sum = { 0 };
    struct behind *b = behind_start(&arena, add_up, &sum);

    give_all(b);
    behind_end(b);
    assert_int_equal(sum.sum, LAST * (LAST + 1) / 2);
    behind_end(b);
    assert_int_equal(sum.used, LAST);
}

static void nothing_given_is_nothing_used(void **state)
{
    (void)state;
    struct adder sum = { 0 };

    behind_end(behind_start(&arena, add_up, &sum));
    assert_int_equal(sum.used, 0);
}

static void the_end_of_the_arena_drops_what_waits(void **state)
{
    (void)state;
    struct adder sum = { 0 };
    struct behind *b = behind_start(&arena, add_up, &sum);

    give_all(b);
    arena_drop(&arena);
    assert_in_range(sum.used, 0, LAST);
}

static void a_fault_behind_ends_who_gives(void **state)
{
    (void)state;
    static struct adder sum;
    struct behind *b = behind_start(&arena, add_up, &sum);
    struct fault here;

    sum = (struct adder){ .fault_at = 5 };
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        give_all(b);
        behind_end(b);
        fail();
    }
    FAULT_END(&here);
    assert_string_equal(here.message, "number 5");
    assert_int_equal(sum.used, 5);
}

static void a_fault_at_the_last_comes_with_the_end(void **state)
{
    (void)state;
    static struct adder sum;
    struct behind *b = behind_start(&arena, add_up, &sum);
    struct fault here;

    sum = (struct adder){ .fault_at = LAST };
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        give_all(b);
        behind_end(b);
        fail();
    }
    FAULT_END(&here);
    assert_string_equal(here.message, "number 1000");
}

#define BOTH_WAYS(name) { #name, name, by_all, drop, NULL }, { #name " by one processor", name, by_one, drop, NULL }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH_WAYS(blocks_come_in_order_until_the_last), BOTH_WAYS(who_stops_waits_for_nothing_more),
        BOTH_WAYS(who_keeps_it_waiting_makes_it_pause), BOTH_WAYS(the_end_of_the_arena_stops_it),
        BOTH_WAYS(a_fault_comes_in_its_turn),
        BOTH_WAYS(all_of_it_is_used_in_order), BOTH_WAYS(nothing_given_is_nothing_used),
        BOTH_WAYS(the_end_of_the_arena_drops_what_waits), BOTH_WAYS(a_fault_behind_ends_who_gives),
        BOTH_WAYS(a_fault_at_the_last_comes_with_the_end),
    };
    sched_getaffinity(0, sizeof all_processors, &all_processors);
    return cmocka_run_group_tests_name("relay", tests, NULL, NULL);
}
