/* ahead.h - what comes next is made on a second thread while the first one works on what came before.
 *
 *     struct ahead *a = ahead_start(arena, blocks, COUNT(blocks), make, what);
 *     while ((block = ahead_next(a)))
 *         use(block);                      until the next call
 *
 * make() fills one block after the other and says with false that nothing is left; then its block is not
 * given.  All that it touches is its own until ahead_end().  A fault in it becomes one of ahead_next(), in
 * its turn.  Where there is one processor, or no more threads, ahead_next() calls make() itself: what comes
 * out, and in which order, is the same. */
#ifndef BASE_AHEAD_H
#define BASE_AHEAD_H

#include "base/arena.h"

#include <stdbool.h>

struct ahead;

enum { AHEAD_MOST = 8 };                /* blocks; at least two */

struct ahead *ahead_start(struct arena *, void *const *blocks, size_t count, bool (*make)(void *what, void *block),
                          void *what);
/* NULL at the end. */
void         *ahead_next(struct ahead *);
/* Waits for the block that is on its way, and drops what nobody took.  The end of the arena does so too. */
void          ahead_end(struct ahead *);

#endif
