/* customers.h - a database of customers, for the tests of what keeps records. */
#ifndef TESTS_STORE_CUSTOMERS_H
#define TESTS_STORE_CUSTOMERS_H

#include "domain/customer.h"
#include "scratch.h"
#include "store/record.h"

static const struct actor anna = { 7, { "Anna", 4 }, { 1000 } };

static inline struct db *customers_open_at(struct arena *a, const char *place)
{
    struct db *db = db_open(place, true);

    db_script(db, record_common_schema(a, db_make(db)).at);
    db_script(db, record_schema(a, db_make(db), &customer_entity).at);
    return db;
}

static inline struct db *customers_open(struct arena *a)
{
    return customers_open_at(a, scratch_path(a));
}

/* Kept in a transaction of its own. */
static inline void customer_keep(struct arena *a, struct db *db, struct customer *c)
{
    db_begin(db, true);
    assert_int_equal(record_put(a, db, &customer_entity, c, NULL, &anna), PUT_DONE);
    db_commit(db);
}

static inline struct customer customer_add(struct arena *a, struct db *db, int64_t number, const char *name)
{
    struct customer c = { .number = number, .name = str_from(name) };

    customer_keep(a, db, &c);
    return c;
}

/* So many, no multiple of 37, of whom many share a name, a city or nothing at all. */
static inline void customers_add_alike(struct arena *a, struct db *db, int64_t count)
{
    static const char *const names[] = { "Bakkerij Jansen", "bakkerij jansen", "Özdemir B.V.", "Zaal 3", "'t Hoekje", "Ölçüm" };
    static const char *const cities[] = { "", "Delft", "'s-Gravenhage", "delft", "Ede" };
    unsigned short seed[3] = { 4, 5, 6 };

    db_begin(db, true);
    for (int64_t i = 0; i < count; i++) {
        struct customer c = { .number = (i * 37) % count + 1, .archived = { i % 5 == 0 } };
        c.name = str_from(names[nrand48(seed) % 6]);
        c.city = str_from(cities[nrand48(seed) % 5]);
        if (nrand48(seed) % 2)
            c.phone = str_print(a, "06-%ld", nrand48(seed) % 10);
        if (nrand48(seed) % 3 == 0)
            c.email = S("info@voorbeeld.nl");
        assert_int_equal(record_put(a, db, &customer_entity, &c, NULL, &anna), PUT_DONE);
    }
    db_commit(db);
}

static inline const struct field *customer_field(const char *name)
{
    const struct field *f = entity_field(&customer_entity, str_from(name));

    assert_non_null(f);
    return f;
}

/* The search index holds all customers and no others, and the database is sound. */
static inline void customers_assert_whole(struct db *db)
{
    if (place_is_server()) {
        assert_int_equal(db_one(db, -1, "SELECT count(*) FROM customer FULL JOIN customer_search USING (id)"
                                        " WHERE customer.name IS NULL OR words IS NULL", GIVE_NOTHING), 0);
        return;
    }
    db_script(db, "INSERT INTO customer_search(customer_search) VALUES ('integrity-check')");
    assert_int_equal(db_one(db, -1, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                            GIVE_NOTHING), 0);
}

static inline bool customer_same(const struct customer *a, const struct customer *b)
{
    for (size_t i = 0; i < customer_entity.count; i++)
        if (!(customer_entity.fields[i].rules & UNKEPT) && !field_same(&customer_entity.fields[i], a, b))
            return false;
    return a->record.id.id == b->record.id.id && a->record.version == b->record.version;
}

#endif
