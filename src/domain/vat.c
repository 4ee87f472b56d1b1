#include "domain/vat.h"

const struct alternative vat_options[] = {
    { VAT_HIGH,     "Hoog",    NULL },
    { VAT_LOW,      "Laag",    NULL },
    { VAT_NONE,     "Geen",    NULL },
    { VAT_REVERSED, "Verlegd", NULL },
    { 0 },
};

/* From which day on, latest first.  Wet op de omzetbelasting 1968, article 9. */
static const struct { enum vat vat; int64_t from; int64_t percent; } rates[] = {
    { VAT_HIGH, 20121001, 21 },
    { VAT_HIGH, 20010101, 19 },
    { VAT_LOW,  20190101,  9 },
    { VAT_LOW,  19861001,  6 },
};

bool vat_percent(enum vat vat, struct date day, struct decimal *percent)
{
    *percent = (struct decimal){ 0 };
    if (vat == VAT_NONE || vat == VAT_REVERSED)
        return true;
    for (size_t i = 0; i < COUNT(rates); i++) {
        if (rates[i].vat == vat && day.ymd >= rates[i].from) {
            percent->n = rates[i].percent * 10000;
            return true;
        }
    }
    return false;
}
