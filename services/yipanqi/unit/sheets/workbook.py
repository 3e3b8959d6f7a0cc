"""Opens a file as a workbook: told by its content, not its name; bounded; every refusal says what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from yipanqi.unit.sheets.archive import (
    Archive,
    cell_faults,
    check_extent,
    check_ods_extent,
    check_xlsx_extent,
    open_archive,
    password,
)
from yipanqi.unit.sheets.cells import CellValue, Merge, RawRow, Sheet, Workbook
from yipanqi.unit.sheets.delimited import read_delimited
from yipanqi.unit.sheets.errors import FileFault, SheetFileError
from yipanqi.unit.sheets.formats import reduced_cells, reduced_styles, sheet_parts
from yipanqi.unit.sheets.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(source: Path | str | bytes, filename: str = "", limits: Limits | None = None) -> Workbook:
    """Read xlsx, xls, ods or csv into raw cells with their types and merged ranges.

    `source` is a path or the content; `filename` is used in messages and for its year.

    Raises:
        SheetFileError: empty, too large, locked, damaged, or no spreadsheet; the message says what to do.
    """
    bounds = limits or Limits()
    name = filename or (Path(source).name if not isinstance(source, bytes) else "upload")
    data = _content(source, name, bounds)
    kind, archive = _sniff(data, name, bounds)
    if kind == "csv":
        return read_delimited(data, name, bounds)
    sheets = _read_sheets(archive.packed if archive else data, name, bounds, _details(kind, archive))
    return Workbook(name, kind, tuple(sheets))


def _content(source: Path | str | bytes, filename: str, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        with Path(source).open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        size = limits.max_bytes // 1024 // 1024
        raise SheetFileError(
            FileFault.TOO_LARGE, filename, f"超过 {size} MB，请拆分", f"larger than {size} MB: split the file"
        )
    if not data.strip():
        raise SheetFileError(FileFault.EMPTY, filename, "文件是空的", "the file is empty")
    return data


def _sniff(data: bytes, filename: str, limits: Limits) -> tuple[str, Archive | None]:
    if data.startswith(b"PK"):
        return _sniff_archive(open_archive(data, filename, limits), filename, limits)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise password(filename)
        return "xls", None
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise SheetFileError(
            FileFault.DISGUISED,
            filename,
            "内容是网页或 XML，不是真正的表格：请用 Excel/WPS 打开后另存为 xlsx",
            "the content is HTML or XML under a spreadsheet's name: open it and save it as xlsx",
        )
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")):
        raise _no_spreadsheet(filename)
    return "csv", None


def _sniff_archive(archive: Archive, filename: str, limits: Limits) -> tuple[str, Archive]:
    if "xl/workbook.xml" in archive.members:
        check_xlsx_extent(archive, filename, limits)
        return "xlsx", archive
    if "content.xml" in archive.members and b"office:spreadsheet" in archive.members["content.xml"]:
        if b"encryption-data" in archive.members.get("META-INF/manifest.xml", b""):
            raise password(filename)
        check_ods_extent(archive, filename, limits)
        return "ods", archive
    if b"encryption-data" in archive.members.get("META-INF/manifest.xml", b""):
        raise password(filename)
    raise _no_spreadsheet(filename)


def _no_spreadsheet(filename: str) -> SheetFileError:
    return SheetFileError(
        FileFault.NOT_A_SHEET,
        filename,
        "不是表格文件：请交 xlsx、xls、ods 或 csv",
        "not a spreadsheet: hand in xlsx, xls, ods or csv",
    )


_Details = list[tuple[dict[tuple[int, int], str], dict[tuple[int, int], int]]]


def _details(kind: str, archive: Archive | None) -> _Details:
    """Return per sheet what the reader does not tell: faulty cells, and dates shown to month or year."""
    if archive is None or kind != "xlsx":
        return []
    styles = reduced_styles(archive.members.get("xl/styles.xml", b""))
    return [(cell_faults(xml), reduced_cells(xml, styles)) for xml in sheet_parts(archive.members)]


def _read_sheets(data: bytes, filename: str, limits: Limits, details: _Details) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheet_names) > limits.max_sheets:
            raise SheetFileError(
                FileFault.TOO_MANY_SHEETS,
                filename,
                f"超过 {limits.max_sheets} 个工作表，请拆分",
                f"more than {limits.max_sheets} sheets: split the file",
            )
        return [
            _sheet(book, index, filename, limits, details[index] if index < len(details) else ({}, {}))
            for index, metadata in enumerate(book.sheets_metadata)
            if metadata.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise password(filename) from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise _damaged(filename, error) from error
    except BaseException as error:
        # The reader is Rust: on bytes it did not expect it panics, which is not an Exception in Python.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(filename, error) from error


def _damaged(filename: str, error: BaseException) -> SheetFileError:
    return SheetFileError(
        FileFault.DAMAGED,
        filename,
        "文件已损坏或不是表格，请用 Excel/WPS 打开后另存为 xlsx",
        f"damaged or no spreadsheet, open it and save it as xlsx ({str(error)[:120]})",
    )


def _sheet(
    book: Any,
    index: int,
    filename: str,
    limits: Limits,
    details: tuple[dict[tuple[int, int], str], dict[tuple[int, int], int]],
) -> Sheet:
    sheet = book.get_sheet_by_index(index)
    end = sheet.end or (-1, -1)
    check_extent(end[0] + 1, end[1] + 1, filename, limits)
    rows = [_row(row) for row in sheet.to_python(skip_empty_area=False)]
    faults, precision = details
    _pad_for_faults(rows, faults)
    merged = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    hidden = book.sheets_metadata[index].visible != SheetVisibleEnum.Visible
    return Sheet(sheet.name, tuple(rows), merged, hidden, faults, precision)


def _row(cells: Sequence[Any]) -> RawRow:
    values: list[CellValue] = [None if cell == "" else cell for cell in cells]
    return tuple(values)


def _pad_for_faults(rows: list[RawRow], faults: dict[tuple[int, int], str]) -> None:
    """Make faulty cells, which the reader shows as empty, reachable: a row of nothing but faults still counts."""
    for (row, _column), _text in faults.items():
        while len(rows) <= row:
            rows.append(())
