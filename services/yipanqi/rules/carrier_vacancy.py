"""The idle clock: since when a carrier and each of its units stand empty, and when space came free or was taken.

`vacant_since` of a unit is that unit's own; of the carrier, since when the whole of it stands empty. Reserving and
committing leave the clocks alone: space that is promised is still empty.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.models.carrier import Carrier, CarrierUnit, Hold, SpaceStep
from yipanqi.models.codes import CarrierHold, CarrierSpaceStep
from yipanqi.rules.carrier_space import counted_area
from yipanqi.rules.outcome import Context

#: How many steps a carrier remembers; the ledger has them all.
_STEPS = 200


def stopped(state: Carrier, hold: Hold, on: date, context: Context) -> dict[str, Any]:
    """Return the changes when a hold's space is taken into use."""
    units = tuple(_dated(unit, None) if _covers(hold, unit) else unit for unit in state.units)
    return {"vacant_since": None, "units": units} | _step(state, CarrierSpaceStep.ABSORBED, hold.unit_no, on, context)


def started(state: Carrier, hold: Hold, on: date, context: Context) -> dict[str, Any]:
    """Return the changes when a hold's space comes free; the whole stands empty once its last user has gone."""
    day = on.isoformat()
    units = tuple(_dated(unit, day) if _covers(hold, unit) else unit for unit in state.units)
    changes: dict[str, Any] = {"units": units}
    others = (other for other in state.holds if other.hold_id != hold.hold_id)
    if not any(other.kind == CarrierHold.OCCUPIED for other in others):
        changes["vacant_since"] = day
    return changes | _step(state, CarrierSpaceStep.RELEASED, hold.unit_no, on, context)


def listed(state: Carrier, context: Context) -> dict[str, Any]:
    """Return the change when a carrier comes on the market first: what of it nobody holds is released."""
    held = {hold.unit_no for hold in state.holds}
    free = [unit for unit in state.units if unit.unit_no not in held]
    changes = _step(state, CarrierSpaceStep.RELEASED, None, context.today, context)
    if free and len(free) < len(state.units):
        (*before, last) = changes["space_steps"]
        partly = last.model_copy(update={"area_m2": sum((unit.floor_m2 for unit in free), Decimal(0))})
        changes = {"space_steps": (*before, partly)}
    return changes


def _step(state: Carrier, kind: CarrierSpaceStep, unit_no: str | None, on: date, context: Context) -> dict[str, Any]:
    noted = SpaceStep.model_construct(
        kind=kind.value,
        changed_on=on,
        unit_no=unit_no,
        area_m2=counted_area(state, unit_no),
        event_id=context.event_id,
    )
    return {"space_steps": (*state.space_steps[1 - _STEPS :], noted)}


def carried_over(state: Carrier, units: tuple[CarrierUnit, ...]) -> tuple[CarrierUnit, ...]:
    """Return units with their clocks: as given, as known, else that of the whole; none while a unit is used."""
    known = {unit.unit_no: unit.vacant_since for unit in state.units}
    used = {hold.unit_no for hold in state.holds if hold.kind == CarrierHold.OCCUPIED}
    return tuple(
        _dated(unit, None)
        if {unit.unit_no, None} & used
        else _dated(unit, unit.vacant_since or known.get(unit.unit_no, state.vacant_since))
        for unit in units
    )


def _covers(hold: Hold, unit: CarrierUnit) -> bool:
    return hold.unit_no in (None, unit.unit_no)


def _dated(unit: CarrierUnit, since: str | None) -> CarrierUnit:
    return unit if unit.vacant_since == since else unit.model_copy(update={"vacant_since": since})
