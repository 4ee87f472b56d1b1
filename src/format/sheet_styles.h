/* sheet_styles.h - how a number looks, as far as that tells what it is: a day, or a code with
 * zeros in front. */
#ifndef FORMAT_SHEET_STYLES_H
#define FORMAT_SHEET_STYLES_H

#include "format/zip.h"

/* From 2 to 30: so many digits are shown, with zeros in front (the format 00000000 has 8). */
enum { LOOK_PLAIN = 0, LOOK_MOST_ZEROS = 30, LOOK_DATE = 255 };

struct sheet_styles { const unsigned char *looks; size_t count; };

/* By the number of a cell's style.  A workbook without this part has none; a style it does not
 * have looks plain. */
bool sheet_styles_read(struct zip *, struct arena *, struct arena *scratch, struct str part,
                       struct sheet_styles *, struct file_error *);

/* The look of a number format: by its code, or by its number when it is one of Excel's own. */
unsigned char number_look(struct str code);
unsigned char number_look_builtin(int64_t id);

#endif
