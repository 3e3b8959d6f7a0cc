"""Reads the rows that figures are counted from out of the board's database: all of them once, then what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from yipanqi.board.encode import from_json
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.contract import catalog
from yipanqi.contract.catalog import Catalog
from yipanqi.figures.basis import District, EventRow, UnitSeen
from yipanqi.figures.registry import EVENTS
from yipanqi.figures.rows import PARSERS, Head

_PAGE = 500
_FETCH = 2_000


@dataclass(frozen=True)
class Snapshot:
    """The rows at one change number of one generation.

    `stamps` say per aggregate at which change number its rows last changed; `read` is the next offset of each ledger
    partition whose events were read.
    """

    epoch: str
    seq: int
    district: District
    stamps: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[tuple[str, int], int] = field(default_factory=dict)

    @property
    def position(self) -> str:
        """The board's position, as the summary and the stream word it."""
        return f"{self.epoch}-{self.seq}"


class Source:
    """Reads snapshots; one thread uses it."""

    def __init__(self, views: Sequence[View], catalog_: Catalog) -> None:
        self._views = {view.aggregate: view for view in views if view.aggregate in PARSERS}
        self._units = {key: unit.update_days for key, unit in catalog_.units.items()}
        self._ledgers = {catalog.ledger(name): name for name in {type_.split(".")[1] for type_ in EVENTS}}

    def read(self, store: Store, before: Snapshot | None) -> Snapshot:
        """Return the rows as they stand now; those that have not changed are taken from `before`."""
        with store.engine.connect() as connection:
            seq, first = self._numbers(connection, store)
            fresh = before is None or before.epoch != store.epoch or seq < before.seq or first > before.seq + 1
            old = Snapshot(store.epoch, seq, District()) if fresh or before is None else before
            ends = self._ends(connection, store)
            rows = self._all(connection, store) if fresh else self._changed(connection, store, old)
            events = self._events(connection, store, old.read, ends)
            units = self._seen(connection, store)
        stamps = {**old.stamps, **dict.fromkeys({*rows, *events}, seq)}
        told = {name: {**old.district.events.get(name, {}), **found} for name, found in events.items()}
        district = District({**old.district.rows, **rows}, {**old.district.events, **told}, units)
        return Snapshot(store.epoch, seq, district, stamps, ends)

    def _numbers(self, connection: Connection, store: Store) -> tuple[int, int]:
        seq = store.tables.changes.c.seq
        last, first = connection.execute(select(func.max(seq), func.min(seq))).one()
        return int(last or 0), int(first or 0)

    def _all(self, connection: Connection, store: Store) -> dict[str, dict[str, Head]]:
        found: dict[str, dict[str, Head]] = {}
        for aggregate, view in self._views.items():
            table = store.tables.records[aggregate]
            rows = connection.execution_options(yield_per=_FETCH).execute(select(table.c.doc))
            found[aggregate] = {row.id: row for row in (_parsed(view, doc) for (doc,) in rows)}
        return found

    def _changed(self, connection: Connection, store: Store, before: Snapshot) -> dict[str, dict[str, Head]]:
        """Return whole new mappings of the aggregates that have changed: nobody's snapshot changes under them."""
        table = store.tables.changes
        wanted = select(table.c.aggregate, table.c.id).where(table.c.seq > before.seq).distinct()
        ids: dict[str, list[str]] = {}
        for aggregate, id_ in connection.execute(wanted):
            if aggregate in self._views:
                ids.setdefault(aggregate, []).append(id_)
        found = {}
        for aggregate, changed in ids.items():
            rows = {**before.district.rows.get(aggregate, {})}
            for id_ in changed:
                rows.pop(id_, None)
            for row in self._some(connection, store, self._views[aggregate], changed):
                rows[row.id] = row
            found[aggregate] = rows
        return found

    def _some(self, connection: Connection, store: Store, view: View, ids: list[str]) -> Iterable[Head]:
        table = store.tables.records[view.aggregate]
        for start in range(0, len(ids), _PAGE):
            wanted = select(table.c.doc).where(table.c.id.in_(ids[start : start + _PAGE]))
            for (doc,) in connection.execute(wanted).all():
                yield _parsed(view, doc)

    def _ends(self, connection: Connection, store: Store) -> dict[tuple[str, int], int]:
        table = store.tables.positions
        wanted = select(table.c.topic, table.c.partition, table.c.next_offset).where(table.c.topic.in_(self._ledgers))
        return {(self._ledgers[topic], partition): end for topic, partition, end in connection.execute(wanted)}

    def _events(
        self,
        connection: Connection,
        store: Store,
        read: Mapping[tuple[str, int], int],
        ends: Mapping[tuple[str, int], int],
    ) -> dict[str, dict[str, EventRow]]:
        """Return the events of the types that are counted, of what came since, by aggregate."""
        table = store.tables.history
        found: dict[str, dict[str, EventRow]] = {}
        for (aggregate, partition), end in ends.items():
            start = read.get((aggregate, partition), 0)
            if start >= end:
                continue
            types = [type_ for type_ in EVENTS if type_.split(".")[1] == aggregate]
            wanted = select(table).where(
                table.c.aggregate == aggregate,
                table.c.log_partition == partition,
                table.c.log_offset >= start,
                table.c.log_offset < end,
                table.c.event_type.in_(types),
            )
            for row in connection.execute(wanted):
                found.setdefault(aggregate, {})[f"{row.id}/{row.event_id}"] = _event(row)
        return found

    def _seen(self, connection: Connection, store: Store) -> dict[str, UnitSeen]:
        spoken = {row.unit: row.last_event_at for row in connection.execute(select(store.tables.units))}
        return {unit: UnitSeen(unit, spoken.get(unit, ""), days) for unit, days in self._units.items()}


def _parsed(view: View, doc: str) -> Head:
    return PARSERS[view.aggregate](from_json(doc), view.owners)


def _event(row: Any) -> EventRow:
    payload = from_json(row.payload)
    facts = {name: payload.get(name) for name in EVENTS[row.event_type]}
    return EventRow(row.aggregate, row.id, row.event_id, row.event_type, row.unit, row.decided_at, facts)
