#include "import_world.h"

#include "base/fault.h"
#include "domain/directory.h"
#include "domain/entities.h"
#include "domain/house.h"
#include "domain/import_command.h"
#include "domain/import_files.h"
#include "domain/import_history.h"
#include "domain/import_job.h"
#include "domain/import_undo.h"
#include "domain/note.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

/* ---- jobs without threads ---- */

static struct moment day;               /* that of the files in the folder */

static int open_jobs(void **state)
{
    struct stat s;
    open_world(state);
    struct db *directory = house_directory(house);
    for (int i = 1; i <= 2; i++)
        assert_int_equal(directory_add_administration(directory, str_print(&arena, "Bakkerij %d", i), 528, PACKAGE_INKAART,
                                                      0, somebody.now), i);
    house_give(house, directory);
    assert_int_equal(stat(folder, &s), 0);
    day.seconds = s.st_mtime;
    return 0;
}

static void never_told(void *what, int64_t done, int64_t total)
{
    (void)what, (void)done, (void)total;
}

static bool goes_on(void *what)
{
    (void)what;
    return false;
}

static struct actor at(struct moment now)
{
    return (struct actor){ 1, S("Sanne"), now };
}

/* What the job runner does with one: takes it, does it, ends it. */
static void run_next(struct moment now)
{
    const struct job_told told = { never_told, goes_on, NULL };
    struct db *directory = house_directory(house);
    struct arena work = { 0 };
    struct job job;

    assert_true(job_take(&arena, directory, S("1"), now, &job));
    import_job_run(&work, house, &job, now, &told);
    arena_drop(&work);
    job_end(directory, job.id);
    house_give(house, directory);
}

static bool ask(enum job_what what, struct str token, const char *file, struct moment now)
{
    struct db *directory = house_directory(house);
    bool asked = job_add(directory, &(struct job){
        .administration = 1, .what = what, .entity = importing, .token = token, .file = str_from(file),
        .mode = IMPORT_BOTH, .by = at(now),
    });
    house_give(house, directory);
    return asked;
}

static struct str take_sheet(const char *path, struct moment now)
{
    struct import_place place = { house, house_directory(house), import_new_token(&arena) };

    import_keep_sheet(&arena, &place, path, now);
    house_give(house, place.directory);
    return place.token;
}

/* Uploads the sheet, and checks it.  Closes it. */
static struct str check_sheet(int sheet, const char *file, struct moment now)
{
    struct str path = str_print(&arena, "%s/upload", house_uploads(house));

    save_sheet(sheet, path.at);
    struct str token = take_sheet(path.at, now);
    unlink(path.at);
    assert_true(ask(JOB_CHECK, token, file, now));
    run_next(now);
    return token;
}

static struct import import_of(struct str token)
{
    struct import import = { 0 };
    struct db *db = house_administration(house, 1);
    assert_true(import_get(&arena, db, importing, token, &import));
    house_give(house, db);
    return import;
}

static struct str import_sheet(int sheet, const char *file, struct moment now)
{
    struct str token = check_sheet(sheet, file, now);
    assert_int_equal(import_of(token).state, IMPORT_CHECKED);
    assert_true(ask(JOB_IMPORT, token, file, now));
    run_next(now);
    assert_int_equal(import_of(token).state, IMPORT_DONE);
    return token;
}

static struct import undo(struct str token, struct moment now)
{
    assert_true(ask(JOB_UNDO, token, "", now));
    run_next(now);
    return import_of(token);
}

static size_t files_waiting(void)
{
    if (house_is_at_server(house)) {
        struct db *directory = house_directory(house);
        int64_t files = db_one(directory, 0, "SELECT count(DISTINCT name) FROM import_file", GIVE_NOTHING);
        house_give(house, directory);
        return (size_t)files;
    }
    DIR *d = opendir(house_uploads(house));
    size_t count = 0;
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)); )
        count += e->d_name[0] != '.';
    closedir(d);
    return count;
}

static int64_t number(const char *sql)
{
    struct db *db = house_administration(house, 1);
    int64_t n = db_one(db, -1, sql, GIVE_NOTHING);
    house_give(house, db);
    return n;
}

