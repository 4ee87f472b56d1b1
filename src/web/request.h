/* request.h - what a handler gets: the request read, guarded, with its databases open. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "domain/directory.h"
#include "domain/house.h"
#include "web/web.h"

struct site {
    struct house *house;
    struct date   today;                /* 0: as the clock says; else fixed, for repeatable pages */
    bool          quiet;                /* writes no log lines */
    struct session_cache *sessions;     /* NULL: ask the directory each time */
    struct job_runner *jobs;            /* NULL: what is asked waits for a start that has one */
    unsigned      patience;             /* ms that a request waits for its job, so that a short one has no bar */
};

struct request {
    struct site    *site;
    struct arena   *arena;
    const struct http_request *http;
    struct response *response;
    const struct route *route;
    struct str      key, part;          /* what stood for :key and :part in the path */
    struct pairs    query, form;
    const char     *unreadable;         /* why the query or the form could not be read */
    struct moment   now;
    struct db      *directory, *db;     /* db: of the administration, in a transaction */
    struct record_names names;
    struct context  context;
    struct session  session;            /* user.id 0: nobody is signed in */
    struct str      token;              /* the session's secret, as in the cookie */
    struct str      form_token;         /* made once for all forms of a page */
    struct str      id;                 /* of this request, for people to quote and for the log */
    unsigned        may;
    int             refresh;            /* without a script the page is asked anew after so many seconds; 0: never */
};

enum {                                  /* struct route.flags */
    OPEN    = 1 << 0,                   /* for whoever comes: no session needed, no token asked */
    OUTSIDE = 1 << 1,                   /* needs no administration */
    WAITS   = 1 << 2,                   /* a GET that may take long */
    UPLOADS = 1 << 3,                   /* takes a file */
    ASKS    = 1 << 4,                   /* a POST that writes no records itself, but asks for a job */
};

/* A pattern's :key and :part stand for one part of the path each. */
struct route {
    enum method  method;
    const char  *path;
    unsigned     needs;                 /* MAY_... */
    void       (*handle)(struct request *);
    const struct entity *of;
    enum package package;               /* from which package on */
    unsigned     flags;
};

extern const struct route routes[];
extern const size_t route_count;

struct actor request_actor(const struct request *);

/* The value of a query parameter or form field: the last one sent; empty when absent. */
struct str query_value(const struct request *, const char *name);
struct str form_value(const struct request *, const char *name);
/* All whole numbers that came by that name, in the order they came. */
size_t     numbers_called(const struct request *, struct pairs, const char *name, int64_t **numbers);
bool       form_has(const struct request *, const char *name);

/* ---- answers ---- */

void respond(struct request *, int status);             /* text/html; what is wrong with a status: error_page.h */
void respond_header(struct request *, const char *name, struct str value);
void respond_redirect(struct request *, struct str location);          /* 303 */
/* Kept by the browser until the next page shows it; undo: the path to post to, or NULL. */
void respond_flash(struct request *, struct str message, struct str undo);
void respond_cookie(struct request *, const char *name, struct str value, int64_t seconds);
struct str request_cookie(const struct request *, const char *name);

/* The token that a form of this session must bring; masked, so that it differs each time. */
struct str request_form_token(struct request *);

/* /klanten/10008 and what comes behind it; the key is escaped. */
struct str entity_path(struct arena *, const struct entity *, const void *record, const char *behind);
/* The key that such an address holds, of its decoded part: a ~ goes in front of a text that would be mistaken. */
struct str entity_key_of_path(const struct entity *, struct str part);
struct str url_escape(struct arena *, struct str);

#endif
