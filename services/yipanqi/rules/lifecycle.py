"""Lifecycles as data: which event moves a record from which states to which, who may, and what it changes.

An aggregate whose record goes through states declares them once:

    LIFE = Lifecycle(
        "service.status",
        Step(ServiceAccepted, from_("SUBMITTED"), to="ACCEPTED", who=kept_by("owner_unit", Role.COMMERCE)),
        Step(ServiceDispatched, from_("ACCEPTED"), to="DISPATCHED", who=roles(Role.COMMERCE), changes=_dispatched),
    )
    RULES = Rules(aggregate="service", state=Service, begins={…}, handles={**LIFE.handlers(), …})

Asked in this order: who, the state, then `checks` one after the other; the first refusal stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ZH
from yipanqi.rules.authority import not_kept_by, not_role
from yipanqi.rules.handlers import Handler
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

#: Refuses a unit, or lets it pass.
Who = Callable[[Any, Context], Refused | None]
#: Refuses an event for another reason, or lets it pass.
Check = Callable[[Any, Any, Context], Refused | None]
#: What an event changes besides the state; may refuse what turns out impossible on the way.
Changes = Callable[[Any, Any, Context], dict[str, Any] | Refused]
#: What the coordinator then tells other aggregates: the record before, the event, the context.
Told = Callable[[Any, Any, Context], tuple[AggregateRecord, ...]]


def roles(*allowed: Role) -> Who:
    """Let units of these roles move it."""
    return lambda _, context: not_role(context, *allowed)


def kept_by(field: str, *others: str | Role) -> Who:
    """Let the unit that a field of the record names move it, and those of further fields and of roles."""
    fields = (field, *(name for name in others if not isinstance(name, Role)))
    also = tuple(role for role in others if isinstance(role, Role))
    return lambda state, context: not_kept_by(state, context, tuple(getattr(state, name) for name in fields), *also)


def anyone(_: Any, __: Context) -> None:
    """Let every unit move it that may publish the event at all."""


def from_(*states: str) -> tuple[str, ...]:
    """Return the states that a step starts from; reads well in a table."""
    return states


def _nothing(_: Any, __: Any, ___: Context) -> dict[str, Any]:
    return {}


def _nobody(_: Any, __: Any, ___: Context) -> tuple[AggregateRecord, ...]:
    return ()


def not_in_state(state: AggregateRecord, codes: str, allowed: Collection[str], field: str = "status") -> Refused | None:
    """Refuse a record that is in none of the states, which are of the code list `codes`."""
    now, names = getattr(state, field), ZH[codes]
    if now in allowed:
        return None
    return refuse(
        Code.NOT_IN_STATE,
        id=state.aggregate_id(),
        status=now,
        status_zh=names[now],
        needed=" or ".join(allowed),
        needed_zh="或".join(f"“{names[code]}”" for code in allowed),
    )


@dataclass(frozen=True)
class Step:
    """One event of a lifecycle; with `to` None it is allowed in these states and leaves them as they are."""

    event: type[AggregateRecord]
    start: tuple[str, ...]
    who: Who
    to: str | None = None
    checks: tuple[Check, ...] = ()
    changes: Changes = _nothing
    told: Told = _nobody


class Lifecycle:
    """The steps of one aggregate; `codes` is the code list of its states, `field` where the record keeps its own."""

    def __init__(self, codes: str, *steps: Step, field: str = "status") -> None:
        self.codes = codes
        self.field = field
        self.steps = {step.event: step for step in steps}

    def handlers(self) -> dict[type[AggregateRecord], Handler]:
        """Return the handler of each step's event, for `Rules.handles`."""
        return dict.fromkeys(self.steps, self._decide)

    def not_in(self, state: AggregateRecord, *allowed: str) -> Refused | None:
        """Refuse a record that is in none of the states; for decisions that are no step."""
        return not_in_state(state, self.codes, allowed, self.field)

    def _decide(self, state: AggregateRecord, event: AggregateRecord, context: Context) -> Outcome[AggregateRecord]:
        step = self.steps[type(event)]
        refused = step.who(state, context) or self.not_in(state, *step.start)
        for check in step.checks:
            refused = refused or check(state, event, context)
        if refused:
            return refused
        changes = step.changes(state, event, context)
        if isinstance(changes, Refused):
            return changes
        moved = {self.field: step.to} if step.to is not None else {}
        return Accepted(change(state, context, {**moved, **changes}), step.told(state, event, context))
