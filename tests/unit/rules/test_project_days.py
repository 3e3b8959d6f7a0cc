"""The day of a stage is corrected by naming the move: by its reporter, in order, not ahead (invariants 4 and 9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, cny, refused

from yipanqi.models.project import Project, ProjectCorrected, ProjectUpdated
from yipanqi.rules.outcome import Outcome

TO_APPROVING = ("NEGOTIATING", "PENDING_SIGN", "SIGNED", "APPROVING")
TO_BUILDING = (*TO_APPROVING, "READY_TO_START", "BUILDING")


class Days:
    """A project of the investment centre in the zone: each stage was reached ten days after the last."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.project = desk.project(host_unit="zone", planned_investment=cny("1000000"))

    def go(self, *stages: str) -> None:
        for stage in stages:
            self.desk.pass_days(10)
            self.desk.advance(self.project, stage)

    @property
    def record(self) -> Project:
        return self.desk.the_project(self.project)

    def event_of(self, stage: str) -> str:
        return next(step.event_id for step in self.record.stage_history if step.stage == stage)

    def day_of(self, stage: str) -> str | None:
        return next(step.since for step in self.record.stage_history if step.stage == stage)

    def correct(self, unit: str, corrects: str, on: str | None, event_id: str | None = None, **more: Any) -> Outcome:
        facts = {"project_id": self.project, "corrects": corrects, "reason": "误", "stage_since": on, **more}
        return self.desk.say(unit, ProjectCorrected.model_validate(facts), event_id)


@pytest.fixture
def days(desk: Desk) -> Days:
    return Days(desk)


def test_the_step_that_is_named_is_dated_anew_and_no_other(days: Days) -> None:
    days.go(*TO_APPROVING)
    assert (days.day_of("SIGNED"), days.day_of("APPROVING")) == ("2021-01-30", "2021-02-09")
    record = accepted(days.correct("commerce", days.event_of("SIGNED"), "2021-01-25", "fix"))
    assert (days.day_of("SIGNED"), days.day_of("APPROVING"), record.stage_since) == (
        "2021-01-25",
        "2021-02-09",
        "2021-02-09",
    )
    signed = record.stage_history[3]
    assert (signed.event_id != "fix", signed.since_events) == (True, ("fix",))


def test_the_day_of_signing_follows_the_step_of_the_signing(days: Days) -> None:
    days.go(*TO_APPROVING)
    signing = days.event_of("SIGNED")
    assert (days.record.signed_on, days.record.signed_event_id) == ("2021-01-30", signing)
    record = accepted(days.correct("commerce", signing, "2021-01-25", "fix"))
    assert (record.signed_on, record.signed_event_id) == ("2021-01-25", "fix")
    record = accepted(days.correct("zone", days.event_of("APPROVING"), "2021-02-08"))
    assert (record.signed_on, record.signed_event_id) == ("2021-01-25", "fix")
    record = accepted(days.correct("commerce", "fix", "2021-01-26", signed_on="2021-01-27"))
    assert (days.day_of("SIGNED"), record.signed_on) == ("2021-01-26", "2021-01-27")
    record = accepted(days.correct("commerce", "fix", "2021-01-28"))
    assert (days.day_of("APPROVING"), record.signed_on) == ("2021-02-08", "2021-01-27"), "set apart from the stage"


def test_the_day_of_signing_follows_while_the_project_is_suspended_and_after_its_end(days: Days) -> None:
    days.go(*TO_APPROVING)
    signing = days.event_of("SIGNED")
    accepted(days.desk.move(days.project, "SUSPENDED", "investment", reason="资金"))
    assert accepted(days.correct("commerce", signing, "2021-01-25")).signed_on == "2021-01-25"
    accepted(days.desk.move(days.project, "TERMINATED", "investment", reason="撤资"))
    assert accepted(days.correct("commerce", signing, "2021-01-26")).signed_on == "2021-01-26"


def test_a_project_moved_back_is_not_signed_by_a_corrected_day_but_is_at_it_when_signed_again(days: Days) -> None:
    days.go(*TO_APPROVING)
    accepted(days.desk.move(days.project, "PENDING_SIGN", "commerce", force=True, reason="重谈"))
    record = accepted(days.correct("commerce", days.event_of("SIGNED"), "2021-01-25"))
    assert (record.signed_on, record.signed_event_id) == (None, None)
    days.go("SIGNED")
    assert days.record.signed_on == "2021-01-25"


