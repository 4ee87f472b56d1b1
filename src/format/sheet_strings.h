/* sheet_strings.h - the shared strings of a workbook: each different text once, by number.
 *
 * The first ones, which are used most, are in memory; what is beyond limits.text_memory is in a
 * file (spill.h), so memory does not grow with them.  To take them in the order in which a program
 * numbered them, at their first use, is as fast as from memory. */
#ifndef FORMAT_SHEET_STRINGS_H
#define FORMAT_SHEET_STRINGS_H

#include "format/zip.h"

struct sheet_strings;

/* NULL, with the reason, when the part is not sound or holds more than is taken.  What opening
 * holds is needed meanwhile; scratch is used, and reset, for each string. */
struct sheet_strings *sheet_strings_read(struct zip *, struct arena *, struct arena *opening,
                                         struct arena *scratch, struct str part, struct file_error *);

/* Lives as long as the strings and the arena for copies do.  False: there is no string of that number. */
bool sheet_strings_get(struct sheet_strings *, struct arena *copies, uint64_t number, struct str *out);

#endif
