"""What a site must satisfy: each requirement passed, failed or unknown, for all pairs at once, and in words for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from yipanqi.matching.need import Need
from yipanqi.matching.offer import Offer
from yipanqi.matching.requirement_words import (
    Words,
    area_words,
    chain_words,
    free_words,
    intensity_words,
    kind_words,
    load_words,
    offered_words,
    power_words,
    red_line_words,
    storey_words,
)
from yipanqi.matching.settings import TOLERANCE, Names
from yipanqi.matching.tables import Floats, NeedTable, OfferTable

Verdicts = NDArray[np.int8]


class Verdict(IntEnum):
    """How a requirement stands; the least of a pair's verdicts is how the pair stands."""

    FAILED = -1
    UNKNOWN = 0
    PASSED = 1
    NOT_ASKED = 2


@dataclass(frozen=True, slots=True)
class Requirement:
    """A hard requirement: `judge` for tables, `words` for one pair once it is judged."""

    code: str
    zh: str
    en: str
    judge: Callable[[NeedTable, OfferTable], Verdicts]
    words: Callable[[Need, Offer, Names, date], Words]


#: As small as the tables' numbers are: an eighth of the memory to be written for each requirement.
_FAILED, _UNKNOWN, _PASSED, _NOT_ASKED = (np.int8(verdict) for verdict in Verdict)


def _verdicts(asked: NDArray[np.bool_], known: NDArray[np.bool_], good: NDArray[np.bool_]) -> Verdicts:
    judged = np.where(good, _PASSED, _FAILED)
    return np.where(asked, np.where(known, judged, _UNKNOWN), _NOT_ASKED)


def _at_least(needed: Floats, offered: Floats) -> Verdicts:
    with np.errstate(invalid="ignore"):
        good = offered >= needed * (1 - TOLERANCE)
    return _verdicts(~np.isnan(needed), ~np.isnan(offered), good)


def _flag(good: NDArray[np.bool_]) -> Verdicts:
    return np.where(good, _PASSED, _FAILED)


def _offered(_: NeedTable, offers: OfferTable) -> Verdicts:
    return _flag(offers.offered)


def _kind(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _verdicts(needs.kinds != 0, offers.kind != 0, (needs.kinds & offers.kind) != 0)


def needed_area(needs: NeedTable, offers: OfferTable) -> tuple[Floats, Floats]:
    """Return the m² needed and offered of each pair: land counts on land, floor in buildings.

    What the project does not say of the one is taken from the other, and compared with the same of the carrier.
    """
    by_land = np.where(offers.is_land, ~np.isnan(needs.land), np.isnan(needs.floor))
    return np.where(by_land, needs.land, needs.floor), np.where(by_land, offers.land, offers.floor)


def _area(needs: NeedTable, offers: OfferTable) -> Verdicts:
    needed, offered = needed_area(needs, offers)
    return _at_least(needed, offered)


def _buildings_only(verdicts: Verdicts, offers: OfferTable) -> Verdicts:
    """Land has no storeys yet: what is built on it is the project's own affair."""
    return np.where(offers.is_land, _NOT_ASKED, verdicts)


def _storey(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _buildings_only(_at_least(needs.storey, offers.storey), offers)


def _load(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _buildings_only(_at_least(needs.load, offers.load), offers)


def _power(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _at_least(np.where(needs.power > 0, needs.power, np.nan), offers.power)


def _chain(needs: NeedTable, offers: OfferTable) -> Verdicts:
    limited = offers.chains != 0
    return _verdicts(limited & (needs.chain >= 0), needs.chain != 0, (needs.chain & offers.chains) != 0)


def _free(needs: NeedTable, offers: OfferTable) -> Verdicts:
    good = np.broadcast_to(offers.free_from, (len(needs.needs), len(offers))) <= needs.from_on
    for carrier, holds in needs.holds.items():
        for column in offers.held_of.get(carrier, ()):
            for row in {row for row, _ in holds}:
                own = {hold_id for _, hold_id, _, _ in needs.needs[row].held}
                until = max((span.until for span in offers.held[0, column] if span.hold_id not in own), default=0)
                good[row, column] = until < needs.from_on[row, 0]
    return _flag(good)


def _intensity(needs: NeedTable, offers: OfferTable) -> Verdicts:
    with np.errstate(invalid="ignore"):
        good = needs.investment >= offers.least * offers.counted * (1 - TOLERANCE)
    asked = np.broadcast_to(~np.isnan(offers.least), good.shape)
    found = _verdicts(asked, ~np.isnan(needs.investment) & ~np.isnan(offers.counted), good)
    for column in offers.with_parts:
        for project_id, m2 in offers.joined[0, column]:
            row = needs.row_of.get(project_id)
            if row is not None and asked[row, column]:
                has, least = needs.investment[row, 0], offers.least[0, column] * m2
                found[row, column] = _verdict(has, least)
    for column in offers.with_waivers:
        for project_id in offers.waived[0, column]:
            if project_id in needs.row_of:
                found[needs.row_of[project_id], column] = Verdict.PASSED
    return found


def _verdict(has: float, least: float) -> Verdict:
    """Judge one pair as `_intensity` judges them all."""
    if np.isnan(has) or np.isnan(least):
        return Verdict.UNKNOWN
    return Verdict.PASSED if has >= least * (1 - TOLERANCE) else Verdict.FAILED


def _red_line(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _flag(np.broadcast_to(~needs.barred, (len(needs.needs), len(offers))))


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("red_line", "红线", "red line", _red_line, red_line_words),
    Requirement("offered", "上架", "listed", _offered, offered_words),
    Requirement("kind", "类型", "kind", _kind, kind_words),
    Requirement("area", "面积", "area", _area, area_words),
    Requirement("storey_height", "层高", "storey height", _storey, storey_words),
    Requirement("floor_load", "荷载", "floor load", _load, load_words),
    Requirement("power", "配电", "power", _power, power_words),
    Requirement("chain", "产业", "chain", _chain, chain_words),
    Requirement("free", "可用日期", "free in time", _free, free_words),
    Requirement("intensity", "投资强度", "intensity", _intensity, intensity_words),
)


def judge(needs: NeedTable, offers: OfferTable) -> dict[str, Verdicts]:
    """Return the verdicts of all requirements, each of the shape (needs, offers)."""
    shape = (len(needs.needs), len(offers))
    return {each.code: np.broadcast_to(each.judge(needs, offers), shape) for each in REQUIREMENTS}


def standing(verdicts: dict[str, Verdicts], *, but: tuple[str, ...] = ()) -> Verdicts:
    """Return how each pair stands: the least of its verdicts, at most PASSED; requirements in `but` are left out."""
    arrays = [found for code, found in verdicts.items() if code not in but]
    least = arrays[0].copy()
    for found in arrays[1:]:
        np.minimum(least, found, out=least)
    return np.minimum(least, np.int8(Verdict.PASSED))
