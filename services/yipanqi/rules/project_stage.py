"""Moves of a project along the stage table: who, with which evidence, and what follows for its carriers."""

from __future__ import annotations

from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import ProjectEnded
from yipanqi.models.codes import CarrierHold, ProjectStage
from yipanqi.models.project import Project, ProjectMilestone, ProjectStageChanged, StageStep
from yipanqi.rules import project_approvals as approvals
from yipanqi.rules import project_milestones as milestones
from yipanqi.rules import project_problems as problems
from yipanqi.rules import project_signing as signing
from yipanqi.rules.authority import in_future, not_kept_by, not_role
from yipanqi.rules.labels import EVIDENCE_ZH, FLAG_ZH, STAGE_ZH
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.project_carriers import commitment_due
from yipanqi.rules.project_claims import claim_signed, claims_back
from yipanqi.rules.project_days import not_in_order
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.stages import FORCE, FORCE_TO_SIGN, GATES, RANK, Gate, Mover, gate

_BARRING_FLAGS = ("red_line", "basic_farmland")


def move(state: Project, event: ProjectStageChanged, context: Context) -> Outcome[Project]:
    """Decide a move: the table, then who, then what the gate asks for, then the dates."""
    if state.stage == ProjectStage.TERMINATED:
        return refuse(Code.PROJECT_ENDED, field="to_stage", id=state.project_id)
    passed = gate(state, event.to_stage, event.force)
    if passed is None:
        zh = {"stage_zh": STAGE_ZH[state.stage], "to_zh": STAGE_ZH[event.to_stage]}
        return refuse(Code.STAGE_NOT_ALLOWED, field="to_stage", stage=state.stage, to=event.to_stage, **zh)
    refused = (
        _not_mover(passed.mover, state, context)
        or _not_proven(passed, state, event)
        or in_future(event.effective_on, context, "effective_on")
        or not_in_order(state.stage_history, len(state.stage_history), event.effective_on.isoformat(), "effective_on")
    )
    if refused:
        return refused
    changes = _moved(state, event, passed, context)
    refused = milestones.reversed_order(changes["milestones"], "effective_on")
    moved = change(state, context, changes)
    return refused or Accepted(moved, _told(state, moved, event))


def _not_mover(mover: Mover, state: Project, context: Context) -> Refused | None:
    owner, host = state.owner_unit, state.host_unit
    match mover:
        case Mover.COMMERCE:
            return not_role(context, Role.COMMERCE)
        case Mover.OWNER:
            return not_kept_by(state, context, (owner,))
        case Mover.HOST:
            return not_kept_by(state, context, (host or owner,))
        case Mover.OWNER_OR_COMMERCE:
            return not_kept_by(state, context, (owner,), Role.COMMERCE)
        case Mover.PARTY:
            return not_kept_by(state, context, (owner, host), Role.COMMERCE)


def _not_proven(passed: Gate, state: Project, event: ProjectStageChanged) -> Refused | None:
    to, to_zh = event.to_stage, STAGE_ZH[event.to_stage]
    if passed.reason and event.reason is None:
        return refuse(Code.REASON_MISSING, field="reason", stage=to, stage_zh=to_zh)
    if passed.flags_bar:
        for flag in _BARRING_FLAGS:
            if getattr(state, flag):
                return refuse(Code.RED_LINE, field=flag, flag=flag, flag_zh=FLAG_ZH[flag], to=to, to_zh=to_zh)
    if passed.contract and not event.contract_reference:
        return refuse(Code.CONTRACT_MISSING, field="contract_reference", to=to, to_zh=to_zh)
    given = {evidence.kind for evidence in event.evidence}
    missing = [kind for kind in passed.evidence if kind not in given]
    if not missing:
        return None
    names = {"missing": ", ".join(missing), "missing_zh": "、".join(EVIDENCE_ZH[kind] for kind in missing)}
    return refuse(Code.EVIDENCE_MISSING, field="evidence", to=to, to_zh=to_zh, **names)


def _moved(state: Project, event: ProjectStageChanged, passed: Gate, context: Context) -> dict[str, Any]:
    """Return the changes of the move.

    The taken-over mark goes with the first move through a gate of the table or by commerce's force; suspending,
    resuming and ending prove nothing about the stage, so the mark stays. A stage that commerce can only vouch for
    (the project was taken over as suspended) is marked too.
    """
    to = event.to_stage
    vouched = state.stage == ProjectStage.SUSPENDED and state.stage_before_suspension is None
    proven = (state.stage, to) in GATES or passed in (FORCE, FORCE_TO_SIGN)
    taken_over = state.taken_over and (not proven or vouched)
    step = StageStep.model_construct(
        stage=to,
        since=event.effective_on.isoformat(),
        by_unit=context.unit,
        event_id=context.event_id,
        taken_over=taken_over,
        evidence=event.evidence,
        reason=event.reason,
    )
    changes: dict[str, Any] = {
        "stage": to,
        "stage_since": step.since,
        "stage_before_suspension": state.stage if to == ProjectStage.SUSPENDED else None,
        "stage_history": (*state.stage_history[1 - LIST_LIMIT :], step),
        "taken_over": taken_over,
        "progressed_on": milestones.progressed(state, event.effective_on),
        "milestones": _milestones(state, event, passed, context),
    }
    changes["milestone_flags"] = milestones.flags_of(changes["milestones"])
    if to == ProjectStage.TERMINATED:
        changes |= {"transfer": None, **approvals.ended(state, step, context), **problems.ended(state, step)}
    if to == ProjectStage.SIGNED and passed.contract:
        changes |= signing.signed(state, step, event.contract_reference, context)
    elif vouched and to in RANK:
        changes |= signing.vouched(state, to, context)
    elif _before_signature(to):
        changes |= signing.UNSIGNED
    return changes


def _milestones(
    state: Project, event: ProjectStageChanged, passed: Gate, context: Context
) -> tuple[ProjectMilestone, ...]:
    """Return the milestones after the move: coming back to a stage, or being sent back to it, implies none."""
    if passed in (FORCE, FORCE_TO_SIGN):
        return milestones.taken_back(state.milestones, event.to_stage)
    if (state.stage, event.to_stage) not in GATES:
        return state.milestones
    since = event.effective_on.isoformat()
    return milestones.implied(state.milestones, event.to_stage, since, context, event.evidence)


def _before_signature(stage: str) -> bool:
    return RANK.get(stage, RANK[ProjectStage.SIGNED]) < RANK[ProjectStage.SIGNED]


def _told(state: Project, moved: Project, event: ProjectStageChanged) -> tuple[AggregateRecord, ...]:
    """Return the messages to carriers, committed at signing and free at the end, and to claims: converted, put back."""
    if event.to_stage == ProjectStage.TERMINATED:
        carriers = dict.fromkeys(c.carrier_id for c in state.carriers)
        return tuple(ProjectEnded(carrier_id=c, project_id=state.project_id) for c in carriers)
    if _before_signature(event.to_stage):
        return claims_back(state)
    if (state.stage, event.to_stage) != (ProjectStage.PENDING_SIGN, ProjectStage.SIGNED):
        return ()
    carriers = dict.fromkeys(c.carrier_id for c in state.carriers if c.kind == CarrierHold.RESERVED)
    return (*(commitment_due(moved, carrier, event.effective_on) for carrier in carriers), *claim_signed(moved))
