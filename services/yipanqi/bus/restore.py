"""Reading whole partitions from their beginning to their end, to restore a state from a topic."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kafka import KafkaAdminClient, KafkaConsumer
from kafka import TopicPartition as KafkaPartition
from kafka.admin import OffsetSpec
from kafka.protocol.consumer import IsolationLevel

from yipanqi.bus.client import make_admin, make_consumer, translated
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.errors import BrokerUnavailable
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings


class RangeReader:
    """Reads the committed records of partitions up to where they end now; keeps its connections for the next time."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._consumer: KafkaConsumer = make_consumer(settings, None, max_poll_records=5_000)
        try:
            self._admin: KafkaAdminClient = make_admin(settings)
        except BaseException:
            self._consumer.close()
            raise

    def read(
        self,
        partitions: Iterable[TopicPartition],
        *,
        starts: Mapping[TopicPartition, int] | None = None,
        timeout_s: float = 60.0,
        idle: Callable[[], None] | None = None,
    ) -> Iterator[tuple[TopicPartition, Sequence[Record]]]:
        """Yield the committed records of `partitions` in order, in batches of one partition each.

        Goes from `starts` (default: the beginning) up to the high watermark at the time of the call, open
        transactions included: it waits for those to be committed or aborted, so that what a predecessor committed
        just now can't be missed. `idle` is called while waiting (for heartbeats). Raises BrokerUnavailable when
        that end is not reached within `timeout_s` without progress.
        """
        wanted = {KafkaPartition(tp.topic, tp.partition): tp for tp in partitions}
        if not wanted:
            return
        ends = self._high_watermarks(wanted)
        with translated("start reading partitions"):
            self._consumer.assign(list(wanted))
            # A partition that an earlier read paused at its end stays paused over a new assignment.
            self._consumer.resume(*wanted)
            self._consumer.seek_to_beginning(*wanted)
            for tp, offset in (starts or {}).items():
                self._consumer.seek(KafkaPartition(tp.topic, tp.partition), offset)
        open_partitions = {tp for tp in wanted if ends[tp] > 0}
        deadline = time.monotonic() + timeout_s
        while open_partitions:
            with translated("read partitions"):
                polled = self._consumer.poll(timeout_ms=200)
            for tp, records in polled.items():
                within = records if records[-1].offset < ends[tp] else [r for r in records if r.offset < ends[tp]]
                if within:
                    yield wanted[tp], within
            done = {tp for tp in open_partitions if self._position(tp) >= ends[tp]}
            if done:
                open_partitions -= done
                self._consumer.pause(*done)
            if polled or done:
                deadline = time.monotonic() + timeout_s
            elif time.monotonic() > deadline:
                raise self._stuck(open_partitions, ends)
            if idle is not None:
                idle()

    def _position(self, tp: KafkaPartition) -> int:
        with translated(f"look up the position in {tp.topic}-{tp.partition}"):
            return int(self._consumer.position(tp, timeout_ms=5_000) or 0)

    def _high_watermarks(self, wanted: Iterable[KafkaPartition]) -> dict[KafkaPartition, int]:
        with translated("look up end offsets"):
            found = self._admin.list_partition_offsets(
                dict.fromkeys(wanted, OffsetSpec.LATEST), isolation_level=IsolationLevel.READ_UNCOMMITTED
            )
        return {tp: entry.offset for tp, entry in found.items()}

    def _stuck(self, left: Iterable[KafkaPartition], ends: Mapping[KafkaPartition, int]) -> BrokerUnavailable:
        where = ", ".join(f"{tp.topic}-{tp.partition} at {self._position(tp)} of {ends[tp]}" for tp in sorted(left))
        return BrokerUnavailable(f"reading stopped short of the end: {where}; is a transaction left open?")

    def close(self) -> None:
        """Close the connections."""
        self._consumer.close(timeout_ms=2_000)
        self._admin.close()


def read_range(
    settings: KafkaSettings, partitions: Iterable[TopicPartition], *, timeout_s: float = 60.0
) -> Iterator[Record]:
    """Yield all committed records of these partitions, each partition's in order."""
    reader = RangeReader(settings)
    try:
        for _, records in reader.read(partitions, timeout_s=timeout_s):
            yield from records
    finally:
        reader.close()
