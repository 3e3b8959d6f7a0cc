"""Reads all partitions of one topic without a group, from anywhere, and survives what breaks a client."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from enum import StrEnum

from kafka import KafkaConsumer
from kafka import TopicPartition as KafkaPartition
from kafka import errors as kafka_errors

from yipanqi.bus.client import make_consumer, translated
from yipanqi.bus.errors import AuthenticationError, AuthorizationError, BrokerUnavailable, ConfigurationError
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings

_log = logging.getLogger(__name__)
_LONGEST_PAUSE_S = 10.0
_BOUNDS_MS = 30_000


class Start(StrEnum):
    """Where to begin in a partition without a stored position."""

    BEGINNING = "beginning"
    END = "end"


class TopicReader:
    """A cursor over a topic; one thread uses it.

    `positions` (next offset by partition) go before `start`. Raises ConfigurationError when the topic is not there.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        topic: str,
        *,
        start: Start = Start.BEGINNING,
        positions: Mapping[int, int] | None = None,
    ) -> None:
        self._settings = settings
        self._topic = topic
        self._failures = 0
        self._consumer: KafkaConsumer | None = None
        self._positions = dict(positions or {})
        consumer = self._open()
        try:
            self._ends = self._look_up_bounds(consumer, start)
        except BaseException:
            self.close()
            raise

    def _look_up_bounds(self, consumer: KafkaConsumer, start: Start) -> dict[int, int]:
        """Return where partitions end; those without a position get the one of `start`.

        As a number from the first moment on: what "the end" means must not depend on when the client looks it up.
        """
        wanted = list(consumer.assignment())
        with translated(f"look up the bounds of topic {self._topic}"):
            ends = consumer.end_offsets(wanted, timeout_ms=_BOUNDS_MS)
            begin = ends if start is Start.END else consumer.beginning_offsets(wanted, timeout_ms=_BOUNDS_MS)
        for tp in wanted:
            if tp.partition not in self._positions:
                self._positions[tp.partition] = begin[tp]
                consumer.seek(tp, begin[tp])
        return {tp.partition: offset for tp, offset in ends.items()}

    @property
    def positions(self) -> dict[int, int]:
        """The next offset to read, by partition."""
        return dict(self._positions)

    @property
    def caught_up(self) -> bool:
        """Whether everything has been read that was there when the reader was made."""
        return all(self._positions[number] >= end for number, end in self._ends.items())

    def poll(self, timeout_ms: int = 200) -> list[Record]:
        """Return the next records, in order within a partition; empty on a failure, after which it starts afresh.

        Raises AuthenticationError or AuthorizationError, which no new start would mend.
        """
        try:
            with translated(f"read topic {self._topic}"):
                consumer = self._consumer or self._open()
                polled = consumer.poll(timeout_ms=timeout_ms)
                # All or none: where one position fails, what was read is read again after the new start.
                after = {tp.partition: consumer.position(tp, timeout_ms=1_000) for tp in consumer.assignment()}
        except (AuthenticationError, AuthorizationError):
            raise
        except Exception as error:  # noqa: BLE001 - after any exception a consumer can't be trusted any more
            self._start_afresh(error)
            return []
        self._positions.update({number: offset for number, offset in after.items() if offset is not None})
        self._failures = 0
        return [record for records in polled.values() for record in records]

    def _open(self) -> KafkaConsumer:
        consumer = make_consumer(self._settings, None, max_poll_records=2_000)
        try:
            numbers = self._partition_numbers(consumer)
            wanted = [KafkaPartition(self._topic, number) for number in sorted(numbers)]
            consumer.assign(wanted)
            for tp in wanted:
                if tp.partition in self._positions:
                    consumer.seek(tp, self._positions[tp.partition])
        except BaseException:
            consumer.close(timeout_ms=500)
            raise
        self._consumer = consumer
        return consumer

    def _partition_numbers(self, consumer: KafkaConsumer) -> set[int]:
        with translated(f"look up topic {self._topic}"):
            try:
                numbers: set[int] | None = consumer.partitions_for_topic(self._topic)
            except kafka_errors.UnknownTopicOrPartitionError:
                numbers = None
        if not numbers:
            raise ConfigurationError(
                f"主题 {self._topic} 不存在或无权读取 | topic {self._topic} does not exist, or may not be read by "
                f"user {self._settings.user}: check its name, and the user's rights in the catalogue"
            )
        return numbers

    def _start_afresh(self, error: Exception) -> None:
        self._failures += 1
        pause = min(_LONGEST_PAUSE_S, 0.2 * 2 ** min(self._failures, 10))
        expected = isinstance(error, BrokerUnavailable)
        _log.warning(
            "reader starts afresh",
            extra={"topic": self._topic, "error": type(error).__name__, "pause_s": pause, "failures": self._failures},
            exc_info=None if expected else error,
        )
        self.close()
        time.sleep(pause)

    def close(self) -> None:
        """Close the connection."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            try:
                consumer.close(timeout_ms=500)
            except kafka_errors.KafkaError as error:
                _log.debug("closing a consumer failed", extra={"error": type(error).__name__})
