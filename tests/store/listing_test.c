/* Pages of records: each record once and in order, both ways, by every sort, of all or of a search. */
#include "customer_pages.h"

enum { MANY = 400 };

static int open_many(void **state)
{
    (void)state;
    db = customers_open(&arena);
    customers_add_alike(&arena, db, MANY);
    return 0;
}

static int open_few(void **state)
{
    (void)state;
    db = customers_open(&arena);
    return 0;
}

static int64_t id_at(const struct listing *l, size_t i)
{
    return ((const struct record *)l->records[i])->id.id;
}

/* ---- pages ---- */

struct walk { int64_t ids[MANY]; size_t count; };

static int order_of(const struct field *sort, const void *a, const void *b)
{
    int order = kinds[sort->type].is_text
        ? str_compare(str_fold(&page_arena, field_str(sort, a)), str_fold(&page_arena, field_str(sort, b)))
        : (field_int(sort, a) > field_int(sort, b)) - (field_int(sort, a) < field_int(sort, b));
    int64_t left = ((const struct record *)a)->id.id, right = ((const struct record *)b)->id.id;
    return order ? order : (left > right) - (left < right);
}

static void assert_in_order(const struct listing_query *q, const struct listing *l)
{
    for (size_t i = 1; i < l->count; i++) {
        int order = order_of(q->sort, l->records[i - 1], l->records[i]);
        assert_true(q->falling ? order > 0 : order < 0);
    }
}

/* All pages from the first to the last. */
static void walk_forward(struct listing_query q, struct walk *out)
{
    struct listing l;
    void *last = NULL;

    *out = (struct walk){ .count = 0 };
    do {
        l = listing(&page_arena, db, &q);
        assert_in_order(&q, &l);
        assert_true(l.count <= q.most);
        assert_true(l.more_before == (out->count > 0));
        assert_true(l.count == q.most || !l.more_behind);
        assert_false(l.too_many);
        if (last && l.count) {
            int order = order_of(q.sort, last, l.records[0]);
            assert_true(q.falling ? order > 0 : order < 0);
        }
        for (size_t i = 0; i < l.count; i++) {
            assert_true(out->count < MANY);
            out->ids[out->count++] = id_at(&l, i);
        }
        if (l.count) {
            last = l.records[l.count - 1];
            q.behind = id_at(&l, l.count - 1);
        }
    } while (l.more_behind);
    assert_int_equal(l.total, out->count);
}

/* All pages from the one before the last record to the first, which must be those of the walk. */
static void walk_back(struct listing_query q, const struct walk *there)
{
    size_t left = there->count - 1;
    struct listing l;

    q.before = there->ids[left];
    do {
        l = listing(&page_arena, db, &q);
        assert_true(l.count > 0 && l.count <= left);
        assert_true(l.more_behind);
        assert_true(l.more_before == (l.count < left));
        left -= l.count;
        for (size_t i = 0; i < l.count; i++)
            assert_int_equal(id_at(&l, i), there->ids[left + i]);
        q.before = id_at(&l, 0);
    } while (l.more_before);
    assert_int_equal(left, 0);
}

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* A reader gives what the pages show, from the first on and from behind any record, in batches of any size. */
static void assert_read_as_walked(struct listing_query q, const struct walk *w, size_t batch)
{
    const size_t from[] = { 0, 1, w->count / 2, w->count };
    void *records[MANY];
    struct customer last;

    q.most = w->count + 1;
    for (size_t i = 0; i < COUNT(from); i++) {
        size_t at = from[i], count;
        if (at)
            assert_true(record_get(&page_arena, db, &customer_entity, w->ids[at - 1], &last));
        q.after = at ? &last : NULL;
        struct listing_reader *r = listing_reader(&page_arena, db, &q);
        do {
            count = listing_next(r, &page_arena, records, batch);
            for (size_t k = 0; k < count; k++)
                assert_int_equal(((const struct record *)records[k])->id.id, w->ids[at++]);
        } while (count == batch);
        assert_int_equal(at, w->count);
    }
}

