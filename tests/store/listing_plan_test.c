/* What a page of records costs, by the plans of either make: it is read from an index, and planned once. */
#include "customer_pages.h"
#include "store/sought.h"

#include <sqlite3.h>

enum { MANY = 400 };

static const char *place;

static int open_db(void **state)
{
    (void)state;
    db = customers_open_at(&arena, place = scratch_path(&arena));
    customers_add_alike(&arena, db, MANY);
    return 0;
}

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
        skip();                         /* SQLite has the plan in the statement */
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
        skip();
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_is_read_from_an_index_without_sorting),
        TEST(a_page_where_none_is_archived_reads_nothing_of_the_others),
        TEST(the_plan_of_a_page_is_kept),
        TEST(a_plan_for_few_is_not_kept_for_many),
        TEST(a_search_reads_what_was_found_alone),
    };
    return cmocka_run_group_tests_name("listing, plans", tests, trace_all, remove_all);
}
