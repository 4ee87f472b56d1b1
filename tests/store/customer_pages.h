/* customer_pages.h - pages of customers, for the tests of what lists and finds them: a database for each test, and what the
 * tests share. */
#ifndef TESTS_STORE_CUSTOMER_PAGES_H
#define TESTS_STORE_CUSTOMER_PAGES_H

#include "customers.h"
#include "store/listing.h"

static struct arena arena, page_arena;
static struct db *db;

static inline int drop_db(void **state)
{
    (void)state;
    db_drop(db);
    arena_reset(&arena);
    arena_reset(&page_arena);
    return 0;
}

static inline int remove_all(void **state)
{
    arena_drop(&arena);
    arena_drop(&page_arena);
    return scratch_remove(state);
}

static inline struct listing_query by(const char *sort)
{
    return (struct listing_query){ .entity = &customer_entity, .sort = customer_field(sort), .most = 25, .searched = 10000 };
}

#endif
