/* card_test.c - the card of a customer: made, changed, copied, written about. */
#include "page.h"

static struct world *world;
static int64_t administration;

static int begin(void **state)
{
    (void)state;
    world = world_with_owner();
    administration = world->administration;
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

static void add(int64_t number, const char *name)
{
    add_full_customer(world, administration, number, name);
}

static struct str field_of(const char *number, size_t at)
{
    struct customer c;
    assert_true(find_customer(world, administration, number, &c));
    return *(struct str *)(void *)((char *)&c + at);
}

#define TEXT_OF(number, member) field_of(number, offsetof(struct customer, member)).at

static int64_t audit_lines(void)
{
    return number_in(world, administration, "SELECT count(*) FROM audit_log");
}

/* ---- a new one ----------------------------------------------------------------------------------- */

static void test_a_new_card_proposes_the_highest_number_and_one(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct form f = card_of(&c, "/klanten/nieuw");

    assert_string_equal(form_get(&f, "number"), "1");
    assert_string_equal(form_get(&f, "payment_term"), "30");
    assert_string_equal(form_get(&f, "dunning_mode"), "1");
    form_set(&f, "name", "Eerste klant");
    struct answer r = submit(&c, "/klanten/nieuw", &f);
    assert_goes_to(&r, "/klanten/1?tab=algemeen");
    r = get(&c, "/klanten/1?tab=algemeen");
    assert_shows(&r, "Eerste klant is toegevoegd.");
    assert_shows(&r, "<h1>Eerste klant</h1>");
    assert_shows(&r, "Klant toegevoegd");
    f = card_of(&c, "/klanten/nieuw");
    assert_string_equal(form_get(&f, "number"), "2");
    form_set(&f, "number", "40");
    form_set(&f, "name", "Veertig");
    r = submit(&c, "/klanten/nieuw", &f);
    assert_goes_to(&r, "/klanten/40?tab=algemeen");
    f = card_of(&c, "/klanten/nieuw");
    assert_string_equal(form_get(&f, "number"), "41");
    form_set(&f, "number", "0");                        /* the next free one */
    form_set(&f, "name", "Volgende");
    r = submit(&c, "/klanten/nieuw", &f);
    assert_goes_to(&r, "/klanten/41?tab=algemeen");
}

static void test_a_number_in_use_is_told_and_nothing_typed_is_lost(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(50, "Vijftig");
    struct form f = card_of(&c, "/klanten/nieuw");
    static const struct { const char *name, *value; } typed[] = {
        { "number", "50" }, { "name", "Nóg <één> & \"meer\"" }, { "coc_number", "87654321" }, { "memo", "een\r\ntwee" },
        { "street", "Straat 5" }, { "postcode", "1234ab" }, { "country", "België" }, { "email", "x@y.nl" },
        { "quote_mailed", "ja" }, { "quote_email", "q@y.nl" }, { "invoice_discount", "2,5" }, { "credit_limit", "1.000" },
        { "iban", "NL91 ABNA 0417 1643 00" }, { "debit_mode", "2" }, { "dunning_mode", "2" }, { "invoice_to", "50" },
    };
    for (size_t i = 0; i < COUNT(typed); i++)
        form_set(&f, typed[i].name, typed[i].value);
    form_set(&f, "postcode", "1234");                   /* Belgian */
    struct answer r = submit(&c, "/klanten/nieuw", &f);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Dit nummer is al in gebruik.");
    assert_shows(&r, "Er is 1 veld dat aandacht nodig heeft");
    assert_shows(&r, "href=\"#number\"");
    struct form again = form_in(&c, &r, "card");
    for (size_t i = 0; i < COUNT(typed); i++)
        if (strcmp(typed[i].name, "postcode") != 0)
            assert_string_equal(form_get(&again, typed[i].name), typed[i].value);
    check_markup(&c, "422", &r);
    form_set(&again, "number", "51");
    r = submit(&c, "/klanten/nieuw", &again);
    assert_goes_to(&r, "/klanten/51?tab=algemeen");
    assert_string_equal(TEXT_OF("51", name), "Nóg <één> & \"meer\"");
    assert_string_equal(TEXT_OF("51", memo), "een\ntwee");
    assert_string_equal(TEXT_OF("51", iban), "NL91ABNA0417164300");
}

static void test_each_wrong_field_has_its_message_tab_and_link(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    struct form f = card_of(&c, "/klanten/nieuw");

    form_set(&f, "name", "");
    form_set(&f, "coc_number", "123");
    form_set(&f, "iban", "NL91ABNA0417164301");
    form_set(&f, "email", "geen adres");
    form_set(&f, "payment_term", "1001");
    struct answer r = submit(&c, "/klanten/nieuw", &f);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Er zijn 5 velden die aandacht nodig hebben");
    assert_shows(&r, "Naam: Dit veld is verplicht.");
    assert_shows(&r, "Krediettermijn: Van -365 tot en met 1000.");
    assert_shows(&r, "aria-label=\"2 met een fout\">2<");          /* Algemeen, Financieel */
    assert_shows(&r, "aria-label=\"1 met een fout\">1<");          /* Contact */
    assert_shows(&r, "id=\"iban\" name=\"iban\" value=\"NL91ABNA0417164301\"");
    c.fragment = true;
    r = submit(&c, "/klanten/nieuw", &f);
    assert_int_equal(r.status, 422);
    assert_true(str_begins(r.body, S("<form id=\"card\"")));
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM customer WHERE name = ''"), 0);
}

static void test_a_copy_has_all_but_the_number(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(60, "Zestig");
    do_in(world, administration, "UPDATE customer SET archived = 1 WHERE number = 60");
    struct form original = card_of(&c, "/klanten/60"), f = card_of(&c, "/klanten/nieuw?kopie=60");

    for (size_t i = 0; i < f.count; i++) {
        const char *name = str_copy(f.arena, f.at[i].name).at;
        if (strcmp(name, "number") != 0 && strcmp(name, "token") != 0)
            assert_string_equal(form_get(&original, name), form_get(&f, name));
    }
    assert_null(form_get(&f, "id"));
    assert_null(form_get(&f, "version"));
    struct answer r = submit(&c, "/klanten/nieuw", &f);
    assert_int_equal(r.status, 303);
    assert_int_equal(number_in(world, administration, "SELECT count(*) FROM customer WHERE name = 'Zestig' AND archived = 0"), 1);
    f = card_of(&c, "/klanten/nieuw?kopie=999");        /* of nobody: an empty card */
    assert_string_equal(form_get(&f, "name"), "");
}

/* ---- saving -------------------------------------------------------------------------------------- */

static void test_saving_what_is_there_changes_nothing(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(70, "Zeventig");
    struct form f = card_of(&c, "/klanten/70");
    int64_t before = audit_lines();
    struct answer r = submit(&c, "/klanten/70", &f);

    assert_goes_to(&r, "/klanten/70?tab=algemeen");
    assert_int_equal(audit_lines(), before);
    f = card_of(&c, "/klanten/70");
    assert_string_equal(form_get(&f, "version"), "1");
}

static void test_a_change_is_kept_with_who_and_what(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(71, "Eenenzeventig");
    struct form f = card_of(&c, "/klanten/71");
    int64_t before = audit_lines();

    form_set(&f, "city", "Ander Dorp");
    form_set(&f, "memo", "");
    form_set(&f, "tab", "adres");
    struct answer r = submit(&c, "/klanten/71", &f);
    assert_goes_to(&r, "/klanten/71?tab=adres");
    assert_int_equal(audit_lines(), before + 2);
    r = get(&c, "/klanten/71?tab=adres");
    assert_shows(&r, "Eenenzeventig is opgeslagen.");
    assert_shows(&r, "Plaats van Ons Dorp naar Ander Dorp");
    assert_shows(&r, "Memo leeggemaakt; was Eerste regel");
    assert_shows(&r, "· Vera Smit</time>");
    assert_shows(&r, "id=\"tab-adres\" href=\"#panel-adres\" aria-controls=\"panel-adres\" aria-selected=\"true\"");
    assert_string_equal(TEXT_OF("71", memo), "");
}

static void test_a_number_may_change_and_the_path_follows(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(72, "Tweeënzeventig");
    struct form f = card_of(&c, "/klanten/72");

    form_set(&f, "number", "7272");
    struct answer r = submit(&c, "/klanten/72", &f);
    assert_goes_to(&r, "/klanten/7272?tab=algemeen");
    r = get(&c, "/klanten/72");
    assert_int_equal(r.status, 404);
    f = card_of(&c, "/klanten/7272");
    form_set(&f, "city", "Elders");
    r = submit(&c, "/klanten/72", &f);                  /* a page that was open under the old number */
    assert_goes_to(&r, "/klanten/7272?tab=algemeen");
}

static void test_fields_that_are_left_out_stay(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(73, "Drieënzeventig");
    struct answer r = post(&c, "/klanten/73", "city=Nieuwstad&onbekend=veld&archived=1&bank_payment=ja&record=9&__proto__=x");

    assert_goes_to(&r, "/klanten/73");
    assert_string_equal(TEXT_OF("73", city), "Nieuwstad");
    assert_string_equal(TEXT_OF("73", street), "Dorpsstraat 1");
    assert_int_equal(number_in(world, administration, "SELECT archived FROM customer WHERE number = 73"), 0);
    r = post(&c, "/klanten/73", "city=Eerst&city=Laatst");      /* the last one counts, as of a tick box */
    assert_string_equal(TEXT_OF("73", city), "Laatst");
}

static void test_a_field_is_checked_while_typing(void **state)
{
    (void)state;
    static const struct { const char *query, *says; } cases[] = {
        { "coc_number=123", "message-error" }, { "coc_number=12345678", "id=\"message-coc_number\" aria-live=\"polite\">\n</p>" },
        { "iban=NL91+ABNA+0417+1643+01", "message-error" }, { "name=", "Dit veld is verplicht." }, { "country=Xyz", "message-error" },
        { "name=%3Cb%3E", "id=\"message-name\" aria-live=\"polite\">\n</p>" },
    };
    struct client c = client_of(world, world->owner);

    c.fragment = true;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer r = get(&c, str_print(&world->arena, "/klanten/controleer?%s", cases[i].query).at);
        assert_int_equal(r.status, 200);
        assert_shows(&r, cases[i].says);
        assert_true(str_begins(r.body, S("<p class=\"field-message\"")));
    }
    struct answer r = get(&c, "/klanten/controleer?wachtwoord=x");
    assert_int_equal(r.body.len, 0);
}

