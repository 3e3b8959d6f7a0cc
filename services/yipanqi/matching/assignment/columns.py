"""The columns of the programme: which single sites it starts with, and which splits it may put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yipanqi.matching.assignment.instance import Assignment, Instance
from yipanqi.matching.settings import TOLERANCE
from yipanqi.matching.tables import NOWHERE, Integers


@dataclass(frozen=True, slots=True)
class Split:
    """A project that may be put on several sites of one group: `parts` are the columns considered."""

    row: int
    group: int
    parts: tuple[int, ...]


def first_columns(instance: Instance, *, keep: tuple[Assignment, ...] = ()) -> Integers:
    """Return the flat indices (row × offers + column) of the single sites to start with, in order.

    The best of each project by value, and whatever the assignments in `keep` use.
    """
    width = len(instance.offers)
    values = np.where(instance.single, instance.value, -np.inf)
    most = min(instance.effort.sites_per_project, width)
    if not len(instance.needs) or not width:
        return np.zeros(0, np.int64)
    # Equal values are taken in the order of the offers: the same columns each time.
    order = np.argsort(-values, axis=1, kind="stable")[:, :most]
    rows = np.repeat(np.arange(len(instance.needs)), most)
    flat = rows * width + order.ravel()
    chosen = set(flat[instance.single.ravel()[flat]].tolist())
    for assignment in keep:
        chosen |= {
            row * width + columns[0]
            for row, columns in assignment.items()
            if len(columns) == 1 and instance.single[row, columns[0]]
        }
    return np.array(sorted(chosen), np.int64)


def splits(instance: Instance) -> list[Split]:
    """Return the splits to consider: per project its most promising areas, in each the best and the largest parts."""
    found = []
    for row, need in enumerate(instance.needs):
        if need.sites < 2 or not instance.part[row].any():
            continue
        options = []
        candidates = np.flatnonzero(instance.part[row])
        for group in sorted(set(instance.group[candidates].tolist()) - {NOWHERE}):
            parts = _parts(instance, row, candidates[instance.group[candidates] == group])
            if parts:
                cost = float(np.sort(instance.part_value[row, list(parts)])[-2:].sum())
                options.append((-cost, group, parts))
        found += [Split(row, group, parts) for _, group, parts in sorted(options)[: instance.effort.areas_per_project]]
    return found


def _parts(instance: Instance, row: int, columns: Integers) -> tuple[int, ...]:
    """Return the parts to consider in one group, none when even the largest do not add to what is needed."""
    areas = instance.offered[row, columns]
    needed = instance.needed[row, columns[0]] * (1 - TOLERANCE)
    by_area = columns[np.lexsort((columns, -areas))]
    most = instance.needs[row].sites
    if len(columns) < 2 or instance.offered[row, by_area[:most]].sum() < needed:
        return ()
    by_value = columns[np.lexsort((columns, -instance.part_value[row, columns] / areas))]
    half = max(instance.effort.parts_per_area // 2, most)
    return tuple(sorted({*by_area[:half].tolist(), *by_value[:half].tolist()}))
