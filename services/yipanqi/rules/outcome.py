"""What a rule is told and what it may answer: contexts, outcomes, follow-ups, deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from yipanqi.defaults import DEFAULTS, Defaults
from yipanqi.models.base import AggregateRecord
from yipanqi.workdays import Workdays

State = TypeVar("State", bound=AggregateRecord)

COORDINATOR = "coordinator"
WATCH = "watch"


#: Without a calendar every limit in working days is refused.
NO_WORKDAYS = Workdays()


class Role(StrEnum):
    """What a unit is in the rules; which unit has which role is in the catalogue."""

    COMMERCE = "commerce"
    INVESTMENT = "investment"
    ZONE = "zone"
    SOE = "soe"
    COORDINATOR = "coordinator"
    WATCH = "watch"


#: Speakers that are no units.
_SERVICES = {COORDINATOR: Role.COORDINATOR, WATCH: Role.WATCH}


@dataclass(frozen=True, slots=True)
class Context:
    """All that a decision depends on besides state and event; a replay with the same context gives the same outcome.

    `unit` is the unit that certainly spoke, `now` the time of the decision (UTC), `today` the district's date then,
    `workdays` the holiday calendar by which limits in working days are counted, `defaults` the district's settings.
    """

    unit: str
    event_id: str
    now: datetime
    today: date
    roles: Mapping[str, Role]
    workdays: Workdays = NO_WORKDAYS
    defaults: Defaults = DEFAULTS

    @property
    def role(self) -> Role:
        """Role of the unit that spoke."""
        return _SERVICES.get(self.unit) or self.roles[self.unit]


@dataclass(frozen=True, slots=True)
class Refused:
    """The event is not allowed: a stable code, and the reason in both languages with what to do about it."""

    code: str
    reason_zh: str
    reason_en: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """The late answer to an earlier event that had to wait: `refusal` is None when it is granted.

    `notice` is what the unit must know although its event was accepted; the receipt says it with its code.
    """

    event_id: str
    unit: str
    event_type: str
    refusal: Refused | None = None
    notice: Refused | None = None


@dataclass(frozen=True, slots=True)
class Accepted(Generic[State]):
    """The event stands in the ledger and `state` is the record after it.

    `follow_ups` are events of the coordinator to other aggregates, written in the same transaction; `settlements`
    answer earlier events; `deferred` says that this event's own answer comes later, as a settlement.
    """

    state: State
    follow_ups: tuple[AggregateRecord, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    deferred: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """A message of the coordinator to itself that changes no record; it may cause further messages."""

    follow_ups: tuple[AggregateRecord, ...] = ()


Outcome = Accepted[State] | Refused | Noted


@dataclass(frozen=True, slots=True)
class Deadline:
    """An event that the coordinator writes once the district's date is past `after`."""

    after: date
    event: AggregateRecord
