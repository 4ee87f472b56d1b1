/* input_test.c - what people, scripts and attackers type: a clear answer, and nothing half. */
#include "page.h"

static struct world *world;
static int64_t administration;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    administration = world->administration;
    add_full_customer(world, administration, 7, "Klant Zeven");
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

static struct str repeated(const char *piece, size_t times)
{
    struct buf b = { .arena = &world->arena };
    for (size_t i = 0; i < times; i++)
        buf_add(&b, str_from(piece));
    return buf_str(&b);
}

static struct customer seven(void)
{
    struct customer c;
    assert_true(find_customer(world, administration, "7", &c));
    return c;
}

/* ---- texts ---------------------------------------------------------------------------------------- */

static void test_length_counts_characters_not_bytes(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    static const char *const letters[] = { "%C3%A9", "%E2%82%AC", "%F0%9F%A5%90", "x" };

    for (size_t i = 0; i < COUNT(letters); i++) {
        struct answer r = post(&c, "/klanten/7", str_print(&world->arena, "name=%s", repeated(letters[i], 50).at).at);
        assert_int_equal(r.status, 303);
        assert_int_equal(str_chars(seven().name), 50);
        r = post(&c, "/klanten/7", str_print(&world->arena, "name=%s", repeated(letters[i], 51).at).at);
        assert_int_equal(r.status, 422);
        assert_shows(&r, "Hooguit 50 tekens; dit zijn er 51.");
        assert_int_equal(str_chars(seven().name), 50);
    }
}

static void test_every_text_keeps_its_limit(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    size_t limited = 0;

    for (size_t i = 0; i < customer_entity.count; i++) {
        const struct field *f = &customer_entity.fields[i];
        if (f->type != FIELD_TEXT || !f->max || f->section < 0)
            continue;
        struct answer r = post(&c, "/klanten/7", str_print(&world->arena, "%s=%s", f->name, repeated("9", f->max + 1).at).at);
        if (r.status != 422)
            fail_msg("%s of %zu characters answers %d", f->name, f->max + 1, r.status);
        assert_shows(&r, str_print(&world->arena, "%s: ", f->label).at);
        limited++;
    }
    assert_true(limited > 20);
}

static void test_a_field_of_one_megabyte_is_a_message(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct str large = repeated("memo+van+zestien", 65536);
    struct answer r = post(&c, "/klanten/7", str_print(&world->arena, "memo=%s", large.at).at);

    assert_int_equal(r.status, 422);
    assert_shows(&r, "Hooguit 32000 tekens");
    r = post(&c, "/klanten/7", str_print(&world->arena, "iban=%s", large.at).at);
    assert_int_equal(r.status, 422);
    r = post(&c, "/klanten/7", str_print(&world->arena, "number=%s", repeated("9", 100000).at).at);
    assert_int_equal(r.status, 422);
}

static void test_bytes_that_are_not_utf8_are_400(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "%ff", "%80", "%c3", "%c3%28", "%c0%af", "%e0%80%af", "%ed%a0%80", "%f0%80%80%80", "%f4%90%80%80", "%f8%88%80%80%80",
        "\xff", "a\xc3",
    };
    struct client c = client_of(world, world->owner);
    struct customer before = seven();

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct answer r = post(&c, "/klanten/7", str_print(&world->arena, "city=%s", bad[i]).at);
        if (r.status != 400)
            fail_msg("%s answers %d", bad[i], r.status);
        assert_shows(&r, "geen geldige UTF-8");
        r = post(&c, "/klanten/7", str_print(&world->arena, "%s=x", bad[i]).at);
        assert_int_equal(r.status, 400);
    }
    static const char *const broken[] = { "city=%", "city=%4", "city=%zz", "%=x", "city=a%4" };
    for (size_t i = 0; i < COUNT(broken); i++) {
        c.no_token = true;
        struct answer r = post(&c, "/klanten/7", broken[i]);
        assert_int_equal(r.status, 400);
        assert_shows(&r, "beschadigd aangekomen");
    }
    assert_int_equal(seven().record.version, before.record.version);
}

