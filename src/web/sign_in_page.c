#include "web/sign_in_page.h"

#include "domain/country.h"
#include "domain/identifier.h"
#include "domain/password.h"
#include "web/error_page.h"
#include "web/views.h"

#include <string.h>

/* Only to a page of this site: what stands behind ?terug= came from outside. */
static struct str way_back(struct str asked)
{
    return is_own_path(asked) && str_is_text(asked) ? asked : S("/");
}

static void keep_session(struct request *req, struct str token)
{
    respond_cookie(req, "poolster", token, SESSION_SECONDS);
}

static void show_sign_in(struct request *req, int status, const char *problem)
{
    bool post = req->route->method == POST;
    struct sign_in_page p = {
        .email = form_value(req, "email"), .problem = problem,
        .back = way_back(post ? form_value(req, "terug") : query_value(req, "terug")),
    };
    respond(req, status);
    if (status == 429)
        respond_header(req, "Retry-After", S("900"));
    page_sign_in(&req->response->body, req, &p);
}

void sign_in_show(struct request *req)
{
    if (!directory_has_users(req->directory))
        respond_redirect(req, S("/welkom"));
    else if (req->session.user.id)
        respond_redirect(req, way_back(query_value(req, "terug")));
    else
        show_sign_in(req, 200, NULL);
}

void sign_in_try(struct request *req)
{
    struct str token;

    switch (directory_sign_in(req->arena, req->directory, form_value(req, "email"), form_value(req, "password"),
                              req->http->address, req->now, &token)) {
    case SIGN_IN_DONE:
        respond_redirect(req, way_back(form_value(req, "terug")));
        keep_session(req, token);
        break;
    case SIGN_IN_WRONG:
        show_sign_in(req, 422, "Dit e-mailadres en wachtwoord horen niet bij elkaar.");
        break;
    case SIGN_IN_THROTTLED:
        show_sign_in(req, 429, "Er is te vaak een verkeerd wachtwoord gebruikt. Wacht een kwartier en probeer het dan opnieuw.");
        break;
    }
}

void sign_out(struct request *req)
{
    directory_sign_out(req->arena, req->directory, req->token);
    respond_redirect(req, S("/inloggen"));
    respond_cookie(req, "poolster", S(""), 0);
}

void sign_out_everywhere(struct request *req)
{
    directory_sign_out_everywhere(req->directory, req->session.user.id);
    respond_redirect(req, S("/inloggen"));
    respond_cookie(req, "poolster", S(""), 0);
}

/* ---- the first start ---- */

void welcome_show(struct request *req)
{
    struct welcome_page p = { .code = query_value(req, "code") };

    if (directory_has_users(req->directory)) {
        respond_redirect(req, S("/inloggen"));
        return;
    }
    respond(req, 200);
    page_welcome(&req->response->body, req, &p);
}

static const char *check_name(struct str name)
{
    if (name.len == 0)
        return "Vul je naam in.";
    if (!str_is_text(name) || memchr(name.at, '\n', name.len) || str_chars(name) > 80)
        return "Een naam heeft hooguit 80 tekens, op één regel.";
    return NULL;
}

static bool welcome_is_right(struct request *req, struct welcome_page *p, struct str password)
{
    if (!directory_setup_code_is(req->arena, req->directory, p->code))
        p->wrong_code = "Deze code klopt niet. Neem hem precies over uit het venster waarin je Poolster startte.";
    p->wrong_company = administration_name_check(p->company);
    p->wrong_person = check_name(p->person);
    p->wrong_email = p->email.len ? email_check(req->arena, &p->email) : "Vul je e-mailadres in.";
    p->wrong_password = password_check(req->arena, password, p->email, p->person);
    return !p->wrong_code && !p->wrong_company && !p->wrong_person && !p->wrong_email && !p->wrong_password;
}

void welcome_make(struct request *req)
{
    struct db *db = req->directory;
    struct str password = form_value(req, "password");
    struct welcome_page p = {
        .code = form_value(req, "code"), .company = str_trim(form_value(req, "company")),
        .person = str_trim(form_value(req, "person")), .email = str_trim(form_value(req, "email")),
    };

    if (directory_has_users(db)) {
        refuse(req, 403, "Poolster is al ingericht. Log in.");
        return;
    }
    if (!welcome_is_right(req, &p, password)) {
        respond(req, 422);
        page_welcome(&req->response->body, req, &p);
        return;
    }
    db_begin(db, true);
    if (directory_has_users(db)) {              /* someone with the same code was faster */
        refuse(req, 403, "Poolster is al ingericht. Log in.");
        return;
    }
    int64_t user = directory_add_user(req->arena, db, p.email, p.person, password, req->now);
    house_add_administration(req->site->house, db, p.company, COUNTRY_NETHERLANDS, PACKAGE_INKAART, user, req->now);
    directory_setup_done(db);
    db_commit(db);
    struct str token = directory_open_session(req->arena, db, user, req->now);
    respond_redirect(req, S("/"));
    keep_session(req, token);
}
