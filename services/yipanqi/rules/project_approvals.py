"""Approval matters of a project (报批事项): their steps, and the clock in working days that stops for supplements.

The owner or the host submits and withdraws; what the authority does is reported by the host (without one, the owner),
by the authority itself if it is a unit, or by commerce. The clock is the authority's: it goes on while the project is
suspended. A matter may be refused without acceptance (不予受理) and while supplements are missing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ZH, ProjectApprovalStatus
from yipanqi.models.project import (
    ApprovalAccepted,
    ApprovalCorrected,
    ApprovalGranted,
    ApprovalRefused,
    ApprovalStep,
    ApprovalSubmitted,
    ApprovalWithdrawn,
    Project,
    ProjectApproval,
    StageStep,
    SupplementReceived,
    SupplementRequested,
)
from yipanqi.rules.approval_clock import read_clock
from yipanqi.rules.authority import in_future, not_kept_by, unknown_organisation
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.project_items import end, end_facts, find, full, put, without_end
from yipanqi.rules.project_milestones import not_reporter, progressed
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse
from yipanqi.workdays import NoCalendarError

_S = ProjectApprovalStatus
#: What ends a matter.
CLOSED = (_S.GRANTED, _S.REFUSED, _S.WITHDRAWN, _S.ENDED)
_OPEN = (_S.SUBMITTED, _S.ACCEPTED, _S.SUPPLEMENT)
#: How many matters a project's record holds (the oldest closed ones give way), and how many steps a matter.
MATTERS, STEPS = 100, 60
_STATUS_ZH = ZH["project.approval_status"]


def submit(state: Project, event: ApprovalSubmitted, context: Context) -> Outcome[Project]:
    """Begin a matter; one that is accepted already, as lists that are taken over have it, starts its clock."""
    parties = (state.owner_unit, state.host_unit)
    refused = not_kept_by(state, context, parties) or unknown_organisation(
        event.authority_unit, context, "authority_unit"
    )
    if refused is None and event.accepted_on is not None:
        refused = _not_reporting(state, event.authority_unit, context)
    if refused:
        return refused
    if any(matter.matter_id == event.matter_id for matter in state.approvals):
        return refuse(ProjectCode.MATTER_IN_USE, field="matter_id", id=state.project_id, matter=event.matter_id)
    given = {name: value for name, value in event.__dict__.items() if name in ProjectApproval.model_fields}
    matter = ProjectApproval.model_construct(**{**given, "status": _S.SUBMITTED, "accepted_on": None})
    submitted = _made(_S.SUBMITTED, event.submitted_on, context)
    if event.accepted_on is None:
        return _stepped(state, matter, (submitted,), context, "submitted_on")
    steps = (submitted, _made(_S.ACCEPTED, event.accepted_on, context))
    return _stepped(state, matter, steps, context, "accepted_on")


def accept(state: Project, event: ApprovalAccepted, context: Context) -> Outcome[Project]:
    """Start the clock."""
    return _report(state, event, "accepted_on", (_S.SUBMITTED,), _S.ACCEPTED, context)


def ask_supplement(state: Project, event: SupplementRequested, context: Context) -> Outcome[Project]:
    """Stop the clock."""
    return _report(state, event, "requested_on", (_S.ACCEPTED,), _S.SUPPLEMENT, context, event.note)


def take_supplement(state: Project, event: SupplementReceived, context: Context) -> Outcome[Project]:
    """Let the clock go on with what is left of the limit."""
    return _report(state, event, "received_on", (_S.SUPPLEMENT,), _S.ACCEPTED, context)


def grant(state: Project, event: ApprovalGranted, context: Context) -> Outcome[Project]:
    """End the matter with its approval."""
    return _report(state, event, "decided_on", (_S.ACCEPTED,), _S.GRANTED, context)


def refuse_approval(state: Project, event: ApprovalRefused, context: Context) -> Outcome[Project]:
    """End the matter without approval."""
    return _report(state, event, "decided_on", _OPEN, _S.REFUSED, context, event.reason)


def withdraw(state: Project, event: ApprovalWithdrawn, context: Context) -> Outcome[Project]:
    """End the matter because the applicant takes it back."""
    matter = _matter(state, event.matter_id)
    if isinstance(matter, Refused):
        return matter
    refused = not_kept_by(state, context, (state.owner_unit, state.host_unit)) or _not_in(matter, _OPEN)
    step = _made(_S.WITHDRAWN, event.withdrawn_on, context, event.reason)
    return refused or _stepped(state, matter, (*matter.steps, step), context, "withdrawn_on")


def correct(state: Project, event: ApprovalCorrected, context: Context) -> Outcome[Project]:
    """Set a step's day right, or undo the last step, and count the clock anew (invariant 9)."""
    found = _matter(state, event.matter_id)
    if isinstance(found, Refused):
        return found
    matter = found.model_copy(update={"steps": without_end(found.steps)})
    number = _named(matter, event)
    if number is None:
        names = {"event": event.corrects, "matter": event.matter_id}
        return refuse(ProjectCode.APPROVAL_STEP, field="corrects", **names)
    step = matter.steps[number]
    if refused := not_reporter(step.by_unit, context):
        return refused
    if event.undone:
        return _stepped(state, matter, _closed(matter.steps[:-1], end(state)), context, "undone")
    if event.right_on is None and event.limit_working_days is None:
        what_en = "The correction changes nothing"
        return refuse(Code.NOTHING_CHANGED, field="right_on", what_zh="更正没有给出新的内容", what_en=what_en)
    right = step.model_copy(update={"on": event.right_on or step.on, "event_id": context.event_id})
    steps = (*matter.steps[:number], right, *matter.steps[number + 1 :])
    limit = event.limit_working_days or matter.limit_working_days
    limited = matter.model_copy(update={"limit_working_days": limit})
    return _stepped(state, limited, _closed(steps, end(state)), context, "right_on")


