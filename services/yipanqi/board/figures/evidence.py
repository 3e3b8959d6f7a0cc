"""The ledger events behind terms: which they are, where they stand in the ledger, and what they said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from yipanqi.board.figures.answers import explained
from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.told import Tell, teller
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.figures.rows import Amount, Head, ProjectRow
from yipanqi.figures.terms import Term
from yipanqi.models.project import ProjectRegistered, ProjectTransferAccepted, ProjectTransferOffered

Json = dict[str, Any]
Key = tuple[str, str]
_PAGE = 400
#: Of a record's events that a term does not name only the latest are told.
_MOST = 50
#: Of the further records of a term (the firms of a node) only the events of the first are told.
_ALSO = 3
#: Fields of a project that say with what it counts, and the events that say for whom.
_COUNTS = frozenset({"chain", "signed_on", "signed_amount"})
#: An event without any of these in its text states none of them: most of a project's are never read further.
_STATED = re.compile(r'"(?:' + "|".join(sorted({*_COUNTS, "planned_investment", "cleared"})) + r')":(?!null)')
_CREDIT = frozenset(
    event.__avro_name__ for event in (ProjectRegistered, ProjectTransferOffered, ProjectTransferAccepted)
)


class Event:
    """One of a record's events, put into words for the viewer only if it is shown: a project has dozens."""

    def __init__(self, row: Any, tell: Tell) -> None:
        self.event_id: str = row.event_id
        self.event_type: str = row.event_type
        self._row, self._tell = row, tell

    @cached_property
    def told(self) -> Json:
        """The event as far as the viewer may see it."""
        return self._tell(self._row)

    @property
    def may_state(self) -> bool:
        """Whether it may say with what its project counts."""
        return _STATED.search(self._row.payload) is not None


def events_of(store: Store, views: Mapping[str, View], viewer: Viewer, rows: Iterable[Head]) -> dict[Key, list[Event]]:
    """Return the ledger events of records, oldest first, without those that the viewer may not know of."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.aggregate in views:
            wanted.setdefault(row.aggregate, set()).add(row.id)
    found: dict[Key, list[Event]] = {}
    with store.engine.connect() as connection:
        for aggregate, ids in wanted.items():
            ordered = sorted(ids)
            for start in range(0, len(ordered), _PAGE):
                for key, event in _told(connection, store, views[aggregate], viewer, ordered[start : start + _PAGE]):
                    found.setdefault(key, []).append(event)
    return found


def _told(
    connection: Connection, store: Store, view: View, viewer: Viewer, ids: list[str]
) -> Iterator[tuple[Key, Event]]:
    """Yield the events of some records of one aggregate, by their key in the ledger."""
    table = store.tables.history
    docs = read_docs(connection, store.tables.records[view.aggregate], ids)
    tellers = {id_: teller(view, viewer, docs.get(id_)) for id_ in ids}
    wanted = select(table).where(table.c.aggregate == view.aggregate, table.c.id.in_(ids))
    for row in connection.execute(wanted.order_by(table.c.id, table.c.log_offset)):
        tell = tellers[row.id]
        if tell is not None:
            yield (row.aggregate, row.id), Event(row, tell)


def explain_terms(store: Store, views: Mapping[str, View], viewer: Viewer, terms: Sequence[Term]) -> list[Json]:
    """Return each term as the API words it, with the events that say so, of its record and of those beside it."""
    events = events_of(store, views, viewer, (row for term in terms for row in (term.row, *term.also[:_ALSO])))
    out = []
    for term in terms:
        found = behind(term.row, term.events, events, others=not term.events)
        for also in term.also[:_ALSO]:
            found += behind(also, (), events, others=not isinstance(also, ProjectRow))
        out.append(explained(term, found))
    return out


def behind(row: Head, named: tuple[str, ...], events: Mapping[Key, list[Event]], *, others: bool) -> list[Json]:
    """Return the events of a record that are behind a term, oldest first; with `others` its latest other ones too.

    Those are what the term names, and of a project what says for whom and with what it counts: all of it, however long
    ago it was, and nothing in its stead.
    """
    known = events.get((row.aggregate, row.id), [])
    telling = [event.event_id in named or _says(row, event) for event in known]
    latest = [place for place, tells in enumerate(telling) if not tells][-_MOST:] if others else []
    return [event.told for place, event in enumerate(known) if telling[place] or place in latest]


def _says(row: Head, event: Event) -> bool:
    """Return whether an event of a project says for whom it counts, in which chain, or what was signed and when."""
    if not isinstance(row, ProjectRow):
        return False
    signing = row.signing
    if event.event_type in _CREDIT or (signing is not None and event.event_id in signing.events):
        return True
    if not event.may_state:
        return False
    payload = event.told["payload"]
    stated = {name for name in _COUNTS if payload.get(name) is not None}.union(payload.get("cleared") or ())
    if stated & _COUNTS:
        return True
    planned = payload.get("planned_investment")
    return (
        signing is not None
        and planned is not None
        and Amount(Decimal(planned["amount"]), planned["currency"]) == signing.amount
    )
