"""The rules of every aggregate by name: what the coordinator calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier
from yipanqi.rules import carrier, carrier_notice, enterprise, fdi, project, target
from yipanqi.rules.outcome import Context, Deadline, Outcome

_DECIDE: dict[str, Callable[[Any, AggregateRecord, Context], Outcome[Any]]] = {
    "enterprise": enterprise.decide,
    "project": project.decide,
    "carrier": carrier.decide,
    "fdi": fdi.decide,
    "target": target.decide,
}


def decide(
    aggregate: str, state: AggregateRecord | None, event: AggregateRecord, context: Context
) -> Outcome[AggregateRecord]:
    """Decide an event of an aggregate; `state` is its record, or None when there is none yet.

    Neither argument is changed. Raises KeyError for an aggregate that has no rules.
    """
    return _DECIDE[aggregate](state, event, context)


def deadlines(aggregate: str, state: AggregateRecord) -> tuple[Deadline, ...]:
    """Return the events that time alone will bring about for this record, as it stands now."""
    return carrier_notice.deadlines(state) if aggregate == "carrier" and isinstance(state, Carrier) else ()
