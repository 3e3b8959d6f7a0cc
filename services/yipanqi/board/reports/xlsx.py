"""A report as a workbook: a sheet per section, laid out to be read, filtered and printed."""

from __future__ import annotations

from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.board.reports.model import Kind, Label, Reason, Report, Row, Section, Words
from yipanqi.board.reports.wording import EMPTY, NOT_GIVEN, below, covers, mark, standing
from yipanqi.board.reports.xlsx_cells import (
    BORDER,
    CHINESE_LINE,
    ENGLISH_LINE,
    FONT,
    SOFT,
    at,
    banner,
    heading,
    joined,
    put,
    tallest,
    widths_of,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER_ROW = 3
_FORMATS = {Kind.COUNT: "#,##0", Kind.AMOUNT: "#,##0.00", Kind.RATIO: "0.0%", Kind.DAY: "yyyy-mm-dd"}
_A4 = 9
_TOTAL_FILL = PatternFill("solid", fgColor="F2F5F9")
_LEAST_COLUMNS = 4
_CONTENTS_HEADINGS = (Words("序号", "No."), Words("内容", "Section"), Words("行数", "Rows"), Words("口径", "Covers"))
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
    name = section.short.zh.replace("：", "·")
    return "".join(c for c in name if c not in "[]:*?/\\")[:31]


def _contents(sheet: Worksheet, report: Report, zone: ZoneInfo) -> None:
    sheet.title = _CONTENTS
    widths = (6, 52, 10, 44)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    title = Words(f"{report.district.zh}{report.title.zh}", f"{report.district.en}: {report.title.en}")
    banner(sheet, 1, title, len(widths), Font(name="黑体", size=18, bold=True), 46)
    banner(sheet, 2, joined(report.period_words, standing(report, zone)), len(widths), Font(name=FONT, size=11), 32)
    for column, words in enumerate(_CONTENTS_HEADINGS, 1):
        heading(at(sheet, HEADER_ROW, column), words)
    for number, section in enumerate(report.sections, 1):
        row = HEADER_ROW + number
        values: Row = (
            number,
            Label(*section.title),
            len(section.rows) + section.cut,
            Label(*covers(report, section)),
        )
        for column, value in enumerate(values, 1):
            cell = at(sheet, row, column)
            put(cell, value)
            cell.font, cell.border = Font(name=FONT, size=11), BORDER
            across = "left" if column in (2, 4) else "center"
            cell.alignment = Alignment(vertical="center", horizontal=across, wrap_text=True)
        sheet.row_dimensions[row].height = CHINESE_LINE + ENGLISH_LINE + 4
        link = at(sheet, row, 2)
        link.hyperlink = f"#'{_sheet_name(section)}'!A1"
        link.font = Font(name=FONT, size=11, color="1F5FA8", underline="single")
    _printing(sheet, report)


def _sheet(sheet: Worksheet, report: Report, section: Section, zone: ZoneInfo) -> None:
    width = max(len(section.columns), _LEAST_COLUMNS)
    title = Words(f"{section.title.zh}（{report.period_words.zh}）", f"{section.title.en} ({report.period_words.en})")
    banner(sheet, 1, title, width, Font(name="黑体", size=15, bold=True), 40)
    under = joined(report.district, covers(report, section), standing(report, zone))
    banner(sheet, 2, under, width, Font(name=FONT, size=10, color=SOFT), 30)
    for number, column in enumerate(section.columns, 1):
        heading(at(sheet, HEADER_ROW, number), column.heading)
        sheet.column_dimensions[get_column_letter(number)].width = widths_of(section)[number - 1]
    headings = [column.heading for column in section.columns]
    sheet.row_dimensions[HEADER_ROW].height = tallest(zip(headings, widths_of(section), strict=True))
    last = _rows(sheet, section)
    for offset, line in enumerate(below(section, zone), 1):
        banner(sheet, last + offset, line, width, Font(name=FONT, size=10, color=SOFT), 28, left=True)
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
        banner(sheet, last, EMPTY, max(len(section.columns), _LEAST_COLUMNS), Font(name=FONT, size=11), 22)
    if section.total is not None:
        last += 1
        _row(sheet, last, section, section.total, marks, total=True)
    return last


def _row(sheet: Worksheet, row: int, section: Section, values: Row, marks: dict[Reason, str], *, total: bool) -> None:
    for number, (column, value) in enumerate(zip(section.columns, values, strict=True), 1):
        cell = at(sheet, row, number)
        missing = isinstance(value, Reason)
        put(cell, f"{NOT_GIVEN}{marks[value]}" if isinstance(value, Reason) else value)
        kind = Kind.COUNT if isinstance(value, int) else column.kind
        if not missing and kind in _FORMATS:
            cell.number_format = _FORMATS[kind]
        across = "left" if column.kind is Kind.TEXT else "center" if column.kind is Kind.DAY or missing else "right"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=column.kind is Kind.TEXT)
        cell.font, cell.border = Font(name=FONT, size=11, bold=total), BORDER
        if total:
            cell.fill = _TOTAL_FILL


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
        footer.left.text = f"{report.title.zh} {report.title.en} {report.period}"
        footer.center.text = "第 &P 页，共 &N 页 · page &P of &N"
