"""Reading the board: lists, one record, its history; everything as one viewer may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    any_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)

from yipanqi.board.disputes import mark, open_doubts, put
from yipanqi.board.encode import from_json, to_json
from yipanqi.board.fields import Kind
from yipanqi.board.list_index import Found, ListIndex
from yipanqi.board.params import OWN, Condition, ListQuery
from yipanqi.board.store import Store
from yipanqi.board.tables import currency_column
from yipanqi.board.told import teller
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, own_record, unmentionable, visible_column, visible_record
from yipanqi.board.words import Words
from yipanqi.contract.masking import Record, Share

_CSV_CHUNK = 500
#: So many records that have the words looked for are named to the database.
_FEW = 3_000
_USUAL = (("updated_at", True),)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    items: list[Record]
    total: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a query asks for as a condition; how many records have it, where that is known already."""

    condition: ColumnElement[bool]
    total: int | None = None


class Reader:
    """Answers questions about one view for one viewer from one generation.

    `words` make its searches fast, `index` its filters and orders; without them the database answers by itself.
    """

    def __init__(
        self, store: Store, view: View, viewer: Viewer, words: Words | None = None, index: ListIndex | None = None
    ) -> None:
        self._store = store
        self._view = view
        self._viewer = viewer
        self._words = words if words is not None and words.covers(view) else None
        self._index = index
        self._table: Table = store.tables.records[view.key]

    def page(self, query: ListQuery) -> Page:
        """Return one page of the records that match."""
        found = self._found(query) or self._asked(query)
        with self._store.engine.connect() as connection:
            listed = not query.all_fields
            docs = read_docs(connection, self._table, found.ids, listed=listed)
            items = [shown(self._view, docs[id_], self._viewer, listed=listed) for id_ in found.ids if id_ in docs]
            mark(connection, self._store, self._view, self._viewer, items)
        return Page(items, found.total)

    def ids(self, query: ListQuery, condition: ColumnElement[bool] | None = None) -> Select[Any]:
        """Return the question for one page's ids, in order."""
        wanted = select(self._table.c.id).where(self._condition(query) if condition is None else condition)
        return self._ordered(wanted, query).limit(query.page_size).offset((query.page - 1) * query.page_size)

    def count(self, query: ListQuery) -> int:
        """Return how many records match."""
        if (found := self._found(query)) is not None:
            return found.total
        wanted = self._wanted(query)
        with self._store.engine.connect() as connection:
            return self._total(connection, wanted)

    def each(self, query: ListQuery, limit: int) -> Iterator[Record]:
        """Yield the records that match, in order, from one reading of the database."""
        statement = self._ordered(
            select(_text(self._table, listed=True)).where(self._wanted(query).condition), query
        ).limit(limit)
        with self._store.engine.connect() as connection:
            # All of a list's doubts at once: they are few, and a question for each page of a file would be many.
            doubts = open_doubts(connection, self._store, aggregate=self._view.aggregate)
            for doc in connection.execution_options(yield_per=_CSV_CHUNK).scalars(statement):
                record = self._shown(doc, listed=True)
                put(self._view, self._viewer, (record,), doubts)
                yield record

    def _found(self, query: ListQuery) -> Found | None:
        """Return a page's ids from memory; None where it is not there."""
        if self._index is None or (query.terms and self._words is None):
            return None
        if self._words is not None and query.sort in ((), _USUAL) and not (query.conditions or query.terms):
            # All in the usual order: the beginning of one index of the database, and counted already.
            return None
        having = None
        if query.terms and self._words is not None:
            having = self._words.find(self._store, self._view, self._viewer, query.terms)
        return self._index.find(self._store, self._view, self._viewer, query, having)

    def _asked(self, query: ListQuery) -> Found:
        """Return a page's ids from the database: whole records would be carried through the sorting of all."""
        wanted = self._wanted(query)
        with self._store.engine.connect() as connection:
            total = self._total(connection, wanted)
            ids = connection.scalars(self.ids(query, wanted.condition)).all() if total else ()
        return Found(list(ids), total)

    def _wanted(self, query: ListQuery) -> _Wanted:
        """Return the query's condition; the words are looked for in memory, and who has them is named to the database.

        Words that many records have are left to the database once they are counted: it comes upon a page of them soon.
        """
        if self._words is None:
            return _Wanted(self._condition(query))
        if not query.terms:
            total = None if query.conditions else self._words.count(self._store, self._view)
            return _Wanted(self._condition(query), total)
        found = self._words.find(self._store, self._view, self._viewer, query.terms)
        total = None if query.conditions else len(found)
        if len(found) > _FEW:
            return _Wanted(self._condition(query), total)
        named = one_of(self._table.c.id, found, self._store.engine.dialect.name)
        return _Wanted(and_(named, *(self._matches(one) for one in query.conditions)), total if found else 0)

    def _total(self, connection: Connection, wanted: _Wanted) -> int:
        if wanted.total is not None:
            return wanted.total
        return int(connection.scalar(select(func.count()).select_from(self._table).where(wanted.condition)) or 0)

    def record(self, id_: str) -> Record | None:
        """Return one record, None if there is none."""
        with self._store.engine.connect() as connection:
            doc = connection.scalar(select(self._table.c.doc).where(self._table.c.id == id_))
            if doc is None:
                return None
            record = self._shown(doc, listed=False)
            mark(connection, self._store, self._view, self._viewer, [record])
        return record

    def history(self, id_: str, page: int, page_size: int) -> Page | None:
        """Return the events of one record, newest first; None if there is no such record."""
        table = self._store.tables.history
        mine = and_(table.c.aggregate == self._view.aggregate, table.c.id == id_)
        with self._store.engine.connect() as connection:
            doc = connection.scalar(select(self._table.c.doc).where(self._table.c.id == id_))
            total = int(connection.scalar(select(func.count()).select_from(table).where(mine)) or 0)
            if doc is None and not total:
                return None
            before = (page - 1) * page_size
            rows = connection.execute(
                select(table).where(mine).order_by(table.c.log_offset.desc()).limit(page_size).offset(before)
            ).all()
        tell = teller(self._view, self._viewer, from_json(doc) if doc else None)
        if tell is None:
            return Page([], 0)
        events = [
            {"version": total - before - n, **tell(row), "occurred_at": row.occurred_at} for n, row in enumerate(rows)
        ]
        return Page(events, total)

    def _shown(self, doc: str, *, listed: bool) -> Record:
        return shown(self._view, from_json(doc), self._viewer, listed=listed)

    def _condition(self, query: ListQuery) -> ColumnElement[bool]:
        parts = [self._matches(condition) for condition in query.conditions]
        parts += [self._contains(term) for term in query.terms]
        return and_(true(), *parts)

    def _matches(self, condition: Condition) -> ColumnElement[bool]:
        field = self._view.columns[condition.column]
        column = visible_column(self._table, self._view, condition.column, self._viewer)
        parts: list[ColumnElement[bool]] = []
        if condition.values:
            parts.append(self._any_of(column, condition.values, listed=field.kind is Kind.LIST))
        if condition.low is not None:
            parts.append(column >= condition.low)
        if condition.high is not None:
            parts.append(column <= condition.high)
        if condition.currency is not None and condition.values != (None,):
            name = currency_column(condition.column)
            parts.append(visible_column(self._table, self._view, name, self._viewer) == condition.currency)
        return and_(*parts)

    def _any_of(self, column: ColumnElement[Any], values: tuple[Any, ...], *, listed: bool) -> ColumnElement[bool]:
        given = [value for value in values if value is not None]
        parts: list[ColumnElement[bool]] = [column.is_(None)] if None in values else []
        if listed:
            parts += [column.contains(f"|{value}|", autoescape=True) for value in given]
        elif given:
            parts.append(column.in_(given))
        # "Not given" asked about a field that is hidden would tell nothing: null there means "not for you".
        return or_(*parts) if parts else false()

    def _contains(self, term: str) -> ColumnElement[bool]:
        table = self._table
        found = table.c.search_all.contains(term, autoescape=True)
        hidden = table.c.search_government.contains(term, autoescape=True)
        if self._viewer.share(self._view) >= Share.GOVERNMENT:
            return or_(found, hidden)
        return or_(found, and_(own_record(table, self._view, self._viewer), hidden))

    def _ordered(self, statement: Select[Any], query: ListQuery) -> Select[Any]:
        for name, descending in query.sort or _USUAL:
            if name == OWN:
                first = own_record(self._table, self._view, self._viewer)
                statement = statement.order_by(case((first, int(descending)), else_=int(not descending)))
                continue
            column = visible_column(self._table, self._view, name, self._viewer)
            field = self._view.columns[name]
            if field.kind is Kind.MONEY:
                # Amounts of different currencies can't be compared: yuan first, then each currency by itself.
                currency = visible_column(self._table, self._view, currency_column(name), self._viewer)
                yuan = case((currency == "CNY", 0), else_=1)
                statement = statement.order_by(case((column.is_(None), 1), else_=0), yuan, currency)
            ordered = column.desc() if descending else column.asc()
            certain = field.required and field.share <= self._viewer.share(self._view)
            # What is not known, or not for this viewer, comes last either way.
            statement = statement.order_by(ordered if certain else ordered.nulls_last())
        # Equal ones stand in the order of their ids; of many, backwards where the list is, as an index has them. The
        # index of the usual order is itself made for the latest first.
        last, descending = query.sort[-1] if query.sort else _USUAL[0]
        backwards = self._view.many and descending and last != _USUAL[0][0]
        return statement.order_by(self._table.c.id.desc() if backwards else self._table.c.id)


