"""A fast way into kafka-python's producer: records are packed straight into its batches.

`KafkaProducer.send()` makes a future, a log record, several checks and a byte-wise varint loop per record; that is
most of what the hot loops would do. Here the record is laid out by one join of prepared pieces (Kafka's record format
v2, KIP-98) and appended to the producer's own batch; from there on everything is the producer's: lingering, sequence
numbers, retries, transactions. This uses kafka-python's inner classes, so its version is pinned, and a test compares
the bytes with those of `send()`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from kafka import KafkaProducer
from kafka import TopicPartition as KafkaPartition
from kafka.producer.producer_batch import ProducerBatch
from kafka.record.memory_records import MemoryRecordsBuilder

from yipanqi.bus.client import close_producer
from yipanqi.bus.errors import Closed, TooLarge
from yipanqi.bus.settings import MAX_RECORD_BYTES

_RECORD_OVERHEAD = 64


def _varint(value: int) -> bytes:
    """Zigzag varint, as in protocol buffers."""
    rest = (value << 1) ^ (value >> 63)
    out = bytearray()
    while rest & ~0x7F:
        out.append((rest & 0x7F) | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


_SMALL = 16_384
_VARINTS: tuple[bytes, ...] = tuple(_varint(value) for value in range(_SMALL))
_NO_BYTES = _varint(-1)
_NAMES: dict[str, bytes] = {}


class HeaderBlock(bytes):
    """Headers in wire form, made once and used for as many records as carry the same."""

    __slots__ = ()


def varint(value: int) -> bytes:
    """Return `value` as a zigzag varint."""
    return _VARINTS[value] if 0 <= value < _SMALL else _varint(value)


def header_pieces(headers: Iterable[tuple[str, bytes | None]]) -> bytes:
    """Return headers in wire form without their count."""
    pieces: list[bytes] = []
    for name, value in headers:
        packed = _NAMES.get(name)
        if packed is None:
            raw = name.encode()
            packed = varint(len(raw)) + raw
            if len(_NAMES) < 1_000:
                _NAMES[name] = packed
        pieces.append(packed)
        if value is None:
            pieces.append(_NO_BYTES)
        else:
            pieces.append(varint(len(value)))
            pieces.append(value)
    return b"".join(pieces)


def pack_headers(headers: Iterable[tuple[str, bytes | None]]) -> HeaderBlock:
    """Return headers in wire form."""
    items = list(headers)
    return HeaderBlock(varint(len(items)) + header_pieces(items))


NO_HEADERS = pack_headers(())


class PackedRecords(MemoryRecordsBuilder):  # type: ignore[misc]  # kafka-python carries no types
    """A record batch under construction that takes records in prepared pieces."""

    _next_offset: int

    def __init__(self, batch_size: int) -> None:
        super().__init__(2, 0, batch_size)

    def pack(self, timestamp_ms: int, key: bytes | None, value: bytes | None, headers: bytes) -> int:
        """Append a record and return its place in the batch, or -1 if the batch is full or already sent."""
        if self._closed:
            return -1
        builder = self._builder
        first = builder._first_timestamp
        if first is None:
            builder._first_timestamp = builder._max_timestamp = timestamp_ms
            delta = 0
        else:
            delta = timestamp_ms - first
            if timestamp_ms > builder._max_timestamp:
                builder._max_timestamp = timestamp_ms
        place = self._next_offset
        body = b"".join(
            (
                b"\x00",
                varint(delta),
                varint(place),
                _NO_BYTES if key is None else varint(len(key)) + key,
                _NO_BYTES if value is None else varint(len(value)) + value,
                headers,
            )
        )
        buffer = builder._buffer
        if place and len(buffer) + len(body) + 5 > self._batch_size:
            return -1
        buffer += varint(len(body))
        buffer += body
        builder._num_records += 1
        builder._last_offset = place
        self._next_offset = place + 1
        return place


class PackedProducer:
    """Puts packed records into one KafkaProducer; what `append` returns tells where the record will be."""

    def __init__(self, producer: KafkaProducer, *, flushed: bool = False) -> None:
        """`flushed`: whoever appends flushes soon, so batches need not be sent before, but for those that are full."""
        self._producer = producer
        self._flushed = flushed
        self._accumulator: Any = producer._accumulator
        self._batch_size: int = producer.config["batch_size"]
        self._partitions: dict[tuple[str, int], KafkaPartition] = {}
        # Splitting a batch that the broker finds too large moves the futures of its records, of which a packed
        # batch has none: let it fail instead, and say so.
        producer._sender._can_split = lambda _batch, _error: False

    def count(self, topic: str) -> int:
        """Return the number of the topic's partitions."""
        return len(self._producer.partitions_for(topic))

    def partition(self, topic: str, number: int) -> KafkaPartition:
        """Return the client's object for a partition; asks for the topic's metadata the first time."""
        found = self._partitions.get((topic, number))
        if found is None:
            if number not in self._producer.partitions_for(topic):
                raise ValueError(f"topic {topic} has no partition {number}")
            found = self._partitions.setdefault((topic, number), KafkaPartition(topic, number))
        return found

    def append(
        self, partition: KafkaPartition, timestamp_ms: int, key: bytes | None, value: bytes | None, headers: bytes
    ) -> tuple[ProducerBatch, int]:
        """Put a record into the partition's batch; returns the batch and the record's place in it.

        The batch's `produce_future` is done when the broker has acknowledged it (or given up).
        """
        size = len(value or b"") + len(key or b"") + len(headers) + _RECORD_OVERHEAD
        if size > MAX_RECORD_BYTES + _RECORD_OVERHEAD:
            raise TooLarge(f"a record of {size} bytes for topic {partition.topic} exceeds {MAX_RECORD_BYTES}")
        accumulator = self._accumulator
        with accumulator._tp_lock(partition):
            if accumulator._closed:
                raise Closed("the producer is closed")
            queue = accumulator._batches[partition]
            full = bool(queue)
            if queue:
                batch = queue[-1]
                if type(batch.records) is PackedRecords:
                    place = batch.records.pack(timestamp_ms, key, value, headers)
                    if place >= 0:
                        return batch, place
            batch = self._new_batch(partition)
            place = batch.records.pack(timestamp_ms, key, value, headers)
            queue.append(batch)
            accumulator._incomplete.add(batch)
        if full or not self._flushed:
            self._producer._sender.wakeup()
        return batch, place

    def begin_flush(self) -> None:
        """Let all batches go now, however long they were meant to linger; `end_flush` must follow."""
        self._accumulator.begin_flush()
        self._producer._sender.wakeup()

    def end_flush(self) -> None:
        """Let batches linger again."""
        self._accumulator._flushes_in_progress.decrement()

    def close(self) -> None:
        """Give up the producer at once; what was not acknowledged may or may not have been written."""
        close_producer(self._producer, 0.0)

    def _new_batch(self, partition: KafkaPartition) -> ProducerBatch:
        manager = self._producer._transaction_manager
        if manager is not None and manager.is_transactional():
            manager.maybe_add_partition_to_transaction(partition)
        return ProducerBatch(partition, PackedRecords(self._batch_size), now=time.monotonic())


def offset_of(batch: ProducerBatch, place: int) -> int:
    """Return a record's offset after its batch was acknowledged; raises Kafka's error if it failed."""
    future = batch.produce_future
    if future.failed():
        raise future.exception
    base, _, record_errors = future.value
    if record_errors is not None:
        raise record_errors(place)
    return int(base) + place
