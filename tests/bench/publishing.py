"""The publisher beside kafka-python's own `send()` of the same bytes."""

from __future__ import annotations

import time

from kafka import KafkaProducer

from tests.bench.events import project
from tests.bench.figures import Figure, rate
from tests.support.district import District
from yipanqi.bus.settings import producer_options

COUNT = 30_000


def measure(district: District) -> Figure:
    """Send the same events through both, in turns, and compare the better runs."""
    import random

    random_ = random.Random(1)
    events = [project(10_000_000 + n, random_) for n in range(COUNT)]
    ours = max(_ours(district, events) for _ in range(2))
    records = [r for r in _sent(district) if r[0] is not None][-COUNT:]
    raw = max(_raw(district, records) for _ in range(2))
    return Figure("publisher, events/s", f"{ours:,.0f}", f"{raw:,.0f}", ours / raw, "≥ 0.5", "model → Avro → envelope")


def _ours(district: District, events: list[object]) -> float:
    publisher = district.publisher("zone", receipts=False)
    publisher.publish(events[0])
    publisher.flush()
    started = time.perf_counter()
    for event in events:
        publisher.publish(event)
    publisher.flush()
    return rate(len(events), time.perf_counter() - started)


def _sent(district: District) -> list[tuple[bytes | None, bytes | None, list[tuple[str, bytes]]]]:
    from yipanqi.bus.cluster import TopicPartition
    from yipanqi.bus.restore import read_range

    wanted = [TopicPartition("intake.zone", p) for p in range(district.catalog.cluster.partitions)]
    return [(r.key, r.value, list(r.headers)) for r in read_range(district.kafka.admin_settings(), wanted)]


def _raw(district: District, records: list[tuple[bytes | None, bytes | None, list[tuple[str, bytes]]]]) -> float:
    producer = KafkaProducer(**producer_options(district.kafka.settings("zone")))
    producer.send("intake.zone", records[0][1], records[0][0], records[0][2]).get(timeout=10)
    started = time.perf_counter()
    for key, value, headers in records:
        producer.send("intake.zone", value, key, headers)
    producer.flush()
    took = time.perf_counter() - started
    producer.close()
    return rate(len(records), took)
