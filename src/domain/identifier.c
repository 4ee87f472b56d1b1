#include "domain/identifier.h"

#include "domain/country.h"

#include <string.h>

/* ---- Building blocks ------------------------------------------------------------------------ */

struct str identifier_compact(struct arena *a, struct str s)
{
    char *at = arena_take(a, s.len + 1);
    size_t n = 0;

    s = str_trim(s);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '\xc2' && i + 1 < s.len && s.at[i + 1] == '\xa0')      /* U+00A0 */
            i++;
        else if (c != ' ' && c != '\t' && c != '.' && c != '-')
            at[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct str){ at, n };
}

static struct str part(struct str s, size_t from, size_t len)
{
    return (struct str){ s.at + from, len };
}

static bool all(struct str s, bool (*is)(char))
{
    for (size_t i = 0; i < s.len; i++)
        if (!is(s.at[i]))
            return false;
    return true;
}

static bool only_zeros(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != '0')
            return false;
    return true;
}

static bool is_digits(struct str s, size_t len)
{
    return s.len == len && all(s, char_is_digit);
}

unsigned mod_97(struct str s)
{
    unsigned rest = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        rest = char_is_digit(c) ? rest * 10 + (unsigned)(c - '0')
                                : rest * 100 + (unsigned)(c - 'A') + 10;
        rest %= 97;
    }
    return rest;
}

bool passes_eleven(struct str digits)
{
    int sum = 0;

    if (!is_digits(digits, 9) || only_zeros(digits))
        return false;
    for (int i = 0; i < 8; i++)
        sum += (9 - i) * (digits.at[i] - '0');
    return (sum - (digits.at[8] - '0')) % 11 == 0;
}

/* Digits of a given length, the whole of most checks. */
static const char *digits_check(struct arena *a, struct str *value, size_t len, const char *wrong)
{
    struct str compact = identifier_compact(a, *value);

    if (!is_digits(compact, len))
        return wrong;
    *value = compact;
    return NULL;
}

/* ---- Banks ---------------------------------------------------------------------------------- */

/* What follows the country and the check digits: how many n(umerals), a (letters), c (either). */
static const struct iban_form { char country[3]; const char *rest; } iban_forms[] = {
    { "AD", "8n12c" },    { "AE", "19n" },       { "AL", "8n16c" },     { "AT", "16n" },
    { "AZ", "4a20c" },    { "BA", "16n" },       { "BE", "12n" },       { "BG", "4a6n8c" },
    { "BH", "4a14c" },    { "BI", "23n" },       { "BR", "23n1a1c" },   { "BY", "4c4n16c" },
    { "CH", "5n12c" },    { "CR", "18n" },       { "CY", "8n16c" },     { "CZ", "20n" },
    { "DE", "18n" },      { "DJ", "23n" },       { "DK", "14n" },       { "DO", "4c20n" },
    { "EE", "16n" },      { "EG", "25n" },       { "ES", "20n" },       { "FI", "14n" },
    { "FK", "2a12n" },    { "FO", "14n" },       { "FR", "10n11c2n" },  { "GB", "4a14n" },
    { "GE", "2a16n" },    { "GI", "4a15c" },     { "GL", "14n" },       { "GR", "7n16c" },
    { "GT", "24c" },      { "HN", "4a20n" },     { "HR", "17n" },       { "HU", "24n" },
    { "IE", "4a14n" },    { "IL", "19n" },       { "IQ", "4a15n" },     { "IS", "22n" },
    { "IT", "1a10n12c" }, { "JO", "4a4n18c" },   { "KW", "4a22c" },     { "KZ", "3n13c" },
    { "LB", "4n20c" },    { "LC", "4a24c" },     { "LI", "5n12c" },     { "LT", "16n" },
    { "LU", "3n13c" },    { "LV", "4a13c" },     { "LY", "21n" },       { "MC", "10n11c2n" },
    { "MD", "20c" },      { "ME", "18n" },       { "MK", "3n10c2n" },   { "MN", "16n" },
    { "MR", "23n" },      { "MT", "4a5n18c" },   { "MU", "4a19n3a" },   { "NI", "4a20n" },
    { "NL", "4a10n" },    { "NO", "11n" },       { "OM", "3n16c" },     { "PK", "4a16c" },
    { "PL", "24n" },      { "PS", "4a21c" },     { "PT", "21n" },       { "QA", "4a21c" },
    { "RO", "4a16c" },    { "RS", "18n" },       { "RU", "14n15c" },    { "SA", "2n18c" },
    { "SC", "4a20n3a" },  { "SD", "14n" },       { "SE", "20n" },       { "SI", "15n" },
    { "SK", "20n" },      { "SM", "1a10n12c" },  { "SO", "19n" },       { "ST", "21n" },
    { "SV", "4a20n" },    { "TL", "19n" },       { "TN", "20n" },       { "TR", "6n16c" },
    { "UA", "6n19c" },    { "VA", "18n" },       { "VG", "4a16n" },     { "XK", "16n" },
    { "YE", "4a4n18c" },
};