static void test_characters_that_can_not_be_kept_are_a_message(void **state)
{
    (void)state;
    static const char *const odd[] = { "a%00b", "a%01b", "a%1Bb", "a%7Fb", "a%C2%85b", "a%0Ab", "a%0D%0Ab", "a%0Db" };
    struct client c = client_of(world, world->owner);
    struct customer before = seven();

    for (size_t i = 0; i < COUNT(odd); i++) {
        struct answer r = post(&c, "/klanten/7", str_print(&world->arena, "city=%s", odd[i]).at);
        if (r.status != 422)
            fail_msg("%s answers %d", odd[i], r.status);
        assert_shows(&r, "id=\"city\" name=\"city\"");
        for (size_t k = 0; k < r.body.len; k++)
            assert_true((unsigned char)r.body.at[k] >= ' ' || strchr("\t\n\r", r.body.at[k]));
        check_markup(&c, odd[i], &r);
    }
    struct answer r = post(&c, "/klanten/7/notities", "notitie=a%00b");
    assert_int_equal(r.status, 422);
    r = post(&c, "/klanten/7", "memo=a%00b");
    assert_int_equal(r.status, 422);
    assert_int_equal(seven().record.version, before.record.version);
}

static void test_markup_and_sql_are_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' OR 1=1; DROP TABLE customer; --", "{{7*7}}",
        "${7*7}", "%s%n%x", "</textarea><b>", "&lt;b&gt;", "javascript:alert(1)", "\\'\\\"", "\xe2\x80\xaeomgekeerd",
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(texts); i++) {
        struct form f = card_of(&c, "/klanten/7");
        form_set(&f, "name", texts[i]);
        form_set(&f, "memo", texts[i]);
        form_set(&f, "street", texts[i]);
        struct answer r = submit(&c, "/klanten/7", &f);
        assert_int_equal(r.status, 303);
        assert_string_equal(seven().name.at, texts[i]);
        for (size_t k = 0; k < 4; k++) {
            r = get(&c, (const char *[]){ "/klanten/7", "/klanten", "/klanten/7/acties", "/klanten/7/verwijderen" }[k]);
            assert_int_equal(r.status, 200);
            check_markup(&c, texts[i], &r);
        }
        f = card_of(&c, "/klanten/7");
        assert_string_equal(form_get(&f, "name"), texts[i]);
        assert_string_equal(form_get(&f, "memo"), texts[i]);
    }
}

/* ---- numbers, choices, addresses ------------------------------------------------------------------ */

static void test_values_of_the_wrong_kind_are_messages(void **state)
{
    (void)state;
    static const struct { const char *field, *value; bool right; } cases[] = {
        { "number", "abc", false }, { "number", "-1", false }, { "number", "7.0", false }, { "number", "2147483648", false },
        { "number", "99999999999999999999", false }, { "number", "0x10", false }, { "number", "", false },
        { "payment_term", "1000", true }, { "payment_term", "-365", true }, { "payment_term", "1001", false },
        { "payment_term", "-366", false }, { "payment_term", "14 dagen", false }, { "payment_term", "1,5", false },
        { "invoice_discount", "100", true }, { "invoice_discount", "0,0001", true }, { "invoice_discount", "100,0001", false },
        { "invoice_discount", "-1", false }, { "invoice_discount", "0,00001", false }, { "invoice_discount", "NaN", false },
        { "credit_limit", "1.234,56", true }, { "credit_limit", "12.50", true }, { "credit_limit", "1.23,4", false },
        { "credit_limit", "1e9", false }, { "credit_limit", "999999999999999999999", false },
        { "country", "528", true }, { "country", "NL", true }, { "country", "Nederland", true }, { "country", "Nergensland", false },
        { "country", "99999", false }, { "debit_mode", "3", false }, { "debit_mode", "Core", true }, { "dunning_mode", "x", false },
        { "coc_number", "1234567", false }, { "coc_number", "1234567a", false }, { "oin", "123", false },
        { "website", "ftp://x.nl", false }, { "website", "javascript:alert(1)", false }, { "website", "https://x.nl/?a=b", true },
        { "email", "a@b", false }, { "email", "a@b.nl;;c@d.nl", true }, { "email", "a b@c.nl", false }, { "bic", "x", false },
        { "iban", "NL91ABNA0417164301", false }, { "invoice_to", "8", false }, { "invoice_to", "abc", false },
        { "quote_mailed", "misschien", false }, { "postcode", "12345", false }, { "vat_number", "BE0123456789", false },
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(cases); i++) {
        do_in(world, administration, "UPDATE customer SET country = 528, postcode = '1234 AB' WHERE number = 7");
        struct form f = { .arena = &world->arena };
        form_set(&f, cases[i].field, cases[i].value);
        struct answer r = post_bytes(&c, "/klanten/7", form_body(&f));
        if (r.status != (cases[i].right ? 303 : 422))
            fail_msg("%s=%s answers %d", cases[i].field, cases[i].value, r.status);
        if (!cases[i].right && !shows(&r, "data-errors"))
            fail_msg("%s=%s has no message", cases[i].field, cases[i].value);
    }
}

