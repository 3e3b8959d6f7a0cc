"""A doubt on the real broker: the doubted record answers on its own partition, whatever its aggregate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.integration.coordinator.conftest import Desk
from tests.support.district import today

from yipanqi.models import carrier as c
from yipanqi.models import correction as e
from yipanqi.models import project as p

#: A day whose limits lie in a year with a holiday calendar, whenever the test runs.
DAY = date(2020, 12, 7)
PROJECT, CARRIER = "zone-project-1", "zone-carrier-1"


def _doubt(number: int, aggregate: str, subject: str, field: str) -> e.CorrectionRequested:
    about = {"subject_aggregate": aggregate, "subject_id": subject, "field": field, "source_unit": "zone"}
    return e.CorrectionRequested(correction_id=f"investment-correction-{number}", **about)


def test_a_doubt_about_any_record_is_settled_by_that_record(desk: Desk) -> None:
    desk.restart(days_later=(DAY - today()).days)
    facts = {"name": "项目", "stage": "SCREENING", "taken_over": False, "land_m2": Decimal(30000)}
    assert desk.say("zone", p.ProjectRegistered(project_id=PROJECT, **facts))["outcome"] == "accepted"
    facts = {"name": "厂房", "kind": "PLANT", "status": "REGISTERED", "taken_over": False, "floor_m2": Decimal(900)}
    assert desk.say("zone", c.CarrierRegistered(carrier_id=CARRIER, **facts))["outcome"] == "accepted"
    fixes = (
        p.ProjectUpdated(project_id=PROJECT, land_m2=Decimal(20000)),
        c.CarrierUpdated(carrier_id=CARRIER, floor_m2=Decimal(800)),
    )
    doubts = (_doubt(1, "project", PROJECT, "land_m2"), _doubt(2, "carrier", CARRIER, "floor_m2"))
    for doubt, fix in zip(doubts, fixes, strict=True):
        assert desk.say("investment", doubt)["outcome"] == "accepted"
        made = e.CorrectionMade(correction_id=doubt.correction_id, fixed_by="never-existed")
        assert desk.say("zone", made)["code"] == "fix-unknown"
        receipt = desk.say("zone", fix)
        assert receipt["outcome"] == "accepted"
        made = e.CorrectionMade(correction_id=doubt.correction_id, fixed_by=receipt["event_id"])
        assert desk.say("zone", made)["outcome"] == "accepted"
    assert desk.say("investment", _doubt(3, "enterprise", "foreign:JP:1", "name"))["code"] == "no-such-record"
    stood = {read.value["correction_id"]: read.value["status"] for read in desk.district.read(["state.correction"])}
    assert sorted(stood.values()) == ["MADE", "MADE", "VOID"]
