"""Finds tables in a sheet: which rows are a header, of which kind of table, and which column is which field.

Nothing rests on cell addresses: every run of one to three rows is tried against the declared titles, and the one that
explains most wins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from yipanqi.unit.sheets.cells import compact, title_key
from yipanqi.unit.sheets.declared import Column, Declarations, Layout
from yipanqi.unit.sheets.grid import Grid
from yipanqi.unit.sheets.units import intensity_factor, money_unit, rent_factor, simple_factor
from yipanqi.unit.sheets.words import Words

_SEARCHED_ROWS = 60
_DEEPEST = 3
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SPLIT = re.compile(r"^(.+?)[:/,;|\s]+(.+)$")
_TOO_LONG = 60
_FEWEST = 2
#: Weight of a column that hardly any other kind of table has.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Binding:
    """A column of a sheet that is a field: its title as written and the unit texts beside the title.

    `whole` is the title with those of the groups that it stands under.
    """

    field: str
    column: Column
    index: int
    title: str
    units: tuple[str, ...] = ()
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A recognised header: rows `top` to `bottom` (0-based, inclusive) and what its columns are.

    `ignored` are columns that no field has a title for, `spare` those whose field another column was taken for, each
    with that other column's title.
    """

    name: str
    layout: Layout
    top: int
    bottom: int
    bindings: Mapping[str, Binding]
    ignored: tuple[tuple[int, str], ...] = ()
    spare: tuple[tuple[str, str], ...] = ()
    titles: Mapping[int, str] = field(default_factory=dict)
    score: float = 0.0

    @property
    def lacking(self) -> tuple[Column, ...]:
        """Columns without which a table is not of this kind."""
        return lacking(self.layout, self.bindings)


def lacking(layout: Layout, found: Collection[str]) -> tuple[Column, ...]:
    """Return the columns of a layout without which a table that has the `found` ones is not of its kind."""
    missing = [name for name in layout.needs if name not in found]
    if not any(name in found for name in layout.some_of):
        missing += layout.some_of[:1]
    return tuple(layout.columns[name] for name in dict.fromkeys(missing))


@dataclass(frozen=True, slots=True)
class Hint:
    """Words beside a table that tell what it is: the sheet's name, and the titles above with the file's name."""

    sheet: str
    around: str


