#include "domain/import_keys.h"

#include <string.h>

/* Open addressing.  A key is kept as a hash of 64 bits alone: in a sheet of a million keys two share
 * one once in some thirty million sheets, and one of those rows is then refused as a repetition. */
struct slot { uint64_t hash; uint32_t row; uint32_t adds; };

struct import_keys {
    struct arena arena;                 /* of the slots alone: more of them take the place of these */
    struct slot *slots;
    size_t       count, room;           /* room: a power of two */
};

static void drop(void *what)
{
    struct arena *arena = what;
    arena_drop(arena);
}

struct import_keys *import_keys_new(struct arena *a)
{
    struct import_keys *k = TAKE(a, struct import_keys);

    arena_on_end(a, drop, &k->arena);
    k->room = 1024;
    k->slots = TAKE_MANY(&k->arena, struct slot, k->room);
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

static struct slot *slot_of(struct slot *slots, size_t room, uint64_t hash)
{
    size_t i = hash & (room - 1);
    while (slots[i].row && slots[i].hash != hash)
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static void grow(struct import_keys *k)
{
    struct arena before = k->arena, arena = { 0 };
    struct slot *slots = TAKE_MANY(&arena, struct slot, k->room * 2);

    for (size_t i = 0; i < k->room; i++)
        if (k->slots[i].row)
            *slot_of(slots, k->room * 2, k->slots[i].hash) = k->slots[i];
    k->arena = arena;
    k->slots = slots;
    k->room *= 2;
    arena_drop(&before);
}

uint32_t import_keys_add(struct import_keys *k, struct str key, uint32_t row)
{
    uint64_t hash = hash_of(key);
    struct slot *s = slot_of(k->slots, k->room, hash);

    if (s->row)
        return s->row;
    if (++k->count * 4 > k->room * 3) {
        grow(k);
        s = slot_of(k->slots, k->room, hash);
    }
    *s = (struct slot){ hash, row, 0 };
    return 0;
}

uint32_t import_keys_row(const struct import_keys *k, struct str key)
{
    return slot_of(k->slots, k->room, hash_of(key))->row;
}

uint32_t import_keys_adding(const struct import_keys *k, struct str key)
{
    const struct slot *s = slot_of(k->slots, k->room, hash_of(key));
    return s->adds ? s->row : 0;
}

void import_keys_adds(struct import_keys *k, struct str key, bool adds)
{
    struct slot *s = slot_of(k->slots, k->room, hash_of(key));
    if (s->row)
        s->adds = adds;
}
