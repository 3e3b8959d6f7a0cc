"""The smallest bus that rules can run on: records in memory, the coordinator's messages in order per aggregate."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, CarrierRegistered, ReservationRequested
from yipanqi.models.common import Evidence, Money
from yipanqi.models.project import Project, ProjectRegistered, ProjectStageChanged
from yipanqi.rules.outcome import COORDINATOR, Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.table import deadlines, decide

ROLES = {
    "commerce": Role.COMMERCE,
    "investment": Role.INVESTMENT,
    "zone": Role.ZONE,
    "snd-group": Role.SOE,
    "soe-2": Role.SOE,
}
START = date(2020, 12, 31)
Key = tuple[str, str]

#: What DOMAIN.md asks for on the way, stage by stage: who moves, with which evidence.
WAY: dict[str, tuple[str, tuple[str, ...]]] = {
    "NEGOTIATING": ("commerce", ()),
    "PENDING_SIGN": ("owner", ("DECISION_RECORD",)),
    "SIGNED": ("commerce", ("CONTRACT",)),
    "APPROVING": ("host", ()),
    "READY_TO_START": ("host", ()),
    "BUILDING": ("commerce", ("CONSTRUCTION_PERMIT", "SITE_RECORD")),
    "COMPLETED": ("host", ()),
    "PRODUCING": ("commerce", ()),
    "FULL_CAPACITY": ("commerce", ()),
    "FITTING_OUT": ("host", ()),
    "OPERATING": ("commerce", ()),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted event as it stands in the ledger, with all that its decision depended on."""

    key: Key
    event: AggregateRecord
    context: Context
    before: AggregateRecord | None
    outcome: Accepted[AggregateRecord]


