"""Carriers: how much stands idle, and how much was taken up for each square metre that came free."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerRow
from yipanqi.figures.rows import CarrierRow
from yipanqi.figures.terms import ZERO, Term

LAND, FLOOR = "land", "floor"
SERIES = {LAND: ("土地", "Land"), FLOOR: ("建筑面积", "Floor")}
_LAND_KINDS = frozenset({"IDLE_LAND", "LOW_EFFICIENCY_LAND"})
_GONE = "WITHDRAWN"
ABSORBED = "ABSORBED"


def size(carrier: CarrierRow) -> tuple[str, Decimal | None]:
    """Return whether a carrier counts as land or floor, and its square metres."""
    return (LAND, carrier.land_m2) if carrier.kind in _LAND_KINDS else (FLOOR, carrier.floor_m2)


def idle_m2(carrier: CarrierRow, whole: Decimal) -> Decimal:
    """Return what of a carrier nobody uses and nobody is promised."""
    if any(hold.unit_no is None for hold in carrier.holds):
        return ZERO
    held = {hold.unit_no for hold in carrier.holds if hold.unit_no is not None}
    return max(ZERO, whole - sum((carrier.units.get(unit_no, ZERO) for unit_no in held), ZERO))


def _idle(carrier: CarrierRow, _: Basis) -> Iterator[Term]:
    """Yield idle m² over all m² of a carrier that is not withdrawn, as it stands today."""
    if carrier.status == _GONE:
        return
    series, whole = size(carrier)
    if whole is None:
        yield Term(carrier, series, carrier.owner, carrier.chains, None, gap=Gap.NO_AREA)
    else:
        yield Term(carrier, series, carrier.owner, carrier.chains, None, idle_m2(carrier, whole), whole)


def _absorbed(carrier: CarrierRow, _: Basis) -> Iterator[Term]:
    """Yield m² moved into (top) and m² that came free or came on the market first (bottom), each on its day."""
    series, _whole = size(carrier)
    for step in carrier.steps:
        m2, gap = (ZERO, Gap.NO_AREA) if step.area_m2 is None else (step.area_m2, None)
        top, bottom = (m2, ZERO) if step.kind == ABSORBED else (ZERO, m2)
        yield Term(carrier, series, carrier.owner, carrier.chains, step.on, top, bottom, (step.event,), gap)


IDLE = (PerRow("carrier", _idle, daily=False),)
ABSORPTION = (PerRow("carrier", _absorbed, daily=False),)
