"""A claim handed over: offered by its owner, taken or declined by the other unit; the clocks and a conflict go on.

The unit that rules takes over nothing that is or was disputed, and whether a claim is, the register of the group knows
alone: so its acceptance waits for the register's answer, and it is the owner there before it is in the record.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models import claim as events
from yipanqi.models.claim import Claim
from yipanqi.models.codes import ProtectionMessage
from yipanqi.rules.authority import not_coordinator, unknown_organisation
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import HELD, not_owner, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import refuse


def offer(state: Claim, event: events.ClaimTransferOffered, context: Context) -> Outcome[Claim]:
    """Offer the claim to another unit, which sees it from now on; a new offer takes the place of an earlier one."""
    refused = (
        not_owner(state, context)
        or wrong_status(state, context, *HELD)
        or unknown_organisation(event.to_unit, context, "to_unit")
    )
    if refused is None and event.to_unit == context.unit:
        refused = refuse(ClaimCode.TRANSFER_TO_SELF, field="to_unit", unit=context.unit)
    refused = refused or _pending(state) or _to_the_ruler(state, event.to_unit, context)
    offered = {"transfer_to": event.to_unit, "transfer_declined_by": None, "transfer_declined_reason": None}
    return refused or Accepted(change(state, context, offered))


def accept(state: Claim, event: events.ClaimTransferAccepted, context: Context) -> Outcome[Claim]:
    """Take over a claim that is offered; the unit that rules asks the register first."""
    refused = (
        _not_offered(state, context)
        or wrong_status(state, context, *HELD)
        or _pending(state)
        or _to_the_ruler(state, context.unit, context)
    )
    if refused:
        return refused
    if context.role is not Role.COMMERCE:
        taken = change(state, context, _taken(state, context.unit))
        return Accepted(taken, (sought(taken, ProtectionMessage.REASSIGN),))
    asked = change(state, context, {"acceptance_id": context.event_id, "acceptance_by": context.unit})
    question = sought(state, ProtectionMessage.REASSIGN, unit=context.unit, request_id=context.event_id)
    return Accepted(asked, (question,), deferred=True)


def answered(state: Claim, event: events.TransferAnswered, context: Context) -> Outcome[Claim]:
    """Hand the claim to the unit that rules as the register agreed, unless it ended or was disputed meanwhile."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.request_id != state.acceptance_id:
        return Noted()
    refusal = None
    if event.refusal is not None:
        refusal = refuse(ClaimCode.of(event.refusal), id=state.claim_id, unit=event.unit)
    refusal = refusal or wrong_status(state, context, *HELD) or _to_the_ruler(state, event.unit, context)
    settlement = Settlement(event.request_id, event.unit, events.ClaimTransferAccepted.__avro_name__, refusal)
    changes: dict[str, Any] = {"acceptance_id": None, "acceptance_by": None}
    if refusal is None:
        changes |= _taken(state, event.unit)
    # The register has handed it over by then: it takes it back.
    back = (sought(state, ProtectionMessage.REASSIGN),) if refusal is not None and event.refusal is None else ()
    return Accepted(change(state, context, changes), back, (settlement,))


def decline(state: Claim, event: events.ClaimTransferDeclined, context: Context) -> Outcome[Claim]:
    """Turn the offer down, for a reason that the owner can read; the claim stays where it is."""
    refused = _not_offered(state, context) or _pending(state)
    if refused is None and event.reason is None:
        refused = refuse(ClaimCode.DECLINE_REASON, field="reason")
    facts = {"transfer_declined_by": context.unit, "transfer_declined_reason": event.reason}
    return refused or Accepted(change(state, context, {"transfer_to": None, **facts}))


def _taken(state: Claim, unit: str) -> dict[str, Any]:
    return {"owner_unit": unit, "transferred_from": state.owner_unit, "transfer_to": None, "recusal_due_on": None}


def _not_offered(state: Claim, context: Context) -> Refused | None:
    if state.transfer_to == context.unit:
        return None
    return refuse(ClaimCode.TRANSFER_NOT_OFFERED, id=state.claim_id, unit=context.unit)


def _pending(state: Claim) -> Refused | None:
    return None if state.acceptance_id is None else refuse(ClaimCode.CLAIM_ANSWER_PENDING, id=state.claim_id)


def _to_the_ruler(state: Claim, unit: str, context: Context) -> Refused | None:
    """Refuse to make the unit that rules a side of a conflict, or to hand it what a conflict was about."""
    if not state.disputed or context.roles[unit] is not Role.COMMERCE:
        return None
    return refuse(ClaimCode.CLAIM_DISPUTED, id=state.claim_id, unit=unit)
