"""Schedule progress: actuals from events against the plan of the months gone by."""

from __future__ import annotations

from datetime import date

from tests.support.figurerows import basis, cells, dec, district, fdi, one, project, target

from yipanqi.figures.gaps import Gap

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


def test_a_metric_that_no_event_tells_is_said_to_be_so() -> None:
    board = district(target("district", TEN, "TALENTS", measure="人"))
    found = one("schedule-progress", board, "TALENTS")
    assert (found.value, found.gap) == (None, Gap.NOT_FROM_EVENTS)


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


def test_nothing_is_planned_before_the_year_begins() -> None:
    found = one("schedule-progress", district(target("district", TEN)), "FDI_UTILISED", basis(date(2019, 6, 1)))
    assert (found.value, found.gap) == (None, Gap.NO_DATA)