def test_a_correction_that_names_no_move_means_the_present_stage(days: Days) -> None:
    days.go(*TO_APPROVING)
    accepted(days.desk.say("investment", ProjectUpdated(project_id=days.project, remarks="x"), "update"))
    refused(days.correct("investment", "update", "2021-02-08"), "not-the-reporter")
    record = accepted(days.correct("commerce", "update", "2021-02-08"))
    assert (record.stage_since, days.day_of("APPROVING")) == ("2021-02-08", "2021-02-08")
    refused(days.correct("commerce", "another", "2021-02-07"), "unknown-event")


def test_a_correction_of_a_correction_means_the_same_stage(days: Days) -> None:
    days.go(*TO_APPROVING)
    accepted(days.correct("commerce", days.event_of("SIGNED"), "2021-01-25", "fix"))
    accepted(days.correct("commerce", "fix", "2021-01-26"))
    accepted(days.correct("commerce", "fix", "2021-01-24"))
    assert (days.day_of("SIGNED"), days.day_of("APPROVING")) == ("2021-01-24", "2021-02-09")


def test_a_move_can_be_named_however_long_ago_it_was(days: Days) -> None:
    days.go(*TO_APPROVING)
    for number in range(205):
        accepted(days.desk.say("investment", ProjectUpdated(project_id=days.project, remarks=str(number))))
    assert days.event_of("SIGNED") not in days.record.recent_events
    assert accepted(days.correct("commerce", days.event_of("SIGNED"), "2021-01-25")).signed_on == "2021-01-25"


def test_only_who_reported_the_stage_and_commerce_correct_its_day(days: Days) -> None:
    days.go(*TO_BUILDING)
    for stage, reporter in (("BUILDING", "commerce"), ("APPROVING", "zone"), ("PENDING_SIGN", "investment")):
        day = (date.fromisoformat(days.day_of(stage) or "") - timedelta(1)).isoformat()
        for unit in {"investment", "zone", "snd-group"} - {reporter}:
            refused(days.correct(unit, days.event_of(stage), day), "not-the-reporter")
        for unit in (reporter, "commerce"):
            accepted(days.correct(unit, days.event_of(stage), day))
            assert days.day_of(stage) == day


def test_who_reported_a_stage_corrects_its_day_and_no_other_fact_of_the_project(days: Days) -> None:
    days.go(*TO_APPROVING)
    for more in ({"name": "乙"}, {"cleared": ("remarks",)}, {"source_text": {"land_m2": "1亩"}}):
        refused(days.correct("zone", days.event_of("APPROVING"), "2021-02-08", **more), "not-your-record")
    wording = {"stage_since": "2月8日"}
    record = accepted(days.correct("zone", days.event_of("APPROVING"), "2021-02-08", source_text=wording))
    assert record.source_text == wording


def test_a_day_stays_between_those_of_the_stages_before_and_after(days: Days) -> None:
    days.go(*TO_APPROVING)
    days.desk.pass_days(5)
    signing = days.event_of("SIGNED")
    outcome = refused(days.correct("commerce", signing, "2021-01-19"), "dates-reversed")
    assert (outcome.field, "2021-01-20" in outcome.reason_zh) == ("stage_since", True)
    refused(days.correct("commerce", signing, "2021-02-10"), "dates-reversed")
    refused(days.correct("commerce", signing, "2020"), "dates-reversed")
    refused(days.correct("commerce", days.event_of("APPROVING"), "2021-01-29"), "dates-reversed")
    for day in ("2021-01-20", "2021-02-09", "2021-01", "2021"):
        accepted(days.correct("commerce", signing, day))


def test_an_unknown_day_between_does_not_part_the_known_ones(days: Days) -> None:
    days.go(*TO_APPROVING)
    accepted(days.correct("commerce", days.event_of("SIGNED"), None, cleared=("stage_since",)))
    assert (days.day_of("SIGNED"), days.record.signed_on, days.record.stage_since) == (None, None, "2021-02-09")
    refused(days.correct("commerce", days.event_of("APPROVING"), "2021-01-19"), "dates-reversed")
    accepted(days.correct("commerce", days.event_of("APPROVING"), None, cleared=("stage_since",)))
    early = date(2021, 1, 19)
    refused(days.desk.move(days.project, "READY_TO_START", "zone", effective_on=early), "dates-reversed")


