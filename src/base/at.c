#include "base/at.h"

#include "base/fault.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

size_t read_at(int fd, void *into, size_t size, uint64_t at, const char *what)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n = pread(fd, (char *)into + done, size - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            fault("reading %s: %s", what, strerror(errno));
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return done;
}

void write_at(int fd, const void *from, size_t size, uint64_t at, const char *what)
{
    for (size_t done = 0; done < size; ) {
        ssize_t n = pwrite(fd, (const char *)from + done, size - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            fault_unwritten(what, n < 0 ? errno : ENOSPC);
        done += (size_t)n;
    }
}
