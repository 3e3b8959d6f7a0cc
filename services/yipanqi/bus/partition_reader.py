"""Following whole partitions from positions that the reader keeps itself, without a consumer group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self

from kafka import KafkaConsumer
from kafka import TopicPartition as KafkaPartition

from yipanqi.bus.client import make_consumer, translated
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings


class PartitionReader:
    """Reads committed records of assigned partitions, for ever. One thread uses it.

    Whoever stores its positions beside its results (a projection) never skips and never applies twice.
    After an error from `poll` throw the reader away and make a new one.
    """

    def __init__(self, settings: KafkaSettings, *, max_poll_records: int = 5_000, fetch_max_wait_ms: int = 100) -> None:
        self._consumer: KafkaConsumer = make_consumer(
            settings, None, max_poll_records=max_poll_records, fetch_max_wait_ms=fetch_max_wait_ms
        )
        self._next: dict[TopicPartition, int] = {}

    def partitions(self, topics: Iterable[str]) -> list[TopicPartition]:
        """Return all partitions of these topics; ConfigurationError when a topic does not exist."""
        found: list[TopicPartition] = []
        for topic in topics:
            with translated(f"look up the partitions of {topic}"):
                numbers = self._consumer.partitions_for_topic(topic)
            if not numbers:
                raise ConfigurationError(
                    f"主题 {topic} 不存在或无权读取，请先执行 yipanqi catalog apply | "
                    f"topic {topic} does not exist or may not be read: run `yipanqi catalog apply` first",
                    retriable=True,
                )
            found.extend(TopicPartition(topic, number) for number in sorted(numbers))
        return found

    def bounds(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, tuple[int, int]]:
        """Return the first offset and the offset after the last committed record of each partition."""
        wanted = {KafkaPartition(tp.topic, tp.partition): tp for tp in partitions}
        with translated("look up offsets"):
            first = self._consumer.beginning_offsets(list(wanted))
            after = self._consumer.end_offsets(list(wanted))
        return {ours: (first[theirs], after[theirs]) for theirs, ours in wanted.items()}

    def ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the offset after the last committed record of each partition."""
        wanted = {KafkaPartition(tp.topic, tp.partition): tp for tp in partitions}
        with translated("look up offsets"):
            after = self._consumer.end_offsets(list(wanted))
        return {ours: after[theirs] for theirs, ours in wanted.items()}

    def since(self, partitions: Iterable[TopicPartition], epoch_ms: int) -> dict[TopicPartition, int]:
        """Return the offset of each partition's first record that was written at this time or later, else its end."""
        wanted = {KafkaPartition(tp.topic, tp.partition): tp for tp in partitions}
        with translated("look up offsets by time"):
            # The ends first: what is written between the two questions is not passed over.
            after = self._consumer.end_offsets(list(wanted))
            found = self._consumer.offsets_for_times(dict.fromkeys(wanted, epoch_ms))
        first = {theirs: place.offset for theirs, place in found.items() if place is not None}
        return {ours: first.get(theirs, after[theirs]) for theirs, ours in wanted.items()}

    def assign(self, positions: Mapping[TopicPartition, int]) -> None:
        """Read these partitions, each from this offset on."""
        with translated("assign partitions"):
            wanted = {KafkaPartition(tp.topic, tp.partition): offset for tp, offset in positions.items()}
            self._consumer.assign(list(wanted))
            for tp, offset in wanted.items():
                self._consumer.seek(tp, offset)
        self._next = dict(positions)

    def poll(self, timeout_s: float) -> list[Sequence[Record]]:
        """Return what has come: batches of one partition each, in order; empty after `timeout_s` of nothing."""
        with translated("read partitions"):
            polled = self._consumer.poll(timeout_ms=int(timeout_s * 1000))
        for tp, records in polled.items():
            self._next[TopicPartition(tp.topic, tp.partition)] = records[-1].offset + 1
        return list(polled.values())

    def positions(self, ends: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
        """Return the offsets that are read next, of partitions that end there as far as is known.

        Transaction markers that were passed over are counted. The client is asked only where the last record is not the
        end: to answer for one partition it looks at all of them.
        """
        for tp, end in ends.items():
            if self._next.get(tp, 0) < end:
                with translated(f"look up the position in {tp.topic}-{tp.partition}"):
                    found = self._consumer.position(KafkaPartition(tp.topic, tp.partition), timeout_ms=5_000)
                self._next[tp] = int(found or 0)
        return {tp: self._next.get(tp, 0) for tp in ends}

    def close(self) -> None:
        """Close the connections."""
        self._consumer.close(timeout_ms=2_000)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
