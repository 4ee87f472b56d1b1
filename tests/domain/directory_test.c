/* Who may come in, and where to. */
#include "domain/directory.h"

#include "../store/scratch.h"
#include "domain/house.h"
#include "store/migrate.h"

static struct arena arena;
static struct db *db;
static int64_t anna, bert;

static const struct moment now = { 1000000 };
static const char right[] = "een goede zin", wrong[] = "een slechte zin";

static struct str anna_hash;

static struct moment later(int64_t seconds)
{
    return (struct moment){ now.seconds + seconds };
}

/* Their passwords are hashed once for all tests: that takes long, as it should. */
static int64_t person(const char *email, const char *name)
{
    return db_one(db, 0, "INSERT INTO person (email, name, password, created) VALUES ($1, $2, $3, 1) RETURNING id",
                  GIVE(email, name, anna_hash));
}

static int open_db(void **state)
{
    static struct arena kept;
    (void)state;
    db = db_open(scratch_path(&arena), true);
    migrate(&arena, db, &directory_schema);
    if (!anna_hash.len) {
        anna = directory_add_user(&kept, db, S(" Anna@Voorbeeld.NL "), S(" Anna "), str_from(right), now);
        struct query *q = db_ask(db, "SELECT password FROM person", GIVE_NOTHING);
        assert_true(db_next(q));
        static char hash[200];
        snprintf(hash, sizeof hash, "%s", db_str(q, 0).at);
        db_close_query(q);
        anna_hash = str_from(hash);
        arena_drop(&kept);
    } else {
        anna = person("anna@voorbeeld.nl", "Anna");
    }
    bert = person("bert@voorbeeld.nl", "Bert");
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

static enum sign_in try_at(struct moment at, const char *email, const char *password, const char *address, struct str *token)
{
    return directory_sign_in(&arena, db, str_from(email), str_from(password), str_from(address), at, token);
}

static struct str sign_in(void)
{
    return directory_open_session(&arena, db, anna, now);
}

static bool is_in(struct str token, struct moment at)
{
    struct session s;
    bool in = directory_session(&arena, db, token, at, &s);

    assert_true(in == (s.user.id != 0));
    return in;
}

/* ---- users ---- */

static void an_address_is_of_one_user_whatever_its_case(void **state)
{
    (void)state;
    assert_true(directory_has_users(db));
    assert_int_equal(directory_add_user(&arena, db, S("ANNA@voorbeeld.nl"), S("Ander"), str_from(right), now), 0);
    struct query *q = db_ask(db, "SELECT email, name FROM person ORDER BY id", GIVE_NOTHING);
    assert_true(db_next(q));
    assert_text(db_str(q, 0), "anna@voorbeeld.nl");
    assert_text(db_str(q, 1), "Anna");
    assert_true(db_next(q));
    assert_false(db_next(q));
    db_do(db, "DELETE FROM person", GIVE_NOTHING);
    assert_false(directory_has_users(db));
}

static void no_secret_is_kept(void **state)
{
    (void)state;
    struct str token = sign_in(), code = directory_setup_code(&arena, db, now);

    assert_true(token.len >= 43);                       /* 32 bytes */
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM session WHERE token_hash LIKE '%' || $1 || '%'", GIVE(token)), 0);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM setup_code WHERE code_hash LIKE '%' || $1 || '%'", GIVE(code)), 0);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM person WHERE password NOT LIKE '$argon2id$%'", GIVE_NOTHING), 0);
    struct query *q = db_ask(db, "SELECT token_hash FROM session", GIVE_NOTHING);
    assert_true(db_next(q));
    struct str hash = str_copy(&arena, db_str(q, 0));
    db_close_query(q);
    assert_false(is_in(hash, now));                     /* who reads the database can not sign in with it */
    assert_false(str_is(token, sign_in()));
}

/* ---- signing in ---- */

static void the_right_password_opens_a_session(void **state)
{
    (void)state;
    struct str token = S("");
    struct session s;

    assert_int_equal(try_at(now, " Anna@VOORBEELD.nl ", right, "10.0.0.1", &token), SIGN_IN_DONE);
    assert_true(directory_session(&arena, db, token, now, &s));
    assert_int_equal(s.user.id, anna);
    assert_text(s.user.email, "anna@voorbeeld.nl");
    assert_text(s.user.name, "Anna");
    assert_int_equal(s.administration.id, 0);
    assert_int_equal(s.administrations, 0);
}

