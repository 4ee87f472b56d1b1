/* demo_dice.h - chance that can be repeated, and short texts made by it. */
#ifndef DOMAIN_DEMO_DICE_H
#define DOMAIN_DEMO_DICE_H

#include "base/str.h"

struct dice { uint64_t state; };

struct dice dice_of(uint64_t seed, uint64_t index);     /* of their own for each pair */
size_t      dice_roll(struct dice *, size_t n);         /* 0 to n - 1; 0 < n < 2^32 */
bool        dice_chance(struct dice *, size_t percent);

/* Text under construction, without an arena: the longest, an e-mail address, stays far below.
 * Zero is an empty one; always ends in a NUL; more than fits is a fault. */
struct line { char at[256]; size_t len; };

void        line_add(struct line *, const char *text);
void        line_char(struct line *, char);
void        line_number(struct line *, size_t number, int digits);      /* with zeros in front */

/* A pattern: # is a digit, N one of 2 to 9, M one of 1 to 5, @ a letter that postcodes use. */
void        line_fill(struct line *, struct dice *, const char *pattern);

/* Letters and digits only, small and plain, as a domain: "Café 't Hoekje" gives cafethoekje. */
void        line_slug(struct line *, const char *text);

struct str  line_str(const struct line *);              /* a view */

#endif
