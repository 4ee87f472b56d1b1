/* exchange.h - one request and its answer, between the HTTP library and the handler.
 *
 * server.c hands on what the library calls back with; exchange.c makes a struct http_request of it
 * and the library's response of the answer.  Private to these two. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "web/multipart.h"
#include "web/server.h"
#include "web/strict.h"
#include "web/watch.h"
#include "web/workers.h"

#include <microhttpd.h>
#include <pthread.h>

/* Before 1.0 the library lets most tricks with heads pass, but keeps a head in one piece, in which
 * they are seen (strict.c).  From 1.0 on it refuses them when told to be strict. */
enum { LENIENT_LIBRARY = MHD_VERSION < 0x01000000 };

/* How far a request is. */
enum stage { BEGUN, READING, WORKING, WORKED };

/* Where its body goes. */
enum sink { NOWHERE, TO_FORM, TO_MULTIPART };

/* Recycled; its arena is the request's. */
struct exchange {
    struct arena           arena;
    struct exchange       *next;        /* of the free ones */
    struct server         *server;
    struct watched        *watched;
    struct MHD_Connection *connection;
    enum stage             stage;
    enum sink              sink;
    bool                   closes;      /* the connection, after the answer */
    bool                   too_busy;
    struct str             target;      /* as sent; the library takes its own apart */
    struct framing         framing;
    struct http_request    request;
    struct response        response;
    struct buf             form;
    struct multipart      *multipart;
    struct str             piece;       /* of its body, that just came */
    uint64_t               received;    /* of its body */
    size_t                 moved;       /* since watched was last told */
    struct str             body;        /* of the answer, as sent */
    const char            *coding;      /* Content-Encoding of it, or NULL */
};

struct server {
    struct server_options options;
    struct server_limits  limits;
    struct multipart_limits form_limits;
    struct server_handler handler;
    struct MHD_Daemon    *daemon;
    struct workers       *workers;
    struct watch         *watch;
    int                   listening;    /* socket */
    uint16_t              port;
    atomic_bool           stopping;

    pthread_mutex_t       lock;         /* of what follows */
    pthread_cond_t        quiet;        /* no request is being answered */
    struct exchange      *all, *free;
    unsigned              count, busy;
};

/* The first line was read; NULL when there is no memory for it. */
struct exchange *exchange_begin(struct server *, struct watched *, struct MHD_Connection *,
                                const char *target);

/* All headers were read; a part of the body came; all of it came, or the work was done.  MHD_NO
 * cuts the connection. */
enum MHD_Result exchange_read_head(struct exchange *, const char *method, const char *version);
enum MHD_Result exchange_read_body(struct exchange *, const char *at, size_t size);
enum MHD_Result exchange_answer(struct exchange *);

/* Sent, or its client left: closes and deletes what was the request's. */
void exchange_end(struct exchange *);

/* The workers' task: a struct exchange. */
void exchange_work(void *exchange);

#endif
