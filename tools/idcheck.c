/* idcheck - asks a check of the domain about one value, for tests from outside.
 * usage: idcheck KIND VALUE      status 0: right, 1: wrong, 2: no such kind */
#include "domain/country.h"
#include "domain/identifier.h"

#include <stdio.h>

static const char *postcode(struct arena *a, struct str *value)
{
    return postcode_check(a, COUNTRY_NETHERLANDS, value);
}

static const struct {
    const char   *name;
    const char *(*check)(struct arena *, struct str *);
} checks[] = {
    { "iban", iban_check },             { "bic", bic_check },   { "vat", vat_number_check },
    { "creditorid", creditor_id_check }, { "rsin", rsin_check }, { "kvk", coc_number_check },
    { "vestiging", branch_number_check }, { "oin", oin_check },  { "postcode", postcode },
    { "email", email_list_check },      { "url", url_check },
};

static int tell(const char *wrong, struct str value)
{
    if (wrong)
        printf("%s\n", wrong);
    else
        printf("%.*s\n", (int)value.len, value.at);
    return wrong != NULL;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };

    for (size_t i = 0; argc == 3 && i < COUNT(checks); i++) {
        struct str value = str_from(argv[2]);
        if (!str_is(str_from(checks[i].name), str_from(argv[1])))
            continue;
        const char *wrong = checks[i].check(&arena, &value);
        int status = tell(wrong, value);
        arena_drop(&arena);
        return status;
    }
    fprintf(stderr, "usage: idcheck KIND VALUE\nkinds:");
    for (size_t i = 0; i < COUNT(checks); i++)
        fprintf(stderr, " %s", checks[i].name);
    fprintf(stderr, "\n");
    return 2;
}
