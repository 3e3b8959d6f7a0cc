"""How often something dear is done: the more it costs, the longer the rest after it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: After something that took a second, nine of rest: it takes a tenth of the time at most.
_REST = 9.0


class Pace:
    """Says when the next turn may begin; one thread uses it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._rests_until = float("-inf")

    @property
    def rests(self) -> bool:
        """Whether the last turn cost so much that the next has to wait."""
        return self._monotonic() < self._rests_until

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Do it, and rest after it by what it cost."""
        began = self._monotonic()
        yield
        ended = self._monotonic()
        self._rests_until = ended + _REST * (ended - began)
