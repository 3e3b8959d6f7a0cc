"""What reading a workbook gives: good rows, bad rows with their problems, skipped rows with the reason, notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from openpyxl.utils import get_column_letter

from yipanqi.unit.sheets.expected import NOTHING_EXPECTED, Expected
from yipanqi.unit.sheets.faults import Fault


class SkipReason(StrEnum):
    """Why a row that holds something is no record."""

    TOTAL = "total"
    NOTE = "note"
    SECTION = "section"
    NUMBER_ONLY = "number_only"
    REPEATED_HEADER = "repeated_header"
    OTHER_UNIT = "other_unit"
    DUPLICATE = "identical_duplicate"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was not read: the cell, what it holds, what is wrong, what belongs there, what to write instead."""

    sheet: str
    row: int
    column: str
    column_index: int | None
    content: str
    code: Fault
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    field: str = ""
    expected: Expected = NOTHING_EXPECTED

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it, such as G37; empty when the table has no such column."""
        return "" if self.column_index is None else f"{get_column_letter(self.column_index + 1)}{self.row}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know though nothing was refused: an ignored column, an assumed unit."""

    sheet: str
    row: int | None
    column: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that became a record: converted values by the schema's field names, in `source_text` the originals.

    `given` are the fields for which the table has a column at all: only those can be cleared by a later import.
    `record_type` is the full name of the event that the row becomes when it is read first. `aside` is what stands
    beside the record and is needed when the row changes.
    """

    sheet: str
    row: int
    kind: str
    record_type: str
    aggregate: str
    aggregate_id: str
    key: str
    record: Mapping[str, Any]
    source_text: Mapping[str, str]
    given: frozenset[str]
    aside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row with at least one problem; nothing of it is published."""

    sheet: str
    row: int
    kind: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no record of this unit, and why."""

    sheet: str
    row: int
    reason: SkipReason
    zh: str
    en: str


RowResult = GoodRow | BadRow | SkippedRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in a table, under which title, and what belongs there; no index where it has no column."""

    title: str
    index: int | None
    expected: Expected


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found: its kind, header rows (1-based, inclusive), fields by title, and places by field."""

    kind: str
    zh: str
    first_row: int
    last_row: int
    columns: Mapping[str, str]
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """All rows and notices of one sheet."""

    sheet: str
    tables: tuple[Table, ...] = ()
    rows: tuple[RowResult, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def good(self) -> tuple[GoodRow, ...]:
        """Rows that became records."""
        return tuple(row for row in self.rows if isinstance(row, GoodRow))

    @property
    def bad(self) -> tuple[BadRow, ...]:
        """Rows with problems."""
        return tuple(row for row in self.rows if isinstance(row, BadRow))

    @property
    def skipped(self) -> tuple[SkippedRow, ...]:
        """Rows that are no records."""
        return tuple(row for row in self.rows if isinstance(row, SkippedRow))


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole workbook as one unit reads it."""

    filename: str
    kind: str
    unit: str
    sheets: tuple[SheetReading, ...] = field(default=())

    def good_rows(self) -> Iterator[GoodRow]:
        """Yield every good row in the order of the file."""
        for sheet in self.sheets:
            yield from sheet.good

    def bad_rows(self) -> Iterator[BadRow]:
        """Yield every bad row in the order of the file."""
        for sheet in self.sheets:
            yield from sheet.bad

    def problems(self) -> Iterator[Problem]:
        """Yield every problem in the order of the file."""
        for row in self.bad_rows():
            yield from row.problems
