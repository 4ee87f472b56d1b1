/* token.h - proof that a form was made for this session.
 *
 * What a form carries differs each time (a random mask and the masked proof), so that a compressed
 * page does not give it away bit by bit (BREACH). */
#ifndef WEB_TOKEN_H
#define WEB_TOKEN_H

#include "base/str.h"

struct str form_token(struct arena *, struct str session_token);
bool       form_token_is(struct str session_token, struct str sent);

#endif
