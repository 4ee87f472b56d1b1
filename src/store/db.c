/* db.c - what is the same for every make: which statements are kept, which are open, and whom to ask. */
#include "store/db.h"

#include "base/fault.h"
#include "store/make.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- opening ---- */

enum make db_make_of(const char *place)
{
    return postgres_is_place(place) ? POSTGRES : SQLITE;
}

struct db *db_open(const char *place, bool create)
{
    return postgres_is_place(place) ? postgres_open(place, create) : sqlite_open(place, create);
}

void db_drop(struct db *db)
{
    if (!db)
        return;
    for (size_t b = 0; b < BUCKETS; b++) {
        for (struct query *q = db->kept[b], *next; q; q = next) {
            next = q->next_kept;
            db->calls->finalize(q);
        }
    }
    db->calls->close(db);
}

bool db_exists(const char *place)
{
    return postgres_is_place(place) ? postgres_exists(place) : access(place, F_OK) == 0;
}

void db_remove(const char *place)
{
    if (postgres_is_place(place))
        postgres_remove(place);
    else
        sqlite_remove(place);
}

bool db_move(struct db *db, const char *place)
{
    return db->calls->move && db->calls->move(db, place);
}

bool db_is_lost(const struct db *db)
{
    return db->calls->is_lost && db->calls->is_lost(db);
}

/* ---- asking ---- */

/* As FNV-1a, with eight bytes at a time where there are: a question may be a thousand bytes. */
static uint64_t hash_of(const char *sql)
{
    uint64_t h = 14695981039346656037u, word;
    size_t left = strlen(sql);

    for (; left >= sizeof word; sql += sizeof word, left -= sizeof word) {
        memcpy(&word, sql, sizeof word);
        h = (h ^ word) * 1099511628211u;
        h ^= h >> 32;                           /* or the bucket would follow from a few of the bytes */
    }
    for (; left; sql++, left--)
        h = (h ^ (unsigned char)*sql) * 1099511628211u;
    return h;
}

static struct query *query_for(struct db *db, const char *sql, bool returns_id)
{
    uint64_t hash = hash_of(sql);

    for (struct query *q = db->kept[hash % BUCKETS]; q; q = q->next_kept)
        if (q->hash == hash && !q->open && strcmp(q->sql, sql) == 0)
            return q;
    struct query *q = db->calls->prepare(db, sql, returns_id);
    q->db = db;
    q->hash = hash;
    q->next_kept = db->kept[hash % BUCKETS];
    db->kept[hash % BUCKETS] = q;
    return q;
}

struct query *db_query(struct db *db, const char *sql)
{
    return query_for(db, sql, false);
}

struct query *db_query_insert(struct db *db, const char *sql)
{
    return query_for(db, sql, true);
}

void db_ask_again(struct query *q, struct given given)
{
    if (q->open)
        fault("asked again before its end: %.200s", q->sql);
    if (q->places != given.count)
        fault("%zu values wanted, %zu given in: %.200s", q->places, given.count, q->sql);
    q->db->calls->give(q, given);
    q->may_be_refused = q->by_batch = false;
    q->open = true;
    q->next_open = q->db->opened;
    q->db->opened = q;
}

struct query *db_ask(struct db *db, const char *sql, struct given given)
{
    struct query *q = db_query(db, sql);

    db_ask_again(q, given);
    return q;
}

struct query *db_ask_by_batch(struct db *db, const char *sql, struct given given)
{
    struct query *q = db_ask(db, sql, given);

    q->by_batch = true;
    return q;
}

/* What goes wrong at the end of a statement is what its last step said, or, outside a transaction,
 * that what it wrote can not be kept. */
static bool end(struct query *q)
{
    q->open = false;
    for (struct query **at = &q->db->opened; *at; at = &(*at)->next_open) {
        if (*at == q) {
            *at = q->next_open;
            break;
        }
    }
    return q->db->calls->reset(q);
}

