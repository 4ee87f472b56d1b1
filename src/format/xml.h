/* xml.h - an XML part of a workbook, token by token, in memory that does not grow with the part.
 *
 * Two readers in a row.  The scanner (xml.c) takes the plain subset that nearly all programs write,
 * at some hundreds of MB a second; it judges nothing: where it meets anything else (a prefix on our
 * own elements, a comment, CDATA, UTF-16, a tag that does not close) it stops and says "unusual".
 * The caller then opens the part once more, carefully: libxml2 (xml_careful.c) reads it and writes
 * it anew in that plain subset, or refuses it, and the same scanner reads that.  So both ways give
 * the same, and whether XML is well formed only one of them decides.
 *
 * Elements of other namespaces are left out, with all they hold.  What is given points into a
 * window over the part and lives until the next token, unless it is marked. */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "base/str.h"
#include "format/xml_chars.h"
#include "format/zip.h"

enum xml_token {
    XML_START,      /* name and attributes; an empty element gets its XML_END too */
    XML_END,        /* name */
    XML_TEXT,       /* text, as it stands in the file: xml_text() decodes it */
    XML_STOP,       /* the end, or not: see xml_is_unusual() and the error */
};

enum { XML_ATTRIBUTES = 64, XML_DEPTH = 300, XML_NAMES = 16 * 1024 };

struct xml_attribute { struct str name, value; };

struct xml {
    /* the last token */
    struct str            name;
    struct xml_attribute  attributes[XML_ATTRIBUTES];
    size_t                attribute_count;
    struct str            text;
    bool                  text_is_coded;        /* holds references or line ends to decode */
    size_t                depth;                /* of open elements; at the start of the root: 1 */

    /* the window: what is in sight of the part */
    char                 *window;
    size_t                room, at, end;
    char                  cut[4];               /* the begin of a character that goes on */
    size_t                cut_len;
    size_t                token_at, mark, mark_depth;
    bool                  marked, moved;

    struct arena         *arena;
    struct zip_part      *part;
    struct xml_careful   *careful;              /* NULL: the scanner reads the part itself */
    const struct sheet_limits *limits;
    struct file_error    *error;
    bool                  source_ended, unusual, begun, root_seen, is_empty, lax;

    /* the names of the open elements, behind each other */
    char                  names[XML_NAMES];
    size_t                name_end[XML_DEPTH + 1];
};

/* Begins a part.  NULL, without a reason, when there is no such part.  Elements are named without
 * prefix, attributes of the relationships namespace as "r:id". */
struct xml    *xml_open(struct zip *, struct arena *, struct str part, bool carefully,
                        struct file_error *);
void           xml_close(struct xml *);

enum xml_token xml_next(struct xml *);

/* At a start: passes over all the element holds, and its end.  False: stopped. */
bool           xml_skip(struct xml *);

/* Passes over all that is left.  What stands there is not looked at beyond being well formed. */
void           xml_drain(struct xml *);

/* What is in sight from here on, ending in a NUL; nothing while an end is still due.  Who knows that
 * whole elements stand there may pass over them. */
const char    *xml_ahead(const struct xml *);
void           xml_pass(struct xml *, size_t);

/* After a stop: open the part again, carefully, and begin anew. */
bool           xml_is_unusual(const struct xml *);

/* Of the last start; nothing (at is NULL) when it is not there. */
struct str     xml_attribute(const struct xml *, struct str name);

/* At a start: keeps everything from here in sight, as one piece, until xml_unmark().  The piece
 * may move while it grows: when xml_moved() says so, what was given since points nowhere;
 * xml_rewind() goes back to just before that start, and the second time nothing moves. */
void           xml_mark(struct xml *);
void           xml_unmark(struct xml *);
bool           xml_moved(const struct xml *);
void           xml_rewind(struct xml *);

/* The namespaces of workbooks (also in the strict form of ISO 29500) and of relationships
 * between parts; and the one of links to those relationships. */
bool           xml_namespace_is_ours(struct str uri);
bool           xml_namespace_is_links(struct str uri);

#endif
