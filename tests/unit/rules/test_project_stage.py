"""A stage moves only along the table, by the unit named there, with the evidence named there (invariant 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.desk import WAY, Desk, accepted, refused

from yipanqi.models.project import ProjectFlagSet

MAIN = ("NEGOTIATING", "PENDING_SIGN", "SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "COMPLETED", "PRODUCING")
UNITS = {"commerce": "commerce", "owner": "investment", "host": "zone"}


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.project(host_unit="zone")


def before(stage: str) -> tuple[str, ...]:
    if stage in ("FITTING_OUT", "OPERATING"):
        return (*MAIN[:3], *(["FITTING_OUT"] if stage == "OPERATING" else []))
    return MAIN if stage == "FULL_CAPACITY" else MAIN[: MAIN.index(stage)]


def test_a_project_passes_every_gate_from_screening_to_full_capacity(desk: Desk, project: str) -> None:
    desk.advance(project, *MAIN, "FULL_CAPACITY")
    record = desk.the_project(project)
    assert record.stage == "FULL_CAPACITY"
    assert [step.stage for step in record.stage_history] == ["SCREENING", *MAIN, "FULL_CAPACITY"]
    assert record.contract_reference == "HT-1"


def test_an_asset_light_project_goes_from_signing_over_fitting_out_to_operating(desk: Desk, project: str) -> None:
    desk.advance(project, *MAIN[:3], "FITTING_OUT", "OPERATING")
    assert desk.the_project(project).stage == "OPERATING"


@pytest.mark.parametrize("stage", list(WAY))
def test_only_the_unit_named_by_the_table_makes_the_move(desk: Desk, project: str, stage: str) -> None:
    desk.advance(project, *before(stage))
    who, kinds = WAY[stage]
    for role, unit in UNITS.items():
        if role != who:
            outcome = desk.move(project, stage, unit, *kinds, contract_reference="HT-1")
            refused(outcome, "role-not-allowed" if who == "commerce" else "not-your-record")
    refused(
        desk.move(project, stage, "soe-2", *kinds, contract_reference="HT-1"),
        "role-not-allowed" if who == "commerce" else "not-your-record",
    )
    accepted(desk.move(project, stage, UNITS[who], *kinds, contract_reference="HT-1"))


@pytest.mark.parametrize(("stage", "kind"), [(stage, kind) for stage, (_, kinds) in WAY.items() for kind in kinds])
def test_each_piece_of_evidence_that_a_gate_names_is_needed(desk: Desk, project: str, stage: str, kind: str) -> None:
    desk.advance(project, *before(stage))
    who, kinds = WAY[stage]
    rest = [other for other in kinds if other != kind]
    outcome = refused(desk.move(project, stage, UNITS[who], *rest, contract_reference="HT-1"), "evidence-missing")
    assert kind in outcome.reason_en
    assert outcome.field == "evidence"


def test_signing_needs_the_contracts_reference(desk: Desk, project: str) -> None:
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN")
    refused(desk.move(project, "SIGNED", "commerce", "CONTRACT"), "contract-missing")


@pytest.mark.parametrize("stage", ["SIGNED", "BUILDING", "PENDING_SIGN", "OPERATING"])
def test_no_stage_is_skipped_not_even_by_commerce(desk: Desk, project: str, stage: str) -> None:
    kinds = WAY[stage][1]
    for force in (False, True):
        outcome = desk.move(project, stage, "commerce", *kinds, contract_reference="HT-1", force=force, reason="急")
        refused(outcome, "stage-not-allowed")


def test_the_owner_stands_in_for_an_unknown_host(desk: Desk) -> None:
    project = desk.project()
    desk.advance(project, *MAIN[:3])
    accepted(desk.move(project, "APPROVING", "investment"))


def test_commerce_moves_back_with_a_reason_and_the_gates_count_again(desk: Desk, project: str) -> None:
    desk.advance(project, *MAIN[:4])
    refused(desk.move(project, "NEGOTIATING", "commerce"), "stage-not-allowed")
    refused(desk.move(project, "NEGOTIATING", "commerce", force=True), "reason-missing")
    refused(desk.move(project, "NEGOTIATING", "investment", force=True, reason="重谈"), "role-not-allowed")
    record = accepted(desk.move(project, "NEGOTIATING", "commerce", force=True, reason="重谈"))
    assert (record.stage, record.contract_reference) == ("NEGOTIATING", None)
    refused(desk.move(project, "SIGNED", "commerce", "CONTRACT", contract_reference="HT-2"), "stage-not-allowed")
    refused(desk.move(project, "PENDING_SIGN", "investment"), "evidence-missing")


def test_a_suspended_project_returns_only_to_where_it_stood(desk: Desk, project: str) -> None:
    desk.advance(project, *MAIN[:4])
    refused(desk.move(project, "SUSPENDED", "zone"), "reason-missing")
    record = accepted(desk.move(project, "SUSPENDED", "zone", reason="资金"))
    assert record.stage_before_suspension == "APPROVING"
    refused(desk.move(project, "READY_TO_START", "zone"), "stage-not-allowed")
    refused(desk.move(project, "SIGNED", "commerce", "CONTRACT", contract_reference="x"), "stage-not-allowed")
    refused(desk.move(project, "APPROVING", "soe-2"), "not-your-record")
    record = accepted(desk.move(project, "APPROVING", "investment"))
    assert (record.stage, record.stage_before_suspension) == ("APPROVING", None)


def test_commerce_may_send_a_suspended_project_further_back_but_not_ahead(desk: Desk, project: str) -> None:
    desk.advance(project, *MAIN[:4])
    accepted(desk.move(project, "SUSPENDED", "commerce", reason="资金"))
    refused(desk.move(project, "BUILDING", "commerce", force=True, reason="急"), "stage-not-allowed")
    accepted(desk.move(project, "NEGOTIATING", "commerce", force=True, reason="重谈"))


def test_nothing_leaves_terminated(desk: Desk, project: str) -> None:
    refused(desk.move(project, "TERMINATED", "investment"), "reason-missing")
    refused(desk.move(project, "TERMINATED", "zone", reason="撤资"), "not-your-record")
    accepted(desk.move(project, "TERMINATED", "investment", reason="撤资"))
    for stage in ("SCREENING", "NEGOTIATING", "SUSPENDED", "TERMINATED"):
        refused(desk.move(project, stage, "commerce", force=True, reason="重启"), "project-ended")


def test_a_move_is_reported_after_it_happened_and_not_before_the_last(desk: Desk) -> None:
    project = desk.project(stage_since="2020-11")
    refused(
        desk.move(project, "NEGOTIATING", "commerce", effective_on=desk.today + timedelta(days=1)), "date-in-future"
    )
    refused(
        desk.move(project, "NEGOTIATING", "commerce", effective_on=desk.today - timedelta(days=61)), "dates-reversed"
    )
    record = accepted(desk.move(project, "NEGOTIATING", "commerce", effective_on=desk.today - timedelta(days=60)))
    assert record.stage_since == "2020-11-01"


@pytest.mark.parametrize("flag", ["red_line", "basic_farmland"])
def test_a_red_line_or_farmland_flag_bars_the_brink_of_signing_until_cleared(desk: Desk, flag: str) -> None:
    project = desk.project(**{flag: True})
    desk.advance(project, "NEGOTIATING")
    outcome = refused(desk.move(project, "PENDING_SIGN", "investment", "DECISION_RECORD"), "red-line")
    assert outcome.field == flag
    accepted(desk.say("commerce", ProjectFlagSet(project_id=project, flag=flag, raised=False, reason="已核查")))
    accepted(desk.move(project, "PENDING_SIGN", "investment", "DECISION_RECORD"))


def test_a_flag_raised_at_the_brink_bars_signing_and_coming_back_to_it(desk: Desk, project: str) -> None:
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN")
    accepted(desk.say("zone", ProjectFlagSet(project_id=project, flag="red_line", raised=True, reason="套图")))
    refused(desk.move(project, "SIGNED", "commerce", "CONTRACT", contract_reference="HT-1"), "red-line")
    accepted(desk.move(project, "SUSPENDED", "investment", reason="核查"))
    refused(desk.move(project, "PENDING_SIGN", "investment"), "red-line")


def test_high_energy_bars_nothing(desk: Desk) -> None:
    project = desk.project(high_energy=True, high_emission=True)
    desk.advance(project, *MAIN[:3])
    assert desk.the_project(project).stage == "SIGNED"
