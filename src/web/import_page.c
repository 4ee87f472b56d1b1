#include "web/import_page.h"

#include "domain/import_files.h"
#include "web/error_page.h"
#include "web/import_mend_page.h"
#include "web/job_runner.h"
#include "web/show.h"

#include <inttypes.h>

enum { LINES_SHOWN = 100 };

struct import_badge import_badge(enum import_verdict verdict)
{
    static const struct import_badge badges[IMPORT_VERDICTS] = {
        [IMPORT_NEW] = { "badge badge-green", "Nieuw" }, [IMPORT_CHANGED] = { "badge badge-blue", "Bijwerken" },
        [IMPORT_SKIPPED] = { "badge", "Overslaan" }, [IMPORT_WRONG] = { "badge badge-red", "Fout" },
    };
    return badges[verdict];
}

/* ---- choosing ---- */

static void show_form(struct request *req, int status, enum import_mode mode, const char *problem)
{
    const struct entity *e = req->route->of;
    struct arena *a = req->arena;
    struct import_form p = {
        .entity = e, .mode = mode, .problem = problem, .couplings = import_couplings(a, req->db, e),
        .choices = {
            { IMPORT_ADDS, str_print(a, "Alleen nieuwe %s toevoegen", e->titles),
              str_print(a, "%s die al in je administratie staan, worden overgeslagen.", title_case(a, str_from(e->titles)).at) },
            { IMPORT_BOTH, str_print(a, "Bestaande %s bijwerken en nieuwe toevoegen", e->titles),
              str_print(a, "Wijzigingen worden overgenomen, nieuwe %s toegevoegd.", e->titles) },
            { IMPORT_UPDATES, str_print(a, "Alleen bestaande %s bijwerken", e->titles),
              str_print(a, "Er worden geen nieuwe %s toegevoegd.", e->titles) },
        },
    };

    respond(req, status);
    page_import_form(&req->response->body, req, &p);
}

void import_show(struct request *req)
{
    show_form(req, 200, IMPORT_BOTH, NULL);
}

/* ---- showing one ---- */

static struct str result_of(struct request *req, const struct import *i)
{
    const struct entity *e = req->route->of;
    struct arena *a = req->arena;
    int64_t added = i->count[IMPORT_NEW], changed = i->count[IMPORT_CHANGED];

    if (i->state != IMPORT_DONE)
        return i->remark;
    if (added && changed)
        return str_print(a, "%s toegevoegd en %s bijgewerkt.", counted(a, added, e->title, e->titles).at, thousands(a, changed).at);
    if (added || changed)
        return str_print(a, "%s %s.", counted(a, added + changed, e->title, e->titles).at, added ? "toegevoegd" : "bijgewerkt");
    return S("Er was niets toe te voegen of bij te werken.");
}

/* Which rows the lines are of: a row with two mistakes has two. */
static struct str shown_of(struct request *req, const struct import_page *p)
{
    int64_t all = p->wrong_only ? p->import.count[IMPORT_WRONG] : p->rows, shown = 0;
    const char *wrong = p->wrong_only ? " met fouten" : "";

    for (size_t i = 0; i < p->line_count; i++)
        shown += i == 0 || p->lines[i].row != p->lines[i - 1].row;
    if (shown == all)
        return str_print(req->arena, "Alle regels%s", wrong);
    return str_print(req->arena, "De eerste %s%s", counted(req->arena, shown, "regel", "regels").at, wrong);
}

static void show_sheet(struct request *req, const struct import *import)
{
    struct import_page p = {
        .entity = req->route->of, .import = *import, .wrong_only = query_value(req, "fouten").len > 0,
        .wanted = import->count[IMPORT_NEW] + import->count[IMPORT_CHANGED],
    };

    for (size_t i = 0; i < IMPORT_VERDICTS; i++)
        p.rows += import->count[i];
    if (import->state != IMPORT_CHECKED) {
        respond(req, 200);
        p.result = result_of(req, import);
        page_import_result(&req->response->body, req, &p);
        return;
    }
    p.line_count = import_lines(req->arena, req->db, import->id, p.wrong_only,
                                p.wrong_only ? IMPORT_MOST_LINES : LINES_SHOWN, &p.lines);
    p.shown = shown_of(req, &p);
    respond(req, req->route->method == POST && import->remark.len ? 409 : 200);
    page_import_check(&req->response->body, req, &p);
}

