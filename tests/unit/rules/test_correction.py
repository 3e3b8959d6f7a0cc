"""Correction requests (校核): one source per item, others doubt, the source answers in working days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, cny, refused

from yipanqi.contract.catalog import product_catalog
from yipanqi.models.correction import (
    Correction,
    CorrectionDeclined,
    CorrectionMade,
    CorrectionReassigned,
    CorrectionRequested,
    CorrectionWithdrawn,
    ItemAsked,
)
from yipanqi.models.project import Project, ProjectCorrected, ProjectUpdated
from yipanqi.models.table import STATES
from yipanqi.rules import correction
from yipanqi.rules.correction_item import mark
from yipanqi.rules.table import waiting

ID = "investment-correction-1"
DECLINED = CorrectionDeclined(correction_id=ID, answer="批复如此")
WITHDRAWN = CorrectionWithdrawn(correction_id=ID, reason="已核实")
PROJECT = "zone-project-1"


def requested(**more: Any) -> CorrectionRequested:
    about = {"subject_aggregate": "project", "subject_id": PROJECT, "field": "land_m2", "source_unit": "zone"}
    return CorrectionRequested(**{"correction_id": ID, "doubt": "与批复不符", **about, **more})


def made(fixed_by: str = "fix") -> CorrectionMade:
    return CorrectionMade(correction_id=ID, fixed_by=fixed_by, answer="已更正")


def fix(desk: Desk, unit: str = "zone", event_id: str = "fix", **facts: Any) -> None:
    corrected = ProjectCorrected(project_id=PROJECT, corrects="registered", reason="校核", **facts)
    accepted(desk.say(unit, corrected, event_id))


def the_request(desk: Desk) -> Correction:
    found = desk.states[("correction", ID)]
    assert isinstance(found, Correction)
    return found


@pytest.fixture
def there(desk: Desk) -> Desk:
    """A district in which the zone has a project."""
    desk.project("1", "zone", land_m2=Decimal("30000"))
    state = desk.the_project(PROJECT)
    desk.states["project", PROJECT] = state.model_copy(update={"recent_events": ("registered",)})
    return desk


@pytest.fixture
def doubted(there: Desk) -> Desk:
    accepted(there.ask("investment", requested()))
    return there


def test_the_source_has_ten_working_days(doubted: Desk) -> None:
    # Asked on Thursday 31 December 2020; 1 to 3 January are off: the tenth working day is Friday the 15th.
    assert (the_request(doubted).status, the_request(doubted).due_on) == ("OPEN", date(2021, 1, 15))


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"source_unit": "investment"}, "own-record", "source_unit"),
        ({"source_unit": "harbour"}, "unknown-organisation", "source_unit"),
        ({"subject_aggregate": "ship"}, "no-such-aggregate", "subject_aggregate"),
        ({"subject_aggregate": "alert", "field": "kind"}, "confidential-record", "subject_aggregate"),
        ({"subject_aggregate": "correction", "field": "due_on"}, "not-correctable", "subject_aggregate"),
        ({"subject_aggregate": "match", "field": "score"}, "not-correctable", "subject_aggregate"),
        ({"subject_aggregate": "claim", "field": "content"}, "confidential-record", "subject_aggregate"),
        ({"field": "colour"}, "no-such-field", "field"),
        ({"field": "updated_at"}, "no-such-field", "field"),
        ({"field": "project_id"}, "no-such-field", "field"),
    ],
)
def test_a_doubt_names_an_item_of_another_unit(desk: Desk, more: dict[str, Any], code: str, field: str) -> None:
    assert refused(desk.say("investment", requested(**more)), code).field == field


def test_what_units_report_may_be_doubted_and_what_is_reckoned_or_answered_may_not() -> None:
    kept = {state.__aggregate__ for state in STATES.values()}
    assert kept - correction.CORRECTABLE == {"alert", "protection", "claim", "correction", "match", "submission"}


def test_what_not_every_government_unit_may_read_is_not_doubted_in_public() -> None:
    catalog = product_catalog()
    assert {name for name, found in catalog.aggregates.items() if found.readers} == correction.CONFIDENTIAL


def test_a_doubt_about_a_record_that_is_not_there_is_void(desk: Desk) -> None:
    refused(desk.ask("investment", requested()), "no-such-record")
    assert the_request(desk).status == "VOID"
    refused(desk.say("zone", made()), "not-in-state")


def test_a_limit_beyond_the_calendar_is_refused_and_not_guessed(desk: Desk) -> None:
    desk.today = date(2026, 12, 25)
    refused(desk.say("investment", requested()), "no-calendar")


@pytest.mark.parametrize(("answer", "status"), [(made(), "MADE"), (DECLINED, "DECLINED")], ids=["made", "declined"])
def test_the_source_alone_answers_once(doubted: Desk, answer: Any, status: str) -> None:
    fix(doubted, land_m2=Decimal("20000"))
    for other in ("investment", "commerce", "snd-group"):
        refused(doubted.ask(other, answer), "not-your-record")
    accepted(doubted.ask("zone", answer))
    assert (the_request(doubted).status, the_request(doubted).in_time) == (status, True)
    refused(doubted.say("zone", made()), "not-in-state")


def test_a_fix_is_an_event_of_the_doubted_record_and_changes_the_doubted_value(doubted: Desk) -> None:
    refused(doubted.ask("zone", made("never-existed")), "fix-unknown")
    refused(doubted.ask("zone", made("registered")), "fix-too-early")
    fix(doubted, event_id="another-field", expected_jobs=5)
    refused(doubted.ask("zone", made("another-field")), "item-unchanged")
    fix(doubted, event_id="same-value", land_m2=Decimal("30000.00"))
    refused(doubted.ask("zone", made("same-value")), "item-unchanged")
    open_still = the_request(doubted)
    assert (open_still.status, open_still.fixed_by, open_still.answered_at, open_still.in_time) == (
        *("OPEN", None, None, None),
    )
    fix(doubted, land_m2=Decimal("20000"))
    accepted(doubted.ask("zone", made()))
    assert (the_request(doubted).status, the_request(doubted).fixed_by) == ("MADE", "fix")


def test_what_commerce_set_right_for_the_source_is_a_fix_and_so_is_an_update(doubted: Desk) -> None:
    fix(doubted, "commerce", land_m2=Decimal("20000"))
    accepted(doubted.say("zone", ProjectUpdated(project_id=PROJECT, land_m2=Decimal("21000")), "update"))
    accepted(doubted.ask("zone", made("update")))
    assert the_request(doubted).fixed_by == "update"


def test_nothing_else_is_decided_while_the_record_is_asked(there: Desk) -> None:
    accepted(there.say("investment", requested(), "doubt"))
    pending = (made(), DECLINED, WITHDRAWN, CorrectionReassigned(correction_id=ID, source_unit="snd-group", reason="x"))
    for unit, event in zip(("zone", "zone", "investment", "commerce"), pending, strict=True):
        refused(there.say(unit, event), "correction-pending")
    assert list(waiting("correction", the_request(there))) == [("investment", "doubt")]
    there.settle()
    assert list(waiting("correction", the_request(there))) == []
    accepted(there.say("investment", WITHDRAWN))


def test_the_question_is_not_for_units_to_ask(there: Desk) -> None:
    about = {"subject_aggregate": "project", "subject_id": PROJECT, "field": "land_m2", "request_id": "x"}
    refused(there.say("zone", ItemAsked(correction_id=ID, **about)), "role-not-allowed")


def test_equal_values_have_one_fingerprint_and_other_values_another(there: Desk) -> None:
    def of(field: str, **facts: Any) -> str:
        return mark(there.the_project(PROJECT).model_copy(update=facts), field)

    assert of("land_m2") == of("land_m2", land_m2=Decimal("3E+4")) != of("land_m2", land_m2=Decimal("30000.01"))
    assert of("land_m2", land_m2=None) != of("land_m2")
    assert of("planned_investment", planned_investment=cny("1")) == of(
        "planned_investment", planned_investment=cny("1.00")
    )
    marks = [of(name) for name in Project.model_fields]
    assert all(len(one) == 16 for one in marks), "every field of a record has one"


@pytest.mark.parametrize(("days", "in_time"), [(15, True), (16, False)])
def test_an_answer_is_in_time_up_to_the_last_day(doubted: Desk, days: int, in_time: bool) -> None:
    fix(doubted, land_m2=Decimal("20000"))
    doubted.pass_days(days)  # 15 January is the last day
    accepted(doubted.ask("zone", made()))
    assert the_request(doubted).in_time is in_time


def test_commerce_says_whose_record_it_is_and_the_limit_begins_anew(doubted: Desk) -> None:
    doubted.pass_days(4)  # Monday 4 January
    right = CorrectionReassigned(correction_id=ID, source_unit="snd-group", reason="x")
    refused(doubted.say("zone", right), "role-not-allowed")
    for unit, code in (("zone", "source-unchanged"), ("investment", "own-record"), ("harbour", "unknown-organisation")):
        refused(doubted.say("commerce", CorrectionReassigned(correction_id=ID, source_unit=unit, reason="x")), code)
    accepted(doubted.say("commerce", right))
    assert (the_request(doubted).source_unit, the_request(doubted).due_on) == ("snd-group", date(2021, 1, 18))
    refused(doubted.say("zone", DECLINED), "not-your-record")
    accepted(doubted.say("snd-group", DECLINED))


def test_only_who_doubted_takes_it_back(doubted: Desk) -> None:
    refused(doubted.say("zone", WITHDRAWN), "not-your-record")
    accepted(doubted.say("investment", WITHDRAWN))
    refused(doubted.say("zone", made()), "not-in-state")