static void a_wrong_password_and_an_unknown_address_get_one_answer(void **state)
{
    (void)state;
    static const char *const who[] = { "anna@voorbeeld.nl", "nobody@voorbeeld.nl", "", "' OR 1=1 --" };
    struct str token = S("untouched");

    for (size_t i = 0; i < COUNT(who); i++) {
        assert_int_equal(try_at(now, who[i], wrong, "10.0.0.1", &token), SIGN_IN_WRONG);
        assert_int_equal(db_one(db, 0, "SELECT count(*) FROM sign_in_failure", GIVE_NOTHING), i + 1);
    }
    assert_int_equal(try_at(now, "anna@voorbeeld.nl", "", "10.0.0.1", &token), SIGN_IN_WRONG);
    assert_text(token, "untouched");
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM session", GIVE_NOTHING), 0);
}

static void fail_before(int times, const char *account, const char *address, struct moment at)
{
    for (int i = 0; i < times; i++)
        db_do(db, "INSERT INTO sign_in_failure (account, address, at) VALUES ($1, $2, $3)",
              GIVE(account ? account : str_print(&arena, "%d@x.nl", i).at, address, at));
}

static void an_account_that_fails_often_waits(void **state)
{
    (void)state;
    static const char who[] = "anna@voorbeeld.nl";
    struct str token;

    fail_before(9, who, "10.0.0.1", now);
    assert_int_equal(try_at(later(10), who, wrong, "10.0.0.2", &token), SIGN_IN_WRONG);
    assert_int_equal(try_at(later(10), who, right, "10.0.0.1", &token), SIGN_IN_THROTTLED);
    assert_int_equal(try_at(later(10), "ANNA@voorbeeld.nl", right, "10.0.0.3", &token), SIGN_IN_THROTTLED);
    assert_int_equal(try_at(later(10), "bert@voorbeeld.nl", right, "10.0.0.1", &token), SIGN_IN_DONE);
    assert_int_equal(try_at(later(899), who, right, "10.0.0.1", &token), SIGN_IN_THROTTLED);
    assert_int_equal(try_at(later(900), who, right, "10.0.0.1", &token), SIGN_IN_DONE);        /* the window has passed */
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM sign_in_failure WHERE account = $1", GIVE(who)), 0);
}

static void an_unknown_account_waits_too(void **state)
{
    (void)state;
    struct str token;
    fail_before(10, "nobody@voorbeeld.nl", "10.0.0.1", now);
    assert_int_equal(try_at(later(1), "nobody@voorbeeld.nl", wrong, "10.0.0.1", &token), SIGN_IN_THROTTLED);
}

static void an_address_from_which_much_fails_waits(void **state)
{
    (void)state;
    struct str token;

    fail_before(49, NULL, "10.0.0.1", now);
    assert_int_equal(try_at(later(5), "nobody@voorbeeld.nl", wrong, "10.0.0.1", &token), SIGN_IN_WRONG);
    assert_int_equal(try_at(later(5), "bert@voorbeeld.nl", right, "10.0.0.1", &token), SIGN_IN_THROTTLED);
    assert_int_equal(try_at(later(5), "bert@voorbeeld.nl", right, "10.0.0.2", &token), SIGN_IN_DONE);
    assert_int_equal(try_at(later(900), "bert@voorbeeld.nl", right, "10.0.0.1", &token), SIGN_IN_DONE);
}

static void old_failures_are_forgotten(void **state)
{
    (void)state;
    struct str token;
    fail_before(30, NULL, "10.0.0.1", now);
    assert_int_equal(try_at(later(901), "nobody@voorbeeld.nl", wrong, "10.0.0.1", &token), SIGN_IN_WRONG);
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM sign_in_failure", GIVE_NOTHING), 1);
}

