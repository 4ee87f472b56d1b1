/* conflict_test.c - two people with the same card open: nothing of either is lost. */
#include "page.h"

static struct world *world;
static int64_t administration, other;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    administration = world->administration;
    other = add_user(world, "mark@voorbeeld.nl", "Mark de Boer", "boeren en buitenlui");
    set_role(world, other, administration, ROLE_STANDARD);
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

/* Vera has the card open; then Mark saves these fields. */
struct meeting { struct client vera, mark; struct form form; const char *path; };

static struct meeting meet(int64_t number, const char *changes)
{
    struct meeting m = { .vera = client_of(world, world->owner), .mark = client_of(world, other) };

    add_full_customer(world, administration, number, "Samen");
    m.path = str_print(&world->arena, "/klanten/%d", (int)number).at;
    m.form = card_of(&m.vera, m.path);
    struct answer r = post(&m.mark, m.path, changes);
    assert_int_equal(r.status, 303);
    return m;
}

static struct customer kept(const struct meeting *m)
{
    struct customer c;
    assert_true(find_customer(world, administration, m->path + strlen("/klanten/"), &c));
    return c;
}

#define assert_text(member, text) assert_string_equal(str_copy(&world->arena, member).at, text)

static void test_what_only_one_changed_merges_by_itself(void **state)
{
    (void)state;
    struct meeting m = meet(10, "city=Markdorp&phone=010-1&invoice_mailed=nee&debit_mode=0&credit_limit=5&memo=van+Mark");

    form_set(&m.form, "street", "Verastraat 2");
    form_set(&m.form, "payment_term", "14");
    struct answer r = submit(&m.vera, m.path, &m.form);
    assert_goes_to(&r, "/klanten/10?tab=algemeen");
    struct customer c = kept(&m);
    assert_text(c.city, "Markdorp");
    assert_text(c.phone, "010-1");
    assert_text(c.memo, "van Mark");
    assert_int_equal(c.invoice_mailed.on, 0);
    assert_int_equal(c.debit_mode.code, DEBIT_NONE);
    assert_int_equal(c.credit_limit.cents, 500);
    assert_text(c.street, "Verastraat 2");
    assert_int_equal(c.payment_term, 14);
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM audit_log WHERE who = 'Vera Smit'"
                               " AND field <> '' AND record = (SELECT id FROM customer WHERE number = 10)"), 2);
}

static void test_both_wrote_the_same_is_no_conflict(void **state)
{
    (void)state;
    struct meeting m = meet(11, "city=Zelfde");

    form_set(&m.form, "city", "Zelfde");
    struct answer r = submit(&m.vera, m.path, &m.form);
    assert_int_equal(r.status, 303);
    assert_text(kept(&m).city, "Zelfde");
}

static const char both[] = "city=Markdorp+%3Cb%3E&payment_term=60&dunning_mode=0&website=";

static struct meeting meet_in_conflict(int64_t number)
{
    struct meeting m = meet(number, both);

    form_set(&m.form, "city", "Veradorp");
    form_set(&m.form, "payment_term", "2");
    form_set(&m.form, "dunning_mode", "1");
    form_set(&m.form, "street", "Verastraat 2");
    form_set(&m.form, "memo", "van Vera\r\nop twee regels");
    return m;
}

static void test_what_both_changed_is_shown_twice_and_nothing_is_kept_yet(void **state)
{
    (void)state;
    struct meeting m = meet_in_conflict(12);

    form_set(&m.form, "dunning_mode", "2");             /* as it was: not disputed */
    for (int fragment = 0; fragment < 2; fragment++) {
        m.vera.fragment = fragment;
        struct answer r = submit(&m.vera, m.path, &m.form);
        assert_int_equal(r.status, 409);
        assert_int_equal(is_page(&r), !fragment);
        assert_shows(&r, "Mark de Boer heeft deze klant intussen gewijzigd");
        assert_shows(&r, "<span>Veradorp</span>");
        assert_shows(&r, "<span>Markdorp &lt;b&gt;</span>");
        assert_shows(&r, "<span>2</span>");
        assert_shows(&r, "<span>60</span>");
        assert_not_shows(&r, "conflict-street");
        assert_not_shows(&r, "conflict-dunning_mode");
        check_markup(&m.vera, "conflict", &r);
    }
    assert_text(kept(&m).city, "Markdorp <b>");
    assert_text(kept(&m).street, "Dorpsstraat 1");
}

