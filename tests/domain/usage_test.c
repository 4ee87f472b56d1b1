/* Why a record can not be deleted, as the database itself will say. */
#include "domain/usage.h"

#include "../store/customers.h"

static struct arena arena;
static struct db *db;

static int open_db(void **state)
{
    (void)state;
    db = customers_open(&arena);
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

static void assert_reason(const struct customer *c, const char *wanted)
{
    assert_text(usage_reason(&arena, db, &customer_entity, c->record.id.id), wanted);
}

static void who_refers_to_a_record_is_counted_and_named(void **state)
{
    (void)state;
    struct customer payer = customer_add(&arena, db, 1, "Betaler"), first = customer_add(&arena, db, 2, "Een"),
                    second = customer_add(&arena, db, 3, "Twee");

    assert_reason(&payer, "");
    first.invoice_to = payer.record.id;
    customer_keep(&arena, db, &first);
    assert_reason(&payer, "Heeft historie: 1 klant (Factuur naar). Archiveren kan wel.");
    second.invoice_to = payer.record.id;
    second.archived.on = 1;                             /* also who is archived */
    customer_keep(&arena, db, &second);
    assert_reason(&payer, "Heeft historie: 2 klanten (Factuur naar). Archiveren kan wel.");
    assert_reason(&first, "");
    assert_int_equal(record_delete(&arena, db, &customer_entity, &payer, &anna), DB_USED);
    first.invoice_to.id = second.invoice_to.id = 0;
    customer_keep(&arena, db, &first);
    customer_keep(&arena, db, &second);
    assert_reason(&payer, "");
    assert_int_equal(record_delete(&arena, db, &customer_entity, &payer, &anna), DB_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_refers_to_a_record_is_counted_and_named, open_db, drop_db),
    };
    return cmocka_run_group_tests_name("usage", tests, scratch_make, remove_all);
}