/* ---- what goes on ---- */

bool import_job_of(struct request *req, struct str token, struct job *out)
{
    return job_find(req->arena, req->directory, req->session.administration.id, token, out)
        && out->entity == req->route->of;
}

static const char *title_of(const struct job *job)
{
    static const char *const titles[] = {
        [JOB_CHECK] = "Bezig met controleren…", [JOB_IMPORT] = "Bezig met importeren…",
        [JOB_UNDO] = "Bezig met ongedaan maken…",
    };
    return job->runs ? titles[job->what] : "Wacht op zijn beurt…";
}

/* What is waited for, and whose. */
static struct str waiting(struct request *req, const struct job *job)
{
    static const char *const words[] = {
        [JOB_CHECK] = "een controle", [JOB_IMPORT] = "een import", [JOB_UNDO] = "het ongedaan maken van een import",
    };
    struct job before;

    if (!job_before(req->arena, req->directory, job, &before))
        return S("Dit begint zo.");
    return str_print(req->arena, "Er loopt nog %s van %s; deze begint daarna.", words[before.what], before.by.name.at);
}

/* All is read: what is left nobody can tell the length of. */
static bool is_being_kept(const struct job *job)
{
    return job->total && job->done == job->total;
}

/* 0: nobody can tell. */
static int64_t told_total(const struct job *job)
{
    return is_being_kept(job) ? 0 : job->total;
}

struct str import_progress_words(struct request *req, const struct job *job)
{
    const struct entity *e = job->entity;

    if (!job->runs)
        return waiting(req, job);
    if (job->what == JOB_CHECK)
        return str_print(req->arena, "%s gecontroleerd", counted(req->arena, job->done, "regel", "regels").at);
    if (is_being_kept(job))
        return S("Alles is gelezen, en wordt nu bewaard.");
    return str_print(req->arena, "%s van %s", thousands(req->arena, job->done).at,
                     counted(req->arena, job->total, e->title, e->titles).at);
}

static void show_progress(struct request *req, const struct job *job)
{
    struct progress_page p = {
        .entity = job->entity, .job = *job, .title = title_of(job), .words = import_progress_words(req, job),
    };

    p.job.total = told_total(job);
    respond(req, 200);
    req->refresh = REFRESH_SECONDS;
    page_import_progress(&req->response->body, req, &p);
}