static void test_mine_or_theirs_field_by_field(void **state)
{
    (void)state;
    struct meeting m = meet_in_conflict(13);
    struct answer r = submit(&m.vera, m.path, &m.form);

    assert_int_equal(r.status, 409);
    struct form choice = form_in(&m.vera, &r, "card");
    assert_string_equal(form_get(&choice, "keuze_city"), "mijn");
    form_set(&choice, "keuze_payment_term", "hun");
    form_set(&choice, "keuze_dunning_mode", "mijn");
    r = submit(&m.vera, m.path, &choice);
    assert_goes_to(&r, "/klanten/13?tab=adres");        /* where the choice was */
    struct customer c = kept(&m);
    assert_text(c.city, "Veradorp");
    assert_int_equal(c.payment_term, 60);
    assert_int_equal(c.dunning_mode.code, DUNNING_BUSINESS);
    assert_text(c.street, "Verastraat 2");              /* what was not disputed came along */
    assert_text(c.memo, "van Vera\nop twee regels");
    assert_int_equal(c.debit_mode.code, DEBIT_CORE);
    assert_int_equal(c.invoice_discount.n, 15000);
}

static void test_theirs_everywhere_keeps_what_only_i_changed(void **state)
{
    (void)state;
    struct meeting m = meet_in_conflict(14);
    struct answer r = submit(&m.vera, m.path, &m.form);
    struct form choice = form_in(&m.vera, &r, "card");

    form_set(&choice, "keuze_city", "hun");
    form_set(&choice, "keuze_payment_term", "hun");
    form_set(&choice, "keuze_dunning_mode", "hun");
    r = submit(&m.vera, m.path, &choice);
    assert_int_equal(r.status, 303);
    struct customer c = kept(&m);
    assert_text(c.city, "Markdorp <b>");
    assert_int_equal(c.payment_term, 60);
    assert_int_equal(c.dunning_mode.code, DUNNING_NONE);
    assert_text(c.street, "Verastraat 2");
}

static void test_a_third_change_meanwhile_asks_again(void **state)
{
    (void)state;
    struct meeting m = meet_in_conflict(15);
    struct answer r = submit(&m.vera, m.path, &m.form);
    struct form choice = form_in(&m.vera, &r, "card");

    r = post(&m.mark, m.path, "city=Derde+dorp&phone=030-3");
    assert_int_equal(r.status, 303);
    r = submit(&m.vera, m.path, &choice);
    assert_int_equal(r.status, 409);
    assert_shows(&r, "<span>Derde dorp</span>");
    assert_shows(&r, "<span>Veradorp</span>");
    choice = form_in(&m.vera, &r, "card");
    r = submit(&m.vera, m.path, &choice);
    assert_int_equal(r.status, 303);
    struct customer c = kept(&m);
    assert_text(c.city, "Veradorp");
    assert_text(c.phone, "030-3");
}

static void test_a_wrong_value_in_conflict_is_kept_as_typed(void **state)
{
    (void)state;
    struct meeting m = meet(16, "payment_term=60");

    form_set(&m.form, "payment_term", "veertien");
    form_set(&m.form, "street", "Verastraat 2");
    struct answer r = submit(&m.vera, m.path, &m.form);
    assert_int_equal(r.status, 409);
    assert_shows(&r, "<span>veertien</span>");
    assert_shows(&r, "<span>60</span>");
    struct form choice = form_in(&m.vera, &r, "card");
    r = submit(&m.vera, m.path, &choice);               /* mine: it is still wrong, and still there */
    assert_int_equal(r.status, 422);
    assert_shows(&r, "value=\"veertien\"");
    choice = form_in(&m.vera, &r, "card");
    form_set(&choice, "payment_term", "14");
    r = submit(&m.vera, m.path, &choice);
    assert_int_equal(r.status, 303);
    assert_int_equal(kept(&m).payment_term, 14);
    assert_text(kept(&m).street, "Verastraat 2");
}

