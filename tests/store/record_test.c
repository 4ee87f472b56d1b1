/* Records: kept, changed by one at a time, deleted when unused; and all that follows from them. */
#include "customers.h"
#include "store/listing.h"

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

static struct customer read_again(int64_t id)
{
    struct customer c;
    memset(&c, 0, sizeof c);
    assert_true(record_get(&arena, db, &customer_entity, id, &c));
    return c;
}

static enum put put(struct customer *c)
{
    return record_put(&arena, db, &customer_entity, c, NULL, &anna);
}

static int64_t count(bool archived)
{
    return record_count(db, &customer_entity, archived);
}

/* How many a search finds. */
static int64_t finds(const char *typed, bool archived)
{
    const struct listing_query q = { .entity = &customer_entity, .search = str_from(typed), .archived = archived,
                                     .sort = &customer_entity.fields[0], .most = 10, .searched = 1000 };
    struct listing l = listing(&arena, db, &q);

    assert_int_equal(l.total, l.count);
    return l.total;
}

static size_t audited(void)
{
    return (size_t)db_one(db, 0, "SELECT count(*) FROM audit_log", GIVE_NOTHING);
}

static struct customer a_whole_one(void)
{
    return (struct customer){
        .number = 12, .name = S("Özdemir & Zn."), .coc_number = S("01234567"), .vat_number = S("NL123456789B13"), .oin = S("0"),
        .website = S("https://x.nl"), .memo = S("een\ntwee"), .contact = S("c"), .street = S("s"), .postcode = S("1234 AB"),
        .city = S("'s-Gravenhage"), .country = { 528 }, .postal_contact = S("pc"), .postal_street = S("ps"),
        .postal_postcode = S("pp"), .postal_city = S("pci"), .postal_country = { 56 }, .phone = S("+31 6 1234 5678"),
        .mobile = S("06"), .email = S("a@b.nl;c@d.nl"), .quote_mailed = { 1 }, .quote_email = S("q"), .quote_cc = S("qc"),
        .confirmation_mailed = { 1 }, .confirmation_email = S("ce"), .confirmation_cc = S("cc"), .invoice_mailed = { 1 },
        .invoice_email = S("ie"), .invoice_cc = S("ic"), .reminder_mailed = { 1 }, .reminder_email = S("re"),
        .reminder_cc = S("rc"), .ubl_attached = { 1 }, .payment_term = -365, .invoice_discount = { 12345 },
        .credit_limit = { -99999999999999 }, .iban = S("NL91ABNA0417164300"), .bic = S("ABNANL2A"), .debit_mode = { 2 },
        .dunning_mode = { 1 }, .bank_payment = { 1 },
    };
}

/* ---- adding many ---- */

static void many_are_added_as_one_by_one(void **state)
{
    (void)state;
    struct record_writer *writer = record_writer(&arena, db, &customer_entity, &anna);
    struct customer c[3] = { a_whole_one(), a_whole_one(), a_whole_one() };

    db_begin(db, true);
    int64_t before = count(false);
    size_t trail = audited();
    c[1].number = 13;
    c[2].number = 14;
    c[2].archived.on = 1;
    for (int i = 0; i < 3; i++)
        assert_int_equal(record_add(writer, &arena, &c[i]), PUT_DONE);
    if (!db_copies(db))                 /* what is copied hears of it at the end, and then with all the others */
        assert_int_equal(record_add(writer, &arena, &c[1]), PUT_TAKEN);
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    db_commit(db);
    assert_int_equal(finds("ozdemir", false), 2);
    assert_int_equal(finds("ozdemir", true), 1);
    assert_int_equal(count(false), before + 2);
    assert_int_equal(count(true), 1);
    assert_int_equal(audited(), trail + 1);             /* one line for all of them */
    for (int i = 0; i < 3; i++) {
        struct change *added;
        struct customer kept = read_again(c[i].record.id.id);
        assert_int_equal(kept.record.version, 1);
        assert_string_equal(kept.name.at, "Özdemir & Zn.");
        assert_int_equal(record_changes(&arena, db, &customer_entity, c[i].record.id.id, 0, 10, &added), 1);
        assert_string_equal(added[0].who.at, anna.name.at);
    }
}

