"""Approval matters: submitted, accepted, supplemented, decided; limits in working days one can check by a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.contract.holidays import product_workdays
from yipanqi.models.base import AggregateRecord
from yipanqi.models.project import (
    ApprovalAccepted,
    ApprovalCorrected,
    ApprovalGranted,
    ApprovalRefused,
    ApprovalSubmitted,
    ApprovalWithdrawn,
    ProjectApproval,
    SupplementReceived,
    SupplementRequested,
)
from yipanqi.rules import project_approvals
from yipanqi.rules.approval_clock import used_until
from yipanqi.rules.outcome import Outcome


class Matters:
    """Matters of one project, with the steps in few words."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.project = desk.project(host_unit="zone", stage="APPROVING", stage_since="2020-06", taken_over=True)

    def say(self, unit: str, event: type[AggregateRecord], event_id: str | None = None, **facts: Any) -> Outcome[Any]:
        base = {"project_id": self.project, "matter_id": "1"}
        return self.desk.say(unit, event.model_validate({**base, **facts}), event_id)

    def submit(self, on: str, limit: int = 10, unit: str = "investment", **facts: Any) -> Outcome[Any]:
        given = {"kind": "ENVIRONMENT", "limit_working_days": limit, "submitted_on": on, **facts}
        return self.say(unit, ApprovalSubmitted, **given)

    def accept(self, on: str, unit: str = "zone", **facts: Any) -> Outcome[Any]:
        return self.say(unit, ApprovalAccepted, accepted_on=on, **facts)

    def ask(self, on: str, unit: str = "zone", **facts: Any) -> Outcome[Any]:
        return self.say(unit, SupplementRequested, requested_on=on, **facts)

    def receive(self, on: str, unit: str = "zone", **facts: Any) -> Outcome[Any]:
        return self.say(unit, SupplementReceived, received_on=on, **facts)

    def grant(self, on: str, unit: str = "zone", **facts: Any) -> Outcome[Any]:
        return self.say(unit, ApprovalGranted, decided_on=on, **facts)

    def correct(self, corrects: str, unit: str = "zone", **facts: Any) -> Outcome[Any]:
        return self.say(unit, ApprovalCorrected, corrects=corrects, reason="误", **facts)

    def clock(self, number: int = 0) -> tuple[int, date | None, date | None, int]:
        """Return days used, start of the running period, due day, days overdue."""
        matter = self.matter(number)
        return matter.used_working_days, matter.counted_from_on, matter.due_on, matter.overdue_working_days

    def matter(self, number: int = 0) -> ProjectApproval:
        return self.desk.the_project(self.project).approvals[number]


@pytest.fixture
def matters(desk: Desk) -> Matters:
    desk.today = date(2021, 3, 31)
    return Matters(desk)


def test_the_clock_starts_with_acceptance_and_counts_over_the_spring_festival(matters: Matters) -> None:
    accepted(matters.submit("2021-02-03", 10))
    assert matters.clock() == (0, None, None, 0)
    accepted(matters.accept("2021-02-05"))
    # 7 (Sunday, worked) 8 9 10 · festival 11 to 17 · 18 19 20 (Saturday, worked) 22 23 24
    assert matters.clock() == (0, date(2021, 2, 5), date(2021, 2, 24), 0)
    accepted(matters.grant("2021-02-24", document_number="环审8号"))
    assert matters.clock() == (10, None, date(2021, 2, 24), 0)
    found = matters.matter()
    assert (found.status, found.decided_on, found.document_number) == ("GRANTED", date(2021, 2, 24), "环审8号")


def test_the_clock_stands_while_supplements_are_awaited_across_the_national_day(matters: Matters) -> None:
    accepted(matters.submit("2020-09-24", 5))
    accepted(matters.accept("2020-09-25"))
    # 27 (Sunday, worked) 28 29 30 · holidays 1 to 8 October · 9
    assert matters.clock() == (0, date(2020, 9, 25), date(2020, 10, 9), 0)
    accepted(matters.ask("2020-09-29", note="补监测数据"))
    assert matters.clock() == (3, None, None, 0)
    accepted(matters.receive("2020-10-09"))
    # two days are left: 10 (Saturday, worked) 12
    assert matters.clock() == (3, date(2020, 10, 9), date(2020, 10, 12), 0)
    accepted(matters.grant("2020-10-13"))
    assert matters.clock() == (6, None, date(2020, 10, 12), 1)


