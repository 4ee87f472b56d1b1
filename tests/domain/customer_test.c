/* What a customer must satisfy: each field's own rule, and the rules between fields. */
#include "domain/customer.h"

#include "domain/country.h"
#define ENTITY customer_entity
#include "said.h"

static int64_t id_of(const struct names *n, struct arena *a, const struct entity *e, struct str key)
{
    (void)n, (void)a, (void)e;
    return str_is(key, S("12")) ? 5 : str_is(key, S("13")) ? 6 : 0;
}

static struct str key_of(const struct names *n, struct arena *a, const struct entity *e, int64_t id)
{
    (void)n, (void)a, (void)e;
    return id == 5 ? S("12") : S("13");
}

static const struct names names = { id_of, key_of };
static const struct context in_the_netherlands = { &arena, &names, COUNTRY_NETHERLANDS };
static const struct context in_belgium = { &arena, &names, COUNTRY_BELGIUM };

static struct customer customer;

static void read_in(const struct context *cx, const struct said *said)
{
    read_said(cx, &customer, said);
}

/* READ({ "city", "Delft" }, ...): what becomes of a sound customer, number 12, of whom this is said. */
#define READ(...) (customer = (struct customer){ .record = { { 5 }, 1 }, .number = 12, .name = S("Jansen") }, \
                   read_in(&in_the_netherlands, SAY(__VA_ARGS__)))

/* ---- lengths and ranges ---- */

static const char *filled(size_t chars)
{
    struct buf b = { .arena = &arena };
    for (size_t i = 0; i < chars; i++)
        buf_add(&b, S("é"));
    return buf_str(&b).at;
}

static void lengths_are_those_of_the_interface_that_is_followed(void **state)
{
    (void)state;
    static const struct { const char *name; size_t most; } limits[] = {
        { "name", 50 }, { "contact", 50 }, { "street", 50 }, { "city", 50 }, { "postal_contact", 50 }, { "postal_street", 50 },
        { "postal_city", 50 }, { "phone", 25 }, { "mobile", 25 }, { "memo", 32000 },
    };
    for (size_t i = 0; i < COUNT(limits); i++) {
        READ({ limits[i].name, filled(limits[i].most) });
        assert_right();
        assert_int_equal(str_chars(field_str(field(limits[i].name), &customer)), limits[i].most);
        READ({ limits[i].name, filled(limits[i].most + 1) });
        assert_wrong(limits[i].name, "Hooguit");
    }
}

