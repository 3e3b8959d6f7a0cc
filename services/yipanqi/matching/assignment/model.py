"""The programme in rows and columns, as HiGHS takes it.

Maximise Σ value·x + Σ split·z + Σ part·c + cluster·w over binaries, subject to
  project    Σ x + Σ z ≤ 1                     (= 1 where a pair is fixed)
  space      Σ x + Σ c over the offers that take it ≤ 1: a whole takes each unit's, so no parent with its child
  split      c ≤ z, Σ c ≤ sites·z, Σ area·c ≥ need·z, Σ least·area·c ≤ investment·z
  cluster    Σ x + Σ z of the chain in the area ≥ missing·w
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from yipanqi.matching.assignment.columns import Split
from yipanqi.matching.assignment.instance import Assignment, Instance
from yipanqi.matching.tables import NOWHERE, Floats, Integers

#: Areas and amounts are scaled so that coefficients stay near 1.
_M2 = 1e-3
_CNY = 1e-7


@dataclass
class _Rows:
    """Rows as they are made, in compressed form."""

    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, entries: list[tuple[int, float]], lower: float, upper: float) -> None:
        """Add a row."""
        self.indices += [index for index, _ in entries]
        self.values += [value for _, value in entries]
        self.starts.append(len(self.indices))
        self.lower.append(lower)
        self.upper.append(upper)


@dataclass(frozen=True, eq=False)
class Model:
    """The programme for some single sites: columns are those, then per split its z and its parts, then clusters.

    Rows: one per project, one per space, one per cluster within reach, then those of splits. `cluster_row` finds the
    row of an area and chain, -1 where there is none.
    """

    instance: Instance
    singles: Integers
    splits: tuple[Split, ...]
    split_at: tuple[int, ...]
    cluster_row: Integers
    lp: Any

    def assignment(self, values: Floats) -> Assignment:
        """Return what a solution assigns."""
        width = len(self.instance.offers)
        found: Assignment = {}
        for flat in self.singles[np.flatnonzero(values[: len(self.singles)] > 0.5)].tolist():
            found[flat // width] = (flat % width,)
        for split, at in zip(self.splits, self.split_at, strict=True):
            if values[at] > 0.5:
                taken = [part for n, part in enumerate(split.parts) if values[at + 1 + n] > 0.5]
                found[split.row] = tuple(taken)
        return found

    def reduced(self, duals: Floats) -> Floats:
        """Return the reduced cost of every feasible single site, in the model or not; -inf where not feasible."""
        instance = self.instance
        rows, spaces = len(instance.needs), instance.cell_count
        space_dual = duals[rows : rows + spaces]
        taken = np.array([sum(space_dual[cell] for cell in cells) for cells in instance.cells])
        costs = instance.value - duals[:rows, None] - taken[None, :]
        cluster = self.cluster_row[instance.area[None, :], instance.chain[:, None]]
        costs = costs - np.where(cluster >= 0, duals[np.maximum(cluster, 0)], 0.0)
        return np.where(instance.single, costs, -np.inf)


def build_model(
    instance: Instance, singles: Integers, splits: list[Split], fixed: frozenset[int], *, whole: bool
) -> Model:
    """Return the programme; `fixed` are the rows that must be served, `whole` asks for binaries, else it is relaxed."""
    split_at, column = [], len(singles)
    for split in splits:
        split_at.append(column)
        column += 1 + len(split.parts)
    rows, clusters = _shared_rows(instance, singles, splits, split_at, fixed, column)
    for split, at in zip(splits, split_at, strict=True):
        _split_rows(rows, instance, split, at)
    count = column + len(clusters)
    costs = np.zeros(count)
    costs[: len(singles)] = instance.value.ravel()[singles]
    for split, at in zip(splits, split_at, strict=True):
        land = int(instance.offers[split.parts[0]].is_land)
        costs[at] = instance.split_value[split.row, land]
        costs[at + 1 : at + 1 + len(split.parts)] = instance.part_value[split.row, list(split.parts)]
    costs[column:] = instance.objective.cluster
    numbered = np.full(instance.missing.shape, -1, np.int64)
    for n, (area, chain) in enumerate(clusters):
        numbered[area, chain] = len(instance.needs) + instance.cell_count + n
    return Model(instance, singles, tuple(splits), tuple(split_at), numbered, _lp(rows, costs, whole=whole))


def _shared_rows(
    instance: Instance,
    singles: Integers,
    splits: list[Split],
    split_at: list[int],
    fixed: frozenset[int],
    column: int,
) -> tuple[_Rows, list[tuple[int, int]]]:
    width = max(1, len(instance.offers))
    project: list[list[tuple[int, float]]] = [[] for _ in instance.needs]
    space: list[list[tuple[int, float]]] = [[] for _ in range(instance.cell_count)]
    # A cluster within reach of any pair has its row, also while none of its columns is in: prices must tell of it.
    cluster: dict[tuple[int, int], list[tuple[int, float]]] = {key: [] for key in _reachable(instance, splits)}

    def counted(row: int, area: int, at: int) -> None:
        project[row].append((at, 1.0))
        chain = int(instance.chain[row])
        if area != NOWHERE and chain != NOWHERE and instance.missing[area, chain] > 0:
            cluster[area, chain].append((at, 1.0))

    for at, flat in enumerate(singles.tolist()):
        row, offer = divmod(flat, width)
        counted(row, int(instance.area[offer]), at)
        for cell in instance.cells[offer]:
            space[cell].append((at, 1.0))
    for split, at in zip(splits, split_at, strict=True):
        counted(split.row, int(instance.group_area[split.group]), at)
        for n, part in enumerate(split.parts):
            for cell in instance.cells[part]:
                space[cell].append((at + 1 + n, 1.0))
    rows = _Rows()
    for row, entries in enumerate(project):
        rows.add(entries, 1.0 if row in fixed else -highspy.kHighsInf, 1.0)
    for entries in space:
        rows.add(entries, -highspy.kHighsInf, 1.0)
    reachable = sorted(cluster)
    for n, key in enumerate(reachable):
        rows.add([*cluster[key], (column + n, -float(instance.missing[key]))], 0.0, highspy.kHighsInf)
    return rows, reachable


def _reachable(instance: Instance, splits: list[Split]) -> list[tuple[int, int]]:
    rows, offers = np.nonzero(instance.single)
    pairs = set(zip(instance.area[offers].tolist(), instance.chain[rows].tolist(), strict=True))
    pairs |= {(int(instance.group_area[split.group]), int(instance.chain[split.row])) for split in splits}
    return sorted(pair for pair in pairs if NOWHERE not in pair and instance.missing[pair] > 0)


def _split_rows(rows: _Rows, instance: Instance, split: Split, at: int) -> None:
    parts, need = list(split.parts), instance.needs[split.row]
    columns = [at + 1 + n for n in range(len(parts))]
    for column in columns:
        rows.add([(column, 1.0), (at, -1.0)], -highspy.kHighsInf, 0.0)
    rows.add([*((column, 1.0) for column in columns), (at, -float(need.sites))], -highspy.kHighsInf, 0.0)
    areas = instance.offered[split.row, parts] * _M2
    needed = float(instance.needed[split.row, parts[0]]) * _M2
    entries = [(column, float(area)) for column, area in zip(columns, areas, strict=True)]
    rows.add([*entries, (at, -needed)], 0.0, highspy.kHighsInf)
    bound = instance.bound_cny[split.row, parts] * _CNY
    if bound.any():
        has = float(need.investment_cny or 0) * _CNY
        asked = [(column, float(cny)) for column, cny in zip(columns, bound, strict=True) if cny]
        rows.add([*asked, (at, -has)], -highspy.kHighsInf, 0.0)


def _lp(rows: _Rows, costs: Floats, *, whole: bool) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(costs), len(rows.lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = costs
    lp.col_lower_, lp.col_upper_ = np.zeros(len(costs)), np.ones(len(costs))
    lp.row_lower_, lp.row_upper_ = np.array(rows.lower), np.array(rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(rows.starts, np.int32)
    lp.a_matrix_.index_ = np.array(rows.indices, np.int32)
    lp.a_matrix_.value_ = np.array(rows.values)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    return lp
