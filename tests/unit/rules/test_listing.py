"""Listing cultivation: along the stages with their evidence, back by commerce alone."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, evidence, refused

from yipanqi.models import listing as e
from yipanqi.rules.listing import ORDER, PROOF

CODE = "91350100M000100Y43"
NEXT = dict(pairwise(ORDER))


def begun(desk: Desk, stage: str = "RESERVE", **facts: Any) -> Any:
    given = {"name": "某某光电", "board": "STAR", "taken_over": stage != "RESERVE", **facts}
    return desk.say("zone", e.ListingRegistered(enterprise_id=CODE, stage=stage, **given), "first")


def moved(desk: Desk, to: str, *kinds: str, unit: str = "zone", **more: Any) -> Any:
    given = {"effective_on": desk.today, "evidence": evidence(*kinds), **more}
    return desk.say(unit, e.ListingAdvanced(enterprise_id=CODE, to_stage=to, **given))


def test_an_enterprise_goes_the_whole_way_one_stage_after_the_other(desk: Desk) -> None:
    accepted(begun(desk))
    for stage in ORDER[1:]:
        record = accepted(moved(desk, stage, *([PROOF[stage]] if stage in PROOF else [])))
    assert record.stage == "LISTED"
    assert [step.stage for step in record.stage_history] == list(ORDER)
    refused(desk.say("zone", e.ListingUpdated(enterprise_id=CODE, name="乙")), "listing-ended")


@pytest.mark.parametrize("stage", ORDER)
@pytest.mark.parametrize("to", [*ORDER, "TERMINATED"])
def test_every_move_besides_the_next_stage_and_giving_up_is_refused(desk: Desk, stage: str, to: str) -> None:
    accepted(begun(desk, stage))
    outcome = moved(desk, to, "FILING", "APPROVAL", reason="理由")
    if to == NEXT.get(stage) or (to == "TERMINATED" and stage != "LISTED"):
        assert accepted(outcome).stage == to
    else:
        refused(outcome, "listing-stage-not-allowed")


def test_a_stage_is_reached_with_its_evidence(desk: Desk) -> None:
    accepted(begun(desk, "SHARE_REFORM"))
    assert "备案或受理文件" in refused(moved(desk, "TUTORING_FILED"), "evidence-missing").reason_zh


def test_markets_without_tutoring_go_straight_to_the_application(desk: Desk) -> None:
    accepted(begun(desk, "SHARE_REFORM", board="HK"))
    assert accepted(moved(desk, "ACCEPTED", "FILING")).stage == "ACCEPTED"


def test_a_new_entry_begins_on_the_reserve_list_unless_taken_over(desk: Desk) -> None:
    refused(begun(desk, "ACCEPTED", taken_over=False), "listing-registration-stage")
    accepted(begun(desk, "ACCEPTED"))
    again = e.ListingRegistered(enterprise_id=CODE, name="甲", board="HK", stage="RESERVE")
    refused(desk.say("commerce", again), "already-registered")


def test_back_goes_commerce_alone_with_its_reason(desk: Desk) -> None:
    accepted(begun(desk, "ACCEPTED"))
    refused(moved(desk, "SHARE_REFORM", force=True, reason="撤回"), "role-not-allowed")
    refused(moved(desk, "SHARE_REFORM", force=True, unit="commerce"), "reason-missing")
    refused(moved(desk, "APPROVED", force=True, unit="commerce", reason="x"), "listing-stage-not-allowed")
    assert accepted(moved(desk, "SHARE_REFORM", force=True, unit="commerce", reason="撤回")).stage == "SHARE_REFORM"


def test_giving_up_needs_a_reason_and_commerce_may_begin_anew(desk: Desk) -> None:
    accepted(begun(desk, "SHARE_REFORM"))
    refused(moved(desk, "TERMINATED"), "reason-missing")
    refused(moved(desk, "TERMINATED", unit="investment", reason="x"), "not-your-record")
    accepted(moved(desk, "TERMINATED", reason="业绩不达标"))
    refused(moved(desk, "TUTORING_FILED", "FILING"), "listing-stage-not-allowed")
    accepted(moved(desk, "RESERVE", unit="commerce", force=True, reason="重新启动"))


def test_days_are_neither_in_the_future_nor_before_the_last_stage(desk: Desk) -> None:
    accepted(begun(desk, "SHARE_REFORM", stage_since="2020-10"))
    refused(moved(desk, "TUTORING_FILED", "FILING", effective_on=date(2021, 1, 1)), "date-in-future")
    refused(moved(desk, "TUTORING_FILED", "FILING", effective_on=date(2020, 9, 30)), "dates-reversed")
    accepted(moved(desk, "TUTORING_FILED", "FILING", effective_on=date(2020, 10, 1)))


def test_a_corrected_day_is_corrected_in_the_history_too(desk: Desk) -> None:
    accepted(begun(desk, "SHARE_REFORM", stage_since="2020-10"))
    fix = e.ListingCorrected(enterprise_id=CODE, corrects="first", reason="误", stage_since="2020-08")
    record = accepted(desk.say("commerce", fix))
    assert (record.stage_since, record.stage_history[-1].since) == ("2020-08", "2020-08")
