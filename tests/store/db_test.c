/* One database: values by name, statements kept and nested, refusals as values, all else a fault. */
#include "scratch.h"

static struct arena arena;
static struct db *db;
static const char *place;

static void make(const char *schema)
{
    db_script(db, db_dialect(&arena, db_make(db), str_from(schema)).at);
}

static int open_db(void **state)
{
    (void)state;
    db = db_open(place = scratch_path(&arena), true);
    make("CREATE TABLE town ({id}, name {text} UNIQUE, size {number} {end}"
         "CREATE TABLE street ({id}, town {number} REFERENCES town, name {text} NOT NULL {end}");
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

static int64_t towns(void)
{
    return db_one(db, -1, "SELECT count(*) FROM town", GIVE_NOTHING);
}

static void add(const char *name, int64_t size)
{
    db_do(db, "INSERT INTO town (name, size) VALUES ($1, $2)", GIVE(name, size));
}

/* ---- values ---- */

static void values_of_each_type_come_back(void **state)
{
    (void)state;
    struct query *q = db_ask(db, "SELECT $1, $2, $3, $4, $5, $6, $7, $8",
                             GIVE(S("één"), "chars", INT64_MIN, 7, true, ((struct ref){ 0 }), ((struct moment){ 99 }),
                                  ((struct money){ -5 })));
    assert_true(db_next(q));
    assert_text(db_str(q, 0), "één");
    assert_text(db_str(q, 1), "chars");
    assert_true(db_int(q, 2) == INT64_MIN);
    assert_int_equal(db_int(q, 3), 7);
    assert_int_equal(db_int(q, 4), 1);
    assert_true(db_is_null(q, 5));
    assert_int_equal(db_int(q, 5), 0);
    assert_int_equal(db_str(q, 5).len, 0);
    assert_non_null(db_str(q, 5).at);
    assert_int_equal(db_int(q, 6), 99);
    assert_int_equal(db_int(q, 7), -5);
    assert_false(db_next(q));

    size_t size = 3;
    struct value null = { 0 };
    q = db_ask(db, "SELECT $1, $2, $3", GIVE(size, ((struct ref){ 4 }), null));
    assert_true(db_next(q));
    assert_int_equal(db_int(q, 0), 3);
    assert_int_equal(db_int(q, 1), 4);
    assert_true(db_is_null(q, 2));
    db_close_query(q);
}

static void values_are_named_whatever_their_order(void **state)
{
    (void)state;
    struct query *q = db_ask(db, "SELECT $2, $1, $2, $3", GIVE("one", "two", 3));

    assert_true(db_next(q));
    assert_text(db_str(q, 0), "two");
    assert_text(db_str(q, 1), "one");
    assert_text(db_str(q, 2), "two");
    assert_int_equal(db_int(q, 3), 3);
    db_close_query(q);
    assert_int_equal(db_one(db, 0, "SELECT $3", GIVE(1, 2, 3)), 3);        /* given and not used */
}

static void many_values_are_given_as_an_array(void **state)
{
    (void)state;
    struct value values[250];
    struct buf sql = { .arena = &arena };

    for (size_t i = 0; i < 250; i++) {
        values[i] = VALUE((int64_t)i);
        buf_print(&sql, "%s$%zu", i ? " + " : "SELECT ", 250 - i);
    }
    assert_int_equal(db_one(db, 0, buf_str(&sql).at, (struct given){ values, 250 }), 249 * 250 / 2);
}

static void text_with_a_nul_stays_whole(void **state)
{
    (void)state;
    const struct str text = { "a\0b\0", 4 };

    if (place_is_server())
        skip();                         /* PostgreSQL keeps none; see text_that_is_none_is_a_fault() */
    db_do(db, "INSERT INTO town (name) VALUES ($1)", GIVE(text));
    db_do(db, "INSERT INTO town (name) VALUES ($1)", GIVE(((struct str){ 0 })));
    struct query *q = db_ask(db, "SELECT name FROM town ORDER BY id", GIVE_NOTHING);
    assert_true(db_next(q));
    assert_true(str_is(db_str(q, 0), text));
    assert_true(db_next(q));
    assert_false(db_is_null(q, 0));
    assert_int_equal(db_str(q, 0).len, 0);
    assert_false(db_next(q));
    assert_int_equal(db_one(db, 0, "SELECT id FROM town WHERE name = $1", GIVE(text)), 1);
}

static void nothing_may_be_given_before_a_value_and_behind_it(void **state)
{
    (void)state;
    static const char insert[] = "INSERT INTO town (name, size) VALUES ($1, $2)";
    static const char select[] = "SELECT size FROM town WHERE name = $1";
    const struct value nothing = { 0 };

    db_do(db, insert, GIVE(nothing, nothing));
    db_do(db, insert, GIVE("Delft", 4));
    db_do(db, insert, GIVE(nothing, nothing));
    db_do(db, insert, GIVE("Gouda", 5));
    assert_int_equal(db_one(db, -1, select, GIVE("Gouda")), 5);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM town WHERE name IS NULL AND size IS NULL", GIVE_NOTHING), 2);
}

static void the_same_sql_takes_text_first_and_a_number_later(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct query *q = i % 2 ? db_ask(db, "SELECT $1", GIVE(INT64_MAX - i)) : db_ask(db, "SELECT $1", GIVE("tekst"));
        assert_true(db_next(q));
        if (i % 2)
            assert_true(db_int(q, 0) == INT64_MAX - i);
        else
            assert_text(db_str(q, 0), "tekst");
        assert_false(db_next(q));
    }
}

