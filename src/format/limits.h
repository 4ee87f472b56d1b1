/* limits.h - how much of a workbook is taken: what keeps a hostile file from using up time or
 * memory.
 *
 * An honest sheet of a million rows and thirty columns is 250 MB, 1.5 GB inflated, six times as
 * much. Memory while reading is about row_bytes (when a row needs it) plus twice text_bytes (of
 * shared strings) at the very most; the rest of a file streams. */
#ifndef FORMAT_LIMITS_H
#define FORMAT_LIMITS_H

#include <stddef.h>
#include <stdint.h>

struct sheet_limits {
    uint64_t file_bytes;        /* as uploaded */
    size_t   entries;           /* parts in the archive */
    size_t   directory_bytes;   /* the list of those parts */
    uint64_t part_bytes;        /* one part, inflated */
    uint64_t total_bytes;       /* all that is inflated, a part that is read twice counted twice */
    uint64_t ratio;             /* inflated to compressed, of a part */
    uint64_t ratio_from;        /* inflated bytes from which the ratio counts */
    size_t   row_bytes;         /* the XML of one row, or of one shared string */
    size_t   cell_chars;        /* Excel's own limit, and so are the next two */
    size_t   columns;
    size_t   rows;
    size_t   texts;             /* shared strings */
    size_t   text_bytes;        /* of all of them */
    size_t   styles;
};

extern const struct sheet_limits sheet_limits_usual;

/* Limits of the format itself, which no configuration moves. */
enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384, SHEET_CELL_CHARS = 32767 };

#endif
