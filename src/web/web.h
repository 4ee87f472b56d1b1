/* web.h - a request in, a response out; no sockets here.
 *
 * All that guards a page stands in its route, and web_handle() checks it: a handler that forgets to
 * look can not exist. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "store/record.h"

enum method { GET, POST };
enum { MAY_READ = 1 << 0, MAY_WRITE = 1 << 1, MAY_MANAGE = 1 << 2, MAY_ALL = 7 };

struct pair { struct str name, value; };
struct pairs { const struct pair *at; size_t count; };

/* A file that came with a form: on disk, deleted when the request ends. */
struct upload { struct str field, name; const char *path; int64_t size; };

/* What the sockets know of a request; server.c fills it in, tests write it by hand. */
struct http_request {
    struct str method, path;            /* path as sent, still percent-encoded, without the query */
    struct str query;                   /* what came behind the ? */
    struct str cookie, type;            /* headers; empty when absent */
    struct str origin, fetch_site;      /* Origin, Sec-Fetch-Site */
    struct str encodings;               /* Accept-Encoding */
    struct str host, address;           /* Host; of the client */
    struct str body;                    /* of a form sent as application/x-www-form-urlencoded */
    struct pairs fields;                /* of a form sent as multipart/form-data */
    const struct upload *upload;        /* its file, or NULL */
    bool       secure;                  /* came over TLS, as the proxy says */
    bool       fragment;                /* HX-Request: true: asked by htmx */
    bool       too_large;               /* the body was larger than allowed, and thrown away */
};

struct header { const char *name; struct str value; };
enum { MOST_HEADERS = 16 };

/* A body that is made while it is sent.  read fills at most room bytes and returns how many, 0 at the
 * end, -1 when it can not go on (the connection is then cut, so that a broken file is never a short
 * one).  close runs once, whatever happened. */
struct stream {
    int64_t (*read)(void *what, char *at, size_t room);
    void    (*close)(void *what);
    void     *what;
};

struct response {
    int           status;
    const char   *type;                 /* Content-Type */
    struct header headers[MOST_HEADERS];
    size_t        header_count;
    struct buf    body;                 /* in the request's arena */
    struct str    fixed;                /* or bytes that live as long as the program */
    struct stream stream;               /* or this */
};

/* The program's part that outlives requests. */
struct site;

/* Answers one request, whatever it is; never faults.  The arena lives until the response is sent.
 * waits: whether web_handle may block on it for long (a password, a write, a file), so that the
 * server gives it to a worker. */
bool web_waits(const struct http_request *);
/* Whether a file may come with it. */
bool web_uploads(const struct http_request *);
void web_handle(struct site *, struct arena *, const struct http_request *, struct response *);

#endif
