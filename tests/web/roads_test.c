/* roads_test.c - whatever can be said of a field survives every road it takes.
 *
 * The tests loop over the entities, so they also hold for the ones that are not written yet. */
#include "../domain/import_world.h"

#include "domain/entities.h"
#include "web/form.h"

/* Each row describes the member where the one before it ended: one that nobody described would be lost
 * in silence. */
static void the_rows_tile_the_struct(void **state)
{
    (void)state;
    for (size_t k = 0; k < entity_count; k++) {
        const struct entity *e = entities[k];
        size_t at = sizeof(struct record);
        for (size_t i = 0; i < e->count; i++) {
            if (e->fields[i].at != at)
                fail_msg("%s: %s does not stand behind %s", e->name, e->fields[i].name, i ? e->fields[i - 1].name : "the head");
            at += kinds[e->fields[i].type].size;
        }
        assert_int_equal(at, e->size);
        assert_in_range(e->count, 1, MOST_FIELDS);
    }
}

static void every_row_says_what_it_must(void **state)
{
    (void)state;
    for (size_t k = 0; k < entity_count; k++) {
        const struct entity *e = entities[k];
        assert_non_null(entity_key(e)->column);
        assert_ptr_equal(entity_called(str_from(e->titles)), e);
        for (size_t i = 0; i < e->count; i++) {
            const struct field *f = &e->fields[i];
            assert_true(f->label && f->label[0]);
            assert_int_equal(f->type == FIELD_REF, f->of != NULL);
            assert_int_equal(f->type == FIELD_CHOICE, f->options != NULL);
            assert_true(f->section < (int)e->section_count);
            if (f->rules & REQUIRED && !(f->example && f->column))
                fail_msg("%s.%s is required and has no column or example", e->name, f->name);
            for (size_t n = 0; n < i; n++) {
                assert_string_not_equal(f->name, e->fields[n].name);
                if (f->column && e->fields[n].column)
                    assert_false(str_is_nocase(str_from(f->column), str_from(e->fields[n].column)));
            }
        }
    }
}

/* ---- a record that has something in every field ---- */

static const char *sample(const struct context *cx, const struct entity *e, const struct field *f, struct str own_key)
{
    static const char *const samples[] = {
        "NL1@\"<&\xc3\xa9", "14", "ja", "1.234,56", "29-02-2024", "00000001234567890000", "info@voorbeeld.nl", "528",
    };
    void *scratch = arena_take(&arena, e->size);

    if (f->type == FIELD_REF)
        return own_key.at;
    if (f->example && !(f->rules & ARCHIVES))
        return f->example;
    for (size_t i = 0; i < COUNT(samples); i++)
        if (field_set(cx, f, scratch, str_from(samples[i])) == NULL)
            return samples[i];
    if (f->type == FIELD_CHOICE)
        return f->options[0].label;
    fail_msg("no sample fits %s.%s", e->name, f->name);
    return NULL;
}

static void same(const struct context *cx, const struct entity *e, const void *x, const void *y, const char *road)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct field *f = &e->fields[i];
        if (!(f->rules & UNKEPT) && !field_same(f, x, y))
            fail_msg("%s: %s.%s was \"%s\" and became \"%s\"", road, e->name, f->name,
                     str_copy(&arena, field_text(cx, f, x)).at, str_copy(&arena, field_text(cx, f, y)).at);
    }
}

static void right(const struct entity *e, const struct problems *bad, const char *road)
{
    for (size_t i = 0; i < e->count; i++)
        if (bad->of[i])
            fail_msg("%s: %s.%s: %s", road, e->name, e->fields[i].name, bad->of[i]);
}

/* As a card would send it. */
static void by_form(const struct context *cx, const struct entity *e, struct pair *pairs, void *record)
{
    struct form_source form = form_source((struct pairs){ pairs, e->count });
    struct problems bad = { 0 };

    entity_new(cx, e, record);
    entity_read(cx, e, record, &form.source, &bad);
    right(e, &bad, "form");
}