static void a_password_of_an_older_strength_is_kept_anew(void **state)
{
    (void)state;
    struct str token;
    static const char old[] =           /* "een goede zin" with one pass over 8 MiB */
        "$argon2id$v=19$m=8192,t=1,p=1$sPBz1yEaJM+BmWTpJte7Dw$oDqOd+mHuA4W6Yn1Egln4icFN3G5TFkLwZ1DUvvKrqk";
    db_do(db, "UPDATE person SET password = $1 WHERE id = $2", GIVE(str_from(old), anna));
    assert_int_equal(try_at(now, "anna@voorbeeld.nl", right, "10.0.0.1", &token), SIGN_IN_DONE);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM person WHERE id = $1 AND password LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'",
                            GIVE(anna)), 1);
    assert_int_equal(try_at(now, "anna@voorbeeld.nl", right, "10.0.0.1", &token), SIGN_IN_DONE);
}

/* ---- sessions ---- */

static void a_session_ends_by_time(void **state)
{
    (void)state;
    struct str token = sign_in();

    assert_true(is_in(token, now));
    assert_true(is_in(token, later(SESSION_SECONDS - 1)));
    assert_false(is_in(token, later(SESSION_SECONDS)));
    directory_open_session(&arena, db, bert, later(SESSION_SECONDS));
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM session", GIVE_NOTHING), 1);
}

static void a_session_ends_by_signing_out(void **state)
{
    (void)state;
    struct str here = sign_in(), there = sign_in();

    directory_sign_out(&arena, db, here);
    assert_false(is_in(here, now));
    assert_true(is_in(there, now));
    directory_sign_out(&arena, db, S("of nobody"));
    struct str other = directory_open_session(&arena, db, bert, now);
    here = sign_in();
    directory_sign_out_everywhere(db, anna);
    assert_false(is_in(here, now) || is_in(there, now));
    assert_true(is_in(other, now));
}

static void a_new_password_ends_all_sessions(void **state)
{
    (void)state;
    struct str token = sign_in(), other = directory_open_session(&arena, db, bert, now);

    assert_int_equal(directory_set_password(&arena, db, S("Anna@voorbeeld.nl"), S("een betere zin")), anna);
    assert_false(is_in(token, now));
    assert_true(is_in(other, now));
    assert_int_equal(try_at(now, "anna@voorbeeld.nl", right, "10.0.0.1", &token), SIGN_IN_WRONG);
    assert_int_equal(try_at(now, "anna@voorbeeld.nl", "een betere zin", "10.0.0.1", &token), SIGN_IN_DONE);
    assert_int_equal(directory_set_password(&arena, db, S("nobody@voorbeeld.nl"), S("een betere zin")), 0);
}

static void what_is_no_token_opens_nothing(void **state)
{
    (void)state;
    struct str token = sign_in();
    char long_one[200];

    memset(long_one, 'a', sizeof long_one);
    assert_false(is_in(S(""), now));
    assert_false(is_in((struct str){ long_one, 100 }, now));
    assert_false(is_in((struct str){ long_one, 200 }, now));
    assert_false(is_in((struct str){ token.at, token.len - 1 }, now));
    assert_false(is_in(str_print(&arena, "%sA", token.at), now));
    assert_false(is_in(S("\xff\x00'"), now));
}

/* ---- the first start ---- */

static void the_setup_code_is_the_last_one_until_it_is_used(void **state)
{
    (void)state;
    assert_false(directory_setup_code_is(&arena, db, S("")));
    struct str first = directory_setup_code(&arena, db, now), second = directory_setup_code(&arena, db, now);
    assert_true(second.len >= 16);
    assert_false(directory_setup_code_is(&arena, db, first));
    assert_true(directory_setup_code_is(&arena, db, second));
    assert_true(directory_setup_code_is(&arena, db, str_print(&arena, " %s\n", second.at)));
    assert_false(directory_setup_code_is(&arena, db, S("")));
    assert_false(directory_setup_code_is(&arena, db, str_print(&arena, "%sx", second.at)));
    directory_setup_done(db);
    assert_false(directory_setup_code_is(&arena, db, second));
}

/* ---- administrations ---- */

static int64_t add(const char *name, int64_t owner)
{
    return directory_add_administration(db, str_from(name), 528, PACKAGE_INKAART, owner, now);
}

