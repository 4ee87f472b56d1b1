/* session_cache.h - who a token belongs to, remembered for a second.
 *
 * Pages come in bursts, and asking the directory for each costs as much as a tenth of a page.  What
 * this process changes is forgotten at once; what another process changes (a role taken away, a
 * session ended) is noticed within SESSION_CACHE_SECONDS. */
#ifndef WEB_SESSION_CACHE_H
#define WEB_SESSION_CACHE_H

#include "domain/directory.h"

enum { SESSION_CACHE_SECONDS = 1 };

struct session_cache;

struct session_cache *session_cache_new(struct arena *);
/* The directory's answer, from memory when that is fresh. Texts live in the arena. */
bool session_cache_get(struct session_cache *, struct arena *, struct str token, struct moment now, struct session *);
void session_cache_put(struct session_cache *, struct str token, struct moment now, const struct session *);
/* Something in the directory has changed. */
void session_cache_forget(struct session_cache *);

#endif
