#include "base/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Thread_local struct fault *fault_here;

void fault(const char *format, ...)
{
    struct fault *f = fault_here;
    va_list ap;

    va_start(ap, format);
    if (!f) {
        vfprintf(stderr, format, ap);
        fputc('\n', stderr);
        abort();
    }
    vsnprintf(f->message, sizeof f->message, format, ap);
    va_end(ap);
    longjmp(f->back, 1);
}

void fault_unsure(const char *what)
{
    if (fault_here)
        fault_here->unsure = true;
    fault_busy(what);
}

void fault_slow(const char *what)
{
    if (fault_here)
        fault_here->slow = true;
    fault_busy(what);
}

void fault_busy(const char *what)
{
    if (fault_here)
        fault_here->busy = true;
    fault("%s", what);
}

void fault_full(const char *what)
{
    if (fault_here)
        fault_here->full = true;
    fault("%s", what);
}

/* Of a disk, a quota, and what a file may be. */
bool fault_is_full(int why)
{
    return why == ENOSPC || why == EDQUOT || why == EFBIG;
}

void fault_unwritten(const char *what, int why)
{
    if (fault_here)
        fault_here->full = fault_is_full(why);
    fault("writing %s: %s", what, strerror(why));
}

void fault_again(const struct fault *f)
{
    if (fault_here) {
        fault_here->busy = f->busy;
        fault_here->slow = f->slow;
        fault_here->unsure = f->unsure;
        fault_here->full = f->full;
    }
    fault("%s", f->message);
}
