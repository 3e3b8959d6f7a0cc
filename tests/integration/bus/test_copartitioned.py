"""A group's member knows how far it is behind, and ends each joining that it began."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from kafka.protocol.consumer import SyncGroupRequest
from tests.support.district import wait_for

from yipanqi.bus import copartitioned
from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.client import make_consumer
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.copartitioned import CopartitionedConsumer
from yipanqi.bus.errors import BrokerUnavailable, Fenced
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PlainSink


def test_the_lag_is_told_before_anything_was_handed_out(
    settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str]
) -> None:
    topic = make_topic(partitions=3)
    _write(settings, topic, [1, 1, 1, 1], unique("tx"))
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


def test_a_member_that_fetches_nothing_learns_that_it_is_behind(
    settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copartitioned, "_ENDS_EVERY_S", 0.5)
    topic, assigned = make_topic(partitions=1), list[frozenset[int]]()
    consumer = CopartitionedConsumer(
        settings,
        unique("group"),
        [topic],
        on_assigned=assigned.append,
        instance=unique("member"),
        max_poll_records=100,
        session_timeout_s=10,
    )
    here = TopicPartition(topic, 0)
    try:
        wait_for(lambda: consumer.poll(0.2) == {} and bool(assigned), 30, "the group to be joined")
        _write(settings, topic, [0], unique("tx"))
        wait_for(lambda: bool(consumer.poll(0.2)), 30, "the first record")
        # As when the client has set its partitions aside and forgotten them.
        consumer._consumer.pause(*consumer._consumer.assignment())
        consumer.poll(0.2)
        _write(settings, topic, [0], unique("tx"))
        wait_for(lambda: consumer.poll(0.2) == {} and consumer.lag().get(here, 0) > 0, 30, "the lag to be told")
        assert consumer.lag()[here] > 0
    finally:
        consumer.close()


def test_a_member_whose_reason_to_join_anew_has_passed_meanwhile_still_gets_its_partitions(
    settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str]
) -> None:
    """A broker that tells of its topics in pieces after a start: one is missing, a moment later it is there."""
    topic, group, read = make_topic(partitions=2), unique("group"), set[int]()
    with PollingMember(settings, group, topic, read) as one, PollingMember(settings, group, topic, read) as two:
        wait_for(lambda: one.settled and two.settled, 60, "the group to be joined")
        leader, other = (one, two) if one.coordinator._is_leader else (two, one)
        other.rest()
        leader.rest()
        known, leader.coordinator._metadata_snapshot = leader.coordinator._metadata_snapshot, {}
        # The broker keeps its answer until the other member, who sleeps, has asked too.
        leader.consumer.poll(timeout_ms=300)
        assert leader.coordinator.rejoining
        leader.coordinator._metadata_snapshot = known
        other.go_on()
        leader.go_on()
        wait_for(lambda: one.settled and two.settled, 60, "the group to be joined anew")
        _write(settings, topic, range(2), unique("tx"))
        wait_for(lambda: read == {0, 1}, 30, "both partitions to be read")


def test_a_member_that_joins_anew_while_the_broker_is_slow_goes_on_reading(
    settings: KafkaSettings,
    admin: ClusterAdmin,
    make_topic: Callable[..., str],
    unique: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    topic, assigned = make_topic(partitions=1), list[frozenset[int]]()
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
        # The leader learns of further partitions; it has dealt them out, and its turn ends before the broker confirms.
        manager = consumer._consumer._manager
        monkeypatch.setattr(manager, "send", _slow_to_sync(manager, 0.7))
        admin.add_partitions(topic, 2)
        deadline = time.monotonic() + 30
        while assigned[-1] != {0, 1} and time.monotonic() < deadline:
            manager.cluster.request_update()
            consumer.poll(0.2)
        assert assigned[-1] == {0, 1}
        _write(settings, topic, [1], unique("tx"))
        wait_for(lambda: bool(consumer.poll(0.2)), 30, "the record to be handed out")
    finally:
        consumer.close()


def test_a_member_that_comes_back_with_a_further_topic_is_dealt_that_one_too(
    settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str]
) -> None:
    """A unit more in the catalogue: under its old name the member would for ever be given its old partitions."""
    topics, group, name = [make_topic(partitions=1), make_topic(partitions=1)], unique("group"), unique("member")
    assigned: list[frozenset[int]] = []

    def joined(known: list[str]) -> bool:
        consumer = CopartitionedConsumer(
            settings,
            group,
            known,
            on_assigned=assigned.append,
            instance=name,
            max_poll_records=100,
            session_timeout_s=30,
        )
        try:
            wait_for(lambda: consumer.poll(0.2) == {} and bool(assigned), 20, "the group to be joined")
            return {tp.topic for tp in consumer.assignment} == set(known)
        except BrokerUnavailable:
            return False
        finally:
            consumer.close()

    assert joined(topics[:1])
    assigned.clear()
    wait_for(lambda: joined(topics), 15, "both topics to be dealt out")


def test_a_member_that_was_put_out_can_not_commit_what_it_had_begun(
    settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str]
) -> None:
    """Others may have decided the same meanwhile, and be gone again: an empty group takes offsets from anybody."""
    topic, assigned = make_topic(partitions=1), list[frozenset[int]]()
    consumer = CopartitionedConsumer(
        settings,
        unique("group"),
        [topic],
        on_assigned=assigned.append,
        instance=unique("member"),
        max_poll_records=100,
        session_timeout_s=10,
    )
    sink = PlainSink(settings, unique("tx"))
    try:
        wait_for(lambda: consumer.poll(0.2) == {} and bool(assigned), 30, "the group to be joined")
        sink.begin()
        consumer._consumer.leave_group()
        wait_for(lambda: consumer._consumer.group_metadata().member_id == "", 30, "the member to learn of it")
        with pytest.raises(Fenced):
            sink.commit({TopicPartition(topic, 0): 1}, consumer.member())
    finally:
        sink.close()
        consumer.close()


def _write(settings: KafkaSettings, topic: str, partitions: Iterable[int], transactional_id: str) -> None:
    """Write a record to each of the partitions, in one transaction."""
    sink = PlainSink(settings, transactional_id)
    sink.begin()
    for partition in partitions:
        sink.send(topic, partition, b"k", b"v", (), int(time.time() * 1000))
    sink.commit({}, None)
    sink.close()


def _slow_to_sync(manager: Any, seconds: float) -> Callable[..., Any]:
    """Return the client's way to send, with a broker that takes its time to deal out the partitions."""
    send = manager.send

    def slowly(request: Any, *args: Any, **named: Any) -> Any:
        async def later() -> Any:
            await manager._net.sleep(seconds)
            return await send(request, *args, **named)

        return manager.call_soon(later) if isinstance(request, SyncGroupRequest) else send(request, *args, **named)

    return slowly


