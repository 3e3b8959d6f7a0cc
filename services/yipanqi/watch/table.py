"""Which records the watch looks at, and by which functions: a further alert is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.watch.condition import Condition, Situation
from yipanqi.watch.conditions import (
    approvals,
    capital,
    carriers,
    claims,
    corrections,
    doubts,
    leads,
    projects,
    services,
    signings,
    targets,
)

Look = Callable[[Any, Situation], Iterator[Condition]]

#: Conditions of one record by itself: aggregate, function.
_LOOKS: tuple[tuple[str, Look], ...] = (
    ("carrier", carriers.conditions),
    ("claim", claims.conditions),
    ("correction", corrections.conditions),
    ("lead", leads.conditions),
    ("project", projects.conditions),
    ("project", approvals.conditions),
    ("project", signings.conditions),
    ("service", services.conditions),
)

Records = Mapping[str, Mapping[str, AggregateRecord]]
"""Aggregate → id → record."""

LookAtMany = Callable[[Records, Situation], Iterator[Condition]]

#: Conditions that show only when records are looked at together: the aggregates needed, and what makes the function,
#: which may keep what it has worked out.
OF_MANY: tuple[tuple[frozenset[str], Callable[[], LookAtMany]], ...] = (
    (frozenset({"fdi"}), lambda: capital.conditions),
    (doubts.NEEDED, lambda: doubts.conditions),
    (targets.NEEDED, targets.Targets),
)


def of_record(aggregate: str, record: AggregateRecord, situation: Situation) -> Iterator[Condition]:
    """Yield the conditions of one record."""
    return chain.from_iterable(look(record, situation) for name, look in _LOOKS if name == aggregate)


#: Aggregates whose single records are looked at, and all whose records are kept; of others only who spoke when.
LOOKED_AT = frozenset(aggregate for aggregate, _ in _LOOKS)
KEPT = LOOKED_AT.union(*(aggregates for aggregates, _ in OF_MANY))

#: Of these only the records that matter are kept: a district has far more enterprises than introductions.
WORTH: Mapping[str, Callable[[Any], bool]] = {
    "enterprise": lambda record: bool(record.introductions),
    "match": doubts.is_open,
}
