"""Cases of putting a carrier to use: one at a time, verified and approved by others, m² freed within the carrier."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, evidence, refused

from yipanqi.models.carrier import CarrierUpdated, CarrierWithdrawn, RevitalisationAsked, RevitalisationClosed
from yipanqi.models.revitalisation import (
    CarrierChecked,
    NegotiationBegun,
    PlanApproved,
    Revitalisation,
    RevitalisationAbandoned,
    RevitalisationCorrected,
    RevitalisationDone,
    RevitalisationIdentified,
    RevitalisationUpdated,
    RevitalisationVerified,
    WorkBegun,
)
from yipanqi.rules.outcome import Noted
from yipanqi.rules.table import waiting

CASE = "snd-group-revitalisation-1"
PLANT = "snd-group-carrier-1"


def finding(case: str = CASE, carrier: str = PLANT, **facts: Any) -> RevitalisationIdentified:
    given = {"revitalisation_id": case, "carrier_id": carrier, "mode": "REPLACEMENT", **facts}
    return RevitalisationIdentified.model_validate(given)


def case_of(desk: Desk, case: str = CASE) -> Revitalisation:
    state = desk.states["revitalisation", case]
    assert isinstance(state, Revitalisation)
    return state


def step(desk: Desk, to: str, *kinds: str, case: str = CASE, on: date | None = None, **facts: Any) -> Any:
    day, given = on or desk.today, {"revitalisation_id": case, "evidence": evidence(*kinds)}
    match to:
        case "VERIFIED":
            return RevitalisationVerified(**given, verified_on=day)
        case "NEGOTIATING":
            return NegotiationBegun(revitalisation_id=case, begun_on=day)
        case "PLAN_APPROVED":
            return PlanApproved(**given, approved_on=day)
        case "IN_PROGRESS":
            return WorkBegun(**given, begun_on=day)
        case _:
            return RevitalisationDone(**given, done_on=day, freed_m2=Decimal(facts.pop("freed", "900")))


WAY = {
    "VERIFIED": ("zone", "SITE_RECORD"),
    "NEGOTIATING": ("snd-group",),
    "PLAN_APPROVED": ("commerce", "DECISION_RECORD"),
    "IN_PROGRESS": ("snd-group", "CONTRACT"),
    "DONE": ("snd-group", "ACCEPTANCE_RECORD"),
}


def advance(desk: Desk, upto: str) -> Revitalisation:
    for to, (unit, *kinds) in WAY.items():
        accepted(desk.ask(unit, step(desk, to, *kinds)))
        if to == upto:
            break
    return case_of(desk)


@pytest.fixture
def plant(desk: Desk) -> Desk:
    desk.carrier(floor_m2=Decimal(1000))
    return desk


# Naming a carrier -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "carrying"),
    [("snd-group", "snd-group"), ("soe-2", "soe-2"), ("zone", "snd-group"), ("commerce", "snd-group")],
)
def test_who_names_a_carrier_carries_the_case_out_but_supervisors_leave_it_to_its_manager(
    plant: Desk, unit: str, carrying: str
) -> None:
    case = f"{unit}-revitalisation-1"
    accepted(plant.ask(unit, finding(case)))
    record = case_of(plant, case)
    assert (record.status, record.owner_unit, record.identified_by) == ("IDENTIFIED", carrying, unit)
    assert (record.carrier_area_m2, record.carrier_manager_unit) == (1000, "snd-group")
    assert plant.the_carrier(PLANT).revitalisation_id == case


def test_a_finding_waits_for_its_carrier(plant: Desk) -> None:
    accepted(plant.say("snd-group", finding(), "first"))
    assert case_of(plant).status == "CHECKING"
    assert list(waiting("revitalisation", case_of(plant))) == [("snd-group", "first")]
    refused(plant.say("snd-group", step(plant, "NEGOTIATING")), "not-in-state")
    refused(plant.say("snd-group", RevitalisationUpdated(revitalisation_id=CASE, remarks="x")), "not-in-state")
    plant.settle()
    assert list(waiting("revitalisation", case_of(plant))) == []


def test_a_carrier_that_is_not_there_or_was_withdrawn_has_no_case(plant: Desk) -> None:
    refused(plant.ask("snd-group", finding(carrier="snd-group-carrier-9")), "no-such-carrier")
    assert (case_of(plant).status, case_of(plant).refusal) == ("REFUSED", "no-such-carrier")
    accepted(plant.say("snd-group", CarrierWithdrawn(carrier_id=PLANT, reason="出售")))
    refused(plant.ask("snd-group", finding("snd-group-revitalisation-2")), "carrier-withdrawn")


def test_a_case_that_was_not_taken_up_may_be_named_again_by_the_same_unit(plant: Desk) -> None:
    uuid = "0b0b0b0b-0000-4000-8000-000000000001"
    refused(plant.ask("snd-group", finding(uuid, "snd-group-carrier-9", remarks="旧")), "no-such-carrier")
    refused(plant.say("zone", finding(uuid)), "not-your-record")
    accepted(plant.ask("snd-group", finding(uuid)))
    record = case_of(plant, uuid)
    assert (record.status, record.refusal, record.carrier_id, record.remarks) == ("IDENTIFIED", None, PLANT, None)
    assert record.version == 4
    refused(plant.say("snd-group", finding(uuid)), "already-registered")


def test_one_case_of_a_carrier_is_open_at_a_time_and_the_first_in_its_log_wins(plant: Desk) -> None:
    accepted(plant.say("snd-group", finding(), "a"))
    accepted(plant.say("soe-2", finding("soe-2-revitalisation-1"), "b"))
    plant.settle()
    assert case_of(plant).status == "IDENTIFIED"
    assert case_of(plant, "soe-2-revitalisation-1").refusal == "case-open"
    assert {s.event_id: s.refusal and s.refusal.code for _, s in plant.settlements} == {"a": None, "b": "case-open"}


def test_a_finding_is_of_an_own_id_no_day_to_come_and_a_status_it_can_have(plant: Desk) -> None:
    refused(plant.say("soe-2", finding()), "id-not-yours")
    refused(plant.say("snd-group", finding(identified_on=plant.today + timedelta(days=1))), "date-in-future")
    refused(plant.say("snd-group", finding(status="NEGOTIATING")), "entry-status")
    for status in ("DONE", "ABANDONED", "CHECKING"):
        refused(plant.say("snd-group", finding(status=status, taken_over=True)), "entry-status")
    accepted(plant.ask("snd-group", finding(status="NEGOTIATING", taken_over=True)))
    record = case_of(plant)
    assert (record.status, record.taken_over, record.steps[0].reached_on) == ("NEGOTIATING", True, None)
    approval = step(plant, "PLAN_APPROVED", "DECISION_RECORD")
    assert accepted(plant.ask("commerce", approval)).taken_over is False


# The way of a case ------------------------------------------------------------------------------------------------


def test_a_case_goes_its_way_and_makes_room_for_another(plant: Desk) -> None:
    accepted(plant.ask("snd-group", finding()))
    record = advance(plant, "DONE")
    assert [s.status for s in record.steps] == ["IDENTIFIED", *WAY]
    assert [s.by_unit for s in record.steps] == ["snd-group", *(way[0] for way in WAY.values())]
    assert (record.freed_m2, record.done_on, record.verified_by) == (900, plant.today, "zone")
    assert plant.the_carrier(PLANT).revitalisation_id is None
    accepted(plant.ask("soe-2", finding("soe-2-revitalisation-1")))


@pytest.mark.parametrize("to", list(WAY))
def test_no_step_is_skipped_repeated_or_taken_by_another_unit(plant: Desk, to: str) -> None:
    accepted(plant.ask("snd-group", finding()))
    order = list(WAY)
    unit, *kinds = WAY[to]
    if to != order[0]:
        refused(plant.say(unit, step(plant, to, *kinds)), "not-in-state")
        advance(plant, order[order.index(to) - 1])
    wrong = refused(
        plant.say("soe-2", step(plant, to, *kinds)), "role-not-allowed" if unit != "snd-group" else "not-your-record"
    )
    assert wrong
    accepted(plant.say(unit, step(plant, to, *kinds)))
    refused(plant.say(unit, step(plant, to, *kinds)), "not-in-state")


@pytest.mark.parametrize("to", ["VERIFIED", "PLAN_APPROVED", "IN_PROGRESS", "DONE"])
def test_each_step_has_its_evidence(plant: Desk, to: str) -> None:
    accepted(plant.ask("snd-group", finding()))
    order = list(WAY)
    if to != order[0]:
        advance(plant, order[order.index(to) - 1])
    unit = WAY[to][0]
    refused(plant.say(unit, step(plant, to)), "case-evidence-missing")
    if to in ("VERIFIED", "PLAN_APPROVED"):
        refused(plant.say(unit, step(plant, to, "OTHER")), "case-evidence-missing")


def test_days_run_forward_and_none_lies_in_the_future(plant: Desk) -> None:
    accepted(plant.ask("snd-group", finding(identified_on=plant.today)))
    early, late = plant.today - timedelta(days=1), plant.today + timedelta(days=1)
    refused(plant.say("zone", step(plant, "VERIFIED", "SITE_RECORD", on=early)), "dates-reversed")
    refused(plant.say("zone", step(plant, "VERIFIED", "SITE_RECORD", on=late)), "date-in-future")


def test_no_unit_verifies_or_approves_the_case_of_its_own_carrier(desk: Desk) -> None:
    """Invariant 3."""
    desk.carrier(unit="zone", floor_m2=Decimal(10))
    accepted(desk.ask("commerce", finding("commerce-revitalisation-1", "zone-carrier-1")))
    verification = step(desk, "VERIFIED", "SITE_RECORD", case="commerce-revitalisation-1")
    refused(desk.say("zone", verification), "party-to-case")
    assert accepted(desk.say("commerce", verification)).verified_by == "commerce", "it only named the carrier"
    desk.carrier("2", unit="commerce", floor_m2=Decimal(10))
    accepted(desk.ask("commerce", finding("commerce-revitalisation-2", "commerce-carrier-2")))
    accepted(desk.say("zone", step(desk, "VERIFIED", "SITE_RECORD", case="commerce-revitalisation-2")))
    accepted(desk.say("commerce", step(desk, "NEGOTIATING", case="commerce-revitalisation-2")))
    approval = step(desk, "PLAN_APPROVED", "DECISION_RECORD", case="commerce-revitalisation-2")
    refused(desk.say("commerce", approval), "party-to-case")


def test_the_area_freed_is_within_the_carriers_as_it_is_by_then(plant: Desk) -> None:
    accepted(plant.ask("snd-group", finding()))
    advance(plant, "IN_PROGRESS")
    refused(plant.say("snd-group", step(plant, "DONE", "OTHER", freed="1000.01")), "freed-too-large")
    accepted(plant.ask("snd-group", CarrierUpdated(carrier_id=PLANT, floor_m2=Decimal(500))))
    refused(plant.say("snd-group", step(plant, "DONE", "OTHER", freed="501")), "freed-too-large")
    accepted(plant.ask("snd-group", CarrierUpdated(carrier_id=PLANT, cleared=("floor_m2",))))
    refused(plant.say("snd-group", step(plant, "DONE", "OTHER", freed="1")), "carrier-area-unknown")
    accepted(plant.ask("snd-group", CarrierUpdated(carrier_id=PLANT, name="改名", floor_m2=Decimal(600))))
    assert accepted(plant.ask("snd-group", step(plant, "DONE", "OTHER", freed="600"))).freed_m2 == 600


@pytest.mark.parametrize("unit", ["snd-group", "commerce"])
def test_a_case_is_given_up_with_a_reason(plant: Desk, unit: str) -> None:
    accepted(plant.ask("snd-group", finding()))
    giving_up = RevitalisationAbandoned(revitalisation_id=CASE, reason="产权纠纷")
    refused(plant.say("soe-2", giving_up), "not-your-record")
    refused(plant.say(unit, RevitalisationAbandoned(revitalisation_id=CASE, reason=None)), "abandon-reason-missing")
    record = accepted(plant.ask(unit, giving_up))
    assert (record.status, record.abandoned_reason) == ("ABANDONED", "产权纠纷")
    assert plant.the_carrier(PLANT).revitalisation_id is None
    refused(plant.say(unit, giving_up), "not-in-state")


def test_a_carrier_with_an_open_case_stays_on_the_register(plant: Desk) -> None:
    accepted(plant.ask("snd-group", finding()))
    refused(plant.say("snd-group", CarrierWithdrawn(carrier_id=PLANT, reason="出售")), "case-open")


# Facts ------------------------------------------------------------------------------------------------------------


def test_the_carrying_unit_reports_facts_and_a_correction_names_what_was_wrong(plant: Desk) -> None:
    accepted(plant.ask("snd-group", finding(), "first"))
    update = RevitalisationUpdated(revitalisation_id=CASE, mode="ACQUISITION", expected_m2=Decimal(800))
    refused(plant.say("zone", update), "not-your-record")
    record = accepted(plant.say("snd-group", update))
    assert (record.mode, record.expected_m2) == ("ACQUISITION", 800)
    wrong = RevitalisationCorrected(revitalisation_id=CASE, corrects="first", reason="误", mode="COOPERATION")
    refused(plant.say("snd-group", wrong.model_copy(update={"corrects": "x"})), "unknown-event")
    refused(plant.say("snd-group", wrong.model_copy(update={"freed_m2": Decimal(1)})), "case-not-done")
    assert accepted(plant.say("commerce", wrong)).mode == "COOPERATION"
    advance(plant, "DONE")
    refused(plant.say("snd-group", wrong.model_copy(update={"cleared": ("freed_m2",)})), "case-not-done")
    refused(plant.say("snd-group", wrong.model_copy(update={"freed_m2": Decimal(1001)})), "freed-too-large")
    assert accepted(plant.say("snd-group", wrong.model_copy(update={"freed_m2": Decimal(7)}))).freed_m2 == 7


def test_messages_of_the_coordinator_are_not_for_units_and_late_ones_change_nothing(plant: Desk) -> None:
    accepted(plant.ask("snd-group", finding()))
    other = CarrierChecked(revitalisation_id=CASE, carrier_id="snd-group-carrier-9", found=False)
    ask = RevitalisationAsked(carrier_id=PLANT, revitalisation_id="soe-2-revitalisation-1")
    close = RevitalisationClosed(carrier_id=PLANT, revitalisation_id="soe-2-revitalisation-1")
    for message in (other, ask, close):
        refused(plant.say("commerce", message), "role-not-allowed")
    assert plant.say("coordinator", other) == Noted()
    assert plant.say("coordinator", close) == Noted()
    again = plant.say("coordinator", RevitalisationAsked(carrier_id=PLANT, revitalisation_id=CASE))
    assert isinstance(again, Noted)
    same = again.follow_ups[0]
    assert plant.say("coordinator", same) == Noted()
