"""The ledger events behind terms: which they are, where they stand in the ledger, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from yipanqi.board.figures.answers import explained
from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.told import teller
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.figures.rows import Head
from yipanqi.figures.terms import Term

Json = dict[str, Any]
Key = tuple[str, str]
_PAGE = 400
#: Of a record with more events than this only the latest are told.
_MOST = 50
#: Of the further records of a term (the firms of a node) only the events of the first are told.
_ALSO = 3


def events_of(store: Store, views: Mapping[str, View], viewer: Viewer, rows: Iterable[Head]) -> dict[Key, list[Json]]:
    """Return the ledger events of records, oldest first, each as far as the viewer may see it."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.aggregate in views:
            wanted.setdefault(row.aggregate, set()).add(row.id)
    found: dict[Key, list[Json]] = {}
    with store.engine.connect() as connection:
        for aggregate, ids in wanted.items():
            ordered = sorted(ids)
            for start in range(0, len(ordered), _PAGE):
                for key, event in _told(connection, store, views[aggregate], viewer, ordered[start : start + _PAGE]):
                    found.setdefault(key, []).append(event)
    return {key: events[-_MOST:] for key, events in found.items()}


def _told(
    connection: Connection, store: Store, view: View, viewer: Viewer, ids: list[str]
) -> Iterator[tuple[Key, Json]]:
    """Yield the events of some records of one aggregate, by their key in the ledger."""
    table = store.tables.history
    docs = read_docs(connection, store.tables.records[view.aggregate], ids)
    tellers = {id_: teller(view, viewer, docs.get(id_)) for id_ in ids}
    wanted = select(table).where(table.c.aggregate == view.aggregate, table.c.id.in_(ids))
    for row in connection.execute(wanted.order_by(table.c.id, table.c.log_offset)):
        tell = tellers[row.id]
        if tell is not None:
            yield (row.aggregate, row.id), tell(row)


def explain_terms(store: Store, views: Mapping[str, View], viewer: Viewer, terms: Sequence[Term]) -> list[Json]:
    """Return each term as the API words it, with its events: those it names, or all of its records."""
    events = events_of(store, views, viewer, (row for term in terms for row in (term.row, *term.also[:_ALSO])))
    out = []
    for term in terms:
        found = behind(term.row, term.events, events)
        for also in term.also[:_ALSO]:
            found = [*found, *behind(also, (), events)]
        out.append(explained(term, found))
    return out


def behind(row: Head, named: tuple[str, ...], events: Mapping[Key, list[Json]]) -> list[Json]:
    """Return the events behind one term: those it names, or all of its record."""
    known = events.get((row.aggregate, row.id), [])
    chosen = [event for event in known if event["event_id"] in named]
    return chosen or known
