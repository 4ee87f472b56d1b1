#include "base/nameless.h"

#include "base/fault.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void close_file(void *what)
{
    close(*(int *)what);
}

int nameless_file(struct arena *a, const char *folder)
{
    int *fd = TAKE(a, int);

    *fd = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0) {                              /* not every file system can */
        struct str name = str_print(a, "%s/nameless-XXXXXX", folder);
        char *path = (char *)(uintptr_t)name.at;        /* our own copy */
        *fd = mkostemp(path, O_CLOEXEC);
        if (*fd < 0)
            fault("no temporary file in %s: %s", folder, strerror(errno));
        unlink(path);
    }
    arena_on_end(a, close_file, fd);
    return *fd;
}

const char *temporary_folder(void)
{
    const char *chosen = getenv("TMPDIR");
    return chosen && *chosen ? chosen : P_tmpdir;
}