static void values_never_become_sql(void **state)
{
    (void)state;
    add("'; DROP TABLE town; --", 1);
    add("$1", 2);
    assert_int_equal(towns(), 2);
    assert_int_equal(db_one(db, 0, "SELECT size FROM town WHERE name = $1", GIVE("'; DROP TABLE town; --")), 1);
}

/* ---- asking ---- */

static void one_is_the_first_or_otherwise(void **state)
{
    (void)state;
    assert_int_equal(db_one(db, -9, "SELECT size FROM town", GIVE_NOTHING), -9);
    add("Delft", 4);
    add("Gouda", 5);
    assert_int_equal(db_one(db, -9, "SELECT size FROM town ORDER BY size DESC", GIVE_NOTHING), 5);
    add("Leeg", 0);
    db_do(db, "UPDATE town SET size = NULL WHERE name = 'Leeg'", GIVE_NOTHING);
    assert_int_equal(db_one(db, -9, "SELECT max(size) FROM town WHERE name = 'Leeg'", GIVE_NOTHING), 0);
}

static void the_same_sql_may_be_open_twice(void **state)
{
    (void)state;
    static const char sql[] = "SELECT name FROM town WHERE size >= $1 ORDER BY size";
    int pairs = 0;

    for (int64_t i = 1; i <= 3; i++)
        add(str_print(&arena, "T%d", (int)i).at, i);
    struct query *outer = db_ask(db, sql, GIVE(1));
    while (db_next(outer)) {
        struct str name = str_copy(&arena, db_str(outer, 0));
        struct query *inner = db_ask(db, sql, GIVE(2));
        assert_ptr_not_equal(inner, outer);
        while (db_next(inner))
            pairs++;
        assert_true(str_is(db_str(outer, 0), name));
    }
    assert_int_equal(pairs, 6);
    struct query *again = db_ask(db, sql, GIVE(3));     /* a kept one */
    assert_true(db_next(again));
    assert_text(db_str(again, 0), "T3");
    db_close_query(again);
    db_close_query(again);                              /* once more does nothing */
}

static void a_rollback_closes_what_is_open(void **state)
{
    (void)state;
    add("Delft", 1);
    add("Gouda", 2);
    db_begin(db, true);
    struct query *first = db_ask(db, "SELECT name FROM town", GIVE_NOTHING);
    struct query *second = db_ask(db, "SELECT name FROM town WHERE size = $1", GIVE(2));
    assert_true(db_next(first) && db_next(second));
    db_rollback(db);
    db_script(db, "DROP TABLE street; DROP TABLE town");        /* not while it is being read */
}

static void a_commit_closes_what_is_open(void **state)
{
    (void)state;
    db_begin(db, true);
    add("Delft", 1);
    add("Gouda", 2);
    struct query *q = db_ask(db, "SELECT name FROM town", GIVE_NOTHING);
    assert_true(db_next(q));
    db_commit(db);
    db_script(db, "DROP TABLE street; DROP TABLE town");
}

