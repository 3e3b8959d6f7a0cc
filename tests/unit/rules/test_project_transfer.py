"""A project goes to another unit when that unit takes it; the parts in the credit add to 100 percent (invariant 6)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.desk import START, Desk, accepted, refused

from yipanqi.models.carrier import (
    ProjectPartiesChanged,
    ReservationReleased,
    ReservationRenewed,
    ReservationRequested,
)
from yipanqi.models.project import (
    CreditShare,
    ProjectTransferAccepted,
    ProjectTransferDeclined,
    ProjectTransferOffered,
    ProjectTransferWithdrawn,
    ProjectUpdated,
)
from yipanqi.rules.outcome import Noted, Outcome


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.project()


def shares(**parts: str) -> tuple[CreditShare, ...]:
    return tuple(CreditShare(unit=unit.replace("_", "-"), share_percent=Decimal(part)) for unit, part in parts.items())


def offer(
    desk: Desk, project: str, unit: str, to_unit: str, parts: tuple[CreditShare, ...], event_id: str = "offer"
) -> Outcome:
    event = ProjectTransferOffered(project_id=project, to_unit=to_unit, shares=parts, reason="属地")
    return desk.say(unit, event, event_id)


def accept(desk: Desk, project: str, unit: str, event_id: str = "offer") -> Outcome:
    return desk.say(unit, ProjectTransferAccepted(project_id=project, offer_event=event_id))


HALVES = shares(investment="40", zone="60")


def test_the_project_becomes_the_other_units_when_that_unit_accepts(desk: Desk, project: str) -> None:
    record = accepted(offer(desk, project, "investment", "zone", HALVES))
    assert (record.owner_unit, record.credit_shares, record.transfer.to_unit) == ("investment", (), "zone")
    assert record.transfer.offered_on == START
    refused(accept(desk, project, "investment"), "not-your-record")
    refused(accept(desk, project, "commerce"), "not-your-record")
    record = accepted(accept(desk, project, "zone"))
    assert (record.owner_unit, record.credit_shares, record.transfer) == ("zone", HALVES, None)
    assert record.credit_event_id == record.last_event_id
    refused(desk.say("investment", ProjectUpdated(project_id=project, name="乙")), "not-your-record")
    accepted(desk.say("zone", ProjectUpdated(project_id=project, name="乙")))


@pytest.mark.parametrize("parts", [(), shares(zone="99.99"), shares(investment="40.01", zone="60"), shares(zone="50")])
def test_parts_that_do_not_add_to_a_hundred_percent_are_refused(
    desk: Desk, project: str, parts: tuple[CreditShare, ...]
) -> None:
    assert refused(offer(desk, project, "investment", "zone", parts), "shares-sum").field == "shares"


def test_parts_are_of_known_units_each_once(desk: Desk, project: str) -> None:
    twice = (*shares(zone="60"), *shares(zone="40"))
    refused(offer(desk, project, "investment", "zone", twice), "shares-not-unique")
    refused(offer(desk, project, "investment", "zone", shares(nobody="100")), "unknown-organisation")


def test_the_owner_alone_offers_to_another_unit_and_once_at_a_time(desk: Desk, project: str) -> None:
    refused(offer(desk, project, "commerce", "zone", HALVES), "not-your-record")
    refused(offer(desk, project, "investment", "nobody", HALVES), "unknown-organisation")
    refused(offer(desk, project, "investment", "investment", HALVES), "transfer-to-owner")
    accepted(offer(desk, project, "investment", "zone", HALVES))
    refused(offer(desk, project, "investment", "soe-2", HALVES, "second"), "transfer-open")


def test_an_offer_is_declined_or_withdrawn_and_then_no_more_to_be_accepted(desk: Desk, project: str) -> None:
    accepted(offer(desk, project, "investment", "zone", HALVES))
    declined = ProjectTransferDeclined(project_id=project, offer_event="offer", reason="已有同类")
    refused(desk.say("investment", declined), "not-your-record")
    assert accepted(desk.say("zone", declined)).transfer is None
    refused(accept(desk, project, "zone"), "no-such-offer")
    refused(desk.say("zone", declined), "no-such-offer")
    accepted(offer(desk, project, "investment", "zone", HALVES, "second"))
    refused(accept(desk, project, "zone", "offer"), "no-such-offer")
    withdrawn = ProjectTransferWithdrawn(project_id=project, offer_event="second")
    refused(desk.say("zone", withdrawn), "not-your-record")
    assert accepted(desk.say("investment", withdrawn)).owner_unit == "investment"
    refused(desk.say("investment", withdrawn), "no-such-offer")


def test_credit_of_a_unit_that_is_not_asked_stays_with_it(desk: Desk, project: str) -> None:
    accepted(offer(desk, project, "investment", "zone", HALVES))
    accepted(accept(desk, project, "zone"))
    refused(offer(desk, project, "zone", "snd-group", shares(zone="50", snd_group="50"), "b"), "credit-taken")
    fewer = shares(investment="39.99", snd_group="60.01")
    refused(offer(desk, project, "zone", "snd-group", fewer, "b"), "credit-taken")
    kept = shares(investment="40", zone="30", snd_group="30")
    accepted(offer(desk, project, "zone", "snd-group", kept, "b"))
    assert accepted(accept(desk, project, "snd-group", "b")).credit_shares == kept


def test_an_ended_project_is_not_handed_over_any_more(desk: Desk, project: str) -> None:
    accepted(offer(desk, project, "investment", "zone", HALVES))
    assert accepted(desk.move(project, "TERMINATED", "investment", reason="撤资")).transfer is None
    refused(accept(desk, project, "zone"), "project-ended")
    refused(offer(desk, project, "investment", "zone", HALVES, "b"), "project-ended")


# What is held for the project --------------------------------------------------------------------------------


def holders(desk: Desk, carrier: str) -> dict[str, str]:
    return {hold.hold_id: hold.requested_by for hold in desk.the_carrier(carrier).holds}


def renewed(desk: Desk, carrier: str, unit: str) -> Outcome:
    until = (desk.the_carrier(carrier).holds[0].until_on or desk.today) + timedelta(10)
    return desk.ask(unit, ReservationRenewed(carrier_id=carrier, hold_id="r", until_on=until))


def test_a_reservation_goes_along_with_its_project(desk: Desk, project: str) -> None:
    carrier = desk.carrier()
    accepted(desk.reserve(carrier, project, event_id="r"))
    accepted(offer(desk, project, "investment", "zone", shares(zone="100")))
    accepted(accept(desk, project, "zone"))
    desk.settle()
    assert holders(desk, carrier) == {"r": "zone"}
    refused(renewed(desk, carrier, "investment"), "not-your-record")
    accepted(renewed(desk, carrier, "zone"))
    released = ReservationReleased(carrier_id=carrier, hold_id="r", reason="另选")
    refused(desk.say("investment", released), "not-your-record")
    accepted(desk.say("zone", released))


def test_what_the_host_and_commerce_have_reserved_stays_theirs_and_so_does_another_projects(desk: Desk) -> None:
    project, other = desk.project(host_unit="zone"), desk.project("2")
    carrier, first = desk.carrier(), desk.today
    for number, (unit, reserved) in enumerate(
        (("investment", project), ("zone", project), ("commerce", project), ("investment", other))
    ):
        days = {"from_on": first + timedelta(10 * number), "until_on": first + timedelta(10 * number + 5)}
        accepted(desk.reserve(carrier, reserved, unit, event_id=f"r{number}", **days))
    accepted(offer(desk, project, "investment", "soe-2", shares(soe_2="100")))
    accepted(accept(desk, project, "soe-2"))
    desk.settle()
    assert holders(desk, carrier) == {"r0": "soe-2", "r1": "zone", "r2": "commerce", "r3": "investment"}


def test_a_reservation_granted_while_the_project_changes_hands_goes_to_the_new_unit_too(
    desk: Desk, project: str
) -> None:
    carrier = desk.carrier()
    request = ReservationRequested(carrier_id=carrier, project_id=project, until_on=desk.today + timedelta(30))
    desk.say("investment", request, "r")
    desk.deliver(("project", project))
    accepted(offer(desk, project, "investment", "zone", shares(zone="100")))
    accepted(accept(desk, project, "zone"))
    desk.settle()
    assert holders(desk, carrier) == {"r": "zone"}


def test_what_a_unit_reserved_as_host_goes_to_the_owner_when_another_unit_becomes_host(desk: Desk) -> None:
    project, carrier = desk.project(host_unit="zone"), desk.carrier()
    accepted(desk.reserve(carrier, project, "zone", event_id="r"))
    accepted(desk.say("investment", ProjectUpdated(project_id=project, host_unit="soe-2")))
    desk.settle()
    assert holders(desk, carrier) == {"r": "investment"}
    refused(renewed(desk, carrier, "zone"), "not-your-record")


def test_only_the_coordinator_says_whose_the_holds_are(desk: Desk, project: str) -> None:
    carrier = desk.carrier()
    accepted(desk.reserve(carrier, project, event_id="r"))
    message = ProjectPartiesChanged(carrier_id=carrier, project_id=project, owner_unit="zone")
    refused(desk.say("zone", message), "role-not-allowed")
    assert desk.say("coordinator", message.model_copy(update={"owner_unit": "investment"})) == Noted()
