/* customer.h - whom we invoice. */
#ifndef DOMAIN_CUSTOMER_H
#define DOMAIN_CUSTOMER_H

#include "domain/relation.h"

enum { CUSTOMER_UNKNOWN = -2 };                 /* Klant onbekend, in every administration */

enum { DEBIT_NONE, DEBIT_CORE, DEBIT_B2B };     /* customer.debit_mode: SEPA direct debit */
enum { DUNNING_NONE, DUNNING_BUSINESS, DUNNING_CONSUMER };

struct customer {
    RELATION_MEMBERS
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
