"""What units do with claims: file, report, extend, hand over, give up."""

from __future__ import annotations

from datetime import timedelta

from yipanqi.models import claim as events
from yipanqi.models.claim import Claim
from yipanqi.models.codes import ClaimStatus, ProtectionMessage
from yipanqi.rules.authority import in_future, is_uuid, unknown_organisation
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import LIVE, contact_due, ended, not_owner, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
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
    return Accepted(change(state, context, changes))


def record_contact(state: Claim, event: events.ClaimContactRecorded, context: Context) -> Outcome[Claim]:
    """Note a contact; one that is reported late counts from its own day."""
    refused = (
        not_owner(state, context) or wrong_status(state, context, *_HELD) or in_future(event.met_on, context, "met_on")
    )
    if refused:
        return refused
    last = event.met_on if state.last_contact_on is None else max(event.met_on, state.last_contact_on)
    changes = {"last_contact_on": last, "contacts": (state.contacts or 0) + 1}
    if state.protected_from_on is not None:
        changes["contact_due_on"] = contact_due(state.protected_from_on, last, context)
    return Accepted(change(state, context, changes))


def extend(state: Claim, event: events.ClaimExtended, context: Context) -> Outcome[Claim]:
    """Give the one extension, while the protection still runs."""
    refused = not_owner(state, context) or wrong_status(state, context, ClaimStatus.PROTECTED)
    if refused is None and state.extended:
        refused = refuse(ClaimCode.CLAIM_EXTENDED, id=state.claim_id, until=state.protected_until_on)
    if refused:
        return refused
    until = (state.protected_until_on or context.today) + timedelta(days=context.defaults.claims.extension_days)
    return Accepted(change(state, context, {"protected_until_on": until, "extended": True}))


def offer(state: Claim, event: events.ClaimTransferOffered, context: Context) -> Outcome[Claim]:
    """Offer the claim to another unit, which sees it from now on; a new offer takes the place of an earlier one."""
    refused = (
        not_owner(state, context)
        or wrong_status(state, context, *_HELD)
        or unknown_organisation(event.to_unit, context, "to_unit")
    )
    if refused is None and event.to_unit == context.unit:
        refused = refuse(ClaimCode.TRANSFER_TO_SELF, field="to_unit", unit=context.unit)
    refused = refused or _to_the_ruler(state, event.to_unit, context)
    offered = {"transfer_to": event.to_unit, "transfer_declined_by": None, "transfer_declined_reason": None}
    return refused or Accepted(change(state, context, offered))


def accept(state: Claim, event: events.ClaimTransferAccepted, context: Context) -> Outcome[Claim]:
    """Take over a claim that is offered; its protection, its clocks and its place in a conflict go on."""
    refused = (
        _not_offered(state, context)
        or wrong_status(state, context, *_HELD)
        or _to_the_ruler(state, context.unit, context)
    )
    if refused:
        return refused
    changes = {"owner_unit": context.unit, "transferred_from": state.owner_unit, "transfer_to": None}
    taken = change(state, context, {**changes, "recusal_due_on": None})
    return Accepted(taken, (sought(taken, ProtectionMessage.REASSIGN),))


def decline(state: Claim, event: events.ClaimTransferDeclined, context: Context) -> Outcome[Claim]:
    """Turn the offer down, for a reason that the owner can read; the claim stays where it is."""
    refused = _not_offered(state, context)
    if refused is None and event.reason is None:
        refused = refuse(ClaimCode.DECLINE_REASON, field="reason")
    facts = {"transfer_declined_by": context.unit, "transfer_declined_reason": event.reason}
    return refused or Accepted(change(state, context, {"transfer_to": None, **facts}))


def _not_offered(state: Claim, context: Context) -> Refused | None:
    if state.transfer_to == context.unit:
        return None
    return refuse(ClaimCode.TRANSFER_NOT_OFFERED, id=state.claim_id, unit=context.unit)


def _to_the_ruler(state: Claim, unit: str, context: Context) -> Refused | None:
    """Refuse to make the unit that rules a side of a conflict, or to hand it what a conflict was about."""
    if not state.disputed or context.roles[unit] is not Role.COMMERCE:
        return None
    return refuse(ClaimCode.CLAIM_DISPUTED, id=state.claim_id, unit=unit)


def withdraw(state: Claim, event: events.ClaimWithdrawn, context: Context) -> Outcome[Claim]:
    """Give the claim up and leave the register."""
    refused = not_owner(state, context) or wrong_status(state, context, *LIVE)
    if refused:
        return refused
    given_up = change(state, context, ended(ClaimStatus.WITHDRAWN, event.reason))
    return Accepted(given_up, (sought(given_up, ProtectionMessage.RELEASE),))


_FIRST = "first_contact_on"
#: A claim in one of these can change hands.
_HELD = (ClaimStatus.PROTECTED, ClaimStatus.CONFLICT)
