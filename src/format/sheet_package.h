/* sheet_package.h - the parts of a workbook that lead to its rows, found by their relationships
 * (ISO 29500-2): names and places of parts mean nothing by themselves. */
#ifndef FORMAT_SHEET_PACKAGE_H
#define FORMAT_SHEET_PACKAGE_H

#include "format/zip.h"

struct sheet_package {
    struct str sheet;           /* names of parts; styles and strings may be absent: at is NULL */
    struct str styles, strings;
    struct str title;           /* what people call the sheet */
    bool       dates_from_1904;
};

/* Takes the visible sheet of the preferred name, else the first visible one.  False, with the
 * reason, when there is none or the archive is something else than a workbook. */
bool sheet_package_read(struct zip *, struct arena *, struct str preferred, struct sheet_package *,
                        struct file_error *);

#endif
