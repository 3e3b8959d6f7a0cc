"""An event is decided once, whatever is delivered again, restarted or misplaced."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests.integration.coordinator.conftest import Desk
from tests.support.district import today

from yipanqi.bus.cloudevents import source_of
from yipanqi.models.carrier import CarrierRegistered, ReservationReleased, ReservationRequested
from yipanqi.models.claim import (
    ClaimConverted,
    ClaimFiled,
    ClaimRuled,
    ClaimTransferAccepted,
    ClaimTransferDeclined,
    ClaimTransferOffered,
)
from yipanqi.models.enterprise import EnterpriseDistinguished, EnterpriseRegistered
from yipanqi.models.match import MatchAccepted, MatchProposed
from yipanqi.models.project import ProjectRegistered, ProjectStageChanged, ProjectUpdated


def project(number: str, unit: str = "investment", **more: object) -> ProjectRegistered:
    return ProjectRegistered(
        project_id=f"{unit}-project-{number}", name="测试项目", stage="NEGOTIATING", taken_over=True, **more
    )


def carrier(number: str) -> CarrierRegistered:
    return CarrierRegistered(
        carrier_id=f"snd-group-carrier-{number}",
        name="测试厂房",
        kind="PLANT",
        status="AVAILABLE",
        taken_over=True,
        floor_m2=Decimal(3000),
    )


def test_the_same_event_twice_changes_nothing_and_gets_the_same_receipt(desk: Desk) -> None:
    event = project("twice")
    first = desk.say("investment", event, "twice-1")
    desk.raw(
        "investment",
        desk.encoded("investment", event),
        desk.headers(event, "twice-1", source_of("investment")),
        partition=desk.home(event),
    )
    desk.district.wait_quiet()
    receipts = desk.receipts_of("investment", "twice-1")
    assert receipts == [first, first]
    ledger = [r for r in desk.district.read(["ledger.project"]) if r.key == event.project_id]
    assert len(ledger) == 1


def test_a_refused_event_is_refused_again_after_its_reason_is_gone_and_the_coordinator_restarted(desk: Desk) -> None:
    early = ProjectUpdated(project_id="investment-project-early", land_m2=Decimal(5))
    refused = desk.say("investment", early, "early-1")
    assert (refused["outcome"], refused["code"]) == ("refused", "no-such-project")
    assert desk.say("investment", project("early"))["outcome"] == "accepted"
    desk.restart()
    again = desk.say("investment", early, "early-1")
    assert again == refused
    assert desk.say("investment", early, "early-2")["outcome"] == "accepted"


def test_an_event_on_the_wrong_partition_is_moved_to_the_right_one_and_decided_once(desk: Desk) -> None:
    event = project("astray")
    wrong = (desk.home(event) + 1) % desk.district.catalog.cluster.partitions
    headers = desk.headers(event, "astray-1", source_of("investment"))
    for partition in (wrong, wrong, desk.home(event)):
        desk.raw("investment", desk.encoded("investment", event), headers, key=b"other", partition=partition)
    desk.district.wait_quiet()
    found = [r for r in desk.district.read(["ledger.project"]) if r.key == event.project_id]
    assert [(r.partition, r.meta.unit if r.meta else None) for r in found] == [(desk.home(event), "investment")]
    receipts = desk.receipts_of("investment", "astray-1")
    assert receipts
    assert all(receipt == receipts[0] for receipt in receipts)
    assert receipts[0]["outcome"] == "accepted"


def test_an_event_older_than_the_memory_of_decisions_is_refused(desk: Desk) -> None:
    event = project("ancient")
    headers = [h for h in desk.headers(event, "ancient-1", source_of("investment")) if h[0] != "ce_time"]
    long_ago = datetime.now(UTC) - timedelta(days=desk.district.catalog.dedupe_days + 1)
    headers.append(("ce_time", long_ago.isoformat().encode()))
    desk.raw("investment", desk.encoded("investment", event), headers, partition=desk.home(event))
    desk.district.wait_quiet()
    assert [r["code"] for r in desk.receipts_of("investment", "ancient-1")] == ["too-old"]


def test_a_reservation_expires_by_itself_and_its_project_learns_of_it(desk: Desk) -> None:
    desk.say("investment", project("guest"))
    desk.say("snd-group", carrier("hotel"))
    until = today() + timedelta(days=30)
    request = ReservationRequested(
        carrier_id="snd-group-carrier-hotel", project_id="investment-project-guest", until_on=until
    )
    granted = desk.say("investment", request)
    assert granted["outcome"] == "accepted"
    assert _carrier_status(desk, "hotel") == ("RESERVED", 1)
    assert _held_by(desk, "guest") == ["snd-group-carrier-hotel"]
    desk.restart(days_later=29)
    desk.district.wait_quiet()
    assert _carrier_status(desk, "hotel") == ("RESERVED", 1)
    desk.restart(days_later=3)
    desk.district.wait_quiet()
    assert _carrier_status(desk, "hotel") == ("AVAILABLE", 0)
    assert _held_by(desk, "guest") == []
    desk.restart(days_later=-32)


def test_a_terminated_project_sets_its_carriers_free(desk: Desk) -> None:
    desk.say("investment", project("leaver"))
    desk.say("snd-group", carrier("home"))
    until = today() + timedelta(days=30)
    request = ReservationRequested(
        carrier_id="snd-group-carrier-home", project_id="investment-project-leaver", until_on=until
    )
    assert desk.say("investment", request)["outcome"] == "accepted"
    end = ProjectStageChanged(
        project_id="investment-project-leaver",
        to_stage="TERMINATED",
        effective_on=today() - timedelta(days=1),
        reason="投资方放弃",
    )
    assert desk.say("investment", end)["outcome"] == "accepted"
    desk.district.wait_quiet()
    assert _carrier_status(desk, "home") == ("AVAILABLE", 0)
    assert _held_by(desk, "leaver") == []


def test_first_come_first_served_even_when_the_first_ones_project_answers_last(desk: Desk) -> None:
    desk.say("snd-group", carrier("prize"))
    for number in ("a", "b", "c"):
        desk.say("investment", project(f"rival-{number}"))
    publisher = desk.district.publisher("investment")
    until = today() + timedelta(days=10)
    deliveries = [
        publisher.publish(
            ReservationRequested(
                carrier_id="snd-group-carrier-prize", project_id=f"investment-project-{name}", until_on=until
            )
        )
        for name in ("rival-none", "rival-a", "rival-b", "rival-c")
    ]
    outcomes = [delivery.receipt(30)["code"] for delivery in deliveries]
    assert outcomes == ["no-such-project", None, "carrier-held", "carrier-held"]
    release = ReservationReleased(
        carrier_id="snd-group-carrier-prize", hold_id=deliveries[1].event_id, reason="改选其他载体"
    )
    assert desk.say("investment", release)["outcome"] == "accepted"


def _carrier_status(desk: Desk, number: str) -> tuple[str, int]:
    reads = [r for r in desk.district.read(["state.carrier"]) if r.key == f"snd-group-carrier-{number}"]
    return reads[-1].value["status"], len(reads[-1].value["holds"])


def _held_by(desk: Desk, number: str) -> list[str]:
    reads = [r for r in desk.district.read(["state.project"]) if r.key == f"investment-project-{number}"]
    return [link["carrier_id"] for link in reads[-1].value["carriers"]]


def test_of_two_units_that_claim_one_investor_at_the_same_time_exactly_one_is_protected(desk: Desk) -> None:
    """Through the ledger and the registers: each filing has one receipt, and the register's log says who was first."""
    investor = "foreign:JP:once-1"
    desk.say("investment", EnterpriseRegistered(enterprise_id=investor, name="东海化学"))
    deliveries = {
        unit: desk.district.publisher(unit).publish(
            ClaimFiled(claim_id=str(uuid.uuid4()), investor_id=investor, scope="C1", contact_name="张某"),
            event_id=f"claim-{unit}",
        )
        for unit in ("investment", "zone")
    }
    receipts = {unit: delivery.receipt(30) for unit, delivery in deliveries.items()}
    assert [receipt["outcome"] for receipt in receipts.values()] == ["accepted", "accepted"]
    assert sorted(str(receipt["code"]) for receipt in receipts.values()) == ["None", "claim-in-conflict"]
    desk.district.wait_quiet()
    claims = {read.value["owner_unit"]: read.value for read in desk.district.read(["state.claim"])}
    for unit, receipt in receipts.items():
        assert claims[unit]["status"] == ("PROTECTED" if receipt["code"] is None else "CONFLICT")
    asked = [r for r in desk.district.read(["ledger.protection"]) if r.name == "yipanqi.protection.ProtectionAsked"]
    first, second = sorted(asked, key=lambda read: read.offset)
    assert claims[first.value["unit"]]["status"] == "PROTECTED"
    assert claims[second.value["unit"]]["status"] == "CONFLICT"
    assert {read.value["contact_name"] for read in desk.district.read(["ledger.claim"]) if "Filed" in read.name} == {
        None
    }
    shown = {read.key: read.value for read in desk.district.read(["board.claim"])}
    for record in shown.values():
        hidden = ("owner_unit", "updated_by", "filed_by", "protected_until_on", "group_id", "transfer_to")
        assert all(record[name] is None for name in hidden)


