"""Milestones of a project (里程碑): planned, reached, corrected; and what the stages say about them.

A milestone is a fact beside the stages, in any order but one: nothing is completed before it is started. Building begun
before its permit happens, so it is flagged, not refused. A day that nobody reported is taken from the move to the stage
that stands for it, and goes with it when commerce moves the project back; a reported day stands until it is corrected.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yipanqi.models.codes import ZH, ProjectMilestoneFlag, ProjectStage
from yipanqi.models.codes import ProjectMilestone as Name
from yipanqi.models.common import Evidence
from yipanqi.models.project import (
    MilestoneCorrected,
    MilestonePlanned,
    MilestoneReached,
    Project,
    ProjectMilestone,
    StageStep,
)
from yipanqi.models.types import fuzzy_end, fuzzy_start
from yipanqi.rules.authority import in_future, not_kept_by
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.stages import RANK

Milestones = tuple[ProjectMilestone, ...]
MILESTONE_ZH = ZH["project.milestone"]

#: The stage whose day is a milestone's day when nobody reported one; operating is what producing is elsewhere.
IMPLIED: dict[str, str] = {
    ProjectStage.BUILDING: Name.STARTED,
    ProjectStage.COMPLETED: Name.COMPLETED,
    ProjectStage.PRODUCING: Name.PRODUCING,
    ProjectStage.OPERATING: Name.PRODUCING,
}
_NO_PLAN = {"planned_on": None, "planned_event": None, "planned_by": None, "plan_reason": None}
_NOT_REACHED: dict[str, Any] = {
    "reached_on": None,
    "reached_event": None,
    "reached_by": None,
    "by_stage": False,
    "evidence": (),
}


def plan(state: Project, event: MilestonePlanned, context: Context) -> Outcome[Project]:
    """Take down a plan; the first one is kept beside the one that holds."""
    refused = not_kept_by(state, context, (state.owner_unit, state.host_unit))
    entry = _entry(state.milestones, event.milestone)
    refused = refused or _not_plannable(entry, event)
    if refused:
        return refused
    given: dict[str, Any] = {
        "planned_on": event.planned_on,
        "planned_event": context.event_id,
        "planned_by": context.unit,
        "plan_reason": event.reason,
    }
    if entry.first_planned_on is None:
        given |= {
            "first_planned_on": event.planned_on,
            "first_planned_event": context.event_id,
            "first_planned_by": context.unit,
        }
    if entry.planned_on is not None:
        given["replans"] = entry.replans + 1
    return Accepted(change(state, context, {"milestones": _put(state.milestones, entry, given)}))


def _not_plannable(entry: ProjectMilestone, event: MilestonePlanned) -> Refused | None:
    zh = MILESTONE_ZH[event.milestone]
    if entry.reached_on is not None:
        return refuse(
            ProjectCode.MILESTONE_REACHED,
            field="milestone",
            zh=zh,
            milestone=event.milestone,
            reached=entry.reached_on,
        )
    if entry.planned_on == event.planned_on:
        what_en = f"{event.milestone} is planned for that day already"
        return refuse(Code.NOTHING_CHANGED, field="planned_on", what_zh=f"里程碑“{zh}”已是该计划日期", what_en=what_en)
    if entry.planned_on is None or event.reason is not None:
        return None
    names = {"zh": zh, "milestone": event.milestone, "planned": entry.planned_on}
    return refuse(ProjectCode.PLAN_REASON, field="reason", **names)


def reach(state: Project, event: MilestoneReached, context: Context) -> Outcome[Project]:
    """Take down that a milestone was reached, by one of the parties, with what proves it."""
    entry = _entry(state.milestones, event.milestone)
    names = {"zh": MILESTONE_ZH[event.milestone], "milestone": event.milestone}
    refused = not_kept_by(state, context, (state.owner_unit, state.host_unit), Role.COMMERCE)
    if refused is None and entry.reached_on is not None:
        refused = refuse(ProjectCode.MILESTONE_REACHED, field="milestone", reached=entry.reached_on, **names)
    refused = refused or in_future(fuzzy_start(event.reached_on), context, "reached_on")
    refused = refused or _unproven(event.evidence, entry)
    if refused:
        return refused
    given = _reached(event.reached_on, context, event.evidence, by_stage=False)
    return _changed(state, context, _put(state.milestones, entry, given), "reached_on", event.reached_on)


def _unproven(evidence: tuple[Evidence, ...], entry: ProjectMilestone) -> Refused | None:
    """Refuse a day that is reported, not implied by a stage, and that nothing proves."""
    if evidence:
        return None
    names = {"zh": MILESTONE_ZH[entry.milestone], "milestone": entry.milestone}
    return refuse(ProjectCode.MILESTONE_EVIDENCE, field="evidence", **names)


def correct(state: Project, event: MilestoneCorrected, context: Context) -> Outcome[Project]:
    """Set the plan or the day right that the named event had set; without a day it is taken back (invariant 9)."""
    entry = _entry(state.milestones, event.milestone)
    if event.corrects == entry.reached_event:
        reporter, given = entry.reached_by, _corrected_day(entry, event, context)
    elif event.corrects in (entry.planned_event, entry.first_planned_event):
        reporter = entry.planned_by if event.corrects == entry.planned_event else entry.first_planned_by
        given = _corrected_plan(entry, event, context)
    else:
        zh = MILESTONE_ZH[event.milestone]
        return refuse(
            ProjectCode.MILESTONE_EVENT,
            field="corrects",
            event=event.corrects,
            zh=zh,
            milestone=event.milestone,
        )
    refused = not_reporter(reporter, context)
    if refused is None and event.corrects == entry.reached_event and event.right_on is not None:
        refused = in_future(fuzzy_start(event.right_on), context, "right_on") or _unproven(given["evidence"], entry)
    return refused or _changed(state, context, _put(state.milestones, entry, given), "right_on")


def not_reporter(reporter: str | None, context: Context) -> Refused | None:
    """Refuse to correct what another unit reported; commerce may."""
    if reporter == context.unit or context.role == Role.COMMERCE:
        return None
    return refuse(ProjectCode.NOT_THE_REPORTER, field="corrects", reporter=reporter, unit=context.unit)


def _corrected_day(entry: ProjectMilestone, event: MilestoneCorrected, context: Context) -> dict[str, Any]:
    """Return the right day; what proved the milestone still does, unless the correction brings other documents."""
    if event.right_on is None:
        return _NOT_REACHED
    return _reached(event.right_on, context, event.evidence or entry.evidence, by_stage=False)


def _corrected_plan(entry: ProjectMilestone, event: MilestoneCorrected, context: Context) -> dict[str, Any]:
    right, given = event.right_on, {}
    named = context.event_id if right else None
    if event.corrects == entry.first_planned_event:
        given = {"first_planned_on": right, "first_planned_event": named}
    if event.corrects == entry.planned_event:
        given |= {"planned_on": right, "planned_event": named} if right else _NO_PLAN
    return given


# What the stages say -----------------------------------------------------------------------------------------


def implied(
    milestones: Milestones, stage: str, since: str | None, context: Context, evidence: tuple[Evidence, ...] = ()
) -> Milestones:
    """Return the milestones with the one that a stage stands for reached on the stage's day, unless it was before."""
    name = IMPLIED.get(stage)
    if name is None or since is None:
        return milestones
    entry = _entry(milestones, name)
    if entry.reached_on is not None:
        return milestones
    return _put(milestones, entry, _reached(since, context, evidence, by_stage=True))


