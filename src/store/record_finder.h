/* record_finder.h - finds records by key, many times, where the next one asked for is probably the next in order.
 *
 * It asks for the record of a key together with those behind it, and answers the next questions from these, as long as
 * they go on in order: as many records at once as turned out to be of use, from 1 to 256.  So a sheet in the order of
 * its keys takes a question for each 256 rows, and one in any other order no more than record_find() does.
 *
 * What it answers is as it was when these were read: for who changes no records of the entity meanwhile. */
#ifndef STORE_RECORD_FINDER_H
#define STORE_RECORD_FINDER_H

#include "store/record.h"

struct record_finder;

/* To be ended before the transaction does, or the caller writes. */
struct record_finder *record_finder(struct arena *, struct db *, const struct entity *);
void                  record_finder_end(struct record_finder *);
/* As record_find(). */
bool record_finder_find(struct record_finder *, struct arena *, struct str key, void *record);

#endif
