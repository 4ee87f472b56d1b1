#include "domain/import_files.h"

#include "base/at.h"
#include "base/fault.h"
#include "base/nameless.h"
#include "base/secret.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "import-"

struct str import_files_schema(struct arena *a, enum make make)
{
    return db_dialect(a, make, S(
        "CREATE TABLE import_file (\n  name {text} NOT NULL,\n  piece {number} NOT NULL,\n  at {number} NOT NULL,\n"
        "  bytes {text} NOT NULL,\n  PRIMARY KEY (name, piece)\n{end}\n"));
}

struct str import_new_token(struct arena *a)
{
    return random_hex(a, 16);
}

static const char *name_of(struct arena *a, const struct import_place *p, const char *kind)
{
    return str_print(a, FILE_NAME "%.*s.%s", (int)p->token.len, p->token.at, kind).at;
}

static const char *path_of(struct arena *a, const struct import_place *p, const char *kind)
{
    return str_print(a, "%s/%s", house_uploads(p->house), name_of(a, p, kind)).at;
}

/* ---- in pieces ---- */

/* Of a file, as base64; the last piece is an empty one, so that what was kept half is not there. */
enum { PIECE = 384 * 1024 };

static void keep_piece(struct arena *a, struct db *directory, const char *name, int64_t piece, struct moment now,
                       const char *bytes, size_t count)
{
    size_t room = sodium_base64_encoded_len(count, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_take_raw(a, room);

    sodium_bin2base64(text, room, (const unsigned char *)bytes, count, sodium_base64_VARIANT_ORIGINAL);
    db_do(directory, "INSERT INTO import_file (name, piece, at, bytes) VALUES ($1, $2, $3, $4)",
          GIVE(name, piece, now, str_from(text)));
}

static void keep_pieces(struct arena *outer, const struct import_place *p, const char *kind, int fd, struct moment now)
{
    const char *name = name_of(outer, p, kind);
    char *bytes = arena_take_raw(outer, PIECE);
    struct arena *a = TAKE(outer, struct arena);
    uint64_t at = 0;

    arena_within(outer, a);
    db_do(p->directory, "DELETE FROM import_file WHERE name = $1", GIVE(name));
    for (int64_t piece = 0;; piece++) {
        size_t n = read_at(fd, bytes, PIECE, at, "the file of an import");
        keep_piece(a, p->directory, name, piece, now, bytes, n);
        arena_reset(a);
        if (n == 0)
            break;
        at += n;
    }
}

/* Whether there was a piece; *size: of what is in it. */
static bool fetch_piece(const struct import_place *p, const char *name, int64_t piece, char *bytes, size_t *size)
{
    struct query *q = db_ask(p->directory, "SELECT bytes FROM import_file WHERE name = $1 AND piece = $2", GIVE(name, piece));
    bool found = db_next(q);

    if (found) {
        struct str text = db_str(q, 0);
        if (sodium_base642bin((unsigned char *)bytes, PIECE, text.at, text.len, NULL, size, NULL,
                              sodium_base64_VARIANT_ORIGINAL) != 0)
            fault("a file of an import was not kept as it was");
    }
    db_close_query(q);
    return found;
}

/* In a file of our own; -1: it is not there whole. */
static int fetch_pieces(struct arena *a, const struct import_place *p, const char *kind)
{
    const char *name = name_of(a, p, kind);
    char *bytes = arena_take_raw(a, PIECE);
    size_t size;

    if (!fetch_piece(p, name, 0, bytes, &size))
        return -1;
    int fd = nameless_file(a, house_uploads(p->house));
    for (int64_t piece = 1; size; piece++) {
        if (write(fd, bytes, size) != (ssize_t)size)
            fault_unwritten("the file of an import", errno);
        if (!fetch_piece(p, name, piece, bytes, &size))
            return -1;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void remove_pieces(struct arena *a, const struct import_place *p, const char *kind)
{
    db_do(p->directory, "DELETE FROM import_file WHERE name = $1", GIVE(name_of(a, p, kind)));
}

/* ---- in the folder ---- */

static void close_file(void *what)
{
    close(*(int *)what);
}

static int open_file(struct arena *a, const char *path, int flags)
{
    int *fd = TAKE(a, int);

    *fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0 && errno != ENOENT)
        fault("can not open %s: %s", path, strerror(errno));
    if (*fd >= 0)
        arena_on_end(a, close_file, fd);
    return *fd;
}

/* What nobody said yes to, and what a stop in between left. */
static void sweep_folder(const struct house *h, int64_t before)
{
    DIR *folder = opendir(house_uploads(h));
    struct stat s;

    if (!folder)
        fault("can not read %s: %s", house_uploads(h), strerror(errno));
    for (struct dirent *e; (e = readdir(folder)); )
        if (str_begins(str_from(e->d_name), S(FILE_NAME)) && fstatat(dirfd(folder), e->d_name, &s, AT_SYMLINK_NOFOLLOW) == 0
            && s.st_mtime < before)
            unlinkat(dirfd(folder), e->d_name, 0);
    closedir(folder);
}

/* ---- the one or the other ---- */

void import_keep_sheet(struct arena *a, const struct import_place *p, const char *path, struct moment now)
{
    int64_t before = now.seconds - IMPORT_WAITS_SECONDS;
    const char *sheet = path_of(a, p, "xlsx");

    if (house_is_at_server(p->house)) {
        db_do(p->directory, "DELETE FROM import_file WHERE at < $1", GIVE(before));
        keep_pieces(a, p, "xlsx", open_file(a, path, O_RDONLY), now);
        return;
    }
    sweep_folder(p->house, before);
    if (link(path, sheet) != 0)
        fault("can not keep %s as %s: %s", path, sheet, strerror(errno));
}

static int open_kept(struct arena *a, const struct import_place *p, const char *kind)
{
    return house_is_at_server(p->house) ? fetch_pieces(a, p, kind) : open_file(a, path_of(a, p, kind), O_RDONLY);
}

static int open_new(struct arena *a, const struct import_place *p, const char *kind)
{
    return house_is_at_server(p->house) ? nameless_file(a, house_uploads(p->house))
                                        : open_file(a, path_of(a, p, kind), O_RDWR | O_CREAT | O_TRUNC);
}

int import_open_sheet(struct arena *a, const struct import_place *p)
{
    return open_kept(a, p, "xlsx");
}

int import_open_stage(struct arena *a, const struct import_place *p)
{
    return open_kept(a, p, "stage");
}

int import_open_wrong(struct arena *a, const struct import_place *p)
{
    return open_kept(a, p, "wrong");
}

int import_new_stage(struct arena *a, const struct import_place *p)
{
    return open_new(a, p, "stage");
}

int import_new_wrong(struct arena *a, const struct import_place *p)
{
    return open_new(a, p, "wrong");
}

void import_keep_made(struct arena *a, const struct import_place *p, int stage, int wrong, struct moment now)
{
    if (!house_is_at_server(p->house))
        return;                         /* they were made where they stay */
    keep_pieces(a, p, "stage", stage, now);
    keep_pieces(a, p, "wrong", wrong, now);
}

static void remove_kept(struct arena *a, const struct import_place *p, const char *kind)
{
    if (house_is_at_server(p->house))
        remove_pieces(a, p, kind);
    else
        unlink(path_of(a, p, kind));
}

void import_remove_all_but_wrong(struct arena *a, const struct import_place *p)
{
    remove_kept(a, p, "xlsx");
    remove_kept(a, p, "stage");
}

void import_remove_files(struct arena *a, const struct import_place *p)
{
    import_remove_all_but_wrong(a, p);
    remove_kept(a, p, "wrong");
}
