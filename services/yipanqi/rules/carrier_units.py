"""The units of a divisible carrier: divided as a whole, or reported one by one as a list of rooms has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yipanqi.models.carrier import Carrier, CarrierDivided, CarrierUnit, CarrierUnitRecorded, Hold
from yipanqi.models.codes import CarrierHold
from yipanqi.rules.authority import not_kept_by
from yipanqi.rules.carrier_codes import CarrierCode
from yipanqi.rules.carrier_space import LAND, Span, base_status, conflict, standing
from yipanqi.rules.carrier_vacancy import carried_over
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, refuse

#: The id of the occupation that a carrier, or with its number a unit, has when it is first reported as used.
TAKEN_OVER_HOLD = "taken-over"
_FACTS = ("unit_no", "floor_m2", "storey_height_m", "floor_load_t_m2")


def divide(state: Carrier, event: CarrierDivided, context: Context) -> Outcome[Carrier]:
    """Divide a carrier anew; a unit that is held or asked for stays exactly as it is."""
    refused = not_kept_by(state, context, (state.manager_unit or state.owner_unit, state.owner_unit))
    refused = refused or _repeated(event.units) or too_large(state, event.units)
    refused = refused or _in_use(state, event.units)
    if refused:
        return refused
    return Accepted(change(state, context, _divided(state, event.units, state.holds)))


def record(state: Carrier, event: CarrierUnitRecorded, context: Context) -> Outcome[Carrier]:
    """Add one unit or change it; one that is reported first may be in use already, by whomever."""
    refused = not_kept_by(state, context, (state.manager_unit or state.owner_unit, state.owner_unit))
    if refused:
        return refused
    known = {unit.unit_no: unit for unit in state.units}
    unit = CarrierUnit.model_construct(
        **{name: getattr(event, name) for name in _FACTS}, vacant_since=event.vacant_since
    )
    units = tuple((known | {unit.unit_no: unit}).values())
    refused = too_large(state, units) or _in_use(state, units)
    if refused is None and len(units) > LIST_LIMIT:
        refused = refuse(Code.TOO_MANY, id=state.carrier_id, limit=LIST_LIMIT, what_zh="单元", what_en="units")
    taken = event.occupied and not _occupied(state, unit.unit_no)
    if refused is None and taken:
        refused = _not_takeable(state, unit.unit_no, unit.unit_no in known)
    if refused:
        return refused
    holds = (*state.holds, taken_over(context, unit.unit_no)) if taken else state.holds
    changes = _divided(state.model_copy(update={"holds": holds}), units, holds)
    if changes["units"] == state.units:
        what = {"what_zh": f"单元 {unit.unit_no} 没有变化", "what_en": f"Unit {unit.unit_no} is as it was"}
        return refuse(Code.NOTHING_CHANGED, field="unit_no", **what)
    if taken:
        changes["vacant_since"] = None
    return Accepted(change(state, context, {**changes, "holds": holds}))


def taken_over(context: Context, unit_no: str | None = None) -> Hold:
    """Return the occupation by a user whom nobody named, on days that nobody knows."""
    return Hold.model_construct(
        hold_id=TAKEN_OVER_HOLD if unit_no is None else f"{TAKEN_OVER_HOLD}-{unit_no}",
        kind=CarrierHold.OCCUPIED.value,
        unit_no=unit_no,
        requested_by=context.unit,
        granted_at=context.now,
    )


def too_large(state: Carrier, units: tuple[CarrierUnit, ...], changes: dict[str, Any] | None = None) -> Refused | None:
    """Refuse units that together are larger than their carrier: its floor, or the land of land."""
    facts = {**state.__dict__, **(changes or {})}
    whole = facts["land_m2"] if facts["kind"] in LAND and facts["land_m2"] is not None else facts["floor_m2"]
    total = sum((unit.floor_m2 for unit in units), Decimal(0))
    if whole is None or total <= whole:
        return None
    return refuse(Code.UNITS_EXCEED_FLOOR, field="units", total=total, floor=whole)


def _divided(state: Carrier, units: tuple[CarrierUnit, ...], holds: tuple[Hold, ...]) -> dict[str, Any]:
    return {"units": carried_over(state, units), **standing(base_status(state), units, holds)}


def _repeated(units: tuple[CarrierUnit, ...]) -> Refused | None:
    seen: set[str] = set()
    for unit in units:
        if unit.unit_no in seen:
            return refuse(Code.UNITS_NOT_UNIQUE, field="units", unit_no=unit.unit_no)
        seen.add(unit.unit_no)
    return None


def _in_use(state: Carrier, units: tuple[CarrierUnit, ...]) -> Refused | None:
    """Refuse other facts of a unit that somebody holds or asked for; its idle clock is none of them."""
    used = {hold.unit_no for hold in state.holds} | {pending.unit_no for pending in state.pending}
    now = {unit.unit_no: _facts(unit) for unit in units}
    for unit in state.units:
        if unit.unit_no in used and now.get(unit.unit_no) != _facts(unit):
            return refuse(Code.UNIT_IN_USE, field="units", unit_no=unit.unit_no)
    return None


def _facts(unit: CarrierUnit) -> tuple[object, ...]:
    return tuple(getattr(unit, name) for name in _FACTS)


def _occupied(state: Carrier, unit_no: str) -> bool:
    return any(hold.kind == CarrierHold.OCCUPIED and hold.unit_no == unit_no for hold in state.holds)


def _not_takeable(state: Carrier, unit_no: str, known: bool) -> Refused | None:
    if known:
        return refuse(CarrierCode.UNIT_KNOWN, field="occupied", unit_no=unit_no)
    if len(state.holds) >= LIST_LIMIT:
        return refuse(Code.TOO_MANY, id=state.carrier_id, limit=LIST_LIMIT, what_zh="占用", what_en="holds")
    return conflict(state.holds, Span(unit_no, None, None))
