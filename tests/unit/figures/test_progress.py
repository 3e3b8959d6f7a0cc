"""Schedule progress: actuals from events against the plan of the months gone by."""

from __future__ import annotations

from datetime import date

from tests.support.figurerows import (
    basis,
    cells,
    chosen,
    dec,
    district,
    enterprise,
    fdi,
    one,
    project,
    recognised,
    talents,
    target,
)

from yipanqi.figures.gaps import Gap
from yipanqi.figures.progress import standings, terms
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.terms import Query

TEN = [10] * 12


def test_the_current_month_of_the_plan_counts_by_its_days() -> None:
    board = district(target("district", [31] * 12), fdi(1, "UTILISED", "2020-02-03", "46.5"))
    # On March 15: January 31 + February 31 + March 31 × 15/31 = 77; actual 46.5; 46.5 ÷ 77 = 0.603896.
    found = one("schedule-progress", board, "FDI_UTILISED", basis(date(2020, 3, 15)))
    assert (found.top, found.bottom, found.value) == (dec("46.5"), 77, dec("0.603896"))


def test_at_the_end_of_the_year_progress_is_completion() -> None:
    board = district(target("district", TEN), fdi(1, "UTILISED", "2020-12-30", "90"))
    # 90 ÷ (12 × 10) = 0.75.
    assert one("schedule-progress", board, "FDI_UTILISED").value == dec("0.75")


def test_only_entries_of_the_period_and_the_kind_count() -> None:
    entries = fdi(1, "UTILISED", "2019-12-31"), fdi(2, "CONTRACT", "2020-05-05", "60"), fdi(3, "UTILISED", "2020-05-05")
    board = district(target("district", TEN), target("district", TEN, "FDI_REGISTERED"), *entries)
    found = cells("schedule-progress", board)
    assert found[("FDI_UTILISED",)].top == 100
    assert found[("FDI_REGISTERED",)].value == dec("0.5")


def test_what_commerce_has_not_verified_or_has_rejected_is_told_and_does_not_count() -> None:
    waiting, rejected = (
        fdi(1, "UTILISED", "2020-05-05", status="RECORDED"),
        fdi(2, "UTILISED", "2020-05-06", status="REJECTED"),
    )
    good = fdi(3, "UTILISED", "2020-05-07", "40", status="VERIFIED", verified_usd="30")
    found = one("schedule-progress", district(target("district", TEN), waiting, rejected, good), "FDI_UTILISED")
    assert (found.top, found.left_out) == (30, {Gap.UNVERIFIED: 1, Gap.REJECTED: 1})


def test_actuals_go_to_the_projects_unit_and_are_shared_as_its_credit_is() -> None:
    shares = [{"unit": "zone", "share_percent": "30"}, {"unit": "investment", "share_percent": "70"}]
    board = district(
        project(1, unit="zone"),
        project(2, unit="zone", credit_shares=shares),
        fdi(1, "UTILISED", "2020-05-05", "50", project_id="zone-project-1"),
        fdi(2, "UTILISED", "2020-05-05", "10", project_id="zone-project-2"),
        target("district", TEN),
        target("zone", [5] * 12),
    )
    found = cells("schedule-progress", board, by="unit")
    # zone: 50 + 30% of 10 = 53, of 5 × 12 = 60; investment has 7 and no target.
    assert found[("zone", "FDI_UTILISED")].value == dec("0.883333")
    assert (found["investment", "FDI_UTILISED"].top, found["investment", "FDI_UTILISED"].gap) == (7, Gap.NO_TARGET)
    assert one("schedule-progress", board, "FDI_UTILISED").top == 60


def test_a_district_without_its_own_target_is_measured_by_those_of_its_units() -> None:
    board = district(target("zone", TEN), target("investment", TEN), fdi(1, "UTILISED", "2020-05-05", "60"))
    assert one("schedule-progress", board, "FDI_UTILISED").value == dec("0.25")
    both = district(target("district", TEN), target("zone", TEN), fdi(1, "UTILISED", "2020-05-05", "60"))
    assert one("schedule-progress", both, "FDI_UTILISED").value == dec("0.5")


