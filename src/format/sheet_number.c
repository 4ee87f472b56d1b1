#include "format/sheet_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_1904 = 1462, DAY_1970 = 25569, DAY_9999 = 2958465, LEAP_DAY_1900 = 60 };
enum { DAY_SECONDS = 86400 };

/* Up to fifteen digits are exact in a double, and so are the powers of ten up to 22: then one
 * division rounds as strtod() does (Clinger, 1990). */
static bool short_number(struct str s, double *out)
{
    static const double tens[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    size_t i = s.len > 0 && s.at[0] == '-', digits = 0, decimals = 0;
    bool negative = i > 0, point = false;
    int64_t n = 0;

    for (; i < s.len; i++) {
        if (char_is_digit(s.at[i])) {
            n = n * 10 + (s.at[i] - '0');
            digits++;
            decimals += point;
        } else if (s.at[i] == '.' && !point) {
            point = true;
        } else {
            return false;
        }
        if (digits > 15)
            return false;
    }
    if (digits == 0 || (negative && n == 0))
        return false;
    *out = (double)(negative ? -n : n) / tens[decimals];
    return true;
}

/* [+-] digits [. digits] [e [+-] digits] */
static bool is_number(struct str s)
{
    size_t i = 0, digits = 0, exponent = 0;

    i += i < s.len && (s.at[i] == '-' || s.at[i] == '+');
    for (; i < s.len && char_is_digit(s.at[i]); i++)
        digits++;
    if (i < s.len && s.at[i] == '.') {
        for (i++; i < s.len && char_is_digit(s.at[i]); i++)
            digits++;
    }
    if (i == s.len || digits == 0)
        return digits > 0;
    if (s.at[i] != 'e' && s.at[i] != 'E')
        return false;
    i++;
    i += i < s.len && (s.at[i] == '-' || s.at[i] == '+');
    for (; i < s.len && char_is_digit(s.at[i]); i++)
        exponent++;
    return i == s.len && exponent > 0;
}

bool number_parse(struct str s, double *out)
{
    char copy[512];

    if (short_number(s, out))
        return true;
    if (s.len >= sizeof copy || !is_number(s))
        return false;
    memcpy(copy, s.at, s.len);
    copy[s.len] = '\0';
    *out = strtod(copy, NULL);
    return isfinite(*out);
}

struct str number_print(struct arena *a, double n)
{
    char digits[32];
    int precision = 1;

    if (n == 0)
        return S("0");
    if (fabs(n) >= 1e15 && fabs(n) < 1e21)
        return str_print(a, "%.0f", n);
    do
        snprintf(digits, sizeof digits, "%.*e", precision - 1, n);
    while (strtod(digits, NULL) != n && ++precision <= 17);
    int exponent = (int)strtol(strchr(digits, 'e') + 1, NULL, 10);
    if (exponent < -20 || exponent >= 21)
        return str_print(a, "%s", digits);
    return str_print(a, "%.*f", precision - 1 > exponent ? precision - 1 - exponent : 0, n);
}

bool serial_to_day(double serial, bool from_1904, struct date *day, uint32_t *seconds)
{
    double whole = floor(serial), part = floor((serial - whole) * DAY_SECONDS + 0.5);

    if (part >= DAY_SECONDS) {
        whole += 1;
        part = 0;
    }
    if (from_1904)
        whole += DAY_1904;
    if (!(whole >= (from_1904 ? DAY_1904 : 1) && whole <= DAY_9999) || whole == LEAP_DAY_1900)
        return false;
    if (whole < LEAP_DAY_1900)
        whole += 1;
    /* noon, for the moment 0 is none */
    *day = date_of((struct moment){ ((int64_t)whole - DAY_1970) * DAY_SECONDS + DAY_SECONDS / 2 });
    *seconds = (uint32_t)part;
    return true;
}

int64_t serial_of_day(struct date day)
{
    int64_t year = day.ymd / 10000, month = day.ymd / 100 % 100;

    if (month <= 2) {           /* count from March, so that a leap day is the last of its year */
        year--;
        month += 12;
    }
    int64_t days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5
        + day.ymd % 100;
    return days - 693900;               /* 1 March 1900 is 61 */
}

static bool two_digits(struct str *s, uint32_t below, uint32_t *out)
{
    if (s->len < 2 || !char_is_digit(s->at[0]) || !char_is_digit(s->at[1]))
        return false;
    *out = (uint32_t)(s->at[0] - '0') * 10 + (uint32_t)(s->at[1] - '0');
    *s = (struct str){ s->at + 2, s->len - 2 };
    return *out < below;
}

static bool taken(struct str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = (struct str){ s->at + 1, s->len - 1 };
    return true;
}

bool iso_to_day(struct str s, struct date *day, uint32_t *seconds)
{
    uint32_t hour, minute, second = 0;

    *seconds = 0;
    if (s.len < 10 || s.at[4] != '-' || !date_parse((struct str){ s.at, 10 }, day))
        return false;
    s = (struct str){ s.at + 10, s.len - 10 };
    if (s.len == 0)
        return true;
    if (!(taken(&s, 'T') || taken(&s, ' ')) || !two_digits(&s, 24, &hour) || !taken(&s, ':')
        || !two_digits(&s, 60, &minute) || (taken(&s, ':') && !two_digits(&s, 60, &second)))
        return false;
    if (taken(&s, '.')) {
        while (s.len > 0 && char_is_digit(s.at[0]))
            s = (struct str){ s.at + 1, s.len - 1 };
    }
    taken(&s, 'Z');
    *seconds = hour * 3600 + minute * 60 + second;
    return s.len == 0;
}
