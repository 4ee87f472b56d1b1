#include "base/value.h"

#include <inttypes.h>
#include <string.h>

/* Exactly three digits, then no fourth: the group behind a thousands point. */
static bool group_at(struct str s, size_t i)
{
    return i + 3 <= s.len && char_is_digit(s.at[i]) && char_is_digit(s.at[i + 1])
        && char_is_digit(s.at[i + 2]) && (i + 3 == s.len || !char_is_digit(s.at[i + 3]));
}

bool scaled_parse(struct str s, int decimals, int64_t *out)
{
    bool minus = s.len && s.at[0] == '-';
    size_t i = minus, digits = 0, in_group = 0;
    bool grouped = false;
    int64_t n = 0;

    for (; i < s.len; i++) {
        if (s.at[i] == '.' && n && (grouped ? in_group == 3 : digits <= 3) && group_at(s, i + 1)) {
            grouped = true;
            in_group = 0;
            continue;
        }
        if (!char_is_digit(s.at[i]))
            break;
        if (++digits > 15)
            return false;
        in_group++;
        n = n * 10 + (s.at[i] - '0');
    }
    if (digits == 0)
        return false;
    size_t given = 0;
    if (i < s.len) {
        if (s.at[i] != ',' && (s.at[i] != '.' || grouped))
            return false;
        given = s.len - i - 1;
        if (given < 1)
            return false;
        i++;
    }
    for (int d = 0; d < decimals; d++, i += i < s.len) {
        char c = i < s.len ? s.at[i] : '0';
        if (!char_is_digit(c) || __builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, c - '0', &n))
            return false;
    }
    for (; i < s.len; i++)              /* zeros behind the last decimal say nothing new */
        if (s.at[i] != '0')
            return false;
    *out = minus ? -n : n;
    return true;
}

static const uint64_t tens[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

struct str scaled_print(struct arena *a, int64_t n, int decimals, int least)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    uint64_t whole = size / tens[decimals], part = size % tens[decimals];
    char digits[48], *at = digits + sizeof digits;
    int shown = decimals;

    for (; shown > least && part % 10 == 0; shown--)
        part /= 10;
    for (int d = 0; d < shown; d++, part /= 10)
        *--at = (char)('0' + part % 10);
    if (shown > 0)
        *--at = ',';
    int count = 0;
    do {
        if (count && count % 3 == 0)
            *--at = '.';
        *--at = (char)('0' + whole % 10);
        count++;
    } while (whole /= 10);
    if (n < 0)
        *--at = '-';
    return str_copy(a, (struct str){ at, (size_t)(digits + sizeof digits - at) });
}

struct str scaled_print_plain(struct arena *a, int64_t n, int decimals)
{
    struct str people = scaled_print(a, n, decimals, 0);
    char *to = arena_take(a, people.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < people.len; i++)
        if (people.at[i] != '.')
            to[len++] = people.at[i] == ',' ? '.' : people.at[i];
    return (struct str){ to, len };
}

bool money_parse(struct str s, struct money *out)
{
    return scaled_parse(s, 2, &out->cents);
}

struct str money_print(struct arena *a, struct money m)
{
    return scaled_print(a, m.cents, 2, 2);
}

static int month_days(int64_t y, int64_t m)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return days[m - 1] + (m == 2 && leap);
}

static bool digits(struct str s, size_t from, size_t n, int64_t *out)
{
    *out = 0;
    for (size_t i = from; i < from + n; i++) {
        if (i >= s.len || !char_is_digit(s.at[i]))
            return false;
        *out = *out * 10 + (s.at[i] - '0');
    }
    return true;
}

bool date_parse(struct str s, struct date *out)
{
    int64_t y = 0, m = 0, d = 0;
    bool iso = s.len == 10 && s.at[4] == '-';

    if (iso) {
        if (!digits(s, 0, 4, &y) || !digits(s, 5, 2, &m) || s.at[7] != '-' || !digits(s, 8, 2, &d))
            return false;
    } else {
        char between = s.len && memchr(s.at, '/', s.len) ? '/' : '-';
        struct str day = str_cut(&s, between), month = str_cut(&s, between);
        if (day.len < 1 || day.len > 2 || month.len < 1 || month.len > 2 || s.len != 4
            || !digits(day, 0, day.len, &d) || !digits(month, 0, month.len, &m) || !digits(s, 0, 4, &y))
            return false;
    }
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    out->ymd = y * 10000 + m * 100 + d;
    return true;
}

struct str date_print(struct arena *a, struct date d)
{
    if (d.ymd == 0)
        return S("");
    return str_print(a, "%02d-%02d-%04d",
                     (int)(d.ymd % 100), (int)(d.ymd / 100 % 100), (int)(d.ymd / 10000));
}

struct str date_print_iso(struct arena *a, struct date d)
{
    if (d.ymd == 0)
        return S("");
    return str_print(a, "%04d-%02d-%02d",
                     (int)(d.ymd / 10000), (int)(d.ymd / 100 % 100), (int)(d.ymd % 100));
}

/* Days since 1970 to a day of the Gregorian calendar, and back; the year begins in March, so that
 * the leap day comes last. */
static struct date date_of_days(int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, e = z - era * 146097;
    int64_t year = (e - e / 1460 + e / 36524 - e / 146096) / 365;
    int64_t in_year = e - (365 * year + year / 4 - year / 100), m = (5 * in_year + 2) / 153;
    int64_t day = in_year - (153 * m + 2) / 5 + 1, month = m < 10 ? m + 3 : m - 9;
    return (struct date){ (year + era * 400 + (month <= 2)) * 10000 + month * 100 + day };
}

static int64_t days_of(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t era = y / 400, year = y - era * 400;
    int64_t in_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + in_year - 719468;
}

static int64_t days_in(struct moment m)
{
    return m.seconds / 86400 - (m.seconds % 86400 < 0);
}

struct date date_of(struct moment m)
{
    return m.seconds ? date_of_days(days_in(m)) : (struct date){ 0 };
}

/* 01:00 UTC on the last Sunday of a month of 31 days; 1970-01-01 was a Thursday. */
static int64_t last_sunday(int64_t year, int64_t month)
{
    int64_t last = days_of(year, month, 31);
    return (last - (last + 4) % 7) * 86400 + 3600;
}

struct str moment_print(struct arena *a, struct moment m)
{
    if (m.seconds == 0)
        return S("");
    int64_t year = date_of(m).ymd / 10000;
    bool summer = m.seconds >= last_sunday(year, 3) && m.seconds < last_sunday(year, 10);
    struct moment here = { m.seconds + (summer ? 7200 : 3600) };
    int64_t of_day = here.seconds - days_in(here) * 86400;
    struct date day = date_of(here);

    return str_print(a, "%02d-%02d-%04d %02d:%02d", (int)(day.ymd % 100), (int)(day.ymd / 100 % 100),
                     (int)(day.ymd / 10000), (int)(of_day / 3600), (int)(of_day / 60 % 60));
}
