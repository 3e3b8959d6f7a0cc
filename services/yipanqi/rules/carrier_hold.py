"""What becomes of a hold by a unit's hand: approved, prolonged, released, committed, occupied, vacated."""

from __future__ import annotations

from datetime import date
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import (
    Carrier,
    CarrierCommitted,
    CarrierOccupied,
    CarrierVacated,
    Hold,
    ReservationApproved,
    ReservationReleased,
    ReservationRenewed,
)
from yipanqi.models.codes import CarrierFreeCause, CarrierHold, CarrierStatus
from yipanqi.models.project import CarrierFreed
from yipanqi.rules import carrier_match
from yipanqi.rules.authority import in_future, not_kept_by, not_role
from yipanqi.rules.carrier_codes import CarrierCode
from yipanqi.rules.carrier_reservation import held_message
from yipanqi.rules.carrier_space import Span, base_status, conflict, find_hold, on_offer, standing
from yipanqi.rules.carrier_vacancy import started, stopped
from yipanqi.rules.labels import HOLD_ZH
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse


def approve(state: Carrier, event: ReservationApproved, context: Context) -> Outcome[Carrier]:
    """The manager unit agrees to a reservation: a mark that all see, no gate."""
    hold = _hold(state, event.hold_id, CarrierHold.RESERVED)
    if isinstance(hold, Refused):
        return hold
    refused = not_kept_by(state, context, managers(state))
    if refused:
        return refused
    if hold.approved_by is not None:
        return refuse(Code.NOTHING_CHANGED, what_zh="该预留已同意", what_en="The reservation is approved already")
    return Accepted(change(state, context, _with(state, _changed(hold, approved_by=context.unit))))


def renew(state: Carrier, event: ReservationRenewed, context: Context) -> Outcome[Carrier]:
    """The requester, the manager or commerce prolongs a reservation into days that nobody holds or asked for."""
    hold = _hold(state, event.hold_id, CarrierHold.RESERVED)
    if isinstance(hold, Refused):
        return hold
    refused = _not_concerned(state, hold, context) or _no_later(hold, event.until_on, context)
    wanted = Span(hold.unit_no, hold.from_on, event.until_on)
    refused = refused or conflict(state.holds, wanted, hold.hold_id) or _asked_for(state, wanted)
    count = hold.renewals or 0
    if refused is None and count >= context.defaults.carriers.reservation_renewals and context.role != Role.COMMERCE:
        refused = refuse(CarrierCode.RENEWALS_EXHAUSTED, field="until_on", count=count)
    return refused or _kept(state, _changed(hold, until_on=event.until_on, renewals=count + 1), context)


def release(state: Carrier, event: ReservationReleased, context: Context) -> Outcome[Carrier]:
    """The requester, the manager or commerce ends a reservation; a commitment only commerce."""
    hold = _hold(state, event.hold_id, CarrierHold.RESERVED, CarrierHold.COMMITTED)
    if isinstance(hold, Refused):
        return hold
    if hold.kind == CarrierHold.RESERVED:
        refused = _not_concerned(state, hold, context)
    else:
        refused = not_role(context, Role.COMMERCE)
    return refused or freed(state, (hold,), CarrierFreeCause.RELEASED, context)


def commit(state: Carrier, event: CarrierCommitted, context: Context) -> Outcome[Carrier]:
    """The manager, the owner or commerce commits a reserved carrier: from then on without a last day."""
    hold = _hold(state, event.hold_id, CarrierHold.RESERVED)
    if isinstance(hold, Refused):
        return hold
    refused = not_kept_by(state, context, managers(state), Role.COMMERCE)
    refused = refused or in_future(event.signed_on, context, "signed_on")
    refused = refused or conflict(state.holds, Span(hold.unit_no, hold.from_on, None), hold.hold_id)
    return refused or _kept(state, committed(hold), context)


def occupy(state: Carrier, event: CarrierOccupied, context: Context) -> Outcome[Carrier]:
    """The manager unit reports that the project has moved in; days before its reservation must have been free."""
    hold = _hold(state, event.hold_id, CarrierHold.COMMITTED)
    if isinstance(hold, Refused):
        return hold
    since = min(hold.from_on or event.occupied_on, event.occupied_on)
    refused = not_kept_by(state, context, managers(state))
    refused = refused or in_future(event.occupied_on, context, "occupied_on")
    refused = refused or conflict(state.holds, Span(hold.unit_no, since, None), hold.hold_id)
    more = stopped(state, hold, event.occupied_on, context)
    moved_in = _changed(hold, kind=CarrierHold.OCCUPIED.value, from_on=since, occupied_on=event.occupied_on)
    return refused or _kept(state, moved_in, context, more)


