#include "format/limits.h"

const struct sheet_limits sheet_limits_usual = {
    .file_bytes      = UINT64_C(512) << 20,
    .entries         = 10000,
    .directory_bytes = 8 << 20,
    .part_bytes      = UINT64_C(4) << 30,
    .total_bytes     = UINT64_C(6) << 30,
    .ratio           = 100,
    .ratio_from      = 16 << 20,
    .row_bytes       = 4 << 20,
    .cell_chars      = SHEET_CELL_CHARS,
    .columns         = SHEET_COLUMNS,
    .rows            = SHEET_ROWS,
    .texts           = 10 << 20,
    .text_bytes      = 256 << 20,
    .styles          = 65536,
};
