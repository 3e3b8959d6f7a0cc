"""What the sheets have said so far, by aggregate: confirmed by receipts, pending, or refused and taken back.

A row's event changes the memory when it is planned, but only as pending: the content that a row is compared with is
what was accepted, plus the changes of all pending events in their order. An accepting receipt makes an event's changes
part of the content; a refusing one drops them, so that the row counts as not published. Changes are kept by field
and not as whole rows: an update that is accepted after an earlier one was refused must not claim the earlier fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from yipanqi.unit import tables
from yipanqi.unit.database import reading

VERSION = "memory_version"
Content = Mapping[str, Any]


class RowState(StrEnum):
    """What became of a row's event."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Changes:
    """What an event changes in the content: fields with their new values, and fields that are gone."""

    kind: str
    values: Content
    gone: tuple[str, ...] = ()

    def applied(self, before: Content | None) -> dict[str, Any]:
        """Return the content after the changes."""
        kept = {name: value for name, value in (before or {}).items() if name not in self.gone}
        return {**kept, **self.values}

    def to_json(self) -> str:
        """Return the form that is stored."""
        return json.dumps({"kind": self.kind, "values": dict(self.values), "gone": self.gone}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Changes:
        """Read the stored form."""
        found = json.loads(text)
        return cls(found["kind"], found["values"], tuple(found["gone"]))


@dataclass(frozen=True, slots=True)
class Remembered:
    """The believed content of one aggregate's row and the last event that led to it."""

    kind: str
    values: dict[str, Any]
    event_id: str


class SheetRows:
    """The memory as a plan sees it; reads each key once, so that a plan rests on one state."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen: dict[str, Remembered | None] = {}

    def get(self, key: str) -> dict[str, Any] | None:
        """Return what is believed about a key, in the form that the planner takes."""
        if key not in self._seen:
            with reading(self._engine) as connection:
                self._seen[key] = believed(connection, key)
        found = self._seen[key]
        return {"kind": found.kind, "values": found.values, "event_id": found.event_id} if found else None


def believed(connection: Connection, key: str) -> Remembered | None:
    """Return a key's content: what was accepted, and on top of it what is pending."""
    rows, planned = tables.SHEET_ROWS, tables.ROW_EVENTS
    known = connection.execute(select(rows).where(rows.c.memory_key == key)).first()
    found = Remembered(known.kind, json.loads(known.content), known.last_event_id) if known is not None else None
    pending = (planned.c.memory_key == key) & (planned.c.state == RowState.PENDING)
    for row in connection.execute(select(planned).where(pending).order_by(planned.c.position)):
        changes = Changes.from_json(row.changes)
        found = Remembered(changes.kind, changes.applied(found.values if found else None), row.event_id)
    return found


def settle(connection: Connection, event_id: str, accepted: bool) -> None:
    """Let a receipt make an event's changes part of the memory, or take them back; twice is as once."""
    planned, rows = tables.ROW_EVENTS, tables.SHEET_ROWS
    here = (planned.c.event_id == event_id) & (planned.c.state == RowState.PENDING)
    row = connection.execute(select(planned).where(here)).first()
    if row is None:
        return
    state = RowState.ACCEPTED if accepted else RowState.REFUSED
    connection.execute(update(planned).where(here).values(state=state))
    if not accepted:
        bump(connection)
        return
    known = connection.execute(select(rows).where(rows.c.memory_key == row.memory_key)).first()
    before = json.loads(known.content) if known is not None else None
    changes = Changes.from_json(row.changes)
    content = json.dumps(changes.applied(before), ensure_ascii=False)
    connection.execute(delete(rows).where(rows.c.memory_key == row.memory_key))
    values = {"memory_key": row.memory_key, "kind": changes.kind, "content": content, "last_event_id": event_id}
    connection.execute(insert(rows).values(values))


def refused_before(connection: Connection, key: str, signature: str) -> str | None:
    """Return the event in which this very content was refused, if nothing of the key was accepted in a later import."""
    planned = tables.ROW_EVENTS
    same = (planned.c.memory_key == key) & (planned.c.signature == signature)
    last = connection.execute(select(planned).where(same).order_by(planned.c.position.desc()).limit(1)).first()
    if last is None or last.state != RowState.REFUSED:
        return None
    later = (
        (planned.c.memory_key == key)
        & (planned.c.state == RowState.ACCEPTED)
        & (planned.c.position > last.position)
        & (planned.c.import_id != last.import_id)
    )
    changed = connection.execute(select(planned.c.position).where(later).limit(1)).first()
    return None if changed is not None else str(last.event_id)


def version(connection: Connection) -> int:
    """Return a number that grows when what a plan may rest on has changed."""
    table = tables.VALUES
    return int(connection.execute(select(table.c.value).where(table.c.name == VERSION)).scalar() or 0)


def bump(connection: Connection) -> None:
    """Say that plans made before this are out of date."""
    table = tables.VALUES
    here = table.c.name == VERSION
    if connection.execute(update(table).where(here).values(value=table.c.value + 1)).rowcount == 0:
        connection.execute(insert(table).values(name=VERSION, value=1))
