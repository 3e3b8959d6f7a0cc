"""What passes between a carrier and matches: may it be proposed; what became of the reservation that followed."""

from __future__ import annotations

from collections.abc import Iterable

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, Hold, MatchCarrierAsked, PendingReservation
from yipanqi.models.codes import CarrierHold, CarrierStatus, MatchOutcome
from yipanqi.models.match import MatchFollowed
from yipanqi.models.project import MatchCheckRequested
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.carrier_space import wrong_unit
from yipanqi.rules.outcome import Context, Noted, Outcome, Refused
from yipanqi.rules.refusals import Code

_KIND = {
    CarrierHold.RESERVED: MatchOutcome.RESERVED,
    CarrierHold.COMMITTED: MatchOutcome.SIGNED,
    CarrierHold.OCCUPIED: MatchOutcome.OCCUPIED,
}


def asked(state: Carrier | None, event: MatchCarrierAsked, context: Context) -> Outcome[Carrier]:
    """Hand a match's question on to the project, with what bars the match here; how free the space is bars nothing."""
    refused = not_coordinator(context)
    if refused:
        return refused
    question = MatchCheckRequested(
        project_id=event.project_id,
        match_id=event.match_id,
        request_id=event.request_id,
        carrier_refusal=_not_nameable(state, event.unit_no),
    )
    return Noted((question,))


def _not_nameable(state: Carrier | None, unit_no: str | None) -> str | None:
    """Return the code with which a match that names this carrier is refused, None when it may."""
    if state is None:
        return Code.NO_SUCH_CARRIER.value
    if state.status == CarrierStatus.WITHDRAWN:
        return Code.CARRIER_WITHDRAWN.value
    return Code.NO_SUCH_UNIT.value if wrong_unit(state, unit_no) else None


def stands(carrier_id: str, *holds: Hold) -> tuple[AggregateRecord, ...]:
    """Return the messages that tell matches how the holds that follow from them stand."""
    return tuple(_followed(carrier_id, hold, _KIND[CarrierHold(hold.kind)]) for hold in _of_matches(holds))


def ended(carrier_id: str, holds: Iterable[Hold], cause: str) -> tuple[AggregateRecord, ...]:
    """Return the messages that tell matches by which cause their holds ended; the causes are outcomes too."""
    return tuple(_followed(carrier_id, hold, MatchOutcome(cause)) for hold in _of_matches(holds))


def not_granted(carrier_id: str, request: PendingReservation, refused: Refused) -> tuple[AggregateRecord, ...]:
    """Return the message that tells a match why the carrier did not grant its reservation."""
    if request.match_id is None:
        return ()
    message = MatchFollowed(
        match_id=request.match_id,
        carrier_id=carrier_id,
        unit_no=request.unit_no,
        project_id=request.project_id,
        request_id=request.request_id,
        outcome=MatchOutcome.REFUSED.value,
        refusal=refused.code,
        reason_zh=refused.reason_zh,
        reason_en=refused.reason_en,
    )
    return (message,)


def _of_matches(holds: Iterable[Hold]) -> Iterable[Hold]:
    return (hold for hold in holds if hold.match_id is not None)


def _followed(carrier_id: str, hold: Hold, outcome: MatchOutcome) -> MatchFollowed:
    return MatchFollowed(
        match_id=hold.match_id or "",
        carrier_id=carrier_id,
        unit_no=hold.unit_no,
        project_id=hold.project_id,
        request_id=hold.hold_id,
        outcome=outcome.value,
    )
