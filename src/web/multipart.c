#include "web/multipart.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "upload-"

enum {
    MOST_BOUNDARY = 70,                 /* RFC 2046, 5.1.1 */
    MOST_PADDING  = 16,                 /* behind a boundary */
    MOST_HEAD     = 4096,               /* of one part's headers */
    MOST_NAME     = 255,                /* of the file name, in bytes */
};

enum place { PREAMBLE, AFTER_MARK, HEAD, BODY, EPILOGUE };
enum part { SKIPPED, FIELD, UPLOAD };

struct multipart {
    struct arena                  *arena;
    const struct multipart_limits *limits;
    const char                    *folder;
    enum multipart_result          result;
    enum place                     place;
    enum part                      part;

    char    mark[4 + MOST_BOUNDARY];    /* CR LF -- boundary */
    size_t  mark_length, matched;       /* how much of it stands at the end of what came */
    char    head[MOST_HEAD];
    size_t  head_length;

    size_t        parts;
    struct pair  *fields;
    size_t        field_count, field_room;
    size_t        text;                 /* bytes of fields so far */
    struct str    name;
    struct buf    value;

    int           file;                 /* -1: none open */
    struct upload upload;
    bool          uploaded;
};

static void give_up(struct multipart *m, enum multipart_result why)
{
    if (m->result == MULTIPART_GOOD)
        m->result = why;
}

/* ---- the file ------------------------------------------------------------------------------ */

static void remove_file(void *what)
{
    struct multipart *m = what;

    if (m->file >= 0)
        close(m->file);
    unlink(m->upload.path);
}

static void open_file(struct multipart *m, struct str name)
{
    char *path = TAKE_MANY(m->arena, char, strlen(m->folder) + sizeof "/" FILE_NAME "XXXXXX");

    stpcpy(stpcpy(path, m->folder), "/" FILE_NAME "XXXXXX");
    m->upload = (struct upload){ .field = m->name, .name = name, .path = path };
    m->uploaded = true;
    arena_on_end(m->arena, remove_file, m);     /* first: it may fault */
    m->file = mkostemp(path, O_CLOEXEC);
    if (m->file < 0)
        give_up(m, MULTIPART_NO_DISK);
}

static void write_file(struct multipart *m, const char *at, size_t size)
{
    if (m->limits->file - m->upload.size < (int64_t)size) {
        give_up(m, MULTIPART_TOO_LARGE);
        return;
    }
    m->upload.size += (int64_t)size;
    while (size > 0) {
        ssize_t done = write(m->file, at, size);
        if (done < 0 && errno != EINTR) {
            give_up(m, MULTIPART_NO_DISK);
            return;
        }
        at += done > 0 ? done : 0;
        size -= done > 0 ? (size_t)done : 0;
    }
}

static bool is_left_over(const char *name)
{
    return strncmp(name, FILE_NAME, sizeof FILE_NAME - 1) == 0;
}

bool multipart_sweep(const char *folder)
{
    DIR *d = opendir(folder);
    if (!d)
        return false;
    for (struct dirent *e; (e = readdir(d));)
        if (is_left_over(e->d_name))
            unlinkat(dirfd(d), e->d_name, 0);
    closedir(d);
    return access(folder, W_OK | X_OK) == 0;
}

/* ---- parameters of a header: form-data; name="x"; filename="y.xlsx" ------------------------ */

/* The next one, as it stands; false at the end.  In quotes, a backslash before a quote hides it and
 * any other is itself: so browsers and curl write it. */
static bool next_parameter(struct str *rest, struct str *name, struct str *value)
{
    *rest = str_trim(*rest);
    if (rest->len == 0)
        return false;

    const char *at = rest->at, *end = at + rest->len;
    while (at < end && *at != '=' && *at != ';')
        at++;
    *name = str_trim((struct str){ rest->at, (size_t)(at - rest->at) });
    at += at < end && *at == '=';
    bool quoted = at < end && *at == '"';
    const char *from = at += quoted;
    while (at < end && *at != (quoted ? '"' : ';'))
        at += quoted && at + 1 < end && at[0] == '\\' && at[1] == '"' ? 2 : 1;
    *value = (struct str){ from, (size_t)(at - from) };
    if (!quoted)
        *value = str_trim(*value);
    while (at < end && *at != ';')
        at++;
    at += at < end;
    *rest = (struct str){ at, (size_t)(end - at) };
    return true;
}

