"""Milestones are facts beside the stages: planned, reached, corrected; the stages fill in what nobody reported."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.desk import Desk, accepted, evidence, refused

from yipanqi.models.project import (
    MilestoneCorrected,
    MilestonePlanned,
    MilestoneReached,
    Project,
    ProjectCorrected,
    ProjectMilestone,
)
from yipanqi.rules.outcome import Outcome

BUILDING = ("NEGOTIATING", "PENDING_SIGN", "SIGNED", "APPROVING", "READY_TO_START", "BUILDING")


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.project(host_unit="zone")


def plan(desk: Desk, project: str, unit: str, on: str, reason: str | None = None, name: str = "STARTED") -> Outcome:
    return desk.say(unit, MilestonePlanned(project_id=project, milestone=name, planned_on=on, reason=reason))


def reach(desk: Desk, project: str, unit: str, on: str, name: str = "STARTED", event_id: str | None = None) -> Outcome:
    event = MilestoneReached(project_id=project, milestone=name, reached_on=on, evidence=evidence("SITE_RECORD"))
    return desk.say(unit, event, event_id)


def correct(
    desk: Desk,
    project: str,
    unit: str,
    corrects: str,
    on: str | None,
    name: str = "STARTED",
    event_id: str | None = None,
) -> Outcome:
    event = MilestoneCorrected(project_id=project, corrects=corrects, reason="误", milestone=name, right_on=on)
    return desk.say(unit, event, event_id)


def milestone(record: Project, name: str = "STARTED") -> ProjectMilestone:
    return next(entry for entry in record.milestones if entry.milestone == name)


def test_a_plan_is_changed_with_a_reason_and_the_first_one_is_remembered(desk: Desk, project: str) -> None:
    refused(plan(desk, project, "commerce", "2021-03"), "not-your-record")
    accepted(plan(desk, project, "zone", "2021-03"))
    refused(plan(desk, project, "investment", "2021-03"), "nothing-changed")
    refused(plan(desk, project, "investment", "2021-05-20"), "plan-reason-missing")
    found = milestone(accepted(plan(desk, project, "investment", "2021-05-20", "土地延期")))
    assert (found.first_planned_on, found.planned_on, found.replans) == ("2021-03", "2021-05-20", 1)
    assert (found.planned_by, found.plan_reason) == ("investment", "土地延期")


def test_a_milestone_is_reached_once_by_a_party_with_evidence_and_not_in_the_future(desk: Desk, project: str) -> None:
    refused(reach(desk, project, "soe-2", "2020-12-01"), "not-your-record")
    refused(reach(desk, project, "zone", "2021-01-01"), "date-in-future")
    bare = MilestoneReached(project_id=project, milestone="FILED", reached_on="2020-11")
    refused(desk.say("zone", bare), "milestone-evidence-missing")
    record = accepted(reach(desk, project, "zone", "2020-12", "FILED"))
    assert milestone(record, "FILED").reached_on == "2020-12"
    refused(reach(desk, project, "commerce", "2020-12-02", "FILED"), "milestone-reached")
    refused(plan(desk, project, "zone", "2021-01", name="FILED"), "milestone-reached")


def test_milestones_come_in_any_order_and_stand_in_the_order_of_the_list(desk: Desk, project: str) -> None:
    for name, on in (("CONSTRUCTION_PERMIT", "2020-12-01"), ("REGISTERED", "2020-12-20"), ("ENVIRONMENT", "2020-11")):
        record = accepted(reach(desk, project, "commerce", on, name))
    assert [entry.milestone for entry in record.milestones] == ["REGISTERED", "ENVIRONMENT", "CONSTRUCTION_PERMIT"]


def test_a_start_before_the_permit_is_flagged_until_the_days_say_otherwise(desk: Desk, project: str) -> None:
    accepted(reach(desk, project, "zone", "2020-10-08", event_id="start"))
    record = accepted(reach(desk, project, "zone", "2020-11-02", "CONSTRUCTION_PERMIT"))
    assert record.milestone_flags == ("STARTED_BEFORE_PERMIT",)
    assert accepted(correct(desk, project, "zone", "start", "2020-11-09")).milestone_flags == ()


def test_a_reduced_date_flags_and_refuses_only_what_is_certain(desk: Desk, project: str) -> None:
    accepted(reach(desk, project, "zone", "2020-10", event_id="start"))
    assert accepted(reach(desk, project, "zone", "2020-10-20", "CONSTRUCTION_PERMIT")).milestone_flags == ()
    refused(reach(desk, project, "zone", "2020-09-30", "COMPLETED"), "dates-reversed")
    accepted(reach(desk, project, "zone", "2020-10-01", "COMPLETED", "done"))
    refused(correct(desk, project, "zone", "start", "2020-11-01"), "dates-reversed")
    refused(correct(desk, project, "zone", "done", "2019", "COMPLETED"), "dates-reversed")


def test_a_correction_names_the_event_that_stands_and_comes_from_its_reporter_or_commerce(
    desk: Desk, project: str
) -> None:
    accepted(reach(desk, project, "zone", "2020-12-01", event_id="r1"))
    refused(correct(desk, project, "zone", "r0", "2020-12-02"), "milestone-event")
    refused(correct(desk, project, "investment", "r1", "2020-12-02"), "not-the-reporter")
    refused(correct(desk, project, "zone", "r1", "2021-12-02"), "date-in-future")
    assert (
        milestone(accepted(correct(desk, project, "zone", "r1", "2020-12-02", event_id="r2"))).reached_on
        == "2020-12-02"
    )
    refused(correct(desk, project, "zone", "r1", "2020-12-03"), "milestone-event")
    found = milestone(accepted(correct(desk, project, "commerce", "r2", None)))
    assert (found.reached_on, found.reached_event, found.evidence) == (None, None, ())
    accepted(reach(desk, project, "zone", "2020-12-04"))


def test_a_plan_is_corrected_too_the_first_one_included(desk: Desk, project: str) -> None:
    accepted(desk.say("zone", MilestonePlanned(project_id=project, milestone="STARTED", planned_on="2012-03"), "p1"))
    found = milestone(accepted(correct(desk, project, "zone", "p1", "2021-03", event_id="p2")))
    assert (found.first_planned_on, found.planned_on, found.replans) == ("2021-03", "2021-03", 0)
    accepted(plan(desk, project, "zone", "2021-06", "延期"))
    found = milestone(accepted(correct(desk, project, "zone", "p2", "2021-04")))
    assert (found.first_planned_on, found.planned_on) == ("2021-04", "2021-06")
    last = found.planned_event or ""
    assert milestone(accepted(correct(desk, project, "zone", last, None))).planned_on is None


def test_a_corrected_day_is_still_proven_by_what_was_handed_in(desk: Desk, project: str) -> None:
    accepted(reach(desk, project, "zone", "2020-12-01", "LAND", "r1"))
    found = milestone(accepted(correct(desk, project, "zone", "r1", "2020-12-02", "LAND", "r2")), "LAND")
    assert (found.reached_on, found.evidence) == ("2020-12-02", evidence("SITE_RECORD"))
    other = MilestoneCorrected(
        project_id=project,
        corrects="r2",
        reason="误",
        milestone="LAND",
        right_on="2020-12-03",
        evidence=evidence("DECISION_RECORD"),
    )
    assert milestone(accepted(desk.say("zone", other)), "LAND").evidence == evidence("DECISION_RECORD")


def test_a_stages_day_becomes_a_reported_one_only_with_something_to_prove_it(desk: Desk, project: str) -> None:
    desk.advance(project, *BUILDING, "COMPLETED")
    done = milestone(desk.the_project(project), "COMPLETED").reached_event or ""
    refused(correct(desk, project, "commerce", done, "2020-12-31", "COMPLETED"), "milestone-evidence-missing")
    started = milestone(desk.the_project(project)).reached_event or ""
    found = milestone(accepted(correct(desk, project, "commerce", started, "2020-12-30")))
    assert (found.by_stage, len(found.evidence)) == (False, 2)


def test_the_first_plan_is_its_planners_to_correct_though_another_unit_planned_anew(desk: Desk, project: str) -> None:
    first = MilestonePlanned(project_id=project, milestone="STARTED", planned_on="2021-03")
    accepted(desk.say("investment", first, "p1"))
    accepted(plan(desk, project, "zone", "2021-06", "延期"))
    refused(correct(desk, project, "zone", "p1", "2021-05"), "not-the-reporter")
    found = milestone(accepted(correct(desk, project, "investment", "p1", "2021-04")))
    assert (found.first_planned_on, found.planned_on, found.planned_by) == ("2021-04", "2021-06", "zone")
    refused(correct(desk, project, "investment", found.planned_event or "", "2021-07"), "not-the-reporter")


def test_a_move_to_a_stage_is_its_milestones_day_when_nobody_reported_one(desk: Desk, project: str) -> None:
    desk.advance(project, *BUILDING)
    found = milestone(desk.the_project(project))
    assert (found.reached_on, found.by_stage, found.reached_by) == ("2020-12-31", True, "commerce")
    assert {document.kind for document in found.evidence} == {"CONSTRUCTION_PERMIT", "SITE_RECORD"}


def test_a_reported_day_stands_beside_the_stages_own(desk: Desk, project: str) -> None:
    accepted(reach(desk, project, "zone", "2020-12-30"))
    desk.advance(project, *BUILDING)
    record = desk.the_project(project)
    assert (milestone(record).reached_on, record.stage_since) == ("2020-12-30", "2020-12-31")
    desk.advance(project, "COMPLETED", "PRODUCING")
    record = desk.the_project(project)
    assert [entry.milestone for entry in record.milestones] == ["STARTED", "COMPLETED", "PRODUCING"]


def test_a_completion_before_the_reported_start_is_no_move(desk: Desk, project: str) -> None:
    desk.advance(project, *BUILDING[:5])
    desk.today = date(2021, 3, 1)
    accepted(reach(desk, project, "zone", "2021-02-20"))
    gate = {"effective_on": date(2021, 1, 4)}
    accepted(desk.move(project, "BUILDING", "commerce", "CONSTRUCTION_PERMIT", "SITE_RECORD", **gate))
    refused(desk.move(project, "COMPLETED", "zone", effective_on=date(2021, 2, 1)), "dates-reversed")


def test_a_project_moved_back_loses_the_milestones_that_its_stage_implied_and_no_others(
    desk: Desk, project: str
) -> None:
    accepted(reach(desk, project, "zone", "2020-10-01", "CONSTRUCTION_PERMIT"))
    desk.advance(project, *BUILDING, "COMPLETED")
    accepted(desk.move(project, "BUILDING", "commerce", force=True, reason="未验收"))
    record = desk.the_project(project)
    assert milestone(record, "COMPLETED").reached_on is None
    assert milestone(record).reached_on == "2020-12-31"
    accepted(desk.move(project, "APPROVING", "commerce", force=True, reason="未开工"))
    record = desk.the_project(project)
    assert milestone(record).reached_on is None
    assert milestone(record, "CONSTRUCTION_PERMIT").reached_on == "2020-10-01"


def test_coming_back_from_suspension_is_no_second_start(desk: Desk) -> None:
    project = desk.project(stage="BUILDING", taken_over=True)
    accepted(desk.move(project, "SUSPENDED", "investment", reason="资金"))
    record = accepted(desk.move(project, "BUILDING", "investment"))
    assert record.milestones == ()


def test_a_project_taken_over_brings_its_milestone_and_the_corrected_day_goes_with_it(desk: Desk) -> None:
    project = desk.project(stage="BUILDING", taken_over=True, stage_since="2020-04")
    first = desk.the_project(project)
    assert (milestone(first).reached_on, first.progressed_on) == ("2020-04", date(2020, 4, 1))
    event = ProjectCorrected(project_id=project, corrects=first.last_event_id, reason="误", stage_since="2020-05-28")
    assert milestone(accepted(desk.say("investment", event))).reached_on == "2020-05-28"
    bare = desk.project("2", stage="BUILDING", taken_over=True)
    assert desk.the_project(bare).milestones == ()
    named = desk.the_project(bare).last_event_id
    event = ProjectCorrected(project_id=bare, corrects=named, reason="漏填", stage_since="2020-06")
    assert milestone(accepted(desk.say("investment", event))).reached_on == "2020-06"


def test_progress_is_the_last_day_on_which_something_happened(desk: Desk, project: str) -> None:
    assert desk.the_project(project).progressed_on == date(2020, 12, 31)
    desk.pass_days(40)
    assert accepted(reach(desk, project, "zone", "2021-02-01", "FILED")).progressed_on == date(2021, 2, 1)
    assert accepted(reach(desk, project, "zone", "2020-11-01", "ENERGY")).progressed_on == date(2021, 2, 1)
    assert accepted(plan(desk, project, "zone", "2021-08")).progressed_on == date(2021, 2, 1)


def test_an_ended_project_has_no_further_milestones_but_corrections(desk: Desk, project: str) -> None:
    accepted(reach(desk, project, "zone", "2020-12-01", event_id="r1"))
    accepted(desk.move(project, "TERMINATED", "investment", reason="撤资"))
    refused(reach(desk, project, "zone", "2020-12-02", "FILED"), "project-ended")
    refused(plan(desk, project, "zone", "2021-02"), "project-ended")
    accepted(correct(desk, project, "zone", "r1", "2020-12-02"))