/* Whether text is what a form such as 4a10n says; *len becomes the length that the form asks. */
static bool has_form(struct str text, const char *form, size_t *len)
{
    bool right = true;
    size_t at = 0;

    while (*form) {
        size_t run = 0;
        for (; char_is_digit(*form); form++)
            run = run * 10 + (size_t)(*form - '0');
        bool (*is)(char) = *form == 'n' ? char_is_digit
                         : *form == 'a' ? char_is_letter : char_is_word;
        for (size_t end = at + run; at < end; at++)
            right = right && at < text.len && is(text.at[at]);
        form++;
    }
    *len = at;
    return right && at == text.len;
}

/* Of the two letters that an IBAN begins with. */
static const struct iban_form *iban_form(struct str iban)
{
    for (size_t i = 0; i < COUNT(iban_forms); i++)
        if (memcmp(iban_forms[i].country, iban.at, 2) == 0)
            return &iban_forms[i];
    return NULL;
}

/* Whether mod 97 is 1 once country and check digits (the first four) have moved to the end.  Of 00,
 * 01 and 99 the remainder can be right, but nobody computes them. */
static bool passes_mod_97(struct arena *a, struct str compact, struct str rest)
{
    struct buf turned = { .arena = a };
    struct str check = part(compact, 2, 2);

    if (!is_digits(check, 2)
        || str_is(check, S("00")) || str_is(check, S("01")) || str_is(check, S("99")))
        return false;
    buf_add(&turned, rest);
    buf_add(&turned, part(compact, 0, 4));
    return mod_97(buf_str(&turned)) == 1;
}

const char *iban_check(struct arena *a, struct str *value)
{
    struct str iban = identifier_compact(a, *value);
    bool is_dutch = str_begins(iban, S("NL"));
    size_t len;

    if (iban.len < 4)
        return "Vul het hele IBAN in, bijvoorbeeld NL91 ABNA 0417 1643 00.";
    const struct iban_form *form = iban_form(iban);
    if (!form)
        return "Een IBAN begint met een landcode, bijvoorbeeld NL91 ABNA 0417 1643 00.";
    struct str rest = part(iban, 4, iban.len - 4);
    if (!has_form(rest, form->rest, &len)) {
        if (is_dutch)
            return "Controleer het IBAN: 18 tekens, bijvoorbeeld NL91 ABNA 0417 1643 00.";
        return rest.len == len
            ? "Controleer het IBAN: er staat een letter of cijfer op de verkeerde plaats."
            : "Controleer het IBAN: voor dit land klopt het aantal tekens niet.";
    }
    if (!passes_mod_97(a, iban, rest))
        return "Controleer het IBAN: er zit een typefout in, want het controlegetal klopt niet.";
    *value = iban;
    return NULL;
}

struct str iban_show(struct arena *a, struct str iban)
{
    struct buf shown = { .arena = a };

    for (size_t i = 0; i < iban.len; i++) {
        if (i && i % 4 == 0)
            buf_char(&shown, ' ');
        buf_char(&shown, iban.at[i]);
    }
    return buf_str(&shown);
}

const char *bic_check(struct arena *a, struct str *value)
{
    struct str bic = identifier_compact(a, *value);

    if ((bic.len != 8 && bic.len != 11) || !all(bic, char_is_word))
        return "Een BIC heeft 8 of 11 letters en cijfers, bijvoorbeeld ABNANL2A.";
    if (!all(part(bic, 0, 6), char_is_letter))
        return "Een BIC begint met 6 letters: 4 voor de bank en 2 voor het land,"
               " bijvoorbeeld ABNANL2A.";
    /* Kosovo is not in ISO 3166-1, and has banks. */
    if (!country_by_alpha2(part(bic, 4, 2)) && !str_is(part(bic, 4, 2), S("XK")))
        return "Controleer de BIC: de 5e en 6e letter zijn geen landcode.";
    *value = bic;
    return NULL;
}

