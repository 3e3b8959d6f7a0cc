"""How the databases answer the page's lists: in the order of an index, without sorting a table for each page."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, event
from tests.unit.board.conftest import Filled

from yipanqi.board.fields import Kind
from yipanqi.board.list_index import ListIndex
from yipanqi.board.params import Condition, ListQuery
from yipanqi.board.query import Reader
from yipanqi.board.views import VIEWS, View
from yipanqi.board.visibility import Viewer, ViewerKind

LEADER = Viewer("leader", ViewerKind.GOVERNMENT)
#: Tables are empty here. PostgreSQL is told to sort and to read whole tables only where there is no other way;
#: SQLite knows nothing of how many rows there are before somebody has them analysed.
_NO_OTHER_WAY = ("enable_sort", "enable_seqscan", "enable_bitmapscan")


def plan(connection: Connection, filled: Filled, view: View, query: ListQuery) -> str:
    """Return how the database would find the ids of a page."""
    statement = Reader(filled.store, view, LEADER).ids(query)
    dialect = filled.store.engine.dialect
    text = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    if dialect.name == "sqlite":
        return "\n".join(row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))
    for setting in _NO_OTHER_WAY:
        connection.exec_driver_sql(f"SET LOCAL {setting} = off")
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}".replace("%", "%%")))


def sorts(connection: Connection, filled: Filled, view: View, *queries: ListQuery) -> list[str]:
    """Return the plans that sort whole tables; what an index brings nearly in order may be put right on the way."""
    plans = {str(query): plan(connection, filled, view, query) for query in queries}
    whole = ("FOR ORDER BY", "Sort  (")
    return [
        f"{query}\n{text}"
        for query, text in plans.items()
        if any(mark in text.replace("Incremental Sort", "") for mark in whole)
    ]


@pytest.mark.parametrize("view", [v for whole in VIEWS for v in (whole, *whole.items)], ids=lambda view: view.key)
def test_no_list_is_sorted_for_its_usual_order_nor_for_that_of_one_group(filled: Filled, view: View) -> None:
    assert "updated_at" in view.columns
    groups = [ListQuery((Condition(name, (_some(view, name),)),)) for name in view.groups]
    with filled.store.engine.connect() as connection:
        assert sorts(connection, filled, view, ListQuery(), ListQuery(page=20), *groups) == []


@pytest.mark.parametrize("view", [view for view in VIEWS if view.many], ids=lambda view: view.key)
def test_where_there_are_many_no_other_order_sorts_them_either(filled: Filled, view: View) -> None:
    names = [name for name in view.sorts if view.columns[name].kind is not Kind.MONEY]
    queries = [ListQuery(sort=((name, descending),)) for name in names for descending in (False, True)]
    with filled.store.engine.connect() as connection:
        assert sorts(connection, filled, view, *queries) == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_a_filter_with_an_order_asks_the_database_for_the_pages_records_only(district: Filled, view: View) -> None:
    """There are hundreds of pairs of a filter and an order: none of them sorts or counts rows of the database."""
    # Without words to search: with them, all records in the usual order come from their index, as shown above.
    index = ListIndex()
    index.refresh(district.store, VIEWS)
    reader, asked = Reader(district.store, view, LEADER, None, index), list[str]()
    filters = [Condition(name, (_some(view, name),)) for name in view.filters]
    event.listen(district.store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for number, name in enumerate(view.sorts):
        for descending in (False, True):
            both = (filters[number % len(filters)],)
            for conditions in ((), both):
                reader.page(ListQuery(conditions, sort=((name, descending),)))
                reader.count(ListQuery(conditions))
    of_list = [sql for sql in asked if f"FROM records_{view.key}" in sql]
    assert len(of_list) == 4 * len(view.sorts)
    assert all("WHERE" in sql and ".id IN" in sql.partition("WHERE")[2] for sql in of_list)
    assert not [sql for sql in of_list if "ORDER BY" in sql or "count(" in sql]


def _some(view: View, name: str) -> object:
    return {Kind.BOOLEAN: True, Kind.INTEGER: 2020}.get(view.columns[name].kind, "some")
