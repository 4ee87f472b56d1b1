#include "base/secret.h"

#include "base/fault.h"

#include <sodium.h>
#include <string.h>

void random_bytes(void *to, size_t size)
{
    static _Thread_local struct { unsigned char bytes[1024]; size_t left; } pool;

    if (size > 64)
        fault("%zu random bytes at a time", size);
    if (pool.left < size) {
        randombytes_buf(pool.bytes, sizeof pool.bytes);
        pool.left = sizeof pool.bytes;
    }
    pool.left -= size;
    memcpy(to, pool.bytes + pool.left, size);
    sodium_memzero(pool.bytes + pool.left, size);
}

struct str random_hex(struct arena *a, size_t bytes)
{
    unsigned char raw[64];
    char *digits = arena_take(a, 2 * bytes + 1);

    random_bytes(raw, bytes);
    sodium_bin2hex(digits, 2 * bytes + 1, raw, bytes);
    return (struct str){ digits, 2 * bytes };
}
