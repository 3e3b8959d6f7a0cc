"""The search: price the columns in until the relaxation is proven, then look for the best whole solution."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from yipanqi.matching.assignment.columns import Split, first_columns, splits
from yipanqi.matching.assignment.greedy import greedy
from yipanqi.matching.assignment.instance import Assignment, Instance
from yipanqi.matching.assignment.model import Model, build_model
from yipanqi.matching.tables import Floats, Integers

_EPSILON = 1e-6
#: By how much, relatively, a reported value may differ from what the assignment is worth.
_SLACK = 1e-5
#: A relaxed solution is asked of the solver within this share of the time; the rest is for the whole one.
_RELAXED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Solution:
    """What the search found.

    No assignment at all is worth more than `bound`, with any feasible single site or the splits considered: columns
    are only left out where they are proven to be of no use, or what they could add is in the bound. `gap` is the share
    of `value` by which the bound exceeds it, `optimal` says that it is no more than was asked for; `complete` says that
    columns left out cannot improve the result.
    """

    assignment: Assignment
    value: float
    bound: float
    gap: float
    complete: bool
    optimal: bool
    pairs_feasible: int
    pairs_considered: int
    splits_considered: int
    rounds: int
    seconds: float


@dataclass
class _Search:
    """What is known so far."""

    best: Assignment
    value: float
    bound: float

    def better(self, instance: Instance, assignment: Assignment) -> None:
        """Keep an assignment that is worth more."""
        value = instance.total(assignment)
        if value > self.value:
            self.best, self.value = assignment, value


def solve(instance: Instance, fixed: Assignment | None = None) -> Solution:
    """Return the best assignment found in the time given, with the bound that holds for it.

    `fixed` are pairs that must be part of it; their rows have no other columns (see `question`).
    """
    begun = time.monotonic()
    must = frozenset(fixed or {})
    first, options = greedy(instance, fixed), splits(instance)
    singles = first_columns(instance, keep=(first,))
    until = begun + instance.effort.seconds * _RELAXED_SHARE
    singles, costs, relaxed, rounds = _relaxed(instance, singles, options, must, until)
    search = _Search(first, instance.total(first), relaxed)

    def left() -> float:
        return max(1.0, instance.effort.seconds - (time.monotonic() - begun))

    # First among the promising pairs; then, with what they are worth known, among all that could still do better.
    considered = _whole(search, instance, singles, options, must, left() / 2)
    useful = _useful(search, costs, relaxed)
    complete = not np.setdiff1d(useful, singles).size
    if complete:
        search.bound = min(search.bound, considered)
    elif relaxed > search.value * (1 + instance.effort.gap) and len(useful) <= instance.effort.most_pairs:
        kept = np.union1d(useful, _used(instance, search.best))
        search.bound = min(search.bound, _whole(search, instance, kept, options, must, left()))
        singles, complete = np.union1d(singles, kept), True
    bound = max(search.bound, search.value)
    return Solution(
        assignment=search.best,
        value=round(search.value, 6),
        bound=round(bound, 6),
        gap=round((bound - search.value) / max(abs(search.value), _EPSILON), 6),
        complete=complete,
        optimal=bound - search.value <= instance.effort.gap * abs(search.value) + _EPSILON,
        pairs_feasible=int(instance.single.sum()),
        pairs_considered=len(singles),
        splits_considered=len(options),
        rounds=rounds,
        seconds=round(time.monotonic() - begun, 3),
    )


def _useful(search: _Search, costs: Floats, relaxed: float) -> Integers:
    """Return the single sites that a solution better than the best so far may use.

    By the relaxation, a solution with a column of reduced cost d < 0 is worth at most the relaxed value + d.
    """
    found: Integers = np.flatnonzero(costs.ravel() >= search.value - relaxed - _EPSILON)
    return found


def _used(instance: Instance, assignment: Assignment) -> Integers:
    width = len(instance.offers)
    flat = [row * width + columns[0] for row, columns in assignment.items() if len(columns) == 1]
    return np.array(sorted(flat), np.int64)


def _relaxed(
    instance: Instance, singles: Integers, options: list[Split], must: frozenset[int], until: float
) -> tuple[Integers, Floats, float, int]:
    """Add columns until none left out could raise the relaxation: its value then bounds the whole district.

    Returns the columns, the reduced costs of all, the bound, and how many rounds it took. When time or rounds run out,
    what the columns left out could add at most (one a project) is added to the bound: it stays valid.
    """
    for number in range(instance.effort.rounds + 1):
        model = build_model(instance, singles, options, must, whole=False)
        value, duals = _duals(model, max(1.0, until - time.monotonic()))
        costs = model.reduced(duals)
        outside = costs.copy()
        outside.ravel()[singles] = -np.inf
        gains = np.maximum(outside.max(axis=1, initial=-np.inf), 0.0)
        bound = value + float(gains.sum())
        if gains.max(initial=0.0) <= _EPSILON or number == instance.effort.rounds or time.monotonic() > until:
            break
        singles = np.union1d(singles, _best_outside(outside, instance.effort.added_per_round))
    return singles, costs, bound, number


def _best_outside(costs: Floats, most: int) -> Integers:
    """Return the flat indices of each project's most promising columns outside the model."""
    width = costs.shape[1]
    order = np.argsort(-costs, axis=1, kind="stable")[:, :most]
    flat: Integers = (np.arange(costs.shape[0])[:, None] * width + order).ravel()
    return flat[costs.ravel()[flat] > _EPSILON]


