"""Opens the zip inside xlsx and ods within bounds, and finds cells whose result can't be trusted.

A reader allocates the rectangle around a sheet's cells, and trusts the sizes a zip claims. So the zip is unpacked
here, counted, measured, and packed again without its pictures; the reader sees only what was counted.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from yipanqi.unit.sheets.errors import FileFault, SheetFileError
from yipanqi.unit.sheets.limits import Limits

_KEPT = (".xml", ".rels", "mimetype")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')
_ROW_OF_UNNAMED_CELLS = re.compile(
    rb'<(?:\w+:)?row\b[^<>]*?\br="([0-9]{1,7})"[^<>]*>\s*<(?:\w+:)?c\b(?![^<>]*\br=)[^<>]*>'
)
_FORMULA_EMPTY = re.compile(
    rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*'
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^<>]*\bt="e")[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>(?:(?!</(?:\w+:)?c>).){0,2000}?'
    rb"<(?:\w+:)?v>([^<]{0,40})</",
    re.DOTALL,
)
_REPEAT = re.compile(rb'table:number-(rows|columns)-repeated="([0-9]{1,9})"')
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b[^<>]*>")
NO_RESULT = "公式未计算"


@dataclass(frozen=True, slots=True)
class Archive:
    """A counted zip: its members, and the same packed again for a reader."""

    members: Mapping[str, bytes]
    packed: bytes


def open_archive(data: bytes, filename: str, limits: Limits) -> Archive:
    """Unpack and pack again, within bounds.

    Raises:
        SheetFileError: damaged, encrypted, or larger unpacked than the limit.
    """
    members: dict[str, bytes] = {}
    left = limits.max_unpacked_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            for info in source.infolist()[:10_000]:
                if info.is_dir() or not info.filename.endswith(_KEPT):
                    continue
                left -= info.file_size
                if left < 0:
                    raise _too_large(filename, limits)
                members[info.filename] = source.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise SheetFileError(
            FileFault.DAMAGED, filename, "文件已损坏，请重新导出", f"the file is damaged, export it again ({error})"
        ) from error
    except RuntimeError as error:
        raise password(filename) from error
    return Archive(members, _pack(members))


def password(filename: str) -> SheetFileError:
    """Return the error of a file that is locked with a password."""
    return SheetFileError(
        FileFault.PASSWORD,
        filename,
        "文件有密码保护，请去掉密码后再导入",
        "locked with a password: remove it and try again",
    )


def _too_large(filename: str, limits: Limits) -> SheetFileError:
    size = limits.max_unpacked_bytes // 1024 // 1024
    return SheetFileError(
        FileFault.TOO_LARGE, filename, f"解压后超过 {size} MB，请拆分", f"over {size} MB unpacked: split the file"
    )


def _pack(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return target.getvalue()


def check_xlsx_extent(archive: Archive, filename: str, limits: Limits) -> None:
    """Refuse a sheet with a filled cell beyond the limits, before a reader allocates its rectangle."""
    for name, content in archive.members.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            for match in _CELL.finditer(content):
                check_extent(int(match[2]), column_number(match[1]) + 1, filename, limits)
            for match in _ROW_OF_UNNAMED_CELLS.finditer(content):
                check_extent(int(match[1]), 1, filename, limits)


def check_ods_extent(archive: Archive, filename: str, limits: Limits) -> None:
    """Refuse an ods with a filled cell beyond the limits, counting the cells and rows that it says are repeated."""
    content = archive.members.get("content.xml", b"")
    for table in content.split(b"<table:table ")[1:]:
        rows = 0
        for row in table.split(b"<table:table-row")[1:]:
            rows += _repeated(row[: row.find(b">") + 1], b"rows")
            columns = 0
            for cell in _ODS_CELL.finditer(row):
                columns += _repeated(cell[0], b"columns")
                if b"office:value-type=" in cell[0]:
                    check_extent(rows, columns, filename, limits)


def _repeated(tag: bytes, what: bytes) -> int:
    return max((int(m[2]) for m in _REPEAT.finditer(tag) if m[1] == what), default=1)


def check_extent(rows: int, columns: int, filename: str, limits: Limits) -> None:
    """Raise SheetFileError when a sheet has more rows or columns than allowed."""
    if rows > limits.max_rows:
        raise SheetFileError(
            FileFault.TOO_MANY_ROWS,
            filename,
            f"超过 {limits.max_rows} 行，请拆分后导入",
            f"more than {limits.max_rows} rows: split the file",
        )
    if columns > limits.max_columns:
        raise SheetFileError(
            FileFault.TOO_MANY_COLUMNS,
            filename,
            f"超过 {limits.max_columns} 列，请删去多余的列",
            f"more than {limits.max_columns} columns: remove what is not needed",
        )


def column_number(letters: bytes) -> int:
    """Return the 0-based number of a column's letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def cell_faults(sheet_xml: bytes) -> dict[tuple[int, int], str]:
    """Return cells that hold an error value or a formula that was never calculated, by 0-based (row, column)."""
    faults = {(int(m[2]) - 1, column_number(m[1])): NO_RESULT for m in _FORMULA_EMPTY.finditer(sheet_xml)}
    if b't="e"' in sheet_xml:
        for match in _ERROR.finditer(sheet_xml):
            faults[int(match[2]) - 1, column_number(match[1])] = match[3].decode("utf-8", "replace") or "#ERROR"
    return faults
