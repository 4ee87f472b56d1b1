/* sheet_strings.h - the shared strings of a workbook: each different text once, by number.
 *
 * In memory a string takes its bytes, a length of one to three bytes and four bytes of index. */
#ifndef FORMAT_SHEET_STRINGS_H
#define FORMAT_SHEET_STRINGS_H

#include "format/zip.h"

struct sheet_strings;

/* NULL, with the reason, when the part is not sound or holds more than is taken.  Scratch is
 * used, and reset, meanwhile. */
struct sheet_strings *sheet_strings_read(struct zip *, struct arena *, struct arena *scratch,
                                         struct str part, struct file_error *);

/* Lives as long as the arena.  False: there is no string of that number. */
bool sheet_strings_get(const struct sheet_strings *, uint64_t number, struct str *out);

#endif
