/* show.h - puts a value on a page, the way its type asks: the type of a value is how it is escaped.
 *
 * Text is safe as the content of an element and as a quoted attribute.  Only struct html and struct
 * path go out as they are; whoever makes one can be found. */
#ifndef WEB_SHOW_H
#define WEB_SHOW_H

#include "base/field.h"

/* Markup we made ourselves; when() is for an attribute that is there or not, along with the space before it, own() for a
 * name that the program gave, as of a C member. */
struct html { struct str markup; };
static inline struct html own(const char *name)                 { return (struct html){ str_from(name) }; }
static inline struct html when(bool yes, const char *attribute)
{
    return (struct html){ str_from(yes ? attribute : "") };
}

/* A path of this site. Not //x and /\x, which a browser takes for other sites, and none with control
 * characters, which it leaves out before it looks. */
bool is_own_path(struct str);

/* An address: a path of this site, or a website. What is neither is shown as an empty one. */
struct url { struct str text; };
static inline struct url url(struct str text)                   { return (struct url){ text }; }

/* A path of this site as it stands on a page: of an entity, made by entity_path(), or escaped. */
struct path { struct str text; };
static inline struct path path_of(const struct entity *e)       { return (struct path){ str_from(e->path) }; }

/* A picture of the sprite. */
struct icon { const char *name; };
static inline struct icon icon(const char *name)                { return (struct icon){ name }; }

void show_text(struct buf *, struct str);
/* Text as show_text() shows it, for what stands on a page more than once. */
struct html html_of(struct arena *, struct str);
void show_icon(struct buf *, struct icon);
void show_address(struct buf *, struct url);
static inline void show_chars(struct buf *b, const char *s)     { show_text(b, str_from(s)); }
static inline void show_int(struct buf *b, int64_t n)           { buf_int(b, n); }
static inline void show_plain(struct buf *b, int n)             { buf_int(b, n); }
static inline void show_size(struct buf *b, size_t n)           { buf_int(b, (int64_t)n); }
static inline void show_money(struct buf *b, struct money m)    { show_text(b, money_print(b->arena, m)); }
static inline void show_date(struct buf *b, struct date d)      { show_text(b, date_print(b->arena, d)); }
static inline void show_moment(struct buf *b, struct moment m)  { show_text(b, moment_print(b->arena, m)); }
static inline void show_html(struct buf *b, struct html h)      { buf_add(b, h.markup); }
static inline void show_path(struct buf *b, struct path p)      { buf_add(b, p.text); }

#define show(out, value) _Generic((value),                                      \
    struct str: show_text, const char *: show_chars, char *: show_chars,        \
    int64_t: show_int, int: show_plain, size_t: show_size,                      \
    struct money: show_money, struct date: show_date, struct moment: show_moment, \
    struct icon: show_icon, struct url: show_address, struct path: show_path,    \
    struct html: show_html)(out, value)

/* Where a URL begins. */
#define show_url(out, value) _Generic((value), struct url: show_address, struct path: show_path)(out, value)

/* A count as people read it: 974.862; and with its word: 1 klant, 2.500 klanten. */
struct str thousands(struct arena *, int64_t n);
struct str counted(struct arena *, int64_t n, const char *one, const char *many);
/* With a capital: Klanten. */
struct str title_case(struct arena *, struct str);

#endif