@dataclass
class Desk:
    """A district of a few units on one desk; nothing is delivered until it is asked for."""

    today: date = START
    states: dict[Key, AggregateRecord] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    messages: dict[Key, deque[AggregateRecord]] = field(default_factory=dict)
    deferred: list[tuple[Key, str]] = field(default_factory=list)
    settlements: list[tuple[Key, Settlement]] = field(default_factory=list)
    due: set[tuple[str, str, date]] = field(default_factory=set)
    count: int = 0
    roles: Mapping[str, Role] = field(default_factory=lambda: ROLES)

    def context(self, unit: str, event_id: str | None = None) -> Context:
        """Return what a decision made now would know."""
        self.count += 1
        now = datetime.combine(self.today, time(1), UTC) + timedelta(microseconds=self.count)
        event_id = event_id or f"e{self.count}"
        return Context(unit, event_id, now, self.today, self.roles, product_workdays(), product_defaults())

    def say(self, unit: str, event: AggregateRecord, event_id: str | None = None) -> Outcome[AggregateRecord]:
        """Decide an event of a unit at once; what follows from it waits."""
        key = event.addressee()
        context, before = self.context(unit, event_id), self.states.get(key)
        untouched = None if before is None else before.model_copy(deep=True)
        said = event.model_copy(deep=True)
        outcome = decide(event.__aggregate__, before, event, context)
        assert before == untouched, "a rule changed the state that it was given"
        assert event == said, "a rule changed the event that it was given"
        self._take(key, event, context, before, outcome)
        return outcome

    def _take(
        self,
        key: Key,
        event: AggregateRecord,
        context: Context,
        before: AggregateRecord | None,
        outcome: Outcome[AggregateRecord],
    ) -> None:
        if isinstance(outcome, Refused):
            return
        if isinstance(outcome, Accepted):
            self.states[key] = outcome.state
            self.ledger.append(Entry(key, event, context, before, outcome))
            self.settlements += [(key, settlement) for settlement in outcome.settlements]
            if outcome.deferred:
                self.deferred.append((key, context.event_id))
        for message in outcome.follow_ups:
            self.messages.setdefault(message.addressee(), deque()).append(message)

    def waiting(self) -> list[Key]:
        """Return the aggregates that have messages, in a stable order."""
        return sorted(key for key, queue in self.messages.items() if queue)

    def deliver(self, key: Key) -> Outcome[AggregateRecord]:
        """Hand an aggregate the first of its messages."""
        outcome = self.say(COORDINATOR, self.messages[key].popleft())
        assert not isinstance(outcome, Refused), f"the coordinator was refused: {outcome}"
        return outcome

    def pass_days(self, days: int) -> None:
        """Let time pass; what falls due is put in the queues, once."""
        self.today += timedelta(days=days)
        for (aggregate, _), state in list(self.states.items()):
            for deadline in deadlines(aggregate, state):
                mark = (deadline.event.aggregate_id(), str(vars(deadline.event).get("hold_id")), deadline.after)
                if self.today > deadline.after and mark not in self.due:
                    self.due.add(mark)
                    key = (deadline.event.__aggregate__, deadline.event.aggregate_id())
                    self.messages.setdefault(key, deque()).append(deadline.event)

    def settle(self) -> None:
        """Deliver everything until nothing waits."""
        while keys := self.waiting():
            self.deliver(keys[0])

    def ask(self, unit: str, event: AggregateRecord, event_id: str | None = None) -> Outcome[AggregateRecord] | Refused:
        """Say it and deliver what follows; a deferred request gives its settlement's refusal, if any."""
        outcome = self.say(unit, event, event_id)
        request = self.ledger[-1].context.event_id if isinstance(outcome, Accepted) else None
        self.settle()
        for _, settlement in self.settlements:
            if settlement.event_id == request and settlement.refusal is not None:
                return settlement.refusal
        return outcome

    # What tests need ready-made -------------------------------------------------------------------------------

    def project(self, number: str = "1", unit: str = "investment", **facts: Any) -> str:
        """Register a project and return its id."""
        given = {"name": "测试项目", "stage": "SCREENING", "taken_over": False, **facts}
        identifier = f"{unit}-project-{number}"
        accepted(self.say(unit, ProjectRegistered(project_id=identifier, **given)))
        return identifier

    def carrier(self, number: str = "1", unit: str = "snd-group", **facts: Any) -> str:
        """Register a carrier that is on offer and return its id."""
        given = {"name": "测试厂房", "kind": "PLANT", "status": "AVAILABLE", "taken_over": True, **facts}
        identifier = f"{unit}-carrier-{number}"
        accepted(self.say(unit, CarrierRegistered(carrier_id=identifier, **given)))
        return identifier

    def move(self, project_id: str, to_stage: str, unit: str, *kinds: str, **more: Any) -> Outcome[AggregateRecord]:
        """Ask for a stage move with evidence of these kinds."""
        given = {"effective_on": self.today, "evidence": evidence(*kinds), **more}
        return self.say(unit, ProjectStageChanged(project_id=project_id, to_stage=to_stage, **given))

    def advance(self, project_id: str, *stages: str) -> None:
        """Move a project through the gates, each by the unit and with the evidence that it asks for."""
        for stage in stages:
            project = self.the_project(project_id)
            who, kinds = WAY[stage]
            unit = {"owner": project.owner_unit, "host": project.host_unit or project.owner_unit}.get(who, who)
            contract = {"contract_reference": "HT-1"} if stage == "SIGNED" else {}
            accepted(self.move(project_id, stage, unit, *kinds, **contract))

    def reserve(
        self, carrier_id: str, project_id: str, unit: str = "investment", days: int = 30, **more: Any
    ) -> Outcome[AggregateRecord] | Refused:
        """Ask for a carrier and wait for the answer."""
        until = more.pop("until_on", self.today + timedelta(days=days))
        event_id = more.pop("event_id", None)
        asked = ReservationRequested(carrier_id=carrier_id, project_id=project_id, until_on=until, **more)
        return self.ask(unit, asked, event_id)

    def the_project(self, identifier: str) -> Project:
        """Return a project's record."""
        state = self.states["project", identifier]
        assert isinstance(state, Project)
        return state

    def the_carrier(self, identifier: str) -> Carrier:
        """Return a carrier's record."""
        state = self.states["carrier", identifier]
        assert isinstance(state, Carrier)
        return state


def evidence(*kinds: str) -> tuple[Evidence, ...]:
    """Return one document of each kind."""
    return tuple(Evidence(kind=kind, reference=f"{kind}-1") for kind in kinds)


def cny(amount: str) -> Money:
    """Return an amount in yuan."""
    return Money(amount=Decimal(amount), currency="CNY")


def accepted(outcome: Outcome[Any]) -> Any:
    """Return the record of an outcome that must be accepted."""
    assert isinstance(outcome, Accepted), outcome
    return outcome.state


def refused(outcome: Outcome[Any], code: str) -> Refused:
    """Return an outcome that must be refused with this code."""
    assert isinstance(outcome, Refused), outcome
    assert outcome.code == code, outcome
    return outcome


__all__ = ["ROLES", "START", "WAY", "Desk", "Entry", "Noted", "accepted", "cny", "evidence", "refused"]
