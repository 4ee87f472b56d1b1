/* relation.h - what customers and suppliers have in common: who they are, where, and how they are reached. */
#ifndef DOMAIN_RELATION_H
#define DOMAIN_RELATION_H

#include "base/field.h"

/* The first members of their structs; the rows are in relation_fields.def. */
#define RELATION_MEMBERS                                                                            \
    struct record  record;                                                                          \
    int64_t        number;              /* by which people know them */                             \
    struct str     name;                                                                            \
    struct str     coc_number;          /* Chamber of Commerce (KvK) */                             \
    struct str     vat_number;                                                                      \
    struct str     oin;                 /* Organisatie-identificatienummer, of government bodies */ \
    struct str     website;                                                                         \
    struct str     memo;                                                                            \
                                                                                                    \
    struct str     contact;             /* where they are established */                            \
    struct str     street;              /* with the house number */                                 \
    struct str     postcode;                                                                        \
    struct str     city;                                                                            \
    struct choice  country;             /* ISO 3166-1 numeric */                                    \
                                                                                                    \
    struct str     postal_contact;      /* where letters go, when that is elsewhere */              \
    struct str     postal_street;                                                                   \
    struct str     postal_postcode;                                                                 \
    struct str     postal_city;                                                                     \
    struct choice  postal_country;                                                                  \
                                                                                                    \
    struct str     phone;                                                                           \
    struct str     mobile;                                                                          \
    struct str     email;

/* The first sections of their cards. */
enum { GENERAL, COMPANY, MEMO, ADDRESS, POSTAL, CONTACT, RELATION_SECTIONS };

/* One of either, for the rules that both follow. */
struct relation {
    const struct entity *entity;
    void                *record;
    const struct str    *vat_number, *postal_contact, *postal_street, *postal_city;
    struct str          *postcode, *postal_postcode;
    struct choice       *country, *postal_country;
};
#define RELATION(of, it) ((struct relation){                                                \
    .entity = (of), .record = (it), .vat_number = &(it)->vat_number,                        \
    .postcode = &(it)->postcode, .country = &(it)->country,                                 \
    .postal_contact = &(it)->postal_contact, .postal_street = &(it)->postal_street,         \
    .postal_postcode = &(it)->postal_postcode, .postal_city = &(it)->postal_city,           \
    .postal_country = &(it)->postal_country })

/* Fills in the countries that follow from the addresses, puts the postcodes in their normal form, and says in
 * bad what does not fit together. */
void relation_check(const struct context *, const struct relation *, struct problems *bad);

#endif
