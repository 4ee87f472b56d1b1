/* Open databases, kept for the next request: whose turn it was longest ago is closed first. */
#include "store/pool.h"

#include "scratch.h"

#include <pthread.h>

enum { FILES = 4, MOST_IDLE = 2 };

static struct arena arena;
static const char *paths[FILES];
static int opened[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool prepare_faults;

static void prepare(struct db *db, const char *path)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < FILES; i++)
        opened[i] += strcmp(path, paths[i]) == 0;
    pthread_mutex_unlock(&lock);
    if (prepare_faults)
        db_script(db, "no sql");
}

static int make_files(void **state)
{
    if (scratch_make(state) != 0)
        return -1;
    for (size_t i = 0; i < FILES; i++) {
        struct db *db = db_open(paths[i] = scratch_path(&arena), true);
        db_script(db, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0);");
        db_drop(db);
    }
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static int forget(void **state)
{
    (void)state;
    memset(opened, 0, sizeof opened);
    prepare_faults = false;
    return 0;
}

static struct pool *pool_of(size_t most_idle)
{
    return pool_new(&(struct pool_options){ .most_idle = most_idle, .prepare = prepare });
}

/* How many files of ours this process has open. */
static int open_files(void)
{
    int count = 0;
    for (int fd = 3; fd < 256; fd++) {
        char link[64], target[300];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, target, sizeof target - 1);
        if (n > 3 && memcmp(target, scratch_folder, strlen(scratch_folder)) == 0)
            count += memcmp(target + n - 3, ".db", 3) == 0;
    }
    return count;
}

/* The server hears a little later that a connection was closed. */
static void assert_open(int wanted)
{
    int64_t found = open_files();
    struct db *server = place_is_server() ? server_open(&arena) : NULL;

    for (int times = 0; server && times < 5000; times++, usleep(1000)) {
        found = db_one(server, -1, "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1",
                       GIVE(place_process()));
        if (found == wanted)
            break;
    }
    db_drop(server);
    assert_int_equal(found, wanted);
}

static void use(struct pool *p, size_t file)
{
    pool_give(p, pool_take(p, paths[file]));
}

static void what_lies_idle_is_taken_again(void **state)
{
    (void)state;
    struct pool *p = pool_of(MOST_IDLE);
    struct db *first = pool_take(p, paths[0]);

    pool_give(p, first);
    assert_ptr_equal(pool_take(p, paths[0]), first);
    assert_int_equal(opened[0], 1);
    struct db *second = pool_take(p, paths[0]);         /* one taker each */
    assert_ptr_not_equal(second, first);
    assert_int_equal(opened[0], 2);
    pool_give(p, first);
    pool_give(p, second);
    assert_ptr_equal(pool_take(p, paths[0]), second);
    pool_give(p, second);
    pool_drop(p);
    assert_open(0);
}

static void the_least_recently_used_is_closed(void **state)
{
    (void)state;
    struct pool *p = pool_of(MOST_IDLE);

    use(p, 0);
    use(p, 1);
    use(p, 0);
    use(p, 2);                                          /* closes 1 */
    assert_open(MOST_IDLE);
    use(p, 0);
    use(p, 2);
    assert_int_equal(opened[0], 1);
    assert_int_equal(opened[2], 1);
    use(p, 1);
    assert_int_equal(opened[1], 2);
    for (size_t i = 0; i < 40; i++)
        use(p, i % FILES);
    assert_open(MOST_IDLE);
    pool_drop(p);
    assert_open(0);
}

static void what_is_taken_is_never_closed(void **state)
{
    (void)state;
    struct pool *p = pool_of(0);
    struct db *all[FILES];

    for (size_t i = 0; i < FILES; i++)
        all[i] = pool_take(p, paths[i]);
    for (size_t i = 0; i < FILES; i++)
        assert_int_equal(db_one(all[i], -1, "SELECT n FROM t", GIVE_NOTHING), 0);
    assert_open(FILES);
    for (size_t i = 0; i < FILES; i++)
        pool_give(p, all[i]);
    assert_open(0);                                     /* none may lie idle */
    pool_drop(p);
}