/* ---- transactions ---- */

static void a_rollback_undoes_and_a_commit_keeps(void **state)
{
    (void)state;
    db_begin(db, true);
    add("Delft", 1);
    assert_int_equal(towns(), 1);
    db_rollback(db);
    assert_int_equal(towns(), 0);
    db_begin(db, true);
    add("Delft", 1);
    db_commit(db);
    db_rollback(db);                                    /* nothing has begun */
    db_rollback(db);
    assert_int_equal(towns(), 1);
}

static void others_see_what_is_committed_alone(void **state)
{
    (void)state;
    struct db *other = db_open(place, false);

    db_begin(other, false);
    assert_int_equal(db_one(other, -1, "SELECT count(*) FROM town", GIVE_NOTHING), 0);
    db_begin(db, true);
    add("Delft", 1);
    assert_int_equal(db_one(other, -1, "SELECT count(*) FROM town", GIVE_NOTHING), 0);
    db_commit(db);
    assert_int_equal(db_one(other, -1, "SELECT count(*) FROM town", GIVE_NOTHING), 0);      /* as it was when it began */
    db_rollback(other);
    assert_int_equal(db_one(other, -1, "SELECT count(*) FROM town", GIVE_NOTHING), 1);
    db_drop(other);
}

static void what_is_kept_is_safe_against_a_loss_of_power(void **state)
{
    (void)state;
    if (place_is_server())
        skip();                         /* it is a setting of the server, and safe when it is left alone */
    assert_int_equal(db_one(db, 0, "PRAGMA synchronous", GIVE_NOTHING), 2);
    assert_int_equal(db_one(db, 0, "PRAGMA foreign_keys", GIVE_NOTHING), 1);
    struct query *q = db_ask(db, "PRAGMA journal_mode", GIVE_NOTHING);
    assert_true(db_next(q));
    assert_text(db_str(q, 0), "wal");
    db_close_query(q);
}

/* ---- refusals ---- */

static void what_a_user_can_cause_is_a_value(void **state)
{
    (void)state;
    int64_t id = -1;

    db_begin(db, true);
    assert_int_equal(db_try(db, "INSERT INTO town (name, size) VALUES ($1, $2) RETURNING id", GIVE("Delft", 1), &id), DB_DONE);
    assert_int_equal(id, 1);
    assert_int_equal(db_try(db, "INSERT INTO town (name, size) VALUES ($1, $2) RETURNING id", GIVE("Delft", 2), &id), DB_TAKEN);
    assert_int_equal(db_try(db, "INSERT INTO town (id, name) VALUES ($1, $2)", GIVE(1, "Gouda"), NULL), DB_TAKEN);
    assert_int_equal(db_try(db, "INSERT INTO street (town, name) VALUES ($1, $2)", GIVE(1, "Markt"), NULL), DB_DONE);
    assert_int_equal(db_try(db, "DELETE FROM town WHERE id = $1", GIVE(1), NULL), DB_USED);
    assert_int_equal(db_try(db, "INSERT INTO street (town, name) VALUES ($1, $2)", GIVE(77, "Nergens"), NULL), DB_USED);
    assert_int_equal(db_try(db, "UPDATE street SET town = $1", GIVE(77), NULL), DB_USED);
    add("Gouda", 3);                                    /* the transaction goes on */
    db_commit(db);
    assert_int_equal(towns(), 2);
    assert_int_equal(db_one(db, 0, "SELECT town FROM street", GIVE_NOTHING), 1);
}

static void what_is_refused_returns_nothing(void **state)
{
    (void)state;
    int64_t id = 0;

    assert_int_equal(db_try(db, "INSERT INTO street (town, name) VALUES ($1, $2) RETURNING id", GIVE(77, "Nergens"), &id), DB_USED);
    assert_int_equal(id, 0);
    assert_int_equal(db_try(db, "UPDATE town SET size = 1 WHERE id = $1 RETURNING id", GIVE(5), &id), DB_DONE);
    assert_int_equal(id, 0);                            /* of no row */
}

