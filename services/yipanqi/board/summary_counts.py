"""Counts and sums of one view's records, kept in memory: a changed record is taken out and put in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from yipanqi.board.fields import Kind
from yipanqi.board.tables import currency_column
from yipanqi.board.views import View

_PAGE = 500
Row = tuple[Any, ...]
#: Which part of the whole: nothing of either, the field grouped by and its value, or the name of a subset.
Part = tuple[str | None, Any]
WHOLE: Part = (None, None)


@dataclass(slots=True)
class Sums:
    """How many records a part has and, per measure and currency ("" where it has none), its [sum, known values]."""

    count: int = 0
    amounts: dict[tuple[str, str], list[int]] = field(default_factory=dict)


class ViewCounts:
    """The parts of one view. `version` rises with every change; one thread at a time."""

    def __init__(self, view: View, table: Table) -> None:
        self._view = view
        self._table = table
        money = [name for name in view.measures if view.columns[name].kind is Kind.MONEY]
        tested = {name for conditions in view.subsets.values() for name in conditions}
        names = [*dict.fromkeys((*view.groups, *sorted(tested), *view.measures)), *map(currency_column, money)]
        self._columns = [table.c[name] for name in names]
        at = {name: n for n, name in enumerate(names)}
        self._groups = [(name, at[name]) for name in view.groups]
        self._subsets = [
            (name, [(at[column], frozenset(values)) for column, values in conditions.items()])
            for name, conditions in view.subsets.items()
        ]
        self._measures = [(name, at[name], at.get(currency_column(name))) for name in view.measures]
        self._rows: dict[str, Row] = {}
        self.parts: dict[Part, Sums] = {}
        self.version = 0

    def read(self, connection: Connection) -> None:
        """Count all records."""
        for id_, *row in connection.execution_options(yield_per=5_000).execute(self._wanted()):
            self._put(id_, tuple(row))

    def refresh(self, connection: Connection, ids: Iterable[str]) -> None:
        """Count these records anew."""
        wanted = sorted(ids)
        for start in range(0, len(wanted), _PAGE):
            some = wanted[start : start + _PAGE]
            found = {
                id_: tuple(row) for id_, *row in connection.execute(self._wanted().where(self._table.c.id.in_(some)))
            }
            for id_ in some:
                self._put(id_, found.get(id_))

    def of(self, name: str) -> Mapping[Any, Sums]:
        """Return the parts of a group by their value."""
        return {value: sums for (group, value), sums in self.parts.items() if group == name}

    def _wanted(self) -> Select[Any]:
        return select(self._table.c.id, *self._columns)

    def _put(self, id_: str, row: Row | None) -> None:
        before = self._rows.pop(id_, None)
        if row is not None:
            self._rows[id_] = row
        if before == row:
            return
        self.version += 1
        if before is not None:
            self._add(before, -1)
        if row is not None:
            self._add(row, 1)

    def _add(self, row: Row, sign: int) -> None:
        amounts = [
            ((name, "" if currency is None else str(row[currency])), int(row[at]) * sign)
            for name, at, currency in self._measures
            if row[at] is not None
        ]
        for part in self._parts_of(row):
            sums = self.parts.setdefault(part, Sums())
            sums.count += sign
            for key, value in amounts:
                known = sums.amounts.setdefault(key, [0, 0])
                known[0] += value
                known[1] += sign
                if not known[1]:
                    del sums.amounts[key]
            if not sums.count:
                del self.parts[part]

    def _parts_of(self, row: Row) -> Iterable[Part]:
        yield WHOLE
        for name, at in self._groups:
            yield (name, row[at])
        for name, conditions in self._subsets:
            if all(row[at] in values for at, values in conditions):
                yield (f"of {name}", None)
