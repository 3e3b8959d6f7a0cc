"""Makes small workbooks, and reads them as a unit would."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.unit.sheets import GoodRow, Reading, read_rows, read_workbook

Rows = Sequence[Sequence[Any]]
REPOSITORY = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def demo() -> Path:
    return REPOSITORY / "services/yipanqi/local/demo/workbooks"


@pytest.fixture(scope="session")
def expected_file() -> Path:
    return REPOSITORY / "tests/data/expected.json"


@pytest.fixture(scope="session")
def xlsx() -> Callable[..., bytes]:
    def build(sheets: Mapping[str, Rows] | Rows, merges: Sequence[str] = (), formats: Mapping[str, str] = {}) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
            for place, code in formats.items():
                sheet[place].number_format = code
            for merge in merges:
                sheet.merge_cells(merge)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return build


@pytest.fixture(scope="session")
def delimited() -> Callable[..., bytes]:
    def build(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
        target = io.StringIO(newline="")
        csv.writer(target, delimiter=delimiter).writerows(rows)
        return target.getvalue().encode(encoding)

    return build


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    def reading(source: bytes | Path, unit: str = "investment", filename: str = "") -> Reading:
        workbook = read_workbook(source, filename or (source.name if isinstance(source, Path) else "表.xlsx"))
        return read_rows(workbook, unit, product_catalog(), product_codes())

    return reading


@pytest.fixture(scope="session")
def good(read: Callable[..., Reading], xlsx: Callable[..., bytes]) -> Callable[..., list[GoodRow]]:
    """Read rows as one sheet and return the good ones; every bad one fails the test with its reason."""

    def rows(table: Any, unit: str = "investment", **build: Any) -> list[GoodRow]:
        reading = read(xlsx(table, **build), unit)
        assert list(reading.problems()) == []
        return list(reading.good_rows())

    return rows
