"""What the simulated people share: the day, the calendar, chance, the records as they stand, and a voice."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, cast
from zlib import crc32

from yipanqi.contract.catalog import COORDINATOR, Catalog, product_catalog
from yipanqi.models.base import AggregateRecord
from yipanqi.simulate.book import Book
from yipanqi.simulate.dice import Dice
from yipanqi.simulate.district import Decision, DistrictModel, Key
from yipanqi.simulate.scale import Scale
from yipanqi.workdays import NoCalendarError

#: In place of a refusal's code: the unit could not even say it.
NO_DUTY = "no-duty"
#: Somebody's course: acts, then yields the days until acting again.
Actor = Generator[int, None, None]
State = TypeVar("State", bound=AggregateRecord)


@dataclass(frozen=True, slots=True)
class Said:
    """A unit's event as it was said, with what the rules answered.

    `messages` are the ids of what the coordinator must tell itself because of it.
    """

    unit: str
    event_id: str
    event: AggregateRecord
    refused: str | None
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit hears of its event; true when it was accepted."""

    event_id: str
    refused: str | None

    def __bool__(self) -> bool:
        return self.refused is None


@dataclass(frozen=True, slots=True)
class _Mark:
    """The round in which a record was last reached on this day, by whom, and whether by that event alone."""

    round: int
    unit: str
    alone: bool


class World:
    """One simulated district and its people, a day at a time."""

    def __init__(self, scale: Scale, catalog: Catalog | None = None) -> None:
        self.scale = scale
        self.catalog = catalog or product_catalog()
        self.dice = Dice(scale.seed)
        self.model = DistrictModel(self.catalog, scale.start)
        self.book = Book()
        self.rounds: list[list[Said]] = []
        self._marks: dict[Key, _Mark] = {}
        self._agenda: list[tuple[date, int, Actor]] = []
        self._numbers: Counter[str] = Counter()
        self._said = self._entries = 0
        units = self.catalog.units
        self.units = tuple(units)
        self._may_say = {name: self.catalog.event_types(name) for name in units}
        self.commerce = next(name for name, unit in units.items() if unit.role == "commerce")
        self.investment = next(name for name, unit in units.items() if unit.role == "investment")
        self.zones = tuple(name for name, unit in units.items() if unit.role == "zone")
        self.soes = tuple(name for name, unit in units.items() if unit.role == "soe")

    # -- the day

    @property
    def today(self) -> date:
        """The district's date."""
        return self.model.today

    def begin(self, day: date) -> tuple[str, ...]:
        """Go on to a day; returns the ids of what time alone brings about, which concurs with the first round."""
        self.model.today = day
        morning = self.model.remind()
        self.rounds, self._marks = [], {key: _Mark(0, COORDINATOR, alone=False) for key in morning.reached}
        return morning.messages

    def act(self) -> None:
        """Let everyone act whose turn it is today."""
        while self._agenda and self._agenda[0][0] <= self.today:
            _, _, actor = heapq.heappop(self._agenda)
            self._resume(actor)

    def next_day(self) -> date | None:
        """Return the next day on which anything happens; None when nothing will any more."""
        days = [self._agenda[0][0]] if self._agenda else []
        due = self.model.next_due()
        if due is not None:
            days.append(due)
        return max(min(days), self.today + timedelta(days=1)) if days else None

    def start(self, actor: Actor, after: int = 0) -> None:
        """Let somebody begin in so many days."""
        self._enter(actor, after)

    def _resume(self, actor: Actor) -> None:
        wait = next(actor, None)
        if wait is not None:
            self._enter(actor, max(1, wait))

    def _enter(self, actor: Actor, after: int) -> None:
        self._entries += 1
        heapq.heappush(self._agenda, (self.working(self.today + timedelta(days=after)), self._entries, actor))

    def working(self, day: date) -> date:
        """Return the day, or the first working day after it; without a calendar weekends alone count."""
        while not self._is_working(day):
            day += timedelta(days=1)
        return day

    def _is_working(self, day: date) -> bool:
        try:
            return self.model.workdays.is_working(day)
        except NoCalendarError:
            return day.weekday() < 5

    # -- speaking

    def say(self, unit: str, event: AggregateRecord) -> Answer:
        """Say something as a unit and hear what became of it.

        What the catalogue gives the unit no right to say never reaches the bus: its SDK finds no schema for it.
        """
        if event.__avro_name__ not in self._may_say[unit]:
            return Answer("", NO_DUTY)
        self._said += 1
        event_id = f"sim-{self.scale.seed}-{self._said:07d}"
        decision = self.model.decide(unit, event, event_id)
        said = Said(unit, event_id, event, decision.refused, decision.messages)
        self._place(said, decision)
        return Answer(event_id, decision.refused)

    def _place(self, said: Said, decision: Decision) -> None:
        """Put an event in the first round of the day that begins when all it depends on is decided.

        Within a round units speak at once, each on its own topic, and nobody knows whose word comes first. So an event
        comes a round later than what other units, or the coordinator, told the same records before.
        """
        own, number = decision.reached[0], 0
        for key in decision.reached:
            mark = self._marks.get(key)
            if mark is not None:
                same_log = key == own and mark.alone and mark.unit == said.unit
                number = max(number, mark.round + (not same_log))
        for key in decision.reached:
            self._marks[key] = _Mark(number, said.unit, key == own and not decision.messages)
        while len(self.rounds) <= number:
            self.rounds.append([])
        self.rounds[number].append(said)

    # -- looking

    def find(self, kind: type[State], identifier: str) -> State | None:
        """Return a record as it stands."""
        return cast("State | None", self.model.states.get((kind.__aggregate__, identifier)))

    def the(self, kind: type[State], identifier: str) -> State:
        """Return a record that is known to be there."""
        return cast("State", self.model.states[kind.__aggregate__, identifier])

    def reported(self, state: AggregateRecord) -> str:
        """Return the id of the last event that a unit, not the coordinator, told of a record."""
        recent: tuple[str, ...] = vars(state)["recent_events"]
        own = f"sim-{self.scale.seed}-"
        return next((event_id for event_id in reversed(recent) if event_id.startswith(own)), f"{own}none")

    def new_id(self, unit: str, kind: str) -> str:
        """Return the id of a unit's next record of a kind."""
        self._numbers[kind] += 1
        return f"{unit}-{kind}-S{self.scale.seed}-{self._numbers[kind]:06d}"

    def aside(self, name: str) -> Dice:
        """Return chance of its own for one matter: what is drawn from it leaves the rest of the district as it is."""
        return Dice(crc32(f"{self.scale.seed} {name}".encode()))

    def slip(self, dice: Dice | None = None) -> bool:
        """Return whether somebody makes a mistake here."""
        return (dice or self.dice).chance(self.scale.mistakes)

    def other(self, *units: str | None) -> str:
        """Return a unit that is none of these."""
        return self.dice.one([name for name in self.units if name not in units])
