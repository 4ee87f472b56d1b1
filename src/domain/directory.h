/* directory.h - who may come in, and where to: users, sessions, administrations, roles.
 *
 * Passwords are kept as argon2id (libsodium), sessions as the hash of their token: who reads this
 * database can not sign in with it. */
#ifndef DOMAIN_DIRECTORY_H
#define DOMAIN_DIRECTORY_H

#include "store/db.h"

/* What a user may do in one administration. */
enum role { ROLE_NONE, ROLE_READER, ROLE_STANDARD, ROLE_MANAGER, ROLE_OWNER };
const char *role_name(enum role);

/* inStap < inKaart < inBalans < inZicht < inControle */
enum package { PACKAGE_INSTAP, PACKAGE_INKAART, PACKAGE_INBALANS, PACKAGE_INZICHT, PACKAGE_INCONTROLE, PACKAGES };
const char *package_name(enum package);

struct user { int64_t id; struct str email, name; };

struct administration {
    int64_t      id;
    struct str   name;
    int64_t      country;               /* ISO 3166-1 numeric */
    enum package package;
    enum role    role;                  /* of the user who asks */
    struct moment opened;               /* last, by that user */
};

struct session {
    struct user   user;
    struct administration administration;       /* id 0: none chosen yet */
    int64_t       administrations;              /* how many this user may enter */
};

struct str directory_present(struct arena *, enum make);        /* the schema */

/* ---- users ---- */

bool        directory_has_users(struct db *);
/* The new user's id, 0 when the address is in use. Takes some 50 ms for the password. */
int64_t     directory_add_user(struct arena *, struct db *, struct str email, struct str name, struct str password,
                               struct moment now);

/* The user's id, 0 when there is none with this address.  Their sessions end. */
int64_t     directory_set_password(struct arena *, struct db *, struct str email, struct str password);

/* ---- the first start ---- */

/* A fresh one-time code, to print on the terminal; an earlier one ends. */
struct str  directory_setup_code(struct arena *, struct db *, struct moment now);
bool        directory_setup_code_is(struct arena *, struct db *, struct str code);
void        directory_setup_done(struct db *);

/* ---- signing in and out ---- */

enum { SESSION_SECONDS = 12 * 3600 };
enum sign_in { SIGN_IN_DONE, SIGN_IN_WRONG, SIGN_IN_THROTTLED };
/* The same answer, in the same time, for an unknown address and a wrong password.  Throttled per
 * account and per network address.  token: what the browser keeps. */
enum sign_in directory_sign_in(struct arena *, struct db *, struct str email, struct str password, struct str address,
                               struct moment now, struct str *token);
struct str  directory_open_session(struct arena *, struct db *, int64_t user, struct moment now);
bool        directory_session(struct arena *, struct db *, struct str token, struct moment now, struct session *);
void        directory_sign_out(struct arena *, struct db *, struct str token);
void        directory_sign_out_everywhere(struct db *, int64_t user);

/* ---- administrations ---- */

enum { ADMINISTRATION_NAME_MOST = 80 };
const char *administration_name_check(struct str name);
/* The new administration's id; its owner has role ROLE_OWNER. The database itself: house.h. */
int64_t     directory_add_administration(struct db *, struct str name, int64_t country, enum package, int64_t owner,
                                         struct moment now);
/* false when this user has no role there. */
bool        directory_administration(struct arena *, struct db *, int64_t user, int64_t id, struct administration *);
size_t      directory_administrations(struct arena *, struct db *, int64_t user, size_t most, struct administration **);
/* By name, for the command line; 0: no such. */
int64_t     directory_administration_called(struct db *, struct str name);
int64_t     directory_country(struct db *, int64_t administration);
void        directory_rename(struct db *, int64_t administration, struct str name);
void        directory_set_package(struct db *, int64_t administration, enum package);
/* ROLE_NONE takes the role away. */
void        directory_set_role(struct db *, int64_t user, int64_t administration, enum role);
/* Within a transaction of the caller. */
void        directory_choose(struct arena *, struct db *, struct str token, int64_t user, int64_t administration,
                             struct moment now);

#endif
