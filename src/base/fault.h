/* fault.h - what nobody in the middle can do anything about.
 *
 * A user's mistake is a value: it goes into struct problems and is shown.  A fault (no memory, a full
 * disk, SQL that does not parse) ends the work: fault() goes back to where it began, which rolls the
 * transaction back, drops the arena, logs the message and answers 500.  So no function in between
 * checks for what it can not mend.
 *
 *     struct fault here;
 *     FAULT_BEGIN(&here);
 *     if (setjmp(here.back) == 0)
 *         work();                      keeps no locals that the other branch reads
 *     else
 *         tell(here.message);
 *     FAULT_END(&here);
 *
 * The points nest.  Without one, fault() writes the message and aborts.  Never fault inside a
 * callback of a library that is not ours: return its error, and fault after. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <setjmp.h>
#include <stdbool.h>

struct fault {
    jmp_buf       back;
    struct fault *outer;
    bool          busy;                 /* it may work when tried again */
    bool          slow;                 /* busy, or it takes longer than is allowed, and will each time */
    bool          unsure;               /* what was to be kept may be kept none the less */
    bool          full;                 /* a disk, until somebody makes room */
    char          message[512];
};

extern _Thread_local struct fault *fault_here;

#define FAULT_BEGIN(f) ((f)->outer = fault_here, (f)->busy = (f)->slow = (f)->unsure = (f)->full = false, fault_here = (f))
#define FAULT_END(f)   (fault_here = (f)->outer)

_Noreturn void fault(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Others had to be waited for, and that took too long. */
_Noreturn void fault_busy(const char *what);
/* The same, when it may also be that it takes longer than is allowed. */
_Noreturn void fault_slow(const char *what);
/* As fault_busy(), when nobody can tell whether what was to be kept is kept. */
_Noreturn void fault_unsure(const char *what);
/* There is no room to keep it. */
_Noreturn void fault_full(const char *what);
/* What could not be written, and the errno of that, which may say that there is no room. */
_Noreturn void fault_unwritten(const char *what, int why);
bool           fault_is_full(int why);
/* Goes on to the next point as it came to this one, which has ended. */
_Noreturn void fault_again(const struct fault *);

#endif
