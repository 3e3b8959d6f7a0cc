"""What a project and claims say to each other: may one be converted into it, and what came of it at the signing.

A signing is a fact: it is refused neither because no claim could be converted, nor because another unit's claim
protects the investor. What is open is shown by the project until it is settled (an alert asks for it), and asked anew
when the facts that it depends on change.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import ClaimProjectChecked, ClaimProjectSigned, ClaimProjectUnsigned
from yipanqi.models.codes import ProjectClaimAnswer, ProjectStage, ProtectionMessage
from yipanqi.models.enterprise import RegisterSought
from yipanqi.models.project import ClaimAnswered, ClaimCheckRequested, Project
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome
from yipanqi.rules.record import LIST_LIMIT, change

#: A suspended project counts by the stage at which it was suspended.
_BEFORE_SIGNATURE = frozenset({ProjectStage.SCREENING, ProjectStage.NEGOTIATING, ProjectStage.PENDING_SIGN})
_NOT_SIGNED = _BEFORE_SIGNATURE | {ProjectStage.TERMINATED}
_SIGNING = (ProjectStage.PENDING_SIGN, ProjectStage.SIGNED)
#: Nothing about claims is open.
SETTLED: dict[str, Any] = {"claim_open": None, "claimed_by_other": None, "signing_id": None}
#: Nor was any claim converted.
UNSIGNED: dict[str, Any] = {**SETTLED, "converted_claim_ids": None, "converted_investor_id": None}
#: What the answers depend on.
_ASKED_WITH = ("investor_id", "claim_id", "chain", "owner_unit", "host_unit")


def answer_claim(state: Project | None, event: ClaimCheckRequested, context: Context) -> Outcome[Project]:
    """Answer whether the project exists, has been signed, and is the claim's owner's."""
    refused = not_coordinator(context)
    if refused:
        return refused
    answer = ClaimProjectChecked(
        claim_id=event.claim_id,
        request_id=event.request_id,
        project_id=event.project_id,
        found=state is not None,
        signed=state is not None and _signed(state),
        party=state is not None and event.owner_unit in (state.owner_unit, state.host_unit),
        investor_id=None if state is None else state.investor_id,
        chain=None if state is None else state.chain,
    )
    return Noted((answer,))


def at_signing(investor_id: str | None, context: Context) -> dict[str, Any]:
    """Return what about claims is open at once when a project is signed; the rest is answered to this event."""
    unknown = ProjectClaimAnswer.INVESTOR_UNKNOWN.value if investor_id is None else None
    return SETTLED | {"claim_open": unknown, "signing_id": context.event_id}


def claim_signed(state: Project) -> tuple[AggregateRecord, ...]:
    """Return the messages at a signing: to the claim that the project came of, and to the register of its investor.

    Without an investor neither could answer; both are told once it is known.
    """
    if state.investor_id is None:
        return ()
    question = RegisterSought(
        enterprise_id=state.investor_id,
        message=ProtectionMessage.SIGNED.value,
        project_id=state.project_id,
        signing_id=state.signing_id,
        unit=state.owner_unit,
        host_unit=state.host_unit,
        scope=state.chain,
    )
    if state.claim_id is None:
        return (question,)
    names = ("project_id", "owner_unit", "host_unit", "investor_id", "chain", "signing_id")
    told = ClaimProjectSigned(claim_id=state.claim_id, **{name: getattr(state, name) for name in names})
    return (told, question)


def claims_back(state: Project) -> tuple[AggregateRecord, ...]:
    """Return the messages to the claims that a project had become, which is moved back before its signature."""
    claims = state.converted_claim_ids or ()
    return tuple(ClaimProjectUnsigned(claim_id=claim_id, project_id=state.project_id) for claim_id in claims)


def changed(state: Project, changes: dict[str, Any], context: Context) -> Accepted[Project]:
    """Return the changed project; where the answers about claims depend on what changed, they are asked for anew."""
    if not _asked_anew(state, changes):
        return Accepted(change(state, context, changes))
    after = change(state, context, changes | at_signing(changes.get("investor_id", state.investor_id), context))
    return Accepted(after, claim_signed(after))


def _asked_anew(before: Project, changes: dict[str, Any]) -> bool:
    """Return whether changed facts concern the answers: of projects that were signed here alone."""
    if not _signed(before) or _SIGNING not in pairwise(step.stage for step in before.stage_history):
        return False
    return any(name in changes and changes[name] != getattr(before, name) for name in _ASKED_WITH)


def claim_answered(state: Project, event: ClaimAnswered, context: Context) -> Outcome[Project]:
    """Keep what a claim or the register answered, unless the project has asked anew since; converted is converted."""
    refused = not_coordinator(context)
    if refused:
        return refused
    answer = ProjectClaimAnswer(event.answer)
    if answer is ProjectClaimAnswer.CONVERTED:
        if _stage(state) in _BEFORE_SIGNATURE:
            back = ClaimProjectUnsigned(claim_id=event.claim_id or "", project_id=state.project_id)
            return Noted((back,))
        changes = _converted(state, event)
    elif not _signed(state) or event.signing_id != state.signing_id:
        return Noted()
    elif answer is ProjectClaimAnswer.CLAIMED_BY_OTHER:
        changes = {} if _claim_was_own(state) else {"claimed_by_other": True}
    else:
        changes = {"claim_open": answer.value}
    new = {name: value for name, value in changes.items() if (getattr(state, name) or None) != value}
    return Accepted(change(state, context, new)) if new else Noted()


def _converted(state: Project, event: ClaimAnswered) -> dict[str, Any]:
    """Return the facts of a conversion; asked anew, a claim confirms one that may have been for an earlier investor."""
    if event.investor_id is None:
        return {"claim_open": None}
    ids = tuple(dict.fromkeys((*(state.converted_claim_ids or ()), event.claim_id or "")))[-LIST_LIMIT:]
    facts = {"claim_open": None, "converted_claim_ids": ids, "converted_investor_id": event.investor_id}
    return facts | ({"claimed_by_other": None} if event.investor_id == state.investor_id else {})


def _claim_was_own(state: Project) -> bool:
    """Return whether the project came of a claim on its investor: that had the place, what others hold came later."""
    return state.converted_investor_id is not None and state.converted_investor_id == state.investor_id


def _signed(state: Project) -> bool:
    return _stage(state) not in _NOT_SIGNED


def _stage(state: Project) -> str:
    suspended = state.stage == ProjectStage.SUSPENDED
    return state.stage_before_suspension or ProjectStage.SCREENING if suspended else state.stage