/* A line of an event. */
static void add_data(struct buf *b, struct str text)
{
    buf_add(b, S("data: "));
    for (size_t i = 0; i < text.len; i++)
        buf_char(b, (unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
    buf_char(b, '\n');
}

/* One event with how it is now; the browser asks again by itself.  When nothing goes on any more it says
 * so, and the page fetches itself anew. */
void import_progress(struct request *req)
{
    struct buf *b = &req->response->body;
    struct job job;
    bool busy = import_job_of(req, req->key, &job);

    respond(req, 200);
    req->response->type = "text/event-stream; charset=utf-8";
    buf_add(b, S("retry: 400\nevent: voortgang\n"));
    if (busy) {
        add_data(b, job.runs ? S("bezig") : S("wacht"));
        add_data(b, str_print(req->arena, "%" PRId64, job.done));
        add_data(b, str_print(req->arena, "%" PRId64, told_total(&job)));
        add_data(b, str_from(title_of(&job)));
        add_data(b, import_progress_words(req, &job));
    } else {
        add_data(b, S("klaar"));
    }
    buf_char(b, '\n');
}

bool import_ask(struct request *req, const struct job *job)
{
    db_rollback(req->db);
    job_add(req->directory, job);               /* false: it is being done already, which is as good */
    bool ended = false;
    if (req->site->jobs) {
        job_runner_wake(req->site->jobs);
        ended = job_runner_wait(req->site->jobs, req->arena, req->directory, job->administration, job->token,
                                req->site->patience);
    }
    db_begin(req->db, false);
    return ended;
}

/* ---- showing one ---- */

bool import_find(struct request *req, struct str token, struct import *out)
{
    if (import_get(req->arena, req->db, req->route->of, token, out)
        && (out->state > IMPORT_COUPLES || out->user == req->session.user.id))
        return true;
    refuse(req, 404, "Deze import is er niet (meer). Kies je bestand opnieuw.");
    return false;
}

/* As far as it is. */
static void show_one(struct request *req, struct str token)
{
    struct import import;
    struct job job;

    if (import_job_of(req, token, &job)) {
        show_progress(req, &job);
        return;
    }
    if (!import_find(req, token, &import))
        return;
    if (import.state == IMPORT_COUPLES)
        import_show_couple(req, &import);
    else if (import.state == IMPORT_REFUSED && req->may & MAY_WRITE)
        show_form(req, req->route->method == POST ? 422 : 200, import.mode, import.remark.at);
    else
        show_sheet(req, &import);
}

void import_show_one(struct request *req)
{
    show_one(req, req->key);
}

/* With a script the next step takes the place of this one; without, it is a page of its own. */
static void show_next(struct request *req, struct str token, bool mended)
{
    if (req->http->fragment || mended)
        show_one(req, token);
    else
        respond_redirect(req, str_print(req->arena, "%s/importeren/%s", req->route->of->path,
                                        url_escape(req->arena, token).at));
}

/* ---- checking and importing ---- */

static struct job job_for(const struct request *req, enum job_what what, struct str token)
{
    return (struct job){
        .administration = req->session.administration.id, .what = what, .entity = req->route->of, .token = token,
        .by = request_actor(req),
    };
}

/* Whether its check ended with this. */
static bool is_now(struct request *req, struct str token, enum import_state state, bool remarked)
{
    struct import import;
    return import_get(req->arena, req->db, req->route->of, token, &import) && import.state == state
        && (!remarked || import.remark.len);
}

void import_upload(struct request *req)
{
    const struct upload *file = req->http->upload;
    enum import_mode mode = IMPORT_BOTH;

    if (!import_mode_called(form_value(req, "mode"), &mode)) {
        show_form(req, 422, mode, "Kies ook wat je met het bestand wilt doen.");
        return;
    }
    if (!file || !str_is(file->field, S("file"))) {
        show_form(req, 422, mode, "Kies eerst een bestand.");
        return;
    }
    struct import_place place = { req->site->house, req->directory, import_new_token(req->arena) };
    struct job job = job_for(req, JOB_CHECK, place.token);
    import_keep_sheet(req->arena, &place, file->path, req->now);
    job.file = str_is_text(file->name) ? file->name : S("bestand");
    job.mode = mode;
    bool ended = import_ask(req, &job);
    show_next(req, job.token, ended && is_now(req, job.token, IMPORT_REFUSED, false));
}

static struct job job_of(const struct request *req, enum job_what what, const struct import *import)
{
    struct job job = job_for(req, what, import->token);

    job.file = import->file;
    job.mode = import->mode;
    return job;
}

void import_check_again(struct request *req, const struct import *import)
{
    struct job job = job_of(req, JOB_CHECK, import);
    bool ended = import_ask(req, &job);

    show_next(req, import->token, ended && is_now(req, import->token, IMPORT_REFUSED, false));
}

void import_confirm(struct request *req)
{
    struct import import;
    struct job job;

    if (import_job_of(req, req->key, &job)) {
        show_next(req, req->key, false);
        return;
    }
    if (!import_get(req->arena, req->db, req->route->of, req->key, &import) || import.user != req->session.user.id) {
        refuse(req, 404, "Deze import is er niet (meer). Kies je bestand opnieuw.");
        return;
    }
    bool ended = false;
    if (import.state == IMPORT_CHECKED) {
        job = job_of(req, JOB_IMPORT, &import);
        job.total = import.count[IMPORT_NEW] + import.count[IMPORT_CHANGED];
        ended = import_ask(req, &job);
    }
    show_next(req, import.token, ended && is_now(req, import.token, IMPORT_CHECKED, true));
}