static void by_sheet(const struct context *cx, const struct entity *e, const void *record)
{
    struct sheet_column *columns;
    size_t count = export_columns(&arena, e, &columns);
    struct sheet_value *cells = TAKE_MANY(&arena, struct sheet_value, count);
    struct sheet_writer *w = sheet_writer_start(&arena, S("Blad"), columns, count);
    struct file_error error = { 0 };

    export_cells(cx, e, record, cells);
    assert_true(sheet_writer_row(w, cells, &error) && sheet_writer_end(w, &error));
    struct import_report r = import_as(IMPORT_BOTH, file_of(sheet_writer_take(w)));
    if (r.refused.len)
        fail_msg("%s: %s", e->name, r.refused.at);
    if (r.count[IMPORT_NEW] != 1)
        fail_msg("%s: %s: %s", e->name, r.lines[0].column.at, r.lines[0].reason.at);
}

static void every_field_survives_form_sheet_and_database(void **state)
{
    (void)state;
    for (size_t k = 0; k < entity_count; k++) {
        const struct entity *e = entities[k];
        struct db *db = house_administration(house, 1);
        struct record_names names = record_names(db);
        struct context cx = { &arena, &names.names, 528 };
        void *other = arena_take(&arena, e->size), *record = arena_take(&arena, e->size), *back = arena_take(&arena, e->size);
        struct pair *pairs = TAKE_MANY(&arena, struct pair, e->count);
        const struct field *key = entity_key(e);

        importing = e;
        db_begin(db, true);                     /* one for the references to point to */
        assert_int_equal(field_set(&cx, key, other, str_from(key->example)) != NULL, 0);
        field_set(&cx, entity_name_field(e), other, S("Ander"));
        assert_int_equal(record_put(&arena, db, e, other, NULL, &somebody), PUT_DONE);
        db_commit(db);

        for (size_t i = 0; i < e->count; i++)
            pairs[i] = (struct pair){ str_from(e->fields[i].name), str_from(sample(&cx, e, &e->fields[i], field_text(&cx, key, other))) };
        pairs[key - e->fields].value = key->type == FIELD_INT ? S("77") : S("ZZ77");
        by_form(&cx, e, pairs, record);
        house_give(house, db);

        db = house_administration(house, 1);
        names = record_names(db);
        by_sheet(&cx, e, record);
        db_begin(db, false);
        assert_true(record_find(&arena, db, e, field_text(&cx, key, record), back));
        same(&cx, e, record, back, "sheet and database");

        struct problems bad = { 0 };            /* and as the card shows it */
        for (size_t i = 0; i < e->count; i++)
            pairs[i].value = field_text(&cx, &e->fields[i], back);
        struct form_source form = form_source((struct pairs){ pairs, e->count });
        memset(record, 0, e->size);
        *(struct record *)record = *(struct record *)back;
        entity_read(&cx, e, record, &form.source, &bad);
        right(e, &bad, "card");
        same(&cx, e, back, record, "card");
        house_give(house, db);
    }
}

static void every_example_is_right(void **state)
{
    (void)state;
    struct context cx = { &arena, NULL, 528 };
    for (size_t k = 0; k < entity_count; k++) {
        const struct entity *e = entities[k];
        struct problems bad = { 0 };
        void *record = arena_take(&arena, e->size);
        for (size_t i = 0; i < e->count; i++) {
            const struct field *f = &e->fields[i];
            const char *wrong = f->example ? field_set(&cx, f, record, str_from(f->example)) : NULL;
            if (wrong)
                fail_msg("%s.%s: %s", e->name, f->name, wrong);
        }
        if (e->check)
            e->check(&cx, record, &bad);
        right(e, &bad, "example");
        assert_true(export_template(&arena, e).len > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_tile_the_struct),
        cmocka_unit_test(every_row_says_what_it_must),
        cmocka_unit_test(every_example_is_right),
        cmocka_unit_test_setup_teardown(every_field_survives_form_sheet_and_database, open_world, close_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
