"""Leaders' time: recorded once it was given, changed by correction only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.visit import Visit, VisitCorrected, VisitRecorded

ID = "commerce-visit-1"


def recorded(**more: Any) -> VisitRecorded:
    facts = {"leader": "区长", "kind": "VISIT", "held_on": date(2020, 12, 31), "spent_hours": Decimal("3.5")}
    return VisitRecorded(**{"visit_id": ID, **facts, **more})


def test_time_is_recorded_on_the_day_and_not_before_it(desk: Desk) -> None:
    refused(desk.say("commerce", recorded(held_on=date(2021, 1, 1))), "date-in-future")
    accepted(desk.say("commerce", recorded()))
    refused(desk.say("commerce", recorded()), "already-registered")


@pytest.mark.parametrize("hours", ["0", "-1", "24.1"])
def test_a_day_has_at_most_24_hours_and_a_visit_more_than_none(hours: str) -> None:
    with pytest.raises(ValidationError):
        recorded(spent_hours=Decimal(hours))


def test_a_record_changes_by_correction_of_its_unit_or_commerce_only(desk: Desk) -> None:
    accepted(desk.say("zone", recorded(visit_id="zone-visit-1"), "first"))
    right = VisitCorrected(visit_id="zone-visit-1", corrects="first", reason="录入有误", spent_hours=Decimal(2))
    refused(desk.say("investment", right), "not-your-record")
    refused(desk.say("zone", right.model_copy(update={"corrects": "other"})), "unknown-event")
    accepted(desk.say("commerce", right))
    record = desk.states[("visit", "zone-visit-1")]
    assert isinstance(record, Visit)
    assert (record.spent_hours, record.leader, record.version) == (Decimal(2), "区长", 2)


def test_what_did_not_take_place_is_taken_back_and_stands_again_when_that_was_wrong(desk: Desk) -> None:
    def record() -> Visit:
        found = desk.states[("visit", ID)]
        assert isinstance(found, Visit)
        return found

    def corrected(corrects: str, **more: Any) -> VisitCorrected:
        return VisitCorrected(visit_id=ID, corrects=corrects, reason="重复登记", **more)

    accepted(desk.say("commerce", recorded(), "first"))
    assert record().withdrawn is False
    accepted(desk.say("commerce", corrected("first", withdrawn=True), "back"))
    assert (record().withdrawn, record().spent_hours) == (True, Decimal("3.5"))
    accepted(desk.say("commerce", corrected("first", leader="副区长"), "office"))
    assert record().withdrawn is True, "another correction does not bring it back"
    accepted(desk.say("commerce", corrected("back", withdrawn=False)))
    assert record().withdrawn is False
