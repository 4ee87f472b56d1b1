/* watch.h - the open connections, and until when each may take.
 *
 * A client that sends or takes its bytes one by one would hold a connection for ever; who is past
 * the moment set for it is cut.  One thread looks after all. */
#ifndef WEB_WATCH_H
#define WEB_WATCH_H

#include "base/arena.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <stdint.h>

struct watch;

/* An open connection. */
struct watched {
    struct watched *next;               /* of the free ones */
    int             socket;             /* -1: free */
    _Atomic int64_t until;              /* in milliseconds of watch_now() */
    char            address[INET6_ADDRSTRLEN];
};

/* For at most count connections; looks at them every pause milliseconds while there are any.  NULL
 * when the thread can not be made.  The struct lives in the arena. */
struct watch *watch_start(struct arena *, unsigned count, unsigned pause);
void          watch_stop(struct watch *);

/* NULL when there are count already. */
struct watched *watch_add(struct watch *, int socket, const struct sockaddr *, unsigned within);

/* Before its socket is closed, or another's would be cut. */
void            watch_remove(struct watch *, struct watched *);

/* How long it may take from now; 0: as long as it wants. */
void            watch_within(struct watched *, unsigned milliseconds);

int64_t         watch_now(void);

#endif
