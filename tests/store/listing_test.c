/* Pages of records: each record once and in order, both ways, by every sort, of all or of a search; at what cost. */
#include "customers.h"
#include "store/listing.h"
#include "store/sought.h"

#include <sqlite3.h>

enum { MANY = 400 };

static struct arena arena, page_arena;
static struct db *db;
static const char *place;

/* ---- customers of whom many share a name, a city or nothing at all ---- */

static void add_many(void)
{
    static const char *const names[] = { "Bakkerij Jansen", "bakkerij jansen", "Özdemir B.V.", "Zaal 3", "'t Hoekje", "Ölçüm" };
    static const char *const cities[] = { "", "Delft", "'s-Gravenhage", "delft", "Ede" };
    unsigned short seed[3] = { 4, 5, 6 };

    db_begin(db, true);
    for (int64_t i = 0; i < MANY; i++) {
        struct customer c = { .number = (i * 37) % MANY + 1, .archived = { i % 5 == 0 } };
        c.name = str_from(names[nrand48(seed) % 6]);
        c.city = str_from(cities[nrand48(seed) % 5]);
        if (nrand48(seed) % 2)
            c.phone = str_print(&arena, "06-%ld", nrand48(seed) % 10);
        if (nrand48(seed) % 3 == 0)
            c.email = S("info@voorbeeld.nl");
        assert_int_equal(record_put(&arena, db, &customer_entity, &c, NULL, &anna), PUT_DONE);
    }
    db_commit(db);
}

static int open_many(void **state)
{
    (void)state;
    db = customers_open_at(&arena, place = scratch_path(&arena));
    add_many();
    return 0;
}

static int open_few(void **state)
{
    (void)state;
    db = customers_open(&arena);
    return 0;
}

