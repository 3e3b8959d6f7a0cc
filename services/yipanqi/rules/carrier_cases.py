"""What a carrier says to cases of revitalisation: whether one may be opened, and that one at a time is open.

The carrier is the single writer of this: two cases named at once are decided by the order of its log.
"""

from __future__ import annotations

from decimal import Decimal

from yipanqi.models.carrier import Carrier, RevitalisationAsked, RevitalisationClosed
from yipanqi.models.codes import CarrierStatus
from yipanqi.models.revitalisation import CarrierChecked
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.carrier_space import counted_area
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused
from yipanqi.rules.record import change
from yipanqi.rules.refusals import refuse
from yipanqi.rules.revitalisation_codes import RevitalisationCode


def asked(state: Carrier | None, event: RevitalisationAsked, context: Context) -> Outcome[Carrier]:
    """Open the case unless the carrier is not there, was withdrawn, or has another one; answer either way."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state is None:
        ids = {"revitalisation_id": event.revitalisation_id, "carrier_id": event.carrier_id}
        return Noted((CarrierChecked(**ids, found=False),))
    answer = _answer(state, event.revitalisation_id)
    if answer.withdrawn or answer.open_case_id is not None or state.revitalisation_id is not None:
        return Noted((answer,))
    return Accepted(change(state, context, {"revitalisation_id": event.revitalisation_id}), (answer,))


def closed(state: Carrier, event: RevitalisationClosed, context: Context) -> Outcome[Carrier]:
    """Make room for another case."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.revitalisation_id != event.revitalisation_id:
        return Noted()
    return Accepted(change(state, context, {"revitalisation_id": None}))


def case_open(state: Carrier) -> Refused | None:
    """Refuse to take a carrier off the register while a case of it is open."""
    if state.revitalisation_id is None:
        return None
    return refuse(RevitalisationCode.CASE_OPEN, field="carrier_id", case=state.revitalisation_id)


def told(before: Carrier, after: Carrier) -> tuple[CarrierChecked, ...]:
    """Return the message to the open case when the carrier's area or units changed."""
    if after.revitalisation_id is None or _shown(before) == _shown(after):
        return ()
    return (_answer(after, after.revitalisation_id),)


def _shown(state: Carrier) -> tuple[Decimal | None, str | None]:
    return counted_area(state, None), state.manager_unit


def _answer(state: Carrier, case: str) -> CarrierChecked:
    return CarrierChecked(
        revitalisation_id=case,
        carrier_id=state.carrier_id,
        found=True,
        withdrawn=state.status == CarrierStatus.WITHDRAWN,
        open_case_id=None if state.revitalisation_id == case else state.revitalisation_id,
        area_m2=counted_area(state, None),
        carrier_owner_unit=state.owner_unit,
        carrier_manager_unit=state.manager_unit or state.owner_unit,
    )
