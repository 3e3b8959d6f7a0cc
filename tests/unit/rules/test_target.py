"""Targets: a year is the sum of its quarters, a quarter of its months; corrected by name only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.target import TargetCorrected, TargetSet


def figures(**other: Any) -> dict[str, Any]:
    given = {
        "target_id": "commerce-target-2020-TALENTS-investment",
        "year": 2020,
        "metric": "TALENTS",
        "measure": "人",
        "responsible": "investment",
        "annual": Decimal(120),
        "quarters": (Decimal(30),) * 4,
        "months": (Decimal(10),) * 12,
    }
    return {**given, **other}


def test_commerce_sets_a_target_once(desk: Desk) -> None:
    refused(desk.say("zone", TargetSet(**figures())), "role-not-allowed")
    assert accepted(desk.say("commerce", TargetSet(**figures()))).annual == 120
    refused(desk.say("commerce", TargetSet(**figures())), "already-registered")


@pytest.mark.parametrize(
    ("other", "field", "words"),
    [
        ({"quarters": (Decimal(30), Decimal(30), Decimal(30), Decimal(31))}, "quarters", "121"),
        ({"months": (*(Decimal(10),) * 11, Decimal(9))}, "months", "Q4's months"),
        ({"months": (Decimal(9), Decimal(11), Decimal(9), Decimal(11), *(Decimal(10),) * 8)}, "months", "Q1's months"),
    ],
)
def test_figures_that_do_not_add_up_are_refused_by_name(
    desk: Desk, other: dict[str, Any], field: str, words: str
) -> None:
    outcome = refused(desk.say("commerce", TargetSet(**figures(**other))), "target-sum")
    assert outcome.field == field
    assert words in outcome.reason_en


def test_a_year_has_four_quarters_and_twelve_months(desk: Desk) -> None:
    for other, field in (({"quarters": (Decimal(120),)}, "quarters"), ({"months": ()}, "months")):
        assert refused(desk.say("commerce", TargetSet(**figures(**other))), "target-count").field == field


def test_a_target_changes_by_correction_only(desk: Desk) -> None:
    half = figures(annual=Decimal(60), quarters=(Decimal(15),) * 4, months=(Decimal(5),) * 12)
    correction = TargetCorrected(**half, corrects="first", reason="调整")
    refused(desk.say("commerce", correction), "not-registered")
    accepted(desk.say("commerce", TargetSet(**figures()), "first"))
    refused(desk.say("commerce", correction.model_copy(update={"corrects": "x"})), "unknown-event")
    refused(desk.say("commerce", correction.model_copy(update={"annual": Decimal(61)})), "target-sum")
    assert accepted(desk.say("commerce", correction)).annual == 60
