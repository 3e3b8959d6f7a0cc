"""Tells records from what else stands in a table: totals, notes, section titles, repeated headers, numbered blanks."""

from __future__ import annotations

import re
from enum import Enum

from yipanqi.unit.sheets.cells import compact, title_key
from yipanqi.unit.sheets.grid import Grid
from yipanqi.unit.sheets.header import Header
from yipanqi.unit.sheets.results import SkippedRow, SkipReason
from yipanqi.unit.sheets.words import Words

_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十]+[部类批])"
)
_LONG = 25
_WIDE = 3
_IDENTIFYING = ("sequence", "local_number", "name", "project_name", "metric", "carrier_id", "enterprise_id")


class Skip(Enum):
    """Why a row is no record, with what the person is told."""

    BLANK = (SkipReason.NUMBER_ONLY, "", "")
    TOTAL = (SkipReason.TOTAL, "合计行，不是记录", "a total, no record")
    NOTE = (SkipReason.NOTE, "表注，不是记录", "a note, no record")
    SECTION = (SkipReason.SECTION, "分节标题，不是记录", "a section's title, no record")
    NUMBER_ONLY = (SkipReason.NUMBER_ONLY, "只有序号的空行", "nothing but a sequence number")
    REPEATED = (SkipReason.REPEATED_HEADER, "重复的表头", "the header again")

    def at(self, sheet: str, row: int) -> SkippedRow:
        """Return the result for a 0-based row."""
        reason, zh, en = self.value
        return SkippedRow(sheet, row + 1, reason, zh, en)


class Classifier:
    """Looks at the rows below one header."""

    def __init__(self, grid: Grid, header: Header, words: Words) -> None:
        self._grid = grid
        self._header = header
        self._words = words
        bound = {name: header.bindings[name].index for name in _IDENTIFYING if name in header.bindings}
        self._sequence = bound.get("sequence")
        remarks = header.bindings.get("check_result")
        self._remarks = remarks.index if remarks else None
        self._last_identifying = max(bound.values(), default=0)
        numbers = [
            name for name in (*header.layout.local_number_from, "enterprise_id", "metric") if name in header.bindings
        ]
        self._number = header.bindings[numbers[0]].index if numbers else None

    def skip(self, row: int) -> Skip | None:
        """Return why the row is no record; None when it is to be read."""
        cells = self._own(row)
        if not cells:
            return Skip.BLANK
        if set(cells) == {self._sequence}:
            text = cells[self._sequence or 0]
            return Skip.NUMBER_ONLY if text.isdigit() else self._single(row, text)
        if self._is_total(cells):
            return Skip.TOTAL
        if self.repeats_header(row):
            return Skip.REPEATED
        if len(cells) == 1:
            return self._single(row, next(iter(cells.values())))
        texts = [compact(text) for text in cells.values()]
        if all(":" in text and self._words.notes.match(text) for text in texts):
            return Skip.NOTE
        return None

    def repeats_header(self, row: int) -> bool:
        """Return whether a row says what its header says, as on every printed page."""
        cells = self._own(row)
        titles = self._header.titles
        same = sum(title_key(text) == title_key(titles.get(column, "")) for column, text in cells.items())
        return same >= 3 and same * 5 >= len(cells) * 3

    def _own(self, row: int) -> dict[int, str]:
        """Return the texts that begin in this row, by column."""
        found = {}
        for column in range(self._grid.width):
            if column == self._remarks:
                continue
            if self._grid.owner(row, column) == (row, column) and (text := self._grid.text(row, column)):
                found[column] = text
        for column in self._grid.faults(row):
            found.setdefault(column, self._grid.sheet.faults[row, column])
        return found

    def _is_total(self, cells: dict[int, str]) -> bool:
        number = cells.get(self._number, "") if self._number is not None else ""
        if number and not self._words.totals.match(compact(number)):
            return False
        first = [text for column, text in cells.items() if column <= self._last_identifying]
        return any(self._words.totals.match(compact(text)) for text in first)

    def _single(self, row: int, text: str) -> Skip | None:
        """Judge a row with one filled cell: a note, a section's title, or a record with everything missing."""
        plain = compact(text)
        if _SECTION.match(plain):
            return Skip.SECTION
        if self._words.notes.match(plain) or len(plain) > _LONG:
            return Skip.NOTE
        column = next(iter(self._own(row)))
        covered = sum(self._grid.owner(row, other) == (row, column) for other in range(self._grid.width))
        return Skip.NOTE if covered >= _WIDE else None
