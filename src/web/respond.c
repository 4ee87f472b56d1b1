#include "web/request.h"

#include "base/fault.h"
#include "web/token.h"

#include <string.h>

static struct str last_value(struct pairs pairs, const char *name, bool *found)
{
    struct str wanted = str_from(name), value = S("");

    for (size_t i = 0; i < pairs.count; i++) {
        if (str_is(pairs.at[i].name, wanted)) {
            value = pairs.at[i].value;
            *found = true;
        }
    }
    return value;
}

struct str query_value(const struct request *req, const char *name)
{
    bool found = false;
    return last_value(req->query, name, &found);
}

struct str form_value(const struct request *req, const char *name)
{
    bool found = false;
    return last_value(req->form, name, &found);
}

bool form_has(const struct request *req, const char *name)
{
    bool found = false;
    last_value(req->form, name, &found);
    return found;
}

size_t numbers_called(const struct request *req, struct pairs pairs, const char *name, int64_t **numbers)
{
    struct str wanted = str_from(name);
    size_t count = 0;

    *numbers = TAKE_MANY(req->arena, int64_t, pairs.count);
    for (size_t i = 0; i < pairs.count; i++)
        if (str_is(pairs.at[i].name, wanted) && str_number(pairs.at[i].value, &(*numbers)[count]))
            count++;
    return count;
}

void respond_header(struct request *req, const char *name, struct str value)
{
    struct response *res = req->response;

    if (res->header_count == MOST_HEADERS)
        fault("more than %d headers", MOST_HEADERS);
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7f)
            fault("a line end in the header %s", name);
    res->headers[res->header_count++] = (struct header){ name, str_copy(req->arena, value) };
}

/* See ui.md: pages hold no script and no style of their own, so the policy can forbid them. */
#define CONTENT_SECURITY_POLICY "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';" \
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

void respond(struct request *req, int status)
{
    struct response *res = req->response;

    enum { USUAL_PAGE = 40 * 1024 };

    res->status = status;
    res->type = "text/html; charset=utf-8";
    buf_open(&res->body, USUAL_PAGE);
    respond_header(req, "Content-Security-Policy", S(CONTENT_SECURITY_POLICY));
    respond_header(req, "X-Content-Type-Options", S("nosniff"));
    respond_header(req, "Referrer-Policy", S("same-origin"));
    respond_header(req, "Cross-Origin-Opener-Policy", S("same-origin"));
    respond_header(req, "Cache-Control", S("private, no-cache"));
    respond_header(req, "Vary", S("HX-Request"));
    if (req->http->secure)
        respond_header(req, "Strict-Transport-Security", S("max-age=31536000"));
}

/* htmx follows a redirect by itself, into the part of the page it wanted; so it is told instead. */
void respond_redirect(struct request *req, struct str location)
{
    respond(req, req->http->fragment ? 200 : 303);
    respond_header(req, req->http->fragment ? "HX-Redirect" : "Location", location);
}

void respond_cookie(struct request *req, const char *name, struct str value, int64_t seconds)
{
    struct buf b = { .arena = req->arena };

    buf_print(&b, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=", name, (int)value.len, value.at);
    buf_int(&b, seconds);
    if (req->http->secure)
        buf_add(&b, S("; Secure"));
    respond_header(req, "Set-Cookie", buf_str(&b));
}

struct str request_cookie(const struct request *req, const char *name)
{
    struct str rest = req->http->cookie;

    while (rest.len) {
        struct str value = str_trim(str_cut(&rest, ';')), key = str_cut(&value, '=');
        if (str_is(key, str_from(name)))
            return value;
    }
    return S("");
}

void respond_flash(struct request *req, struct str message, struct str undo)
{
    struct str text = str_print(req->arena, "%s|%s", url_escape(req->arena, message).at,
                                url_escape(req->arena, undo).at);
    respond_cookie(req, "melding", text, 60);
}

struct str request_form_token(struct request *req)
{
    if (req->form_token.len == 0)
        req->form_token = form_token(req->arena, req->token);
    return req->form_token;
}

static void add_escaped(struct buf *b, struct str s, const char *plain)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (char_is_word((char)c) || (c && strchr(plain, c))) {
            buf_char(b, (char)c);
        } else {
            buf_char(b, '%');
            buf_char(b, digits[c >> 4]);
            buf_char(b, digits[c & 15]);
        }
    }
}

struct str url_escape(struct arena *a, struct str s)
{
    struct buf b = { .arena = a };

    add_escaped(&b, s, "-._~/");
    return buf_str(&b);
}

/* Another page of the entity has this name in its path: /artikelen/nieuw. */
static bool is_page(const struct entity *e, struct str key)
{
    size_t front = strlen(e->path) + 1;

    for (size_t i = 0; i < route_count; i++)
        if (routes[i].of == e && strlen(routes[i].path) > front && str_is(key, str_from(routes[i].path + front)))
            return true;
    return false;
}

/* In front of a text that can not stand in a path as it is. The names . and .. lead upwards. */
static bool needs_mark(const struct entity *e, struct str key)
{
    return key.len && (memchr("~.", key.at[0], 2) || is_page(e, key));
}

struct str entity_key_of_path(const struct entity *e, struct str part)
{
    bool marked = kinds[entity_key(e)->type].is_text && str_begins(part, S("~"));
    return marked ? (struct str){ part.at + 1, part.len - 1 } : part;
}

struct str entity_path(struct arena *a, const struct entity *e, const void *record, const char *behind)
{
    const struct field *key = entity_key(e);
    struct buf b = { .arena = a };

    buf_add(&b, str_from(e->path));
    buf_char(&b, '/');
    if (kinds[key->type].is_text) {
        struct str text = field_str(key, record);
        if (needs_mark(e, text))
            buf_char(&b, '~');
        add_escaped(&b, text, "-._~");
    } else {
        buf_int(&b, field_int(key, record));
    }
    buf_add(&b, str_from(behind));
    return buf_str(&b);
}
