"""What a carrier offers, as a whole and by its units, read from its record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yipanqi.matching.need import LAND_KINDS
from yipanqi.models.carrier import Carrier, CarrierUnit, Hold
from yipanqi.models.types import fuzzy_start
from yipanqi.rules.carrier_space import counted_area, on_offer

#: Later than any day: a hold without a last day.
NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """A hold on the offer's space: until which day (`NEVER`: open-ended), and by which hold of which kind."""

    hold_id: str
    kind: str
    project_id: str | None
    until: int


@dataclass(frozen=True, slots=True)
class HeldPart:
    """What a project holds of a carrier beside one of its units: another unit, or the whole less this one."""

    hold_id: str
    project_id: str
    unit_no: str | None
    m2: Decimal | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A carrier as a whole (`unit_no` None), or one unit of it.

    `offered` says whether the carrier may be asked for at all; `counted_m2` is the area that an investment is divided
    by; `held` are the holds that bar this space: for the whole every unit's, for a unit the whole's and its own (a
    carrier and its units are one record: decision 0004). What a project holds `elsewhere` in the carrier counts with
    this space when it asks for that too.
    """

    carrier_id: str
    unit_no: str | None
    name: str
    kind: str
    status: str
    offered: bool
    owner_unit: str
    manager_unit: str | None
    area_code: str | None
    land_m2: Decimal | None
    floor_m2: Decimal | None
    counted_m2: Decimal | None
    storey_height_m: Decimal | None
    floor_load_t_m2: Decimal | None
    power_kva: Decimal | None
    rent_cny_m2_month: Decimal | None
    chains: tuple[str, ...]
    restrictions: str | None
    vacant_since: date | None
    least_cny_m2: Decimal | None
    units: tuple[str, ...] = ()
    held: tuple[HeldSpan, ...] = ()
    elsewhere: tuple[HeldPart, ...] = ()
    waived: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def site(self) -> str:
        """Name of the space: the carrier's id, with the unit's number behind `#`."""
        return self.carrier_id if self.unit_no is None else f"{self.carrier_id}#{self.unit_no}"

    @property
    def is_land(self) -> bool:
        """Return whether there is no building yet."""
        return self.kind in LAND_KINDS

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the spaces that cannot be given twice: a whole takes each unit's."""
        if self.unit_no is not None or not self.units:
            return (self.site,)
        return tuple(f"{self.carrier_id}#{number}" for number in self.units)

    def counted_for(self, project_id: str) -> Decimal | None:
        """Return the m² that a project's investment is divided by, with what it holds of the carrier already."""
        parts = {part.unit_no: part.m2 for part in self.elsewhere if part.project_id == project_id}
        more = [parts[None]] if None in parts else list(parts.values())
        known = [m2 for m2 in (self.counted_m2, *more) if m2 is not None]
        return sum(known, Decimal(0)) if len(known) == 1 + len(more) else None

    def free_from(self, ignored: Collection[str] = ()) -> int:
        """Return the ordinal of the first day from which nothing holds the space for good, 0 when nothing does."""
        return max((_after(span.until) for span in self.held if span.hold_id not in ignored), default=0)


def _after(until: int) -> int:
    return until if until == NEVER else until + 1


def offers_of(carrier: Carrier) -> tuple[Offer, ...]:
    """Return what a carrier offers: the whole, then each unit. A withdrawn carrier offers nothing."""
    if carrier.status == "WITHDRAWN":
        return ()
    return (_offer(carrier, None), *(_offer(carrier, unit) for unit in carrier.units))


def _offer(carrier: Carrier, unit: CarrierUnit | None) -> Offer:
    number = unit.unit_no if unit else None
    since = (unit.vacant_since if unit else None) or carrier.vacant_since
    # A plot of divided land is land: the contract has one area of a unit, which is of what its carrier is.
    plot = unit.floor_m2 if unit and carrier.kind in LAND_KINDS else None
    return Offer(
        carrier_id=carrier.carrier_id,
        unit_no=number,
        name=carrier.name if number is None else f"{carrier.name} {number}",
        kind=carrier.kind,
        status=carrier.status,
        offered=on_offer(carrier),
        owner_unit=carrier.owner_unit,
        manager_unit=carrier.manager_unit,
        area_code=carrier.area_code,
        land_m2=plot if unit else carrier.land_m2,
        floor_m2=(unit.floor_m2 if plot is None else None) if unit else carrier.floor_m2,
        counted_m2=counted_area(carrier, number),
        storey_height_m=(unit.storey_height_m if unit else None) or carrier.storey_height_m,
        floor_load_t_m2=(unit.floor_load_t_m2 if unit else None) or carrier.floor_load_t_m2,
        power_kva=carrier.power_kva,
        rent_cny_m2_month=carrier.rent_cny_m2_month,
        chains=carrier.permitted_chains,
        restrictions=carrier.restrictions,
        vacant_since=fuzzy_start(since) if since else None,
        least_cny_m2=carrier.min_intensity_cny_m2 or None,
        units=() if unit else tuple(each.unit_no for each in carrier.units),
        held=tuple(_span(hold) for hold in carrier.holds if _same_space(number, hold.unit_no)),
        elsewhere=tuple(_elsewhere(carrier, unit)) if unit else (),
        waived=tuple(waiver.project_id for waiver in carrier.waivers if waiver.project_id),
        waiting=sum(_same_space(number, entry.unit_no) for entry in carrier.pending),
    )


def _elsewhere(carrier: Carrier, unit: CarrierUnit) -> Iterator[HeldPart]:
    for hold in carrier.holds:
        if hold.project_id is None or hold.unit_no == unit.unit_no:
            continue
        m2 = counted_area(carrier, hold.unit_no)
        beside = m2 - unit.floor_m2 if m2 is not None and hold.unit_no is None else m2
        yield HeldPart(hold.hold_id, hold.project_id, hold.unit_no, beside)


def _same_space(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _span(hold: Hold) -> HeldSpan:
    until = NEVER if hold.until_on is None else hold.until_on.toordinal()
    return HeldSpan(hold.hold_id, hold.kind, hold.project_id, until)
