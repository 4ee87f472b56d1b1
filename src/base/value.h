/* value.h - what is not text: every value is a 64-bit integer in a struct that says what it counts,
 * so that the compiler keeps cents, days and ids apart.  Zero is a sound value of each.
 *
 * People write 1.234,56 and 31-12-2026; databases and sheets get integers and ISO dates.  No double
 * touches an amount. */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "base/str.h"

struct money   { int64_t cents; };
struct decimal { int64_t n; };          /* ten-thousandths: 1,5 is 15000; prices, quantities, percentages */
struct date    { int64_t ymd; };        /* 20261231: sorts, and reads well in a debugger; 0: none */
struct flag    { int64_t on; };
struct ref     { int64_t id; };         /* a row of another table; 0: none */
struct choice  { int64_t code; };       /* one of a list of options; 0 is one of them or none */
struct moment  { int64_t seconds; };    /* since 1970 in UTC; 0: none */

/* Reads 1234  1.234  1.234,5  -1234,56 and, since it can mean only one thing, 12.5 and 12.50.  A point
 * before exactly three digits groups thousands, but in 0.125 it is a comma; 1.23,4 is refused, and so
 * are more decimals than asked for.  The result is whole tens-to-the-minus-decimals: decimals 2 gives
 * cents. */
bool       scaled_parse(struct str, int decimals, int64_t *out);
/* 1.234,56: at least `least` and at most `decimals` decimals. */
struct str scaled_print(struct arena *, int64_t n, int decimals, int least);
/* 1234.56, for machines: a point, no grouping, no closing zeros. */
struct str scaled_print_plain(struct arena *, int64_t n, int decimals);

bool       money_parse(struct str, struct money *);
struct str money_print(struct arena *, struct money);           /* 1.234,56 */

bool       date_parse(struct str, struct date *);               /* 31-12-2026, 31/12/2026, 2026-12-31 */
struct str date_print(struct arena *, struct date);             /* 31-12-2026; nothing for none */
struct str date_print_iso(struct arena *, struct date);         /* 2026-12-31 */
struct date date_of(struct moment);                             /* the day in UTC */

/* A moment as people in the Netherlands read it: 31-12-2026 14:05 (CET, or CEST from the last Sunday
 * of March to the last Sunday of October, as Directive 2000/84/EC has it). */
struct str moment_print(struct arena *, struct moment);

#endif
