/* What is particular to a server: who waits for whom, what breaks, and which places can be opened. */
#include "scratch.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

static struct arena arena;
static struct db *db, *other;
static const char *place;

static int open_both(void **state)
{
    (void)state;
    if (!place_is_server())
        return 0;
    db = db_open(place = scratch_path(&arena), true);
    other = db_open(place, false);
    db_script(db, "CREATE TABLE town (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE)");
    return 0;
}

static int drop_both(void **state)
{
    (void)state;
    db_drop(db);
    db_drop(other);
    db = other = NULL;
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static int64_t towns(struct db *seen_by)
{
    return db_one(seen_by, -1, "SELECT count(*) FROM town", GIVE_NOTHING);
}

static void add(struct db *to, const char *name)
{
    db_do(to, "INSERT INTO town (name) VALUES ($1)", GIVE(name));
}

static enum refusal try_add(const char *name)
{
    return db_try(db, "INSERT INTO town (name) VALUES ($1)", GIVE(name), NULL);
}

static void count_towns(void *seen_by)
{
    towns(seen_by);
}

/* ---- transactions ---- */

static void what_is_refused_leaves_the_transaction_as_it_was(void **state)
{
    (void)state;
    db_begin(db, true);
    assert_int_equal(try_add("Delft"), DB_DONE);        /* prepared and done with the beginning of the transaction */
    for (int i = 0; i < 3; i++)
        assert_int_equal(try_add("Delft"), DB_TAKEN);
    assert_int_equal(towns(db), 1);
    assert_int_equal(try_add("Gouda"), DB_DONE);
    db_rollback(db);
    assert_int_equal(towns(db), 0);
    db_begin(db, true);
    assert_int_equal(try_add("Ede"), DB_DONE);
    assert_int_equal(try_add("Ede"), DB_TAKEN);
    db_commit(db);
    assert_int_equal(towns(other), 1);
}

/* Prepared once, also when the first time was refused. */
static void what_was_refused_stays_prepared(void **state)
{
    (void)state;
    add(other, "Delft");
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_add("Delft"), DB_TAKEN);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'",
                            GIVE_NOTHING), 1);
    assert_int_equal(try_add("Gouda"), DB_DONE);
}

static void write_without_words(void *unused)
{
    (void)unused;
    db_do(db, "INSERT INTO town (name) VALUES ('Delft')", GIVE_NOTHING);
}

static void commit(void *unused)
{
    (void)unused;
    db_commit(db);
}

static void what_failed_is_not_committed_in_silence(void **state)
{
    (void)state;
    add(db, "Delft");
    db_begin(db, true);
    add(db, "Gouda");
    assert_says(faults(write_without_words, NULL), "duplicate key");
    assert_says(faults(commit, NULL), "failed before");
    db_rollback(db);
    assert_int_equal(towns(db), 1);
}

static void who_reads_sees_all_as_it_was_when_it_began(void **state)
{
    (void)state;
    db_script(db, "CREATE TABLE street (name text)");
    db_begin(db, false);
    assert_int_equal(towns(db), 0);
    add(other, "Delft");
    db_do(other, "INSERT INTO street VALUES ('Markt')", GIVE_NOTHING);
    assert_int_equal(towns(db), 0);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM street", GIVE_NOTHING), 0);   /* though not asked before */
    db_commit(db);
    assert_int_equal(towns(db), 1);
}

static void who_reads_writes_nothing(void **state)
{
    (void)state;
    db_begin(db, false);
    assert_says(faults(write_without_words, NULL), "read-only");
    db_rollback(db);
    assert_int_equal(towns(db), 0);
}

/* ---- one writes at a time ---- */

static void add_in_turn(void *name)
{
    db_begin(other, true);
    add(other, towns(other) == 1 ? name : "too early");
    db_commit(other);
}

static void *in_thread(void *name)
{
    return *faults(add_in_turn, name) ? name : NULL;
}

static void the_second_writer_waits_for_the_first(void **state)
{
    (void)state;
    pthread_t second;
    void *wrong;

    db_begin(db, true);
    assert_int_equal(towns(db), 0);                     /* has its turn from its first question on */
    assert_int_equal(pthread_create(&second, NULL, in_thread, "Gouda"), 0);
    for (int waits = 0; !waits; usleep(1000))
        waits = (int)db_one(db, 0, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
                                   " AND application_name = $1", GIVE(place_process()));
    add(db, "Delft");
    db_commit(db);
    pthread_join(second, &wrong);
    assert_null(wrong);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM town WHERE name IN ('Delft', 'Gouda')", GIVE_NOTHING), 2);
}

