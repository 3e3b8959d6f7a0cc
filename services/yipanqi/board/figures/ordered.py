"""The terms behind a figure in their order: the largest part first, what is left out last."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from yipanqi.figures.terms import Term

_OUT = -1.0


class Ordered:
    """Terms, of which only those on the pages that somebody looks at are sorted. Threads may share it.

    Tens of thousands of leads add one each: to sort them all by id for the twenty that are shown takes longer than all
    else. So the terms are told apart by their size, and each size is sorted when a page first shows some of it.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._lock = threading.Lock()
        # To look a decimal up takes a hundred times as long as its float; where two are one float, sorting parts them.
        sizes: dict[float, list[Term]] = {}
        for term in terms:
            size = abs(float(term.top)) if term.gap is None else _OUT
            known = sizes.get(size)
            if known is None:
                known = sizes[size] = []
            known.append(term)
        self._sizes = [sizes[size] for size in sorted(sizes, reverse=True)]
        self._sorted: set[int] = set()
        self._total = sum(map(len, self._sizes))

    def __len__(self) -> int:
        return self._total

    def page(self, start: int, end: int) -> list[Term]:
        """Return the terms from place `start` up to, not including, `end`."""
        found: list[Term] = []
        before = 0
        for number, terms in enumerate(self._sizes):
            first, last = max(start - before, 0), min(end - before, len(terms))
            if first < last:
                found += self._in_order(number)[first:last]
            before += len(terms)
            if before >= end:
                break
        return found

    def _in_order(self, number: int) -> list[Term]:
        terms = self._sizes[number]
        with self._lock:
            if number not in self._sorted:
                terms.sort(key=lambda term: (-abs(term.top), term.row.id))
                self._sorted.add(number)
        return terms
