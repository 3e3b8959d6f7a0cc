"""A carrier's registration and facts: who reports them."""

from __future__ import annotations

from typing import Any

from yipanqi.models.carrier import (
    Carrier,
    CarrierCorrected,
    CarrierRegistered,
    CarrierUpdated,
)
from yipanqi.models.codes import CarrierStatus
from yipanqi.rules.authority import foreign_id, not_kept_by, unknown_organisation
from yipanqi.rules.carrier_cases import told
from yipanqi.rules.carrier_land import agreed_start_fixed, not_correctable, without_start
from yipanqi.rules.carrier_units import taken_over, too_large
from yipanqi.rules.labels import CARRIER_STATUS_ZH
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

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
    more: dict[str, Any] = {
        "owner_unit": context.unit,
        "manager_unit": event.manager_unit or context.unit,
    }
    if event.status == CarrierStatus.OCCUPIED:
        # What is in use has been on the market.
        more |= {"holds": (taken_over(context),), "unheld_status": CarrierStatus.AVAILABLE.value}
    return Accepted(create(Carrier, event, context, **more))


def update(state: Carrier, event: CarrierUpdated, context: Context) -> Outcome[Carrier]:
    """The owner or the manager unit reports changed facts."""
    refused = not_kept_by(state, context, (state.owner_unit, state.manager_unit))
    return refused or agreed_start_fixed(state, event) or _patched(state, event, {}, context)


def correct(state: Carrier, event: CarrierCorrected, context: Context) -> Outcome[Carrier]:
    """The owner, the manager or commerce says which earlier report was wrong, and the right values."""
    refused = not_kept_by(state, context, (state.owner_unit, state.manager_unit), Role.COMMERCE)
    refused = refused or unknown_event(state, event.corrects) or not_correctable(state, event, context)
    return refused or _patched(state, event, without_start(event), context)


def _patched(
    state: Carrier, event: CarrierUpdated | CarrierCorrected, more: dict[str, Any], context: Context
) -> Outcome[Carrier]:
    changes = unknown_organisation(event.manager_unit, context, "manager_unit") or patch(state, event)
    if isinstance(changes, Refused):
        return changes
    refused = too_large(state, state.units, changes)
    if refused:
        return refused
    changed = change(state, context, changes | more)
    return Accepted(changed, told(state, changed))