def test_a_limit_that_had_passed_before_the_stop_stays_passed(matters: Matters) -> None:
    accepted(matters.submit("2020-11-02", 5, accepted_on=None))
    accepted(matters.accept("2020-11-02"))
    accepted(matters.ask("2020-11-11"))
    assert matters.clock() == (7, None, date(2020, 11, 9), 2)
    accepted(matters.receive("2020-11-13"))
    assert matters.clock() == (7, date(2020, 11, 13), date(2020, 11, 9), 2)
    accepted(matters.grant("2020-11-16"))
    assert matters.clock() == (8, None, date(2020, 11, 9), 3)


def test_a_limit_used_up_to_the_day_leaves_the_day_of_the_supplements(matters: Matters) -> None:
    accepted(matters.submit("2020-11-02", 5))
    accepted(matters.accept("2020-11-02"))
    accepted(matters.ask("2020-11-09"))
    accepted(matters.receive("2020-11-16"))
    assert matters.clock() == (5, date(2020, 11, 16), date(2020, 11, 16), 0)


def test_a_limit_that_no_calendar_covers_is_refused_not_guessed(matters: Matters) -> None:
    matters.desk.today = date(2026, 12, 31)
    accepted(matters.submit("2026-12-01", 20))
    outcome = refused(matters.accept("2026-12-21"), "no-calendar")
    assert ("2027" in outcome.reason_zh, outcome.field) == (True, "accepted_on")
    refused(matters.submit("2016-12-01", 1, "zone", matter_id="2", accepted_on="2016-12-01"), "no-calendar")
    accepted(matters.accept("2026-12-02"))


def test_who_submits_and_who_reports_what_the_authority_does(matters: Matters) -> None:
    refused(matters.submit("2021-01-04", unit="commerce"), "not-your-record")
    refused(matters.submit("2021-01-04", authority_unit="nobody"), "unknown-organisation")
    refused(matters.submit("2021-01-04", accepted_on="2021-01-05"), "not-your-record")
    accepted(matters.submit("2021-01-04", authority_unit="snd-group"))
    for unit in ("investment", "soe-2"):
        refused(matters.accept("2021-01-05", unit), "not-your-record")
    accepted(matters.accept("2021-01-05", "snd-group"))
    accepted(matters.ask("2021-01-06", "commerce"))
    refused(matters.receive("2021-01-07", "investment"), "not-your-record")
    accepted(matters.receive("2021-01-07", "zone"))
    refused(matters.say("commerce", ApprovalWithdrawn, withdrawn_on="2021-01-08", reason="调整"), "not-your-record")
    accepted(matters.say("investment", ApprovalWithdrawn, withdrawn_on="2021-01-08", reason="调整"))
    assert matters.matter().status == "WITHDRAWN"


def test_a_matter_of_a_list_may_come_accepted_already(matters: Matters) -> None:
    accepted(matters.submit("2021-01-04", 5, "zone", accepted_on="2021-01-05"))
    assert matters.clock() == (0, date(2021, 1, 5), date(2021, 1, 12), 0)


def test_steps_come_in_their_order_only(matters: Matters) -> None:
    refused(matters.accept("2021-01-05"), "no-such-matter")
    refused(matters.say("zone", ApprovalWithdrawn, withdrawn_on="2021-01-05", reason="x"), "no-such-matter")
    refused(matters.correct("x"), "no-such-matter")
    accepted(matters.submit("2021-01-04"))
    refused(matters.submit("2021-01-04"), "matter-id-in-use")
    for step in (matters.ask, matters.receive, matters.grant):
        refused(step("2021-01-05"), "approval-status")
    accepted(matters.accept("2021-01-05"))
    refused(matters.accept("2021-01-06"), "approval-status")
    accepted(matters.ask("2021-01-06"))
    refused(matters.grant("2021-01-07"), "approval-status")
    accepted(matters.say("zone", ApprovalRefused, decided_on="2021-01-29", reason="逾期未补正"))
    refused(matters.receive("2021-01-30"), "approval-status")
    refused(matters.say("zone", ApprovalWithdrawn, withdrawn_on="2021-01-30", reason="x"), "approval-status")


def test_a_matter_may_be_refused_without_acceptance(matters: Matters) -> None:
    accepted(matters.submit("2021-01-04"))
    accepted(matters.say("commerce", ApprovalRefused, decided_on="2021-01-06", reason="材料不齐"))
    assert matters.clock() == (0, None, None, 0)
    accepted(matters.submit("2021-01-07", matter_id="2"))


def test_steps_run_forward_and_not_into_the_future(matters: Matters) -> None:
    refused(matters.submit("2021-04-01"), "date-in-future")
    accepted(matters.submit("2021-01-04"))
    assert refused(matters.accept("2021-01-03"), "dates-reversed").field == "accepted_on"
    refused(matters.accept("2021-04-01"), "date-in-future")


