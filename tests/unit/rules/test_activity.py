"""Promotion activities: planned with the units that take part, then held or cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.desk import Desk, accepted, refused

from yipanqi.models import activity as e

ID = "investment-activity-1"
FACTS: dict[str, Any] = {"name": "推介会", "kind": "PROMOTION", "starts_on": date(2020, 12, 30), "units": ("zone",)}


def planned(desk: Desk, **facts: Any) -> Any:
    return desk.say("investment", e.ActivityRegistered(activity_id=ID, **FACTS | facts), "first")


def test_an_activity_is_planned_and_held(desk: Desk) -> None:
    assert accepted(planned(desk, starts_on=date(2021, 1, 6))).status == "PLANNED"
    held = e.ActivityHeld(activity_id=ID, held_on=date(2021, 1, 6), guests=43, results="意向12个")
    refused(desk.say("investment", held), "date-in-future")
    desk.pass_days(6)
    refused(desk.say("zone", held), "not-your-record")
    early = held.model_copy(update={"held_on": date(2021, 1, 5)})
    refused(desk.say("investment", early), "dates-reversed")
    record = accepted(desk.say("investment", held))
    assert (record.status, record.guests, record.held_on) == ("HELD", 43, date(2021, 1, 6))
    refused(desk.say("investment", e.ActivityCancelled(activity_id=ID, cancel_reason="x")), "not-in-state")


def test_one_that_was_held_already_is_registered_as_held(desk: Desk) -> None:
    refused(planned(desk, held_on=date(2021, 1, 1)), "date-in-future")
    assert accepted(planned(desk, held_on=date(2020, 12, 31))).status == "HELD"


def test_the_units_that_take_part_are_the_catalogues(desk: Desk) -> None:
    refused(planned(desk, units=("zone", "nobody")), "unknown-organisation")
    accepted(planned(desk))
    update = e.ActivityUpdated(activity_id=ID, units=("nobody",))
    refused(desk.say("investment", update), "unknown-organisation")


def test_days_stay_in_order_when_one_of_them_changes(desk: Desk) -> None:
    refused(planned(desk, ends_on=date(2020, 12, 29)), "dates-reversed")
    accepted(planned(desk, ends_on=date(2020, 12, 31)))
    update = e.ActivityUpdated(activity_id=ID, starts_on=date(2021, 1, 1))
    refused(desk.say("investment", update), "dates-reversed")
    correction = e.ActivityCorrected(activity_id=ID, corrects="first", reason="误", held_on=date(2020, 12, 31))
    refused(desk.say("investment", correction), "not-in-state")


def test_a_cancelled_activity_changes_no_more(desk: Desk) -> None:
    accepted(planned(desk))
    record = accepted(desk.say("commerce", e.ActivityCancelled(activity_id=ID, cancel_reason="疫情防控")))
    assert (record.status, record.cancel_reason) == ("CANCELLED", "疫情防控")
    refused(desk.say("investment", e.ActivityUpdated(activity_id=ID, name="乙")), "not-in-state")
