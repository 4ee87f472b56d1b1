/* str.h - text: a pointer and a length, and text that grows.
 *
 * A str is a view, passed by value, never changed.  Text that an arena made also ends in a NUL, for
 * the libraries that want one; the NUL is not counted. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str { const char *at; size_t len; };

#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct str str_from(const char *);                      /* a view of C text; NULL is empty */
struct str str_copy(struct arena *, struct str);
struct str str_join(struct arena *, const struct str *parts, size_t count);
struct str str_print(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct str str_trim(struct str);                        /* blanks at both ends, also U+00A0 */
bool       str_is(struct str, struct str);
bool       str_is_nocase(struct str, struct str);       /* A-Z only */
bool       str_begins(struct str, struct str head);
int        str_compare(struct str, struct str);         /* by bytes, as memcmp */
size_t     str_chars(struct str);                       /* counts characters (code points), not bytes */
struct str str_cut(struct str *rest, char at);          /* the part before at; rest moves behind it */
struct str str_upper(struct arena *, struct str);       /* a-z only */
struct str str_lower(struct arena *, struct str);       /* A-Z only */
struct str str_only(struct arena *, struct str, bool (*keep)(char));
bool       str_number(struct str, int64_t *out);        /* -12; digits only, no overflow */

bool       char_is_digit(char);
bool       char_is_letter(char);                        /* A-Z a-z */
bool       char_is_word(char);                          /* digit or letter */

/* UTF-8 as RFC 3629 has it, without NUL and without control characters other than tab and line
 * ends: text that may be kept and shown. */
bool       str_is_text(struct str);
bool       str_is_utf8(struct str);
bool       str_is_plain(struct str);                    /* blanks and what prints of ASCII: text of one line */

/* As people compare: without case, accents and ligatures, one blank between words.  "Özdemir" and
 * "OZDEMIR" fold alike.  The same text folds the same on every database. */
struct str str_fold(struct arena *, struct str);

/* Text that grows.  Zero, with an arena, is an empty one. */
struct buf { struct arena *arena; char *at; size_t len, room; };

void       buf_int(struct buf *, int64_t);
void       buf_print(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
char      *buf_grow(struct buf *, size_t more);         /* for buf_open() */
struct str buf_str(const struct buf *);                 /* a view; ends in a NUL */

/* Room for more bytes; the caller adds to len. */
static inline char *buf_open(struct buf *b, size_t more)
{
    return b->room - b->len > more ? b->at + b->len : buf_grow(b, more);
}

/* Here, so that a literal, of which a page is full, is stored and not copied by a call. */
static inline void buf_add(struct buf *b, struct str s)
{
    char *at = buf_open(b, s.len);
    if (s.len)
        memcpy(at, s.at, s.len);
    at[s.len] = '\0';
    b->len += s.len;
}

static inline void buf_char(struct buf *b, char c)
{
    buf_add(b, (struct str){ &c, 1 });
}

#endif
