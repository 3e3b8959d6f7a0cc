"""What was worked out for a question, kept as long as what it was made of stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Up to `most` answers; those that nobody asked for the longest time go first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[K, tuple[object, V]] = OrderedDict()

    def get(self, wanted: K, made_of: object, make: Callable[[], V]) -> V:
        """Return the answer to what is `wanted`; worked out anew when it was made of something else than `made_of`."""
        with self._lock:
            known = self._known.get(wanted)
            if known is not None and known[0] == made_of:
                self._known.move_to_end(wanted)
                return known[1]
        # Not under the lock: others ask meanwhile, and one answer worked out twice is the same.
        answer = make()
        with self._lock:
            self._known[wanted] = (made_of, answer)
            self._known.move_to_end(wanted)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return answer
