"""Needs and offers of the whole board as one viewer may see them, in columns, kept by the board's change numbers.

What a viewer may not see is not in its tables: no verdict, score, order or count tells of it. Government units share
one set; a unit with delegated access has its own, because it sees its own records whole.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, select

from yipanqi.board.changes import changes_since
from yipanqi.board.encode import from_json
from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, ViewerKind, own_record, visible_record
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Record, Share
from yipanqi.matching.market import Market, clusters_of, settled
from yipanqi.matching.need import Need, need_of
from yipanqi.matching.offer import Offer, offers_of
from yipanqi.matching.settings import MatchRules
from yipanqi.matching.tables import NeedTable, OfferTable, key
from yipanqi.models.carrier import Carrier
from yipanqi.models.project import Project

#: Beyond so many changes reading everything anew is quicker.
_AT_ONCE = 20_000
_PAGE = 2_000
_SOME = 500
_GOVERNMENT = Viewer("", ViewerKind.GOVERNMENT)
_NOBODY = Viewer("", ViewerKind.SOE)


@dataclass(frozen=True, eq=False)
class Tables:
    """What one kind of viewer can match: all offers, and the projects that still look for a site."""

    market: Market
    offers: OfferTable
    needs: NeedTable
    settled_in: Mapping[str, str]


@dataclass
class _Kept:
    """The tables of one kind of viewer, and which state of the board they are of."""

    viewer: Viewer
    epoch: str
    seq: int
    tables: Tables
    places: dict[str, tuple[str, str]] = field(default_factory=dict)


class MatchTables:
    """Makes the tables once a generation and follows the changes. Threads may share it."""

    def __init__(self, views: Iterable[View], codes: CodeLists, rules: MatchRules) -> None:
        by_name = {view.aggregate: view for view in views}
        self.projects, self.carriers = by_name["project"], by_name["carrier"]
        self._rules = rules
        areas = codes["area"].items()
        self.parents = {code: str(entry.attributes["parent"]) for code, entry in areas if "parent" in entry.attributes}
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}

    def current(self, store: Store, viewer: Viewer, today: date) -> Tables:
        """Return the viewer's tables as the board stands now."""
        with self._lock:
            return self._current(store, viewer, today).tables

    def refresh(self, store: Store, today: date) -> None:
        """Bring the tables that everybody's are made of up to date, and those that somebody asked for."""
        with self._lock:
            viewers = {self._audience(viewer): viewer for viewer in (_GOVERNMENT, _NOBODY)}
            viewers |= {audience: kept.viewer for audience, kept in self._kept.items()}
        for viewer in viewers.values():
            # In between requests get their turn.
            self.current(store, viewer, today)

    def need(self, record: Record, viewer: Viewer) -> Need:
        """Return a project's needs as the viewer sees them.

        Whether it has its site already, it shows by being offered one or not: that is never hidden.
        """
        seen = _seen(self.projects, record, viewer)
        need = need_of(Project.model_validate({**seen, "carriers": record["carriers"]}))
        return need if "carriers" in seen else replace(need, held=())

    def offers(self, record: Record, viewer: Viewer) -> tuple[Offer, ...]:
        """Return a carrier's offers as the viewer sees them."""
        return offers_of(Carrier.model_validate(_seen(self.carriers, record, viewer)))

    def _audience(self, viewer: Viewer) -> str:
        least = min(viewer.share(self.projects), viewer.share(self.carriers))
        return "" if least >= Share.GOVERNMENT else f"unit:{viewer.unit or ''}"

    def _current(self, store: Store, viewer: Viewer, today: date) -> _Kept:
        audience = self._audience(viewer)
        kept = self._kept.get(audience)
        if kept is None or kept.epoch != store.epoch or not self._catch_up(store, kept):
            kept = self._kept[audience] = self._make(store, viewer, today)
        if kept.tables.market.today != today:
            self._new_day(kept, today)
        return kept

    def _make(self, store: Store, viewer: Viewer, today: date) -> _Kept:
        """Return new tables; a unit's are everybody's with its own records seen whole."""
        shares = {viewer.share(self.projects), viewer.share(self.carriers)}
        if viewer.unit is None or shares != {Share.ALL}:
            return self._read(store, viewer, today)
        kept = replace(self._current(store, _NOBODY, today), viewer=viewer)
        with store.engine.connect() as connection:
            own = [_own_docs(connection, store, view, viewer) for view in (self.projects, self.carriers)]
        self._apply(viewer, kept, own[0].keys(), own[0])
        self._apply_offers(viewer, kept, own[1].keys(), own[1])
        return kept

    def _read(self, store: Store, viewer: Viewer, today: date) -> _Kept:
        seq = store.last_change()
        projects = {id_: (record, self.need(record, viewer)) for id_, record in each_record(store, "project")}
        offers = [offer for _, record in each_record(store, "carrier") for offer in self.offers(record, viewer)]
        places = _places(projects.values())
        market = Market(today, self._rules, self.parents, clusters_of(places.values()))
        where = {id_: area for id_, (area, _) in places.items()}
        needs = [need for _, need in projects.values() if need.waiting]
        tables = Tables(market, OfferTable.of(offers, market), NeedTable.of(needs, market, where), where)
        return _Kept(viewer, store.epoch, seq, tables, places)

    def _new_day(self, kept: _Kept, today: date) -> None:
        """Reckon from another day on; what the records say stays."""
        old = kept.tables
        market = Market(today, self._rules, self.parents, old.market.clusters)
        needs = NeedTable.of(old.needs.needs, market, old.settled_in)
        kept.tables = Tables(market, old.offers, needs, old.settled_in)

    def _catch_up(self, store: Store, kept: _Kept) -> bool:
        """Bring in what changed; False where the changes are too many or no longer all there."""
        with store.engine.connect() as connection:
            changes = changes_since(connection, store, kept.seq, ("project", "carrier"), _AT_ONCE)
            if changes is None:
                return False
            docs = {
                name: _docs(connection, store.tables.records[name], sorted(ids)) for name, ids in changes.ids.items()
            }
        self._apply(kept.viewer, kept, changes.ids.get("project", ()), docs.get("project", {}))
        self._apply_offers(kept.viewer, kept, changes.ids.get("carrier", ()), docs.get("carrier", {}))
        kept.seq = changes.end
        return True

    def _apply(self, viewer: Viewer, kept: _Kept, ids: Collection[str], docs: Mapping[str, Record]) -> None:
        if not ids:
            return
        found = {id_: (record, self.need(record, viewer)) for id_, record in docs.items()}
        places = {id_: place for id_, place in kept.places.items() if id_ not in ids} | _places(found.values())
        old = kept.tables
        market = Market(old.market.today, self._rules, self.parents, clusters_of(places.values()))
        where = {id_: area for id_, (area, _) in places.items()}
        stays = np.array([need.project_id not in ids for need in old.needs.needs], np.bool_)
        fresh = NeedTable.of([need for _, need in found.values() if need.waiting], market, where)
        kept.places = places
        kept.tables = Tables(market, old.offers, old.needs.take(stays).with_rows(fresh), where)

    def _apply_offers(self, viewer: Viewer, kept: _Kept, ids: Collection[str], docs: Mapping[str, Record]) -> None:
        if not ids:
            return
        old = kept.tables
        stays = ~np.isin(old.offers.carrier[0], [key(id_) for id_ in ids])
        fresh = OfferTable.of([o for record in docs.values() for o in self.offers(record, viewer)], old.market)
        kept.tables = Tables(old.market, old.offers.take(stays).with_rows(fresh), old.needs, old.settled_in)


