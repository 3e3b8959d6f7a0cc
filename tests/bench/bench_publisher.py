"""Publisher's events/s over those of a raw kafka-python producer that sends the same bytes, in one run."""

from __future__ import annotations

import json
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.client import make_producer
from yipanqi.bus.cluster import TopicPartition, TopicSpec
from yipanqi.bus.events import subject_of
from yipanqi.bus.publisher import Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.restore import read_range
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import KafkaSettings, RegistrySettings

PARTITIONS = 6


def publisher_ratio(
    kafka: KafkaSettings,
    registry: RegistrySettings,
    make_event: Callable[[int], Any],
    *,
    count: int = 20_000,
    rounds: int = 3,
) -> dict[str, float]:
    """Return events/s of both, median of the rounds, and their ratio.

    `make_event(n)` gives the n-th event, of one class; making it is not counted for either. The raw producer gets
    the very keys, values and headers that the Publisher wrote.
    """
    topic = f"bench.{uuid.uuid4().hex[:8]}"
    events = [make_event(n) for n in range(count)]
    with ClusterAdmin(kafka) as admin, SchemaRegistry(registry) as schemas:
        admin.create_topics([TopicSpec(topic, PARTITIONS)])
        schema = parse_schema(events[0].__avro_schema__)
        schemas.register(subject_of(topic, schema.full_name), schema)
        with Publisher(kafka, schemas, unit="bench", topic=topic, receipts=False) as publisher:
            for event in events[:2_000]:
                publisher.publish(event)
            publisher.flush()
            records = list(read_range(kafka, [TopicPartition(topic, n) for n in range(PARTITIONS)]))
            raw = make_producer(kafka)
            ours, theirs = [], []
            for _ in range(rounds):
                begun = time.perf_counter()
                for event in events:
                    publisher.publish(event)
                publisher.flush()
                ours.append(count / (time.perf_counter() - begun))
                begun = time.perf_counter()
                for number in range(count):
                    record = records[number % len(records)]
                    raw.send(topic, record.value, record.key, record.headers)
                raw.flush()
                theirs.append(count / (time.perf_counter() - begun))
            raw.close()
        admin.delete_topics([topic])
    mine, raw_rate = statistics.median(ours), statistics.median(theirs)
    return {"publisher_events_s": mine, "raw_events_s": raw_rate, "ratio": mine / raw_rate}


def show(result: dict[str, float]) -> str:
    """Return the result as one JSON line."""
    return json.dumps({name: round(value, 2) for name, value in result.items()})
