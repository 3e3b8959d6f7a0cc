"""Decisions about entries of foreign capital: commerce records and corrects them."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.models.fdi import FdiEntry, FdiEntryCorrected, FdiEntryRecorded
from yipanqi.rules.authority import foreign_id, not_role
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, replacement, unknown_event
from yipanqi.rules.refusals import Code, refuse


def decide(state: FdiEntry | None, event: AggregateRecord, context: Context) -> Outcome[FdiEntry]:
    """Decide an event of an entry; negative amounts are allowed, they offset earlier ones (invariant 5)."""
    if not isinstance(event, FdiEntryRecorded | FdiEntryCorrected):
        return refuse(Code.UNKNOWN_TYPE, aggregate="fdi", type=event.__avro_name__)
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.amount is None and event.usd is None:
        refused = refuse(Code.AMOUNT_MISSING, field="amount")
    if refused:
        return refused
    return _record(state, event, context) if isinstance(event, FdiEntryRecorded) else _correct(state, event, context)


def _record(state: FdiEntry | None, event: FdiEntryRecorded, context: Context) -> Outcome[FdiEntry]:
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="entry_id", id=event.entry_id)
    refused: Refused | None = foreign_id("fdi", event.entry_id, context)
    return refused or Accepted(create(FdiEntry, event, context, owner_unit=context.unit))


def _correct(state: FdiEntry | None, event: FdiEntryCorrected, context: Context) -> Outcome[FdiEntry]:
    if state is None:
        return refuse(Code.NOT_REGISTERED, field="entry_id", id=event.entry_id)
    refused = unknown_event(state, event.corrects)
    return refused or Accepted(change(state, context, replacement(state, event)))
