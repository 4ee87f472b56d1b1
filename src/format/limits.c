#include "format/limits.h"

#include <inttypes.h>
#include <stddef.h>

enum { MB = 1 << 20 };

struct sheet_limits sheet_limits_usual = {
    .file_bytes      = UINT64_C(512) * MB,
    .entries         = 10000,
    .directory_bytes = 8 * MB,
    .total_bytes     = UINT64_C(6144) * MB,
    .ratio           = 100,
    .ratio_from      = 16 * MB,
    .row_bytes       = 4 * MB,
    .cell_chars      = SHEET_CELL_CHARS,
    .columns         = SHEET_COLUMNS,
    .rows            = SHEET_ROWS,
    .texts           = 20000000,
    .text_bytes      = UINT64_C(2048) * MB,
    .text_memory     = 14 * MB,
    .styles          = 65536,
    .formats         = 4096,
    .sheets          = 4096,
};

/* Those that are chosen by name, in units of so many. */
static const struct { const char *name, *what; size_t at; uint64_t unit, most; } chosen[] = {
    { "file",     "MB of a file, as sent",           offsetof(struct sheet_limits, file_bytes),  MB, 4095 },
    { "unpacked", "MB of a file, unpacked",          offsetof(struct sheet_limits, total_bytes), MB, 1 << 20 },
    { "ratio",    "times as large unpacked",         offsetof(struct sheet_limits, ratio),       1,  1000 },
    { "parts",    "parts of a file",                 offsetof(struct sheet_limits, entries),     1,  1000000 },
    { "texts",    "different texts in a file",       offsetof(struct sheet_limits, texts),       1,  100000000 },
    { "text",     "MB of those, on disk meanwhile",  offsetof(struct sheet_limits, text_bytes),  MB, 4095 },
};

static uint64_t *place(struct sheet_limits *limits, size_t at)
{
    return (uint64_t *)(void *)((char *)limits + at);
}

const char *limits_change(struct sheet_limits *limits, struct str setting, struct arena *a)
{
    struct str name = str_cut(&setting, '=');
    int64_t n;

    for (size_t i = 0; i < COUNT(chosen); i++) {
        if (!str_is(name, str_from(chosen[i].name)))
            continue;
        if (!str_number(setting, &n) || n < 1 || (uint64_t)n > chosen[i].most)
            return str_print(a, "--limit %s is a number from 1 to %" PRIu64, chosen[i].name, chosen[i].most).at;
        *place(limits, chosen[i].at) = (uint64_t)n * chosen[i].unit;
        return NULL;
    }
    return str_print(a, "there is no --limit %.*s; those there are:\n%s", (int)name.len, name.at, limits_told(a).at).at;
}

struct str limits_told(struct arena *a)
{
    struct buf b = { .arena = a };

    for (size_t i = 0; i < COUNT(chosen); i++)
        buf_print(&b, "  %-8s  %-30s  %9" PRIu64 "  at most %9" PRIu64 "\n", chosen[i].name, chosen[i].what,
                  *place(&sheet_limits_usual, chosen[i].at) / chosen[i].unit, chosen[i].most);
    return buf_str(&b);
}
