/* supplier.h - whom we buy from. */
#ifndef DOMAIN_SUPPLIER_H
#define DOMAIN_SUPPLIER_H

#include "domain/relation.h"

enum { SUPPLIER_UNKNOWN = -1 };                 /* Leverancier onbekend, in every administration */

struct supplier {
    RELATION_MEMBERS
    struct flag    request_mailed;      /* requests for a quote */
    struct str     request_email, request_cc;
    struct flag    order_mailed;
    struct str     order_email, order_cc;

    int64_t        payment_term;        /* days */
    struct str     iban, bic;
    struct flag    bank_payment;        /* we pay by a file for the bank */
    struct flag    archived;
};

extern const struct entity supplier_entity;

#endif
