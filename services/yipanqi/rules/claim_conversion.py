"""The conversion of a claim into a signed project: of the claim's owner, of its scope, and of the claimed group.

The project knows its investor; whether that one is of the group is known to the group's register alone, so the question
goes up from the project's investor as a filing does, and is answered by the register at the top.
"""

from __future__ import annotations

from yipanqi.models.claim import (
    Claim,
    ClaimConverted,
    ClaimProjectChecked,
    ClaimProjectSigned,
    ConversionAnswered,
)
from yipanqi.models.codes import ClaimScope, ClaimStatus, ProtectionMessage
from yipanqi.models.enterprise import RegisterSought
from yipanqi.models.project import ClaimCheckRequested
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import ended, not_owner, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse


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
    """Convert the claim, ask the register of the project's investor, or answer why it can't be."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.request_id != state.conversion_id:
        return Noted()
    refusal = _not_convertible(state, event, context)
    if refusal is None and event.investor_id != state.investor_id:
        return Noted((_asked(state, event.investor_id or "", event.project_id, event.request_id),))
    return _answered(state, event.project_id, refusal, context)


def project_signed(state: Claim | None, event: ClaimProjectSigned, context: Context) -> Outcome[Claim]:
    """Convert the claim that a project names at its signing; a project of others, or a wrong name, converts nothing."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state is None or state.owner_unit not in (event.owner_unit, event.host_unit):
        return Noted()
    if wrong_status(state, context, ClaimStatus.PROTECTED) or _not_claimed(state, event):
        return Noted()
    if event.investor_id != state.investor_id:
        return Noted((_asked(state, event.investor_id or "", event.project_id, None),))
    return _converted(state, event.project_id, context)


def register_answered(state: Claim, event: ConversionAnswered, context: Context) -> Outcome[Claim]:
    """Convert the claim if the project's investor is of its group; one that ended meanwhile stays as it ended."""
    refused = not_coordinator(context)
    if refused:
        return refused
    refusal = wrong_status(state, context, ClaimStatus.PROTECTED)
    if refusal is None and not event.same_group:
        refusal = refuse(ClaimCode.PROJECT_OF_OTHER_INVESTOR, field="project_id", id=event.project_id)
    if event.request_id is None:
        return Noted() if refusal else _converted(state, event.project_id, context)
    return _answered(state, event.project_id, refusal, context) if event.request_id == state.conversion_id else Noted()


def _asked(state: Claim, investor_id: str, project_id: str, request_id: str | None) -> RegisterSought:
    """Return the question to the register of another investor's group whether the claim stands in it."""
    names = {"claim_id": state.claim_id, "project_id": project_id, "request_id": request_id}
    return RegisterSought(enterprise_id=investor_id, message=ProtectionMessage.CONVERT.value, **names)


def _answered(state: Claim, project_id: str, refusal: Refused | None, context: Context) -> Outcome[Claim]:
    """Settle the conversion that was asked for."""
    answer = Settlement(state.conversion_id or "", state.conversion_by or "", ClaimConverted.__avro_name__, refusal)
    nothing = {"conversion_id": None, "conversion_by": None}
    if refusal is not None:
        return Accepted(change(state, context, nothing), settlements=(answer,))
    converted = _converted(state.model_copy(update=nothing), project_id, context)
    return Accepted(converted.state, converted.follow_ups, (answer,))


def _converted(state: Claim, project_id: str, context: Context) -> Accepted[Claim]:
    over = {**ended(ClaimStatus.CONVERTED, None), "project_id": project_id}
    converted = change(state, context, over)
    return Accepted(converted, (sought(converted, ProtectionMessage.RELEASE),))


def _not_convertible(state: Claim, event: ClaimProjectChecked, context: Context) -> Refused | None:
    if not event.found:
        return refuse(Code.NO_SUCH_PROJECT, field="project_id", id=event.project_id)
    if not event.party:
        return refuse(ClaimCode.PROJECT_OF_OTHERS, field="project_id", id=event.project_id)
    if not event.signed:
        return refuse(ClaimCode.PROJECT_NOT_SIGNED, field="project_id", id=event.project_id)
    return wrong_status(state, context, ClaimStatus.PROTECTED) or _not_claimed(state, event)


def _not_claimed(state: Claim, event: ClaimProjectChecked | ClaimProjectSigned) -> Refused | None:
    """Refuse a project of another scope, or of nobody knows whom."""
    if event.investor_id is None:
        return refuse(ClaimCode.PROJECT_INVESTOR_UNKNOWN, field="project_id", id=event.project_id)
    if state.scope in (ClaimScope.ALL, event.chain):
        return None
    chain = event.chain or "—"
    return refuse(
        ClaimCode.PROJECT_OTHER_SCOPE, field="project_id", id=event.project_id, scope=state.scope, chain=chain
    )
