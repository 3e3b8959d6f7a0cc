"""Moving in or out that was reported wrongly: its day is set right, or it is taken back (invariant 9).

A carrier's steps say what each moving in or out changed, as it was before; what is taken back is that again. Only the
last step of a space can be taken back: what came later rests on it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, CarrierUseCorrected, Hold, SpaceBefore, SpaceStep
from yipanqi.models.codes import CarrierSpaceStep, CarrierStatus
from yipanqi.rules import carrier_match
from yipanqi.rules.authority import in_future, not_kept_by
from yipanqi.rules.carrier_codes import CarrierCode
from yipanqi.rules.carrier_hold import managers, out_before_in
from yipanqi.rules.carrier_reservation import held_message
from yipanqi.rules.carrier_space import Span, base_status, conflict, find_hold, standing, wrong_unit
from yipanqi.rules.carrier_vacancy import clocked, covers, dated, whole_clock
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, refuse

_Steps = tuple[SpaceStep, ...]


def correct(state: Carrier, event: CarrierUseCorrected, context: Context) -> Outcome[Carrier]:
    """The manager, the owner or commerce names the moving in or out, and says when it was, or that it was not."""
    refused = not_kept_by(state, context, managers(state), Role.COMMERCE)
    if refused:
        return refused
    found = [n for n, step in enumerate(state.space_steps) if step.event_id == event.corrects and step.before]
    if not found:
        return refuse(CarrierCode.USE_STEP, field="corrects", event=event.corrects, id=state.carrier_id)
    (number,) = found
    if event.undone:
        return _taken_back(state, number, context)
    right = event.right_on
    if right is None or right == state.space_steps[number].changed_on:
        what_en = "The correction changes nothing"
        return refuse(Code.NOTHING_CHANGED, field="right_on", what_zh="更正没有给出新的内容", what_en=what_en)
    absorbed = state.space_steps[number].kind == CarrierSpaceStep.ABSORBED
    redated = _moved_in if absorbed else _moved_out
    return in_future(right, context, "right_on") or redated(state, number, right, context)


def _taken_back(state: Carrier, number: int, context: Context) -> Outcome[Carrier]:
    step, before = state.space_steps[number], _before(state.space_steps[number])
    if later := _later(state, number):
        return refuse(CarrierCode.USE_STEP_LATER, field="undone", later=later.event_id)
    steps = (*state.space_steps[:number], *state.space_steps[number + 1 :])
    if step.kind == CarrierSpaceStep.ABSORBED:
        return _not_moved_in(state, before, steps, context)
    return _not_restorable(state, before.hold) or _not_moved_out(state, before, steps, context)


def _not_moved_in(state: Carrier, before: SpaceBefore, steps: _Steps, context: Context) -> Outcome[Carrier]:
    """The commitment stands as it did, and the space has stood empty all the time."""
    was, clocks = before.hold, before.unit_clocks or {}
    holds, committed = _with(state, was.hold_id, kind=was.kind, from_on=was.from_on, occupied_on=None)
    units = tuple(
        dated(unit, clocks.get(unit.unit_no, before.vacant_since)) if covers(was, unit) else unit
        for unit in state.units
    )
    changes = {
        "holds": holds,
        "units": units,
        "vacant_since": whole_clock(holds, units, before.vacant_since),
        "space_steps": steps,
        **standing(base_status(state), units, holds),
    }
    return Accepted(change(state, context, changes), _told(state, committed))


def _not_moved_out(state: Carrier, before: SpaceBefore, steps: _Steps, context: Context) -> Outcome[Carrier]:
    """The user is there as before, and nothing stands empty."""
    base = base_status(state)
    if base == CarrierStatus.VACATED:
        base = before.unheld_status or base
    holds, units = (*state.holds, before.hold), clocked(state, before.hold, None)
    changes = {
        "holds": holds,
        "units": units,
        "vacant_since": None,
        "space_steps": steps,
        **standing(base, units, holds),
    }
    return Accepted(change(state, context, changes), _told(state, before.hold))


def _moved_in(state: Carrier, number: int, right: date, context: Context) -> Outcome[Carrier]:
    """Set the day of moving in right, also where the user has left since."""
    was = _before(state.space_steps[number]).hold
    since = min(was.from_on or right, right)
    later, until = _later(state, number), None
    if later is not None:
        if right > later.changed_on:
            return refuse(Code.DATES_REVERSED, field="right_on", later=later.changed_on, earlier=right)
        until = later.changed_on - timedelta(days=1)
    if refused := conflict(state.holds, Span(was.unit_no, since, until), was.hold_id):
        return refused
    days = {"from_on": since, "occupied_on": right}
    steps = tuple(
        _remembering(step, days) if step is later else step for step in _redated(state, number, right, context)
    )
    changes: dict[str, Any] = {"space_steps": steps}
    if later is None:
        changes["holds"], _ = _with(state, was.hold_id, **days)
    return Accepted(change(state, context, changes))


def _moved_out(state: Carrier, number: int, right: date, context: Context) -> Outcome[Carrier]:
    """Set the day of moving out right; the idle clocks that it started run from the right day."""
    step = state.space_steps[number]
    was, old, new = _before(step).hold, step.changed_on.isoformat(), right.isoformat()
    refused = out_before_in(was, right, "right_on")
    refused = refused or conflict(state.holds, Span(was.unit_no, was.from_on, right - timedelta(days=1)), was.hold_id)
    if refused:
        return refused
    units = tuple(dated(unit, new) if covers(was, unit) and unit.vacant_since == old else unit for unit in state.units)
    whole = new if state.vacant_since == old else state.vacant_since
    changes = {
        "units": units,
        "vacant_since": whole_clock(state.holds, units, whole),
        "space_steps": _redated(state, number, right, context),
    }
    return Accepted(change(state, context, changes))


def _redated(state: Carrier, number: int, right: date, context: Context) -> _Steps:
    """Return the steps with one's day set right; a further correction names this one."""
    steps = state.space_steps
    step = steps[number].model_copy(update={"changed_on": right, "event_id": context.event_id})
    return (*steps[:number], step, *steps[number + 1 :])


