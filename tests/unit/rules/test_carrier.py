"""Carriers as things: registered, verified by another unit, listed, divided, withdrawn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.carrier import (
    Carrier,
    CarrierCorrected,
    CarrierDivided,
    CarrierListed,
    CarrierRegistered,
    CarrierUnit,
    CarrierUpdated,
    CarrierVerified,
    CarrierWithdrawn,
)


def registration(identifier: str, **facts: object) -> CarrierRegistered:
    return CarrierRegistered.model_validate(
        {"carrier_id": identifier, "name": "甲", "kind": "PLANT", "status": "REGISTERED", "taken_over": False, **facts}
    )


def units(**floors: str) -> tuple[CarrierUnit, ...]:
    return tuple(CarrierUnit(unit_no=number, floor_m2=Decimal(floor)) for number, floor in floors.items())


def test_a_carrier_is_registered_verified_and_listed(desk: Desk) -> None:
    carrier = "snd-group-carrier-1"
    record = accepted(desk.say("snd-group", registration(carrier)))
    assert (record.status, record.manager_unit, record.owner_unit) == ("REGISTERED", "snd-group", "snd-group")
    refused(desk.say("snd-group", CarrierListed(carrier_id=carrier)), "status-not-allowed")
    record = accepted(desk.say("zone", CarrierVerified(carrier_id=carrier, verified_on=desk.today)))
    assert (record.status, record.verified_by) == ("VERIFIED", "zone")
    refused(desk.say("zone", CarrierVerified(carrier_id=carrier, verified_on=desk.today)), "status-not-allowed")
    refused(desk.say("soe-2", CarrierListed(carrier_id=carrier)), "not-your-record")
    assert accepted(desk.say("snd-group", CarrierListed(carrier_id=carrier))).status == "AVAILABLE"
    refused(desk.say("snd-group", CarrierListed(carrier_id=carrier)), "status-not-allowed")


@pytest.mark.parametrize("status", ["RESERVED", "COMMITTED", "VACATED", "WITHDRAWN"])
def test_not_even_a_carrier_taken_over_enters_at_a_status_that_holds_give(desk: Desk, status: str) -> None:
    event = registration("snd-group-carrier-1", status=status, taken_over=True)
    refused(desk.say("snd-group", event), "registration-status")


def test_a_new_carrier_enters_as_registered(desk: Desk) -> None:
    refused(desk.say("snd-group", registration("snd-group-carrier-1", status="AVAILABLE")), "registration-status")
    refused(desk.say("soe-2", registration("snd-group-carrier-1")), "id-not-yours")
    accepted(desk.say("snd-group", registration("snd-group-carrier-1")))
    refused(desk.say("snd-group", registration("snd-group-carrier-1")), "already-registered")


def test_verifying_a_carrier_taken_over_keeps_its_status_and_takes_the_mark(desk: Desk) -> None:
    carrier = desk.carrier()
    record = accepted(desk.say("commerce", CarrierVerified(carrier_id=carrier, verified_on=desk.today)))
    assert (record.status, record.taken_over, record.verified_by) == ("AVAILABLE", False, "commerce")


def test_no_unit_verifies_its_own_carrier(desk: Desk) -> None:
    own = desk.carrier(unit="zone")
    managed = desk.carrier(unit="soe-2", manager_unit="zone")
    for carrier in (own, managed):
        refused(desk.say("zone", CarrierVerified(carrier_id=carrier, verified_on=desk.today)), "own-case")
    refused(desk.say("snd-group", CarrierVerified(carrier_id=own, verified_on=desk.today)), "role-not-allowed")
    accepted(desk.say("commerce", CarrierVerified(carrier_id=own, verified_on=desk.today)))


def test_owner_and_manager_report_facts_and_commerce_corrects(desk: Desk) -> None:
    carrier = desk.carrier(manager_unit="soe-2", floor_m2=Decimal("100"))
    update = CarrierUpdated(carrier_id=carrier, floor_m2=Decimal("90"), cleared=("permitted_chains",))
    for unit in ("snd-group", "soe-2"):
        assert accepted(desk.say(unit, update)).floor_m2 == 90
    refused(desk.say("commerce", update), "not-your-record")
    correction = CarrierCorrected(carrier_id=carrier, corrects="nowhere", reason="误", floor_m2=Decimal("80"))
    refused(desk.say("commerce", correction), "unknown-event")
    event = desk.the_carrier(carrier).recent_events[0]
    assert accepted(desk.say("commerce", correction.model_copy(update={"corrects": event}))).floor_m2 == 80


def test_units_are_unique_and_fit_into_the_carrier(desk: Desk) -> None:
    carrier = desk.carrier(floor_m2=Decimal("100"))
    twice = CarrierDivided(carrier_id=carrier, units=units(a="10") + units(a="20"))
    refused(desk.say("snd-group", twice), "units-not-unique")
    refused(
        desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=units(a="60", b="41"))), "units-exceed-floor"
    )
    record = accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=units(a="60", b="40"))))
    assert [unit.unit_no for unit in record.units] == ["a", "b"]
    refused(desk.say("snd-group", CarrierUpdated(carrier_id=carrier, floor_m2=Decimal("99"))), "units-exceed-floor")


def test_a_held_unit_stays_as_it_is_when_the_carrier_is_divided_anew(desk: Desk) -> None:
    carrier, project = desk.carrier(), desk.project()
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=units(a="60", b="40"))))
    accepted(desk.reserve(carrier, project, unit_no="a"))
    for other in (units(a="61", b="40"), units(b="40"), ()):
        refused(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=other)), "unit-in-use")
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=units(a="60", c="20", d="20"))))


def test_a_carrier_is_withdrawn_once_nobody_holds_it_and_then_only_corrected(desk: Desk) -> None:
    carrier, project = desk.carrier(), desk.project()
    accepted(desk.reserve(carrier, project, days=1))
    withdrawal = CarrierWithdrawn(carrier_id=carrier, reason="出售")
    refused(desk.say("snd-group", withdrawal), "carrier-in-use")
    desk.pass_days(2)
    desk.settle()
    refused(desk.say("investment", withdrawal), "not-your-record")
    assert accepted(desk.say("snd-group", withdrawal)).status == "WITHDRAWN"
    refused(desk.say("snd-group", CarrierUpdated(carrier_id=carrier, name="乙")), "carrier-withdrawn")
    refused(desk.reserve(carrier, project), "carrier-withdrawn")
    event = desk.the_carrier(carrier).recent_events[0]
    accepted(desk.say("snd-group", CarrierCorrected(carrier_id=carrier, corrects=event, reason="误", name="乙")))


def test_a_carriers_record_survives_the_wire(desk: Desk) -> None:
    carrier, project = desk.carrier(), desk.project()
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=units(a="60", b="40"))))
    accepted(desk.reserve(carrier, project, unit_no="a"))
    record = desk.the_carrier(carrier)
    assert Carrier.from_avro(record.to_avro()) == record
