"""Filling the memory of partitions from Kafka: states from state.*, decided events from receipts.*."""

from __future__ import annotations

import time
from collections.abc import Collection

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.records import Record
from yipanqi.bus.restore import RangeReader
from yipanqi.contract.catalog import Catalog, receipts, state
from yipanqi.coordinator.memory import PartitionMemory, SentReceipt, remembered_s
from yipanqi.models.receipt import Receipt
from yipanqi.models.table import STATES
from yipanqi.rules.table import waiting


class Restorer:
    """Reads back what a coordinator knew about partitions."""

    def __init__(self, reader: RangeReader, codec: AvroCodec, catalog: Catalog) -> None:
        self._reader = reader
        self._codec = codec
        self._catalog = catalog

    def restore(self, partitions: Collection[int]) -> dict[int, PartitionMemory]:
        """Return the memory of each partition as of the last committed transaction."""
        memories = {partition: PartitionMemory() for partition in partitions}
        topics = [state(a) for a in self._catalog.aggregates] + [receipts(u) for u in self._catalog.speakers]
        wanted = [TopicPartition(topic, p) for topic in topics for p in partitions]
        newest: dict[tuple[str, bytes], Record] = {}
        oldest_s = time.time() - remembered_s(self._catalog.dedupe_days)
        for tp, records in self._reader.read(wanted):
            if tp.topic.startswith("state."):
                newest.update(((tp.topic, record.key or b""), record) for record in records)
            else:
                self._receipts(tp, records, memories[tp.partition], oldest_s)
        for record in newest.values():
            if record.value is not None:
                self._state(record, memories[record.partition])
        return memories

    def _state(self, record: Record, memory: PartitionMemory) -> None:
        decoded = self._codec.decode(record.value)
        found = STATES[decoded.full_name].from_avro(decoded.value)
        key = (found.__aggregate__, found.aggregate_id())
        memory.put_state(key, found)
        memory.waiting.update(waiting(key[0], found))

    def _receipts(
        self, tp: TopicPartition, records: Collection[Record], memory: PartitionMemory, oldest_s: float
    ) -> None:
        unit = tp.topic.partition(".")[2]
        for record in records:
            at_s = record.timestamp / 1000
            if at_s < oldest_s or record.value is None:
                continue
            receipt = Receipt.model_construct(**self._codec.decode(record.value).value)
            sent = SentReceipt(record.value, record.key or b"", at_s)
            memory.put_receipt((unit, receipt.event_id), sent, forget_before_s=oldest_s)
