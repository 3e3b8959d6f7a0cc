"""Taking events: into the table of known ids and into the outbox, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, delete, select

from yipanqi.bus.outbox import OutboxRow
from yipanqi.unit import tables
from yipanqi.unit.intake import Event
from yipanqi.unit.problems import Problem, RequestRefused

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Ready:
    """An event with the row that the outbox would publish for it."""

    event: Event
    row: OutboxRow
    digest: str


class Sink(Protocol):
    """The outbox, as this module needs it."""

    def put(self, connection: Connection, rows: Sequence[OutboxRow]) -> None:
        """Store rows to be published, in this order, in the caller's transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """An event that is safe: `repeated` when it had been taken before, with the same content."""

    event: Event
    repeated: bool


def take(connection: Connection, sink: Sink, offered: Sequence[Ready], *, client: str, now_ms: int) -> list[Taken]:
    """Store events once each, in their order.

    Raises RequestRefused (409) when an id is known with other content: an id names one event for ever.
    """
    known = digests(connection, [entry.event.event_id for entry in offered])
    taken: list[Taken] = []
    fresh: list[Ready] = []
    conflicts: list[Problem] = []
    for index, entry in enumerate(offered):
        event, digest = entry.event, entry.digest
        repeated = event.event_id in known
        if known.setdefault(event.event_id, digest) != digest:
            conflicts.append(_conflict(event, index))
        elif not repeated:
            fresh.append(entry)
        taken.append(Taken(event, repeated))
    if conflicts:
        raise RequestRefused(409, conflicts)
    if fresh:
        rows = [_row(entry.event, known[entry.event.event_id], client, now_ms) for entry in fresh]
        connection.execute(tables.EVENTS.insert(), rows)
        sink.put(connection, [entry.row for entry in fresh])
    return taken


def forget(connection: Connection, before_ms: int) -> int:
    """Drop the ids of events older than this; return how many."""
    return connection.execute(delete(tables.EVENTS).where(tables.EVENTS.c.taken_ms < before_ms)).rowcount


def digests(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return the digests of those of these events that are known."""
    table, found = tables.EVENTS, {}
    for start in range(0, len(ids), _CHUNK):
        wanted = table.c.event_id.in_(ids[start : start + _CHUNK])
        for event_id, digest in connection.execute(select(table.c.event_id, table.c.digest).where(wanted)):
            found[str(event_id)] = str(digest)
    return found


def _row(event: Event, digest: str, client: str, now_ms: int) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "source": event.source,
        "event_type": event.event_type,
        "aggregate_id": event.aggregate_id,
        "digest": digest,
        "client": client,
        "taken_ms": now_ms,
    }


def _conflict(event: Event, index: int) -> Problem:
    return Problem(
        code="id_conflict",
        zh=f"事件 {event.event_id} 已经提交过，且内容不同；新的事件请用新的 id",
        en=f"event {event.event_id} was sent before with other content: a new event needs a new id",
        field="id",
        index=index,
    )
