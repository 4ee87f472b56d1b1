#include "domain/demo.h"

#include "base/fault.h"
#include "domain/country.h"
#include "domain/article.h"
#include "domain/customer.h"
#include "domain/demo_articles.h"
#include "domain/demo_names.h"
#include "domain/directory.h"
#include "domain/password.h"
#include "domain/supplier.h"

#include <sodium.h>

enum { SEED = 2026, FIRST_NUMBER = 10001, BATCH = 500, SUPPLIER_SEED = 2027, SUPPLIERS = 60, FIRST_SUPPLIER = 50001 };

/* Who they are, of a customer or supplier. */
#define WHO(d)                                                                                              \
    .name = (d).name, .coc_number = (d).coc_number, .vat_number = (d).vat_number, .website = (d).website,   \
    .memo = (d).memo, .contact = (d).contact, .street = (d).street, .postcode = (d).postcode,               \
    .city = (d).city, .country = { (d).country }, .postal_contact = (d).postal_contact,                     \
    .postal_street = (d).postal_street, .postal_postcode = (d).postal_postcode,                             \
    .postal_city = (d).postal_city, .postal_country = { (d).postal_country }, .phone = (d).phone,           \
    .mobile = (d).mobile, .email = (d).email, .payment_term = (d).payment_term, .iban = (d).iban, .bic = (d).bic

static void fill(struct arena *a, int64_t index, struct customer *c)
{
    struct demo_customer d;

    demo_customer(a, SEED, (uint64_t)index, &d);
    *c = (struct customer){
        WHO(d), .number = FIRST_NUMBER + index, .invoice_mailed = { d.email.len > 0 }, .invoice_email = d.email,
        .invoice_discount = { d.invoice_discount }, .credit_limit = { d.credit_limit_cents },
        .debit_mode = { d.debit_mode }, .dunning_mode = { d.dunning_mode },
    };
}

static void make_customers(struct db *db, int64_t customers, struct moment now, void (*told)(int64_t))
{
    const struct actor by = { 0, S("Poolster"), now };
    struct arena a = { 0 };
    struct arena whole = { 0 };
    struct customer c;
    struct record_writer *writer = record_writer(&whole, db, &customer_entity, &by);

    db_fill(db, customer_entity.name);
    for (int64_t i = 0; i < customers; i++) {
        fill(&a, i, &c);
        if (record_add(writer, &a, &c) != PUT_DONE)
            fault("the example has two customers with one number");
        if ((i + 1) % BATCH == 0) {
            arena_reset(&a);
            if (told)
                told(i + 1);
        }
    }
    if (record_writer_end(writer) != PUT_DONE)
        fault("the example has two customers with one number");
    db_filled(db, customer_entity.name);
    arena_drop(&a);
    arena_drop(&whole);
}

/* Suppliers are businesses of another seed. */
static void make_suppliers(struct arena *a, struct db *db, const struct actor *by)
{
    struct demo_customer d;

    for (int64_t i = 0, made = 0; made < SUPPLIERS; i++) {
        demo_customer(a, SUPPLIER_SEED, (uint64_t)i, &d);
        if (d.consumer)
            continue;
        struct supplier s = {
            WHO(d), .number = FIRST_SUPPLIER + made++, .order_mailed = { d.email.len > 0 }, .order_email = d.email,
            .bank_payment = { d.iban.len > 0 },
        };
        if (record_put(a, db, &supplier_entity, &s, NULL, by) != PUT_DONE)
            fault("the example has two suppliers with one number");
    }
}

static void make_articles(struct arena *a, struct db *db, const struct actor *by)
{
    enum { TO_TEN_THOUSANDTHS = 100 };

    for (const struct demo_article *d = demo_articles; d < demo_articles + demo_article_count; d++) {
        struct article it = {
            .code = str_from(d->code), .description = str_from(d->description), .unit = str_from(d->unit),
            .sales_price = { d->sales_price * TO_TEN_THOUSANDTHS }, .vat = { d->vat },
            .purchase_price = { d->purchase_price * TO_TEN_THOUSANDTHS }, .revenue_group = str_from(d->revenue_group),
        };
        if (record_put(a, db, &article_entity, &it, NULL, by) != PUT_DONE)
            fault("the example has two articles with one code");
    }
}

static void make_others(struct db *db, struct moment now)
{
    const struct actor by = { 0, S("Poolster"), now };
    struct arena a = { 0 };

    make_suppliers(&a, db, &by);
    make_articles(&a, db, &by);
    arena_drop(&a);
}

int64_t demo_make(struct house *h, int64_t customers, struct moment now, void (*told)(int64_t made))
{
    struct db *directory = house_directory(h);

    db_begin(directory, true);
    if (directory_administration_called(directory, S(DEMO_NAME))) {
        house_give(h, directory);
        return 0;
    }
    int64_t id = house_add_administration(h, directory, S(DEMO_NAME), COUNTRY_NETHERLANDS, PACKAGE_INBALANS, 0, now);
    struct db *db = house_administration(h, id);
    db_begin(db, true);
    make_customers(db, customers, now, told);
    make_others(db, now);
    db_commit(db);
    house_give(h, db);
    db_commit(directory);
    house_give(h, directory);
    return id;
}

struct str demo_user(struct arena *a, struct house *h, struct moment now)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    struct db *db = house_directory(h);
    char *password = arena_take(a, 16);

    for (size_t i = 0; i < 14; i++)
        password[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
    int64_t user = directory_add_user(a, db, S(DEMO_EMAIL), S("Sanne van Dijk"), str_from(password), now);
    if (user == 0)
        user = directory_set_password(a, db, S(DEMO_EMAIL), str_from(password));
    int64_t demo = directory_administration_called(db, S(DEMO_NAME));
    if (demo)
        directory_set_role(db, user, demo, ROLE_OWNER);
    house_give(h, db);
    return str_from(password);
}
