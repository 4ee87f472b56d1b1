/* The check digits are those that the states and VIES describe.  Where nothing but the form is laid
 * down, nothing but the form is asked. */
#include "domain/identifier.h"

#include <string.h>

/* ---- What the states have in common --------------------------------------------------------- */

static int digit(const char *s, size_t i)
{
    return s[i] - '0';
}

static int number(const char *s, size_t from, size_t len)
{
    int n = 0;

    for (size_t i = from; i < from + len; i++)
        n = n * 10 + digit(s, i);
    return n;
}

/* The sum of the first digits, each times its weight; weights ends in 0. */
static int weigh(const char *s, const int *weights)
{
    int sum = 0;

    for (size_t i = 0; weights[i]; i++)
        sum += weights[i] * digit(s, i);
    return sum;
}

#define WEIGH(s, ...) weigh(s, (const int[]){ __VA_ARGS__, 0 })

/* The sum of all digits, of which every second, counted from the last but one, is doubled and then
 * added digit by digit.  A number passes Luhn when it is divisible by ten. */
static int luhn_sum(const char *s, size_t len)
{
    int sum = 0;

    for (size_t i = 0; i < len; i++) {
        int d = digit(s, i) * ((len - i) % 2 ? 1 : 2);
        sum += d / 10 + d % 10;
    }
    return sum;
}

static bool passes_luhn(const char *s, size_t len)
{
    return luhn_sum(s, len) % 10 == 0;
}

/* ISO 7064, MOD 11,10. */
static bool passes_11_10(const char *s, size_t len)
{
    int product = 10;

    for (size_t i = 0; i + 1 < len; i++) {
        int sum = (product + digit(s, i)) % 10;
        product = (sum ? sum : 10) * 2 % 11;
    }
    return (product + digit(s, len - 1)) % 10 == 1;
}

/* Numbers of persons hold their day of birth. */
static bool is_date(int year, int month, int day)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month >= 1 && month <= 12 && day >= 1
        && day <= days[month - 1] + (month == 2 && leap);
}

/* ---- The states ----------------------------------------------------------------------------- */
/* Each gets what follows the prefix, of which the form is right, and its length. */

static bool austria(const char *s, size_t len)
{
    return (luhn_sum(s + 1, len - 2) + 4 + digit(s, len - 1)) % 10 == 0;
}

static bool belgium(const char *s, size_t len)
{
    (void)len;
    return s[0] <= '1' && 97 - number(s, 0, 8) % 97 == number(s, 8, 2);
}

