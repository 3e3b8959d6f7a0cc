"""What makes one site better than another: scores from 0 to 1, for all pairs at once, and in words for one.

A preference that the project says nothing about does not count; what the carrier's record leaves open counts as
`unknown_score`, and is told as unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from yipanqi.matching.market import Market
from yipanqi.matching.need import Need
from yipanqi.matching.offer import Offer
from yipanqi.matching.requirement_words import Words, area_pair
from yipanqi.matching.requirements import needed_area
from yipanqi.matching.settings import Names
from yipanqi.matching.tables import NOWHERE, Floats, NeedTable, OfferTable, cluster_matrix

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Preference:
    """A preference: `asked` says for which needs it counts, `score` is NaN where it is unknown."""

    code: str
    zh: str
    en: str
    asked: Callable[[NeedTable], Bools]
    score: Callable[[NeedTable, OfferTable, Market], Floats]
    words: Callable[[Need, Offer, Names, Market], Words]


def _always(needs: NeedTable) -> Bools:
    return np.ones((len(needs.needs), 1), np.bool_)


def _fit_asked(needs: NeedTable) -> Bools:
    return ~(np.isnan(needs.land) & np.isnan(needs.floor))


def _fit(needs: NeedTable, offers: OfferTable, market: Market) -> Floats:
    needed, offered = needed_area(needs, offers)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.minimum(offered / needed, np.minimum(1.0, needed * (1 + market.rules.roomy) / offered))


def _fit_words(need: Need, offer: Offer, _: Names, __: Market) -> Words:
    needed, offered, _of = area_pair(need, offer)
    if needed is None or offered is None:
        return "面积是否相称未知", "whether the area fits is not known"
    more = offered / needed - 1
    if more >= 0:
        return f"比需求大 {more:.0%}", f"{more:.0%} larger than needed"
    return f"比需求小 {-more:.0%}", f"{-more:.0%} smaller than needed"


def _budget_asked(needs: NeedTable) -> Bools:
    return np.greater(needs.rent_max, 0)


def _budget(needs: NeedTable, offers: OfferTable, market: Market) -> Floats:
    easy, ceiling = market.rules.rent_easy, market.rules.rent_ceiling
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.clip((ceiling - offers.rent / needs.rent_max) / (ceiling - easy), 0.0, 1.0)


def _budget_words(need: Need, offer: Offer, _: Names, __: Market) -> Words:
    rent, most = offer.rent_cny_m2_month, need.rent_max
    if rent is None:
        return f"租金未知（上限 {most} 元/㎡·月）", f"the rent is not known (limit {most} CNY/m² a month)"
    return f"租金 {rent}，上限 {most} 元/㎡·月", f"rent {rent}, limit {most} CNY/m² a month"


def _place_asked(needs: NeedTable) -> Bools:
    asked: Bools = (needs.areas != 0) | (needs.host != 0)
    return asked


def _place(needs: NeedTable, offers: OfferTable, market: Market) -> Floats:
    there = (needs.areas & offers.areas) != 0
    kept = (needs.host != 0) & ((needs.host == offers.owner) | (needs.host == offers.manager))
    known = (offers.areas != 0) | kept
    return np.where(known, np.where(there, 1.0, np.where(kept, market.rules.host_score, 0.0)), np.nan)


def _place_words(need: Need, offer: Offer, names: Names, market: Market) -> Words:
    host = need.host_unit
    if offer.area_code and set(need.areas) & set(market.around(offer.area_code)):
        zh, en = names.of("area", offer.area_code)
        return f"在意向区域（{zh}）", f"in a wanted area ({en})"
    if host and host in (offer.owner_unit, offer.manager_unit):
        zh, en = names.of("unit", host)
        return f"由落地单位{zh}管理", f"kept by the host, {en}"
    if offer.area_code is None:
        return "所在区域未知", "its area is not known"
    zh, en = names.of("area", offer.area_code)
    return f"在{zh}，不在意向区域", f"in {en}, not in a wanted area"


def _cluster_asked(needs: NeedTable) -> Bools:
    return np.not_equal(needs.chain_index, NOWHERE)


def _cluster(needs: NeedTable, offers: OfferTable, market: Market) -> Floats:
    there = cluster_matrix(market)[offers.area_index, needs.chain_index]
    others = there - ((needs.own_area == offers.area_index) & (needs.own_area != NOWHERE))
    scores = np.clip(others / market.rules.cluster_full, 0.0, 1.0)
    return np.where(offers.area_index == NOWHERE, np.nan, scores)


def _cluster_words(need: Need, offer: Offer, names: Names, market: Market) -> Words:
    if offer.area_code is None or need.chain is None:
        return "同链集聚未知", "whether its chain is there is not known"
    count = market.clusters.get((offer.area_code, need.chain), 0)
    zh, en = names.of("chain", need.chain)
    return f"该区域有{zh}已签约项目 {count} 个", f"{count} signed projects of {en} in the area"


def _vacancy(needs: NeedTable, offers: OfferTable, market: Market) -> Floats:
    days = market.today.toordinal() - offers.vacant_since
    scores = np.clip(days / market.rules.vacant_full_days, 0.0, 1.0)
    return np.broadcast_to(scores, (len(needs.needs), len(offers)))


def _vacancy_words(_: Need, offer: Offer, __: Names, market: Market) -> Words:
    if offer.vacant_since is None:
        return "空置起始日未知", "since when it is vacant is not known"
    days = max(0, (market.today - offer.vacant_since).days)
    return f"已空置 {days} 天", f"vacant for {days} days"


def _intensity(needs: NeedTable, offers: OfferTable, market: Market) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = needs.investment / (offers.least * offers.counted)
    return np.clip(ratio / market.rules.intensity_full, 0.0, 1.0)


def _intensity_words(need: Need, offer: Offer, _: Names, __: Market) -> Words:
    least, area = offer.least_cny_m2, offer.counted_m2
    if least is None:
        return "载体未设最低强度", "the carrier names no least intensity"
    if need.investment_cny is None or area is None:
        return "投资强度无法核算", "the intensity cannot be reckoned"
    ratio = need.investment_cny / (least * area) if area else Decimal(0)
    return f"投资强度为要求的 {ratio:.1f} 倍", f"{ratio:.1f} times the least intensity"


PREFERENCES: tuple[Preference, ...] = (
    Preference("area_fit", "面积相称", "area fits", _fit_asked, _fit, _fit_words),
    Preference("budget", "租金预算", "budget", _budget_asked, _budget, _budget_words),
    Preference("place", "区位", "place", _place_asked, _place, _place_words),
    Preference("cluster", "产业集聚", "clustering", _cluster_asked, _cluster, _cluster_words),
    Preference("vacancy", "盘活空置", "vacancy", _always, _vacancy, _vacancy_words),
    Preference("intensity", "集约用地", "land intensity", _always, _intensity, _intensity_words),
)


def score(needs: NeedTable, offers: OfferTable, market: Market) -> dict[str, Floats]:
    """Return the scores of all preferences, each of the shape (needs, offers): NaN where unknown."""
    shape = (len(needs.needs), len(offers))
    return {each.code: np.broadcast_to(each.score(needs, offers, market), shape) for each in PREFERENCES}


def total(needs: NeedTable, scores: dict[str, Floats], market: Market) -> Floats:
    """Return each pair's score from 0 to 100, rounded to 4 decimals so that equal ones are equal."""
    weights = market.rules.weights
    asked = {each.code: getattr(weights, each.code) * each.asked(needs) for each in PREFERENCES}
    whole = np.sum(list(asked.values()), axis=0)
    found = np.zeros(next(iter(scores.values())).shape)
    for code, weight in asked.items():
        found += weight * np.where(np.isnan(scores[code]), market.rules.unknown_score, scores[code])
    rounded: Floats = np.round(100.0 * found / np.maximum(whole, 1e-12), 4)
    return rounded
