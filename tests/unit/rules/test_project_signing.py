"""A signed amount counts once: frozen at signing, and of a capital increase the increment alone (invariant 6)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.desk import Desk, accepted, cny, refused

from yipanqi.models.common import Money
from yipanqi.models.project import ProjectCorrected, ProjectRegistered, ProjectTakeoverConfirmed, ProjectUpdated

TO_SIGNED = ("NEGOTIATING", "PENDING_SIGN", "SIGNED")
BASE, INCREMENT, TOTAL = cny("300000000"), cny("120000000"), cny("420000000")


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.project(planned_investment=cny("100000000"))


def corrected(desk: Desk, project: str, **facts: object) -> ProjectCorrected:
    named = desk.the_project(project).last_event_id
    return ProjectCorrected.model_validate({"project_id": project, "corrects": named, "reason": "误", **facts})


def test_the_amount_is_frozen_at_signing(desk: Desk, project: str) -> None:
    desk.advance(project, *TO_SIGNED)
    record = accepted(desk.say("investment", ProjectUpdated(project_id=project, planned_investment=cny("150000000"))))
    assert record.planned_investment == cny("150000000")
    assert (record.signed_amount, record.signed_on) == (cny("100000000"), "2020-12-31")


def test_only_commerce_corrects_what_was_signed(desk: Desk, project: str) -> None:
    desk.advance(project, *TO_SIGNED)
    event = corrected(desk, project, signed_amount=cny("90000000"), signed_on="2020-12-30")
    refused(desk.say("investment", event), "role-not-allowed")
    refused(desk.say("investment", corrected(desk, project, cleared=("signed_amount",))), "role-not-allowed")
    record = accepted(desk.say("commerce", event))
    assert (record.signed_amount, record.signed_on) == (cny("90000000"), "2020-12-30")


def test_signed_again_after_it_was_moved_back_it_counts_once_at_its_first_day(desk: Desk, project: str) -> None:
    desk.advance(project, *TO_SIGNED)
    desk.pass_days(30)
    back = accepted(desk.move(project, "NEGOTIATING", "commerce", force=True, reason="重谈"))
    assert (back.signed_amount, back.signed_on, back.contract_reference) == (None, None, None)
    accepted(desk.say("investment", ProjectUpdated(project_id=project, planned_investment=cny("80000000"))))
    desk.pass_days(30)
    desk.advance(project, "PENDING_SIGN", "SIGNED")
    record = desk.the_project(project)
    assert (record.signed_amount, record.signed_on) == (cny("80000000"), "2020-12-31")
    assert record.stage_since == date(2021, 3, 1).isoformat()


def test_coming_back_to_signed_is_no_signing(desk: Desk, project: str) -> None:
    desk.advance(project, *TO_SIGNED, "APPROVING")
    desk.pass_days(10)
    record = accepted(desk.move(project, "SIGNED", "commerce", force=True, reason="退回"))
    assert (record.signed_amount, record.signed_on) == (cny("100000000"), "2020-12-31")


def test_an_amount_taken_over_is_frozen_once_commerce_has_confirmed_it(desk: Desk) -> None:
    project = desk.project(stage="SIGNED", taken_over=True, stage_since="2020-05", planned_investment=cny("50000000"))
    record = accepted(desk.say("investment", ProjectUpdated(project_id=project, planned_investment=cny("60000000"))))
    assert (record.signed_amount, record.signed_on) == (cny("60000000"), "2020-05")
    record = accepted(desk.say("investment", corrected(desk, project, stage_since="2020-06")))
    assert record.signed_on == "2020-06"
    accepted(desk.say("commerce", ProjectTakeoverConfirmed(project_id=project, stage="SIGNED")))
    record = accepted(desk.say("investment", ProjectUpdated(project_id=project, planned_investment=cny("70000000"))))
    assert record.signed_amount == cny("60000000")
    refused(desk.say("investment", corrected(desk, project, stage_since="2020-07")), "role-not-allowed")
    record = accepted(desk.say("commerce", corrected(desk, project, stage_since="2020-07")))
    assert (record.stage_since, record.signed_on) == ("2020-07", "2020-07")


def test_a_stage_beyond_signing_is_taken_over_with_its_amount_but_no_day(desk: Desk) -> None:
    project = desk.project(stage="BUILDING", taken_over=True, stage_since="2020-05", planned_investment=cny("50000000"))
    record = desk.the_project(project)
    assert (record.signed_amount, record.signed_on) == (cny("50000000"), None)
    assert desk.the_project(desk.project("2", planned_investment=cny("1"))).signed_amount is None


def test_a_project_taken_over_as_suspended_has_its_amount_once_commerce_says_that_it_was_signed(desk: Desk) -> None:
    project = desk.project(stage="SUSPENDED", taken_over=True, planned_investment=cny("50000000"))
    assert desk.the_project(project).signed_amount is None
    moved = accepted(desk.move(project, "BUILDING", "commerce", force=True, reason="查明原阶段"))
    assert (moved.signed_amount, moved.signed_on) == (cny("50000000"), None)
    assert moved.signed_event_id == moved.last_event_id
    record = accepted(desk.say("investment", ProjectUpdated(project_id=project, planned_investment=cny("60000000"))))
    assert record.signed_amount == cny("60000000"), "not frozen yet"
    accepted(desk.say("commerce", ProjectTakeoverConfirmed(project_id=project, stage="BUILDING")))
    record = accepted(desk.say("investment", ProjectUpdated(project_id=project, planned_investment=cny("70000000"))))
    assert record.signed_amount == cny("60000000")


def test_a_project_taken_over_as_suspended_before_its_signing_has_no_amount_yet(desk: Desk) -> None:
    project = desk.project(stage="SUSPENDED", taken_over=True, planned_investment=cny("50000000"))
    moved = accepted(desk.move(project, "NEGOTIATING", "commerce", force=True, reason="查明原阶段"))
    assert (moved.signed_amount, moved.signed_event_id) == (None, None)
    desk.advance(project, "PENDING_SIGN", "SIGNED")
    assert desk.the_project(project).signed_amount == cny("50000000")


def test_the_record_names_the_event_that_set_what_is_signed(desk: Desk, project: str) -> None:
    desk.advance(project, *TO_SIGNED)
    record = desk.the_project(project)
    assert record.signed_event_id == record.last_event_id
    later = ProjectUpdated(project_id=project, planned_investment=cny("150000000"))
    assert accepted(desk.say("investment", later)).signed_event_id == record.signed_event_id
    fixed = accepted(desk.say("commerce", corrected(desk, project, signed_amount=cny("90000000"))))
    assert fixed.signed_event_id == fixed.last_event_id
    back = accepted(desk.move(project, "NEGOTIATING", "commerce", force=True, reason="重谈"))
    assert back.signed_event_id is None
    open_ = desk.project("2", stage="SIGNED", taken_over=True, planned_investment=cny("1"))
    assert desk.the_project(open_).signed_event_id == desk.the_project(open_).last_event_id
    changed = accepted(desk.say("investment", ProjectUpdated(project_id=open_, planned_investment=cny("2"))))
    assert changed.signed_event_id == changed.last_event_id


def increase(desk: Desk, **facts: object) -> ProjectRegistered:
    base = {"project_id": "investment-project-9", "name": "增资", "stage": "SCREENING", "taken_over": False}
    return ProjectRegistered.model_validate({**base, "form": "CAPITAL_INCREASE", "investment_before": BASE, **facts})


def test_a_capital_increase_counts_its_increment_and_never_the_base(desk: Desk) -> None:
    both = {"investment_after": TOTAL}
    refused(desk.say("investment", increase(desk, planned_investment=TOTAL, **both)), "increment-sum")
    refused(desk.say("investment", increase(desk, planned_investment=BASE, **both)), "increment-sum")
    dollars = Money(amount=INCREMENT.amount, currency="USD")
    refused(desk.say("investment", increase(desk, planned_investment=dollars, **both)), "increment-sum")
    accepted(desk.say("investment", increase(desk, planned_investment=INCREMENT, **both)))
    event = ProjectUpdated(project_id="investment-project-9", planned_investment=TOTAL)
    assert refused(desk.say("investment", event), "increment-sum").field == "planned_investment"
    desk.advance("investment-project-9", *TO_SIGNED)
    assert desk.the_project("investment-project-9").signed_amount == INCREMENT


def test_an_approximate_increment_is_refused_only_when_it_has_the_base_in_it(desk: Desk) -> None:
    about = {"investment_after": TOTAL, "planned_investment_about": True}
    refused(desk.say("investment", increase(desk, planned_investment=TOTAL, **about)), "increment-sum")
    accepted(desk.say("investment", increase(desk, planned_investment=cny("120500000"), **about)))


def test_only_a_capital_increase_has_a_base(desk: Desk, project: str) -> None:
    refused(desk.say("investment", increase(desk, form="NEW")), "not-an-increase")
    event = ProjectUpdated(project_id=project, investment_after=TOTAL)
    refused(desk.say("investment", event), "not-an-increase")
    accepted(desk.say("investment", increase(desk)))
    event = ProjectUpdated(project_id="investment-project-9", form="TECHNICAL_UPGRADE")
    refused(desk.say("investment", event), "not-an-increase")
