"""Working days, on dates that can be checked on a calendar of the wall."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from yipanqi.contract.holidays import load_workdays, product_workdays
from yipanqi.workdays import NoCalendarError, Workdays

DAYS = product_workdays()


@pytest.mark.parametrize(
    ("start", "limit", "last"),
    [
        ("2020-12-28", 3, "2020-12-31"),  # Monday to Thursday
        ("2020-12-31", 1, "2021-01-04"),  # over New Year, 1 to 3 January
        ("2020-09-30", 1, "2020-10-09"),  # over the National Day, 1 to 8 October
        ("2020-09-30", 2, "2020-10-10"),  # the Saturday worked after it
        ("2021-02-10", 3, "2021-02-20"),  # over the Spring Festival; 20 February is a Saturday worked
        ("2020-04-24", 1, "2020-04-26"),  # Friday, then the Sunday worked before Labour Day
        ("2020-12-28", 0, "2020-12-28"),
    ],
)
def test_a_limit_ends_on_its_last_working_day(start: str, limit: int, last: str) -> None:
    first = date.fromisoformat(start)
    assert DAYS.add(first, limit) == date.fromisoformat(last)
    assert DAYS.between(first, date.fromisoformat(last)) == limit


@pytest.mark.parametrize(("year", "number"), [(2019, 250), (2021, 250), (2024, 251), (2025, 248)])
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year: int, number: int) -> None:
    assert DAYS.between(date(year - 1, 12, 31), date(year, 12, 31)) == number


def test_a_year_without_calendar_is_refused_and_named() -> None:
    with pytest.raises(NoCalendarError, match="2027"):
        DAYS.add(date(2026, 12, 31), 1)
    with pytest.raises(NoCalendarError):
        Workdays().between(date(2020, 1, 1), date(2020, 1, 2))


@pytest.mark.parametrize(
    ("entry", "said"),
    [("holidays: ['13-01']", "13-01"), ("holidays: ['02-30']", "02-30"), ("worked: ['01-04']", "no weekend")],
    ids=["no month", "no day", "a working weekend in the week"],
)
def test_a_mistake_in_the_calendar_is_named(tmp_path: Path, entry: str, said: str) -> None:
    other = "worked: []" if entry.startswith("holidays") else "holidays: []"
    (tmp_path / "holidays.yaml").write_text(f"years:\n  2021:\n    source: x\n    {entry}\n    {other}\n", "utf-8")
    with pytest.raises(ValueError, match=said):
        load_workdays(tmp_path)
