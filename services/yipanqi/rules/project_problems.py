"""Problems of a project (问题): raised, escalated, reassigned, solved by the unit in charge, confirmed by another one.

A party to the project (owner, host or commerce) raises a problem. The one who raised it, the unit in charge, the owner
and commerce escalate it; the owner and commerce reassign it. Whether it is solved, whose it is and how urgent is not
for the unit in charge to say (invariant 3): the one who raised it, the owner, the host or commerce confirms the
solution or opens the problem again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yipanqi.models.codes import ZH, ProjectProblemStatus
from yipanqi.models.project import (
    ProblemConfirmed,
    ProblemEscalated,
    ProblemRaised,
    ProblemReassigned,
    ProblemReopened,
    ProblemResolved,
    ProblemStep,
    Project,
    ProjectProblem,
    StageStep,
)
from yipanqi.rules.authority import in_future, not_kept_by, unknown_organisation
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.project_items import end_facts, find, full, put
from yipanqi.rules.project_milestones import progressed
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

_S = ProjectProblemStatus
#: What a unit still has to solve.
OPEN = (_S.RAISED, _S.ESCALATED, _S.REOPENED)
CLOSED = (_S.CONFIRMED, _S.WITHDRAWN, _S.ENDED)
#: How many problems a project's record holds (the oldest closed ones give way), and how many steps a problem.
PROBLEMS, STEPS = 100, 60
_STATUS_ZH = ZH["project.problem_status"]


def raise_(state: Project, event: ProblemRaised, context: Context) -> Outcome[Project]:
    """Begin a problem."""
    refused = (
        not_kept_by(state, context, (state.owner_unit, state.host_unit), Role.COMMERCE)
        or unknown_organisation(event.responsible_unit, context, "responsible_unit")
        or in_future(event.raised_on, context, "raised_on")
        or due_too_early(event.raised_on, event.due_on)
    )
    if refused is None and find(state.problems, "problem_id", event.problem_id):
        names = {"id": state.project_id, "problem": event.problem_id}
        refused = refuse(ProjectCode.PROBLEM_IN_USE, field="problem_id", **names)
    open_ = [problem for problem in state.problems if problem.status not in CLOSED]
    refused = refused or full(state, open_, PROBLEMS, "未销号问题", "open problems")
    if refused:
        return refused
    given = {name: value for name, value in event.__dict__.items() if name in ProjectProblem.model_fields}
    problem = ProjectProblem.model_construct(**given, status=str(_S.RAISED), raised_by=context.unit)
    return _stepped(state, problem, {"status": _S.RAISED}, event.raised_on, None, context)


def escalate(state: Project, event: ProblemEscalated, context: Context) -> Outcome[Project]:
    """Take a problem to a higher level."""
    problem = named(state, event.problem_id, OPEN)
    if isinstance(problem, Refused):
        return problem
    units = (problem.raised_by, problem.responsible_unit, state.owner_unit)
    refused = (
        not_kept_by(state, context, units, Role.COMMERCE)
        or _eases_its_task(state, problem, event, context)
        or _misplaced(problem, event, context)
    )
    if refused is None and event.level <= problem.level:
        names = {"problem": problem.problem_id, "level": problem.level}
        refused = refuse(ProjectCode.LEVEL_NOT_HIGHER, field="level", **names)
    given = _placed(problem, event) | {"status": _S.ESCALATED, "level": event.level}
    return refused or _stepped(state, problem, given, context.today, event.reason, context)


def reassign(state: Project, event: ProblemReassigned, context: Context) -> Outcome[Project]:
    """Put another unit in charge, or set another day."""
    problem = named(state, event.problem_id, OPEN)
    if isinstance(problem, Refused):
        return problem
    refused = not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE) or _misplaced(problem, event, context)
    given = _placed(problem, event)
    if refused is None and given == {n: getattr(problem, n) for n in given}:
        what = {"what_zh": "责任单位和期限未变", "what_en": "Unit in charge and due day are the same"}
        refused = refuse(Code.NOTHING_CHANGED, field="responsible_unit", **what)
    return refused or _stepped(state, problem, given, context.today, event.reason, context)


def resolve(state: Project, event: ProblemResolved, context: Context) -> Outcome[Project]:
    """Take down the solution of the unit in charge."""
    problem = named(state, event.problem_id, OPEN)
    if isinstance(problem, Refused):
        return problem
    refused = not_kept_by(state, context, (problem.responsible_unit,)) or in_future(
        event.resolved_on, context, "resolved_on"
    )
    if refused is None and event.resolved_on < problem.raised_on:
        names = {"later": event.resolved_on, "earlier": problem.raised_on}
        refused = refuse(Code.DATES_REVERSED, field="resolved_on", **names)
    given = {"status": _S.RESOLVED, "resolved_on": event.resolved_on, "resolution": event.resolution}
    return refused or _stepped(state, problem, given, event.resolved_on, event.resolution, context)


def confirm(state: Project, event: ProblemConfirmed, context: Context) -> Outcome[Project]:
    """Close a problem whose solution holds."""
    problem = named(state, event.problem_id, (_S.RESOLVED,))
    if isinstance(problem, Refused):
        return problem
    refused = _not_judge(state, problem, context)
    return refused or _stepped(state, problem, {"status": _S.CONFIRMED}, context.today, event.remark, context)


def reopen(state: Project, event: ProblemReopened, context: Context) -> Outcome[Project]:
    """Open a problem again whose solution does not hold."""
    problem = named(state, event.problem_id, (_S.RESOLVED,))
    if isinstance(problem, Refused):
        return problem
    due = event.due_on or problem.due_on
    refused = _not_judge(state, problem, context) or due_too_early(problem.raised_on, due)
    given = {"status": _S.REOPENED, "due_on": due, "resolved_on": None, "resolution": None}
    return refused or _stepped(state, problem, given, context.today, event.reason, context)


def ended(state: Project, ending: StageStep) -> dict[str, Any]:
    """Return the problems once the project has ended: nobody solves or judges the open ones any more."""
    return {"problems": tuple(closed_by(ending, problem) for problem in state.problems)}


def closed_by(ending: StageStep | None, problem: ProjectProblem) -> ProjectProblem:
    """Return the problem, closed by the project's end if it is open when that comes; its solution stays as it is."""
    if ending is None or problem.status in CLOSED:
        return problem
    last = problem.steps[-1].model_copy(update=end_facts(ending, problem.steps[-1]))
    return problem.model_copy(update={"status": last.status, "steps": (*problem.steps, last)})


