#include "base/fault.h"
#include "web/error_page.h"
#include "web/form.h"
#include "web/log.h"
#include "web/request.h"
#include "web/session_cache.h"
#include "web/static.h"
#include "web/token.h"

#include <string.h>
#include <time.h>

/* ---- finding the route ---- */

/* Most patterns differ from a path in their first letters. */
static bool matches(const char *pattern, struct str path, struct str *key, struct str *part)
{
    const char *at = path.at, *end = path.at + path.len;

    while (*pattern && at < end) {
        if (*pattern != ':') {
            if (*pattern++ != *at++)
                return false;
            continue;
        }
        struct str *found = pattern[1] == 'k' ? key : part;
        const char *slash = memchr(at, '/', (size_t)(end - at));
        *found = (struct str){ at, (size_t)((slash ? slash : end) - at) };
        at += found->len;
        pattern += strcspn(pattern, "/");
        if (found->len == 0)
            return false;
    }
    return *pattern == '\0' && at == end;
}

/* The first pattern that fits says what is there; allowed: what its rows take. */
static const struct route *route_for(struct str method, struct str path, struct str *key, struct str *part,
                                     struct str *allowed, struct arena *a)
{
    struct buf methods = { .arena = a };
    const char *there = NULL;

    for (size_t i = 0; i < route_count; i++) {
        const struct route *r = &routes[i];
        if (there ? strcmp(r->path, there) != 0 : !matches(r->path, path, key, part))
            continue;
        there = r->path;
        if (str_is(method, r->method == GET ? S("GET") : S("POST")))
            return r;
        if (a)
            buf_print(&methods, "%s%s", methods.len ? ", " : "", r->method == GET ? "GET, HEAD" : "POST");
    }
    if (allowed)
        *allowed = buf_str(&methods);
    return NULL;
}

static const struct route *peek(const struct http_request *http)
{
    struct str key, part;
    return route_for(http->method, http->path, &key, &part, NULL, NULL);
}

bool web_waits(const struct http_request *http)
{
    const struct route *r = peek(http);
    return !str_is(http->method, S("GET")) || (r && r->flags & WAITS);
}

bool web_uploads(const struct http_request *http)
{
    const struct route *r = peek(http);
    return r && r->flags & UPLOADS;
}

/* ---- guarding ---- */

static bool from_elsewhere(const struct http_request *http)
{
    if (http->fetch_site.len)
        return !str_is(http->fetch_site, S("same-origin")) && !str_is(http->fetch_site, S("none"));
    if (http->origin.len == 0)
        return false;
    struct str origin = http->origin;
    str_cut(&origin, ':');
    return !str_begins(origin, S("//"))
        || !str_is_nocase((struct str){ origin.at + 2, origin.len - 2 }, http->host);
}

static void sign_in_first(struct request *req)
{
    struct str back = req->http->query.len ? str_print(req->arena, "%.*s?%.*s", (int)req->http->path.len,
                          req->http->path.at, (int)req->http->query.len, req->http->query.at)
                      : req->http->path;
    bool returns = req->route->method == GET && !str_is(back, S("/"));
    struct str to = returns ? str_print(req->arena, "/inloggen?terug=%s", url_escape(req->arena, back).at)
                            : S("/inloggen");

    if (!req->http->fragment) {
        respond_redirect(req, to);
        return;
    }
    refuse(req, 401, "Je bent niet meer ingelogd. Log opnieuw in; wat je typte staat er nog.");
    respond_header(req, "HX-Redirect", to);
}

static unsigned rights(enum role role)
{
    static const unsigned of[] = {
        [ROLE_NONE] = 0, [ROLE_READER] = MAY_READ, [ROLE_STANDARD] = MAY_READ | MAY_WRITE,
        [ROLE_MANAGER] = MAY_ALL, [ROLE_OWNER] = MAY_ALL,
    };
    return of[role];
}

/* All that stands between a request and its handler; true when it may pass. */
static bool passes(struct request *req)
{
    const struct route *r = req->route;
    const struct http_request *http = req->http;

    if (http->too_large)
        refuse(req, 413, "Dit is meer dan Poolster in één keer aanneemt.");
    else if (req->unreadable)
        refuse(req, 400, req->unreadable);
    else if (r->method == POST && from_elsewhere(http))
        refuse(req, 403, "Dit formulier kwam van een andere website. Er is niets opgeslagen.");
    else if (!(r->flags & OPEN) && req->session.user.id == 0)
        sign_in_first(req);
    else if (r->method == POST && !(r->flags & OPEN) && !form_token_is(req->token, form_value(req, "token")))
        refuse(req, 403, "Deze pagina is verlopen. Ga terug en verstuur opnieuw; wat je typte staat er nog.");
    else if (!(r->flags & (OPEN | OUTSIDE)) && req->session.administration.id == 0)
        respond_redirect(req, S("/administraties"));
    else if ((r->needs & req->may) != r->needs)
        refuse(req, 403, "Je hebt hiervoor geen rechten. Vraag een beheerder.");
    else if (r->package > req->session.administration.package)
        refuse_package(req, r->package);
    else
        return true;
    return false;
}

/* ---- reading ---- */

static bool is_type(struct str type, struct str wanted)
{
    return str_is_nocase(str_trim(str_cut(&type, ';')), wanted);
}

static const char *fields_unreadable(struct pairs fields)
{
    for (size_t i = 0; i < fields.count; i++)
        if (!str_is_utf8(fields.at[i].name) || !str_is_utf8(fields.at[i].value))
            return "Dit formulier bevat tekst die geen geldige UTF-8 is.";
    return NULL;
}

