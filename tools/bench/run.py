"""run.py COMMAND... - runs it and prints "SECONDS PEAK_KIB STATUS PROCESSOR_SECONDS"; what it prints itself goes to
standard error.

The peak is that of the command, but never less than the few MiB this program needs itself.
"""
import resource
import subprocess
import sys
import time

began = time.monotonic()
status = subprocess.call(sys.argv[1:], stdout=sys.stderr)
seconds = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{seconds:.3f}", used.ru_maxrss, status, f"{used.ru_utime + used.ru_stime:.3f}")
