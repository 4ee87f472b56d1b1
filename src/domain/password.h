/* password.h - argon2id by libsodium, at the strength OWASP asks (19 MiB, two passes; some 50 ms).
 * At most two are computed at a time, so that many who sign in do not take the memory of the rest. */
#ifndef DOMAIN_PASSWORD_H
#define DOMAIN_PASSWORD_H

#include "base/str.h"

struct str  password_hash(struct arena *, struct str password);
/* An empty hash takes as long as a wrong password, and is never right. */
bool        password_is(struct arena *, struct str password, struct str hash);
bool        password_is_outdated(struct str hash);

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200 };              /* characters */
/* NULL when good, else what to do: long enough, not common, not the user's own name or address
 * (NIST SP 800-63B 5.1.1.2; no composition rules). */
const char *password_check(struct arena *, struct str password, struct str email, struct str name);

#endif
