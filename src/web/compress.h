/* compress.h - a page, smaller on its way to the browser.
 *
 * Files of the program are compressed when it is built; this is for what is made while it runs.
 * brotli at 4 and gzip at 5 were chosen for time: a page of 50 KB costs less than a millisecond. */
#ifndef WEB_COMPRESS_H
#define WEB_COMPRESS_H

#include "base/str.h"

/* Whether a body of this type and size gets smaller by it: text of more than a packet. */
bool compress_pays(const char *type, size_t size);

/* The Content-Encoding used, with the body in *out, which lives in the arena; NULL when accepts
 * (the request's Accept-Encoding) allows none we speak, or when nothing was won. */
const char *compress_body(struct arena *, struct str accepts, struct str body, struct str *out);

#endif
