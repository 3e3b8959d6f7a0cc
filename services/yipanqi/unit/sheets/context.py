"""What is known while a row is read: its cells, the tables and lists of the unit, and what has been found so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.unit.sheets.around import Around
from yipanqi.unit.sheets.cells import CellValue, cell_text
from yipanqi.unit.sheets.expected import expected
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.grid import Grid
from yipanqi.unit.sheets.header import Binding, Header
from yipanqi.unit.sheets.results import Notice, Problem
from yipanqi.unit.sheets.words import Words

#: Columns whose value may stand once for several rows; an amount that does must not be counted for each of them.
_SHARED_TYPES = frozenset(
    {"text", "texts", "code", "codes", "place", "unit", "units", "flag", "country", "date", "day", "year"}
    | {"currency", "measure", "reference"}
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What does not change within one reading: who reads, the declared lists, and the secret behind opaque ids.

    `may` are the names of the events that the unit may publish.
    """

    unit: str
    catalog: Catalog
    codes: CodeLists
    words: Words
    salt: int = 0
    may: frozenset[str] = frozenset()


@dataclass(slots=True)
class RowContext:
    """One row being read: cells by field, converted values, originals, problems and notices."""

    desk: Desk
    grid: Grid
    header: Header
    row: int
    around: Around
    record: dict[str, Any] = field(default_factory=dict)
    source_text: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    scratch: dict[str, Any] = field(default_factory=dict)
    aside: dict[str, Any] = field(default_factory=dict)

    @property
    def sheet_name(self) -> str:
        """Name of the sheet."""
        return self.grid.sheet.name

    def bindings(self) -> Iterator[Binding]:
        """Yield the table's columns that are fields."""
        yield from self.header.bindings.values()

    def value(self, name: str) -> CellValue:
        """Return the cell of a field, also one that a merged cell gives to several rows; None when unknown.

        Raises:
            CellFault: the cell holds an error, a formula without result, or one amount for several rows.
        """
        binding = self.header.bindings.get(name)
        if binding is None:
            return None
        top, left = self.grid.owner(self.row, binding.index)
        self._check_cell(top, left, binding)
        cells = self.grid.sheet.rows[top]
        value = cells[left] if left < len(cells) else None
        if isinstance(value, str) and self.desk.words.is_unknown(value):
            return None
        if value is not None and top != self.row and binding.column.type not in _SHARED_TYPES:
            raise _merged()
        return value

    def _check_cell(self, top: int, left: int, binding: Binding) -> None:
        sheet = self.grid.sheet
        error = sheet.faults.get((top, left))
        if error is not None and error.startswith("#"):
            raise CellFault(
                Fault.CELL_ERROR,
                f"单元格出错（{error}）",
                f"the cell holds an error ({error})",
                "请修正公式",
                "repair the formula",
            )
        if error is not None:
            raise CellFault(
                Fault.NO_RESULT,
                "公式没有计算结果",
                "the formula has no stored result",
                "请用 Excel/WPS 打开并保存，或改填数值",
                "open and save the file, or write the value",
            )
        if top == self.row and left == binding.index and binding.column.type not in _SHARED_TYPES:
            below = self.grid.owner(self.row + 1, binding.index)
            covers_more = below == (top, left) and self.row + 1 < self.grid.height
            if covers_more and self.grid.text(top, left) and binding.column.type != "sequence":
                raise _merged()

    def text(self, name: str) -> str | None:
        """Return a field's text; None when unknown."""
        value = self.value(name)
        return None if value is None else cell_text(value) or None

    def has(self, name: str) -> bool:
        """Return whether the table has a column for the field."""
        return name in self.header.bindings

    def put(self, name: str, value: Any, original: str = "") -> None:
        """Set a field of the record, keeping the original wording if that says more than the value."""
        column = self.header.layout.columns.get(name)
        if column is not None and column.aside:
            self.aside[name] = value
            return
        self.record[name] = value
        if original:
            self.source_text[name] = original[:500]

    def fault(self, name: str, fault: CellFault) -> None:
        """Report a problem in the cell of a field."""
        binding = self.header.bindings.get(name)
        column = self.header.layout.columns.get(name)
        title = binding.title if binding else (column.titles[0] if column else name)
        content = self.grid.text(self.row, binding.index) if binding else ""
        problem = Problem(
            self.sheet_name, self.row + 1, title, binding.index if binding else None, content[:200], fault.code,
            fault.zh, fault.en, fault.hint_zh, fault.hint_en, name, expected(column, self.desk.codes),
        )  # fmt: skip
        self.problems.append(problem)

    def notice(self, name: str, code: str, zh: str, en: str) -> None:
        """Say something about a cell that was read all the same."""
        binding = self.header.bindings.get(name)
        self.notices.append(Notice(self.sheet_name, self.row + 1, binding.title if binding else "", code, zh, en))


def _merged() -> CellFault:
    return CellFault(
        Fault.MERGED_AMOUNT,
        "合并单元格：一个数值对应多行，无法分摊",
        "a merged cell: one value for several rows can't be divided",
        "请取消合并，逐行填写",
        "split the cell and write each row's value",
    )