void db_close_query(struct query *q)
{
    if (q->open && !end(q))
        q->db->calls->broken(q->db, q->sql);
}

static void close_queries(struct db *db)
{
    while (db->opened)
        end(db->opened);
}

bool db_next(struct query *q)
{
    switch (q->db->calls->step(q)) {
    case STEP_ROW:
        return true;
    case STEP_DONE:
        db_close_query(q);
        return false;
    default:
        q->db->calls->broken(q->db, q->sql);
    }
}

int64_t db_int(struct query *q, int column)
{
    return q->db->calls->integer(q, column);
}

struct str db_str(struct query *q, int column)
{
    return q->db->calls->chars(q, column);
}

bool db_is_null(struct query *q, int column)
{
    return q->db->calls->is_null(q, column);
}

int64_t db_one(struct db *db, int64_t otherwise, const char *sql, struct given given)
{
    struct query *q = db_ask(db, sql, given);
    int64_t n = db_next(q) ? db_int(q, 0) : otherwise;
    db_close_query(q);
    return n;
}

void db_do(struct db *db, const char *sql, struct given given)
{
    struct query *q = db_ask(db, sql, given);
    while (db_next(q))
        ;
}

void db_script(struct db *db, const char *sql)
{
    db->calls->script(db, sql);
}

static enum refusal try(struct query *q, int64_t *returned)
{
    q->may_be_refused = true;
    for (bool first = true;; first = false) {
        switch (q->db->calls->step(q)) {
        case STEP_ROW:
            if (first && returned)
                *returned = db_int(q, 0);
            continue;
        case STEP_DONE:
            return DB_DONE;
        case STEP_TAKEN:
            end(q);
            return DB_TAKEN;
        case STEP_USED:
            end(q);
            return DB_USED;
        case STEP_BROKEN:
            q->db->calls->broken(q->db, q->sql);
        }
    }
}

enum refusal db_try(struct db *db, const char *sql, struct given given, int64_t *returned)
{
    struct query *q = db_ask(db, sql, given);
    enum refusal refused = try(q, returned);

    db_close_query(q);
    return refused;
}

enum refusal db_try_insert(struct query *q, struct given given, int64_t *id)
{
    db_ask_again(q, given);
    enum refusal refused = try(q, NULL);

    if (refused == DB_DONE)
        *id = q->db->calls->inserted(q);
    db_close_query(q);
    return refused;
}

int64_t db_changes(const struct db *db)
{
    return db->calls->changes(db);
}

/* ---- many rows ---- */

bool db_copies(const struct db *db)
{
    return db->calls->reserve;
}

int64_t db_reserve(struct db *db, const char *table, size_t count)
{
    return db->calls->reserve(db, table, count);
}

int64_t db_last_id(struct db *db, const char *table)
{
    return db_one(db, 0, db->calls->last_id, GIVE(table));
}

void db_set_last_id(struct db *db, const char *table, int64_t id)
{
    db->calls->set_last_id(db, table, id);
}

/* The text format of COPY: tabs between, \\ before what would be one, \\N for NULL. */
static void add_copied(struct buf *b, struct str text)
{
    while (text.len) {
        size_t plain = 0;
        while (plain < text.len && !memchr("\\\n\r\t", text.at[plain], 4))
            plain++;
        buf_add(b, (struct str){ text.at, plain });
        if (plain < text.len) {
            const char sign = text.at[plain++];
            buf_char(b, '\\');
            buf_char(b, sign == '\n' ? 'n' : sign == '\r' ? 'r' : sign == '\t' ? 't' : sign);
        }
        text.at += plain;
        text.len -= plain;
    }
}

void db_copy_row(struct buf *b, const struct value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_char(b, '\t');
        switch (values[i].type) {
        case VALUE_NULL: buf_add(b, S("\\N")); break;
        case VALUE_INT:  buf_int(b, values[i].n); break;
        case VALUE_TEXT: add_copied(b, values[i].text); break;
        }
    }
    buf_char(b, '\n');
}

