/* Any archive at all: its parts are given whole or refused, within the limits. */
#include "reading.h"

#include "format/zip.h"

static void parts_read(struct str file)
{
    static const char *const names[] = { "_rels/.rels", "book", "sheet", "strings", "a", "xl/workbook.xml" };
    struct arena a = { 0 };
    int fd = made_file(file);
    char some[5000];

    for (size_t i = 0; i < COUNT(names); i++) {
        struct file_error error = { 0 };
        struct zip *z = zip_open(&a, fd, &reading_limits, &error);
        struct zip_part *p = z ? zip_part_open(z, &a, str_from(names[i]), &error) : NULL;
        uint64_t size = 0;
        for (size_t n; p && (n = zip_part_read(p, some, 1 + size % sizeof some, &error)) > 0;)
            size += n;
        if (!z && error.problem == FILE_FINE)
            fault("refused without a reason");
        if (size > reading_limits.total_bytes)
            fault("more than the limit");
    }
    arena_drop(&a);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct str file = { (const char *)data, size };

    parts_read(file);
    parts_read(reading_mended(&a, file));
    arena_drop(&a);
    return 0;
}
