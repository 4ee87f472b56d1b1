#include "domain/job.h"

#include "base/fault.h"
#include "domain/entities.h"

#include <string.h>

#define COLUMNS "id, administration, what, entity, token, file_name, mode, user_id, who, asked, runs, done, total, slow"

struct str job_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE job (\n  {id},\n  administration {number} NOT NULL REFERENCES administration,\n"
        "  what {number} NOT NULL,\n  entity {text} NOT NULL,\n  token {text} NOT NULL UNIQUE,\n"
        "  file_name {text} NOT NULL,\n  mode {number} NOT NULL,\n  user_id {number} NOT NULL,\n"
        "  who {text} NOT NULL,\n  asked {number} NOT NULL,\n  runs {number} NOT NULL,\n"
        "  owner {text} NOT NULL,\n  heard {number} NOT NULL,\n  done {number} NOT NULL,\n"
        "  total {number} NOT NULL,\n  slow {number} NOT NULL\n{end}\n"
        "CREATE INDEX job_by_administration ON job (administration, id);\n"));
}

static const struct entity *entity_of(struct str name)
{
    for (size_t i = 0; i < entity_count; i++)
        if (str_is(name, str_from(entities[i]->name)))
            return entities[i];
    fault("a job for %.*s, which this program does not know", (int)name.len, name.at);
}

static struct job read_job(struct arena *a, struct query *q)
{
    return (struct job){
        .id = db_int(q, 0), .administration = db_int(q, 1), .what = (enum job_what)db_int(q, 2),
        .entity = entity_of(db_str(q, 3)), .token = str_copy(a, db_str(q, 4)), .file = str_copy(a, db_str(q, 5)),
        .mode = (enum import_mode)db_int(q, 6), .by = { db_int(q, 7), str_copy(a, db_str(q, 8)), { db_int(q, 9) } },
        .runs = db_int(q, 10) != 0, .done = db_int(q, 11), .total = db_int(q, 12), .slow = db_int(q, 13),
    };
}

static bool read_one(struct arena *a, struct query *q, struct job *out)
{
    bool found = db_next(q);

    if (found)
        *out = read_job(a, q);
    db_close_query(q);
    return found;
}

static size_t read_all(struct arena *a, struct query *q, size_t most, struct job **out)
{
    size_t count = 0;

    *out = TAKE_MANY(a, struct job, most);
    while (count < most && db_next(q))
        (*out)[count++] = read_job(a, q);
    db_close_query(q);
    return count;
}

/* ---- its life ---- */

bool job_add(struct db *db, const struct job *j)
{
    const struct value given[] = {
        VALUE(j->administration), VALUE((int)j->what), VALUE(j->entity->name), VALUE(j->token), VALUE(j->file),
        VALUE((int)j->mode), VALUE(j->by.user), VALUE(j->by.name), VALUE(j->by.now), VALUE(j->total),
    };
    return db_try(db, "INSERT INTO job (administration, what, entity, token, file_name, mode, user_id, who, asked,"
                      " runs, owner, heard, done, total, slow)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '', 0, 0, $10, 0)",
                  (struct given){ given, COUNT(given) }, NULL) == DB_DONE;
}

bool job_take(struct arena *a, struct db *db, struct str owner, struct moment now, struct job *out)
{
    db_begin(db, true);
    bool found = read_one(a, db_ask(db, "SELECT " COLUMNS " FROM job WHERE runs = 0 AND administration NOT IN"
                                        " (SELECT administration FROM job WHERE runs = 1) ORDER BY id LIMIT 1",
                                    GIVE_NOTHING), out);
    if (found) {
        db_do(db, "UPDATE job SET runs = 1, owner = $2, heard = $3 WHERE id = $1", GIVE(out->id, owner, now));
        out->runs = true;
    }
    db_commit(db);
    return found;
}

void job_tell(struct db *db, int64_t id, int64_t done, int64_t total, struct moment now)
{
    db_do(db, "UPDATE job SET done = $2, total = $3, heard = $4 WHERE id = $1", GIVE(id, done, total, now));
}

void job_alive(struct db *db, struct str owner, struct moment now)
{
    db_do(db, "UPDATE job SET heard = $2 WHERE owner = $1 AND runs = 1", GIVE(owner, now));
}

void job_end(struct db *db, int64_t id)
{
    db_do(db, "DELETE FROM job WHERE id = $1", GIVE(id));
}

void job_put_back(struct db *db, int64_t id, bool slow)
{
    db_do(db, "UPDATE job SET runs = 0, done = 0, slow = slow + $2 WHERE id = $1", GIVE(id, slow));
}

static size_t running(struct db *db)
{
    return (size_t)db_one(db, 0, "SELECT count(*) FROM job WHERE runs = 1", GIVE_NOTHING);
}

size_t job_of_owner(struct arena *a, struct db *db, struct str owner, struct job **out)
{
    size_t most = running(db);
    return read_all(a, db_ask(db, "SELECT " COLUMNS " FROM job WHERE runs = 1 AND owner = $1 ORDER BY id", GIVE(owner)),
                    most, out);
}

size_t job_silent(struct arena *a, struct db *db, struct moment since, struct job **out)
{
    size_t most = running(db);
    return read_all(a, db_ask(db, "SELECT " COLUMNS " FROM job WHERE runs = 1 AND heard <= $1 ORDER BY id", GIVE(since)),
                    most, out);
}

/* ---- looking ---- */

bool job_find(struct arena *a, struct db *db, int64_t administration, struct str token, struct job *out)
{
    return read_one(a, db_ask(db, "SELECT " COLUMNS " FROM job WHERE token = $1 AND administration = $2",
                              GIVE(token, administration)), out);
}

bool job_before(struct arena *a, struct db *db, const struct job *j, struct job *out)
{
    return read_one(a, db_ask(db, "SELECT " COLUMNS " FROM job WHERE administration = $1 AND id <> $2"
                                  " AND (runs = 1 OR id < $2) ORDER BY runs DESC, id DESC LIMIT 1",
                              GIVE(j->administration, j->id)), out);
}

size_t job_list(struct arena *a, struct db *db, int64_t administration, const struct entity *e, size_t most,
                struct job **out)
{
    return read_all(a, db_ask(db, "SELECT " COLUMNS " FROM job WHERE administration = $1 AND entity = $2"
                                  " ORDER BY id LIMIT $3", GIVE(administration, e->name, most)), most, out);
}
