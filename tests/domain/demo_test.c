/* The example administration: believable, and the same each time. */
#include "domain/demo.h"

#include "../store/scratch.h"
#include "domain/country.h"
#include "domain/customer.h"
#include "domain/directory.h"
#include "domain/entities.h"
#include "store/listing.h"

static struct arena arena;
static struct house *house, *other;
static int64_t demo, other_demo;
static struct str password;

static const struct moment now = { 1000 };

enum { FEWER = 300 };

static int64_t last_told;

static void told(int64_t made)
{
    assert_true(made > last_told && made % 500 == 0);
    last_told = made;
}

static int make_demo(void **state)
{
    if (scratch_make(state) != 0)
        return -1;
    house = house_open(place_house(&arena, str_print(&arena, "%s/one", scratch_folder).at));
    other = house_open(place_house(&arena, str_print(&arena, "%s/two", scratch_folder).at));
    demo = demo_make(house, DEMO_CUSTOMERS, now, told);
    password = demo_user(&arena, house, now);
    other_demo = demo_make(other, FEWER, (struct moment){ 2000 }, NULL);
    return 0;
}

static int remove_all(void **state)
{
    house_close(house);
    house_close(other);
    arena_drop(&arena);
    return scratch_remove(state);
}

static struct listing records(struct db *db, const struct entity *e, size_t most)
{
    const struct listing_query q = { .entity = e, .sort = entity_key(e), .most = most, .whole = true };
    return listing(&arena, db, &q);
}

static void it_has_its_customers_and_an_owner(void **state)
{
    (void)state;
    struct db *directory = house_directory(house), *db = house_administration(house, demo);
    struct administration a;
    int64_t owner = db_one(directory, 0, "SELECT id FROM person WHERE email = $1", GIVE(DEMO_EMAIL));

    assert_true(demo > 0 && owner > 0);
    assert_int_equal(last_told, DEMO_CUSTOMERS);
    assert_int_equal(directory_administration_called(directory, S(DEMO_NAME)), demo);
    assert_true(directory_administration(&arena, directory, owner, demo, &a));
    assert_int_equal(a.role, ROLE_OWNER);
    assert_int_equal(record_count(db, &customer_entity, false), DEMO_CUSTOMERS + 1);    /* and Klant onbekend */
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM customer", GIVE_NOTHING), DEMO_CUSTOMERS + 1);
    house_give(house, db);
    house_give(house, directory);
}

static void it_is_made_once(void **state)
{
    (void)state;
    assert_int_equal(demo_make(house, 10, now, NULL), 0);
    struct db *db = house_administration(house, demo);
    assert_int_equal(record_count(db, &customer_entity, false), DEMO_CUSTOMERS + 1);
    house_give(house, db);
}

/* ---- each is what a form or a sheet with its own text makes of it ---- */

struct own { struct source source; const struct context *cx; const struct entity *entity; const void *of; };

static bool own_text(const struct source *source, struct arena *a, const struct field *f, struct str *out, const char **why)
{
    const struct own *own = (const struct own *)source;

    (void)a, (void)why;
    *out = field_text(own->cx, f, own->of);
    return f != entity_key(own->entity);        /* it stays; that of the one that is unknown can not be chosen */
}

static void pass_the_gate(struct db *db, const struct entity *e)
{
    struct listing l = records(db, e, DEMO_CUSTOMERS + 1);
    struct record_names names = record_names(db);
    struct arena each = { 0 };
    const struct context cx = { &each, &names.names, COUNTRY_NETHERLANDS };
    void *again = arena_take(&arena, e->size);

    assert_in_range(l.count, 30, DEMO_CUSTOMERS + 1);
    for (size_t i = 0; i < l.count; i++) {
        struct problems bad = { 0 };
        const struct own own = { { own_text }, &cx, e, l.records[i] };
        memset(again, 0, e->size);
        memcpy(again, l.records[i], entity_key(e)->at + kinds[entity_key(e)->type].size);      /* who it is */
        entity_read(&cx, e, again, &own.source, &bad);
        for (size_t f = 0; f < e->count; f++) {
            const char *key = str_copy(&each, field_text(&cx, entity_key(e), again)).at;
            if (bad.of[f])
                fail_msg("%s %s: %s: %s", e->title, key, e->fields[f].name, bad.of[f]);
            /* one that is unknown has no country until someone saves it */
            if (!entity_is_unknown(e, again) && !field_same(&e->fields[f], l.records[i], again))
                fail_msg("%s %s: %s changes", e->title, key, e->fields[f].name);
        }
        arena_reset(&each);
    }
    arena_drop(&each);
}

static void every_record_passes_the_gate_unchanged(void **state)
{
    (void)state;
    struct db *db = house_administration(house, demo);

    for (size_t i = 0; i < entity_count; i++)
        pass_the_gate(db, entities[i]);
    house_give(house, db);
}

