#include "domain/house.h"

#include "base/fault.h"
#include "base/nameless.h"
#include "domain/entities.h"
#include "domain/import_coupling.h"
#include "domain/import_files.h"
#include "domain/import_history.h"
#include "domain/import_undo.h"
#include "domain/job.h"
#include "domain/note.h"
#include "store/migrate.h"
#include "store/pool.h"
#include "store/table.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of each pool.  A request takes the directory first, so that those who wait for an administration hold up no one who has
 * one. */
enum { MOST_IDLE = 64, MOST_CONNECTIONS = 16 };

struct house {
    struct arena arena;
    const char  *directory;             /* its place */
    const char  *before, *after;        /* the number in the place of an administration */
    const char  *uploads;
    bool         at_server;
    struct pool *directories, *administrations;
};

static struct str administration_present(struct arena *a, enum make make)
{
    struct buf sql = { .arena = a };

    buf_add(&sql, record_common_schema(a, make));
    for (size_t i = 0; i < entity_count; i++)
        buf_add(&sql, record_schema(a, make, entities[i]));
    buf_add(&sql, note_schema(a, make));
    buf_add(&sql, import_schema(a, make));
    buf_add(&sql, import_coupling_schema(a, make));
    buf_add(&sql, undo_schema(a, make));
    return buf_str(&sql);
}

static struct str house_directory_present(struct arena *a, enum make make)
{
    struct buf sql = { .arena = a };

    buf_add(&sql, directory_present(a, make));
    buf_add(&sql, job_schema(a, make));
    buf_add(&sql, import_files_schema(a, make));
    return buf_str(&sql);
}

const struct schema administration_schema = { "administration", administration_present, migration_files };
const struct schema directory_schema = { "directory", house_directory_present, migration_files };

/* ---- work with an arena that goes, and a database that is given back, also when it faults ---- */

struct work {
    struct house        *house;
    struct db           *db;
    const struct schema *schema;
    int64_t              id;
    struct moment        now;
    const char          *place;
    bool                 holds_records;
};

static bool attempt(struct fault *here, void (*of)(struct arena *, struct work *), struct arena *a, struct work *w)
{
    bool done = false;

    FAULT_BEGIN(here);
    if (setjmp(here->back) == 0) {
        of(a, w);
        done = true;
    }
    FAULT_END(here);
    return done;
}

static void do_work(void (*of)(struct arena *, struct work *), struct work *w)
{
    struct arena scratch = { 0 };
    struct fault here;
    bool done = attempt(&here, of, &scratch, w);

    arena_drop(&scratch);
    if (w->house)
        house_give(w->house, w->db);
    if (!done)
        fault_again(&here);
}

static void bring_up_to_date(struct arena *a, struct work *w)
{
    migrate(a, w->db, w->schema);
}

static void prepare_directory(struct db *db, const char *place)
{
    (void)place;
    do_work(bring_up_to_date, &(struct work){ .db = db, .schema = &directory_schema });
}

static void prepare_administration(struct db *db, const char *place)
{
    (void)place;
    do_work(bring_up_to_date, &(struct work){ .db = db, .schema = &administration_schema });
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        fault("can not make the folder %s: %s", path, strerror(errno));
}

static const char *directory_of(struct arena *a, const char *place)
{
    return str_print(a, db_make_of(place) == SQLITE ? "%s/poolster.db" : "%s#poolster", place).at;
}

static void open_folder(struct house *h, struct arena *a, const char *folder)
{
    make_folder(folder);
    h->directory = directory_of(a, folder);
    h->before = str_print(a, "%s/administrations/", folder).at;
    h->after = ".db";
    h->uploads = str_print(a, "%s/uploads", folder).at;
    make_folder(h->uploads);
    make_folder(h->before);
    db_temporary_folder(h->uploads);
    if (access(h->directory, F_OK) != 0)
        db_drop(db_open(h->directory, true));
}

static void open_server(struct house *h, struct arena *a, const char *server)
{
    h->directory = directory_of(a, server);
    h->before = str_print(a, "%s#a_", server).at;
    h->after = "";
    db_drop(db_open(h->directory, true));
    h->at_server = true;
}

/* Last, so that nothing is left when the server can not be used. */
static void make_uploads(struct house *h, struct arena *a)
{
    char *uploads = (char *)(uintptr_t)str_print(a, "%s/poolster-XXXXXX", temporary_folder()).at;

    if (!mkdtemp(uploads))
        fault("can not make the folder %s: %s", uploads, strerror(errno));
    h->uploads = uploads;
}

static void open_place(struct arena *a, struct work *w)
{
    const bool at_server = db_make_of(w->place) != SQLITE;
    const struct pool_options directories = { MOST_IDLE, at_server ? MOST_CONNECTIONS : 0, prepare_directory },
                              administrations = { MOST_IDLE, at_server ? MOST_CONNECTIONS : 0, prepare_administration };
    struct house *h = w->house;

    (at_server ? open_server : open_folder)(h, a, w->place);
    h->directories = pool_new(&directories);
    h->administrations = pool_new(&administrations);
    house_give(h, house_directory(h));
    if (at_server)
        make_uploads(h, a);
}

struct house *house_open(const char *place)
{
    struct arena arena = { 0 };
    struct house *h = TAKE(&arena, struct house);
    struct fault here;
    bool done = attempt(&here, open_place, &arena, &(struct work){ .house = h, .place = place });

    h->arena = arena;
    if (!done) {
        house_close(h);
        fault_again(&here);
    }
    return h;
}

struct house *house_find(const char *place)
{
    struct arena a = { 0 };

    db_drop(db_open(directory_of(&a, place), false));
    arena_drop(&a);
    return house_open(place);
}

