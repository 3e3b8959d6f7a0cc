"""The district as its own rules would decide it: records in memory, each event's consequences at once."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from yipanqi.contract.catalog import Catalog
from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.models.base import AggregateRecord
from yipanqi.rules.messages import follow_up_id, reminder_id
from yipanqi.rules.outcome import COORDINATOR, Accepted, Context, Deadline, Outcome, Refused, Role
from yipanqi.rules.table import deadlines, decide

Key = tuple[str, str]
#: Hears of each accepted event: who spoke, the event, the record after it.
Listener = Callable[[str, AggregateRecord, AggregateRecord], None]
#: One in the morning in UTC is nine o'clock in the district.
_MORNING = time(1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a unit's event, or of a morning: the code when refused, which records it reached.

    `messages` are the ids of what the coordinator told itself because of it.
    """

    refused: str | None
    reached: tuple[Key, ...]
    messages: tuple[str, ...] = ()


class _Message(NamedTuple):
    event_id: str
    event: AggregateRecord


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
        messages: deque[_Message] = deque()
        outcome = self._take(unit, _Message(event_id, event), messages, answers, reached)
        if isinstance(outcome, Refused):
            return Decision(outcome.code, tuple(reached))
        said = self._deliver(messages, answers, reached)
        return Decision(answers.get(event_id), tuple(reached), said)

    def remind(self) -> Decision:
        """Bring about what has fallen due by today."""
        reached: dict[Key, None] = {}
        said = self._deliver(deque(), {}, reached)
        return Decision(None, tuple(reached), said)

    def next_due(self) -> date | None:
        """Return the first day on which time might bring something about."""
        return self._due[0][0] + timedelta(days=1) if self._due else None

    def _deliver(
        self, messages: deque[_Message], answers: dict[str, str | None], reached: dict[Key, None]
    ) -> tuple[str, ...]:
        said: list[str] = []
        while True:
            messages.extend(_Message(reminder_id(event), event) for event in self._overdue())
            if not messages:
                return tuple(said)
            message = messages.popleft()
            said.append(message.event_id)
            self._take(COORDINATOR, message, messages, answers, reached)

    def _take(
        self,
        unit: str,
        message: _Message,
        messages: deque[_Message],
        answers: dict[str, str | None],
        reached: dict[Key, None],
    ) -> Outcome[AggregateRecord]:
        event_id, event = message
        key = event.addressee()
        reached[key] = None
        self._count += 1
        self.decided += 1
        outcome = decide(event.__aggregate__, self.states.get(key), event, self._context(unit, event_id))
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(outcome, Accepted):
            self.accepted += 1
            self._keep(key, outcome.state)
            if self.listen is not None:
                self.listen(unit, event, outcome.state)
            for settled in outcome.settlements:
                answers[settled.event_id] = None if settled.refusal is None else settled.refusal.code
        messages.extend(
            _Message(follow_up_id(unit, event_id, number), event) for number, event in enumerate(outcome.follow_ups)
        )
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
