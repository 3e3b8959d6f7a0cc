"""Land and its agreed start: building begins, or commerce puts the start off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.desk import Desk, accepted, evidence, refused

from yipanqi.models.carrier import CarrierCorrected, CarrierUpdated, LandStartExtended, LandStartReported

LAND = "snd-group-carrier-1"


@pytest.fixture
def land(desk: Desk) -> Desk:
    desk.carrier(kind="IDLE_LAND", agreed_start_on="2020-06")
    return desk


def started(on: date, *kinds: str) -> LandStartReported:
    return LandStartReported(carrier_id=LAND, started_on=on, evidence=evidence(*kinds))


def extension(**facts: object) -> LandStartExtended:
    return LandStartExtended.model_validate(
        {"carrier_id": LAND, "cause": "GOVERNMENT", "reference": "补充协议 7", "reason": "未按期交地", **facts}
    )


@pytest.mark.parametrize("unit", ["snd-group", "commerce", "zone"])
def test_manager_zone_and_commerce_report_a_start_with_evidence(land: Desk, unit: str) -> None:
    refused(land.say("soe-2", started(land.today, "SITE_RECORD")), "not-your-record")
    refused(land.say(unit, started(land.today)), "start-evidence-missing")
    refused(land.say(unit, started(land.today, "CONTRACT")), "start-evidence-missing")
    refused(land.say(unit, started(land.today + timedelta(days=1), "SITE_RECORD")), "date-in-future")
    record = accepted(land.say(unit, started(land.today, "CONSTRUCTION_PERMIT")))
    assert record.started_on == land.today
    refused(land.say(unit, started(land.today, "SITE_RECORD")), "land-started")


def test_a_wrong_start_is_corrected_or_taken_back(land: Desk) -> None:
    accepted(land.say("snd-group", started(land.today, "SITE_RECORD"), "s"))
    wrong = CarrierCorrected(carrier_id=LAND, corrects="s", reason="误", started_on=date(2020, 12, 1))
    assert accepted(land.say("snd-group", wrong)).started_on == date(2020, 12, 1)
    never = CarrierCorrected(carrier_id=LAND, corrects="s", reason="误", cleared=("started_on",))
    assert accepted(land.say("commerce", never)).started_on is None


def test_only_land_has_a_start(desk: Desk) -> None:
    desk.carrier()
    refused(desk.say("snd-group", started(desk.today, "SITE_RECORD")), "not-land")
    refused(desk.say("commerce", extension(excluded_days=1)), "not-land")


def test_commerce_puts_the_start_off_for_a_year_at_most_from_the_one_agreed_first(land: Desk) -> None:
    refused(land.say("snd-group", extension(until_on=date(2021, 1, 31))), "role-not-allowed")
    refused(land.say("commerce", extension(until_on=date(2020, 6, 30))), "dates-reversed")
    refused(land.say("commerce", extension(until_on=date(2021, 7, 1))), "extension-too-long")
    record = accepted(land.say("commerce", extension(until_on=date(2021, 1, 31))))
    assert (record.agreed_start_on, record.original_start_on) == ("2021-01-31", "2020-06")
    refused(land.say("commerce", extension(until_on=date(2021, 7, 1))), "extension-too-long")
    record = accepted(land.say("commerce", extension(until_on=date(2021, 6, 30))))
    assert (record.agreed_start_on, record.original_start_on) == ("2021-06-30", "2020-06")


def test_days_that_do_not_count_add_up(land: Desk) -> None:
    refused(land.say("commerce", extension()), "extension-empty")
    accepted(land.say("commerce", extension(excluded_days=20)))
    assert accepted(land.say("commerce", extension(excluded_days=10))).excluded_days == 30
    accepted(land.say("zone", started(land.today, "SITE_RECORD")))
    refused(land.say("commerce", extension(excluded_days=10)), "land-started")


def test_land_without_an_agreed_start_has_none_to_put_off(desk: Desk) -> None:
    desk.carrier(kind="IDLE_LAND")
    refused(desk.say("commerce", extension(excluded_days=1)), "no-agreed-start")


def test_the_agreed_start_is_not_changed_in_passing(land: Desk) -> None:
    """The clock of the national rule runs from it: commerce puts it off, a wrong report is corrected by name."""
    refused(land.say("snd-group", CarrierUpdated(carrier_id=LAND, agreed_start_on="2022")), "agreed-start-fixed")
    refused(land.say("snd-group", CarrierUpdated(carrier_id=LAND, cleared=("agreed_start_on",))), "agreed-start-fixed")
    accepted(land.say("snd-group", CarrierUpdated(carrier_id=LAND, agreed_start_on="2020-06", name="甲地块")))
    event = land.the_carrier(LAND).recent_events[0]
    wrong = CarrierCorrected(carrier_id=LAND, corrects=event, reason="误", agreed_start_on="2020-08")
    assert accepted(land.say("snd-group", wrong)).agreed_start_on == "2020-08"


def corrected(**facts: object) -> CarrierCorrected:
    return CarrierCorrected.model_validate({"carrier_id": LAND, "reason": "误", **facts})


def test_a_start_that_nobody_reported_is_not_made_up_by_a_correction(land: Desk) -> None:
    first = land.the_carrier(LAND).recent_events[0]
    for unit in ("snd-group", "commerce"):
        refused(land.say(unit, corrected(corrects=first, started_on=date(2020, 7, 1))), "start-not-reported")
    assert land.the_carrier(LAND).started_on is None


def test_a_start_is_corrected_by_naming_its_report_and_lies_not_ahead(land: Desk) -> None:
    first = land.the_carrier(LAND).recent_events[0]
    accepted(land.say("snd-group", started(land.today, "SITE_RECORD"), "s"))
    refused(land.say("snd-group", corrected(corrects=first, started_on=date(2020, 12, 1))), "start-event")
    refused(land.say("snd-group", corrected(corrects=first, cleared=["started_on"])), "start-event")
    tomorrow = land.today + timedelta(days=1)
    refused(land.say("snd-group", corrected(corrects="s", started_on=tomorrow)), "date-in-future")
    accepted(land.say("snd-group", corrected(corrects="s", cleared=["started_on"])))
    refused(land.say("snd-group", corrected(corrects="s", started_on=land.today)), "start-not-reported")
    assert accepted(land.say("zone", started(land.today, "SITE_RECORD"), "t")).started_event == "t"


def test_a_start_on_record_from_before_its_event_was_kept_is_corrected_by_any_of_the_records_events(land: Desk) -> None:
    first = land.the_carrier(LAND).recent_events[0]
    old = land.the_carrier(LAND).model_copy(update={"started_on": land.today})
    land.states["carrier", LAND] = old
    right = date(2020, 12, 1)
    assert accepted(land.say("snd-group", corrected(corrects=first, started_on=right))).started_on == right


def test_what_commerce_has_put_off_commerce_alone_corrects(land: Desk) -> None:
    first = land.the_carrier(LAND).recent_events[0]
    accepted(land.say("commerce", extension(until_on=date(2021, 1, 31)), "x"))
    for facts in ({"agreed_start_on": "2025-01-01"}, {"cleared": ["agreed_start_on"]}):
        refused(land.say("snd-group", corrected(corrects=first, **facts)), "agreed-start-extended")
    same = corrected(corrects=first, agreed_start_on="2021-01-31", name="甲地块")
    accepted(land.say("snd-group", same))
    record = accepted(land.say("commerce", corrected(corrects="x", agreed_start_on="2021-01-13")))
    assert (record.agreed_start_on, record.original_start_on) == ("2021-01-13", "2020-06")


def test_an_agreed_start_that_commerce_takes_away_is_reported_and_put_off_anew(land: Desk) -> None:
    first = land.the_carrier(LAND).recent_events[0]
    accepted(land.say("commerce", extension(until_on=date(2021, 1, 31))))
    record = accepted(land.say("commerce", corrected(corrects=first, cleared=["agreed_start_on"])))
    assert (record.agreed_start_on, record.original_start_on) == (None, None)
    accepted(land.say("snd-group", CarrierUpdated(carrier_id=LAND, agreed_start_on="2020-09-01")))
    record = accepted(land.say("commerce", extension(until_on=date(2021, 2, 28))))
    assert record.original_start_on == "2020-09-01"
