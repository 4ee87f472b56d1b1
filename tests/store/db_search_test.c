/* The index of words: found by their beginnings, also while a table is being filled, and however many there are. */
#include "scratch.h"

static struct arena arena;
static struct db *db;

static int open_db(void **state)
{
    (void)state;
    db = db_open(scratch_path(&arena), true);
    db_script(db, db_dialect(&arena, db_make(db), S("CREATE TABLE t ({id}, n {number} {end}{search t}")).at);
    return 0;
}

static int drop_db(void **state)
{
    (void)state;
    db_drop(db);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static int64_t found_or(const char *a, const char *b, const char *other)
{
    const struct str words[] = { str_from(a), str_from(b) }, others[] = { str_from(other) };
    struct str select = db_search_select(&arena, db_make(db), "t", "$1", 1000);
    struct str wanted = db_search_words(&arena, db, "t", words, b ? 2 : 1, others, other ? 1 : 0, 1000);

    return wanted.len ? db_one(db, 0, select.at, GIVE(wanted)) : 0;
}

static int64_t found(const char *a, const char *b)
{
    return found_or(a, b, NULL);
}

static void the_search_index_finds_words_by_their_beginnings(void **state)
{
    (void)state;
    db_search_put(db, "t", 7, S("apple pie caf\xc3\xa9"));
    db_search_put(db, "t", 8, S("apricot tart"));
    assert_int_equal(found("apple", NULL), 7);
    assert_int_equal(found("a", "ta"), 8);
    assert_int_equal(found("pi", "ap"), 7);
    assert_int_equal(found("caf\xc3\xa9", NULL), 7);
    assert_int_equal(found("ple", NULL), 0);
    assert_int_equal(found_or("apple", "tart", "apri"), 8);
    assert_int_equal(found_or("apple", "pie", "cherry"), 7);
    assert_int_equal(found_or("apple", "tart", "cherry"), 0);
    db_search_remove(db, "t", 7, S("apple pie caf\xc3\xa9"));
    assert_int_equal(found("apple", NULL), 0);
    assert_int_equal(found("a", NULL), 8);
}

/* What is put, and put and removed again, while a table is being filled comes to what was in the index before. */
static void what_is_searched_for_follows_a_filling(void **state)
{
    enum { FILLED = 3000 };
    (void)state;
    db_search_put(db, "t", FILLED + 1, S("apple old"));
    db_search_put(db, "t", FILLED + 2, S("pear old"));
    for (int wanted = 0; wanted < 2; wanted++) {
        db_begin(db, true);
        db_fill(db, "t");
        for (int64_t id = 1; id <= FILLED; id++)
            db_search_put(db, "t", id, str_print(&arena, "w%d all", (int)id));
        db_search_remove(db, "t", FILLED + 1, S("apple old"));
        db_search_put(db, "t", FILLED + 1, S("cherry old"));
        db_search_remove(db, "t", 2, S("w2 all"));
        if (wanted)
            db_filled(db, "t");
        (wanted ? db_commit : db_rollback)(db);
        assert_int_equal(found("apple", NULL), wanted ? 0 : FILLED + 1);
        assert_int_equal(found("cherry", "old"), wanted ? FILLED + 1 : 0);
        assert_int_equal(found("pear", "old"), FILLED + 2);
        assert_int_equal(found("w2999", "al"), wanted ? 2999 : 0);
        assert_int_equal(found("w2", NULL) == 2, false);
    }
    if (place_is_server())              /* plans are for so many from now on */
        assert_int_equal(db_one(db, 0, "SELECT reltuples::bigint FROM pg_class WHERE oid = 't_search'::regclass", GIVE_NOTHING),
                         FILLED + 1);
    db_search_put(db, "t", FILLED + 3, S("later"));       /* goes on with the index that took its place */
    db_search_remove(db, "t", 1, S("w1 all"));
    assert_int_equal(found("later", NULL), FILLED + 3);
    assert_int_equal(found("w1", "all") == 1, false);
    assert_int_equal(found("w3000", "all"), FILLED);
}

static void end_filling(void *unused)
{
    (void)unused;
    db_filled(db, "t");
}

/* The temporary database has room for its index, which then does not fit in its place. */
static void a_filling_without_room_leaves_what_was(void **state)
{
    enum { FILLED = 3000 };
    (void)state;
    if (place_is_server())
        skip();
    db_search_put(db, "t", FILLED + 1, S("old"));
    for (int enough = 0; enough < 2; enough++) {
        db_begin(db, true);
        db_fill(db, "t");
        for (int64_t id = 1; id <= FILLED; id++)
            db_search_put(db, "t", id, str_print(&arena, "w%d all", (int)id));
        int64_t pages = db_one(db, 0, "PRAGMA page_count", GIVE_NOTHING);
        db_script(db, str_print(&arena, "PRAGMA max_page_count = %d", (int)pages + (enough ? 1000 : 3)).at);
        const char *why = faults(end_filling, NULL);
        assert_says(why, enough ? "" : "no room");
        assert_int_equal(*why == '\0', enough);
        (enough ? db_commit : db_rollback)(db);
        assert_int_equal(found("old", NULL), FILLED + 1);
        assert_int_equal(found("w2999", NULL), enough ? 2999 : 0);
    }
}

/* Of many records those whose id can be divided by a number hold its word. */
enum { MANY = 20000 };
static const struct { const char *word; int64_t every; } spread[] = {
    { "everywhere", 1 }, { "half", 2 }, { "seventh", 7 }, { "seldom", 1000 }, { "nowhere", MANY + 1 },
};

static void put_many(void)
{
    struct buf rows = { .arena = &arena };

    for (int64_t id = 1; id <= MANY; id++) {
        struct buf words = { .arena = &arena };
        for (size_t i = 0; i < COUNT(spread); i++)
            if (id % spread[i].every == 0)
                buf_print(&words, words.len ? " %s" : "%s", spread[i].word);
        if (db_copies(db))
            db_copy_row(&rows, (const struct value[]){ VALUE(id), VALUE(buf_str(&words)) }, 2);
        else
            db_search_put(db, "t", id, buf_str(&words));
    }
    if (db_copies(db))
        db_search_copy(db, "t", buf_str(&rows));
}

/* The beginnings of two of those words, or else that of a third find what holds them, and each once. */
static void assert_found_in_many(size_t a, size_t b, size_t other, size_t most)
{
    const size_t all[] = { a, b, other };
    struct str words[3];
    size_t right = 0, count = 0;
    int64_t last = 0;

    for (size_t i = 0; i < COUNT(all); i++)
        words[i] = (struct str){ spread[all[i]].word, 4 };
    for (int64_t id = 1; id <= MANY; id++)
        right += (id % spread[a].every == 0 && id % spread[b].every == 0) || id % spread[other].every == 0;
    struct str select = db_search_select(&arena, db_make(db), "t", "$1", most);
    struct str wanted = db_search_words(&arena, db, "t", words, 2, words + 2, 1, most);
    struct query *q = db_ask(db, str_print(&arena, "SELECT found FROM (%s) AS hit ORDER BY found", select.at).at,
                             GIVE(wanted));
    for (; db_next(q); count++) {
        int64_t id = db_int(q, 0);
        assert_true(id > last);
        assert_true((id % spread[a].every == 0 && id % spread[b].every == 0) || id % spread[other].every == 0);
        last = id;
    }
    assert_int_equal(count, right < most ? right : most);
}

static void a_search_in_many_finds_all_or_as_many_as_are_wanted(void **state)
{
    (void)state;
    db_begin(db, true);
    put_many();
    for (size_t i = 0; i < COUNT(spread) * COUNT(spread) * COUNT(spread); i++) {
        size_t a = i % COUNT(spread), b = i / COUNT(spread) % COUNT(spread), other = i / COUNT(spread) / COUNT(spread);
        assert_found_in_many(a, b, other, 11);
        assert_found_in_many(a, b, other, 501);
        assert_found_in_many(a, b, other, MANY * 2);
    }
    db_commit(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_search_index_finds_words_by_their_beginnings),
        TEST(what_is_searched_for_follows_a_filling),
        TEST(a_filling_without_room_leaves_what_was),
        TEST(a_search_in_many_finds_all_or_as_many_as_are_wanted),
    };
    return cmocka_run_group_tests(tests, scratch_make, remove_all);
}
