/* asset.h - the files the browser gets that are the same for everyone: style, scripts, icons, fonts.
 *
 * They are inside the program; tools/embed.c compressed them when it was built.  Their address is
 * /static/<asset_hash>/<name>, so they may be kept for ever: when one of them changes, so does the
 * hash, and they refer to each other by name alone. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/str.h"

struct asset {
    const char *name;                   /* app.css */
    const char *type;                   /* its Content-Type */
    struct str  plain;
    struct str  brotli, gzip;           /* empty: does not get smaller */
};

extern const struct asset assets[];
extern const size_t       asset_count;
enum { ASSET_HASH_LENGTH = 8 };
extern const char         asset_hash[]; /* over all names and contents: so many hexadecimal digits */

#endif
