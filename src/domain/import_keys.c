#include "domain/import_keys.h"

/* Open addressing, in parts that grow by themselves, so that growing takes little beside what is there.  A key is
 * kept as a hash of 64 bits alone: in a sheet of a million keys two share one once in some thirty million sheets,
 * and one of those rows is then refused as a repetition. */
enum { PARTS = 16, FIRST_ROOM = 64 };

static const uint32_t adds_bit = UINT32_C(1) << 31;     /* of a row, which is 1048576 at the most */

struct part {
    struct arena arena;                 /* of these slots alone: more of them take their place */
    uint64_t    *hashes;
    uint32_t    *rows;                  /* 0: free */
    size_t       count, room;
};

struct import_keys { struct part parts[PARTS]; };

static void drop(void *what)
{
    struct import_keys *k = what;
    for (size_t i = 0; i < PARTS; i++)
        arena_drop(&k->parts[i].arena);
}

static void make_room(struct part *p, size_t room)
{
    p->room = room;
    p->hashes = TAKE_MANY(&p->arena, uint64_t, room);
    p->rows = TAKE_MANY(&p->arena, uint32_t, room);
}

struct import_keys *import_keys_new(struct arena *a)
{
    struct import_keys *k = TAKE(a, struct import_keys);

    arena_on_end(a, drop, k);
    for (size_t i = 0; i < PARTS; i++)
        make_room(&k->parts[i], FIRST_ROOM);
    return k;
}

/* FNV-1a, and the last step of MurmurHash3, which spreads it. */
static uint64_t hash_of(struct str key)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.at[i]) * 1099511628211u;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 33;
}

static struct part *part_of(const struct import_keys *k, uint64_t hash)
{
    return (struct part *)&k->parts[hash >> 60];
}

/* Where this hash stands, or would. */
static size_t slot_of(const struct part *p, uint64_t hash)
{
    size_t i = (size_t)((hash & UINT32_MAX) * p->room >> 32);
    while (p->rows[i] && p->hashes[i] != hash)
        i = i + 1 == p->room ? 0 : i + 1;
    return i;
}

static void put(struct part *p, uint64_t hash, uint32_t row)
{
    size_t i = slot_of(p, hash);
    p->hashes[i] = hash;
    p->rows[i] = row;
}

static void grow(struct part *p)
{
    struct part before = *p;

    *p = (struct part){ .count = before.count };
    make_room(p, before.room + before.room / 2);
    for (size_t i = 0; i < before.room; i++)
        if (before.rows[i])
            put(p, before.hashes[i], before.rows[i]);
    arena_drop(&before.arena);
}

uint32_t import_keys_add(struct import_keys *k, struct str key, uint32_t row)
{
    uint64_t hash = hash_of(key);
    struct part *p = part_of(k, hash);
    uint32_t there = p->rows[slot_of(p, hash)];

    if (there)
        return there & ~adds_bit;
    if (++p->count * 5 > p->room * 4)
        grow(p);
    put(p, hash, row);
    return 0;
}

static uint32_t *row_of(const struct import_keys *k, struct str key)
{
    uint64_t hash = hash_of(key);
    struct part *p = part_of(k, hash);
    return &p->rows[slot_of(p, hash)];
}

uint32_t import_keys_row(const struct import_keys *k, struct str key)
{
    return *row_of(k, key) & ~adds_bit;
}

uint32_t import_keys_adding(const struct import_keys *k, struct str key)
{
    uint32_t row = *row_of(k, key);
    return row & adds_bit ? row & ~adds_bit : 0;
}

void import_keys_adds(struct import_keys *k, struct str key, bool adds)
{
    uint32_t *row = row_of(k, key);
    if (*row)
        *row = adds ? *row | adds_bit : *row & ~adds_bit;
}