enum refusal db_copy(struct db *db, const char *sql, struct str rows)
{
    switch (db->calls->copy(db, sql, rows)) {
    case STEP_TAKEN:
        return DB_TAKEN;
    case STEP_USED:
        return DB_USED;
    case STEP_BROKEN:
        db->calls->broken(db, sql);
    default:
        return DB_DONE;
    }
}

void db_copy_on(struct db *db, const char *sql, struct str rows)
{
    db->calls->copy_on(db, sql, rows);
}

void db_search_copy(struct db *db, const char *table, struct str rows)
{
    char sql[200];
    snprintf(sql, sizeof sql, "COPY %s_search (id, words) FROM STDIN", table);
    if (db_copy(db, sql, rows) != DB_DONE)
        fault("the search index of %s knew a record that was not there", table);
}

/* ---- transactions ---- */

void db_begin(struct db *db, bool writes)
{
    db->calls->begin(db, writes);
}

void db_commit(struct db *db)
{
    close_queries(db);
    db->calls->commit(db);
}

void db_last(struct db *db)
{
    if (db->calls->last)
        db->calls->last(db);
}

void db_rollback(struct db *db)
{
    close_queries(db);
    db->calls->rollback(db);
}

void db_fill(struct db *db, const char *table)
{
    if (db->calls->fill)
        db->calls->fill(db, table);
}

void db_filled(struct db *db, const char *table)
{
    db->calls->filled(db, table);
}

void db_put_off_references(struct db *db)
{
    db_script(db, db->calls->put_off);
}

void db_stop_when(struct db *db, bool (*stops)(void *), void *what)
{
    db->stops = stops;
    db->stops_of = what;
    if (db->calls->stop_when)
        db->calls->stop_when(db);
}

/* ---- what the makes do differently ---- */

static const struct make_calls *const makes[] = { [SQLITE] = &sqlite_calls, [POSTGRES] = &postgres_calls };

enum make db_make(const struct db *db)
{
    return db->calls == &postgres_calls ? POSTGRES : SQLITE;
}

static void add_dialect(struct buf *b, const struct make_calls *make, struct str word)
{
    const struct { struct str word; const char *is; } words[] = {
        { S("id"), make->id }, { S("number"), make->number }, { S("text"), make->text }, { S("end"), make->end },
    };

    if (str_begins(word, S("search "))) {
        make->search_schema(b, (struct str){ word.at + 7, word.len - 7 });
        return;
    }
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is(words[i].word, word)) {
            buf_add(b, str_from(words[i].is));
            return;
        }
    }
    fault("unknown {%.*s} in a schema", (int)word.len, word.at);
}

struct str db_dialect(struct arena *a, enum make make, struct str pattern)
{
    struct buf b = { .arena = a };

    while (pattern.len) {
        buf_add(&b, str_cut(&pattern, '{'));
        if (pattern.len)
            add_dialect(&b, makes[make], str_cut(&pattern, '}'));
    }
    return buf_str(&b);
}

struct str db_search_select(struct arena *a, enum make make, const char *table, const char *placeholder,
                            size_t most)
{
    return makes[make]->search_select(a, table, placeholder, most);
}

struct str db_search_words(struct arena *a, struct db *db, const char *table, const struct str *words, size_t count,
                           const struct str *others, size_t other_count, size_t enough)
{
    return db->calls->search_words(a, db, table, words, count, others, other_count, enough);
}

void db_search_put(struct db *db, const char *table, int64_t id, struct str text)
{
    db->calls->search_put(db, table, id, text);
}

void db_search_remove(struct db *db, const char *table, int64_t id, struct str text)
{
    db->calls->search_remove(db, table, id, text);
}

void db_search_entries(struct db *db, const char *table, void (*entry)(void *, struct str, int64_t), void *of)
{
    db->calls->search_entries(db, table, entry, of);
}

struct query *db_damage(struct db *db)
{
    return db->calls->damage ? db_ask(db, db->calls->damage, GIVE_NOTHING) : NULL;
}
