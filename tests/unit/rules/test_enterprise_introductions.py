"""Technology enterprises and talents that units introduced: reported, verified, taken back, never twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.enterprise import (
    EnterpriseMerged,
    EnterpriseRecognised,
    EnterpriseRegistered,
    IntroductionDecided,
    TalentsIntroduced,
)
from yipanqi.rules import enterprise_introductions

FIRM = "91350100M000100Y43"


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    accepted(made.say("investment", EnterpriseRegistered(enterprise_id=FIRM, name="甲精密制造有限公司")))
    return made


def recognition(**more: Any) -> EnterpriseRecognised:
    facts = {
        "category": "HIGH_TECH",
        "recognised_on": date(2020, 12, 2),
        "document": "GR2020",
        "introduced_on": "2020-05",
    }
    return EnterpriseRecognised(**{"enterprise_id": FIRM, **facts, **more})


def talents(**more: Any) -> TalentsIntroduced:
    facts = {"level": "PROVINCIAL", "persons": 2, "document": "人才〔2020〕15号", "introduced_on": "2020-06"}
    return TalentsIntroduced(**{"enterprise_id": FIRM, **facts, **more})


def decision(introduction: str, decision: str = "VERIFIED", reason: str | None = None) -> IntroductionDecided:
    return IntroductionDecided(enterprise_id=FIRM, introduction=introduction, decision=decision, reason=reason)


def test_any_unit_reports_and_commerce_verifies(desk: Desk) -> None:
    state = accepted(desk.say("zone", recognition(), "r1"))
    (one,) = state.introductions
    assert (one.event_id, one.kind, one.reported_by, one.status) == ("r1", "TECH_ENTERPRISE", "zone", "REPORTED")
    refused(desk.say("zone", decision("r1")), "role-not-allowed")
    refused(desk.say("commerce", decision("r9")), "unknown-event")
    (one,) = accepted(desk.say("commerce", decision("r1"), "d1")).introductions
    assert (one.status, one.decided_by, one.decision_event, one.self_recorded) == ("VERIFIED", "commerce", "d1", False)
    refused(desk.say("commerce", decision("r1")), "nothing-changed")


def test_what_commerce_reports_counts_by_its_document_and_says_so(desk: Desk) -> None:
    (one,) = accepted(desk.say("commerce", talents(), "t1")).introductions
    assert (one.status, one.self_recorded, one.decision_event, one.persons) == ("VERIFIED", True, "t1", 2)
    refused(desk.say("commerce", decision("t1", "REJECTED", "有误")), "introduction-own")
    (one,) = accepted(desk.say("commerce", decision("t1", "WITHDRAWN", "名单有误"))).introductions
    assert one.status == "WITHDRAWN"


@pytest.mark.parametrize("name", ["level", "persons", "document"])
def test_a_report_of_talents_is_complete(desk: Desk, name: str) -> None:
    assert refused(desk.say("zone", talents(**{name: None})), "introduction-incomplete").field == name


def test_nothing_is_reported_before_its_day(desk: Desk) -> None:
    assert refused(desk.say("zone", recognition(recognised_on=date(2021, 1, 1))), "date-in-future").field == (
        "recognised_on"
    )
    for event in (recognition(introduced_on="2021-01"), talents(introduced_on="2021")):
        assert refused(desk.say("zone", event), "date-in-future").field == "introduced_on"


def test_the_same_is_reported_once_by_whomever(desk: Desk) -> None:
    accepted(desk.say("zone", recognition(), "r1"))
    known = refused(desk.say("investment", recognition(document="GR2021")), "introduction-known")
    assert "zone" in known.reason_zh
    assert "r1" in known.reason_en
    accepted(desk.say("investment", recognition(category="TECH_SME")))
    accepted(desk.say("zone", talents()))
    refused(desk.say("snd-group", talents(persons=9)), "introduction-known")
    accepted(desk.say("snd-group", talents(level="NATIONAL")))
    accepted(desk.say("zone", talents(introduced_on="2020-07")))


def test_a_wrong_report_is_taken_back_by_its_unit_and_made_anew(desk: Desk) -> None:
    accepted(desk.say("zone", talents(persons=20), "t1"))
    refused(desk.say("investment", decision("t1", "WITHDRAWN", "人数有误")), "not-your-record")
    refused(desk.say("zone", decision("t1", "WITHDRAWN")), "introduction-reason-missing")
    accepted(desk.say("zone", decision("t1", "WITHDRAWN", "人数有误")))
    refused(desk.say("commerce", decision("t1")), "introduction-withdrawn")
    old, new = accepted(desk.say("zone", talents(persons=2), "t2")).introductions
    assert (old.status, old.persons, new.status, new.persons) == ("WITHDRAWN", 20, "REPORTED", 2)


def test_commerce_rejects_with_a_reason_and_may_change_its_mind_with_another(desk: Desk) -> None:
    accepted(desk.say("zone", recognition(), "r1"))
    refused(desk.say("commerce", decision("r1", "REJECTED")), "introduction-reason-missing")
    accepted(desk.say("commerce", decision("r1", "REJECTED", "证书编号不符")))
    refused(desk.say("commerce", decision("r1")), "introduction-reason-missing")
    (one,) = accepted(desk.say("commerce", decision("r1", "VERIFIED", "已补正证书"))).introductions
    assert (one.status, one.reason) == ("VERIFIED", "已补正证书")


def test_what_was_rejected_is_not_verified_beside_the_report_that_took_its_place(desk: Desk) -> None:
    accepted(desk.say("zone", talents(), "t1"))
    accepted(desk.say("commerce", decision("t1", "REJECTED", "名单未公布")))
    accepted(desk.say("investment", talents(), "t2"))
    refused(desk.say("commerce", decision("t1", "VERIFIED", "名单已公布")), "introduction-known")


def test_a_merged_record_hears_of_none(desk: Desk) -> None:
    accepted(desk.say("investment", EnterpriseRegistered(enterprise_id="foreign:JP:1", name="乙")))
    accepted(desk.ask("commerce", EnterpriseMerged(enterprise_id=FIRM, into_id="foreign:JP:1", reason="同一企业")))
    refused(desk.say("zone", recognition()), "enterprise-merged")
    refused(desk.say("zone", recognition(enterprise_id="foreign:JP:2")), "not-registered")


def test_a_record_holds_so_many_and_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enterprise_introductions, "MOST", 1)
    accepted(desk.say("zone", recognition()))
    refused(desk.say("zone", talents()), "too-many")
