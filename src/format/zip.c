/* The directory of a zip archive: APPNOTE.TXT 6.3, sections 4.3 and 4.5.3. */
#include "format/zip_inner.h"

#include "base/at.h"
#include "base/fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct directory { uint64_t at, size, count; };

bool zip_read_at(int fd, void *into, size_t n, uint64_t at)
{
    return read_at(fd, into, n, at, "a file") == n;
}

/* The end record tells where the directory is: it is the last thing in the file, behind it only its
 * own comment. */
static bool end_find(int fd, uint64_t size, struct arena *a, struct directory *d, uint64_t *end_at)
{
    size_t n = size < ZIP_END_SIZE + 65535 ? (size_t)size : ZIP_END_SIZE + 65535;
    unsigned char *tail = arena_take(a, n);

    if (n < ZIP_END_SIZE || !zip_read_at(fd, tail, n, size - n))
        return false;
    for (size_t at = n - ZIP_END_SIZE + 1; at-- > 0;) {
        const unsigned char *p = tail + at;
        if (zip_4(p) != ZIP_END || at + ZIP_END_SIZE + zip_2(p + 20) != n)
            continue;
        *end_at = size - n + at;
        *d = (struct directory){ zip_4(p + 16), zip_4(p + 12), zip_2(p + 10) };
        return true;
    }
    return false;
}

/* An archive with more than fits in the end record has a second, wider one before it. */
static bool end_widen(int fd, struct directory *d, uint64_t *end_at)
{
    unsigned char locator[ZIP64_LOCATOR_SIZE], wide[ZIP64_END_SIZE];

    if (*end_at < sizeof locator
        || !zip_read_at(fd, locator, sizeof locator, *end_at - sizeof locator)
        || zip_4(locator) != ZIP64_LOCATOR)
        return d->count != 0xffff && d->size != 0xffffffff && d->at != 0xffffffff;
    uint64_t at = zip_8(locator + 8);
    if (*end_at < sizeof locator + sizeof wide || at > *end_at - sizeof locator - sizeof wide
        || !zip_read_at(fd, wide, sizeof wide, at) || zip_4(wide) != ZIP64_END)
        return false;
    *d = (struct directory){ zip_8(wide + 48), zip_8(wide + 40), zip_8(wide + 32) };
    *end_at = at;
    return true;
}

/* Fields of an entry that are all ones stand, wider, in the extra field of kind 1. */
static bool entry_widen(struct zip_entry *e, const unsigned char *extra, size_t n)
{
    bool wide = e->size == 0xffffffff || e->packed == 0xffffffff || e->at == 0xffffffff;

    while (wide && n >= 4) {
        size_t len = zip_2(extra + 2);
        if (len > n - 4)
            return false;
        if (zip_2(extra) == 1) {
            const unsigned char *p = extra + 4, *end = p + len;
            uint64_t *fields[] = { &e->size, &e->packed, &e->at };
            for (size_t i = 0; i < COUNT(fields); i++) {
                if (*fields[i] != 0xffffffff)
                    continue;
                if (end - p < 8)
                    return false;
                *fields[i] = zip_8(p);
                p += 8;
            }
            return true;
        }
        extra += 4 + len;
        n -= 4 + len;
    }
    return !wide;
}

static struct str name_normal(struct arena *a, const unsigned char *at, size_t n)
{
    struct str name = str_copy(a, (struct str){ (const char *)at, n });
    char *changes = (char *)(uintptr_t)name.at;         /* our own copy */

    for (size_t i = 0; i < n; i++) {
        if (changes[i] == '\\')
            changes[i] = '/';
    }
    return str_begins(name, S("/")) ? (struct str){ name.at + 1, name.len - 1 } : name;
}

/* One entry of the directory; returns its length, 0 when it is not sound. */
static size_t entry_read(struct arena *a, const unsigned char *p, size_t n, uint64_t directory_at,
                         struct zip_entry *e)
{
    if (n < ZIP_CENTRAL_SIZE || zip_4(p) != ZIP_CENTRAL)
        return 0;
    size_t name = zip_2(p + 28), extra = zip_2(p + 30), comment = zip_2(p + 32);
    size_t len = ZIP_CENTRAL_SIZE + name + extra + comment;
    if (len > n || name == 0)
        return 0;
    *e = (struct zip_entry){
        .flags = zip_2(p + 8), .method = zip_2(p + 10), .crc = zip_4(p + 16),
        .packed = zip_4(p + 20), .size = zip_4(p + 24), .at = zip_4(p + 42),
        .name = name_normal(a, p + ZIP_CENTRAL_SIZE, name),
    };
    if (!entry_widen(e, p + ZIP_CENTRAL_SIZE + name, extra))
        return 0;
    if (e->at > directory_at || directory_at - e->at < ZIP_LOCAL_SIZE + name
        || e->packed > directory_at - e->at - ZIP_LOCAL_SIZE - name)
        return 0;
    return len;
}