static void remove_uploads(const char *folder)
{
    DIR *all = opendir(folder);

    for (struct dirent *e; all && (e = readdir(all)); )
        unlinkat(dirfd(all), e->d_name, 0);
    if (all)
        closedir(all);
    rmdir(folder);
}

void house_abandon(struct house *h)
{
    if (h->at_server && h->uploads)
        remove_uploads(h->uploads);
}

void house_close(struct house *h)
{
    if (h->directories)                 /* when opening did not get so far, there are none */
        pool_drop(h->directories);
    if (h->administrations)
        pool_drop(h->administrations);
    house_abandon(h);
    struct arena arena = h->arena;
    arena_drop(&arena);
}

enum { MOST_PLACE = 4096 };

static const char *place_of(const struct house *h, char room[MOST_PLACE], int64_t id)
{
    snprintf(room, MOST_PLACE, "%s%" PRId64 "%s", h->before, id, h->after);
    return room;
}

struct db *house_directory(struct house *h)
{
    return pool_take(h->directories, h->directory);
}

struct db *house_administration(struct house *h, int64_t id)
{
    char place[MOST_PLACE];
    return pool_take(h->administrations, place_of(h, place, id));
}

void house_give(struct house *h, struct db *db)
{
    if (db && !pool_give(h->administrations, db))
        pool_give(h->directories, db);
}

struct room { struct house *house; struct db *db; };

static void give_back(void *what)
{
    struct room *r = what;
    house_give(r->house, r->db);
}

struct db **house_room(struct arena *a, struct house *h)
{
    struct room *r = TAKE(a, struct room);

    r->house = h;
    arena_on_end(a, give_back, r);
    return &r->db;
}

const char *house_uploads(const struct house *h)
{
    return h->uploads;
}

bool house_is_at_server(const struct house *h)
{
    return h->at_server;
}

static void seed(struct arena *a, struct db *db, const struct entity *e, const struct actor *by)
{
    struct record_names names = record_names(db);
    struct context cx = { a, &names.names, 0 };
    struct record *record = arena_take(a, e->size);
    const struct field *key = entity_key(e);

    entity_new(&cx, e, record);
    memcpy((char *)record + key->at, &e->unknown, sizeof e->unknown);
    field_set(&cx, entity_name_field(e), record, str_from(e->unknown_name));
    if (record_put(a, db, e, record, NULL, by) != PUT_DONE)
        fault("can not make %s", e->unknown_name);
}

/* ---- new administrations ---- */

/* A new one has its Klant onbekend, a line of the trail for it, and counts. */
static int64_t rows_of_new(const char *table)
{
    int64_t unknown = 0;

    for (size_t i = 0; i < entity_count; i++)
        if (strcmp(table, "audit_log") == 0 || strcmp(table, entities[i]->name) == 0)
            unknown += entities[i]->unknown != 0;
    return strcmp(table, "tally") == 0 ? INT64_MAX : unknown;
}

/* Also when it was changed, or is gone: the trail tells. */
static bool more_than_new(struct arena *a, struct db *db)
{
    struct table *tables;
    size_t count = schema_tables(a, &administration_schema, &tables);

    for (size_t i = 0; i < count; i++)
        if (db_one(db, 0, str_print(a, "SELECT 1 FROM %s LIMIT 1 OFFSET $1", tables[i].name).at,
                   GIVE(rows_of_new(tables[i].name))))
            return true;
    return false;
}

static void look_for_records(struct arena *a, struct work *w)
{
    w->db = house_administration(w->house, w->id);
    w->holds_records = more_than_new(a, w->db);
}

/* What is there and can not be read is a fault: nobody can tell. */
static bool holds_records(struct house *h, int64_t id)
{
    char place[MOST_PLACE];
    struct work w = { .house = h, .id = id };

    if (db_exists(place_of(h, place, id)))
        do_work(look_for_records, &w);
    return w.holds_records;
}

void house_pass_over(struct house *h, struct db *directory)
{
    int64_t last = db_last_id(directory, "administration"), next = last + 1;

    for (; holds_records(h, next); next++)
        fprintf(stderr, "level=warning message=\"the directory knows no administration %" PRId64 ", but its database holds"
                " records: it stays as it is, and the new one gets another number\"\n", next);
    if (next > last + 1)
        db_set_last_id(directory, "administration", next - 1);
}

int64_t house_add_administration(struct house *h, struct db *directory, struct str name, int64_t country,
                                 enum package package, int64_t owner, struct moment now)
{
    house_pass_over(h, directory);
    int64_t id = directory_add_administration(directory, name, country, package, owner, now);
    house_make_administration(h, id, now);
    return id;
}

struct db *house_new_administration(struct house *h, int64_t id)
{
    char place[MOST_PLACE];

    if (holds_records(h, id))
        fault("administration %" PRId64 " is to be made, but its database holds records", id);
    place_of(h, place, id);
    pool_close(h->administrations, place);
    db_remove(place);
    db_drop(db_open(place, true));
    return pool_take(h->administrations, place);
}

struct db *house_administration_or_new(struct house *h, int64_t id)
{
    char place[MOST_PLACE];

    db_drop(db_open(place_of(h, place, id), true));
    return pool_take(h->administrations, place);
}

static void make_administration(struct arena *a, struct work *w)
{
    const struct actor poolster = { 0, S("Poolster"), w->now };

    w->db = house_new_administration(w->house, w->id);
    db_begin(w->db, true);
    for (size_t i = 0; i < entity_count; i++)
        if (entities[i]->unknown)
            seed(a, w->db, entities[i], &poolster);
    db_commit(w->db);
}

void house_make_administration(struct house *h, int64_t id, struct moment now)
{
    do_work(make_administration, &(struct work){ .house = h, .id = id, .now = now });
}