static struct str without_escapes(struct arena *a, struct str value)
{
    struct buf out = { .arena = a };

    buf_open(&out, value.len);
    for (size_t i = 0; i < value.len; i++)
        if (value.at[i] != '\\' || i + 1 == value.len || value.at[i + 1] != '"')
            buf_char(&out, value.at[i]);
    return buf_str(&out);
}

/* What follows the last folder in it, old browsers send their whole path, and can be shown. */
static struct str base_name(struct arena *a, struct str path)
{
    struct buf name = { .arena = a };

    for (size_t i = path.len; i-- > 0;)
        if (path.at[i] == '/' || path.at[i] == '\\') {
            path = (struct str){ path.at + i + 1, path.len - i - 1 };
            break;
        }
    for (size_t i = 0; i < path.len && name.len < MOST_NAME; i++)
        if ((unsigned char)path.at[i] >= ' ' && path.at[i] != 0x7f)
            buf_char(&name, path.at[i]);
    return buf_str(&name);
}

/* ---- parts --------------------------------------------------------------------------------- */

static void begin_part(struct multipart *m, struct str disposition)
{
    struct str name = { 0 }, file = { 0 }, key, value;
    struct str kind = str_cut(&disposition, ';');

    while (next_parameter(&disposition, &key, &value))
        if (str_is_nocase(key, S("name")))
            name = value;
        else if (str_is_nocase(key, S("filename")))
            file = value;
    m->text += name.len;
    if (!str_is_nocase(str_trim(kind), S("form-data")) || name.len == 0) {
        give_up(m, MULTIPART_WRONG);
        return;
    }
    if (m->parts++ == m->limits->fields || m->text > m->limits->text) {
        give_up(m, MULTIPART_TOO_LARGE);
        return;
    }
    m->name = without_escapes(m->arena, name);
    if (!file.at) {
        m->part = FIELD;
        m->value = (struct buf){ .arena = m->arena };
    } else if (file.len == 0) {
        m->part = SKIPPED;              /* a file input in which nothing was chosen */
    } else if (m->uploaded) {
        give_up(m, MULTIPART_WRONG);
    } else {
        m->part = UPLOAD;
        open_file(m, base_name(m->arena, without_escapes(m->arena, file)));
    }
}

/* The part's headers are complete in m->head. */
static void read_head(struct multipart *m)
{
    struct str rest = { m->head, m->head_length };
    struct str disposition = { 0 };

    if (memchr(m->head, '\0', m->head_length)) {
        give_up(m, MULTIPART_WRONG);
        return;
    }
    while (rest.len) {
        struct str line = str_cut(&rest, '\n');
        struct str name = str_cut(&line, ':');
        if (str_is_nocase(name, S("Content-Disposition")))
            disposition = str_trim(line);
    }
    m->place = BODY;
    begin_part(m, disposition);
}

static void add_body(struct multipart *m, const char *at, size_t size)
{
    if (m->place != BODY || size == 0 || m->result != MULTIPART_GOOD)
        return;
    if (m->part == UPLOAD) {
        write_file(m, at, size);
    } else if (m->part == FIELD) {
        m->text += size;
        if (m->text > m->limits->text)
            give_up(m, MULTIPART_TOO_LARGE);
        else
            buf_add(&m->value, (struct str){ at, size });
    }
}

static void end_part(struct multipart *m)
{
    if (m->place != BODY || m->part != FIELD)
        return;
    if (m->field_count == m->field_room) {
        size_t room = m->field_room ? m->field_room * 2 : 16;
        struct pair *more = TAKE_MANY(m->arena, struct pair, room);
        if (m->field_count)
            memcpy(more, m->fields, m->field_count * sizeof *more);
        m->fields = more;
        m->field_room = room;
    }
    m->fields[m->field_count++] = (struct pair){ m->name, buf_str(&m->value) };
}

/* ---- bytes --------------------------------------------------------------------------------- */

/* Up to and with the next mark; returns how many bytes were taken.  A mark may begin in one packet
 * and end in a later one.  CR stands only at its beginning, so after a mismatch only the byte that
 * did not fit can begin a new one. */
