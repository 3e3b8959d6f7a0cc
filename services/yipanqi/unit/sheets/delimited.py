"""Reads csv files as departments export them: UTF-8 with or without mark, GB18030, UTF-16; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re

from yipanqi.unit.sheets.archive import check_extent
from yipanqi.unit.sheets.cells import RawRow, Sheet, Workbook
from yipanqi.unit.sheets.errors import FileFault, SheetFileError
from yipanqi.unit.sheets.limits import Limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DELIMITERS = (",", "\t", ";", "，")


def read_delimited(data: bytes, filename: str, limits: Limits) -> Workbook:
    """Read a csv as a workbook with the one sheet `csv`.

    Raises:
        SheetFileError: no text in a known encoding, too large, or broken quoting.
    """
    text, encoding = _decode(data, filename)
    delimiter = _delimiter(text)
    rows: list[RawRow] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(cell.strip() or None for cell in cells))
            check_extent(len(rows), len(cells), filename, limits)
    except csv.Error as error:
        raise SheetFileError(
            FileFault.DAMAGED, filename, f"第 {len(rows) + 1} 行无法读取，请检查引号", f"row {len(rows) + 1}: {error}"
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return Workbook(filename, "csv", (Sheet("csv", tuple(rows)),), {"encoding": encoding, "delimiter": delimiter})


def _decode(data: bytes, filename: str) -> tuple[str, str]:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text, encoding
    raise SheetFileError(
        FileFault.ENCODING,
        filename,
        "不是可读的表格文本（支持 UTF-8、GB18030、UTF-16），请另存为 xlsx 或 CSV",
        "no text in UTF-8, GB18030 or UTF-16: save it as xlsx or CSV",
    )


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    sample = data[:4096]
    if sample[1::2].count(0) > len(sample) // 5:
        return ["utf-16-le"]
    if sample[0::2].count(0) > len(sample) // 5:
        return ["utf-16-be"]
    return ["utf-8", "gb18030"]


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines into the most, and the most even, cells."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [line.count(delimiter) for line in lines]
        return (sum(1 for width in widths if width and width == max(widths)), sum(widths))

    return max(_DELIMITERS, key=evenness) if lines else ","
