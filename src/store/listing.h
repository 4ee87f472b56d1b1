/* listing.h - a page of records in some order, of all or of what a search finds, at a cost that
 * depends on the page alone. */
#ifndef STORE_LISTING_H
#define STORE_LISTING_H

#include "store/record.h"

struct listing_query {
    const struct entity *entity;
    struct str           search;        /* as typed; empty: all */
    bool                 archived, falling;
    const struct field  *sort;          /* a LISTED one */
    int64_t              behind, before;        /* id of a record: the page after it, or the one before it; 0: the first */
    const void          *after;         /* or a record as it was read: the page after where it was, wherever it is now */
    size_t               most;
    size_t               searched;      /* how many found records are sorted; the rest is not looked at */
    bool                 whole;         /* read all fields and the version, not only what the overview shows */
    bool                 last;          /* nothing is asked after it, see db_last() */
};

struct listing {
    void   **records;
    size_t   count;
    bool     more_before, more_behind;
    int64_t  total;                     /* of all pages; when too_many of those that were sorted */
    bool     too_many;                  /* the search found more than `searched` */
};

struct listing listing(struct arena *, struct db *, const struct listing_query *);

/* The records of a query one batch after the other, of one moment, as long as the transaction lasts: q->most of them in
 * all.  It does not search, nor go backwards.  The query and what the arena holds live as long. */
struct listing_reader;
struct listing_reader *listing_reader(struct arena *, struct db *, const struct listing_query *);
/* The next ones; fewer than most when there are no more of them. */
size_t listing_next(struct listing_reader *, struct arena *, void **records, size_t most);

/* The ids of all that a search finds, in the order; at most q->searched + 1. */
size_t listing_ids(struct arena *, struct db *, const struct listing_query *, int64_t **ids);

#endif
