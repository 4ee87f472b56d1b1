#include "domain/demo_names.h"

#include "domain/country.h"
#include "domain/demo_dice.h"
#include "domain/demo_words.h"
#include "domain/identifier.h"

#include <string.h>

static const char *pick(struct dice *d, const struct demo_words *words)
{
    return words->of[dice_roll(d, words->count)];
}

static int64_t pick_number(struct dice *d, const int64_t *numbers, size_t count)
{
    return numbers[dice_roll(d, count)];
}

#define PICK_NUMBER(d, ...) \
    pick_number(d, (const int64_t[]){ __VA_ARGS__ }, COUNT(((const int64_t[]){ __VA_ARGS__ })))

static struct str kept(struct arena *a, const struct line *l)
{
    return str_copy(a, line_str(l));
}

/* A family name as a firm begins with it: Van de Ven. */
static void add_capital(struct line *l, const char *family)
{
    size_t at = l->len;

    line_add(l, family);
    if (l->at[at] >= 'a' && l->at[at] <= 'z')
        l->at[at] = (char)(l->at[at] - 'a' + 'A');
}

/* ---- Names ---------------------------------------------------------------------------------- */

struct maker {
    struct arena            *arena;
    struct dice              dice;
    const struct demo_land  *land;
    const struct demo_place *place;
    const char              *first_name, *family;       /* whose firm it is, or who it is */
    struct demo_customer    *out;
};

enum { NAME_MOST = 50 };        /* characters of a name */

static void add_initial(struct line *l, const char *name)
{
    do
        line_char(l, *name++);
    while (((unsigned char)*name & 0xc0) == 0x80);
    line_char(l, '.');
}

static struct str person_name(struct maker *m)
{
    struct line name = { 0 };
    size_t kind = dice_roll(&m->dice, 100);

    if (kind < 12)
        add_initial(&name, m->first_name);
    else
        line_add(&name, m->first_name);
    line_char(&name, ' ');
    line_add(&name, m->family);
    if (kind >= 94) {                           /* Bakker-van Dijk */
        line_char(&name, '-');
        line_add(&name, pick(&m->dice, m->land->families));
    }
    return kept(m->arena, &name);
}

/* Adds a name; true when it ends in the family's. */
static bool add_firm(struct line *name, struct maker *m, size_t kind)
{
    struct dice *d = &m->dice;

    if (kind < 10) {                            /* Van Dijk Techniek */
        add_capital(name, m->family);
        line_char(name, ' ');
        line_add(name, pick(d, &demo_activities));
        return false;
    }
    line_add(name, pick(d, m->land->trades));
    line_char(name, ' ');
    if (kind < 22) {                            /* Bakkerij De Gouden Aar */
        line_add(name, pick(d, &demo_fancies));
        return false;
    }
    add_capital(name, m->family);               /* Bakkerij Van Dijk */
    if (kind >= 26)
        return true;
    if (str_chars(line_str(name)) + 1 + str_chars(str_from(m->place->city)) > NAME_MOST)
        return true;
    line_char(name, ' ');
    line_add(name, m->place->city);                  /* Bakkerij Van Dijk Delft */
    return false;
}

/* Only a family is followed by its sons, and a name keeps its form only where there is room. */
static struct str firm_name(struct maker *m)
{
    struct line name = { 0 };
    const char *form = pick(&m->dice, m->land->forms);
    bool family_last = add_firm(&name, m, dice_roll(&m->dice, 100));

    if ((family_last || !strchr(form, '&'))
        && str_chars(line_str(&name)) + str_chars(str_from(form)) <= NAME_MOST)
        line_add(&name, form);
    return kept(m->arena, &name);
}

static struct str institution_name(struct maker *m)
{
    struct line name = { 0 };

    line_add(&name, pick(&m->dice, &demo_institutions));
    line_char(&name, ' ');
    line_add(&name, m->place->city);
    return kept(m->arena, &name);
}

static struct str contact_name(struct maker *m)
{
    struct line name = { 0 };

    line_add(&name, m->first_name);
    line_char(&name, ' ');
    line_add(&name, dice_chance(&m->dice, 60) ? m->family : pick(&m->dice, m->land->families));
    return kept(m->arena, &name);
}

/* ---- Where they are ------------------------------------------------------------------------- */

static struct str postcode(struct maker *m)
{
    struct line code = { 0 };
    size_t range = (size_t)(m->place->last - m->place->first + 1);

    line_number(&code, (size_t)m->place->first + dice_roll(&m->dice, range), 4);
    if (m->land->country == COUNTRY_NETHERLANDS)
        line_fill(&code, &m->dice, " @@");
    return kept(m->arena, &code);
}

static struct str street(struct maker *m)
{
    struct line l = { 0 };
    struct dice *d = &m->dice;
    static const char *const additions[] = { "a", "b", "c", " bis", "-1", "-2", "-3", " I", " II" };

