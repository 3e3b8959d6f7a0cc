"""Carriers: how much stands idle, and how much was taken up for each square metre put on offer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from yipanqi.figures.basis import Basis, District, EventRow
from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import CarrierRow
from yipanqi.figures.terms import ZERO, Term

LAND, FLOOR = "land", "floor"
SERIES = {LAND: ("土地", "Land"), FLOOR: ("建筑面积", "Floor")}
_LAND_KINDS = frozenset({"IDLE_LAND", "LOW_EFFICIENCY_LAND"})
_GONE = "WITHDRAWN"
LISTED = "yipanqi.carrier.CarrierListed"
OCCUPIED = "yipanqi.carrier.CarrierOccupied"
REQUESTED = "yipanqi.carrier.ReservationRequested"
#: Events of the ledger that these figures are counted from, with the fields they need.
EVENTS = {LISTED: ("unit_no",), OCCUPIED: ("hold_id", "occupied_on"), REQUESTED: ("unit_no",)}


def size(carrier: CarrierRow) -> tuple[str, Decimal | None]:
    """Return whether a carrier counts as land or floor, and its square metres."""
    return (LAND, carrier.land_m2) if carrier.kind in _LAND_KINDS else (FLOOR, carrier.floor_m2)


def idle_m2(carrier: CarrierRow, whole: Decimal) -> Decimal:
    """Return what of a carrier nobody uses and nobody is promised."""
    if any(hold.unit_no is None for hold in carrier.holds):
        return ZERO
    held = {hold.unit_no for hold in carrier.holds if hold.unit_no is not None}
    return max(ZERO, whole - sum((carrier.units.get(unit_no, ZERO) for unit_no in held), ZERO))


def idle(district: District, _: Basis) -> Iterator[Term]:
    """Yield idle m² over all m² of every carrier that is not withdrawn, as it stands today."""
    for carrier in district.carriers.values():
        if carrier.status == _GONE:
            continue
        series, whole = size(carrier)
        if whole is None:
            yield Term(carrier, series, carrier.owner, carrier.chains, None, gap=Gap.NO_AREA)
        else:
            yield Term(carrier, series, carrier.owner, carrier.chains, None, idle_m2(carrier, whole), whole)


def absorbed(district: District, _: Basis) -> Iterator[Term]:
    """Yield m² moved into (top, on the day) and m² put on offer (bottom, on the day it was decided)."""
    events = district.events.get("carrier", {})
    for event in events.values():
        carrier = district.carriers.get(event.id)
        if carrier is None or event.type == REQUESTED:
            continue
        unit_no = _unit_no(event, events, carrier)
        series, whole = size(carrier)
        m2 = whole if unit_no is None else carrier.units.get(unit_no)
        moved_in = event.type == OCCUPIED
        on = date.fromisoformat(str(event.facts["occupied_on"]) if moved_in else event.decided_at[:10])
        gap = Gap.NO_AREA if m2 is None else None
        top, bottom = (m2 or ZERO, ZERO) if moved_in else (ZERO, m2 or ZERO)
        yield Term(carrier, series, carrier.owner, carrier.chains, on, top, bottom, (event.event,), gap)


def _unit_no(event: EventRow, events: object, carrier: CarrierRow) -> str | None:
    """Return the part of the carrier an event is about: a hold's is told by its request, which names it."""
    if event.type == LISTED:
        return _text(event.facts.get("unit_no"))
    hold = str(event.facts["hold_id"])
    request = events.get(f"{event.id}/{hold}") if isinstance(events, dict) else None
    if isinstance(request, EventRow):
        return _text(request.facts.get("unit_no"))
    return next((held.unit_no for held in carrier.holds if held.hold == hold), None)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
