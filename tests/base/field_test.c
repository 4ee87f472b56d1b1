/* The one gate that all input passes, tried on an entity that has a field of every type. */
#include "base/field.h"

#include "base/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- what a shop that does not exist sells ---- */

struct thing {
    struct record  record;
    int64_t        number;
    struct str     name, remark, code;
    int64_t        floor;
    struct flag    sold;
    struct money   price;
    struct decimal share;
    struct date    since;
    struct ref     part_of;
    struct choice  colour;
    struct str     tag;
};

static const struct entity thing_entity;

enum { UNKNOWN_THING = -2 };

static const struct alternative colours[] = {
    { 0, "Geen", NULL }, { 1, "Rood", "RD red" }, { 7, "Café crème", "CC" }, { 2, "Zeer licht blauw", "" }, { 0 },
};

/* Capitals, so longer than it was typed; and never X. */
static const char *code_check(struct arena *a, struct str *value)
{
    struct buf b = { .arena = a };

    if (memchr(value->at, 'x', value->len))
        return "Geen x.";
    buf_add(&b, S("C-"));
    buf_add(&b, str_upper(a, *value));
    *value = buf_str(&b);
    return NULL;
}

static struct str code_show(struct arena *a, struct str code)
{
    return str_print(a, "<%s>", code.at);
}

static const struct field fields[] = {
    { FIELD(thing, number), .label = "Nummer", .rules = KEY, .most = 1000 },
    { FIELD(thing, name), .label = "Naam", .rules = REQUIRED | LISTED | SOUGHT, .max = 10 },
    { FIELD(thing, remark), .label = "Opmerking", .rules = LONG, .max = 20 },
    { FIELD(thing, code), .label = "Code", .max = 6, .check = code_check, .show = code_show },
    { FIELD(thing, floor), .label = "Verdieping", .least = -3, .most = 40, .initial = "1" },
    { FIELD(thing, sold), .label = "Verkocht", .rules = ARCHIVES },
    { FIELD(thing, price), .label = "Prijs", .least = -100, .most = 123456789 },
    { FIELD(thing, share), .label = "Deel", .least = 5000, .most = 1000000, .initial = "2,5" },
    { FIELD(thing, since), .label = "Sinds" },
    { FIELD(thing, part_of), .label = "Deel van", .of = &thing_entity },
    { FIELD(thing, colour), .label = "Kleur", .options = colours, .initial = "rood" },
    { FIELD(thing, tag), .label = "Etiket" },
};

static int checks;

static void check(const struct context *cx, void *record, struct problems *bad)
{
    const struct thing *t = record;

    (void)cx;
    checks++;
    if (t->sold.on && !t->price.cents)
        WRONG(bad, thing, price, "Voor hoeveel?");
    if (t->floor < 0)
        NOTE(bad, thing, floor, "Dat is de kelder.");
}

static const struct entity thing_entity = {
    .name = "thing", .title = "ding", .titles = "dingen", .path = "/dingen", .size = sizeof(struct thing), .fields = fields,
    .count = COUNT(fields), .check = check, .unknown = UNKNOWN_THING, .unknown_name = "Ding onbekend",
};

/* ---- where its text comes from ---- */

struct said { struct source source; const char *field; struct str text; const char *why; };

static bool said_text(const struct source *source, struct arena *a, const struct field *f, struct str *out, const char **why)
{
    (void)a;
    for (const struct said *s = (const struct said *)source; s->field; s++) {
        if (strcmp(s->field, f->name) == 0) {
            *out = s->text;
            *why = s->why;
            return true;
        }
    }
    return false;
}

/* SAID({ "name", "Tafel" }, ...): those fields; of the others nothing is said. */
#define SAID(...) ((const struct said[]){ __VA_ARGS__, { .field = NULL } }[0].source)
#define IS(name, literal) { { said_text }, name, { literal, sizeof(literal) - 1 }, NULL }

static int64_t id_of(const struct names *n, struct arena *a, const struct entity *e, struct str key)
{
    (void)n, (void)a;
    assert_ptr_equal(e, &thing_entity);
    return str_is(key, S("12")) ? 99 : 0;
}

static struct str key_of(const struct names *n, struct arena *a, const struct entity *e, int64_t id)
{
    (void)n, (void)a;
    assert_ptr_equal(e, &thing_entity);
    return id == 99 ? S("12") : S("?");
}

static struct arena arena;
static const struct names names = { id_of, key_of };
static const struct context cx = { &arena, &names, 528 };

