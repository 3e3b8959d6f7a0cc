"""Records that a unit registers, updates and corrects: the three decisions that most aggregates begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from yipanqi.models.base import AggregateRecord
from yipanqi.models.types import is_enterprise_id
from yipanqi.rules.authority import foreign_id, not_kept_by
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

State = TypeVar("State", bound=AggregateRecord)

#: Refuses an event for what it says; also asked about updates and corrections, whose unknown facts are null.
Check = Callable[[Any, Context], Refused | None]
#: What the first record has besides the event's facts and `owner_unit`.
More = Callable[[Any, Context], dict[str, Any] | Refused]
#: Bars updates in some states of the record; corrections are never barred (invariant 9).
Barred = Callable[[Any], Refused | None]
#: Completes the changes of an update or correction where facts depend on each other, or refuses them together.
Derived = Callable[[Any, dict[str, Any]], dict[str, Any] | Refused]


def _nothing_more(_: Any, __: Context) -> dict[str, Any]:
    return {}


def _never(_: Any) -> None:
    return None


def _as_they_are(_: Any, changes: dict[str, Any]) -> dict[str, Any]:
    return changes


@dataclass(frozen=True)
class Register(Generic[State]):
    """One aggregate's register.

    The unit that registered a record keeps it (`owner_unit`): it alone reports changes (one source per item), besides
    it `correctors` may correct. `checks` look at what the event says.
    """

    state: type[State]
    checks: tuple[Check, ...] = ()
    more: More = _nothing_more
    barred: Barred = _never
    derived: Derived = _as_they_are
    correctors: tuple[Role, ...] = field(default=(Role.COMMERCE,))

    def register(self, state: State | None, event: AggregateRecord, context: Context) -> Outcome[State]:
        """Begin a record under an id of the unit's own, a UUID, or an enterprise's."""
        identifier = event.aggregate_id()
        if state is not None:
            return refuse(Code.ALREADY_REGISTERED, field=event.__id_field__, id=identifier)
        refused = None if is_enterprise_id(identifier) else foreign_id(event.__aggregate__, identifier, context)
        refused = refused or self._wrong(event, context)
        if refused:
            return refused
        more = self.more(event, context)
        if isinstance(more, Refused):
            return more
        return Accepted(create(self.state, event, context, **{"owner_unit": context.unit, **more}))

    def update(self, state: State, event: AggregateRecord, context: Context) -> Outcome[State]:
        """Change facts that changed."""
        owner = getattr(state, "owner_unit", None)
        return not_kept_by(state, context, (owner,)) or self.barred(state) or self._patched(state, event, context)

    def correct(self, state: State, event: AggregateRecord, context: Context) -> Outcome[State]:
        """Change facts that were reported wrongly by the event that `corrects` names."""
        owner, corrects = getattr(state, "owner_unit", None), event.__dict__["corrects"]
        refused = not_kept_by(state, context, (owner,), *self.correctors) or unknown_event(state, corrects)
        return refused or self._patched(state, event, context)

    def _patched(self, state: State, event: AggregateRecord, context: Context) -> Outcome[State]:
        changes = self._wrong(event, context) or patch(state, event)
        if not isinstance(changes, Refused):
            changes = self.derived(state, changes)
        return changes if isinstance(changes, Refused) else Accepted(change(state, context, changes))

    def _wrong(self, event: AggregateRecord, context: Context) -> Refused | None:
        for check in self.checks:
            refused = check(event, context)
            if refused:
                return refused
        return None
