#include "domain/house.h"

#include "base/fault.h"
#include "domain/directory.h"
#include "domain/entities.h"
#include "domain/import_coupling.h"
#include "domain/import_history.h"
#include "domain/import_undo.h"
#include "domain/job.h"
#include "domain/note.h"
#include "store/migrate.h"
#include "store/pool.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_IDLE = 64 };

struct house {
    struct arena arena;
    const char  *directory, *uploads, *administrations;
    struct pool *pool;
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
    return buf_str(&sql);
}

const struct schema administration_schema = { "administration", administration_present };
const struct schema directory_schema = { "directory", house_directory_present };

/* ---- work with an arena that goes, and a database that is given back, also when it faults ---- */

struct work {
    struct house        *house;
    struct db           *db;
    const struct schema *schema;
    int64_t              id;
    struct moment        now;
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
        fault("%s", here.message);
}

static void bring_up_to_date(struct arena *a, struct work *w)
{
    migrate(a, w->db, w->schema);
}

#define DIRECTORY_FILE "poolster.db"

static void prepare(struct db *db, const char *path)
{
    const char *file = strrchr(path, '/');
    bool directory = file && strcmp(file + 1, DIRECTORY_FILE) == 0;

    do_work(bring_up_to_date, &(struct work){ .db = db, .schema = directory ? &directory_schema : &administration_schema });
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        fault("can not make the folder %s: %s", path, strerror(errno));
}

struct house *house_open(const char *folder)
{
    make_folder(folder);
    struct arena arena = { 0 };
    struct house *h = TAKE(&arena, struct house);

    h->directory = str_print(&arena, "%s/" DIRECTORY_FILE, folder).at;
    h->uploads = str_print(&arena, "%s/uploads", folder).at;
    h->administrations = str_print(&arena, "%s/administrations", folder).at;
    make_folder(h->uploads);
    make_folder(h->administrations);
    db_temporary_folder(h->uploads);
    if (access(h->directory, F_OK) != 0)
        db_drop(db_open(h->directory, true));
    h->pool = pool_new(MOST_IDLE, prepare);
    h->arena = arena;
    house_give(h, house_directory(h));
    return h;
}

void house_close(struct house *h)
{
    pool_drop(h->pool);
    struct arena arena = h->arena;
    arena_drop(&arena);
}

static const char *path_of(const struct house *h, char *room, size_t size, int64_t id)
{
    snprintf(room, size, "%s/%" PRId64 ".db", h->administrations, id);
    return room;
}

struct db *house_directory(struct house *h)
{
    return pool_take(h->pool, h->directory);
}

struct db *house_administration(struct house *h, int64_t id)
{
    char path[4096];
    return pool_take(h->pool, path_of(h, path, sizeof path, id));
}

void house_give(struct house *h, struct db *db)
{
    if (db)
        pool_give(h->pool, db);
}

const char *house_uploads(const struct house *h)
{
    return h->uploads;
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

static void make_administration(struct arena *a, struct work *w)
{
    const struct actor poolster = { 0, S("Poolster"), w->now };
    char path[4096];

    path_of(w->house, path, sizeof path, w->id);
    pool_close(w->house->pool, path);
    for (size_t i = 0; i < 3; i++)              /* what an earlier attempt left */
        unlink(str_print(a, "%s%s", path, (const char *[]){ "", "-wal", "-shm" }[i]).at);
    db_drop(db_open(path, true));
    w->db = pool_take(w->house->pool, path);
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