static void giving_back_undoes_what_was_not_committed(void **state)
{
    (void)state;
    struct pool *p = pool_of(MOST_IDLE);
    struct db *db = pool_take(p, paths[0]);

    db_begin(db, true);
    db_do(db, "UPDATE t SET n = 5", GIVE_NOTHING);
    assert_true(db_next(db_ask(db, "SELECT n FROM t", GIVE_NOTHING)));
    pool_give(p, db);
    db = pool_take(p, paths[0]);
    assert_int_equal(db_one(db, -1, "SELECT n FROM t", GIVE_NOTHING), 0);
    db_begin(db, true);
    pool_give(p, db);
    pool_drop(p);
}

static void take_it(void *pool)
{
    pool_take(pool, paths[3]);
}

static void take_absent(void *pool)
{
    pool_take(pool, scratch_path(&arena));
}

static void what_can_not_be_opened_or_prepared_is_not_kept(void **state)
{
    (void)state;
    struct pool *p = pool_of(MOST_IDLE);

    assert_says(faults(take_absent, p), "can not open");
    prepare_faults = true;
    assert_says(faults(take_it, p), "no sql");
    assert_open(0);
    prepare_faults = false;
    use(p, 3);
    assert_int_equal(opened[3], 2);
    pool_drop(p);
}

/* A file that goes, goes from the pool too, or the next to make one there would get the old one. */
static void what_lies_idle_can_be_closed_by_path(void **state)
{
    (void)state;
    struct pool *p = pool_of(FILES);
    struct db *first = pool_take(p, paths[0]), *second = pool_take(p, paths[0]);

    pool_give(p, first);
    pool_give(p, second);
    use(p, 1);
    pool_close(p, paths[0]);
    assert_open(1);
    pool_close(p, paths[0]);                            /* once more does nothing */
    use(p, 0);
    use(p, 1);
    assert_int_equal(opened[0], 3);
    assert_int_equal(opened[1], 1);
    pool_drop(p);
}

/* ---- several threads ---- */

enum { THREADS = 4, TIMES = 60 };

static void add_ones(void *pool)
{
    for (size_t i = 0; i < TIMES; i++) {
        struct db *db = pool_take(pool, paths[i % FILES]);
        db_begin(db, true);
        db_do(db, "UPDATE t SET n = n + 1", GIVE_NOTHING);
        if (i % 3)
            db_commit(db);
        pool_give(pool, db);
    }
}

static void *in_thread(void *pool)
{
    return *faults(add_ones, pool) ? pool : NULL;
}

static void several_threads_take_and_give(void **state)
{
    (void)state;
    struct pool *p = pool_of(MOST_IDLE);
    pthread_t threads[THREADS];
    int failed = 0;
    int64_t sum = 0;

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, in_thread, p), 0);
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        failed += wrong != NULL;
    }
    assert_int_equal(failed, 0);
    for (size_t i = 0; i < FILES; i++) {
        struct db *db = pool_take(p, paths[i]);
        sum += db_one(db, -1, "SELECT n FROM t", GIVE_NOTHING);
        pool_give(p, db);
    }
    assert_int_equal(sum, THREADS * TIMES * 2 / 3);
    pool_drop(p);
    assert_open(0);                                     /* SQLite closes a file when the last that locks it ends */
}

/* ---- at a server: connections are dear, and break ---- */

enum { MOST_OPEN = 2 };

static struct pool *limited_pool(void)
{
    return pool_new(&(struct pool_options){ .most_idle = FILES, .most_open = MOST_OPEN, .prepare = prepare });
}

static const char *schema(struct db *db)
{
    struct query *q = db_ask(db, "SELECT current_schema()", GIVE_NOTHING);
    assert_true(db_next(q));
    const char *name = str_copy(&arena, db_str(q, 0)).at;
    db_close_query(q);
    return name;
}

static void only_at_a_server(void)
{
    if (!place_is_server())
        skip();
}

static void a_connection_is_made_to_stand_for_another_place(void **state)
{
    (void)state;
    only_at_a_server();
    struct pool *p = limited_pool();
    struct db *first = pool_take(p, paths[0]), *second = pool_take(p, paths[1]);

    db_do(first, "UPDATE t SET n = 7", GIVE_NOTHING);
    assert_int_equal(db_one(second, -1, "SELECT n FROM t", GIVE_NOTHING), 0);
    pool_give(p, second);
    pool_give(p, first);
    struct db *third = pool_take(p, paths[2]);
    assert_ptr_equal(third, second);                    /* the least recently used */
    assert_string_equal(schema(third), strrchr(paths[2], '#') + 1);
    assert_int_equal(db_one(third, -1, "SELECT n FROM t", GIVE_NOTHING), 0);    /* of this table, though prepared before */
    assert_ptr_equal(pool_take(p, paths[0]), first);
    assert_int_equal(db_one(first, -1, "SELECT n FROM t", GIVE_NOTHING), 7);
    db_do(first, "UPDATE t SET n = 0", GIVE_NOTHING);
    assert_int_equal(opened[2], 1);
    assert_open(MOST_OPEN);
    pool_give(p, third);
    pool_give(p, first);
    pool_drop(p);
}

