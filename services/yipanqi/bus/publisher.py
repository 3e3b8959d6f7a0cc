"""Publishing events on a unit's intake topic: validated, enveloped, idempotent, awaited if wanted."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from kafka.producer.producer_batch import ProducerBatch

from yipanqi.bus.client import close_producer, make_producer, translate, translated
from yipanqi.bus.cloudevents import EventIds, HeaderTemplate, MillisecondStamp, source_of
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import Closed, ConfigurationError, DeliveryTimeout, PublishError
from yipanqi.bus.events import AvroEvent, SchemaAndValues, subject_of
from yipanqi.bus.metrics import BUS_METRICS, Metrics, build
from yipanqi.bus.packing import HeaderBlock, PackedProducer, header_pieces, offset_of, varint
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.receipts import ReceiptReader
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.bus.settings import KafkaSettings

_VARYING = ("ce_id", "ce_time", "ce_subject")
_ID, _TIME, _SUBJECT = (header_pieces([(name, b"")])[:-1] for name in _VARYING)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the broker put an event."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all events of one type share: schema, its id, and the headers that don't vary, packed.

    It holds on to the raw schema, whose identity is the key under which the plan is kept.
    """

    raw: Mapping[str, Any]
    schema: ParsedSchema
    schema_id: int
    head: bytes


class Delivery:
    """One published event on its way; safe to drop if nobody wants to know."""

    __slots__ = ("_batch", "_place", "_receipts", "event_id")

    def __init__(self, event_id: str, batch: ProducerBatch, place: int, receipts: ReceiptReader | None) -> None:
        self.event_id = event_id
        self._batch = batch
        self._place = place
        self._receipts = receipts

    @property
    def done(self) -> bool:
        """Whether the broker has answered."""
        return bool(self._batch.produce_future.is_done)

    def wait(self, timeout: float = 30.0) -> Position:
        """Wait for the broker's acknowledgement; DeliveryTimeout or PublishError if it does not come."""
        if not self._batch.produce_future.wait(timeout):
            raise DeliveryTimeout(
                f"事件 {self.event_id} 在 {timeout:g} 秒内未送达 | event {self.event_id} was not acknowledged within "
                f"{timeout:g} s; it may still be"
            )
        tp = self._batch.topic_partition
        with translated(f"publish event {self.event_id} to {tp.topic}"):
            return Position(tp.topic, tp.partition, offset_of(self._batch, self._place))

    def receipt(self, timeout: float = 30.0) -> Mapping[str, Any]:
        """Wait for the coordinator's decision: the fields of its receipt (outcome, code, reasons, ledger position)."""
        if self._receipts is None:
            raise ConfigurationError("this Publisher was made with receipts=False")
        deadline = time.monotonic() + timeout
        self.wait(timeout)
        return self._receipts.wait(self.event_id, max(0.0, deadline - time.monotonic()))


