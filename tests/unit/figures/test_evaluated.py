"""The district's own values of an evaluation's parts, counted by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.defaults import EvaluationSettings
from yipanqi.figures.evaluated import Declared, OwnValue, compared, own_value, score_with
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parsing import project_row
from yipanqi.figures.rows import ProjectRow


def project(number: int, investment: str | None, land_m2: str | None, **more: Any) -> ProjectRow:
    """Return a signed project; 2000 m2 are three mu."""
    step = {"stage": "SIGNED", "since": "2020-03-01", "by_unit": "commerce", "event_id": f"e{number}"}
    doc = {
        "project_id": f"commerce-project-{number}",
        "owner_unit": "commerce",
        "stage": "SIGNED",
        "stage_history": [step],
        "signed_on": "2020-03-01",
        "signed_amount": None if investment is None else {"amount": investment, "currency": "CNY"},
        "expected_tax": {"amount": "600000", "currency": "CNY"},
        "land_m2": land_m2,
        **more,
    }
    return project_row(doc)


def test_investment_per_mu_is_that_of_all_the_subjects_projects() -> None:
    # 900 万元 on three mu and 2700 万元 on six: 3600 万元 on nine mu are 400 万元 a mu.
    own = own_value("INVESTMENT", [project(1, "9000000", "2000"), project(2, "27000000", "4000")])
    assert (own.value, own.gap, len(own.terms)) == (Decimal("400.0000"), None, 2)
    # 60 万元 of tax each on nine mu together.
    assert own_value("LAND", [project(1, "1", "2000"), project(2, "1", "4000")]).value == Decimal("13.3333")


def test_a_project_without_land_is_left_out_and_told() -> None:
    own = own_value("INVESTMENT", [project(1, "9000000", "2000"), project(2, "9000000", None)])
    assert (own.value, own.left_out) == (Decimal("300.0000"), {Gap.NO_AREA: 1})
    assert own_value("INVESTMENT", [project(1, "9000000", None)]).gap is Gap.NO_AREA
    shares = [{"unit": "zone", "share_percent": "40"}, {"unit": "investment", "share_percent": "60"}]
    assert own_value("INVESTMENT", [project(1, "9000000", None, credit_shares=shares)]).left_out == {Gap.NO_AREA: 1}


@pytest.mark.parametrize(
    ("part", "projects", "hidden", "gap"),
    [
        ("ENERGY", [project(1, "1", "2000")], False, Gap.NOT_FROM_EVENTS),
        ("INVESTMENT", [], False, Gap.NO_DATA),
        ("INVESTMENT", [project(1, "1", "2000")], True, Gap.HIDDEN),
    ],
)
def test_what_cannot_be_counted_has_a_reason_and_no_number(
    part: str, projects: list[ProjectRow], hidden: bool, gap: Gap
) -> None:
    own = own_value(part, projects, hidden=hidden)
    assert (own.value, own.gap) == (None, gap)


def declared(part: str, value: str, measure: str = "万元/亩") -> Declared:
    return Declared(part, Decimal(value), Decimal(400), measure)


def test_how_far_apart_the_two_are() -> None:
    own = OwnValue(Decimal(400), None)
    found = compared(declared("INVESTMENT", "500"), own)
    assert (found.apart, found.percent, found.gap) == (Decimal(100), Decimal("25.0"), None)
    other = compared(declared("INVESTMENT", "5000", "元/平方米"), own)
    assert (other.apart, other.gap) == (None, Gap.OTHER_MEASURE_DECLARED)
    assert compared(declared("CHAIN", "1"), OwnValue(None, Gap.NOT_FROM_EVENTS)).gap is Gap.NOT_FROM_EVENTS


def test_the_score_takes_the_own_values_where_they_can_stand_for_the_declared_ones() -> None:
    own = {"INVESTMENT": OwnValue(Decimal(400), None), "LAND": OwnValue(None, Gap.NO_AREA)}
    nothing = OwnValue(None, Gap.NOT_FROM_EVENTS)
    parts = [
        compared(declared(part, "600"), own.get(part, nothing))
        for part in ("INVESTMENT", "LAND", "CHAIN", "ENVIRONMENT", "ENERGY")
    ]
    # Investment counts 400/400, the others 600/400 capped at 1.5: 0.3 × 1 + 0.7 × 1.5 = 1.35.
    assert score_with(parts, EvaluationSettings()).total == Decimal("1.3500")


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**6)), min_size=1, max_size=5))
def test_the_value_lies_between_the_least_and_the_most_of_the_projects(given_: list[tuple[int, int]]) -> None:
    rows = [project(number, str(amount), str(land)) for number, (amount, land) in enumerate(given_)]
    each = [own_value("INVESTMENT", [row]).value or Decimal(0) for row in rows]
    whole = own_value("INVESTMENT", rows).value
    assert whole is not None
    assert min(each) <= whole <= max(each)