def ended(state: Project, ending: StageStep, context: Context) -> dict[str, Any]:
    """Return the matters once the project has ended: nobody decides the open ones any more.

    The end of a project waits for no calendar: without one a running clock stops as it was last counted.
    """
    closed = [one if one.status in CLOSED else _ended(one, ending, context) for one in state.approvals]
    return {"approvals": tuple(closed)}


def _ended(matter: ProjectApproval, ending: StageStep, context: Context) -> ProjectApproval:
    steps = _closed(matter.steps, ending)
    try:
        clock = asdict(read_clock(steps, matter.limit_working_days, context.workdays))
    except NoCalendarError:
        clock = {"counted_from_on": None}
    return matter.model_copy(update={**_facts(matter, steps), **clock})


def _closed(steps: tuple[ApprovalStep, ...], ending: StageStep | None) -> tuple[ApprovalStep, ...]:
    """Return the steps of a matter, closed by the project's end if it is open when that comes."""
    if ending is None or steps[-1].status in CLOSED:
        return steps
    return (*steps, ApprovalStep.model_construct(**end_facts(ending, steps[-1])))


def _named(matter: ProjectApproval, event: ApprovalCorrected) -> int | None:
    """Return the number of the step that a correction names; None when it can't be corrected so.

    A submission that reported the acceptance too stands for two steps. The limit goes with the submission.
    """
    found = [n for n, step in enumerate(matter.steps) if step.event_id == event.corrects]
    if event.limit_working_days is not None:
        return 0 if 0 in found and not event.undone and event.status in (None, _S.SUBMITTED) else None
    found = [n for n in found if event.status in (None, matter.steps[n].status)]
    last = len(matter.steps) - 1
    if event.undone:
        return last if last in found and last > 0 else None
    return found[-1] if found else None


