"""What units do with their claims: file, report, extend, give up; handing over stands in `claim_transfer.py`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yipanqi.models import claim as events
from yipanqi.models.claim import Claim
from yipanqi.models.codes import ClaimStatus, ProtectionMessage
from yipanqi.rules.authority import in_future, is_uuid
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import HELD, LIVE, contact_due, ended, not_owner, released, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse


def file(state: Claim | None, event: events.ClaimFiled, context: Context) -> Outcome[Claim]:
    """Take a claim and ask the register of the investor's group; its answer settles the filing."""
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="claim_id", id=event.claim_id)
    if not is_uuid(event.claim_id):
        return refuse(ClaimCode.CLAIM_ID_OPEN, field="claim_id", id=event.claim_id)
    if event.first_contact_on is not None and (refused := in_future(event.first_contact_on, context, _FIRST)):
        return refused
    claim = create(
        Claim,
        event,
        context,
        status=ClaimStatus.FILED.value,
        owner_unit=context.unit,
        filed_by=context.unit,
        filed_on=context.today,
        filing_id=context.event_id,
        extended=False,
        contested=False,
        contacts=0,
    )
    message = sought(
        claim,
        ProtectionMessage.ASK,
        investor_id=event.investor_id,
        scope=event.scope,
        filed_at=context.now,
        granted=False,
    )
    return Accepted(claim, (message,), deferred=True)


def update(state: Claim, event: events.ClaimUpdated, context: Context) -> Outcome[Claim]:
    """Report news; what has ended can only be corrected."""
    return not_owner(state, context) or wrong_status(state, context, *LIVE) or _patched(state, event, context)


def correct(state: Claim, event: events.ClaimCorrected, context: Context) -> Outcome[Claim]:
    """Correct an earlier report; investor and scope are what was decided on, so those are filed anew."""
    refused = not_owner(state, context) or unknown_event(state, event.corrects)
    return refused or _patched(state, event, context)


def _patched(state: Claim, event: events.ClaimUpdated | events.ClaimCorrected, context: Context) -> Outcome[Claim]:
    changes = patch(state, event)
    if isinstance(changes, Refused):
        return changes
    if event.first_contact_on is not None and (refused := in_future(event.first_contact_on, context, _FIRST)):
        return refused
    if isinstance(event, events.ClaimCorrected) and _LAST in changes:
        contact = _contact_corrected(state, event, context)
        if isinstance(contact, Refused):
            return contact
        changes |= contact
    return Accepted(change(state, context, changes))


def _contact_corrected(state: Claim, event: events.ClaimCorrected, context: Context) -> dict[str, Any] | Refused:
    """Return what follows a corrected day of the latest contact; cleared, there was none."""
    if state.last_contact_on is None or state.last_contact_event not in (None, event.corrects):
        return refuse(ClaimCode.NOT_THE_CONTACT, field="corrects", event=event.corrects)
    if event.last_contact_on is None:
        return {"last_contact_event": None, **_due(state, None, context)}
    return in_future(event.last_contact_on, context, _LAST) or _due(state, event.last_contact_on, context)


def record_contact(state: Claim, event: events.ClaimContactRecorded, context: Context) -> Outcome[Claim]:
    """Note a contact; one that is reported late counts from its own day."""
    refused = (
        not_owner(state, context) or wrong_status(state, context, *HELD) or in_future(event.met_on, context, "met_on")
    )
    if refused:
        return refused
    changes: dict[str, Any] = {"contacts": (state.contacts or 0) + 1}
    if state.last_contact_on is None or event.met_on >= state.last_contact_on:
        changes |= {_LAST: event.met_on, "last_contact_event": context.event_id, **_due(state, event.met_on, context)}
    return Accepted(change(state, context, changes))


def _due(state: Claim, last_contact: date | None, context: Context) -> dict[str, Any]:
    """Return by when the next contact is due; nobody owes one who waits for a ruling."""
    if state.status != ClaimStatus.PROTECTED or state.protected_from_on is None:
        return {}
    return {"contact_due_on": contact_due(state.protected_from_on, last_contact, context)}


def extend(state: Claim, event: events.ClaimExtended, context: Context) -> Outcome[Claim]:
    """Give the one extension, while the protection still runs."""
    refused = not_owner(state, context) or wrong_status(state, context, ClaimStatus.PROTECTED)
    if refused is None and state.extended:
        refused = refuse(ClaimCode.CLAIM_EXTENDED, id=state.claim_id, until=state.protected_until_on)
    if refused:
        return refused
    until = (state.protected_until_on or context.today) + timedelta(days=context.defaults.claims.extension_days)
    return Accepted(change(state, context, {"protected_until_on": until, "extended": True}))


def withdraw(state: Claim, event: events.ClaimWithdrawn, context: Context) -> Outcome[Claim]:
    """Give the claim up and leave the register."""
    refused = not_owner(state, context) or wrong_status(state, context, *LIVE)
    if refused:
        return refused
    given_up = change(state, context, ended(ClaimStatus.WITHDRAWN, event.reason))
    return Accepted(given_up, (released(given_up, context),))


_FIRST, _LAST = "first_contact_on", "last_contact_on"
