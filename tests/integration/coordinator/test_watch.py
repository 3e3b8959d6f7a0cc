"""The watch on a real broker: each alert stands in the ledger once, whatever becomes of the process that says it."""

from __future__ import annotations

from decimal import Decimal

from tests.integration.coordinator.conftest import Desk
from tests.support.district import Read, Service, today, wait_for

from yipanqi.models.alert import AlertCleared, AlertSnoozed
from yipanqi.models.carrier import CarrierRegistered, CarrierWithdrawn

IDLE = "snd-group-carrier-idle"


def watch(desk: Desk, number: int) -> Service:
    service = desk.district.start_service(f"watch-{number}", ["watch"], "watch")
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
    service.process.stop()
    desk.district.wait_quiet()
    assert names(events(desk)) == ["AlertRaised", "AlertSnoozed", "AlertCleared"]


def test_a_record_that_nobody_wrote_about_what_is_wrong_reaches_only_who_must_act(desk: Desk) -> None:
    public = [read.value for read in desk.district.read(["board.alert"])]
    assert public, "the record is there for all"
    for record in public:
        assert all(record[name] is None for name in ("subject_id", "subject_name", "units", "reason_zh", "reason_en"))
