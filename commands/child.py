"""Become another program that ends when its parent does: `child.py PARENT_PID PROGRAM [ARGUMENT ...]`.

Standard library only and started by path, so that it costs a few milliseconds.
"""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone; it survives the exec below."""
    import ctypes  # noqa: PLC0415 - not needed on other systems

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        end_with_parent()
    if os.getppid() != parent:  # it died before we could ask
        sys.exit(0)
    os.execv(program[0], program)  # noqa: S606 - a program of ours, without a shell on purpose
