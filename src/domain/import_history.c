#include "domain/import_history.h"

#include "base/fault.h"
#include "base/secret.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "import-"

struct str import_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE import (\n  {id},\n  entity {text} NOT NULL,\n  token {text} NOT NULL UNIQUE,\n"
        "  file_name {text} NOT NULL,\n  mode {number} NOT NULL,\n  done {number} NOT NULL,\n"
        "  at {number} NOT NULL,\n  user_id {number} NOT NULL,\n  who {text} NOT NULL,\n"
        "  columns_read {number} NOT NULL,\n  added {number} NOT NULL,\n  changed {number} NOT NULL,\n"
        "  skipped {number} NOT NULL,\n  wrong {number} NOT NULL,\n  notes {text} NOT NULL\n{end}\n"
        "CREATE TABLE import_line (\n  import {number} NOT NULL REFERENCES import,\n  place {number} NOT NULL,\n"
        "  sheet_row {number} NOT NULL,\n  verdict {number} NOT NULL,\n  name {text} NOT NULL,\n"
        "  heading {text} NOT NULL,\n  cell {text} NOT NULL,\n  reason {text} NOT NULL,\n"
        "  PRIMARY KEY (import, place)\n{end}\n"));
}

/* ---- files ---- */

static struct str new_token(struct arena *a)
{
    unsigned char bytes[16];
    struct buf b = { .arena = a };

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        buf_print(&b, "%02x", bytes[i]);
    return buf_str(&b);
}

static const char *path_of(struct arena *a, const struct house *h, struct str token, const char *kind)
{
    return str_print(a, "%s/" FILE_NAME "%.*s.%s", house_uploads(h), (int)token.len, token.at, kind).at;
}

static void remove_files(struct arena *a, const struct house *h, struct str token)
{
    unlink(path_of(a, h, token, "xlsx"));
    unlink(path_of(a, h, token, "stage"));
}

static void close_file(void *what)
{
    close(*(int *)what);
}

/* Closed when the arena ends.  -1: there is no such file. */
static int open_file(struct arena *a, const char *path, int flags)
{
    int *fd = TAKE(a, int);

    *fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0 && errno != ENOENT)
        fault("can not open %s: %s", path, strerror(errno));
    if (*fd >= 0)
        arena_on_end(a, close_file, fd);
    return *fd;
}

/* What nobody said yes to, and what a stop in between left. */
static void sweep_files(const struct house *h, struct moment now)
{
    DIR *folder = opendir(house_uploads(h));
    struct stat s;

    if (!folder)
        fault("can not read %s: %s", house_uploads(h), strerror(errno));
    for (struct dirent *e; (e = readdir(folder)); )
        if (str_begins(str_from(e->d_name), S(FILE_NAME)) && fstatat(dirfd(folder), e->d_name, &s, AT_SYMLINK_NOFOLLOW) == 0
            && s.st_mtime < now.seconds - IMPORT_WAITS_SECONDS)
            unlinkat(dirfd(folder), e->d_name, 0);
    closedir(folder);
}

static void sweep_rows(struct db *db, struct moment now)
{
    int64_t before = now.seconds - IMPORT_WAITS_SECONDS;

    db_do(db, "DELETE FROM import_line WHERE import IN (SELECT id FROM import WHERE done = 0 AND at < $1)", GIVE(before));
    db_do(db, "DELETE FROM import WHERE done = 0 AND at < $1", GIVE(before));
}

/* ---- checking ---- */

/* False: the sheet is not there any more. */
static bool check(struct arena *a, const struct house *h, struct db *db, const struct import_task *task,
                  struct str token, struct import_report *report)
{
    int sheet = open_file(a, path_of(a, h, token, "xlsx"), O_RDONLY);

    if (sheet < 0)
        return false;
    int stage = open_file(a, path_of(a, h, token, "stage"), O_RDWR | O_CREAT | O_TRUNC);
    db_begin(db, false);
    import_check(a, db, task, sheet, stage, -1, report);
    db_commit(db);
    return true;
}

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

/* What was found, on a row that is there. */
static void keep_report(struct db *db, int64_t id, const struct import_report *r, struct moment now)
{
    db_do(db, "UPDATE import SET at = $2, columns_read = $3, added = $4, changed = $5, skipped = $6, wrong = $7,"
              " notes = $8 WHERE id = $1",
          GIVE(id, now, r->columns, r->count[IMPORT_NEW], r->count[IMPORT_CHANGED], r->count[IMPORT_SKIPPED],
               r->count[IMPORT_WRONG], r->notes));
    keep_lines(db, id, r);
}