static int drop_db(void **state)
{
    (void)state;
    db_drop(db);
    arena_reset(&arena);
    arena_reset(&page_arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    arena_drop(&page_arena);
    return scratch_remove(state);
}

static struct listing_query by(const char *sort)
{
    return (struct listing_query){ .entity = &customer_entity, .sort = customer_field(sort), .most = 25, .searched = 10000 };
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

/* ---- the cost ---- */

/* The SELECTs of a page, at most two.  SQLite tells of each; of a connection that was opened for it a server tells what
 * was prepared. */
static char first_select[2000], last_select[2000];

static bool is_of_page(const char *sql)
{
    return strncmp(sql, "SELECT id, ", 11) == 0 || strncmp(sql, "WITH hit", 8) == 0;
}

static int traced(unsigned what, void *unused, void *statement, void *text)
{
    (void)what, (void)unused, (void)text;
    const char *sql = sqlite3_sql(statement);
    if (sql && is_of_page(sql))
        snprintf(*first_select ? last_select : first_select, sizeof last_select, "%s", sql);
    return 0;
}

static int trace(sqlite3 *handle, char **error, const struct sqlite3_api_routines *unused)
{
    (void)error, (void)unused;
    return sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, traced, NULL);
}

static int trace_all(void **state)
{
    if (sqlite3_auto_extension((void (*)(void))trace) != SQLITE_OK)
        return -1;
    return scratch_make(state);
}

static const char *plan_of(const char *sql)
{
    static const struct value nothing[8];
    struct buf plan = { .arena = &page_arena };
    size_t places = 0;

    for (const char *at = sql; (at = strchr(at, '$')); at++)
        places = (size_t)(at[1] - '0') > places ? (size_t)(at[1] - '0') : places;
    struct query *q = db_ask(db, str_print(&page_arena, "EXPLAIN QUERY PLAN %s", sql).at, (struct given){ nothing, places });
    while (db_next(q))
        buf_print(&plan, "%s; ", db_str(q, 3).at);
    return buf_str(&plan).at;
}

static void assert_plan(const struct listing_query *q, int k)
{
    const char *plan = plan_of(first_select);

    if (*last_select)
        plan = str_print(&page_arena, "%s%s", plan, plan_of(last_select)).at;
    assert_says(plan, str_print(&page_arena, "%s customer USING INDEX customer_by_%s%s%s", k < 2 ? "SCAN" : "SEARCH",
                                q->sort->name, q->archived ? "_archived" : "", k < 2 ? ";" : " (").at);
    if (k >= 2 && !(q->sort->rules & UNIQUE))           /* those who share the key: from the id on */
        assert_says(plan, str_print(&page_arena, "=? AND rowid%c?)", (k / 2 == 1) != q->falling ? '>' : '<').at);
    if (strstr(plan, "TEMP B-TREE") || (k >= 2 && strstr(plan, "SCAN")))
        fail_msg("%s %d: %s", q->sort->name, k, plan);
}

/* So many that an index is worth it, copied from those that are there. */
static void add_very_many(void)
{
    struct buf columns = { .arena = &arena }, values = { .arena = &arena };
    struct query *q = db_ask(db, "SELECT column_name FROM information_schema.columns WHERE table_name = 'customer'"
                                 " AND table_schema = current_schema() AND column_name NOT IN ('id', 'number')", GIVE_NOTHING);

    while (db_next(q)) {
        const char *name = str_copy(&arena, db_str(q, 0)).at;
        bool is_key = strstr(name, "_key") != NULL;             /* of different texts, as in life */
        buf_print(&columns, ", %s", name);
        buf_print(&values, is_key ? ", %s || n" : ", %s", name);
    }
    db_script(db, str_print(&arena, "INSERT INTO customer (number%s) SELECT number + n * 1000%s"
                                    " FROM customer, generate_series(1, 50) n; ANALYZE customer", buf_str(&columns).at, buf_str(&values).at).at);
}

/* How what was prepared for a page is done with the values it is asked with: entity and state, for their number; and where
 * the page begins: the state, the key (or the id by which it is looked up) and the id of the record that it is beyond. */
static const char *server_plan(const struct listing_query *q, const char *name)
{
    const char *column = str_print(&page_arena, kinds[q->sort->type].is_text ? "%s_key" : "%s", q->sort->name).at;
    struct query *key = db_ask(db, str_print(&page_arena, "SELECT quote_literal(%s) FROM customer WHERE id = 50", column).at,
                               GIVE_NOTHING);
    struct buf plan = { .arena = &page_arena };

    assert_true(db_next(key));
    struct query *lines = db_ask(db, str_print(&page_arena, "EXPLAIN EXECUTE %s ('customer', %d, %d, %s, 50)", name,
                                               q->archived, q->archived, q->behind || q->before ? "50" : db_str(key, 0).at).at, GIVE_NOTHING);
    while (db_next(lines))
        buf_print(&plan, "%s\n", db_str(lines, 0).at);
    db_close_query(key);
    return buf_str(&plan).at;
}

static void assert_server_plan(const struct listing_query *q, const char *mode)
{
    struct query *prepared = db_ask(db, "SELECT name, statement FROM pg_prepared_statements", GIVE_NOTHING);
    int selects = 0;

    db_script(db, str_print(&page_arena, "SET plan_cache_mode = %s", mode).at);
    while (db_next(prepared)) {
        if (!is_of_page(db_str(prepared, 1).at))
            continue;
        const char *plan = server_plan(q, db_str(prepared, 0).at);
        assert_says(plan, str_print(&page_arena, "using customer_by_%s on customer ", q->sort->name).at);
        if (strstr(plan, "Sort") || strstr(plan, "Filter") || strstr(plan, "Seq Scan"))
            fail_msg("%s, %s: %s", q->sort->name, mode, plan);
        selects++;
    }
    assert_int_equal(selects, 1);
}

/* Of all sorts, both ways, the first page and those behind and before a record. */
static void assert_pages_are_read_from_an_index(bool archived)
{
    int plans = 0;

    for (size_t f = 0; f < customer_entity.count; f++) {
        for (int k = 0; k < 6 && customer_entity.fields[f].rules & LISTED; k++, plans++) {
            struct listing_query q = by(customer_entity.fields[f].name);
            q.archived = archived;
            q.falling = k % 2;
            q.behind = k / 2 == 1 ? 50 : 0;
            q.before = k / 2 == 2 ? 50 : 0;
            *first_select = *last_select = '\0';
            if (place_is_server()) {
                db_drop(db);
                db = db_open(place, false);
            }
            listing(&page_arena, db, &q);
            if (!place_is_server()) {
                assert_plan(&q, k);
                continue;
            }
            assert_server_plan(&q, "force_custom_plan");
            assert_server_plan(&q, "force_generic_plan");
        }
    }
    assert_int_equal(plans, 30);
}

static void a_page_is_read_from_an_index_without_sorting(void **state)
{
    (void)state;
    if (place_is_server())
        add_very_many();
    assert_pages_are_read_from_an_index(false);
    assert_pages_are_read_from_an_index(true);
}

static void a_page_where_none_is_archived_reads_nothing_of_the_others(void **state)
{
    (void)state;
    if (place_is_server())
        add_very_many();
    db_script(db, place_either("UPDATE customer SET archived = 0", "UPDATE customer SET archived = 0; ANALYZE customer"));
    assert_pages_are_read_from_an_index(true);
    assert_pages_are_read_from_an_index(false);
}

/* To plan a page takes longer than to read it. */
static void the_plan_of_a_page_is_kept(void **state)
{
    (void)state;
    enum { PAGES = 12, PLANNED_ANEW = 5 };              /* so often a server tries whether that is better */
    int sorts = 0;

    if (!place_is_server())
        return;
    add_very_many();
    for (size_t f = 0; f < customer_entity.count; f++) {
        for (int k = 0; k < 4 && customer_entity.fields[f].rules & LISTED; k++, sorts++) {
            struct listing_query q = by(customer_entity.fields[f].name);
            q.falling = k % 2;
            db_drop(db);
            db = db_open(place, false);
            for (int i = 1; i <= PAGES; i++) {
                q.behind = k / 2 ? i * 70 : 0;
                listing(&page_arena, db, &q);
            }
            assert_int_equal(db_one(db, 0, "SELECT sum(generic_plans) FROM pg_prepared_statements"
                                           " WHERE statement LIKE 'SELECT id, %'", GIVE_NOTHING), PAGES - PLANNED_ANEW);
        }
    }
    assert_int_equal(sorts, 20);
}

static const char *kept_plan_of_search(struct str words)
{
    struct buf plan = { .arena = &page_arena };
    struct query *kept = db_ask(db, "SELECT name, quote_literal($1) FROM pg_prepared_statements"
                                    " WHERE statement LIKE 'WITH hit%' AND generic_plans > 0", GIVE(words));

    assert_true(db_next(kept));
    struct query *lines = db_ask(db, str_print(&page_arena, "EXPLAIN EXECUTE %s (%s)", db_str(kept, 0).at, db_str(kept, 1).at).at,
                                 GIVE_NOTHING);
    while (db_next(lines))
        buf_print(&plan, "%s\n", db_str(lines, 0).at);
    db_close_query(kept);
    return buf_str(&plan).at;
}

/* A few rows are read in less time than an index; of many none may be read that are not asked for. */
static void a_plan_for_few_is_not_kept_for_many(void **state)
{
    (void)state;
    struct listing_query q = by("name");

    if (!place_is_server())
        return;
    q.search = S("jansen");
    struct str words = record_search_words(&page_arena, db, q.entity, false, q.search, q.searched + 1);
    for (int i = 0; i < 12; i++)
        listing(&page_arena, db, &q);
    assert_says(kept_plan_of_search(words), "Seq Scan on customer_search");
    struct db *other = db_open(place, false);
    db_script(other, "INSERT INTO customer_search SELECT id + n * 1000, words FROM customer_search, generate_series(1, 100) n");
    db_filled(other, "customer");
    db_drop(other);
    const char *plan = kept_plan_of_search(words);
    assert_says(plan, "Index Scan on customer_search_by_words");
    if (strstr(plan, "Seq Scan on customer_search"))
        fail_msg("%s", plan);
}

/* The last that this connection asked. */
static const char *server_plan_of_search(const struct listing_query *q)
{
    struct str words = record_search_words(&page_arena, db, q->entity, q->archived, q->search, q->searched + 1);
    struct buf plan = { .arena = &page_arena };
    struct db *server = server_open(&page_arena);
    struct query *asked = db_ask(server, "SELECT query FROM pg_stat_activity WHERE application_name = $1"
                                         " AND query LIKE 'WITH hit%'", GIVE(place_process()));

    assert_true(db_next(asked));
    db_script(db, "SET enable_seqscan = off");          /* of few it reads all */
    struct query *lines = db_ask(db, str_print(&page_arena, "EXPLAIN %s", db_str(asked, 0).at).at, GIVE(words, "b", 50));
    while (db_next(lines))
        buf_print(&plan, "%.*s\n", (int)db_str(lines, 0).len, db_str(lines, 0).at);
    db_drop(server);
    return buf_str(&plan).at;
}

static void a_search_reads_what_was_found_alone(void **state)
{
    (void)state;
    struct listing_query q = by("name");

    q.search = S("jansen");
    q.behind = 50;
    *first_select = '\0';
    if (place_is_server())
        add_very_many();
    listing(&page_arena, db, &q);
    if (place_is_server()) {
        const char *plan = server_plan_of_search(&q);
        assert_says(plan, "Index Scan on customer_search_sample");
        assert_says(plan, "Index Scan on customer_search_by_words");
        assert_says(plan, "using customer_pkey on customer");
        return;
    }
    const char *plan = plan_of(first_select);
    assert_says(plan, "SCAN customer_search VIRTUAL TABLE");
    assert_says(plan, "SEARCH customer USING INTEGER PRIMARY KEY (rowid=?)");
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
        MANY_TEST(a_page_is_read_from_an_index_without_sorting),
        MANY_TEST(a_page_where_none_is_archived_reads_nothing_of_the_others),
        MANY_TEST(the_plan_of_a_page_is_kept),
        MANY_TEST(a_plan_for_few_is_not_kept_for_many),
        MANY_TEST(a_search_reads_what_was_found_alone),
    };
    return cmocka_run_group_tests_name("listing", tests, trace_all, remove_all);
}
