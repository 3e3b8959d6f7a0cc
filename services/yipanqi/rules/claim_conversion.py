"""The conversion of a claim into a signed project: of the claim's owner, of its scope, and of the claimed group.

It is asked for by a unit, which hears the answer by its receipt, or follows from the signing of a project that names
the claim; then the project is told what became of it. One into which a claim was converted is told in either case.

The project knows its investor; whether that one is of the group is known to the group's register alone, so the question
goes up from the project's investor as a filing does, and is answered by the register at the top.
"""

from __future__ import annotations

from yipanqi.models.claim import (
    Claim,
    ClaimConverted,
    ClaimProjectChecked,
    ClaimProjectSigned,
    ClaimProjectUnsigned,
    ConversionAnswered,
)
from yipanqi.models.codes import ClaimScope, ClaimStatus, ProjectClaimAnswer, ProtectionMessage
from yipanqi.models.enterprise import RegisterSought
from yipanqi.models.project import ClaimAnswered, ClaimCheckRequested
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import ended, not_owner, released, sought, wrong_status
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

_A = ProjectClaimAnswer
#: What says whether a claim that a unit wants to convert fits the project.
_Asked = ClaimProjectChecked | ConversionAnswered


def convert(state: Claim, event: ClaimConverted, context: Context) -> Outcome[Claim]:
    """Ask the project whether it has been signed and is the owner's."""
    refused = None if context.role is Role.COMMERCE else not_owner(state, context)
    refused = refused or _not_protected(state, context)
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
        return Noted((_asked(state, event, request_id=event.request_id),))
    return _answered(state, event, refusal, context)


def project_signed(state: Claim | None, event: ClaimProjectSigned, context: Context) -> Outcome[Claim]:
    """Convert the claim that a project names at its signing, or tell the project why it can't be."""
    refused = not_coordinator(context)
    if refused:
        return refused
    barred = _barred(state, event, context)
    if state is None or barred is not None:
        same = state is not None and state.investor_id == event.investor_id
        return Noted((_told(event, barred or _A.CLAIM_UNKNOWN, same_group=same),))
    if event.investor_id != state.investor_id:
        return Noted((_asked(state, event, signing_id=event.signing_id),))
    return _converted(state, event, context)


def _barred(state: Claim | None, event: ClaimProjectSigned, context: Context) -> ProjectClaimAnswer | None:
    """Return why a claim is not converted into a project that was signed; that it has been is the answer too."""
    if state is None:
        return _A.CLAIM_UNKNOWN
    if state.owner_unit not in (event.owner_unit, event.host_unit):
        return _A.CLAIM_OF_OTHERS
    if _not_protected(state, context):
        return _A.CONVERTED if state.project_id == event.project_id else _A.CLAIM_NOT_PROTECTED
    if event.investor_id is None:
        return _A.INVESTOR_UNKNOWN
    return _A.OTHER_SCOPE if _not_claimed(state, event) else None


def _told(
    event: ClaimProjectSigned | ConversionAnswered, answer: ProjectClaimAnswer, *, same_group: bool
) -> ClaimAnswered:
    """Return the answer to a project; that it was converted is said of an investor who is known to be of the group."""
    names = {"project_id": event.project_id, "claim_id": event.claim_id, "signing_id": event.signing_id}
    investor = event.investor_id if answer is _A.CONVERTED and same_group else None
    return ClaimAnswered(answer=answer.value, investor_id=investor, **names)


def register_answered(state: Claim, event: ConversionAnswered, context: Context) -> Outcome[Claim]:
    """Convert the claim if the project's investor is of its group; one that ended meanwhile stays as it ended."""
    refused = not_coordinator(context)
    if refused:
        return refused
    refusal = _not_protected(state, context)
    if refusal is None and not event.same_group:
        refusal = refuse(ClaimCode.PROJECT_OF_OTHER_INVESTOR, field="project_id", id=event.project_id)
    if event.request_id is None:
        if refusal is None:
            return _converted(state, event, context)
        answer = _A.CLAIM_NOT_PROTECTED if event.same_group else _A.OTHER_INVESTOR
        if state.status == ClaimStatus.CONVERTED and state.project_id == event.project_id:
            answer = _A.CONVERTED  # by an earlier answer to the same project
        return Noted((_told(event, answer, same_group=event.same_group),))
    return _answered(state, event, refusal, context) if event.request_id == state.conversion_id else Noted()


def _asked(
    state: Claim,
    event: ClaimProjectChecked | ClaimProjectSigned,
    *,
    request_id: str | None = None,
    signing_id: str | None = None,
) -> RegisterSought:
    """Return the question to the register of another investor's group whether the claim stands in it."""
    return RegisterSought(
        enterprise_id=event.investor_id or "",
        message=ProtectionMessage.CONVERT.value,
        claim_id=state.claim_id,
        investor_id=event.investor_id,
        project_id=event.project_id,
        request_id=request_id,
        signing_id=signing_id,
    )


def _answered(state: Claim, event: _Asked, refusal: Refused | None, context: Context) -> Outcome[Claim]:
    """Settle the conversion that was asked for."""
    answer = Settlement(state.conversion_id or "", state.conversion_by or "", ClaimConverted.__avro_name__, refusal)
    nothing = {"conversion_id": None, "conversion_by": None}
    if refusal is not None:
        return Accepted(change(state, context, nothing), settlements=(answer,))
    converted = _converted(state.model_copy(update=nothing), event, context)
    return Accepted(converted.state, converted.follow_ups, (answer,))


def _converted(state: Claim, event: _Asked | ClaimProjectSigned, context: Context) -> Accepted[Claim]:
    project = {"project_id": event.project_id}
    over = {
        **ended(ClaimStatus.CONVERTED, None),
        **project,
        "protection_paused_on": state.protection_paused_on or context.today,
    }
    converted = change(state, context, over)
    told = ClaimAnswered(**project, claim_id=state.claim_id, answer=_A.CONVERTED.value, investor_id=event.investor_id)
    return Accepted(converted, (released(converted, context), told))


def project_unsigned(state: Claim, event: ClaimProjectUnsigned, context: Context) -> Outcome[Claim]:
    """Put a claim back as it was when the project that it became is moved back: its place, and the days it had left."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.status != ClaimStatus.CONVERTED or state.project_id != event.project_id:
        return Noted()
    back = change(state, context, {"status": ClaimStatus.FILED.value, "project_id": None})
    place = {"filed_at": state.registered_at, "since_at": state.since_at or state.registered_at, "granted": True}
    facts = {"investor_id": state.investor_id, "scope": state.scope}
    return Accepted(back, (sought(back, ProtectionMessage.ASK, **facts, **place),))


def _not_protected(state: Claim, context: Context) -> Refused | None:
    """Refuse a claim that is not protected; one that was put back and is on its way to its old place counts as it."""
    back = state.status == ClaimStatus.FILED and state.filing_id is None
    return None if back else wrong_status(state, context, ClaimStatus.PROTECTED)


def _not_convertible(state: Claim, event: ClaimProjectChecked, context: Context) -> Refused | None:
    if not event.found:
        return refuse(Code.NO_SUCH_PROJECT, field="project_id", id=event.project_id)
    if not event.party:
        return refuse(ClaimCode.PROJECT_OF_OTHERS, field="project_id", id=event.project_id)
    if not event.signed:
        return refuse(ClaimCode.PROJECT_NOT_SIGNED, field="project_id", id=event.project_id)
    return _not_protected(state, context) or _not_claimed(state, event)


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
