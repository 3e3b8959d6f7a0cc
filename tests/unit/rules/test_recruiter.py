"""Recruiters: a unit's own people, and their hours of training by year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.desk import Desk, accepted, refused

from yipanqi.models import recruiter as e

ID = "zone-recruiter-1"


def registered(desk: Desk) -> str:
    accepted(desk.say("zone", e.RecruiterRegistered(recruiter_id=ID, name="陈某", chains=("C3",), languages=("JA",))))
    return ID


def trained(desk: Desk, day: date, hours: str, subject: str = "产业链", event_id: str | None = None) -> Any:
    event = e.TrainingRecorded(recruiter_id=ID, held_on=day, hours=Decimal(hours), subject=subject, provider="商务局")
    return desk.say("commerce", event, event_id)


def years(record: Any) -> dict[int, Decimal]:
    return {entry.year: entry.hours for entry in record.training_years}


def test_hours_of_training_add_up_by_calendar_year(desk: Desk) -> None:
    registered(desk)
    accepted(trained(desk, date(2020, 9, 1), "6"))
    accepted(trained(desk, date(2019, 5, 1), "3.5"))
    record = accepted(trained(desk, date(2020, 9, 1), "2", "日语"))
    assert years(record) == {2019: Decimal("3.5"), 2020: Decimal(8)}
    assert [training.held_on.year for training in record.trainings] == [2019, 2020, 2020]


def test_a_training_is_recorded_once_and_after_its_day(desk: Desk) -> None:
    registered(desk)
    accepted(trained(desk, date(2020, 9, 1), "6"))
    refused(trained(desk, date(2020, 9, 1), "6"), "nothing-changed")
    refused(trained(desk, date(2021, 9, 1), "6"), "date-in-future")
    other = e.TrainingRecorded(recruiter_id=ID, held_on=date(2020, 9, 2), hours=Decimal(1), subject="x")
    refused(desk.say("investment", other), "not-your-record")


def test_a_wrong_training_is_corrected_or_withdrawn_by_naming_its_event(desk: Desk) -> None:
    registered(desk)
    accepted(trained(desk, date(2020, 9, 1), "6", event_id="t1"))
    fix = e.TrainingCorrected(recruiter_id=ID, corrects="t1", reason="误", hours=Decimal(4), held_on=date(2019, 12, 1))
    assert years(accepted(desk.say("zone", fix, "fix"))) == {2019: Decimal(4)}
    refused(desk.say("zone", fix.model_copy(update={"corrects": "other"})), "unknown-event")
    refused(desk.say("zone", fix.model_copy(update={"corrects": "fix"})), "recruiter-no-training")
    refused(desk.say("zone", fix.model_copy(update={"held_on": date(2021, 1, 1)})), "date-in-future")
    withdrawn = e.TrainingCorrected(recruiter_id=ID, corrects="t1", reason="重复", withdrawn=True)
    assert years(accepted(desk.say("zone", withdrawn))) == {}
    refused(desk.say("zone", withdrawn), "recruiter-no-training")


def test_who_left_is_trained_no_more_until_that_is_corrected(desk: Desk) -> None:
    registered(desk)
    left = e.RecruiterLeft(recruiter_id=ID, left_on=date(2020, 12, 31))
    refused(desk.say("investment", left), "not-your-record")
    refused(desk.say("zone", left.model_copy(update={"left_on": date(2021, 1, 1)})), "date-in-future")
    assert accepted(desk.say("zone", left, "left")).active is False
    refused(trained(desk, date(2020, 9, 1), "6"), "recruiter-left")
    refused(desk.say("zone", e.RecruiterUpdated(recruiter_id=ID, post="x")), "recruiter-left")
    back = e.RecruiterCorrected(recruiter_id=ID, corrects="left", reason="误", cleared=("left_on",))
    record = accepted(desk.say("zone", back))
    assert (record.active, record.left_on) == (True, None)


def test_a_list_of_trainings_stays_within_the_contracts_bound(desk: Desk) -> None:
    registered(desk)
    record = accepted(trained(desk, date(2020, 9, 1), "6"))
    full = tuple(record.trainings[0] for _ in range(1000))
    desk.states["recruiter", ID] = record.model_copy(update={"trainings": full})
    refused(trained(desk, date(2020, 9, 2), "6"), "too-many")
