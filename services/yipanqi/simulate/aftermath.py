"""Waits until the coordinator has decided what it told itself: each message by its id, no guess from offsets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cloudevents import parse_headers
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.partition_reader import PartitionReader
from yipanqi.bus.settings import KafkaSettings
from yipanqi.contract.catalog import COORDINATOR, intake

_LOOK_S = 0.02


class Aftermath:
    """Follows the coordinator's own intake; made before the first event is spoken, it misses nothing.

    A message is decided when it has been read here, so that its transaction is committed, and when the group's offset
    has passed it. Where each message's follow-ups are among those waited for, nothing can still be on its way:
    receipts, offsets and messages of one transaction become visible one after another, and markers take offsets too,
    so neither an empty lag nor a standstill would prove it.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._admin = ClusterAdmin(settings)
        self._reader = PartitionReader(settings, fetch_max_wait_ms=20)
        topic = intake(COORDINATOR)
        bounds = self._reader.bounds(self._reader.partitions([topic]))
        self._reader.assign({partition: end for partition, (_, end) in bounds.items()})
        self._seen: dict[str, TopicPartition] = {}
        self._offsets: dict[str, int] = {}
        self._committed: dict[TopicPartition, int] = {}

    def forget(self) -> None:
        """Begin a day: an id that time brings about again counts anew."""
        self._seen.clear()
        self._offsets.clear()

    def wait(self, wanted: Iterable[str], patience_s: float, stopped: Callable[[], bool]) -> int:
        """Wait until all messages are decided; return how many were not when nothing moved for so many seconds."""
        missing = set(wanted)
        moved = time.monotonic()
        while True:
            before = self._committed
            read = self._read_on()
            if any(event_id in self._seen for event_id in missing):
                self._committed = self._admin.committed(COORDINATOR)
            missing = {event_id for event_id in missing if not self._decided(event_id)}
            if not missing or stopped():
                return 0
            now = time.monotonic()
            if read or self._committed != before:
                moved = now
            elif now - moved > patience_s:
                return len(missing)

    def _decided(self, event_id: str) -> bool:
        partition = self._seen.get(event_id)
        return partition is not None and self._committed.get(partition, 0) > self._offsets[event_id]

    def _read_on(self) -> bool:
        found = False
        for records in self._reader.poll(_LOOK_S):
            for record in records:
                event_id = parse_headers(record.headers, default_id="-").id
                self._seen[event_id] = TopicPartition(record.topic, record.partition)
                self._offsets[event_id] = record.offset
                found = True
        return found

    def close(self) -> None:
        """Hang up."""
        self._reader.close()
        self._admin.close()
