#include "domain/country.h"
#include "domain/demo_names.h"
#include "domain/identifier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 10000, SEED = 2026 };

static struct arena arena;
static struct demo_customer many[MANY];

static int make_many(void **state)
{
    (void)state;
    for (size_t i = 0; i < MANY; i++)
        demo_customer(&arena, SEED, i, &many[i]);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

/* Empty, or right and already in the form in which it is stored. */
static void assert_normal(const char *(*check)(struct arena *, struct str *), struct str value,
                          size_t i)
{
    struct str stored = value;
    const char *wrong = value.len ? check(&arena, &stored) : NULL;

    if (wrong)
        fail_msg("customer %zu: '%.*s': %s", i, (int)value.len, value.at, wrong);
    assert_true(str_is(stored, value));
}

static void numbers_and_addresses_pass_their_checks(void **state)
{
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        const struct demo_customer *c = &many[i];
        assert_normal(coc_number_check, c->coc_number, i);
        assert_normal(vat_number_check, c->vat_number, i);
        assert_normal(email_list_check, c->email, i);
        assert_normal(url_check, c->website, i);
        assert_normal(iban_check, c->iban, i);
        assert_normal(bic_check, c->bic, i);
        assert_false(vat_number_may_hold_bsn(c->vat_number));
        assert_non_null(country_by_number(c->country));

        struct str postcode = c->postcode, postal = c->postal_postcode;
        assert_null(postcode_check(&arena, c->country, &postcode));
        assert_true(str_is(postcode, c->postcode));
        assert_true(!postal.len || !postcode_check(&arena, c->postal_country, &postal));
        assert_true(str_is(postal, c->postal_postcode));
    }
}

static void assert_most(struct str text, size_t most)
{
    assert_true(str_is_text(text));
    if (str_chars(text) > most)
        fail_msg("'%.*s' has more than %zu characters", (int)text.len, text.at, most);
}

static void texts_fit_their_fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        const struct demo_customer *c = &many[i];
        assert_most(c->name, 50);
        assert_most(c->contact, 50);
        assert_most(c->street, 50);
        assert_most(c->city, 50);
        assert_most(c->postal_contact, 50);
        assert_most(c->postal_street, 50);
        assert_most(c->postal_city, 50);
        assert_most(c->postcode, 25);
        assert_most(c->postal_postcode, 25);
        assert_most(c->phone, 25);
        assert_most(c->mobile, 25);
        assert_most(c->email, 250);
        assert_most(c->website, 100);
        assert_most(c->memo, 1000);
        assert_true(c->name.len && c->street.len && c->postcode.len && c->city.len);
    }
}

static void what_belongs_together_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        const struct demo_customer *c = &many[i];
        assert_in_range(c->payment_term, 1, 60);
        assert_in_range(c->credit_limit_cents, 0, 5000000);
        assert_in_range(c->invoice_discount, 0, 1000000);
        assert_in_range(c->debit_mode, 0, c->consumer ? 1 : 2);
        assert_true(c->iban.len || c->debit_mode == 0);
        assert_int_equal(c->iban.len > 0, c->bic.len > 0);
        assert_true(c->dunning_mode == 0 || c->dunning_mode == (c->consumer ? 2 : 1));
        assert_int_equal(c->postal_country != 0, c->postal_street.len > 0);
        assert_true(!c->vat_number.len || vat_number_country(c->vat_number) == c->country);
        if (c->consumer)
            assert_true(!c->coc_number.len && !c->vat_number.len && !c->website.len);
    }
}

/* A letter that the domain has no plain one for would be left out. */
static void a_domain_spells_the_whole_name(void **state)
{
    static const char around[] = "https://www..nl";

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        struct str name = many[i].name;
        size_t letters = 0;
        for (size_t j = 0; j < name.len; j++)
            letters += char_is_word(name.at[j]) || (unsigned char)name.at[j] >= 0xc0;
        if (many[i].website.len && many[i].website.len < letters + sizeof around - 1)
            fail_msg("'%s' for '%s'", many[i].website.at, name.at);
    }
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static size_t distinct(struct str *names, size_t count)
{
    size_t n = 1;

    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        n += !str_is(names[i - 1], names[i]);
    return n;
}

static void there_is_variety(void **state)
{
    struct str *names = TAKE_MANY(&arena, struct str, MANY);
    struct str *cities = TAKE_MANY(&arena, struct str, MANY);
    size_t consumers = 0, foreign = 0, accents = 0;

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        names[i] = many[i].name;
        cities[i] = many[i].city;
        consumers += many[i].consumer;
        foreign += many[i].country != COUNTRY_NETHERLANDS;
        accents += str_chars(names[i]) != names[i].len;
    }
    assert_true(distinct(names, MANY) >= 9000);
    assert_true(distinct(cities, MANY) >= 60);
    assert_in_range(consumers, MANY * 28 / 100, MANY * 32 / 100);
    assert_in_range(foreign, MANY * 4 / 100, MANY * 6 / 100);
    assert_in_range(accents, MANY * 5 / 100, MANY * 25 / 100);
}

#define ASSERT_STR(actual, expected) assert_string_equal((actual).len ? (actual).at : "", expected)

