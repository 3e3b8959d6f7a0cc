"""A hold's life: approved, renewed, expired, released, committed at signing, occupied, vacated, freed at the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.carrier import (
    CarrierCommitted,
    CarrierListed,
    CarrierOccupied,
    CarrierVacated,
    CommitmentDue,
    ReservationApproved,
    ReservationExpired,
    ReservationReleased,
    ReservationRenewed,
    ReservationRequested,
)
from yipanqi.rules.outcome import Noted


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.project(host_unit="zone")


@pytest.fixture
def carrier(desk: Desk, project: str) -> str:
    """A carrier reserved for the project for thirty days by its hold `r`."""
    carrier = desk.carrier()
    accepted(desk.reserve(carrier, project, event_id="r"))
    return carrier


def kinds(desk: Desk, carrier: str) -> list[tuple[str, str, date | None]]:
    return [(hold.hold_id, hold.kind, hold.until_on) for hold in desk.the_carrier(carrier).holds]


def mirrored(desk: Desk, project: str) -> list[tuple[str, str, date | None]]:
    return [(held.hold_id, held.kind, held.until_on) for held in desk.the_project(project).carriers]


def commit(desk: Desk, carrier: str, unit: str = "snd-group", hold: str = "r") -> CarrierCommitted:
    return CarrierCommitted(carrier_id=carrier, hold_id=hold, contract_reference="HT-9", signed_on=desk.today)


def test_a_reservation_is_held_through_its_last_day_and_then_comes_free_by_itself(
    desk: Desk, carrier: str, project: str
) -> None:
    desk.pass_days(30)
    desk.settle()
    assert desk.the_carrier(carrier).status == "RESERVED"
    desk.pass_days(1)
    desk.settle()
    record = desk.the_carrier(carrier)
    assert (record.status, record.holds, record.updated_by) == ("AVAILABLE", (), "coordinator")
    assert mirrored(desk, project) == []


def test_the_clock_is_late_for_a_reservation_that_was_renewed(desk: Desk, carrier: str, project: str) -> None:
    old = desk.the_carrier(carrier).holds[0].until_on
    assert old is not None
    renewal = ReservationRenewed(carrier_id=carrier, hold_id="r", until_on=old + timedelta(days=10))
    accepted(desk.ask("investment", renewal))
    late = desk.say("coordinator", ReservationExpired(carrier_id=carrier, hold_id="r", until_on=old))
    assert late == Noted()
    assert kinds(desk, carrier) == mirrored(desk, project) == [("r", "RESERVED", old + timedelta(days=10))]


def test_requester_manager_and_commerce_renew_and_nobody_else(desk: Desk, carrier: str) -> None:
    until = desk.today + timedelta(days=40)
    for number, unit in enumerate(("investment", "snd-group", "commerce")):
        renewal = ReservationRenewed(carrier_id=carrier, hold_id="r", until_on=until + timedelta(days=number))
        refused(desk.say("soe-2", renewal), "not-your-record")
        accepted(desk.say(unit, renewal))
    refused(desk.say("investment", renewal), "dates-reversed")


def test_a_renewal_does_not_run_into_another_hold_or_an_earlier_request(desk: Desk, carrier: str) -> None:
    zone = desk.project(unit="zone")
    days = {"from_on": desk.today + timedelta(days=40), "until_on": desk.today + timedelta(days=50)}
    request = ReservationRequested(carrier_id=carrier, project_id=zone, **days)
    accepted(desk.say("zone", request))
    renewal = ReservationRenewed(carrier_id=carrier, hold_id="r", until_on=desk.today + timedelta(days=45))
    refused(desk.say("investment", renewal), "carrier-requested")
    desk.settle()
    refused(desk.say("investment", renewal), "carrier-held")
    accepted(desk.say("investment", renewal.model_copy(update={"until_on": desk.today + timedelta(days=39)})))


def test_the_manager_approves_once(desk: Desk, carrier: str) -> None:
    approval = ReservationApproved(carrier_id=carrier, hold_id="r")
    refused(desk.say("investment", approval), "not-your-record")
    assert accepted(desk.say("snd-group", approval)).holds[0].approved_by == "snd-group"
    refused(desk.say("snd-group", approval), "nothing-changed")
    refused(desk.say("snd-group", ReservationApproved(carrier_id=carrier, hold_id="nowhere")), "not-held")


@pytest.mark.parametrize("unit", ["investment", "snd-group", "commerce"])
def test_requester_manager_and_commerce_release_a_reservation(
    desk: Desk, carrier: str, project: str, unit: str
) -> None:
    release = ReservationReleased(carrier_id=carrier, hold_id="r", reason="另选")
    refused(desk.say("soe-2", release), "not-your-record")
    accepted(desk.ask(unit, release))
    assert desk.the_carrier(carrier).status == "AVAILABLE"
    assert mirrored(desk, project) == []


def test_signing_commits_the_projects_carriers_without_a_last_day(desk: Desk, carrier: str, project: str) -> None:
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    desk.settle()
    assert kinds(desk, carrier) == mirrored(desk, project) == [("r", "COMMITTED", None)]
    desk.pass_days(60)
    desk.settle()
    assert desk.the_carrier(carrier).status == "COMMITTED"
    refused(desk.reserve(carrier, desk.project("2")), "carrier-held")


def test_a_carrier_granted_while_its_project_is_signed_is_committed_in_either_order(desk: Desk, project: str) -> None:
    """The project's answer goes out before the signing, the carrier's word that it is held comes after it."""
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN")
    for number, word_first in enumerate((True, False)):
        carrier = desk.carrier(str(number))
        request = ReservationRequested(carrier_id=carrier, project_id=project, until_on=desk.today + timedelta(days=30))
        desk.say("investment", request, f"r{number}")
        desk.deliver(("project", project))
        desk.deliver(("carrier", carrier))
        if word_first:
            desk.deliver(("project", project))
        desk.advance(project, "SIGNED")
        desk.settle()
        assert kinds(desk, carrier) == [(f"r{number}", "COMMITTED", None)]
        accepted(desk.move(project, "PENDING_SIGN", "commerce", force=True, reason="重谈"))
    assert mirrored(desk, project) == [("r0", "COMMITTED", None), ("r1", "COMMITTED", None)]
    told = [e.event for e in desk.ledger if isinstance(e.event, CommitmentDue)]
    assert [(event.contract_reference, event.signed_on) for event in told] == [("HT-1", desk.today)] * 2


def test_a_signing_taken_back_before_the_carriers_word_commits_nothing(desk: Desk, project: str) -> None:
    carrier = desk.carrier()
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN")
    request = ReservationRequested(carrier_id=carrier, project_id=project, until_on=desk.today + timedelta(days=30))
    desk.say("investment", request, "r")
    desk.deliver(("project", project))
    desk.advance(project, "SIGNED")
    accepted(desk.move(project, "PENDING_SIGN", "commerce", force=True, reason="重谈"))
    desk.settle()
    assert [kind for _, kind, _ in kinds(desk, carrier)] == ["RESERVED"]


def test_a_reservation_asked_for_after_the_signing_is_the_managers_to_commit(desk: Desk, project: str) -> None:
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    carrier = desk.carrier()
    accepted(desk.reserve(carrier, project, event_id="r"))
    until = desk.today + timedelta(days=40)
    accepted(desk.ask("investment", ReservationRenewed(carrier_id=carrier, hold_id="r", until_on=until)))
    assert kinds(desk, carrier) == [("r", "RESERVED", until)]
    accepted(desk.ask("snd-group", commit(desk, carrier)))
    assert kinds(desk, carrier) == mirrored(desk, project) == [("r", "COMMITTED", None)]


def test_signing_does_not_override_a_later_hold_of_another_project(desk: Desk, carrier: str, project: str) -> None:
    zone = desk.project(unit="zone")
    days = {"from_on": desk.today + timedelta(days=40), "until_on": desk.today + timedelta(days=50)}
    accepted(desk.reserve(carrier, zone, unit="zone", event_id="later", **days))
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    desk.settle()
    assert [hold.kind for hold in desk.the_carrier(carrier).holds] == ["RESERVED", "RESERVED"]
    refused(desk.say("snd-group", commit(desk, carrier)), "carrier-held")
    accepted(desk.ask("zone", ReservationReleased(carrier_id=carrier, hold_id="later", reason="让出")))
    accepted(desk.say("snd-group", commit(desk, carrier)))


def test_a_carrier_is_committed_occupied_vacated_and_listed_again(desk: Desk, carrier: str, project: str) -> None:
    occupied = CarrierOccupied(carrier_id=carrier, hold_id="r", occupied_on=desk.today)
    refused(desk.say("snd-group", occupied), "hold-kind")
    refused(desk.say("investment", commit(desk, carrier)), "not-your-record")
    accepted(desk.ask("snd-group", commit(desk, carrier)))
    refused(
        desk.say("snd-group", ReservationRenewed(carrier_id=carrier, hold_id="r", until_on=desk.today)), "hold-kind"
    )
    assert accepted(desk.ask("snd-group", occupied)).status == "OCCUPIED"
    assert mirrored(desk, project) == [("r", "OCCUPIED", None)]
    early = CarrierVacated(carrier_id=carrier, hold_id="r", vacated_on=desk.today - timedelta(days=1))
    refused(desk.say("snd-group", early), "dates-reversed")
    desk.pass_days(10)
    record = accepted(desk.ask("snd-group", early.model_copy(update={"vacated_on": desk.today})))
    assert (record.status, record.vacant_since) == ("VACATED", "2021-01-10")
    assert mirrored(desk, project) == []
    refused(desk.reserve(carrier, project), "carrier-not-available")
    assert accepted(desk.say("snd-group", CarrierListed(carrier_id=carrier))).status == "AVAILABLE"


def test_facts_about_a_hold_are_not_reported_ahead(desk: Desk, carrier: str) -> None:
    tomorrow = desk.today + timedelta(days=1)
    refused(desk.say("snd-group", commit(desk, carrier).model_copy(update={"signed_on": tomorrow})), "date-in-future")
    accepted(desk.say("snd-group", commit(desk, carrier)))
    occupied = CarrierOccupied(carrier_id=carrier, hold_id="r", occupied_on=tomorrow)
    refused(desk.say("snd-group", occupied), "date-in-future")


def test_only_commerce_takes_back_a_commitment(desk: Desk, carrier: str) -> None:
    accepted(desk.say("snd-group", commit(desk, carrier)))
    release = ReservationReleased(carrier_id=carrier, hold_id="r", reason="解约")
    for unit in ("investment", "snd-group"):
        refused(desk.say(unit, release), "role-not-allowed")
    assert accepted(desk.say("commerce", release)).status == "AVAILABLE"


def test_a_terminated_projects_carriers_come_free(desk: Desk, carrier: str, project: str) -> None:
    accepted(desk.move(project, "TERMINATED", "investment", reason="撤资"))
    desk.settle()
    assert desk.the_carrier(carrier).status == "AVAILABLE"
    assert mirrored(desk, project) == []


def test_a_carrier_granted_to_a_project_that_ended_meanwhile_is_given_back(desk: Desk, project: str) -> None:
    carrier = desk.carrier()
    request = ReservationRequested(carrier_id=carrier, project_id=project, until_on=desk.today)
    accepted(desk.say("investment", request))
    desk.deliver(("project", project))
    accepted(desk.move(project, "TERMINATED", "investment", reason="撤资"))
    desk.deliver(("carrier", carrier))
    assert desk.the_carrier(carrier).status == "RESERVED"
    desk.settle()
    assert desk.the_carrier(carrier).status == "AVAILABLE"
    assert mirrored(desk, project) == []


def test_an_occupied_carrier_stays_so_after_its_project_ended_until_the_user_moves_out(
    desk: Desk, carrier: str, project: str
) -> None:
    accepted(desk.ask("snd-group", commit(desk, carrier)))
    accepted(desk.ask("snd-group", CarrierOccupied(carrier_id=carrier, hold_id="r", occupied_on=desk.today)))
    accepted(desk.move(project, "TERMINATED", "investment", reason="破产"))
    desk.settle()
    assert desk.the_carrier(carrier).status == "OCCUPIED"
    accepted(desk.ask("snd-group", CarrierVacated(carrier_id=carrier, hold_id="r", vacated_on=desk.today)))
    assert mirrored(desk, project) == []


def test_a_carrier_taken_over_as_occupied_bars_reservations_until_vacated(desk: Desk) -> None:
    carrier, project = desk.carrier("2", status="OCCUPIED"), desk.project()
    outcome = refused(desk.reserve(carrier, project), "carrier-held")
    assert "until further notice" in outcome.reason_en
    vacated = CarrierVacated(carrier_id=carrier, hold_id="taken-over", vacated_on=desk.today)
    assert accepted(desk.say("snd-group", vacated)).status == "VACATED"
