"""Pairs of enterprises that may be one, or parent and subsidiary: worked out a few at a time; a person decides."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from yipanqi.names.index import NameIndex
from yipanqi.names.likeness import Kind

#: More pairs are not kept: nobody looks at so many, and the next change brings the rest forward.
MOST_PAIRS = 20_000
#: In which lists pairs are proposed, in the order of `Kind`.
SECTIONS = ("likely", "look", "parent")
_SURE = (Kind.SAME_ID, Kind.SAME)
_ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two enterprises that may be one (or parent and subsidiary by name), the smaller id first; `score` is 0 to 100."""

    one: str
    other: str
    kind: Kind
    score: float

    @property
    def likely(self) -> bool:
        """Whether the two are likely the same; otherwise a person has to look."""
        return self.kind in _SURE

    @property
    def section(self) -> str:
        """In which list it is proposed: likely the same, a person looks, or a parent to be linked by its id."""
        if self.kind is Kind.PARENT_NAME:
            return "parent"
        return "likely" if self.likely else "look"

    @property
    def order(self) -> tuple[int, float, str, str]:
        """The surest first."""
        return _ORDER.index(self.kind), -self.score, self.one, self.other


@dataclass
class Duplicates:
    """The pairs of an index. Whoever changes the index says so; one thread at a time uses it."""

    index: NameIndex
    most: int = MOST_PAIRS
    #: Some pairs were not kept.
    more: bool = False
    _pairs: dict[tuple[str, str], Pair] = field(default_factory=dict)
    _of: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _todo: dict[str, None] = field(default_factory=dict)
    #: By section, always in order: somebody asks while twenty thousand are being found, one after the other.
    _sections: dict[str, list[Pair]] = field(default_factory=lambda: {name: [] for name in SECTIONS})

    @property
    def left(self) -> int:
        """How many enterprises are still to be compared."""
        return len(self._todo)

    def changed(self, id_: str) -> None:
        """Note that an enterprise is new, other or gone; its pairs are worked out anew in its turn."""
        for key in self._of.pop(id_, ()):
            self._drop(key)
            self._of.get(key[0] if key[1] == id_ else key[1], set()).discard(key)
        if self.index.get(id_) is not None:
            self._todo[id_] = None

    def work(self, most: int) -> int:
        """Compare up to so many enterprises with all others; return how many it were."""
        done = 0
        while self._todo and done < most:
            id_ = next(iter(self._todo))
            del self._todo[id_]
            done += 1
            for pair in self._found(id_):
                self._keep(pair)
        return done

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs found so far, the surest first."""
        return tuple(chain.from_iterable(self._sections.values()))

    def page(self, sections: Collection[str], start: int, end: int) -> list[Pair]:
        """Return the pairs of some sections from place `start` up to, not including, `end`, the surest first."""
        chosen = (found for name, found in self._sections.items() if name in sections)
        return list(islice(chain.from_iterable(chosen), start, end))

    def count(self, sections: Collection[str]) -> int:
        """Return how many pairs these sections have."""
        return sum(len(found) for name, found in self._sections.items() if name in sections)

    def _found(self, id_: str) -> Iterator[Pair]:
        for other in (*self.index.unlinked_parents(id_), *self.index.unlinked_subsidiaries(id_)):
            yield Pair(min(id_, other), max(id_, other), Kind.PARENT_NAME, 0.0)
        above = set(self.index.chain(id_))
        for other, (kind, score) in self.index.like(id_).items():
            # A parent that has its subsidiary's name is no duplicate, nor is whom a person told apart.
            related = other in above or id_ in self.index.chain(other)
            if not related and not self.index.told_apart(id_, other):
                yield Pair(min(id_, other), max(id_, other), kind, score)

    def _keep(self, pair: Pair) -> None:
        key = (pair.one, pair.other)
        if key not in self._pairs and len(self._pairs) >= self.most and not pair.likely:
            self.more = True
            return
        self._drop(key)
        self._pairs[key] = pair
        insort(self._sections[pair.section], pair, key=_order)
        for id_ in key:
            self._of.setdefault(id_, set()).add(key)

    def _drop(self, key: tuple[str, str]) -> None:
        pair = self._pairs.pop(key, None)
        if pair is not None:
            found = self._sections[pair.section]
            del found[bisect_left(found, pair.order, key=_order)]


def _order(pair: Pair) -> tuple[int, float, str, str]:
    return pair.order
