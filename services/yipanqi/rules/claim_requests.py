"""What waits for another record's word: commerce's ruling on a conflict, the conversion into a signed project."""

from __future__ import annotations

from yipanqi.models.claim import (
    Claim,
    ClaimConverted,
    ClaimProjectChecked,
    ClaimProjectSigned,
    ClaimRuled,
    RulingAnswered,
)
from yipanqi.models.codes import ClaimStatus, ProtectionMessage
from yipanqi.models.project import ClaimCheckRequested
from yipanqi.rules.authority import not_coordinator, not_role
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import LIVE, ended, not_owner, protection, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse


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


def convert(state: Claim, event: ClaimConverted, context: Context) -> Outcome[Claim]:
    """Ask the project whether it has been signed and is the owner's."""
    refused = None if context.role is Role.COMMERCE else not_owner(state, context)
    refused = refused or wrong_status(state, context, ClaimStatus.PROTECTED)
    if refused is None and state.conversion_id is not None:
        refused = refuse(ClaimCode.CLAIM_ANSWER_PENDING, id=state.claim_id)
    if refused:
        return refused
    question = ClaimCheckRequested(
        project_id=event.project_id,
        claim_id=state.claim_id,
        request_id=context.event_id,
        owner_unit=state.owner_unit or "",
    )
    facts = {"conversion_id": context.event_id, "conversion_by": context.unit}
    return Accepted(change(state, context, facts), (question,), deferred=True)


def project_checked(state: Claim, event: ClaimProjectChecked, context: Context) -> Outcome[Claim]:
    """Convert the claim, or answer why it can't be; one that ended meanwhile stays as it ended."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.request_id != state.conversion_id:
        return Noted()
    refusal = _not_convertible(state, event, context)
    settlement = Settlement(event.request_id, state.conversion_by or "", ClaimConverted.__avro_name__, refusal)
    changes: dict[str, object] = {"conversion_id": None, "conversion_by": None}
    if refusal is not None:
        return Accepted(change(state, context, changes), settlements=(settlement,))
    converted = change(state, context, changes | _converted(event.project_id))
    return Accepted(converted, (sought(converted, ProtectionMessage.RELEASE),), (settlement,))


def project_signed(state: Claim | None, event: ClaimProjectSigned, context: Context) -> Outcome[Claim]:
    """Convert the claim that a project names at its signing; a project of others, or a wrong name, converts nothing."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state is None or state.owner_unit not in (event.owner_unit, event.host_unit):
        return Noted()
    if wrong_status(state, context, ClaimStatus.PROTECTED):
        return Noted()
    converted = change(state, context, _converted(event.project_id))
    return Accepted(converted, (sought(converted, ProtectionMessage.RELEASE),))


def _converted(project_id: str) -> dict[str, object]:
    return {**ended(ClaimStatus.CONVERTED, None), "project_id": project_id}


def _not_convertible(state: Claim, event: ClaimProjectChecked, context: Context) -> Refused | None:
    if not event.found:
        return refuse(Code.NO_SUCH_PROJECT, field="project_id", id=event.project_id)
    if not event.party:
        return refuse(ClaimCode.PROJECT_OF_OTHERS, field="project_id", id=event.project_id)
    if not event.signed:
        return refuse(ClaimCode.PROJECT_NOT_SIGNED, field="project_id", id=event.project_id)
    return wrong_status(state, context, ClaimStatus.PROTECTED)
