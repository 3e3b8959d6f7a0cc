"""Which records the watch looks at, and by which functions: a further alert is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.watch.condition import Condition, Situation
from yipanqi.watch.conditions import carriers, corrections, projects

#: Conditions of one record by itself.
OF_RECORD: Mapping[str, Callable[[Any, Situation], Iterator[Condition]]] = {
    "carrier": carriers.conditions,
    "correction": corrections.conditions,
    "project": projects.conditions,
}

Records = Mapping[str, Mapping[str, AggregateRecord]]
"""Aggregate → id → record."""

#: Conditions that show only when records are looked at together: the aggregates needed, and the function.
OF_MANY: tuple[tuple[frozenset[str], Callable[[Records, Situation], Iterator[Condition]]], ...] = ()

#: Aggregates whose records are kept; of all others only who spoke last, and when.
KEPT = frozenset(OF_RECORD).union(*(aggregates for aggregates, _ in OF_MANY))
