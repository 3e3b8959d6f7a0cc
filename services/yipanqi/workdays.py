"""Working days of the district: counting them, and refusing to count where no holiday calendar is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
_DAY = timedelta(days=1)


class NoCalendarError(LookupError):
    """A day lies in a year whose holidays are not known."""

    def __init__(self, year: int, known: Iterable[int]) -> None:
        self.year = year
        self.known = tuple(sorted(known))
        span = f"{self.known[0]}–{self.known[-1]}" if self.known else "—"
        super().__init__(f"没有 {year} 年的节假日安排（已有 {span}）| no holiday calendar for {year} (known: {span})")


@dataclass(frozen=True)
class Workdays:
    """The holiday calendar: per year the days off besides weekends, and the weekend days that are worked.

    `sources` names the years that are known, each with where its days come from.
    """

    sources: Mapping[int, str] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Return whether the day is worked; NoCalendarError for a year that is not known."""
        if day.year not in self.sources:
            raise NoCalendarError(day.year, self.sources)
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.holidays)

    def add(self, day: date, working_days: int) -> date:
        """Return the last day of a limit that begins the day after `day`: its n-th working day; n ≥ 0.

        Raises:
            NoCalendarError: the limit reaches into a year that is not known.
        """
        for _ in range(working_days):
            day += _DAY
            while not self.is_working(day):
                day += _DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`; 0 when `end` is not later.

        Raises:
            NoCalendarError: one of the days lies in a year that is not known.
        """
        count = 0
        while start < end:
            start += _DAY
            count += self.is_working(start)
        return count