static size_t feed_body(struct multipart *m, const char *at, size_t size)
{
    size_t before = m->matched;         /* of the mark, in earlier packets */
    size_t i = 0;

    while (i < size) {
        if (m->matched == 0) {
            const char *cr = memchr(at + i, '\r', size - i);
            if (!cr) {
                i = size;
                break;
            }
            i = (size_t)(cr - at);
        }
        if (at[i] == m->mark[m->matched]) {
            i++;
            if (++m->matched < m->mark_length)
                continue;
            m->matched = 0;
            add_body(m, at, i > m->mark_length - before ? i - (m->mark_length - before) : 0);
            end_part(m);
            m->place = AFTER_MARK;
            m->head_length = 0;
            return i;
        }
        if (before) {                   /* what looked like a mark was part of the body */
            add_body(m, m->mark, before);
            before = 0;
        }
        m->matched = 0;
        i += at[i] != '\r';
    }
    size_t held = m->matched - before;
    add_body(m, at, size - held);
    return size;
}

/* What follows a mark: -- at the last one, otherwise blanks and the end of the line. */
static size_t feed_after_mark(struct multipart *m, char c)
{
    char before = m->head_length ? m->head[m->head_length - 1] : ' ';

    m->head[m->head_length++] = c;
    if (c == '-' && before == '-') {
        m->place = EPILOGUE;
    } else if (c == '\n' && before == '\r') {
        m->place = HEAD;
        m->head_length = 0;
    } else if (before == '-' || before == '\r' || m->head_length == MOST_PADDING ||
               !(c == ' ' || c == '\t' || c == '\r' || (c == '-' && m->head_length == 1))) {
        give_up(m, MULTIPART_WRONG);
    }
    return 1;
}

static size_t feed_head(struct multipart *m, const char *at, size_t size)
{
    size_t i = 0;

    while (i < size && m->result == MULTIPART_GOOD) {
        m->head[m->head_length++] = at[i++];
        if ((m->head_length == 2 && memcmp(m->head, "\r\n", 2) == 0) ||
            (m->head_length >= 4 && memcmp(m->head + m->head_length - 4, "\r\n\r\n", 4) == 0)) {
            read_head(m);
            break;
        }
        if (m->head_length == MOST_HEAD)
            give_up(m, MULTIPART_WRONG);
    }
    return i;
}

struct multipart *multipart_begin(struct arena *a, struct str type, const char *folder,
                                  const struct multipart_limits *limits)
{
    struct multipart *m = TAKE(a, struct multipart);
    struct str name, value, boundary = { 0 };

    m->arena = a;
    m->limits = limits;
    m->folder = folder;
    m->file = -1;
    str_cut(&type, ';');
    while (next_parameter(&type, &name, &value))
        if (str_is_nocase(name, S("boundary")))
            boundary = value;
    if (boundary.len == 0 || boundary.len > MOST_BOUNDARY ||
        memchr(boundary.at, '\r', boundary.len)) {
        give_up(m, MULTIPART_WRONG);
        return m;
    }
    memcpy(m->mark, "\r\n--", 4);
    memcpy(m->mark + 4, boundary.at, boundary.len);
    m->mark_length = boundary.len + 4;
    m->matched = 2;                     /* the first mark needs no line before it */
    return m;
}

enum multipart_result multipart_feed(struct multipart *m, const char *at, size_t size)
{
    while (size > 0 && m->result == MULTIPART_GOOD && m->place != EPILOGUE) {
        size_t taken = m->place == AFTER_MARK ? feed_after_mark(m, *at)
                     : m->place == HEAD       ? feed_head(m, at, size)
                                              : feed_body(m, at, size);
        at += taken;
        size -= taken;
    }
    return m->result;
}

enum multipart_result multipart_end(struct multipart *m, struct pairs *fields,
                                    const struct upload **upload)
{
    if (m->place != EPILOGUE)
        give_up(m, MULTIPART_WRONG);
    if (m->file >= 0 && close(m->file) != 0)
        give_up(m, MULTIPART_NO_DISK);
    m->file = -1;
    if (m->result == MULTIPART_GOOD) {
        *fields = (struct pairs){ m->fields, m->field_count };
        *upload = m->uploaded ? &m->upload : NULL;
    }
    return m->result;
}
