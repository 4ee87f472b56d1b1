/* By what people type, customers are found. */
#include "customer_pages.h"

static int open_db(void **state)
{
    (void)state;
    db = customers_open(&arena);
    return 0;
}

static void add_known(void)
{
    static const struct { int64_t number; const char *name, *coc, *postcode, *city, *phone, *mobile, *email; } rows[] = {
        { 1001, "Bakkerij Özdemir & Zn.", "01234567", "1234 AB", "'s-Gravenhage", "070-123 45 67", "", "info@ozdemir.nl" },
        { 1002, "Slagerij Van de Ven", "87654321", "2600 AA", "Delft", "+31 15 2123456", "06 1234 5678", "jan@ven.example.com;boek@ven.nl" },
        { 1003, "Café 't Hoekje", "", "B-1000", "Brussel", "", "0612345679", "" },
        { 1004, "Straßenbau Müller GmbH", "", "10115", "Köln", "", "", "mueller@bau.de" },
        { 1005, "AND OR NOT NEAR", "", "", "", "", "", "" },
        { 1006, "O'Brien \"Quotes\" (100%)", "", "", "", "", "", "o.brien-x@mail.nl" },
        { 1007, "Łódź Œuvre ĳsje", "", "", "", "", "", "" },
        { 1008, "Жук и Ко", "", "", "東京", "", "", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct customer c = {
            .number = rows[i].number, .name = str_from(rows[i].name), .coc_number = str_from(rows[i].coc),
            .postcode = str_from(rows[i].postcode), .city = str_from(rows[i].city), .phone = str_from(rows[i].phone),
            .mobile = str_from(rows[i].mobile), .email = str_from(rows[i].email),
        };
        customer_keep(&arena, db, &c);
    }
}

/* The last digits of the numbers of those who are found, in order. */
static const char *found_by(struct str typed)
{
    static char digits[16];
    struct listing_query q = by("number");

    q.search = typed;
    struct listing l = listing(&page_arena, db, &q);
    for (size_t i = 0; i < l.count; i++)
        digits[i] = (char)('0' + ((const struct customer *)l.records[i])->number % 10);
    digits[l.count] = '\0';
    assert_int_equal(l.total, l.count);
    return digits;
}

static void assert_finds(const char *typed, const char *wanted)
{
    const char *found = found_by(str_from(typed));
    if (strcmp(found, wanted) != 0)
        fail_msg("'%s' finds '%s', not '%s'", typed, found, wanted);
}

static void a_search_ignores_case_and_accents(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        { "özdemir", "1" }, { "OZDEMIR", "1" }, { "O\xcc\x88ZDEMIR", "1" }, { "ozdem", "1" }, { "cafe", "3" }, { "CAFÉ", "3" },
        { "strassenbau", "4" }, { "STRASSE", "4" }, { "straße", "4" }, { "muller", "4" }, { "koln", "4" }, { "KÖLN", "4" },
        { "łódź", "7" }, { "ĳs", "7" }, { "ijs", "7" }, { "ЖУК", "8" }, { "東京", "8" }, { "東", "8" },
    };
    add_known();
    for (size_t i = 0; i < COUNT(same); i++)
        assert_finds(same[i][0], same[i][1]);
}

static void a_search_takes_several_words_and_their_beginnings(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "bakkerij ozdemir", "1" }, { "ozd bak", "1" }, { "oz grav 1001", "1" }, { "bakkerij delft", "" }, { "van ven", "2" },
        { "ven van de slagerij delft", "2" }, { "v", "2" }, { "b", "12346" }, { "100", "12345678" }, { "1003", "3" }, { "kkerij", "" },
        { "b s c d e f g h i j k", "124" }, { "s s s s s s s s s s s s s", "124" }, { "  ozdemir   ", "1" }, { "oz\tbak\n", "1" },
        { "bakkerijozdemir", "" }, { "slagerijslagerijslagerijslagerijslagerij", "" },
    };
    add_known();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_finds(rows[i][0], rows[i][1]);
}