static void test_a_customer_by_what_is_not_a_number_is_404(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "abc", "7a", "+7", "7%20x", "%20", "7.0", "0x7", "99999999999999999999", "-99999999999999999999", "7%00", "%00", "%ff",
        "%zz", "%", "7%0a8", "..%2f7", "..%5c7", "%2e%2e", "..", ".", "7;id=8", "7'--", "7%2f", "%2f7", "１", "null", "NaN",
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(keys); i++) {
        struct answer r = get(&c, str_print(&world->arena, "/klanten/%s", keys[i]).at);
        if (r.status != 404)
            fail_msg("/klanten/%s answers %d", keys[i], r.status);
        r = post(&c, str_print(&world->arena, "/klanten/%s", keys[i]).at, "name=x");
        assert_int_equal(r.status, 404);
        r = post(&c, str_print(&world->arena, "/klanten/%s/verwijderen", keys[i]).at, "");
        assert_int_equal(r.status, 404);
        r = post(&c, str_print(&world->arena, "/klanten/7/notities/%s/verwijderen", keys[i]).at, "");
        assert_int_equal(r.status, 404);
        r = get(&c, str_print(&world->arena, "/klanten/nieuw?kopie=%s", strchr(keys[i], '%') ? "x" : keys[i]).at);
        assert_int_equal(r.status, 200);
    }
    struct answer r = get(&c, "/klanten/%37");          /* an escape that need not be is what it stands for */
    assert_int_equal(r.status, 200);
}

/* ---- forms ----------------------------------------------------------------------------------------- */

static void test_ten_thousand_fields_are_refused(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct answer r = post_bytes(&c, "/klanten/7", repeated("a=b&", 10000));

    assert_int_equal(r.status, 400);
    assert_shows(&r, "Dit formulier heeft te veel velden.");
    r = get(&c, str_print(&world->arena, "/klanten?%s", repeated("q=a&", 10000).at).at);
    assert_int_equal(r.status, 400);
    r = post_bytes(&c, "/klanten/7", repeated("&", 10000));
    assert_int_equal(r.status, 400);
    r = post_bytes(&c, "/klanten/7", repeated("a=b&", 900));
    assert_int_equal(r.status, 303);
}

static void test_a_form_of_ten_megabytes_is_read_or_refused_in_time(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct str large = repeated("%F0%9F%A5%90xyz&", 640000);
    struct answer r = post_bytes(&c, "/klanten/7", large);

    assert_int_equal(r.status, 400);
    struct buf one = { .arena = &world->arena };
    buf_add(&one, S("memo="));
    buf_add(&one, repeated("0123456789abcdef", 640000));
    r = post_bytes(&c, "/klanten/7", buf_str(&one));
    assert_int_equal(r.status, 422);
}

