/* import_world.h - an administration in a folder of its own, and sheets for it: for the tests of the
 * import and the export. */
#ifndef TESTS_IMPORT_WORLD_H
#define TESTS_IMPORT_WORLD_H

#include "domain/customer.h"
#include "domain/export.h"
#include "domain/import.h"
#include "format/sheet.h"

#include "../place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static struct arena arena;
static char folder[64];
static struct house *house;
static const struct entity *importing = &customer_entity;       /* what the sheets hold */
static const struct actor somebody = { 1, { "Sanne", 5 }, { 1700000000 } };

static int open_world(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/poolster-import-XXXXXX");
    assert_non_null(mkdtemp(folder));
    house = house_open(place_house(&arena, folder));
    house_make_administration(house, 1, somebody.now);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    static const char *const files[] = {
        "administrations/1.db", "administrations/1.db-wal", "administrations/1.db-shm", "administrations",
        "poolster.db", "poolster.db-wal", "poolster.db-shm", "uploads", "",
    };
    arena_drop(&arena);                 /* exports on their way read in the house */
    house_close(house);
    for (size_t i = 0; i < COUNT(files); i++)
        remove(str_print(&arena, "%s/%s", folder, files[i]).at);
    arena_drop(&arena);
    return 0;
}

static inline int file_of(struct str bytes)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, f), bytes.len);
    assert_int_equal(fflush(f), 0);
    int fd = dup(fileno(f));
    fclose(f);
    return fd;
}

/* ---- sheets ---- */

#define T(literal) { .kind = SHEET_TEXT, .text = { "" literal, sizeof(literal) - 1 } }
#define N(number)  { .kind = SHEET_INT, .n = number }
#define B(yes)     { .kind = SHEET_FLAG, .n = yes }
#define E          { .kind = SHEET_EMPTY }

/* Headings separated by |, then the rows of cells one after the other. */
static inline int sheet_of(const char *headings, const struct sheet_value *cells, size_t count)
{
    struct sheet_column columns[64];
    struct str rest = str_from(headings), bytes;
    struct file_error error = { 0 };
    size_t width = 0;

    while (rest.len)
        columns[width++] = (struct sheet_column){ .heading = str_cut(&rest, '|'), .kind = SHEET_TEXT };
    struct sheet_writer *w = sheet_writer_start(&arena, S("Blad"), columns, width);
    for (size_t i = 0; i < count; i += width)
        assert_true(sheet_writer_row(w, cells + i, &error));
    assert_true(sheet_writer_end(w, &error));
    bytes = sheet_writer_take(w);
    return file_of(bytes);
}
#define CELLS(...) (const struct sheet_value[]){ __VA_ARGS__ }, sizeof((const struct sheet_value[]){ __VA_ARGS__ }) / sizeof(struct sheet_value)

/* Closes the sheet. */
static inline void save_sheet(int sheet, const char *path)
{
    char bytes[8192];
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    for (ssize_t n, at = 0; (n = pread(sheet, bytes, sizeof bytes, at)) > 0; at += n)
        assert_int_equal(fwrite(bytes, 1, (size_t)n, f), n);
    fclose(f);
    close(sheet);
}

/* ---- importing ---- */

static inline struct import_report check_as(enum import_mode mode, int sheet, int stage)
{
    const struct import_task task = { .entity = importing, .mode = mode, .country = 528 };
    struct db *db = house_administration(house, 1);
    struct import_report report;

    db_begin(db, false);
    import_check(&arena, db, &task, sheet, stage, -1, &report);
    house_give(house, db);
    return report;
}

static inline bool apply_stage(int stage)
{
    const struct import_task task = { .entity = importing };
    struct db *db = house_administration(house, 1);

    db_begin(db, true);
    bool done = import_apply(&arena, db, &task, stage, &somebody);
    if (done)
        db_commit(db);
    house_give(house, db);
    return done;
}

/* Checks and writes; closes the sheet. */
static inline struct import_report import_as(enum import_mode mode, int sheet)
{
    int stage = file_of(S(""));
    struct import_report report = check_as(mode, sheet, stage);

    if (!report.refused.len)
        assert_true(apply_stage(stage));
    close(stage);
    close(sheet);
    return report;
}

static inline struct customer customer(const char *number)
{
    struct customer c = { 0 };
    struct db *db = house_administration(house, 1);

    if (!record_find(&arena, db, &customer_entity, str_from(number), &c))
        fail_msg("there is no customer %s", number);
    house_give(house, db);
    return c;
}

static inline int64_t customers(void)
{
    struct db *db = house_administration(house, 1);
    int64_t n = db_one(db, 0, "SELECT count(*) FROM customer", GIVE_NOTHING);

    house_give(house, db);
    return n;
}

#endif