static int by_place(const void *x, const void *y)
{
    const struct zip_entry *a = x, *b = y;

    return (a->at > b->at) - (a->at < b->at);
}

static int name_compare(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;

    for (size_t i = 0; i < n; i++) {
        int x = (unsigned char)a.at[i], y = (unsigned char)b.at[i];
        x += x >= 'A' && x <= 'Z' ? 'a' - 'A' : 0;
        y += y >= 'A' && y <= 'Z' ? 'a' - 'A' : 0;
        if (x != y)
            return x - y;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int by_name(const void *x, const void *y)
{
    return name_compare(((const struct zip_entry *)x)->name, ((const struct zip_entry *)y)->name);
}

/* Two names for one piece of data, or two pieces of one name: nobody honest makes those. */
static bool entries_are_apart(struct zip *z)
{
    qsort(z->entries, z->count, sizeof z->entries[0], by_place);
    for (size_t i = 1; i < z->count; i++) {
        const struct zip_entry *before = &z->entries[i - 1];
        if (before->at + ZIP_LOCAL_SIZE + before->name.len + before->packed > z->entries[i].at)
            return false;
    }
    qsort(z->entries, z->count, sizeof z->entries[0], by_name);
    for (size_t i = 1; i < z->count; i++) {
        if (by_name(&z->entries[i - 1], &z->entries[i]) == 0)
            return false;
    }
    return true;
}

static bool directory_read(struct zip *z, struct arena *a, const struct directory *d,
                           uint64_t end_at, struct file_error *error)
{
    if (d->at > end_at || d->size > end_at - d->at)
        return file_refuse(error, FILE_TRUNCATED, 0);
    if (d->size != end_at - d->at || d->count > d->size / ZIP_CENTRAL_SIZE)
        return file_refuse(error, FILE_DAMAGED, 0);
    if (d->count > z->limits->entries || d->size > z->limits->directory_bytes)
        return file_refuse(error, FILE_TOO_LARGE, 0);

    size_t left = (size_t)d->size;
    unsigned char *p = arena_take(a, left + 1);
    if (!zip_read_at(z->fd, p, left, d->at))
        return file_refuse(error, FILE_TRUNCATED, 0);
    z->directory_at = d->at;
    z->entries = TAKE_MANY(a, struct zip_entry, (size_t)d->count + 1);
    for (; z->count < d->count; z->count++) {
        size_t len = entry_read(a, p, left, d->at, &z->entries[z->count]);
        if (len == 0)
            return file_refuse(error, FILE_DAMAGED, 0);
        p += len;
        left -= len;
    }
    return (left == 0 && entries_are_apart(z)) || file_refuse(error, FILE_DAMAGED, 0);
}

struct zip *zip_open(struct arena *a, int fd, const struct sheet_limits *limits,
                     struct file_error *error)
{
    struct stat about;
    struct directory directory;
    uint64_t end_at;

    if (fstat(fd, &about) != 0)
        fault("reading a file: %s", strerror(errno));
    uint64_t size = (uint64_t)about.st_size;
    if (size > limits->file_bytes)
        return file_refuse(error, FILE_TOO_LARGE, 0), NULL;
    if (!end_find(fd, size, a, &directory, &end_at))
        return file_refuse(error, file_recognise(fd, (size_t)size), 0), NULL;
    if (!end_widen(fd, &directory, &end_at))
        return file_refuse(error, FILE_DAMAGED, 0), NULL;

    struct zip *z = TAKE(a, struct zip);
    *z = (struct zip){ .fd = fd, .limits = limits };
    return directory_read(z, a, &directory, end_at, error) ? z : NULL;
}

const struct zip_entry *zip_entry(const struct zip *z, struct str name)
{
    size_t low = 0, high = z->count;

    if (str_begins(name, S("/")))
        name = (struct str){ name.at + 1, name.len - 1 };
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = name_compare(name, z->entries[middle].name);
        if (order == 0)
            return &z->entries[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool zip_has(const struct zip *z, struct str name)
{
    return zip_entry(z, name) != NULL;
}

const struct sheet_limits *zip_limits(const struct zip *z)
{
    return z->limits;
}
