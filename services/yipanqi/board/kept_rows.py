"""Something worked out from each record of an aggregate, in memory: what a question about all of them needs.

It is worked out once a generation and then follows the board's change numbers, so that it is always of the board as it
is; whoever asks brings it up to date.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select

from yipanqi.board.changes import changes_since, rows_now
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.figures.sharded import Sharded

T = TypeVar("T")
#: Beyond so many changes reading everything anew is quicker.
_AT_ONCE = 10_000
_READ = 5_000


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    epoch: str
    seq: int
    values: Sharded[T]


class KeptRows(Generic[T]):
    """What `make` works out from the columns of each record of a view; None is not kept. Threads may share it."""

    def __init__(self, view: View, columns: Sequence[str], make: Callable[[dict[str, Any]], T | None]) -> None:
        self._view = view
        self._columns = tuple(columns)
        self._make = make
        self._lock = threading.Lock()
        self._kept: _Kept[T] | None = None

    def current(self, store: Store) -> Sharded[T]:
        """Return what there is by id, as the board stands now; nobody changes it afterwards."""
        with self._lock:
            kept = self._kept
            if kept is None or kept.epoch != store.epoch or (caught := self._caught_up(store, kept)) is None:
                caught = self._read(store)
            self._kept = caught
            return caught.values

    def _read(self, store: Store) -> _Kept[T]:
        # The number first: what comes meanwhile is read once more.
        seq = store.last_change()
        with store.engine.connect() as connection:
            rows = connection.execution_options(yield_per=_READ).execute(self._wanted(store))
            made = ((row[0], self._made(row)) for row in rows)
            return _Kept(store.epoch, seq, Sharded.of((id_, one) for id_, one in made if one is not None))

    def _caught_up(self, store: Store, kept: _Kept[T]) -> _Kept[T] | None:
        with store.engine.connect() as connection:
            changes = changes_since(connection, store, kept.seq, (self._view.aggregate,), _AT_ONCE)
            if changes is None:
                return None
            rows = rows_now(connection, self._wanted(store), changes, self._view.aggregate)
            made = {id_: None if row is None else self._made(row) for id_, row in rows}
        return _Kept(kept.epoch, changes.end, kept.values.changed(made))

    def _wanted(self, store: Store) -> Select[Any]:
        table = store.tables.records[self._view.key]
        return select(table.c.id, *(table.c[name] for name in self._columns))

    def _made(self, row: Sequence[Any]) -> T | None:
        # By hand: a row's own mapping takes several times as long.
        return self._make(dict(zip(self._columns, row[1:], strict=True)))
