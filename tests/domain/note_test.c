/* Notes: dated, signed, removed by who wrote them alone. */
#include "domain/note.h"

#include "../store/customers.h"

static struct arena arena;
static struct db *db;

static const struct actor bert = { 8, { "Bert", 4 }, { 2000 } };

static int open_db(void **state)
{
    (void)state;
    db = customers_open(&arena);
    db_script(db, note_schema(&arena, db_make(db)).at);
    return 0;
}

static int drop_db(void **state)
{
    (void)state;
    db_drop(db);
    arena_reset(&arena);
    return 0;
}

static int remove_all(void **state)
{
    arena_drop(&arena);
    return scratch_remove(state);
}

static const char *add(int64_t record, const char *text, const struct actor *by)
{
    return note_add(db, &customer_entity, record, str_from(text), by);
}

static size_t list(int64_t record, struct note **notes)
{
    return note_list(&arena, note_ask(db, &customer_entity, record, 100), 100, notes);
}

static void notes_are_dated_and_signed_and_the_latest_is_first(void **state)
{
    (void)state;
    struct note *notes;

    assert_int_equal(list(1, &notes), 0);
    assert_null(add(1, "  Belt liever 's ochtends.\n\nNa tienen.  ", &anna));
    assert_null(add(1, "Gebeld", &bert));
    assert_null(add(2, "Van een ander", &anna));
    assert_int_equal(list(1, &notes), 2);
    assert_text(notes[0].text, "Gebeld");
    assert_text(notes[0].who, "Bert");
    assert_int_equal(notes[0].user, 8);
    assert_int_equal(notes[0].at.seconds, 2000);
    assert_text(notes[1].text, "Belt liever 's ochtends.\n\nNa tienen.");
    assert_text(notes[1].who, "Anna");
    assert_int_equal(note_list(&arena, note_ask(db, &customer_entity, 1, 1), 1, &notes), 1);
    assert_text(notes[0].text, "Gebeld");
    const struct entity other = { .name = "supplier" };
    assert_int_equal(note_list(&arena, note_ask(db, &other, 1, 100), 100, &notes), 0);
}

static void what_is_no_note_is_refused(void **state)
{
    (void)state;
    struct buf b = { .arena = &arena };
    struct note *notes;

    assert_string_equal(add(1, "", &anna), "Typ eerst een notitie.");
    assert_string_equal(add(1, " \n\t\xc2\xa0", &anna), "Typ eerst een notitie.");
    assert_non_null(add(1, "a\x01" "b", &anna));
    assert_non_null(add(1, "\xff", &anna));
    assert_non_null(note_add(db, &customer_entity, 1, (struct str){ "a\0b", 3 }, &anna));
    for (int i = 0; i < NOTE_MOST; i++)
        buf_add(&b, S("é"));
    assert_null(add(1, buf_str(&b).at, &anna));
    buf_char(&b, 'x');
    assert_string_equal(add(1, buf_str(&b).at, &anna), "Een notitie heeft hooguit 4.000 tekens.");
    assert_int_equal(list(1, &notes), 1);
    assert_int_equal(str_chars(notes[0].text), NOTE_MOST);
}

static void only_who_wrote_a_note_removes_it(void **state)
{
    (void)state;
    struct note *notes;

    assert_null(add(1, "Van Anna", &anna));
    assert_int_equal(list(1, &notes), 1);
    assert_false(note_remove(db, &customer_entity, 1, notes[0].id, &bert));
    assert_false(note_remove(db, &customer_entity, 2, notes[0].id, &anna));
    assert_false(note_remove(db, &customer_entity, 1, notes[0].id + 1, &anna));
    assert_int_equal(list(1, &notes), 1);
    assert_true(note_remove(db, &customer_entity, 1, notes[0].id, &anna));
    assert_false(note_remove(db, &customer_entity, 1, notes[0].id, &anna));
    assert_int_equal(list(1, &notes), 0);
}

static void all_notes_of_a_record_go_with_it(void **state)
{
    (void)state;
    struct note *notes;

    assert_null(add(1, "Een", &anna));
    assert_null(add(1, "Twee", &bert));
    assert_null(add(2, "Blijft", &anna));
    note_remove_all(db, &customer_entity, 1);
    assert_int_equal(list(1, &notes), 0);
    assert_int_equal(list(2, &notes), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_db, drop_db)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(notes_are_dated_and_signed_and_the_latest_is_first),
        TEST(what_is_no_note_is_refused),
        TEST(only_who_wrote_a_note_removes_it),
        TEST(all_notes_of_a_record_go_with_it),
    };
    return cmocka_run_group_tests_name("note", tests, scratch_make, remove_all);
}
