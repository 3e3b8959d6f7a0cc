"""What changed on the board since a number: how what is kept in memory follows the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from yipanqi.board.store import Store


@dataclass(frozen=True, slots=True)
class Changes:
    """The last change that there is, and the ids of what changed, by aggregate."""

    end: int
    ids: Mapping[str, frozenset[str]]


def ends_of(connection: Connection, store: Store) -> tuple[int, int]:
    """Return the first and the last number that is kept, 0 where there is none."""
    seq = store.tables.changes.c.seq
    # Two questions: asked for both at once, SQLite reads the whole table instead of its ends.
    first, last = select(func.min(seq)).scalar_subquery(), select(func.max(seq)).scalar_subquery()
    found = connection.execute(select(first, last)).one()
    return int(found[0] or 0), int(found[1] or 0)


def changes_since(
    connection: Connection, store: Store, seq: int, aggregates: Collection[str], most: int
) -> Changes | None:
    """Return what changed in these aggregates after `seq`; None for more than `most` changes, or some forgotten."""
    first, end = ends_of(connection, store)
    if end == seq:
        return Changes(end, {})
    if end < seq or first > seq + 1 or end > seq + most:
        return None
    table, found = store.tables.changes, dict[str, set[str]]()
    mine = and_(table.c.seq > seq, table.c.seq <= end, table.c.aggregate.in_(sorted(aggregates)))
    for aggregate, id_ in connection.execute(select(table.c.aggregate, table.c.id).where(mine)):
        found.setdefault(aggregate, set()).add(id_)
    return Changes(end, {aggregate: frozenset(ids) for aggregate, ids in found.items()})
