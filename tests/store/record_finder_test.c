/* The finder answers as record_find() does, in whichever order it is asked. */
#include "customers.h"
#include "domain/article.h"
#include "store/record_finder.h"

enum { MANY = 1200 };                   /* customers, with the even numbers from 2 on */

static struct arena arena;
static struct db *db;
static struct record_finder *finder;

static void add_customers(void)
{
    struct record_writer *writer = record_writer(&arena, db, &customer_entity, &anna);

    for (int64_t i = 1; i <= MANY; i++) {
        struct customer c = { .number = 2 * i, .name = str_print(&arena, "Klant %d", (int)i) };
        assert_int_equal(record_add(writer, &arena, &c), PUT_DONE);
    }
    assert_int_equal(record_writer_end(writer), PUT_DONE);
}

static int make_customers(void **state)
{
    if (scratch_make(state) != 0)
        return -1;
    db = customers_open(&arena);
    db_script(db, record_schema(&arena, db_make(db), &article_entity).at);
    db_begin(db, true);
    add_customers();
    db_commit(db);
    return 0;
}

static int remove_all(void **state)
{
    db_drop(db);
    arena_drop(&arena);
    return scratch_remove(state);
}

static int begin(void **state)
{
    (void)state;
    db_begin(db, true);
    finder = record_finder(&arena, db, &customer_entity);
    return 0;
}

static int end(void **state)
{
    (void)state;
    record_finder_end(finder);
    db_rollback(db);
    return 0;
}

static bool finds(int64_t number)
{
    struct customer found = { 0 }, wanted = { 0 };
    struct str key = str_print(&arena, "%d", (int)number);
    bool is_there = record_finder_find(finder, &arena, key, &found);

    assert_int_equal(is_there, record_find(&arena, db, &customer_entity, key, &wanted));
    assert_true(customer_same(&found, &wanted));
    assert_string_equal(is_there ? found.name.at : "", is_there ? wanted.name.at : "");
    return is_there;
}

static void those_in_order_are_found(void **state)
{
    (void)state;
    for (int64_t i = 1; i <= MANY; i++)
        assert_true(finds(2 * i));
    for (int64_t i = 1; i <= MANY; i++)
        assert_true(finds(2 * i));
    for (int64_t i = MANY; i >= 1; i--)
        assert_true(finds(2 * i));
}

static void those_that_are_not_there_are_not_found(void **state)
{
    (void)state;
    for (int64_t number = -3; number <= 2 * MANY + 300; number++)
        assert_int_equal(finds(number), number > 0 && number <= 2 * MANY && number % 2 == 0);
    assert_true(finds(2));
}

static void the_same_one_is_found_again(void **state)
{
    (void)state;
    for (int64_t number = 1; number <= 2 * MANY + 1; number++)
        for (int times = 0; times < 3; times++)
            assert_int_equal(finds(number), number % 2 == 0);
}

static void steps_back_and_gaps_are_no_matter(void **state)
{
    (void)state;
    for (int64_t step = 1; step < 700; step = step * 3 / 2 + 1)
        for (int64_t number = step; number <= 2 * MANY; number += step)
            for (int64_t back = 0; back < 4; back++)
                finds(number - 3 * back);
}

static void those_in_no_order_are_found(void **state)
{
    (void)state;
    unsigned short seed[3] = { 1, 2, 3 };

    for (int round = 0; round < 3000; round++)
        finds(nrand48(seed) % (2 * MANY + 20));
    for (int64_t i = 1; i <= MANY; i++)                 /* and it learns again */
        assert_true(finds(2 * i));
}

static void what_is_no_key_is_not_found(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "x", "12 ", "99999999999999999999" };
    struct customer c;

    for (int64_t number = 2; number < 40; number += 2) {
        assert_true(finds(number));
        for (size_t i = 0; i < COUNT(wrong); i++)
            assert_false(record_finder_find(finder, &arena, str_from(wrong[i]), &c));
    }
}

static void texts_are_found_in_the_order_of_the_database(void **state)
{
    (void)state;
    static const char *const codes[] = { "", "-", "A", "A-1", "A1", "AB", "B", "Z", "a", "a b", "a-1", "ab", "b", "É", "é", "ü", "€" };
    enum { ALL = COUNT(codes) };
    struct record_finder *articles = record_finder(&arena, db, &article_entity);
    struct article found, wanted;

    for (size_t i = 0; i < ALL; i++) {
        struct article a = { .code = str_from(codes[(i * 5) % ALL]), .description = S("d") };
        if (i % 3)
            assert_int_equal(record_put(&arena, db, &article_entity, &a, NULL, &anna), PUT_DONE);
    }
    for (size_t i = 0; i < 40 * ALL; i++) {
        struct str code = str_from(codes[i < 20 * ALL ? i % ALL : i * 7 % ALL]);
        bool is_there = record_finder_find(articles, &arena, code, &found);
        assert_int_equal(is_there, record_find(&arena, db, &article_entity, code, &wanted));
        if (is_there)
            assert_int_equal(found.record.id.id, wanted.record.id.id);
    }
    record_finder_end(articles);
}

static void nothing_is_found_in_nothing(void **state)
{
    (void)state;
    struct record_finder *articles = record_finder(&arena, db, &article_entity);
    struct article a;

    for (int i = 0; i < 10; i++)
        assert_false(record_finder_find(articles, &arena, str_print(&arena, "%d", i), &a));
    record_finder_end(articles);
}

/* An import takes the indexes away right after its check. */
static void what_comes_after_its_end_is_in_nobodys_way(void **state)
{
    (void)state;
    for (int64_t i = 1; i < 100; i++)
        assert_true(finds(2 * i));
    record_finder_end(finder);
    db_fill(db, "customer");
    db_filled(db, "customer");
    db_do(db, "UPDATE customer SET name = 'Nu' WHERE number = 200", GIVE_NOTHING);
    assert_true(finds(200));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(those_in_order_are_found),
        TEST(those_that_are_not_there_are_not_found),
        TEST(the_same_one_is_found_again),
        TEST(steps_back_and_gaps_are_no_matter),
        TEST(those_in_no_order_are_found),
        TEST(what_is_no_key_is_not_found),
        TEST(texts_are_found_in_the_order_of_the_database),
        TEST(nothing_is_found_in_nothing),
        TEST(what_comes_after_its_end_is_in_nobodys_way),
    };
    return cmocka_run_group_tests_name("record_finder", tests, make_customers, remove_all);
}
