"""Decisions about entries of foreign capital: commerce records and corrects them."""

from __future__ import annotations

from yipanqi.models.fdi import FdiEntry, FdiEntryCorrected, FdiEntryRecorded
from yipanqi.rules.authority import foreign_id, not_role
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, replacement, unknown_event
from yipanqi.rules.refusals import Code, refuse


def _record(state: FdiEntry | None, event: FdiEntryRecorded, context: Context) -> Outcome[FdiEntry]:
    refused = _not_allowed(event, context)
    if refused is None and state is not None:
        refused = refuse(Code.ALREADY_REGISTERED, field="entry_id", id=event.entry_id)
    refused = refused or foreign_id("fdi", event.entry_id, context)
    return refused or Accepted(create(FdiEntry, event, context, owner_unit=context.unit))


def _correct(state: FdiEntry, event: FdiEntryCorrected, context: Context) -> Outcome[FdiEntry]:
    refused = _not_allowed(event, context) or unknown_event(state, event.corrects)
    return refused or Accepted(change(state, context, replacement(state, event)))


def _not_allowed(event: FdiEntryRecorded | FdiEntryCorrected, context: Context) -> Refused | None:
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.amount is None and event.usd is None:
        refused = refuse(Code.AMOUNT_MISSING, field="amount")
    return refused


RULES = Rules(
    aggregate="fdi", state=FdiEntry, begins={FdiEntryRecorded: _record}, handles={FdiEntryCorrected: _correct}
)
