"""Empties an outbox into Kafka: nothing dropped, no key's order changed, whatever dies or goes away meanwhile.

Each wave takes the first waiting rows and puts at most one record batch on each partition. A batch is written whole or
not at all, so no row can overtake an earlier one of its key that failed; the next wave begins when every batch of this
one is decided. A row may be published twice (when an acknowledgement was lost); its event id is the same then, and
the first copy has kept its place, so the coordinator counts it once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from kafka import TopicPartition as KafkaPartition
from kafka.producer.producer_batch import ProducerBatch

from yipanqi.bus.client import make_producer, translate
from yipanqi.bus.errors import BrokerUnavailable, YipanqiError
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import BUS_METRICS, Metrics, build
from yipanqi.bus.outbox import Outbox, Published, StoredRow
from yipanqi.bus.packing import PackedProducer, offset_of, pack_headers
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.settings import KafkaSettings

_log = logging.getLogger(__name__)
_BATCH_BYTES = 256 * 1024
_ROW_OVERHEAD = 100
# Longer than a wave takes to fill: only the flush at its end lets batches go, each of them whole.
_LINGER_MS = 20_000
_BLOCKED_S = 10.0
_SILENT_S = 3.0
#: How much longer than the client's own limit a batch may stay undecided before the client is given up.
_PATIENCE_S = 15.0


@dataclass(slots=True)
class _Wave:
    """Rows on their way, and how full the partitions' batches are."""

    placed: list[tuple[StoredRow, ProducerBatch, int]] = field(default_factory=list)
    bytes: dict[KafkaPartition, int] = field(default_factory=dict)
    closed: set[KafkaPartition] = field(default_factory=set)


