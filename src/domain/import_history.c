#include "domain/import_history.h"

#include "domain/import_files.h"
#include "domain/import_undo.h"

#define COLUMNS "id, token, file_name, mode, state, at, user_id, who, columns_read, added, changed, skipped, wrong," \
    " notes, remark"

struct str import_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE import (\n  {id},\n  entity {text} NOT NULL,\n  token {text} NOT NULL UNIQUE,\n"
        "  file_name {text} NOT NULL,\n  mode {number} NOT NULL,\n  state {number} NOT NULL,\n"
        "  at {number} NOT NULL,\n  user_id {number} NOT NULL,\n  who {text} NOT NULL,\n"
        "  columns_read {number} NOT NULL,\n  added {number} NOT NULL,\n  changed {number} NOT NULL,\n"
        "  skipped {number} NOT NULL,\n  wrong {number} NOT NULL,\n  notes {text} NOT NULL,\n"
        "  remark {text} NOT NULL\n{end}\n"
        "CREATE INDEX import_by_entity ON import (entity, id);\n"
        "CREATE TABLE import_line (\n  import {number} NOT NULL REFERENCES import,\n  place {number} NOT NULL,\n"
        "  sheet_row {number} NOT NULL,\n  verdict {number} NOT NULL,\n  name {text} NOT NULL,\n"
        "  heading {text} NOT NULL,\n  cell {text} NOT NULL,\n  reason {text} NOT NULL,\n"
        "  PRIMARY KEY (import, place)\n{end}\n"));
}

/* ---- writing ---- */

static void keep_lines(struct db *db, int64_t id, const struct import_report *r)
{
    db_do(db, "DELETE FROM import_line WHERE import = $1", GIVE(id));
    for (size_t i = 0; i < r->line_count; i++) {
        const struct import_line *l = &r->lines[i];
        db_do(db, "INSERT INTO import_line (import, place, sheet_row, verdict, name, heading, cell, reason)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
              GIVE(id, i, l->row, (int)l->verdict, l->name, l->column, l->value, l->reason));
    }
}

void import_set_report(struct db *db, int64_t id, const struct import_report *r, struct moment now)
{
    db_do(db, "UPDATE import SET at = $2, columns_read = $3, added = $4, changed = $5, skipped = $6, wrong = $7,"
              " notes = $8 WHERE id = $1",
          GIVE(id, now, r->columns, r->count[IMPORT_NEW], r->count[IMPORT_CHANGED], r->count[IMPORT_SKIPPED],
               r->count[IMPORT_WRONG], r->notes));
    keep_lines(db, id, r);
}

int64_t import_add(struct db *db, const struct import_task *task, struct str token, struct str file,
                   const struct import_report *r, const struct actor *by)
{
    int64_t id = db_one(db, 0, "INSERT INTO import (entity, token, file_name, mode, state, at, user_id, who,"
                               " columns_read, added, changed, skipped, wrong, notes, remark)"
                               " VALUES ($1, $2, $3, $4, 0, $5, $6, $7, 0, 0, 0, 0, 0, '', '') RETURNING id",
                        GIVE(task->entity->name, token, file, (int)task->mode, by->now, by->user, by->name));
    import_set_report(db, id, r, by->now);
    return id;
}

void import_set_state(struct db *db, int64_t id, enum import_state state, struct moment at, struct str remark)
{
    db_do(db, "UPDATE import SET state = $2, at = CASE WHEN $3 = 0 THEN at ELSE $3 END, remark = $4 WHERE id = $1",
          GIVE(id, (int)state, at, remark));
}

void import_sweep(struct db *db, struct moment now)
{
    int64_t before = now.seconds - IMPORT_WAITS_SECONDS;

    db_do(db, "DELETE FROM import_line WHERE import IN (SELECT id FROM import WHERE state <= $2 AND at < $1)",
          GIVE(before, (int)IMPORT_REFUSED));
    db_do(db, "DELETE FROM import WHERE state <= $2 AND at < $1", GIVE(before, (int)IMPORT_REFUSED));
    undo_sweep(db, now);
}

/* ---- reading ---- */

static struct import read_import(struct arena *a, struct query *q)
{
    return (struct import){
        .id = db_int(q, 0), .token = str_copy(a, db_str(q, 1)), .file = str_copy(a, db_str(q, 2)),
        .mode = (enum import_mode)db_int(q, 3), .state = (enum import_state)db_int(q, 4), .at = { db_int(q, 5) },
        .user = db_int(q, 6), .who = str_copy(a, db_str(q, 7)), .columns = db_int(q, 8),
        .count = { db_int(q, 9), db_int(q, 10), db_int(q, 11), db_int(q, 12) }, .notes = str_copy(a, db_str(q, 13)),
        .remark = str_copy(a, db_str(q, 14)),
    };
}

bool import_get(struct arena *a, struct db *db, const struct entity *e, struct str token, struct import *out)
{
    struct query *q = db_ask(db, "SELECT " COLUMNS " FROM import WHERE token = $1 AND entity = $2", GIVE(token, e->name));
    bool found = db_next(q);

    if (found)
        *out = read_import(a, q);
    db_close_query(q);
    return found;
}

size_t import_list(struct arena *a, struct db *db, const struct entity *e, int64_t before, size_t most,
                   struct import **out)
{
    struct import *imports = TAKE_MANY(a, struct import, most);
    size_t count = 0;
    struct query *q = db_ask(db, "SELECT " COLUMNS " FROM import WHERE entity = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                             GIVE(e->name, before ? before : INT64_MAX, most));
    while (db_next(q))
        imports[count++] = read_import(a, q);
    *out = imports;
    return count;
}

size_t import_lines(struct arena *a, struct db *db, int64_t id, bool wrong_only, size_t most, struct import_line **out)
{
    struct import_line *lines = TAKE_MANY(a, struct import_line, most);
    size_t count = 0;
    struct query *q = db_ask(db, "SELECT sheet_row, verdict, name, heading, cell, reason FROM import_line"
                                 " WHERE import = $1 AND verdict >= $2 ORDER BY place LIMIT $3",
                             GIVE(id, wrong_only ? (int)IMPORT_WRONG : 0, most));
    while (db_next(q))
        lines[count++] = (struct import_line){
            db_int(q, 0), (enum import_verdict)db_int(q, 1), str_copy(a, db_str(q, 2)), str_copy(a, db_str(q, 3)),
            str_copy(a, db_str(q, 4)), str_copy(a, db_str(q, 5)),
        };
    *out = lines;
    return count;
}