static void who_makes_an_administration_owns_it(void **state)
{
    (void)state;
    int64_t id = add("Bakkerij", anna);
    struct administration a;

    assert_true(directory_administration(&arena, db, anna, id, &a));
    assert_text(a.name, "Bakkerij");
    assert_int_equal(a.country, 528);
    assert_int_equal(a.package, PACKAGE_INKAART);
    assert_int_equal(a.role, ROLE_OWNER);
    assert_false(directory_administration(&arena, db, bert, id, &a));
    assert_false(directory_administration(&arena, db, anna, id + 1, &a));
    assert_int_equal(directory_administration_called(db, S("Bakkerij")), id);
    assert_int_equal(directory_administration_called(db, S("bakkerij")), 0);
    assert_int_equal(directory_country(db, id), 528);
    int64_t nobodys = add("Van niemand", 0);
    assert_false(directory_administration(&arena, db, anna, nobodys, &a));
}

static void one_sees_only_the_administrations_one_has_a_role_in(void **state)
{
    (void)state;
    struct administration *all;
    int64_t a = add("A", anna), b = add("B", anna), c = add("C", bert);

    assert_int_equal(directory_administrations(&arena, db, anna, 10, &all), 2);
    directory_set_role(db, anna, c, ROLE_READER);
    assert_int_equal(directory_administrations(&arena, db, anna, 10, &all), 3);
    assert_int_equal(directory_administrations(&arena, db, anna, 2, &all), 2);
    struct str token = sign_in();
    directory_choose(&arena, db, token, anna, a, later(10));
    directory_choose(&arena, db, token, anna, c, later(20));
    assert_int_equal(directory_administrations(&arena, db, anna, 10, &all), 3);
    assert_int_equal(all[0].id, c);                     /* the last opened first */
    assert_int_equal(all[0].role, ROLE_READER);
    assert_int_equal(all[0].opened.seconds, later(20).seconds);
    assert_int_equal(all[1].id, a);
    assert_int_equal(all[2].id, b);
    assert_int_equal(directory_administrations(&arena, db, bert, 10, &all), 1);
    assert_int_equal(all[0].opened.seconds, 0);
}

static int64_t chosen(struct str token)
{
    struct session s;
    assert_true(directory_session(&arena, db, token, now, &s));
    return s.administration.id;
}

static void a_session_is_in_the_administration_that_was_opened_last(void **state)
{
    (void)state;
    int64_t a = add("A", anna), b = add("B", anna), c = add("C", bert);
    struct str token = sign_in(), other = sign_in();
    struct session s;

    directory_choose(&arena, db, token, anna, a, later(10));
    assert_int_equal(chosen(token), a);
    directory_choose(&arena, db, token, anna, b, later(20));
    assert_int_equal(chosen(token), b);
    directory_choose(&arena, db, other, anna, a, later(15));
    assert_int_equal(chosen(other), a);
    assert_int_equal(chosen(token), b);
    assert_int_equal(chosen(sign_in()), b);
    directory_choose(&arena, db, token, anna, c, later(30));
    assert_int_equal(chosen(token), 0);                 /* where one has no role one is not */
    assert_true(directory_session(&arena, db, other, now, &s));
    assert_int_equal(s.administrations, 2);
}

static void a_role_that_is_taken_away_is_gone_at_once(void **state)
{
    (void)state;
    int64_t a = add("A", anna);
    struct administration *all, one;
    struct session s;

    directory_set_role(db, bert, a, ROLE_STANDARD);
    struct str token = directory_open_session(&arena, db, bert, now);
    assert_int_equal(chosen(token), a);
    directory_set_role(db, bert, a, ROLE_MANAGER);
    assert_true(directory_session(&arena, db, token, now, &s));
    assert_int_equal(s.administration.role, ROLE_MANAGER);
    directory_set_role(db, bert, a, ROLE_NONE);
    assert_true(directory_session(&arena, db, token, now, &s));
    assert_int_equal(s.administration.id, 0);
    assert_int_equal(s.administration.role, ROLE_NONE);
    assert_int_equal(s.administrations, 0);
    assert_false(directory_administration(&arena, db, bert, a, &one));
    assert_int_equal(directory_administrations(&arena, db, bert, 10, &all), 0);
    assert_int_equal(chosen(directory_open_session(&arena, db, bert, now)), 0);
    directory_set_role(db, bert, a, ROLE_NONE);         /* once more does nothing */
    directory_set_role(db, bert, a, ROLE_READER);
    assert_int_equal(chosen(token), a);
}

