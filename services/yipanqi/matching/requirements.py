"""What a site must satisfy: each requirement passed, failed or unknown, for all pairs at once, and in words for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from yipanqi.matching.need import Need
from yipanqi.matching.offer import NEVER, Offer
from yipanqi.matching.settings import TOLERANCE, Names
from yipanqi.matching.tables import Floats, NeedTable, OfferTable

Verdicts = NDArray[np.int8]
Words = tuple[str, str]


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


def _verdicts(asked: NDArray[np.bool_], known: NDArray[np.bool_], good: NDArray[np.bool_]) -> Verdicts:
    judged = np.where(good, Verdict.PASSED, Verdict.FAILED)
    return np.where(asked, np.where(known, judged, Verdict.UNKNOWN), Verdict.NOT_ASKED).astype(np.int8)


def _at_least(needed: Floats, offered: Floats) -> Verdicts:
    with np.errstate(invalid="ignore"):
        good = offered >= needed * (1 - TOLERANCE)
    return _verdicts(~np.isnan(needed), ~np.isnan(offered), good)


def _flag(good: NDArray[np.bool_]) -> Verdicts:
    return np.where(good, Verdict.PASSED, Verdict.FAILED).astype(np.int8)


def _show(value: Decimal | float | None, unit: str) -> str:
    return "?" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".") + f" {unit}"


def _offered(_: NeedTable, offers: OfferTable) -> Verdicts:
    return _flag(offers.offered)


def _offered_words(_: Need, offer: Offer, names: Names, __: date) -> Words:
    zh, en = names.of("carrier.status", offer.status)
    return (f"载体状态：{zh}", f"the carrier is {en}") if offer.offered else (f"未上架（{zh}）", f"not listed ({en})")


def _kind(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _verdicts(needs.kinds != 0, offers.kind != 0, (needs.kinds & offers.kind) != 0)


def _kind_words(need: Need, offer: Offer, names: Names, _: date) -> Words:
    zh, en = names.all_of("carrier.kind", need.kinds)
    kind_zh, kind_en = names.of("carrier.kind", offer.kind)
    by_zh, by_en = ("（按面积需求推定）", " (inferred from the areas asked for)") if need.kinds_inferred else ("", "")
    return f"需{zh}{by_zh}，此为{kind_zh}", f"asks for {en}{by_en}, this is {kind_en}"


def needed_area(needs: NeedTable, offers: OfferTable) -> tuple[Floats, Floats]:
    """Return the m² needed and offered of each pair: land counts on land, floor in buildings.

    What the project does not say of the one is taken from the other, and compared with the same of the carrier.
    """
    by_land = np.where(offers.is_land, ~np.isnan(needs.land), np.isnan(needs.floor))
    return np.where(by_land, needs.land, needs.floor), np.where(by_land, offers.land, offers.floor)


def _area(needs: NeedTable, offers: OfferTable) -> Verdicts:
    needed, offered = needed_area(needs, offers)
    return _at_least(needed, offered)


def area_pair(need: Need, offer: Offer) -> tuple[Decimal | None, Decimal | None, Words]:
    """Return the m² needed and offered of one pair, as `needed_area` does, and what they are of."""
    by_land = need.land_m2 is not None if offer.is_land else need.floor_m2 is None
    if by_land:
        return need.land_m2, offer.land_m2, ("用地", "land")
    return need.floor_m2, offer.floor_m2, ("建筑面积", "floor area")


def _area_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    needed, offered, (zh, en) = area_pair(need, offer)
    more_zh, more_en = "", ""
    if need.sites > 1 and needed is not None and offered is not None and offered < needed:
        more_zh, more_en = (
            f"；可与同区域载体组合（至多 {need.sites} 处）",
            f"; may be joined with others of the area (at most {need.sites})",
        )
    return (
        f"需{zh} {_show(needed, '㎡')}，可供 {_show(offered, '㎡')}{more_zh}",
        f"needs {_show(needed, 'm²')} of {en}, offered {_show(offered, 'm²')}{more_en}",
    )


def _buildings_only(verdicts: Verdicts, offers: OfferTable) -> Verdicts:
    """Land has no storeys yet: what is built on it is the project's own affair."""
    return np.where(offers.is_land, Verdict.NOT_ASKED, verdicts).astype(np.int8)