/* Each half was right; together they are a direct debit without an account. */
static void test_what_merges_is_checked_as_a_whole(void **state)
{
    (void)state;
    struct meeting m = meet(17, "debit_mode=0&iban=");

    form_set(&m.form, "debit_mode", "2");
    struct answer r = submit(&m.vera, m.path, &m.form);
    assert_int_equal(r.status, 409);                    /* both changed how it is collected */
    struct form choice = form_in(&m.vera, &r, "card");
    r = submit(&m.vera, m.path, &choice);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "zonder IBAN kun je niet incasseren");

    m = meet(18, "invoice_email=&invoice_mailed=nee");
    r = post(&m.mark, m.path, "invoice_email=weer%40voorbeeld.nl");
    m.form = card_of(&m.vera, m.path);
    r = post(&m.mark, m.path, "invoice_email=");
    form_set(&m.form, "invoice_mailed", "ja");
    r = submit(&m.vera, m.path, &m.form);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Vul een e-mailadres in, of zet het e-mailen uit.");
    assert_int_equal(kept(&m).invoice_mailed.on, 0);
}

static void test_klant_onbekend_in_conflict_still_asked_once(void **state)
{
    (void)state;
    struct client vera = client_of(world, world->owner), mark = client_of(world, other);
    struct form f = card_of(&vera, "/klanten/-2");
    struct answer r = post(&mark, "/klanten/-2", "city=Markdorp&zeker=ja");

    assert_int_equal(r.status, 303);
    form_set(&f, "city", "Veradorp");
    r = submit(&vera, "/klanten/-2", &f);
    assert_int_equal(r.status, 409);
    f = form_in(&vera, &r, "card");
    r = submit(&vera, "/klanten/-2", &f);
    assert_goes_to(&r, "/klanten/-2?tab=adres");
}

/* Someone made another customer with the number of the one that is gone: it is not the one that was open. */
static void test_a_customer_deleted_meanwhile_does_not_become_another(void **state)
{
    (void)state;
    struct meeting m = meet(20, "city=Weg");
    struct answer r = post(&m.mark, "/klanten/20/verwijderen", "");

    assert_int_equal(r.status, 303);
    r = post(&m.mark, "/klanten/nieuw", "number=20&name=Een+heel+ander");
    assert_int_equal(r.status, 303);
    form_set(&m.form, "street", "Verastraat 2");
    r = submit(&m.vera, m.path, &m.form);
    assert_int_equal(r.status, 404);
    assert_shows(&r, "Deze klant is er niet (meer).");
    assert_text(kept(&m).name, "Een heel ander");
    assert_text(kept(&m).street, "");
}

static void test_a_version_that_is_nonsense_loses_nothing(void **state)
{
    (void)state;
    static const char *const versions[] = { "abc", "-1", "999", "99999999999999999999", "" };
    struct meeting m = meet(21, "city=Markdorp");

    for (size_t i = 0; i < COUNT(versions); i++) {
        const char *body = str_print(&world->arena, "street=Straat+%zu&version=%s", i, versions[i]).at;
        struct answer r = post(&m.vera, m.path, body);
        assert_true(r.status == 303 || r.status == 409);
        if (r.status == 303)
            assert_text(kept(&m).street, str_print(&world->arena, "Straat %zu", i).at);
        assert_text(kept(&m).city, "Markdorp");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_only_one_changed_merges_by_itself),
        cmocka_unit_test(test_both_wrote_the_same_is_no_conflict),
        cmocka_unit_test(test_what_both_changed_is_shown_twice_and_nothing_is_kept_yet),
        cmocka_unit_test(test_mine_or_theirs_field_by_field),
        cmocka_unit_test(test_theirs_everywhere_keeps_what_only_i_changed),
        cmocka_unit_test(test_a_third_change_meanwhile_asks_again),
        cmocka_unit_test(test_a_wrong_value_in_conflict_is_kept_as_typed),
        cmocka_unit_test(test_what_merges_is_checked_as_a_whole),
        cmocka_unit_test(test_klant_onbekend_in_conflict_still_asked_once),
        cmocka_unit_test(test_a_customer_deleted_meanwhile_does_not_become_another),
        cmocka_unit_test(test_a_version_that_is_nonsense_loses_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
