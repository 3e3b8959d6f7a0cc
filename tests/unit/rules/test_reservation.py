"""Reservations: one hold per part and day (invariant 1), first come first served, intensity or waiver (invariant 7)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.desk import Desk, accepted, cny, refused

from yipanqi.models.carrier import (
    CarrierDivided,
    CarrierUnit,
    IntensityWaived,
    IntensityWaiverWithdrawn,
    ReservationReleased,
    ReservationRequested,
)
from yipanqi.models.common import Money
from yipanqi.models.project import CarrierHeld
from yipanqi.rules.outcome import Accepted, Settlement


def day(desk: Desk, offset: int) -> object:
    return desk.today + timedelta(days=offset)


@pytest.fixture
def carrier(desk: Desk) -> str:
    return desk.carrier()


def divide(desk: Desk, carrier: str) -> None:
    parts = tuple(CarrierUnit(unit_no=number, floor_m2=Decimal("100")) for number in ("a", "b"))
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=parts)))


def test_a_request_waits_for_its_project_and_is_then_granted(desk: Desk, carrier: str) -> None:
    project = desk.project()
    request = ReservationRequested(carrier_id=carrier, project_id=project, until_on=day(desk, 30))
    outcome = desk.say("investment", request, "r1")
    assert isinstance(outcome, Accepted)
    assert outcome.deferred
    record = desk.the_carrier(carrier)
    assert [(p.request_id, p.from_on, p.checked) for p in record.pending] == [("r1", desk.today, False)]
    assert record.status == "AVAILABLE"
    desk.settle()
    assert desk.settlements == [
        (("carrier", carrier), Settlement("r1", "investment", "yipanqi.carrier.ReservationRequested", None))
    ]
    record = desk.the_carrier(carrier)
    assert (record.status, record.pending, record.holds[0].hold_id) == ("RESERVED", (), "r1")
    assert [(c.carrier_id, c.kind) for c in desk.the_project(project).carriers] == [(carrier, "RESERVED")]


def test_a_second_reservation_for_the_same_days_is_refused_and_does_not_learn_whose_the_first_is(
    desk: Desk, carrier: str
) -> None:
    accepted(desk.reserve(carrier, desk.project()))
    zone = desk.project(unit="zone")
    outcome = refused(desk.reserve(carrier, zone, unit="zone"), "carrier-held")
    assert "2021-01-30" in outcome.reason_zh
    assert "2021-01-30" in outcome.reason_en
    assert "investment" not in outcome.reason_zh + outcome.reason_en


def test_reservations_of_other_days_stand_beside_each_other(desk: Desk, carrier: str) -> None:
    project = desk.project()
    accepted(desk.reserve(carrier, project, until_on=day(desk, 10)))
    refused(desk.reserve(carrier, project, from_on=day(desk, 10), until_on=day(desk, 20)), "carrier-held")
    accepted(desk.reserve(carrier, project, from_on=day(desk, 11), until_on=day(desk, 20)))
    assert len(desk.the_carrier(carrier).holds) == 2


def test_a_reserved_carrier_bars_its_units_and_a_reserved_unit_the_whole(desk: Desk, carrier: str) -> None:
    project = desk.project()
    divide(desk, carrier)
    accepted(desk.reserve(carrier, project, unit_no="a", event_id="a"))
    assert desk.the_carrier(carrier).status == "AVAILABLE"
    refused(desk.reserve(carrier, project), "carrier-held")
    refused(desk.reserve(carrier, project, unit_no="a"), "carrier-held")
    accepted(desk.reserve(carrier, project, unit_no="b", event_id="b"))
    assert desk.the_carrier(carrier).status == "RESERVED"
    for hold in ("a", "b"):
        accepted(desk.say("commerce", ReservationReleased(carrier_id=carrier, hold_id=hold, reason="撤")))
    accepted(desk.reserve(carrier, project))
    refused(desk.reserve(carrier, project, unit_no="b"), "carrier-held")
    refused(desk.reserve(carrier, project, unit_no="z"), "no-such-unit")


def test_the_first_request_in_the_carriers_log_wins_whichever_project_answers_first(desk: Desk, carrier: str) -> None:
    first, second = desk.project("1"), desk.project("2", unit="zone")
    for unit, project in (("investment", first), ("zone", second)):
        request = ReservationRequested(carrier_id=carrier, project_id=project, until_on=day(desk, 30))
        accepted(desk.say(unit, request, f"r-{unit}"))
    desk.deliver(("project", second))
    desk.deliver(("carrier", carrier))
    assert desk.settlements == []
    desk.settle()
    answers = [(s.event_id, s.refusal and s.refusal.code) for _, s in desk.settlements]
    assert answers == [("r-investment", None), ("r-zone", "carrier-held")]


def test_a_request_falls_with_its_project(desk: Desk, carrier: str) -> None:
    refused(desk.reserve(carrier, "investment-project-404"), "no-such-project")
    theirs = desk.project(unit="zone")
    refused(desk.reserve(carrier, theirs), "not-a-party")
    mine = desk.project()
    accepted(desk.move(mine, "TERMINATED", "investment", reason="撤资"))
    refused(desk.reserve(carrier, mine), "project-ended")
    refused(desk.reserve("snd-group-carrier-404", mine), "no-such-carrier")
    assert desk.the_carrier(carrier).holds == ()


def test_the_owner_the_host_and_commerce_may_ask_for_a_project(desk: Desk, carrier: str) -> None:
    project = desk.project(host_unit="zone")
    for number, unit in enumerate(("investment", "zone", "commerce")):
        start, end = day(desk, 10 * number), day(desk, 10 * number + 9)
        accepted(desk.reserve(carrier, project, unit=unit, from_on=start, until_on=end))


@pytest.mark.parametrize("status", ["REGISTERED", "VERIFIED"])
def test_a_carrier_that_is_not_on_offer_cannot_be_reserved(desk: Desk, status: str) -> None:
    carrier = desk.carrier("2", status=status)
    refused(desk.reserve(carrier, desk.project()), "carrier-not-available")


def test_the_days_of_a_reservation_lie_ahead_and_in_order(desk: Desk, carrier: str) -> None:
    project = desk.project()
    assert refused(desk.reserve(carrier, project, until_on=day(desk, -1)), "date-in-past").field == "until_on"
    early = desk.reserve(carrier, project, from_on=day(desk, -1), until_on=day(desk, 3))
    assert refused(early, "date-in-past").field == "from_on"
    refused(desk.reserve(carrier, project, from_on=day(desk, 5), until_on=day(desk, 4)), "dates-reversed")
    accepted(desk.reserve(carrier, project, until_on=desk.today))


def test_a_request_whose_days_passed_while_it_waited_is_refused(desk: Desk, carrier: str) -> None:
    request = ReservationRequested(carrier_id=carrier, project_id=desk.project(), until_on=desk.today)
    accepted(desk.say("investment", request))
    desk.pass_days(1)
    desk.settle()
    assert [s.refusal and s.refusal.code for _, s in desk.settlements] == ["date-in-past"]


def test_two_units_using_one_event_id_do_not_get_at_each_others_reservation(desk: Desk, carrier: str) -> None:
    accepted(desk.reserve(carrier, desk.project(), event_id="1"))
    zone = desk.project(unit="zone")
    later = {"from_on": day(desk, 40), "until_on": day(desk, 50)}
    refused(desk.reserve(carrier, zone, unit="zone", event_id="1", **later), "event-id-in-use")


@pytest.mark.parametrize(
    ("investment", "code"),
    [
        (cny("999999.99"), "intensity-too-low"),
        (None, "intensity-unknown"),
        (Money(amount=Decimal("9000000"), currency="USD"), "intensity-unknown"),
    ],
)
def test_a_project_below_the_least_intensity_needs_commerces_waiver(
    desk: Desk, investment: Money | None, code: str
) -> None:
    carrier = desk.carrier("2", min_intensity_cny_m2=Decimal("1000"), floor_m2=Decimal("1000"))
    project = desk.project(planned_investment=investment)
    refused(desk.reserve(carrier, project), code)
    waiver = IntensityWaived(carrier_id=carrier, project_id=project, reason="链主项目")
    refused(desk.say("snd-group", waiver), "role-not-allowed")
    accepted(desk.say("commerce", waiver))
    accepted(desk.reserve(carrier, project))
    refused(
        desk.reserve(carrier, desk.project("2"), from_on=day(desk, 40), until_on=day(desk, 50)), "intensity-unknown"
    )


def test_a_project_that_reaches_the_least_intensity_needs_no_waiver(desk: Desk) -> None:
    carrier = desk.carrier("2", min_intensity_cny_m2=Decimal("1000"), floor_m2=Decimal("1000"))
    accepted(desk.reserve(carrier, desk.project(planned_investment=cny("1000000"))))


def test_intensity_counts_the_land_of_land_and_the_floor_of_a_unit(desk: Desk) -> None:
    least = {"min_intensity_cny_m2": Decimal("1000"), "land_m2": Decimal("2000"), "floor_m2": Decimal("200")}
    land = desk.carrier("land", kind="IDLE_LAND", **least)
    refused(desk.reserve(land, desk.project("1", planned_investment=cny("1999999"))), "intensity-too-low")
    plant = desk.carrier("plant", **least)
    accepted(desk.reserve(plant, desk.project("2", planned_investment=cny("200000"))))
    unknown = desk.carrier("unknown", min_intensity_cny_m2=Decimal("1000"))
    refused(desk.reserve(unknown, desk.project("3", planned_investment=cny("200000"))), "intensity-unknown")
    divided = desk.carrier("divided", **least)
    divide(desk, divided)
    accepted(desk.reserve(divided, desk.project("4", planned_investment=cny("100000")), unit_no="a"))


def test_a_carrier_asked_for_in_parts_is_measured_by_all_that_the_project_holds_of_it(desk: Desk) -> None:
    least = {"min_intensity_cny_m2": Decimal("1000"), "floor_m2": Decimal("200")}
    carrier = desk.carrier("2", **least)
    divide(desk, carrier)
    project, other = desk.project("1", planned_investment=cny("100000")), desk.project("2", unit="zone")
    refused(desk.reserve(carrier, project), "intensity-too-low")
    accepted(desk.reserve(carrier, project, unit_no="a", until_on=day(desk, 10)))
    refused(desk.reserve(carrier, project, unit_no="b"), "intensity-too-low")
    later = {"from_on": day(desk, 11), "until_on": day(desk, 20)}
    refused(desk.reserve(carrier, project, unit_no="b", **later), "intensity-too-low")
    refused(desk.reserve(carrier, project, **later), "intensity-too-low")
    assert accepted(desk.reserve(carrier, project, unit_no="a", **later)), "the same space counts once"
    accepted(desk.say("commerce", IntensityWaived(carrier_id=carrier, project_id=other, reason="链主")))
    accepted(desk.reserve(carrier, other, unit="zone", unit_no="b"))


def test_two_requests_for_parts_that_wait_together_are_measured_together(desk: Desk) -> None:
    carrier = desk.carrier("2", min_intensity_cny_m2=Decimal("1000"))
    divide(desk, carrier)
    project = desk.project(planned_investment=cny("150000"))
    for number in ("a", "b"):
        request = ReservationRequested(carrier_id=carrier, project_id=project, unit_no=number, until_on=day(desk, 30))
        accepted(desk.say("investment", request, number))
    desk.settle()
    answers = [(s.event_id, s.refusal and s.refusal.code) for _, s in desk.settlements]
    assert answers == [("a", None), ("b", "intensity-too-low")]


def test_the_land_of_a_plant_does_not_stand_for_its_floor(desk: Desk) -> None:
    carrier = desk.carrier("2", min_intensity_cny_m2=Decimal("1000"), land_m2=Decimal("10"))
    refused(desk.reserve(carrier, desk.project(planned_investment=cny("1000000"))), "intensity-unknown")


def test_commerce_takes_a_waiver_back_by_naming_it_and_what_was_granted_stays(desk: Desk) -> None:
    carrier = desk.carrier("2", min_intensity_cny_m2=Decimal("1000"), floor_m2=Decimal("1000"))
    project = desk.project(planned_investment=cny("1"))
    accepted(desk.say("commerce", IntensityWaived(carrier_id=carrier, project_id=project, reason="链主"), "w"))
    accepted(desk.reserve(carrier, project, event_id="r"))
    back = IntensityWaiverWithdrawn(carrier_id=carrier, corrects="w", reason="误")
    refused(desk.say("snd-group", back), "role-not-allowed")
    refused(desk.say("commerce", back.model_copy(update={"corrects": "r"})), "no-such-waiver")
    record = accepted(desk.say("commerce", back))
    assert (record.waivers, record.holds[0].hold_id) == ((), "r")
    refused(desk.say("commerce", back), "no-such-waiver")
    later = {"from_on": day(desk, 40), "until_on": day(desk, 50)}
    refused(desk.reserve(carrier, project, **later), "intensity-too-low")


def test_only_the_coordinator_speaks_for_the_coordinator(desk: Desk, carrier: str) -> None:
    project = desk.project()
    message = CarrierHeld(project_id=project, carrier_id=carrier, hold_id="x", kind="RESERVED")
    refused(desk.say("commerce", message), "role-not-allowed")