static void change(const char *who, void (*how)(struct customer *))
{
    struct customer c = customer(who);
    struct db *db = house_administration(house, 1);

    how(&c);
    db_begin(db, true);
    assert_int_equal(record_put(&arena, db, &customer_entity, &c, NULL, &somebody), PUT_DONE);
    db_commit(db);
    house_give(house, db);
}

#define assert_has(text, piece) do { struct str t = (text); \
    if (!strstr(str_copy(&arena, t).at, piece)) fail_msg("\"%s\" does not say: %s", str_copy(&arena, t).at, piece); } while (0)

/* ---- the way of an import ---- */

static void an_import_waits_for_a_yes_and_no_longer_than_a_day(void **state)
{
    (void)state;
    const struct moment later = { day.seconds + IMPORT_WAITS_SECONDS + 3600 };
    struct str first = check_sheet(sheet_of("Relatiecode|Naam", CELLS(N(1), T("A"))), "a.xlsx", day);
    struct str second = check_sheet(sheet_of("Relatiecode|Naam", CELLS(N(2), T("B"))), "b.xlsx", day);
    assert_int_equal(files_waiting(), 6);
    assert_int_equal(customers(), 1);
    assert_true(ask(JOB_IMPORT, second, "b.xlsx", day));
    run_next(day);
    assert_true(ask(JOB_IMPORT, second, "b.xlsx", day));        /* and not twice */
    run_next(day);
    assert_int_equal(customers(), 2);
    assert_int_equal(files_waiting(), 3);

    check_sheet(sheet_of("Relatiecode|Naam", CELLS(N(3), T("C"))), "c.xlsx", later);
    assert_int_equal(files_waiting(), 3);
    struct db *db = house_administration(house, 1);
    struct import import, *all;
    assert_false(import_get(&arena, db, &customer_entity, first, &import));
    assert_true(import_get(&arena, db, &customer_entity, second, &import));
    assert_int_equal(import.state, IMPORT_DONE);
    assert_string_equal(import.file.at, "b.xlsx");
    assert_int_equal(import_list(&arena, db, &customer_entity, 0, 10, &all), 2);
    assert_string_equal(all[0].file.at, "c.xlsx");
    assert_int_equal(import_list(&arena, db, &customer_entity, all[0].id, 10, &all), 1);
    house_give(house, db);
}

static void a_refused_file_is_told_with_why_and_goes(void **state)
{
    (void)state;
    struct str token = check_sheet(sheet_of("Relatiecode|Plaats", CELLS(N(1), T("A"))), "a.xlsx", day);
    struct import import = import_of(token);
    assert_int_equal(import.state, IMPORT_REFUSED);
    assert_has(import.remark, "De verplichte kolom Naam ontbreekt.");
    assert_int_equal(files_waiting(), 0);
}

static void rename_it(struct customer *c)
{
    c->name = S("Van een ander");
}

static void what_changed_since_the_check_is_checked_again(void **state)
{
    (void)state;
    import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(1), T("A"))), "a.xlsx", day);
    struct str token = check_sheet(sheet_of("Relatiecode|Naam", CELLS(N(1), T("B"), N(2), T("C"))), "b.xlsx", day);
    change("1", rename_it);
    assert_true(ask(JOB_IMPORT, token, "b.xlsx", day));
    run_next(day);
    struct import import = import_of(token);
    assert_int_equal(import.state, IMPORT_CHECKED);
    assert_has(import.remark, "Intussen is er iets gewijzigd");
    assert_string_equal(customer("1").name.at, "Van een ander");
    assert_true(ask(JOB_IMPORT, token, "b.xlsx", day));
    run_next(day);
    assert_int_equal(import_of(token).state, IMPORT_DONE);
    assert_string_equal(customer("1").name.at, "B");
}

/* ---- the queue ---- */

