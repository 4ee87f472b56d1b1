/* zip_inner.h - what zip.c (the directory) and zip_part.c (the data) share. */
#ifndef FORMAT_ZIP_INNER_H
#define FORMAT_ZIP_INNER_H

#include "format/zip.h"

struct zip_entry {
    struct str name;            /* as found, with '/' and without a leading one */
    unsigned   method, flags;
    uint32_t   crc;
    uint64_t   packed, size;    /* bytes in the file, and inflated */
    uint64_t   at;              /* of the local header */
};

struct zip {
    int                        fd;
    uint64_t                   directory_at;    /* where data ends */
    struct zip_entry          *entries;         /* by name, without case */
    size_t                     count;
    const struct sheet_limits *limits;
    uint64_t                   inflated;        /* of all parts so far */
};

enum {
    ZIP_LOCAL = 0x04034b50, ZIP_CENTRAL = 0x02014b50, ZIP_END = 0x06054b50,
    ZIP64_END = 0x06064b50, ZIP64_LOCATOR = 0x07064b50, ZIP_DESCRIPTOR = 0x08074b50,
    ZIP_LOCAL_SIZE = 30, ZIP_CENTRAL_SIZE = 46, ZIP_END_SIZE = 22,
    ZIP64_END_SIZE = 56, ZIP64_LOCATOR_SIZE = 20,
    ZIP_STORED = 0, ZIP_DEFLATED = 8,
    ZIP_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13, ZIP_DESCRIBED = 1 << 3, ZIP_PATCHED = 1 << 5,
};

static inline unsigned zip_2(const unsigned char *p)
{
    return p[0] | (unsigned)p[1] << 8;
}

static inline uint32_t zip_4(const unsigned char *p)
{
    return zip_2(p) | (uint32_t)zip_2(p + 2) << 16;
}

static inline uint64_t zip_8(const unsigned char *p)
{
    return zip_4(p) | (uint64_t)zip_4(p + 4) << 32;
}

const struct zip_entry *zip_entry(const struct zip *, struct str name);

/* Reads exactly n bytes at a place; false: the file ends before. */
bool zip_read_at(int fd, void *into, size_t n, uint64_t at);

#endif
