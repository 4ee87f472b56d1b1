/* zip.h - a zip archive read from an open file: its parts by name, each as a stream.
 *
 * Only what OPC (ISO 29500-2) allows in a package: stored or deflated parts, without encryption,
 * in one file; zip64 and data descriptors are understood.  The central directory is the truth,
 * and every local header must agree with it; parts may not overlap, nor share a name.  Names are
 * only ever compared, never used as a path.  The file is read with pread(), so it may be shared,
 * and a file that is cut short while it is read is an error, not a crash. */
#ifndef FORMAT_ZIP_H
#define FORMAT_ZIP_H

#include "base/str.h"
#include "format/file_error.h"
#include "format/limits.h"

struct zip;
struct zip_part;

/* Reads the directory.  NULL, with the reason, when this is no zip archive or not a sound one.  The
 * descriptor stays the caller's and must live as long as the zip. */
struct zip      *zip_open(struct arena *, int fd, const struct sheet_limits *, struct file_error *);

/* Names are compared without case, '\' counts as '/', and one leading '/' does not count. */
bool             zip_has(const struct zip *, struct str name);

/* Begins a part.  NULL, without a reason, when there is none of this name; NULL with one when it
 * can not be trusted. */
struct zip_part *zip_part_open(struct zip *, struct arena *, struct str name, struct file_error *);

/* The next bytes of the part.  0: no more, and then the error tells whether that is the end: the
 * size and the CRC-32 have been checked by then. */
size_t           zip_part_read(struct zip_part *, void *into, size_t room, struct file_error *);

const struct sheet_limits *zip_limits(const struct zip *);

/* Gives back what inflating took; the arena does so too when it ends. */
void             zip_part_close(struct zip_part *);

#endif
