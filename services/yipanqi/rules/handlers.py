"""How an aggregate's rules are put together: which event goes to which decision, and what time brings about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from yipanqi.models.base import AggregateRecord
from yipanqi.rules.outcome import Context, Deadline, Outcome
from yipanqi.rules.refusals import Code, RefusalCode, refuse

State = TypeVar("State", bound=AggregateRecord)

#: Decides an event that needs no record: a registration, or a question that is answered either way.
Beginning = Callable[[Any, Any, Context], Outcome[Any]]
#: Decides an event of a record that stands.
Handler = Callable[[Any, Any, Context], Outcome[Any]]


def _none(_: Any) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True)
class Rules(Generic[State]):
    """The rules of one aggregate.

    `begins` decides events that a record need not exist for (it is given None then), `handles` all others. `guard` is
    asked first about events of a record that stands, and may refuse what its condition bars. `missing` is the refusal
    of an event whose record is not there. `deadlines` says which events time will bring about for a record, `waiting`
    which events of it (unit and event id) were accepted but not answered yet.
    """

    aggregate: str
    state: type[State]
    begins: Mapping[type[AggregateRecord], Beginning]
    handles: Mapping[type[AggregateRecord], Handler] = field(default_factory=dict)
    guard: Callable[[State, AggregateRecord, Context], Outcome[State] | None] | None = None
    missing: RefusalCode = Code.NOT_REGISTERED
    deadlines: Callable[[State], tuple[Deadline, ...]] = _none
    waiting: Callable[[State], Iterable[tuple[str, str]]] = _none

    def decide(self, state: State | None, event: AggregateRecord, context: Context) -> Outcome[State]:
        """Decide an event; neither it nor `state` is changed."""
        kind = type(event)
        begin = self.begins.get(kind)
        if begin is not None:
            return cast("Outcome[State]", begin(state, event, context))
        handler = self.handles.get(kind)
        if handler is None:
            return refuse(Code.UNKNOWN_TYPE, aggregate=self.aggregate, type=event.__avro_name__)
        if state is None:
            return refuse(self.missing, field=event.__id_field__, id=event.aggregate_id())
        barred = self.guard(state, event, context) if self.guard else None
        return barred if barred is not None else cast("Outcome[State]", handler(state, event, context))
