"""A reader of a topic hands out every record, whatever goes wrong between reading and knowing where it is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from kafka import KafkaConsumer
from kafka import TopicPartition as KafkaPartition
from kafka.errors import KafkaTimeoutError

from yipanqi.bus.client import make_producer
from yipanqi.bus.reader import Start, TopicReader
from yipanqi.bus.settings import KafkaSettings


def test_what_was_polled_when_one_position_was_not_told_is_read_again(
    settings: KafkaSettings, make_topic: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = make_topic("told", partitions=3)
    producer = make_producer(settings)
    sent = {(partition, number) for partition in range(3) for number in range(20)}
    for partition, number in sorted(sent):
        producer.send(topic, b"%d" % number, b"k", partition=partition)
    producer.flush()
    producer.close()
    reader = TopicReader(settings, topic)
    position, refused = KafkaConsumer.position, list[KafkaPartition]()

    def told_once(consumer: KafkaConsumer, tp: KafkaPartition, timeout_ms: int | None = None) -> int | None:
        found: int | None = position(consumer, tp, timeout_ms=timeout_ms)
        # All the others have been told by then: those the reader would have gone past.
        if not refused and tp.partition == 2 and found:
            refused.append(tp)
            raise KafkaTimeoutError("the broker is busy")
        return found

    monkeypatch.setattr(KafkaConsumer, "position", told_once)
    seen: list[tuple[int, int]] = []
    deadline = time.monotonic() + 60
    while set(seen) != sent and time.monotonic() < deadline:
        seen += [(record.partition, int(record.value or b"-1")) for record in reader.poll()]
    reader.close()
    assert refused
    assert sorted(seen) == sorted(sent)


def test_a_reader_from_the_end_misses_nothing_though_the_broker_was_slow_to_tell_positions(
    settings: KafkaSettings, make_topic: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = make_topic("slow", partitions=2)
    with monkeypatch.context() as slow:
        slow.setattr(KafkaConsumer, "position", lambda consumer, tp, timeout_ms=None: None)
        reader = TopicReader(settings, topic, start=Start.END)
    producer = make_producer(settings)
    for partition in range(2):
        producer.send(topic, b"after", b"k", partition=partition)
    producer.flush()
    producer.close()
    reader.close()  # as after any failure: the next poll connects anew
    seen: list[int] = []
    deadline = time.monotonic() + 20
    while len(seen) < 2 and time.monotonic() < deadline:
        seen += [record.partition for record in reader.poll()]
    reader.close()
    assert sorted(seen) == [0, 1]