def test_a_corrected_day_counts_the_clock_anew(matters: Matters) -> None:
    accepted(matters.submit("2020-09-24", 5))
    accepted(matters.say("zone", ApprovalAccepted, "accept", accepted_on="2020-09-25"))
    accepted(matters.say("zone", SupplementRequested, "ask", requested_on="2020-09-29"))
    refused(matters.correct("accept", "investment", right_on="2020-09-28"), "not-the-reporter")
    refused(matters.correct("accept", right_on="2020-09-30"), "dates-reversed")
    refused(matters.correct("accept", right_on="2020-09-20"), "dates-reversed")
    refused(matters.correct("nothing", right_on="2020-09-28"), "approval-step")
    refused(matters.correct("accept"), "nothing-changed")
    accepted(matters.correct("accept", right_on="2020-09-28"))
    assert matters.clock() == (1, None, None, 0)
    refused(matters.correct("accept", undone=True), "approval-step")
    accepted(matters.correct("ask", "commerce", undone=True))
    assert matters.clock() == (0, date(2020, 9, 28), date(2020, 10, 12), 0)


def test_a_decision_that_was_not_taken_is_undone(matters: Matters) -> None:
    accepted(matters.submit("2021-01-04", 5, "zone", accepted_on="2021-01-05"))
    accepted(matters.say("zone", ApprovalGranted, "grant", decided_on="2021-01-06", document_number="8"))
    accepted(matters.correct("grant", undone=True))
    found = matters.matter()
    assert (found.status, found.decided_on, found.document_number, found.due_on) == (
        "ACCEPTED",
        None,
        None,
        date(2021, 1, 12),
    )


def test_a_limit_is_corrected_with_the_submission_alone(matters: Matters) -> None:
    matters.desk.count = 100
    accepted(matters.submit("2021-01-04", 5, "zone", accepted_on="2021-01-05"))
    first = matters.matter().steps[0].event_id
    accepted(matters.say("zone", SupplementRequested, "ask", requested_on="2021-01-06"))
    refused(matters.correct("ask", limit_working_days=9), "approval-step")
    accepted(matters.correct("ask", undone=True))
    refused(matters.correct(first, undone=True, status="SUBMITTED"), "approval-step")
    accepted(matters.correct(first, limit_working_days=3))
    assert matters.clock() == (0, date(2021, 1, 5), date(2021, 1, 8), 0)


def test_the_clock_is_the_authoritys_and_goes_on_while_the_project_is_suspended(matters: Matters) -> None:
    accepted(matters.submit("2021-01-04"))
    accepted(matters.accept("2021-01-05"))
    accepted(matters.desk.move(matters.project, "SUSPENDED", "zone", reason="资金", effective_on=date(2021, 1, 6)))
    accepted(matters.grant("2021-01-08"))
    assert matters.clock()[0] == 3


def test_an_ended_project_has_no_further_steps_but_corrections(matters: Matters) -> None:
    accepted(matters.submit("2021-01-04"))
    accepted(matters.say("zone", ApprovalAccepted, "accept", accepted_on="2021-01-05"))
    accepted(matters.desk.move(matters.project, "TERMINATED", "investment", reason="撤资"))
    refused(matters.grant("2021-01-08"), "project-ended")
    refused(matters.submit("2021-01-08", matter_id="2"), "project-ended")
    accepted(matters.correct("accept", right_on="2021-01-06"))


def test_each_step_is_progress(matters: Matters) -> None:
    accepted(matters.submit("2021-01-04"))
    accepted(matters.accept("2021-01-05"))
    assert matters.desk.the_project(matters.project).progressed_on == date(2021, 1, 5)


def test_a_record_holds_so_many_matters_and_the_oldest_decided_ones_give_way(
    matters: Matters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_approvals, "MATTERS", 2)
    monkeypatch.setattr(project_approvals, "STEPS", 3)
    for number in ("1", "2"):
        accepted(matters.submit("2021-01-04", unit="zone", matter_id=number, accepted_on="2021-01-05"))
    refused(matters.submit("2021-01-06", matter_id="3"), "too-many")
    accepted(matters.ask("2021-01-06"))
    refused(matters.receive("2021-01-07"), "too-many")
    accepted(matters.grant("2021-01-06", matter_id="2"))
    accepted(matters.submit("2021-01-06", matter_id="3"))
    assert [matter.matter_id for matter in matters.desk.the_project(matters.project).approvals] == ["1", "3"]


