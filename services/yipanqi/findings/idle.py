"""Idle space and idle land on a day, reckoned from a carrier's record, for alerts.

The records say how things stand now: a day of the past is right as far as no hold has ended since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yipanqi.models.carrier import Carrier, Hold
from yipanqi.models.codes import CarrierHold, CarrierStatus
from yipanqi.models.types import fuzzy_end
from yipanqi.rules.carrier_space import LAND

#: From the weakest to the strongest.
_STRENGTH = (CarrierHold.RESERVED, CarrierHold.COMMITTED, CarrierHold.OCCUPIED)


@dataclass(frozen=True, slots=True)
class Part:
    """A carrier, or each unit of a divided one.

    `held` is the strongest hold on the day, None for idle space; `empty_since` is the day since when it has certainly
    stood empty, whoever was promised it since, None while it is used and where nobody knows.
    """

    unit_no: str | None
    held: CarrierHold | None
    empty_since: date | None


def parts(carrier: Carrier, on: date) -> Iterator[Part]:
    """Yield a carrier's parts on a day; none of a withdrawn one. What a division leaves over is in no part."""
    if carrier.status == CarrierStatus.WITHDRAWN:
        return
    if not carrier.units:
        yield _part(carrier, None, carrier.vacant_since, on)
    for unit in carrier.units:
        yield _part(carrier, unit.unit_no, unit.vacant_since or carrier.vacant_since, on)


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


def _part(carrier: Carrier, unit_no: str | None, since: str | None, on: date) -> Part:
    kinds = {CarrierHold(hold.kind) for hold in carrier.holds if _covers(hold, unit_no, on)}
    held = max(kinds, key=_STRENGTH.index, default=None)
    empty = None if since is None or held == CarrierHold.OCCUPIED else fuzzy_end(since)
    return Part(unit_no, held, empty)


def _covers(hold: Hold, unit_no: str | None, on: date) -> bool:
    if hold.unit_no not in (None, unit_no):
        return False
    return (hold.from_on is None or hold.from_on <= on) and (hold.until_on is None or on <= hold.until_on)
