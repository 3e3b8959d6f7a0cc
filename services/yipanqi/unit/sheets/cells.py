"""Raw cells of a workbook as values, and the normal form in which texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
RawRow = tuple[CellValue, ...]

_SPACES = re.compile(r"\s+")
_TITLE_NOISE = re.compile(r"[\s/_\-.:*、·,\"'“”‘’#&|]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–−", "-"))


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[i]` is spreadsheet row i+1, None is an empty cell.

    `faults` names cells that hold an error or a formula without a result; `precision` holds the number of date
    parts (1 year, 2 month) of date cells that are displayed with less than the day. Both by 0-based (row, column).
    """

    name: str
    rows: tuple[RawRow, ...]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    precision: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets; `kind` is what the content is (xlsx, xls, ods, csv), whatever the name says."""

    filename: str
    kind: str
    sheets: tuple[Sheet, ...]
    dialect: Mapping[str, str] = field(default_factory=dict)


def cell_text(value: CellValue) -> str:
    """Return a cell as a person sees it: numbers to 15 digits without a trailing zero, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value).strip()


def number_text(value: float) -> str:
    """Return a float with the 15 significant digits that spreadsheets keep, never in exponent form."""
    text = format(value, ".15g")
    if "e" in text or "n" in text:
        text = format(value, "f") if "e" in text else text
    return text[:-2] if text.endswith(".0") else text


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Return `text` in half width, without outer spaces and with single inner ones, dashes as '-'."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_DASHES)).strip()


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """Return the form in which codes and names are compared: half width, no spaces, no case."""
    return normal(text).replace(" ", "").casefold()


@lru_cache(maxsize=8192)
def title_key(text: str) -> str:
    """Return the form in which column titles are compared: `compact`, without punctuation."""
    return _TITLE_NOISE.sub("", compact(text))


def is_blank(value: CellValue) -> bool:
    """Return whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())