static void a_refused_statement_leaves_nothing_of_itself(void **state)
{
    (void)state;
    add("Delft", 1);
    db_begin(db, true);
    assert_int_equal(db_try(db, "INSERT INTO town (name) VALUES ('Gouda'), ('Delft'), ('Breda')", GIVE_NOTHING, NULL), DB_TAKEN);
    db_commit(db);
    assert_int_equal(towns(), 1);
}

/* ---- writing much ---- */

static void ask_while_open(void *q)
{
    db_ask_again(q, GIVE("Delft"));
    db_next(q);
    db_ask_again(q, GIVE("Gouda"));
}

static void a_query_at_hand_is_asked_again_with_other_values(void **state)
{
    (void)state;
    int64_t id = 0;
    struct query *insert = db_query_insert(db, "INSERT INTO town (name, size) VALUES ($1, $2)");

    assert_int_equal(db_try_insert(insert, GIVE("Delft", 1), &id), DB_DONE);
    assert_int_equal(db_try_insert(insert, GIVE("Gouda", 2), &id), DB_DONE);
    assert_int_equal(id, db_one(db, 0, "SELECT id FROM town WHERE name = 'Gouda'", GIVE_NOTHING));
    assert_int_equal(db_try_insert(insert, GIVE("Delft", 3), &id), DB_TAKEN);
    assert_int_equal(towns(), 2);
    assert_says(faults(ask_while_open, db_query(db, "SELECT size FROM town WHERE name = $1")), "asked again before its end");
}

static int indexes(void)
{
    struct str lines = place_indexes(&arena, db);
    int count = 0;

    for (; lines.len; count++)
        str_cut(&lines, '\n');
    return count;
}

static void indexes_go_and_come_back_within_a_transaction(void **state)
{
    (void)state;
    db_script(db, "CREATE INDEX town_by_size ON town (size, id); CREATE INDEX street_by_name ON street (name)");
    add("Delft", 1);
    db_begin(db, true);
    db_fill(db, "town");
    assert_int_equal(indexes(), place_is_server() ? 2 : 1);     /* a server needs them to read */
    assert_int_equal(db_try(db, "INSERT INTO town (name, size) VALUES ('Delft', 2)", GIVE_NOTHING, NULL), DB_TAKEN);
    add("Gouda", 3);
    db_rollback(db);
    assert_int_equal(indexes(), 2);
    db_begin(db, true);
    db_fill(db, "town");
    add("Gouda", 3);
    db_filled(db, "town");
    db_commit(db);
    assert_int_equal(indexes(), 2);
    assert_int_equal(db_one(db, 0, str_print(&arena, "SELECT count(*) FROM town %s WHERE size = 3",
                                             place_either("INDEXED BY town_by_size", "")).at, GIVE_NOTHING), 1);
}

static void a_trigger_may_say_that_a_row_is_used(void **state)
{
    (void)state;
    db_script(db, place_either("CREATE TRIGGER keep BEFORE DELETE ON town BEGIN SELECT raise(ABORT, 'kept'); END",
                               "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$;"
                               "CREATE TRIGGER keep BEFORE DELETE ON town FOR EACH ROW EXECUTE FUNCTION keep()"));
    add("Delft", 1);
    assert_int_equal(db_try(db, "DELETE FROM town", GIVE_NOTHING, NULL), DB_USED);
    assert_int_equal(towns(), 1);
}

/* ---- faults ---- */

static void run_sql(void *sql)
{
    db_do(db, sql, GIVE_NOTHING);
}

static void try_sql(void *sql)
{
    db_try(db, sql, GIVE_NOTHING, NULL);
}

static void one_sql(void *sql)
{
    db_one(db, 0, sql, GIVE_NOTHING);
}

static void script_sql(void *sql)
{
    db_script(db, sql);
}

static void give_one(void *sql)
{
    db_do(db, sql, GIVE(1));
}

