"""What a project says to claims: whether one can be converted into it, and that the one it names can since today."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import ClaimProjectChecked, ClaimProjectSigned
from yipanqi.models.codes import ProjectStage
from yipanqi.models.project import ClaimCheckRequested, Project
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Context, Noted, Outcome

#: Before the signature, or after the end; a suspended project counts by the stage at which it was suspended.
_NOT_SIGNED = frozenset(
    {ProjectStage.SCREENING, ProjectStage.NEGOTIATING, ProjectStage.PENDING_SIGN, ProjectStage.TERMINATED}
)


def answer_claim(state: Project | None, event: ClaimCheckRequested, context: Context) -> Outcome[Project]:
    """Answer whether the project exists, has been signed, and is the claim's owner's."""
    refused = not_coordinator(context)
    if refused:
        return refused
    stage = None if state is None else _stage(state)
    answer = ClaimProjectChecked(
        claim_id=event.claim_id,
        request_id=event.request_id,
        project_id=event.project_id,
        found=state is not None,
        signed=stage is not None and stage not in _NOT_SIGNED,
        party=state is not None and event.owner_unit in (state.owner_unit, state.host_unit),
        investor_id=None if state is None else state.investor_id,
        chain=None if state is None else state.chain,
    )
    return Noted((answer,))


def claim_signed(state: Project) -> tuple[AggregateRecord, ...]:
    """Return the message to the claim that the project came of, when it is signed."""
    if state.claim_id is None:
        return ()
    names = ("project_id", "owner_unit", "host_unit", "investor_id", "chain")
    return (ClaimProjectSigned(claim_id=state.claim_id, **{name: getattr(state, name) for name in names}),)


def _stage(state: Project) -> str:
    suspended = state.stage == ProjectStage.SUSPENDED
    return state.stage_before_suspension or ProjectStage.SCREENING if suspended else state.stage
