"""The words by which records are searched, in memory: a search looks through them all in milliseconds.

A search is for any part of a word, in Chinese of one or two characters as often as not: no index of a database answers
that on both kinds of database, the commonest parts least of all. A hundred thousand names are thirty megabytes. They
are read once a generation and then follow the board's change numbers, so that a search is always of the board as it is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from yipanqi.board.changes import changes_since, rows_now
from yipanqi.board.fields import Kind
from yipanqi.board.store import Store
from yipanqi.board.views import ItemsView, View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Share

#: Beyond so many changes reading everything anew is quicker.
_AT_ONCE = 10_000
#: So many records' words are looked through as one text first: it costs little where none of them has the term.
_TOGETHER = 32


@dataclass(slots=True)
class _Kept:
    """One view's words, by place: `open` for everybody, `hidden` for government and the units in `owners`."""

    epoch: str
    seq: int
    place: dict[str, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    #: The open words of `_TOGETHER` records each, and which of these have to be put together anew.
    together: list[str] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)

    def put(self, id_: str, words: tuple[str, str, str]) -> None:
        place = self.place.setdefault(id_, len(self.ids))
        if place == len(self.ids):
            # The ids last: a search beside this counts them, and then reads the others at all these places.
            for column in (self.open, self.hidden, self.owners):
                column.append("")
            self.ids.append(id_)
        self.open[place], self.hidden[place], self.owners[place] = words
        self.changed.add(place // _TOGETHER)

    def remove(self, id_: str) -> None:
        place = self.place.pop(id_, None)
        if place is not None:
            self.open[place] = self.hidden[place] = self.owners[place] = ""
            self.changed.add(place // _TOGETHER)

    def put_together(self) -> None:
        """Have `together` say what the records say now."""
        for number in sorted(self.changed):
            # Terms hold no line break: none is found across two records.
            text = "\n".join(self.open[number * _TOGETHER : (number + 1) * _TOGETHER])
            self.together[number : number + 1] = (text,)
        self.changed.clear()

    def having(self, term: str) -> list[int]:
        """Return the places of the records that have a term in their open words."""
        found = []
        for number, text in enumerate(self.together):
            if term in text:
                start = number * _TOGETHER
                some = self.open[start : start + _TOGETHER]
                found += [place for place, words in enumerate(some, start) if term in words]
        return found


class Words:
    """Finds records by words, for what a viewer may see. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}

    def covers(self, view: View) -> bool:
        """Return whether a view's words are kept: those of lists inside records are not."""
        return bool(view.search) and not isinstance(view, ItemsView)

    def find(self, store: Store, view: View, viewer: Viewer, terms: Sequence[str]) -> list[str]:
        """Return the ids of the records that have all terms in what the viewer may see of them."""
        kept, found = self.current(store, view), None
        # The longest first: it leaves the fewest for the others.
        for term in sorted(terms, key=len, reverse=True):
            places: Iterable[int] = range(len(kept.ids)) if found is None else found
            found = self._having(kept, view, viewer, term, places)
        return [kept.ids[place] for place in found or ()]

    def count(self, store: Store, view: View) -> int | None:
        """Return how many records there are, None while nobody has read them."""
        kept = self._kept.get(view.key)
        return len(self.current(store, view).place) if kept is not None and kept.epoch == store.epoch else None

    def refresh(self, store: Store, views: Iterable[View]) -> None:
        """Bring the words of these views up to date, so that the next search has little to read."""
        last = store.last_change()
        for view in views:
            kept = self._kept.get(view.key)
            if self.covers(view) and (kept is None or (kept.epoch, kept.seq) != (store.epoch, last)):
                self.current(store, view)

    def current(self, store: Store, view: View) -> _Kept:
        """Return a view's words as the board stands now."""
        with self._lock:
            kept = self._kept.get(view.key)
            if kept is None or kept.epoch != store.epoch or not _catch_up(store, view, kept):
                kept = self._kept[view.key] = _read(store, view)
            kept.put_together()
            return kept

    @staticmethod
    def _having(kept: _Kept, view: View, viewer: Viewer, term: str, places: Iterable[int]) -> list[int]:
        if isinstance(places, range):
            found = kept.having(term)
        else:
            places = list(places)
            found = [place for place in places if term in kept.open[place]]
        if not _hides(view):
            return found
        more = {place for place in places if term in kept.hidden[place]}
        if viewer.share(view) < Share.GOVERNMENT:
            more = {place for place in more if viewer.unit and f"|{viewer.unit}|" in kept.owners[place]}
        return found if more.issubset(found) else sorted({*found, *more})


def _hides(view: View) -> bool:
    return any(view.fields[name].share is not Share.ALL for name in view.search)


def _read(store: Store, view: View) -> _Kept:
    kept = _Kept(store.epoch, store.last_change())
    with store.engine.connect() as connection:
        for row in connection.execution_options(yield_per=5_000).execute(_wanted(store, view)):
            kept.put(row[0], _words(view, row))
    return kept


def _catch_up(store: Store, view: View, kept: _Kept) -> bool:
    with store.engine.connect() as connection:
        changes = changes_since(connection, store, kept.seq, (view.aggregate,), _AT_ONCE)
        if changes is None:
            return False
        for id_, row in rows_now(connection, _wanted(store, view), changes, view.aggregate):
            if row is None:
                kept.remove(id_)
            else:
                kept.put(id_, _words(view, row))
    kept.seq = changes.end
    return True


def _wanted(store: Store, view: View) -> Select[Any]:
    table = store.tables.records[view.key]
    hidden = (table.c.search_government, *(table.c[name] for name in view.owners)) if _hides(view) else ()
    return select(table.c.id, table.c.search_all, *hidden)


def _words(view: View, row: Any) -> tuple[str, str, str]:
    if len(row) == 2:
        return row[1], "", ""
    # Lists of units are kept between bars already.
    listed = {name for name in view.owners if view.fields[name].kind is Kind.LIST}
    owners = [value if name in listed else f"|{value}|" for name, value in zip(view.owners, row[3:], strict=True)]
    return row[1], row[2], "".join(owner for owner in owners if owner)
