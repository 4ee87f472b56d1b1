#include "domain/customer.h"

#include "domain/country.h"
#include "domain/identifier.h"

enum { DOCUMENTS = RELATION_SECTIONS, TERMS, BANK, DEBIT, DUNNING, INVOICE_TO };

static const struct section sections[] = {
    [GENERAL]    = { "Algemeen",   "Algemeen",             "Hoe deze klant heet op facturen en in overzichten." },
    [COMPANY]    = { "Algemeen",   "Bedrijfsgegevens",     "Nummers waaronder het bedrijf bekend is." },
    [MEMO]       = { "Algemeen",   "Memo",                 "Alleen voor jezelf; komt niet op facturen." },
    [ADDRESS]    = { "Adres",      "Vestigingsadres",      "Dit adres staat op offertes en facturen." },
    [POSTAL]     = { "Adres",      "Correspondentieadres", "Alleen als post naar een ander adres moet." },
    [CONTACT]    = { "Contact",    "Contact",              "Hoe je deze klant bereikt." },
    [DOCUMENTS]  = { "Contact",    "Documenten per e-mail", "Naar welke adressen we documenten sturen. Meer adressen scheid je met een puntkomma." },
    [TERMS]      = { "Financieel", "Betalen",              "Afspraken over betalingstermijn, korting en krediet." },
    [BANK]       = { "Financieel", "Bankrekening",         "" },
    [DEBIT]      = { "Financieel", "Incasseren",           "Voor een incasso is een IBAN nodig." },
    [DUNNING]    = { "Financieel", "Aanmanen",             "Bepaalt toon en wettelijke termijnen van herinneringen." },
    [INVOICE_TO] = { "Financieel", "Factuur naar",         "Het klantnummer van de klant die de facturen krijgt." },
};

static const struct alternative debit_modes[] = {
    { DEBIT_NONE, "Niet automatisch incasseren", "Geen" },
    { DEBIT_CORE, "Standaard incasso Core", "Core" },
    { DEBIT_B2B,  "Incasso B2B", "B2B" },
    { 0 },
};

static const struct alternative dunning_modes[] = {
    { DUNNING_NONE,     "Geen", "Nee" },
    { DUNNING_BUSINESS, "Onderneming", NULL },
    { DUNNING_CONSUMER, "Consument", NULL },
    { 0 },
};

