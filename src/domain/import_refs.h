/* import_refs.h - rows of a sheet that refer to records which other rows of it add.
 *
 * Whether such a reference will hold is known at the end alone: the row that adds may stand below, may
 * be wrong, or may itself refer to one that is. */
#ifndef DOMAIN_IMPORT_REFS_H
#define DOMAIN_IMPORT_REFS_H

#include "domain/import_keys.h"

struct import_ref {
    uint32_t   row, adder;              /* adder: the row that adds what it refers to; 0: none will */
    uint32_t   field;                   /* of the entity */
    uint8_t    verdict;                 /* of the row */
    struct str own, key;                /* of the row when it adds, else empty; referred to */
};

struct import_refs { struct arena *arena; struct import_ref *at; size_t count, room; uint32_t last_row; };

/* The texts are copied. Rows come rising. */
void      import_refs_add(struct import_refs *, struct import_ref);

/* The rows that can not be done since what they refer to will not be there, rising; refs are then by
 * row. */
uint32_t *import_refs_settle(struct import_refs *, struct import_keys *, size_t *count);

#endif