static void a_key_that_is_taken_is_told_at_the_end_at_the_latest(void **state)
{
    (void)state;
    struct customer c[3] = { a_whole_one(), a_whole_one(), a_whole_one() };
    int64_t before = count(false);
    bool taken = false;

    db_begin(db, true);
    struct record_writer *writer = record_writer(&arena, db, &customer_entity, &anna);
    c[1].number = c[2].number = 13;
    for (int i = 0; i < 3; i++)
        taken |= record_add(writer, &arena, &c[i]) == PUT_TAKEN;
    taken |= record_writer_end(writer) == PUT_TAKEN;
    assert_true(taken);
    db_rollback(db);
    assert_int_equal(count(false), before);
    assert_int_equal(finds("ozdemir", false), 0);
}

static void nothing_added_leaves_nothing(void **state)
{
    (void)state;
    size_t trail = audited();

    record_writer_end(record_writer(&arena, db, &customer_entity, &anna));
    assert_int_equal(audited(), trail);
}

/* ---- keeping ---- */

static void every_field_is_kept(void **state)
{
    (void)state;
    struct customer other = customer_add(&arena, db, 1, "Factuurbetaler"), c = a_whole_one();

    c.invoice_to = other.record.id;
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(c.record.version, 1);
    struct customer again = read_again(c.record.id.id);
    assert_true(customer_same(&again, &c));
    assert_int_equal(again.bank_payment.on, 0);         /* accepted, never kept */
    assert_false(record_get(&arena, db, &customer_entity, c.record.id.id + 1, &again));
}