static void what_can_not_be_moved_to_makes_room(void **state)
{
    (void)state;
    only_at_a_server();
    struct pool *p = limited_pool();

    for (int i = 0; i < 2 * MOST_OPEN; i++) {
        use(p, 0);
        use(p, 1);
        assert_says(faults(take_absent, p), "can not open");
    }
    prepare_faults = true;
    for (int i = 0; i < 2 * MOST_OPEN; i++)
        assert_says(faults(take_it, p), "no sql");
    prepare_faults = false;
    use(p, 3);
    pool_drop(p);
}

static void *take_when_there_is_one(void *pool)
{
    struct db *db = pool_take(pool, paths[2]);
    return pool_give(pool, db) ? db : NULL;
}

static void who_needs_more_waits_for_what_is_given_back(void **state)
{
    (void)state;
    only_at_a_server();
    struct pool *p = limited_pool();
    struct db *first = pool_take(p, paths[0]), *second = pool_take(p, paths[1]);
    pthread_t waits;
    void *got;

    assert_int_equal(pthread_create(&waits, NULL, take_when_there_is_one, p), 0);
    usleep(50000);
    assert_int_equal(opened[2], 0);
    pool_give(p, second);
    pthread_join(waits, &got);
    assert_ptr_equal(got, second);
    assert_int_equal(opened[2], 1);
    pool_give(p, first);
    pool_drop(p);
}

static void ask_it(void *db)
{
    db_one(db, 0, "SELECT n FROM t", GIVE_NOTHING);
}

/* As when the server goes: all connections of this process break, and it is there again. */
static void break_connections(void)
{
    struct db *server = server_open(&arena);
    db_one(server, 0, "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = $1",
           GIVE(place_process()));
    db_drop(server);
}

static void a_connection_that_broke_takes_those_that_lie_idle_along(void **state)
{
    (void)state;
    only_at_a_server();
    struct pool *p = pool_of(FILES);
    struct db *taken = pool_take(p, paths[0]);

    use(p, 1);
    use(p, 2);
    break_connections();
    assert_says(faults(ask_it, taken), "connection");
    assert_true(fault_was_busy);
    assert_true(db_is_lost(taken));
    pool_give(p, taken);
    for (size_t i = 0; i < 3; i++) {
        struct db *db = pool_take(p, paths[i]);
        assert_int_equal(db_one(db, -1, "SELECT n FROM t", GIVE_NOTHING), 0);
        pool_give(p, db);
        assert_int_equal(opened[i], 2);
    }
    pool_drop(p);
}

static void a_connection_that_broke_before_it_was_moved_does_so_too(void **state)
{
    (void)state;
    only_at_a_server();
    struct pool *p = limited_pool();

    use(p, 0);
    use(p, 1);
    break_connections();
    assert_says(faults(take_it, p), "connection");
    assert_true(fault_was_busy);
    use(p, 3);
    use(p, 0);
    assert_open(MOST_OPEN);
    pool_drop(p);
}

#define TEST(name) cmocka_unit_test_setup(name, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_lies_idle_is_taken_again),
        TEST(the_least_recently_used_is_closed),
        TEST(what_is_taken_is_never_closed),
        TEST(giving_back_undoes_what_was_not_committed),
        TEST(what_can_not_be_opened_or_prepared_is_not_kept),
        TEST(what_lies_idle_can_be_closed_by_path),
        TEST(a_connection_is_made_to_stand_for_another_place),
        TEST(what_can_not_be_moved_to_makes_room),
        TEST(who_needs_more_waits_for_what_is_given_back),
        TEST(a_connection_that_broke_takes_those_that_lie_idle_along),
        TEST(a_connection_that_broke_before_it_was_moved_does_so_too),
        TEST(several_threads_take_and_give),
    };
    return cmocka_run_group_tests_name("pool", tests, make_files, remove_all);
}
