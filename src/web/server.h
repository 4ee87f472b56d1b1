/* server.h - the sockets: HTTP/1.1 to struct http_request and struct response back.
 *
 * Nothing else knows the HTTP library.  What reaches the handler is well formed, complete and
 * within the limits; what is not, is refused here (strict.h) and its connection closed.  TLS and
 * HTTP/2 are a proxy's in front of us.
 *
 * A few threads, one per processor, own all connections and answer what is done soon; what takes long
 * (struct server_handler) goes to a fixed number of workers. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/web.h"

/* A zero stands for the default, which is in server.c. */
struct server_limits {
    unsigned connections, per_address;  /* open at a time; no per_address behind a proxy */
    unsigned workers, queue;            /* threads for what waits; waiting for them */
    unsigned fields;                    /* of a form with a file */
    size_t   header;                    /* bytes of a request's head */
    size_t   form;                      /* of a form, without its file */
    size_t   upload;                    /* of a form's file */
    size_t   drain;                     /* of a body beyond its limit: read, to be answered 413 */
    unsigned idle;                      /* ms between two requests of a connection */
    unsigned patience;                  /* ms for a head, a form, each 64 KB of what is larger */
    unsigned stop;                      /* ms that server_stop() waits for clients */
};

struct server_options {
    const char *address;                /* "127.0.0.1", "::" */
    uint16_t    port;                   /* 0: one that is free */
    unsigned    threads;                /* 0: one per processor we may use; more when who answers waits */
    bool        waits;                  /* for another program, as a database at a server is */
    const char *upload_folder;          /* exists, writable, this server's alone */
    bool        behind_proxy;           /* believe X-Forwarded-For and X-Forwarded-Proto */
    struct server_limits limits;
};

/* Who answers.  All but site are called on several threads at a time and never fault, nor does the
 * response's stream.  takes_upload: whether a form with a file may be sent there at all; its body
 * is not read yet.  A multipart form sent elsewhere arrives without fields and upload. */
struct server_handler {
    struct site *site;
    void (*handle)(struct site *, struct arena *, const struct http_request *, struct response *);
    bool (*waits)(const struct http_request *);
    bool (*takes_upload)(const struct http_request *);      /* NULL: nowhere */
};

struct server;

/* Listens and answers when it returns.  NULL with a sentence in *problem when it can not: the port
 * in use, the folder missing.  All of it lives in the arena, which outlives server_stop(). */
struct server *server_start(struct arena *, const struct server_options *,
                            const struct server_handler *, struct str *problem);
uint16_t       server_port(const struct server *);

/* Takes no new connections, lets what was begun end (clients get limits.stop for their part,
 * handlers what they need), and ends all threads. */
void           server_stop(struct server *);

#endif