/* ---- notes ---------------------------------------------------------------------------------------- */

static void test_notes_are_signed_and_removed_by_who_wrote_them(void **state)
{
    (void)state;
    add(90, "Negentig");
    int64_t other = add_user(world, "nel@voorbeeld.nl", "Nel Noot", "noten zijn gezond");
    set_role(world, other, administration, ROLE_STANDARD);
    struct client c = client_of(world, world->owner), nel = client_of(world, other);
    struct answer r = post(&c, "/klanten/90/notities", "notitie=Gebeld+%3Cb%3E%0D%0Aover+de+prijs");

    assert_goes_to(&r, "/klanten/90?tab=notities");
    int64_t id = number_in(world, administration, "SELECT max(id) FROM note");
    const char *remove = str_print(&world->arena, "/klanten/90/notities/%d/verwijderen", (int)id).at;
    r = get(&c, "/klanten/90?tab=notities");
    assert_shows(&r, "<b>Vera Smit</b>");
    assert_shows(&r, "Gebeld &lt;b&gt;");
    assert_shows(&r, remove);
    r = get(&nel, "/klanten/90?tab=notities");
    assert_shows(&r, "Gebeld &lt;b&gt;");
    assert_not_shows(&r, remove);
    r = post(&nel, remove, "");
    assert_int_equal(r.status, 404);
    r = post(&c, str_print(&world->arena, "/klanten/-2/notities/%d/verwijderen", (int)id).at, "");
    assert_int_equal(r.status, 404);
    r = post(&c, remove, "");
    assert_goes_to(&r, "/klanten/90?tab=notities");
    r = post(&c, remove, "");
    assert_int_equal(r.status, 404);
}

