"""Two entries that look like the same money and are two payments: decided by commerce, kept in both records.

The decision stands while both records hold it. Each forgets it when its own figures change: what was compared is no
longer what there is, so the pair is looked at again. That they are one payment after all is decided by rejecting one.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models.fdi import (
    FdiDistinctionWithdrawn,
    FdiDistinctNoted,
    FdiEntry,
    FdiEntryCorrected,
    FdiEntryDistinguished,
)
from yipanqi.rules.authority import not_coordinator, not_role
from yipanqi.rules.fdi_codes import FdiCode
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Role
from yipanqi.rules.record import change, unknown_event
from yipanqi.rules.refusals import refuse

#: So many decisions one record holds; the oldest give way, the ledger keeps them.
MOST_DISTINCT = 100
#: What makes two entries look like one.
_FIGURES = ("amount", "usd", "rate", "received_on", "voucher")


def distinguish(state: FdiEntry, event: FdiEntryDistinguished, context: Context) -> Outcome[FdiEntry]:
    """Note the decision and tell the other record; said again it stands again where the other one had forgotten it."""
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.other_id == state.entry_id:
        refused = refuse(FdiCode.ENTRY_FROM_ITSELF, field="other_id", id=event.other_id)
    if refused:
        return refused
    message = FdiDistinctNoted(entry_id=event.other_id, other_id=state.entry_id)
    return Accepted(change(state, context, _with(state, event.other_id)), (message,))


def noted(state: FdiEntry | None, event: FdiDistinctNoted, context: Context) -> Outcome[FdiEntry]:
    """Note a decision in the other record; where that is not there, the pair is none yet."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state is None or event.other_id in state.distinct_from:
        return Noted()
    return Accepted(change(state, context, _with(state, event.other_id)))


def take_back(state: FdiEntry, event: FdiDistinctionWithdrawn, context: Context) -> Outcome[FdiEntry]:
    """Commerce takes its decision back, which it names (invariant 9): one record without it is enough."""
    refused = not_role(context, Role.COMMERCE) or unknown_event(state, event.corrects)
    if refused is None and event.other_id not in state.distinct_from:
        refused = refuse(FdiCode.NOT_DISTINCT, field="other_id", id=state.entry_id, other=event.other_id)
    return refused or Accepted(change(state, context, {"distinct_from": _without(state, event.other_id)}))


def forgotten(state: FdiEntry, event: FdiEntryCorrected) -> dict[str, Any]:
    """Return the change by which an entry with other figures forgets from which it was told apart."""
    same = all(getattr(state, name) == getattr(event, name) for name in _FIGURES)
    return {} if same else {"distinct_from": ()}


def _with(state: FdiEntry, other: str) -> dict[str, Any]:
    return {"distinct_from": (*_without(state, other)[1 - MOST_DISTINCT :], other)}


def _without(state: FdiEntry, other: str) -> tuple[str, ...]:
    return tuple(entry for entry in state.distinct_from if entry != other)
