/* record_all.h - all records of an entity, some at a time. */
#ifndef STORE_RECORD_ALL_H
#define STORE_RECORD_ALL_H

#include "store/record.h"

/* In the order of their ids; what is taken from the arena goes with them. */
enum { MOST_BATCHED = 1000 };
struct record_batch {
    struct arena        *arena;
    struct db           *db;
    const struct entity *entity;
    size_t               count;
    void                *records[MOST_BATCHED];
};
void record_each_batch(struct arena *, struct db *, const struct entity *,
                       void (*batch)(struct record_batch *, void *of), void *of);

/* Fills the search index, which is empty, as record_put() would have. */
void record_index(struct arena *, struct db *, const struct entity *);

#endif
