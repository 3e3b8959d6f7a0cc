"""A group's member knows from its first moment how far it is behind."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.support.district import wait_for

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.copartitioned import CopartitionedConsumer
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PlainSink


def test_the_lag_is_told_before_anything_was_handed_out(
    settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str]
) -> None:
    topic = make_topic(partitions=3)
    sink = PlainSink(settings, unique("tx"))
    sink.begin()
    for _ in range(4):
        sink.send(topic, 1, b"k", b"v", (), int(time.time() * 1000))
    sink.commit({}, None)
    sink.close()
    assigned: list[frozenset[int]] = []
    consumer = CopartitionedConsumer(
        settings,
        unique("group"),
        [topic],
        on_assigned=assigned.append,
        instance=unique("member"),
        max_poll_records=100,
        session_timeout_s=10,
    )
    try:
        wait_for(lambda: consumer.poll(0.2) == {} and bool(assigned), 30, "the group to be joined")
        told = consumer.lag()
    finally:
        consumer.close()
    # The records, and the mark that ends their transaction.
    assert told == {TopicPartition(topic, 0): 0, TopicPartition(topic, 1): 5, TopicPartition(topic, 2): 0}
