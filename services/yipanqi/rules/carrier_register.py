"""A carrier's registration and facts: who reports them, and that its units fit into it."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.models.carrier import (
    Carrier,
    CarrierCorrected,
    CarrierDivided,
    CarrierRegistered,
    CarrierUnit,
    CarrierUpdated,
    Hold,
)
from yipanqi.models.codes import CarrierHold, CarrierStatus
from yipanqi.rules.authority import foreign_id, not_kept_by, unknown_organisation
from yipanqi.rules.carrier_space import base_status, derived_status
from yipanqi.rules.labels import CARRIER_STATUS_ZH
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

#: The id of the occupation that a carrier has when it is registered as occupied.
TAKEN_OVER_HOLD = "taken-over"
_TAKEN_OVER = frozenset(
    {CarrierStatus.REGISTERED, CarrierStatus.VERIFIED, CarrierStatus.AVAILABLE, CarrierStatus.OCCUPIED}
)
_NEW = frozenset({CarrierStatus.REGISTERED})


def register(state: Carrier | None, event: CarrierRegistered, context: Context) -> Outcome[Carrier]:
    """Register a carrier; one taken over from a ledger enters at the status it has reached."""
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="carrier_id", id=event.carrier_id)
    refused = foreign_id("carrier", event.carrier_id, context) or unknown_organisation(
        event.manager_unit, context, "manager_unit"
    )
    if refused:
        return refused
    if event.status not in (_TAKEN_OVER if event.taken_over else _NEW):
        zh = CARRIER_STATUS_ZH[event.status]
        return refuse(Code.REGISTRATION_STATUS, field="status", status=event.status, status_zh=zh)
    more = {
        "owner_unit": context.unit,
        "manager_unit": event.manager_unit or context.unit,
        "holds": (_occupation(context),) if event.status == CarrierStatus.OCCUPIED else (),
    }
    return Accepted(create(Carrier, event, context, **more))


def _occupation(context: Context) -> Hold:
    """Return the occupation by a user whom nobody named, on days that nobody knows."""
    return Hold.model_construct(
        hold_id=TAKEN_OVER_HOLD,
        kind=CarrierHold.OCCUPIED.value,
        requested_by=context.unit,
        granted_at=context.now,
    )


def update(state: Carrier, event: CarrierUpdated, context: Context) -> Outcome[Carrier]:
    """The owner or the manager unit reports changed facts."""
    refused = not_kept_by(state, context, (state.owner_unit, state.manager_unit))
    return refused or _patched(state, event, context)


def correct(state: Carrier, event: CarrierCorrected, context: Context) -> Outcome[Carrier]:
    """The owner, the manager or commerce says which earlier report was wrong, and the right values."""
    refused = not_kept_by(state, context, (state.owner_unit, state.manager_unit), Role.COMMERCE)
    return refused or unknown_event(state, event.corrects) or _patched(state, event, context)


def _patched(state: Carrier, event: CarrierUpdated | CarrierCorrected, context: Context) -> Outcome[Carrier]:
    changes = unknown_organisation(event.manager_unit, context, "manager_unit") or patch(state, event)
    if isinstance(changes, Refused):
        return changes
    floor = changes.get("floor_m2", state.floor_m2)
    return _too_large(state.units, floor) or Accepted(change(state, context, changes))


def divide(state: Carrier, event: CarrierDivided, context: Context) -> Outcome[Carrier]:
    """Divide a carrier anew; a unit that is held or asked for stays exactly as it is."""
    refused = not_kept_by(state, context, (state.manager_unit or state.owner_unit, state.owner_unit))
    refused = refused or _repeated(event.units) or _too_large(event.units, state.floor_m2)
    refused = refused or _in_use(state, event.units)
    if refused:
        return refused
    status = derived_status(base_status(state), event.units, state.holds)
    return Accepted(change(state, context, {"units": event.units, "status": status}))


def _repeated(units: tuple[CarrierUnit, ...]) -> Refused | None:
    seen: set[str] = set()
    for unit in units:
        if unit.unit_no in seen:
            return refuse(Code.UNITS_NOT_UNIQUE, field="units", unit_no=unit.unit_no)
        seen.add(unit.unit_no)
    return None


def _too_large(units: tuple[CarrierUnit, ...], floor_m2: Decimal | None) -> Refused | None:
    total = sum((unit.floor_m2 for unit in units), Decimal(0))
    if floor_m2 is None or total <= floor_m2:
        return None
    return refuse(Code.UNITS_EXCEED_FLOOR, field="units", total=total, floor=floor_m2)


def _in_use(state: Carrier, units: tuple[CarrierUnit, ...]) -> Refused | None:
    used = {hold.unit_no for hold in state.holds} | {pending.unit_no for pending in state.pending}
    for unit in state.units:
        if unit.unit_no in used and unit not in units:
            return refuse(Code.UNIT_IN_USE, field="units", unit_no=unit.unit_no)
    return None