static void a_customer_stays_the_same_for_ever(void **state)
{
    (void)state;
    assert_int_equal(many[0].consumer, 0);
    ASSERT_STR(many[0].name, "Fysiotherapie Prins & Partners");
    ASSERT_STR(many[0].contact, "Willemijn Willemsen");
    ASSERT_STR(many[0].street, "Handelsweg 60");
    ASSERT_STR(many[0].postcode, "6418 LW");
    ASSERT_STR(many[0].city, "Heerlen");
    assert_int_equal(many[0].country, 528);
    ASSERT_STR(many[0].phone, "045 823 35 26");
    ASSERT_STR(many[0].mobile, "");
    ASSERT_STR(many[0].email, "administratie@fysiotherapieprinspartners.nl");
    ASSERT_STR(many[0].website, "https://www.fysiotherapieprinspartners.nl");
    ASSERT_STR(many[0].coc_number, "96479974");
    ASSERT_STR(many[0].vat_number, "NL006800176B57");
    ASSERT_STR(many[0].iban, "NL29ABNA0870493364");
    ASSERT_STR(many[0].bic, "ABNANL2A");
    assert_int_equal(many[0].payment_term, 30);
    assert_int_equal(many[0].credit_limit_cents, 100000);
    assert_int_equal(many[0].invoice_discount, 75000);
    assert_int_equal(many[0].debit_mode, 0);
    assert_int_equal(many[0].dunning_mode, 1);
    ASSERT_STR(many[0].memo, "");
    ASSERT_STR(many[0].postal_street, "");

    assert_int_equal(many[1].consumer, 0);
    ASSERT_STR(many[1].name, "Apotheek Vos & Partners");
    ASSERT_STR(many[1].contact, "");
    ASSERT_STR(many[1].street, "De Hoeven 59");
    ASSERT_STR(many[1].postcode, "3565 KL");
    ASSERT_STR(many[1].city, "Utrecht");
    assert_int_equal(many[1].country, 528);
    ASSERT_STR(many[1].phone, "030 829 42 96");
    ASSERT_STR(many[1].mobile, "06 54 50 24 87");
    ASSERT_STR(many[1].email, "administratie@apotheekvospartners.nl");
    ASSERT_STR(many[1].website, "https://www.apotheekvospartners.nl");
    ASSERT_STR(many[1].coc_number, "33839582");
    ASSERT_STR(many[1].vat_number, "NL005216280B98");
    ASSERT_STR(many[1].iban, "");
    ASSERT_STR(many[1].bic, "");
    assert_int_equal(many[1].payment_term, 14);
    assert_int_equal(many[1].credit_limit_cents, 0);
    assert_int_equal(many[1].invoice_discount, 25000);
    assert_int_equal(many[1].debit_mode, 0);
    assert_int_equal(many[1].dunning_mode, 1);
    ASSERT_STR(many[1].memo, "");
    ASSERT_STR(many[1].postal_street, "");

    assert_int_equal(many[2].consumer, 0);
    ASSERT_STR(many[2].name, "Reisbureau Pauwels NV");
    ASSERT_STR(many[2].contact, "Kwame Pauwels");
    ASSERT_STR(many[2].street, "Julianastraat 42");
    ASSERT_STR(many[2].postcode, "3500");
    ASSERT_STR(many[2].city, "Hasselt");
    assert_int_equal(many[2].country, 56);
    ASSERT_STR(many[2].phone, "+32 11 34 53 42");
    ASSERT_STR(many[2].mobile, "+32 475 00 54 63");
    ASSERT_STR(many[2].email, "inkoop@reisbureaupauwelsnv.be");
    ASSERT_STR(many[2].website, "https://www.reisbureaupauwelsnv.be");
    ASSERT_STR(many[2].coc_number, "");
    ASSERT_STR(many[2].vat_number, "");
    ASSERT_STR(many[2].iban, "BE71001552065169");
    ASSERT_STR(many[2].bic, "GEBABEBB");
    assert_int_equal(many[2].payment_term, 30);
    assert_int_equal(many[2].credit_limit_cents, 0);
    assert_int_equal(many[2].invoice_discount, 0);
    assert_int_equal(many[2].debit_mode, 0);
    assert_int_equal(many[2].dunning_mode, 1);
    ASSERT_STR(many[2].memo, "Liever mailen dan bellen.");
    ASSERT_STR(many[2].postal_street, "");
}

static void order_and_others_do_not_matter(void **state)
{
    struct demo_customer again, other;

    (void)state;
    for (size_t i = MANY; i-- > MANY - 100; ) {
        demo_customer(&arena, SEED + 1, i, &other);
        demo_customer(&arena, SEED, i, &again);
        assert_true(str_is(again.name, many[i].name) && str_is(again.email, many[i].email));
        assert_true(str_is(again.iban, many[i].iban) && again.payment_term == many[i].payment_term);
    }
    demo_customer(&arena, SEED + 1, 0, &other);
    assert_false(str_is(other.street, many[0].street));
    demo_customer(&arena, UINT64_MAX, UINT64_MAX, &other);
    assert_true(other.name.len > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_addresses_pass_their_checks),
        cmocka_unit_test(texts_fit_their_fields),
        cmocka_unit_test(what_belongs_together_fits),
        cmocka_unit_test(a_domain_spells_the_whole_name),
        cmocka_unit_test(there_is_variety),
        cmocka_unit_test(a_customer_stays_the_same_for_ever),
        cmocka_unit_test(order_and_others_do_not_matter),
    };

    return cmocka_run_group_tests(tests, make_many, drop_arena);
}