def test_what_is_used_of_a_running_clock_goes_on_from_the_periods_before_the_supplements(matters: Matters) -> None:
    accepted(matters.submit("2021-03-01", 10))
    accepted(matters.accept("2021-03-01"))
    accepted(matters.ask("2021-03-04"))
    accepted(matters.receive("2021-03-15"))
    used, begun, due, _ = matters.clock()
    assert (used, begun, due) == (3, date(2021, 3, 15), date(2021, 3, 24))
    assert begun is not None
    days = product_workdays()
    assert [used_until(used, begun, date(2021, 3, day), days) for day in (15, 16, 20, 24, 25)] == [3, 4, 7, 10, 11]
    assert used_until(used, begun, date(2031, 3, 1), days) is None


# The end of the project --------------------------------------------------------------------------------------


def end(matters: Matters, on: str = "2021-03-31") -> str:
    ended = matters.desk.move(matters.project, "TERMINATED", "investment", reason="撤资", effective_on=on)
    return str(accepted(ended).last_event_id)


def test_the_end_of_a_project_closes_its_open_matters_and_leaves_the_decided_ones(matters: Matters) -> None:
    for number in ("1", "2", "3", "4"):
        accepted(matters.submit("2021-03-01", matter_id=number))
    for number in ("2", "3", "4"):
        accepted(matters.accept("2021-03-02", matter_id=number))
    accepted(matters.ask("2021-03-04", matter_id="3"))
    accepted(matters.grant("2021-03-10", matter_id="4"))
    event = end(matters, "2021-03-30")
    found = [matters.matter(number) for number in range(4)]
    assert [matter.status for matter in found] == ["ENDED", "ENDED", "ENDED", "GRANTED"]
    last = found[1].steps[-1]
    assert (last.status, last.on, last.by_unit, last.event_id) == ("ENDED", date(2021, 3, 30), "investment", event)
    assert last.note == "撤资"
    # 3 to 5, 8 to 12, 15 to 19, 22 to 26, 29 and 30 March: 20 working days, twice the limit
    assert matters.clock(1) == (20, None, date(2021, 3, 16), 10)
    assert (found[1].decided_on, found[1].document_number) == (None, None)
    refused(matters.grant("2021-03-31", matter_id="2"), "project-ended")


def test_a_suspended_projects_matters_stay_open(matters: Matters) -> None:
    accepted(matters.submit("2021-03-01"))
    accepted(matters.desk.move(matters.project, "SUSPENDED", "investment", reason="资金"))
    assert matters.matter().status == "SUBMITTED"


def test_a_matter_whose_last_step_was_after_the_end_closes_with_that_step(matters: Matters) -> None:
    accepted(matters.submit("2021-03-29"))
    end(matters, "2021-03-15")
    assert [step.on for step in matters.matter().steps] == [date(2021, 3, 29)] * 2


def test_a_matter_of_an_ended_project_is_corrected_and_stays_closed(matters: Matters) -> None:
    accepted(matters.submit("2021-03-01"))
    accepted(matters.accept("2021-03-02", event_id="a"))
    event = end(matters)
    refused(matters.correct(event, "investment", undone=True), "approval-step")
    refused(matters.correct(event, "investment", right_on="2021-03-30"), "approval-step")
    accepted(matters.correct("a", right_on="2021-03-29"))
    assert (matters.matter().status, matters.clock()) == ("ENDED", (2, None, date(2021, 4, 13), 0))
    again = matters.matter().steps[1].event_id
    accepted(matters.correct(again, undone=True))
    found = matters.matter()
    assert [step.status for step in found.steps] == ["SUBMITTED", "ENDED"]
    assert (found.accepted_on, found.used_working_days) == (None, 0)


def test_a_decision_taken_back_after_the_end_leaves_a_matter_that_ended_with_its_project(matters: Matters) -> None:
    accepted(matters.submit("2021-03-01"))
    accepted(matters.accept("2021-03-02"))
    accepted(matters.grant("2021-03-03", event_id="g"))
    event = end(matters)
    accepted(matters.correct("g", undone=True))
    assert [step.event_id for step in matters.matter().steps if step.status == "ENDED"] == [event]
    assert matters.matter().status == "ENDED"


def test_the_end_of_a_project_waits_for_no_calendar(matters: Matters) -> None:
    accepted(matters.submit("2021-03-01"))
    accepted(matters.accept("2021-03-02"))
    matters.desk.today = date(2199, 1, 4)
    end(matters, "2199-01-04")
    assert (matters.matter().status, matters.clock()) == ("ENDED", (0, None, date(2021, 3, 16), 0))
