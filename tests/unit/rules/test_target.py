"""Targets: a year is the sum of its quarters, a quarter of its months; corrected by name only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.target import Target, TargetCorrected, TargetPeriodLocked, TargetRevised, TargetSet
from yipanqi.rules.target import locked_through

WHOLE = "commerce-target-2020-TALENTS-district"


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


def test_a_year_metric_and_unit_have_one_target_whose_locked_months_are_not_set_anew_beside_it() -> None:
    desk = Desk(today=date(2020, 12, 20))
    accepted(desk.say("commerce", TargetSet(**figures()), "first"))
    refused(desk.say("commerce", revised((Decimal(1),) * 12)), "period-locked")
    one = {"annual": Decimal(12), "quarters": (Decimal(3),) * 4, "months": (Decimal(1),) * 12}
    for another in ("commerce-target-anything", "0176b8a0-0000-7000-8000-000000000001"):
        outcome = refused(desk.say("commerce", TargetSet(**figures(target_id=another, **one))), "target-id")
        assert outcome.field == "target_id"
        assert "commerce-target-2020-TALENTS-investment" in outcome.reason_zh


@pytest.mark.parametrize("other", [{"year": 2021}, {"metric": "FDI_UTILISED"}, {"responsible": "zone"}])
def test_a_targets_id_names_its_own_year_metric_and_unit(desk: Desk, other: dict[str, Any]) -> None:
    refused(desk.say("commerce", TargetSet(**figures(**other))), "target-id")


@pytest.mark.parametrize("other", [{"year": 2021}, {"metric": "FDI_UTILISED"}, {"responsible": "zone"}])
def test_a_correction_does_not_make_a_target_that_of_another(desk: Desk, other: dict[str, Any]) -> None:
    accepted(desk.say("commerce", TargetSet(**figures()), "first"))
    correction = TargetCorrected(**figures(**other), corrects="first", reason="下达错了对象")
    outcome = refused(desk.say("commerce", correction), "target-another")
    assert outcome.field == next(iter(other))
    assert str(other[outcome.field]) in outcome.reason_en


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


def revised(months: tuple[Decimal, ...], **other: Any) -> TargetRevised:
    quarters = tuple(sum(months[i : i + 3], Decimal(0)) for i in (0, 3, 6, 9))
    given = {"target_id": figures()["target_id"], "reason": "区常务会议调整", "measure": "人"}
    return TargetRevised(**{**given, "annual": sum(quarters), "quarters": quarters, "months": months, **other})


def months_with(**changed: int) -> tuple[Decimal, ...]:
    """Twelve months of ten, but for those named `m1` to `m12`."""
    return tuple(Decimal(changed.get(f"m{number}", 10)) for number in range(1, 13))


@pytest.fixture
def june() -> Desk:
    """A desk on 2020-06-10 with a target of ten a month: January to April are locked, May (until 06-15) is not."""
    desk = Desk(today=date(2020, 6, 10))
    accepted(desk.say("commerce", TargetSet(**figures()), "first"))
    return desk


def test_a_month_locks_by_itself_fifteen_days_after_its_end(june: Desk) -> None:
    target = june.states["target", figures()["target_id"]]
    assert isinstance(target, Target)
    # May ends on the 31st; 15 days later is June 15, and from the 16th on it is locked.
    assert [locked_through(target, date(2020, 6, day), 15) for day in (10, 15, 16)] == [4, 4, 5]
    # December ends on the 31st; 15 days later is January 15 of the next year.
    assert [locked_through(target, date(2021, 1, day), 15) for day in (15, 16)] == [11, 12]
    assert locked_through(target, date(2019, 12, 31), 15) == 0


def test_open_months_are_revised_and_locked_ones_are_not(june: Desk) -> None:
    assert accepted(june.say("commerce", revised(months_with(m5=12, m12=20)))).annual == 132
    outcome = refused(june.say("commerce", revised(months_with(m4=11, m5=12, m12=20))), "period-locked")
    assert "4" in outcome.reason_zh
    refused(june.say("zone", revised(months_with(m5=12))), "role-not-allowed")
    refused(june.say("commerce", revised(months_with(m5=12), annual=Decimal(1))), "target-sum")
    refused(june.say("commerce", revised(months_with(m5=12), measure="家")), "measure-differs")


def test_commerce_locks_earlier_than_time_does_and_only_forward(june: Desk) -> None:
    lock = TargetPeriodLocked(target_id=figures()["target_id"], through_month=6)
    refused(june.say("investment", lock), "role-not-allowed")
    assert accepted(june.say("commerce", lock)).locked_through == 6
    refused(june.say("commerce", lock), "nothing-changed")
    refused(june.say("commerce", revised(months_with(m6=11))), "period-locked")
    accepted(june.say("commerce", revised(months_with(m7=11))))


def test_a_locked_month_changes_by_a_correction_that_names_its_event(june: Desk) -> None:
    months = months_with(m1=9)
    right = figures(annual=Decimal(119), quarters=(Decimal(29), *(Decimal(30),) * 3), months=months)
    corrected = accepted(june.say("commerce", TargetCorrected(**right, corrects="first", reason="分解录入有误")))
    assert (corrected.annual, corrected.months[0]) == (119, 9)


def test_a_year_that_is_locked_whole_keeps_its_stretch() -> None:
    desk = Desk(today=date(2021, 2, 1))
    accepted(desk.say("commerce", TargetSet(**figures(responsible="district", target_id=WHOLE))))
    refused(desk.say("commerce", revised(months_with(), target_id=WHOLE, stretch=Decimal(12))), "period-locked")


def test_only_the_districts_target_states_a_stretch(desk: Desk) -> None:
    refused(desk.say("commerce", TargetSet(**figures(stretch=Decimal(12)))), "stretch-not-district")
    refused(desk.say("commerce", TargetSet(**figures(responsible="nobody"))), "unknown-organisation")
    whole = figures(responsible="district", target_id=WHOLE, stretch=Decimal(12))
    assert accepted(desk.say("commerce", TargetSet(**whole))).stretch == 12