static void who_waits_too_long_hears_that_it_is_busy(void **state)
{
    (void)state;
    db_script(other, "SET lock_timeout = 20");
    db_begin(db, true);
    add(db, "Delft");
    assert_says(faults(add_in_turn, "Gouda"), "lock timeout");
    assert_true(fault_was_busy);
    db_rollback(other);
    assert_int_equal(towns(other), 0);                  /* who reads waits for nobody */
    db_commit(db);
    assert_string_equal(faults(add_in_turn, "Gouda"), "");
    assert_int_equal(towns(db), 2);
}

static void who_writes_elsewhere_is_in_nobodys_way(void **state)
{
    (void)state;
    struct db *elsewhere = db_open(scratch_path(&arena), true);

    db_script(elsewhere, "SET lock_timeout = 20");
    db_begin(db, true);
    add(db, "Delft");
    db_begin(elsewhere, true);
    db_do(elsewhere, "CREATE TABLE town (name text)", GIVE_NOTHING);
    db_commit(elsewhere);
    db_commit(db);
    db_drop(elsewhere);
}

/* ---- what breaks ---- */

static bool at_once(void *unused)
{
    (void)unused;
    return true;
}

static void sleep_long(void *unused)
{
    (void)unused;
    db_one(db, 0, "SELECT count(*) FROM pg_sleep(100)", GIVE_NOTHING);
}

static void a_statement_that_takes_long_is_broken_off(void **state)
{
    (void)state;
    db_stop_when(db, at_once, NULL);
    assert_says(faults(sleep_long, NULL), "canceling statement");
    assert_false(db_is_lost(db));
    db_stop_when(db, NULL, NULL);
    assert_int_equal(towns(db), 0);
}

static void break_connection(void)
{
    db_one(other, 0, "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = $1"
                     " AND pid <> pg_backend_pid()", GIVE(place_process()));
}

static void a_connection_that_broke_is_busy_and_lost(void **state)
{
    (void)state;
    db_begin(db, true);
    add(db, "Delft");
    break_connection();
    for (int i = 0; i < 2; i++) {
        assert_string_equal(faults(count_towns, db), "postgres: the connection broke");
        assert_true(fault_was_busy);
        assert_true(db_is_lost(db));
        db_rollback(db);
    }
    assert_int_equal(towns(other), 0);
    assert_false(db_is_lost(other));
}

/* ---- together ---- */

static struct query *quotient(int of, int by)
{
    return db_ask(db, "SELECT $1 / $2", GIVE(of, by));
}

static void read_one(void *query)
{
    assert_true(db_next(query));
}

static void answers_to_what_was_asked_come_together(void **state)
{
    (void)state;
    struct query *asked[10];                                    /* more than go in one message */

    for (int last = 0; last < 2; last++) {
        db_begin(db, false);
        for (int i = 0; i < 10; i++)
            asked[i] = quotient(10 * i, 2);
        if (last)
            db_last(db);
        for (int i = 9; i >= 0; i--) {
            assert_true(db_next(asked[i]));
            assert_int_equal(db_int(asked[i], 0), 5 * i);
            assert_false(db_next(asked[i]));
        }
        assert_int_equal(towns(db), 0);                         /* another one later */
        db_commit(db);
    }
    db_begin(db, false);
    for (int i = 0; i < 4; i++)
        asked[i] = quotient(10 * i, 2);
    read_one(asked[2]);
    break_connection();
    for (int i = 0; i < 4; i++) {
        if (i != 2)
            read_one(asked[i]);
        assert_int_equal(db_int(asked[i], 0), 5 * i);
    }
    db_rollback(db);
}

static void one_that_fails_together_fails_all_and_spoils_nothing(void **state)
{
    (void)state;
    for (int wrong = 0; wrong < 3; wrong++) {
        for (int first = 0; first < 3; first++) {
            struct query *asked[3];
            db_begin(db, false);
            for (int i = 0; i < 3; i++)
                asked[i] = i == wrong ? db_ask(db, "SELECT 7 / $1", GIVE(0)) : quotient(6, 3);
            assert_says(faults(read_one, asked[first]), "division by zero (22012) in: SELECT 7 / $1");
            db_rollback(db);
            assert_int_equal(towns(db), 0);
        }
    }
    struct query *right = quotient(6, 3);
    read_one(right);
    assert_int_equal(db_int(right, 0), 2);
}

