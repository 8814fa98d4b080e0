"""`python tether.py COMMAND …`: becomes COMMAND, which the kernel ends when its supervisor dies in whatever way.

Linux only; elsewhere it just becomes COMMAND. A script by itself, so that it starts in hundredths of a second.
"""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h

if __name__ == "__main__":
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command comes from deploy/parts.py
