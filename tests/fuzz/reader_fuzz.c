/* The whole reader: a file, when it begins as an archive, else the parts of a workbook, each ending
 * in a NUL. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct str input = { (const char *)data, size }, parts[PARTS] = { 0 };

    if (str_begins(input, S("PK"))) {
        reading(input, &reading_limits);
        reading(reading_mended(&a, input), &reading_limits);
    } else {
        for (int i = 0; i < PARTS && input.len > 0; i++)
            parts[i] = str_cut(&input, '\0');
        reading(reading_archive(&a, parts), &reading_limits);
    }
    arena_drop(&a);
    return 0;
}
