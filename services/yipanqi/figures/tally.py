"""A figure's terms at one moment: kept by what they were counted from, read as one, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from yipanqi.figures.basis import Basis, District
from yipanqi.figures.parts import Changes, Kept, Part
from yipanqi.figures.terms import Term


class Tally(Collection[Term]):
    """The terms of a figure's parts. What did not change is shared with the tally before."""

    __slots__ = ("_basis", "_kept", "_parts")

    def __init__(self, parts: Sequence[Part], kept: tuple[Kept, ...], basis: Basis) -> None:
        """Use `anew` and `after`."""
        self._parts, self._kept, self._basis = parts, kept, basis

    @classmethod
    def anew(cls, parts: Sequence[Part], district: District, basis: Basis) -> Tally:
        """Count everything."""
        return cls(parts, tuple(part.kept(district, basis) for part in parts), basis)

    def after(self, changes: Changes, basis: Basis) -> Tally:
        """Return the terms after changes since this tally: equal to `anew`, for less work."""
        before = self._basis
        if (before.defaults, before.chains) != (basis.defaults, basis.chains):
            return self.anew(self._parts, changes.now, basis)
        new_day = before.today != basis.today
        kept = tuple(
            part.kept(changes.now, basis) if new_day and part.daily else part.again(known, changes, basis)
            for part, known in zip(self._parts, self._kept, strict=True)
        )
        return Tally(self._parts, kept, basis)

    def __iter__(self) -> Iterator[Term]:
        rows = chain.from_iterable(kept.terms.values() for kept in self._kept)
        return chain.from_iterable(rows)

    def __len__(self) -> int:
        return sum(len(terms) for kept in self._kept for terms in kept.terms.values())

    def __contains__(self, term: object) -> bool:
        return any(term == mine for mine in self)
