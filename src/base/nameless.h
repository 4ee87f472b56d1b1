/* nameless.h - a file that has no name and goes when it is closed: for what does not fit in memory. */
#ifndef BASE_NAMELESS_H
#define BASE_NAMELESS_H

#include "base/arena.h"

/* Empty, for reading and writing, on the disk of this folder; closed when the arena ends.  Faults where
 * none can be made. */
int nameless_file(struct arena *, const char *folder);

/* $TMPDIR, or /tmp: for who has no folder of its own. */
const char *temporary_folder(void);

#endif
