"""A project and a site beside each other, with each reason for and against; and the ranking of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yipanqi.matching.market import Market
from yipanqi.matching.need import Need
from yipanqi.matching.offer import Offer
from yipanqi.matching.preferences import PREFERENCES, score, total
from yipanqi.matching.requirements import REQUIREMENTS, Verdict, Verdicts, judge, standing
from yipanqi.matching.settings import Names
from yipanqi.matching.tables import Floats, Integers, NeedTable, Objects, OfferTable

_FOR = 0.5


@dataclass(frozen=True, slots=True)
class Required:
    """One hard requirement of a pair."""

    code: str
    title_zh: str
    title_en: str
    verdict: Verdict
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Preferred:
    """One preference of a pair: `score` from 0 to 1, None where it is unknown."""

    code: str
    title_zh: str
    title_en: str
    weight: float
    score: float | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a site suits a project: PASSED suits, UNKNOWN must be looked into, FAILED is barred; `score` is 0 to 100."""

    need: Need
    offer: Offer
    standing: Verdict
    score: float
    required: tuple[Required, ...]
    preferred: tuple[Preferred, ...]

    @property
    def pros(self) -> tuple[Required | Preferred, ...]:
        """Return the reasons for it."""
        good = tuple(each for each in self.required if each.verdict is Verdict.PASSED)
        return (*good, *(each for each in self.preferred if each.score is not None and each.score >= _FOR))

    @property
    def cons(self) -> tuple[Required | Preferred, ...]:
        """Return the reasons against it, what bars it first, then what is not known, then what is poor."""
        bad = [each for each in self.required if each.verdict <= Verdict.UNKNOWN]
        bad.sort(key=lambda each: each.verdict)
        return (*bad, *(each for each in self.preferred if each.score is not None and each.score < _FOR))


def assess(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    market: Market,
    names: Names | None = None,
    settled_in: Mapping[str, str] | None = None,
) -> list[Assessment]:
    """Return the assessment of every pair, best first: how it stands, then its score, then the ids."""
    need_table, offer_table = NeedTable.of(needs, market, settled_in), OfferTable.of(offers, market)
    verdicts = judge(need_table, offer_table)
    scores = score(need_table, offer_table, market)
    stands, totals = standing(verdicts), total(need_table, scores, market)
    asked = {each.code: each.asked(need_table) for each in PREFERENCES}
    found = []
    for row, need in enumerate(needs):
        others = _without(need, market, settled_in)
        for column, offer in enumerate(offers):
            required = _required(need, offer, {c: int(v[row, column]) for c, v in verdicts.items()}, market, names)
            given = {c: float(s[row, column]) for c, s in scores.items() if asked[c][row, 0]}
            preferred = _preferred(need, offer, given, others, names)
            stand = Verdict(int(stands[row, column]))
            found.append(Assessment(need, offer, stand, float(totals[row, column]), required, preferred))
    found.sort(key=lambda each: (-each.standing, -each.score, each.need.project_id, each.offer.site))
    return found


def _without(need: Need, market: Market, settled_in: Mapping[str, str] | None) -> Market:
    """Return the market as a project finds it: it is no neighbour of its own."""
    area = (settled_in or {}).get(need.project_id)
    if area is None or need.chain is None:
        return market
    place = (area, need.chain)
    return replace(market, clusters={**market.clusters, place: market.clusters.get(place, 0) - 1})


def _required(
    need: Need, offer: Offer, verdicts: dict[str, int], market: Market, names: Names | None
) -> tuple[Required, ...]:
    found = []
    for each in REQUIREMENTS:
        verdict = Verdict(verdicts[each.code])
        if verdict is not Verdict.NOT_ASKED:
            zh, en = each.words(need, offer, names or Names(), market.today)
            found.append(Required(each.code, each.zh, each.en, verdict, zh, en))
    return tuple(found)


def _preferred(
    need: Need, offer: Offer, scores: dict[str, float], market: Market, names: Names | None
) -> tuple[Preferred, ...]:
    found = []
    for each in PREFERENCES:
        if each.code in scores:
            value = scores[each.code]
            zh, en = each.words(need, offer, names or Names(), market)
            weight = getattr(market.rules.weights, each.code)
            known = None if np.isnan(value) else round(value, 4)
            found.append(Preferred(each.code, each.zh, each.en, weight, known, zh, en))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best of many pairs by index, how many there are of each standing, and what each requirement bars.

    `bars` counts the pairs that a requirement fails; `alone` those that nothing else fails. `spaces` are, where needs
    were ranked, the offers that the best pairs are with.
    """

    best: tuple[int, ...]
    suitable: int
    to_check: int
    barred: int
    bars: dict[str, int]
    alone: dict[str, int]
    spaces: tuple[int, ...] = ()


def rank_sites(need: NeedTable, offers: OfferTable, market: Market, *, limit: int, least: float = 0.0) -> Ranking:
    """Rank offers for one need; ties are broken by the sites' names. Scores below `least` are not among the best."""
    verdicts = {code: found[0] for code, found in judge(need, offers).items()}
    totals = total(need, score(need, offers, market), market)[0]
    return _ranking(verdicts, totals, offers.sites[0], limit, least)


def rank_needs(needs: NeedTable, offers: OfferTable, market: Market, *, limit: int, least: float = 0.0) -> Ranking:
    """Rank needs for one carrier's spaces, each with the space that suits it best; ties are broken by the ids."""
    judged = judge(needs, offers)
    totals = total(needs, score(needs, offers, market), market)
    rows = np.arange(len(needs.needs))
    chosen = (standing(judged) * 1000.0 + totals).argmax(axis=1)
    verdicts = {code: found[rows, chosen] for code, found in judged.items()}
    ranking = _ranking(verdicts, totals[rows, chosen], needs.ids, limit, least)
    return replace(ranking, spaces=tuple(int(chosen[index]) for index in ranking.best))


def _ranking(verdicts: dict[str, Verdicts], totals: Floats, names: Objects, limit: int, least: float) -> Ranking:
    stands = standing(verdicts)
    failed = np.sum([found == Verdict.FAILED for found in verdicts.values()], axis=0)
    bars = {code: int(np.count_nonzero(found == Verdict.FAILED)) for code, found in verdicts.items()}
    alone = {code: int(np.count_nonzero((found == Verdict.FAILED) & (failed == 1))) for code, found in verdicts.items()}
    return Ranking(
        best=_best(stands, totals, names, limit, least),
        suitable=int(np.count_nonzero(stands == Verdict.PASSED)),
        to_check=int(np.count_nonzero(stands == Verdict.UNKNOWN)),
        barred=int(np.count_nonzero(stands == Verdict.FAILED)),
        bars={code: count for code, count in bars.items() if count},
        alone={code: count for code, count in alone.items() if count},
    )


def _best(stands: Verdicts, totals: Floats, names: Objects, limit: int, least: float) -> tuple[int, ...]:
    """Return the indices of the first `limit` pairs in the order of `assess`; only those that can be are sorted."""
    keys = np.where(totals >= least, stands.astype(np.float64) * 1000.0 + totals, -np.inf)
    count = min(limit, int(np.count_nonzero(keys > -np.inf)))
    if not count:
        return ()
    last = np.partition(keys, len(keys) - count)[len(keys) - count]
    candidates: Integers = np.flatnonzero(keys >= last)
    ordered = sorted(candidates.tolist(), key=lambda index: (-keys[index], names[index]))
    return tuple(ordered[:count])
