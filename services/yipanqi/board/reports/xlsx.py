"""A report as a workbook: a sheet per section, laid out to be read, filtered and printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.board.reports.model import Kind, Reason, Report, Row, Section, Value
from yipanqi.board.reports.wording import EMPTY, NOT_GIVEN, below, covers, mark, standing

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER_ROW = 3
_FORMATS = {Kind.COUNT: "#,##0", Kind.AMOUNT: "#,##0.00", Kind.RATIO: "0.0%", Kind.DAY: "yyyy-mm-dd"}
_LONGEST = 32_000
_A4 = 9
_FONT = "宋体"
_THIN = Side(style="thin", color="9AA5B1")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")
_TOTAL_FILL = PatternFill("solid", fgColor="F2F5F9")
_LEAST_COLUMNS = 4
_CONTENTS = "目录"


def workbook(report: Report, zone: ZoneInfo) -> bytes:
    """Return the bytes of the workbook."""
    book = Workbook()
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    _contents(first, report, zone)
    for section in report.sections:
        _sheet(book.create_sheet(_sheet_name(section)), report, section, zone)
    book.properties.title = f"{report.title.zh} {report.period}"
    book.properties.creator = report.district.zh
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(section: Section) -> str:
    """Return the part of the title that a sheet's name can take: 31 characters, some forbidden."""
    name = section.short.replace("：", "·")
    return "".join(c for c in name if c not in "[]:*?/\\")[:31]


def _contents(sheet: Worksheet, report: Report, zone: ZoneInfo) -> None:
    sheet.title = _CONTENTS
    widths = (6, 44, 10, 30)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _banner(sheet, 1, f"{report.district.zh}{report.title.zh}", len(widths), Font(name="黑体", size=18, bold=True), 34)
    under = f"{report.period_words.zh}　　{standing(report, zone)}"
    _banner(sheet, 2, under, len(widths), Font(name=_FONT, size=11), 22)
    for column, heading in enumerate(("序号", "内容", "行数", "口径"), 1):
        _heading(_at(sheet, HEADER_ROW, column), heading)
    for number, section in enumerate(report.sections, 1):
        row = HEADER_ROW + number
        values: Row = (
            number,
            section.title.zh,
            len(section.rows) + section.cut,
            covers(report, section).split("：", 1)[1],
        )
        for column, value in enumerate(values, 1):
            cell = _at(sheet, row, column)
            _put(cell, value)
            cell.font, cell.border = Font(name=_FONT, size=11), _BORDER
            cell.alignment = Alignment(vertical="center", horizontal="left" if column in (2, 4) else "center")
        link = _at(sheet, row, 2)
        link.hyperlink = f"#'{_sheet_name(section)}'!A1"
        link.font = Font(name=_FONT, size=11, color="1F5FA8", underline="single")
    _printing(sheet, report)


def _sheet(sheet: Worksheet, report: Report, section: Section, zone: ZoneInfo) -> None:
    width = max(len(section.columns), _LEAST_COLUMNS)
    _banner(
        sheet, 1, f"{section.title.zh}（{report.period_words.zh}）", width, Font(name="黑体", size=15, bold=True), 30
    )
    under = f"{report.district.zh}　　{covers(report, section)}　　{standing(report, zone)}"
    _banner(sheet, 2, under, width, Font(name=_FONT, size=10, color="4A5D70"), 20)
    for number, column in enumerate(section.columns, 1):
        _heading(_at(sheet, HEADER_ROW, number), column.heading)
        sheet.column_dimensions[get_column_letter(number)].width = max(column.width, 5) * 1.9 + 2
    sheet.row_dimensions[HEADER_ROW].height = 32
    last = _rows(sheet, section)
    for offset, line in enumerate(below(section, zone), 1):
        _banner(sheet, last + offset, line, width, Font(name=_FONT, size=10, color="4A5D70"), 18, left=True)
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    if section.rows:
        end = get_column_letter(len(section.columns))
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{end}{HEADER_ROW + len(section.rows)}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    _printing(sheet, report)


def _rows(sheet: Worksheet, section: Section) -> int:
    """Write the rows and the total; returns the last row that is used."""
    marks = {reason: mark(number) for number, reason in enumerate(section.reasons(), 1)}
    for offset, values in enumerate(section.rows, 1):
        _row(sheet, HEADER_ROW + offset, section, values, marks, total=False)
    last = HEADER_ROW + len(section.rows)
    if not section.rows:
        last += 1
        _banner(sheet, last, EMPTY, max(len(section.columns), _LEAST_COLUMNS), Font(name=_FONT, size=11), 22)
    if section.total is not None:
        last += 1
        _row(sheet, last, section, section.total, marks, total=True)
    return last


def _row(sheet: Worksheet, row: int, section: Section, values: Row, marks: dict[Reason, str], *, total: bool) -> None:
    for number, (column, value) in enumerate(zip(section.columns, values, strict=True), 1):
        cell = _at(sheet, row, number)
        missing = isinstance(value, Reason)
        _put(cell, f"{NOT_GIVEN}{marks[value]}" if isinstance(value, Reason) else value)
        kind = Kind.COUNT if isinstance(value, int) else column.kind
        if not missing and kind in _FORMATS:
            cell.number_format = _FORMATS[kind]
        across = "left" if column.kind is Kind.TEXT else "center" if column.kind is Kind.DAY or missing else "right"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=column.kind is Kind.TEXT)
        cell.font, cell.border = Font(name=_FONT, size=11, bold=total), _BORDER
        if total:
            cell.fill = _TOTAL_FILL


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that stands by itself."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError(f"{cell.coordinate} is part of a merged range")
    return cell


def _put(cell: Cell, value: Value) -> None:
    """Write a value; text stays text, whatever a spreadsheet would take it for (OWASP, CSV injection)."""
    if value is None:
        cell.value = NOT_GIVEN
    elif isinstance(value, str):
        if not value:
            return
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))
    elif isinstance(value, bool | int | Decimal | date):
        cell.value = value


def _heading(cell: Cell, text: str) -> None:
    _put(cell, text)
    cell.font = Font(name="黑体", size=11, bold=True)
    cell.fill, cell.border = _HEADER_FILL, _BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _banner(sheet: Worksheet, row: int, text: str, width: int, font: Font, height: int, *, left: bool = False) -> None:
    """Write a line over all columns."""
    cell = _at(sheet, row, 1)
    _put(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal="left" if left else "center", vertical="center", wrap_text=left)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[row].height = height


def _printing(sheet: Worksheet, report: Report) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    footer = sheet.oddFooter
    if footer is not None and footer.left is not None and footer.center is not None:
        footer.left.text = f"{report.title.zh} {report.period}"
        footer.center.text = "第 &P 页，共 &N 页"
