"""Makes a copy of a workbook with the remarks in an extra column, for the person who has to repair it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.unit.sheets.cells import Sheet, Workbook, cell_text
from yipanqi.unit.sheets.guard import harmless
from yipanqi.unit.sheets.report import remark
from yipanqi.unit.sheets.results import BadRow, GoodRow, Reading, SheetReading
from yipanqi.unit.sheets.workbook import read_workbook

TITLE = "校验结果"
_BAD = PatternFill("solid", fgColor="FFFFC7CE")
_SKIPPED = PatternFill("solid", fgColor="FFF2F2F2")
_TITLE = PatternFill("solid", fgColor="FFFFEB9C")
Outcomes = Mapping[tuple[str, int], str]


def annotate(data: bytes, reading: Reading, outcomes: Outcomes | None = None) -> bytes:
    """Return the workbook with a column 校验结果: an xlsx, or a csv (UTF-8 with mark) for a csv.

    `outcomes` replaces the remark of a row by (sheet, row), such as the coordinator's refusal. The layout of an xlsx
    is kept; of xls and ods the values are. Remarks can't become formulas.

    Raises:
        SheetFileError: `data` is not the workbook that was read.
    """
    workbook = read_workbook(data, reading.filename)
    remarks = {sheet.sheet: _remarks(sheet, outcomes or {}) for sheet in reading.sheets}
    if workbook.kind == "csv":
        return _annotated_csv(workbook, remarks.get("csv", {}))
    book = _open(data) if workbook.kind == "xlsx" else None
    book = book or _copy(workbook)
    readings = {sheet.sheet: sheet for sheet in reading.sheets}
    for sheet in workbook.sheets:
        if sheet.name in book.sheetnames and sheet.name in readings and readings[sheet.name].tables:
            worksheet = book[sheet.name]
            if isinstance(worksheet, Worksheet):
                _write(worksheet, sheet, readings[sheet.name], remarks[sheet.name])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _remarks(sheet: SheetReading, outcomes: Outcomes) -> dict[int, str]:
    found = {table.first_row: TITLE for table in sheet.tables}
    for row in sheet.rows:
        found[row.row] = harmless(outcomes.get((sheet.sheet, row.row)) or remark(row))
    return found


def _open(data: bytes) -> Book | None:
    """Return the workbook with its layout; None when only its values can be read."""
    try:
        return load_workbook(io.BytesIO(data))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ParseError, zipfile.BadZipFile):
        return None


def _copy(workbook: Workbook) -> Book:
    book = Book()
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        worksheet = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if isinstance(value, str):
                    _put_text(worksheet, number, column, value)
                elif value is not None:
                    worksheet.cell(number, column, value)
        for merge in sheet.merged:
            worksheet.merge_cells(
                start_row=merge.top + 1,
                start_column=merge.left + 1,
                end_row=merge.bottom + 1,
                end_column=merge.right + 1,
            )
    return book


def _put_text(worksheet: Worksheet, row: int, column: int, text: str) -> Cell | None:
    """Write a text as text, whatever it begins with; None when a merged cell covers the place."""
    cell = worksheet.cell(row, column)
    if not isinstance(cell, Cell):
        return None
    cell.value = text
    cell.data_type = "s"
    return cell


def _write(worksheet: Worksheet, sheet: Sheet, reading: SheetReading, remarks: Mapping[int, str]) -> None:
    column = _free_column(sheet, reading)
    kinds = {row.row: row for row in reading.rows}
    for number, text in remarks.items():
        cell = _put_text(worksheet, number, column, text)
        if cell is None:
            continue
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        result = kinds.get(number)
        if result is None:
            cell.fill = _TITLE
        elif isinstance(result, BadRow):
            cell.fill = _BAD
            _mark_cells(worksheet, result)
        elif not isinstance(result, GoodRow):
            cell.fill = _SKIPPED
    worksheet.column_dimensions[get_column_letter(column)].width = 60


def _mark_cells(worksheet: Worksheet, row: BadRow) -> None:
    for problem in row.problems:
        if problem.column_index is not None:
            cell = worksheet.cell(row.row, problem.column_index + 1)
            if isinstance(cell, Cell):
                cell.fill = _BAD


def _free_column(sheet: Sheet, reading: SheetReading) -> int:
    """Return the 1-based column of earlier remarks, or else the first one right of everything."""
    for table in reading.tables:
        for row in sheet.rows[table.first_row - 1 : table.last_row]:
            for index, value in enumerate(row):
                if value == TITLE:
                    return index + 1
    filled = (index for row in sheet.rows for index, value in enumerate(row) if value is not None)
    merged = (merge.right for merge in sheet.merged)
    return max((*filled, *merged), default=-1) + 2


def _annotated_csv(workbook: Workbook, remarks: Mapping[int, str]) -> bytes:
    sheet = workbook.sheets[0]
    width = max((len(row) for row in sheet.rows), default=0)
    target = io.StringIO(newline="")
    delimiter = workbook.dialect.get("delimiter", ",")
    writer = csv.writer(target, delimiter=delimiter if delimiter in ",;\t" else ",")
    old = next((row.index(TITLE) for row in sheet.rows if TITLE in row), None)
    for number, row in enumerate(sheet.rows, 1):
        cells = [cell_text(value) for value in row] + [""] * (width - len(row))
        if old is not None:
            cells[old] = remarks.get(number, "")
        else:
            cells.append(remarks.get(number, ""))
        writer.writerow(cells)
    return target.getvalue().encode("utf-8-sig")