static void a_record_is_found_by_the_key_people_use(void **state)
{
    (void)state;
    struct customer a = customer_add(&arena, db, 12, "Jansen"), c = { 0 };

    assert_true(record_find(&arena, db, &customer_entity, S("12"), &c));
    assert_true(customer_same(&a, &c));
    assert_true(record_find(&arena, db, &customer_entity, S("0012"), &c));
    static const char *const wrong[] = { "1", "120", "", "-12", "12 ", "x", "12x", "99999999999999999999" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(record_find(&arena, db, &customer_entity, str_from(wrong[i]), &c));
}

static void many_are_read_by_their_ids(void **state)
{
    (void)state;
    enum { MANY = 300 };
    struct record_writer *writer = record_writer(&arena, db, &customer_entity, &anna);
    int64_t ids[MANY + 2];
    void *records[MANY + 2];
    size_t count = 0;

    db_begin(db, true);
    for (int i = 1; i <= MANY; i++)
        record_add(writer, &arena, &(struct customer){ .number = i, .name = str_print(&arena, "%d", i) });
    assert_int_equal(record_writer_end(writer), PUT_DONE);
    struct query *q = db_ask(db, "SELECT id FROM customer ORDER BY number * 77 % 301", GIVE_NOTHING);
    while (db_next(q))
        ids[count++] = db_int(q, 0);
    assert_int_equal(count, MANY);
    ids[MANY] = ids[7];
    ids[7] = -1;
    ids[MANY + 1] = 0;
    record_get_many(&arena, db, &customer_entity, ids, MANY + 2, records);
    for (int i = 0; i < MANY + 2; i++) {
        struct customer wanted;
        assert_int_equal(records[i] != NULL, record_get(&arena, db, &customer_entity, ids[i], &wanted));
        if (records[i])
            assert_true(customer_same(records[i], &wanted));
    }
    record_get_many(&arena, db, &customer_entity, ids, 0, records);
    db_commit(db);
}

static void references_are_known_by_key(void **state)
{
    (void)state;
    struct customer a = customer_add(&arena, db, 12, "Jansen");
    struct record_names n = record_names(db);

    assert_int_equal(n.names.id(&n.names, &arena, &customer_entity, S("12")), a.record.id.id);
    assert_int_equal(n.names.id(&n.names, &arena, &customer_entity, S("13")), 0);
    assert_int_equal(n.names.id(&n.names, &arena, &customer_entity, S("Jansen")), 0);
    assert_text(n.names.key(&n.names, &arena, &customer_entity, a.record.id.id), "12");
    assert_text(n.names.key(&n.names, &arena, &customer_entity, 999), "");
}

static void the_highest_key_is_known(void **state)
{
    (void)state;
    assert_int_equal(record_highest_key(db, &customer_entity), 0);
    customer_add(&arena, db, -2, "Klant onbekend");
    assert_int_equal(record_highest_key(db, &customer_entity), -2);
    customer_add(&arena, db, 2147483647, "Laatste");
    customer_add(&arena, db, 5, "Eerste");
    assert_int_equal(record_highest_key(db, &customer_entity), 2147483647);
}

static void a_key_is_of_one_record(void **state)
{
    (void)state;
    customer_add(&arena, db, 1, "Een");
    struct customer b = customer_add(&arena, db, 2, "Twee"), c = { .number = 1, .name = S("Ook een") };
    size_t before = audited();

    db_begin(db, true);
    assert_int_equal(put(&c), PUT_TAKEN);
    assert_int_equal(c.record.id.id, 0);
    assert_int_equal(c.record.version, 0);
    b.number = 1;
    assert_int_equal(put(&b), PUT_TAKEN);
    assert_int_equal(b.record.version, 1);
    db_commit(db);
    assert_int_equal(count(false), 2);
    assert_int_equal(audited(), before);
    assert_int_equal(finds("ook", false), 0);
    assert_int_equal(read_again(b.record.id.id).number, 2);
    b.number = 3;
    assert_int_equal(put(&b), PUT_DONE);
}

/* ---- changing ---- */

static void each_change_is_a_version(void **state)
{
    (void)state;
    struct customer c = customer_add(&arena, db, 1, "Een");

    for (int64_t version = 2; version < 5; version++) {
        c.payment_term += 1;
        assert_int_equal(put(&c), PUT_DONE);
        assert_int_equal(c.record.version, version);
        struct customer again = read_again(c.record.id.id);
        assert_true(customer_same(&again, &c));
    }
}

static void nothing_different_writes_nothing(void **state)
{
    (void)state;
    struct customer c = customer_add(&arena, db, 1, "Een"), was = c;
    size_t before = audited();
    int64_t changes = scratch_writes(&arena, db, "customer");

    assert_int_equal(put(&c), PUT_SAME);
    assert_int_equal(record_put(&arena, db, &customer_entity, &c, &was, &anna), PUT_SAME);
    c.bank_payment.on = 1;                              /* is not kept */
    assert_int_equal(put(&c), PUT_SAME);
    assert_int_equal(c.record.version, 1);
    assert_int_equal(audited(), before);
    assert_int_equal(scratch_writes(&arena, db, "customer"), changes);
}

static void who_changes_what_was_changed_meanwhile_hears_it(void **state)
{
    (void)state;
    struct customer first = customer_add(&arena, db, 1, "Een"), second = first, was = first;

    first.city = S("Delft");
    assert_int_equal(put(&first), PUT_DONE);
    size_t before = audited();
    second.street = S("Markt 1");
    assert_int_equal(put(&second), PUT_STALE);
    assert_int_equal(record_put(&arena, db, &customer_entity, &second, &was, &anna), PUT_STALE);
    assert_int_equal(second.record.version, 1);
    assert_int_equal(audited(), before);
    struct customer now = read_again(first.record.id.id);
    assert_true(customer_same(&now, &first));
    assert_int_equal(finds("markt", false), 0);

    struct customer gone = first;
    assert_int_equal(record_delete(&arena, db, &customer_entity, &first, &anna), DB_DONE);
    gone.city = S("Gouda");
    assert_int_equal(put(&gone), PUT_STALE);
    assert_int_equal(record_put(&arena, db, &customer_entity, &gone, &first, &anna), PUT_STALE);
    assert_int_equal(count(false), 0);
}

/* ---- counts, keys and search follow ---- */

static void the_counts_are_right_at_once(void **state)
{
    (void)state;
    assert_int_equal(count(false), 0);
    assert_int_equal(count(true), 0);
    struct customer a = customer_add(&arena, db, 1, "Een"), b = customer_add(&arena, db, 2, "Twee");
    struct customer c = { .number = 3, .name = S("Drie"), .archived = { 1 } };
    customer_keep(&arena, db, &c);
    assert_int_equal(count(false), 2);
    assert_int_equal(count(true), 1);
    a.archived.on = 1;
    assert_int_equal(put(&a), PUT_DONE);
    assert_int_equal(count(false), 1);
    assert_int_equal(count(true), 2);
    a.archived.on = 0;
    assert_int_equal(put(&a), PUT_DONE);
    assert_int_equal(count(false), 2);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &anna), DB_DONE);
    assert_int_equal(count(true), 0);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &b, &anna), DB_DONE);
    assert_int_equal(count(false), 1);
}

