/* customer.h - whom we invoice. */
#ifndef DOMAIN_CUSTOMER_H
#define DOMAIN_CUSTOMER_H

#include "base/field.h"

enum { CUSTOMER_UNKNOWN = -2 };                 /* Klant onbekend, in every administration */

enum { DEBIT_NONE, DEBIT_CORE, DEBIT_B2B };     /* customer.debit_mode: SEPA direct debit */
enum { DUNNING_NONE, DUNNING_BUSINESS, DUNNING_CONSUMER };

struct customer {
    struct record  record;
    int64_t        number;              /* by which people know the customer */
    struct str     name;
    struct str     coc_number;          /* Chamber of Commerce (KvK) */
    struct str     vat_number;
    struct str     oin;                 /* Organisatie-identificatienummer, of government bodies */
    struct str     website;
    struct str     memo;

    struct str     contact;             /* where they are established */
    struct str     street;              /* with the house number */
    struct str     postcode;
    struct str     city;
    struct choice  country;             /* ISO 3166-1 numeric */

    struct str     postal_contact;      /* where letters go, when that is elsewhere */
    struct str     postal_street;
    struct str     postal_postcode;
    struct str     postal_city;
    struct choice  postal_country;

    struct str     phone;
    struct str     mobile;
    struct str     email;
    struct flag    quote_mailed;
    struct str     quote_email, quote_cc;
    struct flag    confirmation_mailed;
    struct str     confirmation_email, confirmation_cc;
    struct flag    invoice_mailed;
    struct str     invoice_email, invoice_cc;
    struct flag    reminder_mailed;
    struct str     reminder_email, reminder_cc;
    struct flag    ubl_attached;        /* an electronic invoice goes with the PDF */

    int64_t        payment_term;        /* days */
    struct decimal invoice_discount;    /* percent */
    struct money   credit_limit;
    struct str     iban, bic;
    struct choice  debit_mode;
    struct choice  dunning_mode;
    struct flag    bank_payment;        /* of suppliers; never kept */
    struct ref     invoice_to;          /* the customer who gets the invoices */
    struct flag    archived;
};

extern const struct entity customer_entity;

#endif
