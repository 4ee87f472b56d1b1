#include "domain/demo_articles.h"

#define HOURS     "Omzet diensten"
#define GOODS     "Omzet materialen"
#define FOOD      "Omzet voeding"
#define ABROAD    "Omzet verlegd"

const struct demo_article demo_articles[] = {
    { "UUR-MONTEUR",  "Arbeidsuur monteur",                       "uur",   HOURS,   6250,      0, VAT_HIGH },
    { "UUR-LEERLING", "Arbeidsuur leerling-monteur",              "uur",   HOURS,   4150,      0, VAT_HIGH },
    { "UUR-ADVIES",   "Adviesuur",                                "uur",   HOURS,   9500,      0, VAT_HIGH },
    { "UUR-AVOND",    "Arbeidsuur avond en weekend",              "uur",   HOURS,   9375,      0, VAT_HIGH },
    { "UUR-VERLEGD",  "Arbeidsuur in onderaanneming",             "uur",   ABROAD,  5800,      0, VAT_REVERSED },
    { "VOORRIJ",      "Voorrijkosten",                            "stuk",  HOURS,   3500,      0, VAT_HIGH },
    { "KM",           "Kilometervergoeding",                      "km",    HOURS,     42,      0, VAT_HIGH },
    { "KEURING",      "Jaarlijkse keuring installatie",           "stuk",  HOURS,  12500,      0, VAT_HIGH },
    { "ONDERHOUD-S",  "Onderhoudscontract klein",                 "maand", HOURS,   1495,      0, VAT_HIGH },
    { "ONDERHOUD-L",  "Onderhoudscontract groot",                 "maand", HOURS,   3995,      0, VAT_HIGH },
    { "CURSUS-BHV",   "Cursus bedrijfshulpverlening",             "stuk",  HOURS,  18900,      0, VAT_NONE },
    { "FIETSREP",     "Reparatie fiets",                          "uur",   HOURS,   4800,      0, VAT_LOW },
    { "1001",         "Schroef verzinkt 4 x 40 mm",               "doos",  GOODS,    875,    512, VAT_HIGH },
    { "1002",         "Schroef verzinkt 5 x 60 mm",               "doos",  GOODS,   1095,    640, VAT_HIGH },
    { "1003",         "Plug universeel 8 mm",                     "doos",  GOODS,    650,    310, VAT_HIGH },
    { "1010",         "Montagekit wit 310 ml",                    "stuk",  GOODS,    745,    398, VAT_HIGH },
    { "1011",         "Siliconenkit transparant 310 ml",          "stuk",  GOODS,    695,    355, VAT_HIGH },
    { "1020",         "Schuurpapier korrel 120",                  "vel",   GOODS,     95,     38, VAT_HIGH },
    { "1101",         "Installatiekabel 3 x 2,5 mm²",             "meter", GOODS,    185,    104, VAT_HIGH },
    { "1102",         "Installatiekabel 5 x 2,5 mm²",             "meter", GOODS,    298,    176, VAT_HIGH },
    { "1110",         "Wandcontactdoos tweevoudig",               "stuk",  GOODS,   1195,    640, VAT_HIGH },
    { "1111",         "Schakelaar enkelvoudig",                   "stuk",  GOODS,    845,    420, VAT_HIGH },
    { "1120",         "Ledlamp E27 8 W warmwit",                  "stuk",  GOODS,    595,    268, VAT_HIGH },
    { "1121",         "Ledpaneel 60 x 60 cm",                     "stuk",  GOODS,   4950,   2710, VAT_HIGH },
    { "1201",         "Koperen buis 15 mm",                       "meter", GOODS,    925,    588, VAT_HIGH },
    { "1202",         "Knelkoppeling 15 mm",                      "stuk",  GOODS,    385,    196, VAT_HIGH },
    { "1210",         "Kraan keuken eengreeps",                   "stuk",  GOODS,  12950,   7240, VAT_HIGH },
    { "1220",         "Cv-ketel HR 28 kW",                        "stuk",  GOODS, 164900, 118000, VAT_HIGH },
    { "1301",         "Muurverf wit mat 10 liter",                "emmer", GOODS,   5995,   3310, VAT_HIGH },
    { "1302",         "Grondverf grijs 2,5 liter",                "blik",  GOODS,   3450,   1925, VAT_HIGH },
    { "1310",         "Kwast rond maat 10",                       "stuk",  GOODS,    645,    290, VAT_HIGH },
    { "2001",         "Koffiebonen huismelange 1 kg",             "zak",   FOOD,    1650,    985, VAT_LOW },
    { "2002",         "Thee Earl Grey 100 zakjes",                "doos",  FOOD,     795,    430, VAT_LOW },
    { "2003",         "Mineraalwater 24 x 0,5 liter",             "tray",  FOOD,    1080,    620, VAT_LOW },
    { "2010",         "Lunchpakket vergadering",                  "stuk",  FOOD,    1275,    760, VAT_LOW },
    { "3001",         "Statiegeld pallet",                        "stuk",  GOODS,   1500,   1500, VAT_NONE },
};
const size_t demo_article_count = COUNT(demo_articles);
