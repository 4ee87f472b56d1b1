/* limits.h - how much of a workbook is taken: what keeps a hostile file from using up time, memory
 * or disk.
 *
 * An honest sheet of a million rows and thirty columns is 250 MB, 1.5 GB inflated, six times as
 * much. Memory while reading is about text_memory, and row_bytes when a row needs it; the rest of
 * a file streams, and shared strings go on in a file of at most text_bytes. */
#ifndef FORMAT_LIMITS_H
#define FORMAT_LIMITS_H

#include "base/str.h"

struct sheet_limits {
    uint64_t file_bytes;        /* as uploaded */
    uint64_t entries;           /* parts in the archive */
    uint64_t directory_bytes;   /* the list of those parts */
    uint64_t total_bytes;       /* all that is inflated, a part that is read twice counted twice; and all
                                   shared text, as often as a cell points to it */
    uint64_t ratio;             /* inflated to compressed, of a part */
    uint64_t ratio_from;        /* inflated bytes from which the ratio counts */
    uint64_t row_bytes;         /* the XML of one row, or of one shared string; all shared text in a row */
    uint64_t cell_chars;        /* Excel's own limit, and so are the next two */
    uint64_t columns;
    uint64_t rows;
    uint64_t texts;             /* shared strings */
    uint64_t text_bytes;        /* of all of them; below 4 GB */
    uint64_t text_memory;       /* so many of those bytes in memory, the others in a file */
    uint64_t styles;            /* of cells */
    uint64_t formats;           /* of numbers, that are none of Excel's own */
    uint64_t sheets;            /* and links from a part to others */
    const char *folder;         /* for that file; NULL: where the system keeps temporary files */
};

/* What holds when nobody says otherwise; changed before the first file is read, if at all. */
extern struct sheet_limits sheet_limits_usual;

/* Limits of the format itself, which no configuration moves. */
enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384, SHEET_CELL_CHARS = 32767 };

/* Changes those that who runs the program may choose: "rows=50000" (the name before the =).
 * NULL, or what is wrong: English, for the command line. */
const char *limits_change(struct sheet_limits *, struct str setting, struct arena *);

/* The names, with what they are, how much there is of it usually and at most: a line for each. */
struct str  limits_told(struct arena *);

#endif
