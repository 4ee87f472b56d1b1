/* What a supplier must satisfy beside what customers must: the fields of its own, and the rules that both follow. */
#include "domain/supplier.h"

#include "domain/country.h"
#include "domain/customer.h"
#define ENTITY supplier_entity
#include "said.h"

static const struct context in_the_netherlands = { &arena, NULL, COUNTRY_NETHERLANDS };
static struct supplier supplier;

/* READ({ "city", "Delft" }, ...): what becomes of a sound supplier, number 12, of whom this is said. */
#define READ(...) (supplier = (struct supplier){ .record = { { 5 }, 1 }, .number = 12, .name = S("Groothandel") }, \
                   read_said(&in_the_netherlands, &supplier, SAY(__VA_ARGS__)))

static void bankieren_needs_an_iban(void **state)
{
    (void)state;
    READ({ "bank_payment", "Waar" });
    assert_wrong("iban", "Vul een IBAN in; zonder IBAN kun je niet bankieren.");
    READ({ "bank_payment", "Waar" }, { "iban", "NL91 ABNA 0417 1643 00" });
    assert_right();
    assert_int_equal(supplier.bank_payment.on, 1);
    assert_text(supplier.iban, "NL91ABNA0417164300");
    READ({ "bank_payment", "False" });
    assert_right();
    READ({ "bank_payment", "Waar" }, { "iban", "NL91ABNA0417164301" });
    assert_wrong("iban", "typefout");
}

static void documents_need_an_address(void **state)
{
    (void)state;
    static const char *const documents[][2] = { { "request_mailed", "request_email" }, { "order_mailed", "order_email" } };

    for (size_t i = 0; i < COUNT(documents); i++) {
        READ({ documents[i][0], "Waar" });
        assert_wrong(documents[i][1], "Vul een e-mailadres in");
        READ({ documents[i][0], "Waar" }, { documents[i][1], "a@voorbeeld.nl; b@voorbeeld.nl" });
        assert_right();
        READ({ documents[i][1], "a@voorbeeld" });
        assert_int_equal(bad.count, 1);
    }
}

static void addresses_and_vat_numbers_follow_the_rules_of_customers(void **state)
{
    (void)state;
    READ({ "postcode", "1234ab" });
    assert_right();
    assert_text(supplier.postcode, "1234 AB");
    assert_int_equal(supplier.country.code, COUNTRY_NETHERLANDS);
    assert_int_equal(supplier.postal_country.code, 0);
    READ({ "postal_postcode", "B-1000" }, { "postal_city", "Brussel" });
    assert_right();
    assert_int_equal(supplier.postal_country.code, COUNTRY_BELGIUM);
    READ({ "country", "NL" }, { "postcode", "12345" });
    assert_wrong("postcode", "4 cijfers en 2 letters");
    READ({ "postal_country", "NL" }, { "postal_postcode", "12345" });
    assert_wrong("postal_postcode", "4 cijfers en 2 letters");
    READ({ "country", "BE" }, { "vat_number", "NL123456789B13" });
    assert_wrong("vat_number", "ander land");
}

/* Told once: so the rows that they share can not differ. */
static void suppliers_share_rows_with_customers(void **state)
{
    (void)state;
    static const char *const own[] = { "number", "bank_payment", "iban", "bic", "payment_term", "archived" };
    size_t shared = 0;

    for (size_t i = 0; i < supplier_entity.count; i++) {
        const struct field *f = &supplier_entity.fields[i], *other = entity_field(&customer_entity, str_from(f->name));
        bool differs = !other;
        for (size_t k = 0; k < COUNT(own); k++)
            differs = differs || strcmp(f->name, own[k]) == 0;
        if (differs)
            continue;
        assert_true(f->at == other->at && f->type == other->type && f->rules == other->rules && f->max == other->max);
        assert_string_equal(f->column, other->column);
        assert_true(f->check == other->check && f->section == other->section);
        shared++;
    }
    assert_int_equal(shared, 19);
}

static void what_is_for_customers_is_not_there(void **state)
{
    (void)state;
    static const char *const columns[] = { "Factuurkorting", "KredietLimiet", "Incasseren", "Aanmanen", "FactuurRelatieId" };

    for (size_t i = 0; i < supplier_entity.count; i++)
        for (size_t k = 0; k < COUNT(columns); k++)
            assert_string_not_equal(supplier_entity.fields[i].column, columns[k]);
}

static void leverancier_onbekend_is_not_archived_and_keeps_its_number(void **state)
{
    (void)state;
    supplier = (struct supplier){ .record = { { 9 }, 1 }, .number = SUPPLIER_UNKNOWN, .name = S("Leverancier onbekend") };
    read_said(&in_the_netherlands, &supplier, SAY({ "number", "-1" }, { "archived", "Waar" }));
    assert_wrong("archived", "Leverancier onbekend kan niet worden gearchiveerd.");
    read_said(&in_the_netherlands, &supplier, SAY({ "number", "7" }));
    assert_int_equal(supplier.number, SUPPLIER_UNKNOWN);
    assert_non_null(bad.of[0]);
    READ({ "archived", "Waar" });
    assert_right();
    READ({ "number", "-1" });
    assert_wrong("number", "Van 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bankieren_needs_an_iban),
        cmocka_unit_test(documents_need_an_address),
        cmocka_unit_test(addresses_and_vat_numbers_follow_the_rules_of_customers),
        cmocka_unit_test(suppliers_share_rows_with_customers),
        cmocka_unit_test(what_is_for_customers_is_not_there),
        cmocka_unit_test(leverancier_onbekend_is_not_archived_and_keeps_its_number),
    };
    return cmocka_run_group_tests_name("supplier", tests, NULL, drop_arena);
}
