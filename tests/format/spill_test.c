/* What was added is read back, from memory or from the file. */
#include "made.h"

#include "format/spill.h"

#include <dirent.h>
#include <stdlib.h>

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static unsigned char byte_at(uint64_t at)
{
    return (unsigned char)(at * 7 + at / 251);
}

static void add_until(struct spill *s, uint64_t size, size_t step)
{
    unsigned char some[5000];

    while (spill_size(s) < size) {
        for (size_t i = 0; i < step; i++)
            some[i] = byte_at(spill_size(s) + i);
        spill_add(s, some, step);
    }
}

static void expect(struct spill *s, uint64_t at, size_t n)
{
    struct arena copies = { 0 };
    const unsigned char *p = spill_at(s, &copies, at, n);

    for (size_t i = 0; i < n; i++) {
        if (p[i] != byte_at(at + i))
            fail_msg("at %d: %d", (int)(at + i), p[i]);
    }
    arena_drop(&copies);
}

static void bytes_come_back_from_memory_and_from_the_file(void **state)
{
    static const uint64_t memory = 512 * 1024;
    struct spill *s = spill_new(&arena, memory, NULL);
    (void)state;

    add_until(s, 3 * memory, 4999);
    for (uint64_t at = 0; at + 10000 < spill_size(s); at += 3001)
        expect(s, at, 10000);
    expect(s, memory - 5, 10);                      /* half in memory */
    expect(s, spill_size(s) - 100, 100);
    expect(s, 0, 0);
    expect(s, spill_size(s), 0);
    for (uint64_t at = 1; at < 100000; at++)        /* without order */
        expect(s, at * 7919 % (spill_size(s) - 8), 8);
}

static void what_is_added_after_reading_is_seen(void **state)
{
    struct spill *s = spill_new(&arena, 0, NULL);
    (void)state;

    for (uint64_t size = 100; size < 100000; size += 997) {
        add_until(s, size, 10);
        expect(s, spill_size(s) - 100, 100);
    }
}

static void the_file_has_no_name_and_is_where_was_asked(void **state)
{
    char folder[] = "/tmp/spill-test-XXXXXX";
    struct dirent *entry;
    int files = 0;
    (void)state;

    assert_non_null(mkdtemp(folder));
    struct spill *s = spill_new(&arena, 0, folder);
    add_until(s, 1000000, 1000);
    DIR *open = opendir(folder);
    while ((entry = readdir(open)) != NULL)
        files += entry->d_name[0] != '.';
    closedir(open);
    assert_int_equal(files, 0);
    assert_int_equal(rmdir(folder), 0);
    expect(s, 500, 1000);                           /* still there */
}

static void without_a_folder_it_is_a_fault(void **state)
{
    struct fault here;
    volatile bool faulted = false;
    (void)state;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        add_until(spill_new(&arena, 0, "/nowhere/at/all"), 10, 10);
    else
        faulted = true;
    FAULT_END(&here);
    assert_true(faulted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(bytes_come_back_from_memory_and_from_the_file, end_arena),
        cmocka_unit_test_teardown(what_is_added_after_reading_is_seen, end_arena),
        cmocka_unit_test_teardown(the_file_has_no_name_and_is_where_was_asked, end_arena),
        cmocka_unit_test_teardown(without_a_folder_it_is_a_fault, end_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
