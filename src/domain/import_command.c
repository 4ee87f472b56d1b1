#include "domain/import_command.h"

#include "base/fault.h"
#include "base/nameless.h"
#include "domain/export.h"
#include "domain/import_job.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static void close_file(void *what)
{
    fclose(what);
}

/* Closed when the arena ends; NULL, and said so, when it can not be opened. */
static FILE *open_path(struct arena *a, const char *path, const char *how, FILE *wrong)
{
    FILE *f = fopen(path, how);

    if (f)
        arena_on_end(a, close_file, f);
    else
        fprintf(wrong, "%s: %s\n", path, strerror(errno));
    return f;
}

/* ---- importing ---- */

static void print_report(const struct import_report *r, FILE *out)
{
    static const char *const names[IMPORT_VERDICTS] = {
        [IMPORT_NEW] = "nieuw", [IMPORT_CHANGED] = "bijgewerkt", [IMPORT_SKIPPED] = "overgeslagen", [IMPORT_WRONG] = "fouten",
    };
    for (size_t i = 0; i < IMPORT_VERDICTS; i++)
        fprintf(out, "%s: %" PRId64 "\n", names[i], r->count[i]);
    if (r->notes.len)
        fprintf(out, "%s\n", r->notes.at);
    for (size_t i = 0; i < r->line_count; i++) {
        const struct import_line *l = &r->lines[i];
        if (l->verdict == IMPORT_WRONG || l->column.len)
            fprintf(out, "regel %" PRId64 ", %s: \"%s\": %s\n", l->row, l->column.at, l->value.at, l->reason.at);
    }
}

/* With the administration's writers waiting, so that nothing changes between check and writing. */
static int run(struct arena *a, struct house *h, struct db *db, const struct import_task *task, struct str name,
               FILE *sheet, bool check_only, const struct actor *by, struct import_report *report)
{
    int stage = nameless_file(a, house_uploads(h));

    db_begin(db, !check_only);
    import_check(a, db, task, fileno(sheet), stage, -1, report);
    if (report->refused.len)
        return COMMAND_REFUSED;
    if (!check_only) {
        if (!import_apply_kept(a, db, task, name, stage, report, by))
            fault("the stage of an import does not fit its own check");
        db_commit(db);
    }
    return report->count[IMPORT_WRONG] ? COMMAND_ROWS_WRONG : COMMAND_DONE;
}

int import_file(struct house *h, int64_t administration, const struct import_task *task, const char *path,
                bool check_only, const struct actor *by, FILE *out, FILE *wrong)
{
    struct arena a = { 0 };
    struct import_report report;
    FILE *sheet = open_path(&a, path, "rb", wrong);
    const char *slash = strrchr(path, '/');
    int status = COMMAND_REFUSED;

    if (sheet) {
        struct db *db = house_administration(h, administration);
        status = run(&a, h, db, task, str_from(slash ? slash + 1 : path), sheet, check_only, by, &report);
        house_give(h, db);
        if (status == COMMAND_REFUSED)
            fprintf(wrong, "%s: %s\n", path, report.refused.at);
        else
            print_report(&report, out);
    }
    arena_drop(&a);
    return status;
}

/* ---- writing files ---- */

static int closed(const char *path, bool good, FILE *wrong)
{
    if (!good)
        fprintf(wrong, "%s: %s\n", path, strerror(errno));
    return good ? COMMAND_DONE : COMMAND_REFUSED;
}

static bool put(FILE *f, struct str bytes)
{
    return fwrite(bytes.at, 1, bytes.len, f) == bytes.len;
}

int template_file(const struct entity *e, const char *path, FILE *wrong)
{
    struct arena a = { 0 };
    FILE *f = open_path(&a, path, "wb", wrong);
    int status = f ? closed(path, put(f, export_template(&a, e)) && fflush(f) == 0, wrong) : COMMAND_REFUSED;

    arena_drop(&a);
    return status;
}

static int write_export(struct arena *a, struct export *x, FILE *f, const char *path, FILE *wrong)
{
    enum { BLOCK = 64 * 1024 };
    char *block = arena_take(a, BLOCK);
    int64_t n;
    bool good = true;

    while ((n = export_read(x, block, BLOCK)) > 0 && good)
        good = put(f, (struct str){ block, (size_t)n });
    if (n < 0) {
        fprintf(wrong, "%s: %s\n", path, export_problem(x));
        return COMMAND_REFUSED;
    }
    return closed(path, good && fflush(f) == 0, wrong);
}

int export_file(struct house *h, int64_t administration, const struct entity *e, const char *path, FILE *wrong)
{
    const struct export_view all = { .entity = e, .both = true, .sort = entity_key(e) };
    struct arena a = { 0 };
    FILE *f = open_path(&a, path, "wb", wrong);
    int status = COMMAND_REFUSED;

    if (f)
        status = write_export(&a, export_begin(&a, h, administration, &all), f, path, wrong);
    if (f && status == COMMAND_REFUSED)
        remove(path);                           /* a broken file is never a short one */
    arena_drop(&a);
    return status;
}
