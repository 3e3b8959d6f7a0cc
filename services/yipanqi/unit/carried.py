"""Which remembered fields of a row an event carries: each event answers for its own when a receipt comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.unit.memory import Changes
from yipanqi.unit.sheets import PlannedEvent

#: What an event says under other names than its own fields, and what of a row is remembered as said by it.
_MOVES: Mapping[str, frozenset[str]] = {
    "ProjectStageChanged": frozenset({"stage", "stage_since", "contract_reference"}),
    "ListingAdvanced": frozenset({"stage", "stage_since", "next_step", "next_due_on"}),
    "CarrierListed": frozenset({"status"}),
    "CarrierWithdrawn": frozenset({"status"}),
    "ServiceAccepted": frozenset({"told_accepted"}),
    "ServiceDispatched": frozenset({"told_unit"}),
    "ServiceStarted": frozenset({"told_progress"}),
    "ServiceResolved": frozenset({"told_result"}),
    "ServiceConfirmed": frozenset({"told_rating"}),
    "ClaimContactRecorded": frozenset({"told_contact"}),
}


def changes_of(planned: Sequence[PlannedEvent], before: Mapping[str, Any] | None) -> Iterator[Changes]:
    """Yield the changes of each event of one row, given what was believed before; the last one takes what is left."""
    remember = planned[-1].remember
    old, new = (before["values"] if before else {}), remember["values"]
    left = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    for number, entry in enumerate(planned, 1):
        own = left if number == len(planned) else left & _names(entry.event)
        left = left - own
        yield Changes(
            remember["kind"],
            {name: new[name] for name in sorted(own) if name in new},
            tuple(sorted(name for name in own if name not in new)),
        )


def _names(event: AggregateRecord) -> frozenset[str]:
    cleared = frozenset(getattr(event, "cleared", ()))
    flag = getattr(event, "flag", None)
    flags = frozenset({str(flag)}) if flag is not None else frozenset()
    return frozenset(event.model_fields_set) | cleared | flags | _MOVES.get(type(event).__name__, frozenset())