def test_a_ruling_and_a_conversion_wait_for_the_other_records_word(desk: Desk) -> None:
    investor, claims = "foreign:JP:once-2", [str(uuid.uuid4()) for _ in range(2)]
    desk.say("investment", EnterpriseRegistered(enterprise_id=investor, name="西山化学", parent_id="foreign:JP:none"))
    for unit, claim in zip(("investment", "zone"), claims, strict=True):
        desk.say(unit, ClaimFiled(claim_id=claim, investor_id=investor, scope="ALL"))
    ruling = ClaimRuled(claim_id=claims[1], upheld=True, reason="首次接触在先")
    assert desk.say("commerce", ruling, "ruling-1")["outcome"] == "accepted"
    assert desk.say("commerce", ruling, "ruling-2")["code"] == "claim-status"
    desk.say("zone", project("converted", "zone"))
    conversion = ClaimConverted(claim_id=claims[1], project_id="zone-project-converted")
    assert desk.say("zone", conversion)["code"] == "project-not-signed"
    desk.restart()
    desk.district.wait_quiet()
    states = {read.key: read.value["status"] for read in desk.district.read(["state.claim"])}
    assert [states[claim] for claim in claims] == ["REJECTED", "PROTECTED"]


def test_commerce_steps_back_before_it_rules_and_the_winner_converts_for_a_firm_of_the_group(desk: Desk) -> None:
    parent, child, claims = "foreign:JP:once-4", "foreign:JP:once-5", [str(uuid.uuid4()) for _ in range(2)]
    desk.say("investment", EnterpriseRegistered(enterprise_id=parent, name="北川电子"))
    desk.say("investment", EnterpriseRegistered(enterprise_id=child, name="北川电子苏州", parent_id=parent))
    for unit, claim, investor in (("commerce", claims[0], parent), ("zone", claims[1], child)):
        desk.say(unit, ClaimFiled(claim_id=claim, investor_id=investor, scope="C1"))
    ruling = ClaimRuled(claim_id=claims[1], upheld=True, reason="首次接触在先")
    assert desk.say("commerce", ruling)["code"] == "claim-own-case"
    answers = {
        "investment": ClaimTransferDeclined(claim_id=claims[0], reason="方向不符"),
        "snd-group": ClaimTransferAccepted(claim_id=claims[0]),
    }
    for unit, answer in answers.items():
        desk.say("commerce", ClaimTransferOffered(claim_id=claims[0], to_unit=unit))
        assert desk.say(unit, answer)["outcome"] == "accepted"
    desk.district.wait_quiet()
    assert desk.say("commerce", ruling)["outcome"] == "accepted"
    facts = {"name": "集团项目", "stage": "SIGNED", "taken_over": True, "investor_id": parent, "chain": "C1"}
    desk.say("zone", ProjectRegistered(project_id="zone-project-group", **facts))
    conversion = ClaimConverted(claim_id=claims[1], project_id="zone-project-group")
    assert desk.say("zone", conversion)["outcome"] == "accepted"
    desk.district.wait_quiet()
    states = {read.key: read.value for read in desk.district.read(["state.claim"])}
    assert (states[claims[0]]["owner_unit"], states[claims[0]]["status"]) == ("snd-group", "REJECTED")
    assert states[claims[1]]["status"] == "CONVERTED"


