"""The watch on a real broker: each alert stands in the ledger once, whatever becomes of the process that says it."""

from __future__ import annotations

from decimal import Decimal

from tests.integration.coordinator.conftest import Desk
from tests.support.district import Read, Service, today, wait_for

from yipanqi.models.alert import AlertCleared, AlertSnoozed
from yipanqi.models.carrier import CarrierRegistered, CarrierWithdrawn
from yipanqi.models.lead import LeadJudged, LeadRegistered

IDLE = "snd-group-carrier-idle"


def watch(desk: Desk, number: int) -> Service:
    clock = {"YIPANQI_CLOCK_OFFSET_S": str(desk.shift_s)}
    service = desk.district.start_service(f"watch-{number}", ["watch"], "watch", **clock)
    service.wait_ready()
    return service


def events(desk: Desk) -> list[Read]:
    return sorted(desk.district.read(["ledger.alert"]), key=lambda read: read.offset)


def names(found: list[Read]) -> list[str]:
    return [read.name.rpartition(".")[2] for read in found]


def test_an_alert_is_raised_once_and_cleared_once_though_the_watch_is_killed_again_and_again(desk: Desk) -> None:
    carrier = CarrierRegistered(
        carrier_id=IDLE,
        name="闲置厂房",
        kind="PLANT",
        status="AVAILABLE",
        taken_over=True,
        floor_m2=Decimal(3000),
        vacant_since="2020-01-01",
    )
    assert desk.say("snd-group", carrier)["outcome"] == "accepted"
    for number in range(2):
        service = watch(desk, number)
        wait_for(lambda: len(events(desk)) >= 1, 30, "the alert to be raised", every_s=0.3)
        service.process.kill()
    desk.district.wait_quiet()
    (raised,) = events(desk)
    assert (raised.value["subject_id"], raised.value["level"], raised.value["units"]) == (IDLE, "URGENT", ["snd-group"])
    assert raised.meta is not None
    assert raised.meta.unit == "watch"

    alert_id = str(raised.value["alert_id"])
    snooze = AlertSnoozed(alert_id=alert_id, until_on=today(), reason="正在洽谈")
    assert desk.say("investment", snooze)["code"] == "alert-not-yours"
    assert desk.say("snd-group", snooze)["outcome"] == "accepted"
    forged = AlertCleared(alert_id=alert_id)
    headers = desk.headers(forged, "forged-1", "urn:yipanqi:commerce")
    desk.raw("commerce", desk.encoded("commerce", forged), headers, partition=desk.home(forged))
    wait_for(lambda: bool(desk.receipts_of("commerce", "forged-1")), 30, "the forger's receipt", every_s=0.3)
    assert desk.receipts_of("commerce", "forged-1")[0]["code"] == "type-not-allowed"

    service = watch(desk, 2)
    assert desk.say("snd-group", CarrierWithdrawn(carrier_id=IDLE, reason="自用"))["outcome"] == "accepted"
    wait_for(lambda: names(events(desk))[-1] == "AlertCleared", 30, "the alert to be cleared", every_s=0.3)
    wait_for(lambda: service.metric("yipanqi_watch_conditions") == 0, 30, "its gauge to fall to nothing", every_s=0.3)
    service.process.stop()
    desk.district.wait_quiet()
    assert names(events(desk)) == ["AlertRaised", "AlertSnoozed", "AlertCleared"]


def test_a_record_that_nobody_wrote_about_what_is_wrong_reaches_only_who_must_act(desk: Desk) -> None:
    public = [read.value for read in desk.district.read(["board.alert"])]
    assert public, "the record is there for all"
    for record in public:
        assert all(record[name] is None for name in ("subject_id", "subject_name", "units", "reason_zh", "reason_en"))


def test_a_units_word_counts_though_another_spoke_after_it_about_the_same_record(desk: Desk) -> None:
    """The record names only commerce; eight days later the centre is silent for longer than its cycle of seven."""
    facts = {"name": "甲", "channel": "VISIT", "received_on": today(), "investor_name": "甲公司"}
    lead = LeadRegistered.model_validate({"lead_id": "investment-lead-1", **facts})
    judged = LeadJudged(lead_id=lead.lead_id, verdict="NOT_VALUABLE", verdict_reason="不符合方向")
    since = today()
    assert desk.say("investment", lead)["outcome"] == "accepted"
    assert desk.say("commerce", judged)["outcome"] == "accepted"
    desk.restart(days_later=8)

    def silent() -> list[Read]:
        return [read for read in events(desk) if read.value.get("kind") == "UNIT_SILENT"]

    for number in (3, 4):
        service = watch(desk, number)
        wait_for(lambda: len(silent()) >= 3, 30, "the silent units to be told", every_s=0.3)
        service.process.stop()
    desk.district.wait_quiet()
    told = {str(read.value["subject_id"]): read.value["since_on"] for read in silent()}
    assert told == dict.fromkeys(("commerce", "investment", "snd-group"), since)
    assert len(silent()) == len(told)
    assert names(events(desk)).count("AlertCleared") == 1, "none of the silent has spoken"