static bool read_input(struct request *req)
{
    const struct http_request *http = req->http;

    req->unreadable = pairs_read(req->arena, http->query, &req->query);
    if (req->route->method != POST)
        return true;
    if (is_type(http->type, S("multipart/form-data"))) {
        req->form = http->fields;
        if (!req->unreadable)
            req->unreadable = fields_unreadable(http->fields);
        return (req->route->flags & UPLOADS) != 0;
    }
    if (http->type.len == 0 && http->body.len == 0)
        return true;
    const char *wrong = pairs_read(req->arena, http->body, &req->form);
    req->unreadable = req->unreadable ? req->unreadable : wrong;
    return is_type(http->type, S("application/x-www-form-urlencoded"));
}

static bool find_session(struct request *req)
{
    struct session_cache *cache = req->site->sessions;

    if (req->token.len == 0)
        return false;
    if (cache && session_cache_get(cache, req->arena, req->token, req->now, &req->session))
        return true;
    if (!directory_session(req->arena, req->directory, req->token, req->now, &req->session))
        return false;
    if (cache)
        session_cache_put(cache, req->token, req->now, &req->session);
    return true;
}

static void open_session(struct request *req)
{
    req->token = request_cookie(req, "poolster");
    req->directory = house_directory(req->site->house);
    if (find_session(req)) {
        req->may = rights(req->session.administration.role);
        req->context.country = req->session.administration.country;
    } else {
        req->token = S("");
    }
}

static void run(struct request *req)
{
    if (req->route->of)
        req->key = entity_key_of_path(req->route->of, req->key);
    if (!(req->route->flags & (OPEN | OUTSIDE))) {
        req->db = house_administration(req->site->house, req->session.administration.id);
        db_begin(req->db, req->route->method == POST && !(req->route->flags & ASKS));
        req->names = record_names(req->db);
        req->context.names = &req->names.names;
    }
    req->route->handle(req);
    if (req->db && (req->route->method == GET || req->response->status < 400))
        db_commit(req->db);
}

static void answer(struct request *req)
{
    const struct http_request *http = req->http;
    struct str allowed = S("");

    if (static_answer(req))
        return;
    req->route = route_for(http->method, http->path, &req->key, &req->part, &allowed, req->arena);
    if (!req->route) {
        open_session(req);
        if (allowed.len) {
            refuse(req, str_is(http->method, S("OPTIONS")) ? 204 : 405, "Dit kan hier niet op deze manier.");
            respond_header(req, "Allow", allowed);
        } else {
            refuse(req, 404, "Deze pagina bestaat niet (meer).");
        }
        return;
    }
    open_session(req);
    if (!read_input(req) && !http->too_large)
        refuse(req, 415, "Deze vorm van gegevens wordt hier niet aangenomen.");
    else if (!percent_decode(req->arena, req->key, false, &req->key) || !str_is_text(req->key)
             || !percent_decode(req->arena, req->part, false, &req->part) || !str_is_text(req->part))
        refuse(req, 404, "Deze pagina bestaat niet (meer).");
    else if (passes(req))
        run(req);
}

static void give_back(struct request *req)
{
    bool changed = req->route && req->route->method == POST && (req->route->flags & (OPEN | OUTSIDE) || req->route->needs & MAY_MANAGE);

    if (changed && req->site->sessions)
        session_cache_forget(req->site->sessions);
    house_give(req->site->house, req->db);
    house_give(req->site->house, req->directory);
    req->db = req->directory = NULL;
}

static void begin_again(struct response *res, struct arena *a)
{
    if (res->stream.close)
        res->stream.close(res->stream.what);
    *res = (struct response){ .body.arena = a };
}

/* The one place where a fault of ours ends: nothing is kept, the log says what, the page says a code. */
static void answer_or_fault(struct request *req)
{
    struct fault here, second;

    FAULT_BEGIN(&here);
    if (setjmp(here.back) == 0) {
        answer(req);
        give_back(req);
        FAULT_END(&here);
        return;
    }
    FAULT_END(&here);
    arena_fail_at(0);
    log_fault(req, here.message);
    FAULT_BEGIN(&second);
    if (setjmp(second.back) == 0) {
        give_back(req);
        begin_again(req->response, req->arena);
        if (here.busy)
            refuse_busy(req, here.unsure);
        else
            refuse(req, 500, here.full ? "De schijf van de server is vol. Er is niets opgeslagen. Vraag de beheerder om ruimte"
                                         " te maken, en probeer het dan nog eens."
                                       : "Er ging iets mis. Er is niets opgeslagen.");
    } else {
        log_fault(req, second.message);
        *req->response = (struct response){ .status = 500, .type = "text/plain; charset=utf-8",
                                            .fixed = S("Er ging iets mis. Er is niets opgeslagen.\n") };
    }
    FAULT_END(&second);
}

void web_handle(struct site *site, struct arena *a, const struct http_request *http, struct response *res)
{
    struct timespec began;
    char id[REQUEST_ID_ROOM];
    struct request req = { .site = site, .arena = a, .http = http, .response = res };

    clock_gettime(CLOCK_MONOTONIC, &began);
    *res = (struct response){ .body.arena = a };
    req.now.seconds = time(NULL);
    req.context.arena = a;
    req.id = log_request_id(id);
    answer_or_fault(&req);
    if (!site->quiet)
        log_request(&req, &began);
}

struct actor request_actor(const struct request *req)
{
    return (struct actor){ req->session.user.id, req->session.user.name, req->now };
}
