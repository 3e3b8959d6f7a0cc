"""Correction requests (校核): one source per item, others doubt, the source answers in working days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.correction import (
    Correction,
    CorrectionDeclined,
    CorrectionMade,
    CorrectionReassigned,
    CorrectionRequested,
    CorrectionWithdrawn,
)

ID = "investment-correction-1"
MADE = CorrectionMade(correction_id=ID, fixed_by="e-9", answer="已更正")
DECLINED = CorrectionDeclined(correction_id=ID, answer="批复如此")
WITHDRAWN = CorrectionWithdrawn(correction_id=ID, reason="已核实")


def requested(**more: Any) -> CorrectionRequested:
    about = {"subject_aggregate": "project", "subject_id": "zone-project-1", "field": "land_m2", "source_unit": "zone"}
    return CorrectionRequested(**{"correction_id": ID, "doubt": "与批复不符", **about, **more})


def the_request(desk: Desk) -> Correction:
    found = desk.states[("correction", ID)]
    assert isinstance(found, Correction)
    return found


@pytest.fixture
def doubted(desk: Desk) -> Desk:
    accepted(desk.say("investment", requested()))
    return desk


def test_the_source_has_ten_working_days(doubted: Desk) -> None:
    # Asked on Thursday 31 December 2020; 1 to 3 January are off: the tenth working day is Friday the 15th.
    assert (the_request(doubted).status, the_request(doubted).due_on) == ("OPEN", date(2021, 1, 15))


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"source_unit": "investment"}, "own-record", "source_unit"),
        ({"source_unit": "harbour"}, "unknown-organisation", "source_unit"),
        ({"subject_aggregate": "ship"}, "no-such-aggregate", "subject_aggregate"),
        ({"field": "colour"}, "no-such-field", "field"),
        ({"field": "updated_at"}, "no-such-field", "field"),
        ({"field": "project_id"}, "no-such-field", "field"),
    ],
)
def test_a_doubt_names_an_item_of_another_unit(desk: Desk, more: dict[str, Any], code: str, field: str) -> None:
    assert refused(desk.say("investment", requested(**more)), code).field == field


def test_a_limit_beyond_the_calendar_is_refused_and_not_guessed(desk: Desk) -> None:
    desk.today = date(2026, 12, 25)
    refused(desk.say("investment", requested()), "no-calendar")


@pytest.mark.parametrize(("answer", "status"), [(MADE, "MADE"), (DECLINED, "DECLINED")], ids=["made", "declined"])
def test_the_source_alone_answers_once(doubted: Desk, answer: Any, status: str) -> None:
    for other in ("investment", "commerce", "snd-group"):
        refused(doubted.say(other, answer), "not-your-record")
    accepted(doubted.say("zone", answer))
    assert (the_request(doubted).status, the_request(doubted).in_time) == (status, True)
    refused(doubted.say("zone", MADE), "not-in-state")


@pytest.mark.parametrize(("days", "in_time"), [(15, True), (16, False)])
def test_an_answer_is_in_time_up_to_the_last_day(doubted: Desk, days: int, in_time: bool) -> None:
    doubted.pass_days(days)  # 15 January is the last day
    accepted(doubted.say("zone", MADE))
    assert the_request(doubted).in_time is in_time


def test_commerce_says_whose_record_it_is_and_the_limit_begins_anew(doubted: Desk) -> None:
    doubted.pass_days(4)  # Monday 4 January
    right = CorrectionReassigned(correction_id=ID, source_unit="snd-group", reason="x")
    refused(doubted.say("zone", right), "role-not-allowed")
    for unit, code in (("zone", "source-unchanged"), ("investment", "own-record"), ("harbour", "unknown-organisation")):
        refused(doubted.say("commerce", CorrectionReassigned(correction_id=ID, source_unit=unit, reason="x")), code)
    accepted(doubted.say("commerce", right))
    assert (the_request(doubted).source_unit, the_request(doubted).due_on) == ("snd-group", date(2021, 1, 18))
    refused(doubted.say("zone", MADE), "not-your-record")
    accepted(doubted.say("snd-group", MADE))


def test_only_who_doubted_takes_it_back(doubted: Desk) -> None:
    refused(doubted.say("zone", WITHDRAWN), "not-your-record")
    accepted(doubted.say("investment", WITHDRAWN))
    refused(doubted.say("zone", MADE), "not-in-state")