    line_add(&l, pick(d, m->land->streets));
    line_char(&l, ' ');
    line_number(&l, 1 + dice_roll(d, dice_chance(d, 70) ? 80 : 400), 1);
    if (dice_chance(d, 10))
        line_add(&l, additions[dice_roll(d, COUNT(additions))]);
    return kept(m->arena, &l);
}

static struct str mailbox(struct maker *m)
{
    struct line l = { 0 };

    line_add(&l, m->land->country == COUNTRY_GERMANY ? "Postfach " : "Postbus ");
    line_number(&l, 1 + dice_roll(&m->dice, 9000), 1);
    return kept(m->arena, &l);
}

static void make_address(struct maker *m)
{
    struct demo_customer *out = m->out;

    out->street = street(m);
    out->postcode = postcode(m);
    out->city = str_from(m->place->city);
    out->country = m->land->country;
    if (!out->consumer && dice_chance(&m->dice, 6)) {
        if (dice_chance(&m->dice, 50))
            out->postal_contact = S("Crediteurenadministratie");
        out->postal_street = mailbox(m);
        out->postal_postcode = postcode(m);
        out->postal_city = out->city;
        out->postal_country = out->country;
    }
}

static const struct demo_place *pick_place(struct dice *d, const struct demo_land *land)
{
    const struct demo_place *place = land->places;
    size_t sum = 0;

    for (size_t i = 0; i < land->place_count; i++)
        sum += land->places[i].weight;
    for (size_t left = dice_roll(d, sum); left >= place->weight; place++)
        left -= place->weight;
    return place;
}

/* ---- How to reach them ---------------------------------------------------------------------- */

static struct str phone(struct maker *m)
{
    struct line l = { 0 };
    size_t area = strlen(m->place->area);

    line_add(&l, m->place->area);
    if (m->land->country == COUNTRY_NETHERLANDS)
        line_fill(&l, &m->dice, area == 3 ? " N## ## ##" : " N# ## ##");
    else if (m->land->country == COUNTRY_BELGIUM)
        line_fill(&l, &m->dice, area == 5 ? " N## ## ##" : " N# ## ##");
    else
        line_fill(&l, &m->dice, " N#####");
    return kept(m->arena, &l);
}

static struct str mobile(struct maker *m)
{
    struct line l = { 0 };

    line_fill(&l, &m->dice, m->land->mobile);
    return kept(m->arena, &l);
}

static struct str person_email(struct maker *m)
{
    struct line l = { 0 };

    line_slug(&l, m->first_name);
    line_char(&l, '.');
    line_slug(&l, m->family);
    if (dice_chance(&m->dice, 60))
        line_fill(&l, &m->dice, "##");
    line_char(&l, '@');
    line_add(&l, pick(&m->dice, m->land->mailboxes));
    return kept(m->arena, &l);
}

/* The domain of a firm is its name. */
static void add_domain(struct line *l, struct maker *m)
{
    line_slug(l, m->out->name.at);
    line_char(l, '.');
    line_add(l, m->land->top_level);
}

static struct str firm_email(struct maker *m)
{
    static const char *const desks[] = {
        "info@", "info@", "info@", "administratie@", "administratie@", "facturen@", "boekhouding@",
        "inkoop@",
    };
    struct line l = { 0 };

    if (dice_chance(&m->dice, 25)) {
        line_slug(&l, m->first_name);
        line_char(&l, '@');
    } else {
        line_add(&l, desks[dice_roll(&m->dice, COUNT(desks))]);
    }
    add_domain(&l, m);
    return kept(m->arena, &l);
}

static struct str website(struct maker *m)
{
    struct line l = { 0 };

    line_add(&l, "https://www.");
    add_domain(&l, m);
    return kept(m->arena, &l);
}

static void make_contact(struct maker *m)
{
    struct demo_customer *out = m->out;
    struct dice *d = &m->dice;

    if (dice_chance(d, out->consumer ? 35 : 85))
        out->phone = phone(m);
    if (dice_chance(d, out->consumer ? 85 : 45))
        out->mobile = mobile(m);
    if (dice_chance(d, 95))
        out->email = out->consumer ? person_email(m) : firm_email(m);
    if (!out->consumer && dice_chance(d, 80))
        out->website = website(m);
}

/* ---- Numbers -------------------------------------------------------------------------------- */

/* Two digits that make the number, with zeros in their place, 1 modulo 97. */
static size_t check_97(const struct line *with_zeros)
{
    return 98 - mod_97(line_str(with_zeros));
}