def test_a_quality_project_is_signed_this_year_with_enough_investment() -> None:
    def signed(number: int, amount: str | None, currency: str = "CNY", on: str = "2020-06-01"):
        money = {"amount": amount, "currency": currency} if amount else None
        return project(number, ("SIGNED", on), planned_investment=money)

    board = district(
        target("district", [1] * 12, "QUALITY_PROJECTS", measure="个"),
        signed(1, "100000000"),  # exactly the threshold
        signed(2, "99999999.99"),  # just below
        signed(3, "15000000", "USD"),  # the threshold in dollars
        signed(4, "9000000000", "JPY"),  # another currency: told
        signed(5, None),  # no amount: told
        signed(6, "200000000", on="2019-06-01"),  # another year
        project(7, ("NEGOTIATING", "2020-06-01"), planned_investment={"amount": "900000000", "currency": "CNY"}),
    )
    found = one("schedule-progress", board, "QUALITY_PROJECTS")
    # Projects 1 and 3 of a plan of 12: 2 ÷ 12.
    assert (found.top, found.value) == (2, dec("0.166667"))
    assert found.left_out == {Gap.OTHER_CURRENCY: 1, Gap.NO_AMOUNT: 1}


def test_a_metric_of_which_nobody_has_told_anything_is_no_nought() -> None:
    board = district(target("district", TEN, "TALENTS", measure="人"))
    found = one("schedule-progress", board, "TALENTS")
    assert (found.value, found.gap) == (None, Gap.NOT_FROM_EVENTS)
    # One target, not its twelve months.
    assert found.left_out == {Gap.NOT_FROM_EVENTS: 1}
    (standing,) = standings(terms(board, basis()), board.targets.values(), 2020, basis())
    assert (standing.actual, standing.gap, standing.behind_level) == (None, Gap.NOT_FROM_EVENTS, None)
    # Once anybody has, in whatever year, nothing in this one is a nought that was counted.
    told = district(
        target("district", TEN, "TALENTS", measure="人"), enterprise(1, introductions=[talents("2019-06", 3)])
    )
    found = one("schedule-progress", told, "TALENTS")
    assert (found.value, found.top) == (0, 0)


def test_talents_are_counted_by_persons_once_commerce_verified_them() -> None:
    board = district(
        target("zone", TEN, "TALENTS", measure="人"),
        enterprise(
            1,
            introductions=[
                talents("2020-05", 4),
                talents("2020-12-31", 20),
                talents("2020-06", 7, status="REPORTED"),
                talents("2020-06", 8, status="REJECTED"),
                talents("2020-06", 9, status="WITHDRAWN"),
                talents("2020", 1),
                talents("2019-12", 100),
                talents("2020-07", 6, unit="soe-2"),
            ],
        ),
        enterprise(2, introductions=[talents("2020-05", 50)], merged_into="foreign:JP:1"),
    )
    # Of 120 planned: 4 in May and 20 on the last day; soe-2's 6 count for the district as well.
    zone = one("schedule-progress", board, "TALENTS", unit="zone")
    assert (zone.top, zone.bottom, zone.value) == (24, 120, dec("0.2"))
    assert zone.left_out == {Gap.UNVERIFIED: 1, Gap.REJECTED: 1, Gap.VAGUE_DATE: 1, Gap.MERGED: 1}
    assert one("schedule-progress", board, "TALENTS").top == 30
    may = chosen("schedule-progress", board, start=date(2020, 5, 1), end=date(2020, 5, 31), unit="zone")
    assert [term.events for term in may if term.top] == [("t-2020-05", "d-2020-05")]


