"""Leads: limits from the registration, judged, assigned, answered; then a project or the pool."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import lead as e
from yipanqi.models.lead import Lead
from yipanqi.rules.outcome import COORDINATOR, Accepted, Noted
from yipanqi.rules.table import waiting

LEAD = "zone-lead-1"
FACTS: dict[str, Any] = {
    "name": "传感器企业",
    "channel": "CHAMBER",
    "received_on": date(2020, 12, 30),
    "investor_name": "日东",
    "contact_name": "佐藤",
}


def registered(desk: Desk, identifier: str = LEAD, **facts: Any) -> str:
    unit = identifier.split("-lead-")[0]
    accepted(desk.say(unit, e.LeadRegistered(lead_id=identifier, **FACTS | facts)))
    return identifier


def judged(desk: Desk, verdict: str = "VALUABLE", unit: str = "investment") -> Any:
    return desk.say(unit, e.LeadJudged(lead_id=LEAD, verdict=verdict, verdict_reason="理由"))


def assigned(desk: Desk, to: str = "snd-group", unit: str = "commerce") -> Any:
    return desk.say(unit, e.LeadAssigned(lead_id=LEAD, assigned_unit=to))


def in_charge(desk: Desk, to: str = "snd-group") -> str:
    registered(desk)
    accepted(judged(desk))
    accepted(assigned(desk, to))
    return LEAD


def pooled(desk: Desk) -> str:
    in_charge(desk)
    accepted(desk.say("snd-group", e.LeadPooled(lead_id=LEAD, pool_reason="无厂房")))
    return LEAD


def the_lead(desk: Desk) -> Lead:
    state = desk.states["lead", LEAD]
    assert isinstance(state, Lead)
    return state


def test_a_lead_has_its_limits_in_working_days_from_its_registration(desk: Desk) -> None:
    record = the_lead(desk) if registered(desk) else None
    assert record is not None
    # 1 to 3 January 2021 are days off, and so is the weekend of the 9th.
    assert (record.response_due_on, record.judge_due_on) == (date(2021, 1, 4), date(2021, 1, 6))
    assert record.feedback_due_on == date(2021, 1, 12)
    assert (record.status, record.owner_unit) == ("REGISTERED", "zone")
    assert "contact_name" not in type(record).model_fields


def test_a_limit_without_a_holiday_calendar_is_refused_and_not_guessed(desk: Desk) -> None:
    desk.today = date(2026, 12, 29)
    refused(desk.say("zone", e.LeadRegistered(lead_id=LEAD, **FACTS)), "no-calendar")


def test_a_lead_names_its_investor_or_the_enterprise(desk: Desk) -> None:
    nobody = FACTS | {"investor_name": None}
    refused(desk.say("zone", e.LeadRegistered(lead_id=LEAD, **nobody)), "lead-investor-missing")
    registered(desk)
    refused(desk.say("zone", e.LeadUpdated(lead_id=LEAD, cleared=("investor_name",))), "lead-investor-missing")
    update = e.LeadUpdated(lead_id=LEAD, enterprise_id="foreign:JP:1", cleared=("investor_name",))
    assert accepted(desk.say("zone", update)).enterprise_id == "foreign:JP:1"


def test_a_lead_is_registered_once_and_under_an_id_of_the_units_own(desk: Desk) -> None:
    registered(desk)
    refused(desk.say("zone", e.LeadRegistered(lead_id=LEAD, **FACTS)), "already-registered")
    refused(desk.say("zone", e.LeadRegistered(lead_id="soe-2-lead-1", **FACTS)), "id-not-yours")
    later = FACTS | {"received_on": date(2021, 1, 1)}
    refused(desk.say("zone", e.LeadRegistered(lead_id="zone-lead-2", **later)), "date-in-future")


def test_only_its_unit_updates_a_lead_and_commerce_may_correct_it(desk: Desk) -> None:
    accepted(desk.say("zone", e.LeadRegistered(lead_id=LEAD, **FACTS), "first"))
    refused(desk.say("commerce", e.LeadUpdated(lead_id=LEAD, chain="C3")), "not-your-record")
    correction = e.LeadCorrected(lead_id=LEAD, corrects="other", reason="误", chain="C3")
    refused(desk.say("commerce", correction), "unknown-event")
    assert accepted(desk.say("commerce", correction.model_copy(update={"corrects": "first"}))).chain == "C3"


def test_the_first_answer_is_noted_once_with_its_hours(desk: Desk) -> None:
    registered(desk)
    desk.pass_days(1)
    record = accepted(desk.say("zone", e.LeadResponded(lead_id=LEAD, response="已电话联系")))
    assert (record.response_hours, record.responded_by) == (Decimal("24.0"), "zone")
    refused(desk.say("investment", e.LeadResponded(lead_id=LEAD)), "nothing-changed")
    refused(desk.say("soe-2", e.LeadResponded(lead_id=LEAD)), "not-your-record")


def test_commerce_or_the_investment_centre_judges(desk: Desk) -> None:
    registered(desk)
    refused(judged(desk, unit="zone"), "role-not-allowed")
    desk.pass_days(2)
    record = accepted(judged(desk))
    assert (record.status, record.judged_by, record.judge_hours) == ("JUDGED", "investment", Decimal("48.0"))
    refused(judged(desk), "not-in-state")


def test_a_dropped_lead_is_taken_up_again_by_commerce_alone(desk: Desk) -> None:
    registered(desk)
    assert accepted(judged(desk, "NOT_VALUABLE")).status == "DROPPED"
    refused(desk.say("zone", e.LeadUpdated(lead_id=LEAD, chain="C3")), "lead-ended")
    refused(judged(desk), "role-not-allowed")
    refused(judged(desk, "NOT_VALUABLE", "commerce"), "nothing-changed")
    assert accepted(judged(desk, unit="commerce")).status == "JUDGED"


def test_nobody_gives_itself_a_lead_of_another_unit(desk: Desk) -> None:
    registered(desk)
    accepted(judged(desk))
    refused(assigned(desk, "investment", "investment"), "lead-own-case")
    refused(assigned(desk, "nobody"), "unknown-organisation")
    refused(assigned(desk, unit="zone"), "role-not-allowed")
    assert accepted(assigned(desk, "investment", "commerce")).assigned_unit == "investment"


def test_the_investment_centre_follows_its_own_lead(desk: Desk) -> None:
    own = registered(desk, "investment-lead-1")
    accepted(desk.say("investment", e.LeadJudged(lead_id=own, verdict="VALUABLE", verdict_reason="理由")))
    accepted(desk.say("investment", e.LeadAssigned(lead_id=own, assigned_unit="investment")))


def test_only_the_unit_in_charge_feeds_back(desk: Desk) -> None:
    in_charge(desk)
    refused(assigned(desk), "nothing-changed")
    desk.pass_days(3)
    answer = e.LeadAnswered(lead_id=LEAD, answer="企业将来考察")
    refused(desk.say("zone", answer), "not-your-record")
    record = accepted(desk.say("snd-group", answer))
    assert (record.status, record.answer_hours, record.answer_until_on) == ("ANSWERED", Decimal("72.0"), None)
    assert record.responded_by == "snd-group"
    assert record.assign_hours == Decimal("0.0")


def test_a_lead_that_is_not_fed_back_in_time_goes_to_the_pool(desk: Desk) -> None:
    in_charge(desk)
    until = the_lead(desk).answer_until_on
    assert until == date(2021, 1, 12)
    desk.pass_days(12)
    desk.settle()
    assert the_lead(desk).status == "ASSIGNED", "the last day is the unit's"
    desk.pass_days(1)
    desk.settle()
    record = the_lead(desk)
    assert (record.status, record.pool_cause, record.lapsed_units) == ("POOLED", "LAPSED", ("snd-group",))
    refused(desk.say("snd-group", e.LeadTaken(lead_id=LEAD)), "lead-let-lapse")
    assert accepted(desk.say("soe-2", e.LeadTaken(lead_id=LEAD))).answer_until_on == date(2021, 1, 22)


def test_a_limit_that_was_met_or_moved_changes_nothing(desk: Desk) -> None:
    in_charge(desk)
    lapsed = e.LeadLapsed(lead_id=LEAD, until_on=date(2021, 1, 12))
    refused(desk.say("snd-group", lapsed), "role-not-allowed")
    accepted(desk.say("snd-group", e.LeadAnswered(lead_id=LEAD, answer="已反馈")))
    assert desk.say(COORDINATOR, lapsed) == Noted()


def test_any_unit_takes_from_the_pool_and_the_first_in_the_log_gets_it(desk: Desk) -> None:
    pooled(desk)
    assert accepted(desk.say("soe-2", e.LeadTaken(lead_id=LEAD))).assigned_unit == "soe-2"
    outcome = refused(desk.say("zone", e.LeadTaken(lead_id=LEAD)), "lead-taken")
    assert "soe-2" in outcome.reason_zh


def test_what_is_not_in_the_pool_cannot_be_taken(desk: Desk) -> None:
    in_charge(desk)
    refused(desk.say("zone", e.LeadTaken(lead_id=LEAD)), "not-in-state")
    refused(desk.say("zone", e.LeadPooled(lead_id=LEAD, pool_reason="x")), "not-your-record")


def test_a_lead_becomes_a_project_of_its_unit(desk: Desk) -> None:
    in_charge(desk)
    project = desk.project(unit="snd-group")
    outcome = desk.ask("snd-group", e.LeadConverted(lead_id=LEAD, project_id=project))
    assert isinstance(outcome, Accepted)
    assert outcome.deferred
    record = the_lead(desk)
    assert (record.status, record.project_id, record.conversion_request) == ("CONVERTED", project, None)
    refused(desk.ask("snd-group", e.LeadConverted(lead_id=LEAD, project_id=project)), "not-in-state")


def test_a_conversion_is_refused_by_what_its_project_says(desk: Desk) -> None:
    in_charge(desk)
    refused(desk.ask("zone", e.LeadConverted(lead_id=LEAD, project_id="zone-project-1")), "not-your-record")
    refused(desk.ask("snd-group", e.LeadConverted(lead_id=LEAD, project_id="zone-project-1")), "no-such-project")
    other = desk.project(unit="zone")
    refused(desk.ask("snd-group", e.LeadConverted(lead_id=LEAD, project_id=other)), "not-a-party")
    ended = desk.project(unit="snd-group", stage="TERMINATED", taken_over=True)
    refused(desk.ask("snd-group", e.LeadConverted(lead_id=LEAD, project_id=ended)), "project-ended")
    assert the_lead(desk).status == "ASSIGNED"


def test_one_conversion_waits_at_a_time_and_is_known_as_unanswered(desk: Desk) -> None:
    in_charge(desk)
    project = desk.project(unit="snd-group")
    ask = e.LeadConverted(lead_id=LEAD, project_id=project)
    accepted(desk.say("snd-group", ask, "first"))
    refused(desk.say("snd-group", ask), "lead-conversion-pending")
    assert list(waiting("lead", the_lead(desk))) == [("snd-group", "first")]
    desk.settle()
    assert list(waiting("lead", the_lead(desk))) == []


@pytest.mark.parametrize(("event", "code"), [("pooled", "not-in-state"), ("assigned", "not-your-record")])
def test_a_conversion_that_other_events_overtake_is_refused_and_answered(desk: Desk, event: str, code: str) -> None:
    in_charge(desk)
    project = desk.project(unit="snd-group")
    accepted(desk.say("snd-group", e.LeadConverted(lead_id=LEAD, project_id=project), "ask"))
    if event == "pooled":
        accepted(desk.say("snd-group", e.LeadPooled(lead_id=LEAD, pool_reason="x")))
    else:
        accepted(assigned(desk, "soe-2"))
    desk.settle()
    ((_, settlement),) = desk.settlements
    assert settlement.refusal is not None
    assert (settlement.event_id, settlement.refusal.code) == ("ask", code)
    assert the_lead(desk).project_id is None