static void a_reader_gives_so_many_and_no_more(void **state)
{
    (void)state;
    struct listing_query q = by("city");
    void *records[MANY];

    q.most = 31;
    struct listing_reader *r = listing_reader(&page_arena, db, &q);
    assert_int_equal(listing_next(r, &page_arena, records, 30), 30);
    assert_int_equal(listing_next(r, &page_arena, records, 30), 1);
    assert_int_equal(listing_next(r, &page_arena, records, 30), 0);
    db_rollback(db);
}

static void assert_all_once(const struct walk *w, bool archived)
{
    struct walk sorted = *w;
    size_t i = 0;

    qsort(sorted.ids, sorted.count, sizeof sorted.ids[0], compare_ids);
    struct query *q = db_ask(db, "SELECT id FROM customer WHERE archived = $1 ORDER BY id", GIVE(archived));
    while (db_next(q)) {
        assert_true(i < sorted.count);
        assert_int_equal(sorted.ids[i++], db_int(q, 0));
    }
    assert_int_equal(i, sorted.count);
}

static void the_pages_hold_each_record_once_and_in_order_both_ways(void **state)
{
    (void)state;
    static const size_t sizes[] = { 7, 25, 320, 500 };
    struct walk w;
    size_t sorts = 0;

    for (size_t f = 0; f < customer_entity.count; f++) {
        if (!(customer_entity.fields[f].rules & LISTED))
            continue;
        sorts++;
        for (size_t k = 0; k < COUNT(sizes) * 4; k++) {
            struct listing_query q = by(customer_entity.fields[f].name);
            q.falling = k % 2;
            q.archived = k / 2 % 2;
            q.most = sizes[k / 4];
            walk_forward(q, &w);
            assert_all_once(&w, q.archived);
            walk_back(q, &w);
            assert_read_as_walked(q, &w, 1 + (size_t)q.most % MANY);
            arena_reset(&page_arena);
        }
    }
    assert_int_equal(sorts, 5);
}

static void the_pages_of_a_search_hold_each_once_too(void **state)
{
    (void)state;
    struct walk w;

    for (size_t f = 0; f < customer_entity.count; f++) {
        for (int falling = 0; falling < 2 && customer_entity.fields[f].rules & LISTED; falling++) {
            struct listing_query q = by(customer_entity.fields[f].name);
            q.search = S("jansen bak");
            q.most = 7;
            q.falling = falling;
            walk_forward(q, &w);
            assert_int_equal(w.count, db_one(db, 0, "SELECT count(*) FROM customer WHERE archived = 0"
                                                    " AND name_key = 'bakkerij jansen'", GIVE_NOTHING));
            assert_true(w.count > 50);
            walk_back(q, &w);
            arena_reset(&page_arena);
        }
    }
}

static void a_page_holds_what_the_overview_shows_or_all(void **state)
{
    (void)state;
    struct customer c = { .number = 1, .name = S("Een"), .memo = S("m"), .street = S("s"), .phone = S("06"), .payment_term = 7 };
    customer_keep(&arena, db, &c);
    struct listing_query q = by("number");
    struct listing l = listing(&page_arena, db, &q);

    assert_int_equal(l.count, 1);
    const struct customer *shown = l.records[0];
    assert_text(shown->name, "Een");
    assert_text(shown->phone, "06");
    assert_int_equal(shown->record.id.id, c.record.id.id);
    assert_int_equal(shown->memo.len, 0);
    q.whole = true;
    l = listing(&page_arena, db, &q);
    assert_true(customer_same(l.records[0], &c));
}

static void nothing_at_all_is_an_empty_page(void **state)
{
    (void)state;
    struct listing_query q = by("name");
    for (int i = 0; i < 4; i++) {
        q.search = i % 2 ? S("iets") : S("");
        q.behind = i / 2 ? 99 : 0;
        struct listing l = listing(&page_arena, db, &q);
        assert_int_equal(l.count, 0);
        assert_int_equal(l.total, 0);
        assert_false(l.more_before || l.more_behind || l.too_many);
    }
}

