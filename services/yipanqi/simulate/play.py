"""A history played on the bus: each unit through its own Publisher, the district's clock moved on day by day."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from datetime import time as time_of_day
from types import TracebackType

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.errors import DeliveryTimeout
from yipanqi.bus.publisher import Delivery, Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.clock import FileClock
from yipanqi.contract.catalog import Catalog, ledger
from yipanqi.simulate.aftermath import Aftermath
from yipanqi.simulate.history import Day
from yipanqi.simulate.tally import Tally
from yipanqi.simulate.world import Said

_LOG = logging.getLogger(__name__)
#: Nine o'clock in the district.
_MORNING = time_of_day(1, tzinfo=UTC)
#: So many events of a round are on their way before the first of them must be answered.
_AHEAD = 30_000
_RECEIPT_S, _AGAIN_S, _PATIENCE_S, _LOOK_S = 900.0, 60.0, 120.0, 0.5
#: At a pace someone may be speaking too, after whom not all comes as foretold: nobody shall wait for it long.
_PATIENCE_AT_PACE_S = 5.0

#: Hears of each day when it is over, with the number of events so far.
Tell = Callable[[Day, int], None]


class Player:
    """Plays days on a district whose clock is a file; its units' publishers are open until it is closed.

    Once `stop` is set it ends as soon as it can, with what was heard by then.
    """

    def __init__(
        self,
        kafka: Callable[[str], KafkaSettings],
        registry: RegistrySettings,
        clock: FileClock,
        catalog: Catalog,
        stop: threading.Event | None = None,
    ) -> None:
        self.tally = Tally()
        self._clock = clock
        self._catalog = catalog
        self._stop = stop or threading.Event()
        self._registry = SchemaRegistry(registry)
        self._admin = ClusterAdmin(kafka("admin"))
        self._aftermath = Aftermath(kafka("admin"))
        self._publishers = {unit: Publisher(kafka(unit), self._registry, unit=unit) for unit in catalog.units}
        self._pending: deque[tuple[Delivery, Said]] = deque()

    def play(self, days: Iterable[Day], *, days_per_second: float | None = None, tell: Tell | None = None) -> Tally:
        """Play the days, as fast as the district decides them or at a pace; returns what the receipts said."""
        for day in days:
            self.play_day(day, days_per_second)
            if self._stop.is_set():
                break
            if tell is not None:
                tell(day, self.tally.events)
        return self.tally

    def play_day(self, day: Day, days_per_second: float | None = None) -> None:
        """Play one day to its end: nothing of it is undecided when the clock moves on."""
        begun = time.monotonic()
        self._clock.set(datetime.combine(day.day, _MORNING))
        self._aftermath.forget()
        pause, patience = 0.0, _PATIENCE_S
        if days_per_second:
            pause = 0.9 / days_per_second / max(1, sum(len(said) for said in day.rounds))
            patience = _PATIENCE_AT_PACE_S
        awaited = set(day.reminders)
        for said in day.rounds or ((),):
            awaited |= self._round(said, pause)
            if awaited:
                self.tally.unsettled += self._aftermath.wait(awaited, patience, self._stop.is_set)
                awaited = set()
        if days_per_second:
            self._stop.wait(max(0.0, begun + 1 / days_per_second - time.monotonic()))

    def untouched(self) -> bool:
        """Return whether nothing was ever decided here, so that the clock may be set to any day."""
        return not any(self._admin.end_offsets([ledger(aggregate) for aggregate in self._catalog.aggregates]).values())

    def _round(self, said: tuple[Said, ...], pause: float) -> set[str]:
        """Say it all and hear all receipts; return the ids of what the coordinator must have told itself."""
        awaited: set[str] = set()
        for one in said:
            if self._stop.is_set():
                break
            delivery = self._publishers[one.unit].publish(one.event, event_id=one.event_id)
            self._pending.append((delivery, one))
            if len(self._pending) > _AHEAD:
                self._hear(awaited)
            if pause:
                self._stop.wait(pause)
        while self._pending:
            self._hear(awaited)
        return awaited

    def _hear(self, awaited: set[str]) -> None:
        delivery, said = self._pending.popleft()
        outcome = self._answer(delivery, said)
        if outcome is None:
            return
        if self.tally.count(said, outcome or None):
            awaited.update(said.messages)
        else:
            _LOG.warning("decided otherwise than foretold", extra={"event_id": said.event_id, "code": outcome})

    def _answer(self, delivery: Delivery, said: Said) -> str | None:
        """Return the refusal's code, empty when accepted; None when all is to stop.

        Who hears nothing for long asks again: the same id is decided once and answered each time.
        """
        begun = asked = time.monotonic()
        while True:
            try:
                receipt = delivery.receipt(_LOOK_S)
            except DeliveryTimeout:
                now = time.monotonic()
                if self._stop.is_set():
                    return None
                if now - begun > _RECEIPT_S:
                    raise
                if now - asked > _AGAIN_S:
                    asked, self.tally.asked_again = now, self.tally.asked_again + 1
                    delivery = self._publishers[said.unit].publish(said.event, event_id=said.event_id)
                continue
            return "" if receipt["outcome"] == "accepted" else str(receipt["code"])

    def close(self) -> None:
        """Hang up."""
        for publisher in self._publishers.values():
            publisher.close()
        self._aftermath.close()
        self._admin.close()
        self._registry.close()

    def __enter__(self) -> Player:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