static void an_administration_does_one_job_at_a_time(void **state)
{
    (void)state;
    struct db *directory = house_directory(house);
    struct job job = { .administration = 1, .entity = &customer_entity, .token = S("a"), .by = at(day) }, first, second, third;

    assert_true(job_add(directory, &job));
    assert_false(job_add(directory, &job));                     /* one for each import */
    job.token = S("b");
    assert_true(job_add(directory, &job));
    job.token = S("c");
    job.administration = 2;
    assert_true(job_add(directory, &job));

    assert_true(job_take(&arena, directory, S("1"), day, &first));
    assert_string_equal(first.token.at, "a");
    assert_true(job_take(&arena, directory, S("1"), day, &third));
    assert_string_equal(third.token.at, "c");                   /* of another administration */
    assert_false(job_take(&arena, directory, S("1"), day, &second));
    assert_true(job_find(&arena, directory, 1, S("b"), &second));
    assert_false(second.runs);
    assert_true(job_before(&arena, directory, &second, &job));
    assert_string_equal(job.token.at, "a");
    assert_false(job_find(&arena, directory, 2, S("b"), &second));

    job_tell(directory, first.id, 12, 100, day);
    assert_true(job_find(&arena, directory, 1, S("a"), &first));
    assert_true(first.runs && first.done == 12 && first.total == 100);
    struct job *all;
    assert_int_equal(job_list(&arena, directory, 1, &customer_entity, 9, &all), 2);
    assert_int_equal(job_silent(&arena, directory, day, &all), 2);
    assert_int_equal(job_silent(&arena, directory, (struct moment){ day.seconds - 1 }, &all), 0);
    assert_int_equal(first.slow, 0);
    job_put_back(directory, first.id, true);
    assert_true(job_take(&arena, directory, S("1"), day, &first));
    assert_string_equal(first.token.at, "a");
    assert_int_equal(first.slow, 1);
    job_put_back(directory, first.id, false);
    assert_true(job_take(&arena, directory, S("1"), day, &first));
    assert_int_equal(first.slow, 1);
    job_end(directory, first.id);
    assert_true(job_take(&arena, directory, S("1"), day, &second));
    assert_false(job_before(&arena, directory, &second, &job));
    house_give(house, directory);
}

/* ---- broken off ---- */

static bool stops(void *what)
{
    return *(bool *)what = true;
}

static int many_customers(void)
{
    static struct sheet_value cells[2 * 1000];
    for (int i = 0; i < 1000; i++) {
        cells[2 * i] = (struct sheet_value)N(i + 1);
        cells[2 * i + 1] = (struct sheet_value)T("Klant");
    }
    return sheet_of("Relatiecode|Naam", cells, COUNT(cells));
}

/* Takes the next job and breaks it off, as a stop does. */
static struct job break_off(void)
{
    struct db *directory = house_directory(house);
    struct arena *work = TAKE(&arena, struct arena);
    bool *told = TAKE(&arena, bool);
    struct job *job = TAKE(&arena, struct job);
    const struct job_told *tells = memcpy(TAKE(&arena, struct job_told), &(struct job_told){ never_told, stops, told }, sizeof *tells);
    struct fault here;

    assert_true(job_take(&arena, directory, S("1"), day, job));
    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        import_job_run(work, house, job, day, tells);
    FAULT_END(&here);
    arena_drop(work);
    assert_true(*told);
    job_end(directory, job->id);
    house_give(house, directory);
    return *job;
}

static bool settled_as_failed(struct job job)
{
    struct arena work = { 0 };
    bool failed = import_job_failed(&work, house, &job, day, "De server is tussentijds gestopt.");
    arena_drop(&work);
    return failed;
}

static void a_job_that_is_broken_off_did_not_happen_and_that_is_told(void **state)
{
    (void)state;
    struct str path = str_print(&arena, "%s/upload", house_uploads(house));
    save_sheet(many_customers(), path.at);
    struct str token = take_sheet(path.at, day);
    unlink(path.at);
    assert_true(ask(JOB_CHECK, token, "veel.xlsx", day));
    assert_true(settled_as_failed(break_off()));
    assert_int_equal(import_of(token).state, IMPORT_FAILED);
    assert_int_equal(files_waiting(), 0);

    token = check_sheet(many_customers(), "veel.xlsx", day);
    assert_true(ask(JOB_IMPORT, token, "veel.xlsx", day));
    struct job job = break_off();
    assert_int_equal(customers(), 1);
    assert_true(settled_as_failed(job));
    assert_int_equal(import_of(token).state, IMPORT_FAILED);
    assert_has(import_of(token).remark, "Er is niets geïmporteerd.");
    assert_int_equal(files_waiting(), 0);
    assert_int_equal(number("SELECT count(*) FROM import_added"), 0);

    token = import_sheet(many_customers(), "veel.xlsx", day);
    job.token = token;
    assert_false(settled_as_failed(job));       /* it was done before the server stopped */
    assert_true(ask(JOB_UNDO, token, "veel.xlsx", day));
    assert_true(settled_as_failed(break_off()));
    assert_int_equal(import_of(token).state, IMPORT_DONE);
    assert_has(import_of(token).remark, "Er is niets ongedaan gemaakt.");
    assert_int_equal(customers(), 1001);
    assert_int_equal(undo(token, day).state, IMPORT_UNDONE);
}

