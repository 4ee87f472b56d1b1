#include "domain/relation.h"

#include "domain/country.h"

static void wrong(const struct relation *r, const void *member, struct problems *bad, const char *why)
{
    problem(bad, r->entity, (size_t)((const char *)member - (const char *)r->record), why);
}

static bool has_postal_address(const struct relation *r)
{
    return r->postal_contact->len || r->postal_street->len || r->postal_postcode->len || r->postal_city->len;
}

static void check_postcode(const struct context *cx, const struct relation *r, const struct choice *country,
                           struct str *postcode, struct problems *bad)
{
    const char *why = postcode->len ? postcode_check(cx->arena, country->code, postcode) : NULL;

    if (why)
        wrong(r, postcode, bad, why);
}

void relation_check(const struct context *cx, const struct relation *r, struct problems *bad)
{
    int64_t vat_country = r->vat_number->len ? vat_number_country(*r->vat_number) : 0;

    if (!r->country->code)
        r->country->code = country_guess(cx->arena, *r->postcode, *r->vat_number, cx->country);
    if (!r->postal_country->code && has_postal_address(r))
        r->postal_country->code = country_guess(cx->arena, *r->postal_postcode, S(""), cx->country);
    check_postcode(cx, r, r->country, r->postcode, bad);
    check_postcode(cx, r, r->postal_country, r->postal_postcode, bad);
    if (vat_country && vat_country != r->country->code)
        wrong(r, r->vat_number, bad, "Het btw-nummer hoort bij een ander land dan het vestigingsadres.");
}