static const struct thing right = { .record = { { 5 }, 3 }, .number = 1, .name = { "Tafel", 5 }, .share = { 10000 } };

static int drop_arena(void **state)
{
    (void)state;
    arena_drop(&arena);
    return 0;
}

static size_t index_of(const char *name)
{
    return (size_t)(entity_field(&thing_entity, str_from(name)) - fields);
}

/* What is said when this text comes for that field of a right record; the record is what it became. */
static const char *set(const char *field, struct str text, struct thing *t)
{
    struct problems bad = { 0 };
    struct said said[] = { { { said_text }, field, text, NULL }, { .field = NULL } };

    *t = right;
    entity_read(&cx, &thing_entity, t, &said[0].source, &bad);
    assert_int_equal(bad.count, bad.of[index_of(field)] != NULL);
    return bad.of[index_of(field)];
}

static void assert_text(struct str got, const char *wanted)
{
    if (!str_is(got, str_from(wanted)))
        fail_msg("'%.*s' is not '%s'", (int)got.len, got.at, wanted);
}

static void assert_refused(const char *field, struct str text, const char *why)
{
    struct thing t;
    const char *said = set(field, text, &t);

    if (!said)
        fail_msg("%s takes '%.*s'", field, (int)text.len, text.at);
    assert_string_equal(said, why);
    assert_true(field_same(&fields[index_of(field)], &t, &right));
}

/* Taken, and shown as this. */
static void assert_taken(const char *field, struct str text, const char *shown)
{
    struct thing t;
    const char *said = set(field, text, &t);

    if (said)
        fail_msg("%s refuses '%.*s': %s", field, (int)text.len, text.at, said);
    assert_text(field_text(&cx, &fields[index_of(field)], &t), shown);
}

/* ---- text ---- */

static const char required[] = "Dit veld is verplicht.";
static const char odd[] = "Hier staan tekens in die niet bewaard kunnen worden. Typ de tekst opnieuw.";
static const char one_line[] = "Dit veld heeft maar één regel.";

static void a_required_field_is_not_empty(void **state)
{
    (void)state;
    assert_refused("name", S(""), required);
    assert_refused("name", S("  \t\r\n "), required);
    assert_refused("name", S("\xc2\xa0\xc2\xa0"), required);
    assert_refused("number", S(" "), required);
    assert_taken("tag", S("  "), "");
}

static void what_is_empty_is_cleared(void **state)
{
    (void)state;
    static const char *const clearable[] = { "remark", "code", "floor", "sold", "price", "share", "since", "part_of", "colour", "tag" };
    struct thing t = { .record = { { 5 }, 3 }, .number = 1, .name = S("Tafel"), .remark = S("r"), .code = S("c"), .floor = 1,
                       .sold = { 1 }, .price = { 1 }, .share = { 1 }, .since = { 20260101 }, .part_of = { 1 }, .colour = { 1 },
                       .tag = S("t") };
    const struct thing empty = { .record = { { 5 }, 3 }, .number = 1, .name = S("Tafel") };
    struct said said[COUNT(clearable) + 1] = { { .field = NULL } };
    struct problems bad = { 0 };

    for (size_t i = 0; i < COUNT(clearable); i++)
        said[i] = (struct said){ { said_text }, clearable[i], S(""), NULL };
    entity_read(&cx, &thing_entity, &t, &said[0].source, &bad);
    assert_int_equal(bad.count, 0);
    for (size_t i = 0; i < thing_entity.count; i++)
        assert_true(field_same(&fields[i], &t, &empty));
    assert_int_equal(t.record.version, 3);
}

static void a_required_text_that_nothing_is_said_of_must_be_there_already(void **state)
{
    (void)state;
    struct thing t = { .number = 1 };
    struct problems bad = { 0 };

    entity_read(&cx, &thing_entity, &t, &SAID(IS("tag", "a")), &bad);
    assert_int_equal(bad.count, 1);
    assert_string_equal(bad.of[index_of("name")], required);
}

