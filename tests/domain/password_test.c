/* Passwords: kept as argon2id, and refused when others would guess them. */
#include "domain/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct arena arena;

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static const char *said(const char *password)
{
    return password_check(&arena, str_from(password), S("jan.jansen@voorbeeld.nl"), S("Jan Jansen"));
}

static void assert_refused(const char *password, const char *part)
{
    const char *why = said(password);

    if (!why)
        fail_msg("'%s' is taken", password);
    if (!strstr(why, part))
        fail_msg("'%s': %s", password, why);
}

static void a_password_is_right_or_wrong(void **state)
{
    (void)state;
    struct str hash = password_hash(&arena, S("een goede zin"));

    assert_true(str_begins(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_true(password_is(&arena, S("een goede zin"), hash));
    assert_false(password_is(&arena, S("een goede zin "), hash));
    assert_false(password_is(&arena, S("Een goede zin"), hash));
    assert_false(password_is(&arena, S(""), hash));
    assert_false(password_is(&arena, S("een goede zin"), S("")));
    assert_false(password_is(&arena, S(""), S("")));
    assert_false(password_is(&arena, S("een goede zin"), S("no hash")));
    assert_false(str_is(hash, password_hash(&arena, S("een goede zin"))));      /* salted */
    assert_false(password_is_outdated(hash));
    assert_true(password_is_outdated(S("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$dGhpcnR5dHdvYnl0ZXN0aGlydHl0d29ieXRlcw")));
}

static int64_t nanoseconds(struct str password, struct str hash)
{
    struct timespec begin, end;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    password_is(&arena, password, hash);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    return (end.tv_sec - begin.tv_sec) * 1000000000 + end.tv_nsec - begin.tv_nsec;
}

/* By half or double, of the processor's time: one that is not computed takes a thousandth. */
static void nobody_takes_as_long_as_somebody(void **state)
{
    (void)state;
    struct str hash = password_hash(&arena, S("een goede zin"));
    int64_t somebody = nanoseconds(S("verkeerd wachtwoord"), hash), nobody = nanoseconds(S("verkeerd wachtwoord"), S(""));

    assert_in_range(nobody, somebody / 2, somebody * 2);
}

static void good_ones_are_taken(void **state)
{
    (void)state;
    static const char *const good[] = {
        "paard batterij nietje", "kQ8#vt1mZ!", "zeven kikkers in de sloot", "wachtwoordkluis-7-eend", "ééééééé ok nee",
        "7391-2846-55", "correct horse", "日本語のパスワード十分", "Tr0ub4dor&3x", "jan jansen houdt van vis",
    };
    for (size_t i = 0; i < COUNT(good); i++)
        if (said(good[i]))
            fail_msg("'%s': %s", good[i], said(good[i]));
}

static void short_ones_are_refused_and_long_ones_are_not(void **state)
{
    (void)state;
    char text[600];

    assert_refused("", "minstens 10");
    assert_refused("kQ8#vt1mZ", "minstens 10");
    assert_refused("ééééééééé", "minstens 10");         /* characters, not bytes */
    memset(text, 0, sizeof text);
    for (size_t i = 0; i < PASSWORD_MOST; i++)
        text[i] = (char)('a' + (i * i * 7 + i) % 26);
    assert_null(said(text));
    assert_true(password_is(&arena, str_from(text), password_hash(&arena, str_from(text))));
    text[PASSWORD_MOST] = 'x';
    assert_refused(text, "hooguit 200");
    assert_false(password_is(&arena, str_from(text), S("")));
}

static void common_ones_are_refused(void **state)
{
    (void)state;
    static const char *const common[] = {
        "wachtwoord", "Wachtwoord1", "WACHTWOORD123!", "welkom2026", "Welkom12345", "1234567890", "0123456789", "9876543210",
        "aaaaaaaaaa", "AAAAAAAAAAAA", "abcabcabcabc", "12341234123412", "qwertyuiop", "Qwertyuiop1", "zomer202612", "!!!!!!!!!!!",
        "password123", "abcdefghij", "poolster2026", "wáchtwoord1",
    };
    for (size_t i = 0; i < COUNT(common); i++)
        assert_refused(common[i], "veel gebruikt");
}

static void ones_own_name_and_address_are_refused(void **state)
{
    (void)state;
    static const char *const own[] = {
        "jan.jansen@voorbeeld.nl", "JAN.JANSEN@voorbeeld.nl", "jan.jansen", "jan.jansen2026", "Jan Jansen", "JAN JANSEN 1",
    };
    for (size_t i = 0; i < COUNT(own); i++)
        assert_refused(own[i], "lijkt te veel");
}

static void without_name_or_address_nothing_looks_like_them(void **state)
{
    (void)state;
    assert_null(password_check(&arena, S("7391-2846-55"), S(""), S("")));
    assert_null(password_check(&arena, S("7391-2846-55"), S("@"), S(" ")));
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    assert_non_null(password_check(&arena, (struct str){ "lang genoeg\0en meer", 19 }, S("a@b.nl"), S("A")));
    assert_non_null(password_check(&arena, S("lang genoeg \xff\xfe"), S("a@b.nl"), S("A")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_right_or_wrong),
        cmocka_unit_test(nobody_takes_as_long_as_somebody),
        cmocka_unit_test(good_ones_are_taken),
        cmocka_unit_test(short_ones_are_refused_and_long_ones_are_not),
        cmocka_unit_test(common_ones_are_refused),
        cmocka_unit_test(ones_own_name_and_address_are_refused),
        cmocka_unit_test(without_name_or_address_nothing_looks_like_them),
        cmocka_unit_test(what_is_no_text_is_refused),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, drop_arena);
}
