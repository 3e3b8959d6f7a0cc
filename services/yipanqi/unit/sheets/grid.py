"""A sheet's cells as a person sees them: merged ranges cover all their cells, and headers stack up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from yipanqi.unit.sheets.cells import Sheet, cell_text, is_blank


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

    def own_texts(self, row: int) -> Iterator[str]:
        """Yield the texts of the cells that begin in a row, whatever they hold, from left to right."""
        for column in range(len(self.sheet.rows[row])):
            if self.owner(row, column) == (row, column) and (text := self.text(row, column)):
                yield text

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
