"""What the coordinator remembers of one partition: a cache of state.* and receipts.*, gone with the partition."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from yipanqi.models.base import AggregateRecord
from yipanqi.rules.outcome import Deadline
from yipanqi.rules.table import deadlines

#: How far ahead a publisher's clock may be.
AHEAD = timedelta(days=1)
Key = tuple[str, str]
"""Aggregate and id."""
EventKey = tuple[str, str]
"""Unit and ce_id: an event is known by both, since units choose ids without asking each other."""


def remembered_s(dedupe_days: int) -> float:
    """Return for how many s a decision is remembered: until its event is too old, spoken ahead of time or not."""
    return (timedelta(days=dedupe_days) + AHEAD).total_seconds()


@dataclass(frozen=True, slots=True)
class SentReceipt:
    """A receipt as it was sent, to be sent again word for word; `at_s` is wall time in s since the epoch."""

    value: bytes
    key: bytes
    at_s: float


@dataclass(slots=True)
class PartitionMemory:
    """States, decided events and coming deadlines of one partition."""

    states: dict[Key, AggregateRecord] = field(default_factory=dict)
    receipts: OrderedDict[EventKey, SentReceipt] = field(default_factory=OrderedDict)
    waiting: set[EventKey] = field(default_factory=set)
    _due: list[tuple[date, int, Key, Deadline]] = field(default_factory=list)
    _carried: dict[Key, tuple[Deadline, ...]] = field(default_factory=dict)
    _counter: int = 0

    def put_state(self, key: Key, state: AggregateRecord) -> None:
        """Keep a record and the deadlines it carries; those it carried before are waited for already."""
        self.states[key] = state
        before, now = self._carried.get(key, ()), deadlines(key[0], state)
        for deadline in now:
            if deadline not in before:
                self._counter += 1
                heapq.heappush(self._due, (deadline.after, self._counter, key, deadline))
        if now:
            self._carried[key] = now
        elif before:
            del self._carried[key]

    def put_receipt(self, key: EventKey, receipt: SentReceipt, *, forget_before_s: float) -> None:
        """Keep a receipt, and forget those whose events would be refused for their age anyway."""
        self.receipts[key] = receipt
        self.waiting.discard(key)
        while self.receipts:
            oldest = next(iter(self.receipts.values()))
            if oldest.at_s >= forget_before_s:
                break
            self.receipts.popitem(last=False)

    def overdue(self, today: date) -> Iterator[tuple[Key, Deadline]]:
        """Yield, once each, the deadlines that today is past and that the record still has."""
        while self._due and self._due[0][0] < today:
            _, _, key, deadline = heapq.heappop(self._due)
            state = self.states.get(key)
            if state is not None and deadline in deadlines(key[0], state):
                yield key, deadline
