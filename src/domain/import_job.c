#include "domain/import_job.h"

#include "base/fault.h"
#include "domain/directory.h"
#include "domain/import_files.h"
#include "domain/import_history.h"
#include "domain/import_undo.h"

#include <inttypes.h>

struct run {
    struct arena          *arena;
    struct house          *house;
    struct db             *db;          /* of the administration; given back when the arena ends */
    struct import_place    files;
    const struct job      *job;
    const struct job_told *told;
    struct actor           by;
    struct import_task     task;
    int64_t                total;
};

static void tell(void *what, int64_t done)
{
    struct run *r = what;
    if (r->told->stops(r->told->what))
        fault("it was asked to stop");
    r->told->told(r->told->what, r->total && done > r->total ? r->total : done, r->total);
}

static void give_back(void *what)
{
    struct run *r = what;
    db_stop_when(r->db, NULL, NULL);
    house_give(r->house, r->db);
}

static struct run *begin(struct arena *a, struct house *h, const struct job *job, struct moment now,
                         const struct job_told *told)
{
    struct run *r = TAKE(a, struct run);
    struct db **directory = house_room(a, h);

    *r = (struct run){
        .arena = a, .house = h, .job = job, .told = told, .by = { job->by.user, job->by.name, now },
        .task = { .entity = job->entity, .mode = job->mode, .progress = tell, .what = r },
    };
    *directory = house_directory(h);
    r->files = (struct import_place){ h, *directory, job->token };
    r->task.country = directory_country(*directory, job->administration);
    r->db = house_administration(h, job->administration);
    arena_on_end(a, give_back, r);
    db_stop_when(r->db, told->stops, told->what);
    return r;
}

/* The import as it is now, in a writing transaction. */
static bool open_import(struct run *r, struct import *out)
{
    db_begin(r->db, true);
    return import_get(r->arena, r->db, r->job->entity, r->job->token, out);
}

static void end_import(struct run *r, const struct import *import, enum import_state state, struct str remark)
{
    bool imported = state == IMPORT_DONE && import->state == IMPORT_CHECKED;

    import_set_state(r->db, import->id, state, imported ? r->by.now : (struct moment){ 0 }, remark);
    db_commit(r->db);
}

/* ---- the check ---- */

/* False: the sheet is not there any more. */
static bool check(struct run *r, struct import_report *report)
{
    int sheet = import_open_sheet(r->arena, &r->files);

    if (sheet < 0)
        return false;
    int stage = import_new_stage(r->arena, &r->files), wrong = import_new_wrong(r->arena, &r->files);
    db_begin(r->db, false);
    import_check(r->arena, r->db, &r->task, sheet, stage, wrong, report);
    db_commit(r->db);
    import_keep_made(r->arena, &r->files, stage, wrong, r->by.now);
    return true;
}

#define FILE_GONE "Het bestand is er niet meer. Kies het opnieuw."

/* Its headings as lines: which field each is, or likely is. */
static void tell_headings(struct run *r, struct import_report *report)
{
    report->lines = TAKE_MANY(r->arena, struct import_line, report->heading_count);
    report->line_count = report->heading_count;
    for (size_t i = 0; i < report->heading_count; i++) {
        const struct import_heading *h = &report->headings[i];
        bool proposed = h->field && (h->likely || !h->unknown);
        report->lines[i] = (struct import_line){
            .row = 1, .verdict = h->unknown ? IMPORT_WRONG : IMPORT_NEW, .name = S(""), .column = h->heading,
            .value = h->example, .reason = str_from(proposed ? h->field->name : ""),
        };
    }
}

/* A first check makes the import; one after its headings were coupled finds it. */
static void run_check(struct run *r)
{
    struct import_report report = { 0 };
    struct import import;
    enum import_state state = IMPORT_CHECKED;

    if (!check(r, &report))
        report.refused = S(FILE_GONE);
    if (report.heading_count)
        tell_headings(r, &report);
    if (report.refused.len)
        state = report.heading_count ? IMPORT_COUPLES : IMPORT_REFUSED;
    if (open_import(r, &import))
        import_set_report(r->db, import.id, &report, r->by.now);
    else
        import.id = import_add(r->db, &r->task, r->job->token, r->job->file, &report, &r->by);
    import_set_state(r->db, import.id, state, (struct moment){ 0 }, report.refused);
    import_sweep(r->db, r->by.now);
    db_commit(r->db);
    if (state == IMPORT_REFUSED)
        import_remove_files(r->arena, &r->files);
}

/* ---- the import ---- */

