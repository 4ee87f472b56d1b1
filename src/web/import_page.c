#include "web/import_page.h"

#include "web/error_page.h"
#include "web/show.h"

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
        .entity = e, .mode = mode, .problem = problem,
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

static void show_one(struct request *req, const struct import *import, bool again)
{
    struct import_page p = {
        .entity = req->route->of, .import = *import, .again = again, .wrong_only = query_value(req, "fouten").len > 0,
        .wanted = import->count[IMPORT_NEW] + import->count[IMPORT_CHANGED],
    };

    for (size_t i = 0; i < IMPORT_VERDICTS; i++)
        p.rows += import->count[i];
    respond(req, again ? 409 : 200);
    if (import->done) {
        p.result = result_of(req, import);
        page_import_result(&req->response->body, req, &p);
        return;
    }
    p.line_count = import_lines(req->arena, req->db, import->id, p.wrong_only,
                                p.wrong_only ? IMPORT_MOST_LINES : LINES_SHOWN, &p.lines);
    p.shown = shown_of(req, &p);
    page_import_check(&req->response->body, req, &p);
}

static bool get(struct request *req, struct import *import)
{
    int64_t id;

    if (str_number(req->key, &id)
        && import_get(req->arena, req->db, req->route->of, id, req->session.user.id, import))
        return true;
    refuse(req, 404, "Deze import is er niet (meer). Kies je bestand opnieuw.");
    return false;
}

void import_show_one(struct request *req)
{
    struct import import;
    if (get(req, &import))
        show_one(req, &import, false);
}

/* With a script the next step takes the place of this one; without, it is a page of its own. */
static void show_next(struct request *req, int64_t id, bool again)
{
    struct import import;

    if (!req->http->fragment && !again)
        respond_redirect(req, str_print(req->arena, "%s/importeren/%d", req->route->of->path, (int)id));
    else if (import_get(req->arena, req->db, req->route->of, id, req->session.user.id, &import))
        show_one(req, &import, again);
    else
        refuse(req, 404, "Deze import is er niet (meer). Kies je bestand opnieuw.");
}

/* ---- checking and importing ---- */

void import_upload(struct request *req)
{
    const struct upload *file = req->http->upload;
    struct import_task task = { .entity = req->route->of, .mode = IMPORT_BOTH, .country = req->context.country };
    const struct actor by = request_actor(req);
    struct import_report report;

    if (!import_mode_called(form_value(req, "mode"), &task.mode)) {
        show_form(req, 422, task.mode, "Kies ook wat je met het bestand wilt doen.");
        return;
    }
    if (!file || !str_is(file->field, S("file"))) {
        show_form(req, 422, task.mode, "Kies eerst een bestand.");
        return;
    }
    db_rollback(req->db);                       /* checking takes long, and holds nobody up */
    int64_t id = import_start(req->arena, req->site->house, req->db, &task, file->path, file->name, &by, &report);
    db_begin(req->db, false);
    if (id)
        show_next(req, id, false);
    else
        show_form(req, 422, task.mode, report.refused.at);
}

void import_confirm(struct request *req)
{
    const struct actor by = request_actor(req);
    struct import import;

    if (!get(req, &import))
        return;
    db_rollback(req->db);
    switch (import_finish(req->arena, req->site->house, req->db, req->route->of, req->context.country, import.id, &by)) {
    case IMPORT_DONE:
        show_next(req, import.id, false);
        import_keep(req->arena, req->site->house, req->db, &import);
        db_begin(req->db, false);
        break;
    case IMPORT_AGAIN:
        db_begin(req->db, false);
        show_next(req, import.id, true);
        break;
    case IMPORT_GONE:
        refuse(req, 404, "Dit bestand is er niet meer. Kies het opnieuw.");
        break;
    }
}