def test_what_another_record_must_agree_to_is_answered_and_told(desk: Desk) -> None:
    """Two firms told apart by commerce; a reservation that follows from a match."""
    firms = ["foreign:JP:once-6", "foreign:JP:once-7"]
    for firm in firms:
        desk.say("investment", EnterpriseRegistered(enterprise_id=firm, name="南山光学"))
    for other, code in ((firms[1], None), ("foreign:JP:none", "distinct-from-unknown")):
        decision = EnterpriseDistinguished(enterprise_id=firms[0], other_id=other, reason="法人不同")
        assert desk.say("commerce", decision)["code"] == code
    desk.say("investment", project("matched"))
    desk.say("snd-group", carrier("matched"))
    names = {"project_id": "investment-project-matched", "carrier_id": "snd-group-carrier-matched"}
    match_id = "commerce-match-once"
    assert desk.say("commerce", MatchProposed(match_id=match_id, source="PERSON", **names))["outcome"] == "accepted"
    assert desk.say("investment", MatchAccepted(match_id=match_id))["outcome"] == "accepted"
    request = ReservationRequested(**names, match_id=match_id, until_on=today() + timedelta(days=10))
    assert desk.say("investment", request)["outcome"] == "accepted"
    desk.restart()
    desk.district.wait_quiet()
    match = {r.key: r.value for r in desk.district.read(["state.match"])}[match_id]
    assert (match["status"], match["outcome"]) == ("ACCEPTED", "RESERVED")
    known = {r.key: r.value for r in desk.district.read(["state.enterprise"])}
    assert [[entry["enterprise_id"] for entry in known[firm]["distinct_from"]] for firm in firms] == [
        [firms[1]],
        [firms[0]],
    ]