static void what_nobody_can_mend_is_a_fault(void **state)
{
    (void)state;
    add("Delft", 1);
    assert_says(faults(run_sql, "SELEC 1"), "syntax error");
    assert_says(faults(run_sql, "SELECT 1 FROM nowhere"), place_either("no such table", "does not exist"));
    assert_says(faults(run_sql, "INSERT INTO town (name) VALUES ('Delft')"), place_either("UNIQUE", "duplicate key"));
    assert_says(faults(try_sql, "INSERT INTO street (name) VALUES (NULL)"), place_either("NOT NULL", "not-null"));
    assert_says(faults(try_sql, "INSERT INTO town (size) VALUES ('veel')"), place_either("TEXT", "bigint"));
    assert_says(faults(script_sql, "CREATE TABLE town (id INTEGER)"), "already exists");
    assert_says(faults(run_sql, "SELECT $1"), "1 values wanted, 0 given");
    assert_says(faults(give_one, "SELECT 1"), "0 values wanted, 1 given");
    assert_says(faults(give_one, "SELECT $2"), "2 values wanted, 1 given");
    assert_says(faults(give_one, "SELECT $x"), "other values than $1 to $");
    assert_says(faults(give_one, "SELECT $x"), "other values than $1 to $");          /* not known from the first time */
    assert_says(faults(give_one, "SELECT ?"), place_either("other values than $1 to $", "0 values wanted, 1 given"));
    assert_says(faults(give_one, "SELECT $251"), "other values than $1 to $");
    db_rollback(db);
    assert_int_equal(towns(), 1);
}

static void begin_twice(void *unused)
{
    (void)unused;
    db_begin(db, true);
    db_begin(db, true);
}

static void after_a_fault_a_rollback_makes_it_sound_again(void **state)
{
    (void)state;
    assert_says(faults(begin_twice, NULL), "transaction");
    add("Delft", 1);
    faults(run_sql, "INSERT INTO town (name) VALUES ('Delft')");
    db_rollback(db);
    assert_int_equal(towns(), 0);
    db_begin(db, true);
    add("Delft", 1);
    db_commit(db);
    assert_int_equal(towns(), 1);
}

static bool at_the_third(void *asked)
{
    return ++*(int *)asked == 3;
}

static void a_long_statement_can_be_broken_off(void **state)
{
    (void)state;
    static const char endless[] = "INSERT INTO town (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                  " WHERE i < 1000000000) SELECT 'Dorp ' || i FROM n";
    void (*const ways[])(void *) = { script_sql, run_sql };

    for (size_t i = 0; i < COUNT(ways); i++) {
        int asked = 0;
        db_begin(db, true);
        add("Delft", 1);
        db_stop_when(db, at_the_third, &asked);
        assert_says(faults(ways[i], (void *)(uintptr_t)endless), place_either("interrupted", "canceling statement"));
        assert_true(asked >= 3);        /* once more while a server is busy breaking off */
        db_stop_when(db, NULL, NULL);
        db_rollback(db);
        assert_int_equal(towns(), 0);
    }
}

/* Outside a transaction what returns a row is kept behind the row, which can still go wrong; here because
 * a foreign key is checked then. */
static void one_that_can_not_be_kept_is_a_fault(void **state)
{
    (void)state;
    make("CREATE TABLE late (town {number} REFERENCES town DEFERRABLE INITIALLY DEFERRED {end}");
    assert_says(faults(one_sql, "INSERT INTO late (town) VALUES (77) RETURNING town"),
                place_either("FOREIGN KEY", "foreign key"));
    db_rollback(db);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM late", GIVE_NOTHING), 0);
}

static void open_it(void *path)
{
    db_drop(db_open(path, false));
}

static void what_can_not_be_opened_is_a_fault(void **state)
{
    (void)state;
    const char *absent = scratch_path(&arena), *nonsense = str_print(&arena, "%s/nonsense.db", scratch_folder).at;
    FILE *f = fopen(nonsense, "w");

    for (int i = 0; i < 1000; i++)
        fputs("this is no database. ", f);
    fclose(f);
    assert_says(faults(open_it, (void *)(uintptr_t)absent), "can not open");
    assert_says(faults(open_it, (void *)(uintptr_t)nonsense), "not a database");
    assert_says(faults(open_it, scratch_folder), "can not open");
    db_drop(NULL);
}

/* ---- what the makes do differently ---- */

/* Of this connection the server waits for a question, and within no transaction. */
static void assert_idle(struct db *other, int64_t connection)
{
    if (place_is_server())
        assert_int_equal(db_one(other, -1, "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND state = 'idle'",
                                GIVE(connection)), 1);
}