static void check_again(struct run *r, const struct import *import)
{
    struct import_report report = { 0 };

    r->total = 0;
    if (!check(r, &report))
        report.refused = S(FILE_GONE);
    db_begin(r->db, true);
    if (report.refused.len) {
        end_import(r, import, IMPORT_FAILED, report.refused);
        import_remove_files(r->arena, &r->files);
        return;
    }
    import_set_report(r->db, import->id, &report, r->by.now);
    end_import(r, import, IMPORT_CHECKED, S("Intussen is er iets gewijzigd in je administratie. Er is nog niets"
                                            " geïmporteerd; dit is de nieuwe controle."));
}

static void run_import(struct run *r)
{
    struct import import;

    if (!open_import(r, &import) || import.state != IMPORT_CHECKED) {
        db_rollback(r->db);
        return;
    }
    int stage = import_open_stage(r->arena, &r->files);
    r->task.mode = import.mode;
    r->task.undo = undo_keeper(r->arena, r->db, r->job->entity, import.id);
    r->total = import.count[IMPORT_NEW] + import.count[IMPORT_CHANGED];
    if (stage < 0 || !import_apply(r->arena, r->db, &r->task, stage, &r->by)) {
        db_rollback(r->db);
        check_again(r, &import);
        return;
    }
    end_import(r, &import, IMPORT_DONE, S(""));
    if (import.count[IMPORT_WRONG])
        import_remove_all_but_wrong(r->arena, &r->files);
    else
        import_remove_files(r->arena, &r->files);
}

bool import_apply_kept(struct arena *a, struct db *db, const struct import_task *task, struct str file, int stage,
                       const struct import_report *report, const struct actor *by)
{
    struct import_task kept = *task;
    int64_t id = import_add(db, task, import_new_token(a), file, report, by);

    kept.undo = undo_keeper(a, db, task->entity, id);
    import_sweep(db, by->now);
    import_set_state(db, id, IMPORT_DONE, by->now, S(""));
    return import_apply(a, db, &kept, stage, by);
}

/* ---- taking it back ---- */

static void run_undo(struct run *r)
{
    const struct undo_told told = { tell, r };
    struct import import;

    if (!open_import(r, &import) || import.state != IMPORT_DONE) {
        db_rollback(r->db);
        return;
    }
    r->total = import.count[IMPORT_NEW] + import.count[IMPORT_CHANGED];
    struct str why = import.at.seconds + IMPORT_UNDO_SECONDS < r->by.now.seconds
                         ? S("Ongedaan maken kan niet meer: deze import is meer dan een dag oud.")
                         : undo_import(r->arena, r->db, r->job->entity, import.id, &r->by, &told);
    if (why.len == 0) {
        end_import(r, &import, IMPORT_UNDONE, str_print(r->arena, "Ongedaan gemaakt door %s op %s.", r->by.name.at,
                                                        moment_print(r->arena, r->by.now).at));
        return;
    }
    db_rollback(r->db);
    db_begin(r->db, true);
    end_import(r, &import, IMPORT_DONE, why);
}

void import_job_run(struct arena *a, struct house *h, const struct job *job, struct moment now,
                    const struct job_told *told)
{
    static void (*const of[])(struct run *) = {
        [JOB_CHECK] = run_check, [JOB_IMPORT] = run_import, [JOB_UNDO] = run_undo,
    };
    of[job->what](begin(a, h, job, now, told));
}

/* ---- what was not done ---- */

bool import_job_failed(struct arena *a, struct house *h, const struct job *job, struct moment now, const char *why)
{
    static const struct job_told nobody = { 0 };
    static const char *const what[] = {
        [JOB_CHECK] = "Er is niets geïmporteerd. Kies je bestand opnieuw.",
        [JOB_IMPORT] = "Er is niets geïmporteerd. Kies je bestand opnieuw.",
        [JOB_UNDO] = "Er is niets ongedaan gemaakt.",
    };
    static const enum import_state expected[] = { [JOB_IMPORT] = IMPORT_CHECKED, [JOB_UNDO] = IMPORT_DONE };
    struct run *r = begin(a, h, job, now, &nobody);
    struct str remark = str_print(a, "%s %s", why, what[job->what]);
    struct import_report nothing = { 0 };
    struct import import = { 0 };
    bool found = open_import(r, &import);

    if (job->what == JOB_CHECK ? found : !found || import.state != expected[job->what]) {
        db_rollback(r->db);
        return false;
    }
    if (!found)
        import.id = import_add(r->db, &r->task, job->token, job->file, &nothing, &r->by);
    end_import(r, &import, job->what == JOB_UNDO ? IMPORT_DONE : IMPORT_FAILED, remark);
    if (job->what != JOB_UNDO)
        import_remove_files(a, &r->files);
    return true;
}