def taken_back(milestones: Milestones, to_stage: str) -> Milestones:
    """Return the milestones without those that only stages beyond `to_stage` had implied."""
    beyond = {IMPLIED[stage] for stage in IMPLIED if RANK[stage] > RANK[to_stage]}
    return tuple(
        entry.model_copy(update=_NOT_REACHED) if entry.by_stage and entry.milestone in beyond else entry
        for entry in milestones
    )


def redated(
    milestones: Milestones, step: StageStep, since: str | None, context: Context, *, implied_by_it: bool
) -> Milestones:
    """Return the milestones after the day of a stage was corrected; a reported day stands.

    `implied_by_it`: the step stands for the milestone, which may have had no day so far.
    """
    entry = _entry(milestones, IMPLIED.get(step.stage, ""))
    if entry.by_stage and entry.reached_event in (step.event_id, *step.since_events):
        right = {"reached_on": since, "reached_event": context.event_id} if since else _NOT_REACHED
        return _put(milestones, entry, right)
    return implied(milestones, step.stage, since, context, step.evidence) if implied_by_it else milestones


def reversed_order(milestones: Milestones, field: str) -> Refused | None:
    """Refuse a completion that is certainly before the start."""
    started, completed = (_entry(milestones, name).reached_on for name in (Name.STARTED, Name.COMPLETED))
    if started is None or completed is None or fuzzy_end(completed) >= fuzzy_start(started):
        return None
    return refuse(Code.DATES_REVERSED, field=field, later=completed, earlier=started)


def flags_of(milestones: Milestones) -> tuple[str, ...]:
    """Return what is odd about the order of the milestones reached."""
    permit, started = (_entry(milestones, name).reached_on for name in (Name.CONSTRUCTION_PERMIT, Name.STARTED))
    if permit is None or started is None or fuzzy_end(started) >= fuzzy_start(permit):
        return ()
    return (ProjectMilestoneFlag.STARTED_BEFORE_PERMIT.value,)


def progressed(state: Project | None, day: date) -> date:
    """Return the last day of progress once something happened on `day`; a late report does not turn it back."""
    last = state.progressed_on if state else None
    return day if last is None else max(last, day)


def _changed(
    state: Project, context: Context, milestones: Milestones, field: str, day: str | None = None
) -> Outcome[Project]:
    refused = reversed_order(milestones, field)
    if refused:
        return refused
    changes: dict[str, Any] = {"milestones": milestones, "milestone_flags": flags_of(milestones)}
    if day is not None:
        changes["progressed_on"] = progressed(state, fuzzy_start(day))
    return Accepted(change(state, context, changes))


def _reached(day: str, context: Context, evidence: tuple[Evidence, ...], *, by_stage: bool) -> dict[str, Any]:
    return {
        "reached_on": day,
        "reached_event": context.event_id,
        "reached_by": context.unit,
        "by_stage": by_stage,
        "evidence": evidence,
    }


def _entry(milestones: Milestones, name: str) -> ProjectMilestone:
    found = next((entry for entry in milestones if entry.milestone == name), None)
    return found or ProjectMilestone.model_construct(milestone=name)


def _put(milestones: Milestones, entry: ProjectMilestone, given: dict[str, Any]) -> Milestones:
    """Return the milestones with a changed entry, in the order of the code list."""
    kept = {one.milestone: one for one in (*milestones, entry.model_copy(update=given))}
    return tuple(kept[name] for name in MILESTONE_ZH if name in kept)