static void lengths_count_characters(void **state)
{
    (void)state;
    assert_taken("name", S("0123456789"), "0123456789");
    assert_taken("name", S("éééééééééé"), "éééééééééé");
    assert_taken("name", S("\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80");
    assert_taken("name", S("   0123456789   "), "0123456789");
    assert_refused("name", S("01234567890"), "Hooguit 10 tekens; dit zijn er 11.");
    assert_refused("name", S("ééééééééééé"), "Hooguit 10 tekens; dit zijn er 11.");
    assert_taken("code", S("abcd"), "<C-ABCD>");
    assert_refused("code", S("abcde"), "Hooguit 6 tekens.");        /* with what its check makes of it */
    assert_refused("code", S("x"), "Geen x.");
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    static const struct str wrong[] = {
        { "a\0b", 3 }, { "a\x01" "b", 3 }, { "a\x1b[31m", 6 }, { "a\x7f", 2 }, { "a\xc2\x85", 3 }, { "\xff", 1 }, { "a\xc3", 2 },
        { "\xed\xa0\x80", 3 }, { "\xc0\xaf", 2 }, { "\xf4\x90\x80\x80", 4 }, { "a\x0b" "b", 3 }, { "a\x0c" "b", 3 },
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_refused("name", wrong[i], odd);
        assert_refused("remark", wrong[i], odd);
        assert_refused("price", wrong[i], odd);
        assert_refused("colour", wrong[i], odd);
    }
    assert_taken("tag", S("'; DROP TABLE thing; --"), "'; DROP TABLE thing; --");
    assert_taken("tag", S("<script>"), "<script>");
    assert_taken("tag", S("=1+1"), "=1+1");
}

static void a_line_is_one_line(void **state)
{
    (void)state;
    assert_refused("name", S("a\nb"), one_line);
    assert_refused("name", S("a\r\nb"), one_line);
    assert_refused("name", S("a\rb"), one_line);
    assert_taken("name", S("a b\r\n"), "a b");
    assert_taken("name", S("a\tb"), "a\tb");
    assert_taken("remark", S("a\nb"), "a\nb");
}

/* A browser sends CR LF for the LF it was given, which is no change and no longer text. */
static void lines_end_in_a_line_feed(void **state)
{
    (void)state;
    assert_taken("remark", S("a\r\n\r\nb\rc\n"), "a\n\nb\nc");
    assert_taken("remark", S("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n10"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10");
    assert_refused("remark", S("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n100"), "Hooguit 20 tekens; dit zijn er 21.");
}

/* ---- other types ---- */

static void numbers_stay_in_their_range(void **state)
{
    (void)state;
    assert_taken("floor", S("-3"), "-3");
    assert_taken("floor", S(" 40 "), "40");
    assert_taken("floor", S("007"), "7");
    assert_refused("floor", S("-4"), "Van -3 tot en met 40.");
    assert_refused("floor", S("41"), "Van -3 tot en met 40.");
    assert_refused("floor", S("9223372036854775808"), "Vul een geheel getal in.");
    assert_refused("floor", S("1,5"), "Vul een geheel getal in.");
    assert_refused("floor", S("1.0"), "Vul een geheel getal in.");
    assert_refused("floor", S("een"), "Vul een geheel getal in.");
    assert_refused("number", S("-1"), "Van 0 tot en met 1000.");
    assert_refused("number", S("1001"), "Van 0 tot en met 1000.");
    assert_taken("number", S("0"), "0");
    assert_taken("price", S("1.234.567,89"), "1.234.567,89");
    assert_taken("price", S("-1"), "-1,00");
    assert_refused("price", S("-1,01"), "Van -1,00 tot en met 1.234.567,89.");
    assert_refused("price", S("1234567,9"), "Van -1,00 tot en met 1.234.567,89.");
    assert_refused("price", S("12,345"), "Vul een bedrag in, zoals 1.234,56.");
    assert_taken("share", S("0,5"), "0,5");
    assert_taken("share", S("12.3456"), "12,3456");
    assert_refused("share", S("0,4999"), "Van 0,5 tot en met 100.");
    assert_refused("share", S("100,0001"), "Van 0,5 tot en met 100.");
    assert_refused("share", S("veel"), "Vul een getal in, zoals 2,5.");
    assert_taken("since", S("29-2-2024"), "29-02-2024");
    assert_refused("since", S("30-2-2024"), "Vul een datum in, zoals 31-12-2026.");
}

static void flags_are_said_in_many_words(void **state)
{
    (void)state;
    static const struct { const char *word; int64_t on; } words[] = {
        { "Waar", 1 }, { "waar", 1 }, { "WAAR", 1 }, { "True", 1 }, { "TRUE", 1 }, { "true", 1 }, { "Ja", 1 }, { "JA", 1 },
        { " ja ", 1 }, { "1", 1 }, { "Onwaar", 0 }, { "ONWAAR", 0 }, { "False", 0 }, { "FALSE", 0 }, { "false", 0 },
        { "Nee", 0 }, { "nEE", 0 }, { "0", 0 }, { "", 0 },
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct thing t = right;
        t.sold.on = !words[i].on;
        assert_null(field_set(&cx, &fields[index_of("sold")], &t, str_from(words[i].word)));
        assert_int_equal(t.sold.on, words[i].on);
        assert_text(field_text(&cx, &fields[index_of("sold")], &t), words[i].on ? "ja" : "nee");
    }
    static const char *const wrong[] = { "2", "-1", "yes", "no", "j", "wa ar", "Waars", "aan", "on" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_refused("sold", str_from(wrong[i]), "Vul Waar of False in.");
}

static void choices_are_known_by_code_label_and_other_names(void **state)
{
    (void)state;
    assert_taken("colour", S("1"), "Rood");
    assert_taken("colour", S("01"), "Rood");
    assert_taken("colour", S("rOOD"), "Rood");
    assert_taken("colour", S("Red"), "Rood");
    assert_taken("colour", S("rd"), "Rood");
    assert_taken("colour", S("7"), "Café crème");
    assert_taken("colour", S("cafe creme"), "Café crème");
    assert_taken("colour", S("CAFÉ  CRÈME"), "Café crème");
    assert_taken("colour", S("Cafe\xcc\x81 cre\xcc\x80me"), "Café crème");     /* accents apart */
    assert_taken("colour", S("zeer licht blauw"), "Zeer licht blauw");
    assert_taken("colour", S("geen"), "Geen");
    assert_taken("colour", S("0"), "Geen");
    assert_taken("colour", S(""), "Geen");
    static const char *const wrong[] = { "3", "-1", "Ro", "Roodd", "RD red", "r d", "%", "99999999999999999999" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_refused("colour", str_from(wrong[i]), "Dit is geen van de mogelijkheden.");
    struct thing t = { .colour = { 55 } };              /* of a later program */
    assert_text(field_text(&cx, &fields[index_of("colour")], &t), "");
}

static void references_are_known_by_key(void **state)
{
    (void)state;
    struct thing t;

    assert_null(set("part_of", S(" 12 "), &t));
    assert_int_equal(t.part_of.id, 99);
    assert_text(field_text(&cx, &fields[index_of("part_of")], &t), "12");
    assert_refused("part_of", S("13"), "Dit nummer bestaat niet.");
    assert_taken("part_of", S(""), "");
}

/* ---- the whole record ---- */

static void fields_that_nothing_is_said_of_are_left_alone(void **state)
{
    (void)state;
    struct thing t = right;
    struct problems bad = { 0 };

    t.remark = S("blijft");
    t.price.cents = 250;
    t.since.ymd = 20260131;
    struct thing before = t;
    entity_read(&cx, &thing_entity, &t, &SAID(IS("tag", "nieuw"), IS("nothing_of_ours", "1")), &bad);
    assert_int_equal(bad.count, 0);
    for (size_t i = 0; i < thing_entity.count; i++)
        assert_true(field_same(&fields[i], &t, &before) == (i != index_of("tag")));
    assert_text(t.tag, "nieuw");
}

static void what_is_wrong_is_said_field_by_field_and_the_rest_is_kept(void **state)
{
    (void)state;
    struct thing t = right;
    struct problems bad = { 0 };

    checks = 0;
    entity_read(&cx, &thing_entity, &t, &SAID(IS("name", ""), IS("price", "veel"), IS("tag", "wel"), IS("sold", "ja")), &bad);
    assert_int_equal(bad.count, 2);
    assert_string_equal(bad.of[index_of("name")], required);
    assert_non_null(bad.of[index_of("price")]);
    assert_null(bad.of[index_of("tag")]);
    assert_text(t.tag, "wel");
    assert_int_equal(t.sold.on, 1);
    assert_int_equal(checks, 0);                        /* only right fields are compared with each other */
}

static void a_source_may_refuse_a_value(void **state)
{
    (void)state;
    struct thing t = right;
    struct problems bad = { 0 };
    const struct said said[] = { { { said_text }, "tag", { 0 }, "Excel heeft dit verminkt." }, { .field = NULL } };

    entity_read(&cx, &thing_entity, &t, &said[0].source, &bad);
    assert_int_equal(bad.count, 1);
    assert_string_equal(bad.of[index_of("tag")], "Excel heeft dit verminkt.");
}

static void rules_between_fields_say_problems_and_notes(void **state)
{
    (void)state;
    struct thing t = right;
    struct problems bad = { 0 };

    entity_read(&cx, &thing_entity, &t, &SAID(IS("sold", "ja"), IS("floor", "-2")), &bad);
    assert_int_equal(bad.count, 1);
    assert_string_equal(bad.of[index_of("price")], "Voor hoeveel?");
    assert_string_equal(bad.note[index_of("floor")], "Dat is de kelder.");
    WRONG(&bad, thing, price, "En nog eens.");          /* the last word on a field, counted once */
    assert_int_equal(bad.count, 1);
    assert_string_equal(bad.of[index_of("price")], "En nog eens.");
}

static void the_unknown_record_keeps_its_key(void **state)
{
    (void)state;
    static const struct { int64_t number; const char *typed; bool taken; } rows[] = {
        { UNKNOWN_THING, "-2", true }, { UNKNOWN_THING, " -2 ", true }, { UNKNOWN_THING, "-3", false }, { UNKNOWN_THING, "7", false },
        { UNKNOWN_THING, "", false },
        { 1, "-2", false }, { 0, "-2", false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct thing t = right;
        struct problems bad = { 0 };
        struct said said[] = { { { said_text }, "number", str_from(rows[i].typed), NULL }, { .field = NULL } };
        t.number = rows[i].number;
        entity_read(&cx, &thing_entity, &t, &said[0].source, &bad);
        assert_int_equal(bad.count, !rows[i].taken);
        assert_int_equal(t.number, rows[i].number);
    }
}

static void a_new_one_has_what_its_fields_begin_with(void **state)
{
    (void)state;
    struct thing t;

    memset(&t, 0x55, sizeof t);
    entity_new(&cx, &thing_entity, &t);
    const struct thing wanted = { .floor = 1, .share = { 25000 }, .colour = { 1 } };
    for (size_t i = 0; i < thing_entity.count; i++)
        assert_true(field_same(&fields[i], &t, &wanted));
    assert_int_equal(t.record.id.id, 0);
    assert_int_equal(t.record.version, 0);
}

static void fields_are_found_by_what_they_are(void **state)
{
    (void)state;
    assert_ptr_equal(entity_key(&thing_entity), &fields[0]);
    assert_ptr_equal(entity_name_field(&thing_entity), &fields[1]);
    assert_ptr_equal(entity_archives(&thing_entity), &fields[5]);
    assert_null(entity_field(&thing_entity, S("nam")));
    assert_null(entity_field(&thing_entity, S("")));
    assert_int_equal(fields[6].type, FIELD_MONEY);
    assert_int_equal(fields[10].type, FIELD_CHOICE);

    const struct entity bare = { .name = "bare", .fields = fields, .count = 1 };
    assert_null(entity_archives(&bare));
    assert_ptr_equal(entity_name_field(&bare), &fields[0]);
    const struct entity keyless = { .name = "keyless", .fields = fields + 1, .count = 2 };
    struct fault here;
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        fail_msg("%p is a key", (const void *)entity_key(&keyless));
    FAULT_END(&here);
    assert_string_equal(here.message, "keyless has no key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_required_field_is_not_empty),
        cmocka_unit_test(what_is_empty_is_cleared),
        cmocka_unit_test(a_required_text_that_nothing_is_said_of_must_be_there_already),
        cmocka_unit_test(lengths_count_characters),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(a_line_is_one_line),
        cmocka_unit_test(lines_end_in_a_line_feed),
        cmocka_unit_test(numbers_stay_in_their_range),
        cmocka_unit_test(flags_are_said_in_many_words),
        cmocka_unit_test(choices_are_known_by_code_label_and_other_names),
        cmocka_unit_test(references_are_known_by_key),
        cmocka_unit_test(fields_that_nothing_is_said_of_are_left_alone),
        cmocka_unit_test(what_is_wrong_is_said_field_by_field_and_the_rest_is_kept),
        cmocka_unit_test(a_source_may_refuse_a_value),
        cmocka_unit_test(rules_between_fields_say_problems_and_notes),
        cmocka_unit_test(the_unknown_record_keeps_its_key),
        cmocka_unit_test(a_new_one_has_what_its_fields_begin_with),
        cmocka_unit_test(fields_are_found_by_what_they_are),
    };
    return cmocka_run_group_tests_name("field", tests, NULL, drop_arena);
}
