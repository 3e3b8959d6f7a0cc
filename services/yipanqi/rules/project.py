"""Decisions about projects: registration, flags, taking over, the end; all else is in modules of its own."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ProjectStage
from yipanqi.models.project import (
    ApprovalAccepted,
    ApprovalCorrected,
    ApprovalGranted,
    ApprovalRefused,
    ApprovalSubmitted,
    ApprovalWithdrawn,
    CarrierFreed,
    CarrierHeld,
    ClaimAnswered,
    ClaimCheckRequested,
    FdiCounted,
    LeadCheckRequested,
    MatchCheckRequested,
    MilestoneCorrected,
    MilestonePlanned,
    MilestoneReached,
    ProblemConfirmed,
    ProblemCorrected,
    ProblemEscalated,
    ProblemRaised,
    ProblemReassigned,
    ProblemReopened,
    ProblemResolved,
    Project,
    ProjectCorrected,
    ProjectFlagSet,
    ProjectRegistered,
    ProjectStageChanged,
    ProjectTakeoverConfirmed,
    ProjectTransferAccepted,
    ProjectTransferDeclined,
    ProjectTransferOffered,
    ProjectTransferWithdrawn,
    ProjectUpdated,
    ReservationCheckRequested,
    StageStep,
    SupplementReceived,
    SupplementRequested,
)
from yipanqi.models.types import fuzzy_start
from yipanqi.rules import lead_project, match, project_problem_fix
from yipanqi.rules import project_approvals as approvals
from yipanqi.rules import project_facts as facts
from yipanqi.rules import project_milestones as milestones
from yipanqi.rules import project_problems as problems
from yipanqi.rules import project_signing as signing
from yipanqi.rules import project_transfer as transfer
from yipanqi.rules.authority import foreign_id, in_future, not_kept_by, not_role, unknown_organisation
from yipanqi.rules.handlers import Rules
from yipanqi.rules.labels import FLAG_ZH, STAGE_ZH
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.project_capital import fdi_counted
from yipanqi.rules.project_carriers import answer_check, carrier_freed, carrier_held
from yipanqi.rules.project_claims import answer_claim, claim_answered
from yipanqi.rules.project_stage import move
from yipanqi.rules.record import change, create
from yipanqi.rules.refusals import Code, refuse


def _register(state: Project | None, event: ProjectRegistered, context: Context) -> Outcome[Project]:
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="project_id", id=event.project_id)
    refused = foreign_id("project", event.project_id, context) or unknown_organisation(
        event.host_unit, context, "host_unit"
    )
    if refused:
        return refused
    if not event.taken_over and event.stage != ProjectStage.SCREENING:
        zh = STAGE_ZH[event.stage]
        return refuse(Code.REGISTRATION_STAGE, field="stage", stage=event.stage, stage_zh=zh)
    refused = in_future(fuzzy_start(event.stage_since), context, "stage_since") if event.stage_since else None
    refused = refused or signing.not_the_increment(
        event.form,
        event.investment_before,
        event.investment_after,
        event.planned_investment,
        event.planned_investment_about,
    )
    if refused:
        return refused
    step = StageStep.model_construct(
        stage=event.stage,
        since=event.stage_since,
        by_unit=context.unit,
        event_id=context.event_id,
        taken_over=event.taken_over,
    )
    more = {
        "owner_unit": context.unit,
        "taken_over_confirmed": False,
        "stage_history": (step,),
        "milestones": milestones.implied((), event.stage, event.stage_since, context),
        "progressed_on": fuzzy_start(event.stage_since) if event.stage_since else context.today,
        **signing.taken_over(event, context),
    }
    return Accepted(create(Project, event, context, **more))


def _set_flag(state: Project, event: ProjectFlagSet, context: Context) -> Outcome[Project]:
    """The owner, the host and commerce may raise a flag; only commerce clears one."""
    parties = (state.owner_unit, state.host_unit)
    refused = None if event.raised else not_role(context, Role.COMMERCE)
    refused = refused or not_kept_by(state, context, parties, Role.COMMERCE)
    if refused:
        return refused
    if state.stage == ProjectStage.TERMINATED:
        return refuse(Code.PROJECT_ENDED, id=state.project_id)
    if getattr(state, event.flag) is event.raised:
        zh = FLAG_ZH[event.flag]
        said_zh, said_en = ("已有", "is up") if event.raised else ("已清除", "is cleared")
        what_zh, what_en = f"标记“{zh}”{said_zh}", f"The flag {event.flag} {said_en} already"
        return refuse(Code.NOTHING_CHANGED, field="flag", what_zh=what_zh, what_en=what_en)
    return Accepted(change(state, context, {event.flag: event.raised}))


def _confirm(state: Project, event: ProjectTakeoverConfirmed, context: Context) -> Outcome[Project]:
    refused = not_role(context, Role.COMMERCE)
    if refused:
        return refused
    if not state.taken_over or state.taken_over_confirmed:
        return refuse(
            Code.NOTHING_CHANGED, what_zh="当前阶段无待确认的接续", what_en="The present stage awaits nothing"
        )
    if event.stage != state.stage:
        zh = {"stage_zh": STAGE_ZH[event.stage], "now_zh": STAGE_ZH[state.stage]}
        return refuse(Code.TAKEOVER_STAGE, field="stage", stage=event.stage, now=state.stage, **zh)
    return Accepted(change(state, context, {"taken_over_confirmed": True}))


#: What an ended project takes no more; corrections it does.
_COURSE = (
    MilestonePlanned,
    MilestoneReached,
    ApprovalSubmitted,
    ApprovalAccepted,
    SupplementRequested,
    SupplementReceived,
    ApprovalGranted,
    ApprovalRefused,
    ApprovalWithdrawn,
    ProblemRaised,
    ProblemEscalated,
    ProblemReassigned,
    ProblemResolved,
    ProblemConfirmed,
    ProblemReopened,
    ProjectTransferOffered,
    ProjectTransferAccepted,
    ProjectTransferDeclined,
    ProjectTransferWithdrawn,
)


def _ended(state: Project, event: AggregateRecord, context: Context) -> Refused | None:
    """Bar what belongs to the course of a project that has ended."""
    if state.stage != ProjectStage.TERMINATED or not isinstance(event, _COURSE):
        return None
    return refuse(Code.PROJECT_ENDED, id=state.project_id)


RULES = Rules(
    aggregate="project",
    state=Project,
    begins={
        ProjectRegistered: _register,
        ReservationCheckRequested: answer_check,
        FdiCounted: fdi_counted,
        ClaimCheckRequested: answer_claim,
        LeadCheckRequested: lead_project.answer_check,
        MatchCheckRequested: match.answer_check,
    },
    handles={
        ProjectUpdated: facts.update,
        ProjectCorrected: facts.correct,
        ProjectStageChanged: move,
        ProjectFlagSet: _set_flag,
        ProjectTakeoverConfirmed: _confirm,
        MilestonePlanned: milestones.plan,
        MilestoneReached: milestones.reach,
        MilestoneCorrected: milestones.correct,
        ApprovalSubmitted: approvals.submit,
        ApprovalAccepted: approvals.accept,
        SupplementRequested: approvals.ask_supplement,
        SupplementReceived: approvals.take_supplement,
        ApprovalGranted: approvals.grant,
        ApprovalRefused: approvals.refuse_approval,
        ApprovalWithdrawn: approvals.withdraw,
        ApprovalCorrected: approvals.correct,
        ProblemRaised: problems.raise_,
        ProblemEscalated: problems.escalate,
        ProblemReassigned: problems.reassign,
        ProblemResolved: problems.resolve,
        ProblemConfirmed: problems.confirm,
        ProblemReopened: problems.reopen,
        ProblemCorrected: project_problem_fix.correct,
        ProjectTransferOffered: transfer.offer,
        ProjectTransferAccepted: transfer.accept,
        ProjectTransferDeclined: transfer.decline,
        ProjectTransferWithdrawn: transfer.withdraw,
        CarrierHeld: carrier_held,
        CarrierFreed: carrier_freed,
        ClaimAnswered: claim_answered,
    },
    guard=_ended,
    missing=Code.NO_SUCH_PROJECT,
)