static void what_is_asked_last_ends_a_reading_and_more_may_be_asked(void **state)
{
    (void)state;
    struct db *other = db_open(place, false);
    int64_t connection = place_is_server() ? db_one(db, -1, "SELECT pg_backend_pid()", GIVE_NOTHING) : 0;

    add("Delft", 1);
    db_begin(db, false);
    assert_int_equal(towns(), 1);
    db_last(db);
    assert_int_equal(towns(), 1);
    assert_idle(other, connection);
    assert_int_equal(towns(), 1);
    db_commit(db);
    db_begin(db, false);
    db_last(db);                        /* the only one */
    assert_int_equal(towns(), 1);
    assert_idle(other, connection);
    assert_int_equal(towns(), 1);
    db_commit(db);
    db_begin(db, true);                 /* one that writes goes on to its end */
    db_last(db);
    assert_int_equal(towns(), 1);
    db_do(db, "INSERT INTO town (name, size) VALUES ('Gouda', 2)", GIVE_NOTHING);
    db_rollback(db);
    assert_int_equal(towns(), 1);
    db_drop(other);
}

static void a_pattern_becomes_sql_of_the_make(void **state)
{
    (void)state;
    struct str sql = db_dialect(&arena, SQLITE, S("CREATE TABLE t ({id}, n {number}, s {text} {end}"));
    assert_text(sql, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER, s TEXT ) STRICT;");
    sql = db_dialect(&arena, POSTGRES, S("CREATE TABLE t ({id}, n {number}, s {text} {end}"));
    assert_text(sql, "CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n bigint,"
                     " s text COLLATE \"C\" );");
    make("CREATE TABLE t ({id}, n {number}, s {text} {end}{search t}");
    const struct str word = S("a");
    struct str wanted = db_search_words(&arena, db, "t", &word, 1, NULL, 0, 1);
    assert_int_equal(db_one(db, 0, db_search_select(&arena, db_make(db), "t", "$1", 1).at, GIVE(wanted)), 0);
}

static void unknown_word(void *unused)
{
    (void)unused;
    db_dialect(&arena, SQLITE, S("a {wrong} word"));
}

static void an_unknown_word_in_a_pattern_is_a_fault(void **state)
{
    (void)state;
    assert_says(faults(unknown_word, NULL), "unknown {wrong}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_of_each_type_come_back),
        TEST(what_is_asked_last_ends_a_reading_and_more_may_be_asked),
        TEST(values_are_named_whatever_their_order),
        TEST(many_values_are_given_as_an_array),
        TEST(text_with_a_nul_stays_whole),
        TEST(nothing_may_be_given_before_a_value_and_behind_it),
        TEST(the_same_sql_takes_text_first_and_a_number_later),
        TEST(values_never_become_sql),
        TEST(one_is_the_first_or_otherwise),
        TEST(the_same_sql_may_be_open_twice),
        TEST(a_rollback_closes_what_is_open),
        TEST(a_commit_closes_what_is_open),
        TEST(a_rollback_undoes_and_a_commit_keeps),
        TEST(others_see_what_is_committed_alone),
        TEST(what_is_kept_is_safe_against_a_loss_of_power),
        TEST(what_a_user_can_cause_is_a_value),
        TEST(what_is_refused_returns_nothing),
        TEST(a_refused_statement_leaves_nothing_of_itself),
        TEST(a_query_at_hand_is_asked_again_with_other_values),
        TEST(indexes_go_and_come_back_within_a_transaction),
        TEST(a_trigger_may_say_that_a_row_is_used),
        TEST(what_nobody_can_mend_is_a_fault),
        TEST(after_a_fault_a_rollback_makes_it_sound_again),
        TEST(a_long_statement_can_be_broken_off),
        TEST(one_that_can_not_be_kept_is_a_fault),
        TEST(what_can_not_be_opened_is_a_fault),
        TEST(a_pattern_becomes_sql_of_the_make),
        TEST(an_unknown_word_in_a_pattern_is_a_fault),
    };
    return cmocka_run_group_tests_name("db", tests, scratch_make, remove_all);
}
