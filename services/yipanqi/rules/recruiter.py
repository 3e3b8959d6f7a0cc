"""Decisions about recruiters: a unit's own people with what they cover, and the training they had. Work data only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from yipanqi.models import recruiter as events
from yipanqi.models.recruiter import Recruiter, Training, TrainingYear
from yipanqi.rules.authority import in_future, not_kept_by
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import LIST_LIMIT, change, unknown_event
from yipanqi.rules.recruiter_codes import RecruiterCode
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.register import Register

_FACTS = ("held_on", "hours", "subject", "provider")


def _begun(_: events.RecruiterRegistered, __: Context) -> dict[str, Any]:
    return {"active": True}


def _gone(state: Recruiter) -> Refused | None:
    if state.active:
        return None
    return refuse(RecruiterCode.LEFT, id=state.recruiter_id, date=state.left_on)


def _active(state: Recruiter, changes: dict[str, Any]) -> dict[str, Any]:
    """Who has no last day is still at work."""
    left_on = changes.get("left_on", state.left_on)
    return {**changes, "active": left_on is None}


def _leave(state: Recruiter, event: events.RecruiterLeft, context: Context) -> Outcome[Recruiter]:
    refused = (
        not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE)
        or _gone(state)
        or in_future(event.left_on, context, "left_on")
    )
    return refused or Accepted(change(state, context, {"left_on": event.left_on, "active": False}))


def _train(state: Recruiter, event: events.TrainingRecorded, context: Context) -> Outcome[Recruiter]:
    """The unit or commerce, which trains the whole district, records a training once."""
    refused = (
        not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE)
        or _gone(state)
        or in_future(event.held_on, context, "held_on")
    )
    if refused:
        return refused
    facts = {name: getattr(event, name) for name in _FACTS}
    if any((known.held_on, known.subject) == (event.held_on, event.subject) for known in state.trainings):
        return refuse(Code.NOTHING_CHANGED, field="subject", what_zh="该培训已登记", what_en="It is recorded already")
    if len(state.trainings) >= LIST_LIMIT:
        return refuse(Code.TOO_MANY, id=state.recruiter_id, limit=LIST_LIMIT, what_zh="培训", what_en="trainings")
    training = Training.model_construct(event_id=context.event_id, **facts)
    return Accepted(change(state, context, _with((*state.trainings, training))))


def _correct_training(state: Recruiter, event: events.TrainingCorrected, context: Context) -> Outcome[Recruiter]:
    """Change or withdraw the training that `corrects` recorded."""
    refused = not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE) or unknown_event(state, event.corrects)
    if refused is None and event.held_on is not None:
        refused = in_future(event.held_on, context, "held_on")
    if refused is None and all(known.event_id != event.corrects for known in state.trainings):
        refused = refuse(RecruiterCode.NO_TRAINING, field="corrects", id=state.recruiter_id, event=event.corrects)
    if refused:
        return refused
    facts = {name: value for name in _FACTS if (value := getattr(event, name)) is not None}
    trainings = (
        known.model_copy(update=facts) if known.event_id == event.corrects else known
        for known in state.trainings
        if not (event.withdrawn and known.event_id == event.corrects)
    )
    return Accepted(change(state, context, _with(trainings)))


def _with(trainings: Iterable[Training]) -> dict[str, Any]:
    """Return the trainings by day, and the hours of each calendar year."""
    ordered = tuple(sorted(trainings, key=lambda training: (training.held_on, training.event_id)))
    hours: dict[int, Decimal] = defaultdict(Decimal)
    for training in ordered:
        hours[training.held_on.year] += training.hours
    years = tuple(TrainingYear.model_construct(year=year, hours=hours[year]) for year in sorted(hours))
    return {"trainings": ordered, "training_years": years}


REGISTER = Register(Recruiter, more=_begun, barred=_gone, derived=_active)

RULES = Rules(
    aggregate="recruiter",
    state=Recruiter,
    begins={events.RecruiterRegistered: REGISTER.register},
    handles={
        events.RecruiterUpdated: REGISTER.update,
        events.RecruiterCorrected: REGISTER.correct,
        events.RecruiterLeft: _leave,
        events.TrainingRecorded: _train,
        events.TrainingCorrected: _correct_training,
    },
)
