/* An answer is made before its change is kept: what fails on the way changed nothing. */
#include "web/administration_page.h"

#include "domain/country.h"
#include "web/error_page.h"
#include "web/views.h"

enum { MOST_SHOWN = 1000 };

void administration_list(struct request *req)
{
    struct administration *all;
    size_t count = directory_administrations(req->arena, req->directory, req->session.user.id, MOST_SHOWN, &all);
    struct administrations_page p = { all, count };

    respond(req, 200);
    page_administrations(&req->response->body, req, &p);
}

static void show_form(struct request *req, int status, struct administration_form *p)
{
    respond(req, status);
    page_administration_form(&req->response->body, req, p);
}

static struct administration_form new_form(void)
{
    return (struct administration_form){ .title = S("Nieuwe administratie"), .action = S("/administraties/nieuw") };
}

void administration_new(struct request *req)
{
    struct administration_form p = new_form();
    show_form(req, 200, &p);
}

void administration_make(struct request *req)
{
    struct administration_form p = new_form();
    struct db *db = req->directory;

    p.name = str_trim(form_value(req, "naam"));
    p.problem = administration_name_check(p.name);
    if (p.problem) {
        show_form(req, 422, &p);
        return;
    }
    db_begin(db, true);
    int64_t id = house_add_administration(req->site->house, db, p.name, COUNTRY_NETHERLANDS, PACKAGE_INKAART,
                                          req->session.user.id, req->now);
    directory_choose(req->arena, db, req->token, req->session.user.id, id, req->now);
    respond_redirect(req, S("/"));
    respond_flash(req, str_print(req->arena, "%.*s is aangemaakt.", (int)p.name.len, p.name.at), S(""));
    db_commit(db);
}

/* One that this user may enter; a stranger's is as little there as one that never was. */
static bool find(struct request *req, struct administration *out)
{
    int64_t id;

    if (str_number(req->key, &id)
        && directory_administration(req->arena, req->directory, req->session.user.id, id, out))
        return true;
    refuse(req, 404, "Deze administratie is er niet (meer), of je hebt er geen toegang toe.");
    return false;
}

void administration_open(struct request *req)
{
    struct administration a;

    if (!find(req, &a))
        return;
    respond_redirect(req, S("/"));
    db_begin(req->directory, true);
    directory_choose(req->arena, req->directory, req->token, req->session.user.id, a.id, req->now);
    db_commit(req->directory);
}

static bool find_to_manage(struct request *req, struct administration *out)
{
    if (!find(req, out))
        return false;
    if (out->role >= ROLE_MANAGER)
        return true;
    refuse(req, 403, "Je hebt hiervoor geen rechten. Vraag een beheerder.");
    return false;
}

static struct administration_form name_form(struct request *req, const struct administration *a)
{
    struct buf action = { .arena = req->arena };

    buf_add(&action, S("/administraties/"));
    buf_int(&action, a->id);
    buf_add(&action, S("/naam"));
    return (struct administration_form){ .title = S("Naam wijzigen"), .action = buf_str(&action), .name = a->name };
}

void administration_show_name(struct request *req)
{
    struct administration a;

    if (!find_to_manage(req, &a))
        return;
    struct administration_form p = name_form(req, &a);
    show_form(req, 200, &p);
}

void administration_rename(struct request *req)
{
    struct administration a;

    if (!find_to_manage(req, &a))
        return;
    struct administration_form p = name_form(req, &a);
    p.name = str_trim(form_value(req, "naam"));
    p.problem = administration_name_check(p.name);
    if (p.problem) {
        show_form(req, 422, &p);
        return;
    }
    respond_redirect(req, S("/administraties"));
    respond_flash(req, S("De naam is gewijzigd."), S(""));
    directory_rename(req->directory, a.id, p.name);
}

/* ---- settings ---- */

void settings_show(struct request *req)
{
    respond_redirect(req, S("/instellingen/pakket"));
}

void settings_show_package(struct request *req)
{
    respond(req, 200);
    page_package(&req->response->body, req);
}

void settings_choose_package(struct request *req)
{
    struct str asked = form_value(req, "pakket");

    for (int p = 0; p < PACKAGES; p++) {
        if (str_is(asked, str_from(package_name((enum package)p)))) {
            respond_redirect(req, S("/instellingen/pakket"));
            respond_flash(req, str_print(req->arena, "Het pakket is nu %s.", package_name((enum package)p)), S(""));
            directory_set_package(req->directory, req->session.administration.id, (enum package)p);
            return;
        }
    }
    refuse(req, 422, "Dit pakket bestaat niet. Kies er een uit de lijst.");
}

void settings_show_account(struct request *req)
{
    respond(req, 200);
    page_account(&req->response->body, req);
}

void settings_set_keys(struct request *req)
{
    bool on = str_is(form_value(req, "sneltoetsen"), S("aan"));

    respond_redirect(req, S("/instellingen/account"));
    respond_cookie(req, "toetsen", on ? S("aan") : S("uit"), 365 * 86400);
    respond_flash(req, on ? S("Sneltoetsen met één letter staan aan.") : S("Sneltoetsen met één letter staan uit."), S(""));
}
