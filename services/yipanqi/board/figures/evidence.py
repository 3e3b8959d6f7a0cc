"""The ledger events behind terms: which they are, where they stand in the ledger, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_

from yipanqi.board.encode import from_json
from yipanqi.board.figures.answers import explained
from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, visible_event
from yipanqi.figures.rows import Head
from yipanqi.figures.terms import Term

Json = dict[str, Any]
Key = tuple[str, str]
_PAGE = 400
#: Of a record with more events than this only the latest are told.
_MOST = 50


def events_of(store: Store, views: Mapping[str, View], viewer: Viewer, rows: Iterable[Head]) -> dict[Key, list[Json]]:
    """Return the ledger events of records, oldest first, each as far as the viewer may see it."""
    keys = sorted({(row.aggregate, row.id) for row in rows if row.aggregate in views})
    found: dict[Key, list[Json]] = {}
    table = store.tables.history
    with store.engine.connect() as connection:
        for start in range(0, len(keys), _PAGE):
            part = keys[start : start + _PAGE]
            docs = {
                (aggregate, id_): doc
                for aggregate in {aggregate for aggregate, _ in part}
                for id_, doc in read_docs(
                    connection, store.tables.records[aggregate], [i for a, i in part if a == aggregate]
                ).items()
            }
            wanted = select(table).where(tuple_(table.c.aggregate, table.c.id).in_(part))
            for row in connection.execute(wanted.order_by(table.c.aggregate, table.c.id, table.c.log_offset)):
                key = (row.aggregate, row.id)
                found.setdefault(key, []).append(_event(row, views[row.aggregate], docs.get(key, {}), viewer))
    return {key: events[-_MOST:] for key, events in found.items()}


def explain_terms(store: Store, views: Mapping[str, View], viewer: Viewer, terms: Sequence[Term]) -> list[Json]:
    """Return each term as the API words it, with its events: those it names, or all of its records."""
    events = events_of(store, views, viewer, (row for term in terms for row in (term.row, *term.also)))
    out = []
    for term in terms:
        found = behind(term.row, term.events, events)
        for also in term.also:
            found = [*found, *behind(also, (), events)]
        out.append(explained(term, found))
    return out


def behind(row: Head, named: tuple[str, ...], events: Mapping[Key, list[Json]]) -> list[Json]:
    """Return the events behind one term: those it names, or all of its record."""
    known = events.get((row.aggregate, row.id), [])
    chosen = [event for event in known if event["event_id"] in named]
    return chosen or known


def _event(row: Any, view: View, doc: Mapping[str, Any], viewer: Viewer) -> Json:
    level = viewer.level(view, doc) if doc else viewer.share(view)
    return {
        "event_id": row.event_id,
        "event_type": row.event_type,
        "unit": row.unit,
        "decided_at": row.decided_at,
        "position": f"ledger.{row.aggregate}/{row.log_partition}/{row.log_offset}",
        "payload": visible_event(view, row.event_type, from_json(row.payload), level),
    }
