"""Finds tables in a sheet: which rows are a header, of which kind of table, and which column is which field.

Nothing rests on cell addresses: every run of one to three rows is tried against the declared titles, and the one that
explains most wins. Merged cells count for every cell they cover.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from yipanqi.unit.sheets.cells import Sheet, cell_text, compact, is_blank, title_key
from yipanqi.unit.sheets.declared import Column, Declarations, Layout
from yipanqi.unit.sheets.units import intensity_factor, money_unit, rent_factor, simple_factor
from yipanqi.unit.sheets.words import Words

_SEARCHED_ROWS = 60
_DEEPEST = 3
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SPLIT = re.compile(r"^(.+?)[:/,;|\s]+(.+)$")
_TOO_LONG = 60


@dataclass(frozen=True, slots=True)
class Binding:
    """A column of a sheet that is a field: its title as written and the unit texts beside the title."""

    field: str
    column: Column
    index: int
    title: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """A recognised header: rows `top` to `bottom` (0-based, inclusive) and what its columns are."""

    name: str
    layout: Layout
    top: int
    bottom: int
    bindings: Mapping[str, Binding]
    ignored: tuple[tuple[int, str], ...] = ()
    titles: Mapping[int, str] = field(default_factory=dict)
    score: float = 0.0


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

    def find(self, grid: Grid, start: int, hint: Hint, rows: int = _SEARCHED_ROWS) -> Header | None:
        """Return the best header that begins in the next `rows` rows; `hint` are the words around it."""
        best: Header | None = None
        for top in range(start, min(start + rows, grid.height)):
            if not self.may_start(grid, top):
                continue
            for depth in range(1, min(_DEEPEST, grid.height - top) + 1):
                for name, layout in self._declarations.items():
                    header = self._try(grid, top, depth, name, layout, hint)
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

    def _try(self, grid: Grid, top: int, depth: int, name: str, layout: Layout, hint: Hint) -> Header | None:
        stacks = grid.stacks(top, depth)
        if stacks is None:
            return None
        found: dict[str, tuple[int, Binding]] = {}
        for index, stack in stacks.items():
            match = self._match(stack, self._titles[name])
            if match is None:
                continue
            key, rank, units = match
            binding = Binding(key, layout.columns[key], index, stack[-1], units)
            if key not in found or rank < found[key][0]:
                found[key] = (rank, binding)
        if not _recognised(layout, found):
            return None
        bound = {binding.index for _rank, binding in found.values()}
        ignored = tuple((index, stack[-1]) for index, stack in stacks.items() if index not in bound)
        score = sum(layout.columns[key].weight for key in found) + _hint(layout, hint) - 0.25 * len(ignored)
        score += 0.5 * sum(len(stack) > 1 and self._is_unit(stack[-1]) for stack in stacks.values()) - 0.01 * depth
        score -= 0.2 * grid.cuts_merge(top)
        bindings = {key: binding for key, (_rank, binding) in found.items()}
        titles = {index: stack[-1] for index, stack in stacks.items()}
        return Header(name, layout, top, top + depth - 1, bindings, ignored, titles, score)

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


def _recognised(layout: Layout, found: Mapping[str, object]) -> bool:
    return all(key in found for key in layout.needs) and any(key in found for key in layout.some_of) and len(found) > 1


def _hint(layout: Layout, hint: Hint) -> float:
    by_name = 2.0 if any(word in hint.sheet for word in layout.hints) else 0.0
    return by_name + (0.5 if any(word in hint.around for word in layout.hints) else 0.0)


class Grid:
    """A sheet's cells with merged ranges spread over the cells they cover."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = len(sheet.rows)
        self.width = max((len(row) for row in sheet.rows), default=0)
        self._owner: dict[tuple[int, int], tuple[int, int]] = {}
        self._faults: dict[int, list[int]] = {}
        for row, column in sheet.faults:
            self._faults.setdefault(row, []).append(column)
        budget = self.height * self.width
        for merge in sheet.merged:
            bottom, right = min(merge.bottom, self.height - 1), min(merge.right, self.width - 1)
            # Ranges never overlap in a sound file: those that cover more than the sheet were made to be slow.
            budget -= max(bottom - merge.top + 1, 0) * max(right - merge.left + 1, 0)
            if budget < 0:
                break
            for row in range(merge.top, bottom + 1):
                for column in range(merge.left, right + 1):
                    self._owner[row, column] = (merge.top, merge.left)

    def faults(self, row: int) -> list[int]:
        """Return the columns of a row whose cells hold an error or a formula without a result."""
        return self._faults.get(row, [])

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose value stands here: itself, or the first of its merged range."""
        return self._owner.get((row, column), (row, column))

    def cuts_merge(self, row: int) -> bool:
        """Return whether a merged range reaches into the row from above."""
        return any(self.owner(row, column)[0] < row for column in range(self.width))

    def text(self, row: int, column: int) -> str:
        """Return the text that is seen at a place."""
        top, left = self.owner(row, column)
        cells = self.sheet.rows[top] if top < self.height else ()
        return cell_text(cells[left]) if left < len(cells) else ""

    def texts(self, row: int) -> dict[int, str] | None:
        """Return a row's own texts by column; None when it holds numbers or dates, which no header does."""
        found: dict[int, str] = {}
        for column, value in enumerate(self.sheet.rows[row]):
            if is_blank(value):
                continue
            if not isinstance(value, str):
                return None
            found[column] = value.strip()
        return found

    def stacks(self, top: int, depth: int) -> dict[int, list[str]] | None:
        """Return per column the header texts from above to below; None when a row can't be of a header."""
        own = [self.texts(row) for row in range(top, top + depth)]
        if any(texts is None for texts in own) or not own[0] or not own[-1]:
            return None
        stacks: dict[int, list[str]] = {}
        for column in range(self.width):
            parts = [self._header_text(row, column, top + depth - 1) for row in range(top, top + depth)]
            stack = [text for text, _group in groupby(text for text in parts if text)]
            if stack:
                stacks[column] = stack
        return stacks

    def _header_text(self, row: int, column: int, bottom: int) -> str:
        text = self.text(row, column)
        if text or row == bottom or (row, column) in self._owner:
            return text
        # Files without merged ranges (csv) leave the cells right of a group's title empty.
        below = any(self.text(lower, column) for lower in range(row + 1, bottom + 1))
        if below and not self.sheet.merged:
            for left in range(column - 1, -1, -1):
                if self.text(row, left):
                    return self.text(row, left)
        return ""
