#include "domain/directory.h"

#include "base/fault.h"
#include "domain/password.h"

#include <sodium.h>
#include <string.h>

const char *role_name(enum role role)
{
    static const char *const names[] = { "Geen", "Alleen lezen", "Standaard", "Beheerder", "Hoofdgebruiker" };
    return names[role];
}

const char *package_name(enum package package)
{
    static const char *const names[] = { "inStap", "inKaart", "inBalans", "inZicht", "inControle" };
    return names[package];
}

struct str directory_present(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE person (\n  {id},\n  email {text} NOT NULL UNIQUE,\n  name {text} NOT NULL,\n"
        "  password {text} NOT NULL,\n  created {number} NOT NULL\n{end}\n"
        "CREATE TABLE administration (\n  {id},\n  name {text} NOT NULL,\n  country {number} NOT NULL,\n"
        "  package {number} NOT NULL,\n  created {number} NOT NULL\n{end}\n"
        "CREATE TABLE role (\n  person {number} NOT NULL REFERENCES person,\n"
        "  administration {number} NOT NULL REFERENCES administration,\n  role {number} NOT NULL,\n"
        "  opened {number} NOT NULL,\n  PRIMARY KEY (person, administration)\n{end}\n"
        "CREATE INDEX role_by_opened ON role (person, opened, administration);\n"
        "CREATE TABLE session (\n  token_hash {text} NOT NULL PRIMARY KEY,\n"
        "  person {number} NOT NULL REFERENCES person,\n  administration {number} REFERENCES administration,\n"
        "  ends {number} NOT NULL\n{end}\n"
        "CREATE INDEX session_by_person ON session (person);\n"
        "CREATE TABLE sign_in_failure (\n  {id},\n  account {text} NOT NULL,\n  address {text} NOT NULL,\n"
        "  at {number} NOT NULL\n{end}\n"
        "CREATE INDEX sign_in_failure_by_account ON sign_in_failure (account, at);\n"
        "CREATE INDEX sign_in_failure_by_address ON sign_in_failure (address, at);\n"
        "CREATE TABLE setup_code (\n  code_hash {text} NOT NULL,\n  created {number} NOT NULL\n{end}\n"));
}

/* ---- secrets ---- */

enum { TOKEN_BYTES = 32, HASH_BYTES = 32 };

static struct str random_token(struct arena *a, size_t bytes)
{
    unsigned char *raw = arena_take(a, bytes);
    size_t room = sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_take(a, room);

    randombytes_buf(raw, bytes);
    sodium_bin2base64(text, room, raw, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(raw, bytes);
    return str_from(text);
}

/* What is kept of a secret that is random enough to need no salt. */
static struct str hash_of(struct arena *a, struct str secret)
{
    unsigned char hash[HASH_BYTES];
    char *hex = arena_take(a, 2 * HASH_BYTES + 1);

    crypto_generichash(hash, sizeof hash, (const unsigned char *)secret.at, secret.len, NULL, 0);
    sodium_bin2hex(hex, 2 * HASH_BYTES + 1, hash, sizeof hash);
    return str_from(hex);
}

/* ---- users ---- */

static struct str account_of(struct arena *a, struct str email)
{
    return str_lower(a, str_trim(email));
}

bool directory_has_users(struct db *db)
{
    return db_one(db, 0, "SELECT 1 FROM person LIMIT 1", GIVE_NOTHING) != 0;
}

int64_t directory_add_user(struct arena *a, struct db *db, struct str email, struct str name, struct str password,
                           struct moment now)
{
    int64_t id = 0;
    struct str hash = password_hash(a, password);

    if (db_try(db, "INSERT INTO person (email, name, password, created) VALUES ($1, $2, $3, $4) RETURNING id",
               GIVE(account_of(a, email), str_trim(name), hash, now), &id) != DB_DONE)
        return 0;
    return id;
}

int64_t directory_set_password(struct arena *a, struct db *db, struct str email, struct str password)
{
    int64_t user = db_one(db, 0, "UPDATE person SET password = $1 WHERE email = $2 RETURNING id",
                          GIVE(password_hash(a, password), account_of(a, email)));
    directory_sign_out_everywhere(db, user);
    return user;
}

/* ---- the first start ---- */

struct str directory_setup_code(struct arena *a, struct db *db, struct moment now)
{
    struct str code = random_token(a, 12);