class Publisher:
    """Publishes a unit's events. Thread-safe; make one and keep it.

    Raises AuthenticationError within seconds for a wrong password. At most `max_in_flight` events are on their way:
    beyond that `publish()` waits.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        registry: SchemaRegistry,
        *,
        unit: str,
        system: str | None = None,
        topic: str | None = None,
        receipts: bool = True,
        max_in_flight: int = 50_000,
        metrics: Metrics | None = None,
    ) -> None:
        self.topic = topic or f"intake.{unit}"
        self._registry = registry
        self._codec = AvroCodec(registry)
        self._metrics = metrics if metrics is not None else build(BUS_METRICS)
        self._source = source_of(unit, system)
        self._max_in_flight = max_in_flight
        self._plans: dict[Any, _Plan] = {}
        self._ids, self._stamp = EventIds(), MillisecondStamp()
        self._appended = self._completed = self._failed = 0
        self._last_failure: BaseException | None = None
        self._lock = threading.Lock()
        self._room = threading.Condition()
        self._closed = False
        self._producer = make_producer(kafka)
        try:
            self._packed = PackedProducer(self._producer)
            with translated(f"look up topic {self.topic}"):
                self._partitions = self._packed.count(self.topic)
            self._receipts = ReceiptReader(kafka, self._codec, f"receipts.{unit}", self._metrics) if receipts else None
        except BaseException:
            close_producer(self._producer, 0.0)
            raise
        self._count_acknowledged = self._metrics["yipanqi_published_total"].labels(self.topic)
        self._observe = self._metrics["yipanqi_publish_seconds"].labels(self.topic)

    def publish(
        self,
        event: AvroEvent | SchemaAndValues,
        *,
        key: str | None = None,
        event_id: str | None = None,
        subject: str | None = None,
    ) -> Delivery:
        """Put an event on its way and return at once.

        `key` (default: the event's aggregate id) decides the partition and with it the order; `event_id` makes
        publishing again harmless: the coordinator counts the same id once. Raises SchemaMismatch, TooLarge.
        """
        if self._closed:
            raise Closed("the Publisher is closed")
        if isinstance(event, tuple):
            schema, values = event
            plan = self._plans.get(id(schema)) or self._plan(id(schema), schema)
            value = self._codec.encode(plan.schema, values, plan.schema_id, strict=True)
        else:
            plan = self._plans.get(type(event)) or self._plan(type(event), event.__avro_schema__)
            value = self._codec.encode(plan.schema, event.to_avro(), plan.schema_id)
            key = key or event.aggregate_id()
        if not key:
            raise PublishError("an event needs a key: the id of its aggregate")
        return self._send(plan, value, key.encode(), event_id, subject)

    def _send(self, plan: _Plan, value: bytes, key: bytes, event_id: str | None, subject: str | None) -> Delivery:
        now_ms = int(time.time() * 1000)
        about = subject.encode() if subject else key
        with self._lock:
            identity = event_id or self._ids.next(now_ms)
            stamp = self._stamp.at(now_ms)
            self._appended += 1
        if self._appended - self._completed > self._max_in_flight:
            self._wait_for_room()
        if self._receipts is not None:
            self._receipts.expect(identity)
        raw_id = identity.encode()
        headers = HeaderBlock(
            b"".join(
                (
                    plan.head,
                    _ID,
                    varint(len(raw_id)),
                    raw_id,
                    _TIME,
                    varint(len(stamp)),
                    stamp,
                    _SUBJECT,
                    varint(len(about)),
                    about,
                )
            )
        )
        target = self._packed.partition(self.topic, partition_for(key, self._partitions))
        try:
            batch, place = self._packed.append(target, now_ms, key, value, headers)
        except BaseException as error:
            self._complete(1)
            if isinstance(error, Exception):
                raise translate(error, f"publish to {self.topic}") from error
            raise
        if place == 0:
            batch.produce_future.add_both(lambda _: self._batch_done(batch))
        return Delivery(identity, batch, place, self._receipts)

    def _plan(self, handle: Any, raw: Mapping[str, Any]) -> _Plan:
        schema = parse_schema(raw)
        schema_id = self._registry.schema_id(subject_of(self.topic, schema.full_name), schema)
        template = HeaderTemplate.of(event_type=schema.full_name, source=self._source, dataschema=schema.urn)
        count = len(template.prefix) + len(_VARYING)
        plan = _Plan(raw, schema, schema_id, varint(count) + header_pieces(template.prefix))
        self._plans[handle] = plan
        return plan

    def _batch_done(self, batch: ProducerBatch) -> None:
        count = batch.record_count
        future = batch.produce_future
        failed = future.failed() or future.value[2] is not None
        if failed:
            self._metrics["yipanqi_publish_failed_total"].labels(self.topic).inc(count)
            self._last_failure = future.exception if future.failed() else future.value[2](0)
            self._failed += count
        else:
            self._count_acknowledged.inc(count)
            self._observe.observe(time.monotonic() - batch.created)
        self._complete(count)

    def _complete(self, count: int) -> None:
        with self._room:
            self._completed += count
            self._room.notify_all()
        self._metrics["yipanqi_publish_in_flight"].set(max(0, self._appended - self._completed))

    def _wait_for_room(self) -> None:
        with self._room:
            self._room.wait_for(lambda: self._closed or self._appended - self._completed <= self._max_in_flight)

    def flush(self, timeout: float = 30.0) -> None:
        """Wait until everything published is acknowledged; PublishError if any event since the last flush failed."""
        with translated(f"flush the events for {self.topic}"):
            self._producer.flush(timeout=timeout)
        failed, self._failed = self._failed, 0
        if failed and self._last_failure is not None:
            raise translate(self._last_failure, f"publish {failed} events to {self.topic}") from self._last_failure

    def close(self, timeout: float = 10.0) -> None:
        """Flush and hang up."""
        if self._closed:
            return
        self._closed = True
        try:
            close_producer(self._producer, timeout)
        finally:
            if self._receipts is not None:
                self._receipts.close()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