def test_no_day_is_ahead(days: Days, desk: Desk) -> None:
    days.go("NEGOTIATING")
    refused(days.correct("commerce", days.event_of("NEGOTIATING"), "2030-01-01"), "date-in-future")
    refused(days.correct("commerce", days.event_of("NEGOTIATING"), None, signed_on="2030"), "date-in-future")
    accepted(days.correct("commerce", days.event_of("NEGOTIATING"), "2021"))
    assert days.desk.today == date(2021, 1, 10)


def test_a_day_is_not_set_and_cleared_at_once(days: Days) -> None:
    days.go(*TO_APPROVING)
    for stage in ("SIGNED", "APPROVING"):
        both = days.correct("commerce", days.event_of(stage), days.day_of(stage), cleared=("stage_since",))
        assert refused(both, "cannot-clear").field == "cleared"


def test_the_day_of_an_earlier_stage_leaves_the_present_ones_wording(days: Days) -> None:
    days.go(*TO_APPROVING)
    named = {"corrects": days.event_of("APPROVING"), "on": "2021-02-08", "source_text": {"stage_since": "2月8日"}}
    accepted(days.correct("commerce", **named))
    earlier = {"source_text": {"stage_since": "1月底"}, "name": "乙"}
    record = accepted(days.correct("commerce", days.event_of("SIGNED"), "2021-01-31", **earlier))
    assert (record.name, record.source_text) == ("乙", {"stage_since": "2月8日"})


def test_the_milestone_that_a_stage_stands_for_goes_with_its_day_also_of_an_earlier_stage(days: Days) -> None:
    days.go(*TO_BUILDING, "COMPLETED")
    event = days.event_of("BUILDING")
    for day, number in (("2021-02-27", "c1"), ("2021-02-28", "c2"), ("2021-03-02", "c3")):
        record = accepted(days.correct("commerce", event, day, number))
        started = next(entry for entry in record.milestones if entry.milestone == "STARTED")
        assert (started.reached_on, started.reached_event, started.by_stage) == (day, number, True)
        assert {document.kind for document in started.evidence} == {"CONSTRUCTION_PERMIT", "SITE_RECORD"}
    cleared = accepted(days.correct("commerce", event, None, cleared=("stage_since",)))
    assert [entry.reached_on for entry in cleared.milestones if entry.milestone == "STARTED"] == [None]
    again = accepted(days.correct("commerce", event, "2021-03-01"))
    assert [entry.reached_on for entry in again.milestones if entry.milestone == "STARTED"] == ["2021-03-01"]


def test_a_milestone_taken_over_without_its_day_follows_each_correction(desk: Desk) -> None:
    project = desk.project(stage="BUILDING", taken_over=True)
    first = desk.the_project(project).last_event_id
    for day in ("2020-06", "2020-07"):
        event = ProjectCorrected(project_id=project, corrects=first, reason="漏填", stage_since=day)
        (started,) = accepted(desk.say("investment", event)).milestones
        assert started.reached_on == day


def test_coming_back_or_being_sent_back_stands_for_no_milestone_however_its_day_is_corrected(days: Days) -> None:
    days.go(*TO_BUILDING)
    accepted(days.desk.move(days.project, "APPROVING", "commerce", force=True, reason="未开工"))
    record = accepted(days.correct("commerce", days.event_of("BUILDING"), "2021-02-28"))
    assert [entry.reached_on for entry in record.milestones] == [None]
    bare = days.desk.project("2", stage="BUILDING", taken_over=True)
    accepted(days.desk.move(bare, "SUSPENDED", "investment", reason="资金"))
    back = accepted(days.desk.move(bare, "BUILDING", "investment")).last_event_id
    event = ProjectCorrected(project_id=bare, corrects=back, reason="误", stage_since="2021-02")
    refused(days.desk.say("investment", event), "dates-reversed")
    event = ProjectCorrected(project_id=bare, corrects=back, reason="误", stage_since="2021-03")
    assert accepted(days.desk.say("investment", event)).milestones == ()
