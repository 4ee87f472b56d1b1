#include "web/import_history_page.h"

#include "domain/import_undo.h"
#include "web/error_page.h"
#include "web/show.h"

enum { ROWS_SHOWN = 25, MOST_JOBS = 25 };

static struct str page_of(struct request *req, struct str token)
{
    return str_print(req->arena, "%s/importeren/%s", req->route->of->path, url_escape(req->arena, token).at);
}

static struct import_badge badge_of(enum import_state state)
{
    static const struct import_badge badges[] = {
        [IMPORT_CHECKED] = { "badge badge-amber", "Wacht op akkoord" }, [IMPORT_COUPLES] = { "badge badge-amber", "Kolommen koppelen" },
        [IMPORT_REFUSED] = { "badge badge-red", "Geweigerd" },
        [IMPORT_FAILED] = { "badge badge-red", "Niet uitgevoerd" }, [IMPORT_DONE] = { "badge badge-green", "Geïmporteerd" },
        [IMPORT_UNDONE] = { "badge", "Ongedaan gemaakt" },
    };
    return badges[state];
}

static bool is_fresh(const struct request *req, const struct import *i)
{
    return i->at.seconds + IMPORT_UNDO_SECONDS >= req->now.seconds;
}

/* 2 klanten worden verwijderd, en 1 klant krijgt de oude waarden terug. */
static struct str undo_words(struct request *req, const struct import *i)
{
    const struct entity *e = req->route->of;
    struct buf b = { .arena = req->arena };
    int64_t added = i->count[IMPORT_NEW], changed = i->count[IMPORT_CHANGED];

    if (added) {
        buf_add(&b, counted(req->arena, added, e->title, e->titles));
        buf_add(&b, added == 1 ? S(" wordt verwijderd") : S(" worden verwijderd"));
    }
    if (changed) {
        buf_add(&b, added ? S(", en ") : S(""));
        buf_add(&b, counted(req->arena, changed, e->title, e->titles));
        buf_add(&b, changed == 1 ? S(" krijgt de oude waarden terug") : S(" krijgen de oude waarden terug"));
    }
    buf_add(&b, added || changed ? S(".") : S(""));
    return buf_str(&b);
}

static struct history_row row_of(struct request *req, const struct import *i)
{
    bool own = i->user == req->session.user.id;
    bool may_undo = i->state == IMPORT_DONE && is_fresh(req, i) && req->may & MAY_WRITE;

    return (struct history_row){
        .import = *i, .state = badge_of(i->state), .words = i->remark,
        .path = i->state > IMPORT_COUPLES || own ? page_of(req, i->token) : S(""),
        .counted = i->state == IMPORT_CHECKED || i->state >= IMPORT_DONE,
        .undo = may_undo ? undo_words(req, i) : S(""),
    };
}

static struct history_row row_of_job(struct request *req, const struct job *job)
{
    static const char *const words[] = {
        [JOB_CHECK] = "Wordt gecontroleerd", [JOB_IMPORT] = "Wordt geïmporteerd", [JOB_UNDO] = "Wordt ongedaan gemaakt",
    };
    return (struct history_row){
        .import = { .token = job->token, .file = job->file, .mode = job->mode, .at = job->by.now, .who = job->by.name },
        .state = { "badge badge-blue", job->runs ? words[job->what] : "Wacht op zijn beurt" },
        .words = import_progress_words(req, job), .path = page_of(req, job->token), .runs = job->runs,
    };
}

/* Above what ended stands what goes on; of that no row of its own is shown. */
static bool goes_on(const struct job *jobs, size_t count, struct str token)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(jobs[i].token, token))
            return true;
    return false;
}

void import_show_history(struct request *req)
{
    const struct entity *e = req->route->of;
    struct history_page p = { .entity = e, .rows = TAKE_MANY(req->arena, struct history_row, ROWS_SHOWN + MOST_JOBS) };
    int64_t before = 0;
    struct job *jobs;
    struct import *imports;

    str_number(query_value(req, "voor"), &before);
    size_t job_count = job_list(req->arena, req->directory, req->session.administration.id, e, MOST_JOBS, &jobs);
    size_t count = import_list(req->arena, req->db, e, before, ROWS_SHOWN + 1, &imports);
    for (size_t i = job_count; before == 0 && i-- > 0; )
        p.rows[p.count++] = row_of_job(req, &jobs[i]);
    for (size_t i = 0; i < count && i < ROWS_SHOWN; i++)
        if (!goes_on(jobs, job_count, imports[i].token))
            p.rows[p.count++] = row_of(req, &imports[i]);
    p.older = count > ROWS_SHOWN ? imports[ROWS_SHOWN - 1].id : 0;
    req->refresh = before == 0 && job_count > 0 ? REFRESH_SECONDS : 0;
    respond(req, 200);
    page_import_history(&req->response->body, req, &p);
}

/* ---- undoing ---- */

static void tell_undone(struct request *req, struct str token)
{
    struct import import;

    respond_redirect(req, str_print(req->arena, "%s/importeren/geschiedenis", req->route->of->path));
    if (!import_get(req->arena, req->db, req->route->of, token, &import))
        return;
    if (import.state == IMPORT_UNDONE)
        respond_flash(req, str_print(req->arena, "De import van %s is ongedaan gemaakt", import.file.at), S(""));
    else
        respond_flash(req, import.remark, S(""));
}

void import_undo(struct request *req)
{
    struct import import;

    if (!import_get(req->arena, req->db, req->route->of, req->key, &import)
        || (import.state <= IMPORT_COUPLES && import.user != req->session.user.id)) {
        refuse(req, 404, "Deze import is er niet (meer).");
        return;
    }
    if (import.state != IMPORT_DONE) {
        refuse(req, 409, "Deze import kan niet (meer) ongedaan gemaakt worden.");
        return;
    }
    const struct job job = {
        .administration = req->session.administration.id, .what = JOB_UNDO, .entity = req->route->of,
        .token = import.token, .file = import.file, .mode = import.mode, .by = request_actor(req),
        .total = import.count[IMPORT_NEW] + import.count[IMPORT_CHANGED],
    };
    if (import_ask(req, &job))
        tell_undone(req, import.token);
    else
        respond_redirect(req, page_of(req, import.token));
}
