#include "web/session_cache.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { SLOTS = 256, HASH = 16, TEXT = 1200 };

/* A token is kept as its hash alone. */
struct slot {
    unsigned char  key[HASH];
    int64_t        until;               /* seconds since 1970; 0: empty */
    struct session session;             /* its texts are in here */
    char           text[TEXT];
};

struct session_cache {
    pthread_mutex_t lock;
    struct slot     slots[SLOTS];
};

struct session_cache *session_cache_new(struct arena *a)
{
    struct session_cache *c = TAKE(a, struct session_cache);
    pthread_mutex_init(&c->lock, NULL);
    return c;
}

/* Moves the texts of a session into room that is large enough. */
static void move_texts(struct session *s, char *room)
{
    struct str *const texts[] = { &s->user.email, &s->user.name, &s->administration.name };

    for (size_t i = 0; i < COUNT(texts); i++) {
        if (texts[i]->len)
            memcpy(room, texts[i]->at, texts[i]->len);
        room[texts[i]->len] = '\0';
        texts[i]->at = room;
        room += texts[i]->len + 1;
    }
}

static struct slot *slot_of(struct session_cache *c, struct str token, unsigned char key[HASH])
{
    crypto_generichash(key, HASH, (const unsigned char *)token.at, token.len, NULL, 0);
    return &c->slots[key[0] % SLOTS];
}

bool session_cache_get(struct session_cache *c, struct arena *a, struct str token, struct moment now,
                       struct session *out)
{
    unsigned char key[HASH];
    struct slot *s = slot_of(c, token, key);
    char *text = arena_take_raw(a, TEXT);

    pthread_mutex_lock(&c->lock);
    bool fresh = s->until > now.seconds && memcmp(s->key, key, HASH) == 0;
    if (fresh) {
        *out = s->session;
        move_texts(out, text);
    }
    pthread_mutex_unlock(&c->lock);
    return fresh;
}

void session_cache_put(struct session_cache *c, struct str token, struct moment now, const struct session *session)
{
    unsigned char key[HASH];
    struct slot *s = slot_of(c, token, key);

    if (session->user.email.len + session->user.name.len + session->administration.name.len + 3 > TEXT)
        return;
    pthread_mutex_lock(&c->lock);
    s->session = *session;
    move_texts(&s->session, s->text);
    memcpy(s->key, key, HASH);
    s->until = now.seconds + SESSION_CACHE_SECONDS;
    pthread_mutex_unlock(&c->lock);
}

void session_cache_forget(struct session_cache *c)
{
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < SLOTS; i++)
        c->slots[i].until = 0;
    pthread_mutex_unlock(&c->lock);
}