static void who_writes_has_one_answer_at_a_time(void **state)
{
    (void)state;
    db_begin(db, true);
    struct query *count = db_ask(db, "SELECT count(*) FROM town", GIVE_NOTHING);
    add(db, "Delft");
    read_one(count);
    assert_int_equal(db_int(count, 0), 1);
    db_rollback(db);
}

/* ---- values ---- */

static void give(void *text)
{
    db_one(db, 0, "SELECT length($1)", GIVE(*(struct str *)text));
}

static void text_that_is_none_is_a_fault(void **state)
{
    (void)state;
    struct str wrong[] = { S("a\xff"), S("\xc3"), S("\xed\xa0\x80"), { "a\0b", 3 } };

    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_says(faults(give, &wrong[i]), "invalid byte sequence");
    struct str sound = S("\xf0\x9f\x8d\x9e");
    assert_string_equal(faults(give, &sound), "");
}

/* ---- opening ---- */

static void open_it(void *where)
{
    db_drop(db_open(where, false));
}

static void make_it(void *where)
{
    db_drop(db_open(where, true));
}

static void only_plain_names_are_of_schemas(void **state)
{
    (void)state;
    static const char *const names[] = {
        "", "A", "a-1", "a b", "a\"b", "a'b", "a;b", "a.b", "\xc3\xa9", "$1",
        "a234567890123456789012345678901234567890123456789012345678901234",
    };
    for (size_t i = 0; i < COUNT(names); i++)
        assert_says(faults(make_it, (void *)(uintptr_t)str_print(&arena, "%spostgres#%s", place_server(), names[i]).at),
                    "can not open a schema whose name");
    assert_says(faults(make_it, (void *)(uintptr_t)str_print(&arena, "%spostgres", place_server()).at), "whose name");
    assert_says(faults(make_it, (void *)(uintptr_t)str_print(&arena, "%spostgres#pg_mine", place_server()).at),
                "can not make the schema pg_mine");
}

static void a_schema_that_is_not_there_is_made_when_wanted_alone(void **state)
{
    (void)state;
    const char *absent = scratch_path(&arena);

    assert_says(faults(open_it, (void *)(uintptr_t)absent), "it is not there");
    assert_false(fault_was_busy);
    assert_string_equal(faults(make_it, (void *)(uintptr_t)absent), "");
    assert_string_equal(faults(make_it, (void *)(uintptr_t)absent), "");
    assert_string_equal(faults(open_it, (void *)(uintptr_t)absent), "");
    db_remove(absent);
    assert_says(faults(open_it, (void *)(uintptr_t)absent), "it is not there");
}

static void move_away(void *unused)
{
    (void)unused;
    db_move(db, scratch_path(&arena));
}

static void what_is_moved_looks_and_locks_elsewhere(void **state)
{
    (void)state;
    const char *elsewhere = scratch_path(&arena);
    struct db *there = db_open(elsewhere, true);

    db_script(there, "CREATE TABLE town (name text); SET lock_timeout = 20");
    add(db, "Delft");
    assert_int_equal(towns(db), 1);
    assert_true(db_move(db, elsewhere));
    assert_int_equal(towns(db), 0);
    db_begin(db, true);
    add(db, "Gouda");
    struct db *kept = other;
    other = there;
    assert_says(faults(add_in_turn, "Ede"), "lock timeout");
    other = kept;
    db_rollback(there);
    db_commit(db);
    assert_int_equal(towns(there), 1);
    assert_says(faults(move_away, NULL), "it is not there");
    db_drop(there);
}

/* ---- a server that has other things to say: it takes what is said first, answers this and hangs up ---- */

struct stand_in { int socket; const char *answer; size_t len; };

static void *answer_one(void *of)
{
    const struct stand_in *s = of;
    char heard[2000];
    int caller = accept(s->socket, NULL, NULL);

    if (read(caller, heard, sizeof heard) > 0 && write(caller, s->answer, s->len) > 0)
        while (read(caller, heard, sizeof heard) > 0)
            ;
    close(caller);
    return NULL;
}

