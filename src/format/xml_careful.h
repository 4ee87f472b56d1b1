/* xml_careful.h - libxml2 as a filter: any XML part in, the plain subset that the scanner knows
 * out.
 *
 * UTF-8 without a mark; elements of our namespaces without prefix, others left out; no comments,
 * CDATA or instructions; xml:space="preserve" on every t that it holds for.  A document type is
 * refused, nothing is fetched, no entity is expanded but the five of XML itself. */
#ifndef FORMAT_XML_CAREFUL_H
#define FORMAT_XML_CAREFUL_H

#include "format/zip.h"

struct xml_careful;

struct xml_careful *xml_careful_open(struct arena *, struct zip_part *, struct file_error *);
/* Fills the room, unless there is no more; the error tells whether that is the end. */
size_t              xml_careful_read(struct xml_careful *, char *into, size_t room);
void                xml_careful_close(struct xml_careful *);

#endif
