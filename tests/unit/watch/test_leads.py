"""Alerts on leads as the rules make them: before a unit in charge loses one, and while nobody tells what came of it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.desk import Desk, accepted

from yipanqi.contract.holidays import product_workdays
from yipanqi.models.lead import (
    Lead,
    LeadAnswered,
    LeadAssigned,
    LeadJudged,
    LeadRegistered,
    LeadResponded,
    LeadTaken,
)
from yipanqi.watch.condition import Situation
from yipanqi.watch.conditions import leads

ID = "investment-lead-1"


@pytest.fixture
def judged() -> Desk:
    """Registered on Thursday 31 December 2020, responded to and found valuable: feed back by Tuesday 12 January."""
    desk = Desk()
    facts = {"name": "甲", "channel": "VISIT", "received_on": desk.today, "investor_name": "甲公司"}
    accepted(desk.say("investment", LeadRegistered.model_validate({"lead_id": ID, **facts})))
    accepted(desk.say("investment", LeadResponded(lead_id=ID, response="已联系")))
    accepted(desk.say("investment", LeadJudged(lead_id=ID, verdict="VALUABLE", verdict_reason="符合产业方向")))
    return desk


def go_to(desk: Desk, day: str) -> None:
    desk.pass_days((date.fromisoformat(day) - desk.today).days)
    desk.settle()


def found(desk: Desk) -> list[tuple[str, tuple[str, ...], str]]:
    """Level, units and what is missing, of the alerts on the lead today."""
    lead = desk.states["lead", ID]
    assert isinstance(lead, Lead)
    conditions = leads.conditions(lead, Situation(desk.today, product_workdays()))
    return [(c.level.value, c.units, c.detail) for c in conditions]


def test_a_valuable_lead_that_nobody_is_given_is_told_to_who_hands_leads_out(judged: Desk) -> None:
    go_to(judged, "2021-01-12")
    assert found(judged) == []
    go_to(judged, "2021-01-13")
    assert found(judged) == [("WARNING", ("investment",), "fed back")]


def test_a_unit_in_charge_is_warned_two_working_days_before_it_loses_the_lead(judged: Desk) -> None:
    accepted(judged.say("investment", LeadAssigned(lead_id=ID, assigned_unit="zone")))
    go_to(judged, "2021-01-07")
    assert found(judged) == []
    # Friday the 8th: Monday and Tuesday are left.
    go_to(judged, "2021-01-08")
    assert found(judged) == [("NOTICE", ("zone",), "lapse")]
    go_to(judged, "2021-01-12")
    assert found(judged) == [("NOTICE", ("zone",), "lapse")]


def test_on_the_day_of_the_lapse_the_lead_is_late_in_the_pool_until_somebody_takes_it_and_feeds_back(
    judged: Desk,
) -> None:
    accepted(judged.say("investment", LeadAssigned(lead_id=ID, assigned_unit="zone")))
    go_to(judged, "2021-01-13")
    lead = judged.states["lead", ID]
    assert isinstance(lead, Lead)
    assert lead.status == "POOLED"
    assert found(judged) == [("WARNING", ("investment",), "fed back")]
    go_to(judged, "2021-02-01")
    assert found(judged) == [("WARNING", ("investment",), "fed back")]
    accepted(judged.say("snd-group", LeadTaken(lead_id=ID)))
    assert found(judged) == [("WARNING", ("snd-group",), "fed back")]
    accepted(judged.say("snd-group", LeadAnswered(lead_id=ID, answer="已对接")))
    assert found(judged) == []


def test_a_lead_handed_out_late_is_late_before_its_unit_is(judged: Desk) -> None:
    """The seven days of feeding back count from the registration, those of the unit in charge from its own start."""
    go_to(judged, "2021-01-11")
    accepted(judged.say("investment", LeadAssigned(lead_id=ID, assigned_unit="zone")))
    go_to(judged, "2021-01-13")
    assert found(judged) == [("WARNING", ("zone",), "fed back")]
    go_to(judged, "2021-01-18")
    assert found(judged) == [("WARNING", ("zone",), "fed back"), ("NOTICE", ("zone",), "lapse")]


def test_a_lead_that_was_fed_back_is_nobodys_delay(judged: Desk) -> None:
    accepted(judged.say("investment", LeadAssigned(lead_id=ID, assigned_unit="zone")))
    accepted(judged.say("zone", LeadAnswered(lead_id=ID, answer="已对接")))
    go_to(judged, "2021-03-01")
    assert found(judged) == []