/* What opening says of it. */
static const char *heard_of(const char *answer, size_t len)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct stand_in s = { socket(AF_INET, SOCK_STREAM, 0), answer, len };
    socklen_t size = sizeof at;
    pthread_t thread;

    assert_int_equal(bind(s.socket, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s.socket, 1), 0);
    assert_int_equal(getsockname(s.socket, (struct sockaddr *)&at, &size), 0);
    assert_int_equal(pthread_create(&thread, NULL, answer_one, &s), 0);
    const char *where = str_print(&arena, "postgresql://piet:geheim@127.0.0.1:%d/poolster?sslmode=disable"
                                          "&gssencmode=disable&target_session_attrs=any#a", ntohs(at.sin_port)).at;
    const char *said = faults(open_it, (void *)(uintptr_t)where);
    pthread_join(thread, NULL);
    close(s.socket);
    return said;
}

#define HEARD_OF(answer) heard_of(answer, sizeof(answer) - 1)

static void assert_clear(const char *said, const char *part)
{
    assert_says(said, part);
    if (strstr(said, "geheim") || strchr(said, '\n'))
        fail_msg("'%s'", said);
}

static void a_server_that_is_too_old_is_refused(void **state)
{
    (void)state;
    assert_clear(HEARD_OF("R\0\0\0\x08\0\0\0\0" "S\0\0\0\x18server_version\0" "13.9\0" "Z\0\0\0\x05I"),
                 "PostgreSQL 14 or later");
    assert_false(fault_was_busy);
}

static void a_wrong_password_is_told_without_it(void **state)
{
    (void)state;
    assert_clear(HEARD_OF("E\0\0\0\x50" "SFATAL\0C28P01\0Mpassword authentication failed for user \"piet\"\0"
                          "Rauth_failed\0\0"),
                 "password authentication failed for user \"piet\"");
}

static void a_server_that_is_not_there_is_told_without_the_password(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "postgresql://piet:geheim@127.0.0.1:1/poolster#a", "127.0.0.1" },
        { "postgresql://piet:geheim@/poolster?host=%2Fnergens#a", "/nergens" },
        { "postgresql://piet:geheim%zz@127.0.0.1:1/poolster#a", "is no address" },
        { "postgresql://piet:ge/geheim@127.0.0.1/poolster#a", "is no address" },
        { "postgresql://piet:geheim/x@127.0.0.1/poolster#a", "is no address" },
        { "postgresql://piet:geheim?x@127.0.0.1/poolster#a", "is no address" },
        { "postgresql://piet:x@geheim@127.0.0.1/poolster#a", "is no address" },
        { "postgresql://piet:geheim@[::1/poolster#a", "is no address" },
        { "postgresql://piet:geheim@127.0.0.1/poolster?iets=geheim#a", "is no address" },
        { "postgresql://piet:#geheim@127.0.0.1:1/poolster#a", "127.0.0.1" },
        { "postgresql://piet:geheim@127.0.0.1:1/poolster", "whose name" },
        { "postgresql://piet:x#geheim@127.0.0.1:1/poolster", "whose name" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_clear(faults(open_it, (void *)(uintptr_t)rows[i][0]), rows[i][1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_both, drop_both)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_server_that_is_too_old_is_refused),
        TEST(a_wrong_password_is_told_without_it),
        TEST(a_server_that_is_not_there_is_told_without_the_password),
        TEST(what_is_refused_leaves_the_transaction_as_it_was),
        TEST(what_was_refused_stays_prepared),
        TEST(what_failed_is_not_committed_in_silence),
        TEST(who_reads_sees_all_as_it_was_when_it_began),
        TEST(who_reads_writes_nothing),
        TEST(the_second_writer_waits_for_the_first),
        TEST(who_waits_too_long_hears_that_it_is_busy),
        TEST(who_writes_elsewhere_is_in_nobodys_way),
        TEST(a_statement_that_takes_long_is_broken_off),
        TEST(a_connection_that_broke_is_busy_and_lost),
        TEST(answers_to_what_was_asked_come_together),
        TEST(one_that_fails_together_fails_all_and_spoils_nothing),
        TEST(who_writes_has_one_answer_at_a_time),
        TEST(text_that_is_none_is_a_fault),
        TEST(only_plain_names_are_of_schemas),
        TEST(a_schema_that_is_not_there_is_made_when_wanted_alone),
        TEST(what_is_moved_looks_and_locks_elsewhere),
    };
    const struct CMUnitTest without_server[] = { tests[0], tests[1], tests[2] };

    return place_is_server() ? cmocka_run_group_tests_name("postgres", tests, scratch_make, remove_all)
                             : cmocka_run_group_tests_name("postgres", without_server, scratch_make, remove_all);
}