def test_an_enterprise_is_introduced_once_however_often_it_is_recognised() -> None:
    board = district(
        target("zone", [1] * 12, "TECH_ENTERPRISES", measure="家"),
        enterprise(1, introductions=[recognised("2020-08"), recognised("2020-03", category="TECH_SME")]),
        enterprise(2, introductions=[recognised("2020-09-30"), recognised("2020-09-30", status="REPORTED")]),
        enterprise(3, introductions=[recognised("2020-09-30", status="WITHDRAWN")]),
        enterprise(4, introductions=[recognised("2019-09-30")]),
    )
    found = one("schedule-progress", board, "TECH_ENTERPRISES")
    # Enterprises 1 (in March) and 2 of 12; the fourth came last year.
    assert (found.top, found.value, found.left_out) == (2, dec("0.166667"), {Gap.UNVERIFIED: 1})
    spring = one("schedule-progress", board, "TECH_ENTERPRISES", start=date(2020, 3, 1), end=date(2020, 3, 31))
    assert (spring.top, spring.bottom) == (1, 1)


def test_a_target_in_another_measure_is_not_compared() -> None:
    board = district(target("district", TEN, measure="CNY"), fdi(1, "UTILISED", "2020-05-05"))
    assert one("schedule-progress", board, "FDI_UTILISED").gap is Gap.NO_TARGET
    assert Gap.OTHER_MEASURE in one("schedule-progress", board, "FDI_UTILISED").left_out


def test_by_month_each_month_has_its_own_plan_and_a_period_ends_where_asked() -> None:
    board = district(
        target("district", TEN), fdi(1, "UTILISED", "2020-01-05", "5"), fdi(2, "UTILISED", "2020-02-05", "20")
    )
    found = cells("schedule-progress", board, by="month")
    assert [found[f"2020-0{m}", "FDI_UTILISED"].value for m in (1, 2, 3)] == [dec("0.5"), 2, 0]
    # To January 31: 5 ÷ 10.
    assert one("schedule-progress", board, "FDI_UTILISED", end=date(2020, 1, 31)).value == dec("0.5")


def test_a_period_that_begins_within_a_month_has_its_actuals_and_its_plan_from_that_day_on() -> None:
    board = district(
        target("district", [31] * 12), fdi(1, "UTILISED", "2020-03-02", "99"), fdi(2, "UTILISED", "2020-03-15", "34")
    )
    # From March 15 to April 30: 17 of March's 31 days and all of April, 17 + 31 = 48; without the entry of March 2.
    found = one("schedule-progress", board, "FDI_UTILISED", start=date(2020, 3, 15), end=date(2020, 4, 30))
    assert (found.top, found.bottom) == (34, 48)
    # Of one day there is one day's plan.
    day = one("schedule-progress", board, "FDI_UTILISED", start=date(2020, 3, 15), end=date(2020, 3, 15))
    assert (day.bottom, day.value) == (1, 34)


def test_without_a_first_day_the_year_of_the_last_one_is_covered() -> None:
    figure, end = FIGURES["schedule-progress"], date(2019, 5, 31)
    assert figure.period_of(Query(end=end), date(2020, 12, 20)) == Query(start=date(2019, 1, 1), end=end)


def test_a_year_that_has_not_begun_is_said_to_be_so_for_what_is_planned_in_it() -> None:
    board, at = district(target("district", TEN)), basis(date(2019, 12, 20))
    found = one("schedule-progress", board, "FDI_UTILISED", at, start=date(2020, 1, 1), end=date(2020, 12, 31))
    assert (found.value, found.gap, found.left_out) == (None, Gap.NOT_BEGUN, {Gap.NOT_BEGUN: 1})


def test_nothing_is_planned_before_the_year_begins() -> None:
    found = one("schedule-progress", district(target("district", TEN)), "FDI_UTILISED", basis(date(2019, 6, 1)))
    assert (found.value, found.gap) == (None, Gap.NO_DATA)
