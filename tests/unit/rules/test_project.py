"""Projects: registered by their unit, taken over until confirmed, changed by their owner, corrected by name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.support.desk import Desk, accepted, cny, refused

from yipanqi.models.project import (
    ProjectCorrected,
    ProjectFlagSet,
    ProjectRegistered,
    ProjectTakeoverConfirmed,
    ProjectUpdated,
)


def registration(identifier: str, **facts: object) -> ProjectRegistered:
    return ProjectRegistered.model_validate(
        {"project_id": identifier, "name": "甲", "stage": "SCREENING", "taken_over": False, **facts}
    )


def test_a_registered_project_has_its_facts_its_owner_and_its_first_stage(desk: Desk) -> None:
    event = registration("investment-project-1", planned_investment=cny("148500000"), contact_name="王")
    record = accepted(desk.say("investment", event, "first"))
    assert (record.owner_unit, record.stage, record.version) == ("investment", "SCREENING", 1)
    assert record.planned_investment == cny("148500000")
    assert record.recent_events == ("first",)
    assert [(step.stage, step.by_unit, step.event_id) for step in record.stage_history] == [
        ("SCREENING", "investment", "first")
    ]
    assert type(record).from_avro(record.to_avro()) == record


def test_an_id_belongs_to_the_unit_that_it_names_and_uuids_to_everyone(desk: Desk) -> None:
    refused(desk.say("zone", registration("investment-project-1")), "id-not-yours")
    refused(desk.say("investment", registration("investment-carrier-1")), "id-not-yours")
    accepted(desk.say("zone", registration("0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f")))


def test_a_new_project_starts_at_screening_a_known_one_is_taken_over_where_it_stands(desk: Desk) -> None:
    refused(desk.say("investment", registration("investment-project-1", stage="SIGNED")), "registration-stage")
    event = registration("investment-project-1", stage="SIGNED", stage_since="2019-05", taken_over=True, red_line=True)
    record = accepted(desk.say("investment", event))
    assert (record.stage, record.stage_since, record.taken_over) == ("SIGNED", "2019-05", True)
    refused(desk.say("investment", event), "already-registered")


def test_no_project_has_reached_its_stage_on_a_day_to_come(desk: Desk) -> None:
    given = {"stage": "SIGNED", "taken_over": True}
    event = registration("investment-project-1", stage_since="2021", **given)
    assert refused(desk.say("investment", event), "date-in-future").field == "stage_since"
    accepted(desk.say("investment", registration("investment-project-1", stage_since="2020", **given)))


def test_a_host_is_a_unit_of_the_catalogue(desk: Desk) -> None:
    outcome = desk.say("investment", registration("investment-project-1", host_unit="nobody"))
    assert refused(outcome, "unknown-organisation").field == "host_unit"


def test_commerce_confirms_a_stage_that_was_taken_over(desk: Desk) -> None:
    project = desk.project(stage="SIGNED", taken_over=True)
    confirm = ProjectTakeoverConfirmed(project_id=project, stage="SIGNED")
    refused(desk.say("investment", confirm), "role-not-allowed")
    refused(desk.say("commerce", ProjectTakeoverConfirmed(project_id=project, stage="BUILDING")), "takeover-stage")
    assert accepted(desk.say("commerce", confirm)).taken_over_confirmed
    refused(desk.say("commerce", confirm), "nothing-changed")


def test_the_first_move_through_a_gate_ends_the_taking_over(desk: Desk) -> None:
    project = desk.project(stage="SIGNED", taken_over=True)
    desk.advance(project, "APPROVING")
    record = desk.the_project(project)
    assert not record.taken_over
    assert [step.taken_over for step in record.stage_history] == [True, False]


def test_suspending_and_resuming_do_not_prove_a_stage_that_was_taken_over(desk: Desk) -> None:
    project = desk.project(stage="BUILDING", taken_over=True)
    accepted(desk.move(project, "SUSPENDED", "investment", reason="资金"))
    record = accepted(desk.move(project, "BUILDING", "investment"))
    assert record.taken_over
    assert record.stage_history[-1].taken_over


def test_commerce_puts_a_project_taken_over_as_suspended_where_it_stood_and_it_stays_marked(desk: Desk) -> None:
    project = desk.project(stage="SUSPENDED", taken_over=True)
    refused(desk.move(project, "BUILDING", "investment"), "stage-not-allowed")
    record = accepted(desk.move(project, "BUILDING", "commerce", force=True, reason="查明原阶段"))
    assert (record.stage, record.taken_over) == ("BUILDING", True)


def test_the_owner_reports_changes_and_absent_facts_stay(desk: Desk) -> None:
    project = desk.project(host_unit="zone", place_text="通安", land_m2=Decimal("100"))
    update = ProjectUpdated(project_id=project, land_m2=Decimal("200"), cleared=("place_text", "contact_name"))
    for unit in ("zone", "commerce", "soe-2"):
        refused(desk.say(unit, update), "not-your-record")
    record = accepted(desk.say("investment", update))
    assert (record.land_m2, record.place_text, record.host_unit, record.version) == (200, None, "zone", 2)


@pytest.mark.parametrize("name", ["name", "stage", "version", "taken_over", "owner_unit", "project_id", "remarks"])
def test_only_facts_that_may_be_unknown_can_be_cleared(desk: Desk, name: str) -> None:
    project = desk.project()
    update = ProjectUpdated(project_id=project, cleared=(name,), remarks="又给了新值")
    assert refused(desk.say("investment", update), "cannot-clear").field == "cleared"


def test_a_changed_fact_takes_its_old_wording_with_it(desk: Desk) -> None:
    project = desk.project(source_text={"land_m2": "150亩", "planned_investment": "约1亿元"}, land_m2=Decimal("100000"))
    record = accepted(desk.say("investment", ProjectUpdated(project_id=project, land_m2=Decimal("1"))))
    assert record.source_text == {"planned_investment": "约1亿元"}
    update = ProjectUpdated(project_id=project, planned_investment=cny("2"), source_text={"planned_investment": "2元"})
    assert accepted(desk.say("investment", update)).source_text == {"planned_investment": "2元"}


def test_a_correction_names_an_event_of_this_record(desk: Desk) -> None:
    project = desk.project()
    other = desk.project("2")
    mine, others = desk.the_project(project).last_event_id, desk.the_project(other).last_event_id
    refused(
        desk.say("investment", ProjectCorrected(project_id=project, corrects=others, reason="误报", name="乙")),
        "unknown-event",
    )
    correction = ProjectCorrected(project_id=project, corrects=mine, reason="误报", name="乙", stage_since="2020-12")
    refused(desk.say("zone", correction), "not-your-record")
    for unit in ("investment", "commerce"):
        record = accepted(desk.say(unit, correction))
    assert (record.name, record.stage_since, record.stage_history[-1].since) == ("乙", "2020-12", "2020-12")


def test_a_record_remembers_its_last_two_hundred_events(desk: Desk) -> None:
    project = desk.project()
    for number in range(205):
        desk.say("investment", ProjectUpdated(project_id=project, remarks=str(number)), f"u{number}")
    record = desk.the_project(project)
    assert record.recent_events == tuple(f"u{number}" for number in range(5, 205))
    assert record.version == 206


def test_owner_host_and_commerce_raise_flags_and_only_commerce_clears_them(desk: Desk) -> None:
    project = desk.project(host_unit="zone")
    raising = ProjectFlagSet(project_id=project, flag="red_line", raised=True, reason="套图")
    clearing = ProjectFlagSet(project_id=project, flag="red_line", raised=False, reason="已调整")
    refused(desk.say("soe-2", raising), "not-your-record")
    for unit in ("investment", "zone", "commerce"):
        assert accepted(desk.say(unit, raising)).red_line
        refused(desk.say(unit, raising), "nothing-changed")
        refused(desk.say("investment", clearing), "role-not-allowed")
        assert accepted(desk.say("commerce", clearing)).red_line is False


def test_after_the_end_only_corrections_remain(desk: Desk) -> None:
    project = desk.project()
    accepted(desk.move(project, "TERMINATED", "investment", reason="撤资"))
    refused(desk.say("investment", ProjectUpdated(project_id=project, name="乙")), "project-ended")
    flag = ProjectFlagSet(project_id=project, flag="red_line", raised=True, reason="x")
    refused(desk.say("investment", flag), "project-ended")
    event = desk.the_project(project).last_event_id
    accepted(desk.say("investment", ProjectCorrected(project_id=project, corrects=event, reason="误", name="乙")))
