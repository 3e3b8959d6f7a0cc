"""The publisher beside kafka-python's own `send()` of the very bytes that the publisher wrote."""

from __future__ import annotations

import random
import time

from kafka import KafkaProducer
from tests.bench.events import project
from tests.bench.figures import Figure, compared, rate
from tests.bench.ground import Ground

from yipanqi.bus.cluster import TopicSpec
from yipanqi.bus.events import subject_of
from yipanqi.bus.publisher import Publisher
from yipanqi.bus.records import Record
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import producer_options
from yipanqi.models.project import ProjectRegistered

COUNT = 20_000
ROUNDS = 3
TOPIC = "bench.publishing"


def measure(ground: Ground) -> list[Figure]:
    """Publish the same events in both ways, in turns, and compare the better rounds of each."""
    district = ground.district
    random_ = random.Random(1)
    events = [project(n, random_) for n in range(COUNT)]
    settings = district.kafka.admin_settings()
    ground.admin.create_topics([TopicSpec(TOPIC, district.catalog.cluster.partitions)])
    schema = parse_schema(ProjectRegistered.__avro_schema__)
    district.schemas.register(subject_of(TOPIC, schema.full_name), schema)
    ours, theirs = [], []
    raw = KafkaProducer(**producer_options(settings))
    with Publisher(settings, district.schemas, unit="bench", topic=TOPIC, receipts=False) as publisher:
        _publish(publisher, events[:2_000])
        written = list(ground.records([TOPIC]))
        _send(raw, written)
        for number in range(ROUNDS):
            ours.append(_publish(publisher, events))
            theirs.append(_send(raw, [written[n % len(written)] for n in range(COUNT)]))
            ground.say(f"round {number + 1}: {ours[-1]:,.0f} events/s, raw {theirs[-1]:,.0f}")
    raw.close()
    ground.admin.delete_topics([TOPIC])
    note = "model → Avro → envelope → acknowledged; limit: send() of the same bytes and headers, same settings"
    return [compared("publisher, events/s", max(ours), max(theirs), aim=0.5, note=note)]


def _publish(publisher: Publisher, events: list[ProjectRegistered]) -> float:
    begun = time.perf_counter()
    for event in events:
        publisher.publish(event)
    publisher.flush()
    return rate(len(events), time.perf_counter() - begun)


def _send(producer: KafkaProducer, records: list[Record]) -> float:
    begun = time.perf_counter()
    for record in records:
        producer.send(TOPIC, record.value, record.key, record.headers)
    producer.flush()
    return rate(len(records), time.perf_counter() - begun)