static void texts_that_are_sorted_have_a_folded_copy(void **state)
{
    (void)state;
    struct customer c = a_whole_one();
    assert_int_equal(put(&c), PUT_DONE);
    struct query *q = db_ask(db, "SELECT name_key, city_key, phone_key, email_key FROM customer", GIVE_NOTHING);
    assert_true(db_next(q));
    assert_text(db_str(q, 0), "ozdemir & zn.");
    assert_text(db_str(q, 1), "'s-gravenhage");
    assert_text(db_str(q, 2), "+31 6 1234 5678");
    assert_text(db_str(q, 3), "a@b.nl;c@d.nl");
    db_close_query(q);
    c.name = S("ÉÉN");
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(db_one(db, 0, "SELECT id FROM customer WHERE name_key = 'een'", GIVE_NOTHING), c.record.id.id);
}

static void the_search_follows_changes(void **state)
{
    (void)state;
    struct customer c = customer_add(&arena, db, 10, "Bakkerij Jansen"), d = customer_add(&arena, db, 11, "Slagerij Jansen");

    assert_int_equal(finds("jansen", false), 2);
    c.name = S("Bakkerij De Wit");
    c.city = S("Délft");
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(finds("jansen", false), 1);
    assert_int_equal(finds("wit", false), 1);
    assert_int_equal(finds("bakkerij delft", false), 1);
    c.city = S("");
    c.number = 12345;
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(finds("delft", false), 0);
    assert_int_equal(finds("10", false), 0);
    assert_int_equal(finds("12345", false), 1);
    c.street = S("Nieuwstraat");                        /* not sought */
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(finds("nieuwstraat", false), 0);
    assert_int_equal(finds("bakkerij", false), 1);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &d, &anna), DB_DONE);
    assert_int_equal(finds("jansen", false), 0);
    assert_int_equal(finds("j", false), 0);
}

static void archived_ones_are_found_apart(void **state)
{
    (void)state;
    struct customer c = customer_add(&arena, db, 10, "Bakkerij Jansen");

    assert_int_equal(finds("jansen", true), 0);
    c.archived.on = 1;
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(finds("jansen", false), 0);
    assert_int_equal(finds("jansen", true), 1);
    assert_int_equal(finds("zjansen", false), 0);
    assert_int_equal(finds("zjansen", true), 0);
    c.archived.on = 0;
    assert_int_equal(put(&c), PUT_DONE);
    assert_int_equal(finds("jansen", false), 1);
    assert_int_equal(finds("jansen", true), 0);
}

/* ---- the trail ---- */

static void assert_change(const struct change *c, const char *field, const char *from, const char *to, int64_t version)
{
    assert_text(c->field, field);
    assert_text(c->from, from);
    assert_text(c->to, to);
    assert_int_equal(c->version, version);
}

