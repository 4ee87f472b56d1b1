#include "domain/password.h"

#include "base/fault.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PASSES = 2, MEMORY = 19 * 1024 * 1024, AT_ONCE = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t  left = PTHREAD_COND_INITIALIZER;
static int busy;

static void enter(void)
{
    pthread_mutex_lock(&lock);
    while (busy >= AT_ONCE)
        pthread_cond_wait(&left, &lock);
    busy++;
    pthread_mutex_unlock(&lock);
}

static void leave(void)
{
    pthread_mutex_lock(&lock);
    busy--;
    pthread_cond_signal(&left);
    pthread_mutex_unlock(&lock);
}

struct str password_hash(struct arena *a, struct str password)
{
    char *hash = arena_take(a, crypto_pwhash_STRBYTES);

    enter();
    int failed = crypto_pwhash_str_alg(hash, password.at, password.len, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    leave();
    if (failed)
        fault("out of memory for a password");
    return str_from(hash);
}

/* Of a random password that nobody knows; computed as the others are. */
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool password_is(struct arena *a, struct str password, struct str hash)
{
    struct str kept = str_copy(a, hash.len ? hash : str_from(nobody));

    if (str_chars(password) > PASSWORD_MOST)
        return false;
    enter();
    int failed = crypto_pwhash_str_verify(kept.at, password.at, password.len);
    leave();
    return failed == 0 && hash.len > 0;
}

bool password_is_outdated(struct str hash)
{
    return crypto_pwhash_str_needs_rehash(hash.at, PASSES, MEMORY) != 0;
}

/* What people choose when ten characters are asked. Folded; digits at the end and the beginning are
 * left off before comparing. */
static const char *const common[] = {
    "password", "passwords", "passw", "passwort", "wachtwoord", "wachtwoorden", "geheim", "geheimpje", "welkom",
    "welkomthuis", "welkomwelkom", "hallohallo", "goedemorgen", "qwerty", "qwertyuiop", "qwertyuio", "qwertyqwerty",
    "qazwsxedc", "azertyuiop", "asdfghjkl", "zxcvbnm", "iloveyou", "ikhouvanjou", "ikhouvanje", "administrator",
    "administratie", "beheerder", "hoofdgebruiker", "gebruiker", "poolster", "polaris", "factuur", "facturen",
    "boekhouding", "boekhouder", "bedrijf", "amsterdam", "rotterdam", "nederland", "holland", "feyenoord",
    "ajaxamsterdam", "sunshine", "princess", "football", "voetbal", "baseball", "superman", "starwars", "letmein",
    "changeme", "trustno", "whatever", "computer", "internet", "lentelente", "zomerzomer", "lente", "zomer",
    "herfst", "winter", "januari", "februari", "september", "oktober", "november", "december", "schatje",
    "liefste", "familie", "vakantie", "kerstmis", "abcdefghij", "abcdefghijkl", "abcdefgh", "monkeymonkey",
};

static bool is_common(struct str core)
{
    for (size_t i = 0; i < COUNT(common); i++)
        if (str_is(core, str_from(common[i])))
            return true;
    return false;
}

/* 1234567890, aaaaaaaaaa, 9876543210: each step the same. */
static bool is_run(struct str s)
{
    for (size_t i = 2; i < s.len; i++) {
        int step = s.at[i] - s.at[i - 1], before = s.at[i - 1] - s.at[i - 2];
        if (step != before && !(s.at[i] == '0' && s.at[i - 1] == '9'))
            return false;
    }
    return true;
}

/* abcabcabcabc: a short piece again and again. */
static bool is_repeated(struct str s)
{
    for (size_t piece = 1; piece <= 4; piece++) {
        size_t i = piece;
        while (i < s.len && s.at[i] == s.at[i - piece])
            i++;
        if (i == s.len)
            return true;
    }
    return false;
}

static struct str without_digits_around(struct str s)
{
    while (s.len && !char_is_letter(s.at[0]) && (unsigned char)s.at[0] < 0x80)
        s.at++, s.len--;
    while (s.len && !char_is_letter(s.at[s.len - 1]) && (unsigned char)s.at[s.len - 1] < 0x80)
        s.len--;
    return s;
}

const char *password_check(struct arena *a, struct str password, struct str email, struct str name)
{
    struct str folded = str_fold(a, password), core = without_digits_around(folded);
    struct str address = str_fold(a, email), account = address, person = str_fold(a, name);

    if (str_chars(password) < PASSWORD_LEAST)
        return "Kies een wachtwoord van minstens 10 tekens. Een paar woorden achter elkaar werkt goed.";
    if (str_chars(password) > PASSWORD_MOST)
        return "Een wachtwoord heeft hooguit 200 tekens.";
    if (!str_is_utf8(password) || memchr(password.at, '\0', password.len))
        return "Dit wachtwoord bevat tekens die niet kunnen.";
    if (is_common(core) || is_run(folded) || is_repeated(folded))
        return "Dit wachtwoord wordt veel gebruikt en is snel geraden. Kies een ander.";
    account = str_cut(&account, '@');
    if (str_is(folded, address) || (core.len && (str_is(core, account) || str_is(core, person))))
        return "Je wachtwoord lijkt te veel op je naam of e-mailadres. Kies een ander.";
    return NULL;
}
