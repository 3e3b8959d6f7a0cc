"""The idle clock: since when a carrier and each of its units stand empty, and when space came free or was taken.

`vacant_since` of a unit is that unit's own; of the carrier, since when the whole of it stands empty. Reserving and
committing leave the clocks alone: space that is promised is still empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.models.carrier import Carrier, CarrierUnit, Hold, SpaceBefore, SpaceStep
from yipanqi.models.codes import CarrierHold, CarrierSpaceStep
from yipanqi.models.types import fuzzy_end
from yipanqi.rules.carrier_space import base_status, counted_area
from yipanqi.rules.outcome import Context

#: How many steps a carrier remembers; the ledger has them all.
_STEPS = 200


def stopped(state: Carrier, hold: Hold, on: date, context: Context) -> dict[str, Any]:
    """Return the changes when a hold's space is taken into use."""
    before = SpaceBefore.model_construct(
        hold=hold,
        vacant_since=state.vacant_since,
        unit_clocks={
            unit.unit_no: unit.vacant_since for unit in state.units if covers(hold, unit) and unit.vacant_since
        },
    )
    changes = {"vacant_since": None, "units": clocked(state, hold, None)}
    area = counted_area(state, hold.unit_no)
    return changes | _step(state, CarrierSpaceStep.ABSORBED, hold.unit_no, area, on, context, before)


def started(state: Carrier, hold: Hold, on: date, context: Context) -> dict[str, Any]:
    """Return the changes when a hold's space comes free; the whole stands empty once its last user has gone."""
    day = on.isoformat()
    changes: dict[str, Any] = {"units": clocked(state, hold, day)}
    if not used(other for other in state.holds if other.hold_id != hold.hold_id):
        changes["vacant_since"] = day
    before = SpaceBefore.model_construct(hold=hold, unheld_status=base_status(state))
    area = counted_area(state, hold.unit_no)
    return changes | _step(state, CarrierSpaceStep.RELEASED, hold.unit_no, area, on, context, before)


def listed(state: Carrier, context: Context) -> dict[str, Any]:
    """Return the change when a carrier comes on the market first: what of it nobody holds is released.

    What users taken over with it have vacated before was released then.
    """
    held = {hold.unit_no for hold in state.holds}
    free = [unit.floor_m2 for unit in state.units if unit.unit_no not in held]
    area = sum(free, Decimal(0)) if len(free) < len(state.units) else counted_area(state, None)
    if area is not None:
        area -= sum((step.area_m2 or Decimal(0) for step in state.space_steps), Decimal(0))
        if area <= 0:
            return {}
    return _step(state, CarrierSpaceStep.RELEASED, None, area, context.today, context)


def _step(
    state: Carrier,
    kind: CarrierSpaceStep,
    unit_no: str | None,
    area: Decimal | None,
    on: date,
    context: Context,
    before: SpaceBefore | None = None,
) -> dict[str, Any]:
    noted = SpaceStep.model_construct(
        kind=kind.value, changed_on=on, unit_no=unit_no, area_m2=area, event_id=context.event_id, before=before
    )
    return {"space_steps": (*state.space_steps[1 - _STEPS :], noted)}


def carried_over(state: Carrier, units: tuple[CarrierUnit, ...]) -> tuple[CarrierUnit, ...]:
    """Return units with their clocks: as given, as known, else that of the whole; none while a unit is used."""
    known = {unit.unit_no: unit.vacant_since for unit in state.units}
    in_use = {hold.unit_no for hold in state.holds if hold.kind == CarrierHold.OCCUPIED}
    return tuple(
        dated(unit, None)
        if {unit.unit_no, None} & in_use
        else dated(unit, unit.vacant_since or known.get(unit.unit_no, state.vacant_since))
        for unit in units
    )


def whole_clock(holds: Iterable[Hold], units: tuple[CarrierUnit, ...], undivided: str | None) -> str | None:
    """Return since when the whole stands empty: never while it is used, of a divided one since its last unit does."""
    clocks = [unit.vacant_since for unit in units if unit.vacant_since is not None]
    if used(holds):
        return None
    return max(clocks, key=fuzzy_end) if clocks and len(clocks) == len(units) else undivided


def used(holds: Iterable[Hold]) -> bool:
    """Return whether anybody has moved in."""
    return any(hold.kind == CarrierHold.OCCUPIED for hold in holds)


def clocked(state: Carrier, hold: Hold, since: str | None) -> tuple[CarrierUnit, ...]:
    """Return the units with the clock of those that a hold takes in set."""
    return tuple(dated(unit, since) if covers(hold, unit) else unit for unit in state.units)


def covers(hold: Hold, unit: CarrierUnit) -> bool:
    """Return whether a hold takes a unit in."""
    return hold.unit_no in (None, unit.unit_no)


def dated(unit: CarrierUnit, since: str | None) -> CarrierUnit:
    """Return a unit that stands empty since a day, None while it is used."""
    return unit if unit.vacant_since == since else unit.model_copy(update={"vacant_since": since})
