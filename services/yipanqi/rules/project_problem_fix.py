"""Corrections of problems (问题更正): a step that was entered wrongly is put right, or taken back (invariant 9).

What a problem is follows from its steps: a corrected step carries its level, its unit and its day on to those after it,
as far as these only repeated them. The one who reported the step, the project's owner and commerce correct it; the unit
in charge may put its own solution right, and what the problem is, but not how grave, whose or how urgent (invariant 3).
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from yipanqi.models.codes import ProjectProblemStatus
from yipanqi.models.project import ProblemCorrected, ProblemStep, Project, ProjectProblem
from yipanqi.rules.authority import in_future, not_kept_by, unknown_organisation
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.project_items import end, full, put, without_end
from yipanqi.rules.project_problems import CLOSED, OPEN, PROBLEMS, STEPS, closed_by, due_too_early, named
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

_S = ProjectProblemStatus
Steps = tuple[ProblemStep, ...]
_PLACE = ("level", "responsible_unit", "due_on")
_CONTENT = ("kind", "description", "raised_on")
_SOLUTION = ("resolved_on", "resolution")


def correct(state: Project, event: ProblemCorrected, context: Context) -> Outcome[Project]:
    """Put a step right, take the last one back, or withdraw a problem that was raised by mistake."""
    found = named(state, event.problem_id, tuple(status for status in _S if status != _S.WITHDRAWN))
    if isinstance(found, Refused):
        return found
    reported = without_end(found.steps)
    problem = found.model_copy(update={"steps": reported, "status": reported[-1].status})
    number = next((n for n, step in enumerate(problem.steps) if step.event_id == event.corrects), None)
    facts = {name: event.__dict__[name] for name in (*_CONTENT, *_PLACE, *_SOLUTION)}
    facts = {name: value for name, value in facts.items() if value is not None}
    if number is None or (event.undone and number not in (0, len(problem.steps) - 1)):
        return refuse(ProjectCode.PROBLEM_STEP, field="corrects", event=event.corrects, problem=event.problem_id)
    refused = _not_entitled(state, problem, number, event, facts, context) or _not_of_step(
        problem, number, event, facts
    )
    if refused:
        return refused
    if event.undone:
        return _taken_back(state, problem, number, event.reason, context)
    return _put_right(state, problem, number, facts, context)


def _not_entitled(
    state: Project,
    problem: ProjectProblem,
    number: int,
    event: ProblemCorrected,
    facts: dict[str, Any],
    context: Context,
) -> Refused | None:
    step = problem.steps[number]
    refused = not_kept_by(state, context, (state.owner_unit, step.by_unit), Role.COMMERCE)
    if refused or context.unit != problem.responsible_unit or step.status == _S.RESOLVED:
        return refused
    if not event.undone and facts.keys() <= {*_CONTENT}:
        return None
    return refuse(ProjectCode.PROBLEM_OWN_CASE, field="problem_id", unit=context.unit, problem=problem.problem_id)


def _not_of_step(
    problem: ProjectProblem, number: int, event: ProblemCorrected, facts: dict[str, Any]
) -> Refused | None:
    """Refuse facts that the step did not set."""
    wrong = sorted(facts) if event.undone else sorted(facts.keys() - _set_by(problem.steps, number))
    if not wrong:
        return None
    return refuse(ProjectCode.PROBLEM_STEP_FACT, field=wrong[0], event=event.corrects, problem=problem.problem_id)


def _set_by(steps: Steps, number: int) -> set[str]:
    step = steps[number]
    if number == 0:
        return {*_CONTENT, *_PLACE}
    if step.status == _S.RESOLVED:
        return {*_SOLUTION}
    before = steps[number - 1]
    if step.status == _S.CONFIRMED or before.status == _S.RESOLVED:
        return {"due_on"} if step.status == _S.REOPENED else set()
    return {*_PLACE} if step.level > before.level else {"responsible_unit", "due_on"}


def _taken_back(
    state: Project, problem: ProjectProblem, number: int, reason: str, context: Context
) -> Outcome[Project]:
    if number > 0:
        return _folded(state, problem, problem.steps[:-1], {}, context)
    refused = full(state, problem.steps, STEPS, "该问题步骤", "steps of the problem")
    if refused:
        return refused
    mistaken = problem.steps[-1].model_copy(
        update={
            "status": _S.WITHDRAWN.value,
            "on": context.today,
            "by_unit": context.unit,
            "event_id": context.event_id,
            "note": reason,
        }
    )
    return _folded(state, problem, (*problem.steps, mistaken), {}, context)


def _put_right(
    state: Project, problem: ProjectProblem, number: int, facts: dict[str, Any], context: Context
) -> Outcome[Project]:
    if "responsible_unit" in facts and isinstance(closed := named(state, problem.problem_id, OPEN), Refused):
        return closed
    steps = list(problem.steps)
    for name in _PLACE:
        if name in facts:
            _carry(steps, number, name, facts[name])
    own: dict[str, Any] = {"event_id": context.event_id}
    day = facts.get("raised_on") or facts.get("resolved_on")
    own |= {"on": day} if day else {}
    own |= {"note": facts["resolution"]} if "resolution" in facts else {}
    steps[number] = steps[number].model_copy(update=own)
    content: dict[str, Any] = {name: facts[name] for name in ("kind", "description") if name in facts}
    refused = _impossible(problem, tuple(steps), facts, context)
    return refused or _folded(state, problem, tuple(steps), content, context)


def _carry(steps: list[ProblemStep], number: int, name: str, value: object) -> None:
    """Set a value from a step on, as far as the later ones only repeated it."""
    old = getattr(steps[number], name)
    for later in range(number, len(steps)):
        if getattr(steps[later], name) != old:
            return
        steps[later] = steps[later].model_copy(update={name: value})


def _impossible(problem: ProjectProblem, steps: Steps, facts: dict[str, Any], context: Context) -> Refused | None:
    refused = unknown_organisation(facts.get("responsible_unit"), context, "responsible_unit")
    raised = steps[0].on
    for name in ("raised_on", "resolved_on"):
        refused = refused or (in_future(facts[name], context, name) if name in facts else None)
    refused = refused or due_too_early(raised, steps[-1].due_on)
    for step in steps:
        if refused is None and step.status == _S.RESOLVED and step.on < raised:
            refused = refuse(Code.DATES_REVERSED, field="resolved_on", later=step.on, earlier=raised)
    for (one, other), (was, became) in zip(pairwise(steps), pairwise(problem.steps), strict=True):
        lower = other.level < one.level or (became.level > was.level and other.level == one.level)
        if refused is None and lower:
            names = {"problem": problem.problem_id, "level": one.level}
            refused = refuse(ProjectCode.LEVEL_NOT_HIGHER, field="level", **names)
    return refused


def _folded(
    state: Project, problem: ProjectProblem, steps: Steps, content: dict[str, Any], context: Context
) -> Outcome[Project]:
    """Return the project with the problem as its steps now say it is."""
    last = steps[-1]
    solved = (
        [step for step in steps if step.status == _S.RESOLVED] if last.status in (_S.RESOLVED, _S.CONFIRMED) else []
    )
    day: date | None = solved[-1].on if solved else None
    facts = {
        **content,
        **{name: getattr(last, name) for name in ("status", *_PLACE)},
        "raised_on": steps[0].on,
        "resolved_on": day,
        "resolution": solved[-1].note if solved else None,
    }
    same = len(steps) == len(problem.steps) and all(getattr(problem, name) == facts[name] for name in facts)
    if same and [_told(step) for step in steps] == [_told(step) for step in problem.steps]:
        what_en = "The correction changes nothing"
        return refuse(Code.NOTHING_CHANGED, field="corrects", what_zh="更正没有给出新的内容", what_en=what_en)
    changed = closed_by(end(state), problem.model_copy(update={**facts, "steps": steps}))
    return Accepted(change(state, context, {"problems": put(state.problems, "problem_id", changed, CLOSED, PROBLEMS)}))


def _told(step: ProblemStep) -> dict[str, Any]:
    return step.model_dump(exclude={"event_id"})
