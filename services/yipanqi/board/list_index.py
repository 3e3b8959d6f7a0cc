"""The columns that lists are filtered and sorted by, in memory: any filter with any order in milliseconds.

Databases answer one filter with one order from an index made for the two. There are hundreds of such pairs, and every
index costs each write; a hundred thousand rows of numbers are looked through faster than that. The columns are read
once a generation and then follow the board's change numbers, so that a list is always of the board as it is. Until
they are read, and for the rows of lists inside records, the database answers by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from yipanqi.board.changes import changes_since, rows_now
from yipanqi.board.fields import Kind
from yipanqi.board.list_column import NONE, Codes, Column, Flags, Numbers
from yipanqi.board.params import OWN, Condition, ListQuery
from yipanqi.board.store import Store
from yipanqi.board.tables import currency_column
from yipanqi.board.views import ItemsView, View
from yipanqi.board.visibility import Viewer

#: Beyond so many changes reading everything anew is quicker.
_AT_ONCE = 10_000
_READ = 5_000
#: Rows of records that are gone are kept until there are so many, and more than half of all.
_GONE = 1_000
_LARGEST_KEY = 2**62
_USUAL = (("updated_at", True),)
_YUAN = "CNY"


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of one page, in order, and how many records there are on all pages."""

    ids: list[str]
    total: int


@dataclass(eq=False)
class _Kept:
    """One view's columns as of one change, by row; `alive` says which rows are records still."""

    epoch: str
    seq: int
    columns: dict[str, Column]
    ids: Column = field(default_factory=Column)
    names: list[str] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    alive: Column = field(default_factory=Column)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows of records that are not there yet: the id, then each column's value."""
        ids, *values = zip(*rows, strict=True)
        self.place.update((id_, len(self.names) + n) for n, id_ in enumerate(ids))
        self.names.extend(ids)
        self.ids.append(ids)
        self.alive.append(True for _ in ids)
        for column, some in zip(self.columns.values(), values, strict=True):
            column.append(some)

    def replace(self, row: Sequence[Any]) -> None:
        """Replace what is kept of a record that is there."""
        place = self.place[row[0]]
        for column, value in zip(self.columns.values(), row[1:], strict=True):
            column.put(place, value)

    def remove(self, id_: str) -> None:
        """Forget a record; it need not be there."""
        place = self.place.pop(id_, None)
        if place is not None:
            self.alive.put(place, None)

    def tidy(self) -> bool:
        """Forget values that are no longer there; False where so many records are gone that all is better read anew."""
        for column in self.columns.values():
            column.tidy()
        gone = len(self.names) - len(self.place)
        return gone <= _GONE or gone * 2 <= len(self.names)


