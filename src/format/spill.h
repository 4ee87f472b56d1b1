/* spill.h - bytes that are only added to and read back at their place: the first ones in memory, what
 * is beyond that in a file without a name, of which some pages are kept at hand.
 *
 * The file is made when it is first needed and is gone when the arena ends, or the program.  A full
 * disk is a fault. */
#ifndef FORMAT_SPILL_H
#define FORMAT_SPILL_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct spill;

/* The folder is where the file comes; NULL: where the system keeps temporary files. */
struct spill *spill_new(struct arena *, size_t in_memory, const char *folder);

void          spill_add(struct spill *, const void *, size_t n);
uint64_t      spill_size(const struct spill *);

/* Bytes that were added, in one piece: as they lie in memory, for as long as the spill is there, or
 * copied to the arena. */
const void   *spill_at(struct spill *, struct arena *copies, uint64_t at, size_t n);
void          spill_copy(struct spill *, void *to, uint64_t at, size_t n);

#endif