static const struct field fields[] = {
    { FIELD(customer, number), .label = "Klantnummer", .column = "Relatiecode", .rules = KEY, .most = 2147483647, .example = "1001", .section = GENERAL, .width = 3 },
#define OWNER customer
#include "domain/relation_fields.def"
#undef OWNER

    { FIELD(customer, quote_mailed), .label = "Offertes per e-mail sturen", .column = "OfferteEmailen", .example = "Waar", .section = DOCUMENTS, .width = 12 },
    { FIELD(customer, quote_email), .label = "E-mail voor offertes", .column = "OfferteEmailAdres", .max = 250, .check = email_list_check, .example = "inkoop@voorbeeld.nl", .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, quote_cc), .label = "Kopie offertes (cc)", .column = "OfferteCcEmailAdres", .max = 250, .check = email_list_check, .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, confirmation_mailed), .label = "Orderbevestigingen per e-mail sturen", .column = "BevestigingEmailen", .example = "Waar", .section = DOCUMENTS, .width = 12 },
    { FIELD(customer, confirmation_email), .label = "E-mail voor bevestigingen", .column = "BevestigingEmailAdres", .max = 250, .check = email_list_check, .example = "inkoop@voorbeeld.nl", .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, confirmation_cc), .label = "Kopie bevestigingen (cc)", .column = "BevestigingCcEmailAdres", .max = 250, .check = email_list_check, .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, invoice_mailed), .label = "Facturen per e-mail sturen", .column = "FactuurEmailen", .example = "Waar", .section = DOCUMENTS, .width = 12 },
    { FIELD(customer, invoice_email), .label = "E-mail voor facturen", .column = "FactuurEmailAdres", .max = 250, .check = email_list_check, .example = "administratie@voorbeeld.nl", .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, invoice_cc), .label = "Kopie facturen (cc)", .column = "FactuurCcEmailAdres", .max = 250, .check = email_list_check, .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, reminder_mailed), .label = "Aanmaningen per e-mail sturen", .column = "AanmaningEmailen", .example = "Waar", .section = DOCUMENTS, .width = 12 },
    { FIELD(customer, reminder_email), .label = "E-mail voor aanmaningen", .column = "AanmaningEmailAdres", .max = 250, .check = email_list_check, .example = "administratie@voorbeeld.nl", .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, reminder_cc), .label = "Kopie aanmaningen (cc)", .column = "AanmaningCcEmailAdres", .max = 250, .check = email_list_check, .section = DOCUMENTS, .width = 6 },
    { FIELD(customer, ubl_attached), .label = "UBL als bijlage", .column = "UblBestandAlsBijlage", .example = "Waar", .hint = "De klant kan de factuur dan direct inlezen.", .section = DOCUMENTS, .width = 12 },

    { FIELD(customer, payment_term), .label = "Krediettermijn", .column = "Krediettermijn", .least = -365, .most = 1000, .initial = "30", .example = "30", .unit = "dagen", .section = TERMS, .width = 4 },
    { FIELD(customer, invoice_discount), .label = "Factuurkorting", .column = "Factuurkorting", .most = 1000000, .initial = "0", .example = "1", .unit = "%", .section = TERMS, .width = 4 },
    { FIELD(customer, credit_limit), .label = "Kredietlimiet", .column = "KredietLimiet", .least = -99999999999999, .most = 99999999999999, .example = "5000", .unit = "€", .section = TERMS, .width = 4 },
    { FIELD(customer, iban), .label = "IBAN", .column = "Iban", .check = iban_check, .show = iban_show, .example = "NL91ABNA0417164300", .section = BANK, .width = 8 },
    { FIELD(customer, bic), .label = "BIC", .column = "Bic", .check = bic_check, .example = "ABNANL2A", .section = BANK, .width = 4 },
    { FIELD(customer, debit_mode), .label = "Incasseren", .column = "Incasseren", .options = debit_modes, .example = "1", .section = DEBIT, .width = 8 },
    { FIELD(customer, dunning_mode), .label = "Aanmanen", .column = "Aanmanen", .options = dunning_modes, .initial = "1", .example = "1", .section = DUNNING, .width = 12 },
    { FIELD(customer, bank_payment), .label = "Bankieren", .column = "Bankieren", .rules = UNKEPT, .example = "False", .section = -1 },
    { FIELD(customer, invoice_to), .label = "Factuur naar", .column = "FactuurRelatieId", .of = &customer_entity, .section = INVOICE_TO, .width = 4 },
    { FIELD(customer, archived), .label = "Gearchiveerd", .column = "Nonactief", .rules = ARCHIVES, .example = "False", .section = -1 },
};

static void check_documents(const struct customer *c, struct problems *bad)
{
    static const char need[] = "Vul een e-mailadres in, of zet het e-mailen uit.";

    if (c->quote_mailed.on && !c->quote_email.len)
        WRONG(bad, customer, quote_email, need);
    if (c->confirmation_mailed.on && !c->confirmation_email.len)
        WRONG(bad, customer, confirmation_email, need);
    if (c->invoice_mailed.on && !c->invoice_email.len)
        WRONG(bad, customer, invoice_email, need);
    if (c->reminder_mailed.on && !c->reminder_email.len)
        WRONG(bad, customer, reminder_email, need);
}

/* The rules of the relation in the interface of the system that Poolster follows: REL-0002 to 0088. */
static void check(const struct context *cx, void *record, struct problems *bad)
{
    struct customer *c = record;

    relation_check(cx, &RELATION(&customer_entity, c), bad);
    check_documents(c, bad);
    if (c->debit_mode.code != DEBIT_NONE && !c->iban.len)
        WRONG(bad, customer, iban, "Vul een IBAN in; zonder IBAN kun je niet incasseren.");
    if (c->invoice_to.id && c->invoice_to.id == c->record.id.id)
        WRONG(bad, customer, invoice_to, "Kies een andere klant; de klant zelf krijgt de factuur al.");
    if (c->bank_payment.on)
        NOTE(bad, customer, bank_payment, "Bankieren geldt alleen voor leveranciers; dit is overgeslagen.");
}

const struct entity customer_entity = {
    .name = "customer", .title = "klant", .titles = "klanten", .card = "klantkaart", .path = "/klanten",
    .tab = "Relaties", .icon = "users", .go = "k", .finds = "naam, nummer of plaats",
    .size = sizeof(struct customer), .fields = fields, .count = COUNT(fields),
    .sections = sections, .section_count = COUNT(sections), .check = check,
    .unknown = CUSTOMER_UNKNOWN, .unknown_name = "Klant onbekend",
};
