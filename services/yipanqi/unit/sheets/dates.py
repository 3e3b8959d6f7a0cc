"""Reads dates as ledgers write them, to the day, month or year; keeps the precision and guesses nothing."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from yipanqi.unit.sheets.cells import CellValue, compact, normal
from yipanqi.unit.sheets.faults import CellFault, Fault

_SEPARATED = re.compile(r"^(\d{4})[.\-/年](\d{1,2})(?:[.\-/月](\d{1,2})?[日号]?)?[.。]?$")
_YEAR = re.compile(r"^(\d{4})年?度?$")
_PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?$")
#: Part of a day or day of the week behind a date, which it does not change.
_PART = re.compile(r"\(?(?:上午|下午|中午|晚上|(?:周|星期)[一二三四五六日天])\)?$")
_WITHOUT_YEAR = re.compile(r"^(?:\d{1,2}月(?:\d{1,2}[日号]?)?|\d{1,2}[./\-]\d{1,2}|\d{1,2}[日号])$")
_SHORT_YEAR = re.compile(r"^['’]?\d{2}[.\-/年]\d{1,2}(?:[.\-/月]\d{1,2}日?|月)?$")
_SEVERAL = re.compile(r"\d{4}.*(?:~|至|到|—|或|、|,|;|-\s*\d{4}).*\d{1,4}")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
#: Day 0 of Excel's calendar as it counts from March 1900 on.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(18_264, 73_416)  # 1950-01-01 to 2100-12-31


def parse_date(value: CellValue, precision: int = 3) -> str:
    """Return a date as `2020`, `2020-04` or `2020-04-28`.

    `precision` is the number of parts a spreadsheet displays; it counts only on a first day, which is how Excel
    stores a month or a year.

    Raises:
        CellFault: no such day, no year, several dates, or no date at all.
    """
    if isinstance(value, datetime):
        return _reduced(value.date(), precision)
    if isinstance(value, date):
        return _reduced(value, precision)
    if isinstance(value, bool) or value is None or not isinstance(value, (int, float, str)):
        raise _no_date()
    if isinstance(value, (int, float)):
        return _from_number(value)
    return _from_text(value)


def _reduced(day: date, precision: int) -> str:
    _check_year(day.year)
    if precision == 1 and (day.month, day.day) == (1, 1):
        return f"{day.year:04d}"
    if precision == 2 and day.day == 1:
        return f"{day.year:04d}-{day.month:02d}"
    return day.isoformat()


def _from_number(value: float) -> str:
    """Read a number in a date column: a year, 20200428, 202004, 2020.4, or one of Excel's serials."""
    if not math.isfinite(value):
        raise _no_date()
    if value == int(value):
        number = int(value)
        if _FIRST_YEAR <= number <= _LAST_YEAR:
            return str(number)
        if number in _SERIALS:
            return (_EPOCH + timedelta(days=number)).isoformat()
        return _from_text(str(number))
    if int(value) in _SERIALS:
        return (_EPOCH + timedelta(days=int(value))).isoformat()
    text = format(value, ".15g")
    if re.fullmatch(r"\d{4}\.1", text):
        raise CellFault(
            Fault.AMBIGUOUS_DATE,
            "单元格存为数字，2020.1 与 2020.10 无法区分",
            "stored as a number: 2020.1 and 2020.10 look the same",
            "请写成文本，如 2020年1月 或 2020年10月",
            "write it as text, such as 2020-01 or 2020-10",
        )
    return _from_text(text)


def _from_text(raw: str) -> str:
    written = compact(_TIME.sub("", normal(raw).casefold()))
    text = _PART.sub("", written)
    match = _SEPARATED.match(text) or _PACKED.match(text)
    if text != written and not (match and match[3]):
        raise _no_date()
    if match:
        return _checked(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if year := _YEAR.match(text):
        _check_year(int(year[1]))
        return year[1]
    if _WITHOUT_YEAR.match(text) or _SHORT_YEAR.match(text):
        raise CellFault(
            Fault.NO_YEAR,
            "没有四位数的年份",
            "no year of four digits",
            "请补上年份，如 2020年4月28日",
            "add the year, such as 2020-04-28",
        )
    if _SEVERAL.search(text):
        raise CellFault(
            Fault.RANGE, "一格中有多个日期", "several dates in one cell", "请只填一个日期", "write one date"
        )
    raise _no_date()


def _checked(year: int, month: int, day: int | None) -> str:
    _check_year(year)
    try:
        date(year, month, day or 1)
    except ValueError:
        raise _no_such(year, month, day) from None
    if day == 0:
        raise _no_such(year, month, day)
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellFault(
            Fault.NO_SUCH_DATE, f"年份 {year} 不合理", f"year {year} is out of range", "请核对年份", "check the year"
        )


def _no_such(year: int, month: int, day: int | None) -> CellFault:
    if not 1 <= month <= 12:
        return CellFault(
            Fault.NO_SUCH_DATE, f"没有 {month} 月", f"there is no month {month}", "请核对月份", "check the month"
        )
    return CellFault(
        Fault.NO_SUCH_DATE,
        f"{year} 年 {month} 月没有 {day} 日",
        f"{year}-{month:02d} has no day {day}",
        "请核对日期",
        "check the day",
    )


def _no_date() -> CellFault:
    return CellFault(
        Fault.NOT_A_DATE,
        "读不出日期",
        "no date can be read",
        "请写成 2020-04-28、2020年4月 或 2020年",
        "write 2020-04-28, 2020-04 or 2020",
    )
