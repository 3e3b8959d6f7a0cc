"""The thread that brings the coordinator's receipts into the database; it never skips and never stores twice."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, select

from yipanqi.bus.cloudevents import parse_headers
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import DecodeError, YipanqiError
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import Metrics
from yipanqi.bus.partition_reader import PartitionReader
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings
from yipanqi.clock import Clock
from yipanqi.models.receipt import Receipt
from yipanqi.unit import metrics as names
from yipanqi.unit import receipts, tables
from yipanqi.unit.database import reading, writing

_LOG = logging.getLogger(__name__)
LOOP = "receipts"
_POLL_S = 1.0

Settle = Callable[[Connection, Sequence[Receipt]], None]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was stored in one transaction: receipts with the time in ms when their event was taken, if we took it."""

    receipt: Receipt
    taken_ms: int | None


class ReceiptReader:
    """Follows `topic` from the positions in the database; on any error it starts anew from there."""

    def __init__(
        self,
        engine: Engine,
        kafka: KafkaSettings,
        codec: AvroCodec,
        topic: str,
        *,
        settle: Settle,
        stored: Callable[[], None],
        clock: Clock,
        health: Health,
        metrics: Metrics,
        retry_max_s: float = 15.0,
    ) -> None:
        self._engine = engine
        self._kafka = kafka
        self._codec = codec
        self._topic = topic
        self._settle = settle
        self._stored = stored
        self._clock = clock
        self._health = health
        self._metrics = metrics
        self._retry_max_s = retry_max_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=LOOP, daemon=True)
        self.problem: str | None = "not connected yet"

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def close(self, timeout_s: float = 10.0) -> None:
        """Stop after the batch at hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        pause = 0.2
        while not self._stop.is_set():
            try:
                self._follow()
                pause = 0.2
            except Exception as error:  # noqa: BLE001 - whatever broke, the stored positions are the way back
                if self.problem is None:
                    pause = 0.2
                self.problem = error.message if isinstance(error, YipanqiError) else type(error).__name__
                self._metrics[names.RECEIPT_FAILURES].inc()
                _LOG.warning("receipts interrupted", extra={"reason": self.problem, "retry_s": pause})
            self._health.beat(LOOP)
            self._stop.wait(pause)
            pause = min(pause * 2, self._retry_max_s)
        self._health.end(LOOP)

    def _follow(self) -> None:
        with PartitionReader(self._kafka, max_poll_records=1_000) as reader:
            found = reader.partitions([self._topic])
            with reading(self._engine) as connection:
                known = receipts.positions(connection, self._topic)
            # What was deleted by retention can't be read any more; a topic made anew ends before our position.
            bounds = reader.bounds(found)
            reader.assign({tp: min(max(known.get(tp, 0), bounds[tp][0]), bounds[tp][1]) for tp in found})
            self.problem = None
            while not self._stop.is_set():
                self._health.beat(LOOP)
                batches = reader.poll(_POLL_S)
                if batches:
                    self._keep([record for batch in batches for record in batch])

    def _keep(self, records: Sequence[Record]) -> None:
        read = [receipt for record in records if (receipt := self._decode(record)) is not None]
        reached = {TopicPartition(r.topic, r.partition): r.offset + 1 for r in records}
        now_ms = round(self._clock.now().timestamp() * 1000)
        with writing(self._engine) as connection:
            taken = _taken(connection, [receipt.event_id for receipt in read])
            # Settled even if known: rows may have been planned anew, with the same ids, after the receipt came.
            self._settle(connection, read)
            learned = [
                Learned(receipt, taken.get(receipt.event_id)) for receipt in receipts.store(connection, read, now_ms)
            ]
            receipts.move(connection, reached)
        for entry in learned:
            self._count(entry, now_ms)
        self._stored()

    def _decode(self, record: Record) -> Receipt | None:
        try:
            meta = parse_headers(record.headers, default_id=f"{record.topic}/{record.partition}/{record.offset}")
            decoded = self._codec.decode(record.value, meta.fingerprint)
            if decoded.full_name != Receipt.__avro_name__:
                raise ValueError(decoded.full_name)
            return Receipt.from_avro(decoded.value)
        except (DecodeError, ValidationError, ValueError) as error:
            # Only the coordinator may write here; one bad record must not keep all later receipts from the unit.
            self._metrics[names.UNDECODED].inc()
            where = {"partition": record.partition, "offset": record.offset, "reason": type(error).__name__}
            _LOG.error("a record on the receipts topic is no receipt", extra=where)
            return None

    def _count(self, entry: Learned, now_ms: int) -> None:
        receipt = entry.receipt
        self._metrics[names.RECEIPTS].labels(receipt.outcome, receipt.code or "").inc()
        if entry.taken_ms is not None:
            seconds = max(0, now_ms - entry.taken_ms) / 1000
            self._metrics[names.RECEIPT_SECONDS].labels(receipt.outcome).observe(seconds)


def _taken(connection: Connection, ids: Sequence[str]) -> Mapping[str, int]:
    table, found = tables.EVENTS, {}
    for start in range(0, len(ids), 400):
        query = select(table.c.event_id, table.c.taken_ms).where(table.c.event_id.in_(ids[start : start + 400]))
        for event_id, taken_ms in connection.execute(query):
            found[str(event_id)] = int(taken_ms)
    return found
