"""An assignment's numbers: who may go where, what each pair is worth, which spaces exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yipanqi.matching.assignment.settings import Effort, Objective
from yipanqi.matching.assignment.whatif import Pair, WhatIf
from yipanqi.matching.market import CHAINS, Market
from yipanqi.matching.need import Need
from yipanqi.matching.offer import Offer
from yipanqi.matching.preferences import score, total
from yipanqi.matching.requirements import Verdict, Verdicts, judge, needed_area, standing
from yipanqi.matching.settings import TOLERANCE
from yipanqi.matching.tables import NOWHERE, Flags, Floats, Integers, NeedTable, OfferTable, cluster_matrix

#: Project row → the columns of its sites; several are the parts of one split.
Assignment = dict[int, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Instance:
    """Needs down, offers across. `suits`: the site alone meets the requirements; `joins`: it may be part of a split.

    `single` and `part` are the same less what the question forbids, or fixes otherwise.
    `value` is of a single site, `part_value` what a part adds to (or takes from) `split_value` of its project in that
    group. `group` numbers the (area, land or building) in which a split must lie, `cells` the spaces that each offer
    takes. `missing` is how many projects an area and chain lack to be a cluster, 0 where they are one.
    """

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    market: Market
    objective: Objective
    effort: Effort
    verdicts: Mapping[str, Verdicts]
    scores: Floats
    suits: Flags
    joins: Flags
    single: Flags
    part: Flags
    value: Floats
    part_value: Floats
    split_value: Floats
    needed: Floats
    offered: Floats
    bound_cny: Floats
    group: Integers
    group_area: Integers
    cells: tuple[tuple[int, ...], ...]
    cell_count: int
    chain: Integers
    area: Integers
    missing: Floats

    def feasible(self, row: int, columns: Sequence[int]) -> bool:
        """Return whether these sites may be given to the project: they serve it, and the question does not bar it."""
        return self._serves(row, columns, self.single, self.part)

    def meets(self, row: int, columns: Sequence[int]) -> bool:
        """Return whether these sites serve the project, by the hard requirements and the rules of a split."""
        return self._serves(row, columns, self.suits, self.joins)

    def _serves(self, row: int, columns: Sequence[int], single: Flags, part: Flags) -> bool:
        if len(columns) == 1:
            return bool(single[row, columns[0]])
        need, taken = self.needs[row], list(columns)
        same = len({int(self.group[column]) for column in taken}) == 1 and self.group[taken[0]] != NOWHERE
        cells = [cell for column in taken for cell in self.cells[column]]
        if not (same and len(taken) <= need.sites and bool(part[row, taken].all())):
            return False
        if len(set(cells)) < len(cells):
            return False
        enough = self.offered[row, taken].sum() >= self.needed[row, taken[0]] * (1 - TOLERANCE)
        asked = self.bound_cny[row, taken].sum()
        investment = float(need.investment_cny or 0)
        return bool(enough and (asked == 0 or asked <= investment * (1 + TOLERANCE)))

    def worth(self, row: int, columns: Sequence[int]) -> float:
        """Return what a project on these sites is worth, clusters left out."""
        if len(columns) == 1:
            return float(self.value[row, columns[0]])
        taken = list(columns)
        return float(self.split_value[row, int(self.offers[taken[0]].is_land)] + self.part_value[row, taken].sum())

    def clusters(self, assignment: Assignment) -> list[tuple[int, int]]:
        """Return the (area, chain) that become clusters by the assignment."""
        counts = np.zeros(self.missing.shape)
        for row, columns in assignment.items():
            area, chain = int(self.area[columns[0]]), int(self.chain[row])
            if area != NOWHERE and chain != NOWHERE:
                counts[area, chain] += 1
        reached = (self.missing > 0) & (counts >= self.missing)
        return [(int(a), int(c)) for a, c in zip(*np.nonzero(reached), strict=True)]

    def total(self, assignment: Assignment) -> float:
        """Return the value of an assignment."""
        pairs = sum(self.worth(row, columns) for row, columns in sorted(assignment.items()))
        return pairs + self.objective.cluster * len(self.clusters(assignment))


def build(
    needs: Sequence[Need], offers: Sequence[Offer], market: Market, question: WhatIf, objective: Objective
) -> Instance:
    """Return the instance; reservations of the projects taking part count as given up."""
    ours = {hold_id for need in needs for _, hold_id, kind, _ in need.held if kind == "RESERVED"}
    need_table = NeedTable.of([replace(need, held=()) for need in needs], market)
    offer_table = OfferTable.of(offers, market, frozenset(ours))
    verdicts = judge(need_table, offer_table)
    least = Verdict.UNKNOWN if question.effort.allow_unknown else Verdict.PASSED
    stated = np.array([[need.stated] for need in needs], np.bool_).reshape(-1, 1)
    allowed = _allowed(needs, offers, question.forbid)
    suits = stated & (standing(verdicts) >= least)
    needed, offered = (np.broadcast_to(each, suits.shape) for each in needed_area(need_table, offer_table))
    joins = stated & (standing(verdicts, but=("area",)) >= least) & _partial(needs, needed, offered, question.effort)
    group, group_area = _groups(offer_table)
    joins &= (group != NOWHERE)[None, :]
    scores = total(need_table, score(need_table, offer_table, market), market)
    value, part_value, split_value = _values(need_table, offer_table, scores, needed, offered, market, objective)
    cells, count = _cells(offers)
    return Instance(
        needs=tuple(needs),
        offers=tuple(offers),
        market=market,
        objective=objective,
        effort=question.effort,
        verdicts=verdicts,
        scores=scores,
        suits=suits,
        joins=joins,
        single=allowed & suits,
        part=allowed & joins,
        value=value,
        part_value=part_value,
        split_value=split_value,
        needed=needed,
        offered=offered,
        bound_cny=_bound(needs, offers, offer_table),
        group=group,
        group_area=group_area,
        cells=cells,
        cell_count=count,
        chain=need_table.chain_index[:, 0],
        area=offer_table.area_index[0],
        missing=_missing(market, objective),
    )


def _allowed(needs: Sequence[Need], offers: Sequence[Offer], forbidden: Iterable[Pair]) -> Flags:
    rows = {need.project_id: n for n, need in enumerate(needs)}
    columns = {offer.site: n for n, offer in enumerate(offers)}
    allowed = np.ones((len(needs), len(offers)), np.bool_)
    for pair in forbidden:
        if pair.project_id in rows and pair.site in columns:
            allowed[rows[pair.project_id], columns[pair.site]] = False
    return allowed


def _partial(needs: Sequence[Need], needed: Floats, offered: Floats, effort: Effort) -> Flags:
    """Return the sites that are too small alone, and large enough to be a part, of projects that may be split."""
    splits = np.array([[need.sites > 1] for need in needs], np.bool_).reshape(-1, 1)
    with np.errstate(invalid="ignore"):
        small = (offered < needed * (1 - TOLERANCE)) & (offered >= needed * effort.least_part)
    found: Flags = splits & small
    return found


def _groups(offers: OfferTable) -> tuple[Integers, Integers]:
    """Return the group of each offer and the area of each group; two a area: land and buildings."""
    area = offers.area_index[0]
    group = np.where(area == NOWHERE, NOWHERE, area * 2 + offers.is_land[0])
    return group, np.arange(int(group.max(initial=-1)) + 1) // 2


def _values(
    needs: NeedTable,
    offers: OfferTable,
    scores: Floats,
    needed: Floats,
    offered: Floats,
    market: Market,
    points: Objective,
) -> tuple[Floats, Floats, Floats]:
    """Return the values of single sites, of parts, and of splits (on buildings, on land).

    A split has full marks, and each part takes off its share of what it lacks: parts beyond need are never a gain.
    """
    base = np.minimum(np.nan_to_num(needs.investment) / 1e8 * points.per_100m_cny, points.investment_cap)
    days = np.clip(np.nan_to_num(market.today.toordinal() - offers.vacant_since), 0, points.idle_cap_days)
    idle = days / 100 * points.per_100_idle_days
    most_idle = points.idle_cap_days / 100 * points.per_100_idle_days
    liked = scores / 100 * points.preference
    with np.errstate(invalid="ignore", divide="ignore"):
        absorbed = np.nan_to_num(np.minimum(offered, needed)) / 1000 * points.per_1000_m2
        share = np.nan_to_num(np.minimum(1.0, offered / needed))
    value = np.round(base + liked + absorbed + idle, 6)
    lacking = (liked - points.preference) + (idle - most_idle)
    part_value = np.round(share * lacking - points.per_part, 6)
    areas = np.concatenate([_first(needs.floor, needs.land), _first(needs.land, needs.floor)], axis=1)
    split = base + points.preference + most_idle + np.nan_to_num(areas) / 1000 * points.per_1000_m2
    return value, part_value, np.round(split, 6)


def _first(one: Floats, other: Floats) -> Floats:
    return np.where(np.isnan(one), other, one)


def _bound(needs: Sequence[Need], offers: Sequence[Offer], table: OfferTable) -> Floats:
    """Return the CNY that each part binds by its least intensity, 0 where commerce waived it for the project."""
    asked = np.broadcast_to(np.nan_to_num(table.least * table.counted), (len(needs), len(offers))).copy()
    rows = {need.project_id: row for row, need in enumerate(needs)}
    for column, offer in enumerate(offers):
        for project_id in offer.waived:
            if project_id in rows:
                asked[rows[project_id], column] = 0.0
    return asked


def _cells(offers: Sequence[Offer]) -> tuple[tuple[tuple[int, ...], ...], int]:
    numbers: dict[str, int] = {}
    cells = tuple(tuple(numbers.setdefault(name, len(numbers)) for name in offer.cells) for offer in offers)
    return cells, len(numbers)


def _missing(market: Market, points: Objective) -> Floats:
    there = cluster_matrix(market)
    missing = np.where(there >= points.cluster_size, 0.0, points.cluster_size - there)
    missing[NOWHERE, :] = 0.0
    missing[:, len(CHAINS)] = 0.0
    return missing