def _solver(instance: Instance, seconds: float) -> Any:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    settings: dict[str, bool | float | str] = {
        "output_flag": False,
        "log_to_console": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": instance.effort.seed % (2**31),
        "time_limit": seconds,
        "mip_rel_gap": instance.effort.gap,
        "mip_abs_gap": _EPSILON,
    }
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    return solver


def _duals(model: Model, seconds: float) -> tuple[float, Floats]:
    if not model.lp.num_col_:
        return 0.0, np.zeros(model.lp.num_row_)
    solver = _solver(model.instance, seconds)
    solver.passModel(model.lp)
    solver.run()
    found = solver.getSolution()
    duals = np.array(found.row_dual)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal or not len(duals):
        # Every project on its most valuable site, whoever else wants it: a bound that needs no solver.
        return _loose(model.instance), np.zeros(model.lp.num_row_)
    return float(solver.getObjectiveValue()), duals


def _loose(instance: Instance) -> float:
    best = np.where(instance.single, instance.value, 0.0).max(axis=1, initial=0.0)
    most = instance.split_value.max(axis=1, initial=0.0)
    splits_ = np.where(instance.part.any(axis=1), most, 0.0)
    return float(np.maximum(best, splits_).sum() + instance.objective.cluster * (instance.missing > 0).sum())


def _whole(
    search: _Search, instance: Instance, singles: Integers, options: list[Split], must: frozenset[int], seconds: float
) -> float:
    """Look for the best whole solution with these columns; returns the bound among them.

    The best so far is not given to the solver as a start: HiGHS 1.16 mistakes its value once presolve has fixed
    columns, and stops there as optimal. What it reports is reckoned again here, and not believed where it disagrees.
    """
    model = build_model(instance, singles, options, must, whole=True)
    if not model.lp.num_col_:
        return 0.0
    solver = _solver(instance, seconds)
    solver.passModel(model.lp)
    # It does not know the best so far (see above), so it is told when its bound has come down to that.
    enough = search.value + instance.effort.gap * abs(search.value)

    def look(event: Any) -> None:
        if event.data_out.mip_dual_bound <= enough:
            event.interrupt()

    solver.cbMipInterrupt.subscribe(look)
    solver.run()
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        found = model.assignment(np.array(solver.getSolution().col_value))
        search.better(instance, found)
        # Clusters and splits that the solver left at 0 although they are reached may make it worth more, never less.
        if instance.total(found) < info.objective_function_value - _SLACK * max(1.0, abs(bound)):
            bound = float("inf")
    return bound if np.isfinite(bound) else _loose(instance)