class HeaderFinder:
    """Recognises headers by the declared titles of a unit."""

    def __init__(self, declarations: Declarations, words: Words) -> None:
        self._declarations = declarations
        self._words = words
        self._titles = {name: layout.titles() for name, layout in declarations.items()}
        self._all = frozenset(key for titles in self._titles.values() for key in titles)

    def find(
        self, grid: Grid, start: int, hint: Hint, rows: int = _SEARCHED_ROWS, only: Collection[str] | None = None
    ) -> Header | None:
        """Return the best header that begins in the next `rows` rows; `hint` are the words around it.

        Of a table that is known to be of `only` these kinds the needed columns are enough.
        """
        return self._best(grid, range(start, start + rows), hint, only, partly=False)

    def partly(self, grid: Grid, rows: range, hint: Hint, only: Collection[str]) -> Header | None:
        """Return the best header of some kinds that begins in the rows, though columns are lacking."""
        return self._best(grid, rows, hint, only, partly=True)

    def rival(self, grid: Grid, header: Header, hint: Hint, kinds: Collection[str]) -> Header | None:
        """Return a header of other kinds that explains the same rows better, though columns are lacking.

        It must have a telling column (one of the heaviest weight) for which the given header has no field.
        """
        other = self.partly(grid, range(header.top, header.top + 1), hint, set(kinds) - {header.name})
        if other is None or not other.lacking or other.score <= header.score:
            return None
        strange = {index for index, _title in header.ignored}
        told = any(bound.index in strange and bound.column.weight >= _TELLING for bound in other.bindings.values())
        return other if told else None

    def _best(
        self, grid: Grid, rows: range, hint: Hint, only: Collection[str] | None, *, partly: bool
    ) -> Header | None:
        best: Header | None = None
        for top in rows:
            if top >= grid.height:
                break
            if not self.may_start(grid, top):
                continue
            for depth in range(1, min(_DEEPEST, grid.height - top) + 1):
                for name in self._declarations if only is None else sorted(only):
                    header = self._try(grid, top, depth, name, hint, partly=partly, named=only is not None)
                    if header and (best is None or header.score > best.score):
                        best = header
        return best

    def may_start(self, grid: Grid, row: int) -> bool:
        """Return whether a row could begin a header: texts only, and one of them a known title."""
        texts = grid.texts(row)
        if texts is None:
            return False
        return any(self._known(text) for text in texts.values())

    def looks_like_header(self, grid: Grid, row: int) -> bool:
        """Return whether a row below a header begins another one: its first text is a title, as are half of them."""
        texts = grid.texts(row)
        if not texts or len(texts) < 3 or title_key(next(iter(texts.values()))) not in self._all:
            return False
        return sum(self._known(text) for text in texts.values()) * 2 > len(texts)

    def _known(self, text: str) -> bool:
        return any(self._lookup(text, titles) is not None for titles in self._titles.values())

    def _try(
        self, grid: Grid, top: int, depth: int, name: str, hint: Hint, *, partly: bool, named: bool
    ) -> Header | None:
        layout, stacks = self._declarations[name], grid.stacks(top, depth)
        if stacks is None:
            return None
        found: dict[str, tuple[int, Binding]] = {}
        matched: dict[int, str] = {}
        for index, stack in stacks.items():
            match = self._match(stack, self._titles[name])
            if match is None:
                continue
            key, rank, units = match
            matched[index] = key
            binding = Binding(key, layout.columns[key], index, stack[-1], units, "".join(stack))
            if key not in found or rank < found[key][0]:
                found[key] = (rank, binding)
        if len(found) < _FEWEST or not (partly or _enough(layout, found, named=named)):
            return None
        ignored = tuple((index, stack[-1]) for index, stack in stacks.items() if index not in matched)
        taken = {key: binding for key, (_rank, binding) in found.items()}
        spare = tuple((stacks[i][-1], taken[key].title) for i, key in matched.items() if taken[key].index != i)
        score = sum(layout.columns[key].weight for key in found) + _hint(layout, hint)
        score -= 0.25 * (len(ignored) + len(spare))
        score += 0.5 * sum(len(stack) > 1 and self._is_unit(stack[-1]) for stack in stacks.values()) - 0.01 * depth
        score -= 0.2 * grid.cuts_merge(top)
        titles = {index: stack[-1] for index, stack in stacks.items()}
        return Header(name, layout, top, top + depth - 1, taken, ignored, spare, titles, score)

    def _match(
        self, stack: Sequence[str], titles: Mapping[str, tuple[str, int]]
    ) -> tuple[str, int, tuple[str, ...]] | None:
        """Match a column's stacked titles: joined, the lowest, or the upper one above a unit."""
        if len(stack) > 1:
            joined = self._lookup("".join(stack), titles)
            if joined:
                return joined
        lowest = self._lookup(stack[-1], titles)
        if lowest:
            if lowest[2] or len(stack) == 1:
                return lowest
            beside = (text for part in stack[:-1] for text in _BRACKET.findall(compact(part)))
            upper_units = tuple(text for text in beside if self._is_unit(text))
            return lowest[0], lowest[1], upper_units
        if len(stack) > 1 and self._is_unit(stack[-1]):
            upper = self._lookup(stack[-2], titles)
            return (upper[0], upper[1], (*upper[2], stack[-1])) if upper else None
        return None

    def _lookup(self, text: str, titles: Mapping[str, tuple[str, int]]) -> tuple[str, int, tuple[str, ...]] | None:
        if len(text) > _TOO_LONG:
            return None
        plain = compact(text)
        inside = tuple(_BRACKET.findall(plain))
        whole = titles.get(title_key(text))
        if whole:
            return (*whole, tuple(unit for unit in inside if self._is_unit(unit)))
        base = titles.get(title_key(_BRACKET.sub("", plain)))
        if inside and base:
            return (*base, inside)
        split = _SPLIT.match(plain)
        if split and self._is_unit(split[2]) and (base := titles.get(title_key(split[1]))):
            return (*base, (split[2],))
        for length in range(min(8, len(plain) - 1), 0, -1):
            base = titles.get(title_key(plain[:-length]))
            if base and self._is_unit(plain[-length:]):
                return (*base, (plain[-length:],))
        return None

    def _is_unit(self, text: str) -> bool:
        plain = _BRACKET.sub(r"\1", compact(text))
        return bool(plain) and any(
            (
                money_unit(plain, self._words) is not None,
                any(simple_factor(plain, measure, self._words) is not None for measure in self._words.factors),
                rent_factor(plain, True, self._words) is not None,
                intensity_factor(plain, self._words) is not None,
            )
        )


def _enough(layout: Layout, found: Collection[str], *, named: bool) -> bool:
    """Return whether a table has the columns of its kind; one that says what it is need not show it too."""
    return all(name in found for name in layout.needs) if named else not lacking(layout, found)


def _hint(layout: Layout, hint: Hint) -> float:
    by_name = 2.0 if any(word in hint.sheet for word in layout.hints) else 0.0
    return by_name + (0.5 if any(word in hint.around for word in layout.hints) else 0.0)
