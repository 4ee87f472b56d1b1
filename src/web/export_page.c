#include "web/export_page.h"

#include "domain/export.h"
#include "web/error_page.h"
#include "web/entity_list.h"

#include <stdio.h>

void respond_workbook(struct request *req, struct str name)
{
    respond(req, 200);
    req->response->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    respond_header(req, "Content-Disposition", str_print(req->arena, "attachment; filename=\"%.*s.xlsx\"", (int)name.len, name.at));
}

static int64_t read_export(void *what, char *at, size_t room)
{
    struct export *x = what;
    int64_t n = export_read(x, at, room);

    if (n < 0)
        fprintf(stderr, "export: %s\n", export_problem(x));
    return n;
}

void export_download(struct request *req)
{
    const struct list_view v = list_view_of(req);
    struct date today = req->site->today.ymd ? req->site->today : date_of(req->now);
    int64_t *chosen;
    size_t count = numbers_called(req, req->query, "kies", &chosen);
    const struct export_view view = {
        .entity = v.entity, .search = v.search, .archived = v.archived, .falling = v.falling, .sort = v.sort,
        .chosen = count ? chosen : NULL, .chosen_count = count,
    };
    struct export *x = export_begin(req->arena, req->site->house, req->session.administration.id, &view);

    if (export_refused(x)) {
        refuse(req, 422, export_refused(x));
        return;
    }
    respond_workbook(req, str_print(req->arena, "%s-%s", v.entity->titles, date_print_iso(req->arena, today).at));
    req->response->stream = (struct stream){ .read = read_export, .what = x };
}

void export_download_template(struct request *req)
{
    const struct entity *e = req->route->of;

    respond_workbook(req, str_print(req->arena, "sjabloon-%s", e->titles));
    req->response->body = (struct buf){ .arena = req->arena };
    buf_add(&req->response->body, export_template(req->arena, e));
}
