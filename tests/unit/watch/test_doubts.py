"""Everyone who uses a doubted item is told, until its source has answered; who may not see it learns nothing."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.support.desk import Desk, accepted

from yipanqi.contract.holidays import product_workdays
from yipanqi.models.alert import AlertCleared, AlertRaised
from yipanqi.models.correction import CorrectionDeclined, CorrectionRequested
from yipanqi.models.enterprise import EnterpriseRegistered
from yipanqi.models.match import Match, MatchProposed
from yipanqi.models.service import ServiceSubmitted
from yipanqi.rules.outcome import WATCH
from yipanqi.watch.condition import Condition, Situation
from yipanqi.watch.conditions import doubts
from yipanqi.watch.pace import Pace
from yipanqi.watch.picture import Picture
from yipanqi.watch.table import KEPT


def doubt(desk: Desk, by: str, aggregate: str, subject: str, field: str, source: str) -> str:
    identifier = f"{by}-correction-{len(desk.ledger)}"
    about = {"subject_aggregate": aggregate, "subject_id": subject, "field": field, "source_unit": source}
    accepted(desk.say(by, CorrectionRequested(correction_id=identifier, doubt="与现场不符", **about)))
    desk.settle()
    return identifier


def told(desk: Desk) -> list[Condition]:
    records: dict[str, dict[str, Any]] = {name: {} for name in KEPT}
    for (aggregate, key), state in desk.states.items():
        if aggregate in KEPT and (not isinstance(state, Match) or doubts.is_open(state)):
            records[aggregate][key] = state
    return list(doubts.conditions(records, Situation(desk.today, product_workdays())))


def named(desk: Desk) -> set[str]:
    return {unit for condition in told(desk) for unit in condition.units}


@pytest.fixture
def held() -> Desk:
    """A plant of the group's on which the centre holds a reservation for its project, hosted by the zone."""
    desk = Desk()
    project = desk.project(host_unit="zone", stage="NEGOTIATING", stage_since="2020-12-01", taken_over=True)
    accepted(desk.reserve(desk.carrier(name="标准厂房"), project))
    return desk


CARRIER, PROJECT = "snd-group-carrier-1", "investment-project-1"


def test_who_holds_a_carrier_is_told_that_its_floor_area_is_doubted(held: Desk) -> None:
    correction = doubt(held, "zone", "carrier", CARRIER, "floor_m2", "snd-group")
    (found,) = told(held)
    assert (found.kind.value, found.level.value) == ("DATA_IN_DOUBT", "NOTICE")
    assert (found.subject_aggregate, found.subject_id, found.subject_name) == ("carrier", CARRIER, "标准厂房")
    # The zone doubts and the group answers: both know.
    assert found.units == ("investment",)
    # Asked on Thursday 31 December 2020: ten working days are 15 January.
    assert (found.since, found.due) == (date(2020, 12, 31), date(2021, 1, 15))
    assert "“建筑面积(㎡)”" in found.reason_zh
    accepted(held.say("snd-group", CorrectionDeclined(correction_id=correction, answer="以产权证为准")))
    assert told(held) == []


def test_the_host_of_a_project_knows_too_and_its_carriers_owner(held: Desk) -> None:
    doubt(held, "commerce", "carrier", CARRIER, "floor_m2", "snd-group")
    assert named(held) == {"investment", "zone"}
    doubt(held, "commerce", "project", PROJECT, "need_floor_m2", "investment")
    assert {c.units for c in told(held)} == {("investment", "zone"), ("zone", "snd-group")}


def test_a_doubt_about_what_a_unit_may_not_see_is_not_told_to_it(held: Desk) -> None:
    doubt(held, "commerce", "project", PROJECT, "planned_investment", "investment")
    assert named(held) == {"zone"}


def test_the_parties_of_an_open_match_are_told(held: Desk) -> None:
    other = held.carrier("2", unit="soe-2", name="另一厂房")
    match = MatchProposed(match_id="commerce-match-1", project_id=PROJECT, carrier_id=other, source="PERSON")
    accepted(held.ask("commerce", match))
    doubt(held, "snd-group", "carrier", other, "floor_m2", "soe-2")
    assert named(held) == {"commerce", "investment", "zone"}


def test_of_an_enterprise_those_are_told_whose_projects_and_requests_are_its() -> None:
    desk, firm = Desk(), "foreign:JP:1"
    accepted(desk.say("investment", EnterpriseRegistered(enterprise_id=firm, name="东海化学")))
    desk.project(unit="zone", investor_id=firm)
    facts = {"title": "用工", "category": "LABOUR", "enterprise_id": firm, "received_on": desk.today}
    accepted(desk.say("snd-group", ServiceSubmitted.model_validate({"service_id": "snd-group-service-1", **facts})))
    doubt(desk, "commerce", "enterprise", firm, "name", "investment")
    assert named(desk) == {"zone", "snd-group"}


def test_a_record_that_nobody_else_uses_is_nobody_elses_alert() -> None:
    desk = Desk()
    doubt(desk, "zone", "carrier", desk.carrier(), "floor_m2", "snd-group")
    doubt(desk, "zone", "carrier", "snd-group-carrier-unknown", "floor_m2", "snd-group")
    assert told(desk) == []


def test_it_is_raised_once_and_cleared_with_the_answer(held: Desk) -> None:
    correction = doubt(held, "zone", "carrier", CARRIER, "floor_m2", "snd-group")
    picture, said = Picture(ZoneInfo("Asia/Shanghai"), Pace(lambda: 0.0)), []

    def turn() -> None:
        for (aggregate, key), state in held.states.items():
            picture.take(aggregate, key, state)
        for event in list(picture.due(Situation(held.today, product_workdays()))):
            accepted(held.say(WATCH, event))
            if isinstance(event, AlertCleared) or event.kind == "DATA_IN_DOUBT":
                said.append(type(event))

    turn()
    turn()
    accepted(held.say("snd-group", CorrectionDeclined(correction_id=correction, answer="以产权证为准")))
    turn()
    turn()
    assert said == [AlertRaised, AlertCleared, AlertCleared]  # the source's own alert is over too
