#include "store/record_check.h"

#include "store/record_all.h"
#include "store/record_inner.h"
#include "store/sought.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

/* Of words and the records they lead to, in whichever order they come. */
struct entries { uint64_t sum; int64_t count; };

struct check {
    struct arena        *arena;
    struct db           *db;
    const struct entity *entity;
    struct finder       *finder;
    struct entries       sought, kept;  /* by the records, by the search index */
    int64_t              records[2];    /* archived or not */
};

static void found(const struct check *c, int64_t id, const char *column, const char *why)
{
    c->finder->found(c->finder, c->entity->name, id, column, why);
}

/* ---- counts and the search index ---- */

static void add_entry(void *of, struct str word, int64_t id)
{
    struct entries *entries = of;
    unsigned char key[crypto_shorthash_KEYBYTES] = { 0 };
    uint64_t hash;

    memcpy(key, &id, sizeof id);
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)word.at, word.len, key);
    entries->sum += hash;
    entries->count++;
}

/* A word that stands there twice is one entry of the index. */
static void add_sought(struct entries *entries, struct str sought, int64_t id)
{
    for (struct str rest = sought; rest.len; ) {
        struct str word = str_cut(&rest, ' '), before = { sought.at, (size_t)(word.at - sought.at) };
        bool again = false;
        while (before.len && !again)
            again = str_is(str_cut(&before, ' '), word);
        if (!again)
            add_entry(entries, word, id);
    }
}

static void add_batch(struct record_batch *b, void *of)
{
    struct check *c = of;

    for (size_t i = 0; i < b->count; i++) {
        const struct record *head = b->records[i];
        add_sought(&c->sought, record_sought(b->arena, b->entity, head), head->id.id);
        c->records[record_is_archived(b->entity, head)]++;
    }
}

static void check_tally(const struct check *c)
{
    for (int archived = 0; archived < 2; archived++) {
        int64_t kept = record_count(c->db, c->entity, archived);
        if (kept != c->records[archived])
            found(c, 0, "", str_print(c->arena, "there are %" PRId64 " %s, and %" PRId64 " were counted",
                                      c->records[archived], archived ? "archived" : "not archived", kept).at);
    }
}

static void check_index(struct check *c)
{
    db_search_entries(c->db, c->entity->name, add_entry, &c->kept);
    if (c->kept.count != c->sought.count)
        found(c, 0, "", str_print(c->arena, "the search index leads %" PRId64 " times to a record, and should %" PRId64
                                            " times", c->kept.count, c->sought.count).at);
    else if (c->kept.sum != c->sought.sum)
        found(c, 0, "", "the search index does not lead to the records that hold its words");
}

/* ---- folded copies ---- */

static void check_keys_of(const struct check *c, const struct field *f)
{
    const char *sql = str_print(c->arena, "SELECT id, %s, %s_key FROM %s", f->name, f->name, c->entity->name).at;
    struct query *q = db_ask_by_batch(c->db, sql, GIVE_NOTHING);
    struct arena *each = TAKE(c->arena, struct arena);

    arena_within(c->arena, each);
    for (; db_next(q); arena_reset(each))
        if (!str_is(str_fold(each, db_str(q, 1)), db_str(q, 2)))
            found(c, db_int(q, 0), f->name, "its folded copy, by which it is sorted, differs");
}

/* ---- the trail ---- */

/* Each version left a line there. */
static void check_trail(const struct check *c)
{
    const char *sql = str_print(c->arena, "SELECT id, version FROM %s AS r WHERE version <> (SELECT"
                                          " coalesce(max(t.version), (SELECT version FROM audit_log WHERE id = "
                                          RUN_OF("r.id") "), 0) FROM audit_log AS t WHERE t.entity = $1"
                                          " AND t.record = r.id)", c->entity->name).at;
    struct query *q = db_ask(c->db, sql, GIVE(c->entity->name));

    while (db_next(q))
        found(c, db_int(q, 0), "", str_print(c->arena, "its version %" PRId64 " is not the last one of its trail",
                                             db_int(q, 1)).at);
}

void record_check(struct arena *a, struct db *db, const struct entity *e, struct finder *finder)
{
    struct check c = { .arena = a, .db = db, .entity = e, .finder = finder };

    record_each_batch(a, db, e, add_batch, &c);
    check_tally(&c);
    check_index(&c);
    for (size_t i = 0; i < e->count; i++)
        if (field_has_key(&e->fields[i]))
            check_keys_of(&c, &e->fields[i]);
    check_trail(&c);
}
