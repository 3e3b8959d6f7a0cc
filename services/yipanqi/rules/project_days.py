"""The days of a project's stages: they run forward, none lies ahead, and a correction names the move (invariant 9).

A correction that names an event which was no move means the present stage: spreadsheets name what they said last. The
day is for the unit that reported it, and for commerce. What hangs on the day goes with it: the milestone that the stage
stands for, and the day of signing.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models.codes import ProjectStage
from yipanqi.models.project import Project, ProjectCorrected, StageStep
from yipanqi.models.types import fuzzy_end, fuzzy_start
from yipanqi.rules import project_milestones as milestones
from yipanqi.rules import project_signing as signing
from yipanqi.rules.authority import in_future
from yipanqi.rules.outcome import Context, Refused
from yipanqi.rules.record import REMEMBERED
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.stages import GATES, RANK, stood

_DAY = "stage_since"
_ABOUT = frozenset({"project_id", "corrects", "reason", "cleared", "source_text", _DAY})

Steps = tuple[StageStep, ...]


def not_in_order(steps: Steps, number: int, since: str, field: str) -> Refused | None:
    """Refuse a day for the step with this number that is certainly before an earlier step's, or after a later one's.

    A reduced date counts from its first day to its last. A number beyond the steps is that of one to come.
    """
    for place, step in enumerate(steps):
        if step.since is None or place == number:
            continue
        earlier, later = (step.since, since) if place < number else (since, step.since)
        if fuzzy_end(later) < fuzzy_start(earlier):
            return refuse(Code.DATES_REVERSED, field=field, later=later, earlier=earlier)
    return None


def gives_day(event: ProjectCorrected) -> bool:
    """Return whether a correction says when a stage was reached, or that this is unknown."""
    return event.stage_since is not None or _DAY in event.cleared


def gives_day_alone(event: ProjectCorrected) -> bool:
    """Return whether a correction gives the day of a stage and no other fact."""
    others = {name for name, value in event.__dict__.items() if value is not None} - _ABOUT
    return gives_day(event) and {*others, *event.cleared, *(event.source_text or ())} <= {_DAY}


def known(state: Project, event_id: str) -> bool:
    """Return whether an event set the day of one of the project's stages."""
    return any(_set_by(step, event_id) for step in state.stage_history)


def redated(state: Project, event: ProjectCorrected, context: Context) -> dict[str, Any] | Refused:
    """Return what follows from the corrected day, but for `stage_since` itself, which is a fact of the event."""
    steps, since = state.stage_history, event.stage_since
    number = _number(steps, event.corrects)
    step = steps[number]
    refused = milestones.not_reporter(step.by_unit, context)
    if refused is None and since is not None:
        refused = in_future(fuzzy_start(since), context, _DAY) or not_in_order(steps, number, since, _DAY)
    if refused is None and since is not None and _DAY in event.cleared:
        refused = refuse(Code.CANNOT_CLEAR, field="cleared", name=_DAY)
    if refused:
        return refused
    said = (*step.since_events[1 - REMEMBERED :], context.event_id)
    right = step.model_copy(update={"since": since, "since_events": said})
    history = (*steps[:number], right, *steps[number + 1 :])
    signed = signing.redated(state, history, context)
    if isinstance(signed, Refused):
        return signed
    reached = milestones.redated(state.milestones, step, since, context, implied_by_it=_reached(steps, number))
    return {
        "stage_history": history,
        "milestones": reached,
        "milestone_flags": milestones.flags_of(reached),
        **signed,
    }


def of_present_stage(state: Project, event: ProjectCorrected) -> ProjectCorrected:
    """Return the correction without the day of an earlier stage: the present one keeps its own, and its wording."""
    if _number(state.stage_history, event.corrects) == len(state.stage_history) - 1:
        return event
    wording = {name: text for name, text in (event.source_text or {}).items() if name != _DAY}
    cleared = tuple(name for name in event.cleared if name != _DAY)
    return event.model_copy(update={_DAY: None, "cleared": cleared, "source_text": wording or None})


def _number(steps: Steps, corrects: str) -> int:
    """Return the number of the step whose day the event set, that of the present one when it set none."""
    found = (n for n, step in enumerate(steps) if _set_by(step, corrects))
    return next(found, len(steps) - 1)


def _set_by(step: StageStep, event_id: str) -> bool:
    return event_id == step.event_id or event_id in step.since_events


def _reached(steps: Steps, number: int) -> bool:
    """Return whether the project came to the stage here, by its registration or a gate, and was not sent back since."""
    stage = steps[number].stage
    came = number == 0 or (steps[number - 1].stage, stage) in GATES
    return came and RANK.get(stage, 0) <= RANK.get(stood(steps) or ProjectStage.SCREENING, 0)