static void a_search_finds_numbers_however_they_are_grouped(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "1234 AB", "1" }, { "1234AB", "1" }, { "1234ab", "1" }, { "1234 a", "1" }, { "1234", "12" }, { "2600aa", "2" }, { "b-1000", "3" },
        { "10115", "4" }, { "0701234567", "1" }, { "070-123 45 67", "1" }, { "070 1234567", "1" }, { "070/123.45.67", "1" },
        { "070", "1" }, { "0701", "1" }, { "0612345678", "2" }, { "06-12345678", "2" }, { "06 1234 5678", "2" }, { "061234567", "23" },
        { "06-1234567", "23" }, { "06 12 34 56 79", "3" }, { "+31152123456", "2" }, { "+31 15 2123456", "2" }, { "31152", "2" },
        { "01234567", "1" }, { "0123 4567", "1" }, { "87654321", "2" }, { "1234 AB 's-Gravenhage", "1" }, { "06 jan", "2" }, { "(070) 1234567", "1" }, { "1234 AB Delft", "" },
        { "1234 5678", "2" }, { "5678", "2" }, { "2123456", "2" }, { "123", "12" }, { "87654321 2600 AA delft", "2" },
        { "06 12345678 slagerij", "2" }, { "2600 AA 06 1234 5678", "2" }, { "1234 AB 01234567", "1" }, { "2600 a", "2" }, { "26 00", "2" },
    };
    add_known();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_finds(rows[i][0], rows[i][1]);
}

static void a_search_finds_addresses(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "info@ozdemir.nl", "1" }, { "INFO@OZDEMIR.NL", "1" }, { "info@oz", "1" }, { "@ozdemir", "1" }, { "boek@ven.nl", "2" },
        { "jan@ven.example.com", "2" }, { "o.brien-x@mail.nl", "6" }, { "ven.nl", "2" }, { "info@ven.nl", "2" },
    };
    add_known();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_finds(rows[i][0], rows[i][1]);
}

static void signs_and_words_of_the_index_are_just_text(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "AND", "5" }, { "OR", "5" }, { "NOT", "5" }, { "NEAR", "5" }, { "AND OR NOT", "5" }, { "NEAR(and, or)", "5" },
        { "ozdemir OR slagerij", "" }, { "ozdemir NOT bakkerij", "" }, { "bakkerij*", "1" }, { "\"bakkerij\"", "1" },
        { "\"bakkerij", "1" }, { "(bakkerij", "1" }, { "bakkerij)", "1" }, { "words:bakkerij", "" }, { "^bakkerij", "1" },
        { "bakkerij + ozdemir", "1" }, { "-bakkerij", "1" }, { "{bakkerij}", "1" }, { "'; DROP TABLE customer; --", "" },
        { "bakkerij & zn", "1" }, { "o'brien", "6" }, { "100%", "12345678" }, { "\"quotes\"", "6" }, { "$1", "12345678" },
        { "a%", "5" }, { "_", "" }, { "b\\", "12346" },
    };
    add_known();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_finds(rows[i][0], rows[i][1]);
}

static void only_signs_find_nothing(void **state)
{
    (void)state;
    static const char *const rows[] = { "*", "\"", "\"\"", "(", ")", "-", "--", "^", "%", "'", "...", "&", "@", "+", "   ", "\xc2\xa0" };
    add_known();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_finds(rows[i], "");
    assert_string_equal(found_by((struct str){ "\0", 1 }), "");
    assert_string_equal(found_by((struct str){ "\xff\xfe", 2 }), "");
    assert_string_equal(found_by((struct str){ "bakkerij\0zzz", 12 }), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_search_ignores_case_and_accents),
        TEST(a_search_takes_several_words_and_their_beginnings),
        TEST(a_search_finds_numbers_however_they_are_grouped),
        TEST(a_search_finds_addresses),
        TEST(signs_and_words_of_the_index_are_just_text),
        TEST(only_signs_find_nothing),
    };
    return cmocka_run_group_tests_name("search", tests, scratch_make, remove_all);
}
