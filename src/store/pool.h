/* pool.h - open databases, kept for the next request.
 *
 * Any thread may take and give; what is taken belongs to the taker until it is given back.  Of the
 * handles that lie idle the least recently used are closed, so that thousands of administrations do
 * not hold thousands of files. */
#ifndef STORE_POOL_H
#define STORE_POOL_H

#include "store/db.h"

struct pool;

/* prepare sees each database right after it was opened, and may fault. */
struct pool *pool_new(size_t most_idle, void (*prepare)(struct db *, const char *path));
void         pool_drop(struct pool *);          /* closes what lies idle; nothing may be taken then */

/* The database at this path, which must exist. */
struct db   *pool_take(struct pool *, const char *path);
/* Rolls back what was not committed. */
void         pool_give(struct pool *, struct db *);
/* Closes what lies idle of the database at this path, which is about to go. */
void         pool_close(struct pool *, const char *path);

#endif
