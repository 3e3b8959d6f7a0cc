"""Whether somebody is asking right now: work that nobody waits for gives way to those who do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

#: Between two questions of one viewer the other threads had better not begin anything long.
_STILL_S = 1.0
#: While somebody asks, of its time such work rests this many times as long as it worked; else just as long.
_REST_ASKED, _REST_QUIET = 50.0, 1.0


class Traffic:
    """Counts the requests that are being answered. Thread-safe."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._under_way = 0
        self._last = float("-inf")

    def begin(self) -> None:
        """Note that a request came."""
        with self._lock:
            self._under_way += 1

    def end(self) -> None:
        """Note that its answer went out."""
        with self._lock:
            self._under_way -= 1
            self._last = self._monotonic()

    @property
    def asked(self) -> bool:
        """Whether a request is being answered, or was a moment ago."""
        return self._under_way > 0 or self._monotonic() - self._last < _STILL_S

    def rest_s(self, worked_s: float) -> float:
        """Return how long work that nobody waits for should rest after it worked so long."""
        return worked_s * (_REST_ASKED if self.asked else _REST_QUIET)