def vacate(state: Carrier, event: CarrierVacated, context: Context) -> Outcome[Carrier]:
    """The manager unit reports that the user has moved out; once empty the carrier waits to be listed again.

    Of a divided carrier that was on offer beside this unit, the unit goes back on offer with the others. One that never
    was on offer is what it was: moving out does not verify or list it.
    """
    hold = _hold(state, event.hold_id, CarrierHold.OCCUPIED)
    if isinstance(hold, Refused):
        return hold
    refused = not_kept_by(state, context, managers(state))
    refused = refused or in_future(event.vacated_on, context, "vacated_on")
    refused = refused or out_before_in(hold, event.vacated_on, "vacated_on")
    if refused:
        return refused
    more = started(state, hold, event.vacated_on, context)
    if len(state.holds) == 1 and state.status != CarrierStatus.AVAILABLE and on_offer(state):
        more["status"] = CarrierStatus.VACATED.value
    return freed(state, (hold,), CarrierFreeCause.VACATED, context, more)


def out_before_in(hold: Hold, moved_out: date, field: str) -> Refused | None:
    """Refuse a day of moving out before that of moving in; of a user taken over from a ledger nobody knows it."""
    moved_in = hold.occupied_on or hold.from_on
    if moved_in is None or moved_out >= moved_in:
        return None
    return refuse(Code.DATES_REVERSED, field=field, later=moved_out, earlier=moved_in)


def committed(hold: Hold) -> Hold:
    """Return a reservation as the commitment it becomes."""
    return _changed(hold, kind=CarrierHold.COMMITTED.value, until_on=None)


def freed(
    state: Carrier,
    ended: tuple[Hold, ...],
    cause: CarrierFreeCause,
    context: Context,
    more: dict[str, Any] | None = None,
) -> Accepted[Carrier]:
    """Return the carrier without the holds that ended; their projects are told."""
    gone = {hold.hold_id for hold in ended}
    holds = tuple(hold for hold in state.holds if hold.hold_id not in gone)
    stands = standing(base_status(state), state.units, holds)
    messages: list[AggregateRecord] = [
        CarrierFreed(project_id=hold.project_id, carrier_id=state.carrier_id, hold_id=hold.hold_id, cause=cause.value)
        for hold in ended
        if hold.project_id is not None
    ]
    messages += carrier_match.ended(state.carrier_id, ended, cause.value)
    return Accepted(change(state, context, {"holds": holds, **stands, **(more or {})}), tuple(messages))


def _kept(state: Carrier, hold: Hold, context: Context, more: dict[str, Any] | None = None) -> Accepted[Carrier]:
    changes = _with(state, hold) | (more or {})
    told = (held_message(state.carrier_id, hold),) if hold.project_id is not None else ()
    return Accepted(change(state, context, changes), (*told, *carrier_match.stands(state.carrier_id, hold)))


def _with(state: Carrier, changed: Hold) -> dict[str, Any]:
    holds = tuple(changed if hold.hold_id == changed.hold_id else hold for hold in state.holds)
    return {"holds": holds, **standing(base_status(state), state.units, holds)}


def _changed(hold: Hold, **changes: Any) -> Hold:
    return hold.model_copy(update=changes)


def _hold(state: Carrier, hold_id: str, *kinds: CarrierHold) -> Hold | Refused:
    hold = find_hold(state, hold_id)
    if hold is None:
        return refuse(Code.NOT_HELD, field="hold_id", id=state.carrier_id, hold=hold_id)
    if hold.kind in kinds:
        return hold
    zh = {"kind_zh": HOLD_ZH[hold.kind], "needed_zh": "或".join(HOLD_ZH[kind] for kind in kinds)}
    return refuse(Code.HOLD_KIND, field="hold_id", hold=hold_id, kind=hold.kind, needed=" or ".join(kinds), **zh)


def managers(state: Carrier) -> tuple[str | None, ...]:
    """Return the units that manage a carrier: its manager, and the owner that registered it."""
    return (state.manager_unit or state.owner_unit, state.owner_unit)


def _not_concerned(state: Carrier, hold: Hold, context: Context) -> Refused | None:
    manager = state.manager_unit or state.owner_unit
    return not_kept_by(state, context, (manager, hold.requested_by), Role.COMMERCE)


def _no_later(hold: Hold, until_on: date, context: Context) -> Refused | None:
    if until_on < context.today:
        return refuse(Code.DATE_IN_PAST, field="until_on", date=until_on, today=context.today)
    if hold.until_on is not None and until_on <= hold.until_on:
        return refuse(Code.DATES_REVERSED, field="until_on", later=until_on, earlier=hold.until_on)
    return None


def _asked_for(state: Carrier, wanted: Span) -> Refused | None:
    for entry in state.pending:
        if wanted.overlaps(entry.unit_no, entry.from_on, entry.until_on):
            return refuse(Code.CARRIER_REQUESTED, field="until_on")
    return None
