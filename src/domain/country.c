#include "domain/country.h"

#include "domain/identifier.h"

#define COUNTRY(number, alpha2, alpha3, name, english) { number, alpha2, alpha3, name, english },
const struct country countries[] = {
#include "domain/countries.def"
};
#undef COUNTRY

const size_t country_count = COUNT(countries);

#define COUNTRY(number, alpha2, alpha3, name, english) { number, name, alpha2 " " alpha3 },
const struct alternative country_options[] = {
#include "domain/countries.def"
    { 0 },
};
#undef COUNTRY

/* What people and other registers say: codes of VAT and cars, and names that are not official. */
static const struct alias { const char *called, *alpha2; } vat_codes[] = {
    { "EL", "GR" }, { "XI", "GB" },
}, car_codes[] = {
    { "A", "AT" }, { "B", "BE" }, { "D", "DE" }, { "E", "ES" }, { "F", "FR" }, { "FL", "LI" }, { "H", "HU" },
    { "I", "IT" }, { "L", "LU" }, { "N", "NO" }, { "P", "PT" }, { "S", "SE" }, { "SLO", "SI" },
}, other_names[] = {
    { "UK", "GB" }, { "Groot-Brittannië", "GB" }, { "Great Britain", "GB" }, { "Engeland", "GB" },
    { "Schotland", "GB" }, { "Noord-Ierland", "GB" }, { "Holland", "NL" }, { "The Netherlands", "NL" },
    { "VS", "US" }, { "Verenigde Staten van Amerika", "US" }, { "United States of America", "US" },
    { "Amerika", "US" }, { "Deutschland", "DE" }, { "Belgique", "BE" }, { "Tsjechische Republiek", "CZ" },
    { "Czech Republic", "CZ" }, { "Russische Federatie", "RU" }, { "Wit-Rusland", "BY" },
    { "Türkiye", "TR" }, { "Macedonië", "MK" }, { "Swaziland", "SZ" },
};

const struct country *country_by_number(int64_t number)
{
    for (size_t i = 0; i < country_count; i++)
        if (countries[i].number == number)
            return &countries[i];
    return NULL;
}

const struct country *country_by_alpha2(struct str code)
{
    if (code.len != 2)
        return NULL;
    for (size_t i = 0; i < country_count; i++) {
        const char *alpha2 = countries[i].alpha2;       /* in capitals, which a small letter is but for one bit */
        if ((code.at[0] & ~0x20) == alpha2[0] && (code.at[1] & ~0x20) == alpha2[1])
            return &countries[i];
    }
    return NULL;
}

static const struct country *by_alpha3(struct str code)
{
    for (size_t i = 0; i < country_count; i++)
        if (str_is_nocase(str_from(countries[i].alpha3), code))
            return &countries[i];
    return NULL;
}

static const struct country *by_alias(const struct alias *aliases, size_t count, struct str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_is_nocase(str_from(aliases[i].called), code))
            return country_by_alpha2(str_from(aliases[i].alpha2));
    return NULL;
}

static const struct country *by_code(struct str code)
{
    const struct country *c = country_by_alpha2(code);

    return c ? c : by_alpha3(code);
}

static const struct country *by_vat_code(struct str code)
{
    const struct country *c = by_alias(vat_codes, COUNT(vat_codes), code);

    return c ? c : country_by_alpha2(code);
}

static bool is_called(struct arena *a, const char *name, struct str folded)
{
    return str_is(str_fold(a, str_from(name)), folded);
}

static const struct country *by_name(struct arena *a, struct str name)
{
    struct str folded = str_fold(a, name);

    for (size_t i = 0; i < country_count; i++)
        if (is_called(a, countries[i].name, folded) || is_called(a, countries[i].english, folded))
            return &countries[i];
    for (size_t i = 0; i < COUNT(other_names); i++)
        if (is_called(a, other_names[i].called, folded))
            return country_by_alpha2(str_from(other_names[i].alpha2));
    return NULL;
}

const struct country *country_find(struct arena *a, struct str s)
{
    const struct country *c;
    int64_t number;

    s = str_trim(s);
    if (str_number(s, &number))
        return country_by_number(number);
    if ((c = by_vat_code(s)) || (c = by_code(s)))
        return c;
    return by_name(a, s);
}

int64_t vat_number_country(struct str vat_number)
{
    struct str s = str_trim(vat_number);
    const struct country *c = s.len > 2 ? by_vat_code((struct str){ s.at, 2 }) : NULL;

    return c ? c->number : 0;
}

/* One or two letters, a digit, perhaps a digit or letter; a digit and two letters. */
static bool postcode_is_british(struct arena *a, struct str postcode)
{
    char form[9] = "";
    struct str s = identifier_compact(a, postcode);

    if (s.len < 5 || s.len > 7)
        return false;
    for (size_t i = 0; i < s.len; i++)
        form[i] = char_is_digit(s.at[i]) ? '9' : char_is_letter(s.at[i]) ? 'A' : '?';
    static const char *const forms[] = {
        "A99AA", "A999AA", "A9A9AA", "AA99AA", "AA999AA", "AA9A9AA",
    };
    for (size_t i = 0; i < COUNT(forms); i++)
        if (str_is(str_from(forms[i]), str_from(form)))
            return true;
    return false;
}

/* The country whose code stands before a postcode of digits. */
static const struct country *by_postcode_prefix(struct str s)
{
    const struct country *c;
    size_t n = 0, at;

    while (n < s.len && char_is_letter(s.at[n]))
        n++;
    for (at = n; at < s.len && (s.at[at] == '-' || s.at[at] == ' '); )
        at++;
    if (n == 0 || n > 3 || at == n || at == s.len || !char_is_digit(s.at[at]))
        return NULL;
    struct str code = { s.at, n };
    return (c = by_alias(car_codes, COUNT(car_codes), code)) ? c : by_code(code);
}

int64_t country_guess(struct arena *a, struct str postcode, struct str vat_number, int64_t home)
{
    const struct country *c;
    int64_t number;

    postcode = str_trim(postcode);
    if (postcode_is_dutch(postcode))
        return COUNTRY_NETHERLANDS;
    if (postcode_is_british(a, postcode))
        return country_by_alpha2(S("GB"))->number;
    if ((c = by_postcode_prefix(postcode)))
        return c->number;
    return (number = vat_number_country(vat_number)) ? number : home;
}

const char *postcode_check(struct arena *a, int64_t country, struct str *value)
{
    struct str trimmed = str_trim(*value);

    if (country == COUNTRY_NETHERLANDS)
        return dutch_postcode_check(a, value);
    if (!trimmed.len)
        return "Vul een postcode in.";
    *value = trimmed;
    return NULL;
}