static const char *address_of(size_t chars)
{
    struct buf b = { .arena = &arena };
    while (b.len + 2 * 40 < chars)
        buf_add(&b, S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@voor.nl;"));
    buf_add(&b, S("b@"));
    while (b.len + 3 < chars)
        buf_add(&b, b.len % 30 == 29 ? S(".") : S("b"));
    buf_add(&b, S(".nl"));
    return buf_str(&b).at;
}

static void addresses_have_their_lengths_too(void **state)
{
    (void)state;
    static const char *const lists[] = {
        "email", "quote_email", "quote_cc", "confirmation_email", "confirmation_cc", "invoice_email", "invoice_cc",
        "reminder_email", "reminder_cc",
    };
    for (size_t i = 0; i < COUNT(lists); i++) {
        const char *fits = address_of(250), *not = address_of(251);
        assert_int_equal(strlen(fits), 250);
        assert_int_equal(strlen(not), 251);
        READ({ lists[i], fits });
        assert_right();
        READ({ lists[i], not });
        assert_wrong(lists[i], "Hooguit 250");
        READ({ lists[i], " a@b.nl ; c@d.nl;" });
        assert_right();
        assert_text(field_str(field(lists[i]), &customer), "a@b.nl;c@d.nl");
        READ({ lists[i], "geen adres" });
        assert_int_equal(bad.count, 1);
    }
    READ({ "website", "voorbeeld.nl" });
    assert_text(customer.website, "https://voorbeeld.nl");
    struct buf url = { .arena = &arena };
    buf_add(&url, S("voorbeeld.nl/"));
    while (url.len < 92)
        buf_char(&url, 'a');
    READ({ "website", buf_str(&url).at });              /* 100 with the https:// in front */
    assert_right();
    buf_char(&url, 'a');
    READ({ "website", buf_str(&url).at });
    assert_wrong("website", "Hooguit 100");
    READ({ "postcode", "12345678901234567890123456" }, { "country", "DE" });
    assert_wrong("postcode", "Hooguit 25");
}

static void numbers_have_their_ranges(void **state)
{
    (void)state;
    static const struct { const char *name, *least, *below, *most, *above; } ranges[] = {
        { "number", "0", "-1", "2147483647", "2147483648" }, { "payment_term", "-365", "-366", "1000", "1001" },
        { "invoice_discount", "0", "-0,0001", "100", "100,0001" },
        { "credit_limit", "-999999999999,99", "-1000000000000", "999999999999,99", "1000000000000" },
    };
    for (size_t i = 0; i < COUNT(ranges); i++) {
        READ({ ranges[i].name, ranges[i].least });
        assert_right();
        READ({ ranges[i].name, ranges[i].most });
        assert_right();
        READ({ ranges[i].name, ranges[i].below });
        assert_wrong(ranges[i].name, "Van ");
        READ({ ranges[i].name, ranges[i].above });
        assert_wrong(ranges[i].name, "Van ");
    }
}

static void numbers_of_registers_are_checked(void **state)
{
    (void)state;
    READ({ "coc_number", "0123 4567" }, { "vat_number", "nl 1234.56789.B13" }, { "iban", "nl91 abna 0417 1643 00" }, { "bic", "abnanl2a" },
         { "oin", "0000 0003 1234 5678 0000" });
    assert_right();
    assert_text(customer.coc_number, "01234567");
    assert_text(customer.vat_number, "NL123456789B13");
    assert_text(customer.iban, "NL91ABNA0417164300");
    assert_text(customer.bic, "ABNANL2A");
    assert_text(customer.oin, "00000003123456780000");
    assert_text(field_text(&in_the_netherlands, field("iban"), &customer), "NL91 ABNA 0417 1643 00");
    static const char *const wrong[][2] = {
        { "coc_number", "1234567" }, { "vat_number", "NL123456789B14" }, { "iban", "NL91ABNA0417164301" }, { "bic", "ABNA" },
        { "oin", "123" }, { "website", "javascript:alert(1)" }, { "number", "twaalf" },
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        READ({ wrong[i][0], wrong[i][1] });
        assert_wrong(wrong[i][0], "");
    }
}

/* ---- the country ---- */

static void an_empty_country_is_filled_from_the_address(void **state)
{
    (void)state;
    static const struct { const char *postcode, *vat; int64_t country; } rows[] = {
        { "1234ab", "", 528 }, { "", "", 528 }, { "B-1000", "", 56 }, { "D-10115", "", 276 }, { "SW1A 1AA", "", 826 },
        { "", "BE0123456749", 56 }, { "1234 AB", "", 528 }, { "", "DE136695976", 276 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        READ({ "postcode", rows[i].postcode }, { "vat_number", rows[i].vat }, { "country", "" });
        assert_right();
        assert_int_equal(customer.country.code, rows[i].country);
    }
    customer = (struct customer){ .number = 12, .name = S("Jansen") };
    read_in(&in_belgium, SAY({ "city", "Brugge" }));
    assert_int_equal(customer.country.code, COUNTRY_BELGIUM);
    READ({ "country", "Duitsland" }, { "postcode", "1234 AB" });        /* who says so is believed */
    assert_right();
    assert_int_equal(customer.country.code, COUNTRY_GERMANY);
}

static void the_country_of_a_postal_address_is_filled_when_there_is_one(void **state)
{
    (void)state;
    READ({ "city", "Delft" });
    assert_int_equal(customer.postal_country.code, 0);
    READ({ "postal_street", "Postbus 1" });
    assert_int_equal(customer.postal_country.code, COUNTRY_NETHERLANDS);
    READ({ "postal_postcode", "B-1000" });
    assert_int_equal(customer.postal_country.code, COUNTRY_BELGIUM);
    READ({ "postal_city", "Gent" }, { "postal_country", "BEL" });
    assert_int_equal(customer.postal_country.code, COUNTRY_BELGIUM);
}

static void a_dutch_postcode_is_written_in_one_way(void **state)
{
    (void)state;
    READ({ "postcode", "1234ab" }, { "postal_postcode", "2600aa" });
    assert_right();
    assert_text(customer.postcode, "1234 AB");
    assert_text(customer.postal_postcode, "2600 AA");
    READ({ "postcode", "12345" }, { "country", "528" });
    assert_wrong("postcode", "4 cijfers en 2 letters");
    READ({ "postal_postcode", "0123 AB" }, { "postal_country", "NL" });
    assert_wrong("postal_postcode", "4 cijfers en 2 letters");
    READ({ "postcode", "10115" }, { "country", "276" });
    assert_right();
    assert_text(customer.postcode, "10115");
}

static void a_vat_number_fits_the_country(void **state)
{
    (void)state;
    static const char wrong[] = "hoort bij een ander land";

    READ({ "vat_number", "NL123456789B13" }, { "country", "528" });
    assert_right();
    READ({ "vat_number", "NL123456789B13" }, { "country", "56" });
    assert_wrong("vat_number", wrong);
    READ({ "vat_number", "BE0123456749" }, { "postcode", "1234 AB" });
    assert_wrong("vat_number", wrong);
    READ({ "vat_number", "EL123456783" }, { "country", "GR" });
    assert_right();
}

/* ---- the other rules between fields ---- */

static void documents_are_mailed_to_an_address(void **state)
{
    (void)state;
    static const char *const kinds_of[][2] = {
        { "quote_mailed", "quote_email" }, { "confirmation_mailed", "confirmation_email" }, { "invoice_mailed", "invoice_email" },
        { "reminder_mailed", "reminder_email" },
    };
    for (size_t i = 0; i < COUNT(kinds_of); i++) {
        READ({ kinds_of[i][0], "Waar" });
        assert_wrong(kinds_of[i][1], "Vul een e-mailadres in");
        READ({ kinds_of[i][0], "Waar" }, { kinds_of[i][1], "a@b.nl" });
        assert_right();
        READ({ kinds_of[i][0], "False" }, { kinds_of[i][1], "a@b.nl" });
        assert_right();
        READ({ kinds_of[i][0], "False" });
        assert_right();
    }
}

static void a_direct_debit_needs_an_iban(void **state)
{
    (void)state;
    static const char *const modes[] = { "1", "2", "Standaard incasso Core", "b2b" };
    for (size_t i = 0; i < COUNT(modes); i++) {
        READ({ "debit_mode", modes[i] });
        assert_wrong("iban", "zonder IBAN");
        READ({ "debit_mode", modes[i] }, { "iban", "NL91ABNA0417164300" });
        assert_right();
    }
    READ({ "debit_mode", "0" });
    assert_right();
}

static void invoices_go_to_another_customer(void **state)
{
    (void)state;
    READ({ "invoice_to", "12" });
    assert_wrong("invoice_to", "Kies een andere klant");
    READ({ "invoice_to", "13" });
    assert_right();
    assert_int_equal(customer.invoice_to.id, 6);
    READ({ "invoice_to", "14" });
    assert_wrong("invoice_to", "bestaat niet");
}

static void klant_onbekend_is_not_archived_and_keeps_its_number(void **state)
{
    (void)state;
    customer = (struct customer){ .record = { { 9 }, 1 }, .number = CUSTOMER_UNKNOWN, .name = S("Klant onbekend") };
    read_in(&in_the_netherlands, SAY({ "number", "-2" }, { "archived", "Waar" }));
    assert_wrong("archived", "kan niet worden gearchiveerd");
    read_in(&in_the_netherlands, SAY({ "number", "-2" }, { "archived", "False" }, { "city", "Delft" }));
    assert_right();
    read_in(&in_the_netherlands, SAY({ "number", "7" }, { "name", "Anders" }));
    assert_wrong("number", "Klant onbekend");
    assert_int_equal(customer.number, CUSTOMER_UNKNOWN);
    READ({ "archived", "Waar" });
    assert_right();
    READ({ "number", "-2" });
    assert_wrong("number", "Van 0");
}

static void what_is_for_suppliers_is_noted_and_left_out(void **state)
{
    (void)state;
    READ({ "bank_payment", "Waar" });
    assert_right();
    assert_non_null(bad.note[field("bank_payment") - customer_entity.fields]);
    READ({ "bank_payment", "False" });
    assert_null(bad.note[field("bank_payment") - customer_entity.fields]);
}

static void a_new_customer_has_thirty_days_and_the_example_is_right(void **state)
{
    (void)state;
    entity_new(&in_the_netherlands, &customer_entity, &customer);
    assert_int_equal(customer.payment_term, 30);
    assert_int_equal(customer.dunning_mode.code, DUNNING_BUSINESS);
    bad = (struct problems){ 0 };
    for (size_t i = 0; i < customer_entity.count; i++) {
        const struct field *f = &customer_entity.fields[i];
        if (f->example && field_set(&in_the_netherlands, f, &customer, str_from(f->example)))
            fail_msg("the example of %s is wrong", f->name);
    }
    read_in(&in_the_netherlands, SAY({ NULL, NULL }));
    assert_right();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_those_of_the_interface_that_is_followed),
        cmocka_unit_test(addresses_have_their_lengths_too),
        cmocka_unit_test(numbers_have_their_ranges),
        cmocka_unit_test(numbers_of_registers_are_checked),
        cmocka_unit_test(an_empty_country_is_filled_from_the_address),
        cmocka_unit_test(the_country_of_a_postal_address_is_filled_when_there_is_one),
        cmocka_unit_test(a_dutch_postcode_is_written_in_one_way),
        cmocka_unit_test(a_vat_number_fits_the_country),
        cmocka_unit_test(documents_are_mailed_to_an_address),
        cmocka_unit_test(a_direct_debit_needs_an_iban),
        cmocka_unit_test(invoices_go_to_another_customer),
        cmocka_unit_test(klant_onbekend_is_not_archived_and_keeps_its_number),
        cmocka_unit_test(what_is_for_suppliers_is_noted_and_left_out),
        cmocka_unit_test(a_new_customer_has_thirty_days_and_the_example_is_right),
    };
    return cmocka_run_group_tests_name("customer", tests, NULL, drop_arena);
}
