"""A history played on the bus: each unit through its own Publisher, the district's clock moved on day by day."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from types import TracebackType

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.publisher import Delivery, Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.clock import FileClock
from yipanqi.contract.catalog import COORDINATOR, Catalog, intake, ledger
from yipanqi.simulate.history import Day
from yipanqi.simulate.tally import Tally
from yipanqi.simulate.world import Said

_LOG = logging.getLogger(__name__)
#: Nine o'clock in the district.
_MORNING = time_of_day(1, tzinfo=UTC)
#: So many events of a round are on their way before the first of them must be answered.
_AHEAD = 30_000
_RECEIPT_S, _REMINDED_S, _STILL_S = 300.0, 60.0, 30.0
_LOOK_EVERY_S = 0.05

#: Hears of each day with the number of events so far.
Tell = Callable[[date, int], None]


class Player:
    """Plays days on a district whose clock is a file; its units' publishers are open until it is closed."""

    def __init__(
        self, kafka: Callable[[str], KafkaSettings], registry: RegistrySettings, clock: FileClock, catalog: Catalog
    ) -> None:
        self.tally = Tally()
        self._clock = clock
        self._catalog = catalog
        self._registry = SchemaRegistry(registry)
        self._admin = ClusterAdmin(kafka("admin"))
        self._publishers = {unit: Publisher(kafka(unit), self._registry, unit=unit) for unit in catalog.units}
        self._pending: deque[tuple[Delivery, Said]] = deque()

    def play(self, days: Iterable[Day], *, days_per_second: float | None = None, tell: Tell | None = None) -> Tally:
        """Play the days, as fast as the district decides them or at a pace; returns what the receipts said."""
        for day in days:
            begun = time.monotonic()
            self._dawn(day)
            pause = 0.0
            if days_per_second:
                pause = 0.9 / days_per_second / max(1, sum(len(said) for said in day.rounds))
            for said in day.rounds:
                self._round(said, pause)
            if tell is not None:
                tell(day.day, self.tally.events)
            if days_per_second:
                time.sleep(max(0.0, begun + 1 / days_per_second - time.monotonic()))
        return self.tally

    def untouched(self) -> bool:
        """Return whether nothing was ever decided here, so that the clock may be set to any day."""
        return not any(self._admin.end_offsets([ledger(aggregate) for aggregate in self._catalog.aggregates]).values())

    def _dawn(self, day: Day) -> None:
        """Set the clock; what time brings about is decided before anyone speaks."""
        before = self._coordinators_ends() if day.reminded else {}
        self._clock.set(datetime.combine(day.day, _MORNING))
        if not day.reminded:
            return
        topic = intake(COORDINATOR)
        count = self._catalog.cluster.partitions
        wanted = {TopicPartition(topic, partition_for(identifier.encode(), count)) for _, identifier in day.reminded}
        deadline = time.monotonic() + _REMINDED_S
        while any(self._coordinators_ends()[tp] <= before[tp] for tp in wanted):
            if time.monotonic() > deadline:
                _LOG.warning("not all reminders came", extra={"day": day.day.isoformat()})
                break
            time.sleep(_LOOK_EVERY_S)
        self._settle()

    def _round(self, said: tuple[Said, ...], pause: float) -> None:
        for one in said:
            delivery = self._publishers[one.unit].publish(one.event, event_id=one.event_id)
            self._pending.append((delivery, one))
            if len(self._pending) > _AHEAD:
                self._hear()
            if pause:
                time.sleep(pause)
        while self._pending:
            self._hear()
        if any(one.passed_on for one in said):
            self._settle()

    def _hear(self) -> None:
        delivery, said = self._pending.popleft()
        receipt = delivery.receipt(_RECEIPT_S)
        refused = None if receipt["outcome"] == "accepted" else str(receipt["code"])
        self.tally.count(said, refused)

    def _coordinators_ends(self) -> dict[TopicPartition, int]:
        return self._admin.end_offsets([intake(COORDINATOR)])

    def _settle(self) -> None:
        """Wait until the coordinator has decided what it told itself.

        Every transaction leaves a marker behind its records, so one offset stays open. An aborted one leaves more:
        what does not move any more for a while is taken as decided.
        """
        last: list[tuple[int | None, int]] = []
        still_since = time.monotonic()
        while True:
            lags = self._admin.group_lag(COORDINATOR, [intake(COORDINATOR)])
            now = [(lag.committed, lag.end) for lag in lags]
            if all(end - (committed or 0) <= (committed is not None) for committed, end in now):
                return
            if now != last:
                last, still_since = now, time.monotonic()
            elif time.monotonic() - still_since > _STILL_S:
                return
            time.sleep(_LOOK_EVERY_S)

    def close(self) -> None:
        """Hang up."""
        for publisher in self._publishers.values():
            publisher.close()
        self._admin.close()
        self._registry.close()

    def __enter__(self) -> Player:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
