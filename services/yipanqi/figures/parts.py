"""How a figure's terms come from rows: row by row, so that a change of one row recounts that row and no other.

A figure names its parts; there are four kinds. `PerRow` counts every row of an aggregate by itself, `PerLink` with the
row of another aggregate that it names, `PerGroup` the rows that belong together, `Whole` what cannot be taken apart.
Each can count everything anew (`kept`) or only what changes touched (`again`), with the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from yipanqi.figures.basis import Basis, District
from yipanqi.figures.rows import Head
from yipanqi.figures.sharded import Sharded, differing
from yipanqi.figures.terms import Term

_Index = Sharded[frozenset[str]]
_NOBODY: frozenset[str] = frozenset()
_NO_INDEX: _Index = Sharded.of(())


@dataclass(frozen=True, slots=True)
class Kept:
    """A part's terms by what each was counted from; `named` the ids of rows by what they name or belong to."""

    terms: Sharded[tuple[Term, ...]]
    named: _Index = field(default_factory=lambda: _NO_INDEX)


class Changes:
    """Which rows differ between two moments; looked for once an aggregate."""

    def __init__(self, before: District, now: District) -> None:
        self.before, self.now = before, now
        self._ids: dict[str, frozenset[str]] = {}

    def of(self, aggregate: str) -> frozenset[str]:
        """Return the ids of rows that are new, other than before, or gone."""
        found = self._ids.get(aggregate)
        if found is None:
            found = self._ids[aggregate] = differing(self.before.of(aggregate), self.now.of(aggregate))
        return found


class Part(Protocol):
    """What a figure is made of. A `daily` part's terms depend on the day (or the clock): a new one counts it anew."""

    @property
    def daily(self) -> bool:
        """Whether the terms may be others on another day."""
        ...

    @property
    def inputs(self) -> tuple[str, ...]:
        """The aggregates whose rows it is counted from."""
        ...

    def terms(self, district: District, basis: Basis) -> Iterator[Term]:
        """Yield all terms."""
        ...

    def kept(self, district: District, basis: Basis) -> Kept:
        """Return all terms as they are kept."""
        ...

    def again(self, kept: Kept, changes: Changes, basis: Basis) -> Kept:
        """Return the terms after changes; `kept` itself if they are the same."""
        ...


@dataclass(frozen=True)
class PerRow:
    """The terms of each row of an aggregate, by itself."""

    aggregate: str
    each: Callable[[Any, Basis], Iterable[Term]]
    daily: bool = True

    @property
    def inputs(self) -> tuple[str, ...]:
        """The aggregate."""
        return (self.aggregate,)

    def terms(self, district: District, basis: Basis) -> Iterator[Term]:
        """Yield all terms."""
        for row in district.of(self.aggregate).values():
            yield from self.each(row, basis)

    def kept(self, district: District, basis: Basis) -> Kept:
        """Return all terms by row."""
        found = ((id_, tuple(self.each(row, basis))) for id_, row in district.of(self.aggregate).items())
        return Kept(_filled(found))

    def again(self, kept: Kept, changes: Changes, basis: Basis) -> Kept:
        """Count the rows that changed."""
        rows = changes.now.of(self.aggregate)
        found = ((id_, rows.get(id_)) for id_ in changes.of(self.aggregate))
        return _with(kept, {id_: tuple(self.each(row, basis)) if row else () for id_, row in found}, kept.named)


@dataclass(frozen=True)
class PerLink:
    """The terms of each row together with the row of an`other` aggregate that it names (`link`), None without one."""

    aggregate: str
    link: Callable[[Any], str | None]
    other: str
    each: Callable[[Any, Any, Basis], Iterable[Term]]
    daily: bool = True

    @property
    def inputs(self) -> tuple[str, ...]:
        """Both aggregates."""
        return (self.aggregate, self.other)

    def terms(self, district: District, basis: Basis) -> Iterator[Term]:
        """Yield all terms."""
        for row in district.of(self.aggregate).values():
            yield from self._of(row, district, basis)

    def kept(self, district: District, basis: Basis) -> Kept:
        """Return all terms by row, and which rows name which."""
        rows = district.of(self.aggregate)
        found = ((id_, tuple(self._of(row, district, basis))) for id_, row in rows.items())
        return Kept(_filled(found), _index(rows.values(), self.link))

    def again(self, kept: Kept, changes: Changes, basis: Basis) -> Kept:
        """Count the rows that changed, and those that name a row that changed."""
        own, now = changes.of(self.aggregate), changes.now
        rows = now.of(self.aggregate)
        index = _indexed_anew(kept.named, changes, self.aggregate, self.link)
        wanted = own.union(*(index.get(id_, _NOBODY) for id_ in changes.of(self.other)))
        found = ((id_, rows.get(id_)) for id_ in wanted)
        return _with(kept, {id_: tuple(self._of(row, now, basis)) if row else () for id_, row in found}, index)

    def _of(self, row: Head, district: District, basis: Basis) -> Iterable[Term]:
        named = self.link(row)
        return self.each(row, None if named is None else district.of(self.other).get(named), basis)