static void every_changed_field_is_in_the_trail(void **state)
{
    (void)state;
    static const struct actor bert = { 8, { "Bert", 4 }, { 2000 } };
    struct customer to = customer_add(&arena, db, 1, "Een"), c = customer_add(&arena, db, 2, "Twee");
    struct change *changes;

    c.name = S("Twee B.V.");
    c.credit_limit.cents = 123456;
    c.iban = S("NL91ABNA0417164300");
    c.dunning_mode.code = DUNNING_CONSUMER;
    c.invoice_to = to.record.id;
    c.archived.on = 1;
    assert_int_equal(record_put(&arena, db, &customer_entity, &c, NULL, &bert), PUT_DONE);
    c.name = S("Drie");
    assert_int_equal(put(&c), PUT_DONE);

    size_t n = record_changes(&arena, db, &customer_entity, c.record.id.id, 0, 100, &changes);
    assert_int_equal(n, 8);
    assert_change(&changes[0], "name", "Twee B.V.", "Drie", 3);
    assert_text(changes[0].who, "Anna");
    assert_change(&changes[1], "archived", "nee", "ja", 2);
    assert_change(&changes[2], "invoice_to", "", "1", 2);
    assert_change(&changes[3], "dunning_mode", "Geen", "Consument", 2);
    assert_change(&changes[4], "iban", "", "NL91 ABNA 0417 1643 00", 2);
    assert_change(&changes[5], "credit_limit", "0,00", "1.234,56", 2);
    assert_change(&changes[6], "name", "Twee", "Twee B.V.", 2);
    assert_text(changes[6].who, "Bert");
    assert_int_equal(changes[6].at.seconds, 2000);
    assert_change(&changes[7], "", "", "", 1);
    assert_int_equal(changes[7].at.seconds, 1000);

    assert_int_equal(record_changes(&arena, db, &customer_entity, c.record.id.id, 2, 100, &changes), 1);
    assert_int_equal(record_changes(&arena, db, &customer_entity, c.record.id.id, 0, 3, &changes), 3);
    assert_int_equal(record_changes(&arena, db, &customer_entity, to.record.id.id, 0, 100, &changes), 1);
    assert_int_equal(record_changes(&arena, db, &customer_entity, 99, 0, 100, &changes), 0);
    assert_int_equal(db_one(db, 0, "SELECT user_id FROM audit_log WHERE field = 'iban'", GIVE_NOTHING), 8);
}

/* ---- deleting ---- */

static void what_others_refer_to_stays(void **state)
{
    (void)state;
    struct customer to = customer_add(&arena, db, 1, "Betaler"), c = { .number = 2, .name = S("Twee"), .invoice_to = to.record.id };
    customer_keep(&arena, db, &c);
    size_t before = audited();

    db_begin(db, true);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &to, &anna), DB_USED);
    db_commit(db);
    assert_int_equal(count(false), 2);
    assert_int_equal(finds("betaler", false), 1);
    assert_int_equal(audited(), before);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &anna), DB_DONE);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &to, &anna), DB_DONE);
    assert_int_equal(count(false), 0);
}

static void a_deletion_is_in_the_trail_by_key(void **state)
{
    (void)state;
    struct customer c = customer_add(&arena, db, 42, "Weg");
    struct change *changes;

    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &anna), DB_DONE);
    assert_int_equal(record_changes(&arena, db, &customer_entity, c.record.id.id, 0, 10, &changes), 2);
    assert_change(&changes[0], "", "42", "", 1);
    struct customer d = customer_add(&arena, db, 42, "Nieuw");
    assert_true(d.record.id.id > c.record.id.id);       /* whose trail is not that of the old one */
}

static void delete_it(void *record)
{
    record_delete(&arena, db, &customer_entity, record, &anna);
}

/* Its words are taken out of the index as it holds them, so they must be those that are in it. */
static void only_what_is_as_it_was_read_is_deleted(void **state)
{
    (void)state;
    struct customer c = customer_add(&arena, db, 1, "Een"), old = c;

    c.name = S("Twee");
    assert_int_equal(put(&c), PUT_DONE);
    db_begin(db, true);
    assert_says(faults(delete_it, &old), "changed");
    db_rollback(db);
    assert_int_equal(count(false), 1);
    assert_int_equal(finds("twee", false), 1);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &anna), DB_DONE);
    db_begin(db, true);
    assert_says(faults(delete_it, &c), "deleted");
    db_rollback(db);
    assert_int_equal(count(false), 0);
}

