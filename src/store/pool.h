/* pool.h - open databases, kept for the next request.
 *
 * Any thread may take and give; what is taken belongs to the taker until it is given back.  Of the
 * handles that lie idle the least recently used are closed, so that thousands of administrations do
 * not hold thousands of files; or, at a server, made to stand for another place. */
#ifndef STORE_POOL_H
#define STORE_POOL_H

#include "store/db.h"

struct pool;

struct pool_options {
    size_t most_idle;
    size_t most_open;                   /* at a server, whose connections are dear; who needs more waits.  0: no limit */
    void (*prepare)(struct db *, const char *place);    /* sees each database before it is first given out; may fault */
};

struct pool *pool_new(const struct pool_options *);
void         pool_drop(struct pool *);          /* closes what lies idle; nothing may be taken then */

/* The database at this place, which must exist.  Busy (fault.h) when all connections stay taken for too long. */
struct db   *pool_take(struct pool *, const char *place);
/* Rolls back what was not committed; false: it is not of this pool.  When its connection broke, those that lie idle
 * are closed too: they went to the same server. */
bool         pool_give(struct pool *, struct db *);
/* Closes what lies idle of the database at this place, which is about to go. */
void         pool_close(struct pool *, const char *place);

#endif
