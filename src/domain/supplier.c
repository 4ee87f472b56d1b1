#include "domain/supplier.h"

#include "domain/country.h"
#include "domain/identifier.h"

enum { DOCUMENTS = RELATION_SECTIONS, TERMS, BANK };

static const struct section sections[] = {
    [GENERAL]    = { "Algemeen",   "Algemeen",             "Hoe deze leverancier heet op bestellingen en in overzichten." },
    [COMPANY]    = { "Algemeen",   "Bedrijfsgegevens",     "Nummers waaronder het bedrijf bekend is." },
    [MEMO]       = { "Algemeen",   "Memo",                 "Alleen voor jezelf; komt niet op bestellingen." },
    [ADDRESS]    = { "Adres",      "Vestigingsadres",      "Dit adres staat op bestellingen." },
    [POSTAL]     = { "Adres",      "Correspondentieadres", "Alleen als post naar een ander adres moet." },
    [CONTACT]    = { "Contact",    "Contact",              "Hoe je deze leverancier bereikt." },
    [DOCUMENTS]  = { "Contact",    "Documenten per e-mail", "Naar welke adressen we documenten sturen. Meer adressen scheid je met een puntkomma." },
    [TERMS]      = { "Financieel", "Betalen",              "Binnen hoeveel dagen je deze leverancier betaalt." },
    [BANK]       = { "Financieel", "Bankrekening",         "Voor bankieren is een IBAN nodig." },
};

static const struct field fields[] = {
    { FIELD(supplier, number), .label = "Nummer", .column = "Relatiecode", .rules = KEY, .most = 2147483647, .example = "1001", .section = GENERAL, .width = 3 },
#define OWNER supplier
#include "domain/relation_fields.def"
#undef OWNER

    { FIELD(supplier, request_mailed), .label = "Offerteaanvragen per e-mail sturen", .column = "OfferteAanvraagEmailen", .example = "Waar", .section = DOCUMENTS, .width = 12 },
    { FIELD(supplier, request_email), .label = "E-mail voor offerteaanvragen", .column = "OfferteAanvraagEmailAdres", .max = 250, .check = email_list_check, .example = "verkoop@voorbeeld.nl", .section = DOCUMENTS, .width = 6 },
    { FIELD(supplier, request_cc), .label = "Kopie offerteaanvragen (cc)", .column = "OfferteAanvraagCcEmailAdres", .max = 250, .check = email_list_check, .section = DOCUMENTS, .width = 6 },
    { FIELD(supplier, order_mailed), .label = "Bestellingen per e-mail sturen", .column = "BestellingEmailen", .example = "Waar", .section = DOCUMENTS, .width = 12 },
    { FIELD(supplier, order_email), .label = "E-mail voor bestellingen", .column = "BestellingEmailAdres", .max = 250, .check = email_list_check, .example = "verkoop@voorbeeld.nl", .section = DOCUMENTS, .width = 6 },
    { FIELD(supplier, order_cc), .label = "Kopie bestellingen (cc)", .column = "BestellingCcEmailAdres", .max = 250, .check = email_list_check, .section = DOCUMENTS, .width = 6 },

    { FIELD(supplier, payment_term), .label = "Krediettermijn", .column = "Krediettermijn", .least = -365, .most = 1000, .initial = "30", .example = "30", .unit = "dagen", .section = TERMS, .width = 4 },
    { FIELD(supplier, iban), .label = "IBAN", .column = "Iban", .rules = LISTED | SOUGHT, .check = iban_check, .show = iban_show, .example = "NL91ABNA0417164300", .section = BANK, .width = 8 },
    { FIELD(supplier, bic), .label = "BIC", .column = "Bic", .check = bic_check, .example = "ABNANL2A", .section = BANK, .width = 4 },
    { FIELD(supplier, bank_payment), .label = "Bankieren", .column = "Bankieren", .rules = LISTED, .example = "Waar", .hint = "Je betaalt deze leverancier met een betaalbestand voor de bank.", .section = BANK, .width = 12 },
    { FIELD(supplier, archived), .label = "Gearchiveerd", .column = "Nonactief", .rules = ARCHIVES, .example = "False", .section = -1 },
};

static void check(const struct context *cx, void *record, struct problems *bad)
{
    struct supplier *s = record;
    static const char need[] = "Vul een e-mailadres in, of zet het e-mailen uit.";

    relation_check(cx, &RELATION(&supplier_entity, s), bad);
    if (s->request_mailed.on && !s->request_email.len)
        WRONG(bad, supplier, request_email, need);
    if (s->order_mailed.on && !s->order_email.len)
        WRONG(bad, supplier, order_email, need);
    if (s->bank_payment.on && !s->iban.len)
        WRONG(bad, supplier, iban, "Vul een IBAN in; zonder IBAN kun je niet bankieren.");
}

const struct entity supplier_entity = {
    .name = "supplier", .title = "leverancier", .titles = "leveranciers", .card = "leverancierskaart", .path = "/leveranciers",
    .tab = "Relaties", .icon = "truck", .go = "l", .finds = "naam, nummer of plaats",
    .size = sizeof(struct supplier), .fields = fields, .count = COUNT(fields),
    .sections = sections, .section_count = COUNT(sections), .check = check,
    .unknown = SUPPLIER_UNKNOWN, .unknown_name = "Leverancier onbekend",
};
