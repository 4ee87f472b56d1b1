/* client.h - a house in a folder of its own, and a browser without sockets that keeps cookies.
 *
 * All it makes lives until world_close().  Users whose password does not matter get in by a session
 * that is opened for them, so that a test does not wait for argon2. */
#ifndef TESTS_WEB_CLIENT_H
#define TESTS_WEB_CLIENT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fault.h"
#include "domain/country.h"
#include "domain/customer.h"
#include "domain/demo.h"
#include "web/request.h"
#include "web/session_cache.h"

#include "../place.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- the house --------------------------------------------------------------------------------- */

struct world {
    struct arena  arena;
    char          folder[40];
    struct house *house;
    struct site   site;
    int64_t       owner, administration;        /* of world_with_owner() */
};

#define OWNER_EMAIL "vera@voorbeeld.nl"
#define OWNER_PASSWORD "drie groene fietsen"

static inline struct moment present(void)
{
    return (struct moment){ time(NULL) };
}

static inline struct world *world_open(void)
{
    struct world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    snprintf(w->folder, sizeof w->folder, "%s/poolster-web-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(w->folder));
    w->house = house_open(place_house(&w->arena, w->folder));
    w->site = (struct site){ .house = w->house, .quiet = true, .sessions = session_cache_new(&w->arena) };
    return w;
}

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static inline void world_close(struct world *w)
{
    arena_drop(&w->arena);
    house_close(w->house);
    assert_int_equal(nftw(w->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
    free(w);
}

/* What is changed behind the back of the web is what another process changes: not waited for here. */
static inline void give_changed(struct world *w, struct db *db)
{
    house_give(w->house, db);
    session_cache_forget(w->site.sessions);
}

static inline int64_t add_user(struct world *w, const char *email, const char *name, const char *password)
{
    struct db *db = house_directory(w->house);
    int64_t id = directory_add_user(&w->arena, db, str_from(email), str_from(name), str_from(password), present());

    assert_int_not_equal(id, 0);
    house_give(w->house, db);
    return id;
}

static inline void set_role(struct world *w, int64_t user, int64_t administration, enum role role)
{
    struct db *db = house_directory(w->house);
    directory_set_role(db, user, administration, role);
    give_changed(w, db);
}

static inline void set_package(struct world *w, int64_t administration, enum package package)
{
    struct db *db = house_directory(w->house);
    directory_set_package(db, administration, package);
    give_changed(w, db);
}

static inline int64_t add_administration(struct world *w, const char *name, int64_t owner)
{
    struct db *db = house_directory(w->house);
    int64_t id = directory_add_administration(db, str_from(name), COUNTRY_NETHERLANDS, PACKAGE_INKAART, owner, present());

    house_make_administration(w->house, id, present());
    give_changed(w, db);
    return id;
}

static inline struct world *world_with_owner(void)
{
    struct world *w = world_open();
    w->owner = add_user(w, OWNER_EMAIL, "Vera Smit", OWNER_PASSWORD);
    w->administration = add_administration(w, "Bakkerij Smit", w->owner);
    return w;
}

/* One number from the database of an administration; 0: from the directory. */
static inline int64_t number_in(struct world *w, int64_t administration, const char *sql)
{
    struct db *db = administration ? house_administration(w->house, administration) : house_directory(w->house);
    int64_t n = db_one(db, -1, sql, GIVE_NOTHING);
    house_give(w->house, db);
    return n;
}

static inline void do_in(struct world *w, int64_t administration, const char *sql)
{
    struct db *db = administration ? house_administration(w->house, administration) : house_directory(w->house);
    db_do(db, sql, GIVE_NOTHING);
    give_changed(w, db);
}

/* A customer as the domain makes one; its id. */
static inline int64_t add_customer(struct world *w, int64_t administration, struct customer c)
{
    struct db *db = house_administration(w->house, administration);
    const struct actor by = { w->owner, S("Vera Smit"), present() };

    db_begin(db, true);
    assert_int_equal(record_put(&w->arena, db, &customer_entity, &c, NULL, &by), PUT_DONE);
    db_commit(db);
    house_give(w->house, db);
    return c.record.id.id;
}

/* A customer with much of what a card can hold. */
static inline int64_t add_full_customer(struct world *w, int64_t administration, int64_t number, const char *name)
{
    return add_customer(w, administration, (struct customer){
        .number = number, .name = str_from(name), .coc_number = S("12345678"), .memo = S("Eerste regel\nTweede <regel>"),
        .street = S("Dorpsstraat 1"), .postcode = S("1234 AB"), .city = S("Ons Dorp"), .country = { COUNTRY_NETHERLANDS },
        .email = S("a@voorbeeld.nl;b@voorbeeld.nl"), .invoice_mailed = { 1 }, .invoice_email = S("c@voorbeeld.nl"),
        .payment_term = 30, .invoice_discount = { 15000 }, .credit_limit = { 123456 }, .iban = S("NL91ABNA0417164300"),
        .debit_mode = { DEBIT_CORE }, .dunning_mode = { DUNNING_CONSUMER } });
}

static inline bool find_customer(struct world *w, int64_t administration, const char *number, struct customer *out)
{
    struct db *db = house_administration(w->house, administration);
    *out = (struct customer){ 0 };
    bool found = record_find(&w->arena, db, &customer_entity, str_from(number), out);
    house_give(w->house, db);
    return found;
}

/* ---- the browser ------------------------------------------------------------------------------- */

enum { MOST_COOKIES = 8 };

struct client {
    struct world *world;
    struct pair   cookies[MOST_COOKIES];
    struct str    token;                /* what a form must bring; read from a page, once */
    bool          fragment, secure, no_token;
    const char   *type, *origin, *fetch_site, *address;
};

struct answer {
    int           status;
    const char   *type;
    struct str    body;                 /* ends in a NUL */
    struct header headers[MOST_HEADERS];
    size_t        header_count;
};

static inline struct str header_of(const struct answer *r, const char *name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (strcmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return S("");
}

static inline void keep_cookie(struct client *c, struct str line)
{
    struct str value = str_cut(&line, ';'), name = str_cut(&value, '=');
    size_t i = 0;

    while (i < MOST_COOKIES && c->cookies[i].name.len && !str_is(c->cookies[i].name, name))
        i++;
    assert_true(i < MOST_COOKIES);
    c->cookies[i] = (struct pair){ name, value };
}

static inline struct str cookie_line(struct client *c)
{
    struct buf b = { .arena = &c->world->arena };
    for (size_t i = 0; i < MOST_COOKIES && c->cookies[i].name.len; i++)
        if (c->cookies[i].value.len)
            buf_print(&b, "%s%.*s=%.*s", b.len ? "; " : "", (int)c->cookies[i].name.len, c->cookies[i].name.at,
                      (int)c->cookies[i].value.len, c->cookies[i].value.at);
    return buf_str(&b);
}

static inline void read_stream(struct response *res, struct buf *body)
{
    char piece[4096];
    int64_t n;

    while ((n = res->stream.read(res->stream.what, piece, sizeof piece)) > 0)
        buf_add(body, (struct str){ piece, (size_t)n });
    assert_int_equal(n, 0);
    if (res->stream.close)
        res->stream.close(res->stream.what);
}

/* Sends what is in http, with the client's own headers added. */
static inline struct answer ask(struct client *c, struct http_request http)
{
    struct arena *a = &c->world->arena;
    struct response res;
    struct answer r = { 0 };
    struct buf body = { .arena = a };

    http.query = http.path;
    http.path = str_cut(&http.query, '?');
    http.cookie = cookie_line(c);
    http.host = S("poolster.example");
    http.address = str_from(c->address ? c->address : "127.0.0.1");
    http.origin = str_from(c->origin);
    http.fetch_site = str_from(c->fetch_site);
    http.fragment = c->fragment;
    http.secure = c->secure;
    if (c->type)
        http.type = str_from(c->type);
    web_handle(&c->world->site, a, &http, &res);
    if (res.stream.read)
        read_stream(&res, &body);
    else
        buf_add(&body, res.fixed.len ? res.fixed : buf_str(&res.body));
    r.status = res.status;
    r.type = res.type;
    r.body = buf_str(&body);
    r.header_count = res.header_count;
    memcpy(r.headers, res.headers, sizeof r.headers);
    for (size_t i = 0; i < res.header_count; i++)
        if (strcmp(res.headers[i].name, "Set-Cookie") == 0)
            keep_cookie(c, res.headers[i].value);
    return r;
}

static inline struct answer get(struct client *c, const char *path)
{
    return ask(c, (struct http_request){ .method = S("GET"), .path = str_from(path) });
}

/* The text between two others, of which the first is the first there; empty when there is none. */
static inline struct str between(struct str text, const char *before, const char *after)
{
    const char *from = memmem(text.at, text.len, before, strlen(before));
    if (!from)
        return S("");
    from += strlen(before);
    const char *to = memmem(from, (size_t)(text.at + text.len - from), after, strlen(after));
    return to ? (struct str){ from, (size_t)(to - from) } : S("");
}

/* From the page that needs least; nothing where there is no session. */
static inline struct str token_of(struct client *c)
{
    if (c->token.len == 0) {
        struct client other = *c;
        other.fragment = false;
        struct answer r = get(&other, "/sneltoetsen");
        c->token = str_copy(&c->world->arena, between(r.body, "<meta name=\"token\" content=\"", "\""));
    }
    return c->token;
}

/* body: as a form sends it, a=1&b=2; the token comes with it unless the client has none. */
static inline struct answer post_bytes(struct client *c, const char *path, struct str body)
{
    struct buf b = { .arena = &c->world->arena };

    buf_add(&b, body);
    if (!c->no_token && token_of(c).len)
        buf_print(&b, "%stoken=%.*s", body.len ? "&" : "", (int)c->token.len, c->token.at);
    return ask(c, (struct http_request){ .method = S("POST"), .path = str_from(path), .body = buf_str(&b),
                                         .type = S("application/x-www-form-urlencoded") });
}

static inline struct answer post(struct client *c, const char *path, const char *body)
{
    return post_bytes(c, path, str_from(body));
}

/* Of a user with a session, in the administration that they opened last. */
static inline struct client client_of(struct world *w, int64_t user)
{
    struct db *db = house_directory(w->house);
    struct client c = { .world = w };

    c.cookies[0] = (struct pair){ S("poolster"), directory_open_session(&w->arena, db, user, present()) };
    house_give(w->house, db);
    return c;
}

/* ---- what is logged ---------------------------------------------------------------------------- */

/* From here on what goes to stderr is kept, until log_end() gives it. */
struct log { int terminal, file; };

static inline struct log log_begin(struct world *w)
{
    char path[80];

    snprintf(path, sizeof path, "%s/log-XXXXXX", w->folder);
    fflush(stderr);
    struct log l = { dup(2), mkstemp(path) };
    assert_true(l.terminal >= 0 && l.file >= 0 && dup2(l.file, 2) == 2);
    return l;
}

static inline struct str log_end(struct world *w, struct log l)
{
    enum { MOST_LOGGED = 4000 };
    char *text = arena_take(&w->arena, MOST_LOGGED + 1);

    fflush(stderr);
    dup2(l.terminal, 2);
    close(l.terminal);
    ssize_t n = pread(l.file, text, MOST_LOGGED, 0);
    close(l.file);
    return (struct str){ text, n > 0 ? (size_t)n : 0 };
}

/* ---- what an answer shows ------------------------------------------------------------------------ */

static inline bool shows(const struct answer *r, const char *text)
{
    return memmem(r->body.at, r->body.len, text, strlen(text)) != NULL;
}

#define assert_shows(answer, text)                                                                  \
    do {                                                                                            \
        if (!shows(answer, text))                                                                   \
            fail_msg("status %d, and not on the page: %s\n%.*s", (answer)->status, text,            \
                     (int)((answer)->body.len < 3000 ? (answer)->body.len : 3000), (answer)->body.at); \
    } while (0)
#define assert_not_shows(answer, text)                                                              \
    do {                                                                                            \
        if (shows(answer, text))                                                                    \
            fail_msg("on the page, and should not be: %s", text);                                   \
    } while (0)
#define assert_goes_to(answer, path)                                                                \
    do {                                                                                            \
        assert_int_equal((answer)->status, 303);                                                    \
        assert_string_equal(header_of(answer, "Location").at, path);                                \
    } while (0)

/* A whole page has a frame around it; a fragment has none. */
static inline bool is_page(const struct answer *r)
{
    return str_begins(r->body, S("<!doctype html>")) && shows(r, "</html>");
}

#endif
