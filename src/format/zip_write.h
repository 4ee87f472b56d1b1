/* zip_write.h - a zip archive written as a stream: nothing is kept, nothing is gone back to.
 *
 * Parts are deflated as they come; sizes and CRC-32 follow the data (data descriptors), so the
 * bytes can go straight to a socket.  Plain zip without zip64, for not every program reads that:
 * up to 4 GB. The caller takes what has been made so far as often as it likes; what it does not
 * take stays in memory. */
#ifndef FORMAT_ZIP_WRITE_H
#define FORMAT_ZIP_WRITE_H

#include "base/str.h"

struct zip_writer;

/* Lives as long as the arena.  The archive is the same for the same parts: it holds no time. */
struct zip_writer *zip_writer_start(struct arena *);

/* Begins a part, and ends the one before; its name is not copied. */
void               zip_writer_part(struct zip_writer *, struct str name);
void               zip_writer_add(struct zip_writer *, struct str bytes);
/* Ends the last part and writes the directory. */
void               zip_writer_end(struct zip_writer *);

/* The bytes made since the last time; they live until the next call. */
struct str         zip_writer_take(struct zip_writer *);

/* False once the archive would be larger than a plain zip can be: it is worthless then. */
bool               zip_writer_fits(const struct zip_writer *);

#endif
