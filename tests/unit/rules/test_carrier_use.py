"""Moving in or out that was reported wrongly: set right or taken back by naming it, in the record and the figures."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.support.desk import Desk, accepted, refused
from tests.support.figurerows import district, one

from yipanqi.board.encode import to_json
from yipanqi.figures.parsing import carrier_row
from yipanqi.models.carrier import (
    Carrier,
    CarrierCommitted,
    CarrierDivided,
    CarrierListed,
    CarrierOccupied,
    CarrierUnit,
    CarrierUnitRecorded,
    CarrierUseCorrected,
    CarrierVacated,
    CarrierWithdrawn,
    ReservationReleased,
)
from yipanqi.rules.record import LIST_LIMIT

HOUSE, PROJECT = "snd-group-carrier-1", "investment-project-1"


@pytest.fixture
def house(desk: Desk) -> Desk:
    """A house of two units of 40 m², empty since March; on 31 December a project reserves from January on."""
    desk.project()
    desk.carrier(floor_m2=Decimal(80), vacant_since="2020-03")
    units = tuple(CarrierUnit(unit_no=number, floor_m2=Decimal(40)) for number in ("a", "b"))
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=HOUSE, units=units)))
    return desk


def commit(desk: Desk, hold: str, **where: object) -> None:
    accepted(desk.reserve(HOUSE, PROJECT, event_id=hold, **where))
    signed = CarrierCommitted(carrier_id=HOUSE, hold_id=hold, contract_reference="HT", signed_on=desk.today)
    accepted(desk.ask("snd-group", signed))


def move_in(desk: Desk, hold: str, on: date, event_id: str = "in") -> Carrier:
    event = CarrierOccupied(carrier_id=HOUSE, hold_id=hold, occupied_on=on)
    carrier: Carrier = accepted(desk.ask("snd-group", event, event_id))
    return carrier


def move_out(desk: Desk, hold: str, on: date, event_id: str = "out") -> Carrier:
    event = CarrierVacated(carrier_id=HOUSE, hold_id=hold, vacated_on=on)
    carrier: Carrier = accepted(desk.ask("snd-group", event, event_id))
    return carrier


def correction(corrects: str, right_on: date | None = None, undone: bool = False) -> CarrierUseCorrected:
    return CarrierUseCorrected(carrier_id=HOUSE, corrects=corrects, reason="误", right_on=right_on, undone=undone)


def absorption(desk: Desk, month: int) -> tuple[Decimal | None, Decimal | None]:
    """Return the m² moved into and released in a month of 2021, as the figure has it."""
    row = carrier_row(json.loads(to_json(desk.the_carrier(HOUSE).to_avro())))
    start = date(2021, month, 1)
    found = one("absorption", district(row), "floor", start=start, end=start + timedelta(days=27))
    return found.top, found.bottom


def clocks(desk: Desk) -> list[str | None]:
    carrier = desk.the_carrier(HOUSE)
    return [carrier.vacant_since, *(unit.vacant_since for unit in carrier.units)]


def mirrored(desk: Desk) -> list[tuple[str, str]]:
    return [(held.hold_id, held.kind) for held in desk.the_project(PROJECT).carriers]


def test_nobody_moves_out_before_having_moved_in(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    house.pass_days(30)
    move_in(house, "r", date(2021, 1, 20))
    early = CarrierVacated(carrier_id=HOUSE, hold_id="r", vacated_on=date(2021, 1, 19))
    refused(house.say("snd-group", early), "dates-reversed")
    assert move_out(house, "r", date(2021, 1, 20)).holds == ()


def test_moving_out_of_the_wrong_space_is_taken_back_and_counts_nowhere(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    house.pass_days(40)
    before = move_in(house, "r", date(2021, 1, 20))
    move_out(house, "r", house.today)
    assert mirrored(house) == []
    assert clocks(house) == ["2021-02-09", "2021-02-09", "2020-03"]
    refused(house.say("investment", correction("out", undone=True)), "not-your-record")
    after = accepted(house.ask("snd-group", correction("out", undone=True)))
    facts = ("holds", "status", "unheld_status", "units", "vacant_since", "space_steps")
    assert [getattr(after, name) for name in facts] == [getattr(before, name) for name in facts]
    assert mirrored(house) == [("r", "OCCUPIED")]
    assert (absorption(house, 1), absorption(house, 2)) == ((40, 0), (None, None))


def test_a_whole_carrier_that_was_vacated_by_mistake_is_in_use_again(house: Desk) -> None:
    commit(house, "r")
    move_in(house, "r", house.today)
    assert move_out(house, "r", house.today).status == "VACATED"
    record = accepted(house.ask("commerce", correction("out", undone=True)))
    assert (record.status, record.unheld_status, clocks(house)) == ("OCCUPIED", "AVAILABLE", [None, None, None])
    assert move_out(house, "r", house.today).status == "VACATED"


def test_moving_in_that_did_not_happen_leaves_the_commitment_and_the_idle_clocks_as_they_were(house: Desk) -> None:
    commit(house, "r", unit_no="a", from_on=house.today + timedelta(days=20))
    house.pass_days(30)
    before = house.the_carrier(HOUSE)
    assert move_in(house, "r", date(2021, 1, 5)).holds[0].from_on == date(2021, 1, 5)
    after = accepted(house.ask("snd-group", correction("in", undone=True)))
    facts = ("holds", "status", "unheld_status", "units", "vacant_since", "space_steps")
    assert [getattr(after, name) for name in facts] == [getattr(before, name) for name in facts]
    assert mirrored(house) == [("r", "COMMITTED")]
    assert absorption(house, 1) == (None, None)
    move_in(house, "r", date(2021, 1, 25), "again")
    assert absorption(house, 1) == (40, 0)


def test_while_another_unit_is_used_the_whole_does_not_stand_empty(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    commit(house, "s", unit_no="b")
    house.pass_days(10)
    move_in(house, "r", date(2021, 1, 5), "in-a")
    move_in(house, "s", date(2021, 1, 6), "in-b")
    accepted(house.ask("snd-group", correction("in-a", undone=True)))
    assert clocks(house) == [None, "2020-03", None]
    move_out(house, "s", date(2021, 1, 8), "out-b")
    accepted(house.ask("snd-group", correction("out-b", undone=True)))
    assert clocks(house) == [None, "2020-03", None]
    accepted(house.ask("snd-group", correction("in-b", undone=True)))
    assert clocks(house) == ["2020-03", "2020-03", "2020-03"]


def test_the_right_day_of_moving_in_is_counted_in_its_month(house: Desk) -> None:
    commit(house, "r", unit_no="a", from_on=house.today + timedelta(days=20))
    house.pass_days(60)
    move_in(house, "r", date(2021, 1, 5))
    assert (absorption(house, 1), absorption(house, 2)) == ((40, 0), (None, None))
    refused(house.say("snd-group", correction("in")), "nothing-changed")
    refused(house.say("snd-group", correction("in", date(2021, 1, 5))), "nothing-changed")
    refused(house.say("snd-group", correction("in", house.today + timedelta(days=1))), "date-in-future")
    record = accepted(house.ask("snd-group", correction("in", date(2021, 2, 3)), "fix"))
    hold = record.holds[0]
    assert (hold.from_on, hold.occupied_on) == (date(2021, 1, 20), date(2021, 2, 3)), "as it was reserved"
    assert (absorption(house, 1), absorption(house, 2)) == ((None, None), (40, 0))
    refused(house.say("snd-group", correction("in", date(2021, 2, 4))), "use-step")
    assert accepted(house.ask("snd-group", correction("fix", date(2021, 2, 4)))).holds[0].occupied_on.day == 4


def test_the_right_day_of_moving_out_moves_the_idle_clocks_that_it_started(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    house.pass_days(60)
    move_in(house, "r", date(2021, 1, 5))
    move_out(house, "r", date(2021, 2, 20))
    refused(house.say("snd-group", correction("out", date(2021, 1, 4))), "dates-reversed")
    accepted(house.ask("snd-group", correction("out", date(2021, 1, 9)), "fix"))
    assert clocks(house) == ["2021-01-09", "2021-01-09", "2020-03"]
    assert (absorption(house, 1), absorption(house, 2)) == ((40, 40), (None, None))


def test_the_day_of_moving_in_is_set_right_after_the_user_has_left_too(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    house.pass_days(60)
    move_in(house, "r", date(2021, 1, 5))
    move_out(house, "r", date(2021, 2, 20))
    refused(house.say("snd-group", correction("in", date(2021, 2, 21))), "dates-reversed")
    refused(house.say("snd-group", correction("in", undone=True)), "use-step-later")
    accepted(house.ask("snd-group", correction("in", date(2021, 2, 10)), "fix"))
    assert (absorption(house, 1), absorption(house, 2)) == ((None, None), (40, 40))
    record = accepted(house.ask("snd-group", correction("out", undone=True)))
    assert record.holds[0].occupied_on == date(2021, 2, 10)


def test_the_day_of_a_user_taken_over_is_not_known_and_bars_no_day_of_moving_out(house: Desk) -> None:
    accepted(house.say("snd-group", CarrierDivided(carrier_id=HOUSE, units=())))
    accepted(
        house.say("snd-group", CarrierUnitRecorded(carrier_id=HOUSE, unit_no="c", floor_m2=Decimal(1), occupied=True))
    )
    move_out(house, "taken-over-c", date(2020, 12, 30))
    assert accepted(house.say("snd-group", correction("out", date(2019, 1, 1)))).vacant_since == "2019-01-01"


def test_a_space_that_somebody_else_has_now_is_not_given_back(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    house.pass_days(10)
    move_in(house, "r", date(2021, 1, 5))
    move_out(house, "r", date(2021, 1, 8))
    commit(house, "s")
    refused(house.say("snd-group", correction("out", undone=True)), "carrier-held")
    move_in(house, "s", house.today, "in-s")
    refused(house.say("snd-group", correction("out", undone=True)), "use-step-later")


def test_the_day_of_moving_out_does_not_reach_into_the_next_users_days(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    house.pass_days(20)
    move_in(house, "r", date(2021, 1, 5))
    move_out(house, "r", date(2021, 1, 8))
    commit(house, "s", unit_no="a", from_on=house.today)
    move_in(house, "s", date(2021, 1, 9), "in-s")
    refused(house.say("snd-group", correction("out", date(2021, 1, 10))), "carrier-held")
    accepted(house.say("snd-group", correction("out", date(2021, 1, 9))))
    assert clocks(house)[:2] == [None, None], "it is used again"


def test_what_is_no_longer_there_is_not_moved_into_again(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    move_in(house, "r", house.today)
    move_out(house, "r", house.today)
    accepted(house.say("snd-group", CarrierDivided(carrier_id=HOUSE, units=())))
    refused(house.say("snd-group", correction("out", undone=True)), "no-such-unit")
    accepted(house.say("snd-group", CarrierWithdrawn(carrier_id=HOUSE, reason="拆除")))
    refused(house.say("snd-group", correction("out", undone=True)), "carrier-withdrawn")
    refused(house.say("snd-group", correction("out", date(2020, 12, 30))), "dates-reversed")


def test_holds_that_are_brought_back_stay_within_the_contracts_bounds(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    move_in(house, "r", house.today)
    record = move_out(house, "r", house.today)
    hold = record.space_steps[-1].before.hold.model_copy(update={"unit_no": "b"})
    many = tuple(hold.model_copy(update={"hold_id": f"h{n}"}) for n in range(LIST_LIMIT))
    house.states["carrier", HOUSE] = record.model_copy(update={"holds": many})
    refused(house.say("snd-group", correction("out", undone=True)), "too-many")


def test_only_moving_in_and_out_are_corrected_so(house: Desk) -> None:
    refused(house.say("snd-group", correction("nowhere", undone=True)), "use-step")
    commit(house, "r", unit_no="a")
    refused(house.say("snd-group", correction("r", undone=True)), "use-step")


def test_a_commitment_brought_back_to_a_project_that_ended_meanwhile_comes_free(house: Desk) -> None:
    commit(house, "r", unit_no="a")
    move_in(house, "r", house.today)
    accepted(house.move(PROJECT, "TERMINATED", "investment", reason="撤资"))
    house.settle()
    assert mirrored(house) == [("r", "OCCUPIED")]
    accepted(house.ask("snd-group", correction("in", undone=True)))
    assert (house.the_carrier(HOUSE).holds, mirrored(house)) == ((), [])


def test_a_listing_is_taken_back_by_no_such_correction(house: Desk) -> None:
    commit(house, "r")
    move_in(house, "r", house.today)
    move_out(house, "r", house.today)
    accepted(house.say("snd-group", CarrierListed(carrier_id=HOUSE), "listed"))
    refused(house.say("snd-group", correction("listed", undone=True)), "use-step")
    record = accepted(house.ask("snd-group", correction("out", undone=True)))
    assert (record.status, record.unheld_status) == ("OCCUPIED", "AVAILABLE")
    refused(house.say("commerce", ReservationReleased(carrier_id=HOUSE, hold_id="r", reason="误")), "hold-kind")
