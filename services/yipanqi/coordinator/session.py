"""One life of the loop: join the group, restore, decide batch after batch, until something ends it.

Whatever goes wrong, the session is thrown away as a whole, its memory included, and a new one starts from what Kafka
holds. That leaves one way back instead of many: nothing in memory outlives a transaction that did not commit.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack, closing

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.copartitioned import CopartitionedConsumer
from yipanqi.bus.garbage import settle
from yipanqi.bus.health import Health
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.restore import RangeReader
from yipanqi.bus.transaction import PackedSink
from yipanqi.clock import Clock, SystemClock
from yipanqi.contract.catalog import COORDINATOR, Catalog
from yipanqi.coordinator.batch import Batch
from yipanqi.coordinator.decider import Decider, intake_topics
from yipanqi.coordinator.encoding import Encoder
from yipanqi.coordinator.incoming import IntakeReader
from yipanqi.coordinator.memory import PartitionMemory, remembered_s
from yipanqi.coordinator.metrics import MetricsObserver
from yipanqi.coordinator.restore import Restorer
from yipanqi.coordinator.settings import CoordinatorSettings
from yipanqi.coordinator.transaction import write

_LOG = logging.getLogger(__name__)
LOOP = "coordinator"
_POLL_S = 0.2
_REPORT_EVERY_S = 2.0


class Session:
    """Everything that lives and dies with one membership of the group."""

    def __init__(
        self,
        settings: CoordinatorSettings,
        catalog: Catalog,
        registry: SchemaRegistry,
        clock: Clock,
        observer: MetricsObserver,
        health: Health,
    ) -> None:
        self._catalog = catalog
        self._observer = observer
        self._health = health
        self._memories: dict[int, PartitionMemory] = {}
        self._decided_ms: dict[TopicPartition, int] = {}
        self._following: dict[TopicPartition, int] = {}
        self._reported = 0.0
        self.joined = False
        self.committed = 0
        codec = AvroCodec(registry)
        self._encoder = Encoder(codec, registry, catalog)
        reader = IntakeReader(codec, catalog, SystemClock())
        self._decider = Decider(reader, self._encoder, catalog, clock, self._memories, observer)
        with ExitStack() as begun:
            # A session that can't begin gives up what it has opened: the next one comes in a few seconds.
            self._sink = begun.enter_context(closing(self._open_sink(settings)))
            self._range_reader = begun.enter_context(closing(RangeReader(settings.kafka)))
            self._restorer = Restorer(self._range_reader, codec, catalog)
            self._consumer = self._join(settings)
            begun.pop_all()

    @staticmethod
    def _open_sink(settings: CoordinatorSettings) -> PackedSink:
        timeout_s = settings.transaction_timeout_s
        return PackedSink(settings.kafka, settings.transactional_id, transaction_timeout_s=timeout_s)

    def _join(self, settings: CoordinatorSettings) -> CopartitionedConsumer:
        return CopartitionedConsumer(
            settings.kafka,
            COORDINATOR,
            intake_topics(self._catalog),
            on_assigned=self._take_over,
            instance=settings.transactional_id,
            max_poll_records=settings.batch_records,
            session_timeout_s=settings.session_timeout_s,
        )

    def run(self, stopping: Callable[[], bool]) -> None:
        """Decide until `stopping`; raises what ends the session."""
        while not stopping():
            self._health.beat(LOOP)
            self.step(_POLL_S)

    def step(self, timeout_s: float) -> int:
        """Poll once, decide and commit; returns the number of records decided."""
        polled = self._consumer.poll(timeout_s)
        started = time.monotonic()
        batch = Batch()
        offsets: dict[TopicPartition, int] = {}
        count = 0
        for tp, records in polled.items():
            for record in records:
                self._decider.take(record, batch)
            offsets[tp] = self._following[tp] = records[-1].offset + 1
            self._decided_ms[tp] = records[-1].timestamp
            count += len(records)
        self._remind(batch)
        self._decider.states(batch)
        if offsets or not batch.empty:
            self._commit(batch, offsets)
            self.committed += 1
            self._observer.metrics["yipanqi_transaction_seconds"].observe(time.monotonic() - started)
            self._observer.metrics["yipanqi_transaction_records"].observe(count)
        self._report()
        return count

    def _commit(self, batch: Batch, offsets: dict[TopicPartition, int]) -> None:
        wall_s = time.time()
        write(
            batch,
            offsets,
            self._consumer.member(),
            sink=self._sink,
            encoder=self._encoder,
            memories=self._memories,
            wall_ms=int(wall_s * 1000),
            forget_before_s=wall_s - remembered_s(self._catalog.dedupe_days),
        )

    def _remind(self, batch: Batch) -> None:
        today = self._decider.today()
        for partition, memory in self._memories.items():
            for _, deadline in memory.overdue(today):
                self._decider.remind(partition, deadline, batch)
                self._observer.metrics["yipanqi_reminders_total"].labels(deadline.event.__avro_name__).inc()

    def _take_over(self, partitions: frozenset[int]) -> None:
        started = time.monotonic()
        self._memories.clear()
        self._decided_ms.clear()
        self._forget_positions()
        self._memories.update(self._restorer.restore(partitions))
        # What was restored holds no cycles and stays: looking through it for garbage would only make pauses.
        settle()
        took = time.monotonic() - started
        self.joined = True
        self._observer.metrics["yipanqi_restore_seconds"].set(took)
        states = sum(len(m.states) for m in self._memories.values())
        _LOG.info(
            "took over partitions",
            extra={"partitions": sorted(partitions), "states": states, "seconds": round(took, 3)},
        )

    def _report(self) -> None:
        now = time.monotonic()
        if now - self._reported < _REPORT_EVERY_S:
            return
        self._reported = now
        metrics = self._observer.metrics
        metrics["yipanqi_partitions"].set(len(self._memories))
        metrics["yipanqi_remembered_receipts"].set(sum(len(m.receipts) for m in self._memories.values()))
        counts = dict.fromkeys(self._catalog.aggregates, 0)
        for memory in self._memories.values():
            for aggregate, _ in memory.states:
                counts[aggregate] += 1
        for aggregate, number in counts.items():
            metrics["yipanqi_states"].labels(aggregate).set(number)
        lag = self._consumer.lag()
        self._observer.lag(lag, self._decided_ms)
        for tp, behind in lag.items():
            following = self._following.setdefault(tp, 0)
            self._health.moved(tp, following, following + behind)

    def _forget_positions(self) -> None:
        """Stop watching partitions for standing still: they may be another member's from here on."""
        for tp in self._following:
            self._health.lost(tp)
        self._following.clear()

    def close(self) -> None:
        """Give everything up; what was not committed was never there."""
        self._forget_positions()
        for part in (self._sink, self._consumer, self._range_reader):
            try:
                part.close()
            except Exception:  # noqa: BLE001  # the session is over; the next one starts from Kafka
                _LOG.warning("closing failed", exc_info=True)
