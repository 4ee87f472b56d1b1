/* strict.h - what of a request's head is believed.
 *
 * Two programs that read one request differently can be played off against each other (RFC 9112,
 * 11.2), and a proxy stands in front of us.  So a head that leaves any doubt is refused before
 * anything looks at it, and its connection is closed. */
#ifndef WEB_STRICT_H
#define WEB_STRICT_H

#include "web/web.h"

/* As the library parsed it.  raw is the head as the library left it in memory, from the method on,
 * each colon, line end and blank of the first line overwritten with NUL and the target scribbled
 * in; empty when it is not known. */
struct head {
    struct str method, target, version;
    struct pairs headers;
    struct str raw;
};

/* What the edge itself must know of the body that follows and of the answer. */
struct framing {
    bool       chunked;
    int64_t    length;                  /* 0 without a body; not known when chunked */
    bool       head_only;               /* HEAD: the answer is sent without its body */
    struct str accepts;                 /* Accept-Encoding */
};

/* 0, or the status to refuse with: 400, 501 for a transfer coding we do not speak.  Fills in what
 * the head says; the strings are views of it.  Only with behind_proxy are the X-Forwarded headers
 * believed; otherwise request->address stays as the caller set it. */
int strict_read(const struct head *, bool behind_proxy, struct http_request *, struct framing *);

#endif
