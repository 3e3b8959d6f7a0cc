"""Reads the rows that figures are counted from out of the board's database: all of them once, then what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from yipanqi.board.changes import ends_of
from yipanqi.board.encode import from_json
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.contract.catalog import Catalog
from yipanqi.figures.basis import District, UnitSeen
from yipanqi.figures.parsing import PARSERS
from yipanqi.figures.rows import Head
from yipanqi.figures.sharded import Sharded, sharded

_PAGE = 500
_FETCH = 2_000


@dataclass(frozen=True)
class Snapshot:
    """The rows at one change number of one generation.

    `stamps` say per aggregate at which change number its rows last changed.
    """

    epoch: str
    seq: int
    district: District
    stamps: Mapping[str, int] = field(default_factory=dict)

    @property
    def position(self) -> str:
        """The board's position, as the summary and the stream word it."""
        return f"{self.epoch}-{self.seq}"


class Source:
    """Reads snapshots; one thread uses it."""

    def __init__(self, views: Sequence[View], catalog_: Catalog) -> None:
        self._views = {view.aggregate: view for view in views if view.aggregate in PARSERS}
        self._units = {key: unit.update_days for key, unit in catalog_.units.items()}

    def read(self, store: Store, before: Snapshot | None) -> Snapshot:
        """Return the rows as they stand now; those that have not changed are taken from `before`."""
        with store.engine.connect() as connection:
            first, seq = ends_of(connection, store)
            fresh = before is None or before.epoch != store.epoch or seq < before.seq or first > before.seq + 1
            old = Snapshot(store.epoch, seq, District()) if fresh or before is None else before
            rows = self._all(connection, store) if fresh else self._changed(connection, store, old, seq)
            units = self._seen(connection, store)
        district = District({**old.district.rows, **rows}, units)
        return Snapshot(store.epoch, seq, district, {**old.stamps, **dict.fromkeys(rows, seq)})

    def _all(self, connection: Connection, store: Store) -> dict[str, Sharded[Head]]:
        found: dict[str, Sharded[Head]] = {}
        for aggregate, view in self._views.items():
            table = store.tables.records[aggregate]
            rows = connection.execution_options(yield_per=_FETCH).execute(select(table.c.doc))
            found[aggregate] = Sharded.of((row.id, row) for row in (_parsed(view, doc) for (doc,) in rows))
        return found

    def _changed(self, connection: Connection, store: Store, before: Snapshot, seq: int) -> dict[str, Sharded[Head]]:
        """Return new mappings of the aggregates that have changed: nobody's snapshot changes under them."""
        if seq == before.seq:
            return {}
        table = store.tables.changes
        wanted = select(table.c.aggregate, table.c.id).where(table.c.seq > before.seq).distinct()
        ids: dict[str, list[str]] = {}
        for aggregate, id_ in connection.execute(wanted):
            if aggregate in self._views:
                ids.setdefault(aggregate, []).append(id_)
        found = {}
        for aggregate, changed in ids.items():
            rows: dict[str, Head | None] = dict.fromkeys(changed)
            rows.update((row.id, row) for row in self._some(connection, store, self._views[aggregate], changed))
            found[aggregate] = sharded(before.district.of(aggregate)).changed(rows)
        return found

    def _some(self, connection: Connection, store: Store, view: View, ids: list[str]) -> Iterable[Head]:
        table = store.tables.records[view.aggregate]
        for start in range(0, len(ids), _PAGE):
            wanted = select(table.c.doc).where(table.c.id.in_(ids[start : start + _PAGE]))
            for (doc,) in connection.execute(wanted).all():
                yield _parsed(view, doc)

    def _seen(self, connection: Connection, store: Store) -> dict[str, UnitSeen]:
        spoken = {row.unit: row.last_event_at for row in connection.execute(select(store.tables.units))}
        return {unit: UnitSeen(unit, spoken.get(unit, ""), days) for unit, days in self._units.items()}


def _parsed(view: View, doc: str) -> Head:
    return PARSERS[view.aggregate](from_json(doc), view.owners)
