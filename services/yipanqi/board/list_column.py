"""One column of a list in memory: a number for each distinct value, and the values' order when it is asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: The code of what is not known.
NONE = 0
#: So many new values are put in their places one by one; more are sorted with all others.
_ONE_BY_ONE = 2_000
#: Values that nobody has any more are kept until there are so many more than rows.
_SPARE = 1_000


class Column:
    """A value for each row, None for what is not known. One thread at a time uses it."""

    def __init__(self) -> None:
        self._codes: Codes = np.zeros(0, np.int32)
        self._rows = 0
        self._values: list[Any] = [None]
        self._code_of: dict[Any, int] = {None: NONE}
        self._order: Codes = np.zeros(0, np.int32)
        self._ranks: Numbers | None = None

    @property
    def codes(self) -> Codes:
        """The code of each row's value."""
        return self._codes[: self._rows]

    def append(self, values: Iterable[Any]) -> None:
        """Add rows at the end."""
        fresh = [self._code(value) for value in values]
        end = self._rows + len(fresh)
        if end > len(self._codes):
            larger = np.zeros(max(end, 2 * len(self._codes)), np.int32)
            larger[: self._rows] = self.codes
            self._codes = larger
        self._codes[self._rows : end] = fresh
        self._rows = end

    def put(self, row: int, value: Any) -> None:
        """Replace one row's value."""
        self._codes[row] = self._code(value)

    def tidy(self) -> None:
        """Forget the values that no row has, once there are many of them."""
        if len(self._values) <= 2 * self._rows + _SPARE:
            return
        used = np.unique(np.append(self.codes, NONE))
        renamed = np.zeros(len(self._values), np.int32)
        renamed[used] = np.arange(len(used))
        self._codes = renamed[self._codes]
        self._values = [self._values[code] for code in used.tolist()]
        self._code_of = {value: code for code, value in enumerate(self._values)}
        self._order, self._ranks = np.zeros(0, np.int32), None

    def having(self, codes: Codes, values: Sequence[Any]) -> Flags:
        """Return which of the codes stand for one of these values."""
        wanted = {self._code_of.get(value, -1) for value in values}
        found = np.zeros(len(codes), np.bool_)
        for code in wanted:
            found |= codes == code
        return found

    def where(self, codes: Codes, holds: Callable[[Any], bool]) -> Flags:
        """Return which of the codes stand for a known value of which something holds."""
        told = np.array([value is not None and holds(value) for value in self._values], np.bool_)
        return told[codes]

    def between(self, codes: Codes, low: Any, high: Any) -> Flags:
        """Return which of the codes stand for a known value within bounds, both included; None is no bound."""
        ranks, order, value = self.ranks(), self._order, self._values.__getitem__
        first = 0 if low is None else bisect_left(order, low, key=value)
        end = len(order) if high is None else bisect_right(order, high, key=value)
        found = ranks[codes]
        return (found >= first) & (found < end)

    def ranks(self) -> Numbers:
        """Return by code the place of its value among all values, the least first; what is not known comes last."""
        fresh = list(range(len(self._order) + 1, len(self._values)))
        value = self._values.__getitem__
        if len(fresh) > _ONE_BY_ONE:
            self._order = np.array(sorted(range(1, len(self._values)), key=value), np.int32)
        elif fresh:
            fresh.sort(key=value)
            places = [bisect_left(self._order, value(code), key=value) for code in fresh]
            self._order = np.insert(self._order, places, fresh)
        if fresh or self._ranks is None:
            self._ranks = np.full(len(self._values), len(self._order), np.int64)
            self._ranks[self._order] = np.arange(len(self._order))
        return self._ranks

    def keys(self, codes: Codes, *, descending: bool) -> tuple[Numbers, int]:
        """Return a number to sort each of the codes by, unknown ones last either way, and a number above them all."""
        ranks, known = self.ranks()[codes], len(self._order)
        if descending:
            ranks = np.where(codes == NONE, known, known - 1 - ranks)
        return ranks, known + 1

    def _code(self, value: Any) -> int:
        code = self._code_of.get(value)
        if code is None:
            code = self._code_of[value] = len(self._values)
            self._values.append(value)
        return code