class OutboxRelay:
    """A thread that publishes what an Outbox holds. Run one per outbox; `wake()` spares it a wait."""

    def __init__(
        self,
        kafka: KafkaSettings,
        outbox: Outbox,
        *,
        look_every_s: float = 0.25,
        longest_pause_s: float = 15.0,
        rows_per_wave: int = 2_000,
        delivery_timeout_s: float = 60.0,
        metrics: Metrics | None = None,
        health: Health | None = None,
    ) -> None:
        self._settings = kafka
        self._outbox = outbox
        self._look_every_s = look_every_s
        self._longest_pause_s = longest_pause_s
        self._rows = rows_per_wave
        self._delivery_timeout_s = max(delivery_timeout_s, kafka.request_timeout_s + _LINGER_MS / 1000 + 1)
        self._metrics = metrics if metrics is not None else build(BUS_METRICS)
        self._health = health or Health()
        self._packed: PackedProducer | None = None
        self._careful: set[KafkaPartition] = set()
        self._blocked: dict[tuple[str, bytes], float] = {}
        self._problem: str | None = None
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="outbox-relay", daemon=True)

    def start(self) -> OutboxRelay:
        """Begin to publish, in a thread."""
        self._thread.start()
        return self

    def wake(self) -> None:
        """Say that rows were added (after their transaction was committed)."""
        self._wake.set()

    def problem(self) -> str | None:
        """Return why publishing does not get on, or None; for a readiness check."""
        return self._problem

    def run(self) -> None:
        """Publish until `close()`; failures are waited out, for as long as it takes."""
        failures = 0
        while not self._stop.is_set():
            self._health.beat("outbox")
            try:
                sent = self._publish_wave()
                self._report()
                failures, self._problem = 0, self._refused()
            except Exception as error:  # noqa: BLE001 - whatever it was, the rows are still there
                failures += 1
                self._note(error, failures)
                self._hang_up()
                self._stop.wait(min(self._longest_pause_s, 0.2 * 2 ** min(failures, 10)))
                continue
            if not sent:
                self._wake.wait(self._look_every_s)
                self._wake.clear()
        self._hang_up()
        self._health.end("outbox")

    def _note(self, error: Exception, failures: int) -> None:
        ours = translate(error, "publish from the outbox")
        self._problem = ours.message
        self._metrics["yipanqi_outbox_failures_total"].inc()
        expected = isinstance(ours, BrokerUnavailable)
        _log.warning(
            "outbox could not publish",
            extra={"error": type(ours).__name__, "failures": failures},
            exc_info=None if expected else error,
        )

    def _refused(self) -> str | None:
        now = time.monotonic()
        self._blocked = {key: until for key, until in self._blocked.items() if until > now - _BLOCKED_S}
        topics = ", ".join(sorted({topic for topic, _ in self._blocked}))
        return f"the broker refuses events of {len(self._blocked)} keys for {topics}" if topics else None

    def _publish_wave(self) -> int:
        """Publish the first waiting rows; returns how many were acknowledged."""
        rows = self._outbox.waiting(self._rows)
        if not rows:
            return 0
        packed = self._packed or self._connect()
        wave = _Wave()
        for stored in rows:
            self._place(packed, wave, stored)
        self._await(packed, wave)
        return self._settle(wave)

    def _connect(self) -> PackedProducer:
        producer = make_producer(
            self._settings,
            linger_ms=_LINGER_MS,
            batch_size=2 * _BATCH_BYTES,
            delivery_timeout_s=self._delivery_timeout_s,
        )
        self._packed = PackedProducer(producer)
        return self._packed

    def _place(self, packed: PackedProducer, wave: _Wave, stored: StoredRow) -> None:
        """Put a row into its partition's batch, unless that is full or an earlier row of its key waits."""
        row = stored.row
        key = (row.topic, row.key)
        if self._blocked.get(key, 0.0) > time.monotonic():
            return
        target = packed.partition(row.topic, partition_for(row.key, packed.count(row.topic)))
        if target in wave.closed:
            return
        size = len(row.value) + len(row.key) + sum(len(n) + len(v) for n, v in row.headers) + _ROW_OVERHEAD
        used = wave.bytes.get(target, 0)
        if used and used + size > _BATCH_BYTES:
            wave.closed.add(target)
            return
        wave.bytes[target] = used + size
        if target in self._careful or size > _BATCH_BYTES:
            wave.closed.add(target)
        batch, place = packed.append(target, stored.created_ms, row.key, row.value, pack_headers(row.headers))
        wave.placed.append((stored, batch, place))

    def _await(self, packed: PackedProducer, wave: _Wave) -> None:
        """Wait until every batch is decided; the client gives up on one after its delivery timeout.

        A client that does not even do that (its thread has died) is given up itself, and another one connects.
        """
        packed.begin_flush()
        begun = time.monotonic()
        try:
            for _, batch, _ in wave.placed:
                while not batch.produce_future.wait(0.5):
                    self._health.beat("outbox")
                    self._report()
                    waited = time.monotonic() - begun
                    if waited > _SILENT_S:
                        self._problem = f"Kafka 没有响应 | no acknowledgement for {waited:.0f} s"
                    if waited > self._delivery_timeout_s + _PATIENCE_S:
                        raise BrokerUnavailable(f"the client decided nothing for {waited:.0f} s; another one is tried")
                    if self._stop.is_set():
                        raise BrokerUnavailable("stopped before the broker had answered; the rows stay")
        finally:
            packed.end_flush()

    def _settle(self, wave: _Wave) -> int:
        done: list[Published] = []
        failed: list[tuple[StoredRow, ProducerBatch, Exception]] = []
        for stored, batch, place in wave.placed:
            try:
                offset = offset_of(batch, place)
            except Exception as error:  # noqa: BLE001 - each row's fate is its own
                failed.append((stored, batch, error))
            else:
                done.append(Published(stored.seq, batch.topic_partition.partition, offset))
        self._outbox.mark_published(done)
        self._metrics["yipanqi_outbox_published_total"].inc(len(done))
        self._careful -= {batch.topic_partition for stored, batch, _ in wave.placed} - {
            b.topic_partition for _, b, _ in failed
        }
        if failed:
            self._after_failure(failed)
        return len(done)

    def _after_failure(self, failed: Iterable[tuple[StoredRow, ProducerBatch, Exception]]) -> None:
        """Count the attempts; find the row that the broker will not have, and let only its key wait for it."""
        items = list(failed)
        self._outbox.mark_failed([stored.seq for stored, _, _ in items])
        first: YipanqiError | None = None
        alone = set(self._careful)
        for stored, batch, error in items:
            ours = translate(error, f"publish event {stored.row.event_id}")
            first = first or ours
            if not ours.retriable:
                if batch.topic_partition in alone:
                    self._blocked[(stored.row.topic, stored.row.key)] = time.monotonic() + _BLOCKED_S
                    _log.error("the broker refuses an event", extra={"event_id": stored.row.event_id})
                self._careful.add(batch.topic_partition)
        if first is not None:
            raise first

    def _report(self) -> None:
        backlog = self._outbox.backlog()
        self._metrics["yipanqi_outbox_depth"].set(backlog.depth)
        self._metrics["yipanqi_outbox_oldest_seconds"].set(backlog.oldest_s)

    def _hang_up(self) -> None:
        packed, self._packed = self._packed, None
        if packed is not None:
            packed.close()

    def close(self, timeout: float = 10.0) -> None:
        """Stop after the wave at hand; what was not acknowledged stays for the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def __enter__(self) -> OutboxRelay:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()
