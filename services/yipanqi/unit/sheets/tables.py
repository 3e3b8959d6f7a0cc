"""Decides which table stands at a place of a sheet: the one that its titles fit best, unless it says what it is.

A list that calls itself 首报登记 is a list of claims. Were it read as the enterprises that its titles would also fit
when a column is lacking, every unit would see them and no claim would be filed. So it is read as what it says or not at
all, and then the columns that it lacks are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yipanqi.unit.sheets.cells import Workbook, compact
from yipanqi.unit.sheets.declared import Column, Declarations
from yipanqi.unit.sheets.grid import Grid
from yipanqi.unit.sheets.header import Header, HeaderFinder, Hint, lacking
from yipanqi.unit.sheets.words import Words

_SEARCHED_ROWS = 60
_TITLE_ROWS = 10
#: A row with as many filled cells is part of a table, and no title of one.
_OF_A_TABLE = 3
_LONGEST_TITLE = 40
_SHOWN_TITLES = 5
#: What a title says in brackets, such as （含企业诉求）, is not what the table is.
_ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Unmet:
    """A table that is not read: it is of a kind of which it lacks columns.

    `row` is its 0-based header, if it has one; `known` is how many of its columns are known.
    """

    zh: str
    columns: tuple[Column, ...]
    row: int | None
    known: int
    code: str = "lacking_columns"

    def told(self) -> tuple[str, str]:
        """Return what the person is told, in Chinese and English."""
        zh, en = (
            "; ".join("/".join(names) for names in side) for side in zip(*map(_titles_of, self.columns), strict=True)
        )
        return (
            f"看来是“{self.zh}”，但缺少必需的列，整张表未读取。请补充：{zh.replace('; ', '；')}",
            f"this seems to be a table of '{self.zh}' without columns that it needs: nothing was read. Add: {en}",
        )


def _titles_of(column: Column) -> tuple[list[str], list[str]]:
    """Return the first titles of a column in Chinese, and those in English."""
    english = [title for title in column.titles if title.isascii()]
    return [title for title in column.titles if title not in english][:_SHOWN_TITLES], english[:_SHOWN_TITLES]


class TableFinder:
    """Finds the tables of one sheet."""

    def __init__(
        self, grid: Grid, workbook: Workbook, declarations: Declarations, finder: HeaderFinder, words: Words
    ) -> None:
        self._grid = grid
        self._filename = workbook.filename
        self._declarations = declarations
        self._finder = finder
        self._words = words
        self._self_naming = frozenset(name for name, layout in declarations.items() if layout.names)

    def first(self) -> Header | Unmet | None:
        """Return the sheet's first table, or the one that can't be read; None where there is none."""
        return self._find(0, _SEARCHED_ROWS, " ".join(self._titles(range(min(_TITLE_ROWS, self._grid.height)))))

    def following(self, row: int) -> Header | Unmet | None:
        """Return the table whose header begins in this row, below another one."""
        above = range(row - 1, max(row - _OF_A_TABLE, 0) - 1, -1)
        found = self._find(row, 1, " ".join(self._titles(above)))
        known = len(found.bindings) if isinstance(found, Header) else found.known if found else 0
        return found if known >= _OF_A_TABLE else None

    def _titles(self, rows: Iterable[int]) -> Iterator[str]:
        """Yield what stands in rows that are titles of a table, up to the first one that is not."""
        for row in rows:
            texts = list(self._grid.own_texts(row))
            if len(texts) >= _OF_A_TABLE:
                return
            yield from (t for t in texts if len(t) <= _LONGEST_TITLE and not self._words.notes.match(compact(t)))

    def _find(self, row: int, rows: int, title: str) -> Header | Unmet | None:
        hint = self._hint(row, rows)
        header = self._finder.find(self._grid, row, hint, rows)
        named = self._named((self._grid.sheet.name, title, self._filename))
        if named:
            own = header if header and header.name in named else self._finder.find(self._grid, row, hint, rows, named)
            return own or self._unmet(
                named, header, self._finder.partly(self._grid, range(row, row + rows), hint, named)
            )
        rival = self._finder.rival(self._grid, header, hint, self._self_naming) if header else None
        return self._unmet({rival.name}, header, rival) if rival else header

    def _named(self, texts: Iterable[str]) -> set[str]:
        """Return the kinds that the nearest text names; none where it names another kind by a mere hint."""
        for text in texts:
            plain = _ASIDE.sub("", compact(text))
            named = {name for name in self._self_naming if _has(plain, self._declarations[name].names)}
            if named or any(_has(plain, layout.hints) for layout in self._declarations.values()):
                return named
        return set()

    def _unmet(self, named: set[str], header: Header | None, partly: Header | None) -> Unmet | None:
        """Return what a table lacks to be what it says it is; None where there is no table."""
        known = max(len(found.bindings) if found else 0 for found in (header, partly))
        if partly is not None:
            return Unmet(partly.layout.zh, partly.lacking, partly.top, known)
        if header is None:
            return None
        layout = self._declarations[min(named)]
        return Unmet(layout.zh, lacking(layout, ()), header.top, known)

    def _hint(self, row: int, rows: int) -> Hint:
        around = range(row, min(row + rows, self._grid.height, row + _TITLE_ROWS))
        above = " ".join(text for place in around for text in self._grid.own_texts(place))
        return Hint(self._grid.sheet.name.casefold(), f"{above[:400]} {self._filename}".casefold())


def _has(text: str, words: Iterable[str]) -> bool:
    return any(compact(word) in text for word in words)
