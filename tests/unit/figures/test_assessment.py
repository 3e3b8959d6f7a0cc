"""The assessment: the published formula with its caps, bonus and deductions, each part with the terms behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.figurerows import basis, dec, district, fdi, project, target

from yipanqi.figures.assessment import Part, Score, scores
from yipanqi.figures.basis import Basis, District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.progress import terms

TEN = [10] * 12


def assessed(board: District, at: Basis | None = None, year: int = 2020) -> dict[str, Score]:
    at = at or basis()
    return {score.unit: score for score in scores(board, list(terms(board, at)), year, at)}


def part(score: Score, code: str) -> Part:
    (found,) = [part for part in score.parts if part.code == code]
    return found


def signed(number: int, on: str, amount: str, unit: str = "zone", **facts: Any):
    money = {"amount": amount, "currency": "CNY"}
    return project(number, ("SIGNED", on), unit=unit, planned_investment=money, **facts)


def test_a_score_is_worked_out_part_by_part() -> None:
    board = district(
        target("zone", TEN),
        target("zone", [1] * 12, "QUALITY_PROJECTS", measure="个"),
        target("zone", [5] * 12, "TALENTS", measure="人"),
        signed(1, "2020-12-01", "1000000000"),  # a quality project, and a major one
        signed(2, "2020-01-01", "1"),  # overdue to start: 365 days
        fdi(1, "UTILISED", "2020-05-05", "90", project_id="zone-project-1"),
        fdi(
            2,
            "UTILISED",
            "2020-05-06",
            "9",
            owner_unit="zone",
            status="REJECTED",
            falsified=True,
            verified_on="2020-06-01",
        ),
    )
    score = assessed(board)["zone"]
    # FDI: 90 ÷ 120 = 0.75; 0.75 × 100 × 0.35 = 26.25. Quality: 1 ÷ 12 = 0.0833; × 100 × 0.2 = 1.6667.
    assert part(score, "FDI_UTILISED").points == dec("26.25")
    assert part(score, "QUALITY_PROJECTS").points == dec("1.6667")
    assert (part(score, "TALENTS").points, part(score, "TALENTS").gap) == (0, Gap.NOT_FROM_EVENTS)
    assert part(score, "FDI_REGISTERED").gap is Gap.NO_TARGET
    # Bonus 1 for project 1; 0.1 off for project 2; 0.2 off for entry 2.
    assert [part(score, code).points for code in ("bonus", "overdue-unstarted", "falsified")] == [
        1,
        dec("-0.1"),
        dec("-0.2"),
    ]
    # 26.25 + 1.6667 + 1 − 0.1 − 0.2 = 28.6167; the two metrics weigh 0.55: 27.9167 ÷ 0.55 + 0.7 = 51.4576.
    assert (score.total, score.weights_counted, score.comparable) == (dec("28.6167"), dec("0.55"), dec("51.4576"))


def test_completion_counts_up_to_the_cap_and_never_below_nothing() -> None:
    board = district(
        target("zone", TEN),
        target("investment", TEN),
        project(1, unit="zone"),
        project(2),
        fdi(1, "UTILISED", "2020-05-05", "600", project_id="zone-project-1"),
        fdi(2, "UTILISED", "2020-05-05", "-60", project_id="investment-project-2"),
    )
    found = assessed(board)
    # 600 ÷ 120 = 5, cut at 1.5: 1.5 × 100 × 0.35 = 52.5.
    assert part(found["zone"], "FDI_UTILISED").points == dec("52.5")
    assert (part(found["investment"], "FDI_UTILISED").completion, part(found["investment"], "FDI_UTILISED").points) == (
        dec("-0.5"),
        0,
    )
    assert list(found) == ["zone", "investment"]


def test_the_bonus_has_a_limit() -> None:
    rows = [signed(number, "2020-12-01", "2000000000") for number in range(7)]
    score = assessed(district(target("zone", TEN), *rows))["zone"]
    assert (part(score, "bonus").count, part(score, "bonus").points) == (7, 5)


def test_a_transferred_project_counts_once_in_shares() -> None:
    shares = [{"unit": "zone", "share_percent": "40"}, {"unit": "investment", "share_percent": "60"}]
    board = district(
        target("zone", TEN), target("investment", TEN), signed(1, "2020-12-01", "1000000000", credit_shares=shares)
    )
    found = assessed(board)
    assert part(found["zone"], "bonus").points + part(found["investment"], "bonus").points == 1
    assert part(found["zone"], "bonus").points == dec("0.4")


def test_a_running_year_is_measured_by_its_plan_to_date_and_a_past_one_by_its_end() -> None:
    board = district(
        target("zone", TEN), project(1, unit="zone"), fdi(1, "UTILISED", "2020-01-05", "5", project_id="zone-project-1")
    )
    # On January 31 ten were planned; by the end of the year 120.
    assert part(assessed(board, basis(date(2020, 1, 31)))["zone"], "FDI_UTILISED").completion == dec("0.5")
    later = assessed(board, basis(date(2021, 6, 1)))["zone"]
    assert (part(later, "FDI_UTILISED").planned, later.until) == (120, date(2020, 12, 31))


def test_a_score_is_as_of_the_last_input_of_the_projects_that_say_whose_the_capital_is() -> None:
    shared = project(1, unit="zone", updated_at="2020-12-30T02:00:00Z")
    entry = fdi(1, "UTILISED", "2020-05-05", project_id="zone-project-1")
    assert assessed(district(target("zone", TEN), shared, entry))["zone"].last_input == "2020-12-30T02:00:00Z"


def test_every_part_is_the_sum_of_its_terms() -> None:
    board = district(
        target("zone", TEN),
        signed(1, "2020-03-01", "3000000000"),
        fdi(1, "UTILISED", "2020-05-05", "90", project_id="zone-project-1"),
        fdi(2, "UTILISED", "2020-05-05", "5", project_id="zone-project-1", status="RECORDED"),
    )
    score = assessed(board)["zone"]
    for one in score.parts:
        counting = [term for term in one.terms if term.gap is None]
        if one.count is not None:
            assert sum(term.top for term in counting) == one.count
        elif one.gap is None:
            assert sum(term.top for term in counting) == one.actual
            assert sum(term.bottom for term in counting) == one.planned
    assert sum(one.points for one in score.parts) == score.total


def test_a_year_that_has_not_begun_gives_no_points_and_takes_none() -> None:
    overdue = signed(1, "2019-01-01", "1000000000")
    board, at = district(target("zone", TEN), overdue), basis(date(2019, 12, 20))
    assert part(assessed(district(target("zone", TEN, year=2019), overdue), at, 2019)["zone"], "bonus").points == 1
    score = assessed(board, at)["zone"]
    assert (score.total, score.comparable, score.weights_counted) == (0, None, 0)
    gaps = {one.code: one.gap for one in score.parts}
    assert gaps["FDI_UTILISED"] is gaps["bonus"] is gaps["overdue-unstarted"] is gaps["falsified"] is Gap.NOT_BEGUN
    assert gaps["TALENTS"] is Gap.NO_TARGET
    assert score.last_input == "2020-01-01"


def test_a_unit_without_a_target_is_not_assessed() -> None:
    assert assessed(district(target("district", TEN), signed(1, "2020-05-05", "1"))) == {}
