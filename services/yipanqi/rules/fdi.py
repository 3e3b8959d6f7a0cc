"""Decisions about entries of foreign capital: units record and correct theirs, commerce verifies what counts."""

from __future__ import annotations

from yipanqi.models.codes import FdiStatus
from yipanqi.models.fdi import (
    FdiDistinctionWithdrawn,
    FdiDistinctNoted,
    FdiEntry,
    FdiEntryCorrected,
    FdiEntryDistinguished,
    FdiEntryRecorded,
    FdiEntryRejected,
    FdiEntryVerified,
    FdiProjectMissing,
    FdiProjectRecheckDue,
    FdiVerificationWithdrawn,
)
from yipanqi.rules.authority import foreign_id, in_future, not_kept_by
from yipanqi.rules.fdi_amounts import figure_flags, unsound
from yipanqi.rules.fdi_distinct import distinguish, forgotten, noted, take_back
from yipanqi.rules.fdi_project import deadlines, project_missing, recheck, told
from yipanqi.rules.fdi_verification import after_correction, at_recording, reject, verify, withdraw
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Role
from yipanqi.rules.record import change, create, replacement, unknown_event
from yipanqi.rules.refusals import Code, refuse


def _record(state: FdiEntry | None, event: FdiEntryRecorded, context: Context) -> Outcome[FdiEntry]:
    """Any unit records entries of its own ledger; commerce's count by their voucher, others' once verified."""
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="entry_id", id=event.entry_id)
    refused = foreign_id("fdi", event.entry_id, context) or unsound(event)
    refused = refused or in_future(event.received_on, context, "received_on")
    if refused:
        return refused
    more = {"owner_unit": context.unit, "status": FdiStatus.RECORDED.value, "flags": figure_flags(event, context)}
    entry = create(FdiEntry, event, context, **(more | at_recording(event, context)))
    return Accepted(entry, told(None, entry))


def _correct(state: FdiEntry, event: FdiEntryCorrected, context: Context) -> Outcome[FdiEntry]:
    """The entry's unit or commerce gives every fact anew."""
    refused = not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE)
    refused = refused or unknown_event(state, event.corrects) or unsound(event)
    refused = refused or in_future(event.received_on, context, "received_on")
    if refused:
        return refused
    changes = (
        replacement(state, event)
        | {"flags": figure_flags(event, context), "recheck_on": None}
        | forgotten(state, event)
    )
    entry = change(state, context, changes | after_correction(state, event, context))
    return Accepted(entry, told(state, entry))


RULES = Rules(
    aggregate="fdi",
    state=FdiEntry,
    # Commerce may tell an entry apart from one that is not there.
    begins={FdiEntryRecorded: _record, FdiDistinctNoted: noted},
    handles={
        FdiEntryCorrected: _correct,
        FdiEntryVerified: verify,
        FdiEntryRejected: reject,
        FdiVerificationWithdrawn: withdraw,
        FdiEntryDistinguished: distinguish,
        FdiDistinctionWithdrawn: take_back,
        FdiProjectMissing: project_missing,
        FdiProjectRecheckDue: recheck,
    },
    deadlines=deadlines,
)
