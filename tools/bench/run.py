"""run.py COMMAND... - runs it and prints "SECONDS PEAK_KIB STATUS"; what it prints itself goes to standard error.

The peak is that of the command, but never less than the few MiB this program needs itself.
"""
import resource
import subprocess
import sys
import time

began = time.monotonic()
status = subprocess.call(sys.argv[1:], stdout=sys.stderr)
print(f"{time.monotonic() - began:.3f}", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, status)