    db_begin(db, true);
    db_do(db, "DELETE FROM setup_code", GIVE_NOTHING);
    db_do(db, "INSERT INTO setup_code (code_hash, created) VALUES ($1, $2)", GIVE(hash_of(a, code), now));
    db_commit(db);
    return code;
}

bool directory_setup_code_is(struct arena *a, struct db *db, struct str code)
{
    return db_one(db, 0, "SELECT 1 FROM setup_code WHERE code_hash = $1", GIVE(hash_of(a, str_trim(code)))) != 0;
}

void directory_setup_done(struct db *db)
{
    db_do(db, "DELETE FROM setup_code", GIVE_NOTHING);
}

/* ---- signing in and out ---- */

enum { WINDOW_SECONDS = 15 * 60, MOST_PER_ACCOUNT = 10, MOST_PER_ADDRESS = 50 };

static bool throttled(struct db *db, struct str account, struct str address, struct moment now)
{
    int64_t since = now.seconds - WINDOW_SECONDS;
    return db_one(db, 0, "SELECT count(*) FROM sign_in_failure WHERE account = $1 AND at > $2",
                  GIVE(account, since)) >= MOST_PER_ACCOUNT
        || db_one(db, 0, "SELECT count(*) FROM sign_in_failure WHERE address = $1 AND at > $2",
                  GIVE(address, since)) >= MOST_PER_ADDRESS;
}

static void failed(struct db *db, struct str account, struct str address, struct moment now)
{
    db_begin(db, true);
    db_do(db, "DELETE FROM sign_in_failure WHERE at <= $1", GIVE(now.seconds - WINDOW_SECONDS));
    db_do(db, "INSERT INTO sign_in_failure (account, address, at) VALUES ($1, $2, $3)", GIVE(account, address, now));
    db_commit(db);
}

struct str directory_open_session(struct arena *a, struct db *db, int64_t user, struct moment now)
{
    struct str token = random_token(a, TOKEN_BYTES);

    db_begin(db, true);
    db_do(db, "DELETE FROM session WHERE ends <= $1", GIVE(now));
    db_do(db, "INSERT INTO session (token_hash, person, administration, ends) VALUES ($1, $2,"
              " (SELECT administration FROM role WHERE person = $2 ORDER BY opened DESC, administration DESC LIMIT 1), $3)",
          GIVE(hash_of(a, token), user, now.seconds + SESSION_SECONDS));
    db_commit(db);
    return token;
}

enum sign_in directory_sign_in(struct arena *a, struct db *db, struct str email, struct str password,
                               struct str address, struct moment now, struct str *token)
{
    struct str account = str_is_text(email) ? account_of(a, email) : S("");     /* which nobody has */
    struct str hash = S("");
    int64_t user = 0;

    if (throttled(db, account, address, now))
        return SIGN_IN_THROTTLED;
    struct query *q = db_ask(db, "SELECT id, password FROM person WHERE email = $1", GIVE(account));
    if (db_next(q)) {
        user = db_int(q, 0);
        hash = str_copy(a, db_str(q, 1));
    }
    db_close_query(q);
    if (!password_is(a, password, hash)) {
        failed(db, account, address, now);
        return SIGN_IN_WRONG;
    }
    if (password_is_outdated(hash))
        db_do(db, "UPDATE person SET password = $1 WHERE id = $2", GIVE(password_hash(a, password), user));
    db_do(db, "DELETE FROM sign_in_failure WHERE account = $1", GIVE(account));
    *token = directory_open_session(a, db, user, now);
    return SIGN_IN_DONE;
}

static struct administration take_administration(struct arena *a, struct query *q, int first)
{
    int64_t package = db_int(q, first + 3), role = db_int(q, first + 4);