/* ---- undoing ---- */

static void undo_takes_back_what_was_added_and_what_was_changed(void **state)
{
    (void)state;
    import_sheet(sheet_of("Relatiecode|Naam|Plaats|Krediettermijn", CELLS(N(1), T("A"), T("Delft"), N(14), N(2), T("B"), E, N(30))),
                 "a.xlsx", day);
    struct customer one = customer("1"), two = customer("2");
    struct str token = import_sheet(sheet_of("Relatiecode|Naam|Plaats|Krediettermijn|FactuurRelatieId|Memo", CELLS(
        N(1), T("Anders"), T("Ede"), N(60), N(3), T("een\ntwee 3 \xc3\xa9"),
        N(2), T("B"), E, N(30), E, E,
        N(3), T("Nieuw"), E, N(30), N(4), E,
        N(4), T("Nog een"), E, N(30), E, E)), "b.xlsx", day);
    struct import import = import_of(token);
    assert_int_equal(import.count[IMPORT_NEW], 2);
    assert_int_equal(import.count[IMPORT_CHANGED], 1);
    assert_int_equal(number("SELECT count(*) FROM import_added WHERE import = 2"), 1);

    import = undo(token, (struct moment){ day.seconds + 60 });
    assert_int_equal(import.state, IMPORT_UNDONE);
    assert_has(import.remark, "Ongedaan gemaakt door Sanne op ");
    assert_int_equal(customers(), 3);
    struct customer back = customer("1");
    for (size_t i = 0; i < customer_entity.count; i++)
        assert_true(field_same(&customer_entity.fields[i], &back, &one));
    assert_int_equal(back.record.version, one.record.version + 2);
    assert_int_equal(customer("2").record.version, two.record.version);
    assert_int_equal(number("SELECT sum(records) FROM tally WHERE entity = 'customer'"), 3);
    assert_int_equal(number("SELECT count(*) FROM import_change"), 0);
    assert_int_equal(undo(token, day).state, IMPORT_UNDONE);    /* once more does nothing */
    import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(3), T("Nieuw"))), "c.xlsx", day);
}

/* More than are changed at once; each third stays as it is. */
enum { MANY_CHANGES = 2500 };

static int changed_customers(bool changed)
{
    static struct sheet_value cells[4 * MANY_CHANGES];
    for (int i = 0; i < MANY_CHANGES; i++) {
        bool changes = changed && i % 3;
        cells[4 * i] = (struct sheet_value)N(i + 1);
        cells[4 * i + 1] = (struct sheet_value)T("Klant");
        cells[4 * i + 2] = changes ? (struct sheet_value)T("Ede\t\\n") : (struct sheet_value)T("Delft");
        cells[4 * i + 3] = changes ? (struct sheet_value)N(1) : (struct sheet_value)E;
    }
    return sheet_of("Relatiecode|Naam|Plaats|FactuurRelatieId", cells, COUNT(cells));
}

static struct str derived(void)
{
    struct db *db = house_administration(house, 1);
    struct buf b = { .arena = &arena };
    struct query *q = db_ask(db, "SELECT city, count(*), sum(version), count(invoice_to) FROM customer GROUP BY city ORDER BY city",
                             GIVE_NOTHING);
    while (db_next(q))
        buf_print(&b, "%s %d %d %d|", str_copy(&arena, db_str(q, 0)).at, (int)db_int(q, 1), (int)db_int(q, 2), (int)db_int(q, 3));
    house_give(house, db);
    return buf_str(&b);
}

