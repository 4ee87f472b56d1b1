/* form.h - what browsers send: percent-encoded pairs, and a record as a form. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/web.h"

enum { MOST_PAIRS = 1000 };

/* a=1&b=2, at most MOST_PAIRS. NULL when read, else a Dutch reason: too many, a bad escape, not UTF-8. */
const char *pairs_read(struct arena *, struct str text, struct pairs *out);
/* %41+ as A and a blank; false for a bad escape. plus: whether + is a blank. */
bool        percent_decode(struct arena *, struct str text, bool plus, struct str *out);

/* A form as a source of an entity: each field under its name, the last one counting. */
struct form_source { struct source source; struct pairs pairs; };
struct form_source form_source(struct pairs);

#endif