static void the_same_ones_are_made_each_time(void **state)
{
    (void)state;
    struct db *db = house_administration(house, demo), *again = house_administration(other, other_demo);

    for (size_t k = 0; k < entity_count; k++) {
        const struct entity *e = entities[k];
        struct listing all = records(db, e, FEWER + 1), fewer = records(again, e, FEWER + 1);
        assert_int_equal(fewer.count, e == &customer_entity ? FEWER + 1 : all.count);
        for (size_t i = 0; i < fewer.count; i++)
            for (size_t f = 0; f < e->count; f++)
                assert_true(field_same(&e->fields[f], all.records[i], fewer.records[i]));
    }
    house_give(house, db);
    house_give(other, again);
}

/* Page by page, as an overview asks: every record comes once, and in order. */
static void walk(struct db *db, const struct entity *e, const struct field *sort, bool falling)
{
    struct arena pages = { 0 };
    struct listing_query q = { .entity = e, .sort = sort, .falling = falling, .most = 23 };
    const struct context cx = { &pages, NULL, 0 };
    void *last = NULL;
    int64_t seen = 0;

    for (struct listing l = { .more_behind = true }; l.more_behind; ) {
        l = listing(&pages, db, &q);
        assert_true(l.count > 0);
        for (size_t i = 0; i < l.count; i++, seen++) {
            if (last && kinds[sort->type].is_text) {
                struct str a = str_fold(&pages, field_str(sort, last)), b = str_fold(&pages, field_str(sort, l.records[i]));
                int order = strcmp(str_copy(&pages, a).at, str_copy(&pages, b).at);
                assert_true(falling ? order >= 0 : order <= 0);
            } else if (last) {
                int64_t a = field_int(sort, last), b = field_int(sort, l.records[i]);
                assert_true(falling ? a >= b : a <= b);
            }
            last = l.records[i];
        }
        q.behind = ((struct record *)last)->id.id;
    }
    if (seen != record_count(db, e, false))
        fail_msg("%s by %s: %d, the last is %s", e->titles, sort->name, (int)seen, field_text(&cx, entity_key(e), last).at);
    arena_drop(&pages);
}

static void every_order_leads_through_all_of_them(void **state)
{
    (void)state;
    struct db *db = house_administration(house, demo);

    for (size_t k = 0; k < entity_count; k++)
        for (size_t i = 0; i < entities[k]->count; i++)
            for (int falling = 0; falling < 2 && entities[k]->fields[i].rules & LISTED; falling++)
                walk(db, entities[k], &entities[k]->fields[i], falling);
    house_give(house, db);
}

static void its_customers_differ(void **state)
{
    (void)state;
    struct db *db = house_administration(house, demo);

    assert_true(db_one(db, 0, "SELECT count(DISTINCT name) FROM customer", GIVE_NOTHING) > DEMO_CUSTOMERS * 3 / 4);
    assert_true(db_one(db, 0, "SELECT count(DISTINCT city) FROM customer", GIVE_NOTHING) > 20);
    assert_true(db_one(db, 0, "SELECT count(*) FROM customer WHERE country <> 528", GIVE_NOTHING) > 20);
    assert_true(db_one(db, 0, "SELECT count(*) FROM customer WHERE debit_mode <> 0", GIVE_NOTHING) > 20);
    house_give(house, db);
}

/* ---- its user ---- */

static enum sign_in sign_in(struct db *db, struct str with)
{
    struct str token;
    return directory_sign_in(&arena, db, S(DEMO_EMAIL), with, S("127.0.0.1"), now, &token);
}

static void its_user_gets_a_fresh_password_each_time(void **state)
{
    (void)state;
    struct db *db = house_directory(house);

    assert_int_equal(str_chars(password), 14);
    assert_int_equal(sign_in(db, password), SIGN_IN_DONE);
    struct str fresh = demo_user(&arena, house, now);
    assert_int_equal(db_one(db, 0, "SELECT count(*) FROM person", GIVE_NOTHING), 1);
    assert_false(str_is(fresh, password));
    assert_int_equal(sign_in(db, password), SIGN_IN_WRONG);
    assert_int_equal(sign_in(db, fresh), SIGN_IN_DONE);
    house_give(house, db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_its_customers_and_an_owner),
        cmocka_unit_test(it_is_made_once),
        cmocka_unit_test(every_record_passes_the_gate_unchanged),
        cmocka_unit_test(the_same_ones_are_made_each_time),
        cmocka_unit_test(every_order_leads_through_all_of_them),
        cmocka_unit_test(its_customers_differ),
        cmocka_unit_test(its_user_gets_a_fresh_password_each_time),
    };
    return cmocka_run_group_tests_name("demo", tests, make_demo, remove_all);
}
