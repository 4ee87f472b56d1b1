/* sheet_text.h - text as workbooks hold it: in runs, with blanks that may not count and escapes
 * of its own. */
#ifndef FORMAT_SHEET_TEXT_H
#define FORMAT_SHEET_TEXT_H

#include "format/xml.h"

/* At the start of an element (si, is): its t and the t of its runs (r), joined; phonetic text
 * (rPh) is left out.  Blanks around a t count only with xml:space="preserve" (ECMA-376 part 1,
 * 18.4.12).  Ends behind the element.  What is given points into the window where it can, else
 * into the arena.  False: stopped. */
bool       sheet_rich_text(struct xml *, struct arena *, struct str *out);

/* At the start of an element (v): the text it holds, as it is.  As above. */
bool       sheet_plain_text(struct xml *, struct arena *, struct str *out);

/* ST_Xstring (22.9.2.19): _x000D_ stands for a carriage return, _x005F_ for the underscore that
 * keeps text of that form what it is.  NUL, and halves of a pair that are alone, stay written as
 * they are. */
struct str sheet_unescape(struct arena *, struct str);

/* Without the blanks of XML at both ends. */
struct str sheet_trim(struct str);

#endif
