"""Figures counted from projects: conversion by cohort, working days in a stage, amounts per mu."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.figurerows import basis, cells, days, dec, district, one, project

from yipanqi.contract.holidays import product_workdays
from yipanqi.defaults import DEFAULTS
from yipanqi.figures.gaps import Gap
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.rows import ProjectRow
from yipanqi.figures.stages import months_later, reached
from yipanqi.workdays import NoCalendarError


def signed(number: int, on: str, *later: tuple[str, str | None], **facts: object) -> ProjectRow:
    return project(number, ("PENDING_SIGN", None), ("SIGNED", on), *later, **facts)


def test_conversion_looks_at_projects_as_old_as_the_age_and_no_others() -> None:
    board = district(
        signed(1, "2020-01-10", ("BUILDING", "2020-07-10")),  # started on the last day of its six months
        signed(2, "2020-02-10", ("BUILDING", "2020-08-11")),  # a day too late
        signed(3, "2020-03-10"),  # never started
        signed(4, "2020-10-01"),  # two months old: not judged
        signed(5, "2020-11-01", ("FITTING_OUT", "2020-12-01")),  # already started: too young to count the others by
    )
    found = cells("conversion", board)
    # Six months by 2020-12-31: projects 1, 2, 3 are old enough; 4 and 5 are not.
    half = found[("started-6",)]
    assert (half.top, half.bottom, half.value) == (1, 3, dec("0.333333"))
    assert half.left_out == {Gap.NOT_OLD_ENOUGH: 2}
    assert found[("started-12",)].gap is Gap.NOT_OLD_ENOUGH
    assert found[("producing-6",)].value == 0


def test_a_cohort_is_the_month_of_signing() -> None:
    board = district(
        signed(1, "2020-01-10", ("BUILDING", "2020-02-01")),
        signed(2, "2020-01", ("BUILDING", "2020-03"), ("COMPLETED", "2020-05-01"), ("PRODUCING", "2020-06-30")),
        signed(3, "2020-02-10"),
        signed(4, "2020"),
        project(5, ("BUILDING", "2020-03-01")),
    )
    found = cells("conversion", board, by="month")
    assert found["2020-01", "started-6"].value == 1
    assert found["2020-01", "producing-6"].value == dec("0.5")
    assert found["2020-02", "started-6"].value == 0
    # Project 4's signing is known to the year only, project 5's not at all.
    assert one("conversion", board, "started-6").left_out == {Gap.VAGUE_DATE: 1, Gap.NO_DATE: 1}


def test_what_started_and_was_put_back_has_not_started() -> None:
    steps = ("BUILDING", "2020-02-01"), ("APPROVING", "2020-03-01"), ("SUSPENDED", "2020-04-01")
    row = signed(1, "2020-01-10", *steps)
    assert "BUILDING" not in reached(row)
    assert one("conversion", district(row), "started-6").value == 0


def test_a_start_that_is_only_proven_by_what_came_later_is_not_dated_by_it() -> None:
    board = district(
        signed(1, "2020-01-10", ("BUILDING", None), ("COMPLETED", "2020-12-01")),  # started some day until then
        signed(2, "2020-01-11", ("BUILDING", None), ("COMPLETED", "2020-07-11")),  # within six months for certain
        signed(3, "2020-01-12", ("BUILDING", "2020"), ("COMPLETED", "2020-12-01")),
        project(4, ("COMPLETED", "2020-12-01"), signed_on="2020-01-13"),  # taken over when it was completed
        signed(5, "2020-01-14", ("BUILDING", None)),
        signed(6, "2020-01-15"),
    )
    found = one("conversion", board, "started-6")
    assert (found.top, found.bottom) == (1, 2)
    assert found.left_out == {Gap.NO_DATE: 3, Gap.VAGUE_DATE: 1}


def test_ages_and_texts_are_those_of_the_districts_settings() -> None:
    figures = replace(DEFAULTS.figures, cohort_months=(12, 24))
    other = replace(DEFAULTS, figures=figures, alerts=replace(DEFAULTS.alerts, signed_not_started_days=90))
    found = cells("conversion", district(signed(1, "2018-01-10", ("BUILDING", "2019-06-01"))), basis(defaults=other))
    assert {series: cell.value for (series,), cell in found.items() if cell.bottom} == {
        "started-12": 0,
        "started-24": 1,
        "producing-12": 0,
        "producing-24": 0,
    }
    conversion = FIGURES["conversion"].under(other)
    assert list(conversion.series_under(other)) == ["started-12", "started-24", "producing-12", "producing-24"]
    assert "12/24 个月†" in conversion.formula_zh
    assert "90 days†" in FIGURES["overdue-unstarted"].under(other).formula_en


def test_an_age_ends_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert months_later(date(2020, 8, 31), 6) == date(2021, 2, 28)
    assert months_later(date(2020, 1, 31), 18) == date(2021, 7, 31)


def test_median_and_p90_of_working_days_in_a_stage() -> None:
    # From Monday 2020-06-01: to Friday the 5th 4 working days; to Monday the 8th 5; to the 15th 10; to the 30th 20,
    # for the Dragon Boat holiday (25th to 27th) costs two of them and Sunday the 28th is worked.
    ends = ["2020-06-05", "2020-06-08", "2020-06-15", "2020-06-30"]
    rows = [project(n, ("APPROVING", "2020-06-01"), ("READY_TO_START", end)) for n, end in enumerate(ends)]
    calendar = product_workdays()
    assert [calendar.between(date(2020, 6, 1), date.fromisoformat(end)) for end in ends] == [4, 5, 10, 20]
    found = cells("stage-days", district(*rows))
    # The median of 4, 5, 10, 20 is (5 + 10) ÷ 2; nine tenths of four values are reached by the fourth.
    assert found["APPROVING", "median"].value == dec("7.5")
    assert found["APPROVING", "p90"].value == 20
    assert found["APPROVING", "p90"].records == 4


def test_a_stage_that_lasts_or_whose_days_are_not_known_is_not_counted() -> None:
    rows = (
        project(1, ("APPROVING", "2020-06-01")),
        project(2, ("APPROVING", "2020-06"), ("READY_TO_START", "2020-07-01")),
        project(3, ("APPROVING", None), ("READY_TO_START", "2020-07-01")),
        project(4, ("APPROVING", "2009-06-01"), ("READY_TO_START", "2009-07-01")),
    )
    found = one("stage-days", district(*rows), "APPROVING")
    assert found.value is None
    assert found.left_out == {Gap.VAGUE_DATE: 1, Gap.NO_DATE: 1, Gap.NO_CALENDAR: 1}


def test_working_days_are_counted_as_the_calendar_counts_them() -> None:
    calendar, first = product_workdays(), date(2019, 11, 20)
    for last in (date(2019, 11, 20), date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 3), date(2022, 3, 1)):
        assert days().between(first, last) == calendar.between(first, last)
    with pytest.raises(NoCalendarError):
        days().between(date(2009, 1, 1), date(2010, 1, 1))


def test_investment_per_mu_is_a_quotient_of_sums() -> None:
    def with_land(number: int, amount: str, m2: str | None, currency: str = "CNY") -> ProjectRow:
        # The expected tax is a tenth of the investment.
        tax = {"amount": str(dec(amount) / 10), "currency": currency}
        money = {"amount": amount, "currency": currency}
        return signed(number, "2020-05-01", planned_investment=money, expected_tax=tax, land_m2=m2)

    # 2000/3 m² are one mu: 20000 m² are 30 mu, 40000 m² are 60 mu. (30 + 150) ÷ (30 + 60) million = 2 million CNY a mu.
    board = district(
        with_land(1, "30000000", "20000"),
        with_land(2, "150000000", "40000"),
        with_land(3, "1", None),
        with_land(4, "1", "20000", "USD"),
        project(5, ("NEGOTIATING", "2020-05-01"), land_m2="1", planned_investment={"amount": "9", "currency": "CNY"}),
    )
    found = one("investment-per-mu", board)
    assert (found.value, found.left_out) == (2_000_000, {Gap.NO_AREA: 1, Gap.OTHER_CURRENCY: 1})
    tax = one("tax-per-mu", board)
    assert (tax.value, tax.left_out) == (200_000, {Gap.NO_AREA: 1, Gap.OTHER_CURRENCY: 1})
    assert one("investment-per-mu", board, at=basis(), unit="zone").gap is Gap.NO_DATA
