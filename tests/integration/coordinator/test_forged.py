"""What is forged, damaged or private: refused, set aside or dropped, and the loop goes on."""

from __future__ import annotations

import json
import os
import urllib.request
from datetime import date
from decimal import Decimal

import pytest
from tests.integration.coordinator.conftest import Desk
from tests.integration.coordinator.test_once import carrier, project

from yipanqi.bus.cloudevents import source_of
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.deadletter import DeadLetter, parse_dead_letter
from yipanqi.bus.errors import SchemaNotFound
from yipanqi.bus.restore import read_range
from yipanqi.bus.schema import parse_schema
from yipanqi.models.carrier import CarrierVerified
from yipanqi.models.common import Money


def dead_letters(desk: Desk) -> list[DeadLetter]:
    wanted = [TopicPartition("deadletter.coordinator", p) for p in range(desk.district.catalog.cluster.partitions)]
    return [parse_dead_letter(r) for r in read_range(desk.district.kafka.admin_settings(), wanted)]


def test_an_event_type_that_is_not_the_units_duty_is_refused(desk: Desk) -> None:
    desk.say("snd-group", carrier("self-verified"))
    event = CarrierVerified(carrier_id="snd-group-carrier-self-verified", verified_on=date(2026, 1, 5))
    with pytest.raises(SchemaNotFound):
        desk.district.publisher("snd-group").publish(event)
    headers = desk.headers(event, "forged-duty", source_of("snd-group"))
    desk.raw("snd-group", desk.encoded("commerce", event), headers, partition=desk.home(event))
    desk.district.wait_quiet()
    assert [r["code"] for r in desk.receipts_of("snd-group", "forged-duty")] == ["type-not-allowed"]


def test_an_event_in_another_units_name_is_refused(desk: Desk) -> None:
    event = project("forged-name")
    headers = desk.headers(event, "forged-source", source_of("commerce"))
    desk.raw("investment", desk.encoded("investment", event), headers, partition=desk.home(event))
    desk.district.wait_quiet()
    assert [r["code"] for r in desk.receipts_of("investment", "forged-source")] == ["forged-source"]


def test_an_id_that_is_another_units_is_refused(desk: Desk) -> None:
    assert desk.say("investment", project("1", unit="zone"))["code"] == "id-not-yours"


def test_the_header_that_vouches_for_a_unit_counts_on_the_coordinators_own_topic_only(desk: Desk) -> None:
    event = project("vouched", unit="commerce")
    headers = [*desk.headers(event, "vouched-1", source_of("investment")), ("ce_unit", b"commerce")]
    desk.raw("investment", desk.encoded("investment", event), headers, partition=desk.home(event))
    desk.district.wait_quiet()
    assert [r["code"] for r in desk.receipts_of("investment", "vouched-1")] == ["id-not-yours"]
    assert not desk.receipts_of("commerce", "vouched-1")


def test_whatever_cannot_be_read_is_set_aside_with_its_bytes_and_the_loop_goes_on(desk: Desk) -> None:
    event = project("damaged")
    good = desk.encoded("investment", event)
    before = len(dead_letters(desk))
    damaged = {
        "bad-magic": b"\x07" + good[1:],
        "too-short": b"\x00\x00",
        "unknown-schema": b"\x00\x7f\xff\xff\xff" + good[5:],
        "trailing-bytes": good + b"\x00",
        "corrupt": good[:12],
    }
    for code, value in damaged.items():
        desk.raw("investment", value, desk.headers(event, f"damaged-{code}", source_of("investment")))
    wrong_print = [
        *desk.headers(event, "damaged-fingerprint-mismatch", source_of("investment")),
        ("ce_dataschema", b"urn:yipanqi:schema:" + b"0" * 32),
    ]
    desk.raw("investment", good, wrong_print)
    desk.raw("investment", os.urandom(500), [])
    desk.raw("investment", None, [("x", b"\xff")])
    desk.district.wait_quiet()
    found = dead_letters(desk)[before:]
    assert len(found) == len(damaged) + 3
    assert set(damaged.values()) <= {letter.value for letter in found}
    for code in (*damaged, "fingerprint-mismatch"):
        receipt = desk.receipts_of("investment", f"damaged-{code}")[0]
        assert (receipt["outcome"], receipt["code"]) == ("dead_letter", code)
        assert receipt["reason_zh"]
    assert desk.say("investment", project("after-damage"))["outcome"] == "accepted"


