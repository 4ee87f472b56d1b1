/* sheet_number.h - numbers as workbooks hold them, and the days some of them mean. */
#ifndef FORMAT_SHEET_NUMBER_H
#define FORMAT_SHEET_NUMBER_H

#include "base/value.h"

/* -12, 1.5, 1E+21, and nothing that is not finite. */
bool        number_parse(struct str, double *);

/* The shortest digits that mean the same double, without exponent, with at most most characters
 * (else with one): 0.1, 612345678, -1250.5. */
struct str  number_print(struct arena *, double);

/* A day, and the seconds since it began.  False: the serial is no day that Excel knows, and that
 * includes 29 February 1900, which it thinks there was. */
bool        serial_to_day(double serial, bool from_1904, struct date *, uint32_t *seconds);

/* As Excel counts since 1900; right from 1 March 1900 on. */
int64_t     serial_of_day(struct date);

/* 2024-01-01, 2024-01-01T18:00, 2024-01-01T18:00:00.000Z. */
bool        iso_to_day(struct str, struct date *, uint32_t *seconds);

#endif
