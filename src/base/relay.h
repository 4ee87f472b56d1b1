/* relay.h - two threads at one work: what comes next is made while what came before is used.
 *
 * Ahead: the second thread makes, some blocks ahead, which go round between the two.
 *
 *     struct ahead *a = ahead_start(arena, blocks, COUNT(blocks), make, what);
 *     while ((block = ahead_next(a)))
 *         use(block);                      until the next call
 *
 * Behind: the second thread uses, as far behind as it takes: what waits is in a file.
 *
 *     struct behind *b = behind_start(arena, use, what);
 *     while (more)
 *         behind_give(b, number, text);
 *     behind_end(b);
 *
 * make() fills one block after the other and says with false that nothing is left; then its block is not given.  use()
 * gets what was given, in that order.  All that either touches is its own until the end.  A fault in it becomes one of a
 * later call here, that of make() in its turn.  Where there is one processor, or no more threads, the calls do the work
 * themselves: what comes out, and in which order, is the same. */
#ifndef BASE_RELAY_H
#define BASE_RELAY_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

enum { RELAY_MOST = 32 };               /* blocks; at least two */

struct ahead;

struct ahead *ahead_start(struct arena *, void *const *blocks, size_t count, bool (*make)(void *what, void *block),
                          void *what);
/* The same for one that holds something dear between two blocks, as a transaction: when nobody takes what was made for so
 * many milliseconds, pause() gives it up, on the thread of make().  It has a thread on one processor too; where there are
 * no more threads, pause() comes after each block. */
struct ahead *ahead_start_pausing(struct arena *, void *const *blocks, size_t count, bool (*make)(void *what, void *block),
                                  void (*pause)(void *what), unsigned milliseconds, void *what);
/* NULL at the end. */
void         *ahead_next(struct ahead *);
/* Waits for the block that is on its way, and drops what nobody took.  The end of the arena does so too. */
void          ahead_end(struct ahead *);

struct behind;

struct behind *behind_start(struct arena *, void (*use)(void *what, int64_t number, struct str text), void *what);
void           behind_give(struct behind *, int64_t number, struct str text);
/* Waits until all that was given is used.  The end of the arena does not: it waits for what is in use alone. */
void           behind_end(struct behind *);

#endif
