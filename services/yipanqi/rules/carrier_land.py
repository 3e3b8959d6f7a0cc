"""Land and its agreed start: building begins, or the start is put off for causes that are not the user's.

After the national rule on idle land (闲置土地处置办法, order 53 of 2012 of the then ministry of land and resources): a
fee from one year after the agreed start, recovery from two; delay caused by the government or by force majeure is met
by a new agreed start, at most a year later, or does not count. This is the rule as it is commonly quoted: its articles
and the text in force are for the district to confirm, and the days are settings.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yipanqi.models.carrier import Carrier, CarrierCorrected, CarrierUpdated, LandStartExtended, LandStartReported
from yipanqi.models.codes import EvidenceKind
from yipanqi.models.types import fuzzy_end
from yipanqi.rules.authority import in_future, not_kept_by, not_role
from yipanqi.rules.carrier_codes import CarrierCode
from yipanqi.rules.carrier_space import LAND
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

_PROOFS = frozenset({EvidenceKind.CONSTRUCTION_PERMIT, EvidenceKind.SITE_RECORD})


def start(state: Carrier, event: LandStartReported, context: Context) -> Outcome[Carrier]:
    """The manager, the owner, the zone or commerce reports that building has begun: the idle-land clock stops."""
    units = (state.manager_unit or state.owner_unit, state.owner_unit)
    refused = not_kept_by(state, context, units, Role.COMMERCE, Role.ZONE) or _no_land_waiting(state)
    refused = refused or in_future(event.started_on, context, "started_on")
    if refused is None and not _PROOFS & {document.kind for document in event.evidence}:
        refused = refuse(CarrierCode.START_EVIDENCE, field="evidence")
    changes = {"started_on": event.started_on, "started_event": context.event_id}
    return refused or Accepted(change(state, context, changes))


def extend(state: Carrier, event: LandStartExtended, context: Context) -> Outcome[Carrier]:
    """Commerce puts the agreed start off, or leaves days out of the count."""
    refused = not_role(context, Role.COMMERCE) or _no_land_waiting(state)
    if refused is None and state.agreed_start_on is None:
        refused = refuse(CarrierCode.NO_AGREED_START, field="carrier_id", id=state.carrier_id)
    if refused is None and event.until_on is None and event.excluded_days is None:
        refused = refuse(CarrierCode.EXTENSION_EMPTY, field="until_on")
    refused = refused or _not_extendable(state, event, context)
    if refused:
        return refused
    changes: dict[str, Any] = {}
    if event.until_on is not None:
        first = state.original_start_on or state.agreed_start_on
        changes = {"agreed_start_on": event.until_on.isoformat(), "original_start_on": first}
    if event.excluded_days is not None:
        changes["excluded_days"] = (state.excluded_days or 0) + event.excluded_days
    return Accepted(change(state, context, changes))


def agreed_start_fixed(state: Carrier, event: CarrierUpdated) -> Refused | None:
    """Refuse an update of the agreed start once it is known: the clock of the national rule runs from it."""
    agreed = state.agreed_start_on
    if agreed is None or ("agreed_start_on" not in event.cleared and event.agreed_start_on in (None, agreed)):
        return None
    return refuse(CarrierCode.AGREED_START_FIXED, field="agreed_start_on", agreed=agreed)


def not_correctable(state: Carrier, event: CarrierCorrected, context: Context) -> Refused | None:
    """Refuse a correction that would get round the gates of land's start: its proof, commerce's word to put it off."""
    return _start_fixed(state, event, context) or _extension_fixed(state, event, context)


def without_start(event: CarrierCorrected) -> dict[str, Any]:
    """Return what goes with a start, or an agreed one, that a correction makes unknown: both can be reported anew."""
    beside = {"started_on": "started_event", "agreed_start_on": "original_start_on"}
    return {beside[name]: None for name in event.cleared if name in beside}


def _start_fixed(state: Carrier, event: CarrierCorrected, context: Context) -> Refused | None:
    """A correction sets right the day of a start that was reported, by naming that report; it does not report one."""
    if event.started_on is None and "started_on" not in event.cleared:
        return None
    if state.started_on is None:
        return refuse(CarrierCode.START_NOT_REPORTED, field="started_on", id=state.carrier_id)
    if state.started_event not in (None, event.corrects):
        return refuse(CarrierCode.START_EVENT, field="corrects", event=event.corrects, started=state.started_event)
    return None if event.started_on is None else in_future(event.started_on, context, "started_on")


def _extension_fixed(state: Carrier, event: CarrierCorrected, context: Context) -> Refused | None:
    """Once commerce has put the agreed start off, it alone corrects it."""
    same = "agreed_start_on" not in event.cleared and event.agreed_start_on in (None, state.agreed_start_on)
    if same or state.original_start_on is None or context.role == Role.COMMERCE:
        return None
    return refuse(CarrierCode.AGREED_START_EXTENDED, field="agreed_start_on", agreed=state.agreed_start_on)


def _no_land_waiting(state: Carrier) -> Refused | None:
    if state.kind not in LAND:
        return refuse(CarrierCode.NOT_LAND, field="carrier_id", id=state.carrier_id)
    if state.started_on is not None:
        return refuse(CarrierCode.LAND_STARTED, field="carrier_id", date=state.started_on)
    return None


def _not_extendable(state: Carrier, event: LandStartExtended, context: Context) -> Refused | None:
    """The new start lies after the present one, and within the longest extension of the one agreed first."""
    agreed, until = state.agreed_start_on, event.until_on
    if agreed is None or until is None:
        return None
    if until <= fuzzy_end(agreed):
        return refuse(Code.DATES_REVERSED, field="until_on", later=until, earlier=agreed)
    first, days = state.original_start_on or agreed, context.defaults.carriers.land_extension_days
    if until > fuzzy_end(first) + timedelta(days=days):
        return refuse(CarrierCode.EXTENSION_TOO_LONG, field="until_on", until=until, agreed=first, days=days)
    return None
