/* customers.h - a database of customers, for the tests of what keeps records. */
#ifndef TESTS_STORE_CUSTOMERS_H
#define TESTS_STORE_CUSTOMERS_H

#include "domain/customer.h"
#include "scratch.h"
#include "store/record.h"

static const struct actor anna = { 7, { "Anna", 4 }, { 1000 } };

static inline struct db *customers_open(struct arena *a)
{
    struct db *db = db_open(scratch_path(a), true);

    db_script(db, record_common_schema(a, db_make(db)).at);
    db_script(db, record_schema(a, db_make(db), &customer_entity).at);
    return db;
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

static inline const struct field *customer_field(const char *name)
{
    const struct field *f = entity_field(&customer_entity, str_from(name));

    assert_non_null(f);
    return f;
}

static inline bool customer_same(const struct customer *a, const struct customer *b)
{
    for (size_t i = 0; i < customer_entity.count; i++)
        if (!(customer_entity.fields[i].rules & UNKEPT) && !field_same(&customer_entity.fields[i], a, b))
            return false;
    return a->record.id.id == b->record.id.id && a->record.version == b->record.version;
}

#endif
