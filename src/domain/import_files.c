#include "domain/import_files.h"

#include "base/fault.h"
#include "base/secret.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "import-"

struct str import_new_token(struct arena *a)
{
    unsigned char bytes[16];
    struct buf b = { .arena = a };

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        buf_print(&b, "%02x", bytes[i]);
    return buf_str(&b);
}

static const char *path_of(struct arena *a, const struct house *h, struct str token, const char *kind)
{
    return str_print(a, "%s/" FILE_NAME "%.*s.%s", house_uploads(h), (int)token.len, token.at, kind).at;
}

/* What nobody said yes to, and what a stop in between left. */
static void sweep(const struct house *h, struct moment now)
{
    DIR *folder = opendir(house_uploads(h));
    struct stat s;

    if (!folder)
        fault("can not read %s: %s", house_uploads(h), strerror(errno));
    for (struct dirent *e; (e = readdir(folder)); )
        if (str_begins(str_from(e->d_name), S(FILE_NAME)) && fstatat(dirfd(folder), e->d_name, &s, AT_SYMLINK_NOFOLLOW) == 0
            && s.st_mtime < now.seconds - IMPORT_WAITS_SECONDS)
            unlinkat(dirfd(folder), e->d_name, 0);
    closedir(folder);
}

struct str import_take_sheet(struct arena *a, const struct house *h, const char *path, struct moment now)
{
    struct str token = import_new_token(a);
    const char *sheet = path_of(a, h, token, "xlsx");

    sweep(h, now);
    if (link(path, sheet) != 0)
        fault("can not keep %s as %s: %s", path, sheet, strerror(errno));
    return token;
}

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

int import_open_sheet(struct arena *a, const struct house *h, struct str token)
{
    return open_file(a, path_of(a, h, token, "xlsx"), O_RDONLY);
}

static int open_made(struct arena *a, const char *path, bool fresh)
{
    return open_file(a, path, fresh ? O_RDWR | O_CREAT | O_TRUNC : O_RDONLY);
}

int import_open_stage(struct arena *a, const struct house *h, struct str token, bool fresh)
{
    return open_made(a, path_of(a, h, token, "stage"), fresh);
}

int import_open_wrong(struct arena *a, const struct house *h, struct str token, bool fresh)
{
    return open_made(a, path_of(a, h, token, "wrong"), fresh);
}

void import_keep_wrong(struct arena *a, const struct house *h, struct str token)
{
    unlink(path_of(a, h, token, "xlsx"));
    unlink(path_of(a, h, token, "stage"));
}

void import_remove_files(struct arena *a, const struct house *h, struct str token)
{
    import_keep_wrong(a, h, token);
    unlink(path_of(a, h, token, "wrong"));
}
