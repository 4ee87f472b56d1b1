#include "web/import_mend_page.h"

#include "domain/import_coupling.h"
#include "domain/import_files.h"
#include "web/error_page.h"
#include "web/export_page.h"
#include "web/import_page.h"

#include <unistd.h>

/* ---- coupling ---- */

bool couple_offers(const struct couple_page *p, const struct field *f)
{
    for (size_t i = 0; i < p->count; i++)
        if (!p->rows[i].unknown && p->rows[i].field == f)
            return false;
    return f->column != NULL;
}

/* As the check found them: what a heading is called most like is chosen until somebody chooses. */
static struct couple_page page_of(struct request *req, const struct import *import)
{
    const struct entity *e = req->route->of;
    struct import_line *lines;
    size_t count = import_lines(req->arena, req->db, import->id, false, IMPORT_MOST_HEADINGS, &lines);
    struct couple_page p = {
        .entity = e, .import = *import, .rows = TAKE_MANY(req->arena, struct couple_row, count), .count = count,
    };

    for (size_t i = 0; i < count; i++)
        p.rows[i] = (struct couple_row){
            .heading = lines[i].column, .example = lines[i].value, .field = entity_field(e, lines[i].reason),
            .unknown = lines[i].verdict == IMPORT_WRONG, .input = str_print(req->arena, "kolom-%zu", i),
        };
    for (size_t i = 0; i < count; i++)
        if (p.rows[i].unknown && p.rows[i].field && !couple_offers(&p, p.rows[i].field))
            p.rows[i].field = NULL;
    return p;
}

void import_show_couple(struct request *req, const struct import *import)
{
    struct couple_page p = page_of(req, import);

    respond(req, 200);
    page_import_couple(&req->response->body, req, &p);
}

static const char *earlier(struct request *req, const struct couple_page *p, const struct couple_row *row)
{
    for (const struct couple_row *r = p->rows; r < row; r++)
        if (r->unknown && r->field == row->field)
            return str_print(req->arena, "%s is al gekozen voor '%s'.", row->field->column, r->heading.at).at;
    return NULL;
}

static void choose(struct request *req, struct couple_page *p, struct couple_row *row)
{
    struct str chosen = form_value(req, row->input.at);

    row->left_out = str_is(chosen, S("-"));
    row->field = row->left_out ? NULL : entity_field(p->entity, chosen);
    if (row->field && !couple_offers(p, row->field))
        row->field = NULL;
    if (row->field)
        row->problem = earlier(req, p, row);
    else if (!row->left_out)
        row->problem = "Kies een veld, of kies Niet importeren.";
    p->problems += row->problem != NULL;
}

static void keep(struct request *req, const struct couple_page *p)
{
    db_rollback(req->db);
    db_begin(req->db, true);
    for (const struct couple_row *r = p->rows; r < p->rows + p->count; r++)
        if (r->unknown)
            import_couple(req->db, p->entity, r->heading, r->field);
    db_commit(req->db);
    db_begin(req->db, false);
}

void import_couple_columns(struct request *req)
{
    struct import import;

    if (!import_get(req->arena, req->db, req->route->of, req->key, &import) || import.user != req->session.user.id
        || import.state != IMPORT_COUPLES) {
        refuse(req, 404, "Deze import is er niet (meer). Kies je bestand opnieuw.");
        return;
    }
    struct couple_page p = page_of(req, &import);
    for (struct couple_row *r = p.rows; r < p.rows + p.count; r++)
        if (r->unknown)
            choose(req, &p, r);
    if (p.problems) {
        respond(req, 422);
        page_import_couple(&req->response->body, req, &p);
        return;
    }
    keep(req, &p);
    import_check_again(req, &import);
}

void import_forget_columns(struct request *req)
{
    import_uncouple_all(req->db, req->route->of);
    if (req->http->fragment)
        import_show(req);
    else
        respond_redirect(req, str_print(req->arena, "%s/importeren", req->route->of->path));
}

/* ---- wrong rows ---- */

static int64_t read_file(void *what, char *at, size_t room)
{
    return read(*(int *)what, at, room);
}

void import_download_wrong(struct request *req)
{
    const struct entity *e = req->route->of;
    struct import import;
    int *file = TAKE(req->arena, int);

    if (!import_find(req, req->key, &import))
        return;
    *file = import_open_wrong(req->arena, &(struct import_place){ req->site->house, req->directory, import.token });
    if (*file < 0 || lseek(*file, 0, SEEK_END) <= 0) {
        refuse(req, 404, "De fouten worden een dag bewaard, en zijn er nu niet meer. Kies je bestand opnieuw.");
        return;
    }
    lseek(*file, 0, SEEK_SET);
    respond_workbook(req, str_print(req->arena, "%s-fouten", e->titles));
    req->response->stream = (struct stream){ .read = read_file, .what = file };
}