static void test_a_note_that_can_not_be_kept_is_shown_again(void **state)
{
    (void)state;
    struct client c = client_of(world, world->owner);
    add(91, "Eenennegentig");
    struct buf b = { .arena = &world->arena };
    struct answer r = post(&c, "/klanten/91/notities", "notitie=+%0D%0A");

    assert_int_equal(r.status, 422);
    assert_shows(&r, "Typ eerst een notitie.");
    buf_add(&b, S("notitie="));
    for (int i = 0; i < 4001; i++)
        buf_add(&b, S("%C3%A9"));
    r = post(&c, "/klanten/91/notities", buf_str(&b).at);
    assert_int_equal(r.status, 422);
    assert_shows(&r, "Een notitie heeft hooguit 4.000 tekens.");
    assert_shows(&r, "éééééééééééééééé");
    b.len -= strlen("%C3%A9");
    r = post_bytes(&c, "/klanten/91/notities", buf_str(&b));
    assert_int_equal(r.status, 303);
}

static void test_the_words_of_the_card(void **state)
{
    (void)state;
    static const char *const words[] = {
        ">Algemeen", ">Adres", ">Contact", ">Financieel", ">Notities", "Opslaan</button>", "Kopiëren", "Archiveren",
        "Correspondentieadres", "Documenten per e-mail", "UBL als bijlage", "Niet automatisch incasseren",
        "Standaard incasso Core", "Incasso B2B", "<span>Geen</span>", "<span>Onderneming</span>", "<span>Consument</span>",
        "Factuur naar", "Verwijderen", "Klantnummer", "Krediettermijn", "Kredietlimiet",
    };
    struct client c = client_of(world, world->owner);
    add(95, "Vijfennegentig");
    struct answer r = get(&c, "/klanten/95");

    for (size_t i = 0; i < COUNT(words); i++)
        assert_shows(&r, words[i]);
    for (size_t i = 0; i < customer_entity.count; i++)
        if (customer_entity.fields[i].section >= 0)
            assert_shows(&r, customer_entity.fields[i].label);
    assert_shows(&r, "value=\"NL91 ABNA 0417 1643 00\"");
    assert_shows(&r, "Tweede &lt;regel&gt;</textarea>");
}

