"""A lead's life on the real broker: its limit runs out, units race for it in the pool, it becomes a project."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from tests.integration.coordinator.conftest import Desk
from tests.support.district import today

from yipanqi.models import lead as e
from yipanqi.models.project import ProjectRegistered

#: A day whose limits lie in a year with a holiday calendar, whenever the test runs.
DAY = date(2020, 12, 7)
LEAD = "zone-lead-1"
UNITS = ("snd-group", "soe-2", "zone", "investment")


def _register(desk: Desk) -> None:
    lead = e.LeadRegistered(
        lead_id=LEAD,
        name="传感器企业",
        channel="OVERSEAS",
        received_on=DAY,
        investor_name="日东传感",
        contact_name="佐藤机密",
        contact_phone="13800000000",
    )
    for unit, event in (
        ("zone", lead),
        ("investment", e.LeadJudged(lead_id=LEAD, verdict="VALUABLE", verdict_reason="重点产业链")),
        ("commerce", e.LeadAssigned(lead_id=LEAD, assigned_unit="snd-group")),
    ):
        assert desk.say(unit, event)["outcome"] == "accepted"


def test_a_lead_lapses_to_the_pool_goes_to_one_unit_and_becomes_its_project(desk: Desk) -> None:
    desk.restart(days_later=(DAY - today()).days)
    _register(desk)
    desk.restart(days_later=12)
    desk.district.wait_quiet()
    with ThreadPoolExecutor() as pool:
        receipts = dict(
            zip(UNITS, pool.map(lambda unit: desk.say(unit, e.LeadTaken(lead_id=LEAD)), UNITS), strict=True)
        )
    assert receipts["snd-group"]["code"] in ("lead-let-lapse", "lead-taken")
    taker = [unit for unit, receipt in receipts.items() if receipt["outcome"] == "accepted"]
    assert len(taker) == 1
    unit = taker[0]
    convert = e.LeadConverted(lead_id=LEAD, project_id=f"{unit}-project-1")
    assert desk.say(unit, convert)["code"] == "no-such-project"
    project = ProjectRegistered(project_id=f"{unit}-project-1", name="传感器工厂", stage="SCREENING", taken_over=False)
    assert desk.say(unit, project)["outcome"] == "accepted"
    assert desk.say(unit, convert)["outcome"] == "accepted"
    found = desk.district.read(["state.lead"])[-1].value
    assert (found["status"], found["project_id"]) == ("CONVERTED", f"{unit}-project-1")
    told = str([read.value for read in desk.district.read(["ledger.lead", "state.lead", "board.lead"])])
    assert "日东传感" in told
    assert "佐藤机密" not in told
    assert "13800000000" not in told
    everyone = str([read.value for read in desk.district.read(["board.lead"])])
    assert "日东传感" not in everyone
