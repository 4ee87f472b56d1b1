#include "web/token.h"

#include "base/secret.h"

#include <sodium.h>

enum { PROOF_BYTES = 16, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static void proof_of(struct str session_token, unsigned char proof[PROOF_BYTES])
{
    static const unsigned char purpose[] = "poolster form";
    crypto_generichash(proof, PROOF_BYTES, (const unsigned char *)session_token.at, session_token.len, purpose,
                       sizeof purpose - 1);
}

struct str form_token(struct arena *a, struct str session_token)
{
    unsigned char raw[2 * PROOF_BYTES];
    size_t room = sodium_base64_encoded_len(sizeof raw, VARIANT);
    char *text = arena_take(a, room);

    random_bytes(raw, PROOF_BYTES);
    proof_of(session_token, raw + PROOF_BYTES);
    for (size_t i = 0; i < PROOF_BYTES; i++)
        raw[PROOF_BYTES + i] ^= raw[i];
    sodium_bin2base64(text, room, raw, sizeof raw, VARIANT);
    return str_from(text);
}

bool form_token_is(struct str session_token, struct str sent)
{
    unsigned char raw[2 * PROOF_BYTES], proof[PROOF_BYTES];
    size_t len = 0;

    if (session_token.len == 0 || sodium_base642bin(raw, sizeof raw, sent.at, sent.len, NULL, &len, NULL, VARIANT) != 0
        || len != sizeof raw)
        return false;
    proof_of(session_token, proof);
    for (size_t i = 0; i < PROOF_BYTES; i++)
        raw[PROOF_BYTES + i] ^= raw[i];
    return sodium_memcmp(raw + PROOF_BYTES, proof, PROOF_BYTES) == 0;
}
