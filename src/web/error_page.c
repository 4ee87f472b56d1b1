#include "web/error_page.h"

#include "web/views.h"

/* What a status is called, and its mark. */
static const struct { int status; const char *icon, *title; } kinds_of_error[] = {
    { 400, "file-x", "Dit kwam beschadigd aan" },
    { 401, "lock", "Log opnieuw in" },
    { 403, "lock", "Dit mag je niet" },
    { 404, "search", "Niet gevonden" },
    { 405, "file-x", "Dit kan hier niet" },
    { 409, "triangle-alert", "Iemand was je voor" },
    { 413, "file-x", "Te groot" },
    { 415, "file-x", "Dit soort gegevens kan hier niet" },
    { 422, "file-x", "Hier klopt iets niet" },
    { 429, "clock", "Even wachten" },
    { 500, "triangle-alert", "Er ging iets mis" },
    { 503, "clock", "Even wachten" },
};

static void show_error(struct request *req, struct error_page *p)
{
    struct response *res = req->response;

    res->body = (struct buf){ .arena = req->arena };
    respond(req, p->status);
    respond_header(req, "X-Request-Id", req->id);
    if (p->status != 204)
        page_error(&res->body, req, p);
}

void refuse(struct request *req, int status, const char *why)
{
    struct error_page p = { .status = status, .icon = "triangle-alert", .title = S("Dit ging niet"), .why = str_from(why) };

    for (size_t i = 0; i < COUNT(kinds_of_error); i++) {
        if (kinds_of_error[i].status == status) {
            p.icon = kinds_of_error[i].icon;
            p.title = str_from(kinds_of_error[i].title);
        }
    }
    p.action_url = req->session.user.id ? S("/") : S("/inloggen");
    p.action = req->session.user.id ? S("Naar het begin") : S("Inloggen");
    show_error(req, &p);
}

void refuse_busy(struct request *req, bool unsure)
{
    refuse(req, 503, unsure ? "De verbinding met de database viel weg terwijl er iets werd opgeslagen. Kijk over een paar"
                              " tellen of het er staat, voordat je het nog eens doet."
                            : "Het is op dit moment te druk, of de database is even niet bereikbaar. Van jou is niets opgeslagen;"
                              " probeer het zo nog eens.");
    respond_header(req, "Retry-After", S("10"));
}

void refuse_package(struct request *req, enum package package)
{
    struct error_page p = {
        .status = 403, .icon = "lock",
        .title = str_print(req->arena, "Vanaf pakket %s", package_name(package)),
        .why = str_print(req->arena, "Deze administratie heeft pakket %s. Kies pakket %s of hoger om dit te gebruiken.",
                         package_name(req->session.administration.package), package_name(package)),
        .action_url = S("/instellingen/pakket"), .action = S("Pakket wijzigen"),
    };
    show_error(req, &p);
}