static void test_odd_pairs(void **state)
{
    (void)state;
    static const struct { const char *body, *city; } cases[] = {
        { "city=A&city=B", "B" }, { "city=A&&&", "A" }, { "city", "" }, { "city=C=D", "C=D" }, { "=x&city=E", "E" },
        { "c%69ty=F", "F" }, { "city=+G+", "G" }, { "city=H&City=I&city%20=J&city%00=K", "H" }, { "&=&city=%4c", "L" },
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer r = post(&c, "/klanten/7", cases[i].body);
        if (r.status != 303)
            fail_msg("%s answers %d", cases[i].body, r.status);
        assert_string_equal(str_copy(&world->arena, seven().city).at, cases[i].city);
    }
}

static void test_only_forms_are_taken(void **state)
{
    (void)state;
    static const struct { const char *type; int status; } types[] = {
        { "application/x-www-form-urlencoded", 303 }, { "Application/X-WWW-Form-Urlencoded; charset=UTF-8", 303 },
        { "application/json", 415 }, { "text/plain", 415 }, { "", 415 }, { "application/x-www-form-urlencoded2", 415 },
        { "multipart/form-data; boundary=x", 415 }, { "application/xml", 415 }, { ";", 415 },
    };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(types); i++) {
        c.type = types[i].type;
        struct answer r = post(&c, "/klanten/7", str_print(&world->arena, "city=Dorp+%zu", i).at);
        if (r.status != types[i].status)
            fail_msg("%s answers %d", types[i].type, r.status);
    }
    assert_string_equal(str_copy(&world->arena, seven().city).at, "Dorp 1");
}

static void test_a_token_in_the_address_does_not_count(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct str token = token_of(&c);

    c.no_token = true;
    struct answer r = post(&c, str_print(&world->arena, "/klanten/7?token=%s&city=Elders", token.at).at, "city=Nergens");
    assert_int_equal(r.status, 403);
    r = post(&c, "/klanten/7/archiveren?token=x", "");
    assert_int_equal(r.status, 403);
}

static void test_odd_requests_are_answered(void **state)
{
    (void)state;
    static const char *const paths[] = { "", "klanten", "?", "*", "/?q", "/klanten?", "/klanten?=", "/klanten?&&", "/%", "/%00", "/\xff" };
    struct client c = client_of(world, world->owner);

    for (size_t i = 0; i < COUNT(paths); i++) {
        struct answer r = get(&c, paths[i]);
        if (r.status != 200 && r.status != 303 && r.status != 400 && r.status != 404)
            fail_msg("%s answers %d", paths[i], r.status);
    }
    struct answer r = get(&c, repeated("/a", 5000).at);
    assert_int_equal(r.status, 404);
    c.cookies[1] = (struct pair){ S("aantal"), S("abc") };
    c.cookies[2] = (struct pair){ S("thema"), S("\"><script>") };
    c.cookies[3] = (struct pair){ S("toetsen"), repeated("x", 5000) };
    r = get(&c, "/klanten");
    assert_int_equal(r.status, 200);
    assert_not_shows(&r, "<script>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_length_counts_characters_not_bytes),
        cmocka_unit_test(test_every_text_keeps_its_limit),
        cmocka_unit_test(test_a_field_of_one_megabyte_is_a_message),
        cmocka_unit_test(test_bytes_that_are_not_utf8_are_400),
        cmocka_unit_test(test_characters_that_can_not_be_kept_are_a_message),
        cmocka_unit_test(test_markup_and_sql_are_text),
        cmocka_unit_test(test_values_of_the_wrong_kind_are_messages),
        cmocka_unit_test(test_a_customer_by_what_is_not_a_number_is_404),
        cmocka_unit_test(test_ten_thousand_fields_are_refused),
        cmocka_unit_test(test_a_form_of_ten_megabytes_is_read_or_refused_in_time),
        cmocka_unit_test(test_odd_pairs),
        cmocka_unit_test(test_only_forms_are_taken),
        cmocka_unit_test(test_a_token_in_the_address_does_not_count),
        cmocka_unit_test(test_odd_requests_are_answered),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
