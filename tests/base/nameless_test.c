#include "base/nameless.h"

#include "base/fault.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static void it_keeps_what_is_written_under_no_name_and_goes_with_the_arena(void **state)
{
    (void)state;
    char folder[] = "/tmp/poolster-nameless-XXXXXX", back[4] = { 0 };
    struct arena a = { 0 };

    assert_non_null(mkdtemp(folder));
    int fd = nameless_file(&a, folder);
    assert_int_equal(pwrite(fd, "abc", 3, 0), 3);
    assert_int_equal(pread(fd, back, 3, 0), 3);
    assert_string_equal(back, "abc");
    assert_int_equal(rmdir(folder), 0);         /* nothing is seen there */
    arena_drop(&a);
    assert_int_equal(pread(fd, back, 3, 0), -1);
}

static void without_a_folder_it_is_a_fault(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct fault here;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        nameless_file(&a, "/nowhere");
        fail_msg("a file in a folder that is not there");
    }
    FAULT_END(&here);
    assert_non_null(strstr(here.message, "/nowhere"));
    arena_drop(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_keeps_what_is_written_under_no_name_and_goes_with_the_arena),
        cmocka_unit_test(without_a_folder_it_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