class ListIndex:
    """Finds the records of a page for what a viewer may see. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}

    def find(
        self, store: Store, view: View, viewer: Viewer, query: ListQuery, having: list[str] | None
    ) -> Found | None:
        """Return the ids of a page; None while the columns are not read.

        `having` are the ids of the records that have the words looked for, None where none are.
        """
        kept = self._kept.get(view.key)
        if kept is None:
            return None
        with kept.lock:
            if kept.epoch != store.epoch or not _catch_up(store, view, kept):
                self._forget(view, kept)
                return None
            return _Question(kept, view, viewer).answer(query, having)

    def refresh(self, store: Store, views: Iterable[View]) -> None:
        """Bring the columns of these views up to date, and their orders, so that the next list has little to do."""
        last = store.last_change()
        for view in views:
            kept = self._kept.get(view.key)
            if isinstance(view, ItemsView) or (kept is not None and (kept.epoch, kept.seq) == (store.epoch, last)):
                continue
            if kept is not None:
                with kept.lock:
                    current = kept.epoch == store.epoch and _catch_up(store, view, kept)
            if kept is None or not current:
                kept = _read(store, view)
                with self._lock:
                    self._kept[view.key] = kept
            self._arrange(kept, view)

    def _arrange(self, kept: _Kept, view: View) -> None:
        for column in (kept.ids, *(kept.columns[name] for name in view.sorts)):
            with kept.lock:
                column.ranks()

    def _forget(self, view: View, kept: _Kept) -> None:
        with self._lock:
            if self._kept.get(view.key) is kept:
                del self._kept[view.key]


class _Question:
    """One list for one viewer, over columns that nobody changes meanwhile."""

    def __init__(self, kept: _Kept, view: View, viewer: Viewer) -> None:
        self._kept = kept
        self._view = view
        self._viewer = viewer
        self._share = viewer.share(view)
        self._own: Flags | None = None

    def answer(self, query: ListQuery, having: list[str] | None) -> Found:
        if having is None:
            rows = np.flatnonzero(self._kept.alive.codes != NONE)
        else:
            place = self._kept.place
            rows = np.array(sorted(place[id_] for id_ in having if id_ in place), np.int64)
        for condition in query.conditions:
            rows = rows[self._matches(condition, rows)]
        end = query.page * query.page_size
        keys = self._keys(query, rows)
        if end < len(rows) // 4:
            nearest = np.argpartition(keys, end)[:end]
            rows, keys, total = rows[nearest], keys[nearest], len(rows)
        else:
            total = len(rows)
        page = rows[np.argsort(keys)][end - query.page_size : end]
        return Found([self._kept.names[row] for row in page.tolist()], total)

    def _codes(self, name: str, rows: Numbers) -> Codes:
        """Return the codes of a column as the viewer sees it: unknown where the record hides it from them."""
        codes = self._kept.columns[name].codes[rows]
        field_ = self._view.columns[name if name in self._view.columns else name.removesuffix("_currency")]
        if field_.share <= self._share:
            return codes
        return np.where(self._owned()[rows], codes, np.int32(NONE))

    def _owned(self) -> Flags:
        if self._own is None:
            unit, own = self._viewer.unit or "", np.zeros(len(self._kept.names), np.bool_)
            for name in self._view.owners:
                column = self._kept.columns[name]
                if self._view.fields[name].kind is Kind.LIST:
                    own |= column.where(column.codes, lambda value: f"|{unit}|" in value)
                else:
                    own |= column.having(column.codes, (unit,))
            self._own = own
        return self._own

    def _matches(self, condition: Condition, rows: Numbers) -> Flags:
        name = condition.column
        column, codes = self._kept.columns[name], self._codes(name, rows)
        found = np.ones(len(rows), np.bool_)
        if condition.values:
            found &= self._any_of(column, codes, condition.values, listed=self._view.columns[name].kind is Kind.LIST)
        if condition.low is not None or condition.high is not None:
            found &= column.between(codes, condition.low, condition.high)
        if condition.currency is not None and condition.values != (None,):
            currency = currency_column(name)
            found &= self._kept.columns[currency].having(self._codes(currency, rows), (condition.currency,))
        return found

    @staticmethod
    def _any_of(column: Column, codes: Codes, values: Sequence[Any], *, listed: bool) -> Flags:
        if not listed:
            return column.having(codes, values)
        marks = [f"|{value}|" for value in values if value is not None]
        found = column.where(codes, lambda value: any(mark in value for mark in marks))
        return found | (codes == NONE) if None in values else found

    def _keys(self, query: ListQuery, rows: Numbers) -> Numbers:
        """Return a number for each row, different for all, that the list is in the order of."""
        keys, above = np.zeros(len(rows), np.int64), 1
        for part, size in self._parts(query, rows):
            if above * size >= _LARGEST_KEY:
                _, keys = np.unique(keys, return_inverse=True)
                above = len(rows) + 1
            keys, above = keys * size + part, above * size
        return keys

    def _parts(self, query: ListQuery, rows: Numbers) -> Iterable[tuple[Numbers, int]]:
        for name, descending in query.sort or _USUAL:
            if name == OWN:
                yield (self._owned()[rows] == descending).astype(np.int64), 2
                continue
            codes = self._codes(name, rows)
            if self._view.columns[name].kind is Kind.MONEY:
                yield (codes == NONE).astype(np.int64), 2
                yield from self._currencies(name, rows)
            yield self._kept.columns[name].keys(codes, descending=descending)
        last, descending = query.sort[-1] if query.sort else _USUAL[0]
        backwards = self._view.many and descending and last != _USUAL[0][0]
        yield self._kept.ids.keys(self._kept.ids.codes[rows], descending=backwards)

    def _currencies(self, name: str, rows: Numbers) -> Iterable[tuple[Numbers, int]]:
        """Amounts of different currencies can't be compared: yuan first, then each currency by itself."""
        column = self._kept.columns[currency_column(name)]
        codes = self._codes(currency_column(name), rows)
        yield (~column.having(codes, (_YUAN,))).astype(np.int64), 2
        yield column.keys(codes, descending=False)


def _names(view: View) -> list[str]:
    names = [*dict.fromkeys((*view.filters, *view.sorts, *view.owners))]
    return [*names, *(currency_column(name) for name in names if view.columns[name].kind is Kind.MONEY)]


def _read(store: Store, view: View) -> _Kept:
    kept = _Kept(store.epoch, store.last_change(), {name: Column() for name in _names(view)})
    with store.engine.connect() as connection:
        rows = iter(connection.execution_options(yield_per=_READ).execute(_wanted(store, view)))
        while some := list(islice(rows, _READ)):
            kept.add(some)
    return kept


def _catch_up(store: Store, view: View, kept: _Kept) -> bool:
    """Bring in what changed; False where the changes are too many or no longer all there."""
    with store.engine.connect() as connection:
        changes = changes_since(connection, store, kept.seq, (view.aggregate,), _AT_ONCE)
        if changes is None:
            return False
        if changes.ids:
            _apply(kept, rows_now(connection, _wanted(store, view), changes, view.aggregate))
    kept.seq = changes.end
    return not changes.ids or kept.tidy()


def _apply(kept: _Kept, rows: Iterable[tuple[str, Sequence[Any] | None]]) -> None:
    fresh = []
    for id_, row in rows:
        if row is None:
            kept.remove(id_)
        elif id_ in kept.place:
            kept.replace(row)
        else:
            fresh.append(row)
    if fresh:
        kept.add(fresh)


def _wanted(store: Store, view: View) -> Select[Any]:
    table = store.tables.records[view.key]
    return select(table.c.id, *(table.c[name] for name in _names(view)))
