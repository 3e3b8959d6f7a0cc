"""The packed way into the producer writes what `send()` writes."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.errors import KafkaConnectionError
from kafka.record.memory_records import MemoryRecords, MemoryRecordsBuilder

from yipanqi.bus.client import make_producer
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.errors import BrokerUnavailable, Fenced, YipanqiError
from yipanqi.bus.packing import PackedRecords, pack_headers
from yipanqi.bus.restore import RangeReader, read_range
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PackedSink, PlainSink, RecordSink

RECORDS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=2**45),
        st.none() | st.binary(max_size=200),
        st.none() | st.binary(max_size=20_000),
        st.lists(st.tuples(st.text(max_size=20), st.none() | st.binary(max_size=200)), max_size=5),
    ),
    min_size=1,
    max_size=20,
)


@given(RECORDS)
def test_a_packed_batch_has_the_bytes_that_kafka_python_would_have_written(records: list) -> None:
    theirs, ours = MemoryRecordsBuilder(2, 0, 10**7), PackedRecords(10**7)
    for place, (timestamp, key, value, headers) in enumerate(records):
        theirs.append(timestamp, key, value, headers)
        assert ours.pack(timestamp, key, value, pack_headers(headers)) == place
    theirs.close()
    ours.close()
    assert bytes(ours.buffer()) == bytes(theirs.buffer())
    read = [record for batch in iter(MemoryRecords(ours.buffer()).next_batch, None) for record in batch]
    assert [(r.key, r.value) for r in read] == [(key, value) for _, key, value, _ in records]


@pytest.mark.parametrize("make", [PackedSink, PlainSink])
def test_a_transaction_is_seen_whole_or_not_at_all(
    make: Callable[..., RecordSink], settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic = make_topic(partitions=2)
    sink = make(settings, f"tx-{topic}")
    expected: dict[int, list[bytes]] = {0: [], 1: []}
    places: dict[int, list[int]] = {0: [], 1: []}
    for number in range(8):
        sink.begin()
        values = [f"{number}-{i}".encode() for i in range(random.randrange(1, 500))]
        for i, value in enumerate(values):
            sink.send(topic, i % 2, b"key", value, [("h", b"1")])
        written = sink.flush()
        assert sum(len(offsets) for offsets in written.values()) == len(values)
        if number % 2:
            sink.commit({}, None)
            for partition in (0, 1):
                expected[partition] += values[partition::2]
                places[partition] += list(written.get(TopicPartition(topic, partition), []))
        else:
            sink.abort()
    sink.close()
    reader = RangeReader(settings)
    for partition in (0, 1):
        records = [r for _, rs in reader.read([TopicPartition(topic, partition)]) for r in rs]
        assert [r.value for r in records] == expected[partition]
        assert [r.offset for r in records] == places[partition]
    reader.close()


def test_one_reader_reads_the_same_partitions_again_beside_others(
    settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic = make_topic(partitions=3)
    sink = PackedSink(settings, f"tx-{topic}")
    sink.begin()
    for partition in range(3):
        sink.send(topic, partition, b"k", str(partition).encode())
    sink.commit({}, None)
    sink.close()
    reader = RangeReader(settings)
    for wanted in ((2,), (1, 2), (0, 1, 2)):
        found = [r for _, rs in reader.read([TopicPartition(topic, p) for p in wanted], timeout_s=10) for r in rs]
        assert sorted(r.partition for r in found) == list(wanted)
    reader.close()


def test_a_partition_that_ends_in_an_aborted_transaction_is_read_to_its_end(
    settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic = make_topic(partitions=2)
    sink = PackedSink(settings, f"tx-{topic}")
    sink.begin()
    sink.send(topic, 0, b"k", b"kept")
    sink.commit({}, None)
    for _ in range(3):
        sink.begin()
        sink.send(topic, 0, b"k", b"dropped")
        sink.send(topic, 1, b"k", b"dropped")
        sink.flush()
        sink.abort()
    sink.close()
    partitions = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
    assert [record.value for record in read_range(settings, partitions, timeout_s=20)] == [b"kept"]


def test_reading_waits_for_a_transaction_that_is_still_open(
    settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic = make_topic(partitions=1)
    sink = PackedSink(settings, f"tx-{topic}")
    sink.begin()
    sink.send(topic, 0, b"k", b"late")
    sink.flush()
    reader = RangeReader(settings)
    with pytest.raises(BrokerUnavailable, match="transaction left open"):
        list(reader.read([TopicPartition(topic, 0)], timeout_s=1))
    sink.commit({}, None)
    assert [r.value for _, rs in reader.read([TopicPartition(topic, 0)], timeout_s=20) for r in rs] == [b"late"]
    reader.close()
    sink.close()


@pytest.mark.parametrize("make", [PackedSink, PlainSink])
def test_a_commit_that_the_client_loses_ends_in_an_error_and_not_in_waiting_for_ever(
    make: Callable[..., RecordSink],
    settings: KafkaSettings,
    make_topic: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The client drops a request of the transaction when its coordinator's connection is not ready just then."""
    topic, raised = make_topic(partitions=1), list[Exception]()
    sink = make(settings, f"tx-{topic}", transaction_timeout_s=3)
    sink.begin()
    sink.send(topic, 0, b"k", b"v", ())
    sink.flush()
    client = sink._producer._sender._client
    real, lost = client.await_ready, list[object]()

    def not_ready_once(node: object, **named: object) -> object:
        if not lost:
            lost.append(node)
            raise KafkaConnectionError("the connection broke")
        return real(node, **named)

    monkeypatch.setattr(client, "await_ready", not_ready_once)

    def commit() -> None:
        try:
            sink.commit({}, None)
        except YipanqiError as error:
            raised.append(error)

    committing = threading.Thread(target=commit, daemon=True)
    committing.start()
    committing.join(30)
    assert not committing.is_alive()
    assert lost
    assert [type(error) for error in raised] == [BrokerUnavailable]
    sink.close()


@pytest.mark.parametrize("make", [PackedSink, PlainSink])
def test_whoever_takes_over_a_transactional_id_fences_the_one_before(
    make: Callable[..., RecordSink], settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic = make_topic(partitions=1)
    before = make(settings, f"tx-{topic}")
    before.begin()
    before.send(topic, 0, b"k", b"ghost")
    before.flush()
    after = make(settings, f"tx-{topic}")
    with pytest.raises(Fenced):
        before.commit({}, None)
    after.begin()
    after.send(topic, 0, b"k", b"real")
    after.commit({}, None)
    assert [record.value for record in read_range(settings, [TopicPartition(topic, 0)])] == [b"real"]
    before.close()
    after.close()


def test_a_batch_that_the_broker_finds_too_large_fails_instead_of_hanging(
    settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    from yipanqi.bus.packing import NO_HEADERS, PackedProducer

    topic = make_topic(partitions=1, max_message_bytes="2000")
    producer = make_producer(settings)
    packed = PackedProducer(producer)
    target = packed.partition(topic, 0)
    batches = {packed.append(target, 1, b"k", b"x" * 500, NO_HEADERS)[0] for _ in range(20)}
    producer.flush(timeout=20)
    assert all(batch.produce_future.is_done for batch in batches)
    producer.close()