    return (struct administration){
        .id = db_int(q, first), .name = str_copy(a, db_str(q, first + 1)), .country = db_int(q, first + 2),
        .package = package >= 0 && package < PACKAGES ? (enum package)package : PACKAGE_INSTAP,
        .role = role >= ROLE_NONE && role <= ROLE_OWNER ? (enum role)role : ROLE_NONE,
        .opened = { db_int(q, first + 5) },
    };
}

/* A role that was taken away takes the administration out of the session at once. */
bool directory_session(struct arena *a, struct db *db, struct str token, struct moment now, struct session *out)
{
    *out = (struct session){ 0 };
    if (token.len == 0 || token.len > 100)
        return false;
    struct query *q = db_ask(db,
        "SELECT p.id, p.email, p.name, a.id, a.name, a.country, a.package, r.role, r.opened,"
        " (SELECT count(*) FROM role WHERE person = s.person) FROM session s"
        " JOIN person p ON p.id = s.person"
        " LEFT JOIN role r ON r.person = s.person AND r.administration = s.administration"
        " LEFT JOIN administration a ON a.id = r.administration"
        " WHERE s.token_hash = $1 AND s.ends > $2", GIVE(hash_of(a, token), now));
    bool found = db_next(q);
    if (found) {
        out->user = (struct user){ db_int(q, 0), str_copy(a, db_str(q, 1)), str_copy(a, db_str(q, 2)) };
        out->administration = take_administration(a, q, 3);
        out->administrations = db_int(q, 9);
    }
    db_close_query(q);
    return found;
}

void directory_sign_out(struct arena *a, struct db *db, struct str token)
{
    db_do(db, "DELETE FROM session WHERE token_hash = $1", GIVE(hash_of(a, token)));
}

void directory_sign_out_everywhere(struct db *db, int64_t user)
{
    db_do(db, "DELETE FROM session WHERE person = $1", GIVE(user));
}

/* ---- administrations ---- */

const char *administration_name_check(struct str name)
{
    if (name.len == 0)
        return "Vul een naam in.";
    if (!str_is_text(name) || memchr(name.at, '\n', name.len) || memchr(name.at, '\r', name.len))
        return "Hier staan tekens in die niet bewaard kunnen worden. Typ de naam opnieuw.";
    if (str_chars(name) > ADMINISTRATION_NAME_MOST)
        return "Een naam heeft hooguit 80 tekens.";
    return NULL;
}

int64_t directory_add_administration(struct db *db, struct str name, int64_t country, enum package package,
                                     int64_t owner, struct moment now)
{
    int64_t id = db_one(db, 0, "INSERT INTO administration (name, country, package, created) VALUES ($1, $2, $3, $4)"
                               " RETURNING id", GIVE(name, country, (int)package, now));
    if (owner)
        directory_set_role(db, owner, id, ROLE_OWNER);
    return id;
}

#define ADMINISTRATION_COLUMNS "a.id, a.name, a.country, a.package, r.role, r.opened" \
    " FROM role r JOIN administration a ON a.id = r.administration"

bool directory_administration(struct arena *a, struct db *db, int64_t user, int64_t id, struct administration *out)
{
    struct query *q = db_ask(db, "SELECT " ADMINISTRATION_COLUMNS " WHERE r.person = $1 AND a.id = $2", GIVE(user, id));
    bool found = db_next(q);

    if (found)
        *out = take_administration(a, q, 0);
    db_close_query(q);
    return found;
}

size_t directory_administrations(struct arena *a, struct db *db, int64_t user, size_t most,
                                 struct administration **out)
{
    struct administration *all = TAKE_MANY(a, struct administration, most);
    size_t count = 0;
    struct query *q = db_ask(db, "SELECT " ADMINISTRATION_COLUMNS " WHERE r.person = $1"
                                 " ORDER BY r.opened DESC, r.administration DESC LIMIT $2", GIVE(user, most));
    while (db_next(q))
        all[count++] = take_administration(a, q, 0);
    *out = all;
    return count;
}

int64_t directory_administration_called(struct db *db, struct str name)
{
    return db_one(db, 0, "SELECT id FROM administration WHERE name = $1 ORDER BY id LIMIT 1", GIVE(name));
}

int64_t directory_country(struct db *db, int64_t administration)
{
    return db_one(db, 0, "SELECT country FROM administration WHERE id = $1", GIVE(administration));
}

void directory_rename(struct db *db, int64_t administration, struct str name)
{
    db_do(db, "UPDATE administration SET name = $1 WHERE id = $2", GIVE(name, administration));
}

void directory_set_package(struct db *db, int64_t administration, enum package package)
{
    db_do(db, "UPDATE administration SET package = $1 WHERE id = $2", GIVE((int)package, administration));
}

void directory_set_role(struct db *db, int64_t user, int64_t administration, enum role role)
{
    if (role == ROLE_NONE) {
        db_do(db, "DELETE FROM role WHERE person = $1 AND administration = $2", GIVE(user, administration));
        return;
    }
    db_do(db, "INSERT INTO role (person, administration, role, opened) VALUES ($1, $2, $3, 0)"
              " ON CONFLICT (person, administration) DO UPDATE SET role = excluded.role",
          GIVE(user, administration, (int)role));
}

void directory_choose(struct arena *a, struct db *db, struct str token, int64_t user, int64_t administration,
                      struct moment now)
{
    db_do(db, "UPDATE session SET administration = $1 WHERE token_hash = $2", GIVE(administration, hash_of(a, token)));
    db_do(db, "UPDATE role SET opened = $1 WHERE person = $2 AND administration = $3", GIVE(now, user, administration));
}
