"""A tiny process that ends others when its parent is gone, however the parent ended (kill -9 included).

Runs as a plain file, with the standard library only. Its standard input is a pipe that nobody but the parent holds:
lines `+<pid>` and `-<pid>` name process groups to watch or to forget, and the end of input means the parent is dead.
"""

from __future__ import annotations

import os
import signal
import sys
import time

_GRACE_S = 8.0


def alive(group: int) -> bool:
    """Whether a process of the group is still there."""
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


def end(groups: set[int], number: int) -> None:
    """Send a signal to each group that is still there."""
    for group in groups:
        try:
            os.killpg(group, number)
        except OSError:
            continue


def main() -> None:
    """Watch until the parent's end, then stop what it left behind: politely first, then for certain."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        change = groups.add if line[0] == "+" else groups.discard
        change(int(line[1:]))
    end(groups, signal.SIGTERM)
    end(groups, signal.SIGCONT)
    deadline = time.monotonic() + _GRACE_S
    while any(alive(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    end(groups, signal.SIGKILL)


if __name__ == "__main__":
    main()
