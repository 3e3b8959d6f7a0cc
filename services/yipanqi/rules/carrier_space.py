"""Who holds which part of a carrier on which days, the status that follows, and the intensity a project must reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.models.carrier import Carrier, CarrierUnit, Hold
from yipanqi.models.codes import CarrierKind, CarrierStatus
from yipanqi.models.common import Money
from yipanqi.rules.outcome import Refused
from yipanqi.rules.refusals import Code, refuse

#: Kinds that are land: the area that counts is the land's.
LAND = frozenset({CarrierKind.IDLE_LAND, CarrierKind.LOW_EFFICIENCY_LAND})
_HELD = (CarrierStatus.RESERVED, CarrierStatus.COMMITTED, CarrierStatus.OCCUPIED)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a carrier on some days, both inclusive; no unit is the whole, no day is open-ended."""

    unit_no: str | None
    from_on: date | None
    until_on: date | None

    def overlaps(self, unit_no: str | None, from_on: date | None, until_on: date | None) -> bool:
        """Return whether the two take the same space on the same day; the whole takes each unit's (invariant 1)."""
        same_space = self.unit_no is None or unit_no is None or self.unit_no == unit_no
        return same_space and not _before(self.until_on, from_on) and not _before(until_on, self.from_on)


def _before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def conflict(holds: Iterable[Hold], wanted: Span, own_hold: str | None = None) -> Refused | None:
    """Refuse a span on which another hold lies; says until when, never whose it is."""
    for hold in holds:
        if hold.hold_id != own_hold and wanted.overlaps(hold.unit_no, hold.from_on, hold.until_on):
            until = hold.until_on
            zh, en = ("长期", "until further notice") if until is None else (f"至 {until}", f"until {until}")
            return refuse(Code.CARRIER_HELD, until_zh=zh, until_en=en)
    return None


def base_status(carrier: Carrier) -> str:
    """Return what the carrier would be if nothing held it; a record from before that was kept counts as on offer."""
    if carrier.status not in _HELD:
        return carrier.status
    return carrier.unheld_status or CarrierStatus.AVAILABLE.value


def on_offer(carrier: Carrier) -> bool:
    """Return whether a carrier may be asked for: it was listed, whatever days of it are taken."""
    return base_status(carrier) == CarrierStatus.AVAILABLE


def standing(base: str, units: tuple[CarrierUnit, ...], holds: tuple[Hold, ...]) -> dict[str, Any]:
    """Return the changes that say how a carrier stands: its status, and what lies beneath where holds give it."""
    status = _derived_status(base, units, holds)
    return {"status": status, "unheld_status": None if status == base else base}


def _derived_status(base: str, units: tuple[CarrierUnit, ...], holds: tuple[Hold, ...]) -> str:
    """Return a carrier's status.

    A whole hold rules. Of a divided carrier the least taken unit counts: it is available while one unit is free, and
    reserved while one might still come free. Holds to come count as present ones: the days are in the record.
    """
    if not holds:
        return base
    level = _strongest(None, holds)
    if level < 0 and units:
        level = min(_strongest(unit.unit_no, holds) for unit in units)
    return base if level < 0 else _HELD[level].value


def _strongest(unit_no: str | None, holds: tuple[Hold, ...]) -> int:
    """Return the index in `_HELD` of the strongest hold on exactly this part, -1 when nothing holds it."""
    return max((_HELD.index(CarrierStatus(h.kind)) for h in holds if h.unit_no == unit_no), default=-1)


def find_hold(carrier: Carrier, hold_id: str) -> Hold | None:
    """Return the carrier's hold of that id."""
    return next((hold for hold in carrier.holds if hold.hold_id == hold_id), None)


def wrong_unit(carrier: Carrier, unit_no: str | None) -> Refused | None:
    """Refuse a unit that the carrier is not divided into."""
    if unit_no is None or any(unit.unit_no == unit_no for unit in carrier.units):
        return None
    return refuse(Code.NO_SUCH_UNIT, field="unit_no", id=carrier.carrier_id, unit_no=unit_no)


def too_little_intensity(
    carrier: Carrier, unit_no: str | None, project_id: str | None, investment: Money | None
) -> Refused | None:
    """Refuse a project below the carrier's least investment per m², unless commerce waived it (invariant 7).

    What the project holds of the carrier already counts with what it asks for, whatever days it asks for it. What is
    not known, or not in CNY, is not guessed: it is refused until supplied or waived.
    """
    least = carrier.min_intensity_cny_m2
    if not least or any(waiver.project_id == project_id for waiver in carrier.waivers):
        return None
    area = _taken_area(carrier, {unit_no} | {hold.unit_no for hold in carrier.holds if hold.project_id == project_id})
    lack = None
    if investment is None:
        lack = ("项目计划投资未知", "the project's planned investment is unknown")
    elif investment.currency != "CNY":
        lack = (f"项目计划投资以 {investment.currency} 计", f"the planned investment is in {investment.currency}")
    elif area is None:
        lack = ("载体面积未知", "the carrier's area is unknown")
    if lack:
        return refuse(Code.INTENSITY_UNKNOWN, minimum=least, lack_zh=lack[0], lack_en=lack[1])
    if investment is not None and area is not None and investment.amount < least * area:
        return refuse(Code.INTENSITY_TOO_LOW, minimum=least)
    return None


def counted_area(carrier: Carrier, unit_no: str | None) -> Decimal | None:
    """Return a carrier's or a unit's m²: of land its land, of all else its floor; one does not stand for the other."""
    if unit_no is not None:
        return next((unit.floor_m2 for unit in carrier.units if unit.unit_no == unit_no), None)
    return carrier.land_m2 if carrier.kind in LAND else carrier.floor_m2


def _taken_area(carrier: Carrier, parts: set[str | None]) -> Decimal | None:
    """Return the m² of several units; the whole takes them all in."""
    if None in parts:
        return counted_area(carrier, None)
    areas = [counted_area(carrier, unit_no) for unit_no in parts]
    known = [area for area in areas if area is not None]
    return sum(known, Decimal(0)) if len(known) == len(areas) else None