static void many_changes_are_made_and_taken_back(void **state)
{
    (void)state;
    import_sheet(changed_customers(false), "a.xlsx", day);
    assert_string_equal(derived().at, " 1 1 0|Delft 2500 2500 0|");
    int64_t trail = number("SELECT count(*) FROM audit_log");
    struct str token = import_sheet(changed_customers(true), "b.xlsx", day);
    assert_string_equal(derived().at, " 1 1 0|Delft 834 834 0|Ede\t\\n 1666 3332 1666|");
    assert_int_equal(import_of(token).count[IMPORT_CHANGED], 1666);
    assert_int_equal(number("SELECT count(*) FROM audit_log"), trail + 2 * 1666);
    assert_int_equal(number("SELECT count(*) FROM import_change"), 1666);
    assert_int_equal(undo(token, day).state, IMPORT_UNDONE);
    assert_string_equal(derived().at, " 1 1 0|Delft 2500 5832 0|");
    assert_int_equal(number("SELECT count(*) FROM audit_log"), trail + 4 * 1666);
    assert_int_equal(number("SELECT count(*) FROM import_change"), 0);
}

static void one_of_many_that_changed_since_the_check_stops_all(void **state)
{
    (void)state;
    import_sheet(changed_customers(false), "a.xlsx", day);
    struct str token = check_sheet(changed_customers(true), "b.xlsx", day);
    change("1500", rename_it);
    assert_true(ask(JOB_IMPORT, token, "b.xlsx", day));
    run_next(day);
    assert_int_equal(import_of(token).state, IMPORT_CHECKED);
    assert_has(import_of(token).remark, "Intussen is er iets gewijzigd");
    assert_string_equal(derived().at, " 1 1 0|Delft 2500 2501 0|");
    assert_int_equal(number("SELECT count(*) FROM import_change"), 0);
}

static struct str added_two(void)
{
    return import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(1), T("A"), N(2), T("B"))), "a.xlsx", day);
}

static void undo_is_refused_when_one_was_changed_since_and_says_which(void **state)
{
    (void)state;
    struct str first = added_two();
    struct str second = import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(2), T("C"), N(3), T("D"))), "b.xlsx", day);
    struct import import = undo(first, day);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_has(import.remark, "klant 2 (C) is na de import gewijzigd.");
    change("2", rename_it);
    import = undo(second, day);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_has(import.remark, "klant 2 (Van een ander) is na de import gewijzigd.");
    assert_int_equal(customers(), 4);
}

static void refer_to_two(struct customer *c)
{
    c->invoice_to = customer("2").record.id;
}

static void undo_is_refused_when_one_is_in_use(void **state)
{
    (void)state;
    import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(9), T("Ander"))), "0.xlsx", day);
    struct str token = added_two();
    change("9", refer_to_two);
    struct import import = undo(token, day);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_has(import.remark, "klant 2 (B) wordt intussen gebruikt. Heeft historie: 1 klant");
    assert_int_equal(customers(), 4);
}

static void undo_is_refused_when_one_has_a_note(void **state)
{
    (void)state;
    struct str token = added_two();
    struct customer c = customer("1");
    struct db *db = house_administration(house, 1);
    assert_null(note_add(db, &customer_entity, c.record.id.id, S("Gebeld"), &somebody));
    house_give(house, db);
    assert_has(undo(token, day).remark, "klant 1 (A) heeft intussen een notitie.");
    assert_int_equal(customers(), 3);
}

static void remove_one(const char *who)
{
    struct customer c = customer(who);
    struct db *db = house_administration(house, 1);
    db_begin(db, true);
    assert_int_equal(record_delete(&arena, db, &customer_entity, &c, &somebody), DB_DONE);
    db_commit(db);
    house_give(house, db);
}

static void what_was_added_and_deleted_since_is_in_nobodys_way(void **state)
{
    (void)state;
    struct str token = added_two();
    remove_one("1");
    assert_int_equal(undo(token, day).state, IMPORT_UNDONE);
    assert_int_equal(customers(), 1);

    import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(5), T("E"))), "b.xlsx", day);
    token = import_sheet(sheet_of("Relatiecode|Naam", CELLS(N(5), T("F"))), "c.xlsx", day);
    remove_one("5");
    assert_has(undo(token, day).remark, "een van de bijgewerkte klanten is intussen verwijderd");
}

static void an_old_reference_that_is_gone_can_not_come_back(void **state)
{
    (void)state;
    import_sheet(sheet_of("Relatiecode|Naam|FactuurRelatieId", CELLS(N(1), T("A"), N(2), N(2), T("B"), E)), "a.xlsx", day);
    struct str token = import_sheet(sheet_of("Relatiecode|FactuurRelatieId|Naam", CELLS(N(1), E, T("A"))), "b.xlsx", day);
    remove_one("2");
    struct import import = undo(token, day);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_has(import.remark, "klant 1 (A) kan zijn oude waarden niet terugkrijgen");
}