static void test_a_reader_can_not_save(void **state)
{
    (void)state;
    int64_t reader = add_user(world, "rob@voorbeeld.nl", "Rob Lees", "een lezer leest hier");
    set_role(world, reader, administration, ROLE_READER);
    struct client c = client_of(world, reader);
    add(96, "Zesennegentig");
    struct answer r = get(&c, "/klanten/96");

    assert_shows(&r, "Zesennegentig");
    assert_not_shows(&r, "data-save");
    assert_not_shows(&r, "Notitie toevoegen");
    assert_not_shows(&r, "/klanten/96/archiveren");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_card_proposes_the_highest_number_and_one),
        cmocka_unit_test(test_a_number_in_use_is_told_and_nothing_typed_is_lost),
        cmocka_unit_test(test_each_wrong_field_has_its_message_tab_and_link),
        cmocka_unit_test(test_a_copy_has_all_but_the_number),
        cmocka_unit_test(test_saving_what_is_there_changes_nothing),
        cmocka_unit_test(test_a_change_is_kept_with_who_and_what),
        cmocka_unit_test(test_a_number_may_change_and_the_path_follows),
        cmocka_unit_test(test_fields_that_are_left_out_stay),
        cmocka_unit_test(test_a_field_is_checked_while_typing),
        cmocka_unit_test(test_notes_are_signed_and_removed_by_who_wrote_them),
        cmocka_unit_test(test_a_note_that_can_not_be_kept_is_shown_again),
        cmocka_unit_test(test_the_words_of_the_card),
        cmocka_unit_test(test_a_reader_can_not_save),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