def shown(view: View, record: Record, viewer: Viewer, *, listed: bool) -> Record:
    """Return a record as the viewer sees it, with its id as `id` and whether it is the viewer's `own`."""
    wanted = record
    if listed:
        wanted = {name: record[name] for name in ("version", *view.listed) if name in record}
    seen = visible_record(view, wanted, viewer.level(view, record))
    for name in ("recent_events", *unmentionable(view, viewer, record)):
        seen.pop(name, None)
    return {"id": record[view.id_field], "own": viewer.owns(view, record), **seen}


def one_of(column: ColumnElement[str], ids: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """Return the condition that a column holds one of many ids, as one parameter."""
    if dialect == "sqlite":
        named = func.json_each(to_json(list(ids))).table_valued("value")
        return column.in_(select(named.c.value))
    return column == any_(cast(list(ids), ARRAY(Text)))


def read_docs(connection: Connection, table: Table, ids: list[str], *, listed: bool = False) -> dict[str, Record]:
    """Return the records with these ids, unmasked; of large ones only what a list needs if they are to be `listed`."""
    rows = connection.execute(select(table.c.id, _text(table, listed=listed)).where(table.c.id.in_(ids))).all()
    return {id_: from_json(text) for id_, text in rows}


def _text(table: Table, *, listed: bool) -> ColumnElement[str]:
    return table.c.brief if listed and "brief" in table.c else table.c.doc
