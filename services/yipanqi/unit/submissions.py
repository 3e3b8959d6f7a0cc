"""Which imports are submissions: the district is told once what became of their rows.

An import is one as soon as rows were read in it, unless it repeats a file that was just handed in and finds nothing new
to say. A file handed in again later without news is one: "no news" is not "no data".
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, insert, select, update

from yipanqi.unit import tables
from yipanqi.unit.memory import RowState

_TABLE, _IMPORTS, _ROWS = tables.SUBMISSIONS, tables.IMPORTS, tables.ROW_EVENTS


def expect(connection: Connection, import_id: str, created_ms: int) -> None:
    """Note, in the import's own transaction, that its rows are to be counted once they are answered."""
    connection.execute(insert(_TABLE).values(import_id=import_id, created_ms=created_ms))


def repeated(connection: Connection, sha256: str, since_ms: int) -> bool:
    """Tell whether the same file was handed in, and counted or to be counted, at this time or later."""
    same = (_IMPORTS.c.sha256 == sha256) & (_TABLE.c.created_ms >= since_ms)
    query = select(_TABLE.c.import_id).join(_IMPORTS, _IMPORTS.c.import_id == _TABLE.c.import_id)
    return connection.execute(query.where(same).limit(1)).first() is not None


def due(connection: Connection, given_up_ms: int) -> list[str]:
    """Return the imports to be told: all rows answered, or handed in before `given_up_ms`; the oldest first."""
    waits = exists().where((_ROWS.c.import_id == _TABLE.c.import_id) & (_ROWS.c.state == RowState.PENDING))
    untold = _TABLE.c.event_id.is_(None) & (~waits | (_TABLE.c.created_ms < given_up_ms))
    query = select(_TABLE.c.import_id).where(untold).order_by(_TABLE.c.created_ms, _TABLE.c.import_id)
    return list(connection.execute(query).scalars())


def told(connection: Connection, import_id: str, event_id: str) -> bool:
    """Note the event that tells of an import, in the transaction of the outbox; False when another one was noted."""
    here = (_TABLE.c.import_id == import_id) & _TABLE.c.event_id.is_(None)
    return connection.execute(update(_TABLE).where(here).values(event_id=event_id)).rowcount == 1


def event_of(connection: Connection, import_id: str) -> str | None:
    """Return the event that told of an import, if it was told."""
    return connection.execute(select(_TABLE.c.event_id).where(_TABLE.c.import_id == import_id)).scalar()


def forget(connection: Connection, before_ms: int) -> None:
    """Drop what was handed in before this."""
    connection.execute(delete(_TABLE).where(_TABLE.c.created_ms < before_ms))