static void name_and_package_change(void **state)
{
    (void)state;
    int64_t a = add("A", anna), b = add("B", anna);
    struct administration one;

    directory_rename(db, a, S("Anders"));
    directory_set_package(db, a, PACKAGE_INCONTROLE);
    assert_true(directory_administration(&arena, db, anna, a, &one));
    assert_text(one.name, "Anders");
    assert_int_equal(one.package, PACKAGE_INCONTROLE);
    assert_true(directory_administration(&arena, db, anna, b, &one));
    assert_text(one.name, "B");
    assert_int_equal(one.package, PACKAGE_INKAART);
    db_do(db, "UPDATE administration SET package = 99", GIVE_NOTHING);          /* of a later program */
    assert_true(directory_administration(&arena, db, anna, a, &one));
    assert_int_equal(one.package, PACKAGE_INSTAP);
}

static void names_of_administrations_are_checked(void **state)
{
    (void)state;
    struct buf eighty = { .arena = &arena };
    for (int i = 0; i < ADMINISTRATION_NAME_MOST; i++)
        buf_add(&eighty, S("é"));

    assert_null(administration_name_check(S("Bakkerij 't Hoekje & Zn.")));
    assert_null(administration_name_check(buf_str(&eighty)));
    buf_char(&eighty, 'x');
    assert_non_null(administration_name_check(buf_str(&eighty)));
    static const struct str no[] = { { "", 0 }, { "a\nb", 3 }, { "a\rb", 3 }, { "a\0b", 3 }, { "\xff", 1 } };
    for (size_t i = 0; i < COUNT(no); i++)
        assert_non_null(administration_name_check(no[i]));
}

static void roles_and_packages_have_names(void **state)
{
    (void)state;
    assert_string_equal(role_name(ROLE_OWNER), "Hoofdgebruiker");
    assert_string_equal(role_name(ROLE_MANAGER), "Beheerder");
    assert_string_equal(role_name(ROLE_STANDARD), "Standaard");
    assert_string_equal(role_name(ROLE_READER), "Alleen lezen");
    assert_string_equal(package_name(PACKAGE_INSTAP), "inStap");
    assert_string_equal(package_name(PACKAGE_INKAART), "inKaart");
    assert_string_equal(package_name(PACKAGE_INBALANS), "inBalans");
    assert_string_equal(package_name(PACKAGE_INZICHT), "inZicht");
    assert_string_equal(package_name(PACKAGE_INCONTROLE), "inControle");
    assert_true(PACKAGE_INSTAP < PACKAGE_INKAART && PACKAGE_INKAART < PACKAGE_INBALANS && PACKAGE_INZICHT < PACKAGE_INCONTROLE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_address_is_of_one_user_whatever_its_case),
        TEST(no_secret_is_kept),
        TEST(the_right_password_opens_a_session),
        TEST(a_wrong_password_and_an_unknown_address_get_one_answer),
        TEST(an_account_that_fails_often_waits),
        TEST(an_unknown_account_waits_too),
        TEST(an_address_from_which_much_fails_waits),
        TEST(old_failures_are_forgotten),
        TEST(a_password_of_an_older_strength_is_kept_anew),
        TEST(a_session_ends_by_time),
        TEST(a_session_ends_by_signing_out),
        TEST(a_new_password_ends_all_sessions),
        TEST(what_is_no_token_opens_nothing),
        TEST(the_setup_code_is_the_last_one_until_it_is_used),
        TEST(who_makes_an_administration_owns_it),
        TEST(one_sees_only_the_administrations_one_has_a_role_in),
        TEST(a_session_is_in_the_administration_that_was_opened_last),
        TEST(a_role_that_is_taken_away_is_gone_at_once),
        TEST(name_and_package_change),
        TEST(names_of_administrations_are_checked),
        TEST(roles_and_packages_have_names),
    };
    return cmocka_run_group_tests_name("directory", tests, scratch_make, remove_all);
}