def _docs(connection: Connection, table: Table, ids: list[str]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for start in range(0, len(ids), _SOME):
        found |= read_docs(connection, table, ids[start : start + _SOME])
    return found


def _own_docs(connection: Connection, store: Store, view: View, viewer: Viewer) -> dict[str, Record]:
    table = store.tables.records[view.key]
    rows = connection.execute(select(table.c.id, table.c.doc).where(own_record(table, view, viewer)))
    return {id_: from_json(doc) for id_, doc in rows}


def _seen(view: View, record: Record, viewer: Viewer) -> dict[str, Any]:
    return dict(visible_record(view, record, viewer.level(view, record)))


def _places(projects: Iterable[tuple[Record, Need]]) -> dict[str, tuple[str, str]]:
    found = {need.project_id: settled(need, record.get("area_code")) for record, need in projects}
    return {id_: place for id_, place in found.items() if place is not None}


def each_record(store: Store, aggregate: str) -> Iterable[tuple[str, Record]]:
    """Yield the records of one aggregate by id, page by page."""
    table, last = store.tables.records[aggregate], ""
    while True:
        with store.engine.connect() as connection:
            page = select(table.c.id, table.c.doc).where(table.c.id > last).order_by(table.c.id).limit(_PAGE)
            rows = connection.execute(page).all()
        for id_, doc in rows:
            yield id_, from_json(doc)
        if len(rows) < _PAGE:
            return
        last = rows[-1].id
