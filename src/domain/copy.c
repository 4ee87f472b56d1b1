#include "domain/copy.h"

#include "base/fault.h"
#include "domain/directory.h"
#include "domain/entities.h"
#include "store/copy.h"
#include "store/record_all.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

struct tables { struct table *all; size_t count; };

struct copying {
    struct arena *arena;
    struct arena  step;                 /* of one database */
    struct house *from, *to;
    struct db    *source, *target;      /* their directories */
    struct tables directory, administration;
    FILE         *out, *wrong;
};

/* ---- tables ---- */

/* They are of the moment, and of the place. */
static bool stays(const char *table)
{
    static const char *const names[] = { "session", "sign_in_failure", "setup_code", "job", "import_file" };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i], table) == 0)
            return true;
    return false;
}

static struct tables tables_of(struct arena *a, const struct schema *schema)
{
    struct tables t = { 0 };
    size_t count = schema_tables(a, schema, &t.all);

    for (size_t i = 0; i < count; i++)
        if (!stays(t.all[i].name))
            t.all[t.count++] = t.all[i];
    return t;
}

static bool have_rows(struct arena *a, struct db *db, const struct tables *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (table_has_rows(a, db, &t->all[i]))
            return true;
    return false;
}

static struct copying *copying(struct arena *a, struct house *from, struct house *to, FILE *out, FILE *wrong)
{
    struct copying *c = TAKE(a, struct copying);
    struct db **source = house_room(a, from), **target = house_room(a, to);

    *c = (struct copying){
        .arena = a, .from = from, .to = to, .out = out, .wrong = wrong, .directory = tables_of(a, &directory_schema),
        .administration = tables_of(a, &administration_schema),
    };
    arena_within(a, &c->step);
    c->source = *source = house_directory(from);
    c->target = *target = house_directory(to);
    migrate_refuse_newer(a, c->source, &directory_schema);
    db_begin(c->source, false);
    db_begin(c->target, true);
    return c;
}

/* What its programs keep there besides would be lost when it were newer. */
static struct db *source_administration(struct copying *c, int64_t id)
{
    struct db **from = house_room(&c->step, c->from);

    *from = house_administration(c->from, id);
    migrate_refuse_newer(&c->step, *from, &administration_schema);
    db_begin(*from, false);
    return *from;
}

/* ---- comparing ---- */

/* All that is in some tables. */
struct total { int64_t rows; char checksum[33]; };

/* The tables that differ are said when tell is. */
static bool are_same(struct copying *c, struct db *from, struct db *to, const struct tables *t,
                     const struct renumbering *renumber, struct total *total, bool tell)
{
    unsigned char sum[(sizeof total->checksum - 1) / 2];
    crypto_generichash_state state;
    bool same = true;

    total->rows = 0;
    crypto_generichash_init(&state, NULL, 0, sizeof sum);
    for (size_t i = 0; i < t->count; i++) {
        struct table_sum x = table_sum(&c->step, from, &t->all[i], renumber);
        struct table_sum y = table_sum(&c->step, to, &t->all[i], NULL);
        bool alike = x.rows == y.rows && memcmp(x.sum, y.sum, sizeof x.sum) == 0;
        if (!alike && tell)
            fprintf(c->wrong, "poolster: of the table %s there are %" PRId64 " rows at the one end and %" PRId64
                    " at the other, and they differ\n", t->all[i].name, x.rows, y.rows);
        same &= alike;
        total->rows += x.rows;
        crypto_generichash_update(&state, x.sum, sizeof x.sum);
    }
    crypto_generichash_final(&state, sum, sizeof sum);
    sodium_bin2hex(total->checksum, sizeof total->checksum, sum, sizeof sum);
    return same;
}

static void say(const struct copying *c, struct str name, const struct total *total, const char *what)
{
    fprintf(c->out, "%.*s: %s, %" PRId64 " rows, checksum %s\n", (int)name.len, name.at, what, total->rows,
            total->checksum);
    fflush(c->out);
}

/* ---- copying ---- */

/* Within the writing transaction of `to`, which may be kept when this is true. */
static bool bring(struct copying *c, struct db *from, struct db *to, const struct tables *t,
                  const struct renumbering *renumber, struct total *total)
{
    db_put_off_references(to);
    for (size_t i = 0; i < t->count; i++)
        table_copy(&c->step, from, to, &t->all[i], renumber);
    return are_same(c, from, to, t, renumber, total, true);
}

static bool bring_administration(struct copying *c, int64_t id, struct db *to, const struct renumbering *renumber,
                                 struct total *total)
{
    struct db *from = source_administration(c, id);

    db_begin(to, true);
    if (have_rows(&c->step, to, &c->administration))
        fault("somebody else writes what is to be copied");
    if (!bring(c, from, to, &c->administration, renumber, total))
        return false;
    for (size_t i = 0; i < entity_count; i++)
        record_index(&c->step, to, entities[i]);
    db_commit(to);
    return true;
}

/* ---- everything ---- */

/* An administration of the source. */
struct leaving { int64_t id; struct str name; bool arrived; };

static size_t all_leaving(struct copying *c, struct leaving **out)
{
    size_t count = 0, most = (size_t)db_one(c->source, 0, "SELECT count(*) FROM administration", GIVE_NOTHING);
    struct query *q = db_ask(c->source, "SELECT id, name FROM administration ORDER BY id", GIVE_NOTHING);

    *out = TAKE_MANY(c->arena, struct leaving, most);
    while (db_next(q))
        (*out)[count++] = (struct leaving){ .id = db_int(q, 0), .name = str_copy(c->arena, db_str(q, 1)) };
    return count;
}

