"""The coordinator beside an empty transaction loop that writes as many records with the same headers."""

from __future__ import annotations

import time
from collections import Counter

from kafka import KafkaConsumer, KafkaProducer
from kafka import TopicPartition as KafkaPartition
from kafka.structs import OffsetAndMetadata

from tests.bench.events import proposals
from tests.bench.figures import Figure, rate
from tests.support.district import District, wait_for
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.restore import read_range
from yipanqi.bus.settings import consumer_options, transactional_options

COUNT = 30_000
BATCH = 1_000


def measure(district: District) -> list[Figure]:
    """Preload proposals, let one coordinator decide them, then let the empty loop copy as much."""
    before = len(_records(district, _receipt_topics(district)))
    publishers = {unit: district.publisher(unit, receipts=False) for unit in ("investment", "snd-group")}
    for unit, event in proposals(COUNT):
        publishers[unit].publish(event)
    for publisher in publishers.values():
        publisher.flush()
    coordinator = district.start_coordinator("bench")
    wait_for(lambda: len(_records(district, _receipt_topics(district))) >= before + COUNT, 120, "all decisions", 1.0)
    coordinator.process.stop()
    stamps = sorted(r.timestamp for r in _records(district, _receipt_topics(district)))[before:]
    ours = rate(COUNT, (stamps[-1] - stamps[0]) / 1000)
    outputs = _outputs(district)
    raw = _empty_loop(district, outputs / COUNT)
    note = f"{outputs / COUNT:.1f} records written per proposal, {BATCH} proposals a transaction"
    return [Figure("coordinator, decisions/s", f"{ours:,.0f}", f"{raw:,.0f}", ours / raw, "≥ 0.4", note)]


def _receipt_topics(district: District) -> list[str]:
    return [f"receipts.{unit}" for unit in district.catalog.units]


def _records(district: District, topics: list[str]) -> list[object]:
    wanted = [TopicPartition(t, p) for t in topics for p in range(district.catalog.cluster.partitions)]
    return list(read_range(district.kafka.admin_settings(), wanted))


def _outputs(district: District) -> int:
    topics = [f"{kind}.{a}" for a in ("project", "carrier") for kind in ("ledger", "state", "board")]
    return len(_records(district, [*topics, *_receipt_topics(district)]))


def _empty_loop(district: District, per_record: float) -> float:
    """Read the proposals and write as many records as the coordinator did, with as many headers, deciding nothing."""
    settings = district.kafka.admin_settings()
    copies = max(1, round(per_record))
    consumer = KafkaConsumer(**consumer_options(settings, None, max_poll_records=BATCH))
    parts = [KafkaPartition(f"intake.{u}", p) for u in ("investment", "snd-group") for p in range(6)]
    consumer.assign(parts)
    consumer.seek_to_beginning(*parts)
    producer = KafkaProducer(**transactional_options(settings, "bench-empty-loop"))
    producer.init_transactions()
    topics = [f"{kind}.target" for kind in ("ledger", "state", "board")] + ["receipts.soe-3"]
    done: Counter[str] = Counter()
    started = time.perf_counter()
    while done["records"] < COUNT:
        polled = consumer.poll(timeout_ms=500)
        if not polled:
            break
        producer.begin_transaction()
        offsets = {}
        for tp, records in polled.items():
            for record in records:
                for number in range(copies):
                    headers = record.headers if number % 4 in (0, 3) else []
                    producer.send(topics[number % 4], record.value, record.key, headers, partition=record.partition)
            offsets[tp] = OffsetAndMetadata(records[-1].offset + 1, "", -1)
            done["records"] += len(records)
        producer.commit_transaction()
    took = time.perf_counter() - started
    producer.close()
    consumer.close()
    return rate(done["records"], took)