class PollingMember:
    """A member of a group that polls in a thread, as a service does, and can be told to rest."""

    def __init__(self, settings: KafkaSettings, group: str, topic: str, read: set[int]) -> None:
        self.consumer = make_consumer(settings, group)
        self.coordinator = self.consumer._coordinator
        wait_for(lambda: bool(self.consumer.partitions_for_topic(topic)), 30, "the topic to be known")
        self.consumer.subscribe([topic])
        self._read = read
        self._ended = self._resting = False
        self._polling = threading.Lock()
        self._thread = threading.Thread(target=self._run)

    @property
    def settled(self) -> bool:
        """Whether the member holds one of the two partitions, for good."""
        return len(self.consumer.assignment()) == 1 and not self.coordinator.rejoining

    def rest(self) -> None:
        """Poll no more until told to go on."""
        self._polling.acquire()
        self._resting = True

    def go_on(self) -> None:
        """Poll again."""
        self._resting = False
        self._polling.release()

    def _run(self) -> None:
        while not self._ended:
            with self._polling:
                self._read.update(tp.partition for tp in self.consumer.poll(timeout_ms=100))
            time.sleep(0.001)  # leaves the lock to whoever waits for it

    def __enter__(self) -> PollingMember:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        if self._resting:
            self.go_on()
        self._thread.join(30)
        self.consumer.close(timeout_ms=2_000)
