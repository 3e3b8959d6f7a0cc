"""The month or week that a report is about, read from what is asked for or from the district's date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yipanqi.board.problems import RequestError, bad_parameter
from yipanqi.board.reports.model import Words
from yipanqi.figures.stages import days_in

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WEEK = re.compile(r"(20\d\d)-W(0[1-9]|[1-4]\d|5[0-3])")
_DAY_LENGTH, _MONTH_LENGTH = 10, 7


class Place(StrEnum):
    """Whether a date lies in a period; one that is known to the month or year only may not tell."""

    IN = "in"
    OUT = "out"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; `today` is the district's date."""

    label: str
    words: Words
    start: date
    end: date
    today: date

    @property
    def until(self) -> date:
        """The last day of the period that has come."""
        return min(self.end, self.today)

    def place(self, since: str | date | None) -> Place:
        """Return whether a date of whatever precision lies in the period."""
        if since is None:
            return Place.OUT
        first, last = _span(str(since))
        if last < self.start or first > self.end:
            return Place.OUT
        return Place.IN if self.start <= first and last <= self.end else Place.VAGUE


def month(asked: str | None, today: date) -> Period:
    """Return the month that is asked for, or the current one; RequestError 422 for anything else."""
    label = asked or f"{today:%Y-%m}"
    found = _MONTH.fullmatch(label)
    if found is None:
        raise RequestError(422, bad_parameter("month", "月份写作 2020-12", "a month is written as 2020-12"))
    year, number = int(found[1]), int(found[2])
    start = date(year, number, 1)
    end = start.replace(day=days_in(year, number))
    return _begun("month", Period(label, Words(f"{year}年{number}月", f"{start:%B %Y}"), start, end, today))


def week(asked: str | None, today: date) -> Period:
    """Return the week (ISO 8601) that is asked for, or the current one; RequestError 422 for anything else."""
    this = today.isocalendar()
    label = asked or f"{this.year}-W{this.week:02d}"
    found = _WEEK.fullmatch(label)
    try:
        start = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        start = None
    if found is None or start is None:
        raise RequestError(422, bad_parameter("week", "周写作 2020-W53", "a week is written as 2020-W53"))
    end = start + timedelta(days=6)
    days = f"{start.month}月{start.day}日—{end.month}月{end.day}日"
    words = Words(f"{found[1]}年第{int(found[2])}周（{days}）", f"week {int(found[2])} of {found[1]}, {start} to {end}")
    return _begun("week", Period(label, words, start, end, today))


def _begun(field: str, period: Period) -> Period:
    if period.start > period.today:
        zh, en = f"{period.words.zh}尚未开始", f"{period.words.en} has not begun"
        raise RequestError(422, bad_parameter(field, zh, en))
    return period


def _span(since: str) -> tuple[date, date]:
    """Return the first and last day that a date of reduced precision may mean."""
    if len(since) >= _DAY_LENGTH:
        day = date.fromisoformat(since[:_DAY_LENGTH])
        return day, day
    year = int(since[:4])
    if len(since) >= _MONTH_LENGTH:
        number = int(since[5:7])
        return date(year, number, 1), date(year, number, days_in(year, number))
    return date(year, 1, 1), date(year, 12, 31)