static void put_it(void *record)
{
    record_put(&arena, db, &customer_entity, record, NULL, &anna);
}

static void a_reference_to_nothing_is_a_fault_and_no_taken_key(void **state)
{
    (void)state;
    struct customer c = { .number = 1, .name = S("Een"), .invoice_to = { 77 } }, d = customer_add(&arena, db, 2, "Twee");

    assert_says(faults(put_it, &c), "refers to what is not there");
    assert_int_equal(c.record.id.id, 0);
    d.invoice_to.id = 77;
    assert_says(faults(put_it, &d), "refers to what is not there");
    assert_int_equal(count(false), 1);
}

/* ---- whatever happens ---- */

/* The counts, keys and index of a long life are those of the rows. */
static void what_is_derived_stays_right(void **state)
{
    (void)state;
    static const char *const words[] = { "appel", "peer", "Ünal", "d'Arc", "12-34", "x" };
    unsigned short seed[3] = { 1, 2, 3 };

    db_begin(db, true);
    for (int round = 0; round < 600; round++) {
        struct customer c = { 0 };
        int64_t number = nrand48(seed) % 40 + 1;
        struct buf key = { .arena = &arena };
        buf_int(&key, number);
        bool is_there = record_find(&arena, db, &customer_entity, buf_str(&key), &c);
        if (is_there && nrand48(seed) % 4 == 0) {
            assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &anna), DB_DONE);
            continue;
        }
        c.number = number;
        c.name = str_from(words[nrand48(seed) % 6]);
        c.city = str_from(words[nrand48(seed) % 6]);
        c.archived.on = nrand48(seed) % 3 == 0;
        enum put done = put(&c);
        assert_true(done == PUT_DONE || (is_there && done == PUT_SAME));
    }
    db_commit(db);
    for (int archived = 0; archived < 2; archived++) {
        assert_int_equal(count(archived), db_one(db, 0, "SELECT count(*) FROM customer WHERE archived = $1", GIVE(archived)));
        for (size_t w = 0; w < COUNT(words); w++) {
            const struct listing_query q = { .entity = &customer_entity, .search = str_from(words[w]), .archived = archived,
                                             .sort = &customer_entity.fields[0], .most = 1, .searched = 1000 };
            assert_int_equal(listing(&arena, db, &q).total,
                             db_one(db, 0, "SELECT count(*) FROM customer WHERE archived = $1 AND (name = $2 OR city = $2)",
                                    GIVE(archived, words[w])));
        }
    }
    customers_assert_whole(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(many_are_added_as_one_by_one),
        TEST(a_key_that_is_taken_is_told_at_the_end_at_the_latest),
        TEST(nothing_added_leaves_nothing),
        TEST(every_field_is_kept),
        TEST(a_record_is_found_by_the_key_people_use),
        TEST(many_are_read_by_their_ids),
        TEST(references_are_known_by_key),
        TEST(the_highest_key_is_known),
        TEST(a_key_is_of_one_record),
        TEST(each_change_is_a_version),
        TEST(nothing_different_writes_nothing),
        TEST(who_changes_what_was_changed_meanwhile_hears_it),
        TEST(the_counts_are_right_at_once),
        TEST(texts_that_are_sorted_have_a_folded_copy),
        TEST(the_search_follows_changes),
        TEST(archived_ones_are_found_apart),
        TEST(every_changed_field_is_in_the_trail),
        TEST(what_others_refer_to_stays),
        TEST(a_deletion_is_in_the_trail_by_key),
        TEST(only_what_is_as_it_was_read_is_deleted),
        TEST(a_reference_to_nothing_is_a_fault_and_no_taken_key),
        TEST(what_is_derived_stays_right),
    };
    return cmocka_run_group_tests_name("record", tests, scratch_make, remove_all);
}
