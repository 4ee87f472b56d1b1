/* multipart.h - a form with a file in it (multipart/form-data, RFC 7578), read as it arrives.
 *
 * Fields are kept in memory, the file goes to disk; neither grows beyond its limit.  What the file
 * is called on disk has nothing to do with what its sender calls it. */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "web/web.h"

struct multipart;

struct multipart_limits {
    size_t  fields;                     /* how many */
    size_t  text;                       /* bytes of all fields, their names included */
    int64_t file;                       /* bytes of the file */
};

enum multipart_result {
    MULTIPART_GOOD,
    MULTIPART_WRONG,                    /* not a form, cut short, or with two files */
    MULTIPART_TOO_LARGE,
    MULTIPART_NO_DISK,                  /* the file can not be written: a fault of ours */
};

/* type is the request's Content-Type; folder is where the file goes.  The limits are not copied.
 * The file is deleted when the arena ends.  Faults when there is no memory, as do feed and end. */
struct multipart *multipart_begin(struct arena *, struct str type, const char *folder,
                                  const struct multipart_limits *);

/* The next bytes of the body.  After a result that is not good the rest is ignored. */
enum multipart_result multipart_feed(struct multipart *, const char *at, size_t size);

/* The whole body was fed.  When good, fields and upload (NULL: no file) are those of the form, in
 * the order sent, values raw, file name without folders and control characters. */
enum multipart_result multipart_end(struct multipart *, struct pairs *fields,
                                    const struct upload **upload);

/* Deletes what an earlier run left in the folder; false when the folder can not be used.  It is one
 * server's alone. */
bool multipart_sweep(const char *folder);

#endif
