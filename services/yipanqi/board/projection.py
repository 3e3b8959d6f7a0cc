"""The projection: batches of records become rows, and the position moves on in the same database transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from yipanqi.board.rows import HISTORY_COLUMNS, RecordRows, Row, history_row
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import YipanqiError
from yipanqi.bus.records import Record
from yipanqi.contract import catalog
from yipanqi.contract.codes import CodeLists, product_codes

#: Changes are kept for resuming a stream; who comes back later than this many gets a reset.
KEPT_CHANGES = 50_000
_PRUNE_EVERY = 5_000


class PositionConflict(YipanqiError):  # noqa: N818 - says what happened
    """Another projection has applied these records to this database: read its positions and go on from there."""

    default_retriable = True


@dataclass(slots=True)
class Applied:
    """What one call of `Projector.apply` did."""

    records: int = 0
    events: int = 0
    changes: int = 0
    #: ce_time of every ledger event, for the latency from publishing to the board.
    occurred_at: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Batch:
    """The rows of one transaction."""

    positions: dict[TopicPartition, tuple[int, int]] = field(default_factory=dict)
    records: dict[str, list[Row]] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    #: By list: the records whose items are replaced, and the new items.
    emptied: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, list[Row]] = field(default_factory=dict)
    history: list[Row] = field(default_factory=list)
    units: dict[str, list[Any]] = field(default_factory=dict)


def topics_of(views: Iterable[View]) -> list[str]:
    """Return the topics that the projection reads."""
    return [name(v.aggregate) for v in views for name in (catalog.state, catalog.ledger)]


class Projector:
    """Applies batches to one generation. One thread uses it."""

    def __init__(
        self,
        store: Store,
        views: Sequence[View],
        codec: AvroCodec,
        *,
        codes: CodeLists | None = None,
        announce: bool = True,
    ) -> None:
        """`announce` numbers every change for the live stream; a rebuild that nobody listens to does without."""
        self.store = store
        self._codec = codec
        self._announce = announce
        lists = codes or product_codes()
        self._rows = {catalog.state(v.aggregate): RecordRows(v, lists) for v in views}
        self._proven = {v.aggregate for v in views if v.proven}
        self._ledgers = {catalog.ledger(v.aggregate): v.aggregate for v in views}
        self._positions = store.positions()
        self._seq = store.last_change()
        self._sql = _Statements(store.engine, self._rows.values())

    @property
    def positions(self) -> Mapping[TopicPartition, int]:
        """The next offset per partition, as stored."""
        return self._positions

    def apply(self, batches: Sequence[Sequence[Record]]) -> Applied:
        """Apply batches, each of one partition and in order, in one transaction; all of them or nothing.

        Records before the stored position are passed over. Raises DecodeError for bytes that are no record,
        RegistryError when the registry can't be asked, PositionConflict when another process was faster.
        """
        batch, applied = _Batch(), Applied()
        for records in batches:
            self._collect(records, batch, applied)
        if not batch.positions:
            return applied
        seq = self._seq
        with self.store.engine.begin() as connection:
            self._move_positions(connection, batch)
            self._sql.write(connection, batch)
            if self._announce:
                seq = self._number_changes(connection, batch)
        applied.changes = seq - self._seq
        self._seq = seq
        self._positions.update({tp: after for tp, (_, after) in batch.positions.items()})
        return applied

    def _collect(self, records: Sequence[Record], batch: _Batch, applied: Applied) -> None:
        partition = TopicPartition(records[0].topic, records[0].partition)
        start = self._positions.get(partition, 0)
        fresh = records if records[0].offset >= start else [r for r in records if r.offset >= start]
        if not fresh:
            return
        batch.positions[partition] = (start, fresh[-1].offset + 1)
        applied.records += len(fresh)
        if partition.topic in self._ledgers:
            self._collect_events(self._ledgers[partition.topic], fresh, batch, applied)
        else:
            self._collect_states(self._rows[partition.topic], fresh, batch)

    def _collect_events(self, aggregate: str, records: Sequence[Record], batch: _Batch, applied: Applied) -> None:
        proven = aggregate in self._proven
        rows = [history_row(aggregate, record, self._codec, proven=proven) for record in records]
        batch.history.extend(rows)
        applied.events += len(rows)
        for row, record in zip(rows, records, strict=True):
            unit, decided_at = row[6], row[7]
            seen = batch.units.get(unit)
            if seen is None:
                batch.units[unit] = [decided_at, record.timestamp, 1]
            else:
                seen[0] = max(seen[0], decided_at)
                seen[1] = max(seen[1], record.timestamp)
                seen[2] += 1
            applied.occurred_at.append(row[8])

    def _collect_states(self, rows: RecordRows, records: Sequence[Record], batch: _Batch) -> None:
        # Only the last version of a key is decoded: what it replaces within the batch nobody would ever see.
        last: dict[bytes | None, Record] = {record.key: record for record in records}
        aggregate = rows.view.aggregate
        target = batch.records.setdefault(aggregate, [])
        for key, record in last.items():
            if record.value is None:
                id_, value = (key or b"").decode(), None
                batch.removed.setdefault(aggregate, []).append(id_)
            else:
                value = self._codec.decode(record.value).value
                target.append(rows.row(value))
                id_ = value[rows.view.id_field]
            for items in rows.items:
                batch.emptied.setdefault(items.view.key, []).append(id_)
                if value is not None:
                    batch.items.setdefault(items.view.key, []).extend(items.rows(value))

    def _move_positions(self, connection: Connection, batch: _Batch) -> None:
        for known in (True, False):
            moves = {tp: move for tp, move in batch.positions.items() if (tp in self._positions) is known}
            if not self._sql.move(connection, moves, known=known):
                named = ", ".join(f"{tp.topic}-{tp.partition} ({before})" for tp, (before, _) in moves.items())
                raise PositionConflict(
                    f"the board's database is no longer at the positions known of {named}: another projection writes it"
                )

    def _number_changes(self, connection: Connection, batch: _Batch) -> int:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        seq, rows = self._seq, []
        for aggregate, records in batch.records.items():
            for record in records:
                seq += 1
                rows.append((seq, aggregate, record[0], record[1], at))
        for aggregate, ids in batch.removed.items():
            for id_ in ids:
                seq += 1
                rows.append((seq, aggregate, id_, 0, at))
        self._sql.changes(connection, rows)
        if seq // _PRUNE_EVERY != self._seq // _PRUNE_EVERY:
            self._sql.prune(connection, seq - KEPT_CHANGES)
        return seq


class _Statements:
    """The statements of the hot path, for the driver itself: SQLAlchemy's work per row would double its cost."""

    def __init__(self, engine: Engine, tables: Collection[RecordRows]) -> None:
        self._mark = "?" if engine.dialect.name == "sqlite" else "%s"
        self._records = {r.view.aggregate: self._upsert(f"records_{r.view.aggregate}", r.columns, 1) for r in tables}
        self._removals = {a: self._with(f"DELETE FROM records_{a} WHERE id = ?") for a in self._records}  # noqa: S608
        lists = [items for r in tables for items in r.items]
        self._items = {i.view.key: self._insert(f"records_{i.view.key}", i.columns) for i in lists}
        self._emptying = {i.view.key: self._emptied(i.view.key, i.whole_id) for i in lists}
        self._history = self._insert("history", HISTORY_COLUMNS)
        self._changes = self._insert("changes", ("seq", "aggregate", "id", "version", "changed_at"))

    def write(self, connection: Connection, batch: _Batch) -> None:
        """Write records, history and what is known of the units."""
        for aggregate, rows in batch.records.items():
            self._many(connection, self._records[aggregate], rows)
        for aggregate, ids in batch.removed.items():
            self._many(connection, self._removals[aggregate], [(id_,) for id_ in ids])
        for name, ids in batch.emptied.items():
            self._many(connection, self._emptying[name], [(id_,) for id_ in ids])
        for name, rows in batch.items.items():
            self._many(connection, self._items[name], rows)
        self._many(connection, self._history, batch.history)
        units = [(unit, *seen) for unit, seen in batch.units.items()]
        self._many(connection, self._with(_UNITS_SQL), units)

    def move(self, connection: Connection, moves: Mapping[TopicPartition, tuple[int, int]], *, known: bool) -> bool:
        """Move positions; return whether all were where we think they are."""
        if not moves:
            return True
        if known:
            sql = "UPDATE positions SET next_offset = ? WHERE topic = ? AND partition = ? AND next_offset = ?"
            values: list[Row] = [(after, tp.topic, tp.partition, before) for tp, (before, after) in moves.items()]
        else:
            sql = "INSERT INTO positions (next_offset, topic, partition) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            values = [(after, tp.topic, tp.partition) for tp, (_, after) in moves.items()]
        return connection.exec_driver_sql(self._with(sql), values).rowcount == len(moves)

    def changes(self, connection: Connection, rows: list[Row]) -> None:
        """Write the numbered changes."""
        self._many(connection, self._changes, rows)

    def prune(self, connection: Connection, before: int) -> None:
        """Forget old changes."""
        connection.exec_driver_sql(self._with("DELETE FROM changes WHERE seq <= ?"), (before,))

    def _many(self, connection: Connection, sql: str, rows: list[Row]) -> None:
        if rows:
            connection.exec_driver_sql(sql, rows)

    def _insert(self, table: str, columns: Sequence[str]) -> str:
        marks = ", ".join([self._mark] * len(columns))
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names

    def _upsert(self, table: str, columns: Sequence[str], keys: int) -> str:
        changes = ", ".join(f"{c} = excluded.{c}" for c in columns[keys:])
        return f"{self._insert(table, columns)} ON CONFLICT ({', '.join(columns[:keys])}) DO UPDATE SET {changes}"

    def _emptied(self, key: str, whole_id: str) -> str:
        return self._with(f"DELETE FROM records_{key} WHERE {whole_id} = ?")  # noqa: S608 - our own names

    def _with(self, sql: str) -> str:
        return sql.replace("?", self._mark)


_UNITS_SQL = (
    "INSERT INTO units (unit, last_event_at, last_record_ms, events) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (unit) DO UPDATE SET "
    "last_event_at = CASE WHEN excluded.last_event_at > units.last_event_at "
    "THEN excluded.last_event_at ELSE units.last_event_at END, "
    "last_record_ms = CASE WHEN excluded.last_record_ms > units.last_record_ms "
    "THEN excluded.last_record_ms ELSE units.last_record_ms END, "
    "events = units.events + excluded.events"
)