/* NULL when it can not be opened, which usually means that it is not there. */
static struct db *find(struct house *house, int64_t id)
{
    struct fault here;
    struct db *volatile found = NULL;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0)
        found = house_administration(house, id);
    FAULT_END(&here);
    return found;
}

/* What an earlier copy brought, which is all of it, may stay; false: something else is there. */
static bool look_at_target(struct copying *c, struct leaving *l)
{
    struct db **to = house_room(&c->step, c->to);
    struct total total;

    *to = find(c->to, l->id);
    if (!*to)
        return true;
    db_begin(*to, false);
    if (!have_rows(&c->step, *to, &c->administration))
        return true;
    l->arrived = are_same(c, source_administration(c, l->id), *to, &c->administration, NULL, &total, false);
    if (l->arrived)
        say(c, l->name, &total, "was there already");
    else
        fprintf(c->wrong, "poolster: the target is not empty: it has an administration with the number of %s (%" PRId64
                ") and other rows, or the source changed since; choose an empty target\n", l->name.at, l->id);
    return l->arrived;
}

static bool bring_one_of_all(struct copying *c, const struct leaving *l)
{
    struct db **to = house_room(&c->step, c->to);
    struct total total;

    *to = house_administration_or_new(c->to, l->id);
    if (!bring_administration(c, l->id, *to, NULL, &total))
        return false;
    say(c, l->name, &total, "copied");
    return true;
}

static bool bring_administrations(struct copying *c)
{
    struct leaving *all;
    size_t count = all_leaving(c, &all);
    bool good = true;

    for (size_t i = 0; i < count && good; i++) {
        good = look_at_target(c, &all[i]);
        arena_reset(&c->step);
    }
    for (size_t i = 0; i < count && good; i++) {
        good = all[i].arrived || bring_one_of_all(c, &all[i]);
        arena_reset(&c->step);
    }
    return good;
}

bool copy_all(struct arena *a, struct house *from, struct house *to, FILE *out, FILE *wrong)
{
    struct copying *c = copying(a, from, to, out, wrong);
    struct total total;
    bool arrived = have_rows(a, c->target, &c->directory);

    if (arrived && !are_same(c, c->source, c->target, &c->directory, NULL, &total, false)) {
        fprintf(wrong, "poolster: the target is not empty: it has other users or administrations; choose an empty"
                       " target, or copy one administration with --administration\n");
        return false;
    }
    if (!bring_administrations(c))
        return false;
    if (!arrived && !bring(c, c->source, c->target, &c->directory, NULL, &total))
        return false;
    db_commit(c->target);
    say(c, S("users and roles"), &total, arrived ? "was there already" : "copied");
    return true;
}

/* ---- one administration ---- */

/* Who is who at the other end. */
static struct renumbering users(struct copying *c)
{
    size_t count = 0, most = (size_t)db_one(c->source, 0, "SELECT count(*) FROM person", GIVE_NOTHING);
    struct renumbered *numbers = TAKE_MANY(c->arena, struct renumbered, most);
    struct query *q = db_ask(c->source, "SELECT id, email FROM person ORDER BY id", GIVE_NOTHING);

    while (db_next(q))
        numbers[count++] = (struct renumbered){
            db_int(q, 0), db_one(c->target, 0, "SELECT id FROM person WHERE email = $1", GIVE(db_str(q, 1))),
        };
    return (struct renumbering){ "user_id", numbers, count };
}

static void give_roles(struct copying *c, int64_t from, int64_t to)
{
    struct query *q = db_ask(c->source, "SELECT p.email, r.role FROM role r JOIN person p ON p.id = r.person"
                                        " WHERE r.administration = $1 ORDER BY p.email", GIVE(from));
    while (db_next(q)) {
        struct str email = db_str(q, 0);
        int64_t user = db_one(c->target, 0, "SELECT id FROM person WHERE email = $1", GIVE(email));
        if (user)
            directory_set_role(c->target, user, to, (enum role)db_int(q, 1));
        else
            fprintf(c->out, "%.*s is no user there, and has no role in it\n", (int)email.len, email.at);
    }
}

/* The one that comes next is the one that it was when an earlier attempt was broken off, whose database goes. */
static int64_t add_to_target(struct copying *c, int64_t id)
{
    int64_t last = db_one(c->target, 0, "SELECT max(id) FROM administration", GIVE_NOTHING);
    struct query *q = db_ask(c->source, "SELECT name, country, package, created FROM administration WHERE id = $1",
                             GIVE(id));

    db_next(q);
    db_set_last_id(c->target, "administration", last);
    house_pass_over(c->to, c->target);
    int64_t new = directory_add_administration(c->target, db_str(q, 0), db_int(q, 1), (enum package)db_int(q, 2), 0,
                                               (struct moment){ db_int(q, 3) });
    db_close_query(q);
    return new;
}

bool copy_one(struct arena *a, struct house *from, struct house *to, struct str name, FILE *out, FILE *wrong)
{
    struct copying *c = copying(a, from, to, out, wrong);
    int64_t id = directory_administration_called(c->source, name);
    struct total total;

    if (id == 0 || directory_administration_called(c->target, name)) {
        fprintf(wrong, id ? "poolster: the target has an administration %.*s already\n"
                          : "poolster: there is no administration %.*s to be copied\n", (int)name.len, name.at);
        return false;
    }
    const struct renumbering renumber = users(c);
    int64_t new = add_to_target(c, id);
    struct db **database = house_room(a, to);
    *database = house_new_administration(to, new);
    if (!bring_administration(c, id, *database, &renumber, &total))
        return false;
    give_roles(c, id, new);
    db_commit(c->target);
    say(c, name, &total, "copied");
    return true;
}
