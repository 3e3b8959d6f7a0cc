"""The Publisher against a real broker and registry."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.client import make_producer
from yipanqi.bus.cloudevents import headers_for, parse_headers
from yipanqi.bus.cluster import TopicPartition, TopicSpec
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import (
    AuthenticationError,
    AuthorizationError,
    BrokerUnavailable,
    Closed,
    DeliveryTimeout,
    SchemaMismatch,
    SchemaNotFound,
    TooLarge,
    YipanqiError,
)
from yipanqi.bus.events import subject_of
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.publisher import Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.restore import read_range
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import KafkaSettings

RECEIPT: dict[str, Any] = {
    "type": "record",
    "name": "yipanqi.test.Receipt",
    "fields": [
        {"name": "event_id", "type": "string"},
        {"name": "outcome", "type": "string"},
        {"name": "code", "type": ["null", "string"], "default": None},
        {"name": "ledger_offset", "type": ["null", "long"], "default": None},
    ],
}
SOON_S = 20.0


def all_of(topic: str, partitions: int = 3) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for number in range(partitions)]


def test_a_wrong_password_is_named_within_five_seconds(settings: KafkaSettings, schemas: SchemaRegistry) -> None:
    wrong = settings.model_copy(update={"password": SecretStr("not-it")})
    begun = time.monotonic()
    with pytest.raises(AuthenticationError, match=r"wrong user or password") as caught:
        Publisher(wrong, schemas, unit="commerce")
    assert time.monotonic() - begun < 5
    assert "not-it" not in str(caught.value)


def test_a_broker_that_is_not_there_is_told_from_a_wrong_password(
    settings: KafkaSettings, schemas: SchemaRegistry
) -> None:
    nowhere = settings.model_copy(update={"bootstrap": "127.0.0.1:1"})
    with pytest.raises(BrokerUnavailable) as caught:
        Publisher(nowhere, schemas, unit="commerce")
    assert caught.value.retriable


def test_an_event_arrives_with_its_cloudevents_headers_on_the_partition_of_its_key(
    settings: KafkaSettings, schemas: SchemaRegistry, parcel_topic: str, parcel: type[Any]
) -> None:
    with Publisher(settings, schemas, unit="zone", topic=parcel_topic, receipts=False) as publisher:
        deliveries = [publisher.publish(parcel(parcel_id=f"zone-{n}", number=n)) for n in range(50)]
        positions = [delivery.wait(SOON_S) for delivery in deliveries]
    codec = AvroCodec(schemas)
    found = {parse_headers(record.headers).id: record for record in read_range(settings, all_of(parcel_topic))}
    assert len(found) == 50
    for number, (delivery, position) in enumerate(zip(deliveries, positions, strict=True)):
        record = found[delivery.event_id]
        meta = parse_headers(record.headers)
        assert (record.partition, record.offset) == (position.partition, position.offset)
        assert record.key == f"zone-{number}".encode()
        assert record.partition == partition_for(record.key, 3)
        assert (meta.source, meta.type, meta.subject) == ("urn:yipanqi:zone", "yipanqi.test.Parcel", f"zone-{number}")
        assert meta.time is not None
        assert codec.decode(record.value, meta.fingerprint).value["number"] == number


def test_events_of_one_key_keep_the_order_in_which_they_were_published(
    settings: KafkaSettings, schemas: SchemaRegistry, parcel_topic: str, parcel: type[Any]
) -> None:
    with Publisher(settings, schemas, unit="zone", topic=parcel_topic, receipts=False) as publisher:
        for number in range(5_000):
            publisher.publish(parcel(parcel_id="one", number=number))
        publisher.flush(SOON_S)
    codec = AvroCodec(schemas)
    numbers = [codec.decode(r.value).value["number"] for r in read_range(settings, all_of(parcel_topic))]
    assert numbers == list(range(5_000))


def test_the_bound_on_events_in_flight_makes_publish_wait_not_fail(
    settings: KafkaSettings, schemas: SchemaRegistry, parcel_topic: str, parcel: type[Any]
) -> None:
    with Publisher(settings, schemas, unit="zone", topic=parcel_topic, receipts=False, max_in_flight=100) as publisher:
        for number in range(2_000):
            publisher.publish(parcel(parcel_id=f"p{number % 7}", number=number))
        publisher.flush(SOON_S)
    assert sum(1 for _ in read_range(settings, all_of(parcel_topic))) == 2_000


def test_a_receipt_is_handed_to_whoever_waits_for_it(
    admin: ClusterAdmin,
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    unique: Callable[..., str],
    parcel: type[Any],
) -> None:
    unit = unique("unit")
    intake, receipts = f"intake.{unit}", f"receipts.{unit}"
    admin.create_topics([TopicSpec(intake, 3), TopicSpec(receipts, 3)])
    schemas.register(subject_of(intake, parcel.__avro_name__), parse_schema(parcel.__avro_schema__))
    schema = parse_schema(RECEIPT)
    schema_id = schemas.register(subject_of(receipts, schema.full_name), schema)
    codec, coordinator = AvroCodec(schemas), make_producer(settings)

    def decide(event_id: str, outcome: str, code: str | None, offset: int | None) -> None:
        values = {"event_id": event_id, "outcome": outcome, "code": code, "ledger_offset": offset}
        headers = headers_for(
            event_id=f"r-{event_id}",
            source="urn:yipanqi:coordinator",
            event_type=schema.full_name,
            time=parse_headers([("ce_id", b"x"), ("ce_time", b"2026-01-01T00:00:00Z")]).time,
            subject="a",
            dataschema=schema.urn,
        )
        coordinator.send(receipts, codec.encode(schema, values, schema_id), b"a", headers)

    with Publisher(settings, schemas, unit=unit) as publisher:
        taken = publisher.publish(parcel(parcel_id="a", number=1))
        turned_down = publisher.publish(parcel(parcel_id="a", number=2), event_id="my-own-id")
        coordinator.send(receipts, b"\x00garbage", b"a")
        decide("somebody-else", "accepted", None, 1)
        decide(taken.event_id, "accepted", None, 41)
        decide("my-own-id", "refused", "held_by_other", None)
        assert taken.receipt(SOON_S)["ledger_offset"] == 41
        refused = turned_down.receipt(SOON_S)
        assert (refused["outcome"], refused["code"]) == ("refused", "held_by_other")
        assert turned_down.receipt(SOON_S) == refused
        undecided = publisher.publish(parcel(parcel_id="a", number=3))
        with pytest.raises(DeliveryTimeout, match="coordinator"):
            undecided.receipt(0.3)
    coordinator.close()


def test_values_that_break_the_schema_never_leave(
    settings: KafkaSettings, schemas: SchemaRegistry, parcel_topic: str, parcel: type[Any]
) -> None:
    schema = parcel.__avro_schema__
    with Publisher(settings, schemas, unit="zone", topic=parcel_topic, receipts=False) as publisher:
        with pytest.raises(SchemaMismatch, match="number"):
            publisher.publish((schema, {"parcel_id": "x", "number": "seven"}), key="x")
        with pytest.raises(SchemaMismatch):
            publisher.publish((schema, {"parcel_id": "x", "number": 7, "surprise": 1}), key="x")
        with pytest.raises(TooLarge):
            publisher.publish((schema, {"parcel_id": "x", "number": 7, "note": "n" * 1_100_000}), key="x")
        publisher.publish((schema, {"parcel_id": "x", "number": 7}), key="x").wait(SOON_S)
    with pytest.raises(Closed):
        publisher.publish(parcel(parcel_id="x", number=1))
    assert sum(1 for _ in read_range(settings, all_of(parcel_topic))) == 1


def test_an_event_type_that_is_not_registered_for_the_topic_is_refused(
    settings: KafkaSettings, schemas: SchemaRegistry, make_topic: Callable[..., str], parcel: type[Any]
) -> None:
    with (
        Publisher(settings, schemas, unit="zone", topic=make_topic(), receipts=False) as publisher,
        pytest.raises(SchemaNotFound),
    ):
        publisher.publish(parcel(parcel_id="x", number=1))


def test_a_topic_that_is_not_there_or_not_ours_is_named(
    admin: ClusterAdmin, settings: KafkaSettings, schemas: SchemaRegistry, parcel_topic: str, unique: Callable[..., str]
) -> None:
    impatient = settings.model_copy(update={"topic_wait_s": 1.0})
    with pytest.raises(YipanqiError, match="no-such-topic"):
        Publisher(impatient, schemas, unit="zone", topic="no-such-topic", receipts=False)
    stranger, password = unique("stranger"), SecretStr("a-password")
    admin.set_user(stranger, password)
    theirs = settings.model_copy(update={"user": stranger, "password": password})
    with pytest.raises(AuthorizationError):
        Publisher(theirs, schemas, unit="zone", topic=parcel_topic, receipts=False)
