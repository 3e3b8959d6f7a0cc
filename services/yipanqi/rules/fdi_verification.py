"""Which entries count: commerce verifies or rejects them, and takes a wrong verification back.

Invariant 3 forbids a unit to rule in its own case, yet commerce keeps the district's official ledger of foreign
capital, and nobody here stands above it. So commerce never verifies an entry of its own by hand: an entry of its ledger
counts by the voucher that it carries, and says that one unit recorded and verified it (`self_recorded`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.models.codes import FdiFlag, FdiStatus
from yipanqi.models.fdi import (
    FdiEntry,
    FdiEntryCorrected,
    FdiEntryRecorded,
    FdiEntryRejected,
    FdiEntryVerified,
    FdiVerificationWithdrawn,
)
from yipanqi.rules.authority import in_future, not_role
from yipanqi.rules.fdi_amounts import countable_usd, differs
from yipanqi.rules.fdi_codes import FdiCode
from yipanqi.rules.fdi_project import told
from yipanqi.rules.lifecycle import Lifecycle
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

_LIFE = Lifecycle("fdi.status")

#: An entry that waits for commerce.
_UNDECIDED: dict[str, Any] = {
    "status": FdiStatus.RECORDED.value,
    "verified_by": None,
    "verified_on": None,
    "verified_usd": None,
    "verification_reference": None,
    "self_recorded": False,
    "rejection_reason": None,
    "falsified": None,
    "decision_event": None,
}


def at_recording(event: FdiEntryRecorded | FdiEntryCorrected, context: Context) -> dict[str, Any]:
    """Return what makes an entry of commerce's own ledger count; nothing for others', or without a voucher."""
    usd = countable_usd(event)
    if context.role != Role.COMMERCE or not event.voucher or usd is None:
        return {}
    return _verified(usd, event.voucher, context.today, context) | {"self_recorded": True}


def after_correction(state: FdiEntry, event: FdiEntryCorrected, context: Context) -> dict[str, Any]:
    """Return the verification after a correction: lost, unless commerce itself corrects what counted."""
    if context.role != Role.COMMERCE:
        return _UNDECIDED
    if context.roles.get(state.owner_unit) == Role.COMMERCE:
        return _UNDECIDED | at_recording(event, context)
    usd = countable_usd(event)
    if state.status != FdiStatus.VERIFIED or usd is None:
        return _UNDECIDED
    return _UNDECIDED | _verified(usd, state.verification_reference or "", context.today, context)


def verify(state: FdiEntry, event: FdiEntryVerified, context: Context) -> Outcome[FdiEntry]:
    """Commerce has checked another unit's entry; what it found may differ from what was reported, which shows."""
    refused = not_role(context, Role.COMMERCE) or _own(state, context) or _LIFE.not_in(state, FdiStatus.RECORDED)
    refused = refused or in_future(event.verified_on, context, "verified_on") or _too_early(state, event.verified_on)
    if refused:
        return refused
    stated = countable_usd(state)
    usd = event.verified_usd if event.verified_usd is not None else stated
    if usd is None:
        return refuse(FdiCode.USD_UNKNOWN, field="verified_usd")
    flags = _without_difference(state)
    if stated is not None and differs(usd, stated, context):
        flags = (*flags, FdiFlag.VERIFIED_DIFFERS.value)
    evidence = (*state.evidence, *(e for e in event.evidence if e not in state.evidence))
    changes = _verified(usd, event.verification_reference, event.verified_on, context)
    return _decided(state, {**changes, "flags": flags, "evidence": evidence}, context)


def reject(state: FdiEntry, event: FdiEntryRejected, context: Context) -> Outcome[FdiEntry]:
    """Commerce does not count another unit's entry, and says why; that it was reported falsely it says expressly."""
    refused = not_role(context, Role.COMMERCE) or _own(state, context) or _LIFE.not_in(state, FdiStatus.RECORDED)
    refused = refused or in_future(event.rejected_on, context, "rejected_on")
    if refused is None and not event.rejection_reason:
        refused = refuse(FdiCode.REJECTION_REASON, field="rejection_reason")
    if refused:
        return refused
    changes = _UNDECIDED | {
        "status": FdiStatus.REJECTED.value,
        "verified_by": context.unit,
        "verified_on": event.rejected_on,
        "rejection_reason": event.rejection_reason,
        "falsified": event.falsified,
        "decision_event": context.event_id,
    }
    return _decided(state, changes, context)


def withdraw(state: FdiEntry, event: FdiVerificationWithdrawn, context: Context) -> Outcome[FdiEntry]:
    """Commerce takes back its verification or rejection, which it names (invariant 9)."""
    refused = not_role(context, Role.COMMERCE)
    refused = refused or _LIFE.not_in(state, FdiStatus.VERIFIED, FdiStatus.REJECTED)
    if refused:
        return refused
    if event.corrects != state.decision_event:
        return refuse(FdiCode.NOT_THE_DECISION, field="corrects", event=event.corrects, decision=state.decision_event)
    return _decided(state, _UNDECIDED | {"flags": _without_difference(state)}, context)


def _verified(usd: Decimal, reference: str, on: date, context: Context) -> dict[str, Any]:
    return {
        "status": FdiStatus.VERIFIED.value,
        "verified_by": context.unit,
        "verified_on": on,
        "verified_usd": usd,
        "verification_reference": reference,
        "decision_event": context.event_id,
    }


def _decided(state: FdiEntry, changes: dict[str, Any], context: Context) -> Accepted[FdiEntry]:
    entry = change(state, context, changes)
    return Accepted(entry, told(state, entry))


def _own(state: FdiEntry, context: Context) -> Refused | None:
    return refuse(FdiCode.OWN_ENTRY, unit=context.unit) if state.owner_unit == context.unit else None


def _too_early(state: FdiEntry, verified_on: date) -> Refused | None:
    if verified_on >= state.received_on:
        return None
    return refuse(Code.DATES_REVERSED, field="verified_on", later=verified_on, earlier=state.received_on)


def _without_difference(state: FdiEntry) -> tuple[str, ...]:
    return tuple(flag for flag in state.flags if flag != FdiFlag.VERIFIED_DIFFERS)
