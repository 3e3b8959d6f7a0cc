"""What all aggregates' rules share: making and stamping records, patching facts, naming corrected events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, cast

from yipanqi.models.base import AggregateRecord
from yipanqi.rules.outcome import Context, Refused
from yipanqi.rules.refusals import Code, refuse

#: How many events a record remembers; a correction may name one of them.
REMEMBERED = 200
#: The contract's bound on lists in a record.
LIST_LIMIT = 1000
#: The contract's bound on the entries of `source_text`.
_WORDINGS = 100
_TENTH = Decimal("0.1")
_NOT_FACTS = frozenset({"corrects", "reason", "cleared", "source_text"})

AnyRecord = TypeVar("AnyRecord", bound=AggregateRecord)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Which facts a patch may set, and those it may clear with the value that stands for unknown."""

    settable: tuple[str, ...]
    clearable: Mapping[str, Any]


def create(kind: type[AnyRecord], event: AggregateRecord, context: Context, **more: Any) -> AnyRecord:
    """Return the first version of a record: the event's facts, then `more`, then the stamp.

    The event was validated when it was decoded, so its values are not validated again.
    """
    given = event.__dict__
    values = {name: given[name] for name in _common(kind, type(event))}
    values.update(
        more,
        version=1,
        registered_at=context.now,
        updated_at=context.now,
        updated_by=context.unit,
        last_event_id=context.event_id,
        recent_events=(context.event_id,),
    )
    return cast("AnyRecord", kind.model_construct(**values))


def change(state: AnyRecord, context: Context, changes: dict[str, Any]) -> AnyRecord:
    """Return the next version of a record: `state` with `changes` and the stamp of the event."""
    now = state.__dict__
    stamp = {
        "version": now["version"] + 1,
        "updated_at": context.now,
        "updated_by": context.unit,
        "last_event_id": context.event_id,
        "recent_events": (*now["recent_events"][1 - REMEMBERED :], context.event_id),
    }
    return state.model_copy(update={**changes, **stamp})


def patch(state: AggregateRecord, event: AggregateRecord) -> dict[str, Any] | Refused:
    """Return the changes that an update or correction asks for: null facts stay, `cleared` ones become unknown."""
    facts, given = _facts(type(state), type(event)), event.__dict__
    changes = {name: given[name] for name in facts.settable if given[name] is not None}
    for name in given["cleared"]:
        if name not in facts.clearable or name in changes:
            return refuse(Code.CANNOT_CLEAR, field="cleared", name=name)
    changes.update({name: facts.clearable[name] for name in given["cleared"] if name in facts.settable})
    wording = _wording(state.__dict__["source_text"], given["source_text"], changes)
    if wording != state.__dict__["source_text"]:
        changes["source_text"] = wording
    return changes


def replacement(state: AggregateRecord, event: AggregateRecord) -> dict[str, Any]:
    """Return the changes of a correction that gives every fact anew."""
    given = event.__dict__
    return {name: given[name] for name in _common(type(state), type(event)) if name != state.__id_field__}


def hours_between(start: datetime | None, end: datetime) -> Decimal | None:
    """Return the hours between two moments, to a tenth; None where there was no first one."""
    if start is None:
        return None
    return (Decimal(int((end - start).total_seconds())) / 3600).quantize(_TENTH)


def unknown_event(state: AggregateRecord, corrects: str) -> Refused | None:
    """Refuse a correction that does not name an event of this record (invariant 9)."""
    if corrects in state.__dict__["recent_events"]:
        return None
    return refuse(Code.UNKNOWN_EVENT, field="corrects", event=corrects)


def _wording(old: dict[str, str] | None, new: dict[str, str] | None, changed: Iterable[str]) -> dict[str, str] | None:
    """Return the original wordings after a change: those of changed facts give way to the new ones."""
    if not old:
        return new
    merged = {name: text for name, text in old.items() if name not in changed} | (new or {})
    return dict(list(merged.items())[-_WORDINGS:]) or None


@lru_cache(maxsize=64)
def _common(state: type[AggregateRecord], event: type[AggregateRecord]) -> tuple[str, ...]:
    return tuple(name for name in state.model_fields if name in event.model_fields)


@lru_cache(maxsize=64)
def _facts(state: type[AggregateRecord], event: type[AggregateRecord]) -> _Facts:
    """Facts of `event`; those that never reach the state (the owner's own) may be cleared to no effect there."""
    names = [n for n in event.model_fields if n != state.__id_field__ and n not in _NOT_FACTS]
    fields = state.model_fields
    clearable = {n: fields[n].default if n in fields else None for n in names if _optional(state, n)}
    return _Facts(tuple(n for n in names if n in fields), clearable)


def _optional(state: type[AggregateRecord], name: str) -> bool:
    return name not in state.model_fields or not state.model_fields[name].is_required()
