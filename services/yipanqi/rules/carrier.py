"""Decisions about carriers: which rule an event goes to; the rules stand in the carrier_* modules."""

from __future__ import annotations

from yipanqi.models import carrier as events
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier
from yipanqi.models.codes import CarrierStatus
from yipanqi.rules import (
    carrier_cases,
    carrier_hold,
    carrier_land,
    carrier_match,
    carrier_notice,
    carrier_offer,
    carrier_parties,
    carrier_register,
    carrier_reservation,
    carrier_units,
    carrier_use,
)
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Context, Refused
from yipanqi.rules.refusals import Code, refuse

#: A withdrawn carrier can still be corrected, and hears what the coordinator has to say.
_AFTER_WITHDRAWAL = frozenset(
    {
        events.CarrierCorrected,
        events.CarrierUseCorrected,
        events.ReservationChecked,
        events.ReservationExpired,
        events.CommitmentDue,
        events.ProjectEnded,
        events.ProjectPartiesChanged,
        events.RevitalisationClosed,
    }
)


def _withdrawn(state: Carrier, event: AggregateRecord, context: Context) -> Refused | None:
    if state.status != CarrierStatus.WITHDRAWN or type(event) in _AFTER_WITHDRAWAL:
        return None
    return refuse(Code.CARRIER_WITHDRAWN, field="carrier_id", id=state.carrier_id)


RULES = Rules(
    aggregate="carrier",
    state=Carrier,
    begins={
        events.CarrierRegistered: carrier_register.register,
        events.RevitalisationAsked: carrier_cases.asked,
        events.MatchCarrierAsked: carrier_match.asked,
    },
    handles={
        events.CarrierUpdated: carrier_register.update,
        events.CarrierCorrected: carrier_register.correct,
        events.CarrierDivided: carrier_units.divide,
        events.CarrierUnitRecorded: carrier_units.record,
        events.LandStartReported: carrier_land.start,
        events.LandStartExtended: carrier_land.extend,
        events.CarrierVerified: carrier_offer.verify,
        events.CarrierListed: carrier_offer.offer,
        events.IntensityWaived: carrier_offer.waive,
        events.IntensityWaiverWithdrawn: carrier_offer.take_back_waiver,
        events.CarrierWithdrawn: carrier_offer.withdraw,
        events.ReservationRequested: carrier_reservation.request,
        events.ReservationChecked: carrier_reservation.checked,
        events.ReservationApproved: carrier_hold.approve,
        events.ReservationRenewed: carrier_hold.renew,
        events.ReservationReleased: carrier_hold.release,
        events.CarrierCommitted: carrier_hold.commit,
        events.CarrierOccupied: carrier_hold.occupy,
        events.CarrierVacated: carrier_hold.vacate,
        events.CarrierUseCorrected: carrier_use.correct,
        events.ReservationExpired: carrier_notice.expire,
        events.CommitmentDue: carrier_notice.project_signed,
        events.ProjectEnded: carrier_notice.project_ended,
        events.ProjectPartiesChanged: carrier_parties.parties_changed,
        events.RevitalisationClosed: carrier_cases.closed,
    },
    guard=_withdrawn,
    missing=Code.NO_SUCH_CARRIER,
    deadlines=carrier_notice.deadlines,
    waiting=carrier_reservation.waiting,
)