static bool bulgarian_citizen(const char *s)
{
    int year = 1900 + number(s, 0, 2), month = number(s, 2, 2);

    if (month > 40)
        year += 100, month -= 40;
    else if (month > 20)
        year -= 100, month -= 20;
    return is_date(year, month, number(s, 4, 2))
        && WEIGH(s, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == digit(s, 9);
}

static bool bulgaria(const char *s, size_t len)
{
    if (len == 9) {
        int check = WEIGH(s, 1, 2, 3, 4, 5, 6, 7, 8) % 11;
        if (check == 10)
            check = WEIGH(s, 3, 4, 5, 6, 7, 8, 9, 10) % 11;
        return check % 10 == digit(s, 8);
    }
    return bulgarian_citizen(s)
        || WEIGH(s, 21, 19, 17, 13, 11, 9, 7, 3, 1) % 10 == digit(s, 9)      /* foreigner */
        || (11 - WEIGH(s, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(s, 9);
}

static bool cyprus(const char *s, size_t len)
{
    static const int odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21 };
    int sum = 0;

    for (size_t i = 0; i < len - 1; i++)
        sum += i % 2 ? digit(s, i) : odd[digit(s, i)];
    return number(s, 0, 2) != 12 && s[8] == 'A' + sum % 26;
}

/* Rodné číslo, of Czechs and Slovaks: nine digits until 1953, ten with a check digit since, which
 * until 1985 was 0 for a remainder of 10.  Women add 50 to the month, since 2004 20 may be added. */
static bool birth_number(const char *s, size_t len)
{
    int year = 1900 + number(s, 0, 2), month = number(s, 2, 2) % 50;

    if (len == 9 && year >= 1980)
        year -= 100;
    else if (len == 10 && year < 1954)
        year += 100;
    if (month > 20 && year >= 2004)
        month -= 20;
    if (!is_date(year, month, number(s, 4, 2)))
        return false;
    if (len == 9)
        return year <= 1953;
    int check = number(s, 0, 9) % 11;
    return (check == 10 && year < 1985 ? 0 : check) == digit(s, 9);
}

static bool czechia(const char *s, size_t len)
{
    if (len == 8) {
        int check = 11 - WEIGH(s, 8, 7, 6, 5, 4, 3, 2) % 11;
        return s[0] != '9' && (check == 11 ? 1 : check % 10) == digit(s, 7);
    }
    if (len == 9 && s[0] == '6') {              /* a person without a birth number */
        int check = (21 - WEIGH(s + 1, 8, 7, 6, 5, 4, 3, 2) % 11) % 11;
        return (18 - check) % 10 == digit(s, 8);
    }
    return birth_number(s, len);
}

static bool germany(const char *s, size_t len)
{
    return s[0] != '0' && passes_11_10(s, len);
}

static bool denmark(const char *s, size_t len)
{
    (void)len;
    return s[0] != '0' && WEIGH(s, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
}

static bool estonia(const char *s, size_t len)
{
    (void)len;
    return WEIGH(s, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
}

static bool greece(const char *s, size_t len)
{
    (void)len;
    return WEIGH(s, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == digit(s, 8);
}

/* A person's number (DNI, NIE) ends in a letter for the remainder by 23; that of a legal person
 * (CIF) in a digit or in the letter of that digit, and some kinds in a letter only. */
static bool spain(const char *s, size_t len)
{
    const char *first = strchr("XYZ", s[0]);

    if (char_is_digit(s[0]) || first || strchr("KLM", s[0])) {
        int n = number(s, 1, 7);
        n += (first ? (int)(first - "XYZ") : char_is_digit(s[0]) ? digit(s, 0) : 0) * 10000000;
        return s[len - 1] == "TRWAGMYFPDXBNJZSQVHLCKE"[n % 23];
    }
    if (!strchr("ABCDEFGHJNPQRSUVW", s[0]))
        return false;
    /* Eight digits, the last 0, lack what the check digit adds. */
    char digits[8];
    memcpy(digits, s + 1, 7);
    digits[7] = '0';
    int check = (10 - luhn_sum(digits, 8) % 10) % 10;
    return s[8] == "JABCDEFGHI"[check] || (!strchr("NPQRSW", s[0]) && digit(s, 8) == check);
}

static bool finland(const char *s, size_t len)
{
    (void)len;
    return WEIGH(s, 7, 9, 10, 5, 8, 4, 2, 1) % 11 == 0;
}

/* Two characters, and a SIREN; those of Monaco begin with 000 and hold no Luhn digit. */
static bool france(const char *s, size_t len)
{
    static const char values[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    const char *one = strchr(values, s[0]), *two = strchr(values, s[1]);

    if (!one || !two || (number(s, 2, 3) != 0 && !passes_luhn(s + 2, len - 2)))
        return false;
    int siren = number(s, 2, 9), high = (int)(one - values), low = (int)(two - values);
    if (high < 10 && low < 10)
        return (siren % 97 * 100 + 12) % 97 == high * 10 + low;
    int check = high < 10 ? high * 24 + low - 10 : high * 34 + low - 100;
    return (siren + 1 + check / 11) % 11 == check % 11;
}

static bool hungary(const char *s, size_t len)
{
    (void)len;
    return WEIGH(s, 9, 7, 3, 1, 9, 7, 3, 1) % 10 == 0;
}

static char irish_letter(int sum)
{
    return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}

/* Seven digits and a letter, since 2013 with a second letter that counts too (W as 0); the old form
 * has a letter or mark in the second place. */
static bool ireland(const char *s, size_t len)
{
    if (!char_is_digit(s[1]))
        return irish_letter(WEIGH(s + 2, 7, 6, 5, 4, 3) + 2 * digit(s, 0)) == s[7];
    int second = len == 9 && s[8] != 'W' ? s[8] - 'A' + 1 : 0;
    return second < 23 && irish_letter(WEIGH(s, 8, 7, 6, 5, 4, 3, 2) + 9 * second) == s[7];
}

/* A number, the province that gave it, and a check digit. */
static bool italy(const char *s, size_t len)
{
    int province = number(s, 7, 3);

    return number(s, 0, 7) != 0 && passes_luhn(s, len)
        && ((province >= 1 && province <= 100) || province == 120 || province == 121
            || province == 888 || province == 999);
}

static bool lithuania(const char *s, size_t len)
{
    int first = 0, second = 0;

    for (size_t i = 0; i + 1 < len; i++) {
        first += (int)(i % 9 + 1) * digit(s, i);
        second += (int)((i + 2) % 9 + 1) * digit(s, i);
    }
    int check = first % 11 == 10 ? second % 11 : first % 11;
    return s[len - 2] == '1' && check % 10 == digit(s, len - 1);
}

static bool luxembourg(const char *s, size_t len)
{
    (void)len;
    return number(s, 0, 6) % 89 == number(s, 6, 2);
}

/* A legal person begins above 3; another number is a person's, ddmmyy and the century.  Personal
 * codes without a birth date (32...) have no VAT number here. */
static bool latvia(const char *s, size_t len)
{
    (void)len;
    if (s[0] > '3')
        return WEIGH(s, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1) % 11 == 3;
    return is_date(1800 + 100 * digit(s, 6) + number(s, 4, 2), number(s, 2, 2), number(s, 0, 2))
        && (1 + WEIGH(s, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11 % 10 == digit(s, 10);
}

static bool malta(const char *s, size_t len)
{
    (void)len;
    return s[0] != '0' && WEIGH(s, 3, 4, 6, 7, 8, 9, 10, 1) % 37 == 0;
}

static bool dutch_passes_mod_97(const char *s, size_t len)
{
    char whole[15] = "NL";

    memcpy(whole + 2, s, len);
    return mod_97((struct str){ whole, len + 2 }) == 1;
}

static bool netherlands(const char *s, size_t len)
{
    struct str digits = { s, 9 };

    return number(s, 0, 9) != 0 && number(s, 10, 2) != 0
        && (passes_eleven(digits) || dutch_passes_mod_97(s, len));
}

static bool poland(const char *s, size_t len)
{
    (void)len;
    return WEIGH(s, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(s, 9);
}

static bool portugal(const char *s, size_t len)
{
    (void)len;
    return s[0] != '0' && (11 - WEIGH(s, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(s, 8);
}

/* Cod numeric personal: sex and century, yymmdd, county, serial, check digit. */
static bool romanian_citizen(const char *s)
{
    static const int centuries[] = { 0, 1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900 };
    int county = number(s, 7, 2), check = WEIGH(s, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;

    return s[0] != '0'
        && ((county >= 1 && county <= 52) || county == 70 || (county >= 80 && county <= 83))
        && is_date(centuries[digit(s, 0)] + number(s, 1, 2), number(s, 3, 2), number(s, 5, 2))
        && (check == 10 ? 1 : check) == digit(s, 12);
}

static bool romania(const char *s, size_t len)
{
    char padded[] = "0000000000";

    if (len == 13)
        return romanian_citizen(s);
    memcpy(padded + 10 - len, s, len);
    int check = WEIGH(padded, 7, 5, 3, 2, 1, 7, 5, 3, 2) * 10 % 11 % 10;
    return s[0] != '0' && check == digit(padded, 9);
}

static bool sweden(const char *s, size_t len)
{
    return passes_luhn(s, 10) && number(s, len - 2, 2) == 1;
}

static bool slovenia(const char *s, size_t len)
{
    int check = 11 - WEIGH(s, 8, 7, 6, 5, 4, 3, 2) % 11;

    (void)len;
    return s[0] != '0' && check != 11 && check % 10 == digit(s, 7);
}

static bool slovakia(const char *s, size_t len)
{
    bool divisible = (number(s, 0, 5) % 11 * 100000 + number(s, 5, 5)) % 11 == 0;

    return (s[0] != '0' && strchr("234789", s[2]) && divisible) || birth_number(s, len);
}

/* As in Great Britain: mod 97, of which new numbers begin elsewhere; GD and HA are governments and
 * health authorities. */
static bool northern_ireland(const char *s, size_t len)
{
    if (len == 5)
        return s[0] == 'G' ? number(s, 2, 3) < 500 : number(s, 2, 3) >= 500;
    int check = WEIGH(s, 8, 7, 6, 5, 4, 3, 2, 10, 1) % 97;
    return check == 0 || (number(s, 0, 3) >= 100 && (check == 42 || check == 55));
}

/* In a form # is a digit, @ a letter, * either, + any of letter, + and *; | is between two forms,
 * and what else stands there, stands in the number. */
static const struct state {
    char        prefix[3];
    const char *forms;
    bool      (*check)(const char *s, size_t len);
} states[] = {
    { "AT", "U########",                                             austria },
    { "BE", "##########",                                            belgium },
    { "BG", "#########|##########",                                  bulgaria },
    { "CY", "########@",                                             cyprus },
    { "CZ", "########|#########|##########",                         czechia },
    { "DE", "#########",                                             germany },
    { "DK", "########",                                              denmark },
    { "EE", "#########",                                             estonia },
    { "EL", "#########",                                             greece },
    { "ES", "*#######*",                                             spain },
    { "FI", "########",                                              finland },
    { "FR", "**#########",                                           france },
    { "HR", "###########",                                           passes_11_10 },
    { "HU", "########",                                              hungary },
    { "IE", "#######@|#######@@|#+#####@",                           ireland },
    { "IT", "###########",                                           italy },
    { "LT", "#########|############",                                lithuania },
    { "LU", "########",                                              luxembourg },
    { "LV", "###########",                                           latvia },
    { "MT", "########",                                              malta },
    { "NL", "#########B##",                                          netherlands },
    { "PL", "##########",                                            poland },
    { "PT", "#########",                                             portugal },
    { "RO", "##|###|####|#####|######|#######|########|#########|##########|#############", romania },
    { "SE", "############",                                          sweden },
    { "SI", "########",                                              slovenia },
    { "SK", "##########",                                            slovakia },
    { "XI", "#########|############|GD###|HA###",                    northern_ireland },
};

static bool fits(char c, char form)
{
    switch (form) {
    case '#': return char_is_digit(c);
    case '@': return char_is_letter(c);
    case '*': return char_is_word(c);
    case '+': return char_is_letter(c) || c == '+' || c == '*';
    default:  return c == form;
    }
}

static bool has_form(struct str s, const char *forms)
{
    struct str rest = str_from(forms);

    while (rest.len) {
        struct str form = str_cut(&rest, '|');
        size_t i = 0;
        while (i < form.len && i < s.len && fits(s.at[i], form.at[i]))
            i++;
        if (i == form.len && i == s.len)
            return true;
    }
    return false;
}

/* What people write where VIES has something else: GR for EL, and a Belgian number from before
 * 2008, which lacks its leading zero. */
static struct str as_in_vies(struct arena *a, struct str vat)
{
    if (str_begins(vat, S("GR")))
        return str_print(a, "EL%s", vat.at + 2);
    if (str_begins(vat, S("BE")) && vat.len == 11)
        return str_print(a, "BE0%s", vat.at + 2);
    return vat;
}

const char *vat_number_check(struct arena *a, struct str *value)
{
    struct str vat = as_in_vies(a, identifier_compact(a, *value));

    for (const struct state *state = states; state < states + COUNT(states); state++) {
        if (!str_begins(vat, str_from(state->prefix)))
            continue;
        struct str body = { vat.at + 2, vat.len - 2 };
        if (has_form(body, state->forms) && state->check(body.at, body.len)) {
            *value = vat;
            return NULL;
        }
        if (!str_begins(vat, S("NL")))
            return "Controleer het btw-nummer: het past niet bij de regels van dit land.";
        return has_form(body, state->forms)
            ? "Controleer het btw-nummer: er zit een typefout in,"
              " want het controlegetal klopt niet."
            : "Een Nederlands btw-nummer heeft 9 cijfers, een B en 2 cijfers,"
              " bijvoorbeeld NL004495445B01.";
    }
    return "Een btw-nummer begint met de code van een EU-land, bijvoorbeeld NL004495445B01.";
}

bool vat_number_may_hold_bsn(struct str vat)
{
    return vat.len == 14 && str_begins(vat, S("NL")) && passes_eleven((struct str){ vat.at + 2, 9 })
        && mod_97(vat) != 1;
}