def _remembering(step: SpaceStep, days: dict[str, Any]) -> SpaceStep:
    """Return a moving out that brings the hold back with these days, should it be taken back."""
    before = _before(step)
    hold = before.hold.model_copy(update=days)
    return step.model_copy(update={"before": before.model_copy(update={"hold": hold})})


def _later(state: Carrier, number: int) -> SpaceStep | None:
    """Return the first later moving in or out of the same space."""
    hold = _before(state.space_steps[number]).hold
    space = Span(hold.unit_no, None, None)
    after = (step for step in state.space_steps[number + 1 :] if step.before is not None)
    return next((step for step in after if space.overlaps(step.unit_no, None, None)), None)


def _not_restorable(state: Carrier, hold: Hold) -> Refused | None:
    """Refuse to bring back a user of a carrier or unit that is no longer there, or that somebody else holds."""
    if state.status == CarrierStatus.WITHDRAWN:
        return refuse(Code.CARRIER_WITHDRAWN, field="carrier_id", id=state.carrier_id)
    if len(state.holds) >= LIST_LIMIT:
        return refuse(Code.TOO_MANY, id=state.carrier_id, limit=LIST_LIMIT, what_zh="占用", what_en="holds")
    return wrong_unit(state, hold.unit_no) or conflict(state.holds, Span(hold.unit_no, hold.from_on, None))


def _with(state: Carrier, hold_id: str, **changes: Any) -> tuple[tuple[Hold, ...], Hold]:
    """Return the holds with one changed, and that one."""
    hold = find_hold(state, hold_id)
    if hold is None:
        raise ValueError(f"{state.carrier_id}: the user of {hold_id} has moved in and is not there")
    changed = hold.model_copy(update=changes)
    return tuple(changed if other is hold else other for other in state.holds), changed


def _before(step: SpaceStep) -> SpaceBefore:
    if step.before is None:
        raise ValueError(f"step {step.event_id} is no moving in or out")
    return step.before


def _told(state: Carrier, hold: Hold) -> tuple[AggregateRecord, ...]:
    """Return the messages that tell the project, and the match that the hold follows from, how it stands now."""
    held = (held_message(state.carrier_id, hold),) if hold.project_id is not None else ()
    return (*held, *carrier_match.stands(state.carrier_id, hold))
