"""What a careful clerk would do: the most valuable pair first, as long as its spaces are free."""

from __future__ import annotations

import numpy as np

from yipanqi.matching.assignment.instance import Assignment, Instance


def greedy(instance: Instance, fixed: Assignment | None = None) -> Assignment:
    """Return the assignment of single sites made by taking the best remaining pair each time; no splits."""
    width = len(instance.offers)
    found: Assignment = dict(fixed or {})
    taken = {cell for columns in found.values() for column in columns for cell in instance.cells[column]}
    flat = np.flatnonzero(instance.single.ravel())
    order = flat[np.argsort(-instance.value.ravel()[flat], kind="stable")]
    for index in order.tolist():
        row, column = divmod(index, width)
        if row not in found and not taken.intersection(instance.cells[column]):
            found[row] = (column,)
            taken.update(instance.cells[column])
    return found
