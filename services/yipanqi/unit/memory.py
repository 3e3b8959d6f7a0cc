"""What the sheets have said so far, by aggregate: confirmed by receipts, pending, or refused and taken back.

A row's event changes the memory when it is planned, but only as pending: the content that a row is compared with is
what was accepted, plus the changes of all pending events in their order. An accepting receipt makes an event's changes
part of the content; a refusing one drops them, so that the row counts as not published. Changes are kept by field
and not as whole rows: an update that is accepted after an earlier one was refused must not claim the earlier fields.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from yipanqi.unit import tables

VERSION = "memory_version"
SALT = "id_salt"
_CHUNK = 400
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
    """The memory as a plan sees it: what is believed about some keys, read at once, so that a plan rests on one state.

    Believed is what was accepted, and on top of it what is pending, in the order of planning.
    """

    def __init__(self, connection: Connection, keys: Iterable[str]) -> None:
        self._found: dict[str, Remembered] = {}
        self._refused: set[str] = set()
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), _CHUNK):
            self._read(connection, wanted[start : start + _CHUNK])

    def get(self, key: str) -> dict[str, Any] | None:
        """Return what is believed about a key, in the form that the planner takes."""
        found = self._found.get(key)
        return {"kind": found.kind, "values": found.values, "event_id": found.event_id} if found else None

    def was_refused(self, key: str) -> bool:
        """Tell whether any event of the key was ever refused."""
        return key in self._refused

    def _read(self, connection: Connection, keys: Sequence[str]) -> None:
        rows, planned = tables.SHEET_ROWS, tables.ROW_EVENTS
        for row in connection.execute(select(rows).where(rows.c.memory_key.in_(keys))):
            self._found[row.memory_key] = Remembered(row.kind, json.loads(row.content), row.last_event_id)
        of_these = planned.c.memory_key.in_(keys)
        pending = of_these & (planned.c.state == RowState.PENDING)
        for row in connection.execute(select(planned).where(pending).order_by(planned.c.position)):
            known = self._found.get(row.memory_key)
            changes = Changes.from_json(row.changes)
            values = changes.applied(known.values if known else None)
            self._found[row.memory_key] = Remembered(changes.kind, values, row.event_id)
        refused = of_these & (planned.c.state == RowState.REFUSED)
        self._refused.update(connection.execute(select(planned.c.memory_key).where(refused).distinct()).scalars())


def settle(connection: Connection, outcomes: Mapping[str, bool]) -> None:
    """Let receipts (event id → accepted?) make events' changes part of the memory, or take them back.

    Twice is as once: only what is pending is settled. Events of one key count in the order in which they were planned,
    which is the order in which they were decided.
    """
    planned = tables.ROW_EVENTS
    ids = list(outcomes)
    pending: list[Row[Any]] = []
    for start in range(0, len(ids), _CHUNK):
        here = planned.c.event_id.in_(ids[start : start + _CHUNK]) & (planned.c.state == RowState.PENDING)
        pending += connection.execute(select(planned).where(here)).all()
    if not pending:
        return
    marks = [
        {"at": row.position, "to": RowState.ACCEPTED if outcomes[row.event_id] else RowState.REFUSED} for row in pending
    ]
    change = update(planned).where(planned.c.position == bindparam("at")).values(state=bindparam("to"))
    connection.execute(change, marks)
    accepted = sorted((row for row in pending if outcomes[row.event_id]), key=lambda row: row.position)
    _confirm(connection, accepted)
    if len(accepted) < len(pending):
        bump(connection)


def _confirm(connection: Connection, accepted: Sequence[Row[Any]]) -> None:
    rows = tables.SHEET_ROWS
    keys = sorted({row.memory_key for row in accepted})
    found: dict[str, Remembered] = {}
    for start in range(0, len(keys), _CHUNK):
        here = rows.c.memory_key.in_(keys[start : start + _CHUNK])
        for row in connection.execute(select(rows).where(here)):
            found[row.memory_key] = Remembered(row.kind, json.loads(row.content), row.last_event_id)
        connection.execute(delete(rows).where(here))
    for row in accepted:
        changes, known = Changes.from_json(row.changes), found.get(row.memory_key)
        found[row.memory_key] = Remembered(changes.kind, changes.applied(known.values if known else None), row.event_id)
    if found:
        values = [
            {
                "memory_key": key,
                "kind": entry.kind,
                "content": json.dumps(entry.values, ensure_ascii=False),
                "last_event_id": entry.event_id,
            }
            for key, entry in found.items()
        ]
        connection.execute(insert(rows), values)


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


def salt(connection: Connection) -> int:
    """Return the unit's secret number, made when it is first asked for: ids that must not tell the unit come of it."""
    table = tables.VALUES
    found = connection.scalar(select(table.c.value).where(table.c.name == SALT))
    if found is None:
        found = secrets.randbits(63)
        connection.execute(insert(table).values(name=SALT, value=found))
    return int(found)
