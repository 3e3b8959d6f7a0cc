"""What changed on the board since a number: how what is kept in memory follows the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from yipanqi.board.store import Store

_PAGE = 500


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


def rows_now(
    connection: Connection, wanted: Select[Any], changes: Changes, aggregate: str
) -> Iterator[tuple[str, Row[Any] | None]]:
    """Yield the ids of an aggregate's records that changed, each with its row now, None where it is gone.

    `wanted` selects the records' ids first.
    """
    ids, key = sorted(changes.ids.get(aggregate, ())), wanted.selected_columns[0]
    for start in range(0, len(ids), _PAGE):
        some = ids[start : start + _PAGE]
        found = {row[0]: row for row in connection.execute(wanted.where(key.in_(some)))}
        yield from ((id_, found.get(id_)) for id_ in some)
