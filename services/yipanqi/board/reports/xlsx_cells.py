"""Cells of a report's workbook: text that stays text, Chinese above English, headings, lines over all columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import ceil

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.board.reports.model import Label, Section, Value, Words
from yipanqi.board.reports.wording import NOT_GIVEN

FONT, SOFT = "宋体", "4A5D70"
_THIN = Side(style="thin", color="9AA5B1")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")
_ENGLISH = InlineFont(rFont="Arial", sz=8, color=Color(rgb=f"FF{SOFT}"))
#: Points that a line of each takes.
CHINESE_LINE, ENGLISH_LINE = 15.0, 11.0
_LONGEST = 32_000
_LAST_NARROW = 0x2E7F


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that stands by itself."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError(f"{cell.coordinate} is part of a merged range")
    return cell


def put(cell: Cell, value: Value) -> None:
    """Write a value; text stays text, whatever a spreadsheet would take it for (OWASP, CSV injection)."""
    if value is None:
        cell.value = NOT_GIVEN
    elif isinstance(value, Label) and value.en and value.en != value:
        # What a department reads first stands first; a formula cannot come of it, for a rich text is a text.
        chinese, english = _clean(value), _clean(value.en)
        cell.value = CellRichText(f"{chinese}\n", TextBlock(_ENGLISH, english))
    elif isinstance(value, str):
        if not value:
            return
        cell.value = _clean(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))
    elif isinstance(value, bool | int | Decimal | date):
        cell.value = value


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:_LONGEST]


def joined(*words: Words) -> Words:
    """Return several as one line of each language."""
    return Words("　　".join(part.zh for part in words), " · ".join(part.en for part in words))


def widths_of(section: Section) -> list[float]:
    """Return the columns' widths in characters: as declared, but no English word of a heading is broken."""
    widths = []
    for column in section.columns:
        longest = max((len(word) for word in column.heading.en.split()), default=0)
        widths.append(max(column.width * 1.9 + 2, 11.5, longest * 0.85 + 2))
    return widths


def tallest(headings: Iterable[tuple[Words, float]]) -> float:
    """Return the height in which the headings fit their columns."""
    return max(_height(words, width) for words, width in headings) + 6


def _height(words: Words, width: float) -> float:
    chinese = ceil(sum(2 if ord(c) > _LAST_NARROW else 1 for c in words.zh) * 1.1 / width)
    return chinese * CHINESE_LINE + ceil(len(words.en) * 0.85 / width) * ENGLISH_LINE


def heading(cell: Cell, words: Words) -> None:
    """Write a column's heading."""
    put(cell, Label(*words))
    cell.font = Font(name="黑体", size=11, bold=True)
    cell.fill, cell.border = _HEADER_FILL, BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def banner(
    sheet: Worksheet, row: int, words: Words, width: int, font: Font, height: int, *, left: bool = False
) -> None:
    """Write a line over all columns."""
    cell = at(sheet, row, 1)
    put(cell, Label(*words))
    cell.font = font
    cell.alignment = Alignment(horizontal="left" if left else "center", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[row].height = height
