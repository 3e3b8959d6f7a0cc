"""Pairs of enterprises that may be one, or parent and subsidiary: worked out a few at a time; a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from yipanqi.names.index import NameIndex
from yipanqi.names.likeness import Kind

#: More pairs are not kept: nobody looks at so many, and the next change brings the rest forward.
MOST_PAIRS = 20_000
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
    _sorted: tuple[Pair, ...] | None = None

    @property
    def left(self) -> int:
        """How many enterprises are still to be compared."""
        return len(self._todo)

    def changed(self, id_: str) -> None:
        """Note that an enterprise is new, other or gone; its pairs are worked out anew in its turn."""
        for key in self._of.pop(id_, ()):
            self._pairs.pop(key, None)
            self._of.get(key[0] if key[1] == id_ else key[1], set()).discard(key)
            self._sorted = None
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
        if self._sorted is None:
            self._sorted = tuple(sorted(self._pairs.values(), key=lambda pair: pair.order))
        return self._sorted

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
        self._pairs[key] = pair
        self._sorted = None
        for id_ in key:
            self._of.setdefault(id_, set()).add(key)
