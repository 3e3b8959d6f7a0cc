"""The exactly-once loop's transport: a sink that writes records and consumed offsets in one Kafka transaction.

`RecordSink` is the seam at which the transport of hot loops can be replaced. `PackedSink` is what the services use;
`PlainSink` does the same through kafka-python's public `send()` alone.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from kafka import KafkaProducer
from kafka import TopicPartition as KafkaPartition
from kafka.errors import KafkaTimeoutError
from kafka.producer.producer_batch import ProducerBatch
from kafka.structs import OffsetAndMetadata

from yipanqi.bus.client import close_producer, make_transactional_producer, translated
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.packing import HeaderBlock, PackedProducer, offset_of, pack_headers
from yipanqi.bus.settings import KafkaSettings

Headers = Sequence[tuple[str, bytes | None]] | HeaderBlock
"""An event's headers; a HeaderBlock (`pack_headers`) saves packing the same ones again."""

Written = Mapping[TopicPartition, Sequence[int]]
"""Per partition the offsets of the records sent since the last flush, in the order of sending."""


class RecordSink(Protocol):
    """Writes records inside Kafka transactions. One thread uses it.

    Every method raises Fenced when another member took over, TransactionRetry when the transaction has to be
    aborted and done again, BrokerUnavailable when the broker does not answer.
    """

    def begin(self) -> None:
        """Begin a transaction."""
        ...

    def send(
        self,
        topic: str,
        partition: int,
        key: bytes | None,
        value: bytes | None,
        headers: Headers = (),
        timestamp_ms: int | None = None,
    ) -> None:
        """Hand over a record; it is on its way, not yet acknowledged."""
        ...

    def flush(self) -> Written:
        """Wait until all records handed over are acknowledged; returns where they are."""
        ...

    def commit(self, offsets: Mapping[TopicPartition, int], member: Any) -> None:
        """Flush, add the consumed offsets (next to read) to the transaction, and commit it.

        `member` is the consumer's `group_metadata()`; the broker refuses a member that lost its partitions.
        """
        ...

    def abort(self) -> None:
        """Abort the transaction: nothing that was sent in it will be seen."""
        ...

    def close(self) -> None:
        """Give up the producer; an open transaction is aborted."""
        ...


class _TransactionalSink:
    """What both sinks share: the life of a transaction."""

    def __init__(self, producer: KafkaProducer, timeout_s: float) -> None:
        self._producer = producer
        self._transactions = producer._transaction_manager
        self._timeout_s = timeout_s
        self._open = False

    def begin(self) -> None:
        """Begin a transaction."""
        with translated("begin a transaction"):
            self._producer.begin_transaction()
        self._open = True

    def flush(self) -> Written:
        """Wait for acknowledgements; returns the offsets of what was sent since the last flush."""
        with translated("flush a transaction"):
            self._producer.flush(timeout=self._timeout_s)
            return self._collect()

    def _collect(self) -> Written:
        raise NotImplementedError

    def commit(self, offsets: Mapping[TopicPartition, int], member: Any) -> None:
        """Commit the transaction together with the consumed offsets."""
        self.flush()
        with translated("commit a transaction"):
            if offsets:
                wanted = {
                    KafkaPartition(tp.topic, tp.partition): OffsetAndMetadata(offset, "", -1)
                    for tp, offset in offsets.items()
                }
                self._wait(self._transactions.send_offsets_to_transaction(wanted, member))
            self._wait(self._transactions.begin_commit())
        self._open = False

    def abort(self) -> None:
        """Abort the transaction, if one is open."""
        self._discard()
        if self._open:
            self._open = False
            with translated("abort a transaction"):
                self._wait(self._transactions.begin_abort())

    def _wait(self, result: Any) -> None:
        """Wait for a step of the transaction as KafkaProducer's own methods do, but not for ever.

        kafka-python 3.0.12 loses the request of a step for which the coordinator's connection is not ready just then.
        """
        self._producer._sender.wakeup()
        if not result.wait(timeout_ms=self._timeout_s * 1000):
            raise KafkaTimeoutError(f"no answer within {self._timeout_s:g} s")

    def _discard(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Give up the producer."""
        self._discard()
        close_producer(self._producer, 0.0)


class PackedSink(_TransactionalSink):
    """Writes through `packing`: several times as fast as `send()`."""

    def __init__(self, settings: KafkaSettings, transactional_id: str, *, transaction_timeout_s: float = 30.0) -> None:
        producer = make_transactional_producer(settings, transactional_id, transaction_timeout_s=transaction_timeout_s)
        super().__init__(producer, transaction_timeout_s)
        # One sending for all partitions of a small transaction, and one request that adds them to it.
        self._packed = PackedProducer(producer, flushed=True)
        self._sent: dict[KafkaPartition, list[tuple[ProducerBatch, int]]] = {}

    def send(
        self,
        topic: str,
        partition: int,
        key: bytes | None,
        value: bytes | None,
        headers: Headers = (),
        timestamp_ms: int | None = None,
    ) -> None:
        """Pack a record into its partition's batch."""
        block = headers if type(headers) is HeaderBlock else pack_headers(headers)  # type: ignore[arg-type]
        with translated(f"send to topic {topic}"):
            target = self._packed.partition(topic, partition)
            stamp = int(time.time() * 1000) if timestamp_ms is None else timestamp_ms
            self._sent.setdefault(target, []).append(self._packed.append(target, stamp, key, value, block))

    def _collect(self) -> Written:
        sent, self._sent = self._sent, {}
        return {
            TopicPartition(tp.topic, tp.partition): [offset_of(batch, place) for batch, place in places]
            for tp, places in sent.items()
        }

    def _discard(self) -> None:
        self._sent = {}


class PlainSink(_TransactionalSink):
    """Writes through kafka-python's public API alone; slow, and the measure of what PackedSink must do."""

    def __init__(self, settings: KafkaSettings, transactional_id: str, *, transaction_timeout_s: float = 30.0) -> None:
        producer = make_transactional_producer(settings, transactional_id, transaction_timeout_s=transaction_timeout_s)
        super().__init__(producer, transaction_timeout_s)
        self._sent: dict[TopicPartition, list[Any]] = {}

    def send(
        self,
        topic: str,
        partition: int,
        key: bytes | None,
        value: bytes | None,
        headers: Headers = (),
        timestamp_ms: int | None = None,
    ) -> None:
        """Send a record."""
        if isinstance(headers, HeaderBlock):
            raise TypeError("PlainSink takes headers as a list, not packed")
        with translated(f"send to topic {topic}"):
            future = self._producer.send(
                topic, value, key, list(headers), partition=partition, timestamp_ms=timestamp_ms
            )
        self._sent.setdefault(TopicPartition(topic, partition), []).append(future)

    def _collect(self) -> Written:
        sent, self._sent = self._sent, {}
        return {tp: [future.get(timeout=self._timeout_s).offset for future in futures] for tp, futures in sent.items()}

    def _discard(self) -> None:
        self._sent = {}
