/* What an article must satisfy. */
#include "domain/article.h"

#include "domain/country.h"
#include "domain/vat.h"
#define ENTITY article_entity
#include "said.h"

static const struct context in_the_netherlands = { &arena, NULL, COUNTRY_NETHERLANDS };
static struct article article;

/* READ({ "unit", "doos" }, ...): what becomes of a sound article of which this is said. */
#define READ(...) (article = (struct article){ .record = { { 5 }, 1 }, .code = S("A1"), .description = S("Schroef") }, \
                   read_said(&in_the_netherlands, &article, SAY(__VA_ARGS__)))

static void code_and_description_are_required(void **state)
{
    (void)state;
    READ({ "code", " " });
    assert_wrong("code", "verplicht");
    READ({ "description", "" });
    assert_wrong("description", "verplicht");
    READ({ "code", " M6/20 " }, { "description", " Bout " });
    assert_right();
    assert_text(article.code, "M6/20");
    assert_text(article.description, "Bout");
}

static void a_price_has_four_decimals_and_shows_at_least_two(void **state)
{
    (void)state;
    static const struct { const char *typed; int64_t n; const char *shown; } prices[] = {
        { "12,5", 125000, "12,50" }, { "12", 120000, "12,00" }, { "0,0001", 1, "0,0001" }, { "1.234,5678", 12345678, "1.234,5678" },
        { "-5", -50000, "-5,00" }, { "0,125", 1250, "0,125" }, { "9.999.999,9999", 99999999999, "9.999.999,9999" }, { "", 0, "0,00" },
    };

    for (size_t i = 0; i < COUNT(prices); i++) {
        READ({ "sales_price", prices[i].typed }, { "purchase_price", prices[i].typed });
        assert_right();
        assert_int_equal(article.sales_price.n, prices[i].n);
        assert_int_equal(article.purchase_price.n, prices[i].n);
        assert_text(field_text(&in_the_netherlands, field("sales_price"), &article), prices[i].shown);
    }
    READ({ "sales_price", "0,00001" });
    assert_wrong("sales_price", "Vul een getal in");
    READ({ "sales_price", "10000000" });
    assert_wrong("sales_price", "Van -9.999.999,9999 tot en met 9.999.999,9999.");
    READ({ "purchase_price", "-10000000" });
    assert_wrong("purchase_price", "Van -9.999.999,9999");
}

static void vat_is_one_of_four_words(void **state)
{
    (void)state;
    static const struct { const char *typed; enum vat vat; } words[] = {
        { "Hoog", VAT_HIGH }, { "laag", VAT_LOW }, { "GEEN", VAT_NONE }, { "Verlegd", VAT_REVERSED }, { "", VAT_HIGH },
    };

    for (size_t i = 0; i < COUNT(words); i++) {
        READ({ "vat", words[i].typed });
        assert_right();
        assert_int_equal(article.vat.code, words[i].vat);
    }
    READ({ "vat", "21" });
    assert_wrong("vat", "geen van de mogelijkheden");
}

static void lengths_end(void **state)
{
    (void)state;
    static const struct { const char *name; size_t most; } limits[] = {
        { "code", 50 }, { "description", 250 }, { "unit", 25 }, { "revenue_group", 50 },
    };
    char text[300];

    for (size_t i = 0; i < COUNT(limits); i++) {
        memset(text, 'x', sizeof text);
        text[limits[i].most] = '\0';
        READ({ limits[i].name, text });
        assert_right();
        text[limits[i].most] = 'x';
        text[limits[i].most + 1] = '\0';
        READ({ limits[i].name, text });
        assert_wrong(limits[i].name, "Hooguit");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_and_description_are_required),
        cmocka_unit_test(a_price_has_four_decimals_and_shows_at_least_two),
        cmocka_unit_test(vat_is_one_of_four_words),
        cmocka_unit_test(lengths_end),
    };
    return cmocka_run_group_tests_name("article", tests, NULL, drop_arena);
}
