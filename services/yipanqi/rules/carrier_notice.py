"""What a carrier hears from the coordinator: a reservation expired, its project was signed, its project ended."""

from __future__ import annotations

from yipanqi.models.carrier import Carrier, CommitmentDue, Hold, ProjectEnded, ReservationExpired
from yipanqi.models.codes import CarrierFreeCause, CarrierHold
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.carrier_hold import committed, freed
from yipanqi.rules.carrier_match import stands
from yipanqi.rules.carrier_reservation import held_message
from yipanqi.rules.carrier_space import Span, base_status, conflict, find_hold, standing
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome
from yipanqi.rules.record import change


def deadlines(state: Carrier) -> tuple[Deadline, ...]:
    """Return when the carrier's reservations expire: each is held through its last day."""
    return tuple(
        Deadline(
            hold.until_on,
            ReservationExpired(carrier_id=state.carrier_id, hold_id=hold.hold_id, until_on=hold.until_on),
        )
        for hold in state.holds
        if hold.kind == CarrierHold.RESERVED and hold.until_on is not None
    )


def expire(state: Carrier, event: ReservationExpired, context: Context) -> Outcome[Carrier]:
    """End a reservation whose last day has passed; one renewed, committed or released meanwhile is left alone."""
    refused = not_coordinator(context)
    if refused:
        return refused
    hold = find_hold(state, event.hold_id)
    if hold is None or hold.kind != CarrierHold.RESERVED or hold.until_on != event.until_on:
        return Noted()
    return freed(state, (hold,), CarrierFreeCause.EXPIRED, context)


def project_signed(state: Carrier, event: CommitmentDue, context: Context) -> Outcome[Carrier]:
    """Turn the project's reservations into commitments.

    A commitment has no last day. Where another hold lies later, the reservation stays one until that is settled and
    the carrier's manager commits it.
    """
    refused = not_coordinator(context)
    if refused:
        return refused
    holds = state.holds
    changed: list[Hold] = []
    for hold in state.holds:
        span = Span(hold.unit_no, hold.from_on, None)
        if not _reserved_for(hold, event.project_id) or conflict(holds, span, hold.hold_id):
            continue
        commitment = committed(hold)
        holds = tuple(commitment if other.hold_id == hold.hold_id else other for other in holds)
        changed.append(commitment)
    if not changed:
        return Noted()
    messages = (*(held_message(state.carrier_id, hold) for hold in changed), *stands(state.carrier_id, *changed))
    return Accepted(
        change(state, context, {"holds": holds, **standing(base_status(state), state.units, holds)}), messages
    )


def project_ended(state: Carrier, event: ProjectEnded, context: Context) -> Outcome[Carrier]:
    """Free what is reserved for or committed to the project; what is occupied stays so until it is vacated."""
    refused = not_coordinator(context)
    if refused:
        return refused
    ended = tuple(h for h in state.holds if h.project_id == event.project_id and h.kind != CarrierHold.OCCUPIED)
    return freed(state, ended, CarrierFreeCause.TERMINATED, context) if ended else Noted()


def _reserved_for(hold: Hold, project_id: str) -> bool:
    return hold.kind == CarrierHold.RESERVED and hold.project_id == project_id