static void make_bank(struct maker *m)
{
    const struct demo_bank *bank = m->land->banks;
    struct line account = { 0 }, turned = { 0 }, iban = { 0 };
    size_t sum = 0;

    for (size_t i = 0; i < m->land->bank_count; i++)
        sum += bank[i].weight;
    for (size_t left = dice_roll(&m->dice, sum); left >= bank->weight; bank++)
        left -= bank->weight;

    line_add(&account, bank->code);
    if (m->land->country == COUNTRY_BELGIUM) {      /* ends in what is left by 97; 97 for 0 */
        line_fill(&account, &m->dice, "#######");
        size_t rest = mod_97(line_str(&account));
        line_number(&account, rest ? rest : 97, 2);
    } else {
        line_fill(&account, &m->dice, "0#########");
    }
    line_add(&turned, account.at);
    line_add(&turned, m->land->iban);
    line_add(&turned, "00");
    line_add(&iban, m->land->iban);
    line_number(&iban, check_97(&turned), 2);
    line_add(&iban, account.at);
    m->out->iban = kept(m->arena, &iban);
    m->out->bic = str_from(bank->bic);
}

/* ISO 7064, MOD 11,10: the digit behind the others. */
static size_t check_11_10(const char *digits)
{
    size_t product = 10;

    for (; *digits; digits++) {
        size_t sum = (product + (size_t)(*digits - '0')) % 10;
        product = (sum ? sum : 10) * 2 % 11;
    }
    return (11 - product) % 10;
}

/* Dutch ones pass mod 97, as those of sole traders do: none of them can hold a BSN. */
static struct str vat_number(struct maker *m)
{
    struct line number = { 0 }, digits = { 0 };

    line_add(&number, m->land->iban);
    if (m->land->country == COUNTRY_NETHERLANDS) {
        line_fill(&number, &m->dice, "00N######B00");
        size_t check = check_97(&number);
        number.len -= 2;
        line_number(&number, check, 2);
    } else if (m->land->country == COUNTRY_BELGIUM) {
        line_fill(&digits, &m->dice, "0N######");
        line_add(&number, digits.at);
        line_number(&number, 97 - mod_97(line_str(&digits)), 2);
    } else {
        line_fill(&digits, &m->dice, "N#######");
        line_add(&number, digits.at);
        line_number(&number, check_11_10(digits.at), 1);
    }
    return kept(m->arena, &number);
}

static struct str coc_number(struct maker *m)
{
    struct line number = { 0 };

    line_fill(&number, &m->dice, "N#######");
    return kept(m->arena, &number);
}

/* ---- Agreements ----------------------------------------------------------------------------- */

static void make_terms(struct maker *m)
{
    struct demo_customer *out = m->out;
    struct dice *d = &m->dice;
    size_t debit = dice_roll(d, 100);

    if (dice_chance(d, 85))
        make_bank(m);
    if (out->consumer) {
        out->payment_term = PICK_NUMBER(d, 14, 14, 14, 8, 30);
        out->debit_mode = out->iban.len && debit < 25;
        out->dunning_mode = dice_chance(d, 95) ? 2 : 0;
        return;
    }
    out->payment_term = PICK_NUMBER(d, 30, 30, 30, 30, 30, 30, 14, 14, 14, 14, 21, 8, 7, 45, 60);
    out->debit_mode = !out->iban.len || debit >= 14 ? 0 : debit < 4 ? 2 : 1;
    out->dunning_mode = dice_chance(d, 92) ? 1 : 0;
    if (dice_chance(d, 30))
        out->credit_limit_cents = PICK_NUMBER(d, 100000, 250000, 500000, 1000000, 2500000, 5000000);
    if (dice_chance(d, 10))
        out->invoice_discount = PICK_NUMBER(d, 10000, 20000, 25000, 25000, 50000, 75000, 100000);
}

void demo_customer(struct arena *a, uint64_t seed, uint64_t index, struct demo_customer *out)
{
    struct maker m = { .arena = a, .dice = dice_of(seed, index), .out = out };
    struct dice *d = &m.dice;
    size_t land = dice_roll(d, 100);

    *out = (struct demo_customer){ .consumer = dice_chance(d, 30) };
    m.land = &demo_lands[land < 95 ? DEMO_NETHERLANDS : land < 98 ? DEMO_BELGIUM : DEMO_GERMANY];
    m.place = pick_place(d, m.land);
    m.first_name = pick(d, m.land->first_names);
    m.family = pick(d, m.land->families);
    if (out->consumer) {
        out->name = person_name(&m);
    } else {
        bool institution = m.land->country == COUNTRY_NETHERLANDS && dice_chance(d, 3);
        out->name = institution ? institution_name(&m) : firm_name(&m);
        if (dice_chance(d, 80))
            out->contact = contact_name(&m);
        if (m.land->country == COUNTRY_NETHERLANDS)
            out->coc_number = coc_number(&m);
        if (dice_chance(d, 90))
            out->vat_number = vat_number(&m);
    }
    make_address(&m);
    make_contact(&m);
    make_terms(&m);
    if (dice_chance(d, 8))
        out->memo = str_from(pick(d, &demo_memos));
}
