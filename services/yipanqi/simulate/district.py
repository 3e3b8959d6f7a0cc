"""The district as its own rules would decide it: records in memory, each event's consequences at once."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from yipanqi.contract.catalog import Catalog
from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.models.base import AggregateRecord
from yipanqi.rules.outcome import COORDINATOR, Accepted, Context, Deadline, Outcome, Refused, Role
from yipanqi.rules.table import deadlines, decide

Key = tuple[str, str]
#: Hears of each accepted event: who spoke, the event, the record after it.
Listener = Callable[[str, AggregateRecord, AggregateRecord], None]
#: One in the morning in UTC is nine o'clock in the district.
_MORNING = time(1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a unit's event: the code when refused, which records it reached, what the coordinator said."""

    refused: str | None
    reached: tuple[Key, ...]
    messages: int


@dataclass
class DistrictModel:
    """All records, and what time will bring about; the same as a coordinator that has decided the same events."""

    catalog: Catalog
    today: date
    states: dict[Key, AggregateRecord] = field(default_factory=dict)
    listen: Listener | None = None
    decided: int = 0
    accepted: int = 0

    def __post_init__(self) -> None:
        self._roles: Mapping[str, Role] = {name: Role(unit.role) for name, unit in self.catalog.units.items()}
        self.workdays = product_workdays()
        self.defaults = product_defaults()
        self._due: list[tuple[date, int, Key, Deadline]] = []
        self._count = 0

    def decide(self, unit: str, event: AggregateRecord, event_id: str) -> Decision:
        """Decide a unit's event and everything that follows from it."""
        answers: dict[str, str | None] = {}
        reached: dict[Key, None] = {}
        messages: deque[AggregateRecord] = deque()
        outcome = self._take(unit, event, event_id, messages, answers, reached)
        if isinstance(outcome, Refused):
            return Decision(outcome.code, tuple(reached), 0)
        said = self._deliver(messages, answers, reached)
        return Decision(answers.get(event_id), tuple(reached), said)

    def remind(self) -> tuple[Key, ...]:
        """Bring about what has fallen due by today; return the records that were reminded."""
        due = self._overdue()
        self._deliver(deque(due), {}, {})
        return tuple(dict.fromkeys((event.__aggregate__, event.aggregate_id()) for event in due))

    def next_due(self) -> date | None:
        """Return the first day on which time might bring something about."""
        return self._due[0][0] + timedelta(days=1) if self._due else None

    def _deliver(
        self, messages: deque[AggregateRecord], answers: dict[str, str | None], reached: dict[Key, None]
    ) -> int:
        count = 0
        while True:
            messages.extend(self._overdue())
            if not messages:
                return count
            count += 1
            self._take(COORDINATOR, messages.popleft(), f"c{self._count}", messages, answers, reached)

    def _take(
        self,
        unit: str,
        event: AggregateRecord,
        event_id: str,
        messages: deque[AggregateRecord],
        answers: dict[str, str | None],
        reached: dict[Key, None],
    ) -> Outcome[AggregateRecord]:
        key = (event.__aggregate__, event.aggregate_id())
        reached[key] = None
        self._count += 1
        self.decided += 1
        outcome = decide(key[0], self.states.get(key), event, self._context(unit, event_id))
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(outcome, Accepted):
            self.accepted += 1
            self._keep(key, outcome.state)
            if self.listen is not None:
                self.listen(unit, event, outcome.state)
            for settled in outcome.settlements:
                answers[settled.event_id] = None if settled.refusal is None else settled.refusal.code
        messages.extend(outcome.follow_ups)
        return outcome

    def _context(self, unit: str, event_id: str) -> Context:
        now = datetime.combine(self.today, _MORNING) + timedelta(milliseconds=self._count % 28_800_000)
        return Context(unit, event_id, now, self.today, self._roles, self.workdays, self.defaults)

    def _keep(self, key: Key, state: AggregateRecord) -> None:
        self.states[key] = state
        for deadline in deadlines(key[0], state):
            self._count += 1
            heapq.heappush(self._due, (deadline.after, self._count, key, deadline))

    def _overdue(self) -> list[AggregateRecord]:
        """Return the events of what has fallen due and still stands, in order, once each."""
        found: list[AggregateRecord] = []
        while self._due and self._due[0][0] < self.today:
            _, _, key, deadline = heapq.heappop(self._due)
            state = self.states.get(key)
            if state is not None and deadline in deadlines(key[0], state):
                found.append(deadline.event)
        return found
