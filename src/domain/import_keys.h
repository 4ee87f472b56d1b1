/* import_keys.h - the keys that a sheet holds, and in which row each stands. */
#ifndef DOMAIN_IMPORT_KEYS_H
#define DOMAIN_IMPORT_KEYS_H

#include "base/arena.h"
#include "base/str.h"

struct import_keys;

/* Some twenty bytes for each key; lives as long as the arena. */
struct import_keys *import_keys_new(struct arena *);

/* 0 and keeps it when it is new; else the row in which it stands already. */
uint32_t import_keys_add(struct import_keys *, struct str key, uint32_t row);

/* The row in which it stands; the row that will add the record of this key; 0: none.
 * import_keys_adds() says that one will, or no longer does. */
uint32_t import_keys_row(const struct import_keys *, struct str key);
uint32_t import_keys_adding(const struct import_keys *, struct str key);
void     import_keys_adds(struct import_keys *, struct str key, bool adds);

#endif
