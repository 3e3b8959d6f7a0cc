"""Takes the terminal over from `make`, so that Ctrl-C reaches the district alone and make ends without an error."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def own_foreground_group() -> Iterator[None]:
    """Be the terminal's foreground process group meanwhile; does nothing where an interactive shell saw to that.

    A shell gives each command a group of its own, make does not: Ctrl-C would end make with an error while we are
    still stopping in good order.
    """
    if not _shares_its_group():
        yield
        return
    before = os.getpgrp()
    # A process that is not in the foreground is stopped by SIGTTOU when it sets the foreground group.
    previous = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        with suppress(OSError):
            os.setpgid(0, 0)
            os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
        yield
    finally:
        with suppress(OSError):
            os.tcsetpgrp(sys.stdin.fileno(), before)
        signal.signal(signal.SIGTTOU, previous)


def _shares_its_group() -> bool:
    try:
        descriptor = sys.stdin.fileno()
        return os.isatty(descriptor) and os.getpgrp() != os.getpid() and os.tcgetpgrp(descriptor) == os.getpgrp()
    except (OSError, ValueError):
        return False
