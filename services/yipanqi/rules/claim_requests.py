"""Commerce's ruling on a conflict, which waits for the word of the group's register."""

from __future__ import annotations

from yipanqi.models.claim import Claim, ClaimRuled, RulingAnswered
from yipanqi.models.codes import ClaimStatus, ProtectionMessage
from yipanqi.rules.authority import not_coordinator, not_role
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import LIVE, ended, protection, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import refuse


def rule(state: Claim, event: ClaimRuled, context: Context) -> Outcome[Claim]:
    """Take commerce's ruling to the register, which knows the other side (invariant 3: no unit in its own case)."""
    refused = not_role(context, Role.COMMERCE)
    if refused is None and context.unit == state.owner_unit:
        refused = refuse(ClaimCode.CLAIM_OWN_CASE, unit=context.unit)
    refused = refused or wrong_status(state, context, ClaimStatus.CONFLICT)
    if refused is None and state.ruling_id is not None:
        refused = refuse(ClaimCode.CLAIM_ANSWER_PENDING, id=state.claim_id)
    if refused:
        return refused
    facts = {"ruling_id": context.event_id, "ruled_by": context.unit, "ruling_reason": event.reason}
    message = sought(
        state,
        ProtectionMessage.RULE,
        unit=context.unit,
        ruling_id=context.event_id,
        upheld=event.upheld,
        reason=event.reason,
    )
    return Accepted(change(state, context, facts), (message,), deferred=True)


def ruling_answered(state: Claim, event: RulingAnswered, context: Context) -> Outcome[Claim]:
    """Do as was ruled, or answer the ruling with the register's refusal."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.ruling_id != state.ruling_id:
        return Noted()
    ruler = state.ruled_by or ""
    refusal = _ruling_refused(event.refusal, ruler)
    changes: dict[str, object] = {"ruling_id": None}
    if refusal is not None:
        changes |= {"ruled_by": None, "ruling_reason": None}
    elif state.status in LIVE:
        upheld = event.upheld
        changes |= protection(state, context) if upheld else ended(ClaimStatus.REJECTED, state.ruling_reason)
    settlement = Settlement(event.ruling_id, ruler, ClaimRuled.__avro_name__, refusal)
    return Accepted(change(state, context, changes), settlements=(settlement,))


def _ruling_refused(code: str | None, ruler: str) -> Refused | None:
    return None if code is None else refuse(ClaimCode.of(code), unit=ruler)
