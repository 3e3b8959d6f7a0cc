"""A carrier's way onto the market and off it: verified, listed, its intensity waived, withdrawn."""

from __future__ import annotations

from typing import Any

from yipanqi.models.carrier import (
    Carrier,
    CarrierListed,
    CarrierVerified,
    CarrierWithdrawn,
    IntensityWaived,
    IntensityWaiverWithdrawn,
    Waiver,
)
from yipanqi.models.codes import CarrierStatus
from yipanqi.rules.authority import in_future, not_kept_by, not_role
from yipanqi.rules.carrier_cases import case_open
from yipanqi.rules.carrier_codes import CarrierCode
from yipanqi.rules.carrier_space import base_status, standing, wrong_unit
from yipanqi.rules.carrier_vacancy import listed
from yipanqi.rules.labels import CARRIER_STATUS_ZH
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, refuse

_LISTABLE = (CarrierStatus.VERIFIED, CarrierStatus.VACATED)


def verify(state: Carrier, event: CarrierVerified, context: Context) -> Outcome[Carrier]:
    """Commerce or the zone has checked a carrier that is not its own (invariant 3).

    A carrier taken over from a ledger keeps its status and loses the mark; who uses it meanwhile is no matter.
    """
    refused = not_role(context, Role.COMMERCE, Role.ZONE)
    if refused is None and context.unit in (state.owner_unit, state.manager_unit):
        refused = refuse(Code.OWN_CASE, unit=context.unit)
    refused = refused or in_future(event.verified_on, context, "verified_on")
    if refused:
        return refused
    changes: dict[str, Any] = {"verified_by": context.unit, "taken_over": False}
    if base_status(state) == CarrierStatus.REGISTERED:
        changes |= standing(CarrierStatus.VERIFIED.value, state.units, state.holds)
    elif not state.taken_over:
        return _wrong_status(state, (CarrierStatus.REGISTERED,))
    return Accepted(change(state, context, changes))


def offer(state: Carrier, event: CarrierListed, context: Context) -> Outcome[Carrier]:
    """The manager unit offers a verified or vacated carrier; the record is offered as a whole."""
    refused = not_kept_by(state, context, (state.manager_unit or state.owner_unit, state.owner_unit))
    refused = refused or wrong_unit(state, event.unit_no)
    if refused:
        return refused
    if state.status not in _LISTABLE:
        return _wrong_status(state, _LISTABLE)
    changes: dict[str, Any] = {"status": CarrierStatus.AVAILABLE.value}
    if state.status == CarrierStatus.VERIFIED:
        # What was vacated was noted then; new on the market is what was never listed.
        changes |= listed(state, context)
    return Accepted(change(state, context, changes))


def waive(state: Carrier, event: IntensityWaived, context: Context) -> Outcome[Carrier]:
    """Commerce waives the least investment intensity for one project; a newer waiver replaces the older."""
    refused = not_role(context, Role.COMMERCE)
    if refused:
        return refused
    others = tuple(waiver for waiver in state.waivers if waiver.project_id != event.project_id)
    if len(others) >= LIST_LIMIT:
        return refuse(Code.TOO_MANY, id=state.carrier_id, limit=LIST_LIMIT, what_zh="豁免", what_en="waivers")
    waiver = Waiver.model_construct(project_id=event.project_id, reason=event.reason, event_id=context.event_id)
    return Accepted(change(state, context, {"waivers": (*others, waiver)}))


def take_back_waiver(state: Carrier, event: IntensityWaiverWithdrawn, context: Context) -> Outcome[Carrier]:
    """Commerce takes back a waiver, which it names (invariant 9); what was reserved by it is commerce's to release."""
    refused = not_role(context, Role.COMMERCE)
    if refused:
        return refused
    kept = tuple(waiver for waiver in state.waivers if waiver.event_id != event.corrects)
    if len(kept) == len(state.waivers):
        return refuse(CarrierCode.NO_SUCH_WAIVER, field="corrects", event=event.corrects, id=state.carrier_id)
    return Accepted(change(state, context, {"waivers": kept}))


def withdraw(state: Carrier, event: CarrierWithdrawn, context: Context) -> Outcome[Carrier]:
    """The owner or manager takes a carrier off the register once nobody holds it or asks for it."""
    refused = not_kept_by(state, context, (state.owner_unit, state.manager_unit))
    if refused:
        return refused
    if state.holds or state.pending:
        return refuse(Code.CARRIER_IN_USE, id=state.carrier_id)
    return case_open(state) or Accepted(change(state, context, {"status": CarrierStatus.WITHDRAWN.value}))


def _wrong_status(state: Carrier, needed: tuple[CarrierStatus, ...]) -> Refused:
    zh = "或".join(f"“{CARRIER_STATUS_ZH[status]}”" for status in needed)
    return refuse(
        Code.STATUS_NOT_ALLOWED,
        status=state.status,
        status_zh=CARRIER_STATUS_ZH[state.status],
        needed=" or ".join(needed),
        needed_zh=zh,
    )
