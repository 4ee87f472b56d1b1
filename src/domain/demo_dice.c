#include "domain/demo_dice.h"

#include "base/fault.h"

#include <stdio.h>
#include <string.h>

/* ---- Chance --------------------------------------------------------------------------------- */

/* splitmix64: Steele, Lea and Flood, Fast splittable pseudorandom number generators (2014). */
static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

struct dice dice_of(uint64_t seed, uint64_t index)
{
    return (struct dice){ mixed(mixed(seed + 1) ^ index) };
}

size_t dice_roll(struct dice *d, size_t n)
{
    d->state += 0x9e3779b97f4a7c15;
    return (size_t)((mixed(d->state) >> 32) * n >> 32);
}

bool dice_chance(struct dice *d, size_t percent)
{
    return dice_roll(d, 100) < percent;
}

/* ---- Text ----------------------------------------------------------------------------------- */

static void add(struct line *l, const char *text, size_t len)
{
    if (len >= sizeof l->at - l->len)
        fault("a made-up text of more than %zu bytes", sizeof l->at);
    memcpy(l->at + l->len, text, len);
    l->len += len;
    l->at[l->len] = '\0';
}

void line_add(struct line *l, const char *text)
{
    add(l, text, strlen(text));
}

void line_char(struct line *l, char c)
{
    add(l, &c, 1);
}

struct str line_str(const struct line *l)
{
    return (struct str){ l->at, l->len };
}

void line_fill(struct line *l, struct dice *d, const char *pattern)
{
    for (; *pattern; pattern++) {
        switch (*pattern) {
        case '#': line_char(l, (char)('0' + dice_roll(d, 10))); break;
        case 'N': line_char(l, (char)('2' + dice_roll(d, 8))); break;
        case 'M': line_char(l, (char)('1' + dice_roll(d, 5))); break;
        case '@': line_char(l, "ABCDEGHJKLMNPRTVWXZ"[dice_roll(d, 19)]); break;
        default:  line_char(l, *pattern);
        }
    }
}

void line_number(struct line *l, size_t number, int digits)
{
    char text[24];

    snprintf(text, sizeof text, "%0*zu", digits, number);
    line_add(l, text);
}

/* The letters outside ASCII that the words have, as a domain writes them. */
static const struct { const char *accented, *plain; } plain_letters[] = {
    { "é", "e" }, { "ë", "e" }, { "è", "e" }, { "ê", "e" }, { "ï", "i" }, { "í", "i" }, { "ı", "i" },
    { "ö", "o" }, { "Ö", "o" }, { "ó", "o" }, { "ü", "u" }, { "û", "u" }, { "ã", "a" }, { "á", "a" },
    { "ä", "a" }, { "ç", "c" }, { "Ç", "c" }, { "ş", "s" }, { "Ş", "s" }, { "ś", "s" }, { "ğ", "g" },
    { "ß", "ss" },
};

void line_slug(struct line *l, const char *text)
{
    for (; *text; text++) {
        char c = *text;
        if (char_is_word(c))
            line_char(l, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
        for (size_t i = 0; (unsigned char)c >= 0xc0 && i < COUNT(plain_letters); i++)
            if (memcmp(text, plain_letters[i].accented, 2) == 0)
                line_add(l, plain_letters[i].plain);
    }
}
