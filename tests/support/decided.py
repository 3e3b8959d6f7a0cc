"""Has the coordinator decided everything? Asked again and again while it works, so each record is read once only."""

from __future__ import annotations

from collections.abc import Sequence

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.restore import RangeReader
from yipanqi.bus.settings import KafkaSettings


class DecidedWatch:
    """Looks at the intake topics and at what the coordinator's group has committed; use as a context manager."""

    def __init__(self, settings: KafkaSettings, topics: Sequence[str], partitions: int) -> None:
        self._topics = list(topics)
        self._partitions = [TopicPartition(topic, number) for topic in topics for number in range(partitions)]
        self._admin = ClusterAdmin(settings)
        self._reader = RangeReader(settings)
        self._last: dict[TopicPartition, int] = {}
        self._ends: dict[TopicPartition, int] = {}

    def __enter__(self) -> DecidedWatch:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()
        self._admin.close()

    def settled(self) -> bool:
        """Return whether nothing came since the last look and everything that is there is decided.

        Markers of transactions have offsets too, so the last record of each partition counts, not its end. The
        group's offsets are looked up first: what is consumed by then has its follow-ups among the records read after.
        """
        before, self._ends = self._ends, self._admin.end_offsets(self._topics)
        committed = self._committed()
        self._read_on()
        return before == self._ends and all(committed.get(tp, 0) > offset for tp, offset in self._last.items())

    def _committed(self) -> dict[TopicPartition, int]:
        lags = self._admin.group_lag("coordinator", self._topics)
        return {TopicPartition(lag.topic, lag.partition): lag.committed or 0 for lag in lags}

    def _read_on(self) -> None:
        starts = {tp: offset + 1 for tp, offset in self._last.items()}
        for tp, records in self._reader.read(self._partitions, starts=starts):
            self._last[tp] = records[-1].offset