def _no_groups(_: Basis) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class PerGroup:
    """The terms of the rows that belong together; `group` names a row's group, None if it is in none.

    `each` gets a group's name and rows, in no order; it is asked of a group that has lost its last row too. `always`
    names groups that are there without a row.
    """

    aggregate: str
    group: Callable[[Any, Basis], str | None]
    each: Callable[[str, list[Any], Basis], Iterable[Term]]
    always: Callable[[Basis], Iterable[str]] = _no_groups
    daily: bool = True

    @property
    def inputs(self) -> tuple[str, ...]:
        """The aggregate."""
        return (self.aggregate,)

    def terms(self, district: District, basis: Basis) -> Iterator[Term]:
        """Yield all terms."""
        for found in self.kept(district, basis).terms.values():
            yield from found

    def kept(self, district: District, basis: Basis) -> Kept:
        """Return all terms by group, and which rows are in which."""
        rows = district.of(self.aggregate)
        index = _index(rows.values(), lambda row: self.group(row, basis))
        names = dict.fromkeys((*self.always(basis), *index))
        return Kept(_filled((name, self._of(name, index, rows, basis)) for name in names), index)

    def again(self, kept: Kept, changes: Changes, basis: Basis) -> Kept:
        """Count the groups that rows have changed in, come to or left."""
        before, now = changes.before.of(self.aggregate), changes.now.of(self.aggregate)
        index = _indexed_anew(kept.named, changes, self.aggregate, lambda row: self.group(row, basis))
        found = (rows.get(id_) for id_ in changes.of(self.aggregate) for rows in (before, now))
        names = {self.group(row, basis) for row in found if row is not None}
        return _with(kept, {name: self._of(name, index, now, basis) for name in names if name is not None}, index)

    def _of(self, name: str, index: _Index, rows: Mapping[str, Head], basis: Basis) -> tuple[Term, ...]:
        return tuple(self.each(name, [rows[id_] for id_ in index.get(name, _NOBODY)], basis))


@dataclass(frozen=True)
class Whole:
    """Terms of the district as a whole, all counted whenever something they are made of changes: keep them few."""

    every: Callable[[District, Basis], Iterable[Term]]
    inputs: tuple[str, ...] = ()
    daily: bool = True

    def terms(self, district: District, basis: Basis) -> Iterator[Term]:
        """Yield all terms."""
        yield from self.every(district, basis)

    def kept(self, district: District, basis: Basis) -> Kept:
        """Return all terms under one name."""
        return Kept(_filled([("", tuple(self.every(district, basis)))]))

    def again(self, kept: Kept, changes: Changes, basis: Basis) -> Kept:
        """Count everything."""
        return self.kept(changes.now, basis)


def all_terms(parts: Iterable[Part], district: District, basis: Basis) -> Iterator[Term]:
    """Yield the terms of some parts, all counted now."""
    for part in parts:
        yield from part.terms(district, basis)


def _filled(found: Iterable[tuple[str, tuple[Term, ...]]]) -> Sharded[tuple[Term, ...]]:
    """Return the terms of what has any: a district's older half often adds nothing to a figure."""
    return Sharded.of((name, terms) for name, terms in found if terms)


def _with(kept: Kept, counted: Mapping[str, tuple[Term, ...]], index: _Index) -> Kept:
    """Return what was kept with some of it counted again; itself where there was nothing and still is."""
    news = {name: terms or None for name, terms in counted.items() if terms or name in kept.terms}
    return Kept(kept.terms.changed(news), index) if news or index is not kept.named else kept


def _index(rows: Iterable[Head], name_of: Callable[[Any], str | None]) -> _Index:
    found: dict[str, set[str]] = {}
    for row in rows:
        name = name_of(row)
        if name is not None:
            found.setdefault(name, set()).add(row.id)
    return Sharded.of((name, frozenset(ids)) for name, ids in found.items())


def _indexed_anew(index: _Index, changes: Changes, aggregate: str, name_of: Callable[[Any], str | None]) -> _Index:
    """Return the index after changes of rows; itself if no row names another than before."""
    before, now = changes.before.of(aggregate), changes.now.of(aggregate)
    found: dict[str, set[str]] = {}
    for id_ in changes.of(aggregate):
        old, new = ((None if row is None else name_of(row)) for row in (before.get(id_), now.get(id_)))
        if old == new:
            continue
        if old is not None:
            found.setdefault(old, set(index.get(old, _NOBODY))).discard(id_)
        if new is not None:
            found.setdefault(new, set(index.get(new, _NOBODY))).add(id_)
    return index.changed({name: frozenset(ids) if ids else None for name, ids in found.items()})