static int64_t keep(struct db *db, const struct import_task *task, struct str token, struct str name,
                    const struct import_report *r, const struct actor *by)
{
    db_begin(db, true);
    sweep_rows(db, by->now);
    int64_t id = db_one(db, 0, "INSERT INTO import (entity, token, file_name, mode, done, at, user_id, who,"
                               " columns_read, added, changed, skipped, wrong, notes)"
                               " VALUES ($1, $2, $3, $4, 0, $5, $6, $7, 0, 0, 0, 0, 0, '') RETURNING id",
                        GIVE(task->entity->name, token, name, (int)task->mode, by->now, by->user, by->name));
    keep_report(db, id, r, by->now);
    db_commit(db);
    return id;
}

int64_t import_start(struct arena *a, struct house *h, struct db *db, const struct import_task *task,
                     const char *path, struct str name, const struct actor *by, struct import_report *report)
{
    struct str token = new_token(a);
    const char *sheet = path_of(a, h, token, "xlsx");

    sweep_files(h, by->now);
    if (link(path, sheet) != 0)
        fault("can not keep %s as %s: %s", path, sheet, strerror(errno));
    check(a, h, db, task, token, report);
    if (report->refused.len) {
        remove_files(a, h, token);
        return 0;
    }
    return keep(db, task, token, name, report, by);
}

/* ---- finding ---- */

bool import_get(struct arena *a, struct db *db, const struct entity *e, int64_t id, int64_t user, struct import *out)
{
    struct query *q = db_ask(db, "SELECT token, file_name, mode, done, at, who, columns_read, added, changed,"
                                 " skipped, wrong, notes FROM import WHERE id = $1 AND entity = $2 AND user_id = $3",
                             GIVE(id, e->name, user));
    bool found = db_next(q);

    if (found)
        *out = (struct import){
            .id = id, .token = str_copy(a, db_str(q, 0)), .file = str_copy(a, db_str(q, 1)),
            .mode = (enum import_mode)db_int(q, 2), .done = db_int(q, 3) != 0, .at = { db_int(q, 4) },
            .who = str_copy(a, db_str(q, 5)), .columns = db_int(q, 6),
            .count = { db_int(q, 7), db_int(q, 8), db_int(q, 9), db_int(q, 10) }, .notes = str_copy(a, db_str(q, 11)),
        };
    db_close_query(q);
    return found;
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

/* ---- finishing ---- */

/* In one transaction with the word that it is done, so that it is never done twice. */
static bool apply(struct arena *a, const struct house *h, struct db *db, const struct import_task *task,
                  const struct import *import, const struct actor *by)
{
    int stage = open_file(a, path_of(a, h, import->token, "stage"), O_RDONLY);

    if (stage < 0 || !import_apply(a, db, task, stage, by))
        return false;
    db_do(db, "UPDATE import SET done = 1, at = $2 WHERE id = $1", GIVE(import->id, by->now));
    return true;
}

static enum import_end check_again(struct arena *a, const struct house *h, struct db *db,
                                   const struct import_task *task, const struct import *import, struct moment now)
{
    struct import_report report;

    if (!check(a, h, db, task, import->token, &report) || report.refused.len)
        return IMPORT_GONE;
    db_begin(db, true);
    keep_report(db, import->id, &report, now);
    db_commit(db);
    return IMPORT_AGAIN;
}

enum import_end import_finish(struct arena *a, struct house *h, struct db *db, const struct entity *e, int64_t country,
                              int64_t id, const struct actor *by)
{
    struct import_task task = { .entity = e, .country = country };
    struct import import;

    db_begin(db, true);
    if (!import_get(a, db, e, id, by->user, &import)) {
        db_rollback(db);
        return IMPORT_GONE;
    }
    task.mode = import.mode;
    if (import.done || apply(a, h, db, &task, &import, by))
        return IMPORT_DONE;
    db_rollback(db);
    return check_again(a, h, db, &task, &import, by->now);
}

void import_keep(struct arena *a, struct house *h, struct db *db, const struct import *import)
{
    db_commit(db);
    remove_files(a, h, import->token);
}