const char *creditor_id_check(struct arena *a, struct str *value)
{
    struct str id = identifier_compact(a, *value);

    if (id.len < 8 || id.len > 35 || !all(id, char_is_word) || !country_by_alpha2(part(id, 0, 2)))
        return "Vul het hele incassant-ID in, bijvoorbeeld NL39ZZZ342838400000.";
    struct str rest = part(id, 7, id.len - 7);
    if (str_begins(id, S("NL")) && (!is_digits(rest, 12) || !str_is(part(rest, 8, 4), S("0000"))))
        return "Een Nederlands incassant-ID heeft 19 tekens en eindigt op 0000,"
               " bijvoorbeeld NL39ZZZ342838400000.";
    if (!passes_mod_97(a, id, rest))
        return "Controleer het incassant-ID: er zit een typefout in,"
               " want het controlegetal klopt niet.";
    *value = id;
    return NULL;
}

/* ---- Registers ------------------------------------------------------------------------------ */

const char *rsin_check(struct arena *a, struct str *value)
{
    struct str rsin = identifier_compact(a, *value);

    if (!is_digits(rsin, 9))
        return "Een RSIN heeft 9 cijfers.";
    if (!passes_eleven(rsin))
        return "Controleer het RSIN: er zit een typefout in, want de 11-proef klopt niet.";
    *value = rsin;
    return NULL;
}

const char *coc_number_check(struct arena *a, struct str *value)
{
    struct str number = identifier_compact(a, *value);

    if (is_digits(number, 8) && only_zeros(number))
        return "Vul een echt KvK-nummer in, of laat het veld leeg.";
    return digits_check(a, value, 8, "Een KvK-nummer heeft 8 cijfers.");
}

const char *branch_number_check(struct arena *a, struct str *value)
{
    return digits_check(a, value, 12, "Een vestigingsnummer heeft 12 cijfers.");
}

const char *oin_check(struct arena *a, struct str *value)
{
    struct str oin = identifier_compact(a, *value);

    if (!is_digits(oin, 20))
        return "Een OIN heeft 20 cijfers.";
    if (!only_zeros(part(oin, 0, 7)) || oin.at[7] == '0')
        return "Een OIN begint met 7 nullen en een cijfer van 1 tot en met 9.";
    if (oin.at[7] == '3' && !only_zeros(part(oin, 16, 4)))
        return "Een OIN met een KvK-nummer (00000003) eindigt op 0000.";
    if (oin.at[7] == '1' && !only_zeros(part(oin, 17, 3)))
        return "Een OIN met een RSIN (00000001) eindigt op 000.";
    *value = oin;
    return NULL;
}

/* ---- Dutch postcode ------------------------------------------------------------------------- */

bool postcode_is_dutch(struct str s)
{
    s = str_trim(s);
    if (s.len < 6 || !is_digits(part(s, 0, 4), 4) || s.at[0] == '0')
        return false;
    struct str letters = str_trim(part(s, 4, s.len - 4));
    if (letters.len != 2 || !all(letters, char_is_letter))
        return false;
    return !str_is_nocase(letters, S("SA")) && !str_is_nocase(letters, S("SD"))
        && !str_is_nocase(letters, S("SS"));
}

const char *dutch_postcode_check(struct arena *a, struct str *value)
{
    struct str s = str_trim(*value);

    if (s.len > 2 && str_is_nocase(part(s, 0, 2), S("NL")))
        for (s = part(s, 2, s.len - 2); s.len && (s.at[0] == '-' || s.at[0] == ' '); )
            s = part(s, 1, s.len - 1);
    if (!postcode_is_dutch(s))
        return "Een postcode heeft 4 cijfers en 2 letters, bijvoorbeeld 1234 AB.";
    const struct str parts[] = { part(s, 0, 4), S(" "), part(s, s.len - 2, 2) };
    *value = str_upper(a, str_join(a, parts, COUNT(parts)));
    return NULL;
}