/* ---- the record that a page begins behind ---- */

static void assert_first_page(struct listing_query q)
{
    struct listing_query first = q;
    first.before = first.behind = 0;
    struct listing wanted = listing(&page_arena, db, &first), got = listing(&page_arena, db, &q);

    assert_int_equal(got.count, wanted.count);
    for (size_t i = 0; i < got.count; i++)
        assert_int_equal(id_at(&got, i), id_at(&wanted, i));
    assert_true(got.more_before == wanted.more_before && got.more_behind == wanted.more_behind);
}

static void behind_or_before_a_deleted_record_is_the_first_page(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++) {
        struct listing_query q = by(i % 2 ? "name" : "number");
        q.falling = i / 2 % 2;
        *(i / 4 ? &q.before : &q.behind) = 123456;
        assert_first_page(q);
    }
}

static void before_the_first_record_is_an_empty_page_that_leads_back(void **state)
{
    (void)state;
    struct listing_query q = by("number");
    struct listing first = listing(&page_arena, db, &q);

    q.before = id_at(&first, 0);
    struct listing l = listing(&page_arena, db, &q);
    assert_int_equal(l.count, 0);
    assert_false(l.more_before);
    assert_true(l.more_behind);
}

static void behind_a_record_that_was_archived_meanwhile_comes_what_followed_it(void **state)
{
    (void)state;
    struct listing_query q = by("name");
    struct listing first = listing(&page_arena, db, &q), second;
    struct customer c;

    q.behind = id_at(&first, first.count - 1);
    second = listing(&page_arena, db, &q);
    assert_true(record_get(&arena, db, &customer_entity, q.behind, &c));
    c.archived.on = 1;
    customer_keep(&arena, db, &c);
    struct listing again = listing(&page_arena, db, &q);
    assert_int_equal(again.count, second.count);
    for (size_t i = 0; i < again.count; i++)
        assert_int_equal(id_at(&again, i), id_at(&second, i));
    assert_int_equal(again.total, second.total - 1);
}

/* ---- searching ---- */

static void a_search_that_finds_too_many_sorts_the_first_of_them(void **state)
{
    (void)state;
    struct listing_query q = by("name");
    int64_t all = db_one(db, 0, "SELECT count(*) FROM customer WHERE archived = 0 AND name_key = 'bakkerij jansen'", GIVE_NOTHING);

    q.search = S("bakkerij");
    q.searched = 20;
    struct listing l = listing(&page_arena, db, &q);
    assert_true(l.too_many);
    assert_int_equal(l.total, 20);
    assert_int_equal(l.count, 20);
    assert_false(l.more_behind);
    q.searched = (size_t)all;
    l = listing(&page_arena, db, &q);
    assert_false(l.too_many);
    assert_int_equal(l.total, all);
    q.searched = (size_t)all - 1;
    assert_true(listing(&page_arena, db, &q).too_many);
}

#define MANY_TEST(name) cmocka_unit_test_setup_teardown(name, open_many, drop_db)
#define FEW_TEST(name) cmocka_unit_test_setup_teardown(name, open_few, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MANY_TEST(the_pages_hold_each_record_once_and_in_order_both_ways),
        MANY_TEST(a_reader_gives_so_many_and_no_more),
        MANY_TEST(the_pages_of_a_search_hold_each_once_too),
        FEW_TEST(a_page_holds_what_the_overview_shows_or_all),
        FEW_TEST(nothing_at_all_is_an_empty_page),
        MANY_TEST(behind_or_before_a_deleted_record_is_the_first_page),
        MANY_TEST(before_the_first_record_is_an_empty_page_that_leads_back),
        MANY_TEST(behind_a_record_that_was_archived_meanwhile_comes_what_followed_it),
        MANY_TEST(a_search_that_finds_too_many_sorts_the_first_of_them),
    };
    return cmocka_run_group_tests_name("listing", tests, scratch_make, remove_all);
}
