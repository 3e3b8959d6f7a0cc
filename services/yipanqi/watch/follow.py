"""One life of the watch: reads all records, looks, says what has to be said, and does so again until something breaks.

Its memory is nothing but a picture of `state.*`, and of the ledger's last weeks who spoke when: a new life begins with
reading it all anew. What it says may be said twice, after a failure: the rule of alerts lets each be raised and cleared
once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import Metrics
from yipanqi.bus.partition_reader import PartitionReader
from yipanqi.bus.publisher import Publisher
from yipanqi.bus.records import Record
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.clock import Clock
from yipanqi.contract.catalog import WATCH, Catalog, ledger, state
from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.models.alert import AlertCleared, AlertRaised
from yipanqi.models.codes import AlertKind
from yipanqi.models.table import STATES
from yipanqi.watch.condition import Situation
from yipanqi.watch.heard import heard_from, spoken
from yipanqi.watch.picture import Picture
from yipanqi.watch.settings import WatchSettings
from yipanqi.watch.table import KEPT

LOOP = "watch"
_POLL_S = 0.3
#: After so long without effect what was said is taken for lost, and said again.
_PATIENCE_S = 30.0


class Session:
    """Everything that lives and dies together."""

    def __init__(
        self,
        settings: WatchSettings,
        catalog: Catalog,
        registry: SchemaRegistry,
        clock: Clock,
        metrics: Metrics,
        health: Health,
    ) -> None:
        zone = ZoneInfo(catalog.cluster.time_zone)
        self._catalog = catalog
        self._clock = clock
        self._zone = zone
        self._metrics = metrics
        self._health = health
        self._defaults, self._workdays = product_defaults(), product_workdays()
        self._codec = AvroCodec(registry)
        self._picture = Picture(zone)
        self._topics = {state(name): name for name in catalog.aggregates}
        # Who only puts an alert off has told nothing.
        self._ledgers = frozenset(ledger(name) for name in catalog.aggregates if name != "alert")
        self._said: dict[str, float] = {}
        self.caught_up = False
        self._reader = PartitionReader(settings.kafka)
        try:
            self._publisher = Publisher(settings.kafka, registry, unit=WATCH, receipts=False)
        except BaseException:
            self._reader.close()
            raise

    def run(self, stopping: Callable[[], bool]) -> None:
        """Watch until `stopping`; raises what ends the session."""
        behind = self._begin()
        while not stopping():
            self._health.beat(LOOP)
            for records in self._reader.poll(_POLL_S):
                self._take(records)
            if not self.caught_up:
                positions = self._reader.positions(behind)
                behind = {tp: end for tp, end in behind.items() if positions[tp] < end}
                self.caught_up = not behind
                self._metrics["yipanqi_watch_caught_up"].set(int(self.caught_up))
            if self.caught_up:
                self._speak()

    def _begin(self) -> dict[TopicPartition, int]:
        """Begin to read; return the partitions that have something to read, and where that ends."""
        records, ledgers = self._reader.partitions(self._topics), self._reader.partitions(self._ledgers)
        bounds = self._reader.bounds([*records, *ledgers])
        begin = {tp: bounds[tp][0] for tp in records}
        begin |= self._reader.since(ledgers, heard_from(int(time.time() * 1000), self._catalog, self._defaults))
        self._reader.assign(begin)
        return {tp: end for tp, (_, end) in bounds.items() if begin[tp] < end}

    def _take(self, records: Sequence[Record]) -> None:
        if records[0].topic in self._ledgers:
            for unit, at in spoken(records):
                self._picture.hear(unit, at)
            return
        aggregate = self._topics[records[0].topic]
        newest = {record.key or b"": record for record in records}
        for key, record in newest.items():
            record_id = key.decode()
            self._said.pop(record_id, None)
            if record.value is None:
                self._picture.take(aggregate, record_id, None)
                continue
            decoded = self._codec.decode(record.value)
            if aggregate in KEPT or aggregate == "alert":
                self._picture.take(aggregate, record_id, STATES[decoded.full_name].from_avro(decoded.value))
            else:
                self._picture.hear(decoded.value["updated_by"], decoded.value["updated_at"])

    def _speak(self) -> None:
        """Say what is due; what was said a moment ago and has not come back yet is not said again at once."""
        now = time.monotonic()
        for alert_id in [known for known, at in self._said.items() if now - at > _PATIENCE_S]:
            del self._said[alert_id]
            self._picture.again(alert_id)
        today = self._clock.now().astimezone(self._zone).date()
        situation = Situation(today, self._workdays, self._defaults, self._catalog, self._zone)
        events = [event for event in self._picture.due(situation) if event.alert_id not in self._said]
        for event in events:
            self._say(event, now)
        if events:
            self._publisher.flush()
        for kind in AlertKind:
            self._metrics["yipanqi_watch_conditions"].labels(kind.value).set(self._picture.counts[kind])

    def _say(self, event: AlertRaised | AlertCleared, now: float) -> None:
        self._publisher.publish(event)
        self._said[event.alert_id] = now
        self._metrics["yipanqi_watch_said_total"].labels(event.__avro_name__).inc()

    def close(self) -> None:
        """Close the connections."""
        self._reader.close()
        self._publisher.close()
