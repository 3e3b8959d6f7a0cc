"""A target behind its plan: by the months that are over, until the year's December is locked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from yipanqi.contract.holidays import product_workdays
from yipanqi.models.fdi import FdiEntry
from yipanqi.models.target import Target
from yipanqi.watch.condition import Condition, Situation
from yipanqi.watch.conditions.targets import Targets

NOW = datetime(2020, 1, 1, tzinfo=UTC)
STAMP: dict[str, Any] = {"version": 1, "registered_at": NOW, "updated_at": NOW, "last_event_id": "e"}


def target(responsible: str = "zone", year: int = 2020, locked_through: int | None = None) -> Target:
    """1,200 for the year, 100 a month."""
    return Target(
        target_id=f"commerce-target-{year}-{responsible}",
        owner_unit="commerce",
        year=year,
        metric="FDI_UTILISED",
        measure="USD",
        responsible=responsible,
        annual=Decimal(1200),
        quarters=[Decimal(300)] * 4,
        months=[Decimal(100)] * 12,
        locked_through=locked_through,
        updated_by="commerce",
        **STAMP,
    )


def paid(usd: int, on: date = date(2020, 3, 1)) -> FdiEntry:
    return FdiEntry(
        entry_id="zone-fdi-1",
        owner_unit="zone",
        kind="UTILISED",
        project_name="甲",
        usd=Decimal(usd),
        verified_usd=Decimal(usd),
        received_on=on,
        status="VERIFIED",
        updated_by="zone",
        **STAMP,
    )


def behind(today: str, *records: Target | FdiEntry) -> list[Condition]:
    found: dict[str, Any] = {name: {} for name in ("target", "fdi", "project", "enterprise")}
    for record in records:
        found[record.__aggregate__][record.aggregate_id()] = record
    look, situation = Targets(), Situation(date.fromisoformat(today), product_workdays())
    once = list(look(found, situation))
    assert list(look(found, situation)) == once
    return once


def seen(found: list[Condition]) -> list[tuple[str, str, int | None]]:
    return [(c.kind.value, c.level.value, c.limit) for c in found]


WARNING, URGENT = ("TARGET_BEHIND", "WARNING", 10), ("TARGET_BEHIND", "URGENT", 20)


@pytest.mark.parametrize(
    ("usd", "expected"),
    # 600 were planned for the six months that are over
    [(541, []), (540, [WARNING]), (481, [WARNING]), (480, [URGENT])],
)
def test_a_target_is_behind_by_a_tenth_or_a_fifth_of_the_plan_of_the_months_gone_by(
    usd: int, expected: list[Any]
) -> None:
    found = behind("2020-07-01", target(), paid(usd))
    assert seen(found) == expected
    assert all(c.units == ("zone",) for c in found)
    assert all("截至 2020-07-01" in c.reason_zh and "600.00" in c.reason_zh for c in found)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2020-01-01", []),
        ("2020-01-30", []),
        ("2020-01-31", []),  # January is not over yet
        ("2020-02-01", [URGENT]),
        ("2020-12-31", [URGENT]),
        ("2021-01-01", [URGENT]),  # the year is over, and was not reached
        ("2021-01-15", [URGENT]),
        ("2021-01-16", []),  # its December is locked
    ],
)
def test_nothing_is_owed_of_a_month_that_is_not_over_and_last_years_gap_stands_until_it_is_locked(
    today: str, expected: list[Any]
) -> None:
    assert seen(behind(today, target())) == expected


def test_what_arrives_in_the_current_month_makes_up_for_those_before() -> None:
    assert seen(behind("2020-02-20", target(), paid(100, date(2020, 2, 20)))) == []


def test_a_receipt_of_the_new_year_does_not_fill_the_gap_of_the_old_one() -> None:
    both = behind("2021-02-01", target(year=2020), target(year=2021), paid(100, date(2021, 1, 5)))
    assert both == []
    assert seen(behind("2021-01-10", target(), paid(1200, date(2021, 1, 5)))) == [URGENT]


def test_a_year_that_commerce_locked_by_itself_is_asked_about_no_more() -> None:
    assert behind("2021-01-05", target(locked_through=12)) == []


def test_it_is_told_anew_each_month_and_of_an_ended_year_until_the_day_before_the_lock() -> None:
    days = {"2020-06-30": date(2020, 6, 30), "2020-07-01": date(2020, 7, 31), "2021-01-05": date(2021, 1, 15)}
    assert {day: behind(day, target())[0].due for day in days} == days


def test_for_the_district_as_a_whole_commerce_must_act() -> None:
    (found,) = behind("2020-07-01", target("district"))
    assert found.units == ("commerce",)