def _report(
    state: Project,
    event: AggregateRecord,
    day_field: str,
    allowed: tuple[str, ...],
    status: str,
    context: Context,
    note: str | None = None,
) -> Outcome[Project]:
    """Take down a step of the authority's on the day that the event's `day_field` says."""
    given = event.__dict__
    matter = _matter(state, given["matter_id"])
    if isinstance(matter, Refused):
        return matter
    refused = _not_reporting(state, matter.authority_unit, context) or _not_in(matter, allowed)
    if refused:
        return refused
    numbered = matter.model_copy(update={"document_number": given.get("document_number")})
    steps = (*matter.steps, _made(status, given[day_field], context, note))
    return _stepped(state, numbered, steps, context, day_field)


def _not_reporting(state: Project, authority_unit: str | None, context: Context) -> Refused | None:
    reporters = (state.host_unit or state.owner_unit, authority_unit)
    return not_kept_by(state, context, reporters, Role.COMMERCE)


def _matter(state: Project, matter_id: str) -> ProjectApproval | Refused:
    found = find(state.approvals, "matter_id", matter_id)
    return found or refuse(ProjectCode.NO_SUCH_MATTER, field="matter_id", id=state.project_id, matter=matter_id)


def _not_in(matter: ProjectApproval, allowed: tuple[str, ...]) -> Refused | None:
    if matter.status in allowed:
        return None
    return refuse(
        ProjectCode.APPROVAL_STATUS,
        field="matter_id",
        matter=matter.matter_id,
        status=matter.status,
        status_zh=_STATUS_ZH[matter.status],
        needed=" or ".join(allowed),
        needed_zh="或".join(f"“{_STATUS_ZH[status]}”" for status in allowed),
    )


def _made(status: str, on: date, context: Context, note: str | None = None) -> ApprovalStep:
    return ApprovalStep.model_construct(
        status=str(status), on=on, by_unit=context.unit, event_id=context.event_id, note=note
    )


def _stepped(
    state: Project, matter: ProjectApproval, steps: tuple[ApprovalStep, ...], context: Context, field: str
) -> Outcome[Project]:
    """Return the project with a matter after these steps, its clock counted from the first of them."""
    refused = _days_wrong(steps, context, field) or _too_many(state, matter, steps)
    if refused:
        return refused
    try:
        clock = read_clock(steps, matter.limit_working_days, context.workdays)
    except NoCalendarError as error:
        return refuse(Code.NO_CALENDAR, field=field, year=error.year)
    changed = matter.model_copy(update={**_facts(matter, steps), **asdict(clock)})
    changes: dict[str, Any] = {"approvals": put(state.approvals, "matter_id", changed, CLOSED, MATTERS)}
    if len(without_end(steps)) > len(matter.steps):
        changes["progressed_on"] = progressed(state, steps[-1].on)
    return Accepted(change(state, context, changes))


def _too_many(state: Project, matter: ProjectApproval, steps: tuple[ApprovalStep, ...]) -> Refused | None:
    open_ = [] if matter.steps else [one for one in state.approvals if one.status not in CLOSED]
    return full(state, steps[1:], STEPS, "该事项步骤", "steps of the matter") or full(
        state, open_, MATTERS, "在办报批事项", "open approval matters"
    )


def _facts(matter: ProjectApproval, steps: tuple[ApprovalStep, ...]) -> dict[str, Any]:
    last = steps[-1]
    decided = last.status in (_S.GRANTED, _S.REFUSED)
    return {
        "steps": steps,
        "status": last.status,
        "submitted_on": steps[0].on,
        "accepted_on": next((step.on for step in steps if step.status == _S.ACCEPTED), None),
        "decided_on": last.on if decided else None,
        "document_number": matter.document_number if decided else None,
    }


def _days_wrong(steps: tuple[ApprovalStep, ...], context: Context, field: str) -> Refused | None:
    """Refuse days to come, and steps that run backwards."""
    for earlier, later in pairwise(steps):
        if later.on < earlier.on:
            return refuse(Code.DATES_REVERSED, field=field, later=later.on, earlier=earlier.on)
    return in_future(steps[-1].on, context, field)
