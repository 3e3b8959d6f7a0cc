"""A carrier's units and their idle clocks: divided, listed room by room, occupied, vacated."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.support.desk import START, Desk, accepted, refused

from yipanqi.models.carrier import (
    Carrier,
    CarrierCommitted,
    CarrierDivided,
    CarrierListed,
    CarrierOccupied,
    CarrierRegistered,
    CarrierUnit,
    CarrierUnitRecorded,
    CarrierVacated,
    CarrierVerified,
    ReservationRenewed,
    ReservationRequested,
)

HOUSE = "snd-group-carrier-1"
LISTED = CarrierListed(carrier_id=HOUSE)
VERIFIED = CarrierVerified(carrier_id=HOUSE, verified_on=START)


def room(unit_no: str, floor: str = "40", **facts: object) -> CarrierUnitRecorded:
    return CarrierUnitRecorded.model_validate({"carrier_id": HOUSE, "unit_no": unit_no, "floor_m2": floor, **facts})


def divided(*units: str, **since: str) -> CarrierDivided:
    made = tuple(CarrierUnit(unit_no=u, floor_m2=Decimal(40), vacant_since=since.get(u)) for u in units)
    return CarrierDivided(carrier_id=HOUSE, units=made)


def clocks(carrier: Carrier) -> dict[str | None, str | None]:
    return {None: carrier.vacant_since} | {unit.unit_no: unit.vacant_since for unit in carrier.units}


def move_in(desk: Desk, hold: str, on: date | None = None, **where: str) -> None:
    accepted(desk.reserve(HOUSE, "investment-project-1", event_id=hold, **where))
    signed = CarrierCommitted(carrier_id=HOUSE, hold_id=hold, contract_reference="HT", signed_on=desk.today)
    accepted(desk.ask("snd-group", signed))
    accepted(desk.ask("snd-group", CarrierOccupied(carrier_id=HOUSE, hold_id=hold, occupied_on=on or desk.today)))


def move_out(desk: Desk, hold: str) -> Carrier:
    event = CarrierVacated(carrier_id=HOUSE, hold_id=hold, vacated_on=desk.today)
    carrier: Carrier = accepted(desk.ask("snd-group", event))
    return carrier


def newcomer(desk: Desk, *until: str) -> Desk:
    """A house of 100 m² that is registered, and then as far on its way to the market as said."""
    desk.project()
    new = {"name": "甲", "kind": "PLANT", "status": "REGISTERED", "taken_over": False, "floor_m2": Decimal(100)}
    accepted(desk.say("snd-group", CarrierRegistered.model_validate({"carrier_id": HOUSE, **new})))
    if "VERIFIED" in until:
        accepted(desk.say("zone", VERIFIED))
    return desk


@pytest.fixture
def house(desk: Desk) -> Desk:
    desk.project()
    desk.carrier(floor_m2=Decimal(100), vacant_since="2020-03")
    return desk


def test_units_stand_empty_as_long_as_the_whole_unless_they_say_otherwise(house: Desk) -> None:
    record = accepted(house.say("snd-group", divided("a", "b", b="2020-05-01")))
    assert clocks(record) == {None: "2020-03", "a": "2020-03", "b": "2020-05-01"}
    assert clocks(accepted(house.say("snd-group", divided("b"))))["b"] == "2020-05-01", "as it was known"


def test_moving_into_a_unit_stops_its_clock_and_moving_out_starts_it(house: Desk) -> None:
    accepted(house.say("snd-group", divided("a", "b")))
    move_in(house, "r", unit_no="a")
    assert clocks(house.the_carrier(HOUSE)) == {None: None, "a": None, "b": "2020-03"}
    accepted(house.say("snd-group", divided("a", "b", a="2020-01")))
    assert clocks(house.the_carrier(HOUSE))["a"] is None, "a unit that is used does not stand empty"
    house.pass_days(10)
    record = move_out(house, "r")
    assert clocks(record) == {None: "2021-01-10", "a": "2021-01-10", "b": "2020-03"}
    assert record.status == "AVAILABLE", "the other unit was on offer all the time"


def test_the_whole_stands_empty_once_its_last_user_has_gone(house: Desk) -> None:
    accepted(house.say("snd-group", divided("a", "b")))
    move_in(house, "a", unit_no="a")
    move_in(house, "b", unit_no="b")
    house.pass_days(1)
    assert clocks(move_out(house, "a")) == {None: None, "a": "2021-01-01", "b": None}
    house.pass_days(1)
    assert clocks(move_out(house, "b")) == {None: "2021-01-02", "a": "2021-01-01", "b": "2021-01-02"}


def test_moving_into_the_whole_stops_every_clock(house: Desk) -> None:
    accepted(house.say("snd-group", divided("a", "b")))
    move_in(house, "r")
    assert set(clocks(house.the_carrier(HOUSE)).values()) == {None}
    house.pass_days(1)
    record = move_out(house, "r")
    assert set(clocks(record).values()) == {"2021-01-01"}
    assert record.status == "VACATED"


def test_the_clock_starts_though_the_next_user_has_reserved_already(house: Desk) -> None:
    """The first commitment has no last day, so the second is asked for once the first has gone."""
    move_in(house, "r")
    house.pass_days(5)
    move_out(house, "r")
    accepted(house.say("snd-group", CarrierListed(carrier_id=HOUSE)))
    accepted(house.reserve(HOUSE, "investment-project-1"))
    assert house.the_carrier(HOUSE).vacant_since == "2021-01-05", "promised space is still empty"


def test_a_list_of_rooms_adds_unit_by_unit(house: Desk) -> None:
    refused(house.say("investment", room("a")), "not-your-record")
    record = accepted(house.say("snd-group", room("a", vacant_since="2020-07")))
    record = accepted(house.say("snd-group", room("b", storey_height_m="6")))
    assert [(u.unit_no, u.floor_m2, u.vacant_since) for u in record.units] == [
        ("a", 40, "2020-07"),
        ("b", 40, "2020-03"),
    ]
    refused(house.say("snd-group", room("c")), "units-exceed-floor")
    refused(house.say("snd-group", room("a", vacant_since="2020-07")), "nothing-changed")
    assert accepted(house.say("snd-group", room("a", "30"))).units[0].floor_m2 == 30


def test_a_room_in_use_is_taken_over_once_when_it_is_reported_first(house: Desk) -> None:
    record = accepted(house.say("snd-group", room("a", occupied=True)))
    assert [(h.hold_id, h.kind, h.unit_no) for h in record.holds] == [("taken-over-a", "OCCUPIED", "a")]
    assert clocks(record) == {None: None, "a": None}, "the whole does not stand empty"
    accepted(house.say("snd-group", room("b")))
    assert house.the_carrier(HOUSE).status == "AVAILABLE"
    refused(house.say("snd-group", room("b", occupied=True)), "unit-known")
    refused(house.say("snd-group", room("a", "39")), "unit-in-use")
    refused(house.say("snd-group", room("a", occupied=True)), "nothing-changed")
    refused(house.reserve(HOUSE, "investment-project-1", unit_no="a"), "carrier-held")
    refused(house.reserve(HOUSE, "investment-project-1"), "carrier-held")
    accepted(house.reserve(HOUSE, "investment-project-1", unit_no="b", event_id="r"))
    assert clocks(move_out(house, "taken-over-a"))["a"] == "2020-12-31"


def test_a_room_is_not_taken_over_as_used_while_the_whole_is_promised(house: Desk) -> None:
    accepted(house.reserve(HOUSE, "investment-project-1"))
    refused(house.say("snd-group", room("a", occupied=True)), "carrier-held")


def test_units_of_land_fit_into_its_land(desk: Desk) -> None:
    desk.carrier(kind="IDLE_LAND", land_m2=Decimal(100), floor_m2=Decimal(10))
    accepted(desk.say("snd-group", room("a", "60")))
    refused(desk.say("snd-group", room("b", "41")), "units-exceed-floor")


def test_the_lists_of_units_and_holds_stay_within_the_contracts_bounds(house: Desk) -> None:
    record = accepted(house.say("snd-group", room("a", "0.01")))
    full = tuple(record.units[0].model_copy(update={"unit_no": f"u{n}"}) for n in range(1000))
    house.states["carrier", HOUSE] = record.model_copy(update={"units": full})
    refused(house.say("snd-group", room("b", "0.01")), "too-many")


def test_what_came_free_and_what_was_taken_is_remembered_with_its_area(desk: Desk) -> None:
    newcomer(desk, "VERIFIED")
    accepted(desk.say("snd-group", divided("a", "b")))
    accepted(desk.say("snd-group", room("c", "20", occupied=True)))
    accepted(desk.say("snd-group", CarrierListed(carrier_id=HOUSE)))
    move_in(desk, "r", unit_no="a")
    desk.pass_days(3)
    steps = move_out(desk, "r").space_steps
    assert [(s.kind, s.unit_no, s.area_m2, s.changed_on.isoformat()) for s in steps] == [
        ("RELEASED", None, 80, "2020-12-31"),
        ("ABSORBED", "a", 40, "2020-12-31"),
        ("RELEASED", "a", 40, "2021-01-03"),
    ]


def test_a_reservation_is_renewed_twice_and_then_by_commerce(house: Desk) -> None:
    accepted(house.reserve(HOUSE, "investment-project-1", event_id="r", days=10))
    for days in (20, 30):
        later = ReservationRenewed(carrier_id=HOUSE, hold_id="r", until_on=house.today + timedelta(days=days))
        accepted(house.ask("investment", later))
    later = later.model_copy(update={"until_on": house.today + timedelta(days=40)})
    for unit in ("investment", "snd-group"):
        refused(house.say(unit, later), "renewals-exhausted")
    assert accepted(house.ask("commerce", later)).holds[0].renewals == 3


def test_a_request_for_a_room_waits_while_others_are_listed(house: Desk) -> None:
    accepted(house.say("snd-group", room("a")))
    request = ReservationRequested(
        carrier_id=HOUSE, project_id="investment-project-1", unit_no="a", until_on=house.today
    )
    accepted(house.say("investment", request))
    refused(house.say("snd-group", room("a", "39")), "unit-in-use")
    accepted(house.say("snd-group", room("a", vacant_since="2020-07")))
    accepted(house.say("snd-group", room("b")))
    house.settle()
    assert house.the_carrier(HOUSE).holds[0].unit_no == "a"


@pytest.mark.parametrize("rooms", [("a", "b"), ("b", "a")])
def test_rooms_in_use_put_no_carrier_on_offer_in_whichever_order_they_are_listed(
    desk: Desk, rooms: tuple[str, ...]
) -> None:
    newcomer(desk)
    for unit_no in rooms:
        accepted(desk.say("snd-group", room(unit_no, occupied=unit_no == "a")))
    assert desk.the_carrier(HOUSE).status == "REGISTERED"
    refused(desk.reserve(HOUSE, "investment-project-1", unit_no="b"), "carrier-not-available")
    refused(desk.say("snd-group", LISTED), "status-not-allowed")


def test_a_carrier_all_of_whose_rooms_are_in_use_is_verified_and_keeps_what_it_is_beneath(desk: Desk) -> None:
    newcomer(desk)
    record = accepted(desk.say("snd-group", room("a", occupied=True)))
    assert (record.status, record.unheld_status) == ("OCCUPIED", "REGISTERED")
    outcome = refused(desk.reserve(HOUSE, "investment-project-1"), "carrier-not-available")
    assert "已登记" in outcome.reason_zh
    record = accepted(desk.say("zone", VERIFIED))
    assert (record.status, record.unheld_status, record.verified_by) == ("OCCUPIED", "VERIFIED", "zone")
    refused(desk.say("zone", VERIFIED), "status-not-allowed")
    record = move_out(desk, "taken-over-a")
    assert (record.status, record.unheld_status) == ("VERIFIED", None)


def test_moving_out_neither_verifies_nor_lists_a_carrier_that_never_was_on_offer(desk: Desk) -> None:
    newcomer(desk)
    accepted(desk.say("snd-group", room("b")))
    accepted(desk.say("snd-group", room("a", occupied=True)))
    assert move_out(desk, "taken-over-a").status == "REGISTERED"
    refused(desk.say("snd-group", LISTED), "status-not-allowed")


@pytest.mark.parametrize("rooms", ["a", "ab"])
def test_what_was_vacated_before_the_first_listing_is_not_released_again_with_it(desk: Desk, rooms: str) -> None:
    newcomer(desk, "VERIFIED")
    for unit_no in rooms:
        accepted(desk.say("snd-group", room(unit_no, occupied=unit_no == "a")))
    assert move_out(desk, "taken-over-a").status == "VERIFIED"
    record = accepted(desk.say("snd-group", LISTED))
    assert record.status == "AVAILABLE"
    assert [(s.unit_no, s.area_m2) for s in record.space_steps] == [("a", 40), (None, 60)]


def test_nothing_is_released_by_a_listing_of_which_everything_was_vacated_before(desk: Desk) -> None:
    newcomer(desk, "VERIFIED")
    accepted(desk.say("snd-group", room("a", "60", occupied=True)))
    accepted(desk.say("snd-group", room("b", "40", occupied=True)))
    move_out(desk, "taken-over-a")
    record = accepted(desk.say("snd-group", LISTED))
    assert [(s.unit_no, s.area_m2) for s in record.space_steps] == [("a", 60)]
