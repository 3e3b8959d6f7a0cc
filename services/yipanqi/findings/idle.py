"""Idle space and idle land on a day, reckoned from a carrier's record: for figures and alerts alike.

The records say how things stand now: a day of the past is right as far as no hold has ended since. What came free and
what was taken into use in a period is remembered by each carrier (`space_steps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yipanqi.models.carrier import Carrier, Hold
from yipanqi.models.codes import CarrierHold, CarrierSpaceStep, CarrierStatus
from yipanqi.models.types import fuzzy_end
from yipanqi.rules.carrier_space import LAND, counted_area

_NONE = Decimal(0)
#: From the weakest to the strongest.
_STRENGTH = (CarrierHold.RESERVED, CarrierHold.COMMITTED, CarrierHold.OCCUPIED)


@dataclass(frozen=True, slots=True)
class Part:
    """A carrier, or each unit of a divided one; `area_m2` None where it is not known.

    `held` is the strongest hold on the day, None for idle space; `empty_since` is the day since when it has certainly
    stood empty, whoever was promised it since, None while it is used and where nobody knows.
    """

    unit_no: str | None
    area_m2: Decimal | None
    held: CarrierHold | None
    empty_since: date | None


@dataclass(frozen=True, slots=True)
class Space:
    """Areas in m²; `unknown` counts the parts whose area nobody knows, which are in no sum."""

    total_m2: Decimal = _NONE
    idle_m2: Decimal = _NONE
    reserved_m2: Decimal = _NONE
    committed_m2: Decimal = _NONE
    occupied_m2: Decimal = _NONE
    unknown: int = 0

    def __add__(self, other: Space) -> Space:
        """Return both together."""
        return Space(
            self.total_m2 + other.total_m2,
            self.idle_m2 + other.idle_m2,
            self.reserved_m2 + other.reserved_m2,
            self.committed_m2 + other.committed_m2,
            self.occupied_m2 + other.occupied_m2,
            self.unknown + other.unknown,
        )

    @property
    def idle_share(self) -> Decimal | None:
        """Idle m² ÷ total m²; None without any."""
        return self.idle_m2 / self.total_m2 if self.total_m2 else None


def parts(carrier: Carrier, on: date) -> Iterator[Part]:
    """Yield a carrier's parts on a day; none of a withdrawn one. What a division leaves over is in no part."""
    if carrier.status == CarrierStatus.WITHDRAWN:
        return
    if not carrier.units:
        yield _part(carrier, None, counted_area(carrier, None), carrier.vacant_since, on)
    for unit in carrier.units:
        yield _part(carrier, unit.unit_no, unit.floor_m2, unit.vacant_since or carrier.vacant_since, on)


def space(carriers: Iterable[Carrier], on: date) -> Space:
    """Return how much space there is on a day, and how much of it is idle, promised and used."""
    total = Space()
    for carrier in carriers:
        for part in parts(carrier, on):
            total += _counted(part)
    return total


def moved(carriers: Iterable[Carrier], first: date, last: date) -> tuple[Decimal, Decimal]:
    """Return the m² absorbed and the m² released from `first` to `last`, both days included.

    Absorbed is what was moved into; a commitment may still fall through and is not. Released is what was vacated and
    what came on the market first; carriers taken over from a ledger were there before.
    """
    sums = dict.fromkeys(CarrierSpaceStep, _NONE)
    for carrier in carriers:
        for step in carrier.space_steps:
            if first <= step.changed_on <= last:
                sums[CarrierSpaceStep(step.kind)] += step.area_m2 or _NONE
    return sums[CarrierSpaceStep.ABSORBED], sums[CarrierSpaceStep.RELEASED]


def start_delay(carrier: Carrier, on: date) -> int | None:
    """Return the days that land lies idle past its agreed start, less those that do not count.

    None for what is no land, has no agreed start, was withdrawn, or has been begun by then. An agreed start known to
    the month or year counts from its last day: nobody is accused of days that may not have passed.
    """
    if carrier.kind not in LAND or carrier.agreed_start_on is None or carrier.status == CarrierStatus.WITHDRAWN:
        return None
    if carrier.started_on is not None and carrier.started_on <= on:
        return None
    return (on - fuzzy_end(carrier.agreed_start_on)).days - (carrier.excluded_days or 0)


def _part(carrier: Carrier, unit_no: str | None, area: Decimal | None, since: str | None, on: date) -> Part:
    kinds = {CarrierHold(hold.kind) for hold in carrier.holds if _covers(hold, unit_no, on)}
    held = max(kinds, key=_STRENGTH.index, default=None)
    empty = None if since is None or held == CarrierHold.OCCUPIED else fuzzy_end(since)
    return Part(unit_no, area, held, empty)


def _covers(hold: Hold, unit_no: str | None, on: date) -> bool:
    if hold.unit_no not in (None, unit_no):
        return False
    return (hold.from_on is None or hold.from_on <= on) and (hold.until_on is None or on <= hold.until_on)


def _counted(part: Part) -> Space:
    if part.area_m2 is None:
        return Space(unknown=1)
    area = part.area_m2
    return Space(
        total_m2=area,
        idle_m2=area if part.held is None else _NONE,
        reserved_m2=area if part.held == CarrierHold.RESERVED else _NONE,
        committed_m2=area if part.held == CarrierHold.COMMITTED else _NONE,
        occupied_m2=area if part.held == CarrierHold.OCCUPIED else _NONE,
    )
