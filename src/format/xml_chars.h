/* xml_chars.h - characters as XML 1.0 has them: which there are, and how references name them. */
#ifndef FORMAT_XML_CHARS_H
#define FORMAT_XML_CHARS_H

#include "base/str.h"

/* How many bytes from the start are whole characters that XML knows (section 2.2), in UTF-8. */
size_t xml_sound(const char *, size_t n);

/* The length of the reference at p (to one of the five entities or to a character by its
 * number), which begins with '&'; 0: it is none.  Reads no further than the first byte that does
 * not fit. */
size_t xml_reference(const char *p, uint32_t *character);

/* 0 to 15; -1: not a digit of a hexadecimal number. */
int hex_digit(char);

/* Writes a character in UTF-8; returns its length, 1 to 4. */
size_t utf8_put(char *, uint32_t character);

/* Text of a token or value of an attribute without references, and with \n for every line end:
 * the same view when there is nothing to decode. */
struct str     xml_text(struct arena *, struct str);

/* Adds text that XML knows, for between tags or in an attribute. */
void           xml_escape(struct buf *, struct str);

#endif
