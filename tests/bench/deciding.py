"""The coordinator beside empty transaction loops that read the same intake and write the same records.

All are timed alike: from the begin of the first commit to the begin of the last, so that neither starting a process
nor joining a group counts. For the coordinator these moments are the timestamps of its receipts.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kafka import KafkaConsumer, KafkaProducer
from kafka import TopicPartition as KafkaPartition
from kafka.structs import OffsetAndMetadata
from tests.bench.figures import Figure, compared, rate
from tests.bench.ground import Ground, Offsets

from yipanqi.bus.cluster import TopicPartition, TopicSpec
from yipanqi.bus.records import Record
from yipanqi.bus.settings import consumer_options, transactional_options
from yipanqi.bus.transaction import PackedSink
from yipanqi.contract.catalog import receipts

COUNT = 18_000
BATCH = 1_000
ROUNDS = 2
AIM = 0.4


def measure(ground: Ground) -> list[Figure]:
    """Let a coordinator decide a preloaded intake, then the loops do as much writing, in turns; the better counts."""
    ground.decided_log(3_000)  # a first, small life: what is asked for once, the registry's ids too, is not counted
    ground.admin.create_topics(
        [TopicSpec(_copy(topic), ground.district.catalog.cluster.partitions) for topic in ground.outputs]
    )
    ours, plain, packed, written = [], [], [], 0
    for number in range(ROUNDS):
        intake, before = ground.ends(ground.intake), ground.ends(ground.outputs)
        ground.propose(COUNT)
        ground.decide()
        ours.append(_coordinator_rate(ground, before))
        outputs = sorted(ground.records(ground.outputs, before), key=lambda r: r.timestamp)
        written = len(outputs)
        plain.append(_loop(ground, f"plain-{number}", intake, outputs, _Plain))
        packed.append(_loop(ground, f"packed-{number}", intake, outputs, _Packed))
        ground.say(f"round {number + 1}: {ours[-1]:,.0f} decisions/s, {plain[-1]:,.0f} plain, {packed[-1]:,.0f} packed")
    ground.admin.delete_topics([_copy(topic) for topic in ground.outputs])
    each = f"{written / COUNT:.1f} records out per proposal, ≤ {BATCH} proposals a transaction"
    return [
        compared(
            "coordinator, decisions/s",
            max(ours),
            max(plain),
            aim=AIM,
            note=f"exactly once, as a process; limit: an empty loop with kafka-python's send(); {each}",
        ),
        compared(
            "the same, harder limit", max(ours), max(packed), note="limit: an empty loop with our own packed sink"
        ),
    ]


def _copy(topic: str) -> str:
    return f"bench.{topic}"


def _coordinator_rate(ground: Ground, before: Offsets) -> float:
    answers = [receipts(unit) for unit in ("investment", "snd-group")]
    starts = {tp: offset for tp, offset in before.items() if tp.topic in answers}
    batches = Counter(record.timestamp for record in ground.records(answers, starts))
    first, last = min(batches), max(batches)
    return rate(batches.total() - batches[last], (last - first) / 1000)


class _Plain:
    """An open transaction of kafka-python's public API."""

    def __init__(self, ground: Ground, name: str) -> None:
        self._producer = KafkaProducer(**transactional_options(ground.district.kafka.admin_settings(), name))
        self._producer.init_transactions()

    def begin(self) -> None:
        self._producer.begin_transaction()

    def send(self, record: Record) -> None:
        self._producer.send(
            _copy(record.topic), record.value, record.key, record.headers, record.partition, record.timestamp
        )

    def commit(self, offsets: dict[Any, int], member: Any) -> None:
        found = {tp: OffsetAndMetadata(offset, "", -1) for tp, offset in offsets.items()}
        self._producer.send_offsets_to_transaction(found, member)
        self._producer.commit_transaction()

    def close(self) -> None:
        self._producer.close()


class _Packed:
    """The same through our own sink."""

    def __init__(self, ground: Ground, name: str) -> None:
        self._sink = PackedSink(ground.district.kafka.admin_settings(), name)

    def begin(self) -> None:
        self._sink.begin()

    def send(self, record: Record) -> None:
        self._sink.send(
            _copy(record.topic), record.partition, record.key, record.value, record.headers, record.timestamp
        )

    def commit(self, offsets: dict[Any, int], member: Any) -> None:
        self._sink.commit({TopicPartition(tp.topic, tp.partition): offset for tp, offset in offsets.items()}, member)

    def close(self) -> None:
        self._sink.close()


def _loop(
    ground: Ground, name: str, starts: Offsets, outputs: list[Record], make: type[_Plain] | type[_Packed]
) -> float:
    """Read the proposals and write what the coordinator wrote, deciding nothing; returns proposals/s."""
    consumer = _consumer(ground, name, starts)
    sink = make(ground, f"bench-{name}")
    waiting = iter(outputs)
    done, sent, first, last, counted = 0, 0, 0.0, 0.0, 0
    while done < COUNT:
        polled = consumer.poll(timeout_ms=500)
        if not polled:
            continue
        sink.begin()
        done += sum(len(records) for records in polled.values())
        due = len(outputs) * done // COUNT
        for record in _take(waiting, due - sent):
            sink.send(record)
        sent = due
        last = time.perf_counter()
        if not first:
            first = last
        sink.commit({tp: records[-1].offset + 1 for tp, records in polled.items()}, consumer.group_metadata())
        counted = done if done < COUNT else counted
    sink.close()
    consumer.close()
    return rate(counted, last - first)


def _take(records: Iterator[Record], count: int) -> Iterator[Record]:
    for _ in range(count):
        yield next(records)


def _consumer(ground: Ground, name: str, starts: Offsets) -> KafkaConsumer:
    """Return a member of a group of its own that stands before the first proposal."""
    settings = ground.district.kafka.admin_settings()
    consumer = KafkaConsumer(**consumer_options(settings, f"bench-{name}", max_poll_records=BATCH))
    consumer.subscribe(topics=ground.intake)
    while not consumer.assignment():
        consumer.poll(timeout_ms=100)
    for tp, offset in starts.items():
        consumer.seek(KafkaPartition(tp.topic, tp.partition), offset)
    return consumer
