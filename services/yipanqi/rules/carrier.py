"""Decisions about carriers: which rule an event goes to; the rules stand in the carrier_* modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yipanqi.models import carrier as events
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier
from yipanqi.models.codes import CarrierStatus
from yipanqi.rules import carrier_hold, carrier_notice, carrier_offer, carrier_register, carrier_reservation
from yipanqi.rules.outcome import Context, Outcome
from yipanqi.rules.refusals import Code, refuse


def decide(state: Carrier | None, event: AggregateRecord, context: Context) -> Outcome[Carrier]:
    """Decide an event of a carrier; `state` is None when there is none yet."""
    if isinstance(event, events.CarrierRegistered):
        return carrier_register.register(state, event, context)
    handler = _HANDLERS.get(type(event))
    if handler is None:
        return refuse(Code.UNKNOWN_TYPE, aggregate="carrier", type=event.__avro_name__)
    if state is None:
        return refuse(Code.NO_SUCH_CARRIER, field="carrier_id", id=event.aggregate_id())
    if state.status == CarrierStatus.WITHDRAWN and type(event) not in _AFTER_WITHDRAWAL:
        return refuse(Code.CARRIER_WITHDRAWN, field="carrier_id", id=state.carrier_id)
    return handler(state, event, context)


_HANDLERS: dict[type[AggregateRecord], Callable[[Carrier, Any, Context], Outcome[Carrier]]] = {
    events.CarrierUpdated: carrier_register.update,
    events.CarrierCorrected: carrier_register.correct,
    events.CarrierDivided: carrier_register.divide,
    events.CarrierVerified: carrier_offer.verify,
    events.CarrierListed: carrier_offer.offer,
    events.IntensityWaived: carrier_offer.waive,
    events.CarrierWithdrawn: carrier_offer.withdraw,
    events.ReservationRequested: carrier_reservation.request,
    events.ReservationChecked: carrier_reservation.checked,
    events.ReservationApproved: carrier_hold.approve,
    events.ReservationRenewed: carrier_hold.renew,
    events.ReservationReleased: carrier_hold.release,
    events.CarrierCommitted: carrier_hold.commit,
    events.CarrierOccupied: carrier_hold.occupy,
    events.CarrierVacated: carrier_hold.vacate,
    events.ReservationExpired: carrier_notice.expire,
    events.CommitmentDue: carrier_notice.project_signed,
    events.ProjectEnded: carrier_notice.project_ended,
}

#: A withdrawn carrier can still be corrected, and hears what the coordinator has to say.
_AFTER_WITHDRAWAL = frozenset(
    {
        events.CarrierCorrected,
        events.ReservationChecked,
        events.ReservationExpired,
        events.CommitmentDue,
        events.ProjectEnded,
    }
)
