"""Reading the board: lists, one record, its history; everything as one viewer may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, false, func, or_, select

from yipanqi.board.disputes import mark
from yipanqi.board.encode import from_json
from yipanqi.board.fields import Kind
from yipanqi.board.params import Condition, ListQuery
from yipanqi.board.store import Store
from yipanqi.board.tables import currency_column
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, own_record, visible_column, visible_event, visible_record
from yipanqi.contract.masking import Record, Share

_CSV_CHUNK = 500
#: So many records that have the words looked for are named to the database one by one.
_FEW = 300


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    items: list[Record]
    total: int


class Reader:
    """Answers questions about one view for one viewer from one generation."""

    def __init__(self, store: Store, view: View, viewer: Viewer) -> None:
        self._store = store
        self._view = view
        self._viewer = viewer
        self._table: Table = store.tables.records[view.key]

    def page(self, query: ListQuery) -> Page:
        """Return one page of the records that match."""
        with self._store.engine.connect() as connection:
            condition = self._narrowed(connection, query)
            rows = self._ordered(select(self._table.c.doc).where(condition), query)
            total = int(connection.scalar(select(func.count()).select_from(self._table).where(condition)) or 0)
            docs = connection.scalars(rows.limit(query.page_size).offset((query.page - 1) * query.page_size)).all()
            items = [self._shown(doc, listed=not query.all_fields) for doc in docs]
            mark(connection, self._store, self._view, self._viewer, items)
        return Page(items, total)

    def _narrowed(self, connection: Connection, query: ListQuery) -> ColumnElement[bool]:
        """Return the query's condition; words that few records have are looked for once, not for count and page both.

        Words that many have are left to the database: it comes upon a page of them soon.
        """
        condition = self._condition(query)
        if not query.terms:
            return condition
        said = and_(*(self._contains(term) for term in query.terms))
        found = connection.scalars(select(self._table.c.id).where(said).limit(_FEW + 1)).all()
        if len(found) > _FEW:
            return condition
        return and_(self._table.c.id.in_(found), *(self._matches(one) for one in query.conditions))

    def count(self, query: ListQuery) -> int:
        """Return how many records match."""
        statement = select(func.count()).select_from(self._table).where(self._condition(query))
        with self._store.engine.connect() as connection:
            return int(connection.scalar(statement) or 0)

    def each(self, query: ListQuery, limit: int) -> Iterator[Record]:
        """Yield the records that match, in order, from one reading of the database."""
        statement = self._ordered(select(self._table.c.doc).where(self._condition(query)), query).limit(limit)
        with self._store.engine.connect() as connection:
            for doc in connection.execution_options(yield_per=_CSV_CHUNK).scalars(statement):
                yield self._shown(doc, listed=True)

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
        level = self._viewer.level(self._view, from_json(doc)) if doc else self._viewer.share(self._view)
        if self._view.restricted and level < Share.GOVERNMENT:
            return Page([], 0)
        return Page([self._event(row, total - before - n, level) for n, row in enumerate(rows)], total)

    def _event(self, row: Any, version: int, level: Share) -> Record:
        payload = from_json(row.payload)
        return {
            "version": version,
            "event_id": row.event_id,
            "event_type": row.event_type,
            "unit": row.unit,
            "decided_at": row.decided_at,
            "occurred_at": row.occurred_at,
            "position": f"ledger.{row.aggregate}/{row.log_partition}/{row.log_offset}",
            "payload": visible_event(self._view, row.event_type, payload, level),
        }

    def _shown(self, doc: str, *, listed: bool) -> Record:
        return shown(self._view, from_json(doc), self._viewer, listed=listed)

    def _condition(self, query: ListQuery) -> ColumnElement[bool]:
        parts = [self._matches(condition) for condition in query.conditions]
        parts += [self._contains(term) for term in query.terms]
        return and_(*parts) if parts else and_(self._table.c.id.is_not(None))

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
        for name, descending in query.sort or (("updated_at", True),):
            column = visible_column(self._table, self._view, name, self._viewer)
            field = self._view.columns[name]
            if not (field.required and field.share <= self._viewer.share(self._view)):
                # What is not known, or not for this viewer, comes last either way. Where there is no such thing the
                # database must not be asked: it could not read the rows in the order of an index.
                statement = statement.order_by(case((column.is_(None), 1), else_=0))
            if field.kind is Kind.MONEY:
                # Amounts of different currencies can't be compared: yuan first, then each currency by itself.
                currency = visible_column(self._table, self._view, currency_column(name), self._viewer)
                statement = statement.order_by(case((currency == "CNY", 0), else_=1), currency)
            statement = statement.order_by(column.desc() if descending else column.asc())
        return statement.order_by(self._table.c.id)


def shown(view: View, record: Record, viewer: Viewer, *, listed: bool) -> Record:
    """Return a record as the viewer sees it, with its id as `id` and whether it is the viewer's `own`."""
    seen = visible_record(view, record, viewer.level(view, record))
    seen.pop("recent_events", None)
    if listed:
        seen = {name: seen[name] for name in ("version", *view.listed) if name in seen}
    return {"id": record[view.id_field], "own": viewer.owns(view, record), **seen}


def read_docs(connection: Connection, table: Table, ids: list[str]) -> dict[str, Record]:
    """Return the records with these ids, unmasked."""
    rows = connection.execute(select(table.c.id, table.c.doc).where(table.c.id.in_(ids))).all()
    return {id_: from_json(doc) for id_, doc in rows}