def named(state: Project, problem_id: str, allowed: tuple[str, ...]) -> ProjectProblem | Refused:
    """Return the problem if it stands as it must for what is to be done."""
    found = find(state.problems, "problem_id", problem_id)
    if found is None:
        names = {"id": state.project_id, "problem": problem_id}
        return refuse(ProjectCode.NO_SUCH_PROBLEM, field="problem_id", **names)
    if found.status in allowed:
        return found
    return refuse(
        ProjectCode.PROBLEM_STATUS,
        field="problem_id",
        problem=problem_id,
        status=found.status,
        status_zh=_STATUS_ZH[found.status],
        needed=" or ".join(allowed),
        needed_zh="或".join(f"“{_STATUS_ZH[status]}”" for status in allowed),
    )


def _not_judge(state: Project, problem: ProjectProblem, context: Context) -> Refused | None:
    refused = not_kept_by(state, context, (problem.raised_by, state.owner_unit, state.host_unit), Role.COMMERCE)
    if refused is None and context.unit == problem.responsible_unit:
        refused = _own_case(problem, "problem_id", context)
    return refused


def _eases_its_task(
    state: Project, problem: ProjectProblem, event: ProblemEscalated, context: Context
) -> Refused | None:
    """Refuse another day or unit from the unit in charge, unless it may reassign the problem anyway."""
    if context.unit != problem.responsible_unit or context.unit == state.owner_unit or context.role == Role.COMMERCE:
        return None
    given = (name for name in ("due_on", "responsible_unit") if event.__dict__[name] is not None)
    field = next(given, None)
    return _own_case(problem, field, context) if field else None


def _own_case(problem: ProjectProblem, field: str, context: Context) -> Refused:
    return refuse(ProjectCode.PROBLEM_OWN_CASE, field=field, unit=context.unit, problem=problem.problem_id)


def _misplaced(
    problem: ProjectProblem, event: ProblemEscalated | ProblemReassigned, context: Context
) -> Refused | None:
    return unknown_organisation(event.responsible_unit, context, "responsible_unit") or due_too_early(
        problem.raised_on, event.due_on or problem.due_on
    )


def _placed(problem: ProjectProblem, event: ProblemEscalated | ProblemReassigned) -> dict[str, Any]:
    return {
        "responsible_unit": event.responsible_unit or problem.responsible_unit,
        "due_on": event.due_on or problem.due_on,
    }


def due_too_early(raised_on: date, due_on: date) -> Refused | None:
    """Refuse a due day before the problem came up; one that has passed is possible: lists are taken over late."""
    if due_on >= raised_on:
        return None
    return refuse(Code.DATES_REVERSED, field="due_on", later=due_on, earlier=raised_on)


def _stepped(
    state: Project, problem: ProjectProblem, given: dict[str, Any], on: date, note: str | None, context: Context
) -> Outcome[Project]:
    """Return the project with the problem after a step that changes what is `given`."""
    refused = full(state, problem.steps, STEPS, "该问题步骤", "steps of the problem")
    if refused:
        return refused
    changed = problem.model_copy(update=given)
    step = ProblemStep.model_construct(
        status=str(changed.status),
        level=changed.level,
        responsible_unit=changed.responsible_unit,
        due_on=changed.due_on,
        on=on,
        by_unit=context.unit,
        event_id=context.event_id,
        note=note,
    )
    changed = changed.model_copy(update={"status": str(changed.status), "steps": (*problem.steps, step)})
    changes: dict[str, Any] = {"problems": put(state.problems, "problem_id", changed, CLOSED, PROBLEMS)}
    if changed.status == _S.RESOLVED:
        changes["progressed_on"] = progressed(state, on)
    return Accepted(change(state, context, changes))