static void undo_works_for_a_day(void **state)
{
    (void)state;
    struct str token = added_two();
    const struct moment later = { day.seconds + IMPORT_UNDO_SECONDS + 1 };
    assert_has(undo(token, later).remark, "meer dan een dag oud");
    assert_int_equal(customers(), 3);
    check_sheet(sheet_of("Relatiecode|Naam", CELLS(N(7), T("G"))), "b.xlsx", later);
    assert_int_equal(number("SELECT count(*) FROM import_added"), 0);   /* and then it is forgotten */
}

static void chains_of_references_are_removed_whichever_way_they_go(void **state)
{
    (void)state;
    struct str token = import_sheet(sheet_of("Relatiecode|Naam|FactuurRelatieId", CELLS(
        N(1), T("A"), N(2), N(2), T("B"), N(3), N(3), T("C"), E, N(4), T("D"), N(3), N(5), T("E"), N(5 - 1))), "a.xlsx", day);
    assert_int_equal(customers(), 6);
    assert_int_equal(undo(token, day).state, IMPORT_UNDONE);
    assert_int_equal(customers(), 1);
}

static void the_import_of_each_entity_can_be_undone(void **state)
{
    (void)state;
    for (size_t i = 0; i < entity_count; i++) {
        importing = entities[i];
        const char *count = str_print(&arena, "SELECT count(*) FROM %s", importing->name).at;
        int64_t before = number(count);
        struct str token = import_sheet(file_of(export_template(&arena, importing)), "sjabloon.xlsx", day);
        assert_int_equal(number(count), before + 1);
        assert_int_equal(undo(token, (struct moment){ day.seconds + 60 }).state, IMPORT_UNDONE);
        assert_int_equal(number(count), before);
    }
    importing = &customer_entity;
}

static void the_command_line_stands_in_the_history_and_can_be_undone(void **state)
{
    (void)state;
    const struct import_task task = { .entity = &customer_entity, .mode = IMPORT_ADDS, .country = 528 };
    const struct actor by = { 0, S("Opdrachtregel"), day };
    const char *path = str_print(&arena, "%s/klanten.xlsx", house_uploads(house)).at;
    struct import *all;
    FILE *out = tmpfile();

    save_sheet(sheet_of("Relatiecode|Naam", CELLS(N(1), T("A"))), path);
    assert_int_equal(import_file(house, 1, &task, path, false, &by, out, stderr), COMMAND_DONE);
    fclose(out);
    unlink(path);
    struct db *db = house_administration(house, 1);
    assert_int_equal(import_list(&arena, db, &customer_entity, 0, 9, &all), 1);
    house_give(house, db);
    assert_string_equal(all[0].file.at, "klanten.xlsx");
    assert_string_equal(all[0].who.at, "Opdrachtregel");
    assert_int_equal(all[0].count[IMPORT_NEW], 1);
    assert_int_equal(undo(all[0].token, day).state, IMPORT_UNDONE);
    assert_int_equal(customers(), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_jobs, close_world)
    const struct CMUnitTest tests[] = {
        TEST(an_import_waits_for_a_yes_and_no_longer_than_a_day),
        TEST(a_refused_file_is_told_with_why_and_goes),
        TEST(what_changed_since_the_check_is_checked_again),
        TEST(an_administration_does_one_job_at_a_time),
        TEST(a_job_that_is_broken_off_did_not_happen_and_that_is_told),
        TEST(undo_takes_back_what_was_added_and_what_was_changed),
        TEST(many_changes_are_made_and_taken_back),
        TEST(one_of_many_that_changed_since_the_check_stops_all),
        TEST(undo_is_refused_when_one_was_changed_since_and_says_which),
        TEST(undo_is_refused_when_one_is_in_use),
        TEST(undo_is_refused_when_one_has_a_note),
        TEST(what_was_added_and_deleted_since_is_in_nobodys_way),
        TEST(an_old_reference_that_is_gone_can_not_come_back),
        TEST(undo_works_for_a_day),
        TEST(chains_of_references_are_removed_whichever_way_they_go),
        TEST(the_import_of_each_entity_can_be_undone),
        TEST(the_command_line_stands_in_the_history_and_can_be_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
