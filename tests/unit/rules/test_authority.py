"""What many rules ask."""

from __future__ import annotations

from datetime import date

from tests.support.desk import Desk

from yipanqi.rules.authority import working_limit
from yipanqi.rules.outcome import Refused


def test_a_limit_in_working_days_ends_after_the_holidays(desk: Desk) -> None:
    assert working_limit(date(2020, 12, 31), 3, desk.context("zone")) == date(2021, 1, 6)


def test_a_limit_that_reaches_into_a_year_without_calendar_is_refused(desk: Desk) -> None:
    limit = working_limit(date(2026, 12, 30), 3, desk.context("zone"), "accepted_on")
    assert isinstance(limit, Refused)
    assert (limit.code, limit.field) == ("no-calendar", "accepted_on")
    assert "2027" in limit.reason_zh
