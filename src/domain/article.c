#include "domain/article.h"

#include "domain/vat.h"

enum { GENERAL, PRICES, REVENUE };

static const struct section sections[] = {
    [GENERAL] = { "Algemeen", "Algemeen", "Hoe dit artikel heet op facturen en in overzichten." },
    [PRICES]  = { "Prijzen",  "Prijzen",  "Per eenheid, zonder btw en met hooguit vier decimalen." },
    [REVENUE] = { "Prijzen",  "Btw en omzet", "Onder welk btw-tarief en bij welke omzet dit artikel hoort." },
};

/* In ten-thousandths of a euro: no sum of prices comes near the end of 64 bits. */
#define MOST_PRICE 99999999999

static const struct field fields[] = {
    { FIELD(article, code), .label = "Artikelcode", .column = "Artikelcode", .rules = KEY, .max = 50, .example = "ART-001", .section = GENERAL, .width = 4 },
    { FIELD(article, description), .label = "Omschrijving", .column = "Omschrijving", .rules = REQUIRED | LISTED | SOUGHT, .max = 250, .example = "Voorbeeldartikel", .section = GENERAL, .width = 8 },
    { FIELD(article, unit), .label = "Eenheid", .column = "Eenheid", .rules = LISTED, .max = 25, .example = "stuk", .hint = "Zoals stuk, uur of doos.", .section = GENERAL, .width = 4 },
    { FIELD(article, sales_price), .label = "Verkoopprijs excl. btw", .column = "Verkoopprijs", .rules = LISTED, .least = -MOST_PRICE, .most = MOST_PRICE, .example = "12,50", .unit = "€", .section = PRICES, .width = 4 },
    { FIELD(article, purchase_price), .label = "Inkoopprijs excl. btw", .column = "Inkoopprijs", .least = -MOST_PRICE, .most = MOST_PRICE, .example = "7,25", .unit = "€", .section = PRICES, .width = 4 },
    { FIELD(article, vat), .label = "Btw", .column = "Btw", .rules = BY_WORD, .options = vat_options, .example = "Hoog", .section = REVENUE, .width = 6 },
    { FIELD(article, revenue_group), .label = "Omzetgroep", .column = "Omzetgroep", .rules = LISTED | SOUGHT, .max = 50, .example = "Omzet producten", .section = REVENUE, .width = 6 },
    { FIELD(article, archived), .label = "Gearchiveerd", .column = "Nonactief", .rules = ARCHIVES, .example = "False", .section = -1 },
};

const struct entity article_entity = {
    .name = "article", .title = "artikel", .titles = "artikelen", .neuter = true, .card = "artikelkaart", .path = "/artikelen",
    .tab = "Artikelen", .icon = "package", .go = "a", .finds = "omschrijving, code of groep",
    .size = sizeof(struct article), .fields = fields, .count = COUNT(fields),
    .sections = sections, .section_count = COUNT(sections),
};
