/* sheet_glance.h - cells and shared strings in the form that nearly all programs write, read at a
 * glance, without taking the XML apart token by token:
 *
 *     <c r="B12" s="3" t="s"><v>17</v></c>
 *     <c r="B12" t="inlineStr"><is><t xml:space="preserve">text</t></is></c>
 *     <c r="B12" s="3"/>
 *     <si><t>text</t></si>
 *
 * Anything else, and what is not wholly in sight, is for who reads tokens; both give the same. */
#ifndef FORMAT_SHEET_GLANCE_H
#define FORMAT_SHEET_GLANCE_H

#include "base/str.h"

/* What stands there, as it stands there: nothing in it has to be decoded as XML.  at is NULL when
 * an attribute or the text is not there. */
struct glance {
    struct str place, style, type;      /* of a cell: r, s, t */
    struct str text;
    bool       is_inline, preserve;     /* the text: in an is; with its blanks around */
};

/* The length of the element at p, where a NUL ends what is in sight; 0: not in this form. */
size_t glance_cell(const char *p, struct glance *);
size_t glance_string(const char *p, struct glance *);

#endif