def test_a_small_batch_that_unpacks_to_megabytes_does_not_stop_the_loop(desk: Desk) -> None:
    event = project("bomb")
    desk.raw(
        "investment",
        b"\x00" * 4_000_000,
        desk.headers(event, "bomb-1", source_of("investment")),
        compression="gzip",
    )
    desk.district.wait_quiet()
    letter = next(x for x in dead_letters(desk) if x.value is not None and len(x.value) == 65_536)
    assert letter.topic == "intake.investment"
    assert [r["code"] for r in desk.receipts_of("investment", "bomb-1")] == ["too-large"]
    assert desk.say("investment", project("after-bomb"))["outcome"] == "accepted"


def test_a_field_that_breaks_the_contract_is_refused_by_name(desk: Desk) -> None:
    event = project("bad-code").model_copy(update={"stage": "已鉴约"})
    receipt = desk.say("investment", event)
    assert (receipt["code"], receipt["field"]) == ("invalid-field", "stage")


def test_an_owners_fields_go_no_further_than_the_intake_topic(desk: Desk) -> None:
    event = project(
        "private",
        contact_name="王小明不可外传",
        bargaining_position="底价一千万不可外传",
        planned_investment=Money(amount=Decimal("123456789.00"), currency="CNY"),
    )
    wrong = (desk.home(event) + 1) % desk.district.catalog.cluster.partitions
    headers = desk.headers(event, "private-1", source_of("investment"))
    desk.raw("investment", desk.encoded("investment", event), headers, partition=wrong)
    desk.district.wait_quiet()
    everywhere = [f"{kind}.{a}" for a in desk.district.catalog.aggregates for kind in ("ledger", "state", "board")]
    everywhere += ["intake.coordinator", "deadletter.coordinator", "receipts.investment"]
    wanted = [TopicPartition(t, p) for t in everywhere for p in range(desk.district.catalog.cluster.partitions)]
    secret = "不可外传".encode()
    assert not [r.topic for r in read_range(desk.district.kafka.admin_settings(), wanted) if secret in (r.value or b"")]
    board = next(r for r in desk.district.read(["board.project"]) if r.key == event.project_id)
    state = next(r for r in desk.district.read(["state.project"]) if r.key == event.project_id)
    assert board.value["planned_investment"] is None
    assert state.value["planned_investment"]["amount"] == Decimal("123456789.00")


def test_an_event_written_with_a_later_version_of_its_schema_is_read_as_ours(desk: Desk) -> None:
    event = project("future")
    later = json.loads(json.dumps(event.__avro_schema__))
    later["fields"].append(
        {"name": "mood", "type": ["null", "string"], "default": None, "doc": "x", "title_zh": "x", "share": "all"}
    )
    schema = parse_schema(later)
    subject = f"intake.investment-{event.__avro_name__}"
    schema_id = desk.district.schemas.register(subject, schema)
    from yipanqi.bus.codec import AvroCodec

    value = AvroCodec(desk.district.schemas).encode(schema, {**event.to_avro(), "mood": "好"}, schema_id)
    headers = desk.headers(event, "future-1", source_of("investment"))
    desk.raw("investment", value, headers, partition=desk.home(event))
    desk.district.wait_quiet()
    assert [r["outcome"] for r in desk.receipts_of("investment", "future-1")] == ["accepted"]


def test_the_coordinator_answers_health_and_metrics(desk: Desk) -> None:
    for path in ("/health/live", "/health/ready"):
        with urllib.request.urlopen(desk.coordinator.url + path, timeout=5) as answer:
            assert json.load(answer)["status"] == "ok"
    with urllib.request.urlopen(desk.coordinator.url + "/metrics", timeout=5) as answer:
        text = answer.read().decode()
    assert 'yipanqi_decisions_total{code="invalid-field",outcome="refused",unit="investment"}' in text
    assert "yipanqi_publish_to_decision_seconds_bucket" in text
