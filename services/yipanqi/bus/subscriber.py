"""Subscribing to events: typed handlers, at-least-once, in order per key, retries, dead letters.

The order of one round, which must stay so: handle the records, write dead letters and wait for their
acknowledgement, then commit the offsets, and only then poll again. Partitions are lost inside `poll()` alone, so
whatever was handled is committed before.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from kafka import KafkaConsumer
from kafka import TopicPartition as KafkaPartition
from kafka.structs import OffsetAndMetadata

from yipanqi.bus.client import make_consumer, translated
from yipanqi.bus.cloudevents import EventMeta
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.deadletter import DeadLetterBudget, DeadLetterWriter
from yipanqi.bus.dispatch import Dispatcher
from yipanqi.bus.errors import (
    AuthenticationError,
    AuthorizationError,
    ConfigurationError,
    DeadLetterFailed,
    DeadLetterLimit,
    DecodeError,
    Fenced,
    RegistryError,
    YipanqiError,
)
from yipanqi.bus.events import AvroEvent
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import BUS_METRICS, Metrics, build
from yipanqi.bus.records import Record
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.retry import RetryPolicy, WaitingRoom
from yipanqi.bus.settings import KafkaSettings

_log = logging.getLogger(__name__)
_FATAL = (AuthenticationError, AuthorizationError, ConfigurationError, DeadLetterFailed, DeadLetterLimit)
_LONGEST_PAUSE_S = 10.0
_COMMIT_EVERY_S = 2.0
_TROUBLE_AFTER = 3
_CALM_S = 30.0
HANDLER_FAILED = "handler_failed"
UNKNOWN_TYPE = "unknown_type"

E = TypeVar("E", bound=AvroEvent)


class UnknownTypes(StrEnum):
    """What to do with an event that nobody handles."""

    SKIP = "skip"
    DEAD_LETTER = "dead_letter"


class Subscriber:
    """Hands the events of some topics to handlers, as a member of a consumer group named `<unit>.<purpose>`.

    A handler that raises is tried again by `retry`, while its partition waits and others go on; then the record goes
    to the dead letters (at once, if the error is a YipanqiError that is not retriable). When the registry does not
    answer, that is nobody's fault and is waited out. More than `budget` allows, or a dead letter that can't be
    written, ends `run()` with DeadLetterLimit or DeadLetterFailed, with nothing lost.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        registry: SchemaRegistry,
        group: str,
        topics: Sequence[str],
        *,
        dead_letter_topic: str | None = None,
        retry: RetryPolicy | None = None,
        budget: DeadLetterBudget | None = None,
        unknown_types: UnknownTypes = UnknownTypes.SKIP,
        max_poll_records: int = 200,
        session_timeout_s: float = 15.0,
        metrics: Metrics | None = None,
        health: Health | None = None,
    ) -> None:
        self._settings = kafka
        self._group = group
        self._topics = list(topics)
        # Groups begin with their user's name and a dot: that user may write this one topic.
        self._dead_letter_topic = dead_letter_topic or f"deadletter.{group.partition('.')[0]}"
        self._unknown = unknown_types
        self._options = {"max_poll_records": max_poll_records, "session_timeout_s": session_timeout_s}
        self._budget = budget or DeadLetterBudget()
        self._waiting = WaitingRoom(retry or RetryPolicy())
        self._metrics = metrics if metrics is not None else build(BUS_METRICS)
        self._health = health or Health()
        self._dispatcher = Dispatcher(AvroCodec(registry))
        self._dead_letters: DeadLetterWriter | None = None
        self._failures = 0
        self._stop = threading.Event()
        self._loop_name = f"subscriber {group}"

    def on(self, event_class: type[E]) -> Callable[[Callable[[E, EventMeta], None]], Callable[[E, EventMeta], None]]:
        """Register the decorated function as the handler of an event class: `handler(event, meta)`."""

        def register(handler: Callable[[E, EventMeta], None]) -> Callable[[E, EventMeta], None]:
            self._dispatcher.add(event_class, handler)
            return handler

        return register

    def stop(self) -> None:
        """Ask `run()` to finish the record at hand, commit and return; may be called from a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Consume until `stop()`; raises what no retry will mend."""
        try:
            while not self._stop.is_set():
                try:
                    self._consume()
                except _FATAL as error:
                    self._health.fail(self._loop_name, error.message)
                    raise
                except Exception as error:  # noqa: BLE001 - after any exception a consumer can't be trusted any more
                    self._failures += 1
                    self._note_rebuild(error)
                    self._stop.wait(min(_LONGEST_PAUSE_S, 0.2 * 2 ** min(self._failures, 10)))
        finally:
            self._health.end(self._loop_name)
            if self._dead_letters is not None:
                self._dead_letters.close()
                self._dead_letters = None

    def _note_rebuild(self, error: Exception) -> None:
        self._metrics["yipanqi_consumer_rebuilds_total"].labels(self._group).inc()
        if self._failures >= _TROUBLE_AFTER:
            reason = f"rebuilt {self._failures} times without getting on: {type(error).__name__}"
            self._health.trouble(self._loop_name, reason)
        _log.warning(
            "consumer is rebuilt",
            extra={"group": self._group, "error": type(error).__name__, "failures": self._failures},
            exc_info=None if isinstance(error, YipanqiError) else error,
        )

    def _gets_on(self) -> None:
        if self._failures:
            self._failures = 0
            self._health.trouble(self._loop_name, None)

    def _consume(self) -> None:
        consumer = make_consumer(self._settings, self._group, **self._options)
        try:
            with translated(f"subscribe to {', '.join(self._topics)}"):
                consumer.subscribe(self._topics)
            begun = time.monotonic()
            while not self._stop.is_set():
                self._health.beat(self._loop_name)
                self._round(consumer)
                if time.monotonic() - begun > _CALM_S:
                    self._gets_on()
        finally:
            consumer.close(timeout_ms=3_000)

    def _round(self, consumer: KafkaConsumer) -> None:
        for tp in self._waiting.due():
            partition = KafkaPartition(tp.topic, tp.partition)
            if partition in consumer.assignment():
                consumer.resume(partition)
        with translated(f"poll as group {self._group}"):
            polled = consumer.poll(timeout_ms=200)
        assigned = {TopicPartition(tp.topic, tp.partition) for tp in consumer.assignment()}
        self._waiting.keep_only(assigned)
        handled: dict[KafkaPartition, int] = {}
        last_commit = time.monotonic()
        for partition, records in polled.items():
            for record in records:
                if self._stop.is_set() or not self._handle_or_wait(consumer, partition, record):
                    break
                handled[partition] = record.offset + 1
                if time.monotonic() - last_commit > _COMMIT_EVERY_S:
                    self._commit(consumer, handled)
                    self._health.beat(self._loop_name)
                    last_commit = time.monotonic()
        if handled:
            self._commit(consumer, handled)
            self._gets_on()
        self._report(consumer)

    def _commit(self, consumer: KafkaConsumer, handled: dict[KafkaPartition, int]) -> None:
        offsets = {tp: OffsetAndMetadata(offset, "", -1) for tp, offset in handled.items()}
        try:
            with translated(f"commit offsets of group {self._group}"):
                consumer.commit(offsets, timeout_ms=15_000)
        except Fenced as error:
            # Another member has these partitions by now and will handle the records again: at least once.
            _log.info("commit came too late", extra={"group": self._group, "error": error.message})
        handled.clear()

    def _handle_or_wait(self, consumer: KafkaConsumer, partition: KafkaPartition, record: Record) -> bool:
        """Handle one record or set it aside; False if its partition has to wait and come back to it."""
        tp = TopicPartition(record.topic, record.partition)
        if not self._waiting.must_wait(tp, record.offset) and self._handle(tp, record):
            self._waiting.done(tp)
            return True
        consumer.pause(partition)
        consumer.seek(partition, record.offset)
        return False

    def _handle(self, tp: TopicPartition, record: Record) -> bool:
        attempts = self._waiting.attempts(tp, record.offset) + 1
        try:
            event_type, call = self._dispatcher.prepare(record)
        except DecodeError as error:
            self._set_aside(record, str(error.code), error.message, attempts)
            return True
        except RegistryError as error:
            self._retry_later(tp, record, error)
            return False
        if call is None:
            self._pass_over(record, event_type)
            return True
        try:
            with self._metrics["yipanqi_handler_seconds"].labels(self._group, event_type).time():
                call()
        except Exception as error:  # noqa: BLE001 - a handler may raise anything; retries and dead letters bound it
            final = isinstance(error, YipanqiError) and not error.retriable
            if not final and attempts < self._waiting.policy.attempts:
                self._retry_later(tp, record, error)
                return False
            self._set_aside(record, HANDLER_FAILED, _reason(error), attempts)
            return True
        self._count(record, "handled")
        return True

    def _pass_over(self, record: Record, event_type: str) -> None:
        if self._unknown is UnknownTypes.DEAD_LETTER:
            self._set_aside(record, UNKNOWN_TYPE, f"nobody handles {event_type[:200]} here", 1)
        else:
            self._count(record, "skipped")

    def _retry_later(self, tp: TopicPartition, record: Record, error: Exception) -> None:
        waiting = self._waiting.failed(tp, record.offset)
        self._metrics["yipanqi_retries_total"].labels(self._group, record.topic).inc()
        _log.warning(
            "record will be tried again",
            extra={
                "topic": tp.topic,
                "partition": tp.partition,
                "offset": record.offset,
                "attempts": waiting.attempts,
                "error": type(error).__name__,
            },
        )

    def _set_aside(self, record: Record, code: str, reason: str, attempts: int) -> None:
        self._budget.spend()
        if self._dead_letters is None:
            self._dead_letters = self._open_dead_letters()
        self._dead_letters.put(record, code=code, reason=reason, attempts=attempts)
        self._metrics["yipanqi_dead_letters_total"].labels(self._group, record.topic, code).inc()
        self._count(record, "dead_letter")
        _log.error(
            "record set aside",
            extra={"topic": record.topic, "partition": record.partition, "offset": record.offset, "code": code},
        )

    def _open_dead_letters(self) -> DeadLetterWriter:
        try:
            return DeadLetterWriter(self._settings, self._dead_letter_topic)
        except YipanqiError as error:
            raise DeadLetterFailed(
                f"无法写入死信主题 | can't write dead letters to {self._dead_letter_topic}: {error.message}"
            ) from error

    def _count(self, record: Record, outcome: str) -> None:
        self._metrics["yipanqi_consumed_total"].labels(self._group, record.topic, outcome).inc()
        delay = max(0.0, time.time() - record.timestamp / 1000)
        self._metrics["yipanqi_consumer_delay_seconds"].labels(self._group, record.topic).set(delay)

    def _report(self, consumer: KafkaConsumer) -> None:
        """Tell health and metrics where each partition is."""
        lags: dict[str, int] = dict.fromkeys(self._topics, 0)
        for tp in consumer.assignment():
            end = consumer.highwater(tp)
            if end is None:
                continue
            with translated(f"look up the position in {tp.topic}-{tp.partition}"):
                position = consumer.position(tp, timeout_ms=1_000)
            if position is not None:
                lags[tp.topic] = lags.get(tp.topic, 0) + max(0, end - position)
                self._health.moved(TopicPartition(tp.topic, tp.partition), position, end)
        _set_lags(self._metrics, self._group, lags)
        self._metrics["yipanqi_paused_partitions"].labels(self._group).set(len(self._waiting))


def _set_lags(metrics: Metrics, group: str, lags: Mapping[str, int]) -> None:
    for topic, lag in lags.items():
        metrics["yipanqi_consumer_lag_records"].labels(group, topic).set(lag)


def _reason(error: Exception) -> str:
    """Say what a handler raised; only our own messages are known to hold no payload."""
    if isinstance(error, YipanqiError):
        return f"{type(error).__name__}: {error.message}"
    return f"{type(error).__module__}.{type(error).__name__}"
