"""How often and how long a failed record is tried again, and which partitions wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yipanqi.bus.cluster import TopicPartition


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential back-off: `attempts` tries in all, the first pause `first_s`, none longer than `longest_s`."""

    attempts: int = 5
    first_s: float = 0.2
    factor: float = 2.0
    longest_s: float = 30.0

    def pause_s(self, attempts: int) -> float:
        """Return the pause after so many failed attempts."""
        return min(self.longest_s, self.first_s * self.factor ** min(attempts - 1, 60))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that failed and will be tried again; its partition is paused until then."""

    offset: int
    attempts: int
    due: float


class WaitingRoom:
    """The partitions that wait for a retry; other partitions go on meanwhile."""

    def __init__(self, policy: RetryPolicy, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.policy = policy
        self._monotonic = monotonic
        self._waiting: dict[TopicPartition, Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def attempts(self, partition: TopicPartition, offset: int) -> int:
        """Return how often the record at `offset` has failed so far."""
        known = self._waiting.get(partition)
        return known.attempts if known is not None and known.offset == offset else 0

    def failed(self, partition: TopicPartition, offset: int) -> Waiting:
        """Note a failed attempt; returns when the next one is due."""
        attempts = self.attempts(partition, offset) + 1
        waiting = Waiting(offset, attempts, self._monotonic() + self.policy.pause_s(attempts))
        self._waiting[partition] = waiting
        return waiting

    def must_wait(self, partition: TopicPartition, offset: int) -> bool:
        """Tell whether the record at `offset` is not due yet (a rebalance may have resumed its partition)."""
        known = self._waiting.get(partition)
        return known is not None and known.offset == offset and self._monotonic() < known.due

    def due(self) -> list[TopicPartition]:
        """Return the partitions that may go on now."""
        now = self._monotonic()
        return [partition for partition, waiting in self._waiting.items() if waiting.due <= now]

    def done(self, partition: TopicPartition) -> None:
        """The record was handled or set aside."""
        self._waiting.pop(partition, None)

    def keep_only(self, partitions: Iterable[TopicPartition]) -> None:
        """Forget partitions that belong to another member now."""
        kept = set(partitions)
        for partition in [tp for tp in self._waiting if tp not in kept]:
            del self._waiting[partition]