def _storey(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _buildings_only(_at_least(needs.storey, offers.storey), offers)


def _storey_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    a, b = _show(need.storey_height_m, "m"), _show(offer.storey_height_m, "m")
    return f"需层高 {a}，实有 {b}", f"needs a storey height of {a}, has {b}"


def _load(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _buildings_only(_at_least(needs.load, offers.load), offers)


def _load_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    a, b = _show(need.floor_load_t_m2, "t/㎡"), _show(offer.floor_load_t_m2, "t/㎡")
    return f"需荷载 {a}，实有 {b}", f"needs a floor load of {a}, has {b}"


def _power(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _at_least(np.where(needs.power > 0, needs.power, np.nan), offers.power)


def _power_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    a, b = _show(need.power_kva, "kVA"), _show(offer.power_kva, "kVA")
    return f"需配电 {a}，实有 {b}", f"needs {a} of power, has {b}"


def _chain(needs: NeedTable, offers: OfferTable) -> Verdicts:
    limited = offers.chains != 0
    return _verdicts(limited & (needs.chain >= 0), needs.chain != 0, (needs.chain & offers.chains) != 0)


def _chain_words(need: Need, offer: Offer, names: Names, _: date) -> Words:
    zh, en = names.all_of("chain", offer.chains)
    own_zh, own_en = names.of("chain", need.chain) if need.chain else ("未知", "unknown")
    return f"载体适配 {zh}，项目为 {own_zh}", f"the carrier is for {en}, the project's chain is {own_en}"


def _free(needs: NeedTable, offers: OfferTable) -> Verdicts:
    good = np.broadcast_to(offers.free_from, (len(needs.needs), len(offers))) <= needs.from_on
    held = np.flatnonzero(offers.held[0].astype(bool)) if needs.holds else ()
    for column in held:
        spans = offers.held[0, column]
        for row in {row for row, hold_id in needs.holds.get(int(offers.carrier[0, column]), ())}:
            own = {hold_id for _, hold_id, _, _ in needs.needs[row].held}
            until = max((span.until for span in spans if span.hold_id not in own), default=0)
            good[row, column] = until < needs.from_on[row, 0]
    return _flag(good)


def _free_words(need: Need, offer: Offer, _: Names, today: date) -> Words:
    day = max(today, need.from_on or today)
    own = {hold_id for _, hold_id, _, _ in need.held}
    free = offer.free_from(own)
    if any(span.hold_id in own for span in offer.held) and free <= day.toordinal():
        return "已为本项目占用", "held for this very project"
    if free >= NEVER:
        return f"{day} 起已被长期占用", f"held from {day} until further notice"
    if free <= day.toordinal():
        return f"{day} 起可用", f"free from {day}"
    since = date.fromordinal(free)
    return f"需 {day} 起用，{since} 才空出", f"needed from {day}, free only from {since}"


def _intensity(needs: NeedTable, offers: OfferTable) -> Verdicts:
    with np.errstate(invalid="ignore"):
        good = needs.investment >= offers.least * offers.counted * (1 - TOLERANCE)
    asked = np.broadcast_to(~np.isnan(offers.least), good.shape)
    found = _verdicts(asked, ~np.isnan(needs.investment) & ~np.isnan(offers.counted), good)
    for column in np.flatnonzero(offers.waived[0].astype(bool)):
        for project_id in offers.waived[0, column]:
            if project_id in needs.row_of:
                found[needs.row_of[project_id], column] = Verdict.PASSED
    return found


def _intensity_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    least = _show(offer.least_cny_m2, "元/㎡"), _show(offer.least_cny_m2, "CNY/m²")
    if need.project_id in offer.waived:
        return f"要求强度 {least[0]}，已由商务局豁免", f"asks for {least[1]}, waived by commerce"
    if need.foreign_currency:
        money = need.foreign_currency
        return (
            f"要求强度 {least[0]}，投资额以 {money} 计，无法核算",
            f"asks for {least[1]}, the investment is in {money}",
        )
    if need.investment_cny is None or offer.counted_m2 is None:
        zh, en = ("投资额", "investment") if need.investment_cny is None else ("面积", "area")
        return f"要求强度 {least[0]}，{zh}未知", f"asks for {least[1]}, the {en} is not known"
    has = need.investment_cny / offer.counted_m2
    return (
        f"要求强度 {least[0]}，本项目 {_show(has, '元/㎡')}",
        f"asks for {least[1]}, the project has {_show(has, 'CNY/m²')}",
    )


def _red_line(needs: NeedTable, offers: OfferTable) -> Verdicts:
    return _flag(np.broadcast_to(~needs.barred, (len(needs.needs), len(offers))))


def _red_line_words(need: Need, _: Offer, names: Names, __: date) -> Words:
    if not need.flags:
        return "无红线或基本农田标记", "no red line or basic farmland flag"
    zh, en = names.all_of("project.flag", need.flags)
    return f"项目带有标记：{zh}，须先由商务局清除", f"the project is flagged ({en}): commerce must clear it first"


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("red_line", "红线", "red line", _red_line, _red_line_words),
    Requirement("offered", "上架", "listed", _offered, _offered_words),
    Requirement("kind", "类型", "kind", _kind, _kind_words),
    Requirement("area", "面积", "area", _area, _area_words),
    Requirement("storey_height", "层高", "storey height", _storey, _storey_words),
    Requirement("floor_load", "荷载", "floor load", _load, _load_words),
    Requirement("power", "配电", "power", _power, _power_words),
    Requirement("chain", "产业", "chain", _chain, _chain_words),
    Requirement("free", "可用日期", "free in time", _free, _free_words),
    Requirement("intensity", "投资强度", "intensity", _intensity, _intensity_words),
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
