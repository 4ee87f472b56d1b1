/* secret.h - bytes that nobody can guess. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/str.h"

/* From the kernel's generator, fetched for many calls of a thread at a time; what was given is
 * forgotten. At most 64 bytes. */
void random_bytes(void *to, size_t size);

/* So many of them, as twice as many hexadecimal digits. */
struct str random_hex(struct arena *, size_t bytes);

#endif
